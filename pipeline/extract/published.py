"""Find the publication date that a release itself states: header line, dateline, "press release of …", foot line.

Page clocks, update stamps, programme headings and deadlines are not it. A date in the metadata counts only where the
text says nothing: it is often the day of a crawl or of a relaunch.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from pipeline.extract.dates import edtf
from pipeline.extract.dates.expressions import Calendar, Expression
from pipeline.extract.dates.recognise import explicit_days, find_expressions
from pipeline.language import LanguagePack
from pipeline.records import PublishedFrom, Segment

HEAD_LINES = 6
"""Lines at the top of a release among which header and dateline stand."""
FOOT_LINES = 3
"""Lines at its bottom that may carry the date of the source."""
LONGEST_HEADER = 100
"""Characters of a header or foot line beside the date."""
LONGEST_LEAD = 75
"""Characters before the date in a dateline."""
HEAD_CHARS, FOOT_CHARS = 2500, 1200
"""Parts of the text that are searched."""
_SMALL_WORD = re.compile(r"(?<![\w'’])[^\W\d_A-ZÄÖÜŁŚŻŹĆŃÓĄĘČŠŽŘĎŤŇÁÉÍÝÚŮА-ЯІЇЄҐ]\w*")
_SENTENCE = re.compile(r"[.!?] ")
_AFTER_DATELINE = re.compile(r"\s*(?:$|[.:–—|/·•\-),;(\]>]|\n)")
_CLOCK = re.compile(r"\s*[,|]?\s*(?:\w{1,5}\.?\s*)?\d{1,2}[:.]\d\d")


@dataclass(frozen=True, slots=True)
class _Line:
    """A line with the complete dates in it."""

    start: int
    text: str
    days: tuple[tuple[int, int, date, Calendar], ...]


def find_published(
    text: str, segments: Sequence[Segment], metadata_date: date | None, pack: LanguagePack
) -> tuple[date | None, PublishedFrom]:
    """The publication date and where it was found.

    Args:
        text: cleaned text.
        segments: of the document; only the first article's head and the last one's foot are looked at.
        metadata_date: from the source, if it has one.
        pack: the document's language.

    Returns:
        (None, "none") where neither text nor metadata tells it.
    """
    lines = list(_dated_lines(text, pack))
    count = len(lines)
    programme = sum(_begins_with_weekday(line) for line in lines) > 1
    for index, line in enumerate(lines[:HEAD_LINES]):
        day = _of_head(line, pack, programme=programme, first=index == 0)
        if day:
            return day
    for line in lines:
        if (found := _after_cue(line, pack)) is not None:
            return found, "header"
    for line in reversed(lines[max(count - FOOT_LINES, HEAD_LINES if count > HEAD_LINES else 1) :]):
        if (found := _of_foot(line, pack)) is not None:
            return found, "header"
    return (metadata_date, "metadata") if metadata_date else (None, "none")


def _dated_lines(text: str, pack: LanguagePack) -> Iterator[_Line]:
    """Lines of the head and foot, with complete dates; year-less days count where the text gives their year."""
    if len(text) <= HEAD_CHARS + FOOT_CHARS:
        parts = [(0, text)]
    else:
        foot = text.rfind("\n", 0, len(text) - FOOT_CHARS) + 1 or len(text) - FOOT_CHARS
        parts = [(0, text[:HEAD_CHARS]), (foot, text[foot:])]
    for offset, part in parts:
        found = find_expressions(part, pack)
        years = explicit_days(found)
        position = 0
        for surface in part.split("\n"):
            start, position = position, position + len(surface) + 1
            if surface.strip():
                inside = [item for item in found if start <= item[0] < position]
                days = tuple(_complete(item, start, years) for item in inside)
                yield _Line(offset + start, surface, tuple(day for day in days if day))


def _complete(
    item: tuple[int, int, Expression], line: int, years: dict[tuple[int, int], int]
) -> tuple[int, int, date, Calendar] | None:
    start, end, found = item
    if not isinstance(found, Calendar) or not found.day or not found.month:
        return None
    year = found.year or years.get((found.month, found.day))
    point = edtf.day(year, found.month, found.day) if year else None
    day = edtf.first_day(point)
    return (start - line, end - line, day, found) if day else None


def _begins_with_weekday(line: _Line) -> bool:
    return bool(line.days) and line.days[0][3].weekday is not None and not line.text[: line.days[0][0]].strip(" •*-–▶(")


def _of_head(line: _Line, pack: LanguagePack, *, programme: bool, first: bool) -> tuple[date, PublishedFrom] | None:
    """A header line or a dateline."""
    for start, end, day, _ in line.days:
        before, after = line.text[:start], line.text[end:]
        if pack.dates.update.search(before) or pack.dates.deadline.search(before):
            continue
        if programme and _begins_with_weekday(line):
            continue
        words = len(_SMALL_WORD.findall(_without_cues(before, pack)))
        if len(before) > LONGEST_LEAD or words > 3 or _SENTENCE.search(before.rstrip(" .")[:-4]) and words > 1:
            continue
        if len(line.text) - (end - start) <= LONGEST_HEADER and not _is_prose(line.text, pack):
            if not (first and words) or not after.strip():
                return day, "header"
        if _AFTER_DATELINE.match(after) and words <= 2:
            return day, "dateline"
    return None


def _without_cues(before: str, pack: LanguagePack) -> str:
    return pack.dates.publication.sub(" ", before)


def _is_prose(line: str, pack: LanguagePack) -> bool:
    """A line that tells something: it has the verb of a sentence."""
    return bool(pack.dates.past.search(line) or pack.dates.future.search(line)) and len(_SMALL_WORD.findall(line)) > 3


def _after_cue(line: _Line, pack: LanguagePack) -> date | None:
    """ "Pressemitteilung vom …", "Opublikowano …" anywhere."""
    for start, _, day, _ in line.days:
        before = line.text[max(0, start - 40) : start]
        cue = None
        for cue in pack.dates.publication.finditer(before):
            pass
        if cue and len(_SMALL_WORD.findall(before[cue.end() :])) <= 1 and not pack.dates.update.search(before):
            return day
    return None


def _of_foot(line: _Line, pack: LanguagePack) -> date | None:
    """A short last line with source and date."""
    for start, end, day, found in line.days:
        if found.year is None or len(line.text) - (end - start) > LONGEST_HEADER or _is_prose(line.text, pack):
            continue
        if pack.dates.update.search(line.text) or pack.dates.deadline.search(line.text):
            continue
        if len(_SMALL_WORD.findall(_without_cues(line.text[:start], pack))) <= 4:
            return day
    return None
