"""Base forms of places."""

from __future__ import annotations

import re
from collections.abc import Callable

from pipeline.morphology.attestations import Attestations
from pipeline.morphology.lexicon import OBLIQUE, USUAL, Lexicon
from pipeline.morphology.likeness import Likeness
from pipeline.morphology.names import normal_case
from pipeline.morphology.phrases import CASE_SHARE, Phrase, Phrases
from pipeline.morphology.readings import ALL_CASES
from pipeline.records import NameFrom

KNOWN = 4.0
"""Bonus of a base form that the gazetteer holds."""

ATTESTED = 2.0
"""Bonus of a base form that stands as such elsewhere in the document."""

UNCHANGED = -3.5
"""Log-weight of a surface that no reading explains."""

LIKENESS = 0.3
"""How much it counts that a name ends as names of places do."""

MOST = KNOWN + ATTESTED - LIKENESS * USUAL
"""The most that gazetteer, document and likeness may add."""

_TAIL = re.compile(r"[^\W\d_]{1,4}$|\(|\d")


class Places:
    """Puts places into the nominative.

    Args:
        lexicon: readings of words.
    """

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        self._phrases = Phrases(lexicon, frozenset({"place", "noun"}), halves=True, plural=-0.7)
        self._likeness = Likeness(lexicon.part.place_names) if lexicon.part.place_names else None

    def resolve(self, surface: str, attestations: Attestations, known: Callable[[str], bool]) -> tuple[str, NameFrom]:
        """The base form of a place and what it rests on."""
        words = [self._cased(word, known) for word in surface.split()]
        plain = " ".join(words)
        tail = next((i for i, word in enumerate(words) if i and word[:1].islower() and _TAIL.match(word)), len(words))
        asked = self._cases(surface, attestations)
        ways = [
            *self._phrases.ways(words, tail, asked),
            Phrase(tuple(words), False, UNCHANGED + self._shows_case(plain) + self._likeliest(asked)),
        ]
        best = self._heaviest(ways, plain, attestations, known)
        name = " ".join(best.words)
        if name != plain and name in attestations.places:
            return name, "attested"
        if best.known or known(name):
            return name, "dictionary"
        return name, "surface" if name == plain else "rule"

    def _shows_case(self, plain: str) -> float:
        """The weight of an ending that a base form hardly ever has: ``Острува-Велькопольського``."""
        return OBLIQUE if plain.endswith(self._lexicon.part.oblique_endings) else 0.0

    def _likeliest(self, asked: int) -> float:
        """What the likeliest of some cases lacks to the nominative: behind its preposition no case is rare."""
        weights = self._lexicon.part.case_weights
        return CASE_SHARE * (max(weight for bit, weight in enumerate(weights) if asked & 1 << bit) - weights[0])

    def _cases(self, surface: str, attestations: Attestations) -> int:
        """Bit set of the cases for which the prepositions before a surface ask."""
        asked = 0
        for word in attestations.before(surface):
            asked |= self._lexicon.part.prepositions.get(word.lower(), ALL_CASES)
        return asked or ALL_CASES

    def _heaviest(
        self, ways: list[Phrase], plain: str, attestations: Attestations, known: Callable[[str], bool]
    ) -> Phrase:
        """The way that weighs most with what gazetteer and document say, the first of several; it is never empty."""
        best, heaviest = ways[0], float("-inf")
        for way in ways:
            if way.weight + MOST > heaviest:  # else it cannot win, and need not be looked up
                weight = self._weigh(way, plain, attestations, known)
                if weight > heaviest:
                    best, heaviest = way, weight
        return best

    def _weigh(self, way: Phrase, plain: str, attestations: Attestations, known: Callable[[str], bool]) -> float:
        name = " ".join(way.words)
        attested = name != plain and name in attestations.places
        oblique = name.endswith(self._lexicon.part.oblique_places)
        held = known(name)
        weight = way.weight + self._likeness_of(name) + (ATTESTED if attested else 0.0)
        if not held:
            return weight + (OBLIQUE if oblique else 0.0)
        return weight + (0.0 if oblique and name == plain else KNOWN)

    def _likeness_of(self, name: str) -> float:
        """What speaks for a base form that ends so; 0 where the language lists no names of places."""
        return LIKENESS * (self._likeness.weight(name) - USUAL) if self._likeness else 0.0

    def _cased(self, word: str, known: Callable[[str], bool]) -> str:
        """A word in normal case; short capitals may be an acronym."""
        cased = normal_case(word, self._lexicon.part.particles)
        return word if len(word) < 4 and cased != word and not known(cased) else cased
