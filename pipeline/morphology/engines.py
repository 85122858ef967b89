"""The dictionary library behind the readings; the only place that imports it, and only when a pack asks."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType
from typing import Any, Protocol

from pipeline.morphology.knowledge import Gender, Kind, MorphologyPart
from pipeline.morphology.readings import NOMINATIVE, Reading

COMMON_WORD = -1.0
"""Log-weight of a common word that serves as a family name, beside a name that the dictionary lists as one."""


LIKE = 1
"""First letters that a form shares with its base form."""

_SERVE_AS_FAMILY: frozenset[Kind] = frozenset({"given", "place", "noun"})
"""Kinds of words that people are called by."""

_KEPT_ANALYSES = 1_000
"""Words whose analyses are kept: given names, names and other words ask for the same ones in a row."""


class Engine(Protocol):
    """A dictionary that reads word forms."""

    def readings(self, word: str, kinds: frozenset[Kind]) -> list[Reading]:
        """What the dictionary holds the word to be, of some kinds; empty if it does not know it as any of them."""

    def person_cases(self, word: str) -> int:
        """Bit set of the cases in which a word names a man's office; 0 if it does not, or may be a nominative."""


def load_engine(part: MorphologyPart) -> Engine | None:
    """The library that a pack names; None for paradigms alone."""
    if part.engine == "morfeusz2":
        return MorfeuszEngine(part.case_names)
    return None


class MorfeuszEngine:
    """Polish by ``morfeusz2`` with its SGJP dictionary.

    Args:
        case_names: tags of the cases, nominative first.
    """

    # Name classes of SGJP; a family name from a husband or father counts as any other.
    _KINDS: tuple[tuple[str, Kind], ...] = (
        ("imię", "given"),
        ("nazwisko", "family"),
        ("nazwa_geograficzna", "place"),
    )
    _GENDERS: Mapping[str, Gender] = MappingProxyType({"m1": "m", "m2": "m", "m3": "m", "f": "f", "n": "n"})

    def __init__(self, case_names: tuple[str, ...]) -> None:
        import morfeusz2

        self._morfeusz: Any = morfeusz2.Morfeusz()
        self._analyses = lru_cache(maxsize=_KEPT_ANALYSES)(self._analyse)
        self._nominatives = lru_cache(maxsize=20_000)(self._generate)
        self._bits = {name: 1 << bit for bit, name in enumerate(case_names)}

    def _analyse(self, word: str) -> list[Any]:
        """The library's analyses; at a letter lost to a wrong encoding it would print a warning and know nothing."""
        return [] if "\ufffd" in word else self._morfeusz.analyse(word)

    def readings(self, word: str, kinds: frozenset[Kind]) -> list[Reading]:
        """What SGJP holds the word to be, of some kinds; empty if it does not know it as any of them."""
        wanted = kinds | _SERVE_AS_FAMILY if "family" in kinds else kinds
        masks: dict[tuple[str, Kind, Gender, bool], int] = defaultdict(int)
        analyses = self._analyses(word)
        if not analyses or any(end != analyses[0][1] for _, end, _ in analyses):
            return []
        for _, _, (form, lemma, tag, classes, _) in analyses:
            parts = tag.split(":")
            if parts[0] not in ("subst", "adj", "ppas", "pact", "ger") or len(parts) < 4:
                continue
            if (kind := self._kind_of(parts[0], classes)) in wanted:
                self._read(form, lemma, parts, kind, masks)
        found = [
            Reading(base, kind, gender, plural, mask, True, 0.0) for (base, kind, gender, plural), mask in masks.items()
        ] + [
            Reading(base, "family", gender, plural, mask, True, COMMON_WORD)
            for (base, kind, gender, plural), mask in masks.items()
            if kind in _SERVE_AS_FAMILY and base[:1].isupper() == word[:1].isupper()
        ]
        return [reading for reading in found if reading.kind in kinds]

    def person_cases(self, word: str) -> int:
        """Bit set of the cases in which a word names a man's office; 0 if it does not, or may be a nominative."""
        mask = person = 0
        for _, _, (_, _, tag, _, _) in self._analyse(word):
            parts = tag.split(":")
            if parts[0] == "subst" and "sg" in parts[1].split("."):
                cases = sum(self._bits.get(case, 0) for case in parts[2].split("."))
                mask |= cases
                person |= cases if "m1" in parts else 0
        return 0 if mask & NOMINATIVE else person

    def _kind_of(self, tag: str, classes: list[str]) -> Kind:
        kind: Kind = "noun" if tag in ("subst", "ger") else "adjective"
        return next((k for name, k in self._KINDS if any(name in c for c in classes)), kind)

    def _read(
        self,
        form: str,
        lemma: str,
        parts: list[str],
        kind: Kind,
        masks: dict[tuple[str, Kind, Gender, bool], int],
    ) -> None:
        """Add what one analysis says; its tag lists alternatives with dots."""
        cases = set(parts[2].split("."))
        if kind == "adjective" and "m3" not in parts[3]:
            cases -= {"acc"} if {"m1", "m2"} & set(parts[3].split(".")) else set()  # what living beings have: no body
        mask = sum(self._bits.get(case, 0) for case in cases)
        degree = parts[4] if parts[0] == "adj" and len(parts) > 4 else ""
        for gender in {self._GENDERS[g] for g in parts[3].split(".") if g in self._GENDERS}:
            for number in parts[1].split("."):
                base = self._nominative(lemma, parts[0], degree, gender, number)
                # SGJP reads some names as other words with a prefix taken off or put on: not their base form.
                odd = base and base[:1].islower() and not base.islower()
                if base and not odd and base[:LIKE].lower() == form[:LIKE].lower():
                    cased = base.capitalize() if form[:1].isupper() and base.islower() else base
                    masks[cased, kind, gender, number != "sg"] |= mask

    def _nominative(self, lemma: str, tag: str, degree: str, gender: Gender, number: str) -> str | None:
        """The nominative of a lemma in a gender and number, by generation where the lemma is not it."""
        if number == "sg" and (tag == "subst" or (tag == "adj" and gender == "m" and degree == "pos")):
            return lemma.split(":")[0]
        return self._nominatives(lemma, tag, degree).get((gender, number))

    def _generate(self, lemma: str, tag: str, degree: str) -> dict[tuple[Gender, str], str]:
        """The nominatives of a lemma; of plurals the form for things and women."""
        found: dict[tuple[Gender, str], str] = {}
        for form, _, other, _, _ in self._morfeusz.generate(lemma):
            parts = other.split(":")
            if parts[0] != tag or len(parts) < 4 or "nom" not in parts[2].split("."):
                continue
            if "neg" in parts or (degree and degree not in parts):
                continue
            for number in parts[1].split("."):
                for gender in parts[3].split("."):
                    if gender in self._GENDERS and (tag == "subst" or gender != "m1" or number == "sg"):
                        found.setdefault((self._GENDERS[gender], number), form)
        return found
