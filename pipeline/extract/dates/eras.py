"""Phrase rules for seasons, named days, decades and centuries."""

from __future__ import annotations

from dataclasses import replace

from pipeline.extract.dates.expressions import Calendar, Decade
from pipeline.extract.dates.numbers import (
    DASHES,
    read_year,
    roman_number,
    skip_links,
    skip_tail,
)
from pipeline.extract.dates.parts import Feast, Term
from pipeline.extract.dates.rules import (
    APOSTROPHE_LIKE,
    PLACES,
    PLACING,
    Read,
    Rules,
)
from pipeline.extract.dates.shifts import WeekNumber
from pipeline.extract.dates.tokens import Token
from pipeline.extract.dates.visits import Following

_BEFORE_DECADE = frozenset({"link", "lead", "begin", "middle", "end"})
"""Meanings of words that may stand before a decade in figures without "years"."""


class EraRules(Rules):
    """Rules for seasons, named days, decades and centuries."""

    def season(self, tokens: list[Token], at: int) -> Read | None:
        """As in "Autumn 2016", "winter 2008/09", "the spring of last year"; alone only where placed in time."""
        means, after = tokens[at].means, tokens[at + 1]
        if "told_step" in after.means and not after.lines:
            return at + 2, Following(means["season"], after.means["step"])
        stop, found = self._with_year(tokens, at + 1, Calendar(month=means["season"]))
        joined = tokens[at + 2].low in DASHES or "and" in tokens[at + 2].means
        if "years" in means and found.year and joined and tokens[at + 3].digits:
            return None  # "lata 2020–2021", "lata 2020 i 2021" are years
        if found.year is None and found.year_shift is None and "when" not in means:
            before = tokens[at - 1]
            placed = at == 0 or any(role in before.means for role in PLACING) or "step" in before.means
            if "link" in before.means and not before.lines:
                placed |= "lead" in tokens[at - 2].means  # "während der Sommermonate"
            if not placed or before.number >= 0 or "attributive" in before.means:
                return None
        return stop, found

    def term(self, tokens: list[Token], at: int) -> Read | None:
        """As in "Wintersemester 2012/13", "semestr letni": a term, with its year where that is told."""
        first, last = tokens[at].means["term"]
        stop, named = self._with_year(tokens, at + 1, Calendar(month=first))
        return stop, Term(first, last, named.year, named.year_shift)

    def _with_year(self, tokens: list[Token], at: int, found: Calendar) -> tuple[int, Calendar]:
        """Add the year, spelt out or relative, that stands after a month or season; 2008/09 is 2008."""
        after = skip_links(tokens, at)
        if tokens[after].means.get("unit") == "year" and "plural" not in tokens[after].means:
            after += 1
        year = read_year(tokens, after)
        if year and not tokens[after].lines:
            stop, told = year
            following = tokens[stop + 1].number % 100 == (told + 1) % 100 and tokens[stop + 1].digits in (2, 4)
            if tokens[stop].low in ("/", "-", "–") and following and not tokens[stop + 1].gap:
                stop = skip_tail(tokens, stop + 2)
            return stop, replace(found, year=told, step=None)
        return self.days.with_shift(tokens, (at, found))

    def feast(self, tokens: list[Token], at: int) -> Read | None:
        """A named day, with its year or with its date: "Easter Monday 2018", "Europatag, dem 9. Mai".

        Without either it is none where a thing is called after it: "marché de Noël", but "la nuit de Noël".
        """
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
        if "same_year" in tokens[after].means and not tokens[after].lines:
            return after + 1, Feast(rule, same_year=True)
        step = tokens[after].means.get("step")
        if step is not None and tokens[after + 1].means.get("unit") == "year":
            return after + 2, Feast(rule, year_shift=step)
        of_time = not {"unit", "day_part", "weekday", "eve", "near", "begin", "end"}.isdisjoint(tokens[at - 2].means)
        return None if "feast_link" in tokens[at - 1].means and not of_time else (at + 1, Feast(rule))

    def century(self, tokens: list[Token], at: int) -> Read | None:
        """A century with a name, "il Cinquecento": a capital and a small word before it tell it from the number."""
        if not tokens[at].upper or PLACES.isdisjoint(tokens[at - 1].means):
            return None
        return at + 1, Decade((tokens[at].means["century"] - 1) * 100, 100)

    def decade(self, tokens: list[Token], at: int) -> Read | None:
        """A decade named in words: "Neunziger", "the nineties", "lata osiemdziesiąte"."""
        stop = at + 1
        if tokens[stop].low in DASHES and not tokens[stop].gap:
            stop += 1
        named = tokens[stop].means.get("unit") in ("year", "decade")
        if "count" in tokens[at].means or not (named or "decade_alone" in tokens[at].means):
            return None
        return self._of_century(tokens, stop + named, tokens[at].means["decade"])

    def number(self, tokens: list[Token], at: int) -> Read | None:
        """As in "90er Jahre", "1990er-Jahre", "the 1990s", "lata 90." (from its second word), "15. Jahrhundert"."""
        token = tokens[at]
        if token.digits in (2, 4) and token.number % 10 == 0 and (decade := self._number_decade(tokens, at)):
            return decade
        after = self._skip_ending(tokens, at + 1)
        if token.digits > 2 or token.number <= 0 or tokens[after].lines:
            return None
        counted = after > at + 1 or self._bare_ordinal(tokens, after)
        return self.numbered(tokens, after, token.number) if counted else None

    def _number_decade(self, tokens: list[Token], at: int) -> Read | None:
        """A decade in figures: with an ending, or in Czech and Slovak with a point and "years"."""
        token, after = tokens[at], at + 1
        if tokens[after].low in DASHES and not tokens[after].gap and "decade_suffix" in tokens[after + 1].means:
            after += 1
        if "decade_suffix" not in tokens[after].means:
            dotted = token.digits == 2 and tokens[after].low == "." and "years" in tokens[after + 1].means
            return self._of_century(tokens, after + 2, token.number) if dotted else None
        led = token.number >= 50 and not _BEFORE_DECADE.isdisjoint(tokens[at - 1].means)
        stop = after + 1 + (tokens[after + 1].low in DASHES)
        named = tokens[stop].means.get("unit") in ("year", "decade")
        if tokens[after].gap or not (named or token.digits == 4 or led):
            return None
        return self._of_century(tokens, stop + 1 if named else after + 1, token.number)

    @staticmethod
    def _skip_ending(tokens: list[Token], at: int) -> int:
        """Skip the point or ending of an ordinal number."""
        after = tokens[at]
        if not after.gap and (after.low == "." or "suffix" in after.means):
            at += 1
        if tokens[at].low in DASHES and "suffix" in tokens[at + 1].means and not tokens[at + 1].gap:
            at += 2
        return at

    @staticmethod
    def _bare_ordinal(tokens: list[Token], at: int) -> bool:
        """Without a point only what is never counted takes a number before it: "3 kwartał", "15 wiek"."""
        return tokens[at].means.get("unit") in ("quarter", "century") and "bare_number" in tokens[at].means

    def years_of(self, tokens: list[Token], at: int) -> Read | None:
        """As in "Lata 90.", "años noventa", "les années 1990", "anni '90"."""
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
            return self._of_century(tokens, after + 1, token.means["decade"])
        plural = "years" in tokens[at].means
        aged = tokens[at - 1].low == "," and tokens[after + 1].low in (",", ")")  # "Anna Lis, lat 60,"
        if plural and token.digits in (2, 4) and token.number % 10 == 0 and not token.lines and not aged:
            stop = after + 1
            dotted = tokens[stop].low == "." and not tokens[stop].gap
            if token.digits == 2 or dotted:
                return self._of_century(tokens, stop + dotted, token.number)
            if tokens[stop].low in DASHES and tokens[stop].gap is False:
                suffix = "suffix" in tokens[stop + 1].means
                return (stop + 2, Decade(token.number)) if suffix else None
            if "decade_years" in tokens[at].means and tokens[stop].low not in DASHES:
                return stop, Decade(token.number)
        return None

    def _of_century(self, tokens: list[Token], at: int, decade: int) -> Read:
        """Add the century after a decade: "of the last century", "XX wieku", "des 20. Jahrhunderts"."""
        after = skip_links(tokens, at)
        if tokens[after].means.get("step") == -1 and tokens[after + 1].means.get("unit") == "century":
            return after + 2, Decade(1900 + decade % 100)
        number = tokens[after].number if tokens[after].digits == 2 else roman_number(tokens[after].low)
        stop = self._skip_ending(tokens, after + 1)
        written = number > 10 and decade < 100 and not tokens[after].lines
        if written and tokens[stop].means.get("unit") == "century":
            return stop + 1, Decade((number - 1) * 100 + decade)
        return at, Decade(decade)

    def roman(self, tokens: list[Token], at: int) -> Read | None:
        """As in "XV wiek", "III kwartał 2022", "I połowa 2018"."""
        number = tokens[at].means.get("roman") or roman_number(tokens[at].low)
        return self.numbered(tokens, self._skip_ending(tokens, at + 1), number) if number else None

    def unit_number(self, tokens: list[Token], at: int) -> Read | None:
        """As in "Q3 2019", "siècle XV", "secolul al XV-lea", "KW 24"."""
        unit = tokens[at].means.get("unit")
        if unit not in ("quarter", "century", "half", "week") or "numbered_after" not in tokens[at].means:
            return None
        start = skip_links(tokens, at + 1) if unit == "century" else at + 1
        token = tokens[start]
        if unit == "week":
            if not 1 <= token.number <= 53 or token.lines:
                return None
            after = at + 2 + (tokens[at + 2].low == "/")
            year = read_year(tokens, after)
            return (year[0], WeekNumber(token.number, year[1])) if year else (at + 2, WeekNumber(token.number))
        number = token.number if 0 < token.number < 22 else roman_number(token.low)
        if not number or token.lines:
            return None
        if unit == "century":
            stop = self._skip_ending(tokens, start + 1)
            return (stop, Decade((number - 1) * 100, 100)) if number > 10 else None
        return self._period(tokens, at + 1, unit, number)
