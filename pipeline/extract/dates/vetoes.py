"""What looks like a calendar expression and is none: streets, paragraphs, opening hours, yearly feasts."""

from __future__ import annotations

from pipeline.extract.dates.endpoints import Found
from pipeline.extract.dates.expressions import Calendar
from pipeline.extract.dates.parts import Feast
from pipeline.extract.dates.ranges import Range
from pipeline.extract.dates.shifts import Shift
from pipeline.extract.dates.tokens import Token

TODAY = Shift("day", 0)
_LONGEST_SPAN = 60
"""Years between two that a dash joins and of which the second has two digits."""


def is_vetoed(tokens: list[Token], item: Found) -> bool:
    """True for what looks like a date and is a street, a paragraph or an amount."""
    at = item.start - 1
    first, after = tokens[item.start], tokens[item.stop]
    if isinstance(item.expression, Range) and _is_habit(item.expression, after, first):
        return True
    if "plural_after_lead" in first.means and not {"lead", "and"}.isdisjoint(tokens[at].means):
        return True
    if first.number < 0 and not first.gap and tokens[at].low == "-" and tokens[at - 1].low[:1].isalpha():
        return True  # "MIP-Montag"
    if "until" in tokens[at].means and item.expression == TODAY:
        return True  # "bis heute", "do dziś": to this time, not to this day
    if _is_yearly(tokens, item) or ("street_after" in after.means and not after.lines):
        return True
    before = tokens[at - 1] if "ordinal" in tokens[at].means else tokens[at]
    if "every" in before.means and not first.lines:
        return True
    if _is_reference(item, tokens[item.stop - 1]):
        return True
    if first.lines:
        return False
    if tokens[at].low == "/" and not (first.gap or tokens[at].gap) and tokens[at - 1].low.isalpha():
        return True  # the version of a programme: "Apache/2.4.57"
    dayless = isinstance(item.expression, Calendar) and not item.expression.day
    if "link" in tokens[at].means and "street" in tokens[at - 1].means and not dayless:
        return True  # "Straße des 17. Juni", but "sur place en 2012"
    if tokens[at].low == ".":
        at -= 1
    if _is_half_of_compound(tokens, item):
        return True
    led = not {"from", "since", "until", "between"}.isdisjoint(first.means)
    if not led and not {"not_before", "street"}.isdisjoint(tokens[at].means):
        return True
    return after.low == "°" or tokens[item.start - 1].low == "°"


def _is_reference(item: Found, last: Token) -> bool:
    """The number of a document that opens with its year: "2012-97"."""
    if not isinstance(item.expression, Range) or last.digits != 2:
        return False
    low, high = (getattr(end, "year", None) for end in (item.expression.low, item.expression.high))
    return bool(low and high and high - low > _LONGEST_SPAN)


def _is_half_of_compound(tokens: list[Token], item: Found) -> bool:
    """True for the month or season in "Winter-Biathlon", "Mai-Ausgabe"."""
    expression, dash, word = item.expression, tokens[item.stop], tokens[item.stop + 1]
    bare = isinstance(expression, Calendar) and bool(expression.month) and not (expression.day or expression.year)
    glued = dash.low == "-" and not dash.gap and not word.gap and word.low[:1].isalpha() and word.upper
    return bare and glued and not {"month", "season", "weekday"} & word.means.keys()


SMALL_WORD = 4
"""Letters of a preposition or article between "every year" and what comes round."""


def _is_yearly(tokens: list[Token], item: Found) -> bool:
    """True for a month, season or named day that comes round: "every year in May", "alljährlich zu Pfingsten"."""
    expression = item.expression
    recurring = isinstance(expression, Feast) or (isinstance(expression, Calendar) and bool(expression.month))
    if not recurring or getattr(expression, "year", None) or tokens[item.start].lines:
        return False
    for token in tokens[max(item.start - 3, 0) : item.start][::-1]:
        if "yearly" in token.means:
            return True
        if not token.low.isalpha() or len(token.low) > SMALL_WORD:
            return False
    return False


def _is_habit(found: Range, after: Token, first: Token) -> bool:
    """Opening hours: "Dienstag bis Freitag 10–17 Uhr", "Mo–Do"."""
    ends = (found.low, found.high)
    if not all(isinstance(end, Calendar) and end.weekday and not end.day for end in ends):
        return False
    short = "weekday_short" in first.means and "weekday" not in first.means
    return short or (after.number >= 0 and not after.lines)
