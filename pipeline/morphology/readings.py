"""What a word form may be: its base form, gender, number and cases, by paradigms from the pack."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import NamedTuple

from pipeline.morphology.knowledge import Gender, Kind, Paradigm

NOMINATIVE = 1
SHORTEST = 3
"""Letters that a base form has at least which no list holds: ``Ян``."""

ALL_CASES = 0xFFFF


class Reading(NamedTuple):
    """One thing a word form may be.

    Attributes:
        base: nominative of the same gender and number.
        kind: what sort of word this reads it as.
        gender: grammatical gender; of names also the person's.
        plural: whether it is a plural form.
        cases: bit set of the cases that the form may stand in, bit 0 the nominative.
        known: whether a dictionary or list holds the base; else it is a rule's guess.
        weight: log-weight of the reading beside others, 0 for the best.
    """

    base: str
    kind: Kind
    gender: Gender
    plural: bool
    cases: int
    known: bool
    weight: float


Trust = Callable[[str, Kind, Gender, bool], tuple[bool, float]]
"""Whether lists hold a base form as a word of a kind, gender and number, and the log-weight that this gives it."""


class Paradigms:
    """Paradigms read backwards: from a form to what it may be the form of.

    Args:
        paradigms: declensions of a language.
        kinds: the kinds of words to read.
        trust: what the lists say of a base form.
    """

    def __init__(self, paradigms: Iterable[Paradigm], kinds: frozenset[Kind], trust: Trust) -> None:
        self._trust = trust
        self._by_ending: dict[str, list[tuple[Paradigm, tuple[Kind, ...], str, int]]] = {}
        for paradigm in paradigms:
            served = tuple(kind for kind in paradigm.kinds if kind in kinds)
            masks: dict[str, int] = {}
            for bit, alternatives in enumerate(paradigm.endings):
                for ending in alternatives:
                    masks[ending] = masks.get(ending, 0) | 1 << bit
            for ending, mask in masks.items() if served else ():
                self._by_ending.setdefault(ending, []).append((paradigm, served, paradigm.endings[0][0], mask))
        self._longest = max(map(len, self._by_ending), default=-1)

    def readings(self, word: str, but: frozenset[Kind]) -> list[Reading]:
        """Every reading that a paradigm allows but those of some kinds."""
        found: list[Reading] = []
        lower = word.lower()
        for length in range(min(self._longest, len(word) - 1), -1, -1):
            cut = len(word) - length
            last = lower[cut - 1]
            for paradigm, kinds, nominative, mask in self._by_ending.get(lower[cut:], ()):
                if paradigm.after and last not in paradigm.after:
                    continue
                if paradigm.stem and not paradigm.stem.search(lower, 0, cut):
                    continue
                base = word[:cut] + nominative
                for kind in kinds:
                    if kind not in but:
                        known, weight = self._trust(base, kind, paradigm.gender, paradigm.plural)
                        if len(base) < SHORTEST and not known:
                            continue
                        weight += paradigm.weight
                        found.append(Reading(base, kind, paradigm.gender, paradigm.plural, mask, known, weight))
        return found
