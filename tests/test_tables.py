"""The tables: schemas off the records, nothing lost on the way to Parquet and back."""

from datetime import date
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from pipeline.records import CalendarDate, Document, NameInLanguage, Office, Person, Problem
from pipeline.report.reference import render
from pipeline.shards.storage import open_storage
from pipeline.shards.tally import add_tallies, tally_languages
from pipeline.tables import TABLES, encode_parquet, read_rows, schema_of, to_table

DAY = CalendarDate(
    "a.txt", 0, 1, "12. Mai 2019", 3, 15, "2019-05-12", date(2019, 5, 12), date(2019, 5, 12), "day", "event",
    "explicit", (), "2019-05-12",
)  # fmt: skip


@pytest.mark.parametrize("table", TABLES)
def test_every_column_is_described(table: str) -> None:
    assert all(field.metadata[b"description"] for field in schema_of(table))


def test_columns_follow_the_contract() -> None:
    assert schema_of("dates").field("start").type == pa.date32()
    assert schema_of("dates").field("start").nullable
    assert not schema_of("dates").field("edtf").nullable
    assert schema_of("events").field("guest_places").type.value_type == pa.string()
    assert schema_of("documents").field("published").type == pa.date32()


def test_rows_survive_the_file(tmp_path: Path) -> None:
    table = to_table("dates", [DAY], {"fingerprint": "f"})
    open_storage(tmp_path).write("dates/part-0.parquet", encode_parquet(table))
    (row,) = read_rows(tmp_path, "dates")
    assert row["start"] == date(2019, 5, 12)
    assert row["inferred"] == []
    footer = pq.read_schema(tmp_path / "dates" / "part-0.parquet").metadata
    assert footer[b"fingerprint"] == b"f"
    assert footer[b"schema_version"] == b"1"


def test_nested_records_become_structs() -> None:
    office = Office("mayor", "Bürgermeister", "Musterstadt", None, date(2001, 1, 1), None, ("a", "b"))
    person = Person("p1", "Ada Beispiel", (NameInLanguage("de", "Ada Beispiel"),), (office,), 2)
    (row,) = to_table("people", [person]).to_pylist()
    assert row["offices"][0]["documents"] == ["a", "b"]
    assert row["names"] == [{"language": "de", "name": "Ada Beispiel"}]


def test_an_empty_table_keeps_its_schema() -> None:
    assert to_table("visits", []).schema.names == schema_of("visits").names


def test_no_temporary_file_stays(tmp_path: Path) -> None:
    open_storage(tmp_path).write("part-0.parquet", encode_parquet(to_table("dates", [DAY])))
    assert [path.name for path in tmp_path.iterdir()] == ["part-0.parquet"]


def test_another_schema_version_is_refused(tmp_path: Path) -> None:
    table = to_table("dates", [DAY])
    foreign = table.replace_schema_metadata({"schema_version": "0"})
    (tmp_path / "dates").mkdir()
    pq.write_table(foreign, tmp_path / "dates" / "part-0.parquet")
    with pytest.raises(ValueError, match="schema version 0"):
        read_rows(tmp_path, "dates")


def test_a_missing_table_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match="no table 'dates'"):
        read_rows(tmp_path, "dates")


def test_the_table_reference_is_current() -> None:
    written = Path(__file__).parent.parent / "docs" / "tables.md"
    assert written.read_text("utf-8") == render(), "run: python -m pipeline.report.reference > docs/tables.md"


def in_language(doc_id: str, language: str | None) -> Document:
    status = "ok" if language else "empty"
    return Document(doc_id, doc_id, "text", None, language, None, None, "none", "x", "0", None, 1, 1, status)


def test_rows_are_counted_by_the_language_of_their_document() -> None:
    documents = [in_language("a.txt", "de"), in_language("b.txt", "pl"), in_language("c.txt", None)]
    rows = {
        "documents": documents,
        "dates": [DAY, DAY],
        "officials": [],
        "problems": [Problem("d.bin", None, "read", "unknown_format", "x"), Problem("b.txt", "b.txt", "x", "y", "z")],
    }
    tally = tally_languages({table: to_table(table, some) for table, some in rows.items()})
    assert tally == {
        "": {"documents": 1, "problems": 1},
        "de": {"documents": 1, "dates": 2},
        "pl": {"documents": 1, "problems": 1},
    }
    assert add_tallies([tally, {"de": {"dates": 1}}, {"cs": {"documents": 4}}]) == {
        "": {"documents": 1, "problems": 1},
        "cs": {"documents": 4},
        "de": {"documents": 1, "dates": 3},
        "pl": {"documents": 1, "problems": 1},
    }
