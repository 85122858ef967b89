"""Expressions that count from now, from the last date told, or from another expression."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta

from pipeline.extract.dates import edtf
from pipeline.extract.dates.expressions import Expression
from pipeline.extract.dates.parts import Period, sane
from pipeline.extract.dates.scene import Scene, Value, at, between

ROUND_YEARS = 10
"""From so many years on "ago" is a round number; fewer are counted even where only the year of the text is known."""


@dataclass(frozen=True, slots=True)
class Shift:
    """So many units from now, or from the last date told; with a weekday, that day of the week reached.

    ``ahead`` is 1 for "in three weeks", which the past tense makes a duration, 2 where only a future makes it a date.
    ``whole`` is True for "last week" (a week from Monday to Sunday), False for "a week ago" (one day).
    """

    unit: str
    count: int
    told: bool = False
    whole: bool = True
    weekday: int | None = None
    spoken: bool = True
    ahead: int = 0

    def resolve(self, scene: Scene) -> Value | None:
        """A day, week, month or year; what is spoken from today ("yesterday", "ago") needs to know today."""
        if self.ahead and scene.direction < self.ahead - 1:  # "we learnt a lot in three days" is a duration
            return None
        base = scene.now
        if self.told:
            base = (scene.day if self.unit in ("day", "week") else scene.told_day) or scene.reference
            if self.unit == "year" and self.count > 1 and base == scene.reference:
                return None  # "Seventy years later": than what the text tells further on, not than today
        elif self.spoken:
            far = self.unit == "year" and not self.ahead and 0 < -self.count < ROUND_YEARS
            base = scene.spoken_from or (scene.hint if far else None)
        elif self.unit == "year" and scene.reference is None:
            base = (scene.hint if self.count else None) or scene.told_day or base  # "at the end of the year" after one
        if base is None:
            return None
        value = _shifted(base, self, scene)
        return replace(value, anchor="earlier_date") if value and self.told and base != scene.reference else value


def _shifted(base: date, shift: Shift, scene: Scene) -> Value | None:
    unit, count = shift.unit, shift.count
    try:
        if unit in ("day", "day_part"):
            day = base + timedelta(count)
            return between(day, day, scene)
        if unit == "fortnight":
            unit, count = "week", 2 * count
        if unit == "week" and not shift.whole and shift.weekday is None:
            day = base + timedelta(7 * count)
            return between(day, day, scene)
        if unit == "weekend" and count > 0 and shift.whole and base.isoweekday() < SATURDAY:
            count -= 1  # "next weekend" is the one to come
        if unit in _WEEK_PARTS:
            return _week(base + timedelta(7 * count), shift, scene)
    except OverflowError:
        return None
    return _shifted_far(base, unit, count, scene, whole=shift.whole)


SATURDAY = 6
_WEEK_PARTS = {"week": (0, 6), "workweek": (0, 4), "workday": (0, 4), "weekend": (5, 6)}


def _week(day: date, shift: Shift, scene: Scene) -> Value:
    """The week of a day, or its working days, its weekend, one of its days."""
    monday = day - timedelta(day.weekday())
    first, last = _WEEK_PARTS[shift.unit if shift.unit != "fortnight" else "week"]
    if shift.weekday is not None:
        first = last = shift.weekday - 1
    value = between(monday + timedelta(first), monday + timedelta(last), scene)
    if shift.weekday is not None:
        return value
    year, week, _ = monday.isocalendar()
    return replace(value, timex=f"{year}-W{week:02d}" + ("-WE" if shift.unit == "weekend" else ""))


def _shifted_far(base: date, unit: str, count: int, scene: Scene, *, whole: bool = True) -> Value | None:
    if unit == "month":
        months = base.year * 12 + base.month - 1 + count
        return at(edtf.month(months // 12, months % 12 + 1), scene, "year", "month") if sane(months // 12) else None
    if unit in ("quarter", "half") and not whole:
        return _shifted_far(base, "month", count * (3 if unit == "quarter" else 6), scene)
    if unit in ("quarter", "half"):
        per_year = 4 if unit == "quarter" else 2
        parts = base.year * per_year + (base.month - 1) * per_year // 12 + count
        return Period(unit, parts % per_year + 1, year=parts // per_year).resolve(scene)
    if unit == "century":
        return (
            at(f"{base.year // 100 + count:02d}XX", scene, "year") if sane(100 * (base.year // 100 + count)) else None
        )
    if unit == "decade" and whole:
        start = base.year // 10 + count
        return at(f"{start}X", scene, "year") if sane(10 * start) else None
    year = base.year + count * {"year": 1, "decade": 10}.get(unit, 0)
    return at(f"{year:04d}", scene, "year") if unit in ("year", "decade") and sane(year) else None


@dataclass(frozen=True, slots=True)
class Spell:
    """So many whole units before (step -1) or after now: "the last two weeks"."""

    unit: str
    count: int
    step: int

    def resolve(self, scene: Scene) -> Value | None:
        """From the first day of the first unit to the last day of the last."""
        ends = (1, self.count) if self.step > 0 else (-self.count, -1)
        first, last = (Shift(self.unit, end).resolve(scene) for end in ends)
        if first is None or last is None:
            return None
        low, high = edtf.first_day(first.low), edtf.last_day(last.high)
        return between(low, high, scene) if low and high else None


@dataclass(frozen=True, slots=True)
class Weekend:
    """The weekend on its own: the last one, or where the clause tells what is to come, the next."""

    def resolve(self, scene: Scene) -> Value | None:
        """Saturday and Sunday."""
        if scene.reference is None:
            return Shift("weekend", 0, spoken=False).resolve(scene)
        this = scene.direction > 0 or scene.reference.isoweekday() > 5
        return Shift("weekend", 0 if this else -1).resolve(scene)


@dataclass(frozen=True, slots=True)
class WeekNumber:
    """A calendar week by its number (ISO 8601)."""

    number: int
    year: int | None = None

    def resolve(self, scene: Scene) -> Value | None:
        """Monday to Sunday."""
        now = scene.now
        if self.year is None and now is None:
            return None
        year = self.year or (now.year if now else 0)
        try:
            monday = date.fromisocalendar(year, self.number, 1)
        except ValueError:
            return None
        value = between(monday, monday + timedelta(6), scene, *(("year",) if self.year is None else ("month", "day")))
        return replace(value, timex=f"{year}-W{self.number:02d}")


@dataclass(frozen=True, slots=True)
class WeekOf:
    """The week that a day lies in."""

    of: Expression

    def resolve(self, scene: Scene) -> Value | None:
        """Monday to Sunday."""
        value = self.of.resolve(scene)
        day = edtf.first_day(value.low) if value else None
        if value is None or day is None:
            return None
        week = _week(day, Shift("week", 0), scene)
        return replace(week, anchor=value.anchor, inferred=value.inferred)


@dataclass(frozen=True, slots=True)
class Near:
    """Shortly before or after a named day: the month of that day."""

    of: Expression

    def resolve(self, scene: Scene) -> Value | None:
        """A month."""
        value = self.of.resolve(scene)
        if value is None or value.low is None:
            return None
        return replace(value, low=value.low[:7], high=value.low[:7])


@dataclass(frozen=True, slots=True)
class Offset:
    """So many units before (negative) or after another expression: "two weeks before Christmas"."""

    count: int
    unit: str
    of: Expression
    weekday: int | None = None

    def resolve(self, scene: Scene) -> Value | None:
        """Counted from the first day of :attr:`of`."""
        value = self.of.resolve(scene)
        base = edtf.first_day(value.point) if value else None
        if value is None or base is None:
            return None
        if self.weekday is None:
            return Shift(self.unit, self.count, whole=False).resolve(replace(scene, reference=base))
        first = base + timedelta((self.weekday - base.isoweekday()) % 7 or 7)
        if self.count < 0:
            first = base - timedelta((base.isoweekday() - self.weekday) % 7 or 7)
        day = first + timedelta(7 * (self.count - 1 if self.count > 0 else self.count + 1))
        return between(day, day, scene)
