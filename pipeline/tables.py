"""Records become Arrow tables and Parquet files: one schema per table, a description on every field.

The schema is read off the record type (see :mod:`pipeline.records`), so a column is named in one place. The
footer of every file carries the schema version, the package version, the versions of the language packs and the
fingerprint of the configuration.
"""

from __future__ import annotations

import dataclasses
import types
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import cache
from operator import attrgetter
from pathlib import Path
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

import pyarrow as pa
import pyarrow.parquet as pq

from pipeline import records

SCHEMA_VERSION = "1"

#: Tables of one document's findings, in the order a reader would open them.
DOCUMENT_TABLES: Mapping[str, type] = {
    "documents": records.Document,
    "segments": records.Segment,
    "sentences": records.Sentence,
    "dates": records.CalendarDate,
    "officials": records.Official,
    "institutions": records.Institution,
    "places": records.Place,
    "topics": records.Topic,
    "events": records.Event,
    "participants": records.Participant,
    "corrections": records.Correction,
    "problems": records.Problem,
}
#: Tables that are made across documents.
RESOLVED_TABLES: Mapping[str, type] = {
    "people": records.Person,
    "organisations": records.Organisation,
    "visits": records.Visit,
    "agreements": records.Agreement,
}
TABLES: Mapping[str, type] = {**DOCUMENT_TABLES, **RESOLVED_TABLES}

#: Rows per row group: small enough for a reader to skip some by their statistics, large enough to compress well.
_ROW_GROUP_ROWS = 64_000
_ARROW_TYPES: Mapping[type, pa.DataType] = {
    str: pa.string(),
    int: pa.int64(),
    float: pa.float64(),
    bool: pa.bool_(),
    date: pa.date32(),
}


def _arrow_type(hint: Any) -> tuple[pa.DataType, bool]:
    """Arrow type of a type hint and whether the column may be null."""
    origin = get_origin(hint)
    if origin in (Union, types.UnionType):
        inner = [arg for arg in get_args(hint) if arg is not type(None)]
        return _arrow_type(inner[0])[0], True
    if origin is Literal:
        return pa.string(), False
    if origin is tuple:
        return pa.list_(pa.field("item", _arrow_type(get_args(hint)[0])[0], nullable=False)), False
    if dataclasses.is_dataclass(hint):
        return pa.struct(_fields(hint)), False
    return _ARROW_TYPES[hint], False


def _fields(record: Any) -> list[pa.Field[Any]]:
    hints = get_type_hints(record)
    fields = []
    for field in dataclasses.fields(record):
        kind, nullable = _arrow_type(hints[field.name])
        fields.append(pa.field(field.name, kind, nullable, {"description": field.metadata["description"]}))
    return fields


@cache
def schema_of(table: str) -> pa.Schema:
    """The Arrow schema of a table, without the footer's run-dependent entries.

    Raises:
        KeyError: there is no such table.
    """
    return pa.schema(_fields(TABLES[table]), metadata={"table": table, "schema_version": SCHEMA_VERSION})


def to_table(table: str, rows: Iterable[Any], footer: Mapping[str, str] | None = None) -> pa.Table:
    """Rows of one table (records) as an Arrow table.

    Args:
        table: name of the table.
        rows: its records.
        footer: further entries of the schema metadata (package version, packs, fingerprint).
    """
    schema = schema_of(table)
    listed = list(rows)
    columns = [pa.array(_column(listed, field), type=field.type) for field in schema]
    metadata = {**(schema.metadata or {}), **{k.encode(): v.encode() for k, v in (footer or {}).items()}}
    return pa.Table.from_arrays(columns, schema=schema.with_metadata(metadata))


def _column(rows: Sequence[Any], field: pa.Field[Any]) -> list[Any]:
    values = list(map(attrgetter(field.name), rows))
    nested = pa.types.is_list(field.type) and pa.types.is_struct(field.type.value_type)
    return [_plain(value) for value in values] if nested else values


def _plain(value: Any) -> Any:
    """Nested records as the dictionaries that Arrow takes for structs."""
    if isinstance(value, tuple) and value and dataclasses.is_dataclass(value[0]):
        return [{f.name: _plain(getattr(item, f.name)) for f in dataclasses.fields(item)} for item in value]
    return value


def encode_parquet(table: pa.Table) -> bytes:
    """The bytes of a table's Parquet file: equal tables give equal bytes, however they were put together."""
    buffer = pa.BufferOutputStream()
    pq.write_table(table.combine_chunks(), buffer, compression="zstd", row_group_size=_ROW_GROUP_ROWS)
    return bytes(buffer.getvalue())


def read_rows(extracted: Path, table: str, columns: Sequence[str] | None = None) -> list[dict[str, Any]]:
    """Rows of one table of a run, as dictionaries, in the order of the parts.

    Raises:
        FileNotFoundError: the folder holds no such table.
        ValueError: a part has another schema version.
    """
    parts = sorted((extracted / table).glob("part-*.parquet"))
    if not parts:
        older = "; an older version made the tables there, run again" if (extracted / "documents").is_dir() else ""
        raise FileNotFoundError(f"no table {table!r} under {extracted}{older}")
    rows: list[dict[str, Any]] = []
    for part in parts:
        found = pq.read_table(part, columns=list(columns) if columns else None)
        version = (found.schema.metadata or {}).get(b"schema_version", b"?").decode()
        if version != SCHEMA_VERSION:
            raise ValueError(f"{part} has schema version {version}, this package reads {SCHEMA_VERSION}")
        rows.extend(found.to_pylist())
    return rows
