"""Recognise the calendar expressions of a text: the grammar over the whole text, then values from left to right."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache, partial

from pipeline.extract.dates import edtf
from pipeline.extract.dates.days import DayReader
from pipeline.extract.dates.endpoints import Found
from pipeline.extract.dates.expressions import Calendar, Expression
from pipeline.extract.dates.normalise import Normaliser
from pipeline.extract.dates.numbers import roman_number
from pipeline.extract.dates.parts import Feast
from pipeline.extract.dates.phrases import PhraseReader
from pipeline.extract.dates.ranges import Open, Range
from pipeline.extract.dates.scene import Prefer, Scene, Value
from pipeline.extract.dates.shifts import Shift, Spell
from pipeline.extract.dates.spans import SpanReader
from pipeline.extract.dates.tense import tense_at
from pipeline.extract.dates.tokens import LOOK_AHEAD, Token, tokenise
from pipeline.extract.dates.vetoes import TODAY, is_vetoed
from pipeline.extract.dates.visits import StayDay, StayWeek
from pipeline.language import LanguagePack


@dataclass(frozen=True, slots=True)
class Recognised:
    """An expression in a text, with its value where it can be known.

    Attributes:
        start_char, end_char: code points into the text, half-open.
        expression: what it says.
        value: what it denotes, None if nothing fixes it.
    """

    start_char: int
    end_char: int
    expression: Expression
    value: Value | None

    @property
    def timex(self) -> str:
        """The TIMEX3 value; a range is its two ends."""
        value = self.value
        if value is None:
            return ""
        if value.timex:
            return value.timex
        if value.low == value.high or value.low is None or value.high is None:
            return edtf.timex(value.point)
        return f"{edtf.timex(value.low)}/{edtf.timex(value.high)}"


@lru_cache(maxsize=32)
def _reader(pack: LanguagePack) -> SpanReader:
    days = DayReader(Normaliser(pack.code, pack.dates))
    return SpanReader(days, PhraseReader(days))


@lru_cache(maxsize=128)  # the publication date is looked for first, a batch of documents earlier than all dates
def find_expressions(text: str, pack: LanguagePack) -> tuple[tuple[int, int, Expression], ...]:
    """(start, end, expression) of every calendar expression, in order; values are not resolved yet."""
    tokens = tokenise(text, pack.dates)
    reader = _reader(pack)
    results: list[tuple[int, int, Expression]] = []
    at, count = 0, len(tokens) - LOOK_AHEAD
    while at < count:
        token = tokens[at]
        plain = not token.means and token.number < 0 and token.low[0] not in _BARE_BEGINNINGS
        if plain or not _may_begin(tokens, at):
            at += 1
            continue
        found = reader.read(tokens, at)
        if not found:
            at += 1
            continue
        results.extend(_placed(item, tokens) for item in found if not is_vetoed(tokens, item))
        at = max(found[-1].stop, at + 1)
    return tuple(results)


OPENING = 5
"""Tokens after a word such as "from" or "last" within which what it opens must stand."""


_BARE_BEGINNINGS = frozenset("ivx'’")
"""What words and signs without a meaning of their own begin with if they can begin an expression: XV, '85."""


def _may_begin(tokens: list[Token], at: int) -> bool:
    """True where it is worth trying the rules: most words begin no calendar expression."""
    token = tokens[at]
    if token.number >= 0 or "head" in token.means:
        return True
    if "opener" in token.means:
        spoken = "ordinal" in token.means and "ordinal" in tokens[at + 1].means  # "am siebten vierten"
        return spoken or any(near.number >= 0 or "head" in near.means for near in tokens[at + 1 : at + 1 + OPENING])
    return token.low in "'’" or (token.low[0] in "ivx" and roman_number(token.low) > 0)


def _placed(item: Found, tokens: list[Token]) -> tuple[int, int, Expression]:
    return tokens[item.start].start, tokens[item.stop - 1].end, item.expression


def recognise(
    text: str, reference: date | None, pack: LanguagePack, prefer: Prefer = "nearest", *, spells: bool = False
) -> list[Recognised]:
    """The calendar expressions of a text without structure, each with its value.

    Args:
        text: any text.
        reference: the day that it was written on, if known.
        pack: the language.
        prefer: where a date without a year, or a weekday, points if nothing in the text decides.
        spells: also give "the last two weeks", which is a duration to us but a range to others.
    """
    found = find_expressions(text, pack)
    history = is_history(found, reference)
    today = None if history else reference
    scene = Scene(reference=today, today=reference, prefer=prefer, days=explicit_days(found))
    return resolve(text, found, scene, pack, spells=spells)


def explicit_days(found: Sequence[tuple[int, int, Expression]]) -> dict[tuple[int, int], int]:
    """The year of every day that is told with its year; a day told with two years has none."""
    years: dict[tuple[int, int], set[int]] = {}
    for _, _, expression in found:
        ends = (expression.low, expression.high) if isinstance(expression, Range) else (expression,)
        for end in ends:
            if isinstance(end, Calendar) and end.year and end.month and end.day:
                years.setdefault((end.month, end.day), set()).add(end.year)
    return {day: next(iter(told)) for day, told in years.items() if len(told) == 1}


FEWEST_YEARS = 5
"""Dates with a year from which on a text may be history."""
RECENT_YEARS = 2
MOST_RECENT = 0.15
"""Share of the dates with a year that may lie near the publication of a text that tells history."""


def is_history(found: Sequence[tuple[int, int, Expression]], reference: date | None) -> bool:
    """True for a text whose years nearly all lie long before its publication: its dates are not counted from there."""
    ends = [end for item in found for end in (getattr(item[2], "low", item[2]), getattr(item[2], "high", None))]
    years = [end.year for end in ends if isinstance(end, Calendar) and end.year]
    if reference is None or len(years) < FEWEST_YEARS:
        return False
    recent = sum(year >= reference.year - RECENT_YEARS for year in years)
    return recent <= MOST_RECENT * len(years)


def resolve(
    text: str,
    found: Sequence[tuple[int, int, Expression]],
    scene: Scene,
    pack: LanguagePack,
    *,
    spells: bool = False,
    sentence_starts: Sequence[int] = (),
) -> list[Recognised]:
    """Values of expressions from left to right; each value told may help the next.

    The scene learns on the way. Without ``sentence_starts`` line ends and full stops end sentences.
    """
    results: list[Recognised] = []
    last_end = chronicle = 0
    for start, end, expression in found:
        if (isinstance(expression, Spell) and not spells) or (expression == TODAY and _is_nowadays(text, start, scene)):
            continue
        sentence = _new_sentence(text, last_end, start, sentence_starts)
        if start > chronicle and (sentence or (start - last_end > SAME_CLAUSE and not scene.year_held)):
            scene.year, scene.year_held = None, False
        scene.look = partial(tense_at, text, start, end, pack.dates, planned=not _is_weekday(expression))
        value = expression.resolve(scene)
        results.append(Recognised(start, end, expression, value))
        scene.yearless = _yearless(value, expression) or scene.yearless
        if value is not None and not isinstance(expression, Feast):
            inside = isinstance(expression, (StayDay, StayWeek))
            scene.learn(_told(value, expression), stay=isinstance(expression, Range), begins=not inside)
            if _is_bare_year(expression) and _begins_line(text, start):
                chronicle = _chronicle_end(text, end)
                scene.year_held = _is_entry(text, end)
            elif isinstance(expression, Shift) and expression.count >= 0 and edtf.precision(value.point) == "year":
                scene.year, scene.year_held = edtf.year_of(value.point), True
        last_end = end
    return results


THEN_AND_NOW = 120
"""Characters before "today" within which a year long past makes it mean "nowadays"."""
_YEAR = re.compile(r"(?<!\d)1[89]\d\d(?!\d)|(?<!\d)20\d\d(?!\d)")


def _is_nowadays(text: str, start: int, scene: Scene) -> bool:
    """True for "today" in contrast with a year some years back: "1987 waren es 18.000, heute sind es 4.000"."""
    if scene.reference is None:
        return False
    line = text[max(start - THEN_AND_NOW, 0) : start].rpartition("\n")[2]
    return any(int(found.group()) < scene.reference.year - 1 for found in _YEAR.finditer(line))


def _yearless(value: Value | None, expression: Expression) -> tuple[int, int, int] | None:
    """Month, day and weekday of a day told without any year."""
    first = getattr(expression, "low", expression)
    if value is None or not isinstance(first, Calendar) or not (first.weekday and first.day):
        return None
    point = value.low or ""
    return (int(point[5:7]), int(point[8:]), first.weekday) if point.startswith("XXXX") else None


def _is_weekday(expression: Expression) -> bool:
    """True for a weekday without its date, or a range of them; "from Wednesday" may well be what was promised."""
    end = getattr(expression, "high", None) or expression
    return isinstance(end, Calendar) and bool(end.weekday) and not end.month


def _is_bare_year(expression: Expression) -> bool:
    return isinstance(expression, Calendar) and bool(expression.year) and expression.month is None


LONGEST_BULLET = 8
"""Characters of marks and blanks that may stand before the first word of a line."""


def _begins_line(text: str, start: int) -> bool:
    """True for the year that heads a line of a chronicle: the days in the line belong to it."""
    before = text[max(start - LONGEST_BULLET, 0) : start].rstrip(" •*-–—▶(")
    return before.endswith("\n") or (not before and start <= LONGEST_BULLET)


def _is_entry(text: str, end: int) -> bool:
    """True for a year set off from what it heads, by a sign or a line end; in "2019 begann …" it opens a sentence."""
    return text[end : end + 2].lstrip(" ")[:1] in ("", ":", "–", "—", "-", "\n", "|")


def _chronicle_end(text: str, end: int) -> int:
    """Where the entry under a year ends: with its line, or with the next one if the year stands alone in its line."""
    stop = _line_end(text, end)
    return stop if text[end:stop].strip(" :.–—-") else _line_end(text, stop + 1)


def _line_end(text: str, start: int) -> int:
    end = text.find("\n", start)
    return end if end >= 0 else len(text)


def _told(value: Value, expression: Expression) -> Value:
    """What later expressions count from: of an open span its end that is told."""
    if isinstance(expression, Open):
        return replace(value, low=value.point, high=value.point)
    return value


def _new_sentence(text: str, last_end: int, start: int, starts: Sequence[int]) -> bool:
    between = text[last_end:start]
    if starts:
        return bisect_right(starts, start) > bisect_right(starts, last_end)
    return "\n" in between or ". " in between


SAME_CLAUSE = 30
"""Characters after a year within which a day without one belongs to it."""
