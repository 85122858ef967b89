"""Expressions with two ends, or with one that is open."""

from __future__ import annotations

from dataclasses import dataclass, replace

from pipeline.extract.dates import edtf
from pipeline.extract.dates.expressions import Calendar, Expression
from pipeline.extract.dates.parts import Edge
from pipeline.extract.dates.scene import Scene, Value


@dataclass(frozen=True, slots=True)
class Open:
    """As in "Since" (``since`` True) or "until" an expression."""

    of: Expression
    since: bool
    lean: int = 0
    origin: bool = False

    def resolve(self, scene: Scene) -> Value | None:
        """One endpoint open; TIMEX3 keeps the endpoint itself. With ``origin`` what is past is no beginning."""
        today = scene.reference or scene.today
        tense = min(scene.tense + 1, 1)
        if self.since:
            told = -1 if not (isinstance(self.of, Calendar) and self.of.day) else 0  # "since May" has begun
            tense = -1 if self.lean < 0 else scene.tense or self.lean or told
        scene = scene.with_tense(tense)
        to_the_day = not self.since and isinstance(self.of, Edge) and self.of.has_last_day
        value = self.of.last_day(scene) if to_the_day and isinstance(self.of, Edge) else self.of.resolve(scene)
        if value is None:
            return None
        if self.since and self.origin and today and (last := edtf.last_day(value.high)) and last < today:
            return value  # "a helmet from 1912", but "open from 2025"
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
        last = high.resolve(scene) or high.resolve(_scene_of_week(scene, low))
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
        if (start and end and start > end) or bool(start) != bool(end):
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
    rolls = (low.month or 0, low.day or 0) > (high.month or 0, high.day or 99)
    if low.year is None and high.year is not None:
        low = replace(low, year=high.year - rolls, year_shift=None)
    elif high.year is None and low.year is not None:
        high = replace(high, year=low.year + rolls, year_shift=None)
    elif low.year_shift is None and high.year_shift is not None:
        low = replace(low, year_shift=high.year_shift - rolls)
    elif high.year_shift is None and low.year_shift is not None:
        high = replace(high, year_shift=low.year_shift + rolls)
    return low, high


def _scene_of_week(scene: Scene, low: Expression) -> Scene:
    """The scene in which the last weekday is sought where nothing tells the year of the first: "od wtorku 29 lipca"."""
    if isinstance(low, Calendar) and low.weekday and low.month and low.day:
        return replace(scene, yearless=(low.month, low.day, low.weekday))
    return scene


def _scene_before(scene: Scene, last: Value, low: Calendar) -> Scene:
    """The scene in which the first end of a range is sought: just before its last end."""
    end = edtf.first_day(last.point)
    if end is None:
        return replace(scene, reference=None, told=None, year=None, year_held=False, hint=None, days={})
    return replace(scene, reference=end, prefer="past", stay=None, year=None, year_held=False, days={})


def _scene_after(scene: Scene, first: Value) -> Scene:
    """The scene in which the last end of a range is sought: just after its first end."""
    return replace(
        scene, reference=edtf.first_day(first.point), prefer="future", stay=None, year=None, year_held=False, days={}
    )
