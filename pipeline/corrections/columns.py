"""What a correction may change, and how its values are read."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from functools import cache
from pathlib import Path
from types import UnionType
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

from pipeline.extract.dates.edtf import first_day, last_day
from pipeline.language.files import read_csv
from pipeline.tables import DOCUMENT_TABLES

#: Table → columns that may be changed; what hangs on them (first and last day, ids) is made anew.
EDITABLE: Mapping[str, tuple[str, ...]] = {
    "documents": ("title", "published"),
    "dates": ("edtf", "kind"),
    "officials": ("name", "titles", "role", "role_text", "place", "organisation"),
    "institutions": ("name", "acronym", "type", "place"),
    "places": ("name", "kind", "geonames_id", "country", "latitude", "longitude"),
    "topics": (),
    "events": (
        "type", "status", "edtf", "host_place", "host_geonames_id", "guest_places", "delegation_size", "main",
    ),
    "participants": ("side", "lead"),
}  # fmt: skip
#: Table → the column by whose text a row is known; a document is known by its key.
EVIDENCE: Mapping[str, str] = {
    "dates": "text",
    "officials": "text",
    "institutions": "text",
    "places": "text",
    "topics": "topic",
    "events": "summary",
    "participants": "name",
}
#: Table → the column that a row must be given when it is added.
ADDED: Mapping[str, str] = {
    "dates": "edtf",
    "officials": "role",
    "institutions": "type",
    "places": "kind",
    "topics": "topic",
    "events": "type",
}
#: Tables across documents whose rows can be merged and, for people, split.
RESOLVED = ("people", "organisations")
#: (table, column) → file of models/shared whose ids the column may hold.
_CONTROLLED = {
    ("officials", "role"): "roles.csv",
    ("institutions", "type"): "institution_types.csv",
    ("topics", "topic"): "topics.csv",
    ("events", "type"): "event_types.csv",
}
#: What an EDTF point of ours may look like (see :mod:`pipeline.extract.dates.edtf`).
_POINT = re.compile(r"(?:\d{4}|XXXX)(?:-\d{2}(?:-\d{2})?)?|\d{3}X|\d{2}XX")
_TRUTHS = {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False}


def read_value(table: str, column: str, text: str | None, models: Path) -> Any:
    """The value of a column as a record holds it; an empty text is null.

    Args:
        table: name of the table.
        column: one of its columns.
        text: what the overlay says; a list has semicolons between its items.
        models: folder of the language packs, for controlled values.

    Raises:
        ValueError: the column cannot hold that; the message says what it can.
    """
    known = allowed_values(table, column, models)
    if known and text not in known:
        raise ValueError(f"{column} {text or ''!r} is not one of {', '.join(known)}")
    if column == "edtf" and text:
        _check_edtf(text)
    try:
        return _read(get_type_hints(DOCUMENT_TABLES[table])[column], text)
    except ValueError as error:
        raise ValueError(f"{column} {text or ''!r}: {error}") from error


@cache
def allowed_values(table: str, column: str, models: Path) -> tuple[str, ...]:
    """The controlled values of a column; none if it is free."""
    file = _CONTROLLED.get((table, column))
    if file:
        return tuple(row["id"] for _, row in read_csv(models / "shared" / file, ("id",)))
    hint = get_type_hints(DOCUMENT_TABLES[table])[column]
    return get_args(hint) if get_origin(hint) is Literal else ()


def _read(hint: Any, text: str | None) -> Any:
    if get_origin(hint) in (Union, UnionType):
        inner = next(kind for kind in get_args(hint) if kind is not type(None))
        return _read(inner, text) if text else None
    if get_origin(hint) is tuple:
        return tuple(item.strip() for item in (text or "").split(";") if item.strip())
    if not text:
        raise ValueError("it needs a value")
    return _PLAIN.get(hint, str)(text)


def _truth(text: str) -> bool:
    if text.casefold() not in _TRUTHS:
        raise ValueError("neither true nor false")
    return _TRUTHS[text.casefold()]


_PLAIN: Mapping[Any, Callable[[str], Any]] = {bool: _truth, date: date.fromisoformat, int: int, float: float}


def _check_edtf(text: str) -> None:
    """Raise ValueError unless the ends are EDTF points that exist."""
    points = text.split("/")
    if len(points) > 2 or any(point != ".." and not _POINT.fullmatch(point) for point in points) or text == "../..":
        raise ValueError(f"{text!r} is not EDTF like 2019-05-12, 2019-05-12/2019-05-14, 2019-05, XXXX-05-12 or 2019/..")
    try:
        # The days of an unknown year are tried in a leap year.
        ends = [(first_day(p), last_day(p)) for p in (point.replace("XXXX", "2000") for point in points) if p != ".."]
    except ValueError:
        raise ValueError(f"{text!r}: there is no such day") from None
    if len(ends) == 2 and "XXXX" not in text and ends[0][0] > ends[1][1]:  # type: ignore[operator]
        raise ValueError(f"{text!r} ends before it begins")
