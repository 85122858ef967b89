"""Plan and resume: what a run does again, what it leaves alone, and what it refuses."""

from __future__ import annotations

import hashlib
import json
import os
import random
import signal
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from pipeline.read import Source
from pipeline.records import Problem
from pipeline.settings import Settings
from pipeline.shards import RunError, run
from pipeline.shards.inputs import list_units
from pipeline.shards.plan import Shard, Slice, Unit, limit_documents, partition
from pipeline.tables import TABLES, read_rows

DOUBLE = "engine_double:Extractor"
HERE = Path(__file__).parent


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    pack = tmp_path / "models" / "qq"
    pack.mkdir(parents=True)
    (pack / "language.toml").write_text('code = "qq"\nname = "Test"\nversion = "7"\n')
    return Settings(models=tmp_path / "models", shard_documents=10, batch_size=4, max_seconds=5)


@pytest.fixture
def raw(tmp_path: Path) -> Path:
    folder = tmp_path / "raw"
    (folder / "deep").mkdir(parents=True)
    for number in range(25):
        (folder / f"{number:03}.txt").write_text(f"Release {number}\nsecond line\n")
    (folder / "deep" / "one.txt").write_text("deep\n")
    records = [json.dumps({"text": f"record {number}"}) for number in range(33)]
    (folder / "records.jsonl").write_text("\n".join([*records[:7], "broken", *records[7:], "broken too"]))
    (folder / "picture.png").write_bytes(b"\x89PNG")
    return folder


def digests(extracted: Path) -> dict[str, str]:
    """Hash of each part file."""
    files = sorted(extracted.glob("*/part-*.parquet"))
    return {f"{path.parent.name}/{path.name}": hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def ids(extracted: Path) -> list[str]:
    return sorted(row["doc_id"] for row in read_rows(extracted, "documents", ["doc_id"]))


def file_unit(key: str, documents: int = 1) -> Unit:
    return Unit(key, key, Slice(Source(key, key, "text"), 0, None, documents))


# ---------------------------------------------------------------- plan


def test_shards_hold_every_unit_once_and_keep_the_limit() -> None:
    units = [file_unit(f"{number}.txt") for number in range(1000)]
    shards = partition(units, 50)
    assert sorted(unit.key for shard in shards for unit in shard.units) == sorted(unit.key for unit in units)
    assert max(shard.documents for shard in shards) <= 50
    assert len({shard.name for shard in shards}) == len(shards)


def test_the_partition_does_not_depend_on_the_order_of_the_units() -> None:
    units = [file_unit(f"{number}.txt") for number in range(300)]
    assert partition(units[::-1], 20) == partition(units, 20)


def test_one_more_unit_changes_one_shard_or_splits_it() -> None:
    units = [file_unit(f"{number}.txt") for number in range(300)]
    before = {shard.name: shard for shard in partition(units, 20)}
    after = partition([*units, file_unit("new.txt")], 20)
    changed = [shard for shard in after if before.get(shard.name) != shard]
    assert len(changed) == 1 or len({shard.name[:-1] for shard in changed}) == 1


def test_no_input_is_one_empty_shard() -> None:
    assert partition([], 10) == [Shard("all", ())]


@pytest.mark.parametrize("size", [1, 3, 64])
def test_slices_cover_the_documents_in_order(size: int) -> None:
    records = Unit("r#5", "x", Slice(Source("r", "r", "jsonl"), 5, None, 10))
    shard = Shard("all", (file_unit("a"), records, file_unit("z")))
    groups = list(shard.slices(size))
    assert all(sum(piece.documents for piece in group) <= size for group in groups)
    pieces = [piece for group in groups for piece in group]
    covered = [(piece.source.doc_id, piece.start + n) for piece in pieces for n in range(piece.documents)]
    assert covered == [("a", 0), *(("r", n) for n in range(5, 15)), ("z", 0)]
    assert [piece.stop for piece in pieces if piece.source.doc_id == "r"][-1] is None


def test_a_limit_cuts_within_a_file_of_records() -> None:
    records = Unit("r#0", "x", Slice(Source("r", "r", "jsonl"), 0, None, 10))
    kept = limit_documents([file_unit("a"), records, file_unit("z")], 4)
    assert [unit.documents for unit in kept] == [1, 3]
    assert kept[1].slice is not None and kept[1].slice.stop == 3
    assert kept[1].digest != records.digest


def test_a_change_of_one_record_changes_one_block(raw: Path, settings: Settings, tmp_path: Path) -> None:
    before = {unit.key: unit.digest for unit in list_units(raw, settings, tmp_path)}
    path = raw / "records.jsonl"
    path.write_text(path.read_text().replace("record 12", "record twelve"))
    after = {unit.key: unit.digest for unit in list_units(raw, settings, tmp_path)}
    assert {key for key in before if before[key] != after[key]} == {"records.jsonl#10"}


# ---------------------------------------------------------------- run and resume


def test_a_run_writes_every_table_and_accounts_for_everything(raw: Path, settings: Settings, tmp_path: Path) -> None:
    out = tmp_path / "out"
    seen = []
    report = run(raw, out, settings, workers=2, extractor=DOUBLE, progress=seen.append)
    assert {path.name for path in out.iterdir() if path.is_dir()} == {*TABLES, "manifest"}
    expected = sorted([f"{n:03}.txt" for n in range(25)] + ["deep/one.txt"] + [_record(n) for n in range(33)])
    assert ids(out) == expected
    assert report.documents == len(expected) == seen[-1].done == seen[-1].total
    assert report.rows["documents"] == report.documents and report.rows["people"] == 0
    problems = {(row["source"], row["error"]) for row in read_rows(out, "problems")}
    broken = {("records.jsonl#8", "broken_json"), ("records.jsonl#35", "broken_json")}
    assert problems == broken | {("picture.png", "unknown_format")}
    assert json.loads((out / "run_report.json").read_text())["documents"] == report.documents


def _record(number: int) -> str:
    return f"records.jsonl#{number + 1 if number < 7 else number + 2}"


def test_the_footer_tells_what_made_the_file(raw: Path, settings: Settings, tmp_path: Path) -> None:
    report = run(raw, tmp_path / "out", settings, extractor=DOUBLE)
    for table in TABLES:
        for part in (tmp_path / "out" / table).iterdir():
            footer = pq.read_schema(part).metadata
            assert footer[b"configuration"].decode() == report.fingerprint
            assert json.loads(footer[b"packs"]) == {"qq": "7"}
            assert {b"schema_version", b"package_version"} <= set(footer)


def test_nothing_is_done_again_if_nothing_changed(raw: Path, settings: Settings, tmp_path: Path) -> None:
    out = tmp_path / "out"
    first = run(raw, out, settings, extractor=DOUBLE)
    stamps = {path: path.stat().st_mtime_ns for path in out.glob("*/part-*.parquet")}
    again = run(raw, out, settings, extractor=DOUBLE)
    assert (first.skipped, again.skipped, again.shards_done) == (0, again.documents, 0)
    assert again.rows == first.rows and again.languages == first.languages
    assert {path: path.stat().st_mtime_ns for path in out.glob("*/part-*.parquet")} == stamps


@pytest.mark.parametrize("workers", [1, 3])
def test_a_changed_input_gives_the_tables_of_a_fresh_run(
    raw: Path, settings: Settings, tmp_path: Path, workers: int
) -> None:
    out = tmp_path / "out"
    run(raw, out, settings, workers=workers, extractor=DOUBLE)
    (raw / "003.txt").write_text("changed\n")
    (raw / "004.txt").unlink()
    for number in range(40):
        (raw / f"new{number}.txt").write_text(f"new {number}\n")
    with (raw / "records.jsonl").open("a") as file:
        file.write('\n{"text": "one more"}\n')
    report = run(raw, out, settings, workers=workers, extractor=DOUBLE)
    run(raw, tmp_path / "fresh", settings, extractor=DOUBLE)
    assert digests(out) == digests(tmp_path / "fresh")
    assert 0 < report.skipped < report.documents


def test_rows_do_not_depend_on_batches(raw: Path, settings: Settings, tmp_path: Path) -> None:
    run(raw, tmp_path / "a", settings, extractor=DOUBLE)
    run(raw, tmp_path / "b", replace(settings, batch_size=1), extractor=DOUBLE)
    for table in ("documents", "sentences", "problems"):
        assert read_rows(tmp_path / "a", table) == read_rows(tmp_path / "b", table)


@pytest.mark.parametrize("change", ["settings", "pack", "extractor"])
def test_what_makes_the_rows_is_part_of_the_fingerprint(
    raw: Path, settings: Settings, tmp_path: Path, change: str
) -> None:
    first = run(raw, tmp_path / "out", settings, extractor=DOUBLE)
    if change == "settings":
        settings = replace(settings, prefer="past")
    if change == "pack":
        (settings.models / "qq" / "roles.csv").write_text("role,note\nmayor,invented\n")
    extractor = "engine_double:OtherExtractor" if change == "extractor" else DOUBLE
    again = run(raw, tmp_path / "out", settings, extractor=extractor)
    assert again.skipped == 0 and again.fingerprint != first.fingerprint


def test_a_limit_is_as_if_the_input_had_no_more(raw: Path, settings: Settings, tmp_path: Path) -> None:
    out = tmp_path / "out"
    run(raw, out, settings, extractor=DOUBLE)
    report = run(raw, out, settings, extractor=DOUBLE, limit=27)
    assert ids(out) == sorted([*(f"{n:03}.txt" for n in range(25)), "deep/one.txt", "records.jsonl#1"])
    assert report.documents == 27


def test_an_empty_input_gives_empty_tables(settings: Settings, tmp_path: Path) -> None:
    (tmp_path / "raw").mkdir()
    report = run(tmp_path / "raw", tmp_path / "out", settings, extractor=DOUBLE)
    assert report.documents == 0
    assert all(read_rows(tmp_path / "out", table) == [] for table in TABLES)


def test_standard_input(settings: Settings, tmp_path: Path) -> None:
    code = (
        "from pathlib import Path; from pipeline.settings import Settings; from pipeline.shards import run;"
        f"print(run('-', {str(tmp_path / 'out')!r}, Settings(models=Path({str(settings.models)!r})),"
        f" extractor={DOUBLE!r}).documents)"
    )
    lines = b'{"text": "one"}\n{"text": "two"}\n'
    done = subprocess.run([sys.executable, "-c", code], input=lines, env=_environment(), capture_output=True)
    assert done.stdout.strip() == b"2", done.stderr
    assert ids(tmp_path / "out") == ["stdin#1", "stdin#2"]


# ---------------------------------------------------------------- stores


def test_a_store_gives_what_the_folder_gives(raw: Path, settings: Settings, tmp_path: Path) -> None:
    pytest.importorskip("fsspec")
    run(raw, tmp_path / "here", settings, extractor=DOUBLE)
    url = f"file://{tmp_path}/there"
    report = run(f"file://{raw}", url, settings, workers=2, extractor=DOUBLE)
    assert ids(tmp_path / "there") == ids(tmp_path / "here")
    assert run(f"file://{raw}", url, settings, extractor=DOUBLE).skipped == report.documents
    (raw / "000.txt").write_text("changed in the store\n")
    changed = run(f"file://{raw}", url, settings, extractor=DOUBLE)
    assert 0 < changed.skipped < changed.documents
    run(raw, tmp_path / "here", settings, extractor=DOUBLE)
    for table in TABLES:
        assert read_rows(tmp_path / "there", table) == read_rows(tmp_path / "here", table)


def test_a_store_is_locked_by_a_file(raw: Path, settings: Settings, tmp_path: Path) -> None:
    pytest.importorskip("fsspec")
    url = f"file://{tmp_path}/there"
    run(raw, url, settings, extractor=DOUBLE)
    assert not (tmp_path / "there" / "run.lock").exists()
    (tmp_path / "there" / "run.lock").write_text("host7 process 99")
    with pytest.raises(RunError, match=r"run\.lock: host7 process 99 is writing here"):
        run(raw, url, settings, extractor=DOUBLE)


@pytest.mark.parametrize("url", ["nosuchstore://bucket/x", "file:///nowhere/at/all"])
def test_a_store_that_is_not_there(settings: Settings, tmp_path: Path, url: str) -> None:
    pytest.importorskip("fsspec")
    with pytest.raises(RunError, match=url.partition(":")[0]):
        run(url, tmp_path / "out", settings, extractor=DOUBLE)


# ---------------------------------------------------------------- across documents


def write_mayors(raw: Path, count: int) -> None:
    for number in range(count):
        (raw / f"mayor{number:02}.txt").write_text(f"MAYOR Jana Muster{number % 3}\nin document {number}\n")
    for name in ("b", "a", "c"):
        (raw / f"same-{name}.txt").write_text("one and the same text\n")


def test_documents_share_the_ids_of_the_tables_across_them(raw: Path, settings: Settings, tmp_path: Path) -> None:
    write_mayors(raw, 12)
    out = tmp_path / "out"
    report = run(raw, out, settings, extractor=DOUBLE)
    people = {row["person_id"] for row in read_rows(out, "people")}
    assert len(people) == report.rows["people"] == 3
    assert {row["person_id"] for row in read_rows(out, "officials")} == people
    repeated = {row["doc_id"]: row["duplicate_of"] for row in read_rows(out, "documents") if row["duplicate_of"]}
    assert repeated == {"same-b.txt": "same-a.txt", "same-c.txt": "same-a.txt"}


def test_joining_does_not_depend_on_what_was_joined_before(raw: Path, settings: Settings, tmp_path: Path) -> None:
    out = tmp_path / "out"
    run(raw, out, settings, extractor=DOUBLE)
    write_mayors(raw, 12)
    run(raw, out, settings, extractor=DOUBLE)
    for name in ("mayor00.txt", "mayor01.txt", "same-a.txt"):
        (raw / name).unlink()
    run(raw, out, settings, extractor=DOUBLE)
    run(raw, tmp_path / "fresh", settings, extractor=DOUBLE)
    assert digests(out) == digests(tmp_path / "fresh")
    for path in raw.glob("mayor*"):
        path.unlink()
    for path in raw.glob("same*"):
        path.unlink()
    run(raw, out, settings, extractor=DOUBLE)
    run(raw, tmp_path / "bare", settings, extractor=DOUBLE)
    assert digests(out) == digests(tmp_path / "bare")


# ---------------------------------------------------------------- damage


@pytest.mark.parametrize("damage", ["truncate", "flip", "remove", "manifest", "manifest_value", "stray"])
def test_damage_is_repaired_by_the_next_run(raw: Path, settings: Settings, tmp_path: Path, damage: str) -> None:
    out = tmp_path / "out"
    run(raw, out, settings, extractor=DOUBLE)
    whole = digests(out)
    part = sorted((out / "sentences").iterdir())[1]
    manifest = out / "manifest" / f"{part.stem.removeprefix('part-')}.json"
    data = part.read_bytes()
    if damage == "truncate":
        part.write_bytes(data[: len(data) // 2])
    elif damage == "flip":
        part.write_bytes(data[:100] + bytes([data[100] ^ 1]) + data[101:])
    elif damage == "remove":
        part.unlink()
    elif damage == "manifest":
        manifest.write_text("{")
    elif damage == "manifest_value":
        body = manifest.read_text().replace('"ok\\": ', '"ok\\": 1')
        assert body != manifest.read_text()
        manifest.write_text(body)
    else:
        (out / "sentences" / "part-0000000.parquet").write_bytes(data)
        (out / "sentences" / ".part-1.parquet.77.tmp").write_bytes(data)
    report = run(raw, out, settings, extractor=DOUBLE)
    assert digests(out) == whole
    assert report.shards_done == (0 if damage == "stray" else 1)
    assert not list(out.glob("*/.*.tmp"))


def _environment() -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": os.pathsep.join([str(HERE.parent), str(HERE)])}


def _start_run(raw: Path, out: Path, settings: Settings) -> subprocess.Popen[bytes]:
    code = (
        "from pathlib import Path; from pipeline.settings import Settings; from pipeline.shards import run;"
        f"run({str(raw)!r}, {str(out)!r}, Settings(models=Path({str(settings.models)!r}), shard_documents=10,"
        f" batch_size=4, max_seconds=5), workers=2, extractor={DOUBLE!r})"
    )
    return subprocess.Popen([sys.executable, "-c", code], env=_environment(), start_new_session=True)


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="finds worker processes in /proc")
@pytest.mark.parametrize("seed", range(2))
def test_a_killed_run_is_completed_by_the_next(raw: Path, settings: Settings, tmp_path: Path, seed: int) -> None:
    for path in raw.glob("0*.txt"):
        path.write_text(path.read_text() + "SLOW\n")
    run(raw, tmp_path / "whole", settings, extractor=DOUBLE)
    chance = random.Random(seed)
    for _ in range(3):
        process = _start_run(raw, tmp_path / "out", settings)
        time.sleep(chance.uniform(0.3, 1.0))
        victims = _children(process.pid)
        if chance.random() < 0.5 and victims:
            os.kill(chance.choice(victims), signal.SIGKILL)
        else:
            process.send_signal(chance.choice([signal.SIGKILL, signal.SIGINT]))
        process.wait()
    run(raw, tmp_path / "out", settings, extractor=DOUBLE)
    assert digests(tmp_path / "out") == digests(tmp_path / "whole")


def _children(pid: int) -> list[int]:
    tasks = Path(f"/proc/{pid}/task").glob("*/children")
    return [int(child) for children in tasks for child in children.read_text().split()]


# ---------------------------------------------------------------- refusals


def test_a_folder_of_others_is_not_touched(raw: Path, settings: Settings, tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.mkdir()
    (out / "thesis.docx").write_text("years of work")
    with pytest.raises(RunError, match=r"thesis\.docx.*--fresh"):
        run(raw, out, settings, extractor=DOUBLE)
    assert [path.name for path in out.iterdir()] == ["thesis.docx"]
    run(raw, out, settings, extractor=DOUBLE, fresh=True)
    assert (out / "thesis.docx").read_text() == "years of work"


def test_tables_of_another_schema_are_replaced_only_on_a_fresh_start(
    raw: Path, settings: Settings, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    run(raw, out, settings, extractor=DOUBLE)
    (out / "manifest" / "output.json").write_text('{"schema_version": "0"}')
    before = digests(out)
    with pytest.raises(RunError, match="schema version 0"):
        run(raw, out, settings, extractor=DOUBLE)
    assert digests(out) == before
    assert run(raw, out, settings, extractor=DOUBLE, fresh=True).skipped == 0


def test_two_runs_on_one_output(raw: Path, settings: Settings, tmp_path: Path) -> None:
    for path in raw.glob("0*.txt"):
        path.write_text("SLOW\n")
    out = tmp_path / "out"
    process = _start_run(raw, out, settings)
    while not (out / "manifest" / "output.json").exists():
        assert process.poll() is None
        time.sleep(0.01)
    with pytest.raises(RunError, match="another run"):
        run(raw, out, settings, extractor=DOUBLE)
    assert process.wait() == 0


@pytest.mark.parametrize(
    ("where", "message"),
    [("raw/out", "inside the input"), ("raw", "inside the input"), ("raw/000.txt", "Not a|exists")],
)
def test_an_output_that_cannot_be(raw: Path, settings: Settings, tmp_path: Path, where: str, message: str) -> None:
    source = raw if where != "raw/000.txt" else raw / "001.txt"
    with pytest.raises(RunError, match=message):
        run(source, tmp_path / where, settings, extractor=DOUBLE)


def test_input_that_is_not_there(settings: Settings, tmp_path: Path) -> None:
    with pytest.raises(RunError, match="nowhere"):
        run(tmp_path / "nowhere", tmp_path / "out", settings, extractor=DOUBLE)
    assert not list((tmp_path).glob("out/*/*.parquet"))


def test_a_full_disk_is_an_error_and_the_next_run_completes(
    raw: Path, settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run(raw, tmp_path / "whole", settings, extractor=DOUBLE)
    real, calls = os.fsync, []

    def full(descriptor: int) -> None:
        calls.append(descriptor)
        if len(calls) > 20:
            raise OSError(28, "No space left on device")
        real(descriptor)

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(RunError, match="No space left"):
        run(raw, tmp_path / "out", settings, extractor=DOUBLE)
    monkeypatch.setattr(os, "fsync", real)
    run(raw, tmp_path / "out", settings, extractor=DOUBLE)
    assert digests(tmp_path / "out") == digests(tmp_path / "whole")


def test_problems_of_listing_are_rows() -> None:
    problem = Problem("x", None, "read", "unreadable", "no rights")
    unit = Unit("x\0unreadable", "d", problem=problem)
    assert partition([unit], 10)[0].units == (unit,)
    assert list(partition([unit], 10)[0].slices(4)) == []
