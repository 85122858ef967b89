"""Expressions that point into a stay or at days told before: "on the second day", "on both days"."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from pipeline.extract.dates import edtf
from pipeline.extract.dates.scene import Scene, Value

LAST_WEEK = 9
"""What has more weeks than this is told by its dates."""


@dataclass(frozen=True, slots=True)
class StayDay:
    """The nth day of the stay told before, -1 its last."""

    number: int

    def resolve(self, scene: Scene) -> Value | None:
        """A day within the stay, or counted from an arrival; None where neither was told."""
        if scene.stay:
            first, last = scene.stay
        elif scene.begun and self.number > 0:
            first, last = scene.begun, scene.reference or date.max
        else:
            return None
        day = last if self.number < 0 else first + timedelta(self.number - 1)
        return _told(day, day) if day <= last else None


@dataclass(frozen=True, slots=True)
class StayWeek:
    """The nth week of what began on a day told before: "in the third week"."""

    number: int

    def resolve(self, scene: Scene) -> Value | None:
        """Monday to Sunday; None where no beginning was told, or the week is still to come."""
        begun = scene.stay[0] if scene.stay else scene.begun
        if begun is None or not 1 <= self.number <= LAST_WEEK:
            return None
        monday = begun + timedelta(7 * (self.number - 1) - begun.weekday())
        return None if scene.reference and monday > scene.reference else _told(monday, monday + timedelta(6))


@dataclass(frozen=True, slots=True)
class BothDays:
    """The two days told last, if they follow on each other."""

    def resolve(self, scene: Scene) -> Value | None:
        """Two days: those of a stay of two days, or the last two told."""
        ends = scene.stay or ((scene.earlier, scene.day) if scene.earlier and scene.day else None)
        if ends is None or abs((ends[1] - ends[0]).days) != 1:
            return None
        return _told(min(ends), max(ends))


@dataclass(frozen=True, slots=True)
class Following:
    """As in "the following winter" (step 1), "that winter" (0): a month or season seen from the date told before."""

    month: int
    step: int

    def resolve(self, scene: Scene) -> Value | None:
        """The first one that begins after the date told, the last before it, or the one it lies in."""
        told = scene.told_day or scene.reference
        if told is None:
            return None
        begins = {year: edtf.first_day(edtf.month(year, self.month)) for year in range(told.year - 2, told.year + 3)}
        years = [year for year, first in begins.items() if first and (first > told if self.step > 0 else first <= told)]
        if not years:
            return None
        point = edtf.month(min(years) if self.step > 0 else max(years) + min(self.step, 0), self.month)
        return Value(point, point, "earlier_date", ("year",))


def _told(first: date, last: date) -> Value:
    return Value(first.isoformat(), last.isoformat(), "earlier_date", ("year", "month", "day"))
