"""The tokeniser of each pack: spaCy's own rules and what press releases add to them."""

from collections.abc import Callable
from typing import Any

import spacy
from spacy.language import Language
from spacy.util import compile_infix_regex, compile_prefix_regex, compile_suffix_regex, registry

from pipeline.language import word_parts  # noqa: F401 - what the configuration names is registered there

LETTER = r"[^\W\d_]"
# "Jena–Lugoj", "Frankfurt (Oder)/Słubice": a dash or slash between names joins two names.
EXTRA_INFIXES = [rf"(?<={LETTER})[–—](?={LETTER})", rf"(?<=[\w)])/(?={LETTER})"]
# "GmbH." keeps its full stop under spaCy's rules, since they want two letters of one case before it.
EXTRA_SUFFIXES = [r"(?<=[a-z][A-Z])\."]
# French and Italian articles are written together with the name: "l'Isère", "dell'Università".
ELISIONS = [r"(?i:(?:d|l|qu|un|dell|all|dall|nell|sull)['’])(?=\w)"]


def blank(code: str) -> Language:
    """Return an empty pipeline of a language with our tokeniser; `xx` serves all languages."""
    return adapt(spacy.blank(code))


def adapt(nlp: Language) -> Language:
    """Add our rules to the tokeniser of a pipeline; they are saved with it."""
    rules = nlp.Defaults
    tokenizer: Any = nlp.tokenizer  # spaCy types it as any callable
    prefixes = [*(rules.prefixes or []), *(ELISIONS if nlp.lang == "xx" else [])]
    tokenizer.prefix_search = compile_prefix_regex(prefixes).search
    tokenizer.suffix_search = compile_suffix_regex([*(rules.suffixes or []), *EXTRA_SUFFIXES]).search
    tokenizer.infix_finditer = compile_infix_regex([*(rules.infixes or []), *EXTRA_INFIXES]).finditer
    return nlp


@registry.callbacks("press.tokenizer.v1")  # type: ignore[untyped-decorator]
def use_our_tokenizer() -> Callable[[Language], Language]:
    """Give a pipeline that is about to be trained the tokeniser its data was made with."""
    return adapt
