"""What the groups of phrase rules share, and what they ask of each other."""

from __future__ import annotations

from pipeline.extract.dates.days import DayReader
from pipeline.extract.dates.expressions import Calendar, Expression
from pipeline.extract.dates.numbers import skip_links
from pipeline.extract.dates.tokens import Token

Read = tuple[int, Expression]
COUNTABLE = frozenset(("day", "week", "fortnight", "month", "quarter", "half", "year", "decade", "weekend"))
PARTS = ("begin", "middle", "end")
PLACES = frozenset(("lead", "on", "link", "from", "until", "since", "between"))
PLACING = ("lead", "on", "from", "until", "since", "between", "to", "and", *PARTS)
APOSTROPHE_LIKE = frozenset("'’‘`")


class Rules:
    """The rules that all groups may call; each group defines its own."""

    def __init__(self, days: DayReader) -> None:
        self.days = days

    def read(self, tokens: list[Token], at: int) -> Read | None:
        """The longest expression that begins here."""
        raise NotImplementedError

    def step(self, tokens: list[Token], at: int) -> Read | None:
        """What begins with "last", "this" or "next"."""
        raise NotImplementedError

    def unit(self, tokens: list[Token], at: int) -> Read | None:
        """What begins with a unit of time."""
        raise NotImplementedError

    def counted(self, tokens: list[Token], at: int) -> Read | None:
        """What begins with a cardinal number."""
        raise NotImplementedError

    def ago(self, tokens: list[Token], at: int) -> Read | None:
        """What begins with a word for "ago"."""
        raise NotImplementedError

    def ahead(self, tokens: list[Token], at: int) -> Read | None:
        """What begins with a word for "in" or "within"."""
        raise NotImplementedError

    def numbered(self, tokens: list[Token], at: int, number: int) -> Read | None:
        """What an ordinal number counts."""
        raise NotImplementedError

    def _dated(self, tokens: list[Token], at: int) -> tuple[int, Calendar] | None:
        raise NotImplementedError

    def _period(self, tokens: list[Token], at: int, unit: str, number: int) -> Read | None:
        raise NotImplementedError

    def _stepped(self, tokens: list[Token], at: int, step: int) -> Read | None:
        raise NotImplementedError

    def _offset_base(self, tokens: list[Token], at: int) -> Read | None:
        raise NotImplementedError


def skip_day_part(tokens: list[Token], at: int) -> int:
    """Skip a word for a time of day: "Montag früh", "yesterday evening"."""
    while "day_part" in tokens[at].means and not tokens[at].lines and tokens[at].low:
        at += 1
    return at


def begins_sentence(tokens: list[Token], at: int) -> bool:
    """True where a capital says nothing: at the beginning of a text, line, sentence or quotation."""
    return bool(tokens[at].lines) or tokens[at - 1].low in '.!?:;–„“«»"('


def skip_comma(tokens: list[Token], at: int) -> int:
    """Skip a comma and the small words after it."""
    if tokens[at].low == "," and not tokens[at].gap:
        at += 1
    return skip_links(tokens, at)
