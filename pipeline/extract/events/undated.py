"""What an article tells without a date: the sentences that name a type of event and hold no calendar expression."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from pipeline.extract.events.kinds import TRIGGERS
from pipeline.extract.events.scene import Scene


@dataclass(frozen=True, slots=True)
class Telling:
    """A sentence without a date that names a type of event.

    Attributes:
        sentence: its number.
        words: how many concepts of the type it names.
    """

    sentence: int
    words: int


@lru_cache(maxsize=2)  # time, main event and what is told beside it ask for those of one article
def told_without_date(scene: Scene) -> Mapping[str, Sequence[Telling]]:
    """For each type that is so told its sentences, in order."""
    dated = {row.sentence for row in scene.dates}
    told: dict[str, list[Telling]] = {}
    for sentence in scene.hits_of_sentence:
        if sentence not in dated:
            concepts = scene.concepts_of_sentence(sentence)
            for kind, wanted in TRIGGERS.items():
                if words := len(concepts & wanted):
                    told.setdefault(kind, []).append(Telling(sentence, words))
    return told


def strongest(tellings: Sequence[Telling]) -> Telling:
    """The sentence that names most concepts of its type, of several the first."""
    return max(tellings, key=lambda telling: telling.words)


def telling_features(scene: Scene, kind: str, tellings: Sequence[Telling]) -> dict[str, float]:
    """What the sentences without a date that name a type show of an event of its own.

    Args:
        scene: the article.
        kind: the type.
        tellings: its sentences.
    """
    best = strongest(tellings)
    concepts = scene.concepts_of_sentence(best.sentence)
    first = scene.hits_of_sentence[best.sentence][0].start_char
    features = {
        "undated": 1.0,
        f"{kind}@undated": 1.0,
        f"zone:{scene.zone(first)}@undated": 1.0,
        "position@undated": (first - scene.segment.start_char)
        / max(scene.segment.end_char - scene.segment.start_char, 1),
        "triggers": float(best.words),
        "tellings": math.log(len(tellings)),
        f"{kind} tellings": math.log(len(tellings)),
        "strong tellings": math.log1p(sum(telling.words > 1 for telling in tellings)),
    }
    features |= {f"{kind}&{concept}": 1.0 for concept in concepts} | {f"{concept}@undated": 1.0 for concept in concepts}
    return features
