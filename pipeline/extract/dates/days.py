"""Rules for calendar dates: days, months and years as numbers or words.

A rule takes the tokens and a position and gives (position after it, what it read), or None.
"""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache

from pipeline.extract.dates import edtf
from pipeline.extract.dates.expressions import Calendar
from pipeline.extract.dates.normalise import Normaliser
from pipeline.extract.dates.tokens import PARAGRAPH, Token

Read = tuple[int, Calendar]
ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "v": 5, "vi": 6, "vii": 7, "viii": 8, "ix": 9, "x": 10, "xi": 11, "xii": 12}
DASHES = frozenset("-–—−‐‑")
APOSTROPHES = frozenset("'’‘´`")
CENTURY_TURN = 60
"""Two-digit years from here on belong to the 1900s."""


def read_year(tokens: list[Token], at: int) -> tuple[int, int] | None:
    """A four-digit year with what follows it ("r.", "roku", "года"), or an apostrophe and two digits."""
    token = tokens[at]
    if token.low in APOSTROPHES and tokens[at + 1].digits == 2 and not tokens[at + 1].gap:
        if not token.gap and at and tokens[at - 1].low[:1].isalpha():
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
    if tokens[at].gap or at < 1:
        return False
    before = tokens[at - 1]
    return before.low in "./,:+-" and at >= 2 and tokens[at - 2].number >= 0 and not before.gap


@lru_cache(maxsize=65536)
def valid_day(year: int | None, month: int, number: int) -> bool:
    """True if the day exists."""
    return edtf.day(year, month, number) is not None


class DayReader:
    """Rules for calendar dates of one language."""

    def __init__(self, normaliser: Normaliser) -> None:
        self.normaliser = normaliser
        self.order = normaliser.order

    # ------------------------------------------------------------ numbers only

    def numeric(self, tokens: list[Token], at: int, *, sure: bool) -> Read | None:
        """10.04.2009, 2009-04-10, 10.04., 10/4/09; without a year and last point only where ``sure``."""
        first, sign, second = tokens[at], tokens[at + 1], tokens[at + 2]
        if sign.number >= 0:
            return self._blank_separated(tokens, at)
        if sign.low not in "./-–" or second.number < 0 or not sign.low or sign.lines or second.lines:
            return None
        if sign.gap and not (sign.low == "/" and first.digits == 4):
            return None
        if first.digits == 4:
            return self._year_first(tokens, at)
        if not 1 <= first.number <= 31 or first.digits > 2 or second.digits not in (1, 2):
            return self._month_year(tokens, at)
        third = tokens[at + 4]
        if self._same_sign(tokens, at) and third.digits in (2, 4) and not third.lines:
            spaced = third.gap and third.digits == 2 and not second.gap
            year = third.number if third.digits == 4 else full_year(third.number)
            whole = not (tokens[at + 5].number >= 0 and not tokens[at + 5].gap)
            if self.order == "YMD" and third.digits == 2 and valid_day(2000 + first.number, second.number, third.number):
                return at + 5, Calendar(2000 + first.number, second.number, third.number)
            if not spaced and whole and edtf.FIRST_YEAR <= year <= edtf.LAST_YEAR:
                return self._checked(skip_tail(tokens, at + 5), first.number, second.number, year)
        return self._day_month(tokens, at, sure=sure)

    def _blank_separated(self, tokens: list[Token], at: int) -> Read | None:
        """2014 03 31 where years come first, 24 12 2014 elsewhere."""
        numbers = tokens[at : at + 3]
        digits = [token.digits for token in numbers]
        free = tokens[at + 3].number < 0 and not (at and tokens[at - 1].number >= 0 and not tokens[at].lines)
        if numbers[1].lines or numbers[2].lines or not free:
            return None
        if self.order == "YMD" and digits == [4, 2, 2]:
            year, month, number = (token.number for token in numbers)
        elif self.order == "DMY" and digits == [2, 2, 4]:
            number, month, year = (token.number for token in numbers)
        else:
            return None
        known = 1900 <= year <= edtf.LAST_YEAR and valid_day(year, month, number)
        return (at + 3, Calendar(year, month, number)) if known else None

    @staticmethod
    def _same_sign(tokens: list[Token], at: int) -> bool:
        first, second = tokens[at + 1], tokens[at + 3]
        return second.low == first.low and not second.gap and (first.low == "." or not tokens[at + 4].gap)

    def _year_first(self, tokens: list[Token], at: int) -> Read | None:
        """2009-04-10, 2011.02.16, 2020/09/23; also the day before the month if only that exists."""
        if not self._same_sign(tokens, at) or tokens[at + 4].digits not in (1, 2) or tokens[at + 2].digits > 2:
            return self._year_month(tokens, at)
        year, month, number = tokens[at].number, tokens[at + 2].number, tokens[at + 4].number
        if month > 12 >= number:
            month, number = number, month
        if not edtf.FIRST_YEAR <= year <= edtf.LAST_YEAR or not valid_day(year, month, number):
            return None
        return at + 5, Calendar(year, month, number)

    def _year_month(self, tokens: list[Token], at: int) -> Read | None:
        """2003-07, but not 2008-09, a span of two years."""
        year, month = tokens[at].number, tokens[at + 2]
        span = month.number == year % 100 + 1
        if tokens[at + 1].low != "-" or month.digits != 2 or not 1 <= month.number <= 12 or span or month.gap:
            return None
        if tokens[at + 3].low in ("-", ".", "/") and not tokens[at + 3].gap and tokens[at + 4].number >= 0:
            return None
        return (at + 3, Calendar(year, month.number)) if edtf.FIRST_YEAR <= year <= edtf.LAST_YEAR else None

    def _month_year(self, tokens: list[Token], at: int) -> Read | None:
        """12/2006, 04.2015."""
        month, sign, year = tokens[at], tokens[at + 1], tokens[at + 2]
        if not 1 <= month.number <= 12 or year.digits != 4 or year.gap or sign.gap or month.digits > 2:
            return None
        if sign.low not in "/." or (sign.low == "." and month.digits == 1) or glued_number_before(tokens, at):
            return None
        if not 1900 <= year.number <= edtf.LAST_YEAR or not _stands_free(tokens, at):
            return None
        return skip_tail(tokens, at + 3), Calendar(year.number, month.number)

    def _day_month(self, tokens: list[Token], at: int, *, sure: bool) -> Read | None:
        """10.04., 10. 4., or where sure 10.04 and 10/4."""
        first, sign, second, after = tokens[at], tokens[at + 1], tokens[at + 2], tokens[at + 3]
        if after.low == "." and not after.gap and sign.low == ".":
            more = tokens[at + 4]
            if more.number >= 0 and not more.gap:
                return None
            return self._checked(at + 4, first.number, second.number, None)
        if not sure or sign.low not in "./" or second.gap or (after.number >= 0 and not after.gap):
            return None
        if after.low in ",:%°" and after.low and not after.gap and (tokens[at + 4].number >= 0 and not tokens[at + 4].gap):
            return None
        return self._checked(at + 3, first.number, second.number, None)

    def _checked(self, after: int, first: int, second: int, year: int | None) -> Read | None:
        """Day and month in the language's order, or in the other order if only that exists."""
        found = self.normaliser.numbers(first, second)
        if found is None or (year is None and self.order != "MDY" and found != (second, first)):
            return None
        month, number = found
        return (after, Calendar(year, month, number)) if valid_day(year, month, number) else None

    # ------------------------------------------------------------ with words

    def day_first(self, tokens: list[Token], at: int) -> Read | None:
        """8. April 2009, 8 kwietnia 2009 r., eighth of April, 23.VI.2011."""
        read = read_day(tokens, at) or self._counted_day(tokens, at)
        if read is None:
            return None
        after, number = read
        roman = self._roman_month(tokens, at, after, number)
        if roman:
            return roman
        after += "day_link" in tokens[after].means
        if tokens[after].low in ("/", "-") and not tokens[after].gap:
            after += 1
        token = tokens[after]
        month = token.means.get("month") or token.means.get("month_short")
        if month is None or token.lines >= PARAGRAPH:
            return self._spoken_month(tokens, at, after, number)
        month, number = self.normaliser.day(number, token.low, month)
        stop = after + 1
        if "month_short" in token.means and tokens[stop].low == "." and not tokens[stop].gap:
            stop += 1
        elif "month" not in token.means and tokens[stop].upper and not tokens[stop].lines:
            return None  # "9. Jan Nowak", a rank and a name
        stop, year = self._year_after(tokens, stop)
        return (stop, Calendar(year, month, number)) if valid_day(year, month, number) else None

    @staticmethod
    def _counted_day(tokens: list[Token], at: int) -> tuple[int, int] | None:
        """A cardinal word as a day, where a month follows: "dix juillet"."""
        number = tokens[at].means.get("count")
        if number is None or not 1 <= number <= 31:
            return None
        after = at + 1 + ("day_link" in tokens[at + 1].means)
        return (at + 1, number) if "month" in tokens[after].means else None

    def _spoken_month(self, tokens: list[Token], at: int, after: int, number: int) -> Read | None:
        """The month as an ordinal: "siebter vierter", "7. vierter 2016", "siebter 4."; a word must be among them."""
        token = tokens[after]
        month = token.means.get("ordinal")
        if month is None and "ordinal" in tokens[at].means and token.number >= 0 and tokens[after + 1].low == ".":
            month = token.number
        placed = at == 0 or tokens[at - 1].low == "," or not {"on", "link", "weekday"}.isdisjoint(tokens[at - 1].means)
        if month is None or not 1 <= month <= 12 or not self.normaliser.spoken_months or not placed:
            return None
        stop = after + 1 + (token.number >= 0)
        year = read_year(tokens, stop)
        stop, told = year if year else (stop, None)
        return (stop, Calendar(told, month, number)) if valid_day(told, month, number) else None

    @staticmethod
    def _roman_month(tokens: list[Token], at: int, after: int, number: int) -> Read | None:
        """23.VI.2011, 19 IV 2001, 29 VI: the month must be written in capitals."""
        slashed = tokens[after].low in ("/", "-") and not tokens[after].gap
        after += slashed
        token = tokens[after]
        month = ROMAN.get(token.low)
        if month is None or tokens[at].number < 0 or not token.upper or token.lines:
            return None
        stop = after + 1
        if tokens[stop].low == "." and not tokens[stop].gap or slashed and tokens[stop].low in ("/", "-"):
            stop += 1
        year = read_year(tokens, stop)
        if slashed and year is None:
            return None
        if year is None and (not token.gap and tokens[after - 1].low != "." or month in (1, 5, 10) and stop == after + 1):
            return None if not token.gap else _lone_roman(tokens, after, month, number)
        stop, told = year if year else (stop, None)
        return (stop, Calendar(told, month, number)) if valid_day(told, month, number) else None

    def month_first(self, tokens: list[Token], at: int) -> Read | None:
        """October 12, 2009; or a month with or without its year."""
        token = tokens[at]
        month = token.means.get("month") or token.means.get("month_short")
        after = at + 1
        if tokens[after].low == "." and not tokens[after].gap and "month_short" in token.means:
            after += 1
            if self.order == "DMY" and "month" not in token.means and tokens[after].digits < 4:
                return None
        if tokens[after].low in ("-", "/") and not tokens[after].gap:
            after += 1
        day = read_day(tokens, after)
        if day and self._day_follows(tokens, after, day[0]):
            stop, number = day
            stop = skip_day_word(tokens, stop)
            stop, year = self._year_after(tokens, stop)
            if valid_day(year, month, number):
                return stop, Calendar(year, month, number)
        stop, year = self._year_after(tokens, after, short=False)
        if year is None and (tokens[at + 1].low in APOSTROPHES):
            return None
        if year is None and "month" not in token.means:
            return None
        return (stop if year else at + 1), Calendar(year, month)

    def _day_follows(self, tokens: list[Token], at: int, stop: int) -> bool:
        """True if the number after a month is its day, not the beginning of what comes next."""
        if tokens[at].lines or tokens[stop - 1].low == "." and tokens[at].number >= 0 and self.order == "DMY":
            return False
        after = tokens[stop]
        if "day_tail" in after.means:
            return True
        if "month" in after.means or "unit" in after.means or after.low in ":%" and after.low and not after.gap:
            return False
        if after.low == "." and not after.gap and tokens[stop + 1].number >= 0 and not tokens[stop + 1].gap:
            return False
        word = after.low[:1].isalpha() and not after.lines and "to" not in after.means and "and" not in after.means
        return self.order != "DMY" or not word or "tail" in after.means

    def roman_month(self, tokens: list[Token], at: int) -> Read | None:
        """XI 2016: a month in capitals before its year, not the number of a king."""
        month = ROMAN.get(tokens[at].low)
        year = tokens[at + 1]
        if month is None or not tokens[at].upper or year.digits != 4 or not year.gap or year.lines:
            return None
        if not 1900 <= year.number <= edtf.LAST_YEAR or not _stands_free(tokens, at):
            return None
        return skip_tail(tokens, at + 2), Calendar(year.number, month)

    def year_first(self, tokens: list[Token], at: int) -> Read | None:
        """2015 m. rugpjūčio 11 d., 2020/Sep/23."""
        read = read_year(tokens, at)
        if read is None:
            return None
        after, year = read
        if tokens[after].low in (".", "/", "-", ",") and not tokens[after].gap:
            after += 1
        other = tokens[after]
        if other.digits in (1, 2) and tokens[after + 1].low in ("/", "-") and "month_short" in tokens[after + 2].means:
            month = tokens[after + 2].means["month_short"]
            return (after + 3, Calendar(year, month, other.number)) if valid_day(year, month, other.number) else None
        if self.order == "YMD" and "season" in other.means and not other.lines:
            return after + 1, Calendar(year, other.means["season"])
        month = other.means.get("month") or (other.means.get("month_short") if after > at + 1 else None)
        if month is None or other.lines:
            return None
        glue = tokens[after + 1].low in ("/", "-") and not tokens[after + 1].gap
        day = read_day(tokens, after + 1 + glue)
        if day and not tokens[after + 1].lines and valid_day(year, month, day[1]):
            return skip_day_word(tokens, day[0]), Calendar(year, month, day[1])
        return (after + 1, Calendar(year, month)) if self.order == "YMD" else None

    def _year_after(self, tokens: list[Token], at: int, *, short: bool = True) -> tuple[int, int | None]:
        """The year after a day and month, if one stands there."""
        stop = at
        if tokens[stop].low == "," and not tokens[stop].gap:
            stop += 1
        for _ in range(3):
            if "link" not in tokens[stop].means or read_year(tokens, stop):
                break
            stop += 1
        if tokens[stop].low in ("-", "/") and tokens[stop + 1].digits == 4:
            stop += 1
        if tokens[stop].lines >= PARAGRAPH:
            return at, None
        year = read_year(tokens, stop)
        if year and tokens[stop].lines and (tokens[year[0]].lines or tokens[year[0]].low in ":.–—-"):
            return at, None  # the year heads the next line
        if year:
            return year
        token, after = tokens[stop], tokens[stop + 1]
        ends = not after.low[:1].isalnum() and after.low not in ("%", "€") or bool(after.lines)
        clock = after.low in (":", ".", "-", "–", "/") and tokens[stop + 2].number >= 0
        if short and stop == at and token.digits == 2 and not token.lines and ends and not clock:
            return stop + 1, full_year(token.number)
        if short and stop == at and token.digits == 2 and "tail" in after.means and not after.lines:
            return skip_tail(tokens, stop + 1), full_year(token.number)
        return at, None

    # ------------------------------------------------------------ shared

    def with_shift(self, tokens: list[Token], read: Read) -> Read:
        """Add what names the year relatively: "br.", "vorigen Jahres", "last year", "d. M."."""
        stop, found = read
        if found.year is not None:
            return read
        at = skip_links(tokens, stop)
        now = tokens[at].means.get("now")
        step = tokens[at].means.get("step")
        unit = tokens[at + 1].means.get("unit")
        if step is None and tokens[at].means.get("unit") in ("year", "month"):
            step, unit = tokens[at + 1].means.get("step"), tokens[at].means.get("unit")
        if tokens[at].lines or tokens[at + 1].lines and not now:
            return read
        if now and now[0] in ("year", "month"):
            return _skip_point(tokens, at), _shifted(found, *now)
        if step is not None and unit in ("year", "month") and found.month is None == (unit == "month"):
            return at + 2, _shifted(found, unit, step)
        if step is not None and unit == "year" and found.month is not None:
            return at + 2, _shifted(found, unit, step)
        return read


def _shifted(found: Calendar, unit: str, count: int) -> Calendar:
    return replace(found, year_shift=count) if unit == "year" else replace(found, month_shift=count)


def _skip_point(tokens: list[Token], at: int) -> int:
    after = tokens[at + 1]
    return at + 2 if after.low == "." and not after.gap and len(tokens[at].low) <= 5 else at + 1


def _lone_roman(tokens: list[Token], after: int, month: int, number: int) -> Read | None:
    """29 VI, 10 X without a year: only before a sign, a line end or a word of the calendar."""
    following = tokens[after + 1]
    if following.low[:1].isalpha() and not following.lines and month in (1, 5, 10):
        return None
    return (after + 1, Calendar(None, month, number)) if valid_day(None, month, number) else None


def _stands_free(tokens: list[Token], at: int) -> bool:
    """False after a plain word: "Drucksache 6/2016" is a number, "seit 6/2016" a month."""
    before = tokens[at - 1] if at else tokens[-1]
    plain = before.low[:1].isalpha() and not tokens[at].lines
    return not plain or not {"on", "lead", "from", "to", "since", "until", "between", "and"}.isdisjoint(before.means)


def skip_day_word(tokens: list[Token], at: int) -> int:
    """Skip the word "day" that some languages set after a day ("11 d.")."""
    if "day_tail" not in tokens[at].means:
        return at
    return at + 2 if tokens[at + 1].low == "." and not tokens[at + 1].gap else at + 1


def skip_links(tokens: list[Token], at: int, limit: int = 3) -> int:
    """Skip up to ``limit`` small words that may stand between the parts of a date."""
    for _ in range(limit):
        if "link" not in tokens[at].means or tokens[at].lines >= PARAGRAPH:
            break
        at += 1
    return at

