"""Exports: the same rows in other formats, safe to open in a spreadsheet."""

import csv
import json
from datetime import date
from pathlib import Path

import pytest
from icalendar import Calendar
from openpyxl import load_workbook

from pipeline.records import Official, Place, Visit
from pipeline.report.export import ExportError, export
from pipeline.tables import TABLES, to_table, write_parquet

HOSTILE = '=HYPERLINK("http://x.example";"Ada")'
OFFICIAL = Official(
    "a.txt", 0, 0, HOSTILE, 0, 5, HOSTILE, "surface", ("Dr.", "Prof."), None, None, "mayor", "-1+2", None, None, None,
    None, "p", 0.5,
)  # fmt: skip
PLACE = Place("a.txt", 0, 0, "Beispielburg", 0, 12, "Beispielburg", "city", 7, "DE", 50.5, 8.25)
VISIT = Visit(
    "v1", "2019-05-12/2019-05-14", date(2019, 5, 12), date(2019, 5, 14), "Musterstadt", None, ("Beispielburg",), "held",
    ("e",), ("a.txt",), (), (), (),
)  # fmt: skip


@pytest.fixture
def extracted(tmp_path: Path) -> Path:
    rows: dict[str, list[object]] = {"officials": [OFFICIAL], "places": [PLACE, PLACE], "visits": [VISIT]}
    for table in TABLES:
        write_parquet(to_table(table, rows.get(table, [])), tmp_path / "x" / table / "part-0.parquet")
    return tmp_path / "x"


def test_csv_holds_no_formula(extracted: Path, tmp_path: Path) -> None:
    export(extracted, tmp_path / "csv", "csv")
    with (tmp_path / "csv" / "officials.csv").open(encoding="utf-8-sig", newline="") as file:
        (row,) = csv.DictReader(file)
    assert row["name"] == f"'{HOSTILE}"
    assert row["role_text"] == "'-1+2"
    assert row["titles"] == "Dr.; Prof."


def test_xlsx_holds_no_formula(extracted: Path, tmp_path: Path) -> None:
    export(extracted, tmp_path / "t.xlsx", "xlsx")
    sheet = load_workbook(tmp_path / "t.xlsx")["officials"]
    cells = [cell for row in sheet.iter_rows(min_row=2) for cell in row]
    assert f"'{HOSTILE}" in {cell.value for cell in cells}
    assert "f" not in {cell.data_type for cell in cells}


def test_jsonl_keeps_values(extracted: Path, tmp_path: Path) -> None:
    export(extracted, tmp_path / "j", "jsonl")
    assert json.loads((tmp_path / "j" / "officials.jsonl").read_text("utf-8"))["name"] == HOSTILE


def test_geojson_has_each_place_once(extracted: Path, tmp_path: Path) -> None:
    export(extracted, tmp_path / "p.geojson", "geojson")
    (feature,) = json.loads((tmp_path / "p.geojson").read_text("utf-8"))["features"]
    assert feature["geometry"] == {"type": "Point", "coordinates": [8.25, 50.5]}
    assert feature["properties"]["documents"] == ["a.txt"]


def test_calendar_spans_whole_days(extracted: Path, tmp_path: Path) -> None:
    export(extracted, tmp_path / "v.ics", "ics")
    (event,) = Calendar.from_ical((tmp_path / "v.ics").read_bytes()).walk("VEVENT")
    assert (event["dtstart"].dt, event["dtend"].dt) == (date(2019, 5, 12), date(2019, 5, 15))
    assert event["summary"] == "Beispielburg → Musterstadt"


def test_nothing_is_replaced_unasked(extracted: Path, tmp_path: Path) -> None:
    target = tmp_path / "v.ics"
    target.write_text("mine")
    with pytest.raises(ExportError, match="exists"):
        export(extracted, target, "ics")
    assert target.read_text() == "mine"
    export(extracted, target, "ics", force=True)
    assert target.read_text() != "mine"


def test_unknown_format(extracted: Path, tmp_path: Path) -> None:
    with pytest.raises(ExportError, match="no format 'pdf'"):
        export(extracted, tmp_path / "t.pdf", "pdf")
