"""Worker processes that die, hang, raise or eat memory, and the Dask engine beside the local one."""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from test_shards import DOUBLE, digests

from pipeline.engines import Limits, Pool, StartError, TaskError
from pipeline.settings import Settings
from pipeline.shards import RunError, run
from pipeline.tables import read_rows


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    pack = tmp_path / "models" / "qq"
    pack.mkdir(parents=True)
    (pack / "language.toml").write_text('code = "qq"\nname = "Test"\nversion = "7"\n')
    return Settings(models=tmp_path / "models", shard_documents=10, batch_size=8, max_seconds=60)


def release(folder: Path, name: str, text: str) -> None:
    folder.mkdir(exist_ok=True)
    (folder / name).write_text(text)


@pytest.mark.parametrize(
    ("word", "error"),
    [("DIE", "worker_died"), ("HANG", "time_limit"), ("EAT", "MemoryError"), ("BREAK", "RuntimeError")],
)
@pytest.mark.parametrize("workers", [1, 2])
def test_one_bad_document_costs_only_itself(
    settings: Settings, tmp_path: Path, word: str, error: str, workers: int
) -> None:
    for number in range(20):
        release(tmp_path / "raw", f"{number:02}.txt", f"Release {number}\n" + (word if number == 13 else ""))
    if word == "HANG":
        settings = replace(settings, max_seconds=2)
    report = run(tmp_path / "raw", tmp_path / "out", settings, workers=workers, extractor=DOUBLE)
    assert report.statuses == {"ok": 19, "failed": 1} and not report.complete
    (problem,) = read_rows(tmp_path / "out", "problems")
    assert (problem["doc_id"], problem["error"], problem["stage"]) == ("13.txt", error, "extract")
    (failed,) = (row for row in read_rows(tmp_path / "out", "documents") if row["status"] == "failed")
    assert failed["doc_id"] == "13.txt" and len(failed["sha256"]) == 64


def test_a_bad_record_is_told_from_its_neighbours(settings: Settings, tmp_path: Path) -> None:
    lines = [f'{{"id": "r{n}", "text": "{"DIE" if n == 5 else "fine"}"}}\n' for n in range(12)]
    release(tmp_path / "raw", "all.jsonl", "".join(lines))
    run(tmp_path / "raw", tmp_path / "out", settings, extractor=DOUBLE)
    assert [row["doc_id"] for row in read_rows(tmp_path / "out", "problems")] == ["all.jsonl#r5"]
    assert len(read_rows(tmp_path / "out", "documents")) == 12


def test_a_worker_process_does_without_pandas_and_leaves_it_to_others() -> None:
    code = """
import sys
from pipeline.settings import Settings
from pipeline.shards.batches import Batch, start_worker
from pipeline.corrections import Corrections
tables = start_worker(Settings(), "engine_double:Extractor", Corrections())(Batch("s", 0, ()), print)
assert tables["documents"].num_rows == 0 and "pandas" not in sys.modules
import pandas
assert pandas.Series([1]).sum() == 1
"""
    path = [str(Path(__file__).parent), str(Path(__file__).parent.parent)]
    subprocess.run([sys.executable, "-c", code], check=True, env={**os.environ, "PYTHONPATH": os.pathsep.join(path)})


def test_a_strict_run_stops_at_the_first_error(settings: Settings, tmp_path: Path) -> None:
    release(tmp_path / "raw", "a.txt", "BREAK")
    with pytest.raises(RunError, match=r"RuntimeError: the whole batch broke[\s\S]*Traceback"):
        run(tmp_path / "raw", tmp_path / "out", replace(settings, strict=True), extractor=DOUBLE)


def test_an_extractor_that_cannot_be_built_is_one_error(settings: Settings, tmp_path: Path) -> None:
    release(tmp_path / "raw", "a.txt", "text")
    with pytest.raises(RunError, match="ValueError: no pack for unknown"):
        run(tmp_path / "raw", tmp_path / "out", replace(settings, languages=("unknown",)), extractor=DOUBLE)


class Number:
    """A task for a pool without documents."""

    def __init__(self, value: int) -> None:
        self.value = value

    def split(self) -> list[Number]:
        return [self]

    def bury(self, fault: object) -> object:
        return fault


def square() -> object:
    """Builds a worker."""
    return lambda task, announce: (task.value**2, os.getpid())


def test_a_pool_maps_and_leaves_no_process_behind() -> None:
    with Pool[Number]("test_engines:square", (), 2, Limits()) as pool:
        done = {task.value: results[0] for task, results in pool.map(Number(n) for n in range(30))}
    assert {value: result[0] for value, result in done.items()} == {n: n * n for n in range(30)}
    for pid in {result[1] for result in done.values()}:
        with pytest.raises(ProcessLookupError):
            os.kill(pid, 0)


def glutton(size: int) -> object:
    """Builds a worker that keeps so many bytes."""
    kept = bytearray(size)
    return lambda task, announce: (len(kept), os.getpid())


@pytest.mark.parametrize(("kept", "processes"), [(1, 1), (400_000_000, 3)])
def test_a_worker_that_has_grown_is_replaced(kept: int, processes: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pipeline.engines.child._LEAST_TASKS", 1)
    with Pool[Number]("test_engines:glutton", (kept,), 1, Limits(memory=700_000_000)) as pool:
        assert len({results[0][1] for _, results in pool.map(Number(n) for n in range(3))}) == processes


def test_errors_travel() -> None:
    error = pickle.loads(pickle.dumps(TaskError("ValueError", "why", "trace", None)))
    assert (str(error), error.kind) == ("why", "ValueError")


def test_dask_gives_the_bytes_of_the_local_engine(settings: Settings, tmp_path: Path) -> None:
    pytest.importorskip("distributed")
    for number in range(30):
        release(tmp_path / "raw", f"{number:02}.txt", f"Release {number}\n" + ("DIE" if number == 13 else ""))
    run(tmp_path / "raw", tmp_path / "local", settings, extractor=DOUBLE)
    report = run(tmp_path / "raw", tmp_path / "dask", settings, workers=2, engine="dask", extractor=DOUBLE)
    assert digests(tmp_path / "dask") == digests(tmp_path / "local")
    assert report.statuses == {"ok": 29, "failed": 1}


def test_a_scheduler_that_does_not_answer(settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("distributed")
    monkeypatch.setattr("pipeline.engines.cluster._CONNECT_SECONDS", 0.5)
    release(tmp_path / "raw", "a.txt", "text")
    with pytest.raises(RunError, match=r"no Dask scheduler answers at tcp://127\.0\.0\.1:9"):
        run(
            tmp_path / "raw", tmp_path / "out", settings, engine="dask", scheduler="tcp://127.0.0.1:9", extractor=DOUBLE
        )


def test_a_scheduler_needs_its_engine(settings: Settings, tmp_path: Path) -> None:
    with pytest.raises(RunError, match="dask engine"):
        run(tmp_path / "raw", tmp_path / "out", settings, scheduler="tcp://127.0.0.1:9", extractor=DOUBLE)


def test_start_errors_are_runtime_errors() -> None:
    with pytest.raises(StartError, match="module"), Pool[Number]("no_such_module:x", (), 1, Limits()) as pool:
        list(pool.map([Number(1)]))
