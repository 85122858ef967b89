"""The tables across documents, made again when a shard changed."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.shards.fingerprint import Configuration
from pipeline.shards.manifest import Manifest, write_part
from pipeline.shards.storage import Storage
from pipeline.tables import RESOLVED_TABLES, to_table

_NAME = "resolved"


def resolve_shards(storage: Storage, manifests: Sequence[Manifest], configuration: Configuration) -> dict[str, int]:
    """Rows per table across documents, written as one part each."""
    rows = {}
    for table in RESOLVED_TABLES:
        part = write_part(storage, _NAME, table, to_table(table, []), configuration.footer)
        rows[table] = part.rows
    return rows
