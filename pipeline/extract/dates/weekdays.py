"""Phrase rules for weekdays."""

from __future__ import annotations

from dataclasses import replace

from pipeline.extract.dates.expressions import Calendar
from pipeline.extract.dates.neighbours import has_clock_after
from pipeline.extract.dates.numbers import (
    DASHES,
    read_day,
    skip_links,
)
from pipeline.extract.dates.rules import (
    Read,
    skip_comma,
    skip_day_part,
)
from pipeline.extract.dates.shifts import Offset, Shift
from pipeline.extract.dates.tokens import PARAGRAPH, Token
from pipeline.extract.dates.wholes import WholeRules

_AFTER_DAY = (",", ";", ".", ")", "", "·", "|", ":", "–", "—")
"""Signs after the number of a day that stands with its weekday only: "sab 7 · ore 16"."""


HIGHEST_DEPUTY = 3
"""Numbers up to this one may count mayors and chairmen after a weekday."""


class WeekdayRules(WholeRules):
    """Rules for weekdays, with their date or their week."""

    def weekday(self, tokens: list[Token], at: int) -> Read | None:
        """A weekday, with the week it lies in, or with the date it is: "Montag, 3. Mai", "wtorek w tym tygodniu"."""
        weekday = tokens[at].means.get("weekday") or tokens[at].means.get("weekday_short")
        stop = at + 1
        if tokens[stop].low == "." and not tokens[stop].gap and "weekday_short" in tokens[at].means:
            stop += 1
        dated = self._dated(tokens, stop)
        if dated and dated[1].weekday is None:
            return dated[0], replace(dated[1], weekday=weekday)
        named = "weekday" in tokens[at].means or self._heads_line(tokens, at, stop) or _placed_short(tokens, at, stop)
        if not named:
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
        apart = at == 0 or bool(tokens[at].lines) or tokens[at - 1].low in (":", "·", "|", ";", ".", "•", "*")
        timed = bool(tokens[at].lines) and tokens[stop].number >= 0 and "clock" in tokens[stop + 1].means
        opening = not {"weekday", "weekday_short"}.isdisjoint(tokens[stop + 1].means)  # "Mo–Do 10–17 Uhr"
        signed = tokens[stop].low in (":", "–", "—") and not tokens[stop].lines and not opening
        return apart and (not tokens[stop].low or signed or timed)

    def _own_step(self, tokens: list[Token], at: int) -> bool:
        """True if "next" belongs to what follows it, not to the weekday before."""
        return self._stepped(tokens, at + 1, tokens[at].means["step"]) is not None

    def _dated(self, tokens: list[Token], at: int) -> tuple[int, Calendar] | None:
        """The date after a weekday."""
        after = skip_comma(tokens, at)
        opened = tokens[after].low == "(" and tokens[after].lines == 0
        after = skip_links(tokens, after + opened)
        after += "day_word" in tokens[after].means
        if tokens[after].lines >= PARAGRAPH:
            return None
        read = self.days.numeric(tokens, after, sure=True) or self.days.day_first(tokens, after)
        if read is None and ("month" in tokens[after].means or "month_short" in tokens[after].means):
            read = self.days.month_first(tokens, after)
            read = read if read and read[1].day else None
        if (
            read is None
            and not opened
            and (bare := read_day(tokens, after))
            and self._closed_day(tokens, after, bare[0])
        ):
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
            month = dotted or not {"month", "month_short"}.isdisjoint(tokens[stop + 2].means)
            return month or tokens[stop + 1].number < 0
        free = tokens[stop + 1].number < 0 or has_clock_after(tokens, stop)
        ends = bool(after.lines) or (after.low in _AFTER_DAY and free)
        word = after.low[:1].isalpha() and not after.upper and {"unit", "clock", "counted"}.isdisjoint(after.means)
        if not dotted and (ends or word) and not tokens[at].lines and tokens[at].digits <= 2:
            return True
        titled = tokens[at].number <= HIGHEST_DEPUTY and after.upper and not after.lines
        inside = "weekday" in tokens[at - 1].means and not tokens[at - 1].lines  # else a diary: "Lundi 3. Réunion"
        if dotted and titled and inside and not tokens[at].lines:
            return False  # "am Mittwoch 1. Bürgermeister …" is the first mayor, not the 1st
        return (dotted or "link" in tokens[at - 1].means) and after.number < 0 and "unit" not in after.means

    def _of_week(self, tokens: list[Token], at: int, weekday: int | None) -> Read | None:
        """As in "… of last week", "… in two weeks", "… za tydzień", "… before Christmas"."""
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
        following = skip_links(tokens, at + 1)
        after_next = "after" in means and tokens[following].means.get("step") == 1
        if after_next and not self._stepped(tokens, following + 1, 1):
            return following + 1, Calendar(weekday=weekday, step=2)
        return None


def _placed_short(tokens: list[Token], at: int, stop: int) -> bool:
    """True for a short weekday with its point after a preposition: "w pon. było", "am Fr. um acht"."""
    if stop == at + 1 or tokens[at].lines:
        return False
    return not {"lead", "on", "until", "since"}.isdisjoint(tokens[at - 1].means) and tokens[stop].number < 0
