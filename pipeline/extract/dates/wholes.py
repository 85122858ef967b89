"""Phrase rules for what has parts or is numbered."""

from __future__ import annotations

from dataclasses import replace

from pipeline.extract.dates.eras import EraRules
from pipeline.extract.dates.expressions import Calendar, Decade, Expression
from pipeline.extract.dates.numbers import (
    DASHES,
    read_day,
    read_year,
    skip_links,
)
from pipeline.extract.dates.parts import Edge, Feast, Nth, Period
from pipeline.extract.dates.rules import (
    PARTS,
    Read,
)
from pipeline.extract.dates.shifts import Offset, Shift, Spell, Weekend
from pipeline.extract.dates.tokens import PARAGRAPH, Token
from pipeline.extract.dates.visits import StayDay, StayWeek


class WholeRules(EraRules):
    """Rules for months, years, quarters and weeks that have parts or are numbered."""

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
        by_unit = isinstance(inner[1], Shift) or any(
            token.means.get("unit") == "month" for token in tokens[at : after + 1]
        )
        by_day = "closing" in tokens[at].means
        edge = Edge(name, inner[1], by_unit=by_unit, months=self.days.edge_months, by_day=by_day)
        return inner[0], replace(edge, stretches=self.days.stretches.get(name, ()))

    def whole(self, tokens: list[Token], at: int) -> Read | None:
        """A month, year, decade, week, season or quarter: what has parts and numbered days."""
        token = tokens[at]
        if token.means.get("unit") and (special := self.unit_number(tokens, at) or self.years_of(tokens, at)):
            return special
        year = read_year(tokens, at)
        if year:
            decade = self.number(tokens, at)
            return (
                decade
                if decade and decade[0] > year[0] - 1 and isinstance(decade[1], Decade)
                else (year[0], Calendar(year[1]))
            )
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
            told = "link" in tokens[at - 1].means and token.means["unit"] in ("month", "year")  # "Ende des Monats"
            return at + 1, Shift(token.means["unit"], 0, spoken=not told)
        return self.read(tokens, at)

    def ordinal(self, tokens: list[Token], at: int) -> Read | None:
        """As in "Third quarter", "first week of May", "last Monday in March"; "last" counts as -1."""
        stop, number = read_day(tokens, at) or (at, None)
        if tokens[stop].means.get("step") == -1 and (number is None or number > 1):
            return self.numbered(tokens, stop + 1, -(number or 1))  # "the third last week"
        number = tokens[at].means.get("ordinal")
        return self.numbered(tokens, at + 1, number) if number else None

    def numbered(self, tokens: list[Token], at: int, number: int) -> Read | None:
        """What an ordinal number counts."""
        means = tokens[at].means
        unit, weekday = means.get("unit"), means.get("weekday")
        if tokens[at].lines >= PARAGRAPH:
            return None
        if unit == "fortnight" and "month" in tokens[skip_links(tokens, at + 1)].means:
            unit = "half"  # "la première quinzaine de mai"
        if unit in ("quarter", "half", "third") and number > 0:
            return self._period(tokens, at, unit, number)
        if unit == "century":
            return (at + 1, Decade((number - 1) * 100, 100)) if number > 10 else None
        if "part_of_month" in means:  # one word for both: "Oktoberwoche"
            unit, month = means["part_of_month"]
            stop, named = self._with_year(tokens, at + 1, Calendar(month=month))
            return stop, Nth(number, unit, named)
        if unit == "day" and number == -1 and "days" in means:
            inner_month = self.whole(tokens, skip_links(tokens, at + 1))
            return (inner_month[0], Edge("end", inner_month[1])) if inner_month else None
        if unit not in ("day", "week", "weekend", "decade", None) or (unit is None and weekday is None):
            return None
        inner = skip_links(tokens, at + 1)
        if weekday and number > 0 and "after" in tokens[at + 1].means and (of := self._offset_base(tokens, at + 2)):
            return of[0], Offset(number, "week", of[1], weekday=weekday)
        found = self.whole(tokens, inner) if tokens[inner].lines < PARAGRAPH else None
        if found is None or not self._countable_in(found[1], unit, linked=inner > at + 1 or number < 0):
            return self._of_stay(tokens, at, number)
        return found[0], Nth(number, unit or "weekday", found[1], weekday)

    @staticmethod
    def _of_stay(tokens: list[Token], at: int, number: int) -> Read | None:
        """As in "the second day", "the last day of the visit", "the third week": of the stay told before."""
        if "plural" in tokens[at].means or tokens[at + 1].means.get("unit"):
            return None
        unit = tokens[at].means.get("unit")
        return (at + 1, StayDay(number) if unit == "day" else StayWeek(number)) if unit in ("day", "week") else None

    @staticmethod
    def _countable_in(whole: Expression, unit: str | None, *, linked: bool) -> bool:
        """True for what days, weeks and weekdays are counted in: a month or year, but no day or week."""
        if isinstance(whole, Calendar):
            return not (whole.weekday or whole.day) and bool(unit != "decade" or whole.month)
        if isinstance(whole, Shift):
            return whole.unit in ("month", "year") and linked and unit != "decade"
        return not isinstance(whole, (Feast, Offset, Spell)) and unit != "decade"

    def _period(self, tokens: list[Token], at: int, unit: str, number: int) -> Read | None:
        """A numbered quarter or half, of a month even."""
        after = at + 1
        if tokens[after].low in (".", "/") and not tokens[after].gap and tokens[after + 1].digits == 4:
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
            return (inner[0], Nth(number, "half", inner[1])) if inner else None
        if "half_of" in tokens[at].means:
            inner = self.numbered_century(tokens, after)
            return inner
        whole_year = tokens[after].means.get("unit") == "year"
        return after + 1 if whole_year else at + 1, Period(unit, number)

    def numbered_century(self, tokens: list[Token], at: int) -> Read | None:
        """As in "… of the 15th century", after "the first half"."""
        inner = self.number(tokens, at) if tokens[at].number >= 0 else self.roman(tokens, at)
        return inner if inner and isinstance(inner[1], Decade) else None

    def edge(self, tokens: list[Token], at: int) -> Read | None:
        """As in "Year-end" in one word."""
        part, unit = tokens[at].means["edge"]
        year = read_year(tokens, at + 1)
        if year and not tokens[at + 1].lines:
            return year[0], Edge(part, Calendar(year[1]), months=self.days.edge_months)
        edge = Edge(part, Shift(unit, 0), by_unit=True, months=self.days.edge_months)
        return at + 1, replace(edge, stretches=self.days.stretches.get(part, ()))

    def weekend(self, tokens: list[Token], at: int) -> Read | None:
        """As in "At the weekend": without a word for which one."""
        if tokens[at].means["unit"] != "weekend":
            return None
        before = tokens[at - 1].means
        return (at + 1, Weekend()) if "on" in before or "lead" in before else None
