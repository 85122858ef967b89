"""The dossier: everything in one page, nothing of a text ever parsed as HTML."""

import base64
import gzip
import json
import re
import shutil
import subprocess
from datetime import date
from html import unescape
from pathlib import Path

import pytest

from pipeline.cli import main
from pipeline.corrections import correct, read_corrections
from pipeline.records import CalendarDate, Document, Event, Findings, Official, Place, Visit
from pipeline.report.dossier import DossierError, gather, render, write_dossier
from pipeline.settings import Settings
from pipeline.shards.storage import open_storage
from pipeline.tables import TABLES, encode_parquet, to_table

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
    storage = open_storage(tmp_path / "x")
    for table in TABLES:
        storage.write(f"{table}/part-0.parquet", encode_parquet(to_table(table, rows.get(table, []))))
    return tmp_path / "x"


def test_the_data_come_back_out_of_the_page(extracted: Path) -> None:
    page = render(gather(extracted))
    embedded = re.search(r'<script type="application/gzip" id="data">(.*?)</script>', page, re.S)
    assert embedded
    (document,) = json.loads(gzip.decompress(base64.b64decode(embedded[1])))["documents"]
    assert document["text"] == TEXT
    assert document["year"] == 2019
    assert [AT, AT + 12, "date-0", "event-0"] in document["pieces"]
    assert document["rows"]["dates"] == [[AT, AT + 12, "2019-05-12", "event", "explicit", []]]


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
    open_storage(extracted).write("visits/part-0.parquet", encode_parquet(foreign))
    with pytest.raises(SystemExit) as stopped:
        main(["report", str(extracted), "--out", str(tmp_path / "page.html")])
    assert stopped.value.code == 2
    assert not (tmp_path / "page.html").exists()


browser = pytest.mark.skipif(not shutil.which("chromium"), reason="no chromium here")


def dump(page: Path, profile: Path, fragment: str = "") -> str:
    """The DOM of a page once its scripts are done."""
    options = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"]
    options += ["--disable-component-update", "--disable-sync", "--virtual-time-budget=5000"]
    command = ["chromium", *options, f"--user-data-dir={profile}", "--dump-dom", page.as_uri() + fragment]
    dom = subprocess.run(command, capture_output=True, text=True, timeout=60).stdout
    return re.sub(r"<script.*?</script>", "", dom, flags=re.S)


@browser
def test_hostile_text_stays_text_in_a_browser(extracted: Path, tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    write_dossier(extracted, page)
    shown = dump(page, tmp_path / "profile", "#doc-0")
    assert "<title>Press dossier</title>" in shown
    assert "<img" not in shown
    assert '<mark class="date' in shown
    assert "1 of 1 documents, 1 visits, 1 events" in shown
    assert 'href="#event-0-0"' in shown
    assert 'href="#text-0-0"' in shown


#: What a reader does: point at a date, change it, reject a person, add a word, review the document, download.
READER = """
const at = (selector) => document.querySelector(selector);
const press = (text) => [...at("#panel").querySelectorAll("button")].find((b) => b.textContent === text).click();
setTimeout(async () => {
  at("#doc-0").open = true;
  await new Promise((done) => setTimeout(done, 100));
  at("#doc-0 mark.date").dispatchEvent(new MouseEvent("mouseover", { bubbles: true }));
  const tip = at("#tip").textContent;
  const lit = document.querySelectorAll(".lit").length;
  at("#doc-0 mark.date").click();
  at("#panel [name=edtf]").value = "2019-05-13";
  press("Save changes");
  at("#doc-0 mark.official").click();
  press("Wrong");
  const pieces = [...document.querySelectorAll("#doc-0 .text > *")];
  const plain = pieces.find((piece) => piece.textContent.includes("die Stadt"));
  const range = document.createRange();
  const from = plain.firstChild.data.indexOf("Stadt");
  range.setStart(plain.firstChild, from);
  range.setEnd(plain.firstChild, from + 5);
  getSelection().addRange(range);
  [...at("#doc-0").querySelectorAll("button")].find((b) => b.textContent === "Add what was missed").click();
  at("#panel [name=table]").value = "institutions";
  at("#panel [name=table]").dispatchEvent(new Event("change"));
  press("Add");
  at("#doc-0 .tools input").click();
  at("#doc-0 .tools button:nth-last-of-type(1)").click();
  at("#panel [name=published]").value = "2019-05-15";
  press("Save changes");
  location.hash = "#text-0-0";
  at("#language").value = "de";
  at("#filters").dispatchEvent(new Event("input"));
  await new Promise((done) => setTimeout(done, 100));
  const open = at("#doc-0").open;
  let file;
  URL.createObjectURL = (blob) => ((file = blob), "#");
  at("#download").click();
  const result = document.createElement("pre");
  result.id = "result";
  result.textContent = JSON.stringify({ tip, lit, open, said: at("#said").textContent, csv: await file.text() });
  document.body.append(result);
}, 500);
"""


@browser
def test_a_reader_corrects_and_a_run_applies_it(extracted: Path, tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    write_dossier(extracted, page)
    before, end, after = page.read_text("utf-8").rpartition("</body>")
    page.write_text(f'{before}<script type="module">{READER}</script>{end}{after}', "utf-8")
    dom = dump(page, tmp_path / "profile")
    result = json.loads(unescape(re.search(r'<pre id="result">(.*?)</pre>', dom, re.S)[1]))  # type: ignore[index]
    assert "edtf: 2019-05-12" in result["tip"]
    assert result["lit"] > 1
    assert result["open"]
    assert result["said"] == "5 corrections"
    overlay = tmp_path / "corrections.csv"
    overlay.write_text(result["csv"], "utf-8", newline="")
    said = read_corrections(overlay, Settings().models).of("a.txt")
    found = Findings(DOCUMENT, dates=(DAY,), officials=(OFFICIAL,), places=(PLACE,), events=(EVENT,))
    corrected = correct(found, said, Settings().models)
    assert corrected.problems == ()
    assert [row.edtf for row in corrected.dates] == ["2019-05-13"]
    assert corrected.officials == ()
    assert [TEXT[row.start_char : row.end_char] for row in corrected.institutions] == ["Stadt"]
    assert corrected.institutions[0].start_char == TEXT.index("Stadt")
    assert str(corrected.document.published) == "2019-05-15"
    assert ("documents", "accept") in {(line.table, line.action) for line in corrected.corrections}
