"""Whether an article tells of its own people abroad or of guests at home: one decision for all its places.

What single places show says little of it where a page is full of the sender's own town. So the article as a whole
speaks for every place abroad: its concepts, and the strongest that its places at home and abroad show.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from pipeline.extract.events.mentions import Candidate
from pipeline.extract.events.scene import Scene
from pipeline.extract.events.times import Time

_NARROW = ("with:", "left of", "right of", "before:", "after:", "&")
"""Parts of names of features that fit few articles: too many to be learned once more for both sides."""


@dataclass(frozen=True)
class Journey:
    """What speaks for a journey of the sender's people.

    Attributes:
        features: of the article, for each of its places abroad to be the host; empty if it names one side only.
        abroad: for each place whether it lies abroad.
    """

    features: Mapping[str, float]
    abroad: tuple[bool, ...]

    def added_to(self, features: Sequence[Mapping[str, float]]) -> list[Mapping[str, float]]:
        """The features of the places, those abroad with what speaks for a journey."""
        return [
            {**found, **self.features} if is_it else found for found, is_it in zip(features, self.abroad, strict=True)
        ]


def journey_of(
    scene: Scene,
    candidates: Sequence[Candidate],
    features: Sequence[Mapping[str, float]],
    time: Time | None,
    kind: str,
    home: Collection[str],
) -> Journey:
    """What an article with places on both sides of the border shows of who travelled.

    Args:
        scene: the article.
        candidates: its places.
        features: of each of them.
        time: of the event.
        kind: its type.
        home: countries of the language.
    """
    abroad = tuple(c.country is not None and c.country not in home for c in candidates)
    inland = [c.country is not None and c.country in home for c in candidates]
    if not (any(abroad) and any(inland)):
        return Journey({}, abroad)
    journey = {"away": 1.0, f"away type {kind}": 1.0} | _spoken(scene, time)
    journey |= _strongest("away abroad ", [found for found, is_it in zip(features, abroad, strict=True) if is_it])
    journey |= _strongest("away inland ", [found for found, is_it in zip(features, inland, strict=True) if is_it])
    return Journey(journey, abroad)


def _spoken(scene: Scene, time: Time | None) -> dict[str, float]:
    """How often the article names each concept, in which zone, and beside the event's time."""
    counts: Counter[str] = Counter()
    for hit in scene.hits:
        counts[f"away {hit.concept}"] += 1
        counts[f"away {hit.concept}@{scene.zone(hit.start_char)}"] += 1
    for sentence in {row.sentence for row in time.rows} if time else ():
        counts.update(f"away with time:{concept}" for concept in scene.concepts_of_sentence(sentence))
    return {name: math.log1p(count) for name, count in counts.items()}


def _strongest(side: str, features: Sequence[Mapping[str, float]]) -> dict[str, float]:
    strongest: dict[str, float] = {}
    for found in features:
        for name, value in found.items():
            if value > strongest.get(name, 0.0) and not _is_narrow(name):
                strongest[name] = value
    return {side + name: value for name, value in strongest.items()}


@lru_cache(maxsize=20_000)
def _is_narrow(name: str) -> bool:
    return any(part in name for part in _NARROW)
