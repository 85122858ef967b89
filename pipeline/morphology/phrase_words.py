"""Words of a noun phrase: what of each can be told without the others, worked out once per word."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from itertools import product
from typing import NamedTuple, TypeAlias

from pipeline.morphology.knowledge import Gender, Kind
from pipeline.morphology.lexicon import Lexicon
from pipeline.morphology.readings import ALL_CASES, NOMINATIVE, Reading

GUESSED_ADJECTIVE = 2.0
"""Bonus of an adjective that only its ending tells: agreement with the head is the better witness."""

LISTED = 1.0
"""Bonus of a head that the pack lists among institutions' nouns."""

LISTED_PLURAL = 2.5
"""The same of a plural, which is listed only if names use it."""

JOINED = 0.75
"""Share of two halves' weights that a hyphenated word keeps: each witnesses for the other's case."""

CASE_ENDING = 4
"""Letters of the longest case ending behind an acronym."""

_PARTICLE = re.compile(r"-[^\W\d_A-ZА-ЯІЇЄҐ]{1,4}-")


Agreement: TypeAlias = "tuple[Gender, bool]"
"""Gender and whether it is a plural: what the words of a phrase share beside the case."""

CLASSES: tuple[Agreement, ...] = tuple(product(("m", "f", "n"), (False, True)))


class Fitting(NamedTuple):
    """The readings of a word in one class of agreement and one case; cases that it does not tell apart share one.

    Attributes:
        readings: heaviest first.
        noun: whether the word may be a common noun so; a guess if written small and no adjective.
    """

    readings: tuple[Reading, ...]
    noun: bool


class Declension(NamedTuple):
    """A word in one class of agreement.

    Attributes:
        cases: bit set of the cases that it may stand in.
        by_case: its readings in each case.
    """

    cases: int
    by_case: tuple[Fitting, ...]


class PhraseWord(NamedTuple):
    """A word that may be part of a phrase.

    Attributes:
        text: the word.
        only_adjective: whether a dictionary has it as an adjective and as nothing else.
        head: whether it is a known head that the pack lists.
        declensions: per class of agreement; a class that it cannot have is missing.
        of_nouns: the classes in which it may be the genitive of a common noun; empty if that is but a guess.
        of_adjectives: the classes in which it may be the genitive of an adjective.
    """

    text: str
    only_adjective: bool
    head: bool
    declensions: Mapping[Agreement, Declension]
    of_nouns: frozenset[Agreement]
    of_adjectives: frozenset[Agreement]


class WordReader:
    """Reads words as parts of phrases of one sort.

    Args:
        lexicon: readings of words.
        nouns: kinds of words that may be the head.
        halves: whether both halves of a hyphenated word decline.
    """

    def __init__(self, lexicon: Lexicon, nouns: frozenset[Kind], *, halves: bool) -> None:
        self._lexicon = lexicon
        self._nouns = nouns
        self._halves = halves
        names = lexicon.part.case_names
        self._bits = len(lexicon.part.case_weights)
        self._genitive = 1 << names.index("gen") if "gen" in names else 0
        self.read = lru_cache(maxsize=2_000)(self._sort)  # five kilobytes each

    def _sort(self, word: str) -> PhraseWord:
        """A word with its readings, sorted by what they agree with."""
        readings = self._read(word)
        nouns = [r for r in readings if r.kind == "noun"]
        sure = any(r.known or self._lexicon.is_listed(r) for r in nouns)
        noun = sure or all(r.kind != "adjective" for r in readings)
        declensions = {}
        for gender, plural in CLASSES:
            agreeing = tuple(r for r in readings if r.gender == gender and r.plural == plural)
            if agreeing:
                declensions[gender, plural] = _decline(word, agreeing, self._bits)
        return PhraseWord(
            word,
            _only_adjective(readings),
            any(r.known and self._lexicon.is_listed(r) for r in readings),
            declensions,
            self._genitives(nouns) if noun else frozenset(),
            self._genitives(r for r in readings if r.kind == "adjective"),
        )

    def _genitives(self, readings: Iterable[Reading]) -> frozenset[Agreement]:
        return frozenset((r.gender, r.plural) for r in readings if r.cases & self._genitive)

    def _read(self, word: str) -> tuple[Reading, ...]:
        """Readings of a word as noun or adjective; of a hyphenated one by its last half or both."""
        first, _, last = word.rpartition("-")
        if particle := _PARTICLE.search(word, 1):  # Лимбург-ан-дер-Лан: what is before the particle declines
            return tuple(
                r._replace(base=r.base + word[particle.start() :]) for r in self._read(word[: particle.start()])
            )
        if not first or not last:
            if len(word) > 1 and (word.isupper() or word[-1].isupper()):  # МГУ, СумГУ
                return (self._unread(word),)
            read = [r for r in self._lexicon.words(word) if r.kind in self._nouns or r.kind == "adjective"]
            told = not self._lexicon.part.compounds and any(r.known for r in read)  # "städtisch" is no table
            found = [r._replace(weight=r.weight + self._bonus(r, told)) for r in read]
            return tuple(found or [self._unread(word)])
        if first.isupper() and last.islower() and len(last) <= CASE_ENDING:
            return (self._unread(first)._replace(cases=ALL_CASES),)  # SPZOZ-owi
        lasts = list(self._read(last))
        # Latin and Cyrillic ``miejsko-gminny``, and an adjective of a double name, ``Рава-Руської``
        if not (first[-1] in "oо" or self._lexicon.part.last_only or self._is_double(first, last)):
            lasts = [r for r in lasts if r.kind != "adjective"] or [self._unread(last)]
        found = [r._replace(base=f"{first}-{r.base}") for r in lasts]
        inner = () if self._lexicon.part.last_only else self._read(first)
        both = [r for r in inner if self._lexicon.is_listed(r)]
        found += list(_joined(both, [r for r in lasts if self._lexicon.is_listed(r)]))  # музея-заповедника
        if self._halves:
            found = [r._replace(weight=r.weight - 1.0) for r in found]
            firsts = [r for r in self._read(first) if r.kind != "adjective" or first[-1:] != "o"][:24]
            found += list(_joined(firsts, lasts[:24]))
        return tuple(sorted(found, key=lambda reading: -reading.weight))

    def _is_double(self, first: str, last: str) -> bool:
        """Whether two halves with capitals make an adjective of a place whose first half stays as it is."""
        if not (first[0].isupper() and last[0].isupper()):
            return False
        return last.endswith(self._lexicon.part.oblique_endings)

    def _bonus(self, reading: Reading, told: bool) -> float:
        """What speaks for a reading beside its weight; guesses gain nothing where a dictionary tells the word."""
        if reading.kind == "adjective":
            return 0.0 if told else GUESSED_ADJECTIVE
        return (LISTED_PLURAL if reading.plural else LISTED) if self._lexicon.is_listed(reading) else 0.0

    def _unread(self, word: str) -> Reading:
        kind: Kind = min(self._nouns)  # the same in every process, whatever the order of sets
        return Reading(word, kind, "n", False, NOMINATIVE, False, -2.5)


def _decline(word: str, agreeing: tuple[Reading, ...], bits: int) -> Declension:
    """The readings of one class of agreement, case by case."""
    fittings: dict[tuple[int, ...], Fitting] = {}
    by_case, cases = [], 0
    for reading in agreeing:
        cases |= reading.cases
    for bit in range(bits):
        case = 1 << bit
        key = tuple([number for number, reading in enumerate(agreeing) if reading.cases & case])
        if key not in fittings:
            found = tuple([agreeing[number] for number in key])
            fittings[key] = Fitting(found, _is_noun(word, found))
        by_case.append(fittings[key])
    return Declension(cases, tuple(by_case))


def _joined(firsts: list[Reading], lasts: list[Reading]) -> Iterator[Reading]:
    """Two halves that stand in the same case: ``Kędzierzyna-Koźla``, ``музея-заповедника``."""
    for one, other in product(firsts, lasts):
        cases = one.cases & other.cases & ALL_CASES
        if cases:
            weight, known = (one.weight + other.weight) * JOINED, one.known and other.known
            for gender in dict.fromkeys((other.gender, one.gender)):  # спеціальна школа-інтернат
                yield other._replace(
                    base=f"{one.base}-{other.base}", gender=gender, cases=cases, known=known, weight=weight
                )


def _only_adjective(readings: tuple[Reading, ...]) -> bool:
    """Whether a dictionary has a word as an adjective and as nothing else."""
    return any(r.known for r in readings) and all(r.kind == "adjective" for r in readings if r.known)


def _is_noun(word: str, fitting: tuple[Reading, ...]) -> bool:
    """Whether a word may be a common noun, by its readings in one case; a guess if written small and no adjective."""
    nouns = [r for r in fitting if r.kind == "noun"]
    if any(r.known for r in nouns):
        return True
    return bool(nouns) and word.islower() and all(r.kind != "adjective" for r in fitting)
