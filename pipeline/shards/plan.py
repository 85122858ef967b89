"""What a run has to do: units of input, shards of units, batches of a shard's documents.

The partition is a function of the input alone, not of the order of runs: a shard is a prefix of bits of the hash
of a unit's key, and a prefix that holds too many documents is split into its two longer ones. A document that is
added or changed touches one shard.
"""

from __future__ import annotations

import hashlib
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from pipeline.read import Source
from pipeline.records import Problem

#: Formats whose file is one document; the others hold records.
SINGLE_FORMATS = ("text", "markdown", "html")
_HASH_BITS = 64


@dataclass(frozen=True, slots=True)
class Slice:
    """Documents of one source that follow each other.

    Attributes:
        source: the file.
        start: number of the first document, from 0.
        stop: number after the last; None reads to the end, problems behind the last document included.
        documents: how many there were when the input was listed.
    """

    source: Source
    start: int
    stop: int | None
    documents: int

    def cut(self, size: int) -> Iterator[Slice]:
        """The same documents in slices of at most ``size``."""
        for offset in range(0, max(self.documents, 1), size):
            count = min(size, self.documents - offset)
            last = offset + size >= self.documents
            yield Slice(self.source, self.start + offset, self.stop if last else self.start + offset + size, count)


@dataclass(frozen=True, slots=True)
class Unit:
    """What is planned as one: a file, a block of a file's records, or something that could not be listed.

    Attributes:
        key: path relative to the input root, with the number of the first record for a block.
        digest: hash of the content.
        slice: the documents.
        problem: why there are none.
    """

    key: str
    digest: str
    slice: Slice | None = None
    problem: Problem | None = None

    @property
    def documents(self) -> int:
        """Number of documents."""
        return self.slice.documents if self.slice else 0


@dataclass(frozen=True, slots=True)
class Shard:
    """Units whose rows share a part file per table.

    Attributes:
        name: bits of the hash prefix; ``all`` if there is but one shard.
        units: in the order of their keys.
    """

    name: str
    units: tuple[Unit, ...]

    @property
    def documents(self) -> int:
        """Number of documents."""
        return sum(unit.documents for unit in self.units)

    def fingerprint(self, configuration: str) -> str:
        """Hash of everything that the shard's rows depend on."""
        digest = hashlib.sha256(configuration.encode())
        for unit in self.units:
            digest.update(f"\0{unit.key}\0{unit.digest}".encode("utf-8", "surrogatepass"))
        return digest.hexdigest()

    def slices(self, size: int) -> Iterator[tuple[Slice, ...]]:
        """The shard's documents, in order, in groups of at most ``size``."""
        group: list[Slice] = []
        room = size
        for unit in self.units:
            for piece in unit.slice.cut(size) if unit.slice else ():
                if group and piece.documents > room:
                    yield tuple(group)
                    group, room = [], size
                group.append(piece)
                room -= max(piece.documents, 1)
                if room <= 0:
                    yield tuple(group)
                    group, room = [], size
        if group:
            yield tuple(group)


def partition(units: Sequence[Unit], limit: int) -> list[Shard]:
    """Shards of at most ``limit`` documents each, as far as units allow; one empty shard if there is no unit."""
    hashed = sorted((_hash(unit.key), number) for number, unit in enumerate(units))
    shards: list[Shard] = []
    waiting = [("", 0, len(hashed))]
    while waiting:
        bits, first, last = waiting.pop()
        members = [units[number] for _, number in hashed[first:last]]
        if len(members) < 2 or len(bits) == _HASH_BITS or sum(max(unit.documents, 1) for unit in members) <= limit:
            shards.append(Shard(bits or "all", tuple(sorted(members, key=reading_order))))
            continue
        middle = bisect_left(hashed, (f"{bits}1",), first, last)
        waiting += [(f"{bits}1", middle, last), (f"{bits}0", first, middle)]
    return shards


def limit_documents(units: Sequence[Unit], limit: int | None) -> list[Unit]:
    """The first ``limit`` documents of the units; all of them if it is None."""
    if limit is None:
        return list(units)
    kept: list[Unit] = []
    for unit in units:
        if limit <= 0:
            break
        if unit.slice and unit.documents > limit:
            part = replace(unit.slice, stop=unit.slice.start + limit, documents=limit)
            unit = replace(unit, slice=part, digest=f"{unit.digest}:{limit}")
        kept.append(unit)
        limit -= unit.documents
    return kept


def reading_order(unit: Unit) -> tuple[str, int]:
    """Sort key: path, then position in the file."""
    return (unit.slice.source.doc_id, unit.slice.start) if unit.slice else (unit.key, 0)


def _hash(key: str) -> str:
    digest = hashlib.sha256(key.encode("utf-8", "surrogatepass")).digest()
    return f"{int.from_bytes(digest[:8], 'big'):064b}"
