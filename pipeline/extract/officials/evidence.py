"""Where in a document places are named or hinted at: what an office without a stated place may belong to."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from unicodedata import combining, normalize

from pipeline.extract.officials.people import People
from pipeline.extract.officials.tokens import Tokens
from pipeline.language.places import PlaceWords
from pipeline.morphology import Attestations, Morphology
from pipeline.records import Institution, Place

# Bodies that stand for the place they govern.
_GOVERNING = frozenset({"authority", "parliament_council"})
# An adjective and a name of several words ("lubelski", "województwo lubelskie") share this many first letters.
_STEM = 5
# Tokens that a place may stand before an office; a "sentence" of thousands is a list, whose entries have their own.
_REACH = 120


@dataclass(frozen=True, slots=True)
class Clue:
    """A place, by name or by adjective.

    Attributes:
        token: where it stands.
        name: base form.
        kind: city, district, region or country.
        geonames_id: id, where the gazetteer has it.
        country: ISO 3166-1 code, where the gazetteer has it.
    """

    token: int
    name: str
    kind: str
    geonames_id: int | None
    country: str | None = None


class Evidence:
    """The clues of one document, in order."""

    def __init__(
        self,
        tokens: Tokens,
        people: People,
        places: Sequence[Place],
        institutions: Sequence[Institution],
        words: PlaceWords,
        morphology: Morphology,
        attestations: Attestations,
        is_body: Callable[[str], bool],
    ) -> None:
        self.tokens = tokens
        self.people = people
        self.places = places
        self.institutions = institutions
        self.words = words
        self.morphology = morphology
        self.attestations = attestations
        self.is_body = is_body  # whether a word heads an institution: "City Corporation" is of no town Corporation

    @cached_property
    def clues(self) -> list[Clue]:
        """Places, units and governing bodies, in order of the text."""
        named = [
            self._clue(self.tokens.span_of(p.start_char, p.end_char)[0], full)
            for p, full in zip(self.places, map(self.in_full, self.places), strict=True)
            # No office is of a continent; a region that the gazetteer lacks has the noun of its unit.
            if full.country is not None or full.kind != "region" or " " in full.name
        ]
        taken = {clue.token for clue in named}
        units = [clue for clue in self._units if clue.token not in taken]
        inside = {clue.token + 1 for clue in units}  # the name alone would be the town's
        named = [clue for clue in named if clue.token not in inside]
        there = {clue.token for clue in (*named, *units)}  # a place and the body that is called by it are one mention
        bodies = [clue for clue in map(self.body, self.institutions) if clue is not None and clue.token not in there]
        return sorted([*named, *units, *bodies], key=lambda clue: clue.token)

    @cached_property
    def _units(self) -> list[Clue]:
        """Units that the text names: the noun of a unit with the capitalised words after it (``Kantons Uri``)."""
        found = []
        openers = self.words.unit_openers
        for i, low in enumerate(self.tokens.lows):
            if low not in openers or not self.tokens.is_capital(i + 1) or self.people.starting(i + 1) is not None:
                continue  # "Przewodniczący Rady Powiatu Jan Kos"
            kind = self.words.units.get(low) or self._hint(i)
            if kind is None:
                continue
            end = i + 2
            while self.tokens.is_capital(end) and self.tokens.covers[end] is not None:
                end += 1
            found.append(Clue(i, self.base_place(i, end), kind, None, self._country_in(i, end)))
        return found

    def _hint(self, i: int) -> str | None:
        """The kind of a district or region that a noun beside its name tells; towns are named without it."""
        kind = self.words.unit_hints.get(self.tokens.lows[i])
        return kind if kind in ("district", "region") and self.tokens.words[i][0].isupper() else None

    def body(self, row: Institution) -> Clue | None:
        """A governing body, for the place it governs."""
        token = self.tokens.span_of(row.start_char, row.end_char)[0]
        first, _, rest = row.name.partition(" ")
        if first.casefold() in self.words.units:
            end = self.tokens.span_of(row.start_char, row.end_char)[1]
            return Clue(token, row.name, self.words.units[first.casefold()], None, self._country_in(token, end))
        hinted = self.words.unit_hints.get(first.casefold()) == "city" and not self.is_body(rest)
        name = rest if hinted and rest[:1].isupper() else row.place  # "Stadt Kladno", but "City of Kladno"
        if row.type not in _GOVERNING or not name:
            return None
        known = self._place(name)
        kind = self.words.units_after.get(name.casefold().rpartition(" ")[2], "city")
        return self._clue(token, replace(known, name=name)) if known else Clue(token, name, kind, None)

    @staticmethod
    def _clue(token: int, place: Place) -> Clue:
        return Clue(token, place.name, place.kind, place.geonames_id, place.country)

    def _country_in(self, start: int, end: int) -> str | None:
        """The country of the first place that tokens ``start`` to ``end`` name."""
        rows = (cover.row for cover in self.tokens.covers[start:end] if cover is not None)
        return next((row.country for row in rows if isinstance(row, Place)), None)

    def kind_of_unit(self, word: str) -> str | None:
        """The kind of a unit that a word names or begins with: ``Powiatu``, ``Kreistagsvorsitzender``."""
        return self.words.kind_of_unit(word.casefold())

    def base_place(self, start: int, end: int) -> str:
        """Base form of the place that tokens ``start`` to ``end`` name."""
        known = self._by_name
        surface = self.tokens.text(start, end)
        return self.morphology.base_place(surface, self.attestations, lambda name: _bare(name) in known)[0]

    def _is_free(self, i: int) -> bool:
        cover = self.tokens.covers[i]
        return cover is None or cover.row is None

    def _adjective(self, i: int, word: str) -> Clue | None:
        """A listed adjective, or one that the endings of the language lead back to a place of this document."""
        low = word.casefold()
        name = self.words.place_of_listed(low)
        if name:
            known = self._place(name)
            if known is not None:
                return self._clue(i, known)
            return Clue(i, name, "country", None)
        if not word[0].isupper() and self.words.adjective_capital:
            return None
        owner = self._place(word[:-1]) or self._place(word) if word[0].isupper() else None
        if owner is not None:
            return self._clue(i, owner)  # "Kladnos Bürgermeister"
        for stripped in self.words.stripped(word):
            known = self._place(stripped)
            if known is not None:
                return self._clue(i, known)
        return None

    def _place(self, name: str) -> Place | None:
        """The document's place of that name, or whose name starts with it: ``Frankfurt`` am Main."""
        return self._by_name.get(_bare(name))

    def in_full(self, place: Place) -> Place:
        """The place under the longest name that the document gives it: ``Frankfurt`` as ``Frankfurt am Main``."""
        known = self._by_name[_bare(place.name)]
        return known if known.kind == place.kind else place

    @cached_property
    def _by_name(self) -> dict[str, Place]:
        known: dict[str, Place] = {}
        for place in self.places:
            known.setdefault(_bare(place.name), place)
        for place in self.places:
            first, *rest = _bare(place.name).split()
            # "Frankfurt" is the "Frankfurt am Main" that the document names in full.
            if rest and (first not in known or known[first].kind == place.kind):
                known[first] = place
        return known

    def adjectives_in(self, start: int, end: int) -> list[Clue]:
        """Adjectives of places among tokens ``start`` to ``end``."""
        words, known = self.tokens.words, self._adjectives
        for i in range(start, end):
            if i not in known:
                known[i] = self._adjective(i, words[i]) if len(words[i]) > 4 and self._is_free(i) else None
        return [clue for i in range(start, end) if (clue := known[i]) is not None]

    @cached_property
    def _adjectives(self) -> dict[int, Clue | None]:
        """What was found at tokens that were asked for before."""
        return {}

    def region_like(self, clue: Clue) -> Clue:
        """The district or region that an adjective tells of, if the document names it; else the clue itself."""
        stem = self.tokens.lows[clue.token][:_STEM]
        return next((other for word, other in self._regions if word.startswith(stem)), clue)

    @cached_property
    def _regions(self) -> list[tuple[str, Clue]]:
        """The words of districts and regions, each with the first of them that bears it."""
        found: dict[str, Clue] = {}
        for clue in self.clues:
            if clue.kind in ("district", "region"):
                for word in clue.name.casefold().split():
                    found.setdefault(word, clue)
        return list(found.items())

    def before(self, token: int, start: int) -> list[Clue]:
        """Clues from token ``start``, or from as far as clues reach, up to ``token``, adjectives among them."""
        start = max(start, token - _REACH)
        first, end = (bisect_left(self.clues, at, key=lambda clue: clue.token) for at in (start, token))
        named = self.clues[first:end]
        return sorted([*named, *self.adjectives_in(start, token)], key=lambda clue: clue.token)

    def opens_line(self, token: int) -> bool:
        """Whether a place opens a line with a sign behind it, as in a dateline: ``Kladno, 3. Mai``."""
        cover = self.tokens.covers[token]
        after = self.tokens.word(cover.end if cover is not None else token + 1)
        return self.tokens.word(token - 1) in ("", "\n") and bool(after) and not after.isalnum()

    def sentence_start(self, token: int) -> int:
        """First token of the sentence that a token is in."""
        sentence = self.tokens.document.sentence_at(self.tokens.starts[token])
        return bisect_left(self.tokens.starts, sentence.start_char) if sentence is not None else 0

    def geonames_of(self, name: str | None) -> int | None:
        """Id of the document's place of that name."""
        place = self._place(name) if name else None
        return place.geonames_id if place is not None else None

    def country_of(self, name: str | None) -> str | None:
        """Country of the first clue of that name."""
        return self._countries.get(name)

    @cached_property
    def _countries(self) -> dict[str | None, str | None]:
        return {clue.name: clue.country for clue in reversed(self.clues)}

    @cached_property
    def states(self) -> frozenset[str]:
        """Countries of the towns, districts and regions that the document names."""
        return frozenset(c.country for c in self.clues if c.country is not None and c.kind != "country")

    @cached_property
    def counts(self) -> Counter[str]:
        """How often the document names each town."""
        return Counter(clue.name for clue in self.clues if clue.kind == "city")


@lru_cache(maxsize=10_000)
def _bare(name: str) -> str:
    """A name without case and accents, which adjectives may lose: ``Ávila``, ``abulense``."""
    return "".join(c for c in normalize("NFD", name.casefold()) if not combining(c))
