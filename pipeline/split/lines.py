"""The lines of a text and what each looks like: prose, headline, list item, date stamp or page furniture."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Literal

from pipeline.language.split import Furniture

LineKind = Literal["prose", "headline", "item", "stamp", "furniture"]

MAX_HEADLINE = 160  # characters; longer lines without a full stop are prose all the same
MAX_STAMP = 48
MAX_FURNITURE = 240  # a longer line that begins like furniture is prose ("Foto: … Die Delegation …")
MAX_STAMP_LETTERS = 18  # the name of a month and a weekday or a label
STAMP = re.compile(r"(?<!\d)(?:(?:19|20)\d\d(?!\d)|\d{1,2}[./-] ?\d{1,2}[./-] ?\d\d)")
SENTENCE_END = re.compile(r"[.!?…;,:][\"”“’»«)\]']{0,3}$")
# Bulleted, numbered or lettered, the row of a table, or an hour of a programme.
ITEM = re.compile(r"(?:[•·▪◦‣●○■□►▶»→✓◆*–—|-]|\d{1,2}[.)]|[^\W\d_]\)|\d{1,2}[.:]\d\d(?!\d))\s+(?=\S)")
EDGES = " .:;,»«›‹|•·*→←>-–—[]()+…"
# Furniture that needs no words: trails of links, addresses, telephone numbers, names of files, marks alone.
WORDLESS = re.compile(
    r"(?:[^»›>|\n]{1,40} [»›>|] ){2,12}[^»›>|\n]{1,60}"
    r"|(?:https?://|www\.)\S{1,400}"
    r"|\S{1,100}@\S{1,100}\.\w{2,10}"
    r"|\+?\d[\d /()–-]{7,25}|\d{1,6}"
    r"|[\w%-]{1,100}\.(?:jpe?g|png|gif|webp|pdf|docx?|xlsx?|zip|mp[34])(?: ?\(.{1,40}\))?"
    r"|[^\w\s]{1,40}",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Line:
    """A line that is not blank.

    Attributes:
        start: first character that is no blank.
        end: one past the last one.
        gap: blank lines before it.
        kind: what it looks like.
        text: its characters.
    """

    start: int
    end: int
    gap: int
    kind: LineKind
    text: str


def read_lines(text: str, furniture: Furniture) -> list[Line]:
    """The lines of a text that are not blank, in order."""
    lines: list[Line] = []
    position = gap = 0
    for raw in text.split("\n"):
        stripped = raw.strip()
        if stripped:
            if lines and not gap and lines[-1].kind == "headline" and stripped[0].islower():
                lines[-1] = replace(lines[-1], kind="prose")  # it goes on in this line
            start = position + raw.index(stripped[0])
            lines.append(Line(start, start + len(stripped), gap, _kind(stripped, furniture), stripped))
            gap = 0
        else:
            gap += 1
        position += len(raw) + 1
    return lines


def _kind(line: str, furniture: Furniture) -> LineKind:
    if len(line) <= MAX_FURNITURE and _says_furniture(line, furniture):
        return "furniture"
    if len(line) <= MAX_STAMP and _is_stamp(line):
        return "stamp"
    if WORDLESS.fullmatch(line):
        return "stamp" if STAMP.search(line) else "furniture"  # a trail may end with the date of the release
    if ITEM.match(line):
        return "item"
    return "headline" if len(line) <= MAX_HEADLINE and not SENTENCE_END.search(line[-5:]) else "prose"


def _says_furniture(line: str, furniture: Furniture) -> bool:
    """Whether the words of a line say that it belongs to the page and not to the article."""
    lower = line.lower().lstrip("•·*→>- ")
    return (
        lower.strip(EDGES) in furniture.lines
        or lower.startswith(furniture.starts)
        or any(piece in lower for piece in furniture.contains)
    )


def _is_stamp(line: str) -> bool:
    """A date alone on its line, perhaps with a time or a label."""
    return STAMP.search(line) is not None and sum(map(str.isalpha, line)) <= MAX_STAMP_LETTERS
