"""Differences between two runs: added, lost, changed, and where they stand in the text."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from pipeline.cli import main
from pipeline.records import CalendarDate, Document
from pipeline.report.diff import compare
from pipeline.shards.storage import open_storage
from pipeline.tables import TABLES, encode_parquet, to_table

DOCUMENT = Document(
    "a.txt",
    "a.txt",
    "text",
    None,
    "de",
    1.0,
    None,
    "none",
    "Am 12. Mai 2019 war es, am 13. nicht.",
    "0",
    None,
    1,
    1,
    "ok",
)
DAY = CalendarDate(
    "a.txt", 0, 0, "12. Mai 2019", 3, 15, "2019-05-12", date(2019, 5, 12), date(2019, 5, 12), "day", "event",
    "explicit", (), "2019-05-12",
)  # fmt: skip
OTHER = replace(DAY, text="13.", start_char=27, end_char=30, edtf="2019-05-13")


def save_run(folder: Path, *dates: CalendarDate) -> Path:
    rows: dict[str, list[object]] = {"documents": [DOCUMENT], "dates": list(dates)}
    for table in TABLES:
        open_storage(folder).write(f"{table}/part-0.parquet", encode_parquet(to_table(table, rows.get(table, []))))
    return folder


def test_equal_runs_do_not_differ(tmp_path: Path) -> None:
    assert compare(save_run(tmp_path / "a", DAY), save_run(tmp_path / "b", DAY)).differences == ()


def test_rows_lost_added_and_changed(tmp_path: Path) -> None:
    old = save_run(tmp_path / "a", DAY, OTHER)
    new = save_run(tmp_path / "b", replace(DAY, kind="agreement"))
    changed, lost = compare(old, new).differences
    assert (changed.change, changed.language, changed.columns) == ("changed", "de", {"kind": ("event", "agreement")})
    assert changed.evidence == "Am ⟦12. Mai 2019⟧ war es, am 13. nicht."
    assert lost.change == "lost"
    (added,) = (item for item in compare(new, old).differences if item.change == "added")
    assert added.evidence.endswith("⟦13.⟧ nicht.")


def test_exit_status_and_page(tmp_path: Path) -> None:
    old, new = save_run(tmp_path / "a", DAY, OTHER), save_run(tmp_path / "b", DAY)
    page = tmp_path / "page.html"
    for arguments, status in (
        ([], 1),
        (["--threshold", "0.5"], 0),
        (["--html", str(page)], 1),
        (["--html", str(page)], 2),
    ):
        with pytest.raises(SystemExit) as stopped:
            main(["diff", str(old), str(new), *arguments])
        assert stopped.value.code == status
    assert "⟦13.⟧" in page.read_text("utf-8")
