"""The complement of a function: what follows its form and belongs to it."""

from __future__ import annotations

from pipeline.extract.officials.people import People
from pipeline.extract.officials.tokens import Span, Tokens
from pipeline.language.role_words import RoleWords
from pipeline.language.roles import RoleLexicon, RoleMatch
from pipeline.records import Institution

MAX_COMPLEMENT = 25
# Words of a field in a list of them: "für Soziales, Bildung und Sport".
_LONGEST_FIELD = 3
# Functions of those after whom institutions are called.
_PATRONS = frozenset({"clergy", "military_police_fire", "head_of_state"})
_OPENERS = frozenset('„“"«»‚‘”&')


class ComplementReader:
    """Reads complements in one document."""

    def __init__(self, tokens: Tokens, people: People, lexicon: RoleLexicon) -> None:
        self.tokens = tokens
        self.people = people
        self.lexicon = lexicon
        self.known: RoleWords = lexicon.words
        self.forms = [*lexicon.matches(tokens.words), None]  # nothing starts behind the text
        self._small = self.known.links.union(self.known.articles, self.known.conjunctions)

    def read(self, i: int) -> tuple[int, int, tuple[Span, ...]]:
        """(one past the complement, token at which the search stopped, spans in it)."""
        first, end, covers = i, i, list[Span]()
        words = self.tokens.words
        while i < len(words) and i - first < MAX_COMPLEMENT:
            if self._is_person(i):
                break
            cover = self.tokens.covers[i]
            if cover is not None and cover.start < first:
                cover = None  # a name that swallowed the function itself
            if cover is not None:
                covers.append(cover)
                i = end = cover.end
                continue
            aside = self._aside(i) or self._inner(i)
            if aside:
                i = end = i + aside
                continue
            if not self._belongs(i, first) or (self.tokens.lows[i] in self.known.company and self._inner(i + 1)):
                break
            if words[i] != "," and self.tokens.lows[i] not in self._small:
                end = i + 1
            i += 1
        return end, i, tuple(covers)

    def _aside(self, i: int) -> int:
        """Length of a bracket with an acronym or a gloss, or of a modifier that follows (``a. D.``); 0 if none."""
        words = self.tokens.words
        if words[i] == "(":
            inside = self.tokens.ahead(i + 1, 6)
            end = next((k for k in inside if words[k] in (")", "\n") or self.people.at(k) is not None), i)
            return end + 1 - i if words[end] == ")" else 0
        match = self.forms[i]
        return match.length if match is not None and match.role == "+modifier" and "." in match.head else 0

    def _inner(self, i: int) -> int:
        """Length of a function that the phrase governs or goes on with, as ``rzecznik prezydenta``."""
        match = self.match(i)
        noun = self.known.lowercase_nouns or self.tokens.is_capital(i)
        return match.length if match is not None and noun and not match.role.startswith("+") else 0

    def _is_person(self, i: int) -> bool:
        if self.people.at(i) is not None:
            return True
        return self.tokens.words[i][0].isalpha() and self.people.starting(i) is not None

    def _belongs(self, i: int, first: int) -> bool:
        """Whether a word belongs to the complement."""
        word, known = self.tokens.words[i], self.known
        low = word.casefold()
        if word == ",":
            return i > first and self._list_goes_on(i)
        if word in _OPENERS:
            return True
        if not word[0].isalnum():
            if word == "/":  # "d/s" for "do spraw"
                return len(self.tokens.words[i - 1]) == len(self.tokens.word(i + 1)) == 1
            return word == "." and i > first and self._abbreviated(i - 1)
        if low in known.stops or low in known.copulas or low in known.address:
            return False
        if low in known.conjunctions:
            return self._is_first(i) if i == first else self._conjoined(i)
        if low in known.articles and low not in known.links:
            return low in known.genitives or self.tokens.lows[i - 1] in known.links
        if low in known.links:
            return True
        return self._content(i, first)

    def _abbreviated(self, i: int) -> bool:
        """Whether a word before a full stop is cut short by it: more follows on the line."""
        return len(self.tokens.words[i]) <= 3 and self.tokens.word(i + 2) not in ("", "\n")

    def _content(self, i: int, first: int) -> bool:
        word, known = self.tokens.words[i], self.known
        if word[0].isdigit():
            return len(word) <= 2
        if word[0].isupper():
            return True
        low = word.casefold()
        if known.lowercase_nouns:
            return not self._is_verb(i)
        before = self.tokens.lows[i - 1]
        governed = before in self._small or self.is_adjective(i - 1)
        return governed and i > first and low.endswith(known.adjective_endings)

    def _list_goes_on(self, comma: int) -> bool:
        """Whether the complement is a list of fields: ``für Soziales, Jugend und Sport``."""
        for i in self.tokens.ahead(comma + 1, _LONGEST_FIELD + 1):
            if self.tokens.words[i] == "," or self.tokens.lows[i] in self.known.conjunctions:
                return i > comma + 1
            if not self._is_field(i):
                return False
        return False

    def _is_field(self, i: int) -> bool:
        """Whether a word may be part of a field in a list of them."""
        low = self.tokens.lows[i]
        if self._is_person(i) or not low[0].isalpha() or self.match(i) is not None:
            return False
        if low in self.known.articles or low in self.known.stops:
            return False
        return self._content(i, 0) or self.is_adjective(i)

    def _is_verb(self, i: int) -> bool:
        """Whether a word in small letters ends as verbs do."""
        word = self.tokens.words[i]
        return word[0].islower() and word.endswith(self.known.verb_endings) and word not in self.known.nominal

    def _is_first(self, i: int) -> bool:
        """Whether a conjunction with a capital is a number: ``dyrektor I LO``."""
        alone = self.tokens.words[i].isupper() and not self.tokens.words[i - 1].isupper()
        return alone and self.tokens.is_capital(i + 1) and self.match(i + 1) is None

    def _conjoined(self, i: int) -> bool:
        """Whether a conjunction goes on with the complement, not with the next person or function."""
        for k in self.tokens.ahead(i + 1, 3):
            low = self.tokens.lows[k]
            match = self.match(k)
            if match is not None and match.role != "+modifier":
                return False
            if self._is_person(k):  # what ends like an adjective was a noun: "miasta i gminy | Jan"
                return self.known.lowercase_nouns and self.is_adjective(k - 1)
            if low in self.known.stops or self._is_verb(k):
                return False
            if not (low in self.known.articles or low in self.known.links or self.is_adjective(k)):
                return True
        return True

    def match(self, i: int) -> RoleMatch | None:
        """The form of a function at a token, None inside a name or where the form is none."""
        form = self.forms[i]
        if form is None or form.role == "-" or self.people.at(i) is not None:
            return None
        cover = self.tokens.covers[i]
        if cover is None or cover.size == 1:
            return form
        # "Generaal Maczek Stichting": what an institution is called after holds no function
        called_after = isinstance(cover.row, Institution) and form.role in _PATRONS
        return form if cover.start == i and not called_after else None

    def is_adjective(self, i: int) -> bool:
        """Whether a word ends as adjectives do."""
        word = self.tokens.words[i]
        if word[0].isupper() and self.known.demonym_endings:
            return len(word) > 4 and word.endswith(self.known.demonym_endings)
        return word[0].isalpha() and len(word) > 3 and word.casefold().endswith(self.known.adjective_endings)
