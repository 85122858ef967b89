"""What is known at the place where an expression stands, and what an expression comes to there.

A :class:`Scene` carries the publication date, the dates told so far and the tense around; expressions resolve
themselves against it (:mod:`pipeline.extract.dates.expressions`). The order of anchors is: the publication date,
an earlier date of the same segment, its heading, neighbouring segments.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Literal

from pipeline.extract.dates import edtf
from pipeline.records import Anchor

Prefer = Literal["nearest", "past", "future"]
WRONG_TENSE_DAYS = 150
"""A date on the side that the tense speaks against counts as this much farther away (tuned on press train)."""
WRONG_TENSE_MONTH_DAYS = 240
"""The same for a month or season without a year, which lies loosely around now."""
SAME_YEAR_DAYS = 120
"""Without a publication date, the year of the date told before counts as this much nearer."""
BACKGROUND_DAYS = 1100
"""A date told this much before the newest ones of a document is background, not the time that is talked about."""
NEAR_DAYS = 21
"""Weekdays are taken from a stay told before only if that stay lies this near to the publication date."""
_ANY_YEAR = 2001
"""A year without a 29 February, to count days in where the year is unknown."""
LONGEST_STAY = 14
"""Days that a told range may span to lend its days to weekdays."""


@dataclass(frozen=True, slots=True)
class Value:
    """What an expression denotes: EDTF endpoints, None where open, and how they were found."""

    low: str | None
    high: str | None
    anchor: Anchor = "explicit"
    inferred: tuple[str, ...] = ()
    timex: str | None = None

    @property
    def point(self) -> str:
        """The endpoint that stands for the whole: the first, or the last of what has no beginning."""
        return self.low or self.high or ""

    @property
    def edtf(self) -> str:
        """The value in EDTF."""
        if self.low == self.high:
            return self.point
        return f"{self.low or '..'}/{self.high or '..'}"


def at(point: str, scene: Scene | None = None, *inferred: str) -> Value:
    """A value with one endpoint; parts that the scene gave are named."""
    anchor: Anchor = "explicit" if scene is None or not inferred else scene.anchor
    return Value(point, point, anchor, inferred)


def between(first: date, last: date, scene: Scene, *inferred: str) -> Value:
    """A value of days."""
    return Value(first.isoformat(), last.isoformat(), scene.anchor, inferred or ("year", "month", "day"))


@dataclass(slots=True)
class Scene:
    """What is known at one place of a document.

    Attributes:
        reference: the publication date; None where the text tells history, whose dates lean on each other.
        today: the publication date, for "yesterday" in a text that tells history.
        prefer: where incomplete dates point if nothing else decides.
        look: tells the tense of the clause, which costs a look at its words: -1 the past, 1 what is to come, 2 what is
            set for a time to come, 0 unknown.
        told: the last date told in this segment.
        day: the last single day told.
        earlier: the single day told before it.
        begun: the first of several days told that lie near each other: an arrival, if no stay is told.
        month: the month of the last day told, even if its year is unknown.
        near: the first day of the last date told that is exact to the month at least.
        year: a year told just before, in the same sentence.
        year_held: True if that year is what the sentence or line is about: "next year …", a line of a chronicle.
        stay: the last range of days told in this segment.
        hint: a complete date from the heading or a neighbouring segment.
        days: (month, day) pairs that the document gives with their years.
        yearless: month, day and weekday of the last day told whose year is unknown, but not its weekday.
    """

    reference: date | None = None
    today: date | None = None
    prefer: Prefer = "nearest"
    look: Callable[[], int] = int
    told: Value | None = None
    near: date | None = None
    day: date | None = None
    earlier: date | None = None
    begun: date | None = None
    month: int | None = None
    year: int | None = None
    year_held: bool = False
    stay: tuple[date, date] | None = None
    hint: date | None = None
    days: dict[tuple[int, int], int] = field(default_factory=dict)
    yearless: tuple[int, int, int] | None = None

    @property
    def tense(self) -> int:
        """As :attr:`look` tells it."""
        return self.look()

    @property
    def now(self) -> date | None:
        """The day that incomplete expressions are measured from: a bare year and what is long past do not count."""
        if self.reference:
            return self.reference
        told = self.near
        if told and self.hint and (self.hint - told).days > BACKGROUND_DAYS:
            return self.hint
        return told or self.hint

    @property
    def spoken_from(self) -> date | None:
        """The day that "yesterday" and "this year's" are measured from."""
        return self.reference or self.today

    @property
    def told_from(self) -> date | None:
        """The day that "last year" is measured from: without a publication date not what was told last."""
        return self.reference or self.hint or self.now

    @property
    def told_day(self) -> date | None:
        """The first day of the last date told, if its year is known."""
        return edtf.first_day(self.told.point) if self.told else None

    @property
    def anchor(self) -> Anchor:
        """Where :attr:`now` comes from."""
        if self.reference:
            return "publication"
        if self.now and self.now in (self.near, self.told_day):
            return "earlier_date"
        return "heading" if self.hint else "none"

    @property
    def direction(self) -> int:
        """-1 for the past, 1 for the future, 0 for the nearest."""
        return {"past": -1, "future": 1}.get(self.prefer) or self.tense

    def learn(self, value: Value, *, stay: bool = False, begins: bool = True) -> None:
        """Remember a date told, so that later expressions can lean on it.

        Args:
            value: the date.
            stay: True if its days are told one by one.
            begins: True if a stay may begin with it; the third week of one does not.
        """
        first, last = edtf.first_day(value.low), edtf.last_day(value.high)
        if value.point.count("-") == 2:
            self.month = int(value.point[5:7])
        if first is None and last is None:
            return
        self.told = value
        if "-" in value.point:
            self.near = first or last
        if value.point.count("-") == 2:
            self.earlier, self.day = self.day, first or last
            self._begin(first or last, begins=begins)
        year = edtf.year_of(value.point)
        if value.anchor == "explicit" and year is not None:
            self.year = year
        if stay and first and last and 0 < (last - first).days <= LONGEST_STAY:
            self.stay = (first, last)

    def _begin(self, day: date | None, *, begins: bool) -> None:
        if day is None or day == self.reference or not begins:
            return
        apart = self.begun is None or abs((day - self.begun).days) > LONGEST_STAY
        self.begun = day if apart or self.begun is None else min(day, self.begun)

    def choose_year(self, month: int, number: int | None, weekday: int | None) -> tuple[int | None, Anchor]:
        """The year that a day or month without one belongs to, and what decided it."""
        if number is not None and (month, number) in self.days and weekday is None:
            return self.days[month, number], "earlier_date"
        if self.year_held and weekday is None:
            return self.year, "earlier_date"
        told = self.told.point if self.told and self.told.anchor == "explicit" else ""
        if number is not None and weekday is None and told[4:] == f"-{month:02d}":
            return int(told[:4]), "earlier_date"  # "in June 2001 they came, on 9 June they signed"
        base = self.now
        if base is None:
            return None, "none"
        if self.year_holds(base, weekday):
            return self.year, "earlier_date"
        reach = 6 if weekday or (month, number) == (2, 29) else 1
        fitting = [
            (self.distance(first, base, month_only=number is None, weekday=weekday), year)
            for year in range(base.year - reach, base.year + reach + 1)
            if (first := _first(year, month, number)) and (weekday is None or first.isoweekday() == weekday)
        ]
        if not fitting:
            return None, "none"
        return min(fitting)[1], "weekday" if weekday and min(fitting)[1] != base.year else self.anchor

    def year_holds(self, base: date, weekday: int | None) -> bool:
        """True if a year told just before is that of a day or month told without one."""
        if self.year is None or self.year == base.year or (weekday is not None and self.reference is not None):
            return False
        return self.tense <= 0

    def distance(self, first: date, base: date, *, month_only: bool, weekday: int | None = None) -> int:
        """How far a candidate is from now, in days, the side that the tense speaks against made farther."""
        if month_only:
            first = _same_month(first, base)
        days = (first - base).days
        if self.reference is None and self.prefer == "nearest":
            return abs(days) - SAME_YEAR_DAYS * (first.year == base.year)
        if weekday:
            return abs(days)
        if (self.prefer == "past" and days > 0) or (self.prefer == "future" and days < 0):
            return 10_000 + abs(days)
        lean = self.tense if self.prefer == "nearest" and self.reference is not None else 0
        if days * lean >= 0:
            return abs(days)
        return abs(days) + (WRONG_TENSE_MONTH_DAYS * abs(lean) if month_only else WRONG_TENSE_DAYS)

    def find_weekday(self, weekday: int, step: int | None) -> tuple[date | None, Anchor]:
        """The day that a bare weekday, or "last Monday" (step -1), means, and what decided it."""
        if not step and (day := self._day_of_stay(weekday)):
            return day, "earlier_date"
        if self.reference is None:
            base = self.now
            if base is None or (self.told and self.told.point.count("-") < 2):
                return None, "none"
            if self.anchor == "heading" and self.tense <= 0:
                return _weekday_from(base, weekday, step, -1), self.anchor
            return base + timedelta((weekday - base.isoweekday()) % 7), self.anchor
        direction = self.direction
        if step == 0:  # "this Thursday": today, or else the next one unless the clause tells the past
            direction = 0 if weekday == self.reference.isoweekday() else direction or 1
        return _weekday_from(self.reference, weekday, step, direction), "publication"

    def find_yearless(self, weekday: int) -> str | None:
        """The weekday in the seven days from a day told with its weekday but without any year."""
        if self.yearless is None or self.yearless[:2] == (2, 29):
            return None
        month, number, known = self.yearless
        day = date(_ANY_YEAR, month, number) + timedelta((weekday - known) % 7)
        return f"XXXX-{day:%m-%d}"

    def _day_of_stay(self, weekday: int) -> date | None:
        """The day of that weekday within the stay told before."""
        if self.stay is None or self.prefer != "nearest":
            return None
        first, last = self.stay
        if self.reference and not -NEAR_DAYS < (self.reference - last).days < NEAR_DAYS:
            return None
        day = first + timedelta((weekday - first.isoweekday()) % 7)
        return day if day <= last else None

    def numbered_day_of_stay(self, number: int) -> date | None:
        """The day with that number within the stay told before: "del 8 al 12 de mayo … los días 10 y 11"."""
        if self.stay is None or self.prefer != "nearest":
            return None
        first, last = self.stay
        days = (first + timedelta(away) for away in range((last - first).days + 1))
        return next((day for day in days if day.day == number), None)

    def with_tense(self, tense: int) -> Scene:
        """The same scene under another tense."""
        return replace(self, look=lambda: tense)


def _weekday_from(base: date, weekday: int, step: int | None, direction: int) -> date:
    """The weekday on or before a day, after it, or counted in steps from it."""
    ahead = (weekday - base.isoweekday()) % 7
    back = (base.isoweekday() - weekday) % 7
    if step and step > 0:
        return base + timedelta((ahead or 7) + 7 * (step - 1))
    if step and step < 0:
        return base - timedelta((back or 7) + 7 * (-step - 1))
    return base + timedelta(ahead or 7) if direction > 0 else base - timedelta(back)


def _first(year: int, month: int, number: int | None) -> date | None:
    if not edtf.FIRST_YEAR <= year <= edtf.LAST_YEAR:
        return None
    if number is None:
        return edtf.first_day(edtf.month(year, month))
    return edtf.first_day(edtf.day(year, month, number))


def _same_month(first: date, base: date) -> date:
    """A month that now lies in is at distance zero."""
    return base if (first.year, first.month) == (base.year, base.month) else first
