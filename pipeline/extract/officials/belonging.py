"""What a function belongs to: the place and the organisation of an office.

The phrase itself wins ("Bürgermeister von Kladno", "dyrektor MOPS"); then an adjective in it ("der Krakauer
Stadtpräsident"); then, inside the sentence, what stands nearest before it: a place, an adjective, or the office
named before ("jego zastępca"); last the place that the document is about. Only the first two count as stated.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from pipeline.extract.officials.evidence import Clue, Evidence
from pipeline.extract.officials.links import Link
from pipeline.extract.officials.people import Mention
from pipeline.extract.officials.tokens import Span, Tokens
from pipeline.language.role_words import RoleWords
from pipeline.morphology import Attestations, Morphology
from pipeline.records import Institution, Place

MUNICIPAL = frozenset({"mayor", "deputy_mayor", "city_councillor", "city_councillor_executive", "council_chair"})
NATIONAL = frozenset({"minister", "deputy_minister", "head_of_state", "head_of_government", "member_of_parliament"})
# Kinds of places that an office may belong to, best first; an office not listed belongs to a body rather.
KINDS: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(MUNICIPAL, ("city", "district", "region")),
    **dict.fromkeys(NATIONAL, ("country", "region")),
    "head_of_region": ("district", "region", "city"),
    "ambassador": ("country",),
}


@dataclass(frozen=True, slots=True)
class Belonging:
    """What an office belongs to.

    Attributes:
        place: base form of the place, None if nothing tells.
        organisation: base form of the institution, None if nothing tells.
        geonames_id: of the place, where the gazetteer has it.
        stated: whether the phrase itself says it, or the document only suggests it.
    """

    place: str | None
    organisation: str | None
    geonames_id: int | None
    stated: bool


# Offices of which a place has one.
UNIQUE = frozenset({"mayor", "head_of_region", "head_of_state", "head_of_government"})
# Offices of a place even where the phrase names a body of it.
OF_PLACES = frozenset(KINDS) - {"ambassador"}
# Offices at the head of a body, which the phrase then names.
HEADS = frozenset({"director", "deputy_director", "chair", "school_head", "rector", "business", "spokesperson"})
# Offices that are mostly of the town that the release is about, if nothing tells otherwise.
LOCAL = frozenset({"director", "deputy_director", "spokesperson"})
# Mentions that a place at the start of a line counts for.
OPENING = 2
NOTHING = Belonging(None, None, None, False)


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
    ) -> None:
        self.tokens = tokens
        self.evidence = evidence
        self.words = words
        self.morphology = morphology
        self.attestations = attestations
        self.acronyms = acronyms
        self._last: tuple[int, Belonging] | None = None
        self._holders: dict[tuple[str, str], str] = {}

    def claim(self, links: Sequence[Link], roles: Sequence[str], names: Mapping[Mention, str]) -> None:
        """Note whose offices are stated, anywhere in the document, before any place is guessed."""
        for link, role in zip(links, roles, strict=True):
            if role in UNIQUE and (found := self._stated(link, role)).place is not None:
                self._holders.setdefault((role, found.place), names[link.mention])

    def of(self, link: Link, role: str, person: str) -> Belonging:
        """The belonging of the office that a link states of a person."""
        found = self._stated(link, role)
        if found.place is None and (_governed(link, role) in OF_PLACES or found.organisation is None):
            suggested = self._suggested(link, role)
            taken = {place for (held, place), holder in self._holders.items() if held == role and holder != person}
            if suggested.place in taken and link.phrase.start == link.phrase.head:
                suggested = self._counterpart(self._kinds(link, role), taken)
            found = replace(suggested, organisation=found.organisation or suggested.organisation)
        if found != NOTHING:
            self._last = (max(link.phrase.end, link.mention.end), replace(found, stated=False))
        if role in UNIQUE and found.place is not None:
            self._holders.setdefault((role, found.place), person)
        return found

    # ------------------------------------------------------------ in the phrase

    def _stated(self, link: Link, role: str) -> Belonging:
        spans = [*link.phrase.covers, *self._beside(link)]
        organisation = self._organisation(spans)
        places = [span.row for span in spans if isinstance(span.row, Place)]
        kinds = KINDS.get(_governed(link, role), ())
        # "mayor of the Corporation of Delta, Canada": a town has the mayor, if one is named
        place = next((row for row in places if not kinds or row.kind in kinds), None)
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
        governs = _governed(link, role) in KINDS or self.evidence.words.adjective_capital
        end = phrase.end if governs else phrase.head
        # A genitive may stand before the phrase: "Kladnos Bürgermeisterin".
        found = self.evidence.adjectives_in(max(0, phrase.start - 1), end)
        if not found:
            return None
        return self.evidence.region_like(found[0]) if _governed(link, role) == "head_of_region" else found[0]

    def _unlisted(self, spans: Sequence[Span], link: Link, role: str) -> str | None:
        """A place that no finder kept: marked by NER, after the noun of a unit, or all that an office governs."""
        words, units, phrase = self.tokens.words, self.words.units, link.phrase
        for span in spans:
            # "Bürger:innen" is sometimes marked; no place has a colon.
            if span.label == "LOC" and span.row is None and ":" not in self.tokens.text(span.start, span.end):
                start = next((k for k in range(span.start, span.end) if self.tokens.lows[k] not in units), None)
                if start is not None:
                    return self.evidence.base_place(start, span.end)
        listed = {i for span in spans for i in range(span.start, span.end)}
        governs = _governed(link, role) in KINDS and self.words.lowercase_nouns
        for i in range(phrase.after, phrase.end):
            if i in listed or not words[i][0].isupper() or self.tokens.lows[i] in units:
                continue
            if self.tokens.lows[i - 1] in units or (governs and i == phrase.after):
                return self.evidence.base_place(i, phrase.end)
        return None

    def _inside(self, spans: Sequence[Span], role: str) -> str | None:
        """The place inside the name of a governing body: ``Rada Miejska w Kłodzku``."""
        for span in spans if role in MUNICIPAL else ():
            clue = self.evidence.body(span.row) if isinstance(span.row, Institution) else None
            if clue is not None:
                return clue.name
            for i in range(span.start + 1, span.end):
                before = self.tokens.lows[i - 1]
                if before in self.words.links and self.tokens.words[i][0].isupper():
                    return self.evidence.base_place(i, span.end)
        return None

    def _unmarked(self, link: Link, role: str) -> str | None:
        """A body that only the phrase names: an acronym, or what follows a genitive article (``des Jugendamtes``)."""
        phrase, words = link.phrase, self.tokens.words
        first = phrase.after
        for word in words[phrase.start : phrase.end]:
            if sum(char.isupper() for char in word) > 1 and word.isalpha() and not _NUMERAL.fullmatch(word):
                return self.acronyms.get(word, word)
        if role not in HEADS or first + 1 >= phrase.end or self.tokens.lows[first] not in self.words.genitives:
            return None
        return self.morphology.base_institution(self.tokens.text(first + 1, phrase.end), self.attestations)[0]

    def _beside(self, link: Link) -> list[Span]:
        """Spans right after the name: ``Bürgermeister Jan Kral (Kladno)``, ``… aus Kladno``."""
        i, words, covers = link.mention.end, self.tokens.words, self.tokens.covers
        if not link.before or i + 1 >= len(words):
            return []
        if words[i] == "(" or self.tokens.lows[i] in self.words.origin:
            k = i + 2 if self.tokens.lows[i + 1] in self.words.articles and i + 2 < len(words) else i + 1
            span = covers[k]
            # "Ministerin Anna Wrona mit dem Amt": after a preposition only a place belongs to the person.
            return [span] if span is not None and (words[i] == "(" or span.label == "LOC") else []
        return []

    def _organisation(self, spans: Sequence[Span]) -> str | None:
        for span in spans:
            if isinstance(span.row, Institution):
                return span.row.name
        for span in spans:
            if span.label == "ORG":
                return self.morphology.base_institution(self.tokens.text(span.start, span.end), self.attestations)[0]
        return None

    # ------------------------------------------------------------ around it

    def _suggested(self, link: Link, role: str) -> Belonging:
        kinds = self._kinds(link, role)
        start = self.evidence.sentence_start(link.phrase.start)
        clues = [c for c in self.evidence.before(link.phrase.start, start) if c.kind in kinds]
        last = self._last if self._last is not None and self._last[0] >= start else None
        if link.phrase.role == "+same":
            return self._counterpart(kinds, {self._last[1].place} if self._last is not None else set())
        if last is not None and (not clues or clues[-1].token < last[0]):
            return last[1]
        if clues:
            return _of(clues[-1])
        if role in NATIONAL and self.words.country is not None:
            return Belonging(self.words.country, None, None, False)
        home = self._before_sentence(kinds, start) or self._home(kinds)
        return _of(home) if home is not None else NOTHING

    def _before_sentence(self, kinds: tuple[str, ...], start: int) -> Clue | None:
        """The last unit of the sentence before: governments of regions are told of in a row."""
        if not start or kinds[:1] != ("district",):
            return None
        before = self.evidence.before(start, self.evidence.sentence_start(start - 1))
        return next((clue for clue in reversed(before) if clue.kind in ("district", "region")), None)

    def _kinds(self, link: Link, role: str) -> tuple[str, ...]:
        """Kinds of places for an office; the noun of a unit in the phrase tells it (``Sekretarz Powiatu``)."""
        for word in self.tokens.words[link.phrase.head : link.phrase.end]:
            kind = self.evidence.kind_of_unit(word)
            if kind is not None:
                return (kind, *(k for k in KINDS.get(_governed(link, role), ()) if k != kind))
        return KINDS.get(_governed(link, role), ("city", "district") if role in LOCAL else ())

    def _counterpart(self, kinds: tuple[str, ...], taken: Collection[str | None]) -> Belonging:
        """Another place than those taken: a colleague is of the other side."""
        home = self._home(kinds, taken)
        return _of(home) if home is not None else NOTHING

    def _home(self, kinds: tuple[str, ...], taken: Collection[str | None] = ()) -> Clue | None:
        """The place that the document is about: the most frequent one of the best kind there is.

        A place that opens a line, as datelines and letterheads do, counts several times.
        """
        for kind in kinds:
            clues = [c for c in self.evidence.clues if c.kind == kind and c.name not in taken]
            if clues:
                count: Counter[str] = Counter()
                for clue in clues:
                    count[clue.name] += OPENING if self.evidence.opens_line(clue.token) else 1
                name = count.most_common(1)[0][0]
                return next(c for c in clues if c.name == name)
        return None


_NUMERAL = re.compile(r"[IVXLC]+")


def _governed(link: Link, role: str) -> str:
    """The role that tells the kind of place: that of which a deputy is the deputy, or another person's."""
    governed = link.phrase.governed
    return role if governed.startswith("+") else governed


def _of(clue: Clue) -> Belonging:
    return Belonging(clue.name, None, clue.geonames_id, False)
