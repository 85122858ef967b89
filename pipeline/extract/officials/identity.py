"""Ids of persons that are the same over runs, machines and languages."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping

from pipeline.language.people import KnownPerson

# Offices between which one person commonly moves: a councillor who becomes mayor stays one person, a mayor and a
# teacher of one name in one town stay two.
SPHERES = {
    "mayor": "town",
    "deputy_mayor": "town",
    "city_councillor": "town",
    "city_councillor_executive": "town",
    "council_chair": "town",
    "minister": "state",
    "deputy_minister": "state",
    "head_of_state": "state",
    "head_of_government": "state",
    "member_of_parliament": "state",
    "director": "office",
    "deputy_director": "office",
}


def person_id(folded: str, role: str, place: str | int | None) -> str:
    """The id of a person: readable name and a digest of what keeps two persons of one name apart."""
    sphere = SPHERES.get(role, role)
    digest = hashlib.sha256(f"{folded}|{sphere}|{place or ''}".encode()).hexdigest()[:8]
    return f"{folded.replace(' ', '-')}-{digest}"


def known_person(
    people: Mapping[str, tuple[KnownPerson, ...]], folded: str, role: str, place: str | None
) -> KnownPerson | None:
    """The person of the user's overlay that a mention is, None if none fits."""
    for person in people.get(folded, ()):
        if person.role in (None, role) and (person.place is None or place is None or person.place == place):
            return person
    return None
