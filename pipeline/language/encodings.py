"""What tells the 8-bit encodings apart: ``models/shared/encodings.toml``."""

from __future__ import annotations

import codecs
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from pipeline.language.files import PackError, read_toml, require


@dataclass(frozen=True, slots=True)
class Encodings:
    """The 8-bit encodings of European texts and what such texts are made of.

    Attributes:
        names: codec names, in order of preference.
        signs: characters beyond ASCII that are no letters.
        alphabets: per language, its letters beyond ASCII, both cases.
    """

    names: tuple[str, ...]
    signs: frozenset[str]
    alphabets: tuple[frozenset[str], ...]


@lru_cache(maxsize=4)
def load_encodings(models: Path) -> Encodings:
    """The encodings of a models folder.

    Raises:
        PackError: the file is missing or faulty.
    """
    path = models / "shared" / "encodings.toml"
    table = read_toml(path)
    names = tuple(require(table, "encodings", list, path))
    for name in names:
        try:
            codecs.lookup(name)
        except (LookupError, TypeError):
            raise PackError(path, None, f"encodings: Python knows no encoding {name!r}") from None
    letters = require(table, "alphabets", list, path)
    alphabets = tuple(frozenset(str(line).lower() + str(line).upper()) for line in letters)
    return Encodings(names, frozenset(require(table, "signs", str, path)), alphabets)
