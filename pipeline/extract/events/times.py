"""When the event of an article took place: the candidates that its calendar expressions give, and their ranking."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from pipeline.extract.events.kinds import VISITISH, score, softmax
from pipeline.extract.events.scene import Scene
from pipeline.language.events import Weights
from pipeline.records import CalendarDate, Precision

_LONGEST_SPAN = timedelta(days=24)  # days between two expressions that may be the two ends of one event
_GAPS = (
    (-31, "far future"),
    (-8, "month after"),
    (-1, "week after"),
    (3, "3 before"),
    (8, "week before"),
    (35, "month before"),
    (400, "year before"),
)
"""Days from the end of a time to the publication, up to which it counts as so near."""
_NEAR = 50  # characters between an expression and a word that belongs to it
_TOO_WIDE = frozenset({"decade", "century"})  # no event is told by them alone
_UNKNOWN_YEAR = "XXXX"
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
    """

    edtf: str
    low: date | None
    high: date | None
    precision: Precision
    rows: tuple[CalendarDate, ...]
    joined: bool = False
    opened: bool = False

    @property
    def days(self) -> int:
        """Length in days, 0 if unknown."""
        return (self.high - self.low).days + 1 if self.low and self.high else 0


def possible_times(scene: Scene) -> list[Time]:
    """Every time that the article's expressions give, alone or as the two ends of a span, in order of mention."""
    by_value: dict[str, list[CalendarDate]] = {}
    for row in scene.dates:
        if row.precision not in _TOO_WIDE:
            by_value.setdefault(row.edtf, []).append(row)
    times = [_alone(edtf, tuple(rows)) for edtf, rows in by_value.items() if not edtf.startswith("../")]
    known = {time.edtf for time in times}
    for joined in _joined(scene.dates):
        if joined.edtf not in known:
            known.add(joined.edtf)
            times.append(joined)
    return times


def _alone(edtf: str, rows: tuple[CalendarDate, ...]) -> Time:
    opened = edtf.endswith("/..")
    value = edtf.removesuffix("/..")
    low, _, high = value.partition("/")
    return Time(value, first_day(low), last_day(high or low), rows[0].precision, rows, opened=opened)


def _joined(dates: Sequence[CalendarDate]) -> Iterator[Time]:
    days = [row for row in dates if row.precision == "day"]
    for one in days:
        low = one.edtf.removesuffix("/..")
        if "/" in low:
            continue
        for other in days:
            high = other.edtf.removeprefix("../")
            if other is one or "/" in high or low[:4] == _UNKNOWN_YEAR != high[:4]:
                continue
            first, last = first_day(low), last_day(high)
            if first and last and timedelta() < last - first <= _LONGEST_SPAN:
                rows = tuple(sorted((one, other), key=lambda row: row.start_char))
                yield Time(f"{low}/{high}", first, last, "day", rows, joined=True)


def first_day(point: str) -> date | None:
    """First day of an EDTF endpoint; an unknown year counts as 2000, so that days can be compared."""
    if point in ("", "..") or point == _UNKNOWN_YEAR:
        return None
    year, *rest = point.split("-")
    if year == _UNKNOWN_YEAR:
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


def time_features(scene: Scene, times: Sequence[Time], types: Mapping[str, float]) -> list[dict[str, float]]:
    """Features of each possible time, given the probabilities of the event types."""
    visitish = sum(types.get(name, 0.0) for name in VISITISH)
    order = {time.edtf: rank for rank, time in enumerate(_by_mention(times))}
    return [_features(scene, time, times, order[time.edtf], types, visitish) for time in times]


def _by_mention(times: Sequence[Time]) -> list[Time]:
    return sorted((t for t in times), key=lambda time: time.rows[0].start_char)


def _features(
    scene: Scene, time: Time, times: Sequence[Time], rank: int, types: Mapping[str, float], visitish: float
) -> dict[str, float]:
    row = time.rows[0]
    features: defaultdict[str, float] = defaultdict(float)
    features["rank"] = math.log1p(rank)
    features["first"] = float(rank == 0)
    features[f"zone:{scene.zone(row.start_char)}"] = 1
    features[f"precision:{time.precision}"] = 1
    length = _length(time)
    features[f"length:{length}"] = 1
    features[f"visitish&length:{length}"] = visitish
    for kind in {r.kind for r in time.rows}:
        features[f"kind:{kind}"] = 1
    features["mentions"] = math.log(len(time.rows)) if not time.joined else 0.0
    features["opened"] = float(time.opened)
    features["position"] = (row.start_char - scene.segment.start_char) / max(
        scene.segment.end_char - scene.segment.start_char, 1
    )
    _add_relation(features, time, scene.document.published)
    _add_neighbours(features, time, times)
    _add_concepts(features, scene, time, types)
    if time.joined:
        _add_joint(features, scene, time, visitish)
    return dict(features)


def _length(time: Time) -> str:
    days = time.days
    for limit, name in ((1, "1"), (2, "2"), (5, "5"), (10, "10"), (31, "31"), (366, "year")):
        if days <= limit:
            return name
    return "long"


def _add_relation(features: defaultdict[str, float], time: Time, published: date | None) -> None:
    """Where the time lies beside the publication."""
    if published is None or time.high is None or time.low is None:
        features["published:unknown"] = 1
        return
    if time.edtf.startswith(_UNKNOWN_YEAR):
        features["published:no year"] = 1
        return
    gap = (published - time.high).days
    if time.low <= published <= time.high:
        features["published:same" if time.days == 1 else "published:during"] = 1
        return
    name = next((name for limit, name in _GAPS if gap <= limit), "old")
    features[f"published:{name}"] = 1


def _add_neighbours(features: defaultdict[str, float], time: Time, times: Sequence[Time]) -> None:
    """Spans that hold other days of the text are its frame; days within a span are its parts."""
    if time.low is None or time.high is None or time.precision != "day":
        return
    for other in times:
        if other is time or other.joined or other.low is None or other.high is None or other.precision != "day":
            continue
        if time.low <= other.low and other.high <= time.high and time.days > other.days:
            features["holds"] += 1
        elif other.low <= time.low and time.high <= other.high and other.days > time.days:
            features["within"] = 1
    features["holds"] = math.log1p(features["holds"])
    if time.joined:
        features["joined&holds"] = features["holds"]


def _add_concepts(features: defaultdict[str, float], scene: Scene, time: Time, types: Mapping[str, float]) -> None:
    """Concepts in the sentence of the expression, and around it."""
    row = time.rows[0]
    for hit in scene.hits_of_sentence.get(row.sentence, ()):
        features[f"sentence:{hit.concept}"] = 1
        if abs(hit.start_char - row.start_char) < _NEAR:
            features[f"near:{hit.concept}"] = 1
    for name, probability in types.items():
        if probability > 0.05:
            features[f"{name}&{_length(time)}"] = probability


def _add_joint(features: defaultdict[str, float], scene: Scene, time: Time, visitish: float) -> None:
    """How well two expressions go together as the ends of one span."""
    one, other = time.rows
    between = scene.document.text[one.end_char : other.start_char]
    features["joined"] = 1
    features["joined&visitish"] = visitish
    features["joined&gap"] = math.log1p(max(len(between), 0) / 10)
    features["joined&sentence"] = float(one.sentence == other.sentence)
    features["joined&backward"] = float(one.edtf.removeprefix("../") > other.edtf.removesuffix("/.."))
    features["joined&until"] = float(any(row.edtf.startswith("../") for row in time.rows))
    features["joined&since"] = float(any(row.edtf.endswith("/..") for row in time.rows))
    skipped = [r for r in scene.dates if one.start_char < r.start_char < other.start_char]
    features["joined&skipped"] = len(skipped)
    for row in time.rows:
        features[f"joined&{row.kind}"] = 1
    for hit in scene.hits_of_sentence.get(other.sentence, ()):
        features[f"end:{hit.concept}"] = 1


def sentence_features(scene: Scene, time: Time) -> dict[str, float]:
    """What the sentence of a chosen time, and the time itself, tell of the type of the event."""
    features = {f"length:{_length(time)}": 1.0, f"precision:{time.precision}": 1.0}
    for row in time.rows:
        for hit in scene.hits_of_sentence.get(row.sentence, ()):
            features[f"sentence:{hit.concept}"] = 1.0
            if abs(hit.start_char - row.start_char) < _NEAR:
                features[f"near:{hit.concept}"] = 1.0
    return features


def time_probabilities(
    scene: Scene, times: Sequence[Time], types: Mapping[str, float], weights: Weights
) -> list[float]:
    """Probability of each possible time; they sum to 1."""
    if not times:
        return []
    logits = {str(n): score(f, weights) for n, f in enumerate(time_features(scene, times, types))}
    chances = softmax(logits)
    return [chances[str(n)] for n in range(len(times))]
