"""Which two expressions may be the ends of one range."""

from __future__ import annotations

from pipeline.extract.dates.expressions import Calendar, Expression
from pipeline.extract.dates.parts import Edge, Period
from pipeline.extract.dates.ranges import Range

SHORTEST_MONTH = 28
"""Days after which a month may end."""


def weekday_only(found: Expression) -> bool:
    """True for a weekday without its date."""
    return isinstance(found, Calendar) and bool(found.weekday) and not found.day


def next_day(first: Expression, second: Expression) -> bool:
    """True if the second weekday, or day of a month, follows on the first."""
    if not isinstance(first, Calendar) or not isinstance(second, Calendar):
        return False
    if first.weekday and second.weekday:
        return first.weekday % 7 + 1 == second.weekday
    if not (first.day and first.month and second.day and second.month):
        return False
    month_on = second.month == first.month % 12 + 1 and second.day == 1 and first.day >= SHORTEST_MONTH
    return month_on or (second.month == first.month and second.day == first.day + 1)


def exactly_alike(low: Expression, high: Expression) -> bool:
    """True if a mere dash may join two endpoints: both calendar dates of one precision, or both parts."""
    if isinstance(low, Calendar) and isinstance(high, Calendar):
        months = bool(low.month) == bool(high.month or high.day) or bool(low.weekday and low.day)
        return alike(low, high) and bool(low.day) == bool(high.day) and months
    return isinstance(low, (Edge, Period)) and isinstance(high, (Edge, Period, Calendar)) and alike(low, high)


def both_years(low: Expression, high: Expression) -> bool:
    """True for two calendar dates with their years, as exact as they may be: "2000–VI 2011", "3.12.1981–VII 1982"."""
    if not isinstance(low, Calendar) or not isinstance(high, Calendar):
        return False
    return bool(low.year and high.year) and max(low.month or 1, high.month or 1) <= 12


def alike(low: Expression, high: Expression) -> bool:
    """True if two endpoints can make a range: a bare day needs a day, a year a year or a month."""
    if not isinstance(low, Calendar) or not isinstance(high, Calendar):
        return not (isinstance(high, Calendar) and high.day and not high.month and not high.weekday)
    if low.day and not low.month and low.year is None and not low.weekday:
        return bool(high.day)
    if high.day and not high.month and not high.weekday:
        return bool(low.day and low.month) and high.day > (low.day or 0)
    if (low.weekday and not low.day) or (high.weekday and not high.day):
        return bool((low.weekday or low.day) and (high.weekday or high.day))
    if low.year and not low.month and not high.year:
        return False
    return bool(low.day) == bool(high.day) or bool(low.month and high.month)


def days_only(found: Expression) -> bool:
    """True for a day with its month, or a range of such days."""
    if isinstance(found, Range):
        return days_only(found.high)
    return isinstance(found, Calendar) and bool(found.day and (found.month or found.month_shift is not None))


def day_range(found: Range) -> bool:
    """True for a range of days, with or without their month."""
    return all(isinstance(end, Calendar) and end.day for end in (found.low, found.high))
