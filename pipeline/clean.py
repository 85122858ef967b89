"""Ordered small repairs of a text; none invents anything, each is linear in the text's length.

All offsets of all tables index the text that comes out of here. The order matters: mojibake is found by characters that
later repairs would replace, and marks must be gone before labels are seen to be glued. Where a mark is taken away the
characters around it meet, so they are looked at again.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from functools import lru_cache

from pipeline.language.clean import load_cleaning_lists
from pipeline.settings import default_models_folder

MAX_BLANK_LINES = 3  # more say no more: splitting sees a gap of two lines as the end of an article
MAX_ROUNDS = 4  # a repair can lay bare another one's case; texts that go on like this are made to

LINE_ENDS = re.compile("\r\n?|[\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
CONTROLS = re.compile("[\x00-\x08\x0e-\x1b\x1f\x7f-\x84\x86-\x9f\ufffe\uffff\ud800-\udfff]")
# How UTF-8 looks when read as cp1252, cp1250 or Latin-1: the lead byte of a Latin, Cyrillic or punctuation character
# and a continuation byte; read as cp1251, runs of Р and С. Only lines with such pairs are worth ftfy's time.
MOJIBAKE = re.compile(
    "[ÂÃÄÅĂĹĐÐŃÑâ][\x80-\xbf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸŚŤŹśťźˇ˘ŁĄŞŻ˛łąşĽ˝ľż]|[РС][^\\s\\w]|(?:[РС][^\\sа-яё]){3}"
)
BLANKS = re.compile("[\t\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]")
INVISIBLE = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb]"
)
HEADING_MARK = re.compile(r"^ {0,3}(?:#{1,6} +)+|(?<=\S) +#{1,6} *$", re.M)
QUOTE_MARK = re.compile(r"^ {0,3}(?:> ?){1,5}", re.M)
RULE = re.compile(r"^ *([-*_=~])(?: {0,2}\1){2,200} *$", re.M)
PICTURE = re.compile(r"!\[([^\[\]\n]{0,300})\]\([^()\s]{1,500}(?: \"[^\"\n]{0,200}\")?\)")
LINK = re.compile(r"\[([^\[\]\n]{1,300})\]\([^()\s]{1,500}(?: \"[^\"\n]{0,200}\")?\)")
STRONG = re.compile(r"\*{2,}|(?<!\w)__(?=[^\W_])|(?<=[^\W_])__(?!\w)|(?<=[.!?])__(?!\w)")
EMPHASIS = re.compile(
    r"(?<![\w*])\*(?=[^\s*])([^*\n]{1,300})(?<=[^\s*])\*(?![\w*])|(?<!\w)_(?=[^\W_])([^_\n]{1,300})(?<=[^\s_])_(?!\w)"
)
ESCAPE = re.compile(r"(?<!\\)\\+([*_#\[\]`])")  # a text that was escaped several times has several
WRAPPED_HYPHEN = re.compile(r"(?<![^\W\d_]-)\b([^\W\d_]{1,40})-\n(?=([^\W\d_]{1,40}))")
HYPHENATED = re.compile(r"\b[^\W\d_]{1,40}-[^\W\d_]{1,40}")
SPACES = re.compile(r" {2,}")
LINE_SPACES = re.compile(r" ?\n ?")
BLANK_LINES = re.compile(rf"\n{{{MAX_BLANK_LINES + 2},}}")


def clean(text: str) -> str:
    """The text with all repairs made; cleaning it again changes nothing."""
    for _ in range(MAX_ROUNDS):
        start = text
        for fix in CHARACTER_FIXERS:
            text = fix(text)
        before = text
        for fix in MARK_FIXERS:
            text = fix(text)
        if text == start or (text == before and not MOJIBAKE.search(text)):
            break
    return text


def fix_line_ends(text: str) -> str:
    """One kind of line end."""
    return LINE_ENDS.sub("\n", text)


def fix_controls(text: str) -> str:
    """Halves of a surrogate pair joined; NUL, other controls, non-characters and lone surrogates dropped."""
    if not CONTROLS.search(text):
        return text
    joined = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "surrogatepass") if _has_pair(text) else text
    return CONTROLS.sub("", joined)


def _has_pair(text: str) -> bool:
    return re.search("[\ud800-\udbff][\udc00-\udfff]", text) is not None


def fix_mojibake(text: str) -> str:
    """Text that was decoded with the wrong encoding, line by line, where it shows the signs."""
    if not MOJIBAKE.search(text):
        return text
    from ftfy import fix_encoding  # takes time to load and to run, and few texts need it

    lines = text.split("\n")
    return "\n".join(fix_encoding(line) if MOJIBAKE.search(line) else line for line in lines)


def fix_composition(text: str) -> str:
    """Letters with combining marks composed (NFC), so that one letter is one character."""
    return text if unicodedata.is_normalized("NFC", text) else unicodedata.normalize("NFC", text)


def fix_invisible(text: str) -> str:
    """Blanks of every width become spaces; soft hyphens, zero-width characters and direction marks go."""
    return INVISIBLE.sub("", BLANKS.sub(" ", text))


def fix_markdown(text: str) -> str:
    """Marks of headings, quotes, rules, emphasis and links go; their text stays."""
    if "#" in text:
        text = HEADING_MARK.sub("", text)
    if ">" in text:
        text = QUOTE_MARK.sub("", text)
    if "](" in text:
        text = LINK.sub(r"\1", PICTURE.sub(r"\1", text))
    if "*" in text or "_" in text:
        text = EMPHASIS.sub(lambda found: found[1] or found[2], STRONG.sub("", RULE.sub("", text)))
    else:
        text = RULE.sub("", text)
    return ESCAPE.sub(r"\1", text) if "\\" in text else text


def fix_link_labels(text: str) -> str:
    """Labels of link icons that stick to the word before them."""
    labels, pattern = _link_labels()
    return pattern.sub("", text) if any(label in text for label in labels) else text


def fix_hyphenation(text: str) -> str:
    """Words divided at the end of a line are joined.

    The hyphen stays before a capital (double names), before a conjunction (an omitted part), and where the text has the
    word with its hyphen elsewhere.
    """
    if "-\n" not in text:
        return text
    suspended = load_cleaning_lists(default_models_folder()).suspended_hyphen_words
    written = set(HYPHENATED.findall(text))

    def join(found: re.Match[str]) -> str:
        first, second = found[1], found[2]
        if second.lower() in suspended:
            return f"{first}- "
        return f"{first}-" if second[0].isupper() or f"{first}-{second}" in written else first

    return WRAPPED_HYPHEN.sub(join, text)


def fix_blanks(text: str) -> str:
    """Runs of spaces become one, lines lose theirs at both ends, and more than three blank lines become three."""
    text = LINE_SPACES.sub("\n", SPACES.sub(" ", text))
    return BLANK_LINES.sub("\n" * (MAX_BLANK_LINES + 1), text).strip(" \n")


@lru_cache(maxsize=1)
def _link_labels() -> tuple[tuple[str, ...], re.Pattern[str]]:
    labels = sorted(load_cleaning_lists(default_models_folder()).link_labels, key=len, reverse=True)
    label = "|".join(map(re.escape, labels))
    return tuple(labels), re.compile(rf"(?<=[^\s(\[])(?:{label})(?!(?!{label})\w)")


CHARACTER_FIXERS: tuple[Callable[[str], str], ...] = (
    fix_line_ends,
    fix_controls,
    fix_mojibake,
    fix_invisible,
    fix_composition,
    fix_blanks,
)
MARK_FIXERS: tuple[Callable[[str], str], ...] = (fix_markdown, fix_link_labels, fix_hyphenation)
