"""What changed between two runs: rows added, lost and changed, per table and language, with their evidence."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from pipeline.tables import TABLES, read_rows

Row = Mapping[str, Any]
Change = Literal["added", "lost", "changed"]

#: What makes a row the same row in both runs. Rows of spans are told by their characters.
_KEYS: Mapping[str, tuple[str, ...]] = {
    "documents": ("doc_id",),
    "segments": ("doc_id", "segment"),
    "sentences": ("doc_id", "start_char", "end_char"),
    "topics": ("doc_id", "topic"),
    "events": ("doc_id", "type", "start_char", "end_char"),
    "participants": ("doc_id", "event_id", "kind", "name"),
    "corrections": ("table", "doc_id", "id", "text", "action", "column"),
    "problems": ("source", "doc_id", "stage", "error"),
    "people": ("person_id",),
    "organisations": ("institution_id",),
    "visits": ("visit_id",),
    "agreements": ("agreement_id",),
}
_SPAN = ("doc_id", "start_char", "end_char")
_EVIDENCE_CHARS = 60


@dataclass(frozen=True, slots=True)
class Difference:
    """One row that is not the same in both runs.

    Attributes:
        table: name of the table.
        change: added, lost or changed.
        language: language of the row's document, None for tables across documents.
        key: values that identify the row.
        columns: for a changed row, column → (old, new).
        evidence: the characters around the row's span, or the row's main value.
    """

    table: str
    change: Change
    language: str | None
    key: tuple[str, ...]
    columns: Mapping[str, tuple[str, str]]
    evidence: str


@dataclass(frozen=True, slots=True)
class Comparison:
    """All differences, and how many rows both runs have together."""

    differences: tuple[Difference, ...]
    rows: int

    @property
    def share(self) -> float:
        """Differing rows per row, 0 to 1."""
        return len(self.differences) / self.rows if self.rows else 0.0

    def counts(self) -> dict[tuple[str, str], dict[Change, int]]:
        """(table, language) → change → number of rows."""
        found: dict[tuple[str, str], dict[Change, int]] = {}
        for item in self.differences:
            cell = found.setdefault((item.table, item.language or "all"), {"added": 0, "lost": 0, "changed": 0})
            cell[item.change] += 1
        return dict(sorted(found.items()))


def compare(old: Path, new: Path) -> Comparison:
    """Compare two runs' tables.

    Raises:
        FileNotFoundError: a table is missing in one of them.
        ValueError: a part has another schema version.
    """
    documents = {row["doc_id"]: row for folder in (old, new) for row in read_rows(folder, "documents")}
    differences: list[Difference] = []
    rows = 0
    for table in TABLES:
        before, after = _keyed(read_rows(old, table), table), _keyed(read_rows(new, table), table)
        rows += len(before.keys() | after.keys())
        differences.extend(_compare_table(table, before, after, documents))
    return Comparison(tuple(differences), rows)


def _keyed(rows: list[dict[str, Any]], table: str) -> dict[tuple[str, ...], Row]:
    """Rows by their key; rows of one key are numbered in their order."""
    keyed: dict[tuple[str, ...], Row] = {}
    for row in rows:
        key = tuple(str(row[column]) for column in _KEYS.get(table, _SPAN))
        number = 0
        while (*key, str(number)) in keyed:
            number += 1
        keyed[(*key, str(number))] = row
    return keyed


def _order(key: tuple[str, ...]) -> list[str]:
    """Numbers by size, not by their first digit."""
    return [part.zfill(12) if part.isdigit() else part for part in key]


def _compare_table(
    table: str,
    before: Mapping[tuple[str, ...], Row],
    after: Mapping[tuple[str, ...], Row],
    documents: Mapping[str, Row],
) -> Iterator[Difference]:
    for key in sorted(before.keys() | after.keys(), key=_order):
        old, new = before.get(key), after.get(key)
        row = new or old
        assert row is not None
        columns: dict[str, tuple[str, str]] = {}
        if old and new:
            columns = {name: (str(old[name]), str(new[name])) for name in new if old[name] != new[name]}
            if not columns:
                continue
        change: Change = "changed" if old and new else "added" if new else "lost"
        document = documents.get(str(row.get("doc_id")), {})
        yield Difference(table, change, document.get("language"), key[:-1], columns, _evidence(row, document))


def _evidence(row: Row, document: Row) -> str:
    """The span's surroundings, one line; a row without a span shows its name or summary."""
    start, end, text = row.get("start_char"), row.get("end_char"), document.get("text")
    if start is None or end is None or not text:
        return str(row.get("name") or row.get("topic") or row.get("message") or row.get("title") or "")
    before, after = text[max(0, start - _EVIDENCE_CHARS) : start], text[end : end + _EVIDENCE_CHARS]
    return " ".join(f"{before}⟦{text[start:end]}⟧{after}".split())
