"""Validation: what counts as right, and thresholds that can fail."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from pipeline.cli import main
from pipeline.records import Document, Event, Official, Place, Topic
from pipeline.shards.storage import open_storage
from pipeline.tables import DOCUMENT_TABLES, encode_parquet, to_table
from pipeline.validate import Score, shortfalls, validate
from pipeline.validate.compare import close, equal, read_edtf, same_event, same_interval

GOLD: dict[str, Any] = {
    "id": "a", "language": "de", "published": "2019-05-14",
    "dates": [{"text": "12. Mai", "start": "2019-05-12", "end": "2019-05-12", "inferred": ["year"]}],
    "officials": [{"name": "Ada Beispiel", "role": "mayor", "role_text": "Bürgermeisterin", "place": "Musterstadt"}],
    "people_other": [], "institutions": [], "places": ["Musterstadt"],
    "events": [{"type": "visit", "what": "", "start": "2019-05-12", "end": "2019-05-12", "main": True,
                "host_place": "Musterstadt", "guest_places": ["Beispielburg"], "officials": []}],
    "topics": ["tourism", "youth"],
}  # fmt: skip
DOCUMENT = Document(
    "a.txt", "a.txt", "text", None, "de", 1.0, date(2019, 5, 14), "dateline", "x", "0", None, 1, 1, "ok"
)
OFFICIAL = Official(
    "a.txt", 0, 0, "Ada Beispiel", 0, 12, "Ada Beispiel", "surface", (), "Ada", "Beispiel", "deputy_mayor",
    "Vizebürgermeisterin", None, None, "Musterstadt", None, "p", 0.9,
)  # fmt: skip
EVENT = Event(
    "a.txt", 0, 0, "e", "meeting", "held", "2019-05-12", date(2019, 5, 12), date(2019, 5, 12), "day", "12. Mai",
    "Musterstadt", None, ("Beispielburg", "Anderswo"), None, True, "", 0, 1, (), None, None, 0.9,
)  # fmt: skip


@pytest.fixture
def run(tmp_path: Path) -> tuple[Path, Path]:
    rows: dict[str, list[object]] = {
        "documents": [DOCUMENT],
        "officials": [OFFICIAL],
        "places": [Place("a.txt", 0, 0, "Musterstadt", 0, 11, "Musterstadt", "city", None, None, None, None)],
        "topics": [Topic("a.txt", "tourism", 0.8, ()), Topic("a.txt", "sport", 0.4, ())],
        "events": [EVENT],
    }
    storage = open_storage(tmp_path / "x")
    for table in DOCUMENT_TABLES:
        storage.write(f"{table}/part-0.parquet", encode_parquet(to_table(table, rows.get(table, []))))
    (tmp_path / "gold").mkdir()
    (tmp_path / "gold" / "a.json").write_text(json.dumps(GOLD), "utf-8")
    return tmp_path / "gold", tmp_path / "x"


def test_fields_are_counted(run: tuple[Path, Path]) -> None:
    result = validate(*run)
    expected = {
        "language": Score(1, 1, 1),
        "published": Score(1, 1, 1),
        "dates": Score(0, 0, 1),
        "official_name": Score(1, 1, 1),
        "official_name_role": Score(0, 1, 1),
        "official_place": Score(1, 1, 1),
        "places": Score(1, 1, 1),
        "topics": Score(1, 2, 2),
        "event": Score(0, 1, 1),
        "main_event_found": Score(1, 1, 1),
        "visit_date": Score(1, 1, 1),
        "event_host": Score(1, 1, 1),
        "event_guests": Score(1, 2, 1),
    }
    assert {field: result.scores["de"][field] for field in expected} == expected
    assert "role wrong" in {miss.field for miss in result.misses}


def test_thresholds_fail_below_and_pass_above(run: tuple[Path, Path]) -> None:
    scores = validate(*run).scores
    assert shortfalls(scores, {"de": {"topics": 0.5}}) == []
    assert shortfalls(scores, {"de": {"topics": 0.51}}) == ["de topics: 0.500 is below 0.51"]
    assert shortfalls(scores, {"pl": {"topics": 0.1}})[0].startswith("pl topics: nothing was scored")


def test_exit_status(run: tuple[Path, Path], tmp_path: Path) -> None:
    limits = tmp_path / "limits.toml"
    for least, status in ((0.9, 0), (1.1, 1)):
        limits.write_text(f"[all]\nlanguage = {least}\n", "utf-8")
        with pytest.raises(SystemExit) as stopped:
            main(["validate", str(run[0]), str(run[1]), "--thresholds", str(limits), "--json"])
        assert stopped.value.code == status
    with pytest.raises(SystemExit) as stopped:
        main(["validate", str(tmp_path / "nowhere"), str(run[1])])
    assert stopped.value.code == 2


@pytest.mark.parametrize(
    ("value", "interval"),
    [
        ("2017-09-12/2017-09-15", ("2017-09-12", "2017-09-15")),
        ("2011-06/..", ("2011-06", None)),
        ("../2008-02-29", (None, "2008-02-29")),
        ("199X", ("1990", "1999")),
        ("18XX", ("1801", "1900")),
        ("2022-23", ("2022-09", "2022-11")),
        ("2022-24", ("2022-12", "2023-02")),
        (None, (None, None)),
    ],
)
def test_edtf_is_read(value: str | None, interval: tuple[str | None, str | None]) -> None:
    assert read_edtf(value) == interval


def test_comparing() -> None:
    assert equal("„Haus“ – Nord", "haus - nord")
    assert close("Urząd Miasta Krakowa", "Urzędu Miasta Krakowa")
    assert not close("Ada", "Ida")
    assert same_interval((("2011-09-15", "2011-09-15"), True), ("XXXX-09-15", "XXXX-09-15"))
    assert not same_interval((("2011-09-15", "2011-09-15"), False), ("XXXX-09-15", "XXXX-09-15"))
    undated = {"type": "visit", "start": None, "end": None}
    assert same_event(undated, {"type": "meeting", "edtf": None}, loosely=True)
    assert not same_event(undated, {"type": "visit", "edtf": "2019"})
