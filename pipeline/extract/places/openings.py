"""Where a line of the text may open with the name of a place, or a bracket hold one, though nothing is marked there."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.language.capitals import CAPITAL
from pipeline.language.places import PlaceWords

#: A place without a mark must be worth a mark: a town after a preposition, a city at the start of a line.
TOWN = 3_000
_CITY = 20_000
_OPENING = re.compile(r"\((?=[^\W\d_][^()]{2,30}\))|^(?=[^\W\d_][^,.()|/\n–:]{2,30}(?:[,.()|/–:]|$))", re.MULTILINE)
# A name that opens a line before a date: "Litomyšl, 14. 9. 2016".
_DATELINE = re.compile(r"^(?=[^\W\d_][^,.()|/\n–:\d]{2,30}(?:, ?| ?[(/–-] ?| )\d)", re.MULTILINE)
# A headline that the name of its town opens: "- Las Rozas | Nueva biblioteca".
_HEADLINE = re.compile(rf"^(?:[-•*] )?(?={CAPITAL}[^|\n]{{2,30}} \| {CAPITAL})", re.MULTILINE)
_LINE = re.compile(rf"^(?={CAPITAL}[\w'’-])|^{CAPITAL}[\w'’ -]{{2,25}}: (?={CAPITAL}[\w'’-])", re.MULTILINE)
_CAPITAL_NEXT = re.compile(rf"[ \u00a0]{CAPITAL}")


def where_places_stand(text: str, words: PlaceWords) -> Iterator[tuple[int, int]]:
    """(position, inhabitants that a town must have) of what follows a preposition, opens a line or a bracket."""
    for match in words.preposition_pattern.finditer(text):
        told = match[0].strip().casefold() in words.unit_hints  # "gminy Lipno": any village may follow
        yield match.end(), 0 if told else TOWN
    for match in _DATELINE.finditer(text):
        yield match.end(), TOWN
    for match in _HEADLINE.finditer(text):
        yield match.end(), TOWN
    for match in _OPENING.finditer(text):
        yield match.end(), _CITY


def line_starts(text: str) -> Iterator[int]:
    """Where a line begins with a capital."""
    return (match.end() for match in _LINE.finditer(text))


def is_whole(text: str, start: int, end: int) -> bool:
    """False if a word with a capital follows, which may make the name of something else: ``Huelva Información``."""
    return text[start:end].isupper() or _CAPITAL_NEXT.match(text, end) is None
