"""What serves a document whose language has no pack: ``models/xx``, with the calendar words that dateparser knows.

Months, weekdays and the small words between day, month and year come from dateparser's data of the language; numeric
dates are read in the order that its locale states. Nothing else is known of such a language.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from functools import cached_property, lru_cache
from importlib import import_module
from pathlib import Path
from typing import Any

from pipeline.language.dates import DateLexicon, load_dates
from pipeline.language.files import read_toml, require
from pipeline.language.pack import LanguagePack
from pipeline.language.role_words import RoleWords, read_role_words
from pipeline.language.roles import RoleLexicon

PARTIAL = "xx"
"""The folder, named like spaCy's code for a pipeline of many languages."""

_MONTHS = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
]
_WEEKDAYS = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
# dateparser lists abbreviations among the names; shorter ones are words of their own ("mar" is the sea).
_SHORTEST = 4


class PartialPack(LanguagePack):
    """The little that is known of every language.

    Args:
        folder: ``models/xx``.
        code: ISO 639-1 code of the document's language.
    """

    def __init__(self, folder: Path, code: str) -> None:
        path = folder / "partial.toml"
        self.folder = folder
        self.table = dict(read_toml(path))
        self.code = code
        self.name = require(self.table, "name", str, path)
        self.version = require(self.table, "version", str, path)

    @cached_property
    def dates(self) -> DateLexicon:
        """The grammar's frame with the words of the language; without them numeric dates only."""
        return load_dates(self.folder, _calendar_words(self.code))

    @cached_property
    def roles(self) -> RoleLexicon:
        """No functions, for none of the words around them are known."""
        words = dict.fromkeys((field.name for field in fields(RoleWords)), "")
        return RoleLexicon(read_role_words({"words": words}, self.folder), {}, {})


@lru_cache(maxsize=16)
def load_partial(models: Path, code: str) -> PartialPack | None:
    """The pack for a language that has none of its own; None if this installation has none of the kind."""
    folder = models / PARTIAL
    return PartialPack(folder, code) if (folder / "partial.toml").exists() else None


def _calendar_words(code: str) -> Mapping[str, Any]:
    """Tables of ``dates.toml`` from dateparser's data of a language; empty if it has none."""
    try:
        info: Mapping[str, Any] = import_module(f"dateparser.data.date_translation_data.{code}").info
    except ImportError:
        return {}
    small = [word for word in info.get("skip", ()) if word.isalpha()]
    return {
        **({"order": info["date_order"]} if info.get("date_order") in ("DMY", "MDY", "YMD") else {}),
        **_names("month", [info.get(month, ()) for month in _MONTHS]),
        **_names("weekday", [info.get(day, ()) for day in _WEEKDAYS]),
        "words": {"link": small, "day_link": small, "lead": small, "on": small},
    }


def _names(kind: str, named: list[list[str]]) -> Mapping[str, Mapping[str, list[str]]]:
    """Names of months or weekdays by number: long ones, and short ones that need a number beside them."""
    words = [[word.casefold() for word in names if not word.isupper()] for names in named]
    long = {str(n): [word for word in names if len(word) >= _SHORTEST] for n, names in enumerate(words, 1)}
    short = {str(n): [word for word in names if 3 <= len(word) < _SHORTEST] for n, names in enumerate(words, 1)}
    return {kind: long, f"{kind}_short": short}
