"""The pieces of persons' names and the readings that agree: what does not depend on a document is worked out once.

Most names of a document are touched by no evidence of it, so how their pieces read in each gender and case is kept
from document to document; only where the document attests a base form are the readings weighed anew.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import NamedTuple

from pipeline.morphology.knowledge import Kind
from pipeline.morphology.lexicon import Lexicon
from pipeline.morphology.names import Part, Role, take_apart
from pipeline.morphology.readings import ALL_CASES, Reading

WRONG_KIND = -2.0
"""Weight of a given name read as a family name and the other way round."""

UNREAD = -9.0
"""Weight of a piece that no reading fits: it keeps its form."""

UNDECIDED = 1.0
"""Lead of one gender over the other below which neither is told."""

OTHER_FORM = {True: -2.0, False: -1.0}
"""Weight of a guess at an inflected form of a listed given name (``Holgerem``); of the same gender or the other."""

GENDERS = ("m", "f")
_KEPT = 20_000

Evidence = Callable[[str, Role], float]
"""What a document adds to the weight of a base form."""


class Pick(NamedTuple):
    """The heaviest reading of a piece in one case."""

    weight: float
    reading: Reading


class Choice(NamedTuple):
    """One way to read a whole name."""

    weight: float
    gender: str | None
    readings: tuple[Reading, ...]


class Pieces:
    """Reads names and their pieces in one language.

    Args:
        lexicon: readings of words.
    """

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        self.take_apart = lru_cache(maxsize=_KEPT)(self._take_apart)
        self.bases = lru_cache(maxsize=_KEPT)(self._bases)
        self._usual_picks = lru_cache(maxsize=_KEPT)(self._picks)
        self._usual_choice = lru_cache(maxsize=1_000)(self._choose)  # they hardly come again

    def choose(
        self, declined: tuple[Part, ...], context: tuple[int, float], evidence: tuple[Evidence | None, ...]
    ) -> Choice:
        """The reading of all pieces of a name that agrees in gender and case and weighs most.

        Args:
            declined: the pieces that decline.
            context: bit set of the cases that the words before allow, and the log-weight of any other case.
            evidence: for each piece what the document says of its base forms; None if it says nothing of any.
        """
        return self._choose(declined, context, evidence) if any(evidence) else self._usual_choice(declined, context)

    def _choose(
        self,
        declined: tuple[Part, ...],
        context: tuple[int, float],
        evidence: tuple[Evidence | None, ...] | None = None,
    ) -> Choice:
        last = len(declined) - 1
        picks = [
            self._picks(part.text, part.role, n == last, said)
            if (said := evidence[n] if evidence else None)
            else self._usual_picks(part.text, part.role, n == last)
            for n, part in enumerate(declined)
        ]
        choices = [self._agree([pick[n] for pick in picks], gender, context) for n, gender in enumerate(GENDERS)]
        best, rival = choices if choices[0].weight >= choices[1].weight else reversed(choices)
        return best if best.weight - rival.weight > UNDECIDED else best._replace(gender=None)

    def _agree(self, picks: list[tuple[Pick, ...]], gender: str, context: tuple[int, float]) -> Choice:
        """The heaviest reading of all pieces in one case, of the case in which that weighs most."""
        allowed, against = context
        weights = [
            prior + sum([pick[bit].weight for pick in picks]) + (0.0 if allowed & 1 << bit else against)
            for bit, prior in enumerate(self._lexicon.part.case_weights)
        ]
        heaviest = max(weights)
        case = weights.index(heaviest)
        return Choice(heaviest, gender, tuple(pick[case].reading for pick in picks))

    def _take_apart(self, surface: str) -> tuple[tuple[Part, ...], ...]:
        """The ways to take a name apart, the likeliest first."""
        return tuple(take_apart(surface, self._lexicon.part, self._lexicon.is_given))

    def _bases(self, text: str) -> frozenset[str]:
        """All base forms that a piece may have."""
        return frozenset(reading.base for reading in self._lexicon.names(text))

    def _picks(
        self, text: str, role: Role, last: bool, evidence: Evidence | None = None
    ) -> tuple[tuple[Pick, ...], ...]:
        cases = range(len(self._lexicon.part.case_weights))
        kind: Kind = "given" if role == "given" else "family"
        unread = Pick(UNREAD, Reading(text, kind, "m", False, ALL_CASES, False, UNREAD))
        options = [self._options(text, role, gender, last, evidence) for gender in GENDERS]
        return tuple(
            tuple(next((pick for pick in found if pick.reading.cases >> case & 1), unread) for case in cases)
            for found in options
        )

    def _options(self, text: str, role: Role, gender: str, last: bool, evidence: Evidence | None) -> list[Pick]:
        """The readings of a piece in one gender, heaviest first."""
        part, found = self._lexicon.part, []
        doubt = self._doubt(text, gender) if role == "given" else 0.0
        for reading in self._lexicon.names(text):
            if reading.gender != gender or reading.plural or (part.last_only and not last and reading.base != text):
                continue
            weight = reading.weight + (0.0 if reading.kind == role else WRONG_KIND) + (0.0 if reading.known else doubt)
            found.append(Pick(weight + (evidence(reading.base, role) if evidence else 0.0), reading))
            if reading.known and reading.base == text:  # writers leave foreign names as they are
                found.append(Pick(weight + part.indeclinable, reading._replace(cases=ALL_CASES)))
        surface = self._lexicon.surface(text, gender)
        found += [
            Pick(surface.weight + doubt, surface),
            Pick(surface.weight + doubt + part.indeclinable, surface._replace(cases=ALL_CASES)),
        ]
        return sorted(found, key=lambda pick: -pick.weight)

    def _doubt(self, text: str, gender: str) -> float:
        """What speaks against guessing at a word in the place of a given name: it is a form of a listed one."""
        known = [reading for reading in self._lexicon.names(text) if reading.known and not reading.plural]
        listed = [reading for reading in known if reading.kind == "given"]
        if not listed or any(reading.base == text for reading in known):
            return 0.0
        return OTHER_FORM[any(reading.gender == gender for reading in listed)]
