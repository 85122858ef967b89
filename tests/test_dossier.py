"""The dossier: everything in one page, nothing of a text ever parsed as HTML."""

import json
import re
import shutil
import subprocess
from datetime import date
from pathlib import Path

import pytest

from pipeline.cli import main
from pipeline.records import CalendarDate, Document, Event, Official, Place, Visit
from pipeline.report.dossier import DossierError, gather, render, write_dossier
from pipeline.tables import TABLES, to_table, write_parquet

HOSTILE = "</script><img src=x onerror=\"document.title='owned'\">"
TEXT = f"🙂 Am 12. Mai 2019 besuchte {HOSTILE} die Stadt Musterstadt."
AT = TEXT.index("12.")
DOCUMENT = Document(
    "a.txt", "a.txt", "text", HOSTILE, "de", 1.0, date(2019, 5, 14), "dateline", TEXT, "0", None, 1, 1, "ok"
)
DAY = CalendarDate(
    "a.txt", 0, 0, "12. Mai 2019", AT, AT + 12, "2019-05-12", date(2019, 5, 12), date(2019, 5, 12), "day", "event",
    "explicit", (), "2019-05-12",
)  # fmt: skip
OFFICIAL = Official(
    "a.txt", 0, 0, HOSTILE, TEXT.index("</s"), TEXT.index("</s") + len(HOSTILE), HOSTILE, "surface", (), None, None,
    "mayor", None, None, None, HOSTILE, None, "p", 0.5,
)  # fmt: skip
PLACE = Place(
    "a.txt", 0, 0, "Musterstadt", TEXT.index("Mus"), TEXT.index("Mus") + 11, "Musterstadt", "city", 1, "DE", 50.0, 8.0
)
EVENT = Event(
    "a.txt", 0, 0, "e1", "visit", "held", "2019-05-12", date(2019, 5, 12), date(2019, 5, 12), "day", "12. Mai 2019",
    "Musterstadt", 1, (HOSTILE,), None, True, TEXT, 0, len(TEXT), (), None, None, 0.9,
)  # fmt: skip
VISIT = Visit(
    "v1", "2019-05-12", date(2019, 5, 12), date(2019, 5, 12), "Musterstadt", 1, (HOSTILE,), "held", ("e1",), ("a.txt",),
    (), (), (),
)  # fmt: skip


@pytest.fixture
def extracted(tmp_path: Path) -> Path:
    rows: dict[str, list[object]] = {
        "documents": [DOCUMENT], "dates": [DAY], "officials": [OFFICIAL], "places": [PLACE], "events": [EVENT],
        "visits": [VISIT],
    }  # fmt: skip
    for table in TABLES:
        write_parquet(to_table(table, rows.get(table, [])), tmp_path / "x" / table / "part-0.parquet")
    return tmp_path / "x"


def test_the_data_come_back_out_of_the_page(extracted: Path) -> None:
    page = render(gather(extracted))
    embedded = re.search(r'<script type="application/json" id="data">(.*?)</script>', page, re.S)
    assert embedded
    (document,) = json.loads(embedded[1])["documents"]
    assert document["text"] == TEXT
    assert document["year"] == 2019
    assert [AT, AT + 12, "date", "edtf: 2019-05-12\nkind: event\nanchor: explicit"] in document["spans"]


def test_the_page_needs_no_network(extracted: Path) -> None:
    page = render(gather(extracted))
    assert not re.findall(r'<(?:script|link|img)[^>]+(?:src|href)="?https?:', page.split('<script type="module">')[0])
    assert "default-src 'none'" in page


def test_nothing_is_replaced_unasked(extracted: Path, tmp_path: Path) -> None:
    target = tmp_path / "page.html"
    target.write_text("mine")
    with pytest.raises(DossierError, match="exists"):
        write_dossier(extracted, target)
    assert target.read_text() == "mine"


def test_tables_of_another_version_are_refused(extracted: Path, tmp_path: Path) -> None:
    foreign = to_table("visits", [VISIT]).replace_schema_metadata({"schema_version": "0"})
    write_parquet(foreign, extracted / "visits" / "part-0.parquet")
    with pytest.raises(SystemExit) as stopped:
        main(["report", str(extracted), "--out", str(tmp_path / "page.html")])
    assert stopped.value.code == 2
    assert not (tmp_path / "page.html").exists()


@pytest.mark.skipif(not shutil.which("chromium"), reason="no chromium here")
def test_hostile_text_stays_text_in_a_browser(extracted: Path, tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    write_dossier(extracted, page)
    options = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"]
    options += ["--disable-component-update", "--disable-sync", "--virtual-time-budget=5000"]
    command = ["chromium", *options, f"--user-data-dir={tmp_path / 'profile'}", "--dump-dom", f"{page.as_uri()}#doc-0"]
    dom = subprocess.run(command, capture_output=True, text=True, timeout=60).stdout
    assert "<title>Press dossier</title>" in dom
    shown = re.sub(r"<script.*?</script>", "", dom, flags=re.S)
    assert "<img" not in shown
    assert '<mark class="date"' in shown
    assert "1 of 1 documents, 1 visits, 1 events" in shown
    assert 'href="#event-0-0"' in shown
    assert 'href="#text-0-0"' in shown
