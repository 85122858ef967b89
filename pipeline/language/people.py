"""Persons that a user has told us about: ``people.csv`` in the folder of overlays.

Columns: name, aliases (separated by ``|``, in any script and order of words), person_id, role (controlled id, may be
empty), place (may be empty), note. A row holds where its role and place, if given, do not contradict the text.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from pipeline.language.files import PackError, read_csv
from pipeline.language.letters import load_letters

_COLUMNS = ("name", "aliases", "person_id", "role", "place", "note")


@dataclass(frozen=True, slots=True)
class KnownPerson:
    """A person of the overlay.

    Attributes:
        person_id: the id that the person's rows get.
        role: controlled role, None if any.
        place: place of the office, None if any.
    """

    person_id: str
    role: str | None
    place: str | None


def fold_name(name: str, letters: Mapping[str, str]) -> str:
    """A name without marks, case, script and order of its words: equal for ``Łoś Paulina`` and ``Paulina Los``."""
    spelled = "".join(letters.get(char, char) for char in name.casefold())
    plain = "".join(char for char in unicodedata.normalize("NFKD", spelled) if not unicodedata.combining(char))
    return " ".join(sorted("".join(c if c.isalnum() else " " for c in plain).split()))


@lru_cache(maxsize=20_000)  # the same officials return in every release of a place
def folded(name: str, shared: Path) -> str:
    """As :func:`fold_name`, with the Latin spellings that all languages share."""
    return fold_name(name, load_letters(shared))


@lru_cache(maxsize=16)
def load_people(local: Path, shared: Path) -> Mapping[str, tuple[KnownPerson, ...]]:
    """Folded name → persons of that name; empty if the folder has no ``people.csv``.

    Raises:
        PackError: the file is faulty, or a row has no name, no id, or an unknown role.
    """
    path = local / "people.csv"
    if not path.is_file():
        return {}
    letters = load_letters(shared)
    roles = {row["id"] for _, row in read_csv(shared / "roles.csv", ("id",))}
    people: dict[str, tuple[KnownPerson, ...]] = {}
    for number, row in read_csv(path, _COLUMNS):
        if not row["name"] or not row["person_id"]:
            raise PackError(path, number, "name and person_id must be given")
        if row["role"] and row["role"] not in roles:
            raise PackError(path, number, f"unknown role {row['role']!r}")
        person = KnownPerson(row["person_id"], row["role"] or None, row["place"] or None)
        for name in (row["name"], *filter(None, row["aliases"].split("|"))):
            folded = fold_name(name, letters)
            people[folded] = (*people.get(folded, ()), person)
    return people
