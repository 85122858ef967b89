"""Inflected forms for swapped names: which case a surface stands in, and a new name in that case."""

from dataclasses import dataclass
from functools import cache
from typing import Protocol

import morfeusz2

NOMINATIVE = frozenset({"nom"})


class Forms(Protocol):
    """Reads the case off a form of a known base, and puts another base into that case."""

    def cases(self, surface: str, base: str) -> frozenset[str]:
        """Return the cases the surface may stand in; empty when it is no form of the base."""

    def form(self, base: str, case: str, gender: str | None) -> str | None:
        """Return the base in that case, or None when not known."""


class PlainForms:
    """Languages whose names take a genitive s at most; other endings are left alone."""

    def cases(self, surface: str, base: str) -> frozenset[str]:
        """The ending itself serves as the "case"."""
        rest = surface.removeprefix(base) if surface.startswith(base) else "?"
        return frozenset({rest}) if rest in ("", "s", "'", "’", "'s", "’s") else frozenset()

    def form(self, base: str, case: str, gender: str | None) -> str | None:
        """Append the ending; after a hissing sound German writes an apostrophe."""
        del gender
        if case == "s" and base.endswith(("s", "x", "z", "ß")):
            return base + "’"
        return base + case


@dataclass(frozen=True, slots=True)
class _Form:
    case: str
    gender: str


class PolishForms:
    """Polish names by Morfeusz; foreign men's names ending in a consonant by rule."""

    def __init__(self) -> None:
        self._morfeusz = morfeusz2.Morfeusz(expand_tags=True)
        self._forms = cache(self._generate)

    def cases(self, surface: str, base: str) -> frozenset[str]:
        """Return the cases in which a hyphenless base looks like the surface."""
        found = {form.case for word, form in self._forms(base) if word == surface}
        return frozenset(found or ({"nom"} if surface == base else set()))

    def form(self, base: str, case: str, gender: str | None) -> str | None:
        """Return the form of that case and gender; both parts of a double name are inflected."""
        parts = base.split("-")
        if len(parts) > 1:
            inflected = [self.form(part, case, gender) for part in parts]
            return "-".join(p for p in inflected if p) if all(inflected) else None
        if case == "nom":
            return base
        for word, form in self._forms(base):
            if form.case == case and (gender is None or form.gender[:1] == gender):
                return word
        return _foreign(base, case) if gender == "m" and not self._forms(base) else None

    def _generate(self, base: str) -> tuple[tuple[str, _Form], ...]:
        if not base.isalpha():
            return ()
        found = []
        for word, _, tag, kinds, _ in self._morfeusz.generate(base):
            fields = tag.split(":")
            proper = {"imię", "nazwisko", "nazwa_geograficzna"} & set(kinds)
            if proper and fields[:2] == ["subst", "sg"]:
                found.append((word, _Form(fields[2], fields[3])))
        return tuple(found)


def _foreign(base: str, case: str) -> str | None:
    """Endings of a man's name on a hard consonant: Müller, Müllera, Müllerowi, Müllerem."""
    if base[-1] not in "bdfklmnprstwzgh" or case == "loc":
        return None
    soft = "i" if base[-1] in "kg" else ""
    endings = {"gen": "a", "acc": "a", "dat": "owi", "inst": f"{soft}em"}
    return base + endings[case] if case in endings else None
