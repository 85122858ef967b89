"""What name packs see of a word beside the word itself: how it begins.

spaCy's own ``PREFIX`` is one letter. The first four, in small letters, tell the stem of a word in any of its forms, so
"universiteto", "uniwersytetem" and "университета" remind a net of what it learned from other forms. The vector of a
word is worked out once (``pipeline.fast_names``), so this takes no time. A pack asks for it in its ``config.cfg``
(``nlp.after_creation``); this module has to be imported before spaCy loads such a pack.
"""

from collections.abc import Callable
from typing import Any

from spacy.attrs import PREFIX
from spacy.language import Language
from spacy.util import registry


@registry.callbacks("press.word_parts.v1")  # type: ignore[untyped-decorator]
def begin_with(letters: int) -> Callable[[Language], Language]:
    """Return a callback that makes ``PREFIX`` the first so many letters of a word, in small letters."""

    def prefix(word: str) -> str:
        return word[:letters].lower()

    def change(nlp: Language) -> Language:
        vocab: Any = nlp.vocab
        vocab.lex_attr_getters = {**vocab.lex_attr_getters, PREFIX: prefix}
        for word in vocab:  # those that the tokenizer brought
            word.prefix = vocab.strings.add(prefix(word.text))
        return nlp

    return change
