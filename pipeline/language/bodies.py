"""Institutions that a user has told us about: ``institutions.csv`` in the folder of overlays.

Columns: id, language (empty for all), name, acronym, type, place, note. Rows of one id are one body: its names in
several languages, spelled as they stand or in base form. What a row says wins over what the pipeline works out.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from pipeline.language.files import PackError, read_csv

_COLUMNS = ("id", "language", "name", "acronym", "type", "place", "note")


@dataclass(frozen=True, slots=True)
class KnownBody:
    """An institution of the overlay in one language.

    Attributes:
        institution_id: the id that the institution's rows get, in every language.
        name: its name in the language, base form.
        acronym: None if it has none.
        type: controlled type.
        place: base form in the language, None if not told.
    """

    institution_id: str
    name: str
    acronym: str | None
    type: str
    place: str | None


def fold_body(name: str) -> str:
    """The form under which names of institutions are compared: without case and quotation marks."""
    return " ".join(name.casefold().translate(_QUOTES).split())


_QUOTES = str.maketrans("", "", '„“”«»"‚‘')


@lru_cache(maxsize=64)
def load_bodies(local: Path, shared: Path, language: str) -> Mapping[str, KnownBody]:
    """Folded name or acronym → body, for one language; empty if the folder has no ``institutions.csv``.

    Raises:
        PackError: the file is faulty, or a row has no id, no name, or an unknown type.
    """
    path = local / "institutions.csv"
    if not path.is_file():
        return {}
    types = {row["id"] for _, row in read_csv(shared / "institution_types.csv", ("id",))}
    bodies: dict[str, KnownBody] = {}
    for number, row in read_csv(path, _COLUMNS):
        if not row["id"] or not row["name"]:
            raise PackError(path, number, "id and name must be given")
        if row["type"] not in types:
            raise PackError(path, number, f"unknown type {row['type']!r}")
        if row["language"] in ("", language):
            body = KnownBody(row["id"], row["name"], row["acronym"] or None, row["type"], row["place"] or None)
            bodies.setdefault(fold_body(row["name"]), body)
    return bodies
