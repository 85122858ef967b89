"""When a gold value and a found one are the same."""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from typing import Any

Row = Mapping[str, Any]
Interval = tuple[str | None, str | None]

_SEASON_MONTHS = {"21": ("03", "05"), "22": ("06", "08"), "23": ("09", "11"), "24": ("12", "02")}
#: Gold often cannot say which of these an encounter was; they count as one kind where only the time matters.
ENCOUNTERS = frozenset({"visit", "meeting", "conference"})
#: Names this long may differ in one inflected word and still be the same.
_CLOSE_MIN_CHARS, _CLOSE_RATIO = 8, 0.9


def read_edtf(value: str | None) -> Interval:
    """First and last part of an EDTF value as comparable ISO strings; None where open or absent."""
    if not value:
        return None, None
    first, _, last = value.partition("/")
    return _bounds(first)[0], _bounds(last or first)[1]


def _bounds(part: str) -> Interval:
    if part in ("", ".."):
        return None, None
    if season := re.fullmatch(r"(\d{4})-(2[1-4])", part):
        low, high = _SEASON_MONTHS[season[2]]
        return f"{season[1]}-{low}", f"{int(season[1]) + (season[2] == '24')}-{high}"
    if century := re.fullmatch(r"(\d{2})XX", part):
        return f"{int(century[1]) * 100 + 1:04d}", f"{int(century[1]) * 100 + 100:04d}"
    if decade := re.fullmatch(r"(\d{3})X", part):
        return f"{decade[1]}0", f"{decade[1]}9"
    return part, part


def gold_interval(entry: Row) -> tuple[Interval, bool]:
    """The interval of a gold date, and whether its year is only inferred (then an unknown year is a fair answer)."""
    free = entry.get("year_inferable") is True or "year" in (entry.get("inferred") or [])
    return (entry["start"], entry["end"]), free


def same_interval(gold: tuple[Interval, bool], found: Interval) -> bool:
    """Equal ends; an open end matches any, and an unknown year any where gold says that it is only inferred."""
    (start, end), free = gold

    def alike(a: str | None, b: str | None) -> bool:
        if a is None or b is None or a == b:
            return True
        return free and "XXXX" in (a[:4], b[:4]) and a[4:] == b[4:]

    return (start is None or found[0] is not None) and alike(start, found[0]) and alike(end, found[1])


def same_event(event: Row, row: Row, loosely: bool = False) -> bool:
    """Equal type and time; loosely, any two kinds of encounter are the same type."""
    alike = row["type"] in either(event, "type") or (loosely and {row["type"], event["type"]} <= ENCOUNTERS)
    wanted, found = (event["start"], event["end"]), read_edtf(row["edtf"])
    if wanted == (None, None) or found == (None, None):
        return bool(alike) and wanted == found
    return bool(alike) and same_interval((wanted, True), found)


def pair(wanted: Sequence[Any], found: Sequence[Any], match: Callable[[Any, Any], bool]) -> dict[int, int]:
    """Each wanted item with the first free found one that matches."""
    pairs: dict[int, int] = {}
    for i, item in enumerate(wanted):
        for j, other in enumerate(found):
            if j not in pairs.values() and match(item, other):
                pairs[i] = j
                break
    return pairs


def first_by_name(rows: Sequence[Row]) -> list[Row]:
    """One row per name, the first."""
    first: dict[str, Row] = {}
    for row in rows:
        first.setdefault(fold(row["name"]), row)
    return list(first.values())


def either(entry: Row, key: str, other: str | None = None) -> list[str]:
    """A gold value and its equally good alternatives."""
    return [value for value in (entry[key], *(entry.get(other or f"{key}_alt") or [])) if value]


def fold(text: str | None) -> str:
    """Case, quotation marks, dashes and blanks folded away."""
    text = re.sub(r"[„”“\"'’‘«»‚]", "", unicodedata.normalize("NFC", text or "").casefold())
    return re.sub(r"\s+", " ", re.sub("[–—]", "-", text)).strip(" .,;:")


def equal(a: str | None, b: str | None) -> bool:
    """Equal after folding."""
    return bool(fold(a)) and fold(a) == fold(b)


def close(a: str | None, b: str | None) -> bool:
    """Equal after folding, or nearly so: one word inflected differently."""
    one, two = fold(a), fold(b)
    if not one or not two:
        return False
    ratio = difflib.SequenceMatcher(None, one, two).ratio()
    return one == two or (len(one) > _CLOSE_MIN_CHARS and ratio >= _CLOSE_RATIO)
