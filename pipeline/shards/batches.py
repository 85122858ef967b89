"""A batch of documents as a task for an engine, and what a worker process makes of it."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import pyarrow as pa

from pipeline.corrections import Corrections, correct
from pipeline.engines.pool import Fault
from pipeline.read import Source, read_source
from pipeline.records import Document, Findings, Problem, RawDocument
from pipeline.settings import Settings
from pipeline.shards.fetch import fetched
from pipeline.shards.plan import Slice
from pipeline.tables import DOCUMENT_TABLES, to_table

Tables = dict[str, pa.Table]


@dataclass(frozen=True, slots=True)
class Batch:
    """Some documents of a shard.

    Attributes:
        shard: name of the shard.
        number: position in the shard.
        slices: the documents.
    """

    shard: str
    number: int
    slices: tuple[Slice, ...]

    @property
    def documents(self) -> int:
        """Number of documents."""
        return sum(piece.documents for piece in self.slices)

    def split(self) -> list[Batch]:
        """The same documents, one per batch."""
        singles = [single for piece in self.slices for single in piece.cut(1)]
        return [Batch(self.shard, self.number, (single,)) for single in singles]

    def bury(self, fault: Fault) -> Tables:
        """The rows of a document that no worker process survives."""
        note: RawDocument | None = fault.note
        if note is None:
            piece = self.slices[0]
            key = piece.source.doc_id if piece.stop is None and piece.start == 0 else _numbered(piece)
            return to_tables([], [Problem(key, None, "read", fault.kind, fault.message)])
        failed = _failed(note, fault)
        return to_tables([failed], failed.problems)


def _numbered(piece: Slice) -> str:
    return f"{piece.source.doc_id}#{piece.start + 1}"


def _failed(raw: RawDocument, fault: Fault) -> Findings:
    """A document that was read and then set aside."""
    row = Document(
        doc_id=raw.doc_id,
        source=raw.source,
        source_format=raw.source_format,
        title=raw.title,
        language=None,
        language_score=None,
        published=raw.published,
        published_from="metadata" if raw.published else "none",
        text="",
        sha256=raw.sha256,
        duplicate_of=None,
        n_segments=0,
        n_sentences=0,
        status="failed",
    )
    return Findings(row, problems=(Problem(raw.source, raw.doc_id, "extract", fault.kind, fault.message),))


# ---------------------------------------------------------------- in the worker process


def start_worker(settings: Settings, extractor: str, corrections: Corrections) -> Worker:
    """A worker for a process of its own, which never needs pandas; see :class:`Worker`."""
    _spare_pandas()
    return Worker(settings, extractor, corrections)


class Worker:
    """Reads and extracts batches; built once per process.

    Args:
        settings: those of the run.
        extractor: ``module:name`` of a class like :class:`pipeline.process.Extractor`.
        corrections: what people said about single rows.
    """

    def __init__(self, settings: Settings, extractor: str, corrections: Corrections | None = None) -> None:
        from importlib import import_module

        module, _, name = extractor.partition(":")
        self._settings = settings
        self._corrections = corrections or Corrections()
        self._extractor = getattr(import_module(module), name)(settings)
        self._reading: _Reading | None = None

    def __call__(self, batch: Batch, announce: Callable[[Any], None]) -> Tables:
        """The rows of a batch; each table has the rows of its documents in their order.

        Args:
            batch: the documents.
            announce: told which document it is, if it is the only one.
        """
        found: list[tuple[list[Problem], RawDocument | None]] = []
        for piece in batch.slices:
            found += self._read(piece)
        documents = [document for _, document in found if document]
        if batch.documents == 1 and documents:
            announce(documents[0])
        results = iter(self._extractor.extract_many(documents))
        findings: list[Findings] = []
        problems: list[Problem] = []
        for before, document in found:
            problems += before
            if document:
                findings.append(self._correct(next(results)))
                problems += findings[-1].problems
        return to_tables(findings, problems)

    def _correct(self, found: Findings) -> Findings:
        said = self._corrections.of(found.document.doc_id)
        return correct(found, said, self._settings.models) if said else found

    def _read(self, piece: Slice) -> list[tuple[list[Problem], RawDocument | None]]:
        """The slice's documents, each with the problems met before it; at the end of a file, those behind it."""
        reading = self._reading
        if reading is None or reading.source != piece.source or reading.position > piece.start:
            reading = _Reading(piece.source, self._settings)
        self._reading = None  # a reading that fails is not taken up again
        found = list(reading.take(piece.start, piece.stop))
        if piece.stop is not None:
            self._reading = reading
        return found


class _Reading:
    """A file of records that is read on from batch to batch, so that no record is parsed twice by one worker."""

    def __init__(self, source: Source, settings: Settings) -> None:
        self.source = source
        self.position = 0
        self._problems: list[Problem] = []
        self._documents = self._open(settings)

    def _open(self, settings: Settings) -> Iterator[RawDocument]:
        with fetched(self.source) as local:
            yield from read_source(local, settings, self._problems.append)

    def take(self, start: int, stop: int | None) -> Iterator[tuple[list[Problem], RawDocument | None]]:
        while self.position < start and next(self._documents, None):
            self.position += 1
            self._problems.clear()
        while stop is None or self.position < stop:
            document = next(self._documents, None)
            before, self._problems[:] = list(self._problems), []
            if document is None:
                yield before, None
                return
            self.position += 1
            yield before, document


class _NoPandas:
    """Finds no pandas, wherever it may be installed."""

    @staticmethod
    def find_spec(name: str, path: object = None, target: object = None) -> None:
        if name == "pandas":
            raise ModuleNotFoundError("No module named 'pandas'", name=name)


def _spare_pandas() -> None:
    """Convert a first list while there is no pandas: pyarrow looks for it then, and never again.

    It only asks whether the list is a Series; pandas would take 50 MB and 0.2 s of each worker process.
    Other code may still import it.
    """
    if "pandas" not in sys.modules:
        sys.meta_path.insert(0, _NoPandas)
        try:
            pa.array([0])
        finally:
            sys.meta_path.remove(_NoPandas)


# ---------------------------------------------------------------- rows


def to_tables(findings: Iterable[Findings], problems: Iterable[Problem]) -> Tables:
    """Rows of all per-document tables; problems are given apart, in their order."""
    listed = list(findings)
    tables: Tables = {}
    for name in DOCUMENT_TABLES:
        if name == "documents":
            rows: Iterable[Any] = [found.document for found in listed]
        elif name == "problems":
            rows = problems
        else:
            rows = [row for found in listed for row in getattr(found, name)]
        tables[name] = to_table(name, rows)
    return tables
