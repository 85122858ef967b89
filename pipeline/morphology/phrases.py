"""Noun phrases: the head of an institution's or a place's name, and what agrees with it, in the nominative."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import product
from typing import NamedTuple

from pipeline.morphology.knowledge import Gender, Kind
from pipeline.morphology.lexicon import Lexicon
from pipeline.morphology.readings import ALL_CASES, NOMINATIVE, Reading

AGREES = 0.7
"""Bonus of an adjective that agrees with the head."""

OTHERS = -1.5
"""Weight of an adjective behind the head that may as well belong to the noun behind it, and of one that agrees with
nothing."""

TIED = -3.0
"""Weight of an adjective that agrees with the genitive noun behind it as well as with the head: ``fondu životního
prostředí``, ``profesinio rengimo centro``."""

GUESSED_ADJECTIVE = 2.0
"""Bonus of an adjective that only its ending tells: agreement with the head is the better witness."""

ACRONYM = 1.5
"""Bonus of an acronym as the head: ``HZS Libereckého kraje``."""

LISTED = 1.0
"""Bonus of a head that the pack lists among institutions' nouns."""

LISTED_PLURAL = 2.5
"""The same of a plural, which is listed only if names use it."""

CASE_SHARE = 0.5
"""How much the cases of persons' names tell of the cases of other names, which stand in the nominative less often."""

JOINED = 0.75
"""Share of two halves' weights that a hyphenated word keeps: each witnesses for the other's case."""

CASE_ENDING = 4
"""Letters of the longest case ending behind an acronym."""

AGAINST_PREPOSITION = -2.5
"""Log-weight of a case for which the word before the name does not ask."""

MOST = 24
"""Readings of one word as the head that are looked at."""

BEAM = 4
"""Ways kept after each word, with the head behind and still to come."""

_NUMERAL = re.compile(r"[IVXLC]+")
_PARTICLE = re.compile(r"-[^\W\d_A-ZА-ЯІЇЄҐ]{1,4}-")

CLASSES: tuple[tuple[Gender, bool], ...] = tuple(product(("m", "f", "n"), (False, True)))


class Phrase(NamedTuple):
    """One way to put a name into the nominative.

    Attributes:
        words: the name's words, those of the head phrase in base form.
        known: whether every word that changed rests on a dictionary.
        weight: log-weight beside other ways.
    """

    words: tuple[str, ...]
    known: bool
    weight: float


class _State(NamedTuple):
    weight: float
    words: tuple[str, ...]
    known: bool
    head: bool


class Phrases:
    """Reads noun phrases of one sort.

    Args:
        lexicon: readings of words.
        nouns: kinds of words that may be the head.
        halves: whether both halves of a hyphenated word decline.
        plural: log-weight of a plural head beside a singular one.
    """

    def __init__(self, lexicon: Lexicon, nouns: frozenset[Kind], *, halves: bool, plural: float) -> None:
        self._lexicon = lexicon
        self._nouns = nouns
        self._halves = halves
        self._plural = plural
        self._readings = lru_cache(maxsize=4_000)(self._read)  # three kilobytes each
        # Names come again, within a document and from one to the next.
        self._known_ways = lru_cache(maxsize=5_000)(self._find_ways)

    def ways(self, words: list[str], tail: int, cases: int = ALL_CASES) -> tuple[Phrase, ...]:
        """The ways to read a name, heaviest first, one per class of agreement and choice of head.

        Args:
            words: the name's words in normal case.
            tail: index of the first word that can be no part of the head phrase.
            cases: bits of the cases that the word before asks for.
        """
        return self._known_ways(tuple(words), tail, cases)

    def _find_ways(self, words: tuple[str, ...], tail: int, cases: int) -> tuple[Phrase, ...]:
        best: dict[tuple[str, ...], Phrase] = {}
        head = words[:tail]
        readings = [self._readings(word) for word in head]
        lone = [OTHERS if _only_adjective(options) else 0.0 for options in readings]
        tied = self._tied(head, readings)
        for gender, plural in CLASSES:
            possible = self._cases(head, readings, gender, plural)
            if not possible:
                continue
            agreeing = [[r for r in options if r.gender == gender and r.plural == plural] for options in readings]
            for start, fitting in self._starts(possible, agreeing, plural, cases):
                for state in self._walk(head, fitting, (lone, tied), start):
                    whole = (*state.words, *words[tail:])
                    if whole not in best or best[whole].weight < state.weight:
                        best[whole] = Phrase(whole, state.known, state.weight)
        return tuple(sorted(best.values(), key=lambda phrase: -phrase.weight))

    def _starts(
        self, possible: int, agreeing: list[list[Reading]], plural: bool, asked: int
    ) -> Iterator[tuple[float, list[list[Reading]]]]:
        """Weight and readings of each case; of cases that no word tells apart, the likeliest."""
        found: dict[tuple[tuple[int, ...], ...], tuple[float, list[list[Reading]]]] = {}
        for bit, prior in enumerate(self._lexicon.part.case_weights):
            case = 1 << bit
            if possible & case:
                key = tuple(tuple(n for n, r in enumerate(options) if r.cases & case) for options in agreeing)
                start = CASE_SHARE * prior + (self._plural if plural else 0.0)
                start += 0.0 if asked & case else AGAINST_PREPOSITION
                if key not in found or found[key][0] < start:
                    found[key] = start, [[r for r in options if r.cases & case] for options in agreeing]
        yield from found.values()

    def _walk(
        self,
        words: tuple[str, ...],
        fitting: list[list[Reading]],
        costs: tuple[list[float], list[bool]],
        start: float,
    ) -> list[_State]:
        """Every way through the words with a head phrase of one gender, number and case.

        Args:
            words: those that may be part of the head phrase.
            fitting: the readings of each that are of this gender, number and case.
            costs: what it costs to leave each word to the noun behind it, and whether it agrees with that noun.
            start: weight before the first word.
        """
        lone, tied = costs
        open_states = [_State(start, (), True, False)]
        done: list[_State] = []
        for index, word in enumerate(words):
            grown: list[_State] = []
            next_noun = index + 1 < len(words) and _is_noun(words[index + 1], fitting[index + 1])
            other = TIED if tied[index] else OTHERS if next_noun and not self._lexicon.part.head_last else 0.0
            for state in open_states:
                if state.head and not self._lexicon.part.head_last:
                    rest = (*state.words, *words[index:])
                    done.append(_State(state.weight + lone[index], rest, state.known, True))
                grown.extend(self._grow(state, word, fitting[index], other))
            grown.sort(key=lambda state: -state.weight)
            # Apart, lest rows of adjectives crowd out the heads.
            kept = BEAM if index < len(words) - 1 else len(grown)
            open_states = [s for s in grown if s.head][:kept] + [s for s in grown if not s.head][:kept]
        return done + [state for state in open_states if state.head]

    def _cases(self, words: tuple[str, ...], readings: list[tuple[Reading, ...]], gender: Gender, plural: bool) -> int:
        """The cases that the first word that declines may stand in; any word where the head stands last."""
        mask = 0
        everywhere = self._lexicon.part.head_last
        for word, options in zip(words, readings, strict=True):
            for reading in options:
                if reading.gender == gender and reading.plural == plural:
                    mask |= reading.cases
            if not everywhere and not _is_invariable(word, "-"):
                break
        return mask

    def _tied(self, words: tuple[str, ...], readings: list[tuple[Reading, ...]]) -> list[bool]:
        """Whether each word is an adjective in the genitive of a noun behind it that is not the last word's head."""
        part = self._lexicon.part
        genitive = 1 << part.case_names.index("gen") if "gen" in part.case_names else 0
        found: list[set[tuple[Gender, bool]]] = [set() for _ in words]
        for index in range(len(words) - 2, 0 if not part.head_last else -1, -1):
            if part.head_last and index + 2 == len(words):
                continue  # the noun behind it is the head
            behind = readings[index + 1]
            known = any(r.known or self._lexicon.is_listed(r) for r in behind if r.kind == "noun")
            nouns = {(r.gender, r.plural) for r in behind if r.kind == "noun" and r.cases & genitive}
            noun = known or all(r.kind != "adjective" for r in behind)
            told = nouns if noun and words[index + 1].islower() else set()  # a capital opens a name of its own
            own = {(r.gender, r.plural) for r in readings[index] if r.kind == "adjective" and r.cases & genitive}
            found[index] = own & (told | found[index + 1])
        return [bool(classes) for classes in found]

    def _grow(self, state: _State, word: str, fitting: list[Reading], other: float) -> Iterator[_State]:
        """The states that one more word of the head phrase leads to; ``other`` weighs a noun behind it."""
        part = self._lexicon.part
        if part.head_last and not state.head:
            yield state._replace(words=(*state.words, word))
        elif not state.head and self._stays(word, state.words):
            yield state._replace(words=(*state.words, word))
            if word.isupper() and len(word) > 1 and not _NUMERAL.fullmatch(word):
                yield _State(state.weight + ACRONYM, (*state.words, word), state.known, True)
        picked = 0
        for reading in fitting:
            adjective = reading.kind == "adjective"
            if state.head and not (adjective and part.adjectives_follow):
                continue
            if not adjective and picked > MOST:
                continue
            picked += not adjective
            weight = state.weight + reading.weight + (AGREES if adjective else 0.0)
            weight += other if adjective and (state.head or part.head_last) else 0.0
            known = state.known and (reading.known or reading.base == word)
            yield _State(weight, (*state.words, reading.base), known, state.head or not adjective)

    def _stays(self, word: str, before: tuple[str, ...]) -> bool:
        """Whether a word before the head keeps its form."""
        joins = bool(before) and word in self._lexicon.part.conjunctions
        if not before and any(r.known and self._lexicon.is_listed(r) for r in self._readings(word)):
            return False  # Dom, Sąd: short, and the head
        return joins or _is_invariable(word, before[-1] if before else "-")

    def _read(self, word: str) -> tuple[Reading, ...]:
        """Readings of a word as noun or adjective; of a hyphenated one by its last half or both."""
        first, _, last = word.rpartition("-")
        if particle := _PARTICLE.search(word, 1):  # Лимбург-ан-дер-Лан: what is before the particle declines
            return tuple(
                r._replace(base=r.base + word[particle.start() :]) for r in self._read(word[: particle.start()])
            )
        if not first or not last:
            if word.isupper() and len(word) > 1:
                return (self._unread(word),)
            read = [r for r in self._lexicon.words(word) if r.kind in self._nouns or r.kind == "adjective"]
            told = not self._lexicon.part.compounds and any(r.known for r in read)  # "städtisch" is no table
            found = [r._replace(weight=r.weight + self._bonus(r, told)) for r in read]
            return tuple(found or [self._unread(word)])
        if first.isupper() and last.islower() and len(last) <= CASE_ENDING:
            return (self._unread(first)._replace(cases=ALL_CASES),)  # SPZOZ-owi
        lasts = list(self._read(last))
        if not (first[-1] in "oо" or self._lexicon.part.last_only):  # Latin and Cyrillic: ``miejsko-gminny``
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

    def _bonus(self, reading: Reading, told: bool) -> float:
        """What speaks for a reading beside its weight; guesses gain nothing where a dictionary tells the word."""
        if reading.kind == "adjective":
            return 0.0 if told else GUESSED_ADJECTIVE
        return (LISTED_PLURAL if reading.plural else LISTED) if self._lexicon.is_listed(reading) else 0.0

    def _unread(self, word: str) -> Reading:
        kind: Kind = next(iter(self._nouns))
        return Reading(word, kind, "n", False, NOMINATIVE, False, -2.5)


def _joined(firsts: list[Reading], lasts: list[Reading]) -> Iterator[Reading]:
    """Two halves that stand in the same case: ``Kędzierzyna-Koźla``, ``музея-заповедника``."""
    for one, other in product(firsts, lasts):
        cases = one.cases & other.cases & ALL_CASES
        if cases:
            weight, known = (one.weight + other.weight) * JOINED, one.known and other.known
            yield other._replace(base=f"{one.base}-{other.base}", cases=cases, known=known, weight=weight)


def _only_adjective(readings: tuple[Reading, ...]) -> bool:
    """Whether a dictionary has a word as an adjective and as nothing else."""
    return any(r.known for r in readings) and all(r.kind == "adjective" for r in readings if r.known)


def _is_noun(word: str, fitting: list[Reading]) -> bool:
    """Whether a word may be a common noun, by its readings in one case; a guess if written small and no adjective."""
    nouns = [r for r in fitting if r.kind == "noun"]
    if any(r.known for r in nouns):
        return True
    return bool(nouns) and word.islower() and all(r.kind != "adjective" for r in fitting)


def _is_invariable(word: str, before: str) -> bool:
    """Whether a word before the head stays as it is: a numeral, a cut compound, what joins that to the next word."""
    if word.rstrip(",").endswith("-") or not word[:1].isalpha() or (word.isupper() and len(word) < 6):
        return True
    return len(word) < 4 and before.endswith("-")
