"""Where an institution has its seat, read off its name: ``Hochschule Fulda``, ``Urząd Pracy w Legnicy``."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from pipeline.gazetteer import Entry, Gazetteer
from pipeline.language import LanguagePack
from pipeline.morphology import Attestations

_TOKEN = re.compile(r"[^\W\d_][\w'’-]*(?: \([^()]+\))?")
_LONGEST = 4  # words in the name of a place
_SHORTEST = 4  # letters; shorter words are rather articles and abbreviations
_BIG = 15_000  # inhabitants from which a town is believed without a preposition before it, or a case that tells it
_SMALL = 1_000
_NOTHING = Attestations()


@lru_cache(maxsize=20_000)
def seat_of(name: str, pack: LanguagePack, gazetteer: Gazetteer) -> tuple[str, Entry] | None:
    """The town that an institution's name in base form speaks of, with its entry; None if there is none."""
    tokens = list(_TOKEN.finditer(name))
    for first, last in _spans(len(tokens), 0 if pack.events.seat_first else 1):
        words = tokens[first : last + 1]
        if not (words[0].group()[0].isupper() and words[-1].group()[0].isupper()):
            continue
        placed = first > 0 and pack.events.directions.get(tokens[first - 1].group().lower()) == "at"
        surface = name[words[0].start() : words[-1].end()]
        found = _town(surface, pack, gazetteer)
        inflected = first == 0 and found is not None and found[0] != surface
        if found and found[1].population >= (_SMALL if placed or inflected else _BIG):
            return found
    return None


def _spans(n: int, start: int) -> Iterator[tuple[int, int]]:
    """(first, last) words of what may be a place, longer before shorter, later before earlier; never the whole name.

    Args:
        n: how many words the name has.
        start: the first that may be of the place: not the name's head, where that comes first.
    """
    for length in range(min(_LONGEST, n - 1), 0, -1):
        for first in range(n - length, start - 1, -1):
            yield first, first + length - 1


@lru_cache(maxsize=20_000)
def _town(surface: str, pack: LanguagePack, gazetteer: Gazetteer) -> tuple[str, Entry] | None:
    folded = surface.casefold()
    if len(surface) < _SHORTEST or folded in pack.places.not_places or folded in pack.places.units:
        return None
    name, _ = pack.morphology.base_place(surface, _NOTHING, gazetteer.knows)
    entry = gazetteer.best(name, countries=pack.places.home, language=pack.code)
    return (name, entry) if entry is not None and entry.kind == "city" else None
