"""Events told beside the main one: other types at its time, and types told in sentences without any date."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from pipeline.extract.events.decision import Decision
from pipeline.extract.events.kinds import TRIGGERS, log_chance
from pipeline.extract.events.others import hits_of
from pipeline.extract.events.scene import Hit, Scene
from pipeline.extract.events.times import Time
from pipeline.extract.events.undated import Telling, strongest, telling_features, told_without_date

_LIKELY = 0.1  # probability from which a type may be told beside the main event


@dataclass(frozen=True)
class Option:
    """A type that may be told beside the main event.

    Attributes:
        type: of event.
        time: the main event's, or None if it is told without a date.
        sentence: number of the sentence that tells it without a date, None at a time.
        features: what speaks for it.
    """

    type: str
    time: Time | None
    sentence: int | None
    features: Mapping[str, float]


def possible_beside(scene: Scene, main: Decision, types: Mapping[str, float], undated: float) -> list[Option]:
    """Types beside the main event, at its time and without one.

    Args:
        scene: the article.
        main: its main event.
        types: probabilities of the types, given that there is an event.
        undated: probability that the article does not tell the main event's time.
    """
    told = told_without_date(scene)
    dated = list(_at_time(scene, main, main.time, types, told)) if main.time is not None else []
    return [*dated, *_undated(scene, main, types, undated, told)]


def _at_time(
    scene: Scene, main: Decision, time: Time, types: Mapping[str, float], told: Mapping[str, Sequence[Telling]]
) -> Iterator[Option]:
    """Types named in the sentence of the main event's time, likely ones, and those told without a date."""
    hits = hits_of(scene, time)
    named = {hit.concept for hit in hits}
    strong = {kind: sum(telling.words > 1 for telling in found) for kind, found in told.items()}
    for kind, wanted in TRIGGERS.items():
        likely = types.get(kind, 0.0) > _LIKELY or strong.get(kind)
        if kind == main.type or not (likely or named & wanted):
            continue
        features = _about(main, kind, types, "same") | {f"{kind}@{time.precision}": 1.0}
        _add_words(features, kind, time, hits)
        if strong.get(kind):
            features |= {f"{kind} told elsewhere": math.log1p(strong[kind]), "told elsewhere": 1.0}
        yield Option(kind, time, None, features)


def _undated(
    scene: Scene, main: Decision, types: Mapping[str, float], undated: float, told: Mapping[str, Sequence[Telling]]
) -> Iterator[Option]:
    """Types named in sentences without a date, as events whose time the article does not tell."""
    where = "undated" if main.time is not None else "both undated"
    for kind, tellings in told.items():
        if kind != main.type or main.time is not None:
            features = _about(main, kind, types, where) | telling_features(scene, kind, tellings)
            features["undated logit"] = log_chance(undated)
            yield Option(kind, None, strongest(tellings).sentence, features)


def _about(main: Decision, kind: str, types: Mapping[str, float], where: str) -> dict[str, float]:
    """What speaks for a type beside the main event."""
    chance = types.get(kind, 0.0)
    return {
        "bias": 1.0,
        where: 1.0,
        kind: 1.0,
        f"{kind}@{where}": 1.0,
        f"main {main.type} & {kind}@{where}": 1.0,
        "type probability": chance,
        f"type probability@{where}": chance,
        "main probability": main.probability,
        f"main probability@{where}": main.probability,
    }


def _add_words(features: dict[str, float], kind: str, time: Time, hits: Sequence[Hit]) -> None:
    """Concepts in the sentence of the time, and those right beside it."""
    wanted = TRIGGERS[kind]
    features["triggers"] = float(len({hit.concept for hit in hits} & wanted))
    for hit in hits:
        features[f"{kind}&{hit.concept}"] = 1.0
        features[f"{hit.concept}@same"] = 1.0
        if hit.concept in wanted and hit.is_beside(time.rows[0]):
            features[f"{kind} near {hit.concept}"] = 1.0
