"""Which kind of event an article is about, if any."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping

from pipeline.extract.events.scene import Scene
from pipeline.language.events import Outcomes, Weights

NONE = "none"
"""Outcome for an article that reports no event of the controlled types."""
VISITISH = ("visit", "meeting", "conference")
TRIGGERS: Mapping[str, frozenset[str]] = {
    "visit": frozenset({"visit", "study_visit", "travel", "exchange", "guest", "delegation"}),
    "meeting": frozenset({"meeting", "talks", "reception"}),
    "conference": frozenset({"conference"}),
    "agreement": frozenset({"sign", "agreement", "partnership"}),
    "ceremony": frozenset({"ceremony", "inaugurate", "award", "commemorate", "anniversary"}),
    "exhibition_performance": frozenset({"exhibition", "concert", "theatre_film", "festival"}),
    "aid": frozenset({"donate", "aid_goods", "aid_transport", "handover"}),
    "project": frozenset({"project", "start", "build", "fund"}),
    "other": frozenset({"sport", "vote", "personnel", "accident", "science", "court", "festival"}),
}
"""Concepts that can tell an event of each type."""
TELLING = frozenset().union(*TRIGGERS.values())
"""Concepts that can tell an event of any type."""
_LEAST_CHANCE = 1e-4


def score(features: Mapping[str, float], weights: Weights) -> float:
    """Weighted sum of the features that have a weight."""
    weight_of = weights.get
    return sum([weight_of(name, 0.0) * value for name, value in features.items()])


def log_chance(chance: float) -> float:
    """Logarithm of a probability that may be zero."""
    return math.log(max(chance, _LEAST_CHANCE))


def softmax(logits: Mapping[str, float]) -> dict[str, float]:
    """Probabilities of outcomes from their logits."""
    highest = max(logits.values())
    parts = {name: math.exp(value - highest) for name, value in logits.items()}
    total = sum(parts.values())
    return {name: part / total for name, part in parts.items()}


def type_features(scene: Scene) -> dict[str, float]:
    """What an article shows of its kind: concepts by zone, places, institutions, dates, length."""
    counts: Counter[str] = Counter()
    for hit in scene.hits:
        counts[hit.concept] += 1
        counts[f"{hit.concept}@{scene.zone(hit.start_char)}"] += 1
    for row in {(row.name, row.type) for row in scene.institutions}:
        counts[f"institution:{row[1]}"] += 1
    for role in {(row.name, row.role) for row in scene.officials}:
        counts[f"role:{role[1]}"] += 1
    counts["cities"] = len({row.name for row in scene.places if row.kind == "city"})
    counts["countries"] = len({row.country for row in scene.places if row.country})
    counts["words"] = scene.n_words // 50
    for date in scene.dates:
        if date.precision == "day" and "/" in date.edtf and ".." not in date.edtf:
            counts[f"range@{scene.zone(date.start_char)}"] += 1
    counts["bias"] = 1
    return {name: math.log1p(value) for name, value in counts.items() if value}


def type_probabilities(features: Mapping[str, float], types: Outcomes) -> dict[str, float]:
    """Probability of each event type as the article's main event, and of ``none``."""
    return softmax(types.scores(features))


def given_event(types: Mapping[str, float]) -> dict[str, float]:
    """Probabilities of the types if there is an event at all."""
    rest = max(1 - types.get(NONE, 0.0), 1e-9)
    return {name: chance / rest for name, chance in types.items() if name != NONE}


def likeliest(types: Mapping[str, float]) -> str:
    """The type of the highest probability."""
    return max(types, key=lambda name: types[name])
