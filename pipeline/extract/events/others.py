"""Further events of an article: every type that is told at a time, with what speaks for it."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from pipeline.extract.events.decision import Decision
from pipeline.extract.events.kinds import TRIGGERS, VISITISH
from pipeline.extract.events.scene import Hit, Scene
from pipeline.extract.events.times import Time
from pipeline.records import CalendarDate

_LIKELY = 0.1  # probability from which a type may be told beside the main event
_BESIDE = 60  # characters between a time and a word that belongs to it
_REACHES = ((20, "20"), (60, "60"), (150, "150"))
"""Characters between a time and the nearest word of a type, up to which the word counts as so near."""
_HEADING = 5  # words up to which a line with a date is the heading of what follows
_OF_TIME = ("zone:", "precision:", "length:", "kind:", "published:", "within", "holds", "mentions", "position", "rank")
_OF_KIND = ("precision:", "length:", "kind:", "published:", "zone:")


@dataclass(frozen=True)
class Option:
    """A possible further event: a type at a time."""

    type: str
    time: Time
    features: Mapping[str, float]


@dataclass(frozen=True)
class Times:
    """The possible times of an article, with the probability and the features of each."""

    times: Sequence[Time]
    chances: Sequence[float]
    features: Sequence[Mapping[str, float]]


def possible_others(scene: Scene, main: Decision, types: Mapping[str, float], times: Times) -> list[Option]:
    """Every type named in the sentence of a time, at that time, apart from the main event."""
    options = []
    elsewhere = _told_without_date(scene)
    best, told = max(times.chances, default=1.0), _visits(scene, times.times)
    for time, chance, shown in zip(times.times, times.chances, times.features, strict=True):
        same = main.time is not None and time.edtf == main.time.edtf
        if (time.joined or time.counted) and not same:
            continue
        hits = _hits(scene, time)
        about = _about_time(scene, main, time, chance, best, shown, told)
        for kind in _told_kinds(main, types, hits, elsewhere, same):
            features = dict(about)
            _add_kind(features, main, types, kind, time, same, shown)
            _add_words(features, scene, kind, time, hits, "same" if same else "other")
            if same and elsewhere[kind]:
                features |= {f"{kind} told elsewhere": math.log1p(elsewhere[kind]), "told elsewhere": 1.0}
            options.append(Option(kind, time, features))
    return options


def _told_kinds(
    main: Decision, types: Mapping[str, float], hits: Sequence[Hit], elsewhere: Counter[str], same: bool
) -> Iterator[str]:
    """Types named beside a time; at the time of the main event also those that are likely, or told without a date."""
    named = {hit.concept for hit in hits}
    for kind, wanted in TRIGGERS.items():
        told = named & wanted or (same and (types.get(kind, 0) > _LIKELY or elsewhere[kind]))
        if told and not (same and kind == main.type):
            yield kind


def _told_without_date(scene: Scene) -> Counter[str]:
    """Sentences without a date of their own that tell of each type by two concepts: ``they signed an agreement``."""
    dated = {row.sentence for row in scene.dates}
    counts: Counter[str] = Counter()
    for sentence in scene.hits_of_sentence:
        if sentence not in dated:
            concepts = scene.concepts_of_sentence(sentence)
            counts.update(kind for kind, wanted in TRIGGERS.items() if len(concepts & wanted) > 1)
    return counts


def _hits(scene: Scene, time: Time) -> list[Hit]:
    """The words of concepts in the sentences of a time; a line that only gives a date heads the next sentence."""
    sentences = dict.fromkeys(row.sentence for row in time.rows)
    for row in time.rows:
        if not scene.hits_of_sentence.get(row.sentence) and scene.is_short(row.sentence, _HEADING):
            sentences[row.sentence + 1] = None
    return [hit for sentence in sentences for hit in scene.hits_of_sentence.get(sentence, ())]


def _visits(scene: Scene, times: Sequence[Time]) -> int:
    """How many times are told with a word for a visit or a meeting beside: a chronicle has many."""
    wanted = frozenset().union(*(TRIGGERS[kind] for kind in VISITISH))
    return sum(not time.joined and any(hit.concept in wanted for hit in _hits(scene, time)) for time in times)


def _about_time(
    scene: Scene, main: Decision, time: Time, chance: float, best: float, shown: Mapping[str, float], told: int
) -> dict[str, float]:
    """What speaks for any event at a time."""
    row = time.rows[0]
    same = main.time is not None and time.edtf == main.time.edtf
    where = "same" if same else "other"
    features = {
        "bias": 1.0,
        where: 1.0,
        "time probability": chance,
        "time logit": math.log(max(chance, 1e-4)),
        "behind best": math.log(max(chance, 1e-4) / max(best, 1e-4)),
        f"zone:{scene.zone(row.start_char)}": 1.0,
        f"kind:{row.kind}@{where}": 1.0,
        "main probability": main.probability,
        "visits told": math.log1p(told),
        f"visits told@{where}": math.log1p(told),
    }
    features |= {f"t {name}@{where}": value for name, value in shown.items() if name.startswith(_OF_TIME)}
    sentence = scene.sentence(row.sentence)
    if sentence is not None:
        features["opens sentence"] = float(row.start_char - sentence.start_char < 4)
        for name, rows in (
            ("places", scene.places),
            ("officials", scene.officials),
            ("institutions", scene.institutions),
        ):
            features[f"{name} in sentence"] = math.log1p(sum(r.sentence == row.sentence for r in rows))
    _add_order(features, time, main.time)
    return features


def _add_kind(
    features: dict[str, float],
    main: Decision,
    types: Mapping[str, float],
    kind: str,
    time: Time,
    same: bool,
    shown: Mapping[str, float],
) -> None:
    """What speaks for a type at a time."""
    where = "same" if same else "other"
    place = "same" if same else "opened" if time.opened else time.precision
    features |= {
        kind: 1.0,
        f"{kind}@{place}": 1.0,
        f"main {main.type} & {kind}@{where}": 1.0,
        "type probability": types.get(kind, 0.0),
        f"{where} & type probability": types.get(kind, 0.0),
    }
    for name in ("earlier", "later", "inside", "around", "visits told", "opens sentence"):
        if features.get(name):
            features[f"{kind}&{name}"] = features[name]
    if not same:
        features |= {f"{kind}&{name}": value for name, value in shown.items() if name.startswith(_OF_KIND)}


def _add_words(
    features: dict[str, float], scene: Scene, kind: str, time: Time, hits: Sequence[Hit], where: str
) -> None:
    """Concepts in the sentence of the time, and those right beside it."""
    named = {hit.concept for hit in hits}
    features["triggers"] = float(len(named & TRIGGERS[kind]))
    for concept in named:
        features[f"{kind}&{concept}"] = 1.0
        features[f"{concept}@{where}"] = 1.0
    row = time.rows[0]
    for hit in hits:
        if hit.concept in TRIGGERS[kind] and abs(hit.start_char - row.start_char) < _BESIDE:
            features[f"{kind} near {hit.concept}"] = 1.0
    nearest = min((hit for hit in hits if hit.concept in TRIGGERS[kind]), key=lambda h: _gap(h, row), default=None)
    if nearest is None:
        return
    reach = next((name for limit, name in _REACHES if _gap(nearest, row) <= limit), "far")
    features[f"reach {reach}"] = features[f"{kind}&reach {reach}"] = 1.0
    rivals = (other for other in scene.dates if other.sentence == row.sentence and other is not row)
    if any(_gap(nearest, other) < _gap(nearest, row) for other in rivals):
        features["another date nearer"] = features[f"another date nearer@{where}"] = 1.0


def _gap(hit: Hit, row: CalendarDate) -> int:
    """Characters between a word and a date."""
    return max(hit.start_char - row.end_char, row.start_char - hit.end_char, 0)


def _add_order(features: dict[str, float], time: Time, main: Time | None) -> None:
    """How the time lies to the main event's."""
    if main is None or main.low is None or main.high is None or time.low is None or time.high is None:
        return
    if time.edtf == main.edtf:
        return
    if time.low > main.high:
        features["later"] = 1.0
    elif time.high < main.low:
        features["earlier"] = 1.0
    elif main.low <= time.low and time.high <= main.high:
        features["inside"] = 1.0
    else:
        features["around"] = 1.0
