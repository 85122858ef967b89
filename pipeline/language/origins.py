"""Where names are usual: ``shared/names/origins.csv``, endings of given and family names with their share per language.

A release names guests and hosts beside each other, and a function without a place is one of either side. How a name
ends says which, if the sides speak different languages: ``Nowakowska`` is hardly of Kassel.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from pipeline.language.files import PackError, read_csv

# Weights of the shares of endings of one to four characters; a name too short for the longest, or ``^`` and the name,
# counts as its own ending. Of 123 officials in the press corpus' dev half and a foreign land of their release each, 79
# names spoke for the land that the text tells, 9 for the other one, 35 for none by MARGIN.
_WEIGHTS = (0.02, 0.1, 0.4, 0.5)
_FLOOR = 0.1  # share, of 10,000, of an ending that a list lacks
# Log-weight by which a name must speak for one state against another.
MARGIN = 1.0
_OPENS = "^"
_FIXED = ("kind", "ending", "note")


@dataclass(frozen=True, eq=False)
class NameOrigins:
    """Shares of endings.

    Attributes:
        shares: kind of name and ending → share, of 10,000 names, per column.
        columns: per state the columns of its languages.
    """

    shares: Mapping[tuple[str, str], tuple[int, ...]]
    columns: Mapping[str, tuple[int, ...]]

    def weight(self, given: str, family: str, state: str) -> float | None:
        """Log-weight of a name in a state (ISO 3166-1); None where the state's languages are not listed."""
        columns = self.columns.get(state)
        if columns is None:
            return None
        parts = (("given", given), ("family", family))
        return max(sum(self._weight(kind, name, column) for kind, name in parts) for column in columns)

    def strangers(self, given: str, family: str, states: Iterable[str]) -> frozenset[str]:
        """Those of the states that a name speaks against, as another of them suits it much better."""
        weights = {state: self.weight(given, family, state) for state in states}
        best = max((weight for weight in weights.values() if weight is not None), default=0.0)
        return frozenset(state for state, weight in weights.items() if weight is not None and weight < best - MARGIN)

    def _weight(self, kind: str, name: str, column: int) -> float:
        word = _OPENS + name.casefold()
        share = 0.0
        for length, weight in enumerate(_WEIGHTS, 1):
            shares = self.shares.get((kind, word[-length:]))
            share += weight * shares[column] if shares else 0.0
        return math.log(_FLOOR + share)


@lru_cache(maxsize=4)
def load_origins(shared: Path) -> NameOrigins:
    """The table of a folder of shared data.

    Raises:
        PackError: the file is missing or faulty.
    """
    path = shared / "names" / "origins.csv"
    shares: dict[tuple[str, str], tuple[int, ...]] = {}
    names: list[str] = []
    for line, row in read_csv(path, _FIXED):
        names = names or [name for name in row if name not in _FIXED]
        try:
            shares[row["kind"], row["ending"]] = tuple(int(row[name]) for name in names)
        except ValueError:
            raise PackError(path, line, "a share must be a whole number") from None
    states = {state for name in names for state in name.split()}
    columns = {state: tuple(i for i, name in enumerate(names) if state in name.split()) for state in states}
    return NameOrigins(shares, columns)
