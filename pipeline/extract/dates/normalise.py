"""Single cleaned dates are normalised by ``dateparser``: one parser per language, explicit order, cached.

The grammar has already found what is day and what is month; what goes to the parser is one cleaned string, such as
``3 oktober 2000``, never running text. The year is put in afterwards (2000 has every day), so a few hundred different
strings exist per language and the cache answers nearly always.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from pipeline.language.dates import DateLexicon, DateOrder

LEAP_YEAR = 2000
CACHED_DATES = 8192


class Normaliser:
    """Days and months of one language from cleaned single dates.

    Args:
        code: ISO 639-1 code, the one language that the parser may use.
        lexicon: gives the order of numeric dates.
    """

    def __init__(self, code: str, lexicon: DateLexicon) -> None:
        self.code = code
        self.order: DateOrder = lexicon.order
        self.spoken_months = lexicon.spoken_months
        self.edge_months = lexicon.edge_months
        self.stretches = lexicon.stretches
        self.next_week = lexicon.next_week
        self.month_first = lexicon.month_first
        self.counted_endings = lexicon.counted_endings
        self.past = lexicon.past
        self._parser: Any = None
        self.day = lru_cache(CACHED_DATES)(self._day)
        self.numbers = lru_cache(CACHED_DATES)(self._numbers)

    def may_be_counted(self, low: str) -> bool:
        """True for a word that an ordinal before it may belong to, by its ending; verbs of the past are none."""
        return low.endswith(self.counted_endings) and low not in self.past

    def _day(self, number: int, month_word: str, month: int) -> tuple[int, int]:
        """(month, day) of a day and a month's name; the lexicon's month where the parser does not know the name."""
        return self._parse(f"{number} {month_word} {LEAP_YEAR}") or (month, number)

    def _numbers(self, first: int, second: int) -> tuple[int, int] | None:
        """(month, day) of two numbers in the language's order, or in the other one if only that exists."""
        return self._parse(f"{first:02d}.{second:02d}.{LEAP_YEAR}")

    def _parse(self, cleaned: str) -> tuple[int, int] | None:
        if self._parser is None:
            self._parser = _parser(self.code, self.order)
        found = self._parser.get_date_data(cleaned).date_obj
        return (found.month, found.day) if found and found.year == LEAP_YEAR else None


def _parser(code: str, order: DateOrder) -> Any:
    """A ``dateparser`` for one language that reads absolute dates only."""
    from dateparser.date import DateDataParser  # heavy: loaded when the first date is met

    order = "DMY" if order == "YMD" else order  # a date whose year comes last has the day first there too
    settings = {"DATE_ORDER": order, "PREFER_LOCALE_DATE_ORDER": False, "PARSERS": ["absolute-time"]}
    return DateDataParser(languages=[code], settings={**settings, "REQUIRE_PARTS": ["day", "month", "year"]})
