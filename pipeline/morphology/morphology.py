"""The interface that finders call."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Literal

from pipeline.morphology.attestations import Attestations
from pipeline.morphology.institutions import Institutions
from pipeline.morphology.knowledge import MorphologyPart
from pipeline.morphology.lexicon import Lexicon
from pipeline.morphology.persons import People
from pipeline.morphology.pieces import Pieces
from pipeline.morphology.places import Places
from pipeline.records import NameFrom


@dataclass(frozen=True, slots=True)
class PersonBase:
    """The base form of a person's name.

    Attributes:
        name: nominative, given name first, without titles, in normal case.
        given_name: given name or names in base form, initials where no more is known.
        family_name: family name in base form, with its particles.
        gender: what form or given name tell; None where neither does.
        name_from: what the base form rests on.
    """

    name: str
    given_name: str | None
    family_name: str | None
    gender: Literal["f", "m"] | None
    name_from: NameFrom


class Morphology:
    """Base forms in one language.

    Args:
        part: what the language's pack knows.
    """

    def __init__(self, part: MorphologyPart) -> None:
        self._part = part
        # A finder asks for one document's names in a row: a few documents are enough.
        self._people = lru_cache(maxsize=8)(self._read_people)

    @cached_property
    def _genitive(self) -> int:
        """The bit of the genitive; 0 in a language without cases."""
        names = self._part.case_names
        return 1 << names.index("gen") if "gen" in names else 0

    @cached_property
    def _lexicon(self) -> Lexicon:
        return Lexicon(self._part)

    @cached_property
    def _pieces(self) -> Pieces:
        return Pieces(self._lexicon)

    @cached_property
    def _institutions(self) -> Institutions:
        return Institutions(self._lexicon)

    @cached_property
    def _places(self) -> Places:
        return Places(self._lexicon)

    def _read_people(self, attestations: Attestations) -> People:
        return People(attestations, self._lexicon, self._pieces)

    def base_person(self, surface: str, attestations: Attestations) -> PersonBase:
        """The full name in base form of the person that a surface mentions.

        A family name alone, or a given name alone, is joined to the full name that the document attests.
        """
        person = self._people(attestations).resolve(surface)
        gender: Literal["f", "m"] | None = "f" if person.gender == "f" else "m" if person.gender == "m" else None
        return PersonBase(
            person.words(), person.words("given") or None, person.words("family") or None, gender, person.name_from
        )

    @property
    def offices(self) -> Mapping[str, int]:
        """Forms of offices with the bit set of the cases that they stand in."""
        return self._part.offices

    def base_institution(self, surface: str, attestations: Attestations) -> tuple[str, NameFrom]:
        """An institution's name in base form and what it rests on: head and what agrees with it in the nominative."""
        return self._institutions.resolve(surface, attestations)

    def base_place(
        self, surface: str, attestations: Attestations, known: Callable[[str], bool]
    ) -> tuple[str, NameFrom]:
        """A place's name in base form and what it rests on.

        Args:
            surface: the place as it stands in the text.
            attestations: the document's names.
            known: the gazetteer's membership test; decides between candidates.
        """
        return self._places.resolve(surface, attestations, known)

    def is_given_name(self, word: str) -> bool:
        """Whether a word is a given name or one of its inflected forms."""
        return self._lexicon.is_given(word)

    def may_be_genitive(self, word: str) -> bool:
        """Whether a word may be a place in the genitive: what follows a function before a person's name."""
        return any(r.kind == "place" and not r.plural and r.cases & self._genitive for r in self._lexicon.words(word))

    def may_be_purpose(self, word: str) -> bool:
        """Whether a common word may be in the genitive, as what a head rules is: ``Wydział Kultury i | Sportu``."""
        readings = [r for r in self._lexicon.words(word.lower()) if r.kind in ("noun", "adjective")]
        known = [reading for reading in readings if reading.known]
        return any(reading.cases & self._genitive for reading in known or readings)

    def opens_person(self, word: str) -> bool:
        """Whether a word is a given name that begins a person: in the genitive it belongs to the name before it.

        ``dyrektor Domu Kultury Anna``, ``z dyrektorem Domu Kultury Janem``, but ``Uniwersytet Mikołaja``.
        """
        given = self._lexicon.given(word)
        if not given:
            return False
        return given[0].base == word or not given[0].cases & self._genitive
