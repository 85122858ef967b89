"""What a run tells while it goes and when it is done."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from pipeline.shards.tally import Tally


class RunError(Exception):
    """The run cannot begin or go on: the message says why and what to do; the output is undamaged."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a run is.

    Attributes:
        done: documents done, those of unchanged shards included.
        total: documents of the input.
        rate: documents a second in this run, without those that were skipped.
    """

    done: int
    total: int
    rate: float


@dataclass(frozen=True, slots=True)
class RunReport:
    """What a run did; ``run_report.json`` in the output folder holds the same.

    Attributes:
        documents: documents of the input.
        skipped: those among them whose shard was unchanged.
        languages: rows per table of the documents of each language; the empty string is "not known".
        statuses: documents per status.
        rows: rows per table.
        problems: rows of ``problems``.
        failed: documents that ended with an error.
        corrections: rows of ``corrections``.
        corrections_idle: problems with corrections that found nothing to correct.
        shards: part files per table.
        shards_done: those that this run wrote.
        seconds: wall time.
        fingerprint: of code, language packs and settings; two runs with equal fingerprints treat a document alike.
        packs: version of each language pack.
    """

    documents: int
    skipped: int
    languages: Tally
    statuses: Mapping[str, int]
    rows: Mapping[str, int]
    problems: int
    failed: int
    corrections: int
    corrections_idle: int
    shards: int
    shards_done: int
    seconds: float
    fingerprint: str
    packs: Mapping[str, str]

    @property
    def complete(self) -> bool:
        """Whether every document went all the way: none failed and nothing was unreadable."""
        return self.failed == 0 and self.problems == 0
