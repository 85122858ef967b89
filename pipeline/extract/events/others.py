"""Events at other times than the main one's: for each such time whether it is one's, and of which type that would be.

The words that tell an event often stand before or after the sentence of its date, or are none that the lexicon
knows. So a time is first asked whether anything happened then, and only then what: by the concepts of its sentence and
its neighbours, and by what the article as a whole is about.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pipeline.extract.events.decision import Decision
from pipeline.extract.events.kinds import TELLING, TRIGGERS, VISITISH, log_chance
from pipeline.extract.events.scene import Hit, Scene
from pipeline.extract.events.time_features import length_of
from pipeline.extract.events.times import Time
from pipeline.records import CalendarDate

_HEADING = 5  # words up to which a line with a date is the heading of what follows
_OPENING = 4  # characters of a sentence within which a date opens it
_OF_TIME = ("zone:", "precision:", "length:", "kind:", "published:", "within", "holds", "mentions", "position", "rank")


@dataclass(frozen=True)
class Times:
    """The possible times of an article, with the probability and the features of each."""

    times: Sequence[Time | None]
    chances: Sequence[float]
    features: Sequence[Mapping[str, float]]


@dataclass(frozen=True)
class OtherTime:
    """A time that another event than the main one may have.

    Attributes:
        time: the time.
        hits: the words of concepts in its sentences.
        features: what speaks for an event then.
        relation: what kind of time it is, and how it lies to the main event.
    """

    time: Time
    hits: Sequence[Hit]
    features: Mapping[str, float]
    relation: Mapping[str, float]


def other_times(scene: Scene, main: Decision, types: Mapping[str, float], times: Times) -> list[OtherTime]:
    """Every time that one expression gives, the main event's left out.

    Args:
        scene: the article.
        main: its main event.
        types: probabilities of the types, given that there is an event.
        times: the possible times.
    """
    hits_at = [hits_of(scene, time) if time is not None and not time.joined else [] for time in times.times]
    told, named_in = _visits(hits_at), _count_rows(scene)
    found = []
    for time, hits, chance, shown in zip(times.times, hits_at, times.chances, times.features, strict=True):
        if time is None or time.joined or time.counted or (main.time is not None and time.edtf == main.time.edtf):
            continue
        features = {
            "bias": 1.0,
            "time probability": chance,
            "time logit": log_chance(chance),
            "behind best": log_chance(chance) - log_chance(max(times.chances)),
            "main probability": main.probability,
            "visits told": math.log1p(told),
        }
        features |= {f"t {name}": value for name, value in shown.items() if name.startswith(_OF_TIME)}
        _add_sentence(features, scene, time.rows[0], named_in)
        relations, named = _relations(time, main), _add_words(features, scene, time.rows[0], hits)
        features |= {f"{name}&c {concept}": 1.0 for name in relations for concept in named}
        relation = dict.fromkeys((*relations, *(f"{name}&main {main.type}" for name in relations)), 1.0)
        features["own words"] = sum(likely for kind, likely in types.items() if named & TRIGGERS[kind])
        found.append(OtherTime(time, hits, features | relation, relation))
    return found


def kind_features(scene: Scene, types: Mapping[str, float], option: OtherTime) -> dict[str, float]:
    """What tells the type of an event at another time.

    Args:
        scene: the article.
        types: probabilities of the types, given that there is an event.
        option: the time.
    """
    row = option.time.rows[0]
    features = {"bias": 1.0, f"length:{length_of(option.time)}": 1.0, f"zone:{scene.zone(row.start_char)}": 1.0}
    features |= option.relation
    features |= {f"type {kind}": chance for kind, chance in types.items()}
    for hit in option.hits:
        features[f"c {hit.concept}"] = 1.0
        if hit.is_beside(row):
            features[f"n {hit.concept}"] = 1.0
    for label, step in (("before", -1), ("after", 1)):
        features |= {f"{label} {concept}": 1.0 for concept in scene.concepts_of_sentence(row.sentence + step)}
    nearest = min(option.hits, key=lambda hit: (hit.concept not in TELLING, hit.gap_to(row)), default=None)
    if nearest is not None:
        features[f"nearest {nearest.concept}"] = 1.0
    return features


def hits_of(scene: Scene, time: Time) -> list[Hit]:
    """The words of concepts in the sentences of a time; a line that only gives a date heads the next sentence."""
    sentences = dict.fromkeys(row.sentence for row in time.rows)
    for row in time.rows:
        if not scene.hits_of_sentence.get(row.sentence) and scene.is_short(row.sentence, _HEADING):
            sentences[row.sentence + 1] = None
    return [hit for sentence in sentences for hit in scene.hits_of_sentence.get(sentence, ())]


def _visits(hits_at: Sequence[Sequence[Hit]]) -> int:
    """How many times are told with a word for a visit or a meeting beside: a chronicle has many."""
    wanted = frozenset().union(*(TRIGGERS[kind] for kind in VISITISH))
    return sum(any(hit.concept in wanted for hit in hits) for hits in hits_at)


def _count_rows(scene: Scene) -> dict[str, Counter[int]]:
    """How many places, officials, institutions and different times each sentence names."""
    layers = (("places", scene.places), ("officials", scene.officials), ("institutions", scene.institutions))
    counts = {name: Counter(row.sentence for row in rows) for name, rows in layers}
    counts["times"] = Counter(sentence for sentence, _ in {(row.sentence, row.edtf) for row in scene.dates})
    return counts


def _add_sentence(
    features: dict[str, float], scene: Scene, row: CalendarDate, named_in: Mapping[str, Counter[int]]
) -> None:
    """Where a date stands in its sentence, and what else the sentence names."""
    features[f"kind:{row.kind}"] = 1.0
    sentence = scene.sentence(row.sentence)
    if sentence is not None:
        features["opens sentence"] = float(row.start_char - sentence.start_char < _OPENING)
    features |= {f"{name} in sentence": math.log1p(counts[row.sentence]) for name, counts in named_in.items()}


def _add_words(features: dict[str, float], scene: Scene, row: CalendarDate, hits: Sequence[Hit]) -> set[str]:
    """Concepts in the sentence of the time, right beside it and in the sentences around; gives the first of these."""
    named = {hit.concept for hit in hits}
    near = {hit.concept for hit in hits if hit.is_beside(row)}
    before, after = (scene.concepts_of_sentence(row.sentence + step) for step in (-1, 1))
    for label, concepts in (("c", named), ("n", near), ("before", before), ("after", after)):
        features |= {f"{label} {concept}": 1.0 for concept in concepts}
    features["triggers"] = float(len(named & TELLING))
    features["told"] = float(bool(named & TELLING))
    features["told near"] = float(bool(near & TELLING))
    features["told before"] = float(bool(before & TELLING))
    return named


def _relations(time: Time, main: Decision) -> list[str]:
    """What kind of time it is, and how it lies to the main event's."""
    order = _order(time, main.time)
    return [time.precision + (" opened" if time.opened else ""), *([order] if order else [])]


def _order(time: Time, main: Time | None) -> str:
    """How a time lies to the main event's; empty where one of them is unknown."""
    if main is None or main.low is None or main.high is None or time.low is None or time.high is None:
        return ""
    if time.low > main.high:
        return "later"
    if time.high < main.low:
        return "earlier"
    return "inside" if main.low <= time.low and time.high <= main.high else "around"
