"""When an event may have taken place: the times that the calendar expressions of an article give."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import chain

from pipeline.extract.events.scene import Length, Scene
from pipeline.records import CalendarDate, Precision

_LONGEST_SPAN = timedelta(days=24)  # between two expressions that may be the two ends of one event
_LONGEST_BARE = timedelta(days=7)  # the same without a word like ``since`` or ``until`` at one of them,
_LONGEST_APART = timedelta(days=4)  # and in two paragraphs: 3 of 740 longer ones in the training series are events
_BETWEEN = 30  # expressions that may stand between the two; a calendar of hundreds tells each event by its own
_TOO_WIDE = frozenset({"decade", "century"})  # no event is told by them alone
UNKNOWN_YEAR = "XXXX"
"""Stands for the year in values of unknown year."""
_ANY_LEAP_YEAR = "2000"


@dataclass(frozen=True)
class Time:
    """A possible time of an event.

    Attributes:
        edtf: its value.
        low: first day, in the year 2000 if the year is unknown; None if the value has no first day.
        high: last day.
        precision: of the ends.
        rows: the calendar expressions that give it, the earliest in the text first.
        joined: True if its ends come from two expressions.
        opened: True if it is the beginning of an open span (``since 1993`` gives 1993).
        counted: ``from`` or ``to`` if the other end was counted by a length that the text states (``three-day``).
        length_text: the words that state this length.
    """

    edtf: str
    low: date | None
    high: date | None
    precision: Precision
    rows: tuple[CalendarDate, ...]
    joined: bool = False
    opened: bool = False
    counted: str = ""
    length_text: str = ""

    @property
    def days(self) -> int:
        """Length in days, 0 if unknown."""
        return (self.high - self.low).days + 1 if self.low and self.high else 0


def possible_times(scene: Scene) -> list[Time | None]:
    """Every time that the article's expressions give, alone or as the two ends of a span, in order of mention.

    The last is None: an event whose time the article does not tell.
    """
    by_value: dict[str, list[CalendarDate]] = {}
    for row in scene.dates:
        if row.precision not in _TOO_WIDE:
            by_value.setdefault(row.edtf, []).append(row)
    times = [_alone(edtf, tuple(rows)) for edtf, rows in by_value.items() if not edtf.startswith("../")]
    known = {time.edtf for time in times}
    for found in chain(_joined(scene), _counted(scene, tuple(times))):
        if found.edtf not in known:
            known.add(found.edtf)
            times.append(found)
    return [*times, None]


def _alone(edtf: str, rows: tuple[CalendarDate, ...]) -> Time:
    opened = edtf.endswith("/..")
    value = edtf.removesuffix("/..")
    low, _, high = value.partition("/")
    return Time(value, first_day(low), last_day(high or low), rows[0].precision, rows, opened=opened)


def _joined(scene: Scene) -> Iterator[Time]:
    days = [row for row in scene.dates if row.precision == "day"]
    lows = [row.edtf.removesuffix("/..") for row in days]
    highs = [row.edtf.removeprefix("../") for row in days]
    firsts = [None if "/" in low else first_day(low) for low in lows]
    lasts = [None if "/" in high else last_day(high) for high in highs]
    for i, (one, low, first) in enumerate(zip(days, lows, firsts, strict=True)):
        if first is None:
            continue
        for j in range(max(0, i - _BETWEEN), min(len(days), i + _BETWEEN + 1)):
            other, high, last = days[j], highs[j], lasts[j]
            if last is None or i == j or low[:4] == UNKNOWN_YEAR != high[:4]:
                continue
            if timedelta() < last - first <= _longest(scene, one, other):
                rows = (one, other) if i < j else (other, one)
                yield Time(f"{low}/{high}", first, last, "day", rows, joined=True)


def _longest(scene: Scene, one: CalendarDate, other: CalendarDate) -> timedelta:
    """How far two expressions may lie apart in time to be the ends of one event."""
    if ".." in one.edtf or ".." in other.edtf:
        return _LONGEST_SPAN
    start, end = sorted((one.start_char, other.start_char))
    return _LONGEST_APART if "\n" in scene.document.text[start:end] else _LONGEST_BARE


def _counted(scene: Scene, times: Sequence[Time]) -> Iterator[Time]:
    """Spans of a stated length that begin or end on a day beside the words for it: ``three-day visit, October 12``."""
    near: dict[int, dict[str, Time]] = {}
    for time in times:
        if time.precision == "day" and time.days == 1:
            for sentence in {row.sentence + step for row in time.rows for step in (-1, 0, 1)}:
                near.setdefault(sentence, {})[time.edtf] = time
    for length in scene.lengths:
        for time in near.get(length.sentence, {}).values():
            yield from _spans(time, length)


def _spans(time: Time, length: Length) -> Iterator[Time]:
    """The two spans of a length that begin and end on a day; none that leaves the calendar, or an unknown year."""
    low = time.low
    if low is None or not date.min.year < low.year < date.max.year:
        return
    unknown, other = time.edtf.startswith(UNKNOWN_YEAR), timedelta(days=length.days - 1)
    for counted, first, last in (("from", low, low + other), ("to", low - other, low)):
        if unknown and first.year != last.year:
            continue
        value = "/".join(UNKNOWN_YEAR + d.isoformat()[4:] if unknown else d.isoformat() for d in (first, last))
        yield Time(value, first, last, "day", time.rows, counted=counted, length_text=length.text)


def first_day(point: str) -> date | None:
    """First day of an EDTF endpoint; an unknown year counts as 2000, so that days can be compared."""
    if point in ("", "..") or point == UNKNOWN_YEAR:
        return None
    year, *rest = point.split("-")
    if year == UNKNOWN_YEAR:
        year = _ANY_LEAP_YEAR
    if year.endswith("X"):
        return date(int(year.replace("X", "0")) or 1, 1, 1)
    month = int(rest[0]) if rest else 1
    if month > 20:
        month = 3 * (month - 20)
    return date(int(year), month, int(rest[1]) if len(rest) > 1 else 1)


def last_day(point: str) -> date | None:
    """Last day of an EDTF endpoint; an unknown year counts as 2000."""
    first = first_day(point)
    if first is None or point.count("-") == 2:
        return first
    if "-" not in point:
        return date(first.year + {"X": 9}.get(point[-1], 0) + (90 if point.endswith("XX") else 0), 12, 31)
    months = 3 if point[-2:] > "20" else 1
    index = first.year * 12 + first.month - 1 + months
    return date(index // 12, index % 12 + 1, 1) - timedelta(days=1)
