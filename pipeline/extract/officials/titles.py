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
        words = self.tokens.words
        while i < len(words) - 1:
            n = self.length(i)
            if not n:
                break
            i += n
        return i

    def length(self, i: int) -> int:
        """Tokens of the title or form of address at ``i``; 0 if none stands there."""
        lows = self.tokens.lows
        if lows[i] not in self.lexicon.titles:
            return 1 + (lows[i + 1 : i + 2] == ["."]) if lows[i] in self.lexicon.words.address else 0
        for title in self.lexicon.titles[lows[i]]:
            end = i + len(title)
            if title == tuple(lows[i:end]):
                return end - i + (lows[end : end + 1] == ["."] and title[-1] != ".")
        if lows[i] in self.lexicon.words.address:
            return 1 + (lows[i + 1 : i + 2] == ["."])
        return 0

    def before(self, start: int) -> tuple[int, tuple[str, ...]]:
        """First token of the titles before a name, and the titles in order."""
        lead, titles = start, []
        while lead > 0:
            back = next((k for k in range(_LONGEST, 0, -1) if lead >= k and self.length(lead - k) == k), 0)
            if not back:
                break
            lead -= back
            titles.append(self.tokens.text(lead, lead + back))
        return lead, tuple(reversed(titles))

    def without_degrees(self, i: int) -> int:
        """The last token before degrees that end at ``i``: ``Kral, MBA``."""
        words, lows = self.tokens.words, self.tokens.lows
        while i > 2 and words[i - 1] == "," and (lows[i],) in self.lexicon.titles.get(lows[i], ()):
            i -= 2
        return i
