"""Years and days of the month as numbers or words: the smallest pieces of a date.

A rule takes the tokens and a position and gives (position after it, what it read), or None.
"""

from __future__ import annotations

from functools import lru_cache

from pipeline.extract.dates import edtf
from pipeline.extract.dates.tokens import PARAGRAPH, Token

ROMAN = {
    "i": 1,
    "ii": 2,
    "iii": 3,
    "iv": 4,
    "v": 5,
    "vi": 6,
    "vii": 7,
    "viii": 8,
    "ix": 9,
    "x": 10,
    "xi": 11,
    "xii": 12,
}
DASHES = frozenset("-–—−‐‑")
APOSTROPHES = frozenset("'’‘´`")
CENTURY_TURN = 39
"""Two-digit years from here on belong to the 1900s."""


def read_year(tokens: list[Token], at: int) -> tuple[int, int] | None:
    """A four-digit year with what follows it ("r.", "roku", "года"), or an apostrophe and two digits."""
    token = tokens[at]
    if token.low in APOSTROPHES and tokens[at + 1].digits == 2 and not tokens[at + 1].gap:
        if not token.gap and tokens[at - 1].low[:1].isalpha():
            return None  # "dell'11"
        return at + 2, full_year(tokens[at + 1].number)
    if token.digits != 4 or not edtf.FIRST_YEAR <= token.number <= edtf.LAST_YEAR:
        return None
    after = tokens[at + 1]
    if after.low in (".", ",") and not after.gap and tokens[at + 2].digits == 3 and not tokens[at + 2].gap:
        return None
    if after.low in DASHES and not after.gap and "suffix" in tokens[at + 2].means and not tokens[at + 2].gap:
        return skip_tail(tokens, at + 3), token.number
    return skip_tail(tokens, at + 1), token.number


def skip_tail(tokens: list[Token], at: int) -> int:
    """Skip the word that says "year" after a year, and the point of its abbreviation."""
    if "tail" not in tokens[at].means or tokens[at].lines:
        return at
    short = tokens[at].end - tokens[at].start <= 2
    return at + 2 if short and tokens[at + 1].low == "." and not tokens[at + 1].gap else at + 1


def full_year(number: int) -> int:
    """The year that two digits stand for."""
    return 1900 + number if number >= CENTURY_TURN else 2000 + number


def read_day(tokens: list[Token], at: int) -> tuple[int, int] | None:
    """The number of a day: "8", "8.", "8th", "18-tego", "eighth"."""
    token = tokens[at]
    if token.number >= 0:
        if not 1 <= token.number <= 31 or token.digits > 2:
            return None
        return _skip_suffix(tokens, at + 1), token.number
    number = token.means.get("ordinal")
    if number is not None and 1 <= number <= 31:
        return at + 1, number
    tens = token.means.get("count", 0)
    if tens in (20, 30) and 1 <= (units := tokens[at + 1].means.get("ordinal", 0)) <= 9 and tens + units <= 31:
        return at + 2, tens + units
    return None


def _skip_suffix(tokens: list[Token], at: int) -> int:
    after = tokens[at]
    if after.gap:
        return at
    if after.low == "." or "suffix" in after.means:
        dotted = tokens[at + 1].low == "." and not tokens[at + 1].gap and after.low != "."
        return at + 2 if dotted else at + 1
    if after.low in DASHES and "suffix" in tokens[at + 1].means and not tokens[at + 1].gap:
        return at + 2
    return at


def glued_number_before(tokens: list[Token], at: int) -> bool:
    """True inside a longer number: 4.13.10, 12,5, 0022.7.2018."""
    if tokens[at].gap:
        return False
    before = tokens[at - 1]
    return before.low in "./,:+-" and tokens[at - 2].number >= 0 and not before.gap


@lru_cache(maxsize=65536)
def valid_day(year: int | None, month: int, number: int) -> bool:
    """True if the day exists."""
    return edtf.day(year, month, number) is not None


def skip_links(tokens: list[Token], at: int, limit: int = 3) -> int:
    """Skip up to ``limit`` small words that may stand between the parts of a date."""
    for _ in range(limit):
        if "link" not in tokens[at].means or tokens[at].lines >= PARAGRAPH:
            break
        at += 1
    return at


def skip_day_word(tokens: list[Token], at: int) -> int:
    """Skip the word "day" that some languages set after a day ("11 d.")."""
    if "day_tail" not in tokens[at].means:
        return at
    return at + 2 if tokens[at + 1].low == "." and not tokens[at + 1].gap else at + 1


def stands_free(tokens: list[Token], at: int) -> bool:
    """False after a plain word: "Drucksache 6/2016" is a number, "seit 6/2016" a month."""
    before = tokens[at - 1]
    plain = before.low[:1].isalpha() and not tokens[at].lines
    return not plain or not {"on", "lead", "from", "to", "since", "until", "between", "and"}.isdisjoint(before.means)


def roman_number(low: str) -> int:
    """A Roman number from 1 to 39 in lower case, 0 for anything else."""
    if not low or low.strip("ivx"):
        return 0
    total, high = 0, 0
    for char in reversed(low):
        value = {"i": 1, "v": 5, "x": 10}[char]
        total += value if value >= high else -value
        high = max(high, value)
    return total if 0 < total < 40 else 0


def counts_points(tokens: list[Token], at: int) -> bool:
    """Whether two digits at the head of a line number a point of the agenda or a picture: "4.1 Herr Ott", "1/3"."""
    sign, after = tokens[at + 1].low, tokens[at + 3]
    if tokens[at].digits != 1 or tokens[at + 2].digits != 1:
        return False
    return bool(after.lines) if sign == "/" else sign == "." and after.upper and not after.lines
