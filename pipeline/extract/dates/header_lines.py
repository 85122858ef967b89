"""Lines of the head and foot of a release, with their days: what a publication date is looked for in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from statistics import median_low

from pipeline.extract.dates import edtf
from pipeline.extract.dates.expressions import Calendar, Expression
from pipeline.extract.dates.recognise import explicit_days, find_expressions
from pipeline.language import LanguagePack

HEAD_CHARS, FOOT_CHARS = 2500, 1200
"""Parts of the text that are searched."""
OLDER_DAYS = 3000
"""A release is not this much older than the newest complete date that it tells: then its date is history."""
FIRST_RELEASE = 1900
"""A day before this year is history, not the publication of a press release."""
_STAMP = 3
"""Characters between a word for updates and its date: "Aktualizované: 21.02.2022"."""
NEAR_DAYS = 200
"""A dateline without a year has the year of a date told within so many days."""


@dataclass(frozen=True, slots=True)
class Day:
    """A day with its year, within a line."""

    start: int
    end: int
    day: date
    found: Calendar
    year_told: bool


@dataclass(frozen=True, slots=True)
class Line:
    """A line with the days in it."""

    text: str
    days: tuple[Day, ...]
    begins_with_weekday: bool


class LineReader:
    """Reads the lines of the head and foot of a text with their days."""

    def __init__(self, text: str, pack: LanguagePack) -> None:
        self.pack = pack
        self.parts = [text]
        if len(text) > HEAD_CHARS + FOOT_CHARS:
            foot = text.rfind("\n", 0, len(text) - FOOT_CHARS) + 1 or len(text) - FOOT_CHARS
            self.parts = [text[:HEAD_CHARS], text[foot:]]
        self.found = [find_expressions(part, pack) for part in self.parts]
        everything = [item for found in self.found for item in found]
        self.years = explicit_days(everything)
        self.told_years = {year for item in everything if (year := _year(item[2]))}
        self.complete = _complete_days(everything)
        told = [item for part, found in zip(self.parts, self.found, strict=True) for item in self._told(part, found)]
        self.newest = max(_complete_days(told), default=None)

    def _told(self, part: str, found: Sequence[tuple[int, int, Expression]]) -> list[tuple[int, int, Expression]]:
        """The dates that the release tells: none stamped on the page, which may be years younger."""
        stamped = {match.end() for match in self.pack.dates.update.finditer(part)}
        return [item for item in found if stamped.isdisjoint(range(item[0] - _STAMP, item[0] + 1))]

    def lines(self) -> list[Line]:
        """Lines that are not empty."""
        lines = []
        for part, found in zip(self.parts, self.found, strict=True):
            position = 0
            for surface in part.split("\n"):
                start, position = position, position + len(surface) + 1
                if surface.strip():
                    inside = [item for item in found if start < item[1] < position]  # of two lines: the second
                    days = tuple(day for item in inside if (day := self._day(item, start)))
                    lines.append(Line(surface, days, _on_weekday(surface, inside, start)))
        return lines

    def _day(self, item: tuple[int, int, Expression], line: int) -> Day | None:
        start, end, found = item
        if not isinstance(found, Calendar) or not found.day or not found.month:
            return None
        year = found.year or self.years.get((found.month, found.day)) or self._near_year(found.month, found.day)
        year = year or (self._weekday_year(found) if found.weekday else None)
        day = edtf.first_day(edtf.day(year, found.month, found.day)) if year else None
        if day is None or day.year < FIRST_RELEASE or (self.newest and (self.newest - day).days > OLDER_DAYS):
            return None
        return Day(max(start - line, 0), end - line, day, found, found.year is not None)

    def _near_year(self, month: int, number: int) -> int | None:
        """The year that puts a day nearest to one of the complete dates of the text."""
        years = {year for told in self.complete for year in (told.year - 1, told.year, told.year + 1)}
        days = [day for year in sorted(years) if (day := edtf.first_day(edtf.day(year, month, number)))]
        away = [(min(abs((day - told).days) for told in self.complete), day.year) for day in days]
        return min(away)[1] if away and min(away)[0] <= NEAR_DAYS else None

    def _weekday_year(self, found: Calendar) -> int | None:
        """The year about the middle one of those told in which a day falls on its weekday."""
        middle = median_low(self.told_years) if self.told_years else 0
        for year in sorted(
            {told + shift for told in self.told_years for shift in (-1, 0, 1)}, key=lambda y: (abs(y - middle), y)
        ):
            day = edtf.first_day(edtf.day(year, found.month or 0, found.day or 0))
            if day and day.isoweekday() == found.weekday:
                return year
        return None


def _year(found: Expression) -> int | None:
    """The year that is told in an expression; of a range its last."""
    end = getattr(found, "high", None) or getattr(found, "of", None) or found
    return end.year if isinstance(end, Calendar) else None


def _complete(found: Expression) -> date | None:
    if isinstance(found, Calendar) and found.year and found.month and found.day:
        return edtf.first_day(edtf.day(found.year, found.month, found.day))
    return None


def _complete_days(items: list[tuple[int, int, Expression]]) -> list[date]:
    """The complete dates among expressions, of ranges the last day, in order."""
    return sorted(day for item in items if (day := _complete(getattr(item[2], "high", item[2]))))


def _on_weekday(line: str, inside: list[tuple[int, int, Expression]], start: int) -> bool:
    """True if a line begins with a weekday, as those of programmes and diaries do."""
    if not inside or not isinstance(inside[0][2], Calendar) or inside[0][2].weekday is None:
        return False
    return not line[: inside[0][0] - start].strip(" •*-–▶(◆●")
