"""The base form of a place's name, as the language calls the place."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property

from pipeline.gazetteer import Entry, Gazetteer, fold
from pipeline.language import LanguagePack
from pipeline.morphology import Attestations

_CITY = 100_000
_TOWN = 5_000


class BaseForms:
    """Base forms of the places that one document names; each surface is worked out once.

    Args:
        pack: of the document's language.
        gazetteer: of all languages.
        attestations: the names of the document.
    """

    def __init__(self, pack: LanguagePack, gazetteer: Gazetteer, attestations: Attestations) -> None:
        self._pack = pack
        self._gazetteer = gazetteer
        self._attestations = attestations
        self._of: dict[str, str] = {}

    def of(self, surface: str) -> str:
        """The base form of a name as it stands in the text, line breaks and all."""
        if surface not in self._of:
            written = self._written(" ".join(surface.split()))
            self._of[surface] = self._in_normal_case(written)
        return self._of[surface]

    def _written(self, surface: str) -> str:
        """The base form, maybe in capitals still."""
        if full := self._pack.places.abbreviations.get(surface):
            return full
        if surface.isupper() and len(surface) > 3 and not self._gazetteer.knows(surface):
            surface = surface.title()
        if self._is_own_town(surface) and not self._is_asked(surface):
            return surface
        name = self._nominative(surface, self._gazetteer.knows)
        return self._best_known(surface, name) if self._gazetteer.knows(name) else self._unknown(surface, name)

    def _best_known(self, surface: str, name: str) -> str:
        """The language's own name of a town before any name of a town before a hamlet.

        "Lublina" is the genitive of Lublin, though other languages call it so, "Grodna" that of Grodno, though a
        village of that name exists.
        """
        for known in (self._is_own_city, self._is_own_town, self._is_town):
            best = self._nominative(surface, known)
            if known(best):
                return best
        return name

    def _unknown(self, surface: str, name: str) -> str:
        """A name that no gazetteer knows: only the last word of a foreign name takes endings ("Sankt Petersburga")."""
        first, _, last = surface.rpartition(" ")
        whole = f"{first} {self._nominative(last, self._gazetteer.knows)}"
        return whole if first and self._gazetteer.knows(whole) else self._attested(surface) or name

    def _nominative(self, surface: str, known: Callable[[str], bool]) -> str:
        return self._pack.morphology.base_place(surface, self._attestations, known)[0]

    def _is_asked(self, surface: str) -> bool:
        """Whether a preposition before asks for a case: then a town's name may be another's form (``до Дубна``)."""
        words = self._pack.places
        before = self._attestations.before(surface) if words.case_endings else ()
        return any(word.lower() in words.prepositions for word in before if word)

    def _attested(self, surface: str) -> str | None:
        """The place that the document also names in its base form: ``Kamień Pomorski`` for ``Kameni Pomorském``."""
        words = surface.split()
        for place in self._known_here:
            others = place.split()
            if len(words) == len(others) > 1 and all(map(_share_stem, words, others)):
                return place
        return None

    @cached_property
    def _known_here(self) -> list[str]:
        return [place for place in dict.fromkeys(self._attestations.places) if self._gazetteer.knows(place)]

    def _is_own_city(self, name: str) -> bool:
        return any(self._is_own(entry, name, _CITY) for entry in self._gazetteer.lookup(name)[:5])

    def _is_own_town(self, name: str) -> bool:
        return any(self._is_own(entry, name, _TOWN) for entry in self._gazetteer.lookup(name)[:5])

    def _is_own(self, entry: Entry, name: str, population: int) -> bool:
        """Whether a unit, or a town of that size, is so called in the language."""
        large = entry.kind != "city" or entry.population >= population
        return large and self._gazetteer.is_called(entry, name, self._pack.code)

    def _is_town(self, name: str) -> bool:
        return any(entry.kind != "city" or entry.population >= _TOWN for entry in self._gazetteer.lookup(name)[:3])

    def _in_normal_case(self, name: str) -> str:
        """A name in capitals as the gazetteer writes it; ``USA`` stays."""
        if not name.isupper() or len(name) <= 3:
            return name
        for entry in self._gazetteer.lookup(name):
            for written in (self._gazetteer.name_of(entry, self._pack.code), entry.name):
                if fold(written) == fold(name):
                    return written
        return name if len(name) <= 4 else name.title()


def _share_stem(one: str, other: str) -> bool:
    """Whether two words may be forms of one: all but the last few letters of the shorter are the same."""
    length = min(len(one), len(other))
    return one[: max(2, length - 3)] == other[: max(2, length - 3)] and abs(len(one) - len(other)) < 4
