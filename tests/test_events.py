"""Events of short releases: ``tests/cases/<code>/events.txt``.

A case is some lines of what is wanted and then the text, each of its lines after ``> ``:

    published 2019-05-13
    visit | 2019-05-06/2019-05-09 | host=Kladno | guests=Jena; Gera | status=held | size=12 | lead=Dora Halm
    > Vom {6. bis 9. Mai|DATE|2019-05-06/2019-05-09} war ... aus {Jena|LOC|Jena} in {Kladno|LOC|Kladno} ...

Marks stand for what the finders before events give: ``{surface|DATE|EDTF}``, ``{surface|LOC|name}``,
``{surface|ORG|name|type|place}``, ``{surface|PER|name|role|place}``. Every wanted event must be found with the fields
given; ``none`` alone says that the text reports no event. Lines after ``#`` are comments.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from pipeline.extract.events import find_events
from pipeline.extract.events.times import first_day, last_day
from pipeline.gazetteer import load_gazetteer
from pipeline.language import PackError, load_pack
from pipeline.language.events import load_events
from pipeline.records import (
    AnnotatedDocument,
    CalendarDate,
    Event,
    Institution,
    Official,
    Participant,
    Place,
    Sentence,
)
from pipeline.settings import Settings
from pipeline.split import split

CASES = Path(__file__).parent / "cases"
SETTINGS = Settings()
_MARK = re.compile(r"\{([^{}|]+)\|(DATE|LOC|ORG|PER)\|([^{}]*)\}")


@dataclass
class Case:
    """A text with marks, and the events wanted of it."""

    code: str
    published: date | None = None
    wanted: list[str] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)


def read_cases() -> Iterator[Any]:
    """A test parameter for each case of each language."""
    for path in sorted(CASES.glob("*/events.txt")):
        for number, block in enumerate(re.split(r"\n\s*\n", path.read_text("utf-8")), 1):
            case = Case(path.parent.name)
            for line in block.splitlines():
                if line.startswith(">"):
                    case.lines.append(line[1:].removeprefix(" "))
                elif line.startswith("published "):
                    case.published = date.fromisoformat(line.removeprefix("published "))
                elif line.strip() and not line.startswith("#"):
                    case.wanted.append(line)
            if case.lines:
                yield pytest.param(case, id=f"{case.code}-{number}")


@dataclass
class Rows:
    """The rows that a case's marks stand for."""

    document: AnnotatedDocument
    dates: list[CalendarDate] = field(default_factory=list)
    places: list[Place] = field(default_factory=list)
    institutions: list[Institution] = field(default_factory=list)
    officials: list[Official] = field(default_factory=list)


def read_rows(case: Case) -> Rows:
    """The document of a case, split as the product splits it, with its rows."""
    marked, plain, marks, last = "\n".join(case.lines), "", [], 0
    for mark in _MARK.finditer(marked):
        plain += marked[last : mark.start()]
        marks.append((len(plain), mark[1], mark[2], mark[3].split("|")))
        plain += mark[1]
        last = mark.end()
    plain += marked[last:]
    segments, sentences = split("x", plain, None, load_pack(SETTINGS.models, case.code))
    rows = Rows(AnnotatedDocument("x", plain, case.code, None, case.published, segments, sentences, ()))
    for start, surface, label, values in marks:
        segment, sentence = rows.document.locate(start)
        where = ("x", segment, sentence, surface, start, start + len(surface))
        add_row(rows, where, label, [*values, "", ""])
    return rows


def add_row(rows: Rows, where: tuple[Any, ...], label: str, values: list[str]) -> None:
    """Add the row of one mark."""
    name, kind, place, *_ = values
    if label == "DATE":
        rows.dates.append(date_row(where, name, rows.document.published))
    elif label == "LOC":
        entry = load_gazetteer(SETTINGS.models).best(name)
        known = (entry.kind, entry.geonames_id, entry.country) if entry else ("city", None, None)
        rows.places.append(Place(*where, name, *known, None, None))
    elif label == "ORG":
        rows.institutions.append(Institution(*where, name, "attested", None, kind, place or None, "i-" + name, 1.0))
    else:
        role = (kind or "other", None, None, None, place or None, None)
        rows.officials.append(Official(*where, name, "attested", (), None, None, *role, "p-" + name, 1.0))


def date_row(where: tuple[Any, ...], edtf: str, published: date | None) -> CalendarDate:
    """A row of dates."""
    low, _, high = edtf.partition("/")
    known = "X" not in edtf and ".." not in edtf
    point = low if low != ".." else high
    precision: Any = {0: "year", 1: "month", 2: "day"}[point.count("-")]
    if re.fullmatch(r"\d{3}X", point):
        precision = "decade"
    kind: Any = "publication" if published and edtf == published.isoformat() else "event"
    if precision == "year":
        kind = "background"
    start, end = (first_day(low), last_day(high or low)) if known else (None, None)
    return CalendarDate(*where, edtf, start, end, precision, kind, "explicit", (), edtf)


def run(case: Case) -> tuple[tuple[Event, ...], tuple[Participant, ...], tuple[Sentence, ...]]:
    """What the finder gives for a case."""
    rows = read_rows(case)
    return find_events(
        rows.document,
        rows.dates,
        rows.places,
        rows.institutions,
        rows.officials,
        (),
        load_pack(SETTINGS.models, case.code),
        load_gazetteer(SETTINGS.models),
        SETTINGS,
    )


def is_wanted(wanted: str, event: Event, participants: tuple[Participant, ...]) -> bool:
    """Whether an event has the type, the time and the fields of a wanted one."""
    kind, edtf, *fields = (part.strip() for part in wanted.split("|"))
    if event.type != kind or (event.edtf or "") != edtf:
        return False
    own = [row for row in participants if row.event_id == event.event_id]
    lead = next((row.name for row in own if row.lead), "")
    values = {
        "host": event.host_place or "",
        "guests": "; ".join(sorted(event.guest_places)),
        "status": event.status,
        "size": str(event.delegation_size or ""),
        "main": str(event.main).lower(),
        "lead": lead,
        "of host": "; ".join(sorted(row.name for row in own if row.side == "host")),
        "of guests": "; ".join(sorted(row.name for row in own if row.side == "guest")),
    }
    return all(values[name] == value for name, _, value in (one.partition("=") for one in fields))


@pytest.mark.parametrize("case", list(read_cases()))
def test_cases(case: Case) -> None:
    events, participants, _ = run(case)
    shown = "\n".join(f"{e.type} | {e.edtf} | {e.host_place} | {e.guest_places} | {e.status}" for e in events)
    if case.wanted == ["none"]:
        assert not events, shown
        return
    for wanted in case.wanted:
        assert any(is_wanted(wanted, event, participants) for event in events), f"{wanted}\nfound:\n{shown}"


VISIT = Case(
    "de",
    date(2019, 5, 13),
    lines=[
        "Gäste aus {Jena|LOC|Jena} in {Kladno|LOC|Kladno}",
        "",
        "{Kladno|LOC|Kladno}, {13. Mai 2019|DATE|2019-05-13}. Vom {6. bis 9. Mai|DATE|2019-05-06/2019-05-09} war eine "
        "12-köpfige Delegation aus {Jena|LOC|Jena} unter der Leitung von Bürgermeisterin "
        "{Dora Halm|PER|Dora Halm|mayor|Jena} zu Besuch in {Kladno|LOC|Kladno}. Oberbürgermeister "
        "{Jan Kral|PER|Jan Kral|mayor|Kladno} begrüßte die Gäste.",
        "",
        "Das Wetter war schön.",
    ],
)


def test_event_and_people_point_at_the_text() -> None:
    events, participants, sentences = run(VISIT)
    text = read_rows(VISIT).document.text
    (event,) = (event for event in events if event.main)
    assert text[event.start_char : event.end_char] == event.summary
    assert "Delegation" in event.summary
    assert event.date_from == "6. bis 9. Mai"
    assert (event.start, event.end, event.precision) == (date(2019, 5, 6), date(2019, 5, 9), "day")
    assert {(row.name, row.side) for row in participants} == {("Dora Halm", "guest"), ("Jan Kral", "host")}
    assert 0 < event.confidence <= 1
    uses = {text[s.start_char : s.end_char]: s.use for s in sentences}
    assert uses[event.summary] == "event"
    assert uses["Das Wetter war schön."] == "unexplained"


def test_ids_are_stable_and_apart() -> None:
    first, again = run(VISIT)[0], run(VISIT)[0]
    assert [event.event_id for event in first] == [event.event_id for event in again]
    assert len({event.event_id for event in first}) == len(first)


def test_an_unknown_year_stays_unknown() -> None:
    lines = [line.replace("2019-", "XXXX-").replace(", {13. Mai 2019|DATE|XXXX-05-13}", "") for line in VISIT.lines]
    event = run(Case("de", None, lines=lines))[0][0]
    assert (event.edtf, event.start, event.end) == ("XXXX-05-06/XXXX-05-09", None, None)


def test_a_planned_visit_is_an_agreement_to_meet() -> None:
    event = run(Case("de", date(2019, 5, 1), lines=[line.replace("-13", "-01") for line in VISIT.lines]))[0][0]
    assert (event.status, event.plover_event, event.plover_mode) == ("planned", "AGREE", "meet")


def test_nothing_in_nothing() -> None:
    assert run(Case("de", lines=["Nichts."]))[:2] == ((), ())


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("events.csv", "concept,term,note\nno_such_concept,wort,x\n"),
        ("events.csv", "concept,term,note\nvisit,wort,x\nvisit,wort,x\n"),
        ("events.csv", "concept,term,note\nvisit,*,x\n"),
        ("events.toml", 'delegation_sizes = ["eine Gruppe"]\n[numbers]\n'),
        ("events.toml", 'delegation_sizes = ["{n} ("]\n[numbers]\n'),
    ],
    ids=["unknown concept", "twice", "star alone", "no number", "faulty expression"],
)
def test_faults_name_the_file(name: str, content: str, tmp_path: Path) -> None:
    files = {
        "events.csv": "concept,term,note\nvisit,besuch,x\n",
        "events.toml": "delegation_sizes = []\n[numbers]\n",
        name: content,
    }
    for file, text in files.items():
        (tmp_path / file).write_text(text, "utf-8")
    with pytest.raises(PackError, match=re.escape(name)):
        load_events(tmp_path, SETTINGS.models / "shared")
