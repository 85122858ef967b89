"""Expressions for parts of larger units: quarters, ends of months, first Mondays, named days."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta

from pipeline.extract.dates import edtf
from pipeline.extract.dates.expressions import Calendar, Expression
from pipeline.extract.dates.feasts import feast_days
from pipeline.extract.dates.scene import Scene, Value
from pipeline.records import Anchor


def sane(year: int) -> bool:
    """True for a year that a release may tell."""
    return edtf.FIRST_YEAR <= year <= edtf.LAST_YEAR


@dataclass(frozen=True, slots=True)
class Period:
    """A numbered quarter, half or third ("third") of a year; a half without a year is this year's."""

    unit: str
    number: int
    year: int | None = None
    year_shift: int | None = None

    def resolve(self, scene: Scene) -> Value | None:
        """A range of months."""
        now = scene.now
        if self.year is None and now is None:
            return None
        year = self.year or (now.year if now else 0) + (self.year_shift or 0)
        length = {"quarter": 3, "half": 6, "third": 4}[self.unit]
        first = (self.number - 1) * length + 1
        if not 1 <= first <= 13 - length or not sane(year):
            return None
        letter = {"quarter": "Q", "half": "H", "third": "T"}[self.unit]
        low, high = edtf.month(year, first), edtf.month(year, first + length - 1)
        timex = f"{year:04d}-{letter}{self.number}"
        if self.year is None:
            return Value(low, high, scene.anchor, ("year",), timex)
        return Value(low, high, timex=timex)


FIRST_HALF = 15
"""Days in the first half of a month."""
Stretches = tuple[tuple[str, int, int], ...]
"""(unit, first, last): the days of a week or month, or the months of a year, that a part of it covers."""
_EDGE_MONTHS = {"begin": "01", "end": "12"}


@dataclass(frozen=True, slots=True)
class Edge:
    """Beginning ("begin"), middle ("middle") or end ("end") of something."""

    part: str
    of: Expression
    by_unit: bool = False
    months: bool = False
    by_day: bool = False
    stretches: Stretches = ()

    @property
    def has_last_day(self) -> bool:
        """True if "until" it names a day: the end of what counts as a whole."""
        return self.part == "end" and self.by_unit

    def last_day(self, scene: Scene) -> Value | None:
        """The very last day, as "until the end of the month" means it."""
        value = self.of.resolve(scene)
        last = edtf.last_day(value.high) if value else None
        return replace(value, low=last.isoformat(), high=last.isoformat()) if value and last else None

    def resolve(self, scene: Scene) -> Value | None:
        """A month keeps its value; with ``months`` a year or quarter begins in its first month and ends in its last."""
        value = self.of.resolve(scene)
        if value is None:
            return None
        if scene.prefer == "future" and (days := self._stretch(value)):
            return days
        if self.by_day:
            return self.last_day(scene)
        if self.part == "turn":
            return self._turn(value, scene)
        if self.months and isinstance(self.of, Period) and self.part in _EDGE_MONTHS:
            month = value.low if self.part == "begin" else value.high
            return replace(value, low=month, high=month, timex=None)
        if value.low != value.high:
            return self._of_week(value)
        if self.months and edtf.precision(value.point) == "year" and (month := _EDGE_MONTHS.get(self.part)):
            return replace(value, low=f"{value.low}-{month}", high=f"{value.high}-{month}", timex=value.point)
        return value

    def _stretch(self, value: Value) -> Value | None:
        """The days of a part, as a diary means them: a report's "early May" stays the month."""
        first, last = edtf.first_day(value.low), edtf.last_day(value.high)
        if first is None or last is None:
            return None
        for unit, low, high in self.stretches:
            if unit == "week" and (last - first).days == 6:
                first, last = first + timedelta(low - 1), first + timedelta(high - 1)
            elif unit == "month" and 26 < (last - first).days < 31:
                first, last = first.replace(day=low), last.replace(day=min(high, last.day))
            elif unit == "year" and 363 < (last - first).days < 367:
                first, end = first.replace(month=low), edtf.last_day(edtf.month(first.year, high))
                last = end or last
            else:
                continue
            return replace(value, low=first.isoformat(), high=last.isoformat())
        return None

    def _turn(self, value: Value, scene: Scene) -> Value | None:
        """December and the January after it: of a year that is told, or those nearest to now."""
        year = edtf.year_of(value.point)
        if year is None:
            return None
        if value.anchor != "explicit" and scene.now and scene.now.month < 7 and scene.direction <= 0:
            year -= 1
        return replace(value, low=edtf.month(year, 12), high=edtf.month(year + 1, 1))

    def _of_week(self, value: Value) -> Value:
        """As in "The beginning of the week" is Monday to Wednesday, its end Thursday to Sunday; other ranges stay."""
        first, last = edtf.first_day(value.low), edtf.last_day(value.high)
        if first and last and (last - first).days == 6 and value.low and value.low.count("-") == 2:
            low, high = {"begin": (0, 2), "middle": (2, 3), "end": (3, 6)}[self.part]
            ends = (first + timedelta(low), first + timedelta(high))
            return replace(value, low=ends[0].isoformat(), high=ends[1].isoformat())
        return value


@dataclass(frozen=True, slots=True)
class Nth:
    """The nth day, week, weekend or weekday of something; -1 is the last."""

    number: int
    unit: str
    of: Expression
    weekday: int | None = None

    def resolve(self, scene: Scene) -> Value | None:
        """Counted within the month or year that :attr:`of` comes to."""
        whole = self.of.resolve(scene)
        if whole is None:
            return None
        low, high = edtf.first_day(whole.low), edtf.last_day(whole.high)
        if low is None or high is None:
            return None
        target, length = {"week": (1, 7), "weekend": (6, 2)}.get(self.unit, (self.weekday or 0, 1))
        if self.unit == "decade":
            return self._ten_days(low, high, whole)
        if self.unit == "half":
            middle = date(low.year, low.month, FIRST_HALF)
            low, high = (low, middle) if self.number == 1 else (middle + timedelta(1), high)
            return Value(low.isoformat(), high.isoformat(), whole.anchor, whole.inferred)
        if self.unit == "day":
            first = low + timedelta(self.number - 1) if self.number > 0 else high + timedelta(self.number + 1)
        elif self.number > 0:
            first = low + timedelta((target - low.isoweekday()) % 7 + 7 * (self.number - 1))
        else:
            ending = high - timedelta(length - 1)
            first = ending - timedelta((ending.isoweekday() - target) % 7 + 7 * (-self.number - 1))
        if not low <= first <= high:
            return None
        last = first + timedelta(length - 1)
        inferred = whole.inferred
        return Value(first.isoformat(), last.isoformat(), whole.anchor, inferred)

    def _ten_days(self, low: date, high: date, whole: Value) -> Value | None:
        """The first, second or third ten days of a month."""
        if not 1 <= self.number <= 3 or (high - low).days > 30:
            return None
        first = low + timedelta(10 * (self.number - 1))
        last = high if self.number == 3 else first + timedelta(9)
        return Value(first.isoformat(), last.isoformat(), whole.anchor, whole.inferred)


@dataclass(frozen=True, slots=True)
class Term:
    """A part of every year that has a name, from one month to another: an academic term.

    Attributes:
        first, last: months; a term may end in the year after the one it begins in.
        year: the year it begins in.
    """

    first: int
    last: int
    year: int | None = None
    year_shift: int | None = None

    def resolve(self, scene: Scene) -> Value | None:
        """A range of months."""
        begin = Calendar(self.year, self.first, year_shift=self.year_shift).resolve(scene)
        year = edtf.year_of(begin.point) if begin else None
        if begin is None or year is None:
            return None
        return replace(begin, high=edtf.month(year + (self.last < self.first), self.last))


@dataclass(frozen=True, slots=True)
class Feast:
    """A named day, by its rule."""

    rule: str
    year: int | None = None
    year_shift: int | None = None
    step: int | None = None
    same_year: bool = False

    def resolve(self, scene: Scene) -> Value | None:
        """The day or days in the year that the scene gives; fixed days keep an unknown year."""
        if self.year is not None:
            return self._in(self.year, scene, "explicit")
        if self.same_year and scene.told_day:
            return self._in(scene.told_day.year, scene, "earlier_date")
        now = scene.now
        if now is None:
            days = feast_days(self.rule, 2001)
            if days is None or not (self.rule[:2].isdigit() and self.rule[3:5].isdigit()):
                return None
            return Value(f"XXXX-{days[0]:%m-%d}", f"XXXX-{days[1]:%m-%d}", "none")
        if self.year_shift is not None:
            return self._in(now.year + self.year_shift, scene, scene.anchor)
        if scene.year is not None and not self.step and scene.year_holds(now, None):
            return self._in(scene.year, scene, "earlier_date")
        years = [year for year in range(now.year - 1, now.year + 2) if sane(year)]
        fitting = [
            (self._distance(days[0], now, scene), year) for year in years if (days := feast_days(self.rule, year))
        ]
        return self._in(min(fitting)[1], scene, scene.anchor) if fitting else None

    def _distance(self, day: date, now: date, scene: Scene) -> int:
        if self.step:
            return 0 if 0 < (day - now).days * self.step < 367 else 10_000
        return scene.distance(day, now, month_only=False)

    def _in(self, year: int, scene: Scene, anchor: Anchor) -> Value | None:
        days = feast_days(self.rule, year)
        if days is None:
            return None
        inferred = () if anchor == "explicit" else ("year",)
        return Value(days[0].isoformat(), days[1].isoformat(), anchor, inferred)
