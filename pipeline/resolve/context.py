"""What the rows of one document cannot tell by themselves: its language and day, and which names mean one place."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

Row = Mapping[str, Any]
RowSource = Callable[[str, Sequence[str]], Iterable[Row]]
"""Gives the rows of a table with the named columns: from Parquet, row group by row group, or from records."""


@dataclass(frozen=True)
class Context:
    """Facts about documents and places.

    Attributes:
        languages: language of each document.
        days: publication day of each document, else the first day of its main event.
        place_ids: GeoNames id of each name of a place; names that most often stand for no known place are left out.
    """

    languages: Mapping[str, str]
    days: Mapping[str, date]
    place_ids: Mapping[str, int]

    def place_key(self, name: str | None) -> str | None:
        """A key that all names of one place share."""
        if not name:
            return None
        folded = name.casefold()
        found = self.place_ids.get(folded)
        return f"geonames:{found}" if found is not None else folded


def read_context(rows: RowSource) -> Context:
    """Read the context off the tables ``documents``, ``events`` and ``places``."""
    languages: dict[str, str] = {}
    days: dict[str, date] = {}
    for row in rows("documents", ("doc_id", "language", "published")):
        languages[row["doc_id"]] = row["language"] or "und"
        if row["published"]:
            days[row["doc_id"]] = row["published"]
    for row in rows("events", ("doc_id", "main", "start")):
        if row["main"] and row["start"]:
            days.setdefault(row["doc_id"], row["start"])
    return Context(languages, days, _place_ids(rows))


def _place_ids(rows: RowSource) -> dict[str, int]:
    counts: dict[str, Counter[int | None]] = {}
    for row in rows("places", ("name", "geonames_id")):
        counts.setdefault(row["name"].casefold(), Counter())[row["geonames_id"]] += 1
    best = {name: min(found, key=lambda i: (-found[i], i or 0)) for name, found in counts.items()}
    return {name: found for name, found in best.items() if found is not None}
