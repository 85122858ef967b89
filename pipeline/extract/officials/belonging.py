"""What a function belongs to: the place and the organisation of an office."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.extract.officials.links import Link
from pipeline.extract.officials.tokens import Span, Tokens
from pipeline.language.roles import RoleWords
from pipeline.morphology import Attestations, Morphology
from pipeline.records import Institution, Place

MUNICIPAL = frozenset({"mayor", "deputy_mayor", "city_councillor", "city_councillor_executive", "council_chair"})
REGIONAL = frozenset({"head_of_region"})
NATIONAL = frozenset({"minister", "deputy_minister", "head_of_state", "head_of_government", "member_of_parliament"})
# An adjective names a document's place when they share this many first letters: "krakowski" - "Kraków".
MIN_STEM = 4


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


class BelongingFinder:
    """Finds what the offices of one document belong to."""

    def __init__(
        self,
        tokens: Tokens,
        places: Sequence[Place],
        words: RoleWords,
        morphology: Morphology,
        attestations: Attestations,
    ) -> None:
        self.tokens = tokens
        self.places = places
        self.words = words
        self.morphology = morphology
        self.attestations = attestations

    def of(self, link: Link, role: str) -> Belonging:
        """The belonging of the office that a link states."""
        spans = [*link.phrase.covers, *self._beside(link)]
        organisation = self._organisation(spans)
        place = self._place(spans) or self._from_adjective(link)
        if place is not None:
            return Belonging(place.name, organisation, place.geonames_id, True)
        named = next((span for span in spans if isinstance(span.row, Institution) and span.row.place), None)
        if named is not None and isinstance(named.row, Institution):
            return Belonging(named.row.place, organisation, self._geonames(named.row.place), True)
        suggested = self._suggested(link, role) if organisation is None else None
        if suggested is not None:
            return Belonging(suggested.name, None, suggested.geonames_id, False)
        country = self.words.country if role in NATIONAL and organisation is None else None
        return Belonging(country, organisation, None, organisation is not None)

    def _geonames(self, name: str | None) -> int | None:
        return next((place.geonames_id for place in self.places if place.name == name), None)

    def _beside(self, link: Link) -> list[Span]:
        """Spans right after the name: ``Bürgermeister Jan Kral (Kladno)``, ``… aus Kladno``."""
        i, words, covers = link.mention.end, self.tokens.words, self.tokens.covers
        if not link.before or i + 1 >= len(words):
            return []
        if words[i] == "(" or words[i].casefold() in self.words.origin:
            k = i + 2 if words[i + 1].casefold() in self.words.articles and i + 2 < len(words) else i + 1
            span = covers[k]
            return [span] if span is not None else []
        return []

    def _organisation(self, spans: Sequence[Span]) -> str | None:
        for span in spans:
            if isinstance(span.row, Institution):
                return span.row.name
        for span in spans:
            if span.label == "ORG":
                return self.morphology.base_institution(self.tokens.text(span.start, span.end), self.attestations)[0]
        return None

    def _place(self, spans: Sequence[Span]) -> Place | None:
        return next((span.row for span in spans if isinstance(span.row, Place)), None)

    def _from_adjective(self, link: Link) -> Place | None:
        """The document's place that an adjective of the phrase is made from: ``der Krakauer Stadtpräsident``."""
        for i in range(link.phrase.start, link.phrase.end):
            low = self.tokens.words[i].casefold()
            if not low.endswith(self.words.adjective_endings) or len(low) <= MIN_STEM:
                continue
            for place in self.places:
                name = place.name.casefold()
                if name[:MIN_STEM] == low[:MIN_STEM] and len(name.split()[0]) - _shared(name, low) <= 2:
                    return place
        return None

    def _suggested(self, link: Link, role: str) -> Place | None:
        """The place that the document's evidence suggests: the most frequent one of a fitting kind."""
        kinds = ("city",) if role in MUNICIPAL else ("district", "region", "city") if role in REGIONAL else ()
        if role in NATIONAL:
            kinds = ("country",) if self.words.country is None else ()
        for kind in kinds:
            counts = Counter(place.name for place in self.places if place.kind == kind)
            if counts:
                best = max(counts.values())
                return next(place for place in self.places if place.kind == kind and counts[place.name] == best)
        return None


def _shared(one: str, other: str) -> int:
    n = 0
    while n < min(len(one), len(other)) and one[n] == other[n]:
        n += 1
    return n
