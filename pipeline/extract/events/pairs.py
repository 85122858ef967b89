"""Which type at which time is an article's main event: the two are decided together.

A model of types and a model of times each see half of it: a word for a concert tells little where the likeliest time
is three days long. So every likely type at each of the likeliest times is weighed against the others, by what both
models say and by how well type and time go together.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pipeline.extract.events.kinds import NONE, TRIGGERS, log_chance, score, softmax
from pipeline.extract.events.scene import Scene
from pipeline.extract.events.time_features import length_of, sentence_features
from pipeline.extract.events.times import Time
from pipeline.language.events import Outcomes, Weights

MOST_TIMES = 3
"""Times of an article that are weighed; the fourth is hardly ever the main event's."""
_LIKELY = 0.03  # probability of a type from which it is weighed


@dataclass(frozen=True)
class Pair:
    """A type at a time that may be the main event.

    Attributes:
        type: of event.
        time: its number among the possible times.
        features: what speaks for the pair.
    """

    type: str
    time: int
    features: Mapping[str, float]


def timed_probabilities(
    scene: Scene, features: Mapping[str, float], times: Sequence[Time | None], chances: Sequence[float], model: Outcomes
) -> dict[int, dict[str, float]]:
    """For the number of each time that is weighed the probabilities of the types if it is the event's.

    The likeliest time comes first. Training uses it too, so that both see the same numbers.
    """
    order = sorted(range(len(chances)), key=chances.__getitem__, reverse=True)[:MOST_TIMES]
    whole = model.scores(features)
    parts = {n: model.scores(sentence_features(scene, times[n])) for n in order}
    return {n: softmax({name: value + part[name] for name, value in whole.items()}) for n, part in parts.items()}


def possible_pairs(
    scene: Scene,
    types: Mapping[str, float],
    times: Sequence[Time | None],
    chances: Sequence[float],
    timed: Mapping[int, Mapping[str, float]],
) -> list[Pair]:
    """Every likely type at each of the likeliest times.

    Args:
        scene: the article.
        types: their probabilities before a time is chosen.
        times: the possible times.
        chances: of the times.
        timed: what :func:`timed_probabilities` gives.
    """
    openings = {kind: _opening(scene, kind) for kind in TRIGGERS}
    pairs = []
    for rank, (number, given) in enumerate(timed.items()):
        about = {"time logit": log_chance(chances[number]), "rank": float(rank)}
        time, shown = times[number], _shown(scene, times[number])
        likely = [kind for kind in TRIGGERS if max(types.get(kind, 0.0), given.get(kind, 0.0)) >= _LIKELY]
        for kind in likely or TRIGGERS:
            features = about | openings[kind] | {f"{kind}&{name}": 1.0 for name in shown} | {kind: 1.0}
            features["type logit"] = log_chance(given.get(kind, 0.0))
            features["untimed type logit"] = log_chance(types.get(kind, 0.0))
            if time is not None:
                _add_words(features, scene, kind, time)
            pairs.append(Pair(kind, number, features))
    return pairs


def pair_probabilities(pairs: Sequence[Pair], weights: Weights) -> list[float]:
    """Probability of each pair, given that there is a main event; they sum to 1."""
    if not pairs:
        return []
    chances = softmax({str(n): score(pair.features, weights) for n, pair in enumerate(pairs)})
    return [chances[str(n)] for n in range(len(pairs))]


def event_probability(pair: float, given: Mapping[str, float]) -> float:
    """Raw probability of a pair being an event, which the curve of confidence settles."""
    return pair * (1 - given.get(NONE, 0.0))


def _shown(scene: Scene, time: Time | None) -> list[str]:
    """What kind of time it is."""
    if time is None:
        return ["undated"]
    zone = scene.zone(time.rows[0].start_char)
    names = [f"length:{length_of(time)}", f"precision:{time.precision}", f"zone:{zone}"]
    return names + [name for name, is_so in (("opened", time.opened), ("joined", time.joined)) if is_so]


def _opening(scene: Scene, kind: str) -> dict[str, float]:
    """How early the article first names a type."""
    first = next((hit.start_char for hit in scene.hits if hit.concept in TRIGGERS[kind]), None)
    if first is None:
        return {"first word": 1.0}
    length = max(scene.segment.end_char - scene.segment.start_char, 1)
    return {
        "first word": (first - scene.segment.start_char) / length,
        "in title": float(scene.zone(first) == "title"),
    }


def _add_words(features: dict[str, float], scene: Scene, kind: str, time: Time) -> None:
    """Words of the type in the sentence of the time, and beside it."""
    row, wanted = time.rows[0], TRIGGERS[kind]
    hits = [hit for row in time.rows for hit in scene.hits_of_sentence.get(row.sentence, ())]
    named = {hit.concept for hit in hits} & wanted
    if named:
        features["words"] = float(len(named))
        features["named"] = features[f"{kind}&named"] = 1.0
    if any(hit.concept in wanted and hit.is_beside(row) for hit in hits):
        features["beside"] = features[f"{kind}&beside"] = 1.0
