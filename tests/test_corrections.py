"""Corrections: read whole or not at all, applied again and again, and told when they no longer apply."""

import csv
import shutil
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from openpyxl import Workbook

from pipeline.corrections import CorrectionsError, correct, read_corrections
from pipeline.corrections.overlay import COLUMNS
from pipeline.records import CalendarDate, Correction, Document, Event, Findings, Institution, Official, Participant
from pipeline.report.export import ExportError, export_corrections
from pipeline.settings import Settings
from pipeline.shards import RunError, RunReport, run
from pipeline.tables import read_rows
from pipeline.validate import validate
from pipeline.validate.gold import GoldError, write_gold

ROOT = Path(__file__).parent.parent
MODELS = Settings().models
TEXT = "Am 12. Mai 2019 besuchte Bürgermeisterin Ann Muster mit Ann Muster vom Verein Nordlicht die Stadt."
LATER = TEXT.rindex("Ann Muster")
DOCUMENT = Document(
    "a.txt", "a.txt", "text", None, "de", 1.0, None, "none", TEXT, "0" * 64, None, 1, 1, "ok"
)  # fmt: skip
DAY = CalendarDate(
    "a.txt", 0, 0, "12. Mai 2019", 3, 15, "2019-05-12", date(2019, 5, 12), date(2019, 5, 12), "day", "event",
    "explicit", (), "2019-05-12",
)  # fmt: skip
MAYOR = Official(
    "a.txt", 0, 0, "Ann Muster", TEXT.index("Ann Muster"), TEXT.index("Ann Muster") + 10, "Ann Muster", "surface", (),
    "Ann", "Muster", "mayor", "Bürgermeisterin", 25, 40, None, None, "ann-muster-1", 0.5,
)  # fmt: skip
AGAIN = replace(MAYOR, start_char=LATER, end_char=LATER + 10)
CLUB = Institution(
    "a.txt", 0, 0, "Verein Nordlicht", TEXT.index("Verein"), TEXT.index("Verein") + 16, "Verein Nordlicht", "surface",
    None, "association", None, "org-1", 0.7,
)  # fmt: skip
VISIT = Event(
    "a.txt", 0, 0, "e1", "visit", "held", "2019-05-12", date(2019, 5, 12), date(2019, 5, 12), "day", "12. Mai 2019",
    None, None, (), None, True, TEXT, 0, len(TEXT), (), "CONSULT", "visit", 0.9,
)  # fmt: skip
FOUND = Findings(
    DOCUMENT,
    dates=(DAY,),
    officials=(MAYOR, AGAIN),
    institutions=(CLUB,),
    events=(VISIT,),
    participants=(
        Participant("a.txt", "e1", "official", "Ann Muster", "ann-muster-1", None, "guest", False),
        Participant("a.txt", "e1", "institution", "Verein Nordlicht", None, "org-1", "guest", False),
    ),
)


def said(table: str, action: str, text: str | None = None, **cells: object) -> Correction:
    values: dict[str, object] = {**dict.fromkeys(COLUMNS), "doc_id": "a.txt", **cells}
    return Correction(**{**values, "table": table, "action": action, "text": text})  # type: ignore[arg-type]


def after(*corrections: Correction, found: Findings = FOUND) -> Findings:
    return correct(found, corrections, MODELS)


# ---------------------------------------------------------------- one document


def test_a_rejected_row_goes_with_what_hangs_on_it() -> None:
    left = after(said("officials", "reject", "Ann Muster"), said("institutions", "reject", "Verein Nordlicht"))
    assert (left.officials, left.institutions, left.participants) == ((), (), ())
    assert [line.start_char for line in left.corrections] == [MAYOR.start_char, LATER, CLUB.start_char]
    assert after(said("events", "reject", TEXT, id="e1")).participants == ()


def test_a_rejected_mention_leaves_the_person() -> None:
    left = after(said("officials", "reject", "Ann Muster", start_char=LATER))
    assert left.officials == (MAYOR,)
    assert left.participants == FOUND.participants


def test_an_accepted_row_is_sure() -> None:
    left = after(said("officials", "accept", "Ann Muster", start_char=LATER))
    assert [row.confidence for row in left.officials] == [0.5, 1.0]


def test_a_changed_name_reaches_its_participants() -> None:
    left = after(said("officials", "change", "Ann Muster", column="name", value="Anna Maria Muster"))
    assert {(row.name, row.name_from, row.given_name) for row in left.officials} == {
        ("Anna Maria Muster", "corrected", "Anna Maria")
    }
    assert left.officials[0].person_id != MAYOR.person_id
    assert left.participants[0].name == "Anna Maria Muster"
    assert left.participants[0].person_id == left.officials[0].person_id
    assert (left.corrections[0].found, left.corrections[0].value) == ("Ann Muster", "Anna Maria Muster")


@pytest.mark.parametrize(
    ("edtf", "start", "end", "precision", "timex"),
    [
        ("2019-05-13", date(2019, 5, 13), date(2019, 5, 13), "day", "2019-05-13"),
        ("2019-05-12/2019-05-14", date(2019, 5, 12), date(2019, 5, 14), "day", "2019-05-12/2019-05-14"),
        ("2019-05/..", date(2019, 5, 1), None, "month", "2019-05"),
        ("XXXX-05-12", None, None, "day", "XXXX-05-12"),
        ("199X", date(1990, 1, 1), date(1999, 12, 31), "decade", "199"),
    ],
)
def test_a_changed_time_brings_its_days(
    edtf: str, start: date | None, end: date | None, precision: str, timex: str
) -> None:
    (day,) = after(said("dates", "change", "12. Mai 2019", column="edtf", value=edtf)).dates
    assert (day.edtf, day.start, day.end, day.precision, day.timex) == (edtf, start, end, precision, timex)


def test_a_changed_type_brings_its_codes() -> None:
    (event,) = after(said("events", "change", TEXT, id="e1", column="status", value="planned")).events
    assert (event.status, event.plover_event, event.plover_mode) == ("planned", "AGREE", "meet")


def test_what_was_missed_is_added_and_can_be_changed() -> None:
    left = after(
        said("institutions", "add", "Stadt", column="type", value="authority"),
        said("institutions", "change", "Stadt", column="place", value="Neustadt"),
        said("topics", "add", "youth", column="topic", value="youth"),
    )
    added = left.institutions[-1]
    assert (TEXT[added.start_char : added.end_char], added.type, added.place) == ("Stadt", "authority", "Neustadt")
    assert [topic.topic for topic in left.topics] == ["youth"]
    twice = after(said("institutions", "add", "Verein Nordlicht", column="type", value="other"))
    assert [row.type for row in twice.institutions] == ["other"]


def test_evidence_that_moved_is_found() -> None:
    text = f"Neues aus dem Rathaus. {TEXT}"
    moved = replace(MAYOR, start_char=MAYOR.start_char + 23, end_char=MAYOR.end_char + 23)
    found = replace(FOUND, document=replace(DOCUMENT, text=text), officials=(moved,))
    left = after(said("officials", "reject", "Ann Muster", start_char=MAYOR.start_char), found=found)
    assert left.officials == ()


def test_evidence_in_its_place_means_no_other_row() -> None:
    found = replace(FOUND, officials=(AGAIN,))
    left = after(said("officials", "reject", "Ann Muster", start_char=MAYOR.start_char), found=found)
    assert left.officials == (AGAIN,)
    assert "no such row was found" in left.problems[0].message


def test_gone_evidence_is_a_problem() -> None:
    left = after(said("officials", "change", "Bea Beispiel", column="role", value="mayor"))
    assert left.officials == FOUND.officials
    assert left.corrections == ()
    (problem,) = left.problems
    assert (problem.doc_id, problem.stage, problem.error) == ("a.txt", "correct", "correction_without_row")
    assert "change officials role 'Bea Beispiel': the document no longer holds it" in problem.message


def test_a_split_gives_a_person_of_its_own() -> None:
    left = after(said("people", "split", id="ann-muster-9"))
    own = left.officials[0].person_id
    assert own.startswith("ann-muster~2-")
    assert left.participants[0].person_id == own


# ---------------------------------------------------------------- the overlay

LINE = {"table": "officials", "doc_id": "a.txt", "text": "Ann Muster", "action": "reject"}


def save(path: Path, *lines: Mapping[str, str], delimiter: str = ",") -> Path:
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.DictWriter(file, list(dict.fromkeys(name for line in lines for name in line)), delimiter=delimiter)
        writer.writeheader()
        writer.writerows(lines)
    return path


@pytest.mark.parametrize(
    ("line", "said_why"),
    [
        ({"action": "delete"}, "no action 'delete'; there are accept"),
        ({"table": "people"}, "no table 'people' to correct"),
        ({"doc_id": ""}, "doc_id is missing"),
        ({"text": ""}, "text is missing"),
        ({"start_char": "-1"}, "start_char '-1' is no number"),
        ({"action": "change", "column": "person_id"}, "no column 'person_id' to change; there are name"),
        ({"action": "change", "column": "role", "value": "king"}, "'king' is not one of mayor"),
        ({"action": "change", "column": "name", "value": ""}, "needs a value"),
        ({"table": "dates", "action": "change", "column": "edtf", "value": "12.5.2019"}, "is not EDTF"),
        ({"table": "dates", "action": "change", "column": "edtf", "value": "2019-02-30"}, "no such day"),
        ({"table": "dates", "action": "change", "column": "edtf", "value": "2019/2018"}, "ends before"),
        ({"table": "events", "action": "change", "column": "main", "value": "maybe"}, "neither true nor false"),
        (
            {"table": "events", "action": "change", "column": "delegation_size", "value": "nine"},
            "delegation_size 'nine'",
        ),
        ({"table": "participants", "action": "add"}, "no row can be added"),
        ({"action": "add", "column": "name", "value": "x"}, "needs the column role"),
        ({"table": "people", "action": "merge", "id": "a"}, "needs the id of the other row"),
        ({"table": "officials", "action": "merge", "id": "a", "value": "b"}, "merge is for people and organisations"),
        ({"table": "people", "action": "split", "id": "a", "doc_id": ""}, "split needs the doc_id"),
    ],
)
def test_a_line_that_makes_no_sense_is_named(line: dict[str, str], said_why: str, tmp_path: Path) -> None:
    path = save(tmp_path / "c.csv", {**LINE, "column": "", "value": "", "start_char": "", "id": "", **line})
    with pytest.raises(CorrectionsError) as stopped:
        read_corrections(path, MODELS)
    assert f"{path}:2: " in str(stopped.value)
    assert said_why in str(stopped.value)


@pytest.mark.parametrize(
    ("content", "said_why"),
    [
        (b"", "empty"),
        (b"table,action,doc\n", "unknown column doc"),
        (b"table,doc_id\n", "column action is missing"),
        (b"table,action\n\xff\xfe", "not UTF-8"),
    ],
)
def test_a_file_that_is_no_overlay_is_named(content: bytes, said_why: str, tmp_path: Path) -> None:
    path = tmp_path / "c.csv"
    path.write_bytes(content)
    with pytest.raises(CorrectionsError, match=said_why):
        read_corrections(path, MODELS)
    with pytest.raises(CorrectionsError, match=r"c\.xlsx"):
        read_corrections(path.rename(tmp_path / "c.xlsx"), MODELS)


def test_semicolons_apostrophes_and_empty_actions(tmp_path: Path) -> None:
    path = save(tmp_path / "c.csv", {**LINE, "text": "'=Ann"}, {**LINE, "action": ""}, delimiter=";")
    (line,) = read_corrections(path, MODELS).of("a.txt")
    assert line.text == "=Ann"


def test_a_workbook_is_read_like_csv(tmp_path: Path) -> None:
    book = Workbook()
    book.active.append(["Table", "action", "doc_id", "text", "start_char", "column", "value"])
    book.active.append(["dates", "change", "a.txt", "12. Mai 2019", 3.0, "edtf", date(2019, 5, 13)])
    book.save(tmp_path / "c.xlsx")
    (line,) = read_corrections(tmp_path / "c.xlsx", MODELS).of("a.txt")
    assert (line.start_char, line.value) == (3, "2019-05-13")


# ---------------------------------------------------------------- runs


@pytest.fixture
def raw(tmp_path: Path) -> Path:
    folder = tmp_path / "raw"
    folder.mkdir()
    for name in "abcdef":
        (folder / f"{name}.txt").write_text(f"MAYOR {name.upper()} Muster\n", "utf-8")
    return folder


def do(raw: Path, corrections: Path | None = None) -> RunReport:
    """A run with a pack of its own, so that nothing but input and overlay can change between two."""
    models = raw.parent / "models"
    if not models.exists():
        (models / "qq").mkdir(parents=True)
        (models / "qq" / "language.toml").write_text('code = "qq"\nname = "Test"\nversion = "7"\n')
        (models / "shared").mkdir()
        for name in ("roles.csv", "institution_types.csv", "topics.csv", "event_types.csv", "letters.csv"):
            shutil.copy(MODELS / "shared" / name, models / "shared")
    settings = Settings(models=models, shard_documents=2)
    return run(raw, raw.parent / "out", settings, corrections=corrections, extractor="engine_double:Extractor")


def names(raw: Path) -> list[str]:
    return sorted(row["name"] for row in read_rows(raw.parent / "out", "officials"))


def test_only_what_is_told_otherwise_is_done_again(raw: Path, tmp_path: Path) -> None:
    shards = do(raw).shards_done
    line = {**LINE, "text": "A Muster", "action": "change", "column": "name", "value": "Ada Muster"}
    overlay = save(tmp_path / "c.csv", line)
    first = do(raw, overlay)
    assert shards > 1
    assert (first.shards_done, first.corrections, first.corrections_idle) == (1, 1, 0)
    assert "Ada Muster" in names(raw)
    assert do(raw, overlay).shards_done == 0
    (raw / "b.txt").write_text("MAYOR Bea Muster\n", "utf-8")
    do(raw, overlay)
    assert {"Ada Muster", "Bea Muster"} <= set(names(raw))
    save(overlay, line, {**line, "doc_id": "f.txt", "text": "F Muster", "value": "Fay Muster"})
    assert do(raw, overlay).shards_done == 1
    assert do(raw).shards_done == 2
    assert names(raw) == ["A Muster", "Bea Muster", *(f"{c} Muster" for c in "CDEF")]
    assert read_rows(raw.parent / "out", "corrections") == []


def test_corrections_of_nothing_are_told(raw: Path, tmp_path: Path) -> None:
    lines = [{**LINE, "text": "Zoe"}, {**LINE, "doc_id": "z.txt"}]
    report = do(raw, save(tmp_path / "c.csv", *lines))
    assert (report.corrections, report.corrections_idle) == (0, 2)
    problems = {row["error"]: row for row in read_rows(raw.parent / "out", "problems")}
    assert problems["correction_without_document"]["source"] == "z.txt"
    assert problems["correction_without_row"]["doc_id"] == "a.txt"
    assert do(raw).problems == 0


def test_people_are_merged_over_runs(raw: Path, tmp_path: Path) -> None:
    merger = {"table": "people", "action": "merge", "id": "a.txt/A Muster", "value": "b.txt/B Muster"}
    report = do(raw, save(tmp_path / "c.csv", merger, {**merger, "value": "nobody"}))
    people = read_rows(raw.parent / "out", "people")
    assert len(people) == 5
    assert [name["name"] for name in people[0]["names"]] == ["A Muster", "B Muster"]
    assert (report.corrections, report.corrections_idle) == (1, 1)
    assert do(raw).rows["people"] == 6


def test_a_faulty_overlay_leaves_the_tables_alone(raw: Path, tmp_path: Path) -> None:
    do(raw)
    with pytest.raises(RunError, match="no action"):
        do(raw, save(tmp_path / "c.csv", {**LINE, "action": "burn"}))
    with pytest.raises(RunError, match="No such file"):
        do(raw, tmp_path / "nowhere.csv")
    assert len(names(raw)) == 6


# ---------------------------------------------------------------- templates and gold


def test_a_template_is_an_overlay_that_says_nothing(raw: Path, tmp_path: Path) -> None:
    do(raw)
    for name in ("t.csv", "t.xlsx"):
        assert export_corrections(raw.parent / "out", tmp_path / name) == 18
        assert not read_corrections(tmp_path / name, MODELS)
    with (tmp_path / "t.csv").open(encoding="utf-8-sig", newline="") as file:
        lines = list(csv.DictReader(file))
    first = next(line for line in lines if line["table"] == "officials")
    save(tmp_path / "c.csv", {**first, "action": "reject"})
    assert do(raw, tmp_path / "c.csv").corrections == 1
    assert len(names(raw)) == 5
    with pytest.raises(ExportError, match="exists"):
        export_corrections(raw.parent / "out", tmp_path / "t.csv")
    with pytest.raises(ExportError, match="must end in"):
        export_corrections(raw.parent / "out", tmp_path / "t.ods")


def test_reviewed_documents_become_gold_that_validates(extracted_samples: Path, tmp_path: Path) -> None:
    reviewed = [row["doc_id"] for row in read_rows(extracted_samples, "documents") if ".jsonl" not in row["doc_id"]]
    overlay = save(
        tmp_path / "c.csv", *({"table": "documents", "doc_id": name, "action": "accept"} for name in reviewed)
    )
    out = tmp_path / "out"
    run(ROOT / "raw", out, Settings(), corrections=overlay)
    written = write_gold(out, tmp_path / "gold")
    assert len(written) == len(reviewed)
    result = validate(tmp_path / "gold", out)
    assert result.misses == ()
    assert {field: score.f1 for field, score in result.scores["all"].items() if score.f1 < 1} == {}
    with pytest.raises(GoldError, match="exists"):
        write_gold(out, tmp_path / "gold")
    with pytest.raises(GoldError, match="no document"):
        write_gold(extracted_samples, tmp_path / "none")
