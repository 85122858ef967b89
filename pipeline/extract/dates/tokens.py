"""A text as tokens that know their calendar meanings."""

from __future__ import annotations

from types import MappingProxyType
from typing import Any

from pipeline.language.dates import WORD, DateLexicon, Meanings

NOTHING: Meanings = MappingProxyType({})
LOOK_AHEAD = 16
"""Empty tokens after the last one, so that rules may look ahead without asking where the text ends."""
PARAGRAPH = 2


class Token:
    """A number, a word, a run of words that mean one thing together, or a sign.

    Attributes:
        low: lower-case surface.
        start, end: offsets into the text.
        gap: True if white space stands before it.
        lines: line breaks before it, 2 standing for a paragraph.
        number: value of a number, -1 otherwise.
        means: calendar meanings by kind (:mod:`pipeline.language.dates`).
        upper: True if it begins with a capital.
    """

    __slots__ = ("end", "gap", "lines", "low", "means", "number", "start", "upper")

    def __init__(
        self, low: str, start: int, end: int, gap: bool, lines: int, number: int, means: Meanings, upper: bool = False
    ) -> None:
        self.low, self.start, self.end, self.gap, self.lines = low, start, end, gap, lines
        self.number, self.means, self.upper = number, means, upper

    @property
    def digits(self) -> int:
        """Number of digits, 0 for what is no number."""
        return self.end - self.start if self.number >= 0 else 0

    def __repr__(self) -> str:
        return f"Token({self.low!r})"


def tokenise(text: str, lexicon: DateLexicon) -> list[Token]:
    """The tokens of a text, runs of words that the lexicon knows joined, and empty ones at the end."""
    words, phrases = lexicon.words, lexicon.phrases
    tokens: list[Token] = []
    last, end = 0, len(text)
    for found in WORD.finditer(text):
        surface = found[0]
        start, stop = found.span()
        low = surface.lower()
        gap = start > last
        lines = 0
        if gap and (start - last > 1 or text[last] == "\n"):  # mostly it is one blank
            lines = min(text.count("\n", last, start), PARAGRAPH)
        number = int(low) if low.isdecimal() and stop - start < 9 else -1
        means, upper = words.get(low, NOTHING), surface[0] != low[0]
        if not upper and "capital" in means:
            means = NOTHING  # "may", "march"
        tokens.append(Token(low, start, stop, gap or not tokens, lines, number, means, upper))
        last = stop
    if phrases:
        tokens = _join(tokens, phrases)
    tokens.extend(Token("", end, end, True, PARAGRAPH, -1, NOTHING) for _ in range(LOOK_AHEAD))
    return tokens


def _join(tokens: list[Token], phrases: Any) -> list[Token]:
    """Join runs of words that mean one thing together, the longest first."""
    joined: list[Token] = []
    position, count = 0, len(tokens)
    while position < count:
        token = tokens[position]
        runs = phrases.get(token.low)
        length, means = _longest(tokens, position, runs) if runs else (1, NOTHING)
        if length == 1:
            joined.append(token)
        else:
            last = tokens[position + length - 1]
            low = " ".join(part.low for part in tokens[position : position + length])
            joined.append(Token(low, token.start, last.end, token.gap, token.lines, -1, means))
        position += length
    return joined


def _longest(tokens: list[Token], position: int, runs: Any) -> tuple[int, Meanings]:
    for words, means in runs:
        stop = position + len(words)
        if stop <= len(tokens) and all(
            tokens[position + k].low == word and (not k or tokens[position + k].lines < PARAGRAPH)
            for k, word in enumerate(words)
        ):
            return len(words), means
    return 1, NOTHING
