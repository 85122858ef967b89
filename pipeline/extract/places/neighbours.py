"""Whether a marked name that no gazetteer knows stands where places stand: in a row, behind an adjective, before ()."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Sequence

from pipeline.gazetteer import fold
from pipeline.language.places import PlaceWords

_BEFORE = re.compile(r"([\w'’.]{1,30})[ \u00a0]?$")
_OPENED = re.compile(r"[ \u00a0]\($")
_AFTERWARDS = re.compile(r"[ \u00a0]?\(([^\W\d_][^()\n]{1,30})\)")
_BRACKET = re.compile(r"[ \u00a0]?\([^()\n]{1,30}\)")
_STROKES = frozenset("/·|–-")  # they join a place to whatever follows: ``Brünn – Pressemitteilung``
_REACH = 40  # characters between two places of a list, with brackets

Known = Callable[[int, int], bool]


def stands_as_place(
    text: str, start: int, end: int, words: PlaceWords, known: Known, marked: Sequence[tuple[int, int]]
) -> bool:
    """Whether the words around a name say that it is a place's.

    Args:
        text: the document's.
        start: first character of the name.
        end: one past its last.
        words: the language's words around places.
        known: whether the gazetteer knows what stands between two characters.
        marked: all marked places, in order.
    """
    if fold(text[start:end]).partition(" ")[0] in words.thoroughfares:
        return False  # "a Villa Orvelli": a building
    if words.endings_of_foreign_names:
        return True  # names from abroad are written as they are spoken: no gazetteer has most of them
    if (before := word_before(text, start)) and is_word_of_place(before, words):
        return True
    if fold(text[start:end]).startswith(tuple(f"{unit} " for unit in words.units)):
        return True  # "powiat radzki", "oblast de Rovno"
    bracket = _AFTERWARDS.match(text, end)
    if bracket and known(*bracket.span(1)):
        return True
    if _OPENED.search(text, max(0, start - 2), start) and _ends_known(text, start - 2, known, marked):
        return True  # "Dánsko (Ebeltoft)"
    return _is_listed(text, start, end, words, known, marked)


def _ends_known(text: str, end: int, known: Known, marked: Sequence[tuple[int, int]]) -> bool:
    """Whether a marked place that is known ends at a character."""
    at = bisect_left(marked, (end, end))
    return any(last == end and known(first, last) for first, last in marked[max(0, at - 1) : at])


def word_before(text: str, start: int) -> str:
    """The folded word right before a position, empty if there is none."""
    before = _BEFORE.search(text, max(0, start - 30), start)
    return fold(before[1]) if before else ""


def is_word_of_place(word: str, words: PlaceWords) -> bool:
    """True for a preposition of place, for a kind of place, an adjective of a place (``z czeskiego Jesenika``)."""
    return word in words.prepositions or word in words.unit_hints or bool(words.place_of_listed(word))


def _is_listed(
    text: str, start: int, end: int, words: PlaceWords, known: Known, marked: Sequence[tuple[int, int]]
) -> bool:
    """Whether a comma or a conjunction joins the name to a marked place that is known: ``aus Hof und Neudorf``."""
    at = bisect_left(marked, (start, end))
    before, after = marked[at - 1 : at] if at else (), marked[at + 1 : at + 2]
    return any(_joins(text, last, start, words) and known(first, last) for first, last in before) or any(
        _joins(text, end, first, words) and known(first, last) for first, last in after
    )


def _joins(text: str, last: int, first: int, words: PlaceWords) -> bool:
    """Whether nothing but a bracket and what joins equals stands between two characters."""
    if not 0 < first - last <= _REACH or "\n" in text[last:first]:
        return False
    bracket = _BRACKET.match(text, last, first)
    joint = words.conjunction_pattern.match(text, bracket.end() if bracket else last)
    return joint is not None and joint.end() == first and joint[0].strip() not in _STROKES
