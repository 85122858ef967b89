"""Where an institution sits: the place in its name, else the one that follows the name at once."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from functools import lru_cache

from pipeline.gazetteer import Entry, Gazetteer, fold
from pipeline.language import LanguagePack
from pipeline.language.capitals import CAPITAL
from pipeline.language.institutions import words_of
from pipeline.morphology import Attestations
from pipeline.organisations import place_of_adjective
from pipeline.records import AnnotatedDocument, Place, PlaceKind

_NEXT_PLACE = 28
_BETWEEN = re.compile(r"\)?(?:\s?\(\w{2,12}\))?(?:\s?\(|\s\w{1,3}\s|\s)")  # the acronym, a small word
_TAIL = re.compile(rf"(?<!\w){CAPITAL}[\w'’-]{{1,40}}(?:[ \u00a0]{CAPITAL}[\w'’-]{{1,40}}){{0,2}}$")
_OF_STATES = frozenset({"eu_body", "international_organisation"})
_UNITS = frozenset({"district", "region"})
# A smaller town in a name is more likely a word.
_TOWN = 5_000


@dataclass(frozen=True, slots=True)
class Seat:
    """A place of an institution: base form, GeoNames id, kind."""

    name: str
    geonames_id: int | None
    kind: PlaceKind


def _seat(place: Place) -> Seat:
    return Seat(place.name, place.geonames_id, place.kind)


class Seats:
    """Finds the seats of one document's institutions.

    Args:
        document: the document.
        places: its places.
        pack: its language.
        gazetteer: the places of the world: a place inside a name is no place of the document.
    """

    def __init__(
        self, document: AnnotatedDocument, places: tuple[Place, ...], pack: LanguagePack, gazetteer: Gazetteer
    ) -> None:
        self._text = document.text
        self._mentions = places
        named: dict[tuple[str, str, str], Place] = {}
        for place in places:
            named.setdefault((place.text, place.name, place.kind), place)
        self._places = [(p, frozenset(words_of(p.text)), frozenset(words_of(p.name))) for p in named.values()]
        self._pack = pack
        self._gazetteer = gazetteer
        self._attestations = Attestations.of(document)
        self._in_name = lru_cache(maxsize=None)(self._find_in_name)

    def of(self, surface: str, name: str, end: int) -> Seat | None:
        """The seat of an institution.

        Args:
            surface: the institution as it stands.
            name: its base form.
            end: one past its last character in the text.
        """
        words = frozenset(words_of(name)) | frozenset(words_of(surface))
        inside = [place for place, text, base in self._places if text <= words or base <= words]
        seat = self._unit(surface) or self._of_name(surface, name, inside)
        if seat is None or seat.kind == "country":  # an embassy is of a country and sits in a town
            return self._next_to(end) or seat
        return seat

    def _unit(self, surface: str) -> Seat | None:
        """The district or region that a name holds: ``Prienų rajono savivaldybė``, ``Rada Powiatu Tczewskiego``."""
        match = self._pack.places.named_units.search(surface)
        if match is None:
            return None
        knows = self._gazetteer.knows
        name = self._pack.morphology.base_place(match[0], self._attestations, knows)[0]
        for place, _, _ in self._places:
            if fold(place.name) == fold(name):
                return _seat(place)
        words = name.split()
        kind = self._pack.places.units.get(fold(words[0])) or self._pack.places.units_after.get(fold(words[-1]))
        entry = next((entry for entry in self._gazetteer.lookup(name) if entry.kind == kind), None)
        return Seat(name, entry.geonames_id if entry else None, kind or "district")

    def _of_name(self, surface: str, name: str, inside: list[Place]) -> Seat | None:
        if inside:
            return _seat(inside[0])
        if self._pack.institutions.type_of(name) in _OF_STATES:
            return None  # "Europäische Union" sits in no town called Union
        return self._in_name(surface) or self._in_name(name) or self._adjective(surface)

    def _next_to(self, end: int) -> Seat | None:
        """The place that follows right behind a name, in brackets or after a preposition."""
        for place in self._mentions[bisect_right(self._mentions, end, key=lambda place: place.start_char) :]:
            if place.start_char > end + _NEXT_PLACE:
                break
            if _BETWEEN.fullmatch(self._text, end, place.start_char):
                return _seat(place)
        return None

    def _adjective(self, surface: str) -> Seat | None:
        """The place that the adjective at the start of a name tells: ``Leipziger Volkszeitung``."""
        first, _, rest = surface.partition(" ")
        name = place_of_adjective(first, self._pack.places, self._gazetteer) if rest else None
        if not name:
            return self._called_alike(first) if rest else None
        for place, _, base in self._places:
            if frozenset(words_of(name)) <= base:
                return _seat(place)
        if alike := self._called_alike(first):
            return alike
        entry = self._gazetteer.best(name, countries=self._pack.places.home)
        return Seat(name, entry.geonames_id, entry.kind) if entry is not None and entry.kind != "country" else None

    def _called_alike(self, adjective: str) -> Seat | None:
        """The document's district or region that is called by the adjective: ``районна рада`` of its ``район``."""
        stem = self._pack.places.without_inflection(adjective)
        for place, _, _ in self._places:
            first, _, unit = place.name.partition(" ")
            if unit and place.kind in _UNITS and stem == self._pack.places.without_inflection(first):
                return _seat(place)
        return None

    def _find_in_name(self, surface: str) -> Seat | None:
        tail = _TAIL.search(surface)
        words = tail[0].split() if tail else []
        # The first word of a name is what it is, not where.
        for first in range(0 if tail and tail.start() else 1, len(words)):
            candidate = " ".join(words[first:])
            if seat := self._town(candidate):
                return seat
        return None

    def _town(self, candidate: str) -> Seat | None:
        if entry := self._called(candidate):
            return Seat(candidate, entry.geonames_id, entry.kind)
        if not self._gazetteer.begins(candidate[: max(3, len(candidate) - 3)]):
            return None
        # Towns count, hamlets do not: "v Martine" is in Martin, not in Martina.
        name = self._pack.morphology.base_place(candidate, self._attestations, lambda n: self._called(n) is not None)[0]
        entry = self._called(name)
        return Seat(name, entry.geonames_id, entry.kind) if entry else None

    def _called(self, name: str) -> Entry | None:
        """The country, or the town of some size, that the language calls so."""
        entry = self._gazetteer.best(name, countries=self._pack.places.home)
        large = entry is not None and (entry.kind == "country" or entry.population >= _TOWN)
        if entry is None or not large or fold(name) in self._pack.places.not_places:
            return None
        return entry if self._gazetteer.is_called(entry, name, self._pack.code) else None
