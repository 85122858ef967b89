"""The coverage account: what each sentence of a document was used for, and why."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.extract.events.decision import Decision
from pipeline.extract.events.kinds import TRIGGERS
from pipeline.extract.events.scene import Scene
from pipeline.records import AnnotatedDocument, Event, Participant, Sentence, SentenceUse

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
            rows.append(sentence if sentence.use == "boilerplate" else _used(sentence, "boilerplate", "list"))
            continue
        own = [item for item in told if item[0].segment == sentence.segment]
        rows.append(_explain(sentence, scene, own))
    return tuple(rows)


def _explain(sentence: Sentence, scene: Scene, told: Sequence[Told]) -> Sentence:
    for event, decision, _ in told:
        if event.sentence == sentence.sentence:
            return _used(sentence, "event", f"tells the {event.type}")
        times = decision.time.rows if decision.time else ()
        if any(row.sentence == sentence.sentence for row in times):
            return _used(sentence, "event", f"gives the time of the {event.type}")
    concepts = scene.concepts_of_sentence(sentence.sentence)
    for event, _, participants in told:
        if event.main and concepts & TRIGGERS[event.type]:
            return _used(sentence, "event", f"speaks of the {event.type}")
        names = {row.name for row in participants}
        if event.main and any(r.sentence == sentence.sentence and r.name in names for r in scene.officials):
            return _used(sentence, "event", f"names participants of the {event.type}")
    return _context(sentence, scene, concepts)


def _context(sentence: Sentence, scene: Scene, concepts: frozenset[str]) -> Sentence:
    number = sentence.sentence
    layers = (
        ("date", scene.dates),
        ("official", scene.officials),
        ("institution", scene.institutions),
        ("place", scene.places),
    )
    named = [name for name, rows in layers if any(row.sentence == number for row in rows)]
    if named:
        return _used(sentence, "context", "names " + ", ".join(named))
    spoken = sorted(concepts - _GRAMMAR)
    if spoken:
        return _used(sentence, "context", "speaks of " + ", ".join(spoken[:3]))
    return _used(sentence, "unexplained", None)


def _used(sentence: Sentence, use: SentenceUse, why: str | None) -> Sentence:
    """The sentence with its use; ``replace`` takes several times as long, and every sentence comes by here."""
    where = (sentence.doc_id, sentence.segment, sentence.sentence, sentence.start_char, sentence.end_char)
    return Sentence(*where, use, why)
