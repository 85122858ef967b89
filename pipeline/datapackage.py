"""``datapackage.json``: what the tables are, for programs that read Frictionless data packages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pyarrow as pa

from pipeline.tables import SCHEMA_VERSION, schema_of

#: Arrow type test → Table Schema type (specs.frictionlessdata.io/table-schema).
_TYPES = (
    (pa.types.is_date, "date"),
    (pa.types.is_integer, "integer"),
    (pa.types.is_floating, "number"),
    (pa.types.is_boolean, "boolean"),
    (pa.types.is_list, "array"),
)


def describe_package(parts: Mapping[str, Sequence[str]], version: str) -> dict[str, Any]:
    """The descriptor of a run's tables.

    Args:
        parts: table → paths of its part files, relative to the folder of the run.
        version: of the package that wrote them.
    """
    return {
        "profile": "data-package",
        "name": "press-events",
        "title": "Events, officials, institutions and places found in press releases",
        "version": version,
        "schema_version": SCHEMA_VERSION,
        "resources": [_describe_table(table, paths) for table, paths in parts.items() if paths],
    }


def _describe_table(table: str, paths: Sequence[str]) -> dict[str, Any]:
    path, *others = paths
    return {
        "name": table,
        "path": path,
        **({"extrapaths": others} if others else {}),
        "format": "parquet",
        "mediatype": "application/vnd.apache.parquet",
        "schema": {"fields": [_describe_field(field) for field in schema_of(table)]},
    }


def _describe_field(field: pa.Field[Any]) -> dict[str, Any]:
    kind = next((name for test, name in _TYPES if test(field.type)), "string")
    described = {"name": field.name, "type": kind, "description": (field.metadata or {})[b"description"].decode()}
    return described if field.nullable else {**described, "constraints": {"required": True}}
