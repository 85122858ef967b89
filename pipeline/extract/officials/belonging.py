"""What a function belongs to: the place and the organisation of an office.

The phrase itself wins ("Bürgermeister von Kladno", "dyrektor MOPS"); then an adjective in it ("der Krakauer
Stadtpräsident"): these two count as stated. Else what stands around it tells (``surroundings``).
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cached_property

from pipeline.extract.officials.evidence import Clue, Evidence
from pipeline.extract.officials.kinds import (
    HEADS,
    KINDS,
    MUNICIPAL,
    NOTHING,
    OF_PLACES,
    OF_THEIR_OWN,
    UNIQUE,
    Belonging,
    governed,
)
from pipeline.extract.officials.links import Link
from pipeline.extract.officials.people import Mention
from pipeline.extract.officials.surroundings import Surroundings
from pipeline.extract.officials.tokens import Span, Tokens
from pipeline.language.role_words import RoleWords
from pipeline.morphology import Attestations, Morphology
from pipeline.records import Institution, Place


class BelongingFinder:
    """Finds what the offices of one document belong to; offices must come in order of the text."""

    def __init__(
        self,
        tokens: Tokens,
        evidence: Evidence,
        words: RoleWords,
        morphology: Morphology,
        attestations: Attestations,
        acronyms: Mapping[str, str],
        surroundings: Surroundings,
    ) -> None:
        self.tokens = tokens
        self.evidence = evidence
        self.words = words
        self.morphology = morphology
        self.attestations = attestations
        self.acronyms = acronyms
        self.surroundings = surroundings
        self._holders: dict[tuple[str, str], str] = {}
        self._told: dict[int, Belonging] = {}  # what each link states, by its identity: links are costly to hash

    def claim(self, links: Sequence[Link], roles: Sequence[str], names: Mapping[Mention, str]) -> None:
        """Note whose offices are stated, anywhere in the document, before any place is guessed."""
        for link, role in zip(links, roles, strict=True):
            found = self._told[id(link)] = self._stated(link, role)
            self.surroundings.know(names[link.mention], found)
            if role in UNIQUE and found.place is not None:
                self._holders.setdefault((role, found.place), names[link.mention])

    def of(self, link: Link, role: str, person: str) -> Belonging:
        """The belonging of the office that a link, claimed before, states of a person."""
        around, found = self.surroundings, self._told[id(link)]
        local = governed(link, role) in OF_PLACES or _is_of_authority(link)
        if found.place is None and (local or found.organisation is None):
            suggested = around.suggest(link, role, person)
            taken = {place for (held, place), holder in self._holders.items() if held == role and holder != person}
            if suggested.place in taken and link.phrase.start == link.phrase.head:
                suggested = around.counterpart(around.kinds(link, role), taken, person)
            shared = suggested.organisation if self._is_shared(suggested.organisation, link, role) else None
            found = replace(suggested, organisation=found.organisation or shared)
        if found != NOTHING:
            around.note(link, person, found)
        if role in UNIQUE and found.place is not None:
            self._holders.setdefault((role, found.place), person)
        # of this office alone: what is said of others around it does not come from there
        return found if found.organisation else replace(found, organisation=self._within(link, role))

    def _is_shared(self, organisation: str | None, link: Link, role: str) -> bool:
        """Whether an office may be of the body whose office was named before: a mayor only of an authority."""
        deputy = link.phrase.match.role.startswith("+")
        return deputy or governed(link, role) not in OF_THEIR_OWN or organisation in self._authorities

    @cached_property
    def _authorities(self) -> frozenset[str]:
        rows = (cover.row for cover in self.tokens.covers if cover is not None)
        return frozenset(row.name for row in rows if isinstance(row, Institution) and row.type == "authority")

    # ------------------------------------------------------------ in the phrase

    def _stated(self, link: Link, role: str) -> Belonging:
        spans = [*link.phrase.covers, *self._beside(link)]
        organisation = self._organisation(spans, role)
        places = [span.row for span in spans if isinstance(span.row, Place)]
        kinds = KINDS.get(governed(link, role), ())
        # "mayor of the Corporation of Delta, Canada": a town has the mayor, if one is named
        place = next((row for row in places if row.kind in kinds), None)
        if place is None and places and not self._inside(spans, role):
            place = places[0]
        if place is not None:
            place = self.evidence.in_full(place)
            return Belonging(place.name, organisation, place.geonames_id, True)
        clue = self._adjective(link, role)
        if clue is not None:
            return Belonging(clue.name, organisation, clue.geonames_id, True)
        name = self._unlisted(spans, link, role) or self._inside(spans, role)
        row = next((span.row for span in spans if isinstance(span.row, Institution) and span.row.place), None)
        if name is None and isinstance(row, Institution):
            name = row.place
        if name is not None:
            return Belonging(name, organisation, self.evidence.geonames_of(name), True)
        organisation = organisation or self._unmarked(link, role)
        return Belonging(None, organisation, None, organisation is not None)

    def _adjective(self, link: Link, role: str) -> Clue | None:
        """An adjective of the phrase: before the function, and after it where the office governs a place."""
        phrase = link.phrase
        if phrase.role == "+same":
            return None
        governs = governed(link, role) in KINDS or self.evidence.words.adjective_capital
        end = phrase.end if governs else phrase.head
        found = self.evidence.adjectives_in(phrase.start, end)
        if not found:
            return None
        return self.evidence.region_like(found[0]) if governed(link, role) == "head_of_region" else found[0]

    def _unlisted(self, spans: Sequence[Span], link: Link, role: str) -> str | None:
        """A place that no finder kept: marked by NER, after the noun of a unit, or all that an office governs."""
        words, units, phrase = self.tokens.words, self.words.units, link.phrase
        fielded = governed(link, role) == "city_councillor_executive"  # "assessore ai Gemellaggi" has a field
        for span in spans if not fielded else ():
            # "Bürger:innen" is sometimes marked; no place has a colon.
            if span.label == "LOC" and span.row is None and ":" not in self.tokens.text(span.start, span.end):
                start = next((k for k in range(span.start, span.end) if self.tokens.lows[k] not in units), None)
                if start is not None:
                    return self.evidence.base_place(start, span.end)
        listed = {i for span in spans for i in range(span.start, span.end)}
        governs = governed(link, role) in KINDS and self.words.lowercase_nouns and not fielded
        unique = governed(link, role) in UNIQUE  # behind "of" others have a portfolio: "concejal de Cultura"
        for i in range(phrase.after, phrase.end):
            if i in listed or not words[i][0].isupper() or self.tokens.lows[i] in units:
                continue
            linked = unique and i == phrase.after + 1 and self.tokens.lows[i - 1] in self.words.links
            if self.tokens.lows[i - 1] in units or (governs and (linked or i == phrase.after)):
                return self.evidence.base_place(i, phrase.end)
        return None

    def _inside(self, spans: Sequence[Span], role: str) -> str | None:
        """The place inside the name of a governing body: ``Rada Miejska w Kłodzku``."""
        for span in spans if role in MUNICIPAL else ():
            if not isinstance(span.row, Institution):
                continue
            clue = self.evidence.body(span.row)
            if clue is not None:
                return clue.name
            for i in range(span.start + 1, span.end):
                before = self.tokens.lows[i - 1]
                if before in self.words.links and self.tokens.words[i][0].isupper():
                    return self.evidence.base_place(i, span.end)
        return None

    def _unmarked(self, link: Link, role: str) -> str | None:
        """A body that only the phrase names: an acronym, or what follows a genitive article (``des Jugendamtes``).

        An acronym with a number is of one body among several: ``XIV LO``, ``SP 3``.
        """
        phrase, words = link.phrase, self.tokens.words
        first = phrase.after
        for i in (*range(phrase.start, phrase.head), *range(first, phrase.end)):  # "OB" itself is no body
            word = words[i]
            if _is_acronym(word):
                start = i - (i > first and self._is_number(i - 1))
                return self.acronyms.get(word) or self.tokens.text(start, i + 1 + self._is_number(i + 1))
        if role not in HEADS or first + 1 >= phrase.end or self.tokens.lows[first] not in self.words.genitives:
            return None
        return self.morphology.base_institution(self.tokens.text(first + 1, phrase.end), self.attestations)[0]

    def _is_number(self, i: int) -> bool:
        return self.tokens.word(i).isdigit() or bool(_NUMERAL.fullmatch(self.tokens.word(i)))

    def _within(self, link: Link, role: str) -> str | None:
        """The body in the form itself: ``Member of the European Parliament``, ``IHK-Präsident``."""
        phrase = link.phrase
        body, _, function = self.tokens.words[phrase.head].partition("-")
        written_out = len(function) > _ABBREVIATION  # "LAD-Stv." deputises for an office
        if written_out and _is_acronym(body) and governed(link, role) not in KINDS:  # "CDU-Landrat" is of a district
            return self.acronyms.get(body) or body
        inside = (self.tokens.cover(i) for i in range(phrase.head + 1, phrase.after))
        rows = (span.row for span in inside if span is not None and span.start > phrase.head)
        return next((row.name for row in rows if isinstance(row, Institution)), None)

    def _beside(self, link: Link) -> list[Span]:
        """Spans right after the name: ``Bürgermeister Jan Kral (Kladno)``, ``… aus Kladno``."""
        tokens, i = self.tokens, link.mention.end
        opened = tokens.word(i) == "("
        if not link.before or not (opened or tokens.low(i) in self.words.origin):
            return []
        span = tokens.cover(i + 2 if tokens.low(i + 1) in self.words.articles else i + 1)
        # "Ministerin Anna Wrona mit dem Amt": after a preposition only a place belongs to the person.
        return [span] if span is not None and (opened or span.label == "LOC") else []

    def _organisation(self, spans: Sequence[Span], role: str) -> str | None:
        for span in spans:
            if isinstance(span.row, Institution):
                return span.row.name
        for span in spans if role not in MUNICIPAL else ():  # marked, but kept by no finder: a councillor's field
            if span.label == "ORG":
                return self.morphology.base_institution(self.tokens.text(span.start, span.end), self.attestations)[0]
        return None


def _is_of_authority(link: Link) -> bool:
    """Whether an office is in a department, which sits where its town does: ``начальниця управління культури``."""
    rows = (span.row for span in link.phrase.covers)
    return any(isinstance(row, Institution) and row.type == "authority" and row.place is None for row in rows)


def _is_acronym(word: str) -> bool:
    return sum(map(str.isupper, word)) > 1 and word.isalpha() and not _NUMERAL.fullmatch(word)


_NUMERAL = re.compile(r"[IVXLC]+")
_ABBREVIATION = 3
