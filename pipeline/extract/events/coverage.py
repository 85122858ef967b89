"""The coverage account: what each sentence of a document was used for, and why."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pipeline.extract.events.decision import Decision
from pipeline.extract.events.kinds import TRIGGERS
from pipeline.extract.events.scene import Scene
from pipeline.records import AnnotatedDocument, Event, Participant, Sentence, SentenceUse

_GRAMMAR = frozenset({"past", "future", "since", "we"})
"""Concepts that say nothing by themselves."""
Told = tuple[Event, Decision, tuple[Participant, ...]]


def account(document: AnnotatedDocument, scenes: Sequence[Scene], told: Sequence[Told]) -> tuple[Sentence, ...]:
    """The document's sentences with ``use`` and ``why``; what was boilerplate stays so."""
    own: dict[int, list[Told]] = {}
    for item in told:
        own.setdefault(item[0].segment, []).append(item)
    by_segment = {scene.segment.segment: _Account.of(scene, own.get(scene.segment.segment, ())) for scene in scenes}
    rows = []
    for sentence in document.sentences:
        known = by_segment.get(sentence.segment)
        if sentence.use == "boilerplate" or known is None:
            rows.append(sentence if sentence.use == "boilerplate" else _used(sentence, "boilerplate", "list"))
        else:
            rows.append(_explain(sentence, known))
    return tuple(rows)


@dataclass(frozen=True, slots=True)
class _Account:
    """What the sentences of a segment were used for.

    Attributes:
        scene: the segment.
        telling: per sentence the reason that the first event gives which it tells or dates.
        named: per type of the main events, the sentences that name their participants.
        layers: per kind of finding, the sentences that hold one.
    """

    scene: Scene
    telling: Mapping[int, str]
    named: Sequence[tuple[str, frozenset[int]]]
    layers: Sequence[tuple[str, frozenset[int]]]

    @classmethod
    def of(cls, scene: Scene, told: Sequence[Told]) -> _Account:
        """The account of a segment and of the events told in it."""
        telling: dict[int, str] = {}
        for event, decision, _ in told:
            telling.setdefault(event.sentence, f"tells the {event.type}")
            for row in decision.time.rows if decision.time else ():
                telling.setdefault(row.sentence, f"gives the time of the {event.type}")
        named = []
        for event, _, participants in told:
            names = {row.name for row in participants}
            if event.main:
                named.append((event.type, frozenset(r.sentence for r in scene.officials if r.name in names)))
        found = (("date", scene.dates), ("official", scene.officials))
        found_in = (("institution", scene.institutions), ("place", scene.places))
        layers = [(name, frozenset(row.sentence for row in rows)) for name, rows in (*found, *found_in)]
        return cls(scene, telling, named, layers)


def _explain(sentence: Sentence, known: _Account) -> Sentence:
    number = sentence.sentence
    if why := known.telling.get(number):
        return _used(sentence, "event", why)
    concepts = known.scene.concepts_of_sentence(number)
    for type_, naming in known.named:
        if concepts & TRIGGERS[type_]:
            return _used(sentence, "event", f"speaks of the {type_}")
        if number in naming:
            return _used(sentence, "event", f"names participants of the {type_}")
    if named := [name for name, sentences in known.layers if number in sentences]:
        return _used(sentence, "context", "names " + ", ".join(named))
    if spoken := sorted(concepts - _GRAMMAR):
        return _used(sentence, "context", "speaks of " + ", ".join(spoken[:3]))
    return _used(sentence, "unexplained", None)


def _used(sentence: Sentence, use: SentenceUse, why: str | None) -> Sentence:
    """The sentence with its use; ``replace`` takes several times as long, and every sentence comes by here."""
    where = (sentence.doc_id, sentence.segment, sentence.sentence, sentence.start_char, sentence.end_char)
    return Sentence(*where, use, why)
