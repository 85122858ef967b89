"""Base forms of places."""

from __future__ import annotations

import re
from collections.abc import Callable

from pipeline.morphology.attestations import Attestations
from pipeline.morphology.lexicon import OBLIQUE, Lexicon
from pipeline.morphology.names import normal_case
from pipeline.morphology.phrases import Phrase, Phrases
from pipeline.morphology.readings import ALL_CASES
from pipeline.records import NameFrom

KNOWN = 4.0
"""Bonus of a base form that the gazetteer holds."""

ATTESTED = 2.0
"""Bonus of a base form that stands as such elsewhere in the document."""

UNCHANGED = -3.5
"""Log-weight of a surface that no reading explains."""

_TAIL = re.compile(r"[^\W\d_]{1,4}$|\(|\d")


class Places:
    """Puts places into the nominative.

    Args:
        lexicon: readings of words.
    """

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        self._phrases = Phrases(lexicon, frozenset({"place", "noun"}), halves=True, plural=-0.7)

    def resolve(self, surface: str, attestations: Attestations, known: Callable[[str], bool]) -> tuple[str, NameFrom]:
        """The base form of a place and what it rests on."""
        words = [self._cased(word, known) for word in surface.split()]
        plain = " ".join(words)
        tail = next((i for i, word in enumerate(words) if i and word[:1].islower() and _TAIL.match(word)), len(words))
        ways = [
            *self._phrases.ways(words, tail, self._cases(surface, attestations)),
            Phrase(tuple(words), False, UNCHANGED + self._shows_case(plain)),
        ]
        scored = [(self._weigh(way, plain, attestations, known), way) for way in ways]
        best = max(scored, key=lambda pair: pair[0])[1]
        name = " ".join(best.words)
        if name != plain and name in attestations.places:
            return name, "attested"
        if best.known or known(name):
            return name, "dictionary"
        return name, "surface" if name == plain else "rule"

    def _shows_case(self, plain: str) -> float:
        """The weight of an ending that a base form hardly ever has: ``Острува-Велькопольського``."""
        return OBLIQUE if plain.endswith(self._lexicon.part.oblique_endings) else 0.0

    def _cases(self, surface: str, attestations: Attestations) -> int:
        """Bit set of the cases for which the prepositions before a surface ask."""
        asked = 0
        for word in attestations.before(surface):
            asked |= self._lexicon.part.prepositions.get(word.lower(), ALL_CASES)
        return asked or ALL_CASES

    def _weigh(self, way: Phrase, plain: str, attestations: Attestations, known: Callable[[str], bool]) -> float:
        name = " ".join(way.words)
        attested = name != plain and name in attestations.places
        oblique = name == plain and plain.endswith(self._lexicon.part.oblique_places)
        return way.weight + (KNOWN if not oblique and known(name) else 0.0) + (ATTESTED if attested else 0.0)

    def _cased(self, word: str, known: Callable[[str], bool]) -> str:
        """A word in normal case; short capitals may be an acronym."""
        cased = normal_case(word, self._lexicon.part.particles)
        return word if len(word) < 4 and cased != word and not known(cased) else cased
