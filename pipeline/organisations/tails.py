"""How a marked name goes on behind its end, in languages that put heads first: ``Comisión de Ayuda | al Refugiado``.

The recogniser tends to stop at a preposition or a conjunction. What follows still belongs to the name if small words
that join parts of names lead to a word with a capital that no other name claims, or to a word that stands in names
(``tail_words`` of ``institutions.toml``: ``centre communal | d'action sociale``). A conjunction joins two parts of one
name only behind a purpose (``Promoción de la Autonomía | y Atención a la Dependencia``) or two people after whom a
school is called; an article behind it begins another name (``Instituto Sol | y el mercado``).
"""

from __future__ import annotations

import re
from collections.abc import Callable

from pipeline.language.institutions import InstitutionLexicon
from pipeline.records import AnnotatedDocument

_WORD = re.compile(r"[ \u00a0]([^\W\d_]{1,12}['’])?([^\W\d_][\w-]*)")
_CALLED_AFTER = frozenset({"education", "authority"})
_ENDING = " \t\n\u00a0,;:!?*•·|–-/(["
_SHORT = 4
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
    name = document.text[start:end]
    if not lexicon.tail_words or not lexicon.is_headed(name):
        return end
    apart = _has_purpose(name, lexicon) or _is_called_after(name, lexicon)
    position, joint = end, ""  # small words since the last that belongs: c conjunctions, a articles, j others
    for _ in range(_LONGEST):
        match = _WORD.match(document.text, position)
        if match is None or match[2] in lexicon.enders or match[2] in lexicon.tail_breaks:
            break
        if match[1]:
            joint += "a" if match[1] in lexicon.articles else "j"
        elif match[2] in lexicon.joiners:
            parts = match[2] in lexicon.conjunctions
            if parts and not apart:
                break
            kind = "c" if parts else "a" if match[2] in lexicon.articles else "j"
            joint, position = joint + kind, match.end()
            continue
        if not _belongs(document, match, joint, lexicon, is_given_name):
            break
        apart = apart or (bool(joint) and "c" not in joint)
        position = end = match.end()
        joint = ""
    return end


def _belongs(
    document: AnnotatedDocument,
    match: re.Match[str],
    joint: str,
    lexicon: InstitutionLexicon,
    is_given_name: Callable[[str], bool],
) -> bool:
    """Whether a word belongs to the name before it, from which the words of ``joint`` part it."""
    word = match[2]
    if ("c" in joint and lexicon.is_headed(word)) or joint == "a" or "ca" in joint:
        return False  # another name, or what the body does: "la Regione | le iniziative"
    marked = word[0].isupper() and document.name_at(match.start(2)) is not None
    if word.casefold() in lexicon.tail_words:
        return not ("c" in joint and marked)
    if word[0].isupper():
        return bool(joint) and not marked and not is_given_name(word)
    # the second of two purposes alike: "de l'horlogerie | et du décolletage"
    return joint.rstrip("a")[-2:] == "cj" and len(word) > _SHORT and not lexicon.is_function(word)


def _is_called_after(name: str, lexicon: InstitutionLexicon) -> bool:
    """Whether a head and a name stand side by side: a second name may follow (``Liceo Barsanti | e Matteucci``)."""
    *words, last = name.split()
    small = all(word.casefold() in lexicon.tail_words or lexicon.is_headed(word) for word in words)
    head = next(lexicon.heads(name), None)
    return bool(words) and small and last[0].isupper() and head is not None and head.type in _CALLED_AFTER


def _has_purpose(name: str, lexicon: InstitutionLexicon) -> bool:
    """Whether a name holds a small joiner already: what follows a conjunction then may be its second purpose."""
    return any(word in lexicon.joiners and word not in lexicon.conjunctions for word in name.split()[1:])


def without_joiner(text: str, start: int, end: int, lexicon: InstitutionLexicon) -> int:
    """The end of a name without the small words that lead to what follows it: ``Città metropolitana | di``."""
    inside = text[start:end].rstrip(_ENDING)
    while True:
        head, _, last = inside.rpartition(" ")
        if not head or last not in lexicon.joiners:
            return start + len(inside)
        inside = head.rstrip()


def before_joiner(text: str, start: int, end: int, lexicon: InstitutionLexicon) -> int:
    """The end of a name without the small word, marked with it, that leads to its place: ``Città metropolitana | di``.

    The place is then taken in with the word before it, if the body is called by it (``Grundschule | in``).
    """
    bare = without_joiner(text, start, end, lexicon)
    leads = lexicon.place_preposition.match(text, bare) or lexicon.seat_preposition.match(text, bare)
    return bare if leads else end
