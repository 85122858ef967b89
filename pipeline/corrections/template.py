"""A template: every row of a run that can be corrected, as a line of an overlay that only wants its action."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from pipeline.corrections.columns import EDITABLE, EVIDENCE
from pipeline.tables import read_rows

Row = Mapping[str, Any]

#: Columns across documents that tell which row a merger or split may mean.
_ACROSS = {"people": "person_id", "organisations": "institution_id"}


def template_lines(extracted: Path) -> Iterator[dict[str, Any]]:
    """Lines of a template, document by document, then people and organisations.

    ``found`` shows what the row holds; it is there to be read and means nothing in an overlay.

    Raises:
        FileNotFoundError: a table is missing.
        ValueError: a table has another schema version.
    """
    by_document: dict[str, list[dict[str, Any]]] = {row["doc_id"]: [] for row in read_rows(extracted, "documents")}
    for table in EDITABLE:
        for row in read_rows(extracted, table):
            by_document[row["doc_id"]].append(_line(table, row))
    for lines in by_document.values():
        yield from lines
    for table, key in _ACROSS.items():
        for row in read_rows(extracted, table):
            names = "; ".join(dict.fromkeys(name["name"] for name in row["names"]))
            yield {"table": table, "id": row[key], "text": row["name"], "found": names}


def _line(table: str, row: Row) -> dict[str, Any]:
    shown = (f"{column}: {_shown(row[column])}" for column in EDITABLE[table] if row[column] not in (None, "", []))
    return {
        "table": table,
        "doc_id": row["doc_id"],
        "id": row.get("event_id"),
        "start_char": row.get("start_char"),
        "end_char": row.get("end_char"),
        "text": row[EVIDENCE[table]].strip() if table in EVIDENCE else None,
        "found": " · ".join(shown),
    }


def _shown(value: Any) -> str:
    return "; ".join(map(str, value)) if isinstance(value, list) else str(value)
