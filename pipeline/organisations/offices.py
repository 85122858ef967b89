"""A person's function at the head of what was marked as a body: ``Dyrektor | Szpitala``, ``Erster Kreisrat``.

Some recognisers draw the function before a name into the name. The functions of ``roles.csv`` tell where it ends; what
follows is the body, if it has a head. An office with nothing behind it but a unit (``Zastępca Burmistrza Miasta``,
``Wójt Gminy Lipno``) names no body at all.
"""

from __future__ import annotations

import re

from pipeline.gazetteer import load_gazetteer
from pipeline.language import LanguagePack

_WORD = re.compile(r"[^\W\d_][\w'’-]*")
_REACH = 50
_FIRST = 4
"""Words that may stand before a body's head for a function to be looked for among them: a verb, a pronoun, a title."""


def after_outer_office(text: str, start: int, end: int, pack: LanguagePack) -> int:
    """The start of a body's name without the rest of the function before it: ``Komendant | Powiatowy Straży``."""
    outer = [match[0] for match in _WORD.finditer(text, max(0, start - _REACH), start)][-2:]
    if not outer or not text[max(0, start - _REACH) : start].endswith((f"{outer[-1]} ", f"{outer[-1]}\u00a0")):
        return start
    found = [(match[0], match.start()) for match in _WORD.finditer(text, start, end)]
    words = [*outer, *(word for word, _ in found)]
    for position in range(len(outer)):
        match = pack.roles.match(words, position)
        if match is None or match.role in ("-", "+modifier"):
            continue
        if position + match.length == len(outer) and _is_unit(words[len(outer) :], pack):
            return end
        behind = _behind(words, position, pack) - len(outer)
        if 0 < behind < len(found):
            return _body(text, start, end, [begin for _, begin in found[behind:]], pack)
    return start


def _is_unit(words: list[str], pack: LanguagePack) -> bool:
    """Whether a body right behind an office is the unit that the office governs: ``Wójt | Gminy Lipno``."""
    return (
        len(words) > 1 and words[0].casefold() in pack.roles.words.units and not pack.institutions.is_headed(words[1])
    )


def after_office(text: str, start: int, end: int, pack: LanguagePack) -> int:
    """The start of the body's name behind a function; ``start`` if there is none, ``end`` if there is no body."""
    found = [(match[0], match.start()) for match in _WORD.finditer(text, start, end)]
    words = [word for word, _ in found]
    lexicon = pack.institutions
    modified = False
    for position, word in enumerate(words[:_FIRST]):
        match = pack.roles.match(words, position)
        person = match if match is not None and match.role not in ("-", "+modifier") else None
        if person is not None and (modified or lexicon.is_function(word) or not lexicon.is_headed(word)):
            if _is_unit(words[position + person.length :], pack):
                return end
            rest = [begin for _, begin in found[_behind(words, position, pack) :]]
            town = " ".join(words[:position])
            if not rest and not town.isupper() and load_gazetteer(pack.folder.parent).knows(town):
                return end  # "Oakham Town Clerk", but "IG Metall-Chef": an acronym is no town
            return _body(text, start, end, rest, pack) if rest or modified or not position else start
        modified = bool(match and match.role == "+modifier") or word.endswith(lexicon.office_endings)
        if lexicon.is_headed(word):
            break
    return start


def _behind(words: list[str], position: int, pack: LanguagePack) -> int:
    """One past a function, with the functions, modifiers and adjectives right behind it that belong to it."""
    endings = pack.institutions.office_endings
    while position < len(words):
        match = pack.roles.match(words, position)
        if match is not None and match.role != "-":
            position += match.length
        elif words[position].endswith(endings):
            position += 1
        else:
            break
    return position


def _body(text: str, start: int, end: int, rest: list[int], pack: LanguagePack) -> int:
    """Where the body begins among what follows an office: behind a small word, or at once where genitives tell it."""
    if not rest:
        return end
    lexicon, units, hints = pack.institutions, pack.places.units, pack.places.unit_hints
    words = text[rest[0] : end].split()
    if not (words[0].islower() or lexicon.takes_genitive_place):
        return start
    if all(word.casefold() in units or word.casefold() in hints or word in lexicon.joiners for word in words):
        return end
    if _is_unit(words, pack):
        return end
    heads = lexicon.heads(text[rest[0] : end])
    if any(head.kind == "head" or (head.kind == "legal" and head.position) for head in heads):
        return rest[0]
    unit = words[-1].casefold() in pack.places.units_after and len(words) > 1 and words[-2][0].isupper()
    return end if unit else start  # "Governor of the Kladno region": the unit is a place
