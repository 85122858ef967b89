"""What stands around a number and tells whether it is a day or a year: times of day, pairs, marks of files."""

from __future__ import annotations

from pipeline.extract.dates.edtf import LAST_YEAR
from pipeline.extract.dates.normalise import Normaliser
from pipeline.extract.dates.numbers import APOSTROPHES, DASHES, skip_day_word
from pipeline.extract.dates.tokens import Token


def placed_ordinal(tokens: list[Token], at: int) -> bool:
    """True for "the 11th" before a full stop, a comma or a preposition: no noun is counted."""
    after, ending = tokens[at + 2], tokens[at + 1]
    if ending.gap or "suffix" not in ending.means or "on" not in tokens[at - 2].means:
        return False
    return after.low in (".", ",", ";", ")") or not {"clock_before", "on"}.isdisjoint(after.means)


_SMALL_WORDS = frozenset(("on", "lead", "from", "to", "since", "until", "and", "or"))
_OPENINGS = frozenset('«„“"(')
"""Signs behind an ordinal after which what it counts may still come: "11-го «А» класу"."""


def marked_day(tokens: list[Token], at: int, normaliser: Normaliser) -> int:
    """The position after "29-го" or "29-го числа", an ordinal that counts nothing told; 0 if there is none."""
    day, dash, ending, after = tokens[at : at + 4]
    if "day_suffix" not in ending.means or dash.low not in DASHES or dash.gap or ending.gap:
        return 0
    if not 1 <= day.number <= 31 or day.digits > 2:
        return 0
    if (stop := skip_day_word(tokens, at + 3)) > at + 3:
        return stop
    counts = after.number >= 0 or after.low in _OPENINGS or not {"unit", "counted"}.isdisjoint(after.means)
    counts |= after.low in DASHES and (not after.gap or tokens[at + 4].number >= 0)  # "16-го – 18-го"
    counts |= _SMALL_WORDS.isdisjoint(after.means) and normaliser.may_be_counted(after.low)
    return 0 if counts and not after.lines else at + 3


def is_day_after_article(tokens: list[Token], at: int) -> bool:
    """True for "le 14 au soir", "l'8 visita": an article in the singular, where days are cardinal numbers."""
    token, before, after = tokens[at], tokens[at - 1], tokens[at + 1]
    if before.low in APOSTROPHES and not (token.gap or before.gap):
        before = tokens[at - 2]
    if "singular_article" not in before.means or token.lines or token.digits > 2 or not 2 <= token.number <= 31:
        return False
    if after.lines or not after.low:
        return True
    if after.low[:1].isalpha():
        return after.gap and not after.upper and {"unit", "counted", "clock"}.isdisjoint(after.means)
    return after.low in ",.;:)" and not after.gap and tokens[at + 2].number < 0


def has_clock_after(tokens: list[Token], at: int) -> bool:
    """True for "8.07, 12:00" and "20.09, godz. 10": what has the time of day told after it is a day itself."""
    if tokens[at].low not in (",", "–", "-", "/") or tokens[at].lines or tokens[at + 1].lines:
        return False
    hour, sign = tokens[at + 1], tokens[at + 2]
    timed = hour.number >= 0 and sign.low == ":" and tokens[at + 3].digits == 2 and not sign.gap
    return timed or not {"clock", "clock_before"}.isdisjoint(hour.means) or "clock" in sign.means


def has_dated_end(tokens: list[Token], at: int) -> bool:
    """True for the rest of "30.06-2.07.2008": what ends in a date with its year begins with one."""
    if tokens[at].low not in DASHES or tokens[at + 2].low != "." or tokens[at + 4].low != ".":
        return False
    return tokens[at + 1].number >= 0 and tokens[at + 3].number >= 0 and tokens[at + 5].digits in (2, 4)


def is_amount(tokens: list[Token], at: int) -> bool:
    """True before a sign of measure or a word for o'clock, and in "2000 to 3000 degrees"."""
    after = tokens[at + 1]
    if after.low in ("%", "€", "$", "°") or ("clock" in after.means and not after.lines):
        return True
    return "to" in after.means and tokens[at + 2].number > LAST_YEAR


def in_pair(tokens: list[Token], at: int) -> bool:
    """True for either year in brackets such as "(2005/2010)": two years, no span."""
    start = at if tokens[at + 1].low == "/" else at - 2
    if start < 1 or tokens[start - 1].low != "(" or tokens[start + 3].low != ")" or tokens[start + 1].low != "/":
        return False
    return tokens[start].digits == 4 and tokens[start + 2].digits == 4


def is_code(tokens: list[Token], at: int) -> bool:
    """As in "2023-1-PL01-KA122"."""
    glued = not any(tokens[k].gap or tokens[k].lines for k in range(at + 1, min(at + 5, len(tokens))))
    dashed = tokens[at + 1].low == "-" and tokens[at + 2].number >= 0 and tokens[at + 3].low == "-"
    return glued and dashed and tokens[at + 4].low[:1].isalpha()
