"""Find the publication date that a release itself states: header line, dateline, "press release of …", foot line.

Page clocks, update stamps, programme headings and deadlines are not it. A date in the metadata counts only where the
text says nothing: it is often the day of a crawl or of a relaunch.
"""

from __future__ import annotations

import re
from datetime import date, timedelta

from pipeline.extract.dates.header_lines import Day, Line, LineReader
from pipeline.language import LanguagePack
from pipeline.language.capitals import CAPITAL, SMALL
from pipeline.records import PublishedFrom

HEAD_LINES, FOOT_LINES = 7, 3
"""Lines at the top and at the bottom of a release that may carry its date."""
MENU_LINES = 12
"""Lines at the top, a long menu among them, that may hold nothing but the date."""
LONGEST_HEADER, LONGEST_LEAD, LONGEST_TAIL = 110, 85, 70
"""Characters beside the date: of a header or foot line, before it in a dateline, around it at the end of a text."""
NEWS_DAYS = 10
"""A page that was changed last so many days after what it tells was published then."""

_SMALL_WORDS = ("link", "on", "day_word")
_WORD = re.compile(r"[^\W\d_][\w'’]*")
_SEPARATOR = re.compile(r"(?:^|[,(–—|·.\-/»›\])>¦;*+]|\bI|^)$")
_CRUMBS = re.compile(r"[›»>|]")
"""Signs between the parts of a path through a site: "town.example › Notices 3.5.2019"."""
_SMALL_LINK = re.compile(r"\b[^\W\d_]{1,4}\.?\s*$")
_AFTER_DATELINE = re.compile(r"\s{0,9}(?:$|[.:–—|/·•\-),;(\]>¦]|[^\W\d_]\.)")
_CLOCK = re.compile(r"\s{0,9}[,|]?\s{0,9}(?:[^\W\d_]{1,5}\.?\s{0,9})?\d{1,2}(?:[:.](\d\d)|\s?([^\W\d_]+))")
_STAMP = re.compile(r"\d{4}[-./]\d\d[-./]\d\d")
_STAMP_CLOCK = re.compile(r",?\s{1,3}\d{1,2}:\d\d:\d\d(?!\d)")
_RUNS_ON = re.compile(rf",[ \u00a0]{SMALL}")
_REPORT = re.compile(rf":[ \u00a0]{CAPITAL}")
"""What follows a town and a day that open a report: "PRAHA 3. 5. 2019: Město …"."""
_LIFE = re.compile(r"(?:\([+*]|†)\s?$")
_SENTENCE_END = re.compile(r"[.!?…)“”\"]\s+(?=\S)|(?<=\s)(?=\()")


def find_published(text: str, metadata_date: date | None, pack: LanguagePack) -> tuple[date | None, PublishedFrom]:
    """The publication date and where it was found.

    Args:
        text: cleaned text.
        metadata_date: from the source, if it has one.
        pack: the document's language.

    Returns:
        (None, "none") where neither text nor metadata tells it.
    """
    lines = LineReader(text, pack).lines()
    found = _of_lines(lines, pack)
    if found:
        return found
    if metadata_date:
        return metadata_date, "metadata"
    announced = _announced(lines, pack)
    return announced if announced[0] else _stamped(lines, pack)


def _of_lines(lines: list[Line], pack: LanguagePack) -> tuple[date, PublishedFrom] | None:
    programme = sum(line.begins_with_weekday for line in lines) > 1
    first_dated = next((index for index, line in enumerate(lines) if line.days), 0)
    for index, line in enumerate(lines[:MENU_LINES]):
        for told in line.days:
            alone = line.text.strip(" .,") == line.text[told.start : told.end].strip(" .,")
            if (
                (index >= HEAD_LINES and not (alone and index == first_dated))
                or (programme and line.begins_with_weekday and not alone)
                or (not told.year_told and not _is_short_dateline(line, told))
            ):
                continue
            if _is_stamp(line, told, pack):
                return told.day, "header"
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
    if before.endswith(":") and not before.endswith("::"):
        return False  # "Wann: 3. August 2015"; cues such as "Datum:" are looked for before
    link = _SMALL_LINK.search(before)
    if link and link.group()[0].isupper() and (link.group().istitle() or not before[: link.start()].strip()):
        link = None  # "Cheb 18. 11. 2019", "ZLÍN 22. 2. 2019 -"
    if link:
        before = before[: link.start()]
    words = _WORD.findall(_CRUMBS.split(before)[-1])
    return bool(_SEPARATOR.search(before.rstrip())) or (
        bare and link is None and not any(w[0].islower() for w in words)
    )


def _is_short_dateline(line: Line, told: Day) -> bool:
    """A place, a comma, a day without year: "OPOLE, 12 września –"."""
    before, after = line.text[: told.start].rstrip(), line.text[told.end :].lstrip()
    words = _WORD.findall(before)
    if not words or len(words) > 4 or any(word[0].islower() for word in words[1:]):
        return False
    if not before.endswith(",") and not after.startswith("("):
        return False
    return not after or after[0] in ".–—:-(" or line.text[told.end - 1] == "."


def _today(line: Line, told: Day, pack: LanguagePack) -> date | None:
    """As in "Today, 3 May 2019": the release says itself what today is; with the day's saints the page does."""
    if pack.dates.update.search(line.text, told.end):
        return None
    first = _WORD.search(line.text[told.start : told.end])
    before = _WORD.findall(line.text[max(0, told.start - 20) : told.start])
    words = [first.group() if first else "", before[-1] if before else ""]
    meant = [pack.dates.words.get(word.lower(), {}).get("now") for word in words]
    return told.day if ("day", 0) in meant and told.year_told else None


def _is_stamp(line: Line, told: Day, pack: LanguagePack) -> bool:
    """A stamp of the page's program: a time with seconds behind the day, or year, month, day at the end of a line."""
    after = line.text[told.end :]
    clock = _STAMP_CLOCK.match(after)
    written = _STAMP.fullmatch(line.text, told.start, told.end)
    return bool(clock or (written and not after.strip())) and _may_publish(line, told, pack)


def _of_header(line: Line, told: Day, pack: LanguagePack, *, first: bool) -> date | None:
    """A line that holds little but the date and its source."""
    before, after = line.text[: told.start], line.text[told.end :]
    if len(before) + len(after) > LONGEST_HEADER or not _may_publish(line, told, pack):
        return None
    words = [word for word in _WORD.findall(before + " " + after) if word[0].islower()]
    if _is_prose(before + " " + after, pack) or len(words) > 7:
        return None
    cued = _has_cue(before, pack)
    if not pack.dates.words.get(before.strip().lower(), {}).keys().isdisjoint(_SMALL_WORDS):
        before = ""  # "Le 18 avril 2011"
    if not cued and (not _separated(before, bare=True) or (first and words and after.strip(" .)r"))):
        return None
    return told.day if cued or not (told.found.weekday and _on_the_clock(after, pack)) else None


def _on_the_clock(after: str, pack: LanguagePack) -> bool:
    """True if the time of something follows: "20:00", "20 Uhr"; "21:54" is the page's: nothing begins then."""
    found = _CLOCK.match(after)
    if found is None:
        return False
    return not int(found[1]) % 5 if found[1] else "clock" in pack.dates.words.get(found[2].lower(), {})


def _is_dateline(line: Line, told: Day, pack: LanguagePack) -> bool:
    """As in "Krakau, 3. Mai 2019.", "Warszawa (PAP), 29.05.2017 –" at the beginning of a paragraph."""
    before, after = line.text[: told.start], line.text[told.end :]
    if len(before) > LONGEST_LEAD or not _may_publish(line, told, pack):
        return False
    abbreviated = line.text[told.end - 1] == "." and told.year_told  # "12 maja 2019 r. Rada …" opens a sentence
    opens = abbreviated and (not before.strip() or after.lstrip()[:1].islower())
    if not _AFTER_DATELINE.match(after) and (line.text[told.end - 1] != "." or opens):
        return False
    if re.match(r"\)\s+\w", after) and after.lstrip(") ")[:1].islower():
        return False
    headed = after.lstrip()[:1] in tuple("(–—-") or _REPORT.match(after) is not None
    if not _separated(before, bare=headed):
        return False
    if told.found.weekday and _on_the_clock(after, pack):
        return False
    words = _WORD.findall(before)
    small = [word for word in words if word[0].islower() and "link" not in pack.dates.words.get(word, {})]
    # "A year later, 3 May 2010, the towns signed"
    runs_on = (small or not before.strip()) and _RUNS_ON.match(after)
    return not runs_on and len(small) <= 2 and not any(word in pack.dates.past for word in small)


def _may_publish(line: Line, told: Day, pack: LanguagePack) -> bool:
    """False beside words for updates, deadlines and the like, and beside the signs of births and deaths."""
    before = line.text[: told.start]
    vetoed = pack.dates.update.search(before) or pack.dates.deadline.search(before) or _LIFE.search(before)
    return vetoed is None


def _has_cue(before: str, pack: LanguagePack) -> bool:
    """As in "Pressemitteilung vom …", "Opublikowano …" right before the date."""
    if pack.dates.update.search(before):
        return False
    cues = list(pack.dates.publication.finditer(before, max(0, len(before) - 60)))
    if not cues:
        return False
    cue = cues[-1]
    known = pack.dates.words
    between = [word for word in _WORD.findall(before[cue.end() :]) if word[0].islower() and word not in known]
    return len(between) <= 1 and len(before) - cue.end() < 40


def _is_prose(line: str, pack: LanguagePack) -> bool:
    """A line that tells something: it has the verb of a sentence."""
    small = [word for word in _WORD.findall(line) if word[0].islower()]
    return len(small) > 3 and any(word in pack.dates.past or word in pack.dates.future for word in small)


def _is_foot(line: Line, told: Day, pack: LanguagePack) -> bool:
    """A short last line with source and date, or such an end of the last paragraph: "(PAP, 07.03.2016)"."""
    if (not told.year_told and not _is_short_dateline(line, told)) or _LIFE.search(line.text[: told.start]):
        return False
    before, after = line.text[: told.start], line.text[told.end :]
    start = 0
    for end in _SENTENCE_END.finditer(line.text, 0, told.start + 1):
        start = end.end()
    lead = before[start:] if len(line.text) > LONGEST_HEADER or start else before
    around = lead + " " + after
    if len(around) > LONGEST_TAIL or pack.dates.update.search(around) or pack.dates.deadline.search(around):
        return False
    named = not start and not after.strip(" .)")  # "Podtatranské noviny 21. 1. 2010"
    if not _separated(lead, bare=named) and not _has_cue(lead, pack):
        return False
    small = [word for word in _WORD.findall(around) if word[0].islower()]
    return len(small) <= 5 and not any(word in pack.dates.past or word in pack.dates.future for word in small)


def _announced(lines: list[Line], pack: LanguagePack) -> tuple[date | None, PublishedFrom]:
    """As in "… announced on Monday (9 July 2018)": news of the day that it names."""
    for line in lines[:HEAD_LINES]:
        for told in line.days:
            if told.year_told and pack.dates.report.search(line.text[max(0, told.start - 60) : told.end + 30]):
                return told.day, "dateline"
    return None, "none"


def _stamped(lines: list[Line], pack: LanguagePack) -> tuple[date | None, PublishedFrom]:
    """The day of the last change at the foot, if the text tells of a day just before: then it is news of that day."""
    told = [(day.found.month, day.found.day) for line in lines for day in line.days]
    for line in lines[-FOOT_LINES:]:
        for stamp in line.days:
            if not stamp.year_told or not pack.dates.update.search(line.text[: stamp.start]):
                continue
            before = [stamp.day - timedelta(days) for days in range(1, NEWS_DAYS + 1)]
            if any((day.month, day.day) in told for day in before):
                return stamp.day, "header"
    return None, "none"
