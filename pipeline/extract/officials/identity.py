"""Ids of persons that are the same over runs, machines and languages."""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Mapping

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


def fold_name(name: str, letters: Mapping[str, str]) -> str:
    """A name without marks, case, script and order of its words: equal for ``Łoś Paulina`` and ``Paulina Los``."""
    spelled = "".join(letters.get(char, char) for char in name.casefold())
    plain = "".join(char for char in unicodedata.normalize("NFKD", spelled) if not unicodedata.combining(char))
    return " ".join(sorted("".join(c if c.isalnum() else " " for c in plain).split()))


def person_id(folded: str, role: str, place: str | int | None) -> str:
    """The id of a person: readable name and a digest of what keeps two persons of one name apart."""
    sphere = SPHERES.get(role, role)
    digest = hashlib.sha256(f"{folded}|{sphere}|{place or ''}".encode()).hexdigest()[:8]
    return f"{folded.replace(' ', '-')}-{digest}"
