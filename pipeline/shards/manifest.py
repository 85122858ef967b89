"""What a finished shard leaves beside its parts: the proof that they are whole, and of what they were made."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

import pyarrow as pa

from pipeline.shards.storage import LocalStorage, Storage
from pipeline.shards.tally import Tally, tally_languages
from pipeline.tables import DOCUMENT_TABLES, encode_parquet

FOLDER = "manifest"
_FORMAT = 1
_IDS = ".ids.parquet"

#: Columns that hold ids which documents give by themselves, and which are replaced when documents are joined.
ID_COLUMNS = (
    ("officials", "person_id"),
    ("participants", "person_id"),
    ("participants", "institution_id"),
    ("institutions", "institution_id"),
)


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
        languages: rows per table of the documents of each language; the empty string is "not known".
        statuses: documents per status.
        parts: part file per table.
        ids: file of the ids that documents gave by themselves, None for tables across documents.
        corrected: hash of the corrections of its documents, empty if there are none.
    """

    name: str
    fingerprint: str
    languages: Tally
    statuses: Mapping[str, int]
    parts: Mapping[str, Part]
    ids: Part | None
    corrected: str = ""

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


def ids_name(shard: str) -> str:
    """Name of the file of a shard's own ids within the output folder."""
    return f"{FOLDER}/{shard}{_IDS}"


def commit(
    storage: Storage,
    name: str,
    fingerprint: str,
    tables: Mapping[str, pa.Table],
    footer: Mapping[str, str],
    corrected: str = "",
) -> Manifest:
    """Write the parts of a shard, then its manifest: whatever has a manifest is whole.

    The old manifest goes first, so that a process killed between two parts leaves a shard that is done again.
    """
    storage.remove(manifest_name(name))
    parts = {table: write_part(storage, name, table, rows, footer) for table, rows in tables.items()}
    if "documents" in tables:
        statuses = _count(tables["documents"], "status")
        ids = _write_ids(storage, name, tables)
        manifest = Manifest(name, fingerprint, tally_languages(tables), statuses, parts, ids, corrected)
    else:
        manifest = Manifest(name, fingerprint, {}, {}, parts, None)
    write_manifest(storage, manifest)
    return manifest


def _write_ids(storage: Storage, shard: str, tables: Mapping[str, pa.Table]) -> Part:
    """Keep the ids that documents gave: joining must start from them again when other documents change."""
    columns = {f"{table}.{column}": [tables[table].column(column).to_pylist()] for table, column in ID_COLUMNS}
    data = encode_parquet(pa.table(columns, schema=pa.schema([(name, pa.list_(pa.string())) for name in columns])))
    storage.write(ids_name(shard), data)
    return Part(len(data), _digest(data), 1)


def write_part(
    storage: Storage, shard: str, table: str, rows: pa.Table, footer: Mapping[str, str] | None = None
) -> Part:
    """Write one part file; without a footer the rows keep what their schema says."""
    added = {key.encode(): value.encode() for key, value in (footer or {}).items()}
    data = encode_parquet(rows.replace_schema_metadata({**(rows.schema.metadata or {}), **added}))
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
        values["ids"] = Part(**values["ids"]) if values["ids"] else None
        return Manifest(**values)
    except (FileNotFoundError, ValueError, KeyError, TypeError, AttributeError):
        return None


def is_whole(storage: Storage, manifest: Manifest) -> bool:
    """Whether the parts are those that were written: by their bytes here, by their size on a remote store."""
    files = {part_name(table, manifest.name): part for table, part in manifest.parts.items()}
    if manifest.ids:
        files[ids_name(manifest.name)] = manifest.ids
    for name, part in files.items():
        if storage.size(name) != part.size:
            return False
        if isinstance(storage, LocalStorage) and _digest(storage.read(name)) != part.digest:
            return False
    return True


def remove_shard(storage: Storage, name: str) -> None:
    """Remove a shard: its manifest first, so that half a shard is never taken for a whole one."""
    storage.remove(manifest_name(name))
    storage.remove(ids_name(name))
    for table in DOCUMENT_TABLES:
        storage.remove(part_name(table, name))


def listed_shards(storage: Storage) -> set[str]:
    """Names of all shards of which anything is left."""
    names = {name.removesuffix(".json").removesuffix(_IDS) for name in storage.names(FOLDER)}
    for table in DOCUMENT_TABLES:
        names |= {name.removeprefix("part-").removesuffix(".parquet") for name in storage.names(table)}
    return names


def _digest(data: bytes) -> str:
    return hashlib.blake2b(data, digest_size=16).hexdigest()


def _count(table: pa.Table, column: str) -> dict[str, int]:
    counts = table.column(column).value_counts().to_pylist()
    return {entry["values"] or "": entry["counts"] for entry in sorted(counts, key=lambda e: e["values"] or "")}
