"""What a finished shard leaves beside its parts: the proof that they are whole, and of what they were made."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

import pyarrow as pa

from pipeline.shards.storage import LocalStorage, Storage
from pipeline.tables import DOCUMENT_TABLES, encode_parquet

FOLDER = "manifest"
_FORMAT = 1


@dataclass(frozen=True, slots=True)
class Part:
    """A written part file.

    Attributes:
        size: bytes.
        digest: hash of its bytes.
        rows: number of rows.
    """

    size: int
    digest: str
    rows: int


@dataclass(frozen=True, slots=True)
class Manifest:
    """A finished shard.

    Attributes:
        name: the shard's name.
        fingerprint: of input and configuration.
        languages: documents per language; the empty string is "not known".
        statuses: documents per status.
        parts: part file per table.
    """

    name: str
    fingerprint: str
    languages: Mapping[str, int]
    statuses: Mapping[str, int]
    parts: Mapping[str, Part]

    @property
    def documents(self) -> int:
        """Number of rows of ``documents``."""
        return self.parts["documents"].rows


def part_name(table: str, shard: str) -> str:
    """Name of a part file within the output folder."""
    return f"{table}/part-{shard}.parquet"


def manifest_name(shard: str) -> str:
    """Name of a shard's manifest within the output folder."""
    return f"{FOLDER}/{shard}.json"


def commit(
    storage: Storage, name: str, fingerprint: str, tables: Mapping[str, pa.Table], footer: Mapping[str, str]
) -> Manifest:
    """Write the parts of a shard, then its manifest: whatever has a manifest is whole.

    The old manifest goes first, so that a process killed between two parts leaves a shard that is done again.
    """
    storage.remove(manifest_name(name))
    parts = {table: write_part(storage, name, table, rows, footer) for table, rows in tables.items()}
    languages = _count(tables["documents"], "language") if "documents" in tables else {}
    statuses = _count(tables["documents"], "status") if "documents" in tables else {}
    manifest = Manifest(name, fingerprint, languages, statuses, parts)
    write_manifest(storage, manifest)
    return manifest


def write_part(storage: Storage, shard: str, table: str, rows: pa.Table, footer: Mapping[str, str]) -> Part:
    """Write one part file."""
    metadata = {**(rows.schema.metadata or {}), **{key.encode(): value.encode() for key, value in footer.items()}}
    data = encode_parquet(rows.replace_schema_metadata(metadata))
    storage.write(part_name(table, shard), data)
    return Part(len(data), _digest(data), rows.num_rows)


def write_manifest(storage: Storage, manifest: Manifest) -> None:
    """Write a manifest with a checksum of itself."""
    body = json.dumps(asdict(manifest), ensure_ascii=False, sort_keys=True)
    wrapped = {"format": _FORMAT, "checksum": _digest(body.encode()), "body": body}
    storage.write(manifest_name(manifest.name), json.dumps(wrapped).encode())


def read_manifest(storage: Storage, name: str) -> Manifest | None:
    """The manifest of a shard; None if there is none, or it is damaged or of another version."""
    try:
        wrapped = json.loads(storage.read(manifest_name(name)))
        body = wrapped["body"]
        if wrapped["format"] != _FORMAT or wrapped["checksum"] != _digest(body.encode()):
            return None
        values: dict[str, Any] = json.loads(body)
        values["parts"] = {table: Part(**part) for table, part in values["parts"].items()}
        return Manifest(**values)
    except (FileNotFoundError, ValueError, KeyError, TypeError, AttributeError):
        return None


def is_whole(storage: Storage, manifest: Manifest) -> bool:
    """Whether the parts are those that were written: by their bytes here, by their size on a remote store."""
    for table, part in manifest.parts.items():
        name = part_name(table, manifest.name)
        if storage.size(name) != part.size:
            return False
        if isinstance(storage, LocalStorage) and _digest(storage.read(name)) != part.digest:
            return False
    return True


def remove_shard(storage: Storage, name: str) -> None:
    """Remove a shard: its manifest first, so that half a shard is never taken for a whole one."""
    storage.remove(manifest_name(name))
    for table in DOCUMENT_TABLES:
        storage.remove(part_name(table, name))


def _digest(data: bytes) -> str:
    return hashlib.blake2b(data, digest_size=16).hexdigest()


def _count(table: pa.Table, column: str) -> dict[str, int]:
    counts = table.column(column).value_counts().to_pylist()
    return {entry["values"] or "": entry["counts"] for entry in sorted(counts, key=lambda e: e["values"] or "")}
