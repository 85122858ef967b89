"""What a word form may be: its base form, gender, number and cases, by paradigms from the pack."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from pipeline.language.morphology import Gender, Kind, Paradigm

NOMINATIVE = 1
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


class Paradigms:
    """The paradigms of a language, read backwards: from a form to what it may be the form of."""

    def __init__(self, paradigms: Iterable[Paradigm]) -> None:
        self._by_ending: dict[str, list[tuple[Paradigm, str, int]]] = {}
        for paradigm in paradigms:
            masks: dict[str, int] = {}
            for bit, alternatives in enumerate(paradigm.endings):
                for ending in alternatives:
                    masks[ending] = masks.get(ending, 0) | 1 << bit
            for ending, mask in masks.items():
                self._by_ending.setdefault(ending, []).append((paradigm, paradigm.endings[0][0], mask))
        self._longest = max(map(len, self._by_ending), default=-1)

    def readings(self, word: str) -> list[Reading]:
        """Every reading that a paradigm allows, as guesses; of a stem at least one character is left."""
        found: list[Reading] = []
        lower = word.lower()
        for length in range(min(self._longest, len(word) - 1), -1, -1):
            cut = len(word) - length
            stem, last = word[:cut], lower[cut - 1]
            for paradigm, nominative, mask in self._by_ending.get(lower[cut:], ()):
                if paradigm.after and last not in paradigm.after:
                    continue
                if paradigm.stem and not paradigm.stem.search(lower, 0, cut):
                    continue
                for kind in paradigm.kinds:
                    found.append(
                        Reading(stem + nominative, kind, paradigm.gender, paradigm.plural, mask, False, paradigm.weight)
                    )
        return found
