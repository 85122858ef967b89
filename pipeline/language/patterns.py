"""Regular expressions out of packs: made of their words, or checked so that no text can make them slow."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

from pipeline.language.files import PackError

MOST_STEPS = 5_000  # ways in which the repeats of one expression may share a text, at one place of it

_PIECE = re.compile(
    r"(?P<one>\\.|\[\^?\]?(?:\\.|[^\]\\])*\])|(?P<open>\()(?:\?[:=!]|\?<[=!]|\?P<\w+>)?|(?P<close>\))"
    r"|(?P<repeat>[*+?]|\{(?P<least>\d*)(?P<comma>,?)(?P<most>\d*)\})[?+]?|.",
    re.DOTALL,
)


def any_of(words: Iterable[str], escape: Callable[[str], str] = re.escape) -> str:
    """Alternatives of a pattern; without any, what matches nothing."""
    return "|".join(map(escape, words)) or "(?!)"


def compile_pattern(source: str, path: Path, parts: Mapping[str, str], flags: int = 0) -> re.Pattern[str]:
    """An expression of a pack, compiled; ``parts`` are expressions of ours by their names, ``{n}`` for one.

    Python's expressions go back and try again, so that a careless one can take a text's square in time, or never end.
    Those of packs therefore say how often a piece may come at most, repeat nothing that holds a repeat, and keep the
    number of ways in which their repeats can share a text small.

    Raises:
        PackError: the expression is no regular expression, or may be slow on some text.
    """
    filled, written = source, source
    for name, part in parts.items():
        filled, written = filled.replace(f"{{{name}}}", part), written.replace(f"{{{name}}}", "_")
    try:
        pattern = re.compile(filled, flags)
    except re.error as error:
        raise PackError(path, None, f"{source!r}: {error}") from error
    if fault := _find_slowness(written):
        raise PackError(path, None, f"{source!r}: {fault}")
    return pattern


def _find_slowness(source: str) -> str:
    """Why an expression may be slow, or nothing."""
    holds_repeat = [False]  # of the groups that are open
    closed = False  # whether the piece before was a group that holds a repeat
    steps = 1
    for piece in _PIECE.finditer(source):
        repeated, closed = closed, False
        if piece["open"]:
            holds_repeat.append(False)
        elif piece["close"]:
            closed = holds_repeat.pop()
            holds_repeat[-1] |= closed
        elif piece["repeat"]:
            least, most = _bounds(piece)
            if most is None:
                return f"{piece[0]} has no upper bound; write {{0,30}}, say"
            if repeated and most > 1:
                return f"{piece[0]} repeats a group that holds a repeat"
            if most > 1:
                holds_repeat[-1] = True
            steps *= most - least + 1
    return "" if steps <= MOST_STEPS else f"its repeats can share a text in {steps} ways; {MOST_STEPS} are allowed"


def _bounds(piece: re.Match[str]) -> tuple[int, int | None]:
    """How often at least and at most."""
    if piece["repeat"] == "?":
        return 0, 1
    if not piece["repeat"].startswith("{"):
        return 0, None
    least, most = piece["least"], piece["most"]
    if piece["comma"]:
        return int(least or 0), int(most) if most else None
    return int(least or 1), int(least or 1)
