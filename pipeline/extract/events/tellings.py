"""What the sentences that tell an event, and the clauses of coming and going, say of each place."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from pipeline.extract.events.mentions import Candidate, Mention
from pipeline.extract.events.scene import Scene
from pipeline.extract.events.times import Time

MOVING = frozenset(
    {
        "travel",
        "visit",
        "guest",
        "host_verb",
        "reception",
        "delegation",
        "return_visit",
        "we",
        "depart",
        "arrive",
        "diplomat",
        "exchange",
        "study_visit",
    }
)
"""Concepts that tell who goes where."""
_FULL = 8  # words that a headline or a letterhead rarely exceeds
_BREAK = re.compile(r"[,;:()\n–]| - ")


def telling_features(scene: Scene, candidates: Sequence[Candidate], time: Time | None) -> list[dict[str, float]]:
    """For each place how and in which order the telling sentences name it, and which concepts share its clauses.

    Args:
        scene: the article.
        candidates: its places.
        time: of the event.
    """
    telling = _telling_sentences(scene, time)
    orders = _orders(candidates, telling)
    return [_features(scene, candidate, telling, orders.get(n, ())) for n, candidate in enumerate(candidates)]


def _features(scene: Scene, candidate: Candidate, telling: frozenset[int], orders: Sequence[str]) -> dict[str, float]:
    told = {f"tell:{m.source}:{m.direction}" for m in candidate.mentions if m.sentence in telling}
    names = [*told, *(f"tell {order}" for order in orders)]
    names += [f"{name} {order}" for order in orders for name in told if name.startswith("tell:place")]
    for mention in candidate.mentions:
        zone = "body" if scene.zone(mention.start_char) == "body" else "head"
        for concept in _moves(scene, mention):
            name = f"clause:{concept}:{mention.source}:{mention.direction}"
            names += (name, f"{name}:{zone}")
    return dict.fromkeys(names, 1.0)


def _telling_sentences(scene: Scene, time: Time | None) -> frozenset[int]:
    """The sentences of the event's time, and the first full sentence of the article."""
    first = next((s.sentence for s in scene.sentences if not scene.is_short(s.sentence, _FULL)), scene.first_sentence)
    return frozenset((first, *(row.sentence for row in time.rows))) if time else frozenset((first,))


def _orders(candidates: Sequence[Candidate], telling: frozenset[int]) -> Mapping[int, list[str]]:
    """Which place each telling sentence names first and which last."""
    by_sentence: dict[int, list[tuple[int, int]]] = {}
    for n, candidate in enumerate(candidates):
        for mention in candidate.mentions:
            if mention.sentence in telling and mention.source != "office":
                by_sentence.setdefault(mention.sentence, []).append((mention.start_char, n))
    orders: dict[int, list[str]] = {}
    for named in by_sentence.values():
        distinct = list(dict.fromkeys(n for _, n in sorted(named)))
        for rank, n in enumerate(distinct):
            place = "first" if rank == 0 else "last" if rank == len(distinct) - 1 else "mid"
            orders.setdefault(n, []).append(place if len(distinct) > 1 else "sole")
    return orders


def _moves(scene: Scene, mention: Mention) -> Iterator[str]:
    """Concepts of coming and going in the clause of a place."""
    hits = [hit for hit in scene.hits_of_sentence.get(mention.sentence, ()) if hit.concept in MOVING]
    sentence = scene.sentence(mention.sentence)
    if not hits or sentence is None:
        return
    text = scene.document.text
    low, high = sentence.start_char, sentence.end_char
    for found in _BREAK.finditer(text, low, high):
        if found.end() <= mention.start_char:
            low = found.end()
        elif found.start() >= mention.end_char:
            high = found.start()
            break
    yield from (hit.concept for hit in hits if low <= hit.start_char and hit.end_char <= high)
