"""Watch an input: run again whenever a file comes, changes or goes."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from pathlib import Path

from pipeline.read import InputError, list_sources
from pipeline.shards.fetch import is_remote
from pipeline.shards.report import RunError

#: Seconds between two looks. Looking costs one ``stat`` per file, and finds what lies on network drives too.
SECONDS = 2.0

Look = frozenset[tuple[str, int, int]]


def wait_for_changes(raw: str, others: tuple[Path, ...] = (), seconds: float = SECONDS) -> Iterator[int]:
    """Number of files at once, and again after every change; never ends by itself.

    A file that is still being written is waited for: a change counts when two looks in a row are alike.

    Args:
        raw: a folder or file.
        others: further files whose change counts.
        seconds: between two looks.

    Raises:
        RunError: the input is no folder or file of this machine, or is gone.
    """
    if raw == "-" or is_remote(raw):
        raise RunError(f"{raw} cannot be watched; --watch needs a folder or file of this machine")
    seen = last = _look(raw, others)
    yield len(seen)
    while True:
        time.sleep(seconds)
        now = _look(raw, others)
        if now == last and now != seen:
            yield len(now ^ seen)
            seen = now
        last = now


def _look(raw: str, others: tuple[Path, ...]) -> Look:
    """Name, size and time of change of every file."""
    try:
        paths = [source.path for source in list_sources(os.path.abspath(raw), lambda _: None)]
    except InputError as error:
        raise RunError(str(error)) from error
    return frozenset(_state(path) for path in (*paths, *map(str, others)))


def _state(path: str) -> tuple[str, int, int]:
    try:
        found = os.stat(path)
    except OSError:
        return path, -1, -1
    return path, found.st_size, found.st_mtime_ns
