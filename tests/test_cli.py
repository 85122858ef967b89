"""The command line: exit status, what it prints, and errors that say what to do."""

import json
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from pipeline.cli import main
from pipeline.shards import RunError
from pipeline.shards.storage import open_storage
from pipeline.shards.watch import wait_for_changes
from pipeline.tables import TABLES, encode_parquet, read_rows, to_table

ROOT = Path(__file__).parent.parent
RELEASE = "Neustadt, 3. Mai 2019. Bürgermeisterin Anna Muster empfing gestern Gäste aus Krakau."


def status(*arguments: str) -> int:
    with pytest.raises(SystemExit) as stopped:
        main(list(arguments))
    return int(stopped.value.code or 0)


@pytest.fixture
def raw(tmp_path: Path) -> Path:
    folder = tmp_path / "raw"
    folder.mkdir()
    (folder / "a.txt").write_text(RELEASE, "utf-8")
    return folder


def test_run_is_what_happens_without_a_verb(raw: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert status(str(raw), str(tmp_path / "x")) == 0
    assert "1 documents processed, 0 unchanged, 0 failed" in " ".join(capsys.readouterr().out.split())
    assert [row["name"] for row in read_rows(tmp_path / "x", "officials")] == ["Anna Muster"]
    assert status("run", str(raw), str(tmp_path / "x")) == 0
    assert "1 unchanged" in capsys.readouterr().out


def test_the_report_as_json(raw: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert status(str(raw), str(tmp_path / "x"), "--json") == 0
    report = json.loads(capsys.readouterr().out)
    found = report["languages"]["de"]
    assert (report["documents"], found["documents"], found["officials"]) == (1, 1, 1)
    assert found == {table: rows for table, rows in report["rows"].items() if table in found}


def test_quiet_prints_nothing(raw: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert status(str(raw), str(tmp_path / "x"), "--quiet", "--limit", "1") == 0
    assert capsys.readouterr().out == ""


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["nowhere", "{x}"], "nowhere"),
        (["{raw}", "{raw}/x"], "inside the input"),
        (["{raw}", "{x}", "--languages", "tlh"], "no such language pack"),
        (["{raw}", "{x}", "--scheduler", "tcp://127.0.0.1:1"], "dask"),
        (["export", "{x}", "{x}.csv"], "no table"),
        (["report", "{x}"], "no table"),
    ],
)
def test_what_cannot_be_done_is_said(
    arguments: list[str], said: str, raw: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    filled = [argument.format(raw=raw, x=tmp_path / "x") for argument in arguments]
    assert status(*filled) == 2
    assert said in capsys.readouterr().err


def test_explain_shows_base_forms(raw: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert status("explain", str(raw / "a.txt")) == 0
    shown = capsys.readouterr().out
    assert "2019-05-02" in shown
    assert "mayor" in shown


@pytest.mark.parametrize(("columns", "form"), [("200", "│ mayor"), ("60", "· role mayor ·")])
def test_explain_breaks_no_word(
    raw: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, columns: str, form: str
) -> None:
    monkeypatch.setenv("COLUMNS", columns)
    assert status("explain", str(raw / "a.txt")) == 0
    shown = capsys.readouterr().out
    assert form in " ".join(shown.split())
    assert max(map(len, shown.splitlines())) <= int(columns)


def test_packs_lists_every_language(capsys: pytest.CaptureFixture[str]) -> None:
    main_status = 0
    try:
        main(["packs", "--json"])
    except SystemExit as stopped:
        main_status = int(stopped.code or 0)
    packs = json.loads(capsys.readouterr().out)
    assert main_status == 0
    assert len(packs) == 13
    assert all(pack["roles"] and pack["weights"] in (pack["code"], "xx") for pack in packs)


def test_help_loads_nothing_heavy() -> None:
    code = "import sys, pipeline.cli; print([m for m in ('spacy', 'pandas', 'pyarrow') if m in sys.modules])"
    shown = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT).stdout
    assert shown.strip() == "[]"


# ---------------------------------------------------------------- pipes and watching


def piped(lines: str, *arguments: str) -> tuple[int, list[dict[str, Any]], str]:
    command = [sys.executable, str(ROOT / "run_pipeline.py"), "-", *arguments]
    done = subprocess.run(command, input=lines, capture_output=True, text=True, timeout=120, cwd=ROOT)
    return done.returncode, [json.loads(line) for line in done.stdout.splitlines()], done.stderr


def test_json_lines_in_json_lines_out() -> None:
    records = [{"id": "one", "text": RELEASE}, {"id": "two", "text": RELEASE, "published": "2020-01-02"}]
    code, found, said = piped(f"{json.dumps(records[0])}\n{{broken\n{json.dumps(records[1])}\n")
    documents = [line for line in found if "document" in line]
    assert code == 1
    assert [line["document"]["doc_id"] for line in documents] == ["stdin#one", "stdin#two"]
    assert [row["name"] for row in documents[0]["officials"]] == ["Anna Muster"]
    assert documents[1]["document"]["published"] == "2020-01-02"
    (problem,) = (line["problems"][0] for line in found if "document" not in line)
    assert problem["error"] == "broken_json"
    assert "broken_json" in said


def test_each_document_is_answered_before_the_next_comes() -> None:
    command = [sys.executable, str(ROOT / "run_pipeline.py"), "-", "-"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=ROOT) as child:
        assert child.stdin and child.stdout
        for name in ("one", "two"):
            child.stdin.write(json.dumps({"id": name, "text": RELEASE}) + "\n")
            child.stdin.flush()
            assert json.loads(child.stdout.readline())["document"]["doc_id"] == f"stdin#{name}"
        child.stdout.close()  # as head does
        child.stdin.write(json.dumps({"id": "three", "text": RELEASE}) + "\n")
        child.stdin.close()
    assert child.returncode == 0


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["{raw}", "-"], "run - -"),
        (["-", "-", "--workers", "2"], "for tables"),
        (["-", "{x}", "--watch"], "be watched"),
    ],
)
def test_pipes_that_cannot_be(
    arguments: list[str], said: str, raw: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert status(*(argument.format(raw=raw, x=tmp_path / "x") for argument in arguments)) == 2
    assert said in capsys.readouterr().err


def test_watching_tells_each_change_once_it_is_whole(raw: Path) -> None:
    changes = wait_for_changes(str(raw), seconds=0.01)
    assert next(changes) == 1
    (raw / "b.txt").write_text(RELEASE, "utf-8")
    (raw / "c.txt").write_text(RELEASE, "utf-8")
    assert next(changes) == 2
    (raw / "a.txt").unlink()
    assert next(changes) == 1
    raw.rename(raw.with_name("gone"))
    with pytest.raises(RunError, match="No such file"):
        next(changes)


def test_watching_processes_what_arrives(raw: Path, tmp_path: Path) -> None:
    command = [sys.executable, str(ROOT / "run_pipeline.py"), str(raw), str(tmp_path / "x"), "--watch", "--quiet"]

    def heed_interrupts() -> None:  # a shell's background jobs ignore them, and so would what they start
        signal.signal(signal.SIGINT, signal.SIG_DFL)

    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True, cwd=ROOT, preexec_fn=heed_interrupts) as child:
        assert child.stderr
        assert "watching" in child.stderr.readline()
        (raw / "b.txt").write_text(RELEASE, "utf-8")
        assert "watching" in child.stderr.readline()
        child.send_signal(signal.SIGINT)
        assert "stopped" in child.stderr.read()
    assert child.returncode == 0
    assert [row["doc_id"] for row in read_rows(tmp_path / "x", "documents")] == ["a.txt", "b.txt"]


def test_a_target_of_the_wrong_kind_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for table in TABLES:
        open_storage(tmp_path / "x").write(f"{table}/part-0.parquet", encode_parquet(to_table(table, [])))
    (tmp_path / "file").touch()
    (tmp_path / "folder").mkdir()
    assert status("export", str(tmp_path / "x"), str(tmp_path / "file"), "--force") == 2
    assert status("export", str(tmp_path / "x"), str(tmp_path / "folder"), "--format", "ics", "--force") == 2
    assert status("report", str(tmp_path / "x"), "--out", str(tmp_path / "folder"), "--force") == 2
    assert capsys.readouterr().err.count("error: ") == 3
