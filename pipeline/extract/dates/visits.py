"""Expressions that point into a stay or at days told before: "on the second day", "on both days"."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from pipeline.extract.dates.scene import Scene, Value


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
class BothDays:
    """The two days told last, if they follow on each other."""

    def resolve(self, scene: Scene) -> Value | None:
        """Two days: those of a stay of two days, or the last two told."""
        ends = scene.stay or ((scene.earlier, scene.day) if scene.earlier and scene.day else None)
        if ends is None or abs((ends[1] - ends[0]).days) != 1:
            return None
        return _told(min(ends), max(ends))


def _told(first: date, last: date) -> Value:
    return Value(first.isoformat(), last.isoformat(), "earlier_date", ("year", "month", "day"))
