"""Find the publication date that a release itself states: header line, dateline, "press release of …", foot line.

Page clocks, update stamps, programme headings and deadlines are not it. A date in the metadata counts only where the
text says nothing: it is often the day of a crawl or of a relaunch.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from pipeline.extract.dates import edtf
from pipeline.extract.dates.expressions import Calendar, Expression
from pipeline.extract.dates.recognise import explicit_days, find_expressions
from pipeline.language import LanguagePack
from pipeline.records import PublishedFrom, Segment

HEAD_LINES, FOOT_LINES = 7, 3
"""Lines at the top and at the bottom of a release that may carry its date."""
LONGEST_HEADER, LONGEST_LEAD, LONGEST_TAIL = 110, 85, 70
"""Characters beside the date: of a header or foot line, before it in a dateline, around it at the end of a text."""
HEAD_CHARS, FOOT_CHARS = 2500, 1200
"""Parts of the text that are searched."""
OLDER_DAYS = 3000
"""A release is not this much older than the newest complete date that it tells: then its date is history."""
NEAR_DAYS = 200
"""A dateline without a year has the year of a date told within so many days."""

_WORD = re.compile(r"[^\W\d_][\w'’]*")
_SEPARATOR = re.compile(r"(?:^|[,(–—|·.\-/»›\])>¦;*+]|\bI|^)$")
_SMALL_LINK = re.compile(r"\b[^\W\d_]{1,4}\.?\s*$")
_AFTER_DATELINE = re.compile(r"\s{0,9}(?:$|[.:–—|/·•\-),;(\]>¦]|[^\W\d_]\.)")
_CLOCK = re.compile(r"\s{0,9}[,|]?\s{0,9}(?:[^\W\d_]{1,5}\.?\s{0,9})?\d{1,2}(?:[:.]\d\d|\s?[Uu]hr)")
_SENTENCE_END = re.compile(r"[.!?…)“”\"]\s+(?=\S)|(?<=\s)(?=\()")


@dataclass(frozen=True, slots=True)
class _Day:
    """A day with its year, within a line."""

    start: int
    end: int
    day: date
    found: Calendar
    year_told: bool


@dataclass(frozen=True, slots=True)
class _Line:
    """A line with the days in it."""

    text: str
    days: tuple[_Day, ...]
    begins_with_weekday: bool


def find_published(
    text: str, segments: Sequence[Segment], metadata_date: date | None, pack: LanguagePack
) -> tuple[date | None, PublishedFrom]:
    """The publication date and where it was found.

    Args:
        text: cleaned text.
        segments: of the document; lists and boilerplate at its end are no foot line.
        metadata_date: from the source, if it has one.
        pack: the document's language.

    Returns:
        (None, "none") where neither text nor metadata tells it.
    """
    lines = _Reader(text, pack).lines()
    found = _of_lines(lines, pack)
    if found:
        return found
    return (metadata_date, "metadata") if metadata_date else _announced(lines, pack)


class _Reader:
    """Reads the lines of the head and foot of a text with their days."""

    def __init__(self, text: str, pack: LanguagePack) -> None:
        self.pack = pack
        self.parts = [text]
        if len(text) > HEAD_CHARS + FOOT_CHARS:
            foot = text.rfind("\n", 0, len(text) - FOOT_CHARS) + 1 or len(text) - FOOT_CHARS
            self.parts = [text[:HEAD_CHARS], text[foot:]]
        self.found = [find_expressions(part, pack) for part in self.parts]
        everything = [item for found in self.found for item in found]
        self.years = explicit_days(everything)
        self.complete = sorted(day for item in everything if (day := _complete(item[2])))

    def lines(self) -> list[_Line]:
        """Lines that are not empty."""
        lines = []
        for part, found in zip(self.parts, self.found, strict=True):
            position = 0
            for surface in part.split("\n"):
                start, position = position, position + len(surface) + 1
                if surface.strip():
                    inside = [item for item in found if start <= item[0] < position]
                    days = tuple(day for item in inside if (day := self._day(item, start)))
                    lines.append(_Line(surface, days, _on_weekday(surface, inside, start)))
        return lines

    def _day(self, item: tuple[int, int, Expression], line: int) -> _Day | None:
        start, end, found = item
        if not isinstance(found, Calendar) or not found.day or not found.month:
            return None
        year = found.year or self.years.get((found.month, found.day)) or self._near_year(found.month, found.day)
        day = edtf.first_day(edtf.day(year, found.month, found.day)) if year else None
        if day is None or (self.complete and (self.complete[-1] - day).days > OLDER_DAYS):
            return None
        return _Day(start - line, end - line, day, found, found.year is not None)

    def _near_year(self, month: int, number: int) -> int | None:
        """The year that puts a day near the newest complete date of the text."""
        for told in reversed(self.complete):
            for year in (told.year, told.year + 1, told.year - 1):
                day = edtf.first_day(edtf.day(year, month, number))
                if day and abs((day - told).days) <= NEAR_DAYS:
                    return year
        return None


def _complete(found: Expression) -> date | None:
    if isinstance(found, Calendar) and found.year and found.month and found.day:
        return edtf.first_day(edtf.day(found.year, found.month, found.day))
    return None


def _on_weekday(line: str, inside: list[tuple[int, int, Expression]], start: int) -> bool:
    """True if a line begins with a weekday, as those of programmes and diaries do."""
    if not inside or not isinstance(inside[0][2], Calendar) or inside[0][2].weekday is None:
        return False
    return not line[: inside[0][0] - start].strip(" •*-–▶(◆●")


def _of_lines(lines: list[_Line], pack: LanguagePack) -> tuple[date, PublishedFrom] | None:
    programme = sum(line.begins_with_weekday for line in lines) > 1
    for index, line in enumerate(lines[:HEAD_LINES]):
        for told in line.days:
            if (programme and line.begins_with_weekday) or (not told.year_told and not _is_short_dateline(line, told)):
                continue
            if (day := _today(line, told, pack)) or (day := _of_header(line, told, pack, first=index == 0)):
                return day, "header"
            if _is_dateline(line, told, pack):
                return told.day, "dateline"
    for line in lines:
        for told in line.days:
            if told.year_told and _has_cue(line.text[: told.start], pack):
                return told.day, "header"
    for line in lines[max(len(lines) - FOOT_LINES, 1) :][::-1]:
        for told in reversed(line.days):
            if _is_foot(line, told, pack):
                return told.day, "header"
    return None


def _separated(before: str, *, bare: bool = False) -> bool:
    """True if the date stands apart from what is before it; ``bare`` lets it follow plain names: "ELBLĄG 3.5.2019"."""
    if before.endswith("  "):
        return True
    before = before.rstrip()
    if before.endswith(":"):
        return False  # "Wann: 3. August 2015"; cues such as "Datum:" are looked for before
    link = _SMALL_LINK.search(before)
    if link and link.group()[0].islower():
        before = before[: link.start()]
    words = _WORD.findall(before)
    return bool(_SEPARATOR.search(before.rstrip())) or (
        bare and link is None and not any(w[0].islower() for w in words)
    )


def _is_short_dateline(line: _Line, told: _Day) -> bool:
    """A place, a comma, a day without year: "OPOLE, 12 września –"."""
    before, after = line.text[: told.start].rstrip(), line.text[told.end :].lstrip()
    words = _WORD.findall(before)
    if not words or len(words) > 4 or any(word[0].islower() for word in words[1:]):
        return False
    if not before.endswith(",") and not after.startswith("("):
        return False
    return not after or after[0] in ".–—:-(" or line.text[told.end - 1] == "."


def _today(line: _Line, told: _Day, pack: LanguagePack) -> date | None:
    """As in "Today, 3 May 2019": the release says itself what today is."""
    first = _WORD.search(line.text[told.start : told.end])
    before = _WORD.findall(line.text[max(0, told.start - 20) : told.start])
    words = [first.group() if first else "", before[-1] if before else ""]
    meant = [pack.dates.words.get(word.lower(), {}).get("now") for word in words]
    return told.day if ("day", 0) in meant and told.year_told else None


def _of_header(line: _Line, told: _Day, pack: LanguagePack, *, first: bool) -> date | None:
    """A line that holds little but the date and its source."""
    before, after = line.text[: told.start], line.text[told.end :]
    if len(before) + len(after) > LONGEST_HEADER or not _may_publish(line, told, pack):
        return None
    words = [word for word in _WORD.findall(before + " " + after) if word[0].islower()]
    if _is_prose(before + " " + after, pack) or len(words) > 7:
        return None
    cued = _has_cue(before, pack)
    if not cued and (not _separated(before, bare=True) or (first and words and after.strip(" .)r"))):
        return None
    return told.day if cued or not (told.found.weekday and _CLOCK.match(after)) else None


def _is_dateline(line: _Line, told: _Day, pack: LanguagePack) -> bool:
    """As in "Krakau, 3. Mai 2019.", "Warszawa (PAP), 29.05.2017 –" at the beginning of a paragraph."""
    before, after = line.text[: told.start], line.text[told.end :]
    if len(before) > LONGEST_LEAD or not _may_publish(line, told, pack):
        return False
    goes_on = line.text[told.end - 1] != "." or (told.year_told and after.lstrip()[:1].islower())
    if not _AFTER_DATELINE.match(after) and goes_on:
        return False
    if re.match(r"\)\s+\w", after) and after.lstrip(") ")[:1].islower():
        return False
    if not _separated(before, bare=after.lstrip()[:1] in tuple("(–—-")) or (told.found.weekday and _CLOCK.match(after)):
        return False
    words = _WORD.findall(before)
    small = [word for word in words if word[0].islower() and "link" not in pack.dates.words.get(word, {})]
    return len(small) <= 2 and not any(word in pack.dates.past for word in small)


def _may_publish(line: _Line, told: _Day, pack: LanguagePack) -> bool:
    """False beside words for updates, deadlines and the like."""
    before = line.text[: told.start]
    return not (pack.dates.update.search(before) or pack.dates.deadline.search(before))


def _has_cue(before: str, pack: LanguagePack) -> bool:
    """As in "Pressemitteilung vom …", "Opublikowano …" right before the date."""
    if pack.dates.update.search(before):
        return False
    cues = list(pack.dates.publication.finditer(before, max(0, len(before) - 60)))
    if not cues:
        return False
    cue = cues[-1]
    between = [word for word in _WORD.findall(before[cue.end() :]) if word[0].islower()]
    return len(between) <= 1 and len(before) - cue.end() < 40


def _is_prose(line: str, pack: LanguagePack) -> bool:
    """A line that tells something: it has the verb of a sentence."""
    small = [word for word in _WORD.findall(line) if word[0].islower()]
    return len(small) > 3 and any(word in pack.dates.past or word in pack.dates.future for word in small)


def _is_foot(line: _Line, told: _Day, pack: LanguagePack) -> bool:
    """A short last line with source and date, or such an end of the last paragraph: "(PAP, 07.03.2016)"."""
    if not told.year_told and not _is_short_dateline(line, told):
        return False
    before, after = line.text[: told.start], line.text[told.end :]
    start = 0
    for end in _SENTENCE_END.finditer(before):
        start = end.end()
    lead = before[start:] if len(line.text) > LONGEST_HEADER or start else before
    around = lead + " " + after
    if len(around) > LONGEST_TAIL or pack.dates.update.search(around) or pack.dates.deadline.search(around):
        return False
    if not _separated(lead) and not _has_cue(lead, pack):
        return False
    small = [word for word in _WORD.findall(around) if word[0].islower()]
    return len(small) <= 5 and not any(word in pack.dates.past or word in pack.dates.future for word in small)


def _announced(lines: list[_Line], pack: LanguagePack) -> tuple[date | None, PublishedFrom]:
    """As in "… announced on Monday (9 July 2018)": news of the day that it names."""
    for line in lines[:HEAD_LINES]:
        for told in line.days:
            if told.year_told and pack.dates.report.search(line.text[max(0, told.start - 60) : told.end + 30]):
                return told.day, "dateline"
    return None, "none"
