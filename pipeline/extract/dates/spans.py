"""Rules for whole expressions: endpoints, ranges, lists, open spans, and what a number needs beside it to be a date."""

from __future__ import annotations

from dataclasses import replace

from pipeline.extract.dates import edtf
from pipeline.extract.dates.endpoints import Found, Read
from pipeline.extract.dates.expressions import Calendar, Expression
from pipeline.extract.dates.likeness import alike, both_years, days_only, exactly_alike, next_day, weekday_only
from pipeline.extract.dates.lists import ListRules, decades
from pipeline.extract.dates.neighbours import is_day_after_article, marked_day
from pipeline.extract.dates.numbers import (
    DASHES,
    read_day,
    read_year,
    skip_day_word,
    skip_links,
    skip_tail,
)
from pipeline.extract.dates.parts import Edge
from pipeline.extract.dates.ranges import Open, Range
from pipeline.extract.dates.shifts import Shift
from pipeline.extract.dates.tokens import PARAGRAPH, Token

LONGEST_EVENT = 6
"""Words between "since" and the date of what is named between them."""


class SpanReader(ListRules):
    """Rules for whole expressions of one language."""

    def read(self, tokens: list[Token], at: int) -> list[Found]:
        """The expressions that begin at a position: one, or the items of a list of single days."""
        means = tokens[at].means
        if means:
            for role, rule in (
                ("between", self._between),
                ("from", self._from),
                ("since", self._since),
                ("until", self._until),
            ):
                if role in means and (read := rule(tokens, at)):
                    return [Found(at, *read)]
        days = self._day_list(tokens, at) or self._dated_weekdays(tokens, at) or self._roman_months(tokens, at)
        if days:
            return days
        read = self.endpoint(tokens, at)
        if read is None:
            return []
        return self._chain(tokens, at, read)

    def _between(self, tokens: list[Token], at: int) -> Read | None:
        """As in "Between X and Y"."""
        read = self._from_to(tokens, at, "and", strict=False)
        if read and "turn" in tokens[at].means and isinstance(read[1], Range):
            low, high = read[1].low, read[1].high
            if isinstance(low, Calendar) and isinstance(high, Calendar) and low.year and not low.month:
                return read[0], Range(replace(low, month=12), replace(high, month=1))
        return read

    def _from(self, tokens: list[Token], at: int) -> Read | None:
        """As in "From X to Y"; a dash may stand for "to"."""
        return self._from_to(tokens, at, "to", strict=True)

    def _from_to(self, tokens: list[Token], at: int, role: str, *, strict: bool) -> Read | None:
        start = skip_links(tokens, at + 1)
        low = self._range_end(tokens, start)
        if low is None:
            return None
        after = low[0] + (tokens[low[0]].low == ",")
        sign = tokens[after]
        if (
            sign.lines >= PARAGRAPH
            or _begins_sentence(tokens, after)
            or not (role in sign.means or sign.low in DASHES or (not strict and "to" in sign.means))
        ):
            return None
        high = _with_year(tokens, low[1], self._range_end(tokens, skip_links(tokens, after + 1)))
        if high is None:
            return None
        bare = all(isinstance(end, Calendar) and end.day and not end.month for end in (low[1], high[1]))
        if bare and "from_day" in tokens[at].means and tokens[high[0] - 1].low == ".":
            high = high[0] - 1, high[1]  # a full stop: where such a word stands no ordinal has a point
        marked = "from_day" in tokens[at].means or ("between" in tokens[at].means and "on" in tokens[start - 1].means)
        marked &= _sentence_part_ends(tokens, high[0])
        marked |= all(isinstance(end, Calendar) and bool(end.weekday) for end in (low[1], high[1]))
        if bare and not marked and not self._bare_range(tokens, start, low[0], high[0]):
            return None
        dashed = sign.low in DASHES and not (isinstance(low[1], Calendar) and low[1].day and not low[1].month)
        if not (exactly_alike if dashed else alike)(low[1], high[1]):
            return None
        return self._in_brackets_range(tokens, (high[0], Range(low[1], high[1])))

    def _range_end(self, tokens: list[Token], at: int) -> Read | None:
        """An endpoint, which in a range may be a bare day."""
        read = self.endpoint(tokens, at, led=True)
        bare = read_day(tokens, at)
        if bare is None and "to" in tokens[at + 1].means and 0 < (number := tokens[at].means.get("count", 0)) < 32:
            bare = at + 1, number  # "du treize au 15 juillet"
        if bare and (read is None or read[0] <= bare[0]) and tokens[at].digits in (0, 1, 2):
            return skip_day_word(tokens, bare[0]), Calendar(day=bare[1])
        return read

    @staticmethod
    def _bare_range(tokens: list[Token], start: int, low: int, high: int) -> bool:
        """Two bare days are a range only if both are written as ordinals: "vom 4. bis zum 23."."""
        dotted = [tokens[end - 1].low == "." or "suffix" in tokens[end - 1].means for end in (low, high)]
        return all(dotted) and tokens[start].number >= 0 and "unit" not in tokens[high].means

    def _in_brackets_range(self, tokens: list[Token], read: Read) -> Read:
        """As in "Von Montag bis Mittwoch (5.–7. Mai)" has the value in brackets, or after the comma."""
        stop, found = read
        if isinstance(found, Range) and isinstance(found.low, Calendar) and found.low.weekday and not found.low.day:
            opened = tokens[stop].low in ("(", ",")
            start = skip_links(tokens, stop + opened)
            if tokens[start].number >= 0 and tokens[start].lines < PARAGRAPH:
                inner = self.read(tokens, start)
                if len(inner) == 1 and days_only(inner[0].expression):
                    return inner[0].stop + (tokens[inner[0].stop].low == ")"), inner[0].expression
        return read

    def _since(self, tokens: list[Token], at: int) -> Read | None:
        """As in "Since X": open to the right."""
        read = self._open_end(tokens, at + 1)
        if read is None and "since_event" in tokens[at].means:
            read = self._year_of_event(tokens, at + 1)
        if read is None:
            return None
        return read[0], Open(read[1], since=True, lean=_lean(tokens[at]), origin="origin" in tokens[at].means)

    def _open_end(self, tokens: list[Token], at: int) -> Read | None:
        """What "since" and "until" may stand before: a bare day only if marked ("hasta el día 26", "до 26-го")."""
        start = skip_links(tokens, at)
        worded = "day_word" in tokens[start].means and tokens[start + 1].number >= 0
        read = self.endpoint(tokens, start + worded, led=True)
        if (
            read is None
            or not isinstance(read[1], Calendar)
            or worded
            or is_day_after_article(tokens, start)
            or marked_day(tokens, start, self.days.normaliser)
        ):
            return read
        return None if read[1].day and not (read[1].month or read[1].weekday or read[1].step) else read

    def _year_of_event(self, tokens: list[Token], at: int) -> Read | None:
        """As in "since the founding in 1991": a date with its year, few plain words further on."""
        for start in range(at + 1, at + LONGEST_EVENT):
            before, token = tokens[start - 1], tokens[start]
            if not before.low[:1].isalpha() or before.lines or not {"since", "until", "head"}.isdisjoint(before.means):
                return None
            if token.number >= 0 or "month" in token.means or "season" in token.means:
                read = self.endpoint(tokens, start, led=True)
                return read if read and isinstance(read[1], Calendar) and read[1].year and not token.lines else None
        return None

    def _until(self, tokens: list[Token], at: int) -> Read | None:
        """As in "Until X": open to the left."""
        read = self._open_end(tokens, at + 1)
        if read is None:
            return None
        found = read[1]
        if isinstance(found, Shift) and found.unit == "day" and not found.count and not found.told:
            return None  # "to this day"
        if isinstance(found, Edge) and "last_day" in tokens[at].means:
            found = replace(found, by_unit=True)
        return read[0], Open(found, since=False)

    def _chain(self, tokens: list[Token], at: int, read: Read) -> list[Found]:
        """Join what follows an endpoint after a dash, "to", a slash or "and"."""
        stop, found = read
        sign = tokens[stop]
        after = skip_links(tokens, stop + 1)
        if isinstance(found, Calendar) and found.year and not found.month:
            years = self._years(tokens, stop, found.year)
            if years:
                return [Found(at, *years)]
        night = "overnight" in sign.means
        sentence = after > stop + 1 and tokens[stop + 1].upper  # "Kraków, 3 maja 2019 – W piątek, 10 maja"
        sentence |= _begins_sentence(tokens, stop)
        joins = (sign.low in DASHES or "to" in sign.means or night) and not sentence
        if joins and sign.lines < PARAGRAPH and not tokens[after].lines:
            high = _with_year(tokens, found, self._range_end(tokens, after))
            if high and night and not next_day(found, high[1]):
                high = None
            glued = not (sign.gap or tokens[stop + 1].gap) and sign.low in DASHES
            fits = high and (exactly_alike(found, high[1]) or (glued and both_years(found, high[1])))
            if high and fits and self._closed(tokens, stop, high):
                return [Found(at, *self._in_brackets_range(tokens, (high[0], Range(found, high[1]))))]
        named = (
            self._named_days(tokens, at, read) or decades(tokens, at, read) or self._days_after_month(tokens, at, read)
        )
        if named:
            return named
        months = self._month_list(tokens, at, stop, found)
        if months:
            return months
        if ("and" in sign.means or sign.low == "/") and not sign.lines and weekday_only(found):
            high = self.endpoint(tokens, after, led=True)
            if high and weekday_only(high[1]) and next_day(found, high[1]):
                return [Found(at, *self._in_brackets_range(tokens, (high[0], Range(found, high[1]))))]
        return [Found(at, stop, found)]

    def _named_days(self, tokens: list[Token], at: int, read: Read) -> list[Found]:
        """As in "Thursday 19 and Friday 20 November": the second day gives the first its month."""
        stop, first = read
        sign = tokens[stop]
        if not isinstance(first, Calendar) or not first.weekday or not first.day or first.month or sign.lines:
            return []
        start = skip_links(tokens, stop + 1)
        second = self.endpoint(tokens, start, led=True) if "and" in sign.means or sign.low == "," else None
        if second is None or not isinstance(second[1], Calendar) or not (second[1].weekday and days_only(second[1])):
            return []
        whole = replace(first, month=second[1].month, year=second[1].year)
        if next_day(whole, second[1]):
            return [Found(at, second[0], Range(whole, second[1]))]
        return [Found(at, stop, whole), Found(start, *second)]

    def _month_list(self, tokens: list[Token], at: int, stop: int, found: Expression) -> list[Found]:
        """As in "March and April 2020": months that follow on each other are one range, others share the year."""
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
        if before.number > 31 or (before.number < 0 and "suffix" not in before.means) or after.low == ":":
            return False
        if any("day_tail" in token.means for token in tokens[high[0] - 2 : high[0]]):
            return True  # "rugsėjo 1–4 d. Dalyvių sąrašas": the word for days has been said
        return not ("unit" in after.means or "counted" in after.means or "clock" in after.means)

    def _years(self, tokens: list[Token], at: int, first: int) -> Read | None:
        """2014–2020, 1978–83, 2008/09, 2008 und 2009 after a plural."""
        sign, second = tokens[at], tokens[at + 1]
        if sign.lines or second.lines or second.number < 0:
            return None
        year = second.number
        halved = sign.low == "/" and second.number == (first + 1) % 100
        if second.digits == 2 and (halved or not second.gap) and (sign.low in DASHES or sign.low == "/"):
            year += first // 100 * 100
        elif second.digits != 4 or (
            not (sign.low in DASHES or sign.low == "/" or "to" in sign.means)
            and not ("and" in sign.means and "years" in tokens[at - 2].means)
        ):
            return None
        if (sign.low == "/" and year != first + 1) or not first < year <= edtf.LAST_YEAR:
            return None
        glued = tokens[at + 2].low in ("-", ".", "/") and not (tokens[at + 2].gap or tokens[at + 3].gap)
        if glued and tokens[at + 3].number >= 0:
            return None
        return skip_tail(tokens, at + 2), Range(Calendar(first), Calendar(year))


def _with_year(tokens: list[Token], low: Expression, high: Read | None) -> Read | None:
    """A last day with the year behind it, where the month stands before the first: "June 20–23, 2019"."""
    if high is None or not isinstance(low, Calendar) or not (low.day and low.month) or low.year:
        return high
    stop, last = high
    if not isinstance(last, Calendar) or not last.day or last.month or last.year:
        return high
    comma = tokens[stop].low == ","
    year = read_year(tokens, stop + comma) if not tokens[stop + comma].lines else None
    return (year[0], replace(last, year=year[1])) if year else high


def _begins_sentence(tokens: list[Token], at: int) -> bool:
    """True for a capital after the point of an abbreviation: "od 21 grudnia ub. r. Do 30 kwietnia 2011"."""
    return tokens[at].upper and tokens[at - 1].low.endswith(".")


def _sentence_part_ends(tokens: list[Token], at: int) -> bool:
    """True before a comma, a bracket, a full stop or a line's end, and where a preposition goes on: "del 3 al 5 en"."""
    after = tokens[at]
    if after.lines or "place_lead" in after.means:
        return True
    return after.low in (",", ";", ")", "") or (after.low == "." and tokens[at + 1].number < 0)


def _lean(token: Token) -> int:
    """Where "since" points: "seit" to the past, "ab" to what is to come, others where the tense says."""
    return -1 if "ever_since" in token.means else 1 if "from_now" in token.means else 0
