"""What happens when things go wrong: fault, what is expected, what was observed.

Every fault is brought about for real (signals, limits of the operating system, damaged files) against a run over
made-up releases, with an extractor that is fast and obeys words in the text. After each fault the next run must leave
the very bytes of an undisturbed run.

    python benchmarks/faults.py [--rounds 50] [--only kill]

Prints a Markdown table; exits with 1 if an observation is not what is expected.
"""

from __future__ import annotations

import argparse
import dataclasses
import hashlib
import json
import os
import random
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from pipeline.records import Document, Findings, RawDocument, Sentence  # noqa: E402
from pipeline.settings import Settings  # noqa: E402
from pipeline.shards import RunError, run  # noqa: E402
from pipeline.tables import read_rows  # noqa: E402

_NOBODY = 65534
EXTRACTOR = "faults:Obedient"
SETTINGS = Settings(shard_documents=20, batch_size=5, max_memory=1500)
#: For the document that hangs; on a busy machine others may take as long to begin.
_PATIENCE = 3.0


class Obedient:
    """An extractor whose sentences are lines, and which does what a line of capitals says."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings

    def extract_many(self, documents: Iterable[RawDocument]) -> Iterator[Findings]:
        """Findings of each document."""
        for raw in documents:
            if "DIE" in raw.text:
                os.kill(os.getpid(), signal.SIGKILL)
            if "HANG" in raw.text:
                time.sleep(3600)
            if "EAT" in raw.text:
                kept = [bytearray(1 << 20) for _ in range(1 << 20)]
                raise AssertionError(len(kept))
            if "SLOW" in raw.text:
                time.sleep(0.01)
            yield _findings(raw)


def _findings(raw: RawDocument) -> Findings:
    lines = raw.text.splitlines(keepends=True)
    starts = [sum(map(len, lines[:number])) for number in range(len(lines))]
    sentences = tuple(
        Sentence(raw.doc_id, 0, number, start, start + len(line), "context", None)
        for number, (start, line) in enumerate(zip(starts, lines, strict=True))
    )
    row = Document(
        raw.doc_id, raw.source, raw.source_format, None, "de", 1.0, None, "none", raw.text, raw.sha256, None, 1,
        len(lines), "ok",
    )  # fmt: skip
    return Findings(row, sentences=sentences)


# ---------------------------------------------------------------- the stage


class Stage:
    """A folder with an input, an output, and the bytes that an undisturbed run leaves."""

    def __init__(self, folder: Path) -> None:
        self.raw, self.out = folder / "raw", folder / "out"
        self.raw.mkdir(parents=True)
        for number in range(120):
            (self.raw / f"{number:03}.txt").write_text(f"Release {number}\nSLOW\n")
        records = "".join(json.dumps({"text": f"record {number}\nSLOW"}) + "\n" for number in range(60))
        (self.raw / "records.jsonl").write_text(records)
        self._folder = folder

    def run(self, out: Path | None = None, **options: Any) -> Any:
        """Run over the input as it is."""
        chosen = {"settings": SETTINGS, "workers": 2, **options}
        return run(self.raw, out or self.out, extractor=EXTRACTOR, **chosen)

    def whole(self) -> dict[str, str]:
        """Bytes of an undisturbed run over the input as it is now."""
        place = self._folder / "whole"
        shutil.rmtree(place, ignore_errors=True)
        self.run(place)
        return digests(place)

    def start(self, *limits: str) -> subprocess.Popen[bytes]:
        """A run in a process group of its own."""
        return subprocess.Popen(
            [sys.executable, __file__, "--run", str(self.raw), str(self.out), *limits],
            start_new_session=True,
            stderr=subprocess.DEVNULL,
        )

    def recovered(self, whole: dict[str, str]) -> str:
        """What the next run leaves."""
        self.run()
        return "recovered" if digests(self.out) == whole else "WRONG TABLES"


def digests(folder: Path) -> dict[str, str]:
    files = sorted(folder.glob("*/*.parquet"))
    return {f"{path.parent.name}/{path.name}": hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def children(pid: int) -> list[int]:
    try:
        tasks = list(Path(f"/proc/{pid}/task").glob("*/children"))
        return [int(child) for task in tasks for child in task.read_text().split()]
    except OSError:
        return []


# ---------------------------------------------------------------- faults


def kill_driver(stage: Stage, rounds: int) -> str:
    return _kill(stage, rounds, lambda process: process.kill())


def kill_worker(stage: Stage, rounds: int) -> str:
    def kill(process: subprocess.Popen[bytes]) -> None:
        for child in children(process.pid)[:1]:
            os.kill(child, signal.SIGKILL)
        process.wait()

    return _kill(stage, rounds, kill)


def interrupt(stage: Stage, rounds: int) -> str:
    return _kill(stage, rounds, lambda process: os.killpg(process.pid, signal.SIGINT))


def _kill(stage: Stage, rounds: int, kill: Callable[[subprocess.Popen[bytes]], None]) -> str:
    whole, chance, wrong, cut = stage.whole(), random.Random(rounds), 0, 0
    for _ in range(rounds):
        shutil.rmtree(stage.out, ignore_errors=True)
        process = stage.start()
        while not (stage.out / "manifest" / "output.json").exists() and process.poll() is None:
            time.sleep(0.005)
        time.sleep(chance.uniform(0, 2.0))
        cut += process.poll() is None
        kill(process)
        process.wait()
        stage.run()
        wrong += digests(stage.out) != whole
    return f"{rounds} rounds, {cut} met the run at work, {wrong} wrong"


def full_disk(stage: Stage, rounds: int) -> str:
    whole = stage.whole()
    process = stage.start("fsize")
    return f"exit {process.wait()}, {stage.recovered(whole)}"


def output_cannot_be_written(stage: Stage, rounds: int) -> str:
    return _refusal(lambda: stage.run(Path("/proc/self/out")))


def dying_document(stage: Stage, rounds: int) -> str:
    return _bad_document(stage, "DIE")


def hanging_document(stage: Stage, rounds: int) -> str:
    return _bad_document(stage, "HANG", settings=dataclasses.replace(SETTINGS, max_seconds=_PATIENCE))


def greedy_document(stage: Stage, rounds: int) -> str:
    return _bad_document(stage, "EAT")


def _bad_document(stage: Stage, word: str, **options: Any) -> str:
    (stage.raw / "bad.txt").write_text(word)
    report = stage.run(**options)
    problems = [(row["doc_id"], row["error"]) for row in read_rows(stage.out, "problems")]
    return f"{report.statuses['ok']} ok, problems {problems}"


def damaged_part(stage: Stage, rounds: int) -> str:
    def flip(path: Path) -> None:
        data = bytearray(path.read_bytes())
        data[len(data) // 2] ^= 1
        path.write_bytes(data)

    return _damage(stage, "sentences/*.parquet", flip)


def truncated_part(stage: Stage, rounds: int) -> str:
    return _damage(stage, "documents/*.parquet", lambda path: os.truncate(path, path.stat().st_size // 2))


def missing_part(stage: Stage, rounds: int) -> str:
    return _damage(stage, "documents/*.parquet", Path.unlink)


def damaged_manifest(stage: Stage, rounds: int) -> str:
    return _damage(stage, "manifest/[01]*.json", lambda path: path.write_text(path.read_text().replace("1", "2")))


def _damage(stage: Stage, pattern: str, damage: Callable[[Path], Any]) -> str:
    stage.run()
    whole = digests(stage.out)
    damage(sorted(stage.out.glob(pattern))[0])
    return stage.recovered(whole)


def clock_jump(stage: Stage, rounds: int) -> str:
    stage.run()
    whole = digests(stage.out)
    for number, path in enumerate([*stage.raw.iterdir(), *stage.out.glob("*/*")]):
        os.utime(path, (0, 0) if number % 2 else (4e9, 4e9))
    report = stage.run()
    return f"{report.shards_done} shards done again, " + ("same" if digests(stage.out) == whole else "WRONG TABLES")


def input_changes_while_read(stage: Stage, rounds: int) -> str:
    process = stage.start()
    for number in range(40):
        (stage.raw / f"{number:03}.txt").write_text(f"Changed {number}\n")
        (stage.raw / f"{number + 50:03}.txt").unlink()
        time.sleep(0.05)
    process.wait()
    return stage.recovered(stage.whole())


def two_runs(stage: Stage, rounds: int) -> str:
    process = stage.start()
    while not (stage.out / "manifest" / "output.json").exists():
        time.sleep(0.005)
    told = _refusal(stage.run)
    process.wait()
    return told


def two_outputs(stage: Stage, rounds: int) -> str:
    whole, process = stage.whole(), stage.start()
    beside = stage.out.with_name("beside")
    stage.run(beside)
    code = process.wait()
    same = digests(stage.out) == digests(beside) == whole
    return f"exit {code}, " + ("both the same" if same else "WRONG TABLES")


def few_descriptors(stage: Stage, rounds: int) -> str:
    whole, code = stage.whole(), stage.start("descriptors").wait()
    return f"exit {code}, " + ("same" if digests(stage.out) == whole else "WRONG TABLES")


def read_only_output(stage: Stage, rounds: int) -> str:
    whole = stage.whole()
    stage.out.mkdir()
    stage.out.chmod(0o555)
    stage.raw.parent.chmod(0o755)
    code = stage.start("nobody").wait()
    stage.out.chmod(0o755)
    return f"exit {code}, {stage.recovered(whole)}"


def too_little_memory(stage: Stage, rounds: int) -> str:
    small = dataclasses.replace(SETTINGS, max_memory=8)
    return _refusal(lambda: run(stage.raw, stage.out, small, extractor=EXTRACTOR, workers=2))


def missing_extractor(stage: Stage, rounds: int) -> str:
    return _refusal(lambda: run(stage.raw, stage.out, SETTINGS, extractor="faults:Absent"))


def foreign_folder(stage: Stage, rounds: int) -> str:
    stage.out.mkdir()
    (stage.out / "mine.txt").write_text("mine")
    return _refusal(stage.run)


def other_schema(stage: Stage, rounds: int) -> str:
    stage.run()
    (stage.out / "manifest" / "output.json").write_text('{"schema_version": "99"}')
    return _refusal(stage.run)


def no_scheduler(stage: Stage, rounds: int) -> str:
    return _refusal(lambda: stage.run(engine="dask", scheduler="tcp://127.0.0.1:9"))


def killed_dask_worker(stage: Stage, rounds: int) -> str:
    whole = stage.whole()
    killed: list[int] = []

    def kill(progress: Any) -> None:
        nannies = [child for child in children(os.getpid()) if child not in before]
        workers = [worker for nanny in nannies for worker in [nanny, *children(nanny)]]
        if not killed and workers:
            os.kill(workers[0], signal.SIGKILL)
            killed.append(workers[0])

    before = children(os.getpid())
    stage.run(engine="dask", progress=kill)
    return f"{len(killed)} killed, " + ("same" if digests(stage.out) == whole else "WRONG TABLES")


def strange_input(stage: Stage, rounds: int) -> str:
    (stage.raw / "loop").symlink_to(stage.raw)
    (stage.raw / "nowhere.txt").symlink_to("nothing")
    os.mkfifo(stage.raw / "pipe.txt")
    (stage.raw / "zeros.txt").write_bytes(bytes(5000))
    (stage.raw / "-rf\n.txt").write_text("a name with a newline\n")
    report = stage.run()
    return f"{report.statuses['ok']} ok, problems {sorted(row['error'] for row in read_rows(stage.out, 'problems'))}"


def _refusal(act: Callable[[], Any]) -> str:
    try:
        act()
    except RunError as error:
        return f"refused: {str(error).splitlines()[0]}"
    return "NOT REFUSED"


#: Fault, what is expected (a word that the observation must hold), how it is brought about.
FAULTS: tuple[tuple[str, str, Callable[[Stage, int], str]], ...] = (
    ("kill -9 of the run at random moments", " 0 wrong", kill_driver),
    ("kill -9 of a worker at random moments", " 0 wrong", kill_worker),
    ("Ctrl-C at random moments", " 0 wrong", interrupt),
    ("no room for a part file", "exit 1, recovered", full_disk),
    ("output that cannot be written", "refused", output_cannot_be_written),
    ("document that kills its worker", "180 ok, problems [('bad.txt', 'worker_died')]", dying_document),
    ("document that hangs", "180 ok, problems [('bad.txt', 'time_limit')]", hanging_document),
    ("document that takes all memory", "180 ok, problems [('bad.txt', 'MemoryError')]", greedy_document),
    ("flipped bit in a part", "recovered", damaged_part),
    ("truncated part", "recovered", truncated_part),
    ("missing part", "recovered", missing_part),
    ("damaged manifest", "recovered", damaged_manifest),
    ("clock jumps", "0 shards done again, same", clock_jump),
    ("input that changes while it is read", "recovered", input_changes_while_read),
    ("two runs on one output", "refused: another run", two_runs),
    ("two runs at once on two outputs", "exit 0, both the same", two_outputs),
    ("64 file descriptors for the run", "exit 0, same", few_descriptors),
    ("output that may only be read", "exit 1, recovered", read_only_output),
    ("workers with too little memory to start", "refused: a worker process", too_little_memory),
    ("workers that cannot be set up", "refused: a worker process could not be set up", missing_extractor),
    ("output folder of someone else", "refused", foreign_folder),
    ("tables of another schema version", "refused", other_schema),
    ("Dask scheduler that does not answer", "refused", no_scheduler),
    ("kill -9 of a Dask worker", "1 killed, same", killed_dask_worker),
    ("loops, pipes, broken links, binary files", "181 ok, problems", strange_input),
)


def main() -> int:
    """Bring about every fault and print what happened."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=50, help="kills of each kind")
    parser.add_argument("--only", default="", help="faults whose name holds this")
    parser.add_argument("--run", nargs="+", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.run:
        return _run_alone(*options.run)
    failures = 0
    print("| fault | expected | observed | |\n| --- | --- | --- | --- |")
    for name, expected, act in FAULTS:
        if options.only not in name:
            continue
        with tempfile.TemporaryDirectory() as folder:
            try:
                observed = act(Stage(Path(folder)), options.rounds)
            except Exception as error:
                observed = f"{type(error).__name__}: {error}"
        failures += expected not in observed
        shown = observed.replace(folder, "…").replace("|", "/")
        print(f"| {name} | {expected.strip()} | {shown} | {'yes' if expected in observed else 'NO'} |", flush=True)
    return 1 if failures else 0


def _run_alone(raw: str, out: str, limit: str = "") -> int:
    if limit == "fsize":
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (4000, 4000))
    if limit == "descriptors":
        resource.setrlimit(resource.RLIMIT_NOFILE, (64, 64))
    if limit == "nobody" and os.geteuid() == 0:
        os.seteuid(_NOBODY)  # what may only be read binds all but the superuser
    try:
        run(raw, out, SETTINGS, extractor=EXTRACTOR, workers=2)
    except RunError:
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
