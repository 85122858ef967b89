"""Read the files of a language pack; a fault is an error that names file and line."""

from __future__ import annotations

import csv
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, TypeVar

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

T = TypeVar("T")


class PackError(ValueError):
    """A language pack is broken: the message names file and line."""

    def __init__(self, path: Path, line: int | None, message: str) -> None:
        place = f"{path}:{line}" if line else str(path)
        super().__init__(f"{place}: {message}")


def read_toml(path: Path) -> Mapping[str, Any]:
    """The table that a TOML file holds.

    Raises:
        PackError: the file is missing or is not TOML.
    """
    try:
        return tomllib.loads(path.read_text("utf-8"))
    except FileNotFoundError:
        raise PackError(path, None, "file is missing") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise PackError(path, None, str(error)) from error


def read_csv(path: Path, columns: tuple[str, ...]) -> Iterator[tuple[int, dict[str, str]]]:
    """Yield (line number, row) of a CSV file with a header; lines that start with ``#`` are comments.

    Raises:
        PackError: the file is missing, a column is missing, or a row has too few or too many cells.
    """
    try:
        text = path.read_text("utf-8")
    except FileNotFoundError:
        raise PackError(path, None, "file is missing") from None
    numbered = [(n, line) for n, line in enumerate(text.splitlines(), 1) if line.strip() and not line.startswith("#")]
    reader = csv.reader([line for _, line in numbered], strict=True)
    header = next(reader, [])
    missing = [name for name in columns if name not in header]
    if missing:
        raise PackError(path, 1, f"column {', '.join(missing)} is missing")
    for cells, (number, _) in zip(reader, numbered[1:], strict=True):
        if len(cells) != len(header):
            raise PackError(path, number, f"{len(cells)} cells where the header has {len(header)}")
        yield number, dict(zip(header, (cell.strip() for cell in cells), strict=True))


def require(table: Mapping[str, Any], key: str, kind: type[T], path: Path) -> T:
    """A value of a TOML table, checked to be there and of the right type.

    Raises:
        PackError: the key is missing or its value is of another type.
    """
    value = table.get(key)
    if not isinstance(value, kind):
        raise PackError(path, None, f"{key} must be a {kind.__name__}")
    return value
