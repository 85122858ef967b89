"""The readings of a word: from the library that the pack names, its lists and its paradigms."""

from __future__ import annotations

from functools import lru_cache

from pipeline.language.morphology import Kind, MorphologyPart
from pipeline.morphology.engines import Engine, load_engine
from pipeline.morphology.likeness import Likeness
from pipeline.morphology.readings import ALL_CASES, NOMINATIVE, Paradigms, Reading

RULE = {"given": -4.5, "family": -2.5, "place": -2.5, "noun": -2.5, "adjective": -2.5}
"""Log-weight of a rule's guess beside a dictionary's word; the lists hold most given names, so a guess is worth less."""

SURFACE = -3.5
"""Log-weight of taking a word for a base form though no paradigm has it."""

LIKENESS = 0.4
"""How much the likeness of a guessed base form to known names counts."""

USUAL = -4.5
"""Likeness of a usual ending."""

FOREIGN = -0.8
"""Log-weight of another language's given name beside one of the text's language."""


class Lexicon:
    """Readings in one language, cached per word.

    Args:
        part: what the pack knows.
    """

    def __init__(self, part: MorphologyPart) -> None:
        self.part = part
        self._paradigms = Paradigms(part.paradigms)
        self._likeness = {
            "given": Likeness((*part.given_names, *part.foreign_given_names)),
            "family": Likeness((*part.family_names, *part.foreign_family_names)),
        }
        self._engine: Engine | None = load_engine(part)
        self.readings = lru_cache(maxsize=50_000)(self._readings)

    def is_given(self, word: str) -> bool:
        """Whether a word is a form of a given name that a list or the dictionary holds."""
        return any(r.kind == "given" and r.known and not r.plural for r in self.readings(word))

    def is_listed(self, reading: Reading) -> bool:
        """Whether a reading is of a noun that the pack lists among the heads of institutions' names."""
        return reading.kind == "noun" and (reading.gender, reading.plural) in self._noun(reading.base)

    def surface(self, word: str, gender: str) -> Reading:
        """The reading that takes the word as a base form on its face, for which no paradigm speaks."""
        weight = SURFACE + self._odd(word, "family")
        return Reading(word, "family", gender, False, NOMINATIVE, False, weight)  # type: ignore[arg-type]

    def of_kind(self, word: str, kind: Kind) -> list[Reading]:
        """The readings of one kind."""
        return [reading for reading in self.readings(word) if reading.kind == kind]

    def _readings(self, word: str) -> tuple[Reading, ...]:
        """Every reading of a word in normal case, best weight first."""
        best: dict[tuple[str, Kind, str, bool, int], Reading] = {}
        for reading in self._candidates(word):
            key = (*reading[:4], reading.cases)
            if key not in best or best[key].weight < reading.weight:
                best[key] = reading
        return tuple(sorted(best.values(), key=lambda reading: -reading.weight))

    def _candidates(self, word: str) -> list[Reading]:
        found = self._engine.readings(word) if self._engine else []
        # Rules only for what the dictionary does not know the word as.
        known = {reading.kind for reading in found if reading.weight == 0.0}
        found += [self._weighed(reading) for reading in self._paradigms.readings(word) if reading.kind not in known]
        for gender in self._given_genders(word):
            # The list has the very word: a nominative, or a foreign name that nobody declines.
            weight = 0.0 if word in self.part.given_names else FOREIGN
            found.append(Reading(word, "given", gender, False, NOMINATIVE, True, weight))  # type: ignore[arg-type]
            left = weight + self.part.indeclinable
            found.append(Reading(word, "given", gender, False, ALL_CASES, True, left))  # type: ignore[arg-type]
        return found

    def _given_genders(self, word: str) -> str:
        plain = word.replace("’", "'")
        return self.part.given_names.get(plain) or self.part.foreign_given_names.get(plain, "")

    def _weighed(self, reading: Reading) -> Reading:
        """A paradigm's reading with the trust that the lists lend to its base."""
        base, weight = reading.base.replace("’", "'"), reading.weight
        if reading.kind == "given":
            if reading.gender in self.part.given_names.get(base, ""):
                return reading._replace(known=True)
            if reading.gender in self.part.foreign_given_names.get(base, ""):
                return reading._replace(known=True, weight=weight + FOREIGN)
        elif reading.kind == "family":
            if base in self.part.family_names:
                return reading._replace(known=True)
        elif reading.kind == "noun" and (reading.gender, reading.plural) in self._noun(base):
            return reading._replace(known=True)
        return reading._replace(weight=weight + RULE[reading.kind] + self._odd(base, reading.kind))

    def _odd(self, base: str, kind: Kind) -> float:
        """Log-weight of how usual a base form's ending is among the names of the lists."""
        likeness = self._likeness.get(kind)
        return LIKENESS * (likeness.weight(base) - USUAL) if likeness else 0.0

    def _noun(self, word: str) -> tuple[tuple[str, bool], ...]:
        """Gender and number of a noun of the list, found by the end of the word where the language compounds."""
        lower = word.lower()
        found = self.part.nouns.get(lower)
        if found is None and self.part.compounds:
            ends = (self.part.nouns.get(lower[start:]) for start in range(1, len(lower) - self.part.compounds + 1))
            found = next((end for end in ends if end), None)
        return found or ()
