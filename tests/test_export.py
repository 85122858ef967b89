"""Exports: the same rows in other formats, safe to open in a spreadsheet."""

import csv
import json
import re
import shutil
from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from icalendar import Calendar
from openpyxl import load_workbook

from pipeline.records import Official, Place, Visit
from pipeline.report.export import ExportError, export
from pipeline.shards.storage import open_storage
from pipeline.tables import TABLES, encode_parquet, read_rows, to_table

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
    storage = open_storage(tmp_path / "x")
    for table in TABLES:
        storage.write(f"{table}/part-0.parquet", encode_parquet(to_table(table, rows.get(table, []))))
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


def test_what_fails_leaves_the_target_as_it_was(extracted: Path, tmp_path: Path) -> None:
    export(extracted, tmp_path / "new" / "t", "csv")
    before = {path.name: path.read_bytes() for path in (tmp_path / "new" / "t").iterdir()}
    shutil.rmtree(extracted / "visits")
    for kind, name in (("csv", "t"), ("ics", "v.ics")):
        with pytest.raises(FileNotFoundError, match="visits"):
            export(extracted, tmp_path / "new" / name, kind, force=True)
    assert {path.name: path.read_bytes() for path in (tmp_path / "new" / "t").iterdir()} == before
    assert [path.name for path in (tmp_path / "new").iterdir()] == ["t"]


def test_unknown_format(extracted: Path, tmp_path: Path) -> None:
    with pytest.raises(ExportError, match="no format 'pdf'"):
        export(extracted, tmp_path / "t.pdf", "pdf")


# ---------------------------------------------------------------- FollowTheMoney

MODEL = json.loads((Path(__file__).parent / "followthemoney.json").read_text("utf-8"))["schemata"]


@pytest.fixture
def entities(extracted_samples: Path, tmp_path: Path) -> list[dict[str, Any]]:
    export(extracted_samples, tmp_path / "e.jsonl", "followthemoney")
    return [json.loads(line) for line in (tmp_path / "e.jsonl").read_text("utf-8").splitlines()]


def test_entities_keep_their_schema(entities: list[dict[str, Any]]) -> None:
    schemas = {entity["id"]: MODEL[entity["schema"]] for entity in entities}
    assert len(schemas) == len(entities)
    for entity in entities:
        schema, properties = MODEL[entity["schema"]], entity["properties"]
        assert set(schema["required"]) <= set(properties) <= set(schema["properties"])
        for name, values in properties.items():
            kind = schema["properties"][name]
            assert all(isinstance(value, str) and value for value in values)
            if kind[0].isupper():  # a property that refers to an entity of this schema
                assert all(kind in schemas[value]["is"] for value in values)
            if kind == "date":
                assert all(re.fullmatch(r"\d{4}(-\d{2}(-\d{2})?)?", value) for value in values)


def test_every_table_of_people_and_visits_is_there(entities: list[dict[str, Any]], extracted_samples: Path) -> None:
    counts = Counter(entity["schema"] for entity in entities)
    assert counts["Person"] == len(read_rows(extracted_samples, "people"))
    assert counts["Article"] == len(read_rows(extracted_samples, "documents"))
    assert counts["Organization"] + counts["PublicBody"] == len(read_rows(extracted_samples, "organisations"))
    assert counts["Event"] >= len(read_rows(extracted_samples, "visits"))


def test_followthemoney_itself_keeps_every_value(entities: list[dict[str, Any]]) -> None:
    # The library needs a C++ compiler and ICU to install (PyICU), so it is not asked for.
    model = pytest.importorskip("followthemoney").model
    for entity in entities:
        model.get(entity["schema"]).validate(entity)
        kept = model.get_proxy(entity, cleaned=False).to_dict()["properties"]
        assert {name: sorted(values) for name, values in kept.items()} == {
            name: sorted(values) for name, values in entity["properties"].items()
        }
