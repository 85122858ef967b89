"""The tables across documents, made again when a shard changed."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

from pipeline.shards.fingerprint import Configuration
from pipeline.shards.manifest import Manifest, commit, is_whole, read_manifest
from pipeline.shards.storage import Storage
from pipeline.tables import RESOLVED_TABLES, to_table

#: Name of the one part that each table across documents has.
RESOLVED = "resolved"


def resolve_shards(storage: Storage, shards: Sequence[Manifest], configuration: Configuration) -> Manifest:
    """Bring the tables across documents up to date with the shards."""
    fingerprint = _fingerprint(shards, configuration)
    old = read_manifest(storage, RESOLVED)
    if old and old.fingerprint == fingerprint and is_whole(storage, old):
        return old
    tables = {table: to_table(table, []) for table in RESOLVED_TABLES}
    return commit(storage, RESOLVED, fingerprint, tables, configuration.footer)


def _fingerprint(shards: Sequence[Manifest], configuration: Configuration) -> str:
    """Hash of all that the tables across documents depend on: the shards, which depend on everything else."""
    digest = hashlib.sha256(configuration.fingerprint.encode())
    for shard in shards:
        digest.update(f"\0{shard.name}\0{shard.fingerprint}".encode())
    return digest.hexdigest()
