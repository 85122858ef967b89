"""Half a million names as one sorted run of bytes, found by bisection.

A dictionary of them would cost ten times the memory, and most documents ask for a few dozen.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from functools import cached_property
from itertools import islice
from pathlib import Path

import pyarrow as pa
from pyarrow import feather

_MILE = 64  # names from one milestone to the next


class SortedNames:
    """Folded names, each with the number of its place.

    Args:
        path: the Arrow file, sorted by the bytes of the names.
    """

    def __init__(self, path: Path) -> None:
        names = feather.read_table(path)
        column = one_chunk(names["name"])
        _, offsets, data = column.buffers()
        self._offsets = memoryview(offsets).cast("i")
        self._data = memoryview(data)
        self._keep = (names, offsets, data)
        self._places = one_chunk(names["place"])
        self._size = len(column)

    def begins(self, stem: str) -> bool:
        """Whether some name begins with a folded stem."""
        return next(self.starting(stem, 1), None) is not None

    def starting(self, stem: str, most: int) -> Iterator[str]:
        """The first names that begin with a folded stem, in the order of their bytes."""
        wanted = stem.encode()
        first = self._position(wanted)
        keys = map(self._key, islice(range(first, self._size), most))
        for key in keys:
            if not key.startswith(wanted):
                return
            yield key.decode()

    def places_of(self, name: str) -> Iterator[int]:
        """The numbers of the places of a folded name."""
        wanted = name.encode()
        position = self._position(wanted)
        while position < self._size and self._key(position) == wanted:
            yield self._places[position].as_py()
            position += 1

    def _position(self, wanted: bytes) -> int:
        """Where a name stands, or would stand: first among the milestones, which are compared without Python's help."""
        mile = bisect_left(self._milestones, wanted)
        low, high = max(0, (mile - 1) * _MILE), min(self._size, mile * _MILE)
        return bisect_left(range(self._size), wanted, low, high, key=self._key)

    @cached_property
    def _milestones(self) -> list[bytes]:
        return [self._key(position) for position in range(0, self._size, _MILE)]

    def _key(self, position: int) -> bytes:
        return bytes(self._data[self._offsets[position] : self._offsets[position + 1]])


def one_chunk(column: pa.ChunkedArray) -> pa.Array:
    """A column as one array."""
    array_ = column.combine_chunks()
    return array_.chunk(0) if isinstance(array_, pa.ChunkedArray) else array_
