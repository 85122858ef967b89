"""How a marked name goes on behind its end, in languages that put heads first: ``Comisión de Ayuda | al Refugiado``.

The recogniser tends to stop at a preposition or a conjunction. What follows still belongs to the name if small words
that join parts of names lead to a word with a capital that no other name claims, or to a word that stands in names
(``tail_words`` of ``institutions.toml``: ``centre communal | d'action sociale``). A conjunction joins two parts of one
name only behind a purpose (``Promoción de la Autonomía | y Atención a la Dependencia``).
"""

from __future__ import annotations

import re
from collections.abc import Callable

from pipeline.language.institutions import InstitutionLexicon
from pipeline.records import AnnotatedDocument

_WORD = re.compile(r"[ \u00a0]([^\W\d_]{1,12}['’])?([^\W\d_][\w-]*)")
_LONGEST = 8
"""Words that a name may go on by; the longest names of the press corpus need six."""


def lengthen(
    document: AnnotatedDocument,
    start: int,
    end: int,
    lexicon: InstitutionLexicon,
    is_given_name: Callable[[str], bool],
) -> int:
    """The end of the name at ``start`` with the words behind it that belong to it."""
    text, tail_words = document.text, lexicon.tail_words
    if not tail_words or next(lexicon.heads(text[start:end]), None) is None:
        return end
    position, joined, parted, apart = end, False, False, _has_purpose(text[start:end], lexicon)
    for _ in range(_LONGEST):
        match = _WORD.match(text, position)
        if match is None or match[2] in lexicon.enders:
            break
        word = match[2]
        if match[1]:
            joined = True
        elif word in lexicon.joiners:
            if word in lexicon.conjunctions and not apart:
                break
            parted = parted or word in lexicon.conjunctions
            joined, position = True, match.end()
            continue
        begin = match.start(2)
        capital = word[0].isupper()
        own = capital and joined and document.name_at(begin) is None and not is_given_name(word)
        if parted and next(lexicon.heads(word), None) is not None:
            break
        if not own and word.casefold() not in tail_words:
            break
        apart = apart or (joined and not parted)
        position = end = match.end()
        joined = parted = False
    return end


def _has_purpose(name: str, lexicon: InstitutionLexicon) -> bool:
    """Whether a name holds a small joiner already: what follows a conjunction then may be its second purpose."""
    return any(word in lexicon.joiners and word not in lexicon.conjunctions for word in name.split()[1:])
