"""Rules for calendar dates whose month is a word or a Roman number, and for what follows any date."""

from __future__ import annotations

from dataclasses import replace

from pipeline.extract.dates import edtf
from pipeline.extract.dates.expressions import Calendar
from pipeline.extract.dates.numbers import (
    APOSTROPHES,
    ROMAN,
    full_year,
    read_day,
    read_year,
    skip_day_word,
    skip_links,
    skip_tail,
    stands_free,
    valid_day,
)
from pipeline.extract.dates.numeric import NumericDates, Read
from pipeline.extract.dates.tokens import PARAGRAPH, Token


class DayReader(NumericDates):
    """Rules for calendar dates of one language."""

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

    def _roman_month(self, tokens: list[Token], at: int, after: int, number: int) -> Read | None:
        """23.VI.2011, 19 IV 2001, 6 IX 91, 29 VI: the month must be written in capitals."""
        slashed = tokens[after].low in ("/", "-") and not tokens[after].gap
        after += slashed
        token = tokens[after]
        month = ROMAN.get(token.low)
        if month is None or tokens[at].number < 0 or not token.upper or token.lines:
            return None
        stop = after + 1
        if (tokens[stop].low == "." and not tokens[stop].gap) or (slashed and tokens[stop].low in ("/", "-")):
            stop += 1
        year = read_year(tokens, stop)
        if year is None and tokens[stop].gap:
            year = self._short_year(tokens, stop)
        if slashed and year is None:
            return None
        if year is None and (
            (not token.gap and tokens[after - 1].low != ".") or (month in (1, 5, 10) and stop == after + 1)
        ):
            return None if not token.gap else _lone_roman(tokens, at, after, month, number)
        stop, told = year if year else (stop, None)
        return (stop, Calendar(told, month, number)) if valid_day(told, month, number) else None

    def month_first(self, tokens: list[Token], at: int) -> Read | None:
        """October 12, 2009; or a month with or without its year."""
        token = tokens[at]
        month = token.means.get("month") or token.means.get("month_short")
        after = at + 1
        if tokens[after].low == "." and not tokens[after].gap and "month_short" in token.means:
            after += 1
            sure = "month" in token.means or tokens[after].digits == 4 or tokens[after].low in APOSTROPHES
            if self.order == "DMY" and not (sure or self.month_first_usual):
                return None
        if tokens[after].low in ("-", "/") and not tokens[after].gap:
            after += 1
        after = _skip_day_article(tokens, after)
        day = read_day(tokens, after)
        if day and self.month_first_usual and tokens[day[0] - 1].low == ".":
            day = day[0] - 1, day[1]  # "on May 20." ends a sentence
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
        if tokens[at].lines or (tokens[stop - 1].low == "." and tokens[at].number >= 0 and self.order == "DMY"):
            return False
        after = tokens[stop]
        if "day_tail" in after.means:
            return True
        clock = after.low == ":" and tokens[stop + 1].number >= 0 and not tokens[stop + 1].gap
        if "month" in after.means or "unit" in after.means or clock or after.low == "%":
            return False
        decimal = after.low in (".", ",") and not after.gap and not tokens[stop + 1].gap  # "in January 17,8 %"
        if decimal and tokens[stop + 1].number >= 0 and (after.low == "." or tokens[stop + 1].digits < 4):
            return False
        word = after.low[:1].isalpha() and not after.lines and "to" not in after.means and "and" not in after.means
        return self.order != "DMY" or self.month_first_usual or not word or "tail" in after.means

    def roman_month(self, tokens: list[Token], at: int) -> Read | None:
        """XI 2016: a month in capitals before its year, not the number of a king."""
        month = ROMAN.get(tokens[at].low)
        year = tokens[at + 1]
        if month is None or not tokens[at].upper or year.digits != 4 or not year.gap or year.lines:
            return None
        if not 1900 <= year.number <= edtf.LAST_YEAR or not stands_free(tokens, at):
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
        day = read_day(tokens, _skip_day_article(tokens, after + 1 + glue))
        if day and not tokens[after + 1].lines and valid_day(year, month, day[1]):
            return skip_day_word(tokens, day[0]), Calendar(year, month, day[1])
        return (after + 1, Calendar(year, month)) if self.order == "YMD" else None

    def _year_after(self, tokens: list[Token], at: int, *, short: bool = True) -> tuple[int, int | None]:
        """The year after a day and month, if one stands there."""
        stop = at
        if tokens[stop].low == "," and not tokens[stop].gap:
            stop += 1
        for _ in range(3):
            if "link" not in tokens[stop].means or tokens[stop].lines >= PARAGRAPH or read_year(tokens, stop):
                break
            stop += 1
        if stop > at and tokens[stop].means.get("unit") == "year" and tokens[stop + 1].digits == 4:
            stop += 1  # "im März des Jahres 1945"
        if tokens[stop].low in ("-", "/") and tokens[stop + 1].digits == 4:
            stop += 1
        if tokens[stop].lines >= PARAGRAPH:
            return at, None
        year = read_year(tokens, stop)
        if year and tokens[stop].lines and (tokens[year[0]].lines or tokens[year[0]].low in ":.–—-"):
            return at, None  # the year heads the next line
        if year:
            return year
        return (self._short_year(tokens, at) if short and stop == at else None) or (at, None)

    @staticmethod
    def _short_year(tokens: list[Token], at: int) -> tuple[int, int] | None:
        """Two digits after a month, if they cannot be a time of day or a quantity."""
        token, after = tokens[at], tokens[at + 1]
        if token.digits != 2 or token.lines:
            return None
        ends = (not after.low[:1].isalnum() and after.low not in ("%", "€")) or bool(after.lines)
        clock = after.low in (":", ".", "-", "–", "/") and tokens[at + 2].number >= 0
        if ends and not clock:
            return at + 1, full_year(token.number)
        if "tail" in after.means and not after.lines:
            return skip_tail(tokens, at + 1), full_year(token.number)
        return None

    def with_shift(self, tokens: list[Token], read: Read) -> Read:
        """Add what names the year relatively: "br.", "vorigen Jahres", "last year", "d. M."."""
        stop, found = read
        if found.year is not None:
            return read
        at = skip_links(tokens, stop)
        if found.month and "same_year" in tokens[at].means and not tokens[at].lines:
            return at + 1, replace(found, same_year=True)
        now = tokens[at].means.get("now")
        step = tokens[at].means.get("step")
        unit = tokens[at + 1].means.get("unit")
        if step is None and tokens[at].means.get("unit") in ("year", "month"):
            step, unit = tokens[at + 1].means.get("step"), tokens[at].means.get("unit")
        if tokens[at].lines or (tokens[at + 1].lines and not now):
            return read
        if found.month is None and at == stop and ("plural" in tokens[at].means or "nth" in tokens[at + 1].means):
            return read  # "2 derniers mois", "2 upcoming month"
        if now and now[0] in ("year", "month"):
            return _skip_point(tokens, at), _shifted(found, *now)
        if step is not None and unit is None and _part_ends(tokens, at + 1):
            if found.month and found.day and at == stop and step:
                return at + 1, replace(found, step=step)  # "el 5 de mayo próximo"
            if found.month is None and at > stop and not step:
                return at + 1, _shifted(found, "month", 0)  # "el 5 del presente"
        if step is not None and unit == ("month" if found.month is None else "year"):
            told = unit == "year" and "told_step" in tokens[at].means
            return at + 2, replace(_shifted(found, unit, step), same_year=told)
        return read


def _shifted(found: Calendar, unit: str, count: int) -> Calendar:
    return replace(found, year_shift=count) if unit == "year" else replace(found, month_shift=count)


def _part_ends(tokens: list[Token], at: int) -> bool:
    """True before a sign, a line's end, or a small word: what stands before is no attribute of what follows."""
    after = tokens[at]
    return bool(after.lines) or not after.low[:1].isalnum() or not {"lead", "link", "and"}.isdisjoint(after.means)


def _skip_day_article(tokens: list[Token], at: int) -> int:
    """Skip the word between a month and its day: "on May the 7th", "birželio mėn. 7 d."."""
    if "day_article" not in tokens[at].means or tokens[at].lines:
        return at
    return at + 2 if tokens[at + 1].low == "." and not tokens[at + 1].gap else at + 1


def _skip_point(tokens: list[Token], at: int) -> int:
    after = tokens[at + 1]
    return at + 2 if after.low == "." and not after.gap and len(tokens[at].low) <= 5 else at + 1


def _lone_roman(tokens: list[Token], at: int, after: int, month: int, number: int) -> Read | None:
    """29 VI, 10 X without a year: before a sign or a line end, or where the day begins a line or follows "on"."""
    following = tokens[after + 1]
    placed = at == 0 or bool(tokens[at].lines) or not {"on", "from", "since", "until"}.isdisjoint(tokens[at - 1].means)
    if following.low[:1].isalpha() and not following.lines and month in (1, 5, 10) and not placed:
        return None
    return (after + 1, Calendar(None, month, number)) if valid_day(None, month, number) else None
