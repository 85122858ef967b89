"""Lines to articles, lists and boilerplate."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from pipeline.records import SegmentKind
from pipeline.split.lines import Line

ARTICLE_GAP = 2  # blank lines before the headline of a new article, where paragraphs have fewer between them
MAX_LEAD_LINES = 4  # headline, second headline, stamp, credit: lines between the headline and the first prose
MAX_MENU_LINE = 60
MAX_ITEM_LINE = 200
MIN_MENU_LINES = 5
MIN_LIST_LINES = 3
NUMBERING = re.compile(r"^\d{1,2}[.)]\s")


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a document: its kind, its headline and its lines."""

    kind: SegmentKind
    heading: str | None
    lines: Sequence[Line]


def divide(lines: list[Line], title: str | None) -> Iterator[Part]:
    """The parts of a document in order; every line is in one."""
    starts = list(_article_starts(lines))
    starts = [*dict.fromkeys((0, *_masthead_ends(lines, starts), *starts))]
    for number, (start, end) in enumerate(zip(starts, [*starts[1:], len(lines)], strict=True)):
        if start == end:
            continue
        first, last = _leading(lines, start, end), _trailing(lines, start, end)
        masthead = number == 0 and len(starts) > 1 and not any(line.kind == "prose" for line in lines[start:end])
        if first >= last or masthead:
            yield Part("boilerplate", None, lines[start:end])
            continue
        if first > start:
            yield _margin(lines[start:first])
        article = lines[first:last]
        yield Part("article", _heading(article, title if number == 0 else None), article)
        if last < end:
            yield _margin(lines[last:end])


def _article_starts(lines: list[Line]) -> Iterator[int]:
    """Numbers of the lines at which a second or later article begins."""
    usual = _usual_gap(lines)
    seen_prose = False
    for number, line in enumerate(lines):
        if line.kind == "prose":
            seen_prose = True
        elif seen_prose and line.kind in ("headline", "stamp") and _begins_article(lines, number, usual):
            yield number
            seen_prose = False


def _masthead_ends(lines: list[Line], starts: list[int]) -> Iterator[int]:
    """On a page of several articles, the line after the name of the page, if a gap sets it off the first article."""
    usual = _usual_gap(lines)
    for number, line in enumerate(lines[: starts[0]] if starts else ()):
        if line.kind == "prose":
            return
        if number and line.kind == "headline" and line.gap > usual and _begins_article(lines, number, usual):
            yield number
            return


def _begins_article(lines: list[Line], number: int, usual_gap: int) -> bool:
    line = lines[number]
    lead = lines[number : number + MAX_LEAD_LINES + 1]
    if not any(later.kind == "prose" for later in lead[1:]) or not any(later.kind == "headline" for later in lead[:2]):
        return False
    if line.gap >= ARTICLE_GAP and line.gap > usual_gap:
        return True
    # A headline with a date stamp under or over it, as lists of news have them.
    return line.gap > 0 and {line.kind, lines[number + 1].kind} == {"headline", "stamp"}


def _usual_gap(lines: list[Line]) -> int:
    """The most blank lines between two paragraphs of prose: a larger gap says more."""
    gaps = [after.gap for before, after in pairwise(lines) if before.kind == after.kind == "prose"]
    return max(set(gaps), key=lambda gap: (gaps.count(gap), gap)) if gaps else 0


def _leading(lines: list[Line], start: int, end: int) -> int:
    """The first line after the furniture or the menu with which a part begins."""
    first = start
    while first < end and lines[first].kind == "furniture":
        first += 1
    menu = first
    while menu < end and _in_menu(lines[menu]):
        menu += 1
    # The last lines of the run are the headline and what stands by it.
    while menu > first and (lines[menu - 1].kind == "stamp" or (menu < end and lines[menu].kind == "stamp")):
        menu -= 1
    menu -= 1
    return menu if menu - first >= MIN_MENU_LINES else first


def _in_menu(line: Line) -> bool:
    short = len(line.text) <= MAX_MENU_LINE
    return line.kind == "furniture" or (short and line.kind in ("headline", "stamp"))


def _trailing(lines: list[Line], start: int, end: int) -> int:
    """One past the last line before the furniture, contacts or list with which a part ends."""
    last = end
    prose = max((n for n in range(start, end) if lines[n].kind == "prose"), default=start)
    for number in range(prose + 1, end):
        if lines[number].kind == "furniture":  # what follows the first furniture after the last prose goes with it
            last = number
            break
    run = last
    while run > prose + 1 and _in_list(lines[run - 1]):
        run -= 1
    announced = lines[run - 1].text.endswith(":")
    figures = sum(any(map(str.isdigit, NUMBERING.sub("", line.text, 1))) for line in lines[run:last])
    telling = announced or 2 * figures >= last - run  # a chronicle, a programme, figures
    return run if last - run >= MIN_LIST_LINES and not telling else last


def _in_list(line: Line) -> bool:
    if line.text.endswith((".", "!", "?", ";")):
        return False
    return (line.kind == "item" and len(line.text) <= MAX_ITEM_LINE) or _in_menu(line)


def _margin(lines: Sequence[Line]) -> Part:
    """What stands around an article: a list if most of it is items or a menu's entries, else boilerplate."""
    entries = sum(line.kind in ("item", "headline") for line in lines)
    return Part("list" if 2 * entries > len(lines) else "boilerplate", None, lines)


def _heading(lines: Sequence[Line], title: str | None) -> str | None:
    """The headline of an article, if it begins with one and goes on after it; else the title from outside."""
    for number, line in enumerate(lines[:MAX_LEAD_LINES]):
        if line.kind == "headline" and number + 1 < len(lines):
            return line.text
        if line.kind == "prose":
            break
    return title
