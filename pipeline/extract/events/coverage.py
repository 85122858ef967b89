"""The coverage account: what each sentence of a document was used for, and why."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from pipeline.extract.events.decide import Decision
from pipeline.extract.events.kinds import TRIGGERS
from pipeline.extract.events.scene import Scene
from pipeline.records import AnnotatedDocument, Event, Participant, Sentence

_GRAMMAR = frozenset({"past", "future", "since", "we"})
"""Concepts that say nothing by themselves."""
Told = tuple[Event, Decision, tuple[Participant, ...]]


def account(document: AnnotatedDocument, scenes: Sequence[Scene], told: Sequence[Told]) -> tuple[Sentence, ...]:
    """The document's sentences with ``use`` and ``why``; what was boilerplate stays so."""
    by_segment = {scene.segment.segment: scene for scene in scenes}
    rows = []
    for sentence in document.sentences:
        scene = by_segment.get(sentence.segment)
        if sentence.use == "boilerplate" or scene is None:
            rows.append(sentence if sentence.use == "boilerplate" else replace(sentence, use="boilerplate", why="list"))
            continue
        own = [item for item in told if item[0].segment == sentence.segment]
        rows.append(_explain(sentence, scene, own))
    return tuple(rows)


def _explain(sentence: Sentence, scene: Scene, told: Sequence[Told]) -> Sentence:
    for event, decision, _ in told:
        if event.sentence == sentence.sentence:
            return replace(sentence, use="event", why=f"tells the {event.type}")
        times = decision.time.rows if decision.time else ()
        if any(row.sentence == sentence.sentence for row in times):
            return replace(sentence, use="event", why=f"gives the time of the {event.type}")
    concepts = scene.concepts_of_sentence(sentence.sentence)
    for event, _, participants in told:
        if event.main and concepts & TRIGGERS[event.type]:
            return replace(sentence, use="event", why=f"speaks of the {event.type}")
        names = {row.name for row in participants}
        if event.main and any(r.sentence == sentence.sentence and r.name in names for r in scene.officials):
            return replace(sentence, use="event", why=f"names participants of the {event.type}")
    return _context(sentence, scene, concepts)


def _context(sentence: Sentence, scene: Scene, concepts: frozenset[str]) -> Sentence:
    found = {
        "date": any(row.sentence == sentence.sentence for row in scene.dates),
        "official": any(row.sentence == sentence.sentence for row in scene.officials),
        "institution": any(row.sentence == sentence.sentence for row in scene.institutions),
        "place": any(row.sentence == sentence.sentence for row in scene.places),
    }
    named = [name for name, there in found.items() if there]
    if named:
        return replace(sentence, use="context", why="names " + ", ".join(named))
    spoken = sorted(concepts - _GRAMMAR)
    if spoken:
        return replace(sentence, use="context", why="speaks of " + ", ".join(spoken[:3]))
    return replace(sentence, use="unexplained", why=None)
