"""Named days: a rule as the language packs write it, and a year, give days.

Rules: ``12-25`` a fixed day, ``12-25/2`` one of two days, ``easter+39`` days from (Western) Easter Sunday,
``easter+49/2`` two days from there, ``orthodox+0`` from Orthodox Easter, ``advent+0`` from the first Sunday of Advent,
``05-7-2`` the second Sunday in May, ``11-4-L`` the last Thursday in November.
"""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date, timedelta
from functools import lru_cache

from dateutil.easter import (  # type: ignore[import-untyped,unused-ignore]
    EASTER_ORTHODOX,
    EASTER_WESTERN,
    easter,
)

_MOVED = re.compile(r"(easter|orthodox|advent)([+-]\d+)(?:/(\d+))?")
_FIXED = re.compile(r"(\d\d)-(\d\d)(?:/(\d+))?")
_COUNTED = re.compile(r"(\d\d)-([1-7])-([1-5L])([+-]\d+)?")


@lru_cache(maxsize=4096)
def feast_days(rule: str, year: int) -> tuple[date, date] | None:
    """First and last day of a named day in a year, None if that year has none."""
    if found := _MOVED.fullmatch(rule):
        first = _movable(found[1], year) + timedelta(int(found[2]))
        return first, first + timedelta(int(found[3] or 1) - 1)
    if found := _COUNTED.fullmatch(rule):
        return _counted(year, int(found[1]), int(found[2]), found[3], int(found[4] or 0))
    if found := _FIXED.fullmatch(rule):
        month, day = int(found[1]), int(found[2])
        if day > monthrange(year, month)[1]:
            return None
        first = date(year, month, day)
        return first, first + timedelta(int(found[3] or 1) - 1)
    return None


def _movable(base: str, year: int) -> date:
    if base == "advent":
        christmas = date(year, 12, 25)
        return christmas - timedelta(christmas.isoweekday() + 21)
    sunday: date = easter(year, EASTER_ORTHODOX if base == "orthodox" else EASTER_WESTERN)
    return sunday


def _counted(year: int, month: int, weekday: int, number: str, shift: int) -> tuple[date, date] | None:
    if number == "L":
        last = date(year, month, monthrange(year, month)[1])
        day = last - timedelta((last.isoweekday() - weekday) % 7)
    else:
        first = date(year, month, 1)
        day = first + timedelta((weekday - first.isoweekday()) % 7 + 7 * (int(number) - 1))
        if day.month != month:
            return None
    return day + timedelta(shift), day + timedelta(shift)
