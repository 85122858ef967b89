"""Whole releases: a run over them scores above the thresholds, offsets hold, and two runs give the same tables."""

from pathlib import Path

import pyarrow.parquet as pq
import pytest

from pipeline.cli import main
from pipeline.settings import Settings
from pipeline.shards import run
from pipeline.tables import DOCUMENT_TABLES, TABLES, read_rows

DOCUMENTS = Path(__file__).parent / "documents"
SPANS = [("start_char", "end_char", "text"), ("role_start_char", "role_end_char", "role_text")]


@pytest.fixture(scope="module")
def extracted(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("documents")
    texts = folder / "texts"
    texts.mkdir()
    for path in DOCUMENTS.glob("*.txt"):
        (texts / path.name).write_bytes(path.read_bytes())
    report = run(texts, folder / "extracted", Settings())
    assert report.complete
    return folder / "extracted"


def test_scores_are_above_the_thresholds(extracted: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(["validate", str(DOCUMENTS), str(extracted), "--thresholds", str(DOCUMENTS / "thresholds.toml")])
    assert stopped.value.code == 0, capsys.readouterr().err


@pytest.mark.parametrize("table", DOCUMENT_TABLES)
def test_every_span_is_its_surface(table: str, extracted_samples: Path, extracted: Path) -> None:
    for folder in (extracted_samples, extracted):
        texts = {row["doc_id"]: row["text"] for row in read_rows(folder, "documents")}
        for row in read_rows(folder, table):
            for start, end, surface in SPANS:
                if row.get(start) is not None and row.get(surface) is not None:
                    assert texts[row["doc_id"]][row[start] : row[end]] == row[surface]


def test_sentences_lie_in_their_segments(extracted_samples: Path) -> None:
    segments = {(row["doc_id"], row["segment"]): row for row in read_rows(extracted_samples, "segments")}
    for row in read_rows(extracted_samples, "sentences"):
        segment = segments[row["doc_id"], row["segment"]]
        assert segment["start_char"] <= row["start_char"] < row["end_char"] <= segment["end_char"]
        assert row["use"] == "unexplained" or row["why"]


def test_every_table_is_there_and_tells_its_origin(extracted_samples: Path) -> None:
    for table in TABLES:
        parts = sorted((extracted_samples / table).glob("part-*.parquet"))
        assert parts, table
        footer = pq.read_schema(parts[0]).metadata
        assert {b"schema_version", b"table"} <= footer.keys()


def test_samples_fill_every_table_but_those_of_faults(extracted_samples: Path) -> None:
    counts = {table: len(read_rows(extracted_samples, table)) for table in TABLES}
    assert counts["documents"] == 12
    assert {table for table, rows in counts.items() if not rows} == {"problems", "corrections"}


def test_two_runs_give_the_same_values(extracted_samples: Path, tmp_path: Path) -> None:
    run(Path(__file__).parent.parent / "raw", tmp_path / "again", Settings())
    for table in TABLES:
        assert read_rows(tmp_path / "again", table) == read_rows(extracted_samples, table)
