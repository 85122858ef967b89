"""Latin spellings of letters, for keys that hold across scripts."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

from pipeline.language.files import read_csv


@lru_cache(maxsize=4)  # every name that a document brings anew asks for it
def load_letters(shared: Path) -> Mapping[str, str]:
    """Letter in lower case → its Latin spelling.

    Raises:
        PackError: ``letters.csv`` is missing or faulty.
    """
    return {row["letter"]: row["latin"] for _, row in read_csv(shared / "letters.csv", ("letter", "latin", "note"))}
