"""What a personal name looks like: given names, then a surname with its particles."""

from __future__ import annotations

from collections.abc import Callable, Container

from pipeline.extract.officials.tokens import Tokens
from pipeline.language.roles import RoleLexicon


class NameGrammar:
    """Reads names where NER is silent.

    Args:
        tokens: the document.
        lexicon: functions, which no name holds, and particles.
        is_given_name: the morphology's list of given names.
        taken: tokens that a person has already; may grow.
    """

    def __init__(
        self, tokens: Tokens, lexicon: RoleLexicon, is_given_name: Callable[[str], bool], taken: Container[int]
    ) -> None:
        self.tokens = tokens
        self.lexicon = lexicon
        self.is_given_name = is_given_name
        self.taken = taken

    def end_of(self, start: int) -> int:
        """One past a run of given names and a surname with its particles."""
        words, end = self.tokens.words, start + 1
        while end < len(words) and self.is_free(end) and self.is_given_name(words[end]) and end - start < 3:
            end += 1
        i = end
        while i < len(words) and self.tokens.lows[i] in self.lexicon.words.particles:
            i += 1
        if i > end and i < len(words) and words[i][0].isupper() and i not in self.taken:
            return i + 1
        if i < len(words) and self.is_free(i) and self.lexicon.match(words, i) is None:
            return i + 1
        return end

    def is_free(self, i: int) -> bool:
        """Whether a token may be part of a name: a capital, and nothing named or marked over it."""
        word = self.tokens.words[i]
        return word[0].isupper() and len(word) > 1 and self.tokens.covers[i] is None and i not in self.taken
