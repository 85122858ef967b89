"""How much was found in which language."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import pyarrow as pa

from pipeline.tables import DOCUMENT_TABLES

Tally = Mapping[str, Mapping[str, int]]


def tally_languages(tables: Mapping[str, pa.Table]) -> dict[str, dict[str, int]]:
    """Rows of each table per language of their document.

    Args:
        tables: all tables of some documents.

    Returns:
        Language code → table → rows, without tables that have none. The empty string is "not known", also of what went
        wrong before there was a document.
    """
    import pandas as pd  # slow to load, and a run over unchanged input needs none of it

    documents = tables["documents"].select(["doc_id", "language"]).to_pandas().drop_duplicates("doc_id")
    language = documents.set_index("doc_id")["language"]
    counts = {
        table: tables[table].column("doc_id").to_pandas().map(language).fillna("").value_counts()
        for table in DOCUMENT_TABLES
        if table in tables
    }
    rows = pd.DataFrame(counts).fillna(0).astype(int).sort_index().to_dict("index")
    return {str(code): {str(table): int(n) for table, n in found.items() if n} for code, found in rows.items()}


def add_tallies(tallies: Iterable[Tally]) -> dict[str, dict[str, int]]:
    """The sum of several, in the order of codes and tables."""
    total: dict[str, dict[str, int]] = {}
    for tally in tallies:
        for code, found in tally.items():
            mine = total.setdefault(code, {})
            for table, rows in found.items():
                mine[table] = mine.get(table, 0) + rows
    return {
        code: {table: total[code][table] for table in DOCUMENT_TABLES if table in total[code]} for code in sorted(total)
    }
