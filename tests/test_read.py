from __future__ import annotations

import hashlib
import io
import json
import os
import socket
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pyarrow
import pyarrow.parquet
import pytest
from hypothesis import given, settings, strategies

from pipeline.read import InputError, list_sources, read_documents, read_source
from pipeline.read.encodings import decode
from pipeline.read.faults import ReadError
from pipeline.read.json_stream import read_values
from pipeline.records import Problem, RawDocument
from pipeline.settings import Settings

GERMAN = "Die Gäste aus Łódź trafen am 3. Mai in Köln ein. Größere Städte fördern den Austausch über Flüsse hinweg."
POLISH = "Goście z Łodzi przyjechali 3 maja do Gdańska. Rozmawiano o współpracy, zdrowiu i przyszłości młodzieży."
CZECH = "Hosté z Lodže přijeli 3. května do Brna. Hovořilo se o spolupráci, zdraví a budoucnosti mládeže ve městě."
RUSSIAN = "Гости из Лодзи приехали 3 мая в Псков. Говорили о сотрудничестве и будущем молодёжи."


@pytest.fixture(autouse=True)
def no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise AssertionError("reading must not touch the network")

    monkeypatch.setattr(socket.socket, "connect", refuse)


def read(path: Path | str, **limits: int) -> tuple[list[RawDocument], list[Problem]]:
    problems: list[Problem] = []
    return list(read_documents(path, Settings(**limits), problems.append)), problems


def write(folder: Path, name: str, data: bytes | str) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data if isinstance(data, bytes) else data.encode("utf-8"))
    return path


# ---------------------------------------------------------------- sources


def test_folder_is_read_recursively_and_sorted(tmp_path: Path) -> None:
    for name in ("b.txt", "a/z.txt", "a/b.md", "c.txt", ".hidden.txt", ".git/x.txt"):
        write(tmp_path, name, name)
    documents, problems = read(tmp_path)
    assert [document.doc_id for document in documents] == ["a/b.md", "a/z.txt", "b.txt", "c.txt"]
    assert problems == []


def test_single_file_is_read_whatever_its_name(tmp_path: Path) -> None:
    documents, problems = read(write(tmp_path, "RELEASE", "Text"))
    assert [(d.doc_id, d.text, d.source_format) for d in documents] == [("RELEASE", "Text", "text")]
    assert problems == []


def test_hash_is_of_the_raw_bytes(tmp_path: Path) -> None:
    data = POLISH.encode("cp1250")
    documents, _ = read(write(tmp_path, "a.txt", data))
    assert documents[0].sha256 == hashlib.sha256(data).hexdigest()


@pytest.mark.parametrize("name", ["nothing", "nothing/at/all.txt"])
def test_missing_path_is_an_error(tmp_path: Path, name: str) -> None:
    with pytest.raises(InputError, match="nothing"):
        read(tmp_path / name)


def test_device_as_input_is_an_error() -> None:
    with pytest.raises(InputError, match="neither a file nor a folder"):
        read("/dev/null")


def test_things_that_are_no_files_are_reported_and_the_rest_is_read(tmp_path: Path) -> None:
    write(tmp_path, "good.txt", "Text")
    write(tmp_path, "picture.png", b"\x89PNG")
    (tmp_path / "loop").symlink_to(tmp_path, target_is_directory=True)
    (tmp_path / "broken.txt").symlink_to(tmp_path / "nowhere")
    os.mkfifo(tmp_path / "pipe.txt")
    documents, problems = read(tmp_path)
    assert [document.doc_id for document in documents] == ["good.txt"]
    found = {(problem.source, problem.error) for problem in problems}
    assert found == {
        ("picture.png", "unknown_format"),
        ("loop", "link_loop"),
        ("broken.txt", "unreadable"),
        ("pipe.txt", "not_a_file"),
    }


def test_file_replaced_by_a_pipe_does_not_hang(tmp_path: Path) -> None:
    path = write(tmp_path, "a.txt", "x")
    (source,) = list_sources(tmp_path, lambda problem: None)
    path.unlink()
    os.mkfifo(path)
    problems: list[Problem] = []
    assert list(read_source(source, Settings(), problems.append)) == []
    assert [problem.error for problem in problems] == ["not_a_file"]


@pytest.mark.skipif(os.geteuid() == 0, reason="the administrator may read everything")
def test_unreadable_file_is_reported(tmp_path: Path) -> None:
    write(tmp_path, "a.txt", "x").chmod(0)
    _, problems = read(tmp_path)
    assert [problem.error for problem in problems] == ["unreadable"]


def test_strange_names_become_printable_keys(tmp_path: Path) -> None:
    for name in (b"new\nline.txt", b"-rf.txt", b"caf\xe9.txt", "żółw.txt".encode()):
        Path(os.fsdecode(os.path.join(os.fsencode(tmp_path), name))).write_text("Text", "utf-8")
    documents, problems = read(tmp_path)
    assert {d.doc_id for d in documents} == {"new\\x0aline.txt", "-rf.txt", "caf\\xe9.txt", "żółw.txt"}
    assert problems == []


# ---------------------------------------------------------------- encodings


@pytest.mark.parametrize(
    ("text", "encoding", "name"),
    [
        (GERMAN, "utf-8", "utf-8"),
        (GERMAN, "utf-8-sig", "utf-8-sig"),
        (GERMAN, "utf-16", "utf-16"),
        (POLISH, "utf-16-le", "utf-16-le"),
        (RUSSIAN, "utf-16-be", "utf-16-be"),
        (GERMAN, "utf-32", "utf-32"),
        (GERMAN.replace("Łódź", "Lodz"), "cp1252", "cp1252"),
        (POLISH, "cp1250", "cp1250"),
        (POLISH, "iso8859_2", "iso8859_2"),
        (CZECH, "cp1250", "cp1250"),
        (CZECH, "iso8859_2", "iso8859_2"),
        (RUSSIAN, "cp1251", "cp1251"),
        (RUSSIAN, "koi8_r", "koi8_r"),
    ],
)
def test_encodings(text: str, encoding: str, name: str) -> None:
    found, taken = decode(text.encode(encoding))
    assert found == text
    assert taken in (name, "koi8_u") if encoding == "koi8_r" else taken == name


def test_text_cut_within_a_character_is_still_utf8() -> None:
    assert decode("Kraków".encode()[:-2]) == ("Krak", "utf-8")


@pytest.mark.parametrize("data", [bytes(range(256)) * 4, b"%PDF-1.7 text", b"PK\x03\x04text", b"a\0\0\0\0b\1\2\3" * 9])
def test_binary_data_is_refused(data: bytes) -> None:
    with pytest.raises(ReadError):
        decode(data)


@given(strategies.binary(max_size=300))
@settings(max_examples=300, deadline=None)
def test_any_bytes_are_text_or_refused(data: bytes) -> None:
    try:
        text, encoding = decode(data)
    except ReadError as error:
        assert error.error == "binary"
    else:
        text.encode("utf-8")
        assert encoding


# ---------------------------------------------------------------- texts and pages


def test_markdown_head_is_metadata(tmp_path: Path) -> None:
    head = (
        '---\ntitle: "Besuch: drei Tage"\ndate: 2020-02-03\nurl: https://x.example/a\nlang: de-AT\ntags:\n  - a\n---\n'
    )
    documents, _ = read(write(tmp_path, "a.md", head + "# Besuch\n\nText"))
    (found,) = documents
    assert (found.title, found.published, found.url) == ("Besuch: drei Tage", date(2020, 2, 3), "https://x.example/a")
    assert found.language == "de"
    assert found.text == "# Besuch\n\nText"


@pytest.mark.parametrize(
    "text", ["---\nno head\n", "---\n\n---\nText", "--- \nTitel ohne Ende: ja\n", "Text\n---\na: b\n---\n"]
)
def test_markdown_without_head_is_left_alone(tmp_path: Path, text: str) -> None:
    documents, _ = read(write(tmp_path, "a.md", text))
    assert documents[0].text == text
    assert documents[0].title is None


PAGE = """<!DOCTYPE html><html lang="de-DE"><head><meta charset="{charset}"><title>Besuch aus Riga | Stadt Kiel</title>
<meta property="article:published_time" content="2021-03-04T10:00:00+01:00"><link rel="canonical" href="https://kiel.example/r">
</head><body><nav><a href="/">Startseite</a><a href="/s">Suche</a></nav><article><h1>Besuch aus Riga</h1>
<p>Am 3. März 2021 empfing die Stadt Kiel eine Delegation aus Riga. Die Gäste blieben drei Tage.</p>
<p>Sie sprachen über Häfen, Schulen und die Pflege älterer Menschen in beiden Städten.</p></article>
<footer><a href="/i">Impressum</a></footer></body></html>"""


@pytest.mark.parametrize("charset", ["utf-8", "iso-8859-1"])
def test_page_gives_main_text_and_metadata(tmp_path: Path, charset: str) -> None:
    documents, problems = read(write(tmp_path, "a.html", PAGE.format(charset=charset).encode(charset)))
    (found,) = documents
    assert problems == []
    assert (found.title, found.published, found.language) == ("Besuch aus Riga", date(2021, 3, 4), "de")
    assert found.url == "https://kiel.example/r"
    assert found.text.startswith("Besuch aus Riga\n")
    assert "Häfen" in found.text and "Startseite" not in found.text and "Impressum" not in found.text


def test_page_without_a_date_has_none(tmp_path: Path) -> None:
    text = "Am 3. März 2021 kam eine Delegation aus Riga nach Kiel und blieb."
    page = f"<html><body><h1>Besuch</h1><p>{text}</p></body></html>"
    documents, _ = read(write(tmp_path, "a.html", page))
    assert documents[0].published is None
    assert "Delegation" in documents[0].text


@pytest.mark.parametrize(
    "page",
    [
        "",
        "<",
        "<html>",
        "<div>" * 20_000 + "Text",
        "<p>" + "&lt;" * 50_000,
        '<!DOCTYPE x [<!ENTITY a "b"><!ENTITY c "&a;&a;">]><html><body>&c;</body></html>',
        '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><html><body><p>&a;</p></body></html>',
        "<html><body>" + "<table><tr><td>" * 3_000 + "x",
        "\ud800".encode("utf-8", "surrogatepass").decode("latin-1"),
    ],
)
def test_hostile_pages_neither_hang_nor_crash(tmp_path: Path, page: str) -> None:
    documents, problems = read(write(tmp_path, "a.html", page))
    assert len(documents) + len(problems) >= 1
    assert all("root:" not in document.text for document in documents)


def test_empty_file_is_an_empty_document(tmp_path: Path) -> None:
    documents, problems = read(write(tmp_path, "a.txt", ""))
    assert [document.text for document in documents] == [""]
    assert problems == []


def test_file_beyond_the_limit_is_reported_and_not_loaded(tmp_path: Path) -> None:
    write(tmp_path, "a.txt", "x" * 5_000)
    write(tmp_path, "b.txt", "kurz")
    documents, problems = read(tmp_path, max_chars=1_000)
    assert [document.doc_id for document in documents] == ["b.txt"]
    assert [(problem.source, problem.error) for problem in problems] == [("a.txt", "too_long")]


# ---------------------------------------------------------------- files of records


def lines(*records: object) -> str:
    return "".join(json.dumps(record, ensure_ascii=False) + "\n" for record in records)


def test_json_lines(tmp_path: Path) -> None:
    record = {"id": "r1", "text": GERMAN, "url": "https://x.example", "title": " T ", "published": "2020-01-02T03:04Z"}
    documents, problems = read(write(tmp_path, "a.jsonl", lines(record | {"language": "de-DE"}, {"text": "zwei"})))
    first, second = documents
    assert problems == []
    assert (first.doc_id, first.text, first.url, first.title) == ("a.jsonl#r1", GERMAN, "https://x.example", "T")
    assert (first.published, first.language) == (date(2020, 1, 2), "de")
    assert (second.doc_id, second.published) == ("a.jsonl#2", None)


def test_broken_lines_are_reported_and_the_rest_is_read(tmp_path: Path) -> None:
    rows = [
        "{broken",
        "[1]",
        '{"id": 7}',
        '{"text": 5}',
        '{"text": null}',
        "",
        '{"id": 8, "text": "gut"}',
        "[" * 100_000,
    ]
    documents, problems = read(write(tmp_path, "a.jsonl", "\n".join(rows)))
    assert [document.doc_id for document in documents] == ["a.jsonl#8"]
    assert [problem.error for problem in problems] == [
        "broken_json",
        "wrong_type",
        "no_text",
        "wrong_type",
        "no_text",
        "broken_json",
    ]


def test_metadata_that_cannot_be_read_is_reported_and_the_text_kept(tmp_path: Path) -> None:
    record = {"text": "a", "published": "next spring", "language": "German"}
    documents, problems = read(
        write(tmp_path, "a.jsonl", lines(record, {"text": "b", "published": "", "language": None}))
    )
    assert [(d.text, d.published, d.language) for d in documents] == [("a", None, None), ("b", None, None)]
    assert [(p.doc_id, p.error) for p in problems] == [("a.jsonl#1", "bad_published"), ("a.jsonl#1", "bad_language")]


def test_same_id_twice_is_reported(tmp_path: Path) -> None:
    documents, problems = read(write(tmp_path, "a.jsonl", lines({"id": 1, "text": "a"}, {"id": "1", "text": "b"})))
    assert [document.text for document in documents] == ["a"]
    assert [problem.error for problem in problems] == ["duplicate_id"]


def test_long_line_is_skipped_without_being_kept(tmp_path: Path) -> None:
    text = lines({"text": "vor"}) + '{"text": "' + "x" * 50_000 + '"}\n' + lines({"text": "nach"})
    documents, problems = read(write(tmp_path, "a.jsonl", text), max_chars=1_000)
    assert [document.text for document in documents] == ["vor", "nach"]
    assert [problem.error for problem in problems] == ["too_long"]


@pytest.mark.parametrize("key", ["../../etc/passwd", "a\nb", "x" * 5_000, "\ud800", "   ", True])
def test_strange_ids_stay_keys(tmp_path: Path, key: object) -> None:
    documents, problems = read(write(tmp_path, "a.jsonl", json.dumps({"id": key, "text": "t"})))
    assert problems == []
    found = documents[0].doc_id
    found.encode("utf-8")
    assert found.startswith("a.jsonl#") and found.isprintable() and len(found) < 400


def test_surrogates_in_json_are_replaced(tmp_path: Path) -> None:
    documents, _ = read(write(tmp_path, "a.jsonl", '{"text": "a\\ud83d\\ude00b\\udc00c"}\n'))
    documents[0].text.encode("utf-8")
    assert documents[0].text.startswith("a😀b")


def test_json_lines_in_old_encodings(tmp_path: Path) -> None:
    data = lines({"text": POLISH}).encode("cp1250")
    mixed = lines({"text": GERMAN}).encode() * 400 + lines({"text": POLISH}).encode("cp1250")
    assert read(write(tmp_path, "a.jsonl", data))[0][0].text == POLISH
    assert read(write(tmp_path, "b.jsonl", mixed))[0][-1].text == POLISH
    assert read(write(tmp_path, "c.jsonl", lines({"text": POLISH}).encode("utf-16")))[0][0].text == POLISH


@pytest.mark.parametrize(
    "text",
    ['[{"text": "a"}, {"text": "b"}]', '{"text": "a"} {"text": "b"}', '\ufeff [ {"text":"a"},\n\n{"text":"b"} ]'],
)
def test_json_file(tmp_path: Path, text: str) -> None:
    documents, problems = read(write(tmp_path, "a.json", text))
    assert [document.text for document in documents] == ["a", "b"]
    assert problems == []


@pytest.mark.parametrize(
    ("text", "error"),
    [
        ('[{"text": "a"}, {"text":', "broken_json"),
        ('[{"text": "a"}', "broken_json"),
        ('[{"text": "a"}, 5]', "wrong_type"),
    ],
)
def test_broken_json_file_keeps_what_came_before(tmp_path: Path, text: str, error: str) -> None:
    documents, problems = read(write(tmp_path, "a.json", text))
    assert [document.text for document in documents] == ["a"]
    assert [problem.error for problem in problems] == [error]


@pytest.mark.parametrize("suffix", ["json", "jsonl", "csv"])
def test_wide_characters_cut_in_half_do_not_crash(tmp_path: Path, suffix: str) -> None:
    documents, problems = read(write(tmp_path, f"a.{suffix}", lines({"text": "a"}).encode("utf-16")[:-1] + b"\0\xd8"))
    assert documents or problems


def test_json_file_is_streamed() -> None:
    class Endless(io.StringIO):
        taken = 0

        def read(self, size: int | None = -1) -> str:
            self.taken += size or 0
            return '{"text": "x"},' * (max(size or 0, 14) // 14)

    stream = Endless()
    values: Iterator[object] = read_values(stream, 1_000)
    assert [next(values) for _ in range(100)] == [{"text": "x"}] * 100
    assert stream.taken < 200_000


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_csv(tmp_path: Path, delimiter: str) -> None:
    text = (
        delimiter.join(["Id", "TEXT", "published"])
        + "\n"
        + delimiter.join(["7", '"eins\nzwei ""drei"""', "2020-02-03"])
    )
    documents, problems = read(write(tmp_path, "a.csv", text))
    assert [(d.doc_id, d.text, d.published) for d in documents] == [("a.csv#7", 'eins\nzwei "drei"', date(2020, 2, 3))]
    assert problems == []


def test_csv_without_text_is_reported(tmp_path: Path) -> None:
    documents, problems = read(write(tmp_path, "a.csv", "id,body\n1,x\n"))
    assert documents == []
    assert [(problem.error, problem.message) for problem in problems] == [
        ("no_text_column", "the header has no column text: id, body")
    ]


def test_csv_rows_of_the_wrong_length(tmp_path: Path) -> None:
    documents, problems = read(write(tmp_path, "a.csv", "id,text\n1,a\n2\n3,c,d\n4,e\n"))
    assert [document.text for document in documents] == ["a", "e"]
    assert [(problem.doc_id, problem.error) for problem in problems] == [
        ("a.csv#2", "no_text"),
        ("a.csv#3", "broken_row"),
    ]


def test_csv_with_very_many_columns(tmp_path: Path) -> None:
    header = ",".join(f"c{n}" for n in range(100_000)) + ",text"
    documents, _ = read(write(tmp_path, "a.csv", header + "\n" + "," * 100_000 + "da\n"))
    assert [document.text for document in documents] == ["da"]


def test_csv_with_a_quote_that_never_ends(tmp_path: Path) -> None:
    documents, problems = read(write(tmp_path, "a.csv", 'text\ngut\n"' + "x\n" * 300_000), max_chars=1_000)
    assert [document.text for document in documents][:1] == ["gut"]
    assert len(documents) + len(problems) == 2


def test_parquet(tmp_path: Path) -> None:
    table = pyarrow.table(
        {"id": [1, 2, 3], "text": ["a", None, "c"], "published": [date(2020, 1, 2)] * 3, "other": [[1]] * 3}
    )
    pyarrow.parquet.write_table(table, tmp_path / "a.parquet")
    documents, problems = read(tmp_path)
    assert [(d.doc_id, d.text, d.published) for d in documents] == [
        ("a.parquet#1", "a", date(2020, 1, 2)),
        ("a.parquet#3", "c", date(2020, 1, 2)),
    ]
    assert [problem.error for problem in problems] == ["no_text"]


def test_parquet_with_wrong_types_or_cut_off(tmp_path: Path) -> None:
    pyarrow.parquet.write_table(pyarrow.table({"text": [1, 2]}), tmp_path / "a.parquet")
    pyarrow.parquet.write_table(pyarrow.table({"body": ["x"]}), tmp_path / "b.parquet")
    write(tmp_path, "c.parquet", (tmp_path / "a.parquet").read_bytes()[:-20])
    documents, problems = read(tmp_path)
    assert documents == []
    assert [(problem.source, problem.error) for problem in problems] == [
        ("a.parquet#1", "wrong_type"),
        ("a.parquet#2", "wrong_type"),
        ("b.parquet", "no_text_column"),
        ("c.parquet", "broken_parquet"),
    ]


def test_record_has_the_same_hash_in_every_format(tmp_path: Path) -> None:
    record = {"id": "1", "text": POLISH, "title": "T"}
    write(tmp_path, "a.jsonl", lines(record))
    write(tmp_path, "b.json", json.dumps([dict(reversed(record.items()))]))
    documents, _ = read(tmp_path)
    assert len({document.sha256 for document in documents}) == 1


@pytest.mark.parametrize(
    ("data", "expected"),
    [("Nur Text", ["Nur Text"]), ('{"text": "a"}\n{"text": "b"}\n', ["a", "b"]), ("", [""])],
)
def test_standard_input(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, data: str, expected: list[str]) -> None:
    with write(tmp_path, "in", data).open() as stream:
        monkeypatch.setattr(sys, "stdin", stream)
        documents, problems = read("-")
    assert [document.text for document in documents] == expected
    assert problems == []


@given(
    strategies.sampled_from(["txt", "md", "html", "json", "jsonl", "csv", "parquet"]), strategies.binary(max_size=400)
)
@settings(max_examples=200, deadline=None)
def test_any_bytes_in_any_format_give_documents_or_problems(
    tmp_path_factory: pytest.TempPathFactory, suffix: str, data: bytes
) -> None:
    path = write(tmp_path_factory.mktemp("fuzz"), f"a.{suffix}", data)
    documents, _ = read(path)
    for document in documents:
        document.doc_id.encode("utf-8")
        assert document.sha256


RECORDS = strategies.recursive(
    strategies.none()
    | strategies.booleans()
    | strategies.integers()
    | strategies.floats()
    | strategies.text(max_size=20),
    lambda inner: (
        strategies.lists(inner, max_size=3) | strategies.dictionaries(strategies.text(max_size=5), inner, max_size=3)
    ),
    max_leaves=8,
)
FIELDS = strategies.sampled_from(["text", "id", "url", "title", "published", "language", "x"])


@given(strategies.lists(strategies.dictionaries(FIELDS, RECORDS, max_size=6), max_size=5))
@settings(max_examples=150, deadline=None)
def test_any_records_give_documents_or_problems(
    tmp_path_factory: pytest.TempPathFactory, records: list[dict[str, object]]
) -> None:
    text = "".join(json.dumps(record) + "\n" for record in records)
    documents, problems = read(write(tmp_path_factory.mktemp("fuzz"), "a.jsonl", text))
    assert len(documents) + sum(not problem.error.startswith("bad_") for problem in problems) == len(records)
    assert len({document.doc_id for document in documents}) == len(documents)
