"""Documents that a person has reviewed, as gold documents: fixtures that :func:`pipeline.validate.validate` reads."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import Path, PurePath
from typing import Any

from pipeline.tables import read_rows
from pipeline.validate.compare import first_by_name, read_edtf

Row = Mapping[str, Any]
_OFFICIAL = ("name", "titles", "role_text", "role", "place")
_INSTITUTION = ("name", "acronym", "type", "place")
_TABLES = ("dates", "officials", "institutions", "places", "topics", "events")


class GoldError(ValueError):
    """The fixtures cannot be written, and none was."""


def write_gold(extracted: Path, folder: Path, force: bool = False) -> list[Path]:
    """Write a gold document, and its text beside it, for every document that was accepted as a whole.

    Args:
        extracted: folder of a run's tables, made with the corrections.
        folder: where ``<stem of the source>.json`` and ``.txt`` go.
        force: replace files that exist.

    Returns:
        The gold documents.

    Raises:
        GoldError: no document was accepted, two have one stem, or a file exists.
        FileNotFoundError: a table is missing.
        ValueError: a table has another schema version.
    """
    reviewed = _reviewed(extracted)
    targets = {name: folder / f"{_stem(row)}.json" for name, row in reviewed.items()}
    _check(targets, force)
    found = {table: _by_document(read_rows(extracted, table)) for table in _TABLES}
    folder.mkdir(parents=True, exist_ok=True)
    for name, row in reviewed.items():
        gold = _gold(row, {table: rows.get(name, []) for table, rows in found.items()})
        targets[name].with_suffix(".txt").write_text(row["text"], "utf-8")
        targets[name].write_text(json.dumps(gold, ensure_ascii=False, indent=1) + "\n", "utf-8")
    return list(targets.values())


def _reviewed(extracted: Path) -> dict[str, Row]:
    """Rows of the documents that a correction accepts, by key."""
    said = read_rows(extracted, "corrections")
    accepted = {row["doc_id"] for row in said if (row["table"], row["action"]) == ("documents", "accept")}
    if not accepted:
        raise GoldError(f"no document of {extracted} was reviewed: a correction must accept its row of documents")
    return {row["doc_id"]: row for row in read_rows(extracted, "documents") if row["doc_id"] in accepted}


def _stem(row: Row) -> str:
    return PurePath(row["source"]).stem


def _check(targets: Mapping[str, Path], force: bool) -> None:
    seen: dict[Path, str] = {}
    for name, target in targets.items():
        if target in seen:
            raise GoldError(f"{seen[target]} and {name} would both be {target.name}; gold is known by its file")
        seen[target] = name
        for path in (target, target.with_suffix(".txt")):
            if path.exists() and not force:
                raise GoldError(f"{path} exists; --force replaces it")


def _by_document(rows: Iterable[Row]) -> dict[str, list[Row]]:
    grouped: dict[str, list[Row]] = {}
    for row in rows:
        grouped.setdefault(row["doc_id"], []).append(row)
    return grouped


def _gold(document: Row, found: Mapping[str, list[Row]]) -> dict[str, Any]:
    """A gold document; a field that the tables know no more of than gold wants is the table's."""
    return {
        "id": _stem(document),
        "language": document["language"],
        "published": str(document["published"]) if document["published"] else None,
        "dates": [_date(row) for row in found["dates"]],
        "officials": [_pick(row, _OFFICIAL) for row in first_by_name(found["officials"])],
        "people_other": [],
        "institutions": [_pick(row, _INSTITUTION) for row in first_by_name(found["institutions"])],
        "places": [row["name"] for row in first_by_name(found["places"])],
        "events": [_event(row) for row in found["events"]],
        "topics": [row["topic"] for row in found["topics"]],
    }


def _date(row: Row) -> dict[str, Any]:
    start, end = read_edtf(row["edtf"])
    inferable = "year" in row["inferred"]
    return {"text": row["text"], "start": start, "end": end, "precision": row["precision"], "year_inferable": inferable}


def _event(row: Row) -> dict[str, Any]:
    start, end = read_edtf(row["edtf"])
    told = _pick(row, ("type", "main", "host_place", "guest_places", "delegation_size", "status"))
    return {**told, "start": start, "end": end, "what": row["summary"]}


def _pick(row: Row, columns: Iterable[str]) -> dict[str, Any]:
    return {column: row[column] for column in columns}
