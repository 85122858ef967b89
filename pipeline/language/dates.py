"""The calendar words of a language, read from ``models/<code>/dates.toml``.

A word may mean several things (``mai`` a month, ``ersten`` the number 1); :class:`DateLexicon` gives all its meanings
as a mapping from kind to value. Kinds and their values:

========== ==================================================================================
month      1 to 12; ``month_short`` for abbreviations that need a day or a year beside them
weekday    1 (Monday) to 7; ``weekday_short`` likewise
ordinal    number of an ordinal numeral; ``count`` that of a cardinal
unit       day, workday, week, workweek, weekend, fortnight, month, quarter, half, year, decade, century, season
now        (unit, shift): "yesterday" is ("day", -1), "last year" in one word ("year", -1)
step       "last" -1, "this" 0, "next" 1
season     21 (spring) to 24 (winter)
feast      rule of a named day
edge       ("end", "year") for words such as "year-end"; "turn" for that from the old to the new year
term       (10, 3): an academic term by its first and last month
roman      10 to 21: a Roman number with an ending, as centuries have ("XVIe")
part_of_month  ("week", 10) for words such as "Oktoberwoche"
decade     0 to 90: a decade named in one word
century    11 to 21: a century with a name of its own ("Cinquecento")
role names (``lead``, ``link``, ``from``, ``to``, …) of the ``[words]`` table, value True
========== ==================================================================================
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from pipeline.language.files import PackError, read_toml, require

Meanings = Mapping[str, Any]
DateOrder = Literal["DMY", "MDY", "YMD"]

WORD = re.compile(r"\d+|[^\W\d_]+|[^\w\s]|_")
_NUMBERED = (
    *("month", "month_short", "weekday", "weekday_short", "ordinal", "count", "step", "season", "decade", "century"),
)
_LIMITS = {"month": (1, 12), "month_short": (1, 12), "weekday": (1, 7), "weekday_short": (1, 7), "season": (21, 24)}
_LIMITS["century"] = (11, 21)
_DAYS = ("day", "workday", "week", "workweek", "weekend", "fortnight")
UNITS = frozenset((*_DAYS, "month", "quarter", "half", "year", "decade", "century"))
_TERM = re.compile(r"\d\d-\d\d")
_FEAST = re.compile(r"easter[+-]\d+(/\d+)?|orthodox[+-]\d+|advent[+-]\d+|\d\d-\d\d(/\d+)?|\d\d-[1-7]-[1-5L]([+-]\d+)?")


@dataclass(frozen=True, slots=True)
class VerbForms:
    """Words that show a tense: whole words, endings of such words, and words that merely end so."""

    words: frozenset[str]
    endings: tuple[str, ...]
    others: frozenset[str] = frozenset()

    def __contains__(self, word: str) -> bool:
        return word in self.words or (word.endswith(self.endings) and word not in self.others)


@dataclass(frozen=True, slots=True)
class DateLexicon:
    """What the dates finder knows about a language.

    Attributes:
        order: order of day, month and year in numeric dates, as ``dateparser`` takes it.
        spoken_months: True where a month is also called by its number: "am siebten vierten".
        edge_months: True where the beginning of a year is its January and the end its December.
        stretches: for ``begin``, ``middle`` and ``end``: (unit, first, last), the days of a week or month and the
            months of a year that a diary means by it.
        next_week: True where "next Friday" is the one of next week, False where it is the next to come.
        month_first: True where "May 14" is as usual as "14 May".
        counted_endings: what nouns and adjectives end in that an ordinal with a ``day_suffix`` may count: after
            "16-го" a "полку" is a regiment's, a verb or a preposition tells of the 16th.
        words: meanings of single words, lower case.
        phrases: meanings of runs of words, by first word, longest first; each run is (words, meanings).
        past: words that show that their clause tells the past.
        future: words that show that their clause tells what is to come.
        plans: words of promise, offer and agreement: what stands after them lies ahead, though they tell the past.
        publication: matches what stands before a publication date.
        update: matches what stands before the date of a change of the page.
        report: matches verbs by which a release announces its news.
        agreement: matches words of agreements near a date.
        deadline: matches words of deadlines near a date.
    """

    order: DateOrder
    spoken_months: bool
    edge_months: bool
    stretches: Mapping[str, tuple[tuple[str, int, int], ...]]
    next_week: bool
    month_first: bool
    counted_endings: tuple[str, ...]
    words: Mapping[str, Meanings]
    phrases: Mapping[str, tuple[tuple[tuple[str, ...], Meanings], ...]]
    past: VerbForms
    future: VerbForms
    plans: frozenset[str]
    publication: re.Pattern[str]
    update: re.Pattern[str]
    report: re.Pattern[str]
    agreement: re.Pattern[str]
    deadline: re.Pattern[str]


def load_dates(folder: Path, more: Mapping[str, Any] | None = None) -> DateLexicon:
    """The calendar words of the pack in ``folder``.

    Args:
        folder: the pack.
        more: further entries, table by table, which win over those of the file.

    Raises:
        PackError: ``dates.toml`` is missing, is not TOML, or holds an unknown kind or a wrong value.
    """
    path = folder / "dates.toml"
    table = dict(read_toml(path))
    for part, value in (more or {}).items():
        table[part] = {**table.get(part, {}), **value} if isinstance(value, dict) else value
    order = require(table, "order", str, path)
    if order not in ("DMY", "MDY", "YMD"):
        raise PackError(path, None, f"order must be DMY, MDY or YMD, not {order}")
    entries = _words_of(table, path)
    words = {key[0]: meanings for key, meanings in entries.items() if len(key) == 1}
    phrases: dict[str, list[tuple[tuple[str, ...], Meanings]]] = {}
    for key, meanings in sorted(entries.items(), key=lambda item: -len(item[0])):
        if len(key) > 1:
            phrases.setdefault(key[0], []).append((key, meanings))
    cues = require(table, "cues", dict, path)
    return DateLexicon(
        order=order,  # type: ignore[arg-type]
        spoken_months=bool(table.get("spoken_months")),
        edge_months=bool(table.get("edge_months")),
        stretches=_stretches(table.get("stretch", {}), path),
        next_week=bool(table.get("next_week")),
        month_first=bool(table.get("month_first")),
        counted_endings=tuple(table.get("counted_endings", ())),
        words=words,
        phrases={first: tuple(items) for first, items in phrases.items()},
        past=_verb_forms(cues, "past", path, words),
        future=_verb_forms(cues, "future", path, words),
        plans=frozenset(cues.get("plans", ())),
        **{name: _pattern(cues, name, path) for name in _CUES},
    )


_HEADS = frozenset({"month", "month_short", "weekday", "weekday_short", "unit", "now", "season", "feast", "decade"})
_HEADS |= {"century", "edge", "roman", "term", "part_of_month", "eve", "morrow"}
_OPENERS = frozenset({"from", "since", "until", "between", "ahead", "ago_before", "count", "step", "ordinal"})
_OPENERS |= {"begin", "middle", "end", "before", "after", "near"}


def _mark(meanings: dict[str, Any]) -> None:
    """Say of a word whether a calendar expression may rest on it (``head``) or only open with it (``opener``)."""
    if not _HEADS.isdisjoint(meanings):
        meanings["head"] = True
    elif not _OPENERS.isdisjoint(meanings):
        meanings["opener"] = True


def _stretches(table: Mapping[str, Any], path: Path) -> dict[str, tuple[tuple[str, int, int], ...]]:
    """``"begin month" = [1, 10]`` and the like, by part."""
    found: dict[str, tuple[tuple[str, int, int], ...]] = {}
    for key, ends in table.items():
        part, _, unit = key.partition(" ")
        if part not in ("begin", "middle", "end") or unit not in ("week", "month", "year") or len(ends) != 2:
            raise PackError(path, None, f"stretch: {key!r} must be begin, middle or end of a week, month or year")
        found[part] = (*found.get(part, ()), (unit, int(ends[0]), int(ends[1])))
    return found


_CUES = ("publication", "update", "report", "agreement", "deadline")


def _verb_forms(cues: Mapping[str, Any], name: str, path: Path, words: Mapping[str, Meanings]) -> VerbForms:
    """A list of words; ``*ending`` stands for all words that end so, but for calendar words and those with a minus."""
    items = require(cues, name, list, path)
    if wrong := [item for item in items if not re.fullmatch(r"[*-]?[\w'’-]+", item)]:
        raise PackError(path, None, f"cues.{name}: {wrong[0]!r} is no single word")
    endings = tuple(item[1:] for item in items if item.startswith("*"))
    others = frozenset(item[1:] for item in items if item.startswith("-"))
    others |= {word for word, means in words.items() if "head" in means and word.endswith(endings)}
    return VerbForms(frozenset(item for item in items if item[0] not in "*-"), endings, others)


def _pattern(cues: Mapping[str, Any], name: str, path: Path) -> re.Pattern[str]:
    """A list of words and runs of words as one pattern."""
    items = require(cues, name, list, path)
    if not items:
        return re.compile(r"(?!)")
    parts = (re.escape(item) for item in sorted(items, key=len, reverse=True))
    return re.compile(rf"(?<!\w)(?:{'|'.join(parts)})(?!\w)", re.IGNORECASE)


def _words_of(table: Mapping[str, Any], path: Path) -> dict[tuple[str, ...], dict[str, Any]]:
    """What every word, or sequence of words, of the file means."""
    entries: dict[tuple[str, ...], dict[str, Any]] = {}
    for surface, kind, value in _entries(table, path):
        key = tuple(WORD.findall(surface.lower()))
        if not key:
            raise PackError(path, None, f"{kind} holds an empty word")
        entries.setdefault(key, {}).setdefault(kind, value)
    if table.get("unaccented"):
        _add_unaccented(entries)
    for meanings in entries.values():
        _mark(meanings)
    return entries


def _entries(table: Mapping[str, Any], path: Path) -> Iterator[tuple[str, str, Any]]:
    """(surface, kind, value) of every word in the file."""
    for kind in _NUMBERED:
        for number, surfaces in table.get(kind, {}).items():
            value = _number(kind, number, path)
            for surface in surfaces:
                yield surface, kind, value
    for suffix in table.get("weekday_suffixes", []):
        for number, surfaces in table.get("weekday", {}).items():
            for surface in surfaces:
                yield surface + suffix, "weekday", int(number)
    for unit, suffixes in table.get("month_suffixes", {}).items():
        for suffix in suffixes:
            for number, surfaces in table.get("month", {}).items():
                yield surfaces[0] + suffix, "part_of_month", (unit, int(number))
    yield from _named_entries(table, path)
    for suffix in table.get("words", {}).get("suffix", []):
        for number, roman in enumerate(_CENTURIES, 10):
            yield roman + suffix, "roman", number
    for role, surfaces in table.get("words", {}).items():
        for surface in surfaces:
            yield surface, role, True


def _named_entries(table: Mapping[str, Any], path: Path) -> Iterator[tuple[str, str, Any]]:
    """Words for parts, units, shifts and named days."""
    for edge, surfaces in table.get("edge", {}).items():
        part, _, unit = edge.partition(" ")
        if part not in ("begin", "middle", "end", "turn") or unit not in UNITS:
            raise PackError(path, None, f"edge: {edge!r} must be begin, middle or end and a unit")
        for surface in surfaces:
            yield surface, "edge", (part, unit)
    for term, surfaces in table.get("term", {}).items():
        months = tuple(int(month) for month in term.split("-")) if _TERM.fullmatch(term) else ()
        if not months or not all(1 <= month <= 12 for month in months):
            raise PackError(path, None, f"term: {term!r} must be two months such as 10-03")
        for surface in surfaces:
            yield surface, "term", months
    for unit, surfaces in table.get("unit", {}).items():
        if unit not in UNITS:
            raise PackError(path, None, f"unknown unit {unit}")
        for surface in surfaces:
            yield surface, "unit", unit
    for unit, shifts in table.get("now", {}).items():
        for number, surfaces in shifts.items():
            for surface in surfaces:
                yield surface, "now", (unit, _number("now", number, path))
    for rule, surfaces in table.get("feast", {}).items():
        if not _FEAST.fullmatch(rule):
            raise PackError(path, None, f"unknown rule of a named day: {rule}")
        for surface in surfaces:
            yield surface, "feast", rule


_CENTURIES = ("x", "xi", "xii", "xiii", "xiv", "xv", "xvi", "xvii", "xviii", "xix", "xx", "xxi")


def _number(kind: str, text: str, path: Path) -> int:
    try:
        value = int(text)
    except ValueError:
        raise PackError(path, None, f"{kind}: {text!r} is not a number") from None
    low, high = _LIMITS.get(kind, (-10, 1000))
    if not low <= value <= high:
        raise PackError(path, None, f"{kind}: {value} is not between {low} and {high}")
    return value


def _add_unaccented(entries: dict[tuple[str, ...], dict[str, Any]]) -> None:
    """Also accept words typed without diacritics; single words of three letters or less stay as they are."""
    for key, meanings in list(entries.items()):
        plain = tuple(_unaccent(word) for word in key)
        if plain != key and len("".join(key)) > 3:
            entries.setdefault(plain, meanings)


def _unaccent(word: str) -> str:
    decomposed = unicodedata.normalize("NFD", word.replace("ł", "l"))
    return "".join(char for char in decomposed if not unicodedata.combining(char))
