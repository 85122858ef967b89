"""The readings of a word: from the library that the pack names, its lists and its paradigms."""

from __future__ import annotations

from functools import lru_cache

from pipeline.morphology.engines import Engine, load_engine
from pipeline.morphology.knowledge import Gender, Kind, MorphologyPart
from pipeline.morphology.likeness import Likeness
from pipeline.morphology.readings import ALL_CASES, NOMINATIVE, Paradigms, Reading

RULE = {"given": -4.5, "family": -2.5, "place": -2.5, "noun": -2.5, "adjective": -2.5}
"""Log-weight of a rule's guess beside a dictionary's word; the lists hold most given names, so a guess counts less."""

SURFACE = -3.5
"""Log-weight of taking a word for a base form though no paradigm has it."""

NAMES: frozenset[Kind] = frozenset({"given", "family"})
GIVEN: frozenset[Kind] = frozenset({"given"})
WORDS: frozenset[Kind] = frozenset({"place", "noun", "adjective"})

LIKENESS = 0.4
"""How much the likeness of a guessed base form to known names counts."""

USUAL = -4.5
"""Likeness of a usual ending."""

OBLIQUE = -3.0
"""Log-weight of a guessed base form that ends like an oblique case."""

AGAINST_PREPOSITION = -6.0
AGAINST_LISTED_OFFICE = -4.0
AGAINST_OFFICE = -2.0
"""Log-weights of a case that the word before a name speaks against."""

RARE = -0.8
"""Log-weight of a given name that only the dictionary holds: ``Sebastiana`` beside ``Sebastian``."""

FOREIGN = -0.8
"""Log-weight of another language's given name beside one of the text's language."""

_KEPT_READINGS = 4_000
"""Words whose readings are kept, of names and of other words: three kilobytes each."""


class Lexicon:
    """Readings in one language, cached per word.

    Args:
        part: what the pack knows.
    """

    def __init__(self, part: MorphologyPart) -> None:
        self.part = part
        self._trusted = lru_cache(maxsize=20_000)(self._trust)
        self._name_paradigms = Paradigms(part.paradigms, NAMES, self._trusted)
        self._word_paradigms = Paradigms(part.paradigms, WORDS, self._trusted)
        self._given_paradigms = Paradigms(part.paradigms, GIVEN, self._trust_given)
        self._likeness = {
            "given": Likeness((*part.given_names, *part.foreign_given_names)),
            "family": Likeness((*part.family_names, *part.foreign_family_names)),
        }
        self._engine: Engine | None = load_engine(part)
        self._noun = lru_cache(maxsize=_KEPT_READINGS)(self._find_noun)
        self.names = lru_cache(maxsize=_KEPT_READINGS)(self._names)
        self.words = lru_cache(maxsize=_KEPT_READINGS)(self._words)
        self.given = lru_cache(maxsize=_KEPT_READINGS)(self._given)
        self.is_given = lru_cache(maxsize=20_000)(self._is_given)

    def _is_given(self, word: str) -> bool:
        """Whether a word is a form of a given name that a list or the dictionary holds."""
        return any(not reading.plural for reading in self.given(word))

    def is_listed(self, reading: Reading) -> bool:
        """Whether a reading is of a noun that the pack lists among the heads of institutions' names."""
        return reading.kind == "noun" and (reading.gender, reading.plural) in self._noun(reading.base)

    def cases_after(self, word: str) -> tuple[int, float]:
        """Bit set of the cases in which a name stands behind a word, and the log-weight of any other case.

        A preposition tells; so does, less surely, an office in an oblique case, which the name mostly shares:
        ``komisarza Andora``, but ``zastępca dyrektora Anna Sowa``.
        """
        cases = self.part.prepositions.get(word.lower(), 0)
        if cases:
            return cases, AGAINST_PREPOSITION
        cases = self.part.offices.get(word.lower(), 0)
        if cases:
            return cases, AGAINST_LISTED_OFFICE
        cases = self._engine.person_cases(word) if self._engine and word.islower() else 0
        return (cases, AGAINST_OFFICE) if cases else (ALL_CASES, 0.0)

    def surface(self, word: str, gender: str) -> Reading:
        """The reading that takes the word as a base form on its face, for which no paradigm speaks."""
        weight = SURFACE + self._odd(word, "family")
        return Reading(word, "family", gender, False, NOMINATIVE, False, weight)  # type: ignore[arg-type]

    def _names(self, word: str) -> tuple[Reading, ...]:
        """Every reading of a word in normal case as a person's name, best weight first."""
        return _best(self._read(word, NAMES, self._name_paradigms) + self._listed(word))

    def _given(self, word: str) -> tuple[Reading, ...]:
        """Those of a word's readings that are of a given name which a list or the dictionary holds.

        Asked of every word with a capital, so without the other readings: few words ever need those.
        """
        found = self._read(word, GIVEN, self._given_paradigms) + self._listed(word)
        return _best([reading for reading in found if reading.known])

    def _listed(self, word: str) -> list[Reading]:
        """Readings of a listed given name: a nominative, or a foreign name that nobody declines."""
        found: list[Reading] = []
        for gender in self._given_genders(word):
            weight = 0.0 if word in self.part.given_names else FOREIGN
            found.append(Reading(word, "given", gender, False, NOMINATIVE, True, weight))  # type: ignore[arg-type]
            left = weight + self.part.indeclinable
            found.append(Reading(word, "given", gender, False, ALL_CASES, True, left))  # type: ignore[arg-type]
        return found

    def _words(self, word: str) -> tuple[Reading, ...]:
        """Every reading of a word in normal case as place, noun or adjective, best weight first."""
        return _best(self._read(word, WORDS, self._word_paradigms))

    def _read(self, word: str, kinds: frozenset[Kind], paradigms: Paradigms) -> list[Reading]:
        told = self._engine.readings(word, kinds) if self._engine else []
        found = [self._common(reading) for reading in told]
        # Rules only for what the dictionary does not know the word as.
        known = frozenset(reading.kind for reading in found if reading.weight >= RARE)
        return found + paradigms.readings(word, known)

    def _common(self, reading: Reading) -> Reading:
        """A dictionary's reading, with less weight for a given name that the lists of common ones lack."""
        rare = reading.kind == "given" and reading.gender not in self.part.given_names.get(reading.base, "")
        return reading._replace(weight=RARE) if rare else reading

    def _given_genders(self, word: str) -> str:
        plain = word.replace("’", "'")
        return self.part.given_names.get(plain) or self.part.foreign_given_names.get(plain, "")

    def _trust(self, base: str, kind: Kind, gender: Gender, plural: bool) -> tuple[bool, float]:
        """Whether the lists hold a base form, and the log-weight that this gives it."""
        if kind == "given":
            known, weight = self._trust_given(base, kind, gender, plural)
            return known, weight if known else weight + self._odd(base, kind)
        plain = base.replace("’", "'")
        if kind == "family" and plain in self.part.family_names:
            return True, 0.0
        if kind == "noun" and (gender, plural) in self._noun(plain):
            return True, 0.0
        return False, RULE[kind] + self._odd(base, kind)

    def _trust_given(self, base: str, kind: Kind, gender: Gender, plural: bool) -> tuple[bool, float]:
        """The same of given names, without the likeness of those that the lists lack."""
        plain = base.replace("’", "'")
        if gender in self.part.given_names.get(plain, ""):
            return True, 0.0
        if gender in self.part.foreign_given_names.get(plain, ""):
            return True, FOREIGN
        return False, RULE[kind]

    def _odd(self, base: str, kind: Kind) -> float:
        """Log-weight of how usual a base form's ending is among the names of the lists."""
        likeness = self._likeness.get(kind)
        if likeness is None:
            return 0.0
        oblique = OBLIQUE if base.endswith(self.part.oblique_endings) else 0.0
        return LIKENESS * (likeness.weight(base) - USUAL) + oblique

    def _find_noun(self, word: str) -> tuple[tuple[str, bool], ...]:
        """Gender and number of a noun of the list, found by the end of the word where the language compounds."""
        lower = word.lower()
        found = self.part.nouns.get(lower)
        if found is None and self.part.compounds:
            ends = (self.part.nouns.get(lower[start:]) for start in range(1, len(lower) - self.part.compounds + 1))
            found = next((end for end in ends if end), None)
        return found or ()


def _best(readings: list[Reading]) -> tuple[Reading, ...]:
    """The readings without those that others of the same sense outweigh, best weight first."""
    best: dict[tuple[str, Kind, Gender, bool, int], Reading] = {}
    for reading in readings:
        key = reading[:5]
        if key not in best or best[key].weight < reading.weight:
            best[key] = reading
    return tuple(sorted(best.values(), key=lambda reading: -reading.weight))
