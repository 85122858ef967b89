"""Rules for one end of a range, or for an expression that is none: what a number needs beside it to be a date."""

from __future__ import annotations

from dataclasses import dataclass, replace

from pipeline.extract.dates import edtf
from pipeline.extract.dates.days import DayReader
from pipeline.extract.dates.expressions import Calendar, Expression
from pipeline.extract.dates.likeness import day_range, days_only
from pipeline.extract.dates.neighbours import (
    has_clock_after,
    has_dated_end,
    in_pair,
    is_amount,
    is_code,
    is_day_after_article,
    marked_day,
    placed_ordinal,
)
from pipeline.extract.dates.numbers import (
    DASHES,
    ROMAN,
    counts_points,
    glued_number_before,
    read_day,
    read_year,
    roman_number,
    skip_links,
)
from pipeline.extract.dates.parts import Feast, Nth
from pipeline.extract.dates.phrases import PhraseReader
from pipeline.extract.dates.ranges import Range
from pipeline.extract.dates.shifts import Shift, Weekend
from pipeline.extract.dates.tokens import Token

Read = tuple[int, Expression]
SURE_YEARS = range(1800, 2061)
"""Four digits in this range are a year unless something speaks against it."""
_NOUNS = frozenset(("month", "month_short", "weekday", "unit", "counted", "feast", "season", "ordinal", "to", "and"))
"""Meanings of words that a number before them belongs to."""
_BULLETS = frozenset("•*-–—▶●◆·>")
_LABEL_SIGNS = frozenset(":»")
"""Signs between a label and the month that is all it says: "Gegenbesuch: Oktober.", "Archiv » 2016 » November"."""
_LABEL_ENDS = frozenset((".", ",", ";", ")", "–", "—", "»", ""))
SHORTEST_WORD = 3
"""Letters of an abbreviation whose point may stand before a date: "dn. 20.09"."""
MODERN_YEARS = range(1900, 2061)
"""In this range even the noun of a count does not speak against it."""


@dataclass(frozen=True, slots=True)
class Found:
    """An expression and the positions of its first token and of the token after it."""

    start: int
    stop: int
    expression: Expression


class EndpointReader:
    """Rules for one expression without range or list."""

    def __init__(self, days: DayReader, phrases: PhraseReader) -> None:
        self.days = days
        self.phrases = phrases

    def endpoint(self, tokens: list[Token], at: int, *, led: bool = False) -> Read | None:
        """One expression without range or list; ``led`` tells that a range word stands before it."""
        token = tokens[at]
        best: Read | None = None
        for read in self._calendar(tokens, at, led=led):
            if best is None or read[0] > best[0]:
                best = read
        if token.means or token.number >= 0 or roman_number(token.low):
            phrase = self.phrases.read(tokens, at)
            if phrase and (best is None or phrase[0] > best[0]):
                best = phrase
        if best is None:
            best = self._bare_year(tokens, at, led=led)
        return self._in_brackets(tokens, best) if best else None

    def _calendar(self, tokens: list[Token], at: int, *, led: bool) -> list[Read]:
        token, reads = tokens[at], []
        if token.number >= 0 and (led or not glued_number_before(tokens, at)):
            sure = led or self._sure(tokens, at)
            clock = self._clock(tokens, at)
            reads = [self.days.numeric(tokens, at, sure=sure and not clock), self.days.day_first(tokens, at)]
            if reads[0] and reads[0][1].year is None and "clock_before" in tokens[at - 1].means:
                reads[0] = None
            if reads == [None, None]:
                reads.append(self._bare_day(tokens, at))
            if token.digits == 4:
                reads.append(self.days.year_first(tokens, at))
            elif bare := read_day(tokens, at):
                shifted = self.days.with_shift(tokens, (bare[0], Calendar(day=bare[1])))
                reads.append(shifted if shifted[1].month_shift is not None else None)
        elif "month" in token.means or ("month_short" in token.means and not self._short_weekday(tokens, at)):
            read = self.days.month_first(tokens, at)
            reads = [read if read and self._sure_month(tokens, at, read, led=led) else None]
        elif "ordinal" in token.means or "count" in token.means:
            reads = [self.days.day_first(tokens, at)]
        elif token.upper and roman_number(token.low):
            reads = [self.days.roman_month(tokens, at)]
        return [self._dated_after(tokens, self._counted_year(tokens, read)) for read in reads if read]

    def _counted_year(self, tokens: list[Token], read: tuple[int, Calendar]) -> tuple[int, Calendar]:
        """Add the year that stands after a day or month: "May 2019", "last May", "in May two years ago"."""
        stop, found = self.days.with_shift(tokens, read)
        after = tokens[stop]
        counts = "ago_before" in after.means or "ahead" in after.means or "count" in after.means
        if stop > read[0] or not found.month or found.year or not counts or after.lines:
            return stop, found
        shift = self.phrases.read(tokens, stop)
        if shift is None or not isinstance(shift[1], Shift) or shift[1].unit != "year" or shift[1].told:
            return stop, found
        return shift[0], replace(found, year_shift=shift[1].count)

    def _short_weekday(self, tokens: list[Token], at: int) -> bool:
        """True for "mar 10" where days come first: that is martedì, not marzo."""
        means = {} if self.days.month_first_usual else tokens[at].means
        return "weekday_short" in means and tokens[at + 1].digits in (1, 2)

    def _bare_day(self, tokens: list[Token], at: int) -> tuple[int, Calendar] | None:
        """As in "Am 14.", where languages mark ordinals with a point: no noun may follow that is counted."""
        if stop := marked_day(tokens, at, self.days.normaliser):
            return stop, Calendar(day=tokens[at].number)
        dotted = tokens[at + 1].low == "." and not tokens[at + 1].gap
        if "day_word" in tokens[at - 1].means and 1 <= tokens[at].number <= 31:
            blocked = {"month", "unit", "counted", "to", "and", "clock"}.isdisjoint(tokens[at + 1].means)
            return (at + 1, Calendar(day=tokens[at].number)) if blocked and tokens[at + 1].low not in DASHES else None
        day = read_day(tokens, at)
        if at == 1 and day and "bare_days" in tokens[0].means and not tokens[day[0]].low:
            return day[0], Calendar(day=day[1])  # all of a text: "le 2", "the 1st"
        if is_day_after_article(tokens, at):
            return at + 1, Calendar(day=tokens[at].number)
        if day and "bare_days" in tokens[at - 1].means and placed_ordinal(tokens, at):
            return at + 2, Calendar(day=day[1])
        if not dotted or tokens[at].lines or not 1 <= tokens[at].number <= 31 or tokens[at].digits > 2:
            return None
        after = tokens[at + 2]
        word = after.low[:1].isalpha() and not after.lines
        plain = after.low in (",", ";", ")", ":", "–") or (word and not after.upper and _NOUNS.isdisjoint(after.means))
        if not plain or "bare_days" not in tokens[at - 1].means:
            return None
        return at + 2, Calendar(day=tokens[at].number)

    @staticmethod
    def _dated_after(tokens: list[Token], read: tuple[int, Calendar]) -> tuple[int, Calendar]:
        """A weekday in brackets or between commas after a day belongs to it."""
        stop, found = read
        if found.day is None or found.weekday or tokens[stop].low not in ("(", ","):
            return read
        after = skip_links(tokens, stop + 1, 1)
        after += tokens[after].means.get("count") == 1
        weekday = tokens[after].means.get("weekday") or tokens[after].means.get("weekday_short")
        closed = tokens[after + 1].low == ")" if tokens[stop].low == "(" else "weekday" in tokens[after].means
        if weekday and closed and not tokens[after].lines and "to" not in tokens[after + 1].means:
            return after + 1 + (tokens[stop].low == "("), replace(found, weekday=weekday)
        return read

    @staticmethod
    def _sure(tokens: list[Token], at: int) -> bool:
        """True where two numbers are likely a date: after a range word or "on", in brackets, at a line's beginning."""
        token = tokens[at]
        if (at == 0 or token.lines) and counts_points(tokens, at):
            return False
        if at == 0 or token.lines or has_clock_after(tokens, at + 3) or has_dated_end(tokens, at + 3):
            return True
        before = tokens[at - 1]
        if before.low in _BULLETS and before.lines:
            return True
        if before.low == "." and tokens[at - 2].lines and "month" in tokens[at - 2].means:
            return True  # "MAI. 9.05. Fest": a month heads the line
        if before.low == "." and len(tokens[at - 2].low) <= SHORTEST_WORD:
            before = tokens[at - 2]
        return before.low == "(" or any(role in before.means for role in ("on", "from", "until", "since", "between"))

    @staticmethod
    def _clock(tokens: list[Token], at: int) -> bool:
        """True if what follows two numbers, or what stands before them, makes them a time of day or a quantity."""
        after = tokens[at + 3]
        before = tokens[at - 1].means
        follows = after if not after.lines else tokens[-1]
        return (
            "clock" in follows.means
            or "counted" in follows.means
            or follows.low in ("%", "€")
            or "clock_before" in before
        )

    def _sure_month(self, tokens: list[Token], at: int, read: tuple[int, Calendar], *, led: bool) -> bool:
        """A month without day and year needs a word before it that places it in time."""
        _, found = read
        if found.day or found.year or led or at == 0:
            return True
        before = tokens[at - 1]
        roles = ("lead", "on", "from", "until", "since", "between", "step", *("begin", "middle", "end"))
        if any(role in before.means for role in roles) or before.means.get("unit") == "month":
            return True
        after = tokens[at + 1]
        joined = after.low in DASHES or "to" in after.means or "and" in after.means
        following = tokens[skip_links(tokens, at + 2, 1)]
        if joined and "month" in following.means and not following.lines:
            return True
        if "when" in tokens[at].means:
            return True
        if before.low in _LABEL_SIGNS and not tokens[at].lines:
            return bool(after.lines) or after.low in _LABEL_ENDS
        return bool(tokens[at].lines and (tokens[read[0]].lines or tokens[read[0]].low in (":", ".")))

    def _in_brackets(self, tokens: list[Token], read: Read) -> Read:
        """A relative expression has the value of its date in brackets, a year that of its day after a comma."""
        stop, found = read
        if isinstance(found, Shift) and found.unit == "year" and tokens[stop].low in (",", ":"):
            return self._day_in_year(tokens, read, found)
        if isinstance(found, Weekend) or (isinstance(found, Shift) and found.unit in ("week", "weekend")):
            start = skip_links(tokens, stop + (tokens[stop].low == ","))
            start -= "from" in tokens[start - 1].means
            if tokens[start].number >= 0 or "from" in tokens[start].means:
                days = self.read(tokens, start)
                if len(days) == 1 and isinstance(days[0].expression, Range) and day_range(days[0].expression):
                    return days[0].stop, days[0].expression
        if tokens[stop].low != "(" or not isinstance(found, (Shift, Weekend, Feast, Nth)) or tokens[stop].lines:
            return read
        inner = self.read(tokens, stop + 1)
        if len(inner) != 1 or tokens[inner[0].stop].low != ")" or not days_only(inner[0].expression):
            return read
        return inner[0].stop + 1, inner[0].expression

    def _day_in_year(self, tokens: list[Token], read: Read, year: Shift) -> Read:
        """As in "ten years ago, on 1 May 2004", "next year: 10–14 August"; a day without its year lies in that one."""
        start = skip_links(tokens, read[0] + 1)
        start -= "from" in tokens[start - 1].means
        days = self.read(tokens, start) if tokens[start].number >= 0 or "from" in tokens[start].means else []
        if len(days) != 1 or tokens[start].lines or not days_only(days[0].expression):
            return read
        stop, found = days[0].stop, days[0].expression
        end = found.high if isinstance(found, Range) else found
        if not isinstance(end, Calendar) or (end.year is None and year.told):
            return read
        end = replace(end, year_shift=None if end.year else year.count)
        return stop, replace(found, high=end) if isinstance(found, Range) else end

    def _bare_year(self, tokens: list[Token], at: int, *, led: bool) -> Read | None:
        """A year on its own, unless something makes it a quantity or the number of a thing."""
        read = read_year(tokens, at)
        if read is None or (tokens[at].number >= 0 and not self._free(tokens, at)):
            return None
        stop, year = read
        if tokens[stop - 1].number < 0 or tokens[at].number < 0:
            return stop, Calendar(year)
        before = tokens[at - 1].means
        placed = led or any(role in before for role in ("lead", "year_lead", "since", "until", "from", "between", "on"))
        if "counted" in tokens[stop].means and not tokens[stop].lines:
            return None
        placed |= tokens[stop].low in DASHES and year < tokens[stop + 1].number <= edtf.LAST_YEAR
        placed |= "year_follow" in tokens[stop].means and not tokens[stop].lines  # "1607 gegründet"
        word = tokens[stop].low[:1].isalpha() and not tokens[stop].lines and year not in MODERN_YEARS
        if word and not placed and tokens[stop].upper:
            return None
        enclosed = tokens[at - 1].low in ("(", ":") or bool(tokens[at].lines)
        if (year in SURE_YEARS and (year % 100 or placed or enclosed)) or (placed and year > 1000):
            return stop, Calendar(year)
        return None

    @staticmethod
    def _free(tokens: list[Token], at: int) -> bool:
        """False for a number that is part of a longer one, of a file mark, an amount or a name."""
        token, after = tokens[at], tokens[at + 1]
        before = tokens[at - 1]
        if is_amount(tokens, at):
            return False
        if before.number >= 0 and before.digits > 2 and not token.lines:
            return False
        if after.number >= 0 and after.gap and not after.lines and (before.low in DASHES or before.low in ("/", ")")):
            return False  # "0461 – 2022 14"
        if in_pair(tokens, at):
            return True
        if not token.gap and before.low not in "(['\"„“»«–—:,;.|" and before.low not in DASHES:
            return False
        if not token.gap and before.low in "./-,:" and not before.gap and tokens[at - 2].number >= 0:
            return False
        if is_code(tokens, at):
            return False
        if not after.gap and after.low in DASHES and tokens[at + 2].low[:1].isalpha() and not tokens[at + 2].gap:
            roman_month = tokens[at + 2].upper and tokens[at + 2].low in ROMAN and tokens[at + 3].digits == 4
            return roman_month or not {"suffix", "unit"}.isdisjoint(tokens[at + 2].means)
        if after.low in ("/", ":") and not after.gap and tokens[at + 2].number >= 0:
            return tokens[at + 2].number % 100 == (token.number + 1) % 100
        return not any(
            "not_before" in tokens[k].means for k in (at - 1, at - 2) if k >= 0 and (k == at - 1 or before.low == ".")
        )

    def read(self, tokens: list[Token], at: int) -> list[Found]:
        """The expressions that begin at a position."""
        raise NotImplementedError
