"""Where a district with the noun of its unit is a place and no body, though the recogniser took it for one.

Two units that a conjunction joins are partners that lie somewhere ("der Landkreis Gotha und der polnische Kreis …"),
and one that somebody governs is what is governed ("Landrat des Kreises Gotha"). Where neither is told, a unit acts.
"""

from __future__ import annotations

import re
from functools import lru_cache

from pipeline.language import LanguagePack
from pipeline.language.capitals import CAPITAL, SMALL
from pipeline.language.patterns import any_of

_GOVERNS = frozenset({"head_of_region", "council_chair"})
_OFFICE = re.compile(r"([^\W\d_][\w-]{3,40})[ \u00a0]([^\W\d_]{1,4})[ \u00a0]$")
_REACH = 90
_NAME = rf"{CAPITAL}[\w'’-]{{1,40}}"


def is_place_by_neighbours(text: str, start: int, end: int, pack: LanguagePack) -> bool:
    """Whether what stands around a unit with its name tells that the place is meant, in languages that ask for it."""
    first, _, rest = text[start:end].partition(" ")
    if not pack.institutions.before_places or first.casefold() not in pack.places.units or not rest[:1].isupper():
        return False
    return _is_governed(text, start, pack) or _is_paired(text, start, end, pack)


def _is_governed(text: str, start: int, pack: LanguagePack) -> bool:
    """Whether the office before it, with an article between, governs the unit: ``Landrätin des | Kreises Unna``."""
    office = _OFFICE.search(text, max(0, start - _REACH), start)
    if office is None or office[2] not in pack.institutions.articles:
        return False
    match = pack.roles.match([office[1]], 0)
    return match is not None and match.role in _GOVERNS


def _is_paired(text: str, start: int, end: int, pack: LanguagePack) -> bool:
    """Whether a conjunction joins it to another unit: ``Landkreis Gotha in Thüringen und der polnische Kreis Ełk``."""
    before, after = _pair_patterns(pack)
    return bool(after.match(text, end) or before.search(text, max(0, start - _REACH), start))


@lru_cache(maxsize=16)
def _pair_patterns(pack: LanguagePack) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """What stands before and what stands behind a unit that a conjunction joins to another one."""
    words = pack.institutions
    unit = rf"(?i:{any_of(sorted(pack.places.units, key=len, reverse=True))})[ \u00a0]"
    seat = rf"(?:[ \u00a0](?:{any_of(sorted(words.before_places))})[ \u00a0]{_NAME})?"
    joint = rf"[ \u00a0](?:{any_of(sorted(words.conjunctions))})[ \u00a0]"
    opening = rf"(?:(?:{any_of(sorted(words.articles))})[ \u00a0])?(?:{SMALL}{{3,20}}[ \u00a0])?"
    before = re.compile(rf"(?<!\w){unit}{_NAME}{seat}{joint}{opening}$")
    return before, re.compile(rf"{seat}{joint}{opening}{unit}{CAPITAL}")
