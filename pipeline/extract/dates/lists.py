"""Rules for days that share a month, weekdays that share dates, decades that share a word for years."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

from pipeline.extract.dates.endpoints import EndpointReader, Found, Read
from pipeline.extract.dates.expressions import Calendar, Decade
from pipeline.extract.dates.likeness import days_only
from pipeline.extract.dates.numbers import (
    DASHES,
    ROMAN,
    glued_number_before,
    read_day,
    read_year,
    skip_day_word,
    skip_links,
)
from pipeline.extract.dates.ranges import Range
from pipeline.extract.dates.tokens import PARAGRAPH, Token

LONGEST_LIST = 12
"""Items of a list of days; what is longer is a table or noise."""

SHORTEST_DAY_WORD = 2
"""Letters up to which a word for days also counts them, if a word stands before the numbers: "truko 5–7 d."."""

LONGEST_WEEK = 7
"""Weekdays that may be named before their dates."""


class ListRules(EndpointReader):
    """Rules for lists and ranges of days that share a month."""

    def _day_list(self, tokens: list[Token], at: int) -> list[Found]:
        """12.–15. September, 17 i 18 października, 5., 6., 7. i 8. września, 25. und 26. August, 14./15.10.2018."""
        first = read_day(tokens, at)
        if first is None or glued_number_before(tokens, at) or tokens[at].low[:1] in "+":
            return []
        whole = self.days.numeric(tokens, at, sure=False)
        if whole and whole[1].year:
            return []
        items, dashed = [(at, first[0], Calendar(day=first[1]))], False
        for _ in range(LONGEST_LIST):
            stop = items[-1][1]
            sign = tokens[stop]
            joins = sign.low in DASHES or "to" in sign.means or "overnight" in sign.means
            lists = "and" in sign.means or "or" in sign.means or sign.low in ("/", ",")
            if not (joins or lists) or sign.lines >= PARAGRAPH:
                return _worded(tokens, items, dashed=dashed)
            also = sign.low == "," and "and" in tokens[stop + 1].means
            start = skip_links(tokens, stop + 1 + also, 2)
            dashed |= joins
            read = self._list_end(tokens, start)
            if read and lists and not joins and not _equally_dotted(tokens, items, start):
                return []
            if read:
                items.append((start, *read))
                return _listed(items, dashed=dashed)
            bare = read_day(tokens, start)
            if bare is None or tokens[start].lines >= PARAGRAPH or (joins and len(items) > 1):
                return _worded(tokens, items, dashed=dashed)
            items.append((start, bare[0], Calendar(day=bare[1])))
        return []

    def _dated_weekdays(self, tokens: list[Token], at: int) -> list[Found]:
        """As in "Freitag und Samstag, 8. und 9. Mai", "Sa/So 19./20.3.": the days tell what the weekdays mean."""
        stop, named = at, 0
        while named < LONGEST_WEEK and (read := _weekday_name(tokens, stop)):
            stop, named = read, named + 1
            sign = tokens[stop]
            joins = sign.low in DASHES or sign.low in ("/", ",") or sign.means.keys() & {"to", "and", "overnight"}
            if joins and _weekday_name(tokens, skip_links(tokens, stop + 1)):
                stop = skip_links(tokens, stop + 1)
        if named < 2:
            return []
        start = skip_links(tokens, stop + (tokens[stop].low in ("(", ",")))
        if tokens[start].number < 0 or tokens[start].lines >= PARAGRAPH:
            return []
        days = self._day_list(tokens, start)
        if not days:
            return []
        first, last = days[0], days[-1]
        closed = tokens[last.stop].low == ")" and tokens[stop].low == "("
        days[-1] = replace(last, stop=last.stop + closed)
        return [replace(days[0], start=at), *days[1:]] if days_only(first.expression) else []

    def _roman_months(self, tokens: list[Token], at: int) -> list[Found]:
        """As in "II–IV 2022", and where such months head a line without their year: "XI–XII – kursy"."""
        sign, second = tokens[at + 1], tokens[at + 2]
        first, last = ROMAN.get(tokens[at].low, 0), ROMAN.get(second.low, 0)
        if not 0 < first < last or sign.low not in DASHES or sign.gap or second.gap:
            return []
        if not (tokens[at].upper and second.upper):
            return []
        year = read_year(tokens, at + 3) if not tokens[at + 3].lines else None
        if year is None and not (tokens[at].lines and tokens[at + 3].low in DASHES):
            return []
        stop, told = year or (at + 3, None)
        return [Found(at, stop, Range(Calendar(month=first), Calendar(told, last)))]

    def _days_after_month(self, tokens: list[Token], at: int, read: Read) -> list[Found]:
        """As in "May 3 and 4, 2019", "gegužės 3, 4 ir 6 d.": days after the month that they share."""
        stop, first = read
        named = "month" in tokens[at].means or "month_short" in tokens[at].means
        if not named or not isinstance(first, Calendar) or not first.day or first.year:
            return []
        items = [(at, stop, first)]
        for _ in range(LONGEST_LIST):
            sign, start = tokens[stop], stop + 1
            last = not {"and", "or"}.isdisjoint(sign.means)
            bare = read_day(tokens, start) if last or sign.low == "," else None
            if bare is None or tokens[start].number < 0 or tokens[start].lines or bare[1] <= (items[-1][2].day or 0):
                return []
            stop = skip_day_word(tokens, bare[0])
            items.append((start, stop, replace(first, day=bare[1])))
            if last:
                return _listed(_with_shared_year(tokens, items), dashed=False)
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
            day = self.days.numeric(tokens, at, sure=not self._clock(tokens, at)) or self.days.day_first(tokens, at)
            read = self.days.with_shift(tokens, day) if day else None
        if read is None and (bare := read_day(tokens, at)):
            shifted = self.days.with_shift(tokens, (bare[0], Calendar(day=bare[1])))
            read = shifted if shifted[1].month_shift is not None else None
        if read is None or not isinstance(read[1], Calendar) or not read[1].day:
            return None
        return (read[0], read[1]) if read[1].month or read[1].month_shift is not None else None


_AFTER_DAYS = frozenset(("on", "lead", "link", "clock_before"))
"""Meanings of words that may follow a list of days; another noun would be what the last number counts."""


def _with_shared_year(tokens: list[Token], items: list[tuple[int, int, Calendar]]) -> list[tuple[int, int, Calendar]]:
    """The same days in the year that stands after them; none where the last number counts something."""
    start, stop, last = items[-1]
    comma = tokens[stop].low == ","
    year = read_year(tokens, stop + comma)
    if year and not tokens[stop + comma].lines:
        dated = [(begin, end, replace(item, year=year[1])) for begin, end, item in items[:-1]]
        return [*dated, (start, year[0], replace(last, year=year[1]))]
    worded = "day_tail" in tokens[stop - 1].means or tokens[stop - 1].low == "."
    after = tokens[stop]
    counts = after.low[:1].isalpha() and not after.lines and _AFTER_DAYS.isdisjoint(after.means)
    counts &= "counted" in after.means or last.day != (items[0][2].day or 0) + 1  # "Nov. 17 and 18 they met"
    return [] if counts and not worded else items


def _worded(tokens: list[Token], items: list[tuple[int, int, Calendar]], *, dashed: bool) -> list[Found]:
    """Days whose month is told elsewhere: a list only beside the word for them, "los días 21 y 22", "14–17 d."."""
    (start, _, _), (begin, stop, last) = items[0], items[-1]
    before, after = tokens[start - 1], tokens[stop]
    if len(items) < 2 or not {"ahead", "ago_before", "day_tail"}.isdisjoint(before.means):
        return []
    apart = before.lines or not before.low[:1].isalnum() or len(after.low) > SHORTEST_DAY_WORD
    if apart and not after.lines and (behind := skip_day_word(tokens, stop)) > stop:
        return _listed([*items[:-1], (begin, behind, last)], dashed=dashed)
    counts = "unit" in after.means or "counted" in after.means or after.low == "%"
    return [] if "day_word" not in before.means or counts else _listed(items, dashed=dashed)


def _listed(items: list[tuple[int, int, Calendar]], *, dashed: bool) -> list[Found]:
    """A list of days: one range if they follow on each other or a dash joins them, else one expression each."""
    if not items:
        return []
    last = items[-1][2]
    numbers = [item[2].day or 0 for item in items]
    start, stop = items[0][0], items[-1][1]
    consecutive = all(second == first + 1 for first, second in pairwise(numbers))
    rolls = len(items) == 2 and numbers[0] > numbers[1]
    if dashed and len(items) == 2 and (numbers[0] < numbers[1] or rolls):
        low = items[0][2]
        return [Found(start, stop, Range(low, last))] if not rolls else []
    if dashed and len(items) == 2:
        return []
    if consecutive and len(items) > 1:
        return [Found(start, stop, Range(items[0][2], last))]
    if any(second <= first for first, second in pairwise(numbers)):
        return []
    return [Found(a, b, replace(last, day=item.day, weekday=item.weekday)) for a, b, item in items]


def _equally_dotted(tokens: list[Token], items: list[tuple[int, int, Calendar]], last: int) -> bool:
    """False for "Kolegiacki 17, 24. November": in a list all days are written alike."""
    dotted = tokens[last + 1].low == "." and not tokens[last + 1].gap and tokens[last + 2].number < 0
    return not dotted or tokens[last].number < 0 or all(tokens[item[1] - 1].low == "." for item in items)


def decades(tokens: list[Token], at: int, read: Read) -> list[Found]:
    """As in "años setenta y ochenta", "lat 80. i 90.": the second decade shares the word for years."""
    stop, first = read
    token, dotted = tokens[stop + 1], tokens[stop + 2].low == "." and not tokens[stop + 2].gap
    if not isinstance(first, Decade) or first.length != 10 or "and" not in tokens[stop].means or token.lines:
        return []
    numbered = dotted and token.digits == 2 and token.number % 10 == 0
    second = token.number if numbered else token.means.get("decade", -1)
    if second != first.start % 100 + 10:
        return []
    return [Found(at, stop + 2 + numbered, Range(first, Decade(first.start + 10)))]


def _weekday_name(tokens: list[Token], at: int) -> int | None:
    """The position after a weekday, or after its short form with or without a point."""
    means = tokens[at].means
    if "weekday" not in means and "weekday_short" not in means:
        return None
    pointed = "weekday" not in means and tokens[at + 1].low == "." and not tokens[at + 1].gap
    return at + 1 + pointed
