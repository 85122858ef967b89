"""What the grammar found an expression to say, before anything outside it is known.

Every class resolves itself against a :class:`~pipeline.extract.dates.scene.Scene` into a
:class:`~pipeline.extract.dates.scene.Value`, or into None where the scene does not fix it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Protocol

from pipeline.extract.dates import edtf
from pipeline.extract.dates.scene import Scene, Value, at


class Expression(Protocol):
    """Anything the grammar finds."""

    def resolve(self, scene: Scene) -> Value | None:
        """The value at this place, or None if it cannot be known."""


@dataclass(frozen=True, slots=True)
class Calendar:
    """A calendar date, complete or not: a day, a weekday, a month, a season (21 to 24 as month), a year.

    ``year_shift`` counts years from now ("last year's May"), ``month_shift`` months ("the 15th of this month"),
    ``same_year`` counts from the year of the date told before ("in May of the same year", "of the following year"),
    ``step`` says "last" (-1), "this", "next" (1) of a bare weekday, month or season.
    """

    year: int | None = None
    month: int | None = None
    day: int | None = None
    weekday: int | None = None
    year_shift: int | None = None
    month_shift: int | None = None
    step: int | None = None
    same_year: bool = False

    def resolve(self, scene: Scene) -> Value | None:
        """Fill in what is missing; a day keeps an unknown year as ``XXXX``."""
        if self.year is not None:
            return self._complete(self.year, scene)
        if self.same_year and scene.told_day:
            value = self._complete(scene.told_day.year + (self.year_shift or 0), scene, "year")
            return replace(value, anchor="earlier_date") if value else None
        if self.year_shift is not None:
            now = scene.today or scene.told_from
            if now is None:
                return self._complete(None, scene) if self.month else None
            return self._complete(now.year + self.year_shift, scene, "year")
        if self.month is None:
            return self._day_of_month(scene) if self.day else self._weekday(scene)
        if self.step is not None and scene.now:
            return self._stepped(scene)
        year, anchor = scene.choose_year(self.month, self.day, self.weekday if self.day else None)
        value = self._complete(year, scene, *(("year",) if year is not None else ()))
        return replace(value, anchor=anchor) if value else None

    def _complete(self, year: int | None, scene: Scene, *inferred: str) -> Value | None:
        if self.month is None:
            return at(f"{year:04d}", scene, *inferred)
        if self.day is None:
            return at(edtf.month(year, self.month), scene, *inferred)
        point = edtf.day(year, self.month, self.day)
        return at(point, scene, *inferred) if point else None

    def _stepped(self, scene: Scene) -> Value | None:
        """As in "Next March", "last summer", "this winter"."""
        assert scene.now is not None and self.month is not None and self.step is not None
        whole = edtf.day(scene.now.year, self.month, self.day) if self.day else edtf.month(scene.now.year, self.month)
        here, last = edtf.first_day(whole), edtf.last_day(whole)
        assert here is not None and last is not None
        year = scene.now.year
        if self.step > 0:
            year += self.step - (here > scene.now)
        elif self.step < 0:
            year += self.step + (last < scene.now)
        elif self.month == edtf.WINTER and scene.now.month <= 2:
            year -= 1
        return self._complete(year, scene, "year")

    def _day_of_month(self, scene: Scene) -> Value | None:
        """A bare day: "the 17th"; the month comes from now, or from a shift ("of this month")."""
        now = scene.now if self.month_shift is None else scene.told_from
        if self.day is None:
            return None
        stayed = scene.numbered_day_of_stay(self.day) if self.month_shift is None and not self.step else None
        if stayed and self._fits(stayed):
            return Value(stayed.isoformat(), stayed.isoformat(), "earlier_date", ("year", "month"))
        months = (self.month_shift,) if self.month_shift is not None else (0, 1, -1)
        if self.month_shift is None and not scene.reference and scene.near and scene.near.year == scene.year:
            now, months = scene.near, (0,)  # "nel luglio 1994, dal 24 al 26": the month told in the same sentence
        if now is None:
            point = edtf.day(None, scene.month, self.day) if scene.month else None
            return at(point) if point else None
        fitting = [day for shift in months if (day := _nth_day(now, shift, self.day)) and self._fits(day)]
        if self.step:
            fitting = [day for day in fitting if (day - now).days * self.step > 0]
        if self.month_shift is None and scene.direction > 0:
            fitting = [day for day in fitting if day >= now] or fitting
        if not fitting:
            return self._weekday(scene)
        nearest = min(fitting, key=lambda day: abs((day - now).days))
        return at(nearest.isoformat(), scene, "year", "month")

    def _fits(self, day: date) -> bool:
        return self.weekday is None or day.isoweekday() == self.weekday

    def _weekday(self, scene: Scene) -> Value | None:
        if self.weekday is None:
            return None
        day, anchor = scene.find_weekday(self.weekday, self.step)
        if day:
            return Value(day.isoformat(), day.isoformat(), anchor, ("year", "month", "day"))
        point = None if self.step or scene.now or scene.tense > 0 else scene.find_yearless(self.weekday)
        return Value(point, point, "earlier_date", ("month", "day")) if point else None


def _nth_day(now: date, shift: int, number: int) -> date | None:
    """A day of this month (0) or of one before or after."""
    months = now.year * 12 + now.month - 1 + shift
    return edtf.first_day(edtf.day(months // 12, months % 12 + 1, number))


@dataclass(frozen=True, slots=True)
class Decade:
    """A decade, or with ``length`` 100 a century; a decade of two digits lies in the past or near future."""

    start: int
    length: int = 10

    def resolve(self, scene: Scene) -> Value | None:
        """``199X`` or ``14XX``."""
        if self.length == 100:
            return at(f"{self.start // 100:02d}XX")
        if self.start >= 100:
            return at(f"{self.start // 10:03d}X")
        newest = (scene.now.year if scene.now else edtf.LAST_YEAR) + 5
        century = 2000 if 2000 + self.start <= newest and self.start <= 20 else 1900
        return at(f"{(century + self.start) // 10:03d}X")
