"""Where an institution sits: the place in its name, else the one that follows the name at once."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from pipeline.gazetteer import Gazetteer, fold
from pipeline.language import LanguagePack
from pipeline.language.capitals import CAPITAL
from pipeline.language.institutions import words_of
from pipeline.morphology import Attestations
from pipeline.records import AnnotatedDocument, Place

_NEXT_PLACE = 14
_BETWEEN = re.compile(r"\s?\(|\s\w{1,3}\s|\s")
_TAIL = re.compile(rf"(?<!\w){CAPITAL}[\w'’-]{{1,40}}(?:[ \u00a0]{CAPITAL}[\w'’-]{{1,40}}){{0,2}}$")
# A smaller town in a name is more likely a word.
_TOWN = 5_000


@dataclass(frozen=True, slots=True)
class Seat:
    """A place of an institution: base form and GeoNames id."""

    name: str
    geonames_id: int | None


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
        self._places = [(place, frozenset(words_of(place.text)), frozenset(words_of(place.name))) for place in places]
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
        for place, text, base in self._places:
            if text <= words or base <= words:
                return Seat(place.name, place.geonames_id)
        if seat := self._in_name(surface) or self._in_name(name):
            return seat
        for place, _, _ in self._places:
            near = end < place.start_char <= end + _NEXT_PLACE
            if near and _BETWEEN.fullmatch(self._text, end, place.start_char):
                return Seat(place.name, place.geonames_id)
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
        names = [candidate]
        if self._gazetteer.begins(candidate[: max(3, len(candidate) - 3)]):
            names.append(self._pack.morphology.base_place(candidate, self._attestations, self._gazetteer.knows)[0])
        for name in names:
            entry = self._gazetteer.best(name, countries=self._pack.places.home)
            if (
                entry is not None
                and (entry.kind == "country" or entry.population >= _TOWN)
                and fold(name) not in self._pack.places.not_places
                and self._gazetteer.is_called(entry, name, self._pack.code)
            ):
                return Seat(name, entry.geonames_id)
        return None
