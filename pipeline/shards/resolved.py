"""The tables across documents, made again when a shard changed, and what joining changes in the tables of documents."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from pipeline.corrections import Corrections
from pipeline.records import Correction, Problem
from pipeline.shards.fingerprint import Configuration
from pipeline.shards.manifest import (
    ID_COLUMNS,
    Manifest,
    Part,
    commit,
    ids_name,
    is_whole,
    manifest_name,
    part_name,
    read_manifest,
    write_manifest,
    write_part,
)
from pipeline.shards.storage import Storage
from pipeline.tables import RESOLVED_TABLES, schema_of, to_table

#: Name of the one part that each table across documents has.
RESOLVED = "resolved"


def resolve_shards(
    storage: Storage, shards: Sequence[Manifest], configuration: Configuration, corrections: Corrections
) -> Manifest:
    """Bring the tables across documents up to date with the shards, and the shards' ids up to date with them.

    Joining starts from the ids that the documents gave by themselves, so that what comes out depends on the
    documents and not on the order in which they came.
    """
    old = read_manifest(storage, RESOLVED)
    if old and old.fingerprint == _fingerprint(shards, configuration, corrections) and is_whole(storage, old):
        return old
    from pipeline.resolve import resolve  # loads what finds similar texts

    found = resolve(lambda table, columns: _rows(storage, shards, table, columns), _mergers(corrections))
    ids = {"person_id": found.person_ids, "institution_id": found.institution_ids}
    duplicates = _first_by_name(found.duplicates)
    updated = [_update(storage, shard, ids, duplicates) for shard in shards]
    rows: Mapping[str, Iterable[Any]] = {
        "people": found.people,
        "organisations": found.organisations,
        "visits": found.visits,
        "agreements": found.agreements,
    }
    tables = {table: to_table(table, rows[table]) for table in RESOLVED_TABLES}
    tables |= _corrected(storage, shards, corrections, ids)
    fingerprint = _fingerprint(updated, configuration, corrections)
    return commit(storage, RESOLVED, fingerprint, tables, configuration.footer)


def read_doc_ids(storage: Storage, shard: str) -> list[str]:
    """Keys of a shard's documents, in their order."""
    names: list[str] = _read(storage, part_name("documents", shard), ["doc_id"]).column("doc_id").to_pylist()
    return names


def count_idle(storage: Storage, parts: Sequence[Manifest]) -> int:
    """Problems with corrections that found nothing to correct."""
    names = [part_name("problems", part.name) for part in parts if "problems" in part.parts]
    stages = (_read(storage, name, ["stage"]).column("stage").to_pylist() for name in names)
    return sum(stage == "correct" for found in stages for stage in found)


def _mergers(corrections: Corrections) -> dict[str, list[tuple[str, str]]]:
    """Table → pairs of ids that a person says are one."""
    pairs: dict[str, list[tuple[str, str]]] = {}
    for line in corrections.mergers:
        pairs.setdefault(line.table, []).append((str(line.id), str(line.value)))
    return pairs


def _corrected(
    storage: Storage, shards: Sequence[Manifest], corrections: Corrections, ids: Mapping[str, Mapping[str, str]]
) -> dict[str, pa.Table]:
    """What became of corrections that belong to no shard: mergers, and lines about documents that are not there.

    Without any there is no part of these tables.
    """
    column = {"people": "person_id", "organisations": "institution_id"}
    done: list[Correction] = []
    problems: list[Problem] = []
    for line in corrections.mergers:
        strange = [name for name in (line.id, line.value) if name not in ids[column[line.table]]]
        if strange:
            message = f"merge {line.table} {line.id} and {line.value}: there is no {' and no '.join(map(str, strange))}"
            problems.append(Problem("corrections", None, "correct", "correction_without_row", message))
        else:
            done.append(line)
    there = {name for shard in shards for name in read_doc_ids(storage, shard.name)} if corrections else set()
    for name in sorted(set(corrections.by_document) - there):
        message = f"{len(corrections.of(name))} corrections: no such document in the input"
        problems.append(Problem(name, None, "correct", "correction_without_document", message))
    found: dict[str, list[Any]] = {"corrections": done, "problems": problems}
    for table in found:
        if not found[table]:
            storage.remove(part_name(table, RESOLVED))
    return {table: to_table(table, rows) for table, rows in found.items() if rows}


def _fingerprint(shards: Sequence[Manifest], configuration: Configuration, corrections: Corrections) -> str:
    """Hash of the very parts that were joined: a shard that was done again has its own ids once more."""
    digest = hashlib.sha256(configuration.fingerprint.encode())
    if corrections:
        digest.update(repr((corrections.mergers, corrections.digest(corrections.by_document))).encode())
    for shard in shards:
        parts = " ".join(f"{table}={part.digest}" for table, part in sorted(shard.parts.items()))
        digest.update(f"\0{shard.name}\0{parts}".encode())
    return digest.hexdigest()


def _first_by_name(duplicates: Mapping[str, str]) -> dict[str, str]:
    """The same groups of like texts, each with its first ``doc_id`` as the original."""
    groups: dict[str, list[str]] = {}
    for repeating, original in duplicates.items():
        groups.setdefault(original, [original]).append(repeating)
    return {name: min(names) for names in groups.values() for name in names if name != min(names)}


def _rows(storage: Storage, shards: Sequence[Manifest], table: str, columns: Sequence[str]) -> Iterator[dict[str, Any]]:
    """Rows of a table of all shards, with the ids that their documents gave."""
    for shard in shards:
        if not shard.parts[table].rows:
            continue
        part = _read(storage, part_name(table, shard.name), columns)
        own = _read(storage, ids_name(shard.name))
        for of_table, column in ID_COLUMNS:
            if of_table == table and column in columns:
                part = _replace(part, column, own.column(f"{table}.{column}")[0].as_py())
        yield from part.to_pylist()


def _update(
    storage: Storage, shard: Manifest, ids: Mapping[str, Mapping[str, str]], duplicates: Mapping[str, str]
) -> Manifest:
    """Write the parts of a shard in which joining changes something; its manifest after that."""
    changed = dict(_changed(storage, shard, ids, duplicates))
    if not changed:
        return shard
    storage.remove(manifest_name(shard.name))
    written = {table: write_part(storage, shard.name, table, rows) for table, rows in changed.items()}
    parts: dict[str, Part] = {**shard.parts, **written}
    updated = replace(shard, parts=parts)
    write_manifest(storage, updated)
    return updated


def _changed(
    storage: Storage, shard: Manifest, ids: Mapping[str, Mapping[str, str]], duplicates: Mapping[str, str]
) -> Iterator[tuple[str, pa.Table]]:
    own = _read(storage, ids_name(shard.name))
    for table in dict.fromkeys(table for table, _ in ID_COLUMNS):
        wanted = {
            column: [ids[column].get(value, value) for value in own.column(f"{of_table}.{column}")[0].as_py()]
            for of_table, column in ID_COLUMNS
            if of_table == table
        }
        yield from _with(storage, shard, table, wanted)
    names = read_doc_ids(storage, shard.name)
    yield from _with(storage, shard, "documents", {"duplicate_of": [duplicates.get(name) for name in names]})


def _with(
    storage: Storage, shard: Manifest, table: str, wanted: Mapping[str, list[str | None]]
) -> Iterator[tuple[str, pa.Table]]:
    """The table with these columns, if it has others now."""
    name = part_name(table, shard.name)
    now = _read(storage, name, list(wanted))
    if all(now.column(column).to_pylist() == values for column, values in wanted.items()):
        return
    rows = _read(storage, name)
    # Reading adds field numbers to the schema; a part must not tell how often it was written.
    rows = pa.Table.from_arrays(rows.columns, schema=schema_of(table).with_metadata(rows.schema.metadata))
    for column, values in wanted.items():
        rows = _replace(rows, column, values)
    yield table, rows


def _replace(table: pa.Table, column: str, values: list[str | None]) -> pa.Table:
    number = table.schema.get_field_index(column)
    field = table.schema.field(number)
    return table.set_column(number, field, pa.array(values, field.type))


def _read(storage: Storage, name: str, columns: Sequence[str] | None = None) -> pa.Table:
    return pq.read_table(io.BytesIO(storage.read(name)), columns=list(columns) if columns else None)
