"""Acronyms and the names they stand for, as the document itself ties them together."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from pipeline.language.capitals import SMALL
from pipeline.language.institutions import words_of

_CASE_ENDING = re.compile(rf"(?<=\w)[-'’]{SMALL}{{1,3}}$")
_IN_BRACKETS = re.compile(r"\s?\((?:[^()]{0,25}?\s)?([^\W\d_][\w&/-]{1,11})\)")
_ROMAN = re.compile(r"[IVXLC]+")


def is_acronym(name: str) -> bool:
    """True for a short word with two capitals at least (``MOPS``, ``GDDKiA``, ``MOPS-u``)."""
    return (
        len(name) <= 12
        and " " not in name
        and sum(letter.isupper() for letter in name) >= 2
        and not name.istitle()
        and sum(letter.islower() for letter in name) <= 4
    )


def plain(acronym: str) -> str:
    """An acronym without a case ending after a hyphen or apostrophe (``MOPS-u``)."""
    return _CASE_ENDING.sub("", acronym)


def leading_acronym(name: str) -> str | None:
    """The acronyms that a name begins with (``KP PSP w Rykach``, ``MOPS Kraków``)."""
    words = name.split()
    count = next((i for i, word in enumerate(words) if not is_acronym(word) or _ROMAN.fullmatch(word)), len(words))
    return " ".join(words[:count]) if 0 < count < len(words) else None


def in_brackets(text: str, end: int) -> str | None:
    """The acronym in brackets right after a name, or after a few words there (``Akronym: MOPS``)."""
    match = _IN_BRACKETS.match(text, end)
    return match[1] if match and is_acronym(match[1]) else None


def stands_for(acronym: str, name: str) -> bool:
    """Whether the letters of an acronym are initials of the name's words or of parts of its compounds, in order.

    ``THW`` is Technisches Hilfswerk, ``MOPS`` Miejski Ośrodek Pomocy Społecznej w Krakowie: small words may be
    passed over, one letter may come from inside a word, and the first letters must agree.
    """
    letters = [letter.casefold() for letter in plain(acronym) if letter.isalpha()]
    words = [part for word in words_of(name) for part in re.split(r"[-–/]", word) if part]
    if len(letters) < 2 or not words or len(words) > 3 * len(letters):
        return False
    return words[0][0] == letters[0] and _consume(letters, words)


def _consume(letters: list[str], words: list[str]) -> bool:
    """Match letters against words: each word gives its initial or nothing, and inner letters if initials run out."""
    position, inner = 0, 0
    for word in words:
        if position < len(letters) and word[0] == letters[position]:
            position += 1
            start = 1
            while position < len(letters) and inner < len(letters) // 2:
                found = word.find(letters[position], start)
                rest = words[words.index(word) + 1 :]
                if found < 0 or any(other[0] == letters[position] for other in rest):
                    break
                start, position, inner = found + 1, position + 1, inner + 1
    return position == len(letters)


def tie(acronyms: Iterable[str], names: Iterable[str], told: Mapping[str, str]) -> dict[str, str]:
    """The full name of each acronym that the document gives.

    Args:
        acronyms: acronyms that stand alone.
        names: base forms of the document's institutions.
        told: what brackets and dashes say; they win over likeness.
    """
    full = dict(told)
    candidates = [name for name in dict.fromkeys(names) if (not is_acronym(name) and " " in name) or "-" in name]
    for acronym in dict.fromkeys(acronyms):
        if acronym not in full:
            fitting = [name for name in candidates if stands_for(acronym, name)]
            if fitting:
                full[acronym] = min(fitting, key=len) if len(fitting) > 1 else fitting[0]
    return full
