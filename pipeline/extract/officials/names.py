"""What a personal name looks like: given names, then a surname with its particles."""

from __future__ import annotations

from collections.abc import Callable, Container

from pipeline.extract.officials.tokens import Span, Tokens
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

    def opens(self, i: int, name: int) -> bool:
        """Whether a token is a given name before the marked surname at ``name``, free or taken for a place.

        ``la ministra, Guadalupe | Vivas``; but a place stays one behind a preposition and before a given name.
        """
        words, cover = self.tokens.words, self.tokens.covers[i]
        if not self.is_given_name(words[i]) or self.is_free(i):
            return self.is_given_name(words[i])
        alone = cover is not None and cover.label == "LOC" and cover.end - cover.start == 1 and i not in self.taken
        led = self.tokens.lows[i - 1] in self.lexicon.words.links if i else False
        return alone and not led and not self.is_given_name(words[name])

    def lacks_surname(self, span: Span) -> bool:
        """Whether a span is given names alone, or one and a patronymic: the surname may stand before them."""
        words = self.tokens.words[span.start : span.end]
        return len(words) > 1 and all(map(self.is_given_name, words))

    def opens_entry(self, i: int, end: int) -> bool:
        """Whether a word opens an entry of a list of names that ends at ``end``: ``1. Savčuk Petro Ivanovyč – …``."""
        words = self.tokens.words
        if i < 0 or not self.lexicon.words.lowercase_nouns or words[end : end + 1] not in (["–"], ["—"], ["-"], [","]):
            return False
        numbered = i > 1 and words[i - 1] in ".)" and words[i - 2].isdigit()
        opens = i == 0 or numbered or words[i - 1] in "\n–—-•;:"
        return opens and self.is_free(i) and self.lexicon.match(words, i) is None

    def with_initials(self, start: int) -> int:
        """The first of the initials before a name: ``K N``, ``J. R.``."""
        first, count = start, 0
        while (i := self._initial_before(first)) >= 0:
            first, count = i, count + 1
        return start if count == 1 and not self._stands_for_name(first, start) else first

    def past_initials(self, start: int) -> int:
        """The word after the initials that stand at a token: ``K N | Surname``; the token itself if none do."""
        words, i, count = self.tokens.words, start, 0
        while i + 1 < len(words) and self._is_letter(i):
            i, count = i + (2 if words[i + 1] == "." else 1), count + 1
        return start if i >= len(words) or (count == 1 and not self._stands_for_name(start, i)) else i

    def _initial_before(self, i: int) -> int:
        """The token of the initial right before token ``i``, -1 if there is none."""
        k = i - 2 if i > 1 and self.tokens.words[i - 1] == "." else i - 1
        return k if k >= 0 and self._is_letter(k) else -1

    def _is_letter(self, i: int) -> bool:
        """Whether a token is a single capital that stands by itself."""
        word, tokens = self.tokens.words[i], self.tokens
        apart = i == 0 or tokens.ends[i - 1] < tokens.starts[i] or tokens.words[i - 1] in ".(\n"
        return len(word) == 1 and word.isupper() and apart and i not in self.taken

    def _stands_for_name(self, i: int, name: int) -> bool:
        """Whether one letter alone is an initial: no small word, no word that opens a line, no end of a sentence."""
        known = self.lexicon.words
        if name > i + 1:
            return not self.is_given_name(self.tokens.words[name])
        small = known.links | known.articles | known.conjunctions | known.stops | known.adverbs
        return self.tokens.lows[i] not in small and i > 0 and self.tokens.words[i - 1] != "\n"
