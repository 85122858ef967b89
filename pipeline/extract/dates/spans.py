"""Rules for whole expressions: endpoints, ranges, lists, open spans, and what a number needs beside it to be a date."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise

from pipeline.extract.dates import edtf
from pipeline.extract.dates.days import (
    DASHES,
    DayReader,
    full_year,
    glued_number_before,
    read_day,
    read_year,
    skip_day_word,
    skip_links,
    skip_tail,
)
from pipeline.extract.dates.expressions import (
    Calendar,
    Edge,
    Expression,
    Feast,
    Nth,
    Open,
    Period,
    Range,
    Shift,
    Weekend,
)
from pipeline.extract.dates.phrases import PhraseReader, roman_number
from pipeline.extract.dates.tokens import PARAGRAPH, Token

LONGEST_LIST = 12
"""Items of a list of days; what is longer is a table or noise."""
SURE_YEARS = range(1800, 2061)
"""Four digits in this range are a year unless something speaks against it; others need a word for it."""
MODERN_YEARS = range(1900, 2061)
"""In this range even a word that could be what is counted does not speak against it."""


@dataclass(frozen=True, slots=True)
class Found:
    """An expression and the positions of its first token and of the token after it."""

    start: int
    stop: int
    expression: Expression


Read = tuple[int, Expression]


class SpanReader:
    """Rules for whole expressions of one language."""

    def __init__(self, days: DayReader, phrases: PhraseReader) -> None:
        self.days = days
        self.phrases = phrases

    def read(self, tokens: list[Token], at: int) -> list[Found]:
        """The expressions that begin at a position: one, or the items of a list of single days."""
        means = tokens[at].means
        if means:
            for role, rule in (("between", self._between), ("from", self._from), ("since", self._since), ("until", self._until)):
                if role in means and (read := rule(tokens, at)):
                    return [Found(at, *read)]
        days = self._day_list(tokens, at)
        if days:
            return days
        read = self.endpoint(tokens, at)
        if read is None:
            return []
        return self._chain(tokens, at, read)

    # ------------------------------------------------------------ endpoints

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
            if reads[0] and reads[0][1].year is None and at and "clock_before" in tokens[at - 1].means:
                reads[0] = None
            if reads == [None, None]:
                reads.append(self._bare_day(tokens, at))
            if token.digits == 4:
                reads.append(self.days.year_first(tokens, at))
            elif bare := read_day(tokens, at):
                shifted = self.days.with_shift(tokens, (bare[0], Calendar(day=bare[1])))
                reads.append(shifted if shifted[1].month_shift is not None else None)
        elif "month" in token.means or "month_short" in token.means:
            read = self.days.month_first(tokens, at)
            reads = [read if read and self._sure_month(tokens, at, read, led=led) else None]
        elif "ordinal" in token.means or "count" in token.means:
            reads = [self.days.day_first(tokens, at)]
        elif token.upper and roman_number(token.low):
            reads = [self.days.roman_month(tokens, at)]
        return [self._dated_after(tokens, self.days.with_shift(tokens, read)) for read in reads if read]

    @staticmethod
    def _bare_day(tokens: list[Token], at: int) -> tuple[int, Calendar] | None:
        """ "Am 14.", where languages mark ordinals with a point: no noun may follow that is counted."""
        dotted = tokens[at + 1].low == "." and not tokens[at + 1].gap
        if at and "day_word" in tokens[at - 1].means and 1 <= tokens[at].number <= 31:
            blocked = {"month", "unit", "counted", "to", "and", "clock"}.isdisjoint(tokens[at + 1].means)
            return (at + 1, Calendar(day=tokens[at].number)) if blocked and tokens[at + 1].low not in DASHES else None
        if at == 0 or not dotted or tokens[at].lines or not 1 <= tokens[at].number <= 31 or tokens[at].digits > 2:
            return None
        after = tokens[at + 2]
        word = after.low[:1].isalpha() and not after.lines
        plain = after.low in (",", ";", ")", ":", "–") or (word and not after.upper and not after.means)
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
        weekday = tokens[after].means.get("weekday") or tokens[after].means.get("weekday_short")
        closed = tokens[after + 1].low == ")" if tokens[stop].low == "(" else "weekday" in tokens[after].means
        if weekday and closed and not tokens[after].lines:
            return after + 1 + (tokens[stop].low == "("), replace(found, weekday=weekday)
        return read

    @staticmethod
    def _sure(tokens: list[Token], at: int) -> bool:
        """True where two numbers are likely a date: after a range word or "on", in brackets, at a line's beginning."""
        token = tokens[at]
        if at == 0 or token.lines:
            return True
        before = tokens[at - 1]
        return before.low == "(" or any(role in before.means for role in ("on", "from", "until", "since", "between"))

    @staticmethod
    def _clock(tokens: list[Token], at: int) -> bool:
        """True if what follows two numbers, or what stands before them, makes them a time of day or a quantity."""
        after = tokens[at + 3]
        before = tokens[at - 1].means if at else {}
        follows = after if not after.lines else tokens[-1]
        return "clock" in follows.means or "counted" in follows.means or follows.low in ("%", "€") or "clock_before" in before

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
        alone = tokens[at].lines and (tokens[read[0]].lines or tokens[read[0]].low in (":", "."))
        return bool(alone)

    def _in_brackets(self, tokens: list[Token], read: Read) -> Read:
        """A relative expression with its date in brackets has the value of the date."""
        stop, found = read
        if isinstance(found, Weekend) or isinstance(found, Shift) and found.unit in ("week", "weekend"):
            start = skip_links(tokens, stop + (tokens[stop].low == ","))
            start -= "from" in tokens[start - 1].means
            if tokens[start].number >= 0 or "from" in tokens[start].means:
                days = self.read(tokens, start)
                if len(days) == 1 and isinstance(days[0].expression, Range) and _day_range(days[0].expression):
                    return days[0].stop, days[0].expression
        if tokens[stop].low != "(" or not isinstance(found, (Shift, Weekend, Feast, Nth)) or tokens[stop].lines:
            return read
        inner = self.read(tokens, stop + 1)
        if len(inner) != 1 or tokens[inner[0].stop].low != ")" or not _days_only(inner[0].expression):
            return read
        return inner[0].stop + 1, inner[0].expression

    def _bare_year(self, tokens: list[Token], at: int, *, led: bool) -> Read | None:
        """A year on its own, unless something makes it a quantity or the number of a thing."""
        read = read_year(tokens, at)
        if read is None or (tokens[at].number >= 0 and not self._free(tokens, at)):
            return None
        stop, year = read
        tailed = tokens[stop - 1].number < 0 and tokens[at].number >= 0
        if tailed or tokens[at].number < 0:
            return stop, Calendar(year)
        before = tokens[at - 1].means if at else {}
        placed = led or any(role in before for role in ("lead", "year_lead", "since", "until", "from", "between", "on"))
        if "counted" in tokens[stop].means and not tokens[stop].lines:
            return None
        placed |= tokens[stop].low in DASHES and year < tokens[stop + 1].number <= edtf.LAST_YEAR
        word = tokens[stop].low[:1].isalpha() and not tokens[stop].lines and year not in MODERN_YEARS
        if word and not placed and tokens[stop].upper:
            return None
        enclosed = at > 0 and tokens[at - 1].low in ("(", ":") or tokens[at].lines > 0
        if year in SURE_YEARS and (year % 100 or placed or enclosed) or placed and year > 1000:
            return stop, Calendar(year)
        return None

    @staticmethod
    def _free(tokens: list[Token], at: int) -> bool:
        """False for a number that is part of a longer one, of a file mark, an amount or a name."""
        token, after = tokens[at], tokens[at + 1]
        before = tokens[at - 1] if at else tokens[-1]
        if after.low in ("%", "€", "$", "°") or "clock" in after.means and not after.lines:
            return False
        if before.number >= 0 and before.digits > 2 and not token.lines:
            return False
        if after.number >= 0 and after.gap and not after.lines and (before.low in DASHES or before.low in ("/", ")")):
            return False  # "0461 – 2022 14"
        if not token.gap and at and before.low not in "(['\"„“»«–—:,;.|" and before.low not in DASHES:
            return False
        if not token.gap and at > 1 and before.low in "./-,:" and not before.gap and tokens[at - 2].number >= 0:
            return False
        if not after.gap and after.low in DASHES and tokens[at + 2].low[:1].isalpha() and not tokens[at + 2].gap:
            return "suffix" in tokens[at + 2].means or "unit" in tokens[at + 2].means
        if after.low in ("/", ":") and not after.gap and tokens[at + 2].number >= 0:
            return tokens[at + 2].number % 100 == (token.number + 1) % 100
        return not any("not_before" in tokens[k].means for k in (at - 1, at - 2) if k >= 0 and (k == at - 1 or before.low == "."))

    # ------------------------------------------------------------ ranges with words

    def _between(self, tokens: list[Token], at: int) -> Read | None:
        """ "Between X and Y"."""
        return self._from_to(tokens, at, "and", strict=False)

    def _from(self, tokens: list[Token], at: int) -> Read | None:
        """ "From X to Y"; a dash may stand for "to"."""
        return self._from_to(tokens, at, "to", strict=True)

    def _from_to(self, tokens: list[Token], at: int, role: str, *, strict: bool) -> Read | None:
        start = skip_links(tokens, at + 1)
        low = self._range_end(tokens, start)
        if low is None:
            return None
        after = low[0] + (tokens[low[0]].low == ",")
        sign = tokens[after]
        if sign.lines >= PARAGRAPH or not (role in sign.means or sign.low in DASHES or (not strict and "to" in sign.means)):
            return None
        high = self._range_end(tokens, skip_links(tokens, after + 1))
        if high is None:
            return None
        bare = all(isinstance(end, Calendar) and end.day and not end.month for end in (low[1], high[1]))
        marked = "from_day" in tokens[at].means and _sentence_part_ends(tokens, high[0])
        if bare and not marked and not self._bare_range(tokens, start, low[0], high[0]):
            return None
        if not _alike(low[1], high[1]):
            return None
        return self._in_brackets_range(tokens, (high[0], Range(low[1], high[1])))

    def _range_end(self, tokens: list[Token], at: int) -> Read | None:
        """An endpoint, which in a range may be a bare day."""
        read = self.endpoint(tokens, at, led=True)
        bare = read_day(tokens, at)
        if bare and (read is None or read[0] <= bare[0]) and tokens[at].digits in (0, 1, 2):
            return skip_day_word(tokens, bare[0]), Calendar(day=bare[1])
        return read

    @staticmethod
    def _bare_range(tokens: list[Token], start: int, low: int, high: int) -> bool:
        """Two bare days are a range only if both are written as ordinals: "vom 4. bis zum 23."."""
        dotted = [tokens[end - 1].low == "." or "suffix" in tokens[end - 1].means for end in (low, high)]
        return all(dotted) and tokens[start].number >= 0 and "unit" not in tokens[high].means

    def _in_brackets_range(self, tokens: list[Token], read: Read) -> Read:
        """ "Von Montag bis Mittwoch (5.–7. Mai)" has the value in brackets, or after the comma."""
        stop, found = read
        if isinstance(found, Range) and isinstance(found.low, Calendar) and found.low.weekday and not found.low.day:
            opened = tokens[stop].low in ("(", ",")
            start = skip_links(tokens, stop + opened)
            if tokens[start].number >= 0 and tokens[start].lines < PARAGRAPH:
                inner = self.read(tokens, start)
                if len(inner) == 1 and _days_only(inner[0].expression):
                    return inner[0].stop + (tokens[inner[0].stop].low == ")"), inner[0].expression
        return read

    def _since(self, tokens: list[Token], at: int) -> Read | None:
        """ "Since X": open to the right."""
        read = self.endpoint(tokens, skip_links(tokens, at + 1), led=True)
        if read is None or (isinstance(read[1], Calendar) and read[1].day and not read[1].month and not read[1].weekday):
            return None
        return read[0], Open(read[1], since=True, lean=_lean(tokens[at]))

    def _until(self, tokens: list[Token], at: int) -> Read | None:
        """ "Until X": open to the left."""
        read = self.endpoint(tokens, skip_links(tokens, at + 1), led=True)
        if read is None or (isinstance(read[1], Calendar) and read[1].day and not read[1].month and not read[1].weekday):
            return None
        found = read[1]
        if isinstance(found, Shift) and found.unit == "day" and not found.count and not found.told:
            return None  # "to this day"
        if isinstance(found, Edge) and "last_day" in tokens[at].means:
            found = replace(found, by_unit=True)
        return read[0], Open(found, since=False)

    # ------------------------------------------------------------ ranges with signs, and lists

    def _chain(self, tokens: list[Token], at: int, read: Read) -> list[Found]:
        """Join what follows an endpoint after a dash, "to", a slash or "and"."""
        stop, found = read
        sign = tokens[stop]
        after = skip_links(tokens, stop + 1)
        if isinstance(found, Calendar) and found.year and not found.month:
            years = self._years(tokens, stop, found.year)
            if years:
                return [Found(at, *years)]
        joins = sign.low in DASHES or "to" in sign.means
        if joins and sign.lines < PARAGRAPH and tokens[after].lines == 0:
            high = self._range_end(tokens, after)
            if high and _exactly_alike(found, high[1]) and self._closed(tokens, stop, high):
                return [Found(at, *self._in_brackets_range(tokens, (high[0], Range(found, high[1]))))]
        months = self._month_list(tokens, at, stop, found)
        if months:
            return months
        if ("and" in sign.means or sign.low == "/") and not sign.lines and _weekday_only(found):
            high = self.endpoint(tokens, after, led=True)
            if high and _weekday_only(high[1]) and _next_day(found, high[1]):
                return [Found(at, *self._in_brackets_range(tokens, (high[0], Range(found, high[1]))))]
        return [Found(at, stop, found)]

    def _month_list(self, tokens: list[Token], at: int, stop: int, found: Expression) -> list[Found]:
        """ "March and April 2020": months that follow on each other are one range, others share the year."""
        if not isinstance(found, Calendar) or found.day or not found.month or found.year or found.month > 12:
            return []
        start = stop + 1
        if "and" not in tokens[stop].means or tokens[start].means.get("month") is None or tokens[start].lines:
            return []
        second = self.days.with_shift(tokens, self.days.month_first(tokens, start) or (start, found))
        if second[0] == start or second[1].day or not second[1].month:
            return []
        if second[1].month == found.month % 12 + 1:
            return [Found(at, second[0], Range(found, second[1]))]
        first = replace(found, year=second[1].year, year_shift=second[1].year_shift)
        return [Found(at, stop, first), Found(start, *second)]

    def _closed(self, tokens: list[Token], stop: int, high: Read) -> bool:
        """A bare day ends a range only after a day that stands last: "July 13 to 15", "2022 m. spalio 10–16 d."."""
        found = high[1]
        if not isinstance(found, Calendar) or found.month or not found.day:
            return True
        after = tokens[high[0]]
        before = tokens[stop - 1]
        if before.number > 31 or before.number < 0 and "suffix" not in before.means or after.low == ":":
            return False
        return not ("unit" in after.means or "counted" in after.means or "clock" in after.means)

    def _years(self, tokens: list[Token], at: int, first: int) -> Read | None:
        """2014–2020, 1978–83, 2008/09, 2008 und 2009 after a plural."""
        sign, second = tokens[at], tokens[at + 1]
        if sign.lines or second.lines or second.number < 0:
            return None
        year = second.number
        if second.digits == 2 and not second.gap and (sign.low in DASHES or sign.low == "/"):
            year += first // 100 * 100
        elif second.digits != 4 or not (sign.low in DASHES or sign.low == "/" or "to" in sign.means):
            if not ("and" in sign.means and second.digits == 4 and "years" in tokens[at - 2].means):
                return None
        if sign.low == "/" and year != first + 1 or not first < year <= edtf.LAST_YEAR:
            return None
        if tokens[at + 2].low in "./-" and not tokens[at + 2].gap and tokens[at + 3].number >= 0 and tokens[at + 2].low:
            return None
        return skip_tail(tokens, at + 2), Range(Calendar(first), Calendar(year))

    def _day_list(self, tokens: list[Token], at: int) -> list[Found]:
        """12.–15. September, 17 i 18 października, 5., 6., 7. i 8. września, 25. und 26. August, 14./15.10.2018."""
        first = read_day(tokens, at)
        whole = first and self.days.numeric(tokens, at, sure=False)
        if whole and whole[1].year:
            return []
        if first is None or glued_number_before(tokens, at) or tokens[at].low[:1] in "+":
            return []
        items: list[tuple[int, int, Calendar]] = [(at, first[0], Calendar(day=first[1]))]
        dashed = False
        for _ in range(LONGEST_LIST):
            stop = items[-1][1]
            sign = tokens[stop]
            joins = sign.low in DASHES or "to" in sign.means or "overnight" in sign.means
            lists = "and" in sign.means or sign.low in ("/", ",")
            if not (joins or lists) or sign.lines >= PARAGRAPH:
                return []
            start = skip_links(tokens, stop + 1, 2)
            if sign.low == "," and "and" in tokens[stop + 1].means:
                start = skip_links(tokens, stop + 2, 2)
            dashed |= joins
            read = self._list_end(tokens, start)
            if read and lists and not joins and not _equally_dotted(tokens, items, start):
                return []
            if read:
                items.append((start, *read))
                return _listed(items, dashed=dashed)
            bare = read_day(tokens, start)
            if bare is None or tokens[start].lines >= PARAGRAPH or (joins and len(items) > 1):
                return []
            items.append((start, bare[0], Calendar(day=bare[1])))
        return []

    def _list_end(self, tokens: list[Token], at: int) -> tuple[int, Calendar] | None:
        """The last item of a list of days, which has the month."""
        weekday = tokens[at].means.get("weekday") or tokens[at].means.get("weekday_short")
        read: Read | None
        if weekday:
            read = self.phrases.weekday(tokens, at)
        elif tokens[at].number < 0 and "ordinal" not in tokens[at].means and "count" not in tokens[at].means:
            return None
        else:
            read = self.days.numeric(tokens, at, sure=not self._clock(tokens, at)) or self.days.day_first(tokens, at)
            if read:
                read = self.days.with_shift(tokens, read)  # type: ignore[arg-type]
        if read is None and (bare := read_day(tokens, at)):
            shifted = self.days.with_shift(tokens, (bare[0], Calendar(day=bare[1])))
            read = shifted if shifted[1].month_shift is not None else None
        if read is None or not isinstance(read[1], Calendar) or not read[1].day:
            return None
        return (read[0], read[1]) if read[1].month or read[1].month_shift is not None else None


def _listed(items: list[tuple[int, int, Calendar]], *, dashed: bool) -> list[Found]:
    """A list of days: one range if they follow on each other or a dash joins them, else one expression each."""
    last = items[-1][2]
    numbers = [item[2].day or 0 for item in items]
    start, stop = items[0][0], items[-1][1]
    consecutive = all(second == first + 1 for first, second in pairwise(numbers))
    rolls = len(items) == 2 and numbers[0] > numbers[1]
    if dashed and len(items) == 2 and (numbers[0] < numbers[1] or rolls):
        low = items[0][2]
        return [Found(start, stop, Range(_month_before(low, last) if rolls else low, last))] if not rolls else []
    if dashed and len(items) == 2:
        return []
    if consecutive and len(items) > 1:
        return [Found(start, stop, Range(items[0][2], last))]
    if any(second <= first for first, second in pairwise(numbers)):
        return []
    return [Found(a, b, replace(last, day=item.day, weekday=item.weekday)) for a, b, item in items]


def _sentence_part_ends(tokens: list[Token], at: int) -> bool:
    """True before a comma, a bracket, a full stop or a line's end."""
    after = tokens[at]
    return after.lines > 0 or after.low in (",", ";", ")", "") or after.low == "." and tokens[at + 1].number < 0


def _lean(token: Token) -> int:
    """Where "since" points: "seit" to the past, "ab" to what is to come, others where the tense says."""
    return -1 if "ever_since" in token.means else 1 if "from_now" in token.means else 0


def _equally_dotted(tokens: list[Token], items: list[tuple[int, int, Calendar]], last: int) -> bool:
    """False for "Kolegiacki 17, 24. November": in a list all days are written alike."""
    dotted = tokens[last + 1].low == "." and not tokens[last + 1].gap and tokens[last + 2].number < 0
    return not dotted or tokens[last].number < 0 or all(tokens[item[1] - 1].low == "." for item in items)


def _month_before(low: Calendar, last: Calendar) -> Calendar:
    return low


def _days_only(found: Expression) -> bool:
    """True for a day with its month, or a range of such days."""
    if isinstance(found, Range):
        return _days_only(found.high)
    return isinstance(found, Calendar) and bool(found.day and (found.month or found.month_shift is not None))


def _day_range(found: Range) -> bool:
    """True for a range of days, with or without their month."""
    return all(isinstance(end, Calendar) and end.day for end in (found.low, found.high))


def _weekday_only(found: Expression) -> bool:
    return isinstance(found, Calendar) and bool(found.weekday) and not found.day


def _next_day(first: Expression, second: Expression) -> bool:
    """True if the second weekday follows on the first."""
    assert isinstance(first, Calendar) and isinstance(second, Calendar) and first.weekday and second.weekday
    return first.weekday % 7 + 1 == second.weekday


def _exactly_alike(low: Expression, high: Expression) -> bool:
    """True if a mere dash may join two endpoints: both calendar dates of one precision, or both parts."""
    if isinstance(low, Calendar) and isinstance(high, Calendar):
        return _alike(low, high) and bool(low.day) == bool(high.day) and bool(low.month) == bool(high.month or high.day)
    return isinstance(low, (Edge, Period)) and isinstance(high, (Edge, Period, Calendar)) and _alike(low, high)


def _alike(low: Expression, high: Expression) -> bool:
    """True if two endpoints can make a range: a bare day needs a day, a year a year or a month."""
    if not isinstance(low, Calendar) or not isinstance(high, Calendar):
        return not (isinstance(high, Calendar) and high.day and not high.month and not high.weekday)
    if low.day and not low.month and low.year is None and not low.weekday:
        return bool(high.day)
    if high.day and not high.month and not high.weekday:
        return bool(low.day and low.month) and high.day > low.day
    if low.weekday and not low.day or high.weekday and not high.day:
        return bool((low.weekday or low.day) and (high.weekday or high.day))
    if low.year and not low.month and not high.year:
        return False
    return bool(low.day) == bool(high.day) or bool(low.month and high.month)


_ = full_year
