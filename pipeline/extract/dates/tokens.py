"""A text as tokens that know their calendar meanings."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from pipeline.language.dates import WORD, DateLexicon, Meanings

NOTHING: Meanings = MappingProxyType({})
LOOK_AHEAD = 16
"""Empty tokens after the last one, so that rules may look ahead without asking where the text ends, and look back
without asking where it begins: the positions before the first are those of the last ones."""
PARAGRAPH = 2
LONGEST_NOTE = 25
"""Characters of a text that may be no sentence: a phrase typed into a search box or a diary."""

Runs = tuple[tuple[tuple[str, ...], Meanings], ...]
Phrases = Mapping[str, Runs]


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


def tokenise(text: str, lexicon: DateLexicon) -> list[Token]:
    """The tokens of a text, runs of words that the lexicon knows joined, and empty ones at the end."""
    words, phrases = lexicon.words, lexicon.phrases
    lowered = text.lower()
    if len(lowered) != len(text):  # a few capitals have two small letters: then each is lowered on its own
        lowered = "".join(char.lower()[0] for char in text)
    cased = lowered != text or len(text) > LONGEST_NOTE  # a note without any capital writes its months small, too
    tokens: list[Token] = []
    runs: list[int] = []
    last = 0
    for found in WORD.finditer(lowered):
        low = found.group()
        start = found.start()
        stop = start + len(low)
        gap = start > last or not last
        lines = min(text.count("\n", last, start), PARAGRAPH) if gap and (start > last + 1 or text[last] == "\n") else 0
        number = int(low) if low[0] in _DIGITS and len(low) < 9 and low.isdecimal() else -1
        means, upper = words.get(low, NOTHING), text[start] != low[0]
        if not upper and "capital" in means and cased and not (tokens and _calls_for_month(tokens[-1])):
            means = NOTHING  # "may", "march"
        if low in phrases:
            runs.append(len(tokens))
        tokens.append(Token(low, start, stop, gap, lines, number, means, upper))
        last = stop
    if runs:
        tokens = _join(tokens, runs, phrases)
    end = len(text)
    tokens.extend(Token("", end, end, True, PARAGRAPH, -1, NOTHING) for _ in range(LOOK_AHEAD))
    return tokens


def _calls_for_month(before: Token) -> bool:
    """True for what stands before a month only: "15 march", "third of may", "next march"; not "this may change"."""
    named = not {"ordinal", "suffix", "day_link"}.isdisjoint(before.means)
    return before.number >= 0 or named or bool(before.means.get("step"))


_DIGITS = frozenset("0123456789")


def _join(tokens: list[Token], runs: list[int], phrases: Phrases) -> list[Token]:
    """Join runs of words that mean one thing together, the longest first."""
    joined: list[Token] = []
    done = 0
    for position in runs:
        if position < done:
            continue
        length, means = _longest(tokens, position, phrases[tokens[position].low])
        if length > 1:
            first, last = tokens[position], tokens[position + length - 1]
            low = " ".join(part.low for part in tokens[position : position + length])
            joined += tokens[done:position]
            joined.append(Token(low, first.start, last.end, first.gap, first.lines, -1, means, first.upper))
            done = position + length
    return joined + tokens[done:]


def _longest(tokens: list[Token], position: int, runs: Runs) -> tuple[int, Meanings]:
    """The longest run that stands here within one paragraph, with its meanings; one token where there is none."""
    left = len(tokens) - position
    for words, means in runs:
        if len(words) > left or tokens[position + 1].low != words[1]:
            continue
        stretch = tokens[position + 1 : position + len(words)]
        if all(part.low == word and part.lines < PARAGRAPH for part, word in zip(stretch, words[1:], strict=True)):
            return len(words), means
    return 1, NOTHING
