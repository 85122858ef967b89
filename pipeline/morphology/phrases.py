"""Noun phrases: the head of an institution's or a place's name, and what agrees with it, in the nominative."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from pipeline.morphology.knowledge import Kind
from pipeline.morphology.lexicon import Lexicon
from pipeline.morphology.phrase_words import CLASSES, Agreement, Declension, Fitting, PhraseWord, WordReader
from pipeline.morphology.readings import ALL_CASES, Reading

AGREES = 0.7
"""Bonus of an adjective that agrees with the head."""

OTHERS = -1.5
"""Weight of an adjective behind the head that may as well belong to the noun behind it, and of one that agrees with
nothing."""

TIED = -3.0
"""Weight of an adjective that agrees with the genitive noun behind it as well as with the head: ``fondu životního
prostředí``, ``profesinio rengimo centro``."""

ACRONYM = 1.5
"""Bonus of an acronym as the head: ``HZS Libereckého kraje``."""

CASE_SHARE = 0.5
"""How much the cases of persons' names tell of the cases of other names, which stand in the nominative less often."""

AGAINST_PREPOSITION = -2.5
"""Log-weight of a case for which the word before the name does not ask."""

MOST = 24
"""Readings of one word as the head that are looked at."""

BEAM = 4
"""Ways kept after each word, with the head behind and still to come."""

_NUMERAL = re.compile(r"[IVXLC]+")


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


_NONE = Fitting((), False)
_INDECLINABLE = Declension(0, ())


class Phrases:
    """Reads noun phrases of one sort.

    Args:
        lexicon: readings of words.
        nouns: kinds of words that may be the head.
        halves: whether both halves of a hyphenated word decline.
        plural: log-weight of a plural head beside a singular one.
    """

    def __init__(self, lexicon: Lexicon, nouns: frozenset[Kind], *, halves: bool, plural: float) -> None:
        self._part = lexicon.part
        self._reader = WordReader(lexicon, nouns, halves=halves)
        self._plural = plural
        # Names come again within a document, seldom from one to the next.
        self._known_ways = lru_cache(maxsize=1_000)(self._find_ways)

    def ways(self, words: list[str], tail: int, cases: int = ALL_CASES) -> tuple[Phrase, ...]:
        """The ways to read a name, heaviest first, one per class of agreement and choice of head.

        Args:
            words: the name's words in normal case.
            tail: index of the first word that can be no part of the head phrase.
            cases: bit set of the cases in which the word before lets the name stand.
        """
        return self._known_ways(tuple(words), tail, cases)

    def _find_ways(self, words: tuple[str, ...], tail: int, cases: int) -> tuple[Phrase, ...]:
        head = [self._reader.read(word) for word in words[:tail]]
        if len(words) == 1 and not _is_invariable(words[0], "-"):
            return self._find_readings(head[0], cases)
        best: dict[tuple[str, ...], Phrase] = {}
        tied = self._tied(head)
        for agreement in CLASSES:
            declensions = [word.declensions.get(agreement, _INDECLINABLE) for word in head]
            possible = self._cases(head, declensions)
            if not possible:
                continue
            for start, fitting in self._starts(possible, declensions, agreement[1], cases):
                for state in self._walk(head, fitting, tied, start):
                    whole = (*state.words, *words[tail:])
                    if whole not in best or best[whole].weight < state.weight:
                        best[whole] = Phrase(whole, state.known, state.weight)
        return tuple(sorted(best.values(), key=lambda phrase: -phrase.weight))

    def _find_readings(self, word: PhraseWord, cases: int) -> tuple[Phrase, ...]:
        """The same for a name of one word, such as most places: each of its nouns may be the head."""
        best: dict[str, Phrase] = {}
        for (_, plural), declension in word.declensions.items():
            for start, (fitting,) in self._starts(declension.cases, [declension], plural, cases):
                nouns = [reading for reading in fitting.readings if reading.kind != "adjective"]
                for reading in nouns[: MOST + 1]:
                    base, weight = reading.base, start + reading.weight
                    if base not in best or best[base].weight < weight:
                        best[base] = Phrase((base,), reading.known or base == word.text, weight)
        return tuple(sorted(best.values(), key=lambda phrase: -phrase.weight))

    def _starts(
        self, possible: int, declensions: Sequence[Declension], plural: bool, asked: int
    ) -> Iterator[tuple[float, list[Fitting]]]:
        """Weight and readings of each case; of cases that no word tells apart, the likeliest."""
        found: dict[tuple[int, ...], tuple[float, list[Fitting]]] = {}
        for bit, prior in enumerate(self._part.case_weights):
            case = 1 << bit
            if possible & case:
                fitting = [declension.by_case[bit] if declension.cases else _NONE for declension in declensions]
                key = tuple(map(id, fitting))
                start = CASE_SHARE * prior + (self._plural if plural else 0.0)
                start += 0.0 if asked & case else AGAINST_PREPOSITION
                if key not in found or found[key][0] < start:
                    found[key] = start, fitting
        yield from found.values()

    def _walk(
        self, words: Sequence[PhraseWord], fitting: Sequence[Fitting], tied: Sequence[bool], start: float
    ) -> list[_State]:
        """Every way through the words with a head phrase of one gender, number and case.

        Args:
            words: those that may be part of the head phrase.
            fitting: the readings of each that are of this gender, number and case.
            tied: whether each agrees with the noun behind it.
            start: weight before the first word.
        """
        head_last = self._part.head_last
        open_states = [_State(start, (), True, False)]
        done: list[_State] = []
        for index, word in enumerate(words):
            grown: list[_State] = []
            next_noun = index + 1 < len(words) and fitting[index + 1].noun
            other = TIED if tied[index] else OTHERS if next_noun and not head_last else 0.0
            for state in open_states:
                if state.head and not head_last:
                    rest = (*state.words, *(behind.text for behind in words[index:]))
                    weight = state.weight + (OTHERS if word.only_adjective else 0.0)
                    done.append(_State(weight, rest, state.known, True))
                grown.extend(self._grow(state, word, fitting[index].readings, other))
            grown.sort(key=lambda state: -state.weight)
            # Apart, lest rows of adjectives crowd out the heads.
            kept = BEAM if index < len(words) - 1 else len(grown)
            open_states = [s for s in grown if s.head][:kept] + [s for s in grown if not s.head][:kept]
        return done + [state for state in open_states if state.head]

    def _cases(self, words: Sequence[PhraseWord], declensions: Sequence[Declension]) -> int:
        """The cases that the first word that declines may stand in; any word where the head stands last."""
        mask = 0
        for word, declension in zip(words, declensions, strict=True):
            mask |= declension.cases
            if not self._part.head_last and not _is_invariable(word.text, "-"):
                break
        return mask

    def _tied(self, words: Sequence[PhraseWord]) -> list[bool]:
        """Whether each word is an adjective in the genitive of a noun behind it that is not the last word's head."""
        found: list[frozenset[Agreement]] = [frozenset()] * len(words)
        for index in range(len(words) - 2, 0 if not self._part.head_last else -1, -1):
            if self._part.head_last and index + 2 == len(words):
                continue  # the noun behind it is the head
            behind = words[index + 1]
            told = behind.of_nouns if behind.text.islower() else frozenset()  # a capital opens a name of its own
            found[index] = words[index].of_adjectives & (told | found[index + 1])
        return [bool(classes) or self._is_second(words, index) for index, classes in enumerate(found)]

    def _is_second(self, words: Sequence[PhraseWord], index: int) -> bool:
        """Whether a name of its own begins at a second adjective: ``Komendy Powiatowej | Państwowej Straży``."""
        if self._part.head_last or not 1 < index < len(words) - 1 or not words[index - 1].only_adjective:
            return False
        return bool(words[index].of_adjectives & words[index + 1].of_nouns)

    def _grow(self, state: _State, word: PhraseWord, fitting: tuple[Reading, ...], other: float) -> Iterator[_State]:
        """The states that one more word of the head phrase leads to; ``other`` weighs a noun behind it."""
        part, text = self._part, word.text
        if part.head_last and not state.head:
            yield state._replace(words=(*state.words, text))
        elif not state.head and self._stays(word, state.words):
            yield state._replace(words=(*state.words, text))
            if text.isupper() and len(text) > 1 and not _NUMERAL.fullmatch(text):
                yield _State(state.weight + ACRONYM, (*state.words, text), state.known, True)
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
            known = state.known and (reading.known or reading.base == text)
            yield _State(weight, (*state.words, reading.base), known, state.head or not adjective)

    def _stays(self, word: PhraseWord, before: tuple[str, ...]) -> bool:
        """Whether a word before the head keeps its form."""
        if not before and word.head:
            return False  # Dom, Sąd: short, and the head
        joins = bool(before) and word.text in self._part.conjunctions
        return joins or _is_invariable(word.text, before[-1] if before else "-")


def _is_invariable(word: str, before: str) -> bool:
    """Whether a word before the head stays as it is: a numeral, a cut compound, what joins that to the next word."""
    if word.rstrip(",").endswith("-") or not word[:1].isalpha() or (word.isupper() and len(word) < 6):
        return True
    return len(word) < 4 and before.endswith("-")
