"""Documents from standard input, findings to standard output: one JSON object a line, as they come."""

from __future__ import annotations

import json
import os
import sys
import threading
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from itertools import islice
from pathlib import Path
from queue import Queue
from typing import TYPE_CHECKING, Any, TextIO

if TYPE_CHECKING:
    from pipeline.records import Problem, RawDocument
    from pipeline.settings import Settings


def stream(settings: Settings, corrections: Path | None, limit: int | None, out: TextIO) -> int:
    """Read what stands on standard input until it ends and write what is found in it.

    A line holds the rows of all tables of one document, under the tables' names; ``document`` is its row of
    ``documents``. What could not be read is a line with ``problems`` alone. Documents that arrive together are done
    together, so a slow source is answered at once and a fast one in batches.

    Args:
        settings: those of the run.
        corrections: an overlay to apply.
        limit: stop after this many documents.
        out: where the lines go.

    Returns:
        How many documents failed or could not be read.

    Raises:
        CorrectionsError: the overlay cannot be used.
    """
    from pipeline.corrections import Corrections, correct, read_corrections
    from pipeline.process import Extractor

    said = read_corrections(corrections, settings.models) if corrections else Corrections()
    extractor = Extractor(settings)
    failed = 0
    for documents, problems in _batches(settings, limit):
        for problem in problems:
            _write(out, {"problems": [asdict(problem)]})
            print(f"{problem.source}: {problem.error}: {problem.message}", file=sys.stderr)
        for found in extractor.extract_many(documents):
            corrected = correct(found, said.of(found.document.doc_id), settings.models)
            _write(out, asdict(corrected))
            failed += found.document.status == "failed"
        failed += len(problems)
        out.flush()
    return failed


def drop(out: TextIO) -> None:
    """Write to nowhere from now on: who read the other end is gone, and Python flushes once more when it ends."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), out.fileno())


def _write(out: TextIO, value: dict[str, Any]) -> None:
    out.write(json.dumps(value, ensure_ascii=False, default=str) + "\n")


def _batches(settings: Settings, limit: int | None) -> Iterator[tuple[list[RawDocument], list[Problem]]]:
    """What has come since the last batch: at least one thing, and no more documents than a batch takes."""
    from pipeline.records import RawDocument

    queue: Queue[Any] = Queue(settings.batch_size)
    threading.Thread(target=_read, args=(settings, limit, queue), daemon=True).start()
    going = True
    while going:
        items = [queue.get(), *_waiting(queue, settings.batch_size - 1)]
        for item in items:
            if isinstance(item, BaseException):
                raise item
        going = None not in items
        documents = [item for item in items if isinstance(item, RawDocument)]
        yield documents, [item for item in items if item is not None and not isinstance(item, RawDocument)]


def _waiting(queue: Queue[Any], most: int) -> Iterable[Any]:
    return [queue.get_nowait() for _ in range(min(queue.qsize(), most))]


def _read(settings: Settings, limit: int | None, queue: Queue[Any]) -> None:
    """Put documents and problems into the queue as they are read, an error if reading ends so, and None at the end."""
    from pipeline.read import read_documents

    try:
        for document in islice(read_documents("-", settings, queue.put), limit):
            queue.put(document)
    except BaseException as error:  # a thread's error is its reader's
        queue.put(error)
    queue.put(None)
