"""Shards through a pool of worker processes: the part of a run that every engine shares."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

import pyarrow as pa

from pipeline.corrections import Corrections
from pipeline.engines.child import Limits
from pipeline.engines.pool import Pool
from pipeline.settings import Settings
from pipeline.shards.batches import Batch, Tables, to_tables
from pipeline.shards.fingerprint import Configuration
from pipeline.shards.manifest import Manifest, commit
from pipeline.shards.plan import Shard
from pipeline.shards.storage import open_storage

_MEGABYTE = 1 << 20


@dataclass(frozen=True, slots=True)
class Job:
    """What a process needs to know to work on shards of a run.

    Attributes:
        location: path or URL of the output.
        settings: those of the run.
        configuration: what goes into fingerprints and footers.
        extractor: ``module:name`` of the class that extracts.
        corrections: what people said about single rows.
    """

    location: str
    settings: Settings
    configuration: Configuration
    extractor: str
    corrections: Corrections = field(default_factory=Corrections)

    def open_pool(self, workers: int) -> Pool[Batch]:
        """Worker processes for this job; they start when first needed."""
        memory = self.settings.max_memory * _MEGABYTE or None
        limits = Limits(self.settings.max_seconds, memory)
        arguments = (self.settings, self.extractor, self.corrections)
        return Pool("pipeline.shards.batches:start_worker", arguments, workers, limits, self.settings.strict)


@dataclass(slots=True)
class _Assembly:
    """A shard whose batches come back in any order."""

    shard: Shard
    missing: int
    results: dict[int, list[Tables]] = field(default_factory=dict)

    def tables(self) -> Tables:
        """All rows of the shard, in the order of its documents."""
        listed = to_tables([], [unit.problem for unit in self.shard.units if unit.problem])
        ordered = [listed, *(tables for number in sorted(self.results) for tables in self.results[number])]
        return {name: pa.concat_tables([tables[name] for tables in ordered]) for name in listed}


def do_shards(shards: Iterable[Shard], job: Job, pool: Pool[Batch]) -> Iterator[tuple[int, Manifest | None]]:
    """Do shards and write them; yields (documents done, manifest if this completed a shard) as it goes."""
    storage = open_storage(job.location)
    open_shards: dict[str, _Assembly] = {}
    empty: list[_Assembly] = []

    def batches() -> Iterator[Batch]:
        for shard in shards:
            groups = list(shard.slices(job.settings.batch_size))
            assembly = _Assembly(shard, len(groups))
            if not groups:
                empty.append(assembly)
            open_shards[shard.name] = assembly
            for number, group in enumerate(groups):
                yield Batch(shard.name, number, group)

    def finish(assembly: _Assembly) -> Manifest:
        del open_shards[assembly.shard.name]
        fingerprint = assembly.shard.fingerprint(job.configuration.fingerprint)
        tables = assembly.tables()
        corrected = job.corrections.digest(tables["documents"].column("doc_id").to_pylist())
        return commit(storage, assembly.shard.name, fingerprint, tables, job.configuration.footer, corrected)

    for batch, results in pool.map(batches()):
        assembly = open_shards[batch.shard]
        assembly.results[batch.number] = results
        assembly.missing -= 1
        yield batch.documents, finish(assembly) if not assembly.missing else None
    for assembly in empty:
        yield 0, finish(assembly)
