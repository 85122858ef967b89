"""The interface that finders call."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from pipeline.morphology.attestations import Attestations
from pipeline.records import NameFrom

Gender = Literal["f", "m"]


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
    gender: Gender | None
    name_from: NameFrom


class Morphology:
    """Base forms in one language."""

    def base_person(self, surface: str, attestations: Attestations) -> PersonBase:
        """The full name in base form of the person that a surface mentions.

        A family name alone, or a given name alone, is joined to the full name that the document attests.
        """
        words = surface.split()
        for other in attestations.persons:
            if len(words) == 1 and len(other.split()) > 1 and surface in other.split():
                return self.base_person(other, Attestations())
        given = " ".join(words[:-1]) or None
        return PersonBase(surface, given, words[-1] if words else None, None, "surface")

    def base_institution(self, surface: str, attestations: Attestations) -> tuple[str, NameFrom]:
        """An institution's name in base form and what it rests on: head and what agrees with it in the nominative."""
        return surface, "surface"

    def base_place(
        self, surface: str, attestations: Attestations, known: Callable[[str], bool]
    ) -> tuple[str, NameFrom]:
        """A place's name in base form and what it rests on.

        Args:
            surface: the place as it stands in the text.
            attestations: the document's names.
            known: the gazetteer's membership test; decides between candidates.
        """
        return surface, "surface"

    def is_given_name(self, word: str) -> bool:
        """Whether a word is a given name or one of its inflected forms."""
        return False

    def same_person(self, one: str, other: str) -> bool:
        """Whether two surfaces may be mentions of one person: their base forms share the family name."""
        return one == other
