"""Rules for dates that are written in numbers only."""

from __future__ import annotations

from pipeline.extract.dates import edtf
from pipeline.extract.dates.expressions import Calendar
from pipeline.extract.dates.normalise import Normaliser
from pipeline.extract.dates.numbers import (
    APOSTROPHES,
    full_year,
    glued_number_before,
    skip_tail,
    stands_free,
    valid_day,
)
from pipeline.extract.dates.tokens import Token

Read = tuple[int, Calendar]


class NumericDates:
    """Rules for dates written in numbers only, for one language."""

    def __init__(self, normaliser: Normaliser) -> None:
        self.normaliser = normaliser
        self.order = normaliser.order
        self.edge_months = normaliser.edge_months
        self.stretches = normaliser.stretches
        self.next_week = normaliser.next_week
        self.month_first_usual = normaliser.month_first

    def numeric(self, tokens: list[Token], at: int, *, sure: bool) -> Read | None:
        """10.04.2009, 2009-04-10, 10.04., 10/4/09; without a year and last point only where ``sure``."""
        first, sign, second = tokens[at], tokens[at + 1], tokens[at + 2]
        if sign.number >= 0:
            return self._blank_separated(tokens, at) or self._noted(tokens, at)
        if sign.low not in "./-–" or second.number < 0 or not sign.low or sign.lines or second.lines:
            return None
        if sign.gap and not (sign.low == "/" and first.digits == 4):
            return None
        if first.digits == 4:
            return self._year_first(tokens, at)
        if not 1 <= first.number <= 31 or first.digits > 2 or second.digits not in (1, 2):
            return self._month_year(tokens, at)
        third = tokens[at + 4]
        if third.low in APOSTROPHES and self._same_sign(tokens, at) and tokens[at + 5].digits == 2:
            return self._checked(at + 6, first.number, second.number, full_year(tokens[at + 5].number))  # 20-1-'25
        if self._same_sign(tokens, at) and third.digits in (2, 4) and not third.lines:
            spaced = third.gap and third.digits == 2 and not second.gap
            year = third.number if third.digits == 4 else full_year(third.number)
            whole = not (tokens[at + 5].number >= 0 and not tokens[at + 5].gap)
            if (
                self.order == "YMD"
                and third.digits == 2
                and valid_day(2000 + first.number, second.number, third.number)
            ):
                return at + 5, Calendar(2000 + first.number, second.number, third.number)
            if not spaced and whole and edtf.FIRST_YEAR <= year <= edtf.LAST_YEAR:
                room = second.number > 12 and sign.low == "." and third.digits == 2  # "room 2.14.10"
                if not room:
                    return self._checked(skip_tail(tokens, at + 5), first.number, second.number, year)
        return self._day_month(tokens, at, sure=sure)

    def _blank_separated(self, tokens: list[Token], at: int) -> Read | None:
        """2014 03 31 where years come first, 24 12 2014 elsewhere."""
        numbers = tokens[at : at + 3]
        digits = [token.digits for token in numbers]
        free = tokens[at + 3].number < 0 and not (tokens[at - 1].number >= 0 and not tokens[at].lines)
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

    def _noted(self, tokens: list[Token], at: int) -> Read | None:
        """17 2, 20 02 14: only as all of a text, with an article at most: "le 17 2"."""
        if self.order != "DMY" or at > 1 or (at and "bare_days" not in tokens[0].means):
            return None
        stop = next(stop for stop in range(at, len(tokens)) if tokens[stop].number < 0)
        numbers = [token.number for token in tokens[at:stop]]
        if tokens[stop].low or len(numbers) not in (2, 3) or max(token.digits for token in tokens[at:stop]) > 2:
            return None
        year = full_year(numbers[2]) if len(numbers) == 3 else None
        return self._checked(stop, numbers[0], numbers[1], year)

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
        if not 1900 <= year.number <= edtf.LAST_YEAR or not stands_free(tokens, at):
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
        if (
            after.low in ",:%°"
            and after.low
            and not after.gap
            and (tokens[at + 4].number >= 0 and not tokens[at + 4].gap)
        ):
            return None
        return self._checked(at + 3, first.number, second.number, None)

    def _checked(self, after: int, first: int, second: int, year: int | None) -> Read | None:
        """Day and month in the language's order, or in the other order if only that exists."""
        found = self.normaliser.numbers(first, second)
        if found is None or (year is None and self.order != "MDY" and found != (second, first)):
            return None
        month, number = found
        return (after, Calendar(year, month, number)) if valid_day(year, month, number) else None
