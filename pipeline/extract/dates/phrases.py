"""Rules for what is no plain calendar date: relative words, parts, numbered weeks, seasons, named days, decades.

The rules know no language: "last", "ago", "later" and the like are kinds of words that the lexicon tells apart.
Each rule takes the tokens and a position and gives (position after it, expression), or None.
"""

from __future__ import annotations

from dataclasses import replace

from pipeline.extract.dates.days import (
    DASHES,
    DayReader,
    full_year,
    read_day,
    read_year,
    skip_links,
    skip_tail,
)
from pipeline.extract.dates.expressions import (
    Calendar,
    Decade,
    Edge,
    Expression,
    Feast,
    Nth,
    Offset,
    Period,
    Shift,
    Spell,
    Then,
    Weekend,
    WeekNumber,
)
from pipeline.extract.dates.tokens import PARAGRAPH, Token

Read = tuple[int, Expression]
COUNTABLE = frozenset(("day", "week", "fortnight", "month", "quarter", "half", "year", "decade", "weekend"))
PARTS = ("begin", "middle", "end")


class PhraseReader:
    """Rules for relative and named expressions of one language."""

    def __init__(self, days: DayReader) -> None:
        self.days = days

    def read(self, tokens: list[Token], at: int) -> Read | None:
        """The longest expression that begins here."""
        means = tokens[at].means
        best: Read | None = None
        for kind, rules in _RULES.items():
            if kind in means or (kind == "number" and tokens[at].number >= 0):
                for rule in rules:
                    found = rule(self, tokens, at)
                    if found and (best is None or found[0] > best[0]):
                        best = found
        if best is None and roman_number(tokens[at].low):
            return self.roman(tokens, at)
        return best

    # ------------------------------------------------------------ relative to now

    def now(self, tokens: list[Token], at: int) -> Read | None:
        """ "Yesterday", "heuer", "br.", "vorigen Montag" in one word; "today a week ago"."""
        unit, count = tokens[at].means["now"]
        if unit != "day" and len(tokens[at].low) <= 3 and (at == 0 or _PLACES.isdisjoint(tokens[at - 1].means)):
            return None  # "br." is a monk too
        if "lower" in tokens[at].means and tokens[at].upper and not _begins_sentence(tokens, at):
            return None
        stop = at + 1
        if tokens[stop].low == "." and not tokens[stop].gap and len(tokens[at].low) <= 5 and unit != "day":
            stop += 1
        if unit == "year" and (named := self._month_of(tokens, stop)):
            return named[0], replace(named[1], year_shift=count)
        if unit == "day":
            stop = skip_day_part(tokens, stop)
        if unit == "day" and not tokens[stop].lines:
            further = self.ahead(tokens, stop) or self.ago(tokens, stop)
            if further and isinstance(further[1], Shift) and further[1].unit in COUNTABLE and not further[1].told:
                return further
            start = skip_comma(tokens, stop)
            dated = self.weekday(tokens, start) if "weekday" in tokens[start].means else self._dated(tokens, stop)
            if dated and isinstance(dated[1], Calendar) and dated[1].month:
                return dated
            if "weekday" in tokens[start].means and not tokens[start].lines:
                return start + 1, Shift(unit, count)
        return stop, Shift(unit, count)

    def told(self, tokens: list[Token], at: int) -> Read | None:
        """ "The day before", "tags darauf": counted from the last date told."""
        count = -1 if "eve" in tokens[at].means else 1
        of = self._offset_base(tokens, at + 1)
        if of:
            return of[0], Offset(count, "day", of[1])
        return at + 1, Shift("day", count, told=True)

    def _month_of(self, tokens: list[Token], at: int) -> tuple[int, Calendar] | None:
        """A month or season after the year it lies in: "loni v březnu", "next year's spring"."""
        after = skip_links(tokens, at)
        token = tokens[after]
        month = token.means.get("month") or token.means.get("season")
        if month is None or token.lines or tokens[after + 1].digits == 4 or "to" in tokens[after - 1].means:
            return None
        return after + 1, Calendar(month=month)

    def then(self, tokens: list[Token], at: int) -> Read | None:
        """ "Damals", "at that time"."""
        return at + 1, Then()

    def step(self, tokens: list[Token], at: int) -> Read | None:
        """ "Last week", "next two years", "this Monday", "next spring"."""
        step = tokens[at].means["step"]
        after = at + 1
        if tokens[after].low == "," or tokens[after].means.keys() & {"link", "count", "unit"} == {"link"}:
            after += 1
        count = self._count(tokens, after)
        if count and step:
            stop, number = count
            unit = tokens[stop].means.get("unit")
            if unit in COUNTABLE and number > 0:
                return stop + 1, Spell(unit, number, 1 if step > 0 else -1)
        return self._stepped(tokens, after, step)

    def _stepped(self, tokens: list[Token], at: int, step: int) -> Read | None:
        token = tokens[at]
        if token.lines >= PARAGRAPH:
            return None
        if (unit := token.means.get("unit")) is not None:
            named = tokens[skip_links(tokens, at + 1)]
            if unit == "month" and "month" in named.means and not named.lines:
                return skip_links(tokens, at + 1) + 1, Calendar(month=named.means["month"], step=step)
            if unit == "day":  # "the last day" is not yesterday; "the next day" follows what was told
                return (at + 1, Shift("day", step, told=True)) if step >= 0 and "plural" not in token.means else None
            if "plural" in token.means:
                return None
            if unit == "year" and (named := self._month_of(tokens, at + 1)):
                return named[0], replace(named[1], year_shift=step)
            return at + 1, Shift(unit, step, spoken=False)
        if (weekday := token.means.get("weekday")) is not None:
            day = self.days.day_first(tokens, skip_comma(tokens, at + 1))
            if day:
                return day[0], replace(day[1], weekday=weekday)
            return at + 1, Calendar(weekday=weekday, step=step)
        month = token.means.get("season") or token.means.get("month")
        if month is not None:
            return self._with_year(tokens, at + 1, Calendar(month=month, step=step))
        if (rule := token.means.get("feast")) is not None:
            return at + 1, Feast(rule, step=step)
        return None

    def unit(self, tokens: list[Token], at: int) -> Read | None:
        """ "Semaine dernière", "tydzień temu", "rok później"; a cue before a year: "rok 2011"."""
        unit = tokens[at].means["unit"]
        after = tokens[at + 1]
        if unit == "year" and not after.lines:
            year = read_year(tokens, skip_links(tokens, at + 1, 1))
            summer = year and "season" in tokens[at].means and tokens[year[0]].low not in DASHES
            if year and not summer:
                return year[0], Calendar(year[1])
        if "step" in after.means and not after.lines:
            return at + 2, Shift(unit, after.means["step"], spoken=False)
        return self._after_count(tokens, at, 1)

    def counted(self, tokens: list[Token], at: int) -> Read | None:
        """ "Three years ago", "zwei Tage später", "deux derniers mois", "2 semaines passées"."""
        count = self._count(tokens, at)
        if count is None:
            return None
        stop, number = count
        if "step" in tokens[stop].means and tokens[stop + 1].means.get("unit") in COUNTABLE:
            step = tokens[stop].means["step"]
            return (stop + 2, Spell(tokens[stop + 1].means["unit"], number, 1 if step > 0 else -1)) if step else None
        return self._after_count(tokens, stop, number)

    def _after_count(self, tokens: list[Token], at: int, number: int) -> Read | None:
        """A unit and a word for the direction; ``number`` was read before it."""
        unit = tokens[at].means.get("unit")
        if unit not in COUNTABLE or tokens[at].lines >= PARAGRAPH:
            return None
        after = tokens[at + 1]
        if after.lines >= PARAGRAPH:
            return None
        if "ago" in after.means:
            return at + 2, Shift(unit, -number, whole=False)
        for role, sign in (("later", 1), ("earlier", -1)):
            if role in after.means:
                stop = at + 2
                of = self._offset_base(tokens, stop)
                if of:
                    return of[0], Offset(sign * number, unit, of[1])
                if "than" in tokens[stop].means:
                    return None
                return stop, Shift(unit, sign * number, told=True, whole=False)
        for role, sign in (("after", 1), ("before", -1)):
            if role in after.means and (of := self._offset_base(tokens, at + 2)):
                return of[0], Offset(sign * number, unit, of[1])
        if "step" in after.means and number > 1 and after.means["step"]:
            return at + 2, Spell(unit, number, 1 if after.means["step"] > 0 else -1)
        return None

    def _offset_base(self, tokens: list[Token], at: int) -> Read | None:
        after = skip_links(tokens, at, 2)
        rule = tokens[after].means.get("feast")
        if rule is not None:
            return self.feast(tokens, after)
        return None

    def ago(self, tokens: list[Token], at: int) -> Read | None:
        """ "Vor drei Jahren", "hace dos semanas", "il y a un an"."""
        return self._counted_from(tokens, at, "ago_before", -1)

    def ahead(self, tokens: list[Token], at: int) -> Read | None:
        """ "In drei Wochen", "za tydzień", "dans un mois"."""
        return self._counted_from(tokens, at, "ahead", 1)

    def _counted_from(self, tokens: list[Token], at: int, role: str, sign: int) -> Read | None:
        if role not in tokens[at].means:
            return None
        count = self._count(tokens, at + 1)
        if count is None and "bare_unit" not in tokens[at].means:
            return None
        stop, number = count or (at + 1, 1)
        unit = tokens[stop].means.get("unit")
        if unit not in COUNTABLE:
            return None
        later = "ago" in tokens[stop + 1].means
        ahead = 0 if sign < 0 or later else 2 if "ahead_weak" in tokens[at].means else 1
        return stop + 1 + later, Shift(unit, sign * number, whole=False, ahead=ahead)

    def _count(self, tokens: list[Token], at: int) -> tuple[int, int] | None:
        token = tokens[at]
        if token.number >= 0 and token.digits <= 3:
            return at + 1, token.number
        number = token.means.get("count")
        return (at + 1, number) if number is not None else None

    # ------------------------------------------------------------ weekdays

    def weekday(self, tokens: list[Token], at: int) -> Read | None:
        """A weekday, with the week it lies in, or with the date it is: "Montag, 3. Mai", "wtorek w tym tygodniu"."""
        weekday = tokens[at].means.get("weekday") or tokens[at].means.get("weekday_short")
        stop = at + 1
        if tokens[stop].low == "." and not tokens[stop].gap and "weekday_short" in tokens[at].means:
            stop += 1
        dated = self._dated(tokens, stop)
        if dated and dated[1].weekday is None:
            return dated[0], replace(dated[1], weekday=weekday)
        if "weekday" not in tokens[at].means and not self._heads_line(tokens, at, stop):
            return None
        stop = skip_day_part(tokens, stop)
        after = skip_links(tokens, stop)
        if tokens[after].lines >= PARAGRAPH:
            return stop, Calendar(weekday=weekday)
        for start in dict.fromkeys((stop, after)):
            if qualified := self._of_week(tokens, start, weekday):
                return qualified
        if "step" in tokens[stop].means and not tokens[stop].lines and not self._own_step(tokens, stop):
            return stop + 1, Calendar(weekday=weekday, step=tokens[stop].means["step"])
        return stop, Calendar(weekday=weekday)

    @staticmethod
    def _heads_line(tokens: list[Token], at: int, stop: int) -> bool:
        """True for a short weekday that is all of a text, or begins a line of a programme: "Mo.: Anreise"."""
        apart = at == 0 or tokens[at].lines > 0 or tokens[at - 1].low in (":", "·", "|", ";", ".", "•", "*")
        return apart and (not tokens[stop].low or tokens[stop].low in (":", "–", "—") and not tokens[stop].lines)

    def _own_step(self, tokens: list[Token], at: int) -> bool:
        """True if "next" belongs to what follows it, not to the weekday before."""
        return self._stepped(tokens, at + 1, tokens[at].means["step"]) is not None

    def _dated(self, tokens: list[Token], at: int) -> tuple[int, Calendar] | None:
        """The date after a weekday."""
        after = skip_comma(tokens, at)
        opened = tokens[after].low == "(" and tokens[after].lines == 0
        after = skip_links(tokens, after + opened)
        if tokens[after].lines >= PARAGRAPH:
            return None
        read = self.days.numeric(tokens, after, sure=True) or self.days.day_first(tokens, after)
        if read is None and ("month" in tokens[after].means or "month_short" in tokens[after].means):
            read = self.days.month_first(tokens, after)
            read = read if read and read[1].day else None
        if read is None and not opened and (bare := read_day(tokens, after)) and self._closed_day(tokens, after, bare[0]):
            read = bare[0], Calendar(day=bare[1])
        if read is None or read[1].day is None:
            return None
        read = self.days.with_shift(tokens, read)
        return (read[0] + 1, read[1]) if opened and tokens[read[0]].low == ")" else read

    def _closed_day(self, tokens: list[Token], at: int, stop: int) -> bool:
        """True if a number after a weekday is a day of the month: "Dienstag, der 25."."""
        if tokens[at].number < 0:
            return False
        dotted = tokens[stop - 1].low == "." or "suffix" in tokens[stop - 1].means
        after = tokens[stop]
        if "to" in after.means or "and" in after.means or after.low in DASHES:
            return not (tokens[stop + 1].number >= 0 and "clock" in tokens[stop + 2].means)
        ends = after.lines > 0 or after.low in (",", ";", ".", ")", "") and tokens[stop + 1].number < 0
        word = after.low[:1].isalpha() and not after.upper and {"unit", "clock", "counted"}.isdisjoint(after.means)
        if not dotted and (ends or word) and not tokens[at].lines and tokens[at].digits <= 2:
            return True
        return (dotted or "link" in tokens[at - 1].means) and after.number < 0 and "unit" not in after.means

    def _of_week(self, tokens: list[Token], at: int, weekday: int) -> Read | None:
        """ "… of last week", "… in two weeks", "… za tydzień", "… before Christmas"."""
        means = tokens[at].means
        week: Read | None = None
        if "step" in means:
            week = self.step(tokens, at)
        elif "unit" in means:
            week = self.unit(tokens, at)
        elif "ahead" in means:
            week = self.ahead(tokens, at)
        elif "ago_before" in means:
            week = self.ago(tokens, at)
        elif "count" in means or tokens[at].number >= 0:
            week = self.counted(tokens, at)
        if week and isinstance(week[1], Shift) and week[1].unit in ("week", "fortnight"):
            return week[0], replace(week[1], weekday=weekday, told=False)
        for role, sign in (("after", 1), ("before", -1)):
            if role in means and (of := self._offset_base(tokens, at + 1)):
                return of[0], Offset(sign, "week", of[1], weekday=weekday)
            if role in means and sign > 0 and tokens[(n := skip_links(tokens, at + 1))].means.get("step") == 1:
                if not self._stepped(tokens, n + 1, 1):
                    return n + 1, Calendar(weekday=weekday, step=2)
        return None

    # ------------------------------------------------------------ parts of larger units

    def part(self, tokens: list[Token], at: int) -> Read | None:
        """Beginning, middle or end of a month, year, decade or week."""
        name = next(name for name in PARTS if name in tokens[at].means)
        after = at + 1
        if tokens[after].low in DASHES and not tokens[after].gap:
            after += 1
        after = skip_links(tokens, after)
        if tokens[after].lines >= PARAGRAPH:
            return None
        inner = self.whole(tokens, after)
        if inner is None:
            return None
        by_unit = isinstance(inner[1], Shift) or any(token.means.get("unit") == "month" for token in tokens[at:after + 1])
        return inner[0], Edge(name, inner[1], by_unit=by_unit)

    def whole(self, tokens: list[Token], at: int) -> Read | None:
        """A month, year, decade, week, season or quarter: what has parts and numbered days."""
        token = tokens[at]
        if token.means.get("unit") and (special := self.unit_number(tokens, at) or self.years_of(tokens, at)):
            return special
        year = read_year(tokens, at)
        if year:
            decade = self.number(tokens, at)
            return decade if decade and decade[0] > year[0] - 1 and isinstance(decade[1], Decade) else (year[0], Calendar(year[1]))
        if "month" in token.means or "month_short" in token.means:
            found = self.days.month_first(tokens, at)
            if found and found[1].day is None:
                return self.days.with_shift(tokens, found)
            return (at + 1, Calendar(month=token.means["month"])) if "month" in token.means else None
        if "unit" in token.means:
            found_unit = self.unit(tokens, at)
            if found_unit:
                return found_unit
            after = skip_links(tokens, at + 1)
            if token.means["unit"] == "month" and "month" in tokens[after].means:
                return self.whole(tokens, after)
            return at + 1, Shift(token.means["unit"], 0)
        return self.read(tokens, at)

    def ordinal(self, tokens: list[Token], at: int) -> Read | None:
        """ "Third quarter", "first week of May", "last Monday in March"; "last" counts as -1."""
        number = tokens[at].means.get("ordinal")
        if number is None and tokens[at].means.get("step") == -1:
            number = -1
        return self.numbered(tokens, at + 1, number) if number else None

    def numbered(self, tokens: list[Token], at: int, number: int) -> Read | None:
        """What an ordinal number counts."""
        means = tokens[at].means
        unit, weekday = means.get("unit"), means.get("weekday")
        if tokens[at].lines >= PARAGRAPH:
            return None
        if unit in ("quarter", "half", "third") and number > 0:
            return self._period(tokens, at, unit, number)
        if unit == "century":
            return (at + 1, Decade((number - 1) * 100, 100)) if number > 10 else None
        if "part_of_month" in means:  # one word for both: "Oktoberwoche"
            unit, month = means["part_of_month"]
            inner, found = at, self._with_year(tokens, at + 1, Calendar(month=month))
            if unit == "half":
                return found[0], Edge("begin" if number == 1 else "middle", found[1])
            return found[0], Nth(number, unit, found[1])
        if unit == "day" and number == -1 and "days" in means:
            inner_month = self.whole(tokens, skip_links(tokens, at + 1))
            return (inner_month[0], Edge("end", inner_month[1])) if inner_month else None
        if unit not in ("day", "week", "weekend", "decade", None) or (unit is None and weekday is None):
            return None
        inner = skip_links(tokens, at + 1)
        found = self.whole(tokens, inner)
        if found is None or isinstance(found[1], (Feast, Offset, Spell)):
            return None
        if unit == "decade" and not (isinstance(found[1], Calendar) and found[1].month):
            return None
        if isinstance(found[1], Calendar) and (found[1].weekday or found[1].day):
            return None
        if isinstance(found[1], Shift) and (found[1].unit not in ("month", "year") or inner == at + 1 and number > 0):
            return None
        return found[0], Nth(number, unit or "weekday", found[1], weekday)

    def _period(self, tokens: list[Token], at: int, unit: str, number: int) -> Read | None:
        """A numbered quarter or half, of a month even: "second half of April" is April."""
        after = at + 1
        if tokens[after].low == "." and not tokens[after].gap and tokens[after + 1].digits == 4:
            after += 1
        after = skip_links(tokens, after)
        if tokens[after].means.get("unit") == "year" and read_year(tokens, skip_links(tokens, after + 1)):
            after = skip_links(tokens, after + 1)
        year = read_year(tokens, after)
        if year and not tokens[after].lines:
            return year[0], Period(unit, number, year[1])
        now = tokens[after].means.get("now")
        if now and now[0] == "year":
            stop = after + 1
            point = tokens[stop].low == "." and not tokens[stop].gap and len(tokens[after].low) <= 5
            return stop + point, Period(unit, number, year_shift=now[1])
        step, following = tokens[after].means.get("step"), tokens[after + 1].means.get("unit")
        if step is not None and following == "year":
            return after + 2, Period(unit, number, year_shift=step)
        if "month" in tokens[after].means and unit == "half":
            inner = self.whole(tokens, after)
            return (inner[0], Edge("begin" if number == 1 else "middle", inner[1])) if inner else None
        if "half_of" in tokens[at].means:
            inner = self.numbered_century(tokens, after)
            return inner
        whole_year = tokens[after].means.get("unit") == "year"
        return after + 1 if whole_year else at + 1, Period(unit, number)

    def numbered_century(self, tokens: list[Token], at: int) -> Read | None:
        """ "… of the 15th century", after "the first half"."""
        inner = self.number(tokens, at) if tokens[at].number >= 0 else self.roman(tokens, at)
        return inner if inner and isinstance(inner[1], Decade) else None

    def edge(self, tokens: list[Token], at: int) -> Read | None:
        """ "Year-end" in one word."""
        part, unit = tokens[at].means["edge"]
        year = read_year(tokens, at + 1)
        if year and not tokens[at + 1].lines:
            return year[0], Edge(part, Calendar(year[1]))
        return at + 1, Edge(part, Shift(unit, 0), by_unit=True)

    def weekend(self, tokens: list[Token], at: int) -> Read | None:
        """ "At the weekend": without a word for which one."""
        if tokens[at].means["unit"] != "weekend" or at == 0:
            return None
        before = tokens[at - 1].means
        return (at + 1, Weekend()) if "on" in before or "lead" in before else None

    # ------------------------------------------------------------ seasons, named days, decades

    def season(self, tokens: list[Token], at: int) -> Read | None:
        """ "Autumn 2016", "winter 2008/09", "the spring of last year"; alone only where a word places it in time."""
        means = tokens[at].means
        stop, found = self._with_year(tokens, at + 1, Calendar(month=means["season"]))
        if found.year is None and found.year_shift is None and "when" not in means:
            before = tokens[at - 1] if at else tokens[-1]
            placed = at == 0 or any(role in before.means for role in _PLACING) or "step" in before.means
            if not placed or before.number >= 0:
                return None
        return stop, found

    def _with_year(self, tokens: list[Token], at: int, found: Calendar) -> tuple[int, Calendar]:
        """Add the year, spelt out or relative, that stands after a month or season; 2008/09 is 2008."""
        after = skip_links(tokens, at)
        year = read_year(tokens, after)
        if year and not tokens[after].lines:
            stop, told = year
            following = tokens[stop + 1].number % 100 == (told + 1) % 100 and tokens[stop + 1].digits in (2, 4)
            if tokens[stop].low in ("/", "-", "–") and following and not tokens[stop + 1].gap:
                stop = skip_tail(tokens, stop + 2)
            return stop, replace(found, year=told, step=None)
        return self.days.with_shift(tokens, (at, found))

    def feast(self, tokens: list[Token], at: int) -> Read | None:
        """A named day, with its year or with its date: "Easter Monday 2018", "Europatag, dem 9. Mai"."""
        rule = tokens[at].means["feast"]
        dated = self._dated(tokens, at + 1)
        if dated and (dated[1].month or dated[1].year):
            return dated
        after = skip_links(tokens, at + 1)
        if tokens[after].means.get("unit") == "year":
            after += 1
        year = read_year(tokens, after)
        if year and not tokens[after].lines:
            return year[0], Feast(rule, year[1])
        step = tokens[after].means.get("step")
        if step is not None and tokens[after + 1].means.get("unit") == "year":
            return after + 2, Feast(rule, year_shift=step)
        return at + 1, Feast(rule)

    def decade(self, tokens: list[Token], at: int) -> Read | None:
        """A decade named in words: "Neunziger", "the nineties", "lata osiemdziesiąte"."""
        stop = at + 1
        if tokens[stop].low in DASHES and not tokens[stop].gap:
            stop += 1
        named = tokens[stop].means.get("unit") in ("year", "decade")
        if "count" in tokens[at].means or not (named or "decade_alone" in tokens[at].means):
            return None
        return stop + named, Decade(tokens[at].means["decade"])

    def number(self, tokens: list[Token], at: int) -> Read | None:
        """ "90er Jahre", "1990er-Jahre", "the 1990s", "lata 90." (from its second word), "15. Jahrhundert"."""
        token = tokens[at]
        after = at + 1
        if tokens[after].low in DASHES and not tokens[after].gap and "decade_suffix" in tokens[after + 1].means:
            after += 1
        if "decade_suffix" in tokens[after].means and token.digits in (2, 4) and token.number % 10 == 0:
            glued = not tokens[after].gap or tokens[after].low in APOSTROPHE_LIKE
            led = token.number >= 50 and at > 0 and ("link" in tokens[at - 1].means or "lead" in tokens[at - 1].means)
            stop = after + 1
            if tokens[stop].low in DASHES:
                stop += 1
            named = tokens[stop].means.get("unit") in ("year", "decade")
            if glued and (named or token.digits == 4 or led):
                return (stop + 1 if named else after + 1), Decade(token.number)
            after = at + 1
        if token.digits == 2 and token.number % 10 == 0 and tokens[after].low == "." and "years" in tokens[after + 1].means:
            return after + 2, Decade(token.number)
        if tokens[after].low == "." and not tokens[after].gap or "suffix" in tokens[after].means and not tokens[after].gap:
            after += 1
        if tokens[after].low in DASHES and "suffix" in tokens[after + 1].means and not tokens[after + 1].gap:
            after += 2
        if token.digits <= 2 and token.number > 0 and not tokens[after].lines:
            return self.numbered(tokens, after, token.number) if after > at + 1 or self._bare_ordinal(tokens, after) else None
        return None

    @staticmethod
    def _bare_ordinal(tokens: list[Token], at: int) -> bool:
        """Without a point only what is never counted takes a number before it: "3 kwartał", "15 wiek"."""
        return tokens[at].means.get("unit") in ("quarter", "century") and "bare_number" in tokens[at].means

    def years_of(self, tokens: list[Token], at: int) -> Read | None:
        """ "Lata 90.", "años noventa", "les années 1990", "anni '90"."""
        if tokens[at].means.get("unit") not in ("year", "decade"):
            return None
        after = at + 1
        if tokens[at].means["unit"] == "decade":
            after = skip_links(tokens, after)
            after += tokens[after].means.get("unit") == "year"
            if tokens[after].digits in (2, 4) and tokens[after].number % 10 == 0 and not tokens[after].lines:
                return after + 1, Decade(tokens[after].number)
        if tokens[after].low in APOSTROPHE_LIKE:
            after += 1
        token = tokens[after]
        if "decade" in token.means:
            return self._in_century(tokens, after + 1), Decade(token.means["decade"])
        plural = "years" in tokens[at].means
        if plural and token.digits in (2, 4) and token.number % 10 == 0 and not token.lines:
            stop = after + 1
            dotted = tokens[stop].low == "." and not tokens[stop].gap
            if token.digits == 2 or dotted:
                return self._in_century(tokens, stop + dotted), Decade(token.number)
            if tokens[stop].low in DASHES and tokens[stop].gap is False:
                suffix = "suffix" in tokens[stop + 1].means
                return (stop + 2, Decade(token.number)) if suffix else None
            if "decade_years" in tokens[at].means and tokens[stop].low not in DASHES:
                return stop, Decade(token.number)
        return None

    @staticmethod
    def _in_century(tokens: list[Token], at: int) -> int:
        """Skip "of the last century" after a decade."""
        if "step" in tokens[at].means and tokens[at + 1].means.get("unit") == "century":
            return at + 2
        if roman_number(tokens[at].low) > 15 and tokens[at + 1].means.get("unit") == "century":
            return at + 2
        return at

    def roman(self, tokens: list[Token], at: int) -> Read | None:
        """ "XV wiek", "III kwartał 2022", "I połowa 2018"."""
        number = tokens[at].means.get("roman") or roman_number(tokens[at].low)
        after = at + 1
        if tokens[after].low == "." and not tokens[after].gap or "suffix" in tokens[after].means and not tokens[after].gap:
            after += 1
        if tokens[after].low in DASHES and "suffix" in tokens[after + 1].means:
            after += 2
        return self.numbered(tokens, after, number) if number else None

    def unit_number(self, tokens: list[Token], at: int) -> Read | None:
        """ "Q3 2019", "siècle XV", "KW 24"."""
        unit = tokens[at].means.get("unit")
        if unit not in ("quarter", "century", "half", "week") or "numbered_after" not in tokens[at].means:
            return None
        token = tokens[at + 1]
        if unit == "week":
            if not 1 <= token.number <= 53 or token.lines:
                return None
            after = at + 2 + (tokens[at + 2].low == "/")
            year = read_year(tokens, after)
            return (year[0], WeekNumber(token.number, year[1])) if year else (at + 2, WeekNumber(token.number))
        number = token.number if 0 < token.number < 22 else roman_number(token.low)
        if not number or token.lines:
            return None
        return at + 2 if unit == "century" else self._period(tokens, at + 1, unit, number)[0], (  # type: ignore[index]
            Decade((number - 1) * 100, 100) if unit == "century" else self._period(tokens, at + 1, unit, number)[1]  # type: ignore[index]
        )


_PLACES = frozenset(("lead", "on", "link", "from", "until", "since", "between"))
_PLACING = ("lead", "on", "from", "until", "since", "between", "to", "and", *PARTS)
APOSTROPHE_LIKE = frozenset("'’‘`")


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


def skip_day_part(tokens: list[Token], at: int) -> int:
    """Skip a word for a time of day: "Montag früh", "yesterday evening"."""
    while "day_part" in tokens[at].means and not tokens[at].lines and tokens[at].low:
        at += 1
    return at


def _begins_sentence(tokens: list[Token], at: int) -> bool:
    return at == 0 or tokens[at].lines > 0 or tokens[at - 1].low in ".!?:;–„“«»\"("


def skip_comma(tokens: list[Token], at: int) -> int:
    """Skip a comma and the small words after it."""
    if tokens[at].low == "," and not tokens[at].gap:
        at += 1
    return skip_links(tokens, at)


_ = full_year
_RULES = {
    "now": (PhraseReader.now,),
    "eve": (PhraseReader.told,),
    "morrow": (PhraseReader.told,),
    "roman": (PhraseReader.roman,),
    "then": (PhraseReader.then,),
    "step": (PhraseReader.step, PhraseReader.ordinal),
    "edge": (PhraseReader.edge,),
    "unit": (PhraseReader.years_of, PhraseReader.unit, PhraseReader.unit_number, PhraseReader.weekend),
    "count": (PhraseReader.counted,),
    "number": (PhraseReader.counted, PhraseReader.number),
    "ago_before": (PhraseReader.ago,),
    "ahead": (PhraseReader.ahead,),
    "weekday": (PhraseReader.weekday,),
    "weekday_short": (PhraseReader.weekday,),
    "ordinal": (PhraseReader.ordinal,),
    "season": (PhraseReader.season,),
    "feast": (PhraseReader.feast,),
    "decade": (PhraseReader.decade,),
    **{part: (PhraseReader.part,) for part in PARTS},
}
