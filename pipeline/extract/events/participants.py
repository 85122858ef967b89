"""Who took part in an event, and on which side."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from typing import TypeVar

from pipeline.extract.events.decision import Decision
from pipeline.extract.events.mentions import Candidate
from pipeline.extract.events.scene import Scene
from pipeline.extract.events.sides import Sides
from pipeline.records import Event, Institution, Official, Participant, Side

R = TypeVar("R", Official, Institution)
_LEAD_REACH = 90  # characters between a word for leading and the name of who leads


def find_participants(
    scene: Scene, decision: Decision, event: Event, places: Sequence[Candidate], sides: Sides
) -> tuple[Participant, ...]:
    """Officials and institutions of the event: those of the whole article for its main event, else of its sentence.

    Args:
        scene: the article.
        decision: what is known of the event's kind and time.
        event: the event.
        places: the article's places, whose mentions tell which body or function belongs to which.
        sides: where the event took place and where its guests came from.
    """
    sentences = None if decision.main else {event.sentence}
    side_of = {
        mention.start_char: side for place in places if (side := _side(place, sides)) for mention in place.mentions
    }
    officials = _first_mentions(scene.officials, sentences)
    leader = _leader(scene, officials, side_of)
    rows = [_official(row, event, side_of, leader) for row in officials]
    institutions = _first_mentions(scene.institutions, sentences)
    return (*rows, *(_institution(row, event, side_of) for row in institutions))


def _side(place: Candidate, sides: Sides) -> Side | None:
    """The side of a place: host or guest itself, or in the country of only one of the two sides."""
    if sides.host is not None and place.name == sides.host.name:
        return "host"
    if any(place.name == guest.name for guest in sides.guests):
        return "guest"
    hosts = {sides.host.country} if sides.host else set()
    guests = {guest.country for guest in sides.guests}
    if place.country is None or not hosts or not guests or None in hosts | guests or hosts & guests:
        return None
    return "host" if place.country in hosts else "guest" if place.country in guests else None


def _first_mentions(rows: tuple[R, ...], sentences: set[int] | None) -> list[R]:
    seen: dict[str, R] = {}
    for row in rows:
        if sentences is None or row.sentence in sentences:
            seen.setdefault(row.name, row)
    return list(seen.values())


def _leader(scene: Scene, officials: list[Official], side_of: Mapping[int, Side]) -> str | None:
    """The official right after a word for leading a delegation, if not of the host's side."""
    names = {row.name for row in officials if side_of.get(row.start_char) != "host"}
    for start in _leading(scene):
        for row in scene.officials[bisect_left(scene.officials, start, key=lambda row: row.start_char) :]:
            if row.start_char - start > _LEAD_REACH:
                break
            if row.name in names:
                return row.name
    return None


def _leading(scene: Scene) -> Iterator[int]:
    return (hit.start_char for hit in scene.hits if hit.concept == "lead")


def _official(row: Official, event: Event, side_of: Mapping[int, Side], leader: str | None) -> Participant:
    return Participant(
        doc_id=event.doc_id,
        event_id=event.event_id,
        kind="official",
        name=row.name,
        person_id=row.person_id,
        institution_id=None,
        side=side_of.get(row.start_char, "unknown"),
        lead=row.name == leader,
    )


def _institution(row: Institution, event: Event, side_of: Mapping[int, Side]) -> Participant:
    return Participant(
        doc_id=event.doc_id,
        event_id=event.event_id,
        kind="institution",
        name=row.name,
        person_id=None,
        institution_id=row.institution_id,
        side=side_of.get(row.start_char, "unknown"),
        lead=False,
    )
