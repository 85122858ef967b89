"""The command line: exit status, what it prints, and errors that say what to do."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from pipeline.cli import main
from pipeline.tables import read_rows

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
    assert (report["documents"], report["languages"]) == (1, {"de": 1})


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


def test_packs_lists_every_language(capsys: pytest.CaptureFixture[str]) -> None:
    main_status = 0
    try:
        main(["packs", "--json"])
    except SystemExit as stopped:
        main_status = int(stopped.code or 0)
    packs = json.loads(capsys.readouterr().out)
    assert main_status == 0
    assert len(packs) == 12
    assert all(pack["roles"] and pack["weights"] in (pack["code"], "xx") for pack in packs)


def test_help_loads_nothing_heavy() -> None:
    code = "import sys, pipeline.cli; print([m for m in ('spacy', 'pandas', 'pyarrow') if m in sys.modules])"
    shown = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT).stdout
    assert shown.strip() == "[]"
