"""What a personal name looks like: given names, then a surname with its particles."""

from __future__ import annotations

from collections.abc import Callable, Container

from pipeline.extract.officials.tokens import Span, Tokens
from pipeline.language.roles import RoleLexicon

# Given names before a surname at most: "José María Juan".
_GIVEN_NAMES = 3
# What may stand before an entry of a list ("" at the start of the text), and behind the name that it opens with.
_BEFORE_ENTRY = frozenset(("", "\n", "–", "—", "-", "•", "*", "|", ";", ":"))
_AFTER_ENTRY = frozenset("–—-,")
_DASHES = frozenset("–—-")
# What may stand right before an initial without a blank.
_BEFORE_INITIAL = frozenset(("", ".", "(", "\n"))


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
        known = lexicon.words
        self._small = known.links.union(known.articles, known.conjunctions, known.stops, known.adverbs)

    def end_of(self, start: int) -> int:
        """One past a run of given names and a surname with its particles."""
        words, end = self.tokens.words, start + 1
        for i in self.tokens.ahead(end, _GIVEN_NAMES - 1):
            if not (self.is_free(i) and self.is_given_name(words[i])):
                break
            end = i + 1
        i = end = self._past_middle(end)
        while self.tokens.low(i) in self.lexicon.words.particles:
            i += 1
        if i > end and self.tokens.is_capital(i) and i not in self.taken:
            return i + 1
        return i + 1 if self.is_free(i) and self.lexicon.match(words, i) is None else end

    def is_free(self, i: int) -> bool:
        """Whether a token may be part of a name: a capital, and nothing named or marked over it."""
        capital = self.tokens.is_capital(i) and len(self.tokens.words[i]) > 1
        return capital and self.tokens.covers[i] is None and i not in self.taken

    def is_surname(self, i: int) -> bool:
        """Whether a token may be the surname behind initials: no function, and no small word that opens a sentence."""
        free = self.is_free(i) and self.tokens.lows[i] not in self._small
        return free and self.lexicon.match(self.tokens.words, i) is None

    def opens(self, i: int, name: int) -> bool:
        """Whether a token is a given name before the marked surname at ``name``, free or taken for a place.

        ``la ministra, Guadalupe | Vivas``; but a place stays one behind a preposition and before a given name.
        """
        words, cover = self.tokens.words, self.tokens.covers[i]
        if not self.is_given_name(words[i]) or self.is_free(i):
            return self.is_given_name(words[i])
        alone = cover is not None and cover.label == "LOC" and cover.size == 1 and i not in self.taken
        led = self.tokens.low(i - 1) in self.lexicon.words.links
        return alone and not led and not self.is_given_name(words[name])

    def lacks_surname(self, span: Span) -> bool:
        """Whether a span is given names alone, or one and a patronymic: the surname may stand before them."""
        words = self.tokens.words[span.start : span.end]
        return len(words) > 1 and all(map(self.is_given_name, words))

    def is_office_adjective(self, span: Span) -> bool:
        """Whether a marked name is what a function is of, a name behind a dash: ``Starosta | Nyski – Jan Lis``."""
        words, i = self.tokens.words, span.start
        if span.size > 1 or self.tokens.word(span.end) not in _DASHES or not self.lexicon.words.lowercase_nouns:
            return False
        function = i > 0 and self.lexicon.match(words, i - 1) is not None
        return function and self.is_given_name(self.tokens.word(span.end + 1)) and not self.is_given_name(words[i])

    def is_legal_form(self, span: Span) -> bool:
        """Whether a marked name ends in a form of companies: ``Teilhabe mbH``."""
        last = self.tokens.words[span.end - 1]
        return last[0].islower() and last[-1].isupper()

    def before_function(self, start: int, end: int) -> int:
        """The end of a whole name before a function that runs on from it: ``Olga Kos | Starosta Nyski i``."""
        words = self.tokens.words
        if not self.lexicon.words.lowercase_nouns or not self.is_given_name(words[start]):
            return end
        for i in range(start + 2, end):
            match = self.lexicon.match(words, i) if not self.is_given_name(words[i]) else None
            if match is not None and match.role not in ("-", "+same") and self.tokens.is_capital(i + match.length):
                return i
        return end

    def opens_entry(self, i: int, end: int) -> bool:
        """Whether a word opens an entry of a list of names that ends at ``end``: ``1. Savčuk Petro Ivanovyč – …``."""
        if not self.lexicon.words.lowercase_nouns or self.tokens.word(end) not in _AFTER_ENTRY:
            return False
        return self.opens_line(i) and self.is_free(i) and self.lexicon.match(self.tokens.words, i) is None

    def opens_line(self, i: int) -> bool:
        """Whether a token opens a line or an entry of a list, behind a number too."""
        before = self.tokens.word(i - 1)
        return before in _BEFORE_ENTRY or (before in (".", ")") and self.tokens.word(i - 2).isdigit())

    def with_initials(self, start: int) -> int:
        """The first of the initials before a name: ``K N``, ``J. R.``."""
        first, count = start, 0
        while (i := self._initial_before(first)) >= 0:
            first, count = i, count + 1
        return start if count == 1 and not self._stands_for_name(first, start) else first

    def past_initials(self, start: int) -> int:
        """The word after the initials that stand at a token: ``K N | Surname``; the token itself if none do."""
        i, count = start, 0
        while self.is_letter(i):
            i, count = self._past_letter(i), count + 1
        return start if not self.tokens.word(i) or (count == 1 and not self._stands_for_name(start, i)) else i

    def _past_middle(self, end: int) -> int:
        """The surname after the initials between it and a given name, ``Jan R. | Kral``; ``end`` itself if none do."""
        i = end
        while self.is_letter(i):
            i = self._past_letter(i)
        return i if self.is_surname(i) else end

    def _past_letter(self, i: int) -> int:
        return i + 2 if self.tokens.word(i + 1) == "." else i + 1

    def _initial_before(self, i: int) -> int:
        """The token of the initial right before token ``i``, -1 if there is none."""
        k = i - 2 if self.tokens.word(i - 1) == "." else i - 1
        return k if self.is_letter(k) else -1

    def is_letter(self, i: int) -> bool:
        """Whether a token is a single capital that stands by itself, or several with dots: ``J.R.``."""
        tokens, word = self.tokens, self.tokens.word(i)
        if not word.isupper() or i in self.taken or not (len(word) == 1 or word.endswith(".")):
            return False
        return tokens.word(i - 1) in _BEFORE_INITIAL or tokens.ends[i - 1] < tokens.starts[i]

    def _stands_for_name(self, i: int, name: int) -> bool:
        """Whether one letter alone is an initial: no small word, no word that opens a line, no end of a sentence."""
        if name > i + 1 or len(self.tokens.words[i]) > 1:
            return not self.is_given_name(self.tokens.words[name])
        if self.tokens.lows[i] in self._small or self.tokens.word(i - 1) in ("", "\n"):
            return False
        return not (self.is_given_name(self.tokens.words[name]) and self._is_noun(i - 1))

    def _is_noun(self, i: int) -> bool:
        """Whether a letter behind a word with a capital goes with that, before a whole name: ``Plan B Ann Reed``."""
        word, low, lexicon = self.tokens.words[i], self.tokens.lows[i], self.lexicon
        known = low in lexicon.titles or low in lexicon.words.address or lexicon.match(self.tokens.words, i) is not None
        return self.is_free(i) and not known and not self.is_given_name(word)
