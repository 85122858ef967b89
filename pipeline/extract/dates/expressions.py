"""What the grammar found an expression to say, before anything outside it is known.

Every class resolves itself against a :class:`~pipeline.extract.dates.scene.Scene` into a
:class:`~pipeline.extract.dates.scene.Value`, or into None where the scene does not fix it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Protocol

from pipeline.extract.dates import edtf
from pipeline.extract.dates.feasts import feast_days
from pipeline.extract.dates.scene import Scene, Value, at, between


class Expression(Protocol):
    """Anything the grammar finds."""

    def resolve(self, scene: Scene) -> Value | None:
        """The value at this place, or None if it cannot be known."""


@dataclass(frozen=True, slots=True)
class Calendar:
    """A calendar date, complete or not: a day, a weekday, a month, a season (21 to 24 as month), a year.

    ``year_shift`` counts years from now ("last year's May"), ``month_shift`` months ("the 15th of this month"),
    ``step`` says "last" (-1), "this", "next" (1) of a bare weekday, month or season.
    """

    year: int | None = None
    month: int | None = None
    day: int | None = None
    weekday: int | None = None
    year_shift: int | None = None
    month_shift: int | None = None
    step: int | None = None

    def resolve(self, scene: Scene) -> Value | None:
        """Fill in what is missing; a day keeps an unknown year as ``XXXX``."""
        if self.year is not None:
            return self._complete(self.year, scene)
        if self.year_shift is not None:
            return self._complete(scene.now.year + self.year_shift, scene, "year") if scene.now else None
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
        """ "Next March", "last summer", "this winter"."""
        assert scene.now is not None and self.month is not None and self.step is not None
        here = edtf.first_day(edtf.month(scene.now.year, self.month))
        last = edtf.last_day(edtf.month(scene.now.year, self.month))
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
        now = scene.now
        if self.day is None:
            return None
        if now is None:
            point = edtf.day(None, scene.month, self.day) if scene.month else None
            return at(point) if point else None
        months = (self.month_shift,) if self.month_shift is not None else (0, 1, -1)
        fitting = [day for shift in months if (day := _nth_day(now, shift, self.day)) and self._fits(day)]
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
        return Value(day.isoformat(), day.isoformat(), anchor, ("year", "month", "day")) if day else None


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
        if self.spoken and not self.told and scene.reference is None:
            return None
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
        if unit in _WEEK_PARTS:
            return _week(base + timedelta(7 * count), shift, scene)
    except OverflowError:
        return None
    return _shifted_far(base, unit, count, scene)


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


def _shifted_far(base: date, unit: str, count: int, scene: Scene) -> Value | None:
    if unit == "month":
        months = base.year * 12 + base.month - 1 + count
        return at(edtf.month(months // 12, months % 12 + 1), scene, "year", "month") if _sane(months // 12) else None
    if unit in ("quarter", "half"):
        per_year = 4 if unit == "quarter" else 2
        parts = base.year * per_year + (base.month - 1) * per_year // 12 + count
        return Period(unit, parts % per_year + 1, year=parts // per_year).resolve(scene)
    year = base.year + count * {"year": 1, "decade": 10}.get(unit, 0)
    return at(f"{year:04d}", scene, "year") if unit in ("year", "decade") and _sane(year) else None


def _sane(year: int) -> bool:
    return edtf.FIRST_YEAR <= year <= edtf.LAST_YEAR


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
class Period:
    """A numbered quarter, half or third ("third") of a year; a half without a year is this year's."""

    unit: str
    number: int
    year: int | None = None
    year_shift: int | None = None

    def resolve(self, scene: Scene) -> Value | None:
        """A range of months."""
        year, inferred = self.year, ()
        if year is None:
            if scene.now is None:
                return None
            year, inferred = scene.now.year + (self.year_shift or 0), ("year",)  # type: ignore[assignment]
        length = {"quarter": 3, "half": 6, "third": 4}[self.unit]
        first = (self.number - 1) * length + 1
        if not 1 <= first <= 13 - length or not _sane(year):
            return None
        letter = {"quarter": "Q", "half": "H", "third": "T"}[self.unit]
        low, high = edtf.month(year, first), edtf.month(year, first + length - 1)
        anchor = scene.anchor if inferred else "explicit"
        return Value(low, high, anchor, inferred, f"{year:04d}-{letter}{self.number}")


_EDGE_MONTHS = {"begin": "01", "end": "12"}


@dataclass(frozen=True, slots=True)
class Edge:
    """Beginning ("begin"), middle ("middle") or end ("end") of something."""

    part: str
    of: Expression
    by_unit: bool = False

    def last_day(self, scene: Scene) -> Value | None:
        """The very last day, as "until the end of the month" means it."""
        value = self.of.resolve(scene)
        last = edtf.last_day(value.high) if value else None
        return replace(value, low=last.isoformat(), high=last.isoformat()) if value and last else None

    def resolve(self, scene: Scene) -> Value | None:
        """A month keeps its value; the beginning of a year is January, its end December."""
        value = self.of.resolve(scene)
        if value is None:
            return None
        if value.low != value.high:
            return self._of_week(value)
        if edtf.precision(value.point) == "year" and (month := _EDGE_MONTHS.get(self.part)):
            return replace(value, low=f"{value.low}-{month}", high=f"{value.high}-{month}", timex=value.point)
        return value

    def _of_week(self, value: Value) -> Value:
        """ "The beginning of the week" is Monday to Wednesday, its end Thursday to Sunday; other ranges stay."""
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
class Then:
    """ "At that time": the last date told."""

    def resolve(self, scene: Scene) -> Value | None:
        """The same value again."""
        return replace(scene.told, anchor="earlier_date", inferred=("year",)) if scene.told else None


@dataclass(frozen=True, slots=True)
class Feast:
    """A named day, by its rule."""

    rule: str
    year: int | None = None
    year_shift: int | None = None
    step: int | None = None

    def resolve(self, scene: Scene) -> Value | None:
        """The day or days in the year that the scene gives; fixed days keep an unknown year."""
        if self.year is not None:
            return self._in(self.year, scene, "explicit")
        now = scene.now
        if now is None:
            days = feast_days(self.rule, 2001)
            fixed = self.rule[:2].isdigit() and self.rule[3:5].isdigit() and days is not None
            return Value(*(f"XXXX-{day:%m-%d}" for day in days), "none") if fixed and days else None
        if self.year_shift is not None:
            return self._in(now.year + self.year_shift, scene, scene.anchor)
        years = [year for year in range(now.year - 1, now.year + 2) if _sane(year)]
        fitting = [
            (self._distance(days[0], now, scene), year) for year in years if (days := feast_days(self.rule, year))
        ]
        return self._in(min(fitting)[1], scene, scene.anchor) if fitting else None

    def _distance(self, day: date, now: date, scene: Scene) -> int:
        if self.step:
            return 0 if 0 < (day - now).days * self.step < 367 else 10_000
        return scene.distance(day, now, month_only=False)

    def _in(self, year: int, scene: Scene, anchor: str) -> Value | None:
        days = feast_days(self.rule, year)
        if days is None:
            return None
        inferred = () if anchor == "explicit" else ("year",)
        return Value(days[0].isoformat(), days[1].isoformat(), anchor, inferred)  # type: ignore[arg-type]


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


@dataclass(frozen=True, slots=True)
class Open:
    """ "Since" (``since`` True) or "until" an expression."""

    of: Expression
    since: bool
    lean: int = 0

    def resolve(self, scene: Scene) -> Value | None:
        """One endpoint open; TIMEX3 keeps the endpoint itself."""
        tense = min(scene.tense + 1, 1)
        if self.since:
            tense = self.lean or scene.tense or -1
        scene = scene.with_tense(tense)
        to_the_day = not self.since and isinstance(self.of, Edge) and self.of.part == "end" and self.of.by_unit
        value = self.of.last_day(scene) if to_the_day and isinstance(self.of, Edge) else self.of.resolve(scene)
        if value is None:
            return None
        if self.since:
            return replace(value, high=None, timex=value.timex or edtf.timex(value.low or ""))
        return replace(value, low=None, timex=value.timex or edtf.timex(value.high or ""))


@dataclass(frozen=True, slots=True)
class Range:
    """From one expression to another; what one lacks is taken from the other."""

    low: Expression
    high: Expression

    def resolve(self, scene: Scene) -> Value | None:
        """Both endpoints, the second after the first."""
        low, high = self._share()
        last = high.resolve(scene)
        if last is None:
            return None
        inner = scene if not isinstance(low, Calendar) else _scene_before(scene, last, low)
        first = low.resolve(inner)
        if first is None or first.low is None or last.high is None:
            return None
        start, end = edtf.first_day(first.low), edtf.last_day(last.high)
        if start and end and start > end:
            last = high.resolve(_scene_after(scene, first)) or last
            end = edtf.last_day(last.high)
        if start and end and start > end or bool(start) != bool(end):
            return None
        inferred = tuple(dict.fromkeys(first.inferred + last.inferred))
        anchor = last.anchor if last.anchor != "explicit" else first.anchor
        return Value(first.low, last.high, anchor, inferred)

    def _share(self) -> tuple[Expression, Expression]:
        """Give each end the month and year that only the other one has, with year roll."""
        low, high = self.low, self.high
        if not isinstance(low, Calendar) or not isinstance(high, Calendar):
            return low, high
        if low.month is None and low.day and high.month and high.day:
            low = replace(low, month=high.month)
        if high.month is None and high.day and low.month and low.day:
            high = replace(high, month=low.month)
        if low.month and high.month:
            low, high = _share_year(low, high)
        if low.day and not low.month and high.day and high.month_shift is not None:
            low = replace(low, month_shift=high.month_shift)
        return low, high


def _share_year(low: Calendar, high: Calendar) -> tuple[Calendar, Calendar]:
    rolls = (low.month, low.day or 0) > (high.month, high.day or 99)  # type: ignore[operator]
    if low.year is None and high.year is not None:
        low = replace(low, year=high.year - rolls, year_shift=None)
    elif high.year is None and low.year is not None:
        high = replace(high, year=low.year + rolls, year_shift=None)
    elif low.year_shift is None and high.year_shift is not None:
        low = replace(low, year_shift=high.year_shift - rolls)
    return low, high


def _scene_before(scene: Scene, last: Value, low: Calendar) -> Scene:
    """The scene in which the first end of a range is sought: just before its last end."""
    end = edtf.first_day(last.point)
    if end is None:
        return replace(scene, reference=None, told=None, year=None, hint=None, days={})
    return replace(scene, reference=end, prefer="past", stay=None, year=None, days={})


def _scene_after(scene: Scene, first: Value) -> Scene:
    """The scene in which the last end of a range is sought: just after its first end."""
    return replace(scene, reference=edtf.first_day(first.point), prefer="future", stay=None, year=None, days={})
