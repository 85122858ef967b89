"""What language detection knows: the scripts and their candidate languages, ``models/shared/detect.toml``."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from pipeline.language.files import PackError, read_toml, require


@dataclass(frozen=True, slots=True)
class Script:
    """A script and the languages that detection tells apart in it.

    Attributes:
        name: its name.
        ranges: first and last character of each block of its letters.
        candidates: codes of langdetect's profiles.
    """

    name: str
    ranges: tuple[tuple[str, str], ...]
    candidates: tuple[str, ...]


@lru_cache(maxsize=4)
def load_scripts(models: Path) -> tuple[Script, ...]:
    """The scripts of a models folder, most frequent first.

    Raises:
        PackError: the file is missing or faulty.
    """
    path = models / "shared" / "detect.toml"
    return tuple(_script(table, path) for table in require(read_toml(path), "scripts", list, path))


def _script(table: Any, path: Path) -> Script:
    if not isinstance(table, dict):
        raise PackError(path, None, "scripts must be tables")
    name = require(table, "name", str, path)
    ranges = tuple(tuple(pair) for pair in require(table, "ranges", list, path))
    for pair in ranges:
        if len(pair) != 2 or not all(isinstance(char, str) and len(char) == 1 for char in pair) or pair[0] > pair[1]:
            raise PackError(path, None, f"{name}: a range is a pair of characters in order, not {pair}")
    candidates = tuple(require(table, "candidates", list, path))
    if not candidates or not all(isinstance(code, str) for code in candidates):
        raise PackError(path, None, f"{name}: candidates must be language codes")
    return Script(name, ranges, candidates)
