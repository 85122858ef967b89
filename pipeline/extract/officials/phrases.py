"""Phrases of functions: a form of the lexicon, the words that modify it, and its complement."""

from __future__ import annotations

from collections.abc import Container
from dataclasses import dataclass, replace

from pipeline.extract.officials.complements import ComplementReader
from pipeline.extract.officials.people import People
from pipeline.extract.officials.tokens import Span, Tokens
from pipeline.language.role_words import RoleWords
from pipeline.language.roles import RoleLexicon, RoleMatch
from pipeline.records import Institution


@dataclass(frozen=True, slots=True)
class Phrase:
    """A function as the text words it.

    Attributes:
        start: first token, modifiers included.
        head: first token of the form.
        end: one past the complement.
        role: controlled role, or the marks ``+same`` and ``+deputy`` where another person's role decides.
        plural: whether several persons hold it; None if the form leaves it open.
        covers: institutions and places in modifiers and complement, in order.
        stop: the token at which the complement ended; a name may start there.
        match: the lexicon's form.
        after: first token of the complement.
        mixed: whether it joins functions of several persons: ``Stadträte und Vorsitzende``.
    """

    start: int
    head: int
    end: int
    role: str
    plural: bool | None
    covers: tuple[Span, ...]
    stop: int
    match: RoleMatch
    after: int
    mixed: bool = False

    @property
    def governed(self) -> str:
        """The role before a deputy's form changed it: what tells which kind of place the office has."""
        return self.role if self.match.role.startswith("+") else self.match.role


# Roles whose kind of body tells which role it is.
_OF_BODIES = frozenset({"director", "rector", "clergy"})
# Roles of forms that head any body; the body may be named before them.
_OF_ANY = frozenset({"chair"})
_REACH = 12  # words before such a form
# What may stand before an adjective where nouns have capitals; "" at the start of the text.
_BEFORE_ADJECTIVE = frozenset(("", ",", "–", "—", "-", "("))


class PhraseFinder:
    """Finds the phrases of one document, outside of its dates."""

    def __init__(self, tokens: Tokens, people: People, lexicon: RoleLexicon, dated: Container[int]) -> None:
        self.tokens = tokens
        self.people = people
        self.lexicon = lexicon
        self.known: RoleWords = lexicon.words
        self.dated = dated
        self.reader = ComplementReader(tokens, people, lexicon)
        self.said: dict[str, str] = {}  # the role that a complement gave a form, by the form's noun

    def find(self) -> list[Phrase]:
        """All phrases, in order; functions inside another's complement belong to that one."""
        phrases: list[Phrase] = []
        done = 0
        for i, form in enumerate(self.reader.forms):
            if form is None or i < done or i in self.dated:
                continue
            phrase = self._phrase_at(i)
            if phrase is not None:
                phrases.append(phrase)
            # A phrase listed as none is passed as a whole; of one that a body's name holds, the rest may be one.
            done = phrase.end if phrase is not None else i + (form.length if form.role == "-" else 1)
        return self._joined(phrases)

    def _phrase_at(self, i: int) -> Phrase | None:
        match = self.reader.match(i)
        if match is None or match.role == "+modifier" or self._is_namesake(i):
            return None
        role, deputy, after, plural = match.role, match.deputy, i + match.length, match.plural
        if role == "+deputy":
            governed = self._governed(after)
            if governed is not None:
                at, inner = governed
                match, role, deputy, after = inner, inner.role, True, at + inner.length
                plural = plural if plural is not False else inner.plural
        end, stop, covers = self.reader.read(after) if not _is_rank(match) else self._after_rank(after)
        start, before = self._modifiers(i)
        if any(self._is_deputy(k) for k in range(start, i)):
            deputy = True
        kinds = [kind for span in (*before, *covers) for kind in _kinds(span)]
        if not role.startswith("+"):
            around = [*self.tokens.words[start:i], *self.tokens.words[after:end]]
            if end == after and (body := self._body_of(match, i, after)):
                # A school named before makes its director a head of school, a firm a manager.
                around += self.tokens.words[body.start : body.end]
                kinds += _kinds(body)
            elif end == after and match.role in _OF_ANY:
                around += self._words_before(i)
            role = self.lexicon.in_context(match, around, kinds)
            role = self._as_said(match, role, deputy and end == after)
            role = self.lexicon.deputy_of(role) if deputy else role
        return Phrase(start, i, end, role, plural, (*covers, *before), stop, match, after)

    def _after_rank(self, i: int) -> tuple[int, int, tuple[Span, ...]]:
        """A rank governs nothing, but an office may follow it: ``ks. dziekan``."""
        match = self.reader.match(i)
        if match is None or match.role.startswith("+"):
            return i, i, ()
        end = i + match.length
        return (end, end, ()) if _is_rank(match) else self.reader.read(end)

    def _is_namesake(self, i: int) -> bool:
        """Whether a word like ``im.`` before it makes the function part of a name: ``szkoła im. ks. Nowaka``."""
        before = self.tokens.low(i - 1)
        return before in self.known.namesake or self.tokens.low(i - 2) + before in self.known.namesake

    def _is_deputy(self, i: int) -> bool:
        match = self.reader.forms[i]
        return match is not None and match.role == "+deputy"

    def _governed(self, i: int) -> tuple[int, RoleMatch] | None:
        """The function that a deputy's form governs: ``Stellvertreter des Bürgermeisters``."""
        for k in self.tokens.ahead(i, 4):
            match = self.reader.match(k)
            if match is not None and not match.role.startswith("+"):
                return k, match
            low = self.tokens.lows[k]
            if not (low in self.known.articles or self.reader.is_adjective(k) or low == "." or match is not None):
                return None
        return None

    # ------------------------------------------------------------ modifiers before the form

    def _modifiers(self, head: int) -> tuple[int, tuple[Span, ...]]:
        """First token of the modifiers before a form, and the places and institutions among them."""
        start, i, covers = head, head - 1, list[Span]()
        while i >= 0 and head - i <= 6:
            cover, word = self.tokens.covers[i], self.tokens.words[i]
            match = self.reader.forms[i]
            if cover is not None and self.people.at(i) is None and cover.end == start and not covers:
                if self._sentence(cover.start) != self._sentence(head) or self._is_linked(cover.start):
                    break
                covers.append(cover)
                i = start = cover.start
            elif (match is not None and match.role in ("+modifier", "+deputy")) or self._modifies(i):
                start = i
            elif word.casefold() in self.known.conjunctions and self.tokens.word(i - 1).endswith("-"):
                i = start = i - 1  # "Kinder- und Jugendanwältin"
            elif word.casefold() in self.known.articles or not (word == "." and self._dotted(i - 1)):
                break
            i -= 1
        return start, tuple(covers)

    def _is_linked(self, i: int) -> bool:
        """Whether a preposition ties what starts here to the words before: ``w Bonn prezydent``."""
        return self.tokens.low(i - 1) in self.known.links

    def _modifies(self, i: int) -> bool:
        """Whether a word is an adjective of the function.

        Where nouns have capitals, verbs end as adjectives do; there an article, a sign or another adjective must
        stand before it, or it is made from the name of a place.
        """
        word = self.tokens.words[i]
        low = self.tokens.lows[i]
        if not self._is_adjective(i) or low in self.known.stops or low in self.known.articles:
            return False
        before = self.tokens.word(i - 1)
        if self.known.lowercase_nouns:  # a capital belongs to the name before: "w Ratuszu Staromiejskim prezydent"
            return word[0].islower() or self.tokens.is_capital(i + 1) or not before.isalpha()
        if word[0].isupper() or before in _BEFORE_ADJECTIVE:
            return True
        return before.casefold() in self.known.articles or self._is_adjective(i - 1)

    def _is_adjective(self, i: int) -> bool:
        """Whether a word ends as adjectives do and is no name: ``Wagner``."""
        return self.people.at(i) is None and self.reader.is_adjective(i)

    def _body_before(self, i: int) -> Span | None:
        """The body named last before a function that names none of its own."""
        covers = (self.tokens.covers[k] for k in self.tokens.back(i, 29))
        return next((cover for cover in covers if cover is not None and cover.label == "ORG"), None)

    def _body_of(self, match: RoleMatch, start: int, end: int) -> Span | None:
        """The body of a function that names none of its own: named behind its holder, else before it."""
        return self._body_behind(end) or (self._body_before(start) if match.role in _OF_BODIES else None)

    def _body_behind(self, i: int) -> Span | None:
        """The body of the person right behind a bare function: ``Director Ann Reed of the City Museum``."""
        person = self.people.starting(i)
        if person is None or not (
            self.tokens.word(person.end) == "(" or self.tokens.low(person.end) in self.known.origin
        ):
            return None
        first = person.end + 1
        span = self.tokens.cover(first + 1 if self.tokens.low(first) in self.known.articles else first)
        return span if span is not None and isinstance(span.row, Institution) else None

    def _words_before(self, i: int) -> list[str]:
        """The words of the sentence before a function without a body: ``В горисполкоме гостей принял председатель``."""
        sentence, words = self._sentence(i), list[str]()
        for k in self.tokens.back(i, _REACH):
            form = self.reader.forms[k]
            another = form is not None and form.role != "+modifier"  # what stands before it may be its own
            if another or self.people.at(k) is not None or self._sentence(k) != sentence:
                break
            words.append(self.tokens.words[k])
        return words

    def _as_said(self, match: RoleMatch, role: str, bare: bool) -> str:
        """The role of a form; where a deputy's stands bare, what its last complement made of it."""
        noun, _, more = match.head.partition(" ")
        if more or role != match.role:
            self.said[noun] = role
        return self.said.get(noun, role) if bare else role

    def _sentence(self, i: int) -> int:
        return self.tokens.document.locate(self.tokens.starts[i])[1]

    def _dotted(self, i: int) -> bool:
        """Whether a word and the dot after it are a modifier: ``stellv.``, ``2.``."""
        word = self.tokens.word(i)
        if not word[:1].isalpha():
            return len(word) == 1 and word.isdigit()
        match = self.reader.forms[i]
        return match is not None and match.length == 2 and match.role.startswith("+")

    # ------------------------------------------------------------ several functions of one person

    def _joined(self, phrases: list[Phrase]) -> list[Phrase]:
        """Phrases with functions that a conjunction joins made one: ``Stadträtin und Dezernentin für Soziales``.

        The first function is the main office, unless it only points to another person's.
        """
        joined: list[Phrase] = []
        for phrase in phrases:
            last = joined[-1] if joined else None
            if last and self._is_and(last.end, phrase.start) and _agree(last.plural, phrase.plural):
                covers = (*last.covers, *phrase.covers)
                role, mixed = self._main_role(last, phrase), bool(last.plural) and last.role != phrase.role
                joined[-1] = replace(last, end=phrase.end, stop=phrase.stop, role=role, covers=covers, mixed=mixed)
            else:
                joined.append(phrase)
        return joined

    def _is_and(self, start: int, end: int) -> bool:
        """Whether a conjunction is all that stands there."""
        return self.tokens.text(start, end).casefold() in self.known.conjunctions

    def _main_role(self, first: Phrase, second: Phrase) -> str:
        """The role of two functions of one person; the second may tell of the first as its complement does.

        A ``Bürgermeister und Beigeordneter`` is not the head of his town.
        """
        if first.role.startswith("+"):
            return second.role
        if first.role != first.match.role:
            return first.role
        kinds = [kind for span in second.covers for kind in _kinds(span)]
        return self.lexicon.in_context(first.match, self.tokens.words[second.start : second.end], kinds)


def _is_rank(match: RoleMatch) -> bool:
    """Whether a form is an abbreviated rank or address before a name: ``kpt.``, ``ks.``."""
    return match.head.endswith(".") and match.role in ("clergy", "military_police_fire")


def _kinds(span: Span) -> list[str]:
    row = span.row
    if row is None:
        return []
    return [kind for kind in (getattr(row, "type", None), getattr(row, "kind", None)) if kind]


def _agree(one: bool | None, other: bool | None) -> bool:
    """Whether two forms may be of one number."""
    return one is None or other is None or one == other
