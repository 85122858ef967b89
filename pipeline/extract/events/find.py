"""Put the events of a document together: what, when, where, who."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import blake2b
from typing import Any

from pipeline.extract.events.coverage import account
from pipeline.extract.events.decide import decide
from pipeline.extract.events.decision import Decision
from pipeline.extract.events.kinds import VISITISH
from pipeline.extract.events.mentions import Candidate, entry_of, possible_places
from pipeline.extract.events.participants import find_participants
from pipeline.extract.events.scene import Scene, set_scenes
from pipeline.extract.events.sides import Sides, find_sides, is_part, share_sides
from pipeline.extract.events.status import find_size, find_status
from pipeline.extract.events.times import Time
from pipeline.gazetteer import Gazetteer
from pipeline.language import LanguagePack
from pipeline.records import (
    AnnotatedDocument,
    CalendarDate,
    Event,
    Institution,
    Official,
    Participant,
    Place,
    Sentence,
    Topic,
)
from pipeline.settings import Settings


@dataclass(frozen=True)
class Told:
    """An event with everything that belongs to it."""

    scene: Scene
    decision: Decision
    event: Event
    participants: tuple[Participant, ...]


def find_events(
    document: AnnotatedDocument,
    dates: Iterable[CalendarDate],
    places: Iterable[Place],
    institutions: Iterable[Institution],
    officials: Iterable[Official],
    topics: Iterable[Topic],
    pack: LanguagePack,
    gazetteer: Gazetteer,
    settings: Settings,
) -> tuple[tuple[Event, ...], tuple[Participant, ...], tuple[Sentence, ...]]:
    """The events that a document reports, who took part, and what each sentence was used for.

    An article gives at most one main event and others that stand at a time of their own; each takes its time,
    places and people from its own article only.

    Returns:
        Events by article, the main one first; their participants; the document's sentences with ``use`` and ``why``.
    """
    scenes = list(set_scenes(document, pack.events, dates, places, institutions, officials))
    ids = tuple(topic.topic for topic in topics)
    told = [found for scene in scenes for found in _tell(scene, ids, pack, gazetteer)]
    sentences = account(document, scenes, [(item.event, item.decision, item.participants) for item in told])
    participants = tuple(row for item in told for row in item.participants)
    return tuple(item.event for item in told), participants, sentences


def _tell(scene: Scene, topics: tuple[str, ...], pack: LanguagePack, gazetteer: Gazetteer) -> list[Told]:
    told: list[Told] = []
    first: Sides | None = None
    decisions = decide(scene, pack.events)
    places = possible_places(scene, pack, gazetteer) if decisions else []
    main = {row.sentence for d in decisions if d.main for row in (d.time.rows if d.time else ())}
    further = frozenset(d.sentence for d in decisions if not d.main and d.type in VISITISH) - main
    for decision in decisions:
        if first is not None and is_part(decision, decisions[0]):
            sides = first
        else:
            sides = find_sides(scene, decision, places, further, pack)
            sides = share_sides(sides, decision, first, decisions[0]) if first else sides
        first = first or sides
        event = _event(scene, decision, sides, topics, pack, gazetteer)
        told.append(Told(scene, decision, event, find_participants(scene, decision, event, places, sides)))
    return told


def _event(
    scene: Scene,
    decision: Decision,
    sides: Sides,
    topics: tuple[str, ...],
    pack: LanguagePack,
    gazetteer: Gazetteer,
) -> Event:
    sentence = next((s for s in scene.sentences if s.sentence == decision.sentence), scene.sentences[0])
    status = find_status(scene, decision)
    plover_event, plover_mode = pack.events.plover[decision.type].of(status)
    return Event(
        doc_id=scene.document.doc_id,
        segment=scene.segment.segment,
        sentence=sentence.sentence,
        event_id=_event_id(scene, decision),
        type=decision.type,
        status=status,
        **_time(decision.time),
        **_places(sides, pack, gazetteer),
        delegation_size=find_size(scene, pack) if decision.main and decision.type in VISITISH else None,
        main=decision.main,
        summary=scene.document.text[sentence.start_char : sentence.end_char],
        start_char=sentence.start_char,
        end_char=sentence.end_char,
        topics=topics,
        plover_event=plover_event,
        plover_mode=plover_mode,
        confidence=round(decision.probability, 3),
    )


def _usual_name(place: Candidate, pack: LanguagePack, gazetteer: Gazetteer) -> str:
    """The place's name, of a state its short one: ``Deutschland`` for ``Bundesrepublik Deutschland``."""
    entry = gazetteer.by_id(place.geonames_id) if place.kind == "country" and place.geonames_id is not None else None
    short = gazetteer.name_of(entry, pack.code) if entry else place.name
    return short if short in place.name else place.name


def _event_id(scene: Scene, decision: Decision) -> str:
    """Depends on the document, the article and what the event is, not on how many others were found."""
    when = decision.time.edtf if decision.time else ""
    key = f"{scene.document.doc_id}\n{scene.segment.segment}\n{decision.type}\n{when}"
    return "e" + blake2b(key.encode(), digest_size=8).hexdigest()


def _places(sides: Sides, pack: LanguagePack, gazetteer: Gazetteer) -> dict[str, Any]:
    """The columns that tell where and from where."""
    return {
        "host_place": _usual_name(sides.host, pack, gazetteer) if sides.host else None,
        "host_geonames_id": _geonames_id(sides.host, pack, gazetteer),
        "guest_places": tuple(dict.fromkeys(_usual_name(guest, pack, gazetteer) for guest in sides.guests)),
    }


def _time(time: Time | None) -> dict[str, Any]:
    """The columns that tell when; days are unknown where the year is, and where the time is open."""
    if time is None:
        return dict.fromkeys(("edtf", "start", "end", "precision", "date_from"))
    texts = [row.text for row in (time.rows if time.joined else time.rows[:1])]
    known = not time.edtf.startswith("XXXX") and "/.." not in time.edtf
    return {
        "edtf": time.edtf,
        "start": time.low if known else None,
        "end": time.high if known else None,
        "precision": time.precision,
        "date_from": " … ".join(texts + ([time.length_text] if time.counted else [])),
    }


def _geonames_id(host: Candidate | None, pack: LanguagePack, gazetteer: Gazetteer) -> int | None:
    if host is None:
        return None
    if host.geonames_id is not None:
        return host.geonames_id
    entry = entry_of(host.name, pack, gazetteer)
    return entry.geonames_id if entry else None
