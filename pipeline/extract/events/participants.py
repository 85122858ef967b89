"""Who took part in an event, and on which side."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeVar

from pipeline.extract.events.decision import Decision
from pipeline.extract.events.scene import Scene
from pipeline.records import Event, Institution, Official, Participant, Side

R = TypeVar("R", Official, Institution)
_LEAD_REACH = 90  # characters between a word for leading and the name of who leads


def find_participants(scene: Scene, decision: Decision, event: Event) -> tuple[Participant, ...]:
    """Officials and institutions of the event: those of the whole article for its main event, else of its sentence."""
    sentences = None if decision.main else {event.sentence}
    officials = _first_mentions(scene.officials, sentences)
    institutions = _first_mentions(scene.institutions, sentences)
    leader = _leader(scene, officials, event)
    rows = [_official(row, event, leader) for row in officials]
    return (*rows, *(_institution(row, event) for row in institutions))


def _first_mentions(rows: tuple[R, ...], sentences: set[int] | None) -> list[R]:
    seen: dict[str, R] = {}
    for row in rows:
        if sentences is None or row.sentence in sentences:
            seen.setdefault(row.name, row)
    return list(seen.values())


def _leader(scene: Scene, officials: list[Official], event: Event) -> str | None:
    """The official right after a word for leading a delegation, if not of the host's side."""
    names = {row.name for row in officials if _side(row.place, event) != "host"}
    for start in _leading(scene):
        for row in scene.officials:
            if row.name in names and 0 <= row.start_char - start <= _LEAD_REACH:
                return row.name
    return None


def _leading(scene: Scene) -> Iterator[int]:
    return (hit.start_char for hit in scene.hits if hit.concept == "lead")


def _side(place: str | None, event: Event) -> Side:
    if place is None:
        return "unknown"
    folded = place.casefold()
    if event.host_place and folded == event.host_place.casefold():
        return "host"
    return "guest" if folded in {guest.casefold() for guest in event.guest_places} else "unknown"


def _official(row: Official, event: Event, leader: str | None) -> Participant:
    return Participant(
        doc_id=event.doc_id,
        event_id=event.event_id,
        kind="official",
        name=row.name,
        person_id=row.person_id,
        institution_id=None,
        side=_side(row.place, event),
        lead=row.name == leader,
    )


def _institution(row: Institution, event: Event) -> Participant:
    return Participant(
        doc_id=event.doc_id,
        event_id=event.event_id,
        kind="institution",
        name=row.name,
        person_id=None,
        institution_id=row.institution_id,
        side=_side(row.place, event),
        lead=False,
    )
