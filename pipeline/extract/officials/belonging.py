"""What a function belongs to: the place and the organisation of an office.

The phrase itself wins ("Bürgermeister von Kladno", "dyrektor MOPS"); then an adjective in it ("der Krakauer
Stadtpräsident"); then, inside the sentence, what stands nearest before it: a place, an adjective, or the office
named before ("jego zastępca"); last the place that the document is about. Only the first two count as stated.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from pipeline.extract.officials.evidence import Clue, Evidence
from pipeline.extract.officials.links import Link
from pipeline.extract.officials.tokens import Span, Tokens
from pipeline.language.roles import RoleWords
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
    ) -> None:
        self.tokens = tokens
        self.evidence = evidence
        self.words = words
        self.morphology = morphology
        self.attestations = attestations
        self._last: tuple[int, Belonging] | None = None

    def of(self, link: Link, role: str) -> Belonging:
        """The belonging of the office that a link states."""
        found = self._stated(link)
        if found.place is None and found.organisation is None:
            found = self._suggested(link, role)
        if found != NOTHING:
            self._last = (link.phrase.head, replace(found, stated=False))
        return found

    # ------------------------------------------------------------ in the phrase

    def _stated(self, link: Link) -> Belonging:
        spans = [*link.phrase.covers, *self._beside(link)]
        organisation = self._organisation(spans)
        place = next((span.row for span in spans if isinstance(span.row, Place)), None)
        if place is not None:
            return Belonging(place.name, organisation, place.geonames_id, True)
        if link.phrase.role != "+same":
            for clue in self.evidence.adjectives_in(link.phrase.start, link.phrase.end):
                return Belonging(clue.name, organisation, clue.geonames_id, True)
        unlisted = self._unlisted(spans, link)
        if unlisted is not None:
            return Belonging(unlisted, organisation, None, True)
        row = next((span.row for span in spans if isinstance(span.row, Institution) and span.row.place), None)
        if isinstance(row, Institution):
            return Belonging(row.place, organisation, self.evidence.geonames_of(row.place), True)
        return Belonging(None, organisation, None, organisation is not None)

    def _unlisted(self, spans: Sequence[Span], link: Link) -> str | None:
        """A place that no finder kept: marked by NER, or after the noun of a unit (``Gminy Paczków``)."""
        words, units = self.tokens.words, self.words.units
        for span in spans:
            if span.label == "LOC" and span.row is None:
                start = next((k for k in range(span.start, span.end) if words[k].casefold() not in units), None)
                if start is not None:
                    return self._base_place(start, span.end)
        for i in range(link.phrase.head, link.phrase.end - 1):
            if words[i].casefold() in units and words[i + 1][0].isupper() and self.tokens.covers[i + 1] is None:
                return self._base_place(i + 1, link.phrase.end)
        return None

    def _base_place(self, start: int, end: int) -> str:
        return self.morphology.base_place(self.tokens.text(start, end), self.attestations, lambda _: False)[0]

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

    # ------------------------------------------------------------ around it

    def _suggested(self, link: Link, role: str) -> Belonging:
        kinds = KINDS.get(role, ())
        start = self.evidence.sentence_start(link.phrase.start)
        clues = [c for c in self.evidence.before(link.phrase.start, start) if c.kind in kinds]
        last = self._last if self._last is not None and self._last[0] >= start else None
        if link.phrase.role == "+same":
            return self._counterpart(kinds)
        if last is not None and (not clues or clues[-1].token < last[0]):
            return last[1]
        if clues:
            return _of(clues[-1])
        if role in NATIONAL and self.words.country is not None:
            return Belonging(self.words.country, None, None, False)
        home = self._home(kinds)
        return _of(home) if home is not None else NOTHING

    def _counterpart(self, kinds: tuple[str, ...]) -> Belonging:
        """Another place than that of the office before: a colleague is of the other side."""
        taken = self._last[1].place if self._last is not None else None
        counts = Counter(c.name for c in self.evidence.clues if c.kind in kinds and c.name != taken)
        for name, _ in counts.most_common(1):
            return _of(next(c for c in self.evidence.clues if c.name == name))
        return NOTHING

    def _home(self, kinds: tuple[str, ...]) -> Clue | None:
        """The place that the document is about: the most frequent one of the best kind there is."""
        for kind in kinds:
            counts = Counter(c.name for c in self.evidence.clues if c.kind == kind)
            if counts:
                name = counts.most_common(1)[0][0]
                return next(c for c in self.evidence.clues if c.name == name)
        return None


def _of(clue: Clue) -> Belonging:
    return Belonging(clue.name, None, clue.geonames_id, False)
