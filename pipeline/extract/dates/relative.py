"""Phrase rules for relative words."""

from __future__ import annotations

from dataclasses import replace

from pipeline.extract.dates.expressions import Calendar, Expression
from pipeline.extract.dates.numbers import (
    DASHES,
    read_year,
    skip_links,
)
from pipeline.extract.dates.parts import Feast
from pipeline.extract.dates.rules import (
    COUNTABLE,
    PARTS,
    PLACES,
    Read,
    begins_sentence,
    skip_comma,
    skip_day_part,
)
from pipeline.extract.dates.shifts import Near, Offset, Shift, Spell, WeekOf
from pipeline.extract.dates.tokens import PARAGRAPH, Token
from pipeline.extract.dates.visits import BothDays, Following
from pipeline.extract.dates.weekdays import WeekdayRules


class RelativeRules(WeekdayRules):
    """Rules for what counts from now or from what was told."""

    def now(self, tokens: list[Token], at: int) -> Read | None:
        """As in "Yesterday", "heuer", "br.", "vorigen Montag" in one word; "today a week ago"."""
        unit, count = tokens[at].means["now"]
        if unit != "day" and len(tokens[at].low) <= 3 and PLACES.isdisjoint(tokens[at - 1].means):
            return None  # "br." is a monk too
        if "lower" in tokens[at].means and tokens[at].upper and not begins_sentence(tokens, at):
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
        """As in "The day before", "tags darauf": counted from the last date told."""
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
        whole = self.days.month_first(tokens, after) if self.days.order == "YMD" else None
        dated = whole is not None and whole[1].day is not None and whole[1].year is None
        return whole if dated else (after + 1, Calendar(month=month))  # "šių metų birželio 7 d."

    def step(self, tokens: list[Token], at: int) -> Read | None:
        """As in "Last week", "next two years", "this Monday", "next spring"."""
        step = tokens[at].means["step"]
        after = at + 1
        joins = tokens[after].low == "," or tokens[after].means.keys() & {"link", "count", "unit"} == {"link"}
        after += joins and tokens[after].lines < PARAGRAPH
        count = self._count(tokens, after)
        if count and step:
            stop, number = count
            unit = tokens[stop].means.get("unit")
            if unit in COUNTABLE and number > 0:
                return stop + 1, _counted_step(tokens[stop], unit, number, step)
        return self._after_told(tokens, at, after) or self._stepped(tokens, after, step)

    @staticmethod
    def _after_told(tokens: list[Token], at: int, after: int) -> Read | None:
        """As in "in the following year", "in the same month": counted from what was told, not from now."""
        means = tokens[after].means
        unit, season = means.get("unit"), means.get("season") or means.get("month")
        if "told_step" not in tokens[at].means or tokens[after].lines >= PARAGRAPH or "plural" in means:
            return None
        if unit in COUNTABLE:
            return after + 1, Shift(unit, tokens[at].means["step"], told=True)
        return (after + 1, Following(season, tokens[at].means["step"])) if season else None

    def _stepped(self, tokens: list[Token], at: int, step: int) -> Read | None:
        token = tokens[at]
        if token.lines >= PARAGRAPH:
            return None
        if not token.means and not token.upper and "season" in tokens[at + 1].means:
            return self._stepped(tokens, at + 1, step)  # "in diesem strengen Winter"
        if (unit := token.means.get("unit")) is not None:
            named = tokens[skip_links(tokens, at + 1)]
            if unit == "month" and "month" in named.means and not named.lines:
                return skip_links(tokens, at + 1) + 1, Calendar(month=named.means["month"], step=step)
            if "day_word" in token.means and 1 <= named.number <= 31 and not _lists_on(tokens, at + 2):
                return at + 2, Calendar(day=named.number, step=step)
            if unit == "day":  # "the last day" is not yesterday; "the next day" follows what was told
                leads = "on" in token.means and tokens[at + 1].number >= 0  # "stało się to dnia 9 czerwca"
                told = step >= 0 and "plural" not in token.means and not leads
                return (at + 1, Shift("day", step, told=True)) if told else None
            if "singular" in tokens[at - 1].means and "season" in token.means:
                return self._with_year(tokens, at + 1, Calendar(month=token.means["season"], step=step))
            if "plural" in token.means:
                return None
            if unit == "year" and (month_of := self._month_of(tokens, at + 1)):
                return month_of[0], replace(month_of[1], year_shift=step)
            return at + 1, Shift(unit, step, spoken=False)
        if (weekday := token.means.get("weekday")) is not None:
            day = self.days.day_first(tokens, skip_comma(tokens, at + 1))
            if day:
                return day[0], replace(day[1], weekday=weekday)
            if step > 0 and self.days.next_week:
                return at + 1, Shift("week", step, weekday=weekday, spoken=False)
            return at + 1, Calendar(weekday=weekday, step=step)
        month = token.means.get("season") or token.means.get("month")
        if month is not None:
            return self._with_year(tokens, at + 1, Calendar(month=month, step=step))
        if (rule := token.means.get("feast")) is not None:
            return at + 1, Feast(rule, step=step)
        return None

    def unit(self, tokens: list[Token], at: int) -> Read | None:
        """As in "Semaine dernière", "tydzień temu", "rok później"; a cue before a year: "rok 2011"."""
        unit = tokens[at].means["unit"]
        after = tokens[at + 1]
        if unit == "year" and not after.lines:
            year = read_year(tokens, skip_links(tokens, at + 1, 1))
            span = year and tokens[year[0]].low in DASHES and tokens[year[0] + 1].number >= 0
            summer = year and "season" in tokens[at].means and not span
            if year and not summer:
                return year[0], Calendar(year[1])
        if unit == "week" and (week := self._week_of(tokens, at + 1)):
            return week
        if "step" in after.means and not after.lines and "plural" not in tokens[at].means:
            return at + 2, Shift(unit, after.means["step"], told="told_step" in after.means, spoken=False)
        if "plural" in tokens[at].means:
            return None  # "a few days later"
        return self._after_count(tokens, at, 1)

    def _week_of(self, tokens: list[Token], at: int) -> Read | None:
        """As in "the week of 15 May", "in der Woche vom 12. Mai"."""
        start = skip_links(tokens, at + ("from" in tokens[at].means))
        named = not {"month", "month_short"}.isdisjoint(tokens[start].means)
        if start == at or tokens[start].lines or (tokens[start].number < 0 and not named):
            return None
        day = self.days.numeric(tokens, start, sure=False) or self.days.day_first(tokens, start)
        if named:
            day = self.days.month_first(tokens, start)
            day = day if day and day[1].day else None
        further = day and (tokens[day[0]].low in DASHES or "to" in tokens[day[0]].means)
        return (day[0], WeekOf(day[1])) if day and day[1].month and not further else None

    def counted(self, tokens: list[Token], at: int) -> Read | None:
        """As in "Three years ago", "zwei Tage später", "deux derniers mois", "2 semaines passées"."""
        count = self._count(tokens, at)
        if count is None:
            return None
        stop, number = count
        if number == 2 and "both" in tokens[at].means and "days" in tokens[stop].means:
            return stop + 1, BothDays()
        if "step" in tokens[stop].means and tokens[stop + 1].means.get("unit") in COUNTABLE:
            step = tokens[stop].means["step"]
            unit = tokens[stop + 1].means["unit"]
            return (stop + 2, _counted_step(tokens[stop + 1], unit, number, step)) if step else None
        if "vague" in tokens[at].means or tokens[stop].lines >= PARAGRAPH:
            return None
        return self._after_count(tokens, stop, number)

    def _after_count(self, tokens: list[Token], at: int, number: int) -> Read | None:
        """A unit and a word for the direction; ``number`` was read before it."""
        unit, after = tokens[at].means.get("unit"), tokens[at + 1]
        if unit not in COUNTABLE or after.lines >= PARAGRAPH:
            return None
        if "ago" in after.means:
            return self._month_in(tokens, (at + 2, Shift(unit, -number, whole=False)))
        for role, sign in (("later", 1), ("earlier", -1)):
            if role in after.means:
                stop = at + 2
                of = self._offset_base(tokens, stop)
                if of:
                    return of[0], Offset(sign * number, unit, of[1])
                if "than" in tokens[stop].means or ("after" in after.means and "link" in tokens[stop].means):
                    return None  # "una settimana dopo la tempesta": after what is no date
                whole = unit == "week" and "link" in tokens[at - 1].means  # "in der Woche darauf", not a day
                return stop, Shift(unit, sign * number, told=True, whole=whole)
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

    def near(self, tokens: list[Token], at: int) -> Read | None:
        """As in "before Christmas", "nach Pfingsten"."""
        of = self._offset_base(tokens, at + 1)
        return (of[0], Near(of[1])) if of and isinstance(of[1], Feast) and of[1].year is None else None

    def ago(self, tokens: list[Token], at: int) -> Read | None:
        """As in "Vor drei Jahren", "hace dos semanas", "il y a un an"."""
        return self._counted_from(tokens, at, "ago_before", -1)

    def ahead(self, tokens: list[Token], at: int) -> Read | None:
        """As in "In drei Wochen", "za tydzień", "dans un mois"."""
        return self._counted_from(tokens, at, "ahead", 1)

    def _counted_from(self, tokens: list[Token], at: int, role: str, sign: int) -> Read | None:
        if role not in tokens[at].means or "than" in tokens[at - 1].means:
            return None  # "more than in three years" compares
        count = self._count(tokens, at + 1)
        if (count is None and "bare_unit" not in tokens[at].means) or "vague" in tokens[at + 1].means:
            return None
        stop, number = count or (at + 1, 1)
        unit = tokens[stop].means.get("unit")
        if unit not in COUNTABLE or (count is None and read_year(tokens, stop + 1)):
            return None
        later = "ago" in tokens[stop + 1].means
        ahead = 0 if sign < 0 or later else 2 if "ahead_weak" in tokens[at].means else 1
        return self._month_in(tokens, (stop + 1 + later, Shift(unit, sign * number, whole=False, ahead=ahead)))

    def _month_in(self, tokens: list[Token], read: tuple[int, Shift]) -> Read:
        """As in "two years ago, in June", "next year, in the middle of May"."""
        stop, found = read
        start = skip_comma(tokens, stop)
        if found.unit != "year" or start == stop or tokens[start].lines:
            return read
        start = next((start + 1 for part in PARTS if part in tokens[start].means), start)
        named = self._month_of(tokens, start)
        return (named[0], replace(named[1], year_shift=found.count)) if named else read

    def _count(self, tokens: list[Token], at: int) -> tuple[int, int] | None:
        token = tokens[at]
        if token.number >= 0 and token.digits <= 3:
            return at + 1, token.number
        number = token.means.get("count")
        return (at + 1, number) if number is not None else None


def _counted_step(word: Token, unit: str, number: int, step: int) -> Expression:
    """As in "the next two weeks", a stretch; with the unit in the singular the nth: "upcoming two week"."""
    sign = 1 if step > 0 else -1
    return Shift(unit, sign * number) if number > 1 and "nth" in word.means else Spell(unit, number, sign)


def _lists_on(tokens: list[Token], at: int) -> bool:
    """True where the number before has its month or further days behind it: "los próximos días 7 y 8 de abril"."""
    sign, after = tokens[at], tokens[at + 1]
    joins = sign.low == "," or not {"and", "to", "or"}.isdisjoint(sign.means)
    return "month" in sign.means or "month" in after.means or (joins and after.number >= 0)
