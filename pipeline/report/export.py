"""The tables in the formats that other programs read.

Every format is one function from the run's folder to a file; none replaces a file without being told to.
"""

from __future__ import annotations

import csv
import json
import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date, datetime, timedelta, timezone
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from pipeline.corrections.overlay import COLUMNS
from pipeline.corrections.template import template_lines
from pipeline.report.followthemoney import write_entities
from pipeline.tables import TABLES, read_rows

#: Name and rows of cells, the header first.
Sheet = tuple[str, Iterator[list[Any]]]

#: A cell that starts so is a formula to a spreadsheet; an apostrophe before it makes it text
#: (OWASP, "CSV Injection").
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
#: Excel's limits: a sheet's rows and a cell's characters.
_SHEET_ROWS, _CELL_CHARS = 1_048_576, 32_767


class ExportError(ValueError):
    """The export cannot be written, and nothing was."""


def export(extracted: Path, target: Path, kind: str, force: bool = False) -> None:
    """Write a run's tables in another format.

    Args:
        extracted: folder of the run's tables.
        target: file to write; for ``csv`` and ``jsonl`` a folder, one file per table.
        kind: a key of :data:`FORMATS`.
        force: replace what is there.

    Raises:
        ExportError: the format is unknown, or the target exists.
        FileNotFoundError: a table is missing.
    """
    if kind not in FORMATS:
        raise ExportError(f"no format {kind!r}; there are {', '.join(FORMATS)}")
    with _whole(target, force) as partial:
        FORMATS[kind](extracted, partial)


@contextmanager
def _whole(target: Path, force: bool) -> Iterator[Path]:
    """Where to write, so that the target appears when all of it is written, and stays as it was if that fails."""
    if target.exists() and not force:
        raise ExportError(f"{target} exists; --force replaces it")
    target.parent.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(prefix=f".{target.name}.", dir=target.parent) as folder:
        partial = Path(folder) / target.name
        yield partial
        if not partial.is_dir():
            os.replace(partial, target)
            return
        target.mkdir(exist_ok=True)
        for file in sorted(partial.iterdir()):
            os.replace(file, target / file.name)


def export_corrections(extracted: Path, target: Path, force: bool = False) -> int:
    """Write a template of corrections, a line for every row that can be corrected.

    Returns:
        The number of lines.

    Raises:
        ExportError: the target exists, or is neither ``.csv`` nor ``.xlsx``.
        FileNotFoundError: a table is missing.
    """
    write = {".csv": _write_csv_rows, ".xlsx": _write_sheets}.get(target.suffix.lower())
    if write is None:
        raise ExportError(f"{target} must end in .csv or .xlsx")
    rows = [[line.get(name) for name in COLUMNS] for line in template_lines(extracted)]
    with _whole(target, force) as partial:
        write(partial, [("corrections", iter([list(COLUMNS), *rows]))])
    return len(rows)


def _write_csv(extracted: Path, target: Path) -> None:
    target.mkdir(parents=True, exist_ok=True)
    for sheet in _tables(extracted):
        _write_csv_rows(target / f"{sheet[0]}.csv", [sheet])


def _write_csv_rows(target: Path, sheets: Iterable[Sheet]) -> None:
    """Write the rows of all sheets as one file; the mark at its beginning tells spreadsheets that it is UTF-8."""
    with target.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        for _, rows in sheets:
            writer.writerows([_safe_cell(value) for value in row] for row in rows)


def _write_xlsx(extracted: Path, target: Path) -> None:
    _write_sheets(target, _tables(extracted))


def _write_sheets(target: Path, sheets: Iterable[Sheet]) -> None:
    from openpyxl import Workbook
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

    book = Workbook(write_only=True)
    for table, rows in sheets:
        sheet = book.create_sheet(table)
        for number, row in enumerate(rows):
            if number == _SHEET_ROWS:
                raise ExportError(f"{table} has more rows than a sheet holds; export csv instead")
            cells = [_safe_cell(value) for value in row]
            sheet.append([ILLEGAL_CHARACTERS_RE.sub("", c)[:_CELL_CHARS] if isinstance(c, str) else c for c in cells])
    book.save(target)


def _write_jsonl(extracted: Path, target: Path) -> None:
    target.mkdir(parents=True, exist_ok=True)
    for table in TABLES:
        with (target / f"{table}.jsonl").open("w", encoding="utf-8") as file:
            for row in read_rows(extracted, table):
                file.write(json.dumps(row, ensure_ascii=False, default=str) + "\n")


def _write_geojson(extracted: Path, target: Path) -> None:
    """Places as points, with the documents that name them (RFC 7946: longitude before latitude)."""
    found: dict[tuple[float, float], dict[str, Any]] = {}
    for row in read_rows(extracted, "places"):
        if row["latitude"] is None or row["longitude"] is None:
            continue
        names = found.setdefault((row["longitude"], row["latitude"]), {"names": set(), "documents": set(), "row": row})
        names["names"].add(row["name"])
        names["documents"].add(row["doc_id"])
    features = [
        {
            "type": "Feature",
            "geometry": {"type": "Point", "coordinates": list(point)},
            "properties": {
                "names": sorted(place["names"]),
                "documents": sorted(place["documents"]),
                **{key: place["row"][key] for key in ("kind", "country", "geonames_id")},
            },
        }
        for point, place in sorted(found.items())
    ]
    collection = {"type": "FeatureCollection", "features": features}
    target.write_text(json.dumps(collection, ensure_ascii=False, indent=1), "utf-8")


def _write_ics(extracted: Path, target: Path) -> None:
    """Visits as all-day events; those whose day is not known have no place in a calendar."""
    from icalendar import Calendar, Event

    calendar = Calendar()
    calendar.add("prodid", "-//press-events//visits//EN")
    calendar.add("version", "2.0")
    for row in read_rows(extracted, "visits"):
        if row["start"] is None:
            continue
        event = Event()
        event.add("uid", f"{row['visit_id']}@press-events")
        event.add("summary", f"{', '.join(row['guest_places']) or 'guests'} → {row['host_place'] or 'unknown place'}")
        event.add("dtstart", row["start"])
        event.add("dtend", (row["end"] or row["start"]) + timedelta(days=1))  # RFC 5545: the end is not included
        event.add("dtstamp", _midnight(row["start"]))  # no clock: equal runs give equal files
        event.add("description", "\n".join(row["sources"]))
        calendar.add_component(event)
    target.write_bytes(calendar.to_ical())


def _midnight(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=timezone.utc)


#: Format → writer.
FORMATS: Mapping[str, Callable[[Path, Path], None]] = {
    "csv": _write_csv,
    "xlsx": _write_xlsx,
    "jsonl": _write_jsonl,
    "geojson": _write_geojson,
    "ics": _write_ics,
    "followthemoney": write_entities,
}


def _tables(extracted: Path) -> Iterator[Sheet]:
    """Each table as a header row and rows of plain cells."""
    for table in TABLES:
        yield table, _plain_rows(read_rows(extracted, table), table)


def _plain_rows(rows: list[dict[str, Any]], table: str) -> Iterator[list[Any]]:
    from pipeline.tables import schema_of

    names = schema_of(table).names
    yield list(names)
    for row in rows:
        yield [_plain_cell(row[name]) for name in names]


def _plain_cell(value: Any) -> Any:
    if isinstance(value, list):
        plain = all(isinstance(item, str) for item in value)
        return "; ".join(value) if plain else json.dumps(value, ensure_ascii=False, default=str)
    return value


def _safe_cell(value: Any) -> Any:
    """A cell that no spreadsheet takes for a formula."""
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA_STARTS) else value
