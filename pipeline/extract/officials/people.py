"""Mentions of persons: names as NER marked them, their spans repaired, and names that only a function gives away."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from pipeline.extract.officials.names import NameGrammar
from pipeline.extract.officials.spans import SpanRepair
from pipeline.extract.officials.titles import Titles
from pipeline.extract.officials.tokens import Span, Tokens
from pipeline.language.roles import RoleLexicon

# Tokens of a name that grammar may find, and surnames behind initials, at most.
_LONGEST_NAME = 4
_SURNAMES = 2


@dataclass(frozen=True, slots=True)
class Mention:
    """A person's name in the text.

    Attributes:
        start: first token of the name, without titles.
        end: one past its last token.
        lead: first token of the titles and forms of address before it; ``start`` if there are none.
        titles: those titles as they stand.
        marked: whether NER marked it; otherwise grammar found it.
    """

    start: int
    end: int
    lead: int
    titles: tuple[str, ...]
    marked: bool


class People:
    """The mentions of persons in a document, by token."""

    def __init__(
        self,
        tokens: Tokens,
        lexicon: RoleLexicon,
        is_given_name: Callable[[str], bool],
        may_be_genitive: Callable[[str], bool],
    ) -> None:
        self.tokens = tokens
        self.lexicon = lexicon
        self.titles = Titles(tokens, lexicon)
        self._known_given = is_given_name
        self._by_start: dict[int, Mention] = {}
        self._at: dict[int, Mention] = {}
        self.grammar = NameGrammar(tokens, lexicon, self.is_given_name, self._at)
        self._repair = SpanRepair(tokens, lexicon, self.titles, self.grammar, may_be_genitive)
        for span in self._repair.repaired():
            self._add(span.start, span.end, marked=True)
        self._free_tails()

    def is_given_name(self, word: str) -> bool:
        """Whether a word is a given name and no common word that looks like one."""
        return self._known_given(word) and word.casefold() not in self.lexicon.words.not_names

    @property
    def mentions(self) -> list[Mention]:
        """All mentions so far, in order."""
        return [self._by_start[start] for start in sorted(self._by_start)]

    def at(self, token: int) -> Mention | None:
        """The mention over a token."""
        return self._at.get(token)

    def starting(self, token: int) -> Mention | None:
        """The mention that starts, titles and address included, at a token; grammar may find one NER missed.

        Behind a title, a capital opens a name even if no list of given names has it.
        """
        i = self.titles.skip(token)
        mention = self._at.get(i)
        if mention is not None:
            return mention if mention.start == i or mention.lead <= token else None
        return self._from_grammar(i, titled=i > token)

    def ending(self, end: int) -> Mention | None:
        """The mention that ends before a token; grammar may find one that NER missed."""
        mention = self._at.get(end - 1)
        if mention is not None:
            return mention
        for start in self.tokens.back(end, _LONGEST_NAME):
            if (
                not self.grammar.is_free(start)
                and not self.grammar.is_letter(start)
                and self.tokens.words[start] != "."
            ):
                break
            opens = start + 1 < end and self.is_given_name(self.tokens.words[start])
            if opens and self.grammar.end_of(start) == end:
                return self._add(start, end, marked=False)
        return None

    def _from_grammar(self, start: int, *, titled: bool) -> Mention | None:
        word = self.tokens.word(start)
        if not self.tokens.is_capital(start):
            return None
        if not self.is_given_name(word) and not (titled and len(word) > 1):
            return self._after_initials(start)
        cover = self.tokens.covers[start]
        if cover is not None and (cover.start != start or cover.row is not None):
            return None
        end = cover.end if cover is not None else self.grammar.end_of(start)
        whole = 1 < end - start <= _LONGEST_NAME and not self._repair.is_namesake(start)
        return self._add(start, end, marked=False) if whole else None

    def _after_initials(self, start: int) -> Mention | None:
        """A name that only its initials tell: ``Mayor B S Surname``, ``Commissioner Sunita K Rao``."""
        words = self.tokens.words
        given = not self.grammar.is_letter(start) and self.grammar.is_surname(start)
        opening = start + 1 if given else start
        first = self.grammar.past_initials(opening)
        cover = self.tokens.covers[first] if first < len(words) else None
        if first == opening or (cover is not None and cover.row is not None):
            return None
        if cover is not None:
            return self._add(start, cover.end, marked=False)
        end = first
        for i in self.tokens.ahead(first, _SURNAMES):
            if not self.grammar.is_surname(i):
                break
            end = i + 1
        return self._add(start, end, marked=False) if end > first else None

    def _add(self, start: int, end: int, *, marked: bool) -> Mention | None:
        if any(i in self._at for i in range(start, end)):
            return None
        lead, titles = self.titles.before(start)
        mention = Mention(start, end, lead, titles, marked)
        self._by_start[start] = mention
        for i in range(start, end):
            self._at[i] = mention
        return mention

    def _free_tails(self) -> None:
        """Names of bodies that NER ran on into a person or a function lose their tail: ``MOPS Jan Nowak``."""
        tokens = self.tokens
        spans = {id(cover): cover for cover in tokens.covers if cover is not None and cover.label == "ORG"}.values()
        known = {tokens.text(span.start, span.end): span.row for span in spans}
        for span in spans:
            for k in range(span.start + 1, span.end):
                name = tokens.text(span.start, k)
                if name in known and self._is_tail(k, span.end):
                    head = Span(span.start, k, "ORG", known[name])
                    tokens.covers[span.start : span.end] = [head] * (k - span.start) + [None] * (span.end - k)
                    break

    def _is_tail(self, start: int, end: int) -> bool:
        match = self.lexicon.match(self.tokens.words, start)
        if match is not None and start + match.length == end:
            return True
        return end - start > 1 and self.is_given_name(self.tokens.words[start])
