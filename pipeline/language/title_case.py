"""How institutions' names in title case are tied together, in languages that write them so: ``institutions.toml``."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from pipeline.language.capitals import CAPITAL
from pipeline.language.patterns import any_of


@dataclass(frozen=True, eq=False)
class TitleCaseWords:
    """The small words inside names in title case.

    Attributes:
        table: the scalars and lists of ``institutions.toml``.
    """

    table: Mapping[str, Any]

    @property
    def article(self) -> str:
        """The definite article of a language that writes names in title case."""
        return str(self.table.get("definite_article", ""))

    @property
    def _ties(self) -> list[str]:
        return sorted({*self.table["place_prepositions"], *self.table["purpose"]}, key=len, reverse=True)

    @cached_property
    def title_tie(self) -> re.Pattern[str]:
        """A small word that ties a purpose or a place to a head in title case: `` of the ``."""
        words = any_of(self._ties)
        return re.compile(rf"[ \u00a0](?:{words})[ \u00a0](?:{re.escape(self.article)}[ \u00a0])?")

    @cached_property
    def office(self) -> re.Pattern[str]:
        """A word, a function (group 1) and the tie to the body that has it, where names have title case."""
        if not self.table["capitals_make_names"]:
            return re.compile("(?!)")
        return re.compile(
            rf"(?<![\w’'-]){CAPITAL}[\w’'-]{{1,24}}[ \u00a0]({CAPITAL}[\w’'-]{{1,24}}){self.title_tie.pattern}"
        )

    @cached_property
    def title_glue(self) -> re.Pattern[str]:
        """A comma or a conjunction between words with capitals."""
        words = any_of(self.table["conjunctions"])
        return re.compile(rf"[ \u00a0](?:{words})[ \u00a0]|,[ \u00a0]")

    @cached_property
    def title_run(self) -> re.Pattern[str]:
        """Words with capitals, tied by small words and conjunctions: :mod:`pipeline.organisations.title_case`."""
        word = rf"{CAPITAL}[\w'’-]*"
        between = rf"(?:{self.title_tie.pattern}|{self.title_glue.pattern}|[ \u00a0])"
        return re.compile(rf"(?<![\w'’-]){word}(?:{between}{word}){{0,16}}(?:[ \u00a0]No\.?[ \u00a0]?\d{{1,3}})?")
