"""EDTF endpoints (ISO 8601-2): first and last day, precision, TIMEX3 form.

An endpoint is a string: ``2009-04-08``, ``2009-04``, ``2009``, ``2009-23`` (autumn), ``199X``, ``14XX`` (15th century),
and with an unknown year ``XXXX-04-08``, ``XXXX-04``, ``XXXX-23``.
"""

from __future__ import annotations

from calendar import monthrange
from datetime import date

from pipeline.records import Precision

FIRST_YEAR, LAST_YEAR = 1000, 2100
SPRING, WINTER = 21, 24
_TIMEX_SEASON = {21: "SP", 22: "SU", 23: "FA", 24: "WI"}


def day(year: int | None, month: int, number: int) -> str | None:
    """A day as endpoint; None if it does not exist (31 February, or a 29th of February outside a leap year)."""
    if not 1 <= month <= 12 or not 1 <= number <= monthrange(year or 2000, month)[1]:
        return None
    return f"{_year(year)}-{month:02d}-{number:02d}"


def month(year: int | None, number: int) -> str:
    """A month, or with 21 to 24 a season, as endpoint."""
    return f"{_year(year)}-{number:02d}"


def _year(year: int | None) -> str:
    return "XXXX" if year is None else f"{year:04d}"


def year_of(point: str) -> int | None:
    """The endpoint's year, None where it is unknown or coarser than a year."""
    return int(point[:4]) if point[:4].isdigit() else None


def first_day(point: str | None) -> date | None:
    """The first day that an endpoint covers; None if open or the year is unknown."""
    if point is None or point.startswith("XXXX"):
        return None
    if point.endswith("XX"):
        return date(int(point[:2]) * 100 + 1, 1, 1)
    if point.endswith("X"):
        return date(int(point[:3]) * 10, 1, 1)
    parts = [int(part) for part in point.split("-")]
    if len(parts) == 1:
        return date(parts[0], 1, 1)
    if parts[1] >= SPRING:
        return date(parts[0], 3 * (parts[1] - SPRING) + 3, 1)
    return date(parts[0], parts[1], parts[2] if len(parts) == 3 else 1)


def last_day(point: str | None) -> date | None:
    """The last day that an endpoint covers; None if open or the year is unknown."""
    if point is None or point.startswith("XXXX"):
        return None
    if point.endswith("XX"):
        return date(int(point[:2]) * 100 + 100, 12, 31)
    if point.endswith("X"):
        return date(int(point[:3]) * 10 + 9, 12, 31)
    parts = [int(part) for part in point.split("-")]
    if len(parts) == 1:
        return date(parts[0], 12, 31)
    if parts[1] >= SPRING:
        year, last = (parts[0] + 1, 2) if parts[1] == WINTER else (parts[0], 3 * (parts[1] - SPRING) + 5)
        return date(year, last, monthrange(year, last)[1])
    if len(parts) == 3:
        return date(*parts)
    return date(parts[0], parts[1], monthrange(parts[0], parts[1])[1])


def precision(point: str) -> Precision:
    """How exact an endpoint is."""
    if point.count("-") == 2:
        return "day"
    if "-" in point:
        return "season" if int(point[5:]) >= SPRING else "month"
    if point == "XXXX" or not point.endswith("X"):
        return "year"
    return "century" if point.endswith("XX") else "decade"


def timex(point: str) -> str:
    """The TIMEX3 value of an endpoint: decades and centuries are cut, seasons have letters."""
    if "-" in point and point.count("-") == 1 and int(point[5:]) >= SPRING:
        return f"{point[:4]}-{_TIMEX_SEASON[int(point[5:])]}"
    return point if point.startswith("XXXX") else point.rstrip("X")
