"""Which of an article's possible times is that of its event: what speaks for each, and their ranking."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date

from pipeline.extract.events.kinds import TRIGGERS, VISITISH, score, softmax
from pipeline.extract.events.scene import Scene
from pipeline.extract.events.times import UNKNOWN_YEAR, Time
from pipeline.extract.events.undated import told_without_date
from pipeline.language.events import Weights

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
_LIKELY = 0.05  # probability of a type from which its words count
_VISITS = TRIGGERS["visit"] | TRIGGERS["meeting"]


def time_features(scene: Scene, times: Sequence[Time | None], types: Mapping[str, float]) -> list[dict[str, float]]:
    """Features of each possible time, None among them, given the probabilities of the event types."""
    visitish = sum(types.get(name, 0.0) for name in VISITISH)
    dated = [time for time in times if time is not None]
    order = {time.edtf: rank for rank, time in enumerate(_by_mention(dated))}
    return [
        _undated_features(scene, dated, types)
        if time is None
        else _features(scene, time, dated, order[time.edtf], types, visitish)
        for time in times
    ]


def _undated_features(scene: Scene, dated: Sequence[Time], types: Mapping[str, float]) -> dict[str, float]:
    """What speaks for an event whose time the article does not tell."""
    told = told_without_date(scene)
    days = sum(time.precision == "day" and not time.joined for time in dated)
    features = {"undated": 1.0, "undated&days": math.log1p(days), f"undated&{min(days, 3)} days": 1.0}
    features["undated&published"] = float(scene.document.published is not None)
    for name, probability in types.items():
        if probability > _LIKELY:
            features[f"{name}&undated"] = probability
            features["own words without date"] = features.get("own words without date", 0.0) + probability * (
                name in told
            )
    for hit in scene.hits:
        if scene.zone(hit.start_char) != "body":
            features[f"undated&{hit.concept}"] = 1.0
    return features


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
    length = length_of(time)
    features[f"length:{length}"] = 1
    features[f"visitish&length:{length}"] = visitish
    for kind in {r.kind for r in time.rows}:
        features[f"kind:{kind}"] = 1
    features["mentions"] = math.log(len(time.rows)) if not time.joined else 0.0
    features["opened"] = float(time.opened)
    _add_stated(features, scene, time, visitish)
    features["position"] = (row.start_char - scene.segment.start_char) / max(
        scene.segment.end_char - scene.segment.start_char, 1
    )
    _add_relation(features, time, scene.document.published)
    _add_neighbours(features, time, times)
    _add_concepts(features, scene, time, types)
    if time.joined:
        _add_joint(features, scene, time, visitish)
    return dict(features)


def length_of(time: Time) -> str:
    """A name for how long a time is."""
    days = time.days
    for limit, name in ((1, "1"), (2, "2"), (5, "5"), (10, "10"), (31, "31"), (366, "year")):
        if days <= limit:
            return name
    return "long"


def _add_stated(features: defaultdict[str, float], scene: Scene, time: Time, visitish: float) -> None:
    """Whether the time is as long as the text says that something lasted."""
    stated = {length.days for length in scene.lengths}
    if not stated or time.precision != "day":
        return
    other = "one day, longer stated" if time.days == 1 else "other length stated"
    name = "stated length" if time.days in stated else other
    features[name] = 1
    features[f"visitish&{name}"] = visitish
    if time.days in stated:
        features[f"stated length&{'joined' if time.joined else time.counted or 'told'}"] = 1
        beside = {length.sentence for length in scene.lengths if length.days == time.days}
        features["stated length&same sentence"] = float(any(row.sentence in beside for row in time.rows))


def _add_relation(features: defaultdict[str, float], time: Time, published: date | None) -> None:
    """Where the time lies beside the publication."""
    if published is None or time.high is None or time.low is None:
        features["published:unknown"] = 1
        return
    if time.edtf.startswith(UNKNOWN_YEAR):
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
    hits = scene.hits_of_sentence.get(row.sentence, ())
    near = {hit.concept for hit in hits if abs(hit.start_char - row.start_char) < _NEAR}
    named = {hit.concept for hit in hits}
    features.update(dict.fromkeys((f"sentence:{concept}" for concept in named), 1.0))
    features.update(dict.fromkeys((f"near:{concept}" for concept in near), 1.0))
    zone, length = scene.zone(row.start_char), length_of(time)
    for name, probability in types.items():
        if probability > _LIKELY:
            wanted = TRIGGERS[name]
            features[f"{name}&{length}"] = features[f"{name}&{time.precision}"] = probability
            features["own word in sentence"] += probability * bool(named & wanted)
            features["own words in sentence"] += probability * len(named & wanted)
            features["own word near"] += probability * bool(near & wanted)
            features[f"own word in sentence&{zone}"] += probability * bool(named & wanted)


def _add_joint(features: defaultdict[str, float], scene: Scene, time: Time, visitish: float) -> None:
    """How well two expressions go together as the ends of one span."""
    one, other = time.rows
    between = scene.document.text[one.end_char : other.start_char]
    features["joined"] = 1
    features["joined&visitish"] = visitish
    features["joined&gap"] = math.log1p(max(len(between), 0) / 10)
    features["joined&sentence"] = float(one.sentence == other.sentence)
    features["joined&backward"] = float(one.edtf.removeprefix("../") > other.edtf.removesuffix("/.."))
    features["joined&paragraph"] = float("\n" in between)
    told = sum(bool(scene.concepts_of_sentence(row.sentence) & _VISITS) for row in (one, other))
    apart = told > 1 and one.sentence != other.sentence
    first, last = ({place.name for place in scene.places if place.sentence == row.sentence} for row in (one, other))
    features["joined&told apart"] = float(apart)
    features["joined&other places"] = float(bool(first - last and last - first))
    features["joined&told apart&other places"] = float(apart and bool(first - last and last - first))
    features["joined&until"] = float(any(row.edtf.startswith("../") for row in time.rows))
    features["joined&since"] = float(any(row.edtf.endswith("/..") for row in time.rows))
    skipped = [r for r in scene.dates if one.start_char < r.start_char < other.start_char]
    features["joined&skipped"] = len(skipped)
    for row in time.rows:
        features[f"joined&{row.kind}"] = 1
    for hit in scene.hits_of_sentence.get(other.sentence, ()):
        features[f"end:{hit.concept}"] = 1


def sentence_features(scene: Scene, time: Time | None) -> dict[str, float]:
    """What the sentence of a chosen time, and the time itself, tell of the type of the event."""
    if time is None:
        return {"undated": 1.0}
    features = {f"length:{length_of(time)}": 1.0, f"precision:{time.precision}": 1.0}
    for row in time.rows:
        for hit in scene.hits_of_sentence.get(row.sentence, ()):
            features[f"sentence:{hit.concept}"] = 1.0
            if abs(hit.start_char - row.start_char) < _NEAR:
                features[f"near:{hit.concept}"] = 1.0
    return features


def time_probabilities(features: Sequence[Mapping[str, float]], weights: Weights) -> list[float]:
    """Probability of each possible time, given its features; they sum to 1."""
    if not features:
        return []
    chances = softmax({str(n): score(found, weights) for n, found in enumerate(features)})
    return [chances[str(n)] for n in range(len(features))]
