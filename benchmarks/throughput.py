"""How fast the pipeline is, beside the script that a user would write without it.

Three ways over the same documents: (a) that script (langdetect on the full text, spaCy with our weights one text at a
time, ``search_dates``, one Parquet file per document), (b) our pipeline with one worker, (c) with two. The documents
are releases of the given folders, cycled with changed digits so that no cache of whole strings flatters anyone; the
script sees a part of them, since it is slow; what it loads is not counted. Of our runs both the whole is given and the
second half alone, which is what a document costs once everything is loaded.

    python benchmarks/throughput.py FOLDER... [--documents 2000] [--naive 60]

Folders hold ``*.txt``; inline marks such as ``{{PER:…|…}}`` are removed. Times are CPU times of the processes that do
the work, worker processes included; wall times are given beside them.
"""

from __future__ import annotations

import argparse
import os
import random
import re
import resource
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "BLIS_NUM_THREADS"):
    os.environ[name] = "1"
ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from pipeline.records import RawDocument  # noqa: E402
from pipeline.settings import Settings, default_models_folder  # noqa: E402

MARK = re.compile(r"\{\{\w+:([^|{}]*)(?:\|[^{}]*)?\}\}")
DIGITS = re.compile(r"\d")
STANDARD_CHARS = 3000


def read_releases(folders: Iterable[Path]) -> list[str]:
    """Texts of all releases, without marks and without the head that ends with a line of dashes."""
    paths = sorted(path for folder in folders for path in folder.rglob("*.txt"))
    texts = (path.read_text("utf-8", "replace") for path in paths)
    return [MARK.sub(r"\1", text.partition("\n---\n")[2] or text) for text in texts]


def cycle(texts: list[str], count: int) -> list[str]:
    """So many documents: the texts again and again, each time with one digit in three changed."""
    chance = random.Random(1)

    def change(found: re.Match[str]) -> str:
        return chance.choice("0123456789") if chance.random() < 0.33 else found[0]

    order = texts[:]
    chance.shuffle(order)
    return [DIGITS.sub(change, order[number % len(order)]) for number in range(count)]


def run_naive(texts: list[str], folder: Path) -> None:
    """What a user would write."""
    import dateparser.search
    import langdetect
    import pandas
    import spacy

    import pipeline.language.word_parts  # noqa: F401 - packs name what it registers

    models, loaded = default_models_folder(), {}
    for number, text in enumerate(texts):
        language = langdetect.detect(text)
        weights = models / language / "ner"
        weights = weights if weights.exists() else models / "xx" / "ner"
        if not weights.exists():
            continue
        if language not in loaded:
            loaded[language] = spacy.load(weights)
        names = [(ent.text, ent.label_) for ent in loaded[language](text).ents]
        dates = dateparser.search.search_dates(text, languages=[language]) or []
        rows = [*names, *((surface, str(date)) for surface, date in dates)]
        pandas.DataFrame(rows, columns=["text", "value"]).to_parquet(folder / f"{number}.parquet")


def cpu_seconds() -> float:
    """CPU time of this process and of those of its children that have ended."""
    return sum(sum(resource.getrusage(who)[:2]) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))


def measure(work: Callable[[], Any]) -> tuple[float, float]:
    """CPU and wall seconds."""
    cpu, wall = cpu_seconds(), time.monotonic()
    work()
    return cpu_seconds() - cpu, time.monotonic() - wall


STAGES = (
    "clean", "detect", "detect_segment", "split", "find_published", "find_dates", "find_places", "find_institutions",
    "find_officials", "find_topics", "find_events",
)  # fmt: skip


def measure_stages(texts: list[str]) -> dict[str, float]:
    """CPU seconds per stage, in this process, caches warm."""
    from pipeline import process
    from pipeline.annotate import Annotator
    from pipeline.shards.batches import to_tables

    spent: dict[str, float] = defaultdict(float)

    def timed(function: Callable[..., Any], stage: str) -> Callable[..., Any]:
        def call(*args: Any, **kwargs: Any) -> Any:
            started = time.thread_time()
            try:
                return function(*args, **kwargs)
            finally:
                spent[stage] += time.thread_time() - started

        return call

    for name in STAGES:
        if hasattr(process, name):
            setattr(process, name, timed(getattr(process, name), name))
    annotate = Annotator.annotate
    Annotator.annotate = timed(lambda *args: iter(list(annotate(*args))), "annotate")  # type: ignore[method-assign]
    extractor = process.Extractor(Settings())
    documents = [RawDocument(f"{n}.txt", f"{n}.txt", "text", text, "0" * 64) for n, text in enumerate(texts)]
    list(extractor.extract_many(documents[: len(documents) // 4]))
    spent.clear()
    started = time.thread_time()
    found = list(extractor.extract_many(documents))
    timed(to_tables, "tables")(found, [problem for item in found for problem in item.problems])
    spent["everything"] = time.thread_time() - started
    spent["the rest"] = 2 * spent["everything"] - sum(spent.values())
    return spent


def start_up() -> tuple[float, float]:
    """Seconds until ``--help`` is shown, and until one document is done by the extractor."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    _, help_seconds = measure(
        lambda: subprocess.run([sys.executable, ROOT / "run_pipeline.py", "--help"], stdout=subprocess.DEVNULL)
    )
    code = (
        "from pipeline import Extractor; "
        "Extractor().extract('Eine Delegation aus der Partnerstadt besuchte am 3. Mai 2012 die Stadt.', language='de')"
    )
    _, first = measure(lambda: subprocess.run([sys.executable, "-c", code], env=environment, check=True))
    return help_seconds, first


def run_ours(raw: Path, out: Path, workers: int, limit: int | None = None) -> None:
    """A whole run, start-up and joining included."""
    from pipeline.shards import run

    report = run(raw, out, Settings(), workers=workers, limit=limit)
    if report.failed:
        raise SystemExit(f"{report.failed} documents failed: what was measured is worth nothing")


def show(name: str, count: int, chars: int, cpu: float, wall: float) -> float:
    """One line of the table; CPU milliseconds per 3,000 characters."""
    unit = 1000 * cpu * STANDARD_CHARS / chars
    print(f"| {name} | {count} | {count / wall:.1f} | {chars / wall:,.0f} | {unit:.2f} | {wall:.1f} |", flush=True)
    return unit


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument("--documents", type=int, default=2000)
    parser.add_argument("--naive", type=int, default=60, help="documents that the script sees; 0 leaves it out")
    options = parser.parse_args()
    releases = read_releases(options.folders)
    texts = cycle(releases, options.documents)
    chars = sum(map(len, texts))
    print(f"{len(releases)} releases, {len(texts)} documents, {chars / len(texts):.0f} characters each\n")
    print("| way | documents | documents/s | characters/s | CPU ms per 3,000 characters | wall s |")
    print("| --- | --- | --- | --- | --- | --- |")
    naive = _measure_naive(texts[: options.naive]) if options.naive else 0.0
    ours = _measure_ours(texts)
    if naive:
        print(f"\nthe script takes {naive / ours:.1f} times the CPU time of the pipeline")
    sample = texts[: min(len(texts), 400)]
    spent, size = measure_stages(sample), sum(map(len, sample))
    print("\n| stage | CPU ms per 3,000 characters |\n| --- | --- |")
    for stage, seconds in sorted(spent.items(), key=lambda item: -item[1]):
        print(f"| {stage} | {1000 * seconds * STANDARD_CHARS / size:.2f} |")
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    help_seconds, first = start_up()
    print(f"\npeak memory of a worker {peak:.0f} MB; --help {help_seconds:.2f} s; first document {first:.2f} s")
    print(f"load average while measured: {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")


def _measure_naive(texts: list[str]) -> float:
    with tempfile.TemporaryDirectory() as folder:
        run_naive(texts[:3], Path(folder))  # what it loads is not counted
        cpu, wall = measure(lambda: run_naive(texts, Path(folder)))
    return show("(a) script", len(texts), sum(map(len, texts)), cpu, wall)


def _measure_ours(texts: list[str]) -> float:
    """CPU ms per 3,000 characters with one worker, of the documents behind the first half."""
    half, ours = len(texts) // 2, 0.0
    with tempfile.TemporaryDirectory() as folder:
        raw = Path(folder) / "raw"
        raw.mkdir()
        for number, text in enumerate(texts):
            (raw / f"{number:06}.txt").write_text(text, "utf-8")
        for workers in (1, 2):
            name = f"({'abc'[workers]}) pipeline, {workers} worker{'s' * (workers - 1)}"
            first = measure(lambda n=workers: run_ours(raw, Path(folder) / f"half{n}", n, half))  # type: ignore[misc]
            whole = measure(lambda n=workers: run_ours(raw, Path(folder) / f"out{n}", n))  # type: ignore[misc]
            show(f"{name}, all of it", len(texts), sum(map(len, texts)), *whole)
            rest = [late - early for late, early in zip(whole, first, strict=True)]
            unit = show(f"{name}, second half", len(texts) - half, sum(map(len, texts[half:])), *rest)
            ours = ours or unit
        _, again = measure(lambda: run_ours(raw, Path(folder) / "out1", 1))
        print(f"\na second run over the unchanged input takes {again:.2f} s")
    return ours


if __name__ == "__main__":
    main()
