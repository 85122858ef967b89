"""Lines to sentences."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from pipeline.language.split import Splitting
from pipeline.split.lines import Line

MAX_WRAP = 110  # characters: texts with longer lines are not wrapped by hand or by a mail program
MIN_WRAPS = 2  # lines broken before a small letter that show a text to be wrapped
MIN_FULL_SHARE = 0.75  # of the line ends where the next word had no room, if but one line is so broken
MIN_BROKEN_LINE = 30  # characters of a line that may go on in the next one
TOKEN_CHARS = 40
INITIAL = re.compile(r"\s?[^\W\d_]\.")
MAX_BRACKET = 100  # characters
MAX_PAIR = 12
DASHES = frozenset("–—-")
MAX_OPENING = 80  # characters
MAX_FOREIGN = 4  # characters of an abbreviation of another language, "(os. Sportowe 8)" in a German text
OPENING_WORDS = 5  # "W dniach 14-17 czerwca br. Polska …": so few words, numbers not counted, are no sentence yet
STOP = re.compile(r"(?<![.!?…])[.!?…]+[\"”“’»«)\]']{0,3}(?=(\s)|[\"„“«(]?[^\W\d_])")
NEXT = re.compile(r"[\s\"„“”«»‚‘’'(\[–—•·*-]{0,40}([^\s.,;:!?)\]\"”“»]{0,40})")
TOKEN = re.compile(r"[^\s(\[„“«\"/*]{0,40}$")
NUMBER = re.compile(r"[\d./–-]{0,12}?(?<!\d)(\d{1,3}|[IVXLCDM]{1,7})")  # of a day or an ordinal, not of a year
ROMAN = re.compile(r"[IVXLCDM]{1,7}")
DOTTED = re.compile(r"(?:[^\W\d_]\.-?){1,5}[^\W\d_]{1,3}")


def find_sentences(text: str, lines: Sequence[Line], knowledge: Splitting) -> Iterator[tuple[int, int, bool]]:
    """Start, end and furniture or not of every sentence of a part, in order.

    Lines run together where one goes on in the next; each paragraph is then cut at its full stops.
    """
    width = _wrap_width(lines)
    first = 0
    for number in range(1, len(lines) + 1):
        if number < len(lines) and _goes_on(lines[number - 1], lines[number], width):
            continue
        start, end = lines[first].start, lines[number - 1].end
        if lines[first].kind == "furniture":
            yield start, end, True
        else:
            for cut in (*_cuts(text, start, end, knowledge), end):
                yield start, cut, False
                start = _skip_blank(text, cut, end)
        first = number


def _wrap_width(lines: Sequence[Line]) -> int:
    """The width to which a text is wrapped; 0 if it is not."""
    longest = max(len(line.text) for line in lines)
    if longest > MAX_WRAP:
        return 0
    pairs = [(before, after) for before, after in pairwise(lines) if not after.gap]
    wraps = sum(_breaks_sentence(before, after) for before, after in pairs)
    full = sum(_is_full(before, after, longest) for before, after in pairs)
    return longest if wraps >= MIN_WRAPS or (wraps and full >= MIN_FULL_SHARE * len(pairs)) else 0


def _is_full(before: Line, after: Line, width: int) -> bool:
    """Whether the first word of the next line had no room in this one."""
    return len(before.text) + 1 + len(after.text.split(" ", 1)[0]) > width


def _breaks_sentence(before: Line, after: Line) -> bool:
    """Whether the next line begins small where the line before has not ended."""
    return (
        after.gap == 0
        and after.text[0].islower()
        and not before.text.endswith((".", "!", "?", ":", ";"))
        and len(before.text) >= MIN_BROKEN_LINE
        and not (after.kind == "headline" and len(after.text) < MIN_BROKEN_LINE)  # a credit
        and "furniture" not in (before.kind, after.kind)
    )


def _goes_on(before: Line, after: Line, width: int) -> bool:
    """Whether a line goes on in the next one: the next word had no room, or begins small."""
    if after.gap or "furniture" in (before.kind, after.kind) or after.kind == "item":
        return False
    if _breaks_sentence(before, after):
        return True
    return bool(width) and _is_full(before, after, width)


def _skip_blank(text: str, start: int, end: int) -> int:
    while start < end and text[start].isspace():
        start += 1
    return start


def _cuts(text: str, start: int, end: int, knowledge: Splitting) -> Iterator[int]:
    """Ends of the sentences of a paragraph but the last."""
    for stop in STOP.finditer(text, start, end):
        cut = stop.end()
        following = NEXT.match(text, cut, end)
        word = following[1] if following else ""
        if not word or word[0].islower():
            continue
        if stop[1] is None and not _glued(text, stop.start(), word):
            continue
        if stop[0][0] == "." and not _full_stop(text, start, stop.start(), word, knowledge):
            continue
        yield cut
        start = cut


def _glued(text: str, stop: int, word: str) -> bool:
    """Whether a stop without a blank after it ends a sentence: "miasta.Rozwój", not "z.B", "www.Krakau.de"."""
    before = text[max(0, stop - 4) : stop]
    after = TOKEN.search(text[max(0, stop - TOKEN_CHARS) : stop])
    token = after[0] if after else ""
    return (
        len(before) == 4
        and before.isalpha()
        and before[1:].islower()
        and word[0].isupper()
        and word[1:3].islower()
        and not any(mark in token for mark in ("@", ".", ":"))
    )


def _full_stop(text: str, start: int, stop: int, word: str, knowledge: Splitting) -> bool:
    """Whether a dot before a capital or a digit ends the sentence that begins at ``start``."""
    found = TOKEN.search(text[max(start, stop - TOKEN_CHARS) : stop])
    token = found[0] if found else ""
    lower = token.lower()
    if not token:  # after a closing quote or bracket
        return True
    if len(token) == 1 and token.isupper():  # an initial, or the first, fifth or tenth of a name
        return token in "IVX" and word in knowledge.starters
    if lower in knowledge.end_abbreviations:
        return _ends_after_abbreviation(text, start, stop, word, knowledge)
    if lower in knowledge.abbreviations or _in_pair(text, start, stop, lower, word, knowledge):
        return False
    if len(token) == 1 and token.islower():  # of an abbreviation that we do not know, or of a list
        return False
    if DOTTED.fullmatch(token):  # several initials, or an abbreviation that we do not know
        return word in knowledge.starters
    number = NUMBER.fullmatch(token)
    if number:
        return _ends_after_number(text, start, stop, number[1], word, knowledge)
    return len(token) > MAX_FOREIGN or not _in_brackets(text, start, stop)


def _ends_after_abbreviation(text: str, start: int, stop: int, word: str, knowledge: Splitting) -> bool:
    if word in knowledge.starters:
        return not (len(word) == 1 and INITIAL.match(text, stop + 1))  # "szkoła im. A. Mickiewicza"
    if text[stop + 1 : stop + 3].strip() in DASHES:
        return False
    return not knowledge.capital_nouns and word[0].isalpha() and not _opens(text, start, stop, knowledge)


def _opens(text: str, start: int, stop: int, knowledge: Splitting) -> bool:
    """Whether a sentence so far is but an adverbial at its beginning, before its subject."""
    if stop - start > MAX_OPENING:
        return False
    words = text[start:stop].split()
    begins = words[0] in knowledge.starters or words[0][0].isdigit()
    return begins and sum(word[0].isalpha() for word in words) <= OPENING_WORDS


def _in_brackets(text: str, start: int, stop: int) -> bool:
    start = max(start, stop - MAX_BRACKET)
    return text.rfind("(", start, stop) > text.rfind(")", start, stop)


def _in_pair(text: str, start: int, stop: int, token: str, word: str, knowledge: Splitting) -> bool:
    """Whether an abbreviation of two words ends here or goes on: "sp. z o.o", "z. B", "n. Chr"."""
    whole = f"{token}. {word.lower()}"
    if whole in knowledge.abbreviations or whole in knowledge.end_abbreviations:
        return True
    return " ".join(text[max(start, stop - MAX_PAIR) : stop].lower().split()[-2:]) in knowledge.abbreviations


def _ends_after_number(text: str, start: int, stop: int, number: str, word: str, knowledge: Splitting) -> bool:
    """Whether the dot after a number is a full stop; else the number is an ordinal, a day or a list's."""
    before = text[start : stop - len(number)][-2:].rstrip()[-1:]
    if not before or before in '(„"' or (len(number) <= 2 and word[0].isdigit()):  # "8. 9. 2011"
        return False
    if before in ":;,":  # "Winners: 1. A; 2. B"
        return word in knowledge.starters
    if text[stop + 1 : stop + 3].strip() in DASHES:
        return False
    if not knowledge.ordinals:
        return True
    if knowledge.capital_nouns:
        return word in knowledge.starters
    return not ROMAN.fullmatch(word)
