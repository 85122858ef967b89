"""Read an overlay: a CSV or XLSX file with one correction a line, checked as a whole before anything is done."""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import astuple, dataclass, field, fields
from datetime import date, datetime
from pathlib import Path
from typing import Any, get_args

from pipeline.corrections.columns import ADDED, EDITABLE, RESOLVED, read_value
from pipeline.records import Correction, CorrectionAction

COLUMNS = tuple(f.name for f in fields(Correction))
_REQUIRED = ("table", "action")
_ACTIONS = get_args(CorrectionAction)
#: So many faults are told at once.
_TOLD = 10
#: What :mod:`pipeline.report.export` puts an apostrophe before.
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


class CorrectionsError(ValueError):
    """The overlay cannot be used: the message names its lines; nothing was done."""


@dataclass(frozen=True)
class Corrections:
    """The lines of an overlay.

    Attributes:
        by_document: corrections of each document, in the order of the overlay.
        mergers: those that join two people or organisations.
    """

    by_document: Mapping[str, tuple[Correction, ...]] = field(default_factory=dict)
    mergers: tuple[Correction, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.by_document or self.mergers)

    def of(self, doc_id: str) -> tuple[Correction, ...]:
        """The corrections of one document."""
        return self.by_document.get(doc_id, ())

    def digest(self, documents: Iterable[str]) -> str:
        """Hash of what is said about these documents; the empty string if that is nothing."""
        said = [(name, [astuple(line) for line in self.of(name)]) for name in sorted(documents) if self.of(name)]
        return hashlib.sha256(repr(said).encode("utf-8", "surrogatepass")).hexdigest() if said else ""


def read_corrections(path: Path, models: Path) -> Corrections:
    """Read and check an overlay.

    Args:
        path: a ``.csv`` (comma, semicolon or tab between cells) or ``.xlsx`` file (its first sheet).
        models: folder of the language packs, for controlled values.

    Raises:
        CorrectionsError: the file cannot be read, or lines of it make no sense.
    """
    header, lines = _read_cells(path)
    _check_header(path, header)
    faults: list[str] = []
    by_document: dict[str, list[Correction]] = {}
    mergers: list[Correction] = []
    for number, cells in lines:
        row = {name: cell for name, cell in zip(header, cells, strict=False) if cell}
        if not row.get("action"):
            continue  # a line of a template that nobody filled in
        try:
            correction = _correction(row, models)
        except ValueError as error:
            faults.append(f"{path}:{number}: {error}")
            continue
        if correction.action == "merge":
            mergers.append(correction)
        else:
            by_document.setdefault(str(correction.doc_id), []).append(correction)
    if faults:
        more = [f"… and {len(faults) - _TOLD} more"] if len(faults) > _TOLD else []
        raise CorrectionsError("\n".join([*faults[:_TOLD], *more]))
    return Corrections({name: tuple(found) for name, found in by_document.items()}, tuple(mergers))


# ---------------------------------------------------------------- one line


def _correction(row: Mapping[str, str], models: Path) -> Correction:
    """The correction that a line says; ValueError if it says none."""
    values: dict[str, Any] = {name: row.get(name) for name in COLUMNS}
    action = row["action"].casefold()
    if action not in _ACTIONS:
        raise ValueError(f"no action {row['action']!r}; there are {', '.join(_ACTIONS)}")
    values |= {name: _offset(name, row.get(name)) for name in ("start_char", "end_char")}
    found = Correction(**{**values, "table": row.get("table", ""), "action": action})
    if action in ("merge", "split"):
        _check_resolved(found)
    else:
        _check_row(found, models)
    return found


def _offset(name: str, cell: str | None) -> int | None:
    if cell is None:
        return None
    if not cell.isdecimal():
        raise ValueError(f"{name} {cell!r} is no number of characters")
    return int(cell)


def _check_resolved(line: Correction) -> None:
    tables = RESOLVED if line.action == "merge" else ("people",)
    if line.table not in tables:
        raise ValueError(f"{line.action} is for {' and '.join(tables)}, not for {line.table or 'an empty table'!r}")
    if not line.id:
        raise ValueError(f"{line.action} needs the id of a row of {line.table}")
    if line.action == "merge" and not line.value:
        raise ValueError("merge needs the id of the other row in the column value")
    if line.action == "split" and not line.doc_id:
        raise ValueError("split needs the doc_id in which the name means someone else")


def _check_row(line: Correction, models: Path) -> None:
    if line.table not in EDITABLE:
        raise ValueError(f"no table {line.table!r} to correct; there are {', '.join(EDITABLE)}")
    if not line.doc_id:
        raise ValueError("doc_id is missing")
    if line.table != "documents" and not line.text:
        raise ValueError("text is missing: the characters that show which row is meant")
    if line.action == "change":
        if line.column not in EDITABLE[line.table]:
            columns = ", ".join(EDITABLE[line.table]) or "none"
            raise ValueError(f"{line.table} has no column {line.column!r} to change; there are {columns}")
        read_value(line.table, line.column, line.value, models)
    elif line.action == "add":
        wanted = ADDED.get(line.table)
        if wanted is None:
            raise ValueError(f"no row can be added to {line.table}")
        if line.column != wanted:
            raise ValueError(f"a row that is added to {line.table} needs the column {wanted} and its value")
        read_value(line.table, wanted, line.value, models)


# ---------------------------------------------------------------- cells of files


def _check_header(path: Path, header: list[str]) -> None:
    unknown = [name for name in header if name and name not in COLUMNS]
    missing = [name for name in _REQUIRED if name not in header]
    if unknown or missing:
        told = [f"unknown column {', '.join(unknown)}"] if unknown else []
        told += [f"column {', '.join(missing)} is missing"] if missing else []
        raise CorrectionsError(f"{path}:1: {'; '.join(told)}; an overlay has the columns {', '.join(COLUMNS)}")


def _read_cells(path: Path) -> tuple[list[str], list[tuple[int, list[str]]]]:
    """The header, and (line number, cells) of every other line."""
    try:
        rows = list(_read_xlsx(path) if path.suffix.lower() == ".xlsx" else _read_csv(path))
    except OSError as error:
        raise CorrectionsError(f"{path}: {error.strerror or error}") from error
    except UnicodeDecodeError as error:
        raise CorrectionsError(f"{path}: not UTF-8 ({error.reason} at byte {error.start})") from error
    except csv.Error as error:
        raise CorrectionsError(f"{path}: {error}") from error
    if not rows:
        raise CorrectionsError(f"{path}: the file is empty")
    (_, header), *others = rows
    return [cell.casefold() for cell in header], others


def _read_csv(path: Path) -> Iterator[tuple[int, list[str]]]:
    text = path.read_bytes().decode("utf-8-sig")
    first = text.partition("\n")[0]
    delimiter = max(",;\t", key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    for cells in reader:
        if any(cells):
            yield reader.line_num, [_plain(cell) for cell in cells]


def _read_xlsx(path: Path) -> Iterator[tuple[int, list[str]]]:
    try:
        from openpyxl import load_workbook
    except ModuleNotFoundError as error:
        raise CorrectionsError(f"{path}: reading XLSX needs openpyxl: pip install '.[export]'") from error
    try:
        book = load_workbook(path, read_only=True, data_only=True)
    except OSError:
        raise
    except Exception as error:  # openpyxl has no error of its own for what is no workbook
        raise CorrectionsError(f"{path}: no XLSX workbook ({error})") from error
    for number, cells in enumerate(book.worksheets[0].iter_rows(values_only=True), 1):
        if any(cell is not None for cell in cells):
            yield number, [_plain(_as_text(cell)) for cell in cells]


def _as_text(cell: Any) -> str:
    """A cell as CSV would have it; spreadsheets make numbers and days of what looks like them."""
    if cell is None:
        return ""
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell)


def _plain(cell: str) -> str:
    """The cell without the apostrophe that keeps a spreadsheet from taking it for a formula."""
    stripped = cell.strip()
    return stripped[1:] if stripped.startswith("'") and stripped[1:].startswith(_FORMULA_STARTS) else stripped
