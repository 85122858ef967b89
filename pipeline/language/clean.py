"""What cleaning knows of page templates and typesetting: ``models/shared/clean.toml``."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from pipeline.language.files import PackError, read_toml, require


@dataclass(frozen=True, slots=True)
class CleaningLists:
    """Lists that the fixers of :mod:`pipeline.clean` go by.

    Attributes:
        link_labels: labels that page templates glue to the text of a link.
        suspended_hyphen_words: words before which a hyphen at the end of a line stays.
    """

    link_labels: tuple[str, ...]
    suspended_hyphen_words: frozenset[str]


@lru_cache(maxsize=4)
def load_cleaning_lists(models: Path) -> CleaningLists:
    """The lists of a models folder.

    Raises:
        PackError: the file is missing or faulty.
    """
    path = models / "shared" / "clean.toml"
    table = read_toml(path)
    lists = [require(table, key, list, path) for key in ("link_labels", "suspended_hyphen_words")]
    for entries in lists:
        if not all(isinstance(entry, str) and entry.strip() for entry in entries):
            raise PackError(path, None, "a list holds something that is no text")
    return CleaningLists(tuple(lists[0]), frozenset(lists[1]))
