"""How much a word looks like the names of a list: by its last letters."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable

LETTERS = 3
"""Length of the endings that are counted."""

BACK_OFF = 0.1
"""Share of trust that goes to the ending one letter shorter."""


class Likeness:
    """A model of the endings of names in base form.

    Args:
        names: base forms.
    """

    def __init__(self, names: Iterable[str]) -> None:
        lowered = [name.lower() for name in names]
        self._counts: Counter[str] = Counter({"": len(lowered)})
        for length in range(1, LETTERS + 1):
            self._counts.update([name[-length:] for name in lowered if len(name) >= length])
        self._total = self._counts[""]
        self._cache: dict[str, float] = {}

    def weight(self, word: str) -> float:
        """Log-likelihood of the ending a letter: 0 for a certain one, about -2 for a usual one, -5 for an odd one."""
        ending = word[-LETTERS:].lower()
        if ending not in self._cache:
            self._cache[ending] = self._log_likelihood(ending)
        return self._cache[ending]

    def _log_likelihood(self, ending: str) -> float:
        if not self._total:
            return 0.0
        share = 1e-4
        for length in range(1, len(ending) + 1):
            count = self._counts[ending[len(ending) - length :]] / self._total
            share = (1 - BACK_OFF) * count + BACK_OFF * share * 0.3
        return math.log(share)
