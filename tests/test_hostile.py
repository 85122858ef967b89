"""Whatever the text, extraction ends soon, raises nothing and points at what it quotes; and it asks no network.

What meets files (encodings, formats, pages, links) is tested in ``test_read``; single patterns in ``test_linear``.
"""

from __future__ import annotations

import socket
import time
from pathlib import Path

import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from models.training.press.press_corpus import read_release
from pipeline.process import Extractor
from pipeline.records import Findings
from pipeline.settings import Settings
from pipeline.shards import run
from pipeline.tables import DOCUMENT_TABLES, read_rows

PRESS = Path(__file__).parent.parent / "models" / "training" / "press" / "dev"
LANGUAGES = ("de", "pl", "en", "cs", "uk", "lt", "fr")
WORDS = [
    *("Bürgermeister", "burmistrz", "Mayor", "starosta", "міський голова", "meras", "maire", "Dr.", "prof.", "OB"),
    *("Hans Müller", "Anna Kowalska", "MÜLLER", "O'Neill", "von der", "Nguyễn Thị", "Ἀθήνα", "Kovács Péter", "J. K."),
    *(
        "Amt für",
        "Urząd Miasta",
        "MOPS",
        "(GmbH)",
        "im.",
        "„",
        "”",
        "«",
        '"',
        "(",
        ")",
        "[",
        "–",
        "-",
        "/",
        ",",
        ".",
        ":",
    ),
    *("besuchte", "wizyta", "Delegation", "podpisano", "agreement", "Treffen", "aus", "z", "w", "in", "und", "i"),
    *(
        "4. Mai 2010",
        "31. Februar",
        "29.02.2019",
        "vom 3. bis",
        "12-15",
        "od 30 do 2 stycznia",
        "XX w.",
        "0000",
        "9" * 30,
    ),
    *("Kraków", "Frankfurt", "Köln", "Krakau", "Москва", "Vilnius", "Paris", "St.", "Bad", "ul. 3 Maja"),
    *(
        "\n",
        "\n\n",
        " ",
        "\t",
        "\u00a0",
        "\u00ad",
        "\u200b",
        "\u202e",
        "\ufeff",
        "\x00",
        "\ud800",
        "🎉",
        "e\u0301\u0302",
        "ß" * 40,
    ),
]
TEXTS = st.lists(st.one_of(st.sampled_from(WORDS), st.text(max_size=8)), max_size=60)
PIECES = [
    *(
        "1",
        "-",
        ".",
        "(",
        "a",
        "A",
        "Müller ",
        "Am 4. Mai ",
        "12.05.2009 ",
        "vom 3. bis 5. Mai ",
        "Stadt Köln ",
        "(MOPS) ",
    ),
    *(
        "Die Überschrift\n\n",
        "- Anna Kowalska, Schulleiterin\n",
        "Anna und ",
        "Besuch einer Delegation ",
        "„",
        "e\u0301",
    ),
    *("Bürgermeister Hans Müller, ", "Amt für Soziales; ", "\n", "🎉", "שלום ", "Frankfurter ", "Dr. ", "1. "),
    "Am 4. Mai 2010 besuchte eine Delegation aus Krakau unter Leitung von Bürgermeister Jan Nowak die Stadt Essen. ",
]


@pytest.fixture(scope="module")
def extractor() -> Extractor:
    return Extractor(Settings(strict=True))


@pytest.fixture(autouse=True)
def no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise AssertionError("a text made the program ask the network")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)


def check(found: Findings) -> None:
    text = found.document.text
    for row in (*found.dates, *found.places, *found.institutions, *found.officials):
        assert text[row.start_char : row.end_char] == row.text
    for official in found.officials:
        if official.role_start_char is not None and official.role_end_char is not None:
            assert text[official.role_start_char : official.role_end_char] == official.role_text
    assert all(0 <= event.start_char <= event.end_char <= len(text) for event in found.events)
    assert {participant.event_id for participant in found.participants} <= {event.event_id for event in found.events}


@pytest.mark.parametrize("language", LANGUAGES)
def test_any_text(extractor: Extractor, language: str) -> None:
    @given(TEXTS, st.sampled_from(["", " "]))
    @settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    def extract(pieces: list[str], between: str) -> None:
        check(extractor.extract(between.join(pieces), language=language))

    extract()


@pytest.mark.parametrize("piece", PIECES, ids=lambda piece: ascii(piece.strip()[:20]))
def test_time_grows_with_the_text(extractor: Extractor, piece: str) -> None:
    def seconds(size: int) -> float:
        text = piece * (size // len(piece))
        began = time.process_time()
        check(extractor.extract(text, language="de"))
        return time.process_time() - began

    seconds(500)  # loads what is not loaded yet
    for _ in range(3):  # a busy machine may spoil one measurement, not three
        short, long = seconds(6_000), seconds(24_000)
        if long < 0.3 or long < 9 * short:
            return
    pytest.fail(f"four times the text took {long / short:.0f} times the time: {long:.1f} s")


@pytest.mark.parametrize("language", LANGUAGES)
def test_time_grows_with_the_paragraphs_of_a_release(extractor: Extractor, language: str) -> None:
    """Officials, bodies, places and dates by the hundred: nothing compares each with all others."""
    paragraphs = [
        " ".join(read_release(path).text.split())[:600] for path in sorted(PRESS.glob(f"{language}/*.txt"))[:3]
    ]

    def seconds(times: int) -> float:
        began = time.process_time()
        check(extractor.extract("\n\n".join(paragraphs * times), language=language))
        return time.process_time() - began

    seconds(1)  # loads what is not loaded yet
    for _ in range(3):  # a busy machine may spoil one measurement, not three
        short, long = seconds(7), seconds(56)
        if long < 13 * short:
            return
    pytest.fail(f"eight times the text took {long / short:.0f} times the time: {long:.1f} s")


def test_hostile_records_stay_within_the_output(tmp_path: Path) -> None:
    records = pa.table(
        {
            "id": ["../../escape", "/etc/passwd", "a\nb", "-rf", "x" * 5_000, "\x00", "con"],
            "text": ["Bürgermeister Hans Müller kam am 4. Mai 2010 nach Köln. " * 3] * 7,
        }
    )
    raw, extracted = tmp_path / "raw", tmp_path / "deep" / "er" / "extracted"
    raw.mkdir()
    records.to_pandas().to_json(raw / "records.jsonl", orient="records", lines=True)
    report = run(raw, extracted, Settings())
    assert report.documents == 7
    assert len(list(read_rows(extracted, "documents"))) == 7
    assert {path.name for path in tmp_path.iterdir()} == {"raw", "deep"}
    assert {path.name for path in (tmp_path / "deep").iterdir()} == {"er"}
    assert {path.name for path in (tmp_path / "deep" / "er").iterdir()} == {"extracted"}
    assert set(DOCUMENT_TABLES) <= {path.name for path in extracted.iterdir()}
