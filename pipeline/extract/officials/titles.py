"""Titles and forms of address around a name."""

from __future__ import annotations

from pipeline.extract.officials.tokens import Tokens
from pipeline.language.roles import RoleLexicon

# The longest title is as many tokens: "Dipl.-Soz.-Päd." is cut at its dots.
_LONGEST = 6


class Titles:
    """Reads the titles of one document."""

    def __init__(self, tokens: Tokens, lexicon: RoleLexicon) -> None:
        self.tokens = tokens
        self.lexicon = lexicon

    def skip(self, i: int) -> int:
        """The token after titles and forms of address that start at ``i``."""
        last = len(self.tokens) - 1
        while i < last and (length := self.length(i)):
            i += length
        return i

    def length(self, i: int) -> int:
        """Tokens of the title or form of address at ``i``; 0 if none stands there."""
        lows = self.tokens.lows
        for title in self.lexicon.titles.get(lows[i], ()):
            length = len(title)
            if title == tuple(lows[i : i + length]):
                return length + 1 if title[-1] != "." and self.tokens.word(i + length) == "." else length
        if lows[i] not in self.lexicon.words.address:
            return 0
        return 2 if self.tokens.word(i + 1) == "." else 1

    def before(self, start: int) -> tuple[int, tuple[str, ...]]:
        """First token of the titles before a name, and the titles in order."""
        lead, titles = start, []
        while (first := self._title_before(lead)) < lead:
            titles.append(self.tokens.text(first, lead))
            lead = first
        return lead, tuple(reversed(titles))

    def _title_before(self, end: int) -> int:
        """First token of the longest title that ends before a token; the token itself if none does."""
        ending = (i for i in self.tokens.back(end, _LONGEST) if i + self.length(i) == end)
        return min(ending, default=end)

    def without_degrees(self, i: int) -> int:
        """The last token before degrees that end at ``i``: ``Kral, MBA``, ``Kral, Ph.D.``, ``Kral CSc.``."""
        while (first := self._title_before(i + 1)) <= i and self.tokens.lows[first] not in self.lexicon.words.address:
            i = first - (2 if self.tokens.word(first - 1) == "," else 1)
        return i
