"""Whether time and memory for a document stay the same from a thousand documents to a hundred thousand.

    python benchmarks/scale.py FOLDER... [--sizes 1000,10000,100000] [--workers 2]

Folders hold releases as for ``benchmarks/throughput.py``; they are cycled with changed digits. For each size a fresh
run is made, and one over the unchanged input. Memory is the largest that any worker process had.
"""

from __future__ import annotations

import argparse
import resource
import sys
import tempfile
import threading
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

from throughput import cpu_seconds, cycle, read_releases

from pipeline.settings import Settings
from pipeline.shards import run

_MEGABYTE = 1 << 20


class Watch(threading.Thread):
    """Follows the memory of the worker processes and the open files of this one, once a second."""

    def __init__(self) -> None:
        super().__init__(daemon=True)
        self.largest: list[int] = []
        self.files = 0
        self._ends = threading.Event()

    def run(self) -> None:
        """Look until told to stop."""
        while not self._ends.wait(1.0):
            sizes = [_resident(path.parent) for path in Path("/proc").glob("[0-9]*/cmdline") if _is_worker(path)]
            self.largest.append(max(sizes, default=0))
            self.files = max(self.files, len(list(Path("/proc/self/fd").iterdir())))

    def stop(self) -> None:
        """End."""
        self._ends.set()
        self.join()


def _is_worker(cmdline: Path) -> bool:
    try:
        return b"pipeline.engines.serve" in cmdline.read_bytes()
    except OSError:
        return False


def _resident(process: Path) -> int:
    try:
        return int((process / "statm").read_text().split()[1]) * resource.getpagesize()
    except OSError:
        return 0


def measure(raw: Path, out: Path, workers: int) -> tuple[float, float, Watch]:
    """CPU seconds, wall seconds, and what was seen meanwhile."""
    watch = Watch()
    watch.start()
    cpu, wall = cpu_seconds(), time.monotonic()
    run(raw, out, Settings(), workers=workers)
    cpu, wall = cpu_seconds() - cpu, time.monotonic() - wall
    watch.stop()
    return cpu, wall, watch


def main() -> None:
    """Measure and print a table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument("--sizes", default="1000,10000,100000")
    parser.add_argument("--workers", type=int, default=2)
    options = parser.parse_args()
    releases = read_releases(options.folders)
    columns = (
        "documents", "documents/s", "CPU ms a document", "worker MB after a tenth", "most in the second half", "run MB",
        "open files", "unchanged: s",
    )  # fmt: skip
    _print_row(*columns)
    _print_row(*("---" for _ in columns))
    for size in map(int, options.sizes.split(",")):
        with tempfile.TemporaryDirectory() as folder:
            raw, out = Path(folder) / "raw", Path(folder) / "out"
            for number, text in enumerate(cycle(releases, size)):
                path = raw / f"{number // 1000:04}" / f"{number:07}.txt"
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(text, "utf-8")
            cpu, wall, watch = measure(raw, out, options.workers)
            seen = watch.largest or [0]
            own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
            _, again, _ = measure(raw, out, options.workers)
            early, late = seen[len(seen) // 10] // _MEGABYTE, max(seen[len(seen) // 2 :]) // _MEGABYTE
            cost = f"{1000 * cpu / size:.2f}"
            _print_row(f"{size:,}", f"{size / wall:.1f}", cost, early, late, f"{own:.0f}", watch.files, f"{again:.1f}")


def _print_row(*cells: object) -> None:
    print("|", " | ".join(map(str, cells)), "|", flush=True)


if __name__ == "__main__":
    main()
