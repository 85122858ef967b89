"""The persons of a document: base forms by agreement, attestation and trust; short mentions joined to full names."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from functools import lru_cache, reduce
from operator import or_
from typing import NamedTuple

from pipeline.morphology.attestations import Attestations
from pipeline.morphology.lexicon import Lexicon
from pipeline.morphology.names import Part, Role
from pipeline.morphology.pieces import UNREAD, Choice, Evidence, Pieces
from pipeline.morphology.readings import ALL_CASES
from pipeline.records import NameFrom

ATTESTED = 5.0
"""Bonus of a base form that stands as such elsewhere in the document."""

SHARED = 2.0
"""Bonus of a base form that another form in the document may have, too."""

REVERSED = -1.5
"""Log-weight of the given name standing last where nothing marks the order."""

GIVEN_ALONE = -1.5
"""Log-weight of a given name alone standing for the full name."""

SPELLING = -3.0
"""Log-weight of a family name spelt as another language does."""

UNLIKE = -20.0
"""Log-weight below which a short mention is not joined to a full name."""


class Resolved(NamedTuple):
    """A mention's pieces in base form."""

    parts: tuple[Part, ...]
    gender: str | None
    name_from: NameFrom
    weight: float

    def words(self, role: Role | None = None) -> str:
        """The pieces joined; of one role with the fixed pieces that belong to it."""
        return join(self.parts if role is None else tuple(p for p in attribute(self.parts) if p.role == role))


def join(parts: tuple[Part, ...]) -> str:
    """Pieces as one name."""
    return "".join(part.glue + part.text for part in parts).strip(" -")


def attribute(parts: tuple[Part, ...]) -> tuple[Part, ...]:
    """The pieces with each fixed one given to the name that follows it, or else to the one before."""
    out: list[Part] = []
    role: Role = "family"
    for part in reversed(parts):
        initial = part.role == "fixed" and "." in part.text and part.text[:1].isupper()
        role = "given" if initial else part.role if part.role != "fixed" else role
        out.append(Part(part.text, role, part.glue))
    return tuple(reversed(out))


class People:
    """The persons that a document names, read together.

    Args:
        attestations: the document's names.
        lexicon: readings of words.
        pieces: readings of the pieces of names.
    """

    def __init__(self, attestations: Attestations, lexicon: Lexicon, pieces: Pieces) -> None:
        self._attestations = attestations
        self._lexicon = lexicon
        self._pieces = pieces
        self._orders = {surface: pieces.take_apart(surface) for surface in set(attestations.persons)}
        self._forms = {(part.role, part.text) for orders in self._orders.values() for part in orders[0]}
        self._texts = {form for _, form in self._forms}
        # Base forms that several forms of the document may have.
        self._crowded = _repeated(pieces.bases(form) for form in self._texts)
        self._resolved: dict[str, Resolved] = {}
        self._joined: dict[str, Resolved] = {}
        ordered = dict.fromkeys(attestations.persons)
        self._full = [self._resolve(s) for s in ordered if self._is_full(self._orders[s][0])]

    def resolve(self, surface: str) -> Resolved:
        """The base form of a mention, joined to the full name that the document has for it."""
        if surface not in self._joined:
            self._orders.setdefault(surface, self._pieces.take_apart(surface))
            full = self._is_full(self._orders[surface][0])
            self._joined[surface] = (not full and self._linked(surface)) or self._resolve(surface)
        return self._joined[surface]

    @staticmethod
    def _is_full(parts: tuple[Part, ...]) -> bool:
        return any(p.role == "given" for p in parts) and any(p.role == "family" for p in parts)

    def _resolve(self, surface: str) -> Resolved:
        if surface not in self._resolved:
            context = self._context(surface)
            ways = [self._decide(parts, context) for parts in self._orders[surface]]
            usual, *other = ways
            self._resolved[surface] = max(other, key=lambda way: way.weight, default=usual)
            if other and self._resolved[surface].weight + REVERSED <= usual.weight:
                self._resolved[surface] = usual
        return self._resolved[surface]

    def _context(self, surface: str) -> tuple[int, float]:
        """Bit set of the cases that the words before a surface allow, and the log-weight of any other case.

        A word of address within the surface stands nearer than what is before it.
        """
        address = surface.partition(" ")[0].lower()
        words = (address,) if address in self._lexicon.part.prepositions else self._attestations.before(surface)
        found = [self._lexicon.cases_after(word) for word in words] if surface else []
        mask = reduce(or_, (cases for cases, _ in found), 0)
        return (mask, max(weight for _, weight in found)) if found else (ALL_CASES, 0.0)

    def _decide(self, parts: tuple[Part, ...], context: tuple[int, float]) -> Resolved:
        choice = self._best(parts, context)
        if choice is None:
            return Resolved(parts, None, "surface", UNREAD)
        bases = iter(choice.readings)
        out = tuple(p if p.role == "fixed" else Part(next(bases).base, p.role, p.glue) for p in parts)
        return Resolved(out, choice.gender, self._trust(parts, out, choice), choice.weight)

    def _trust(self, before: tuple[Part, ...], after: tuple[Part, ...], choice: Choice) -> NameFrom:
        if before != after and all((p.role, p.text) in self._forms for p in after):
            return "attested"
        if all(reading.known for reading in choice.readings):
            return "dictionary"
        return "rule" if before != after else "surface"

    def _best(self, parts: tuple[Part, ...], context: tuple[int, float]) -> Choice | None:
        """The reading of all pieces that agrees in gender and case and weighs most."""
        declined = tuple(part for part in parts if part.role != "fixed")
        if not declined:
            return None
        return self._pieces.choose(declined, context, tuple(map(self._evidence_for, declined)))

    def _evidence_for(self, part: Part) -> Evidence | None:
        """What the document adds to the readings of a piece; None if it adds nothing to any."""
        bases, text = self._pieces.bases(part.text), part.text
        touched = not bases.isdisjoint(self._crowded) or any(base in self._texts and base != text for base in bases)
        if not touched:
            return None

        def weigh(base: str, role: Role) -> float:
            if base != text and (role, base) in self._forms:
                return ATTESTED
            return SHARED if base in self._crowded else 0.0

        return weigh

    def _linked(self, surface: str) -> Resolved | None:
        """The full name that a family name, a given name or an initial with a family name stands for."""
        whole = self._orders[surface][0]
        parts = [part for part in whole if part.role != "fixed"]
        initials = [p.text[0] for p in whole if p.role == "fixed" and p.text[:1].isupper() and "." in p.text]
        scored = [(self._match(parts, initials, full), full) for full in self._full]
        best = max(scored, key=lambda pair: pair[0], default=None)
        return best[1]._replace(name_from="attested") if best and best[0] > UNLIKE else None

    def _match(self, parts: list[Part], initials: list[str], full: Resolved) -> float:
        """How well a short mention fits a full name: log-weight, very low for not at all."""
        given = [part.text for part in full.parts if part.role == "given"]
        family = [part.text for part in full.parts if part.role == "family"]
        if not parts or (initials and not any(name.startswith(initials[0]) for name in given)):
            return -99.0
        total = 0.0 if len(parts) == len(family) else -0.5
        for part in parts:
            readings = [r for r in self._lexicon.names(part.text) if not r.plural and full.gender in (None, r.gender)]
            weights = [r.weight + _likeness(r.base, family, given) for r in readings]
            if part.text in family + given:
                weights.append(_likeness(part.text, family, given))
            total += max(weights, default=-99.0)
        return total


def _repeated(groups: Iterable[frozenset[str]]) -> frozenset[str]:
    """What stands in more than one group."""
    seen, repeated = set[str](), set[str]()
    for group in groups:
        repeated |= seen & group
        seen |= group
    return frozenset(repeated)


def _likeness(base: str, family: list[str], given: list[str]) -> float:
    """How well a base form fits a full name: as the family name, as a given name, as either in another spelling."""
    if base in family:
        return 0.0
    if base in given:
        return GIVEN_ALONE
    loose = _loose(base)
    return SPELLING if any(_loose(name) == loose for name in family) else -99.0


@lru_cache(maxsize=10_000)
def _loose(name: str) -> str:
    """A name without what languages spell differently: accents, y for i (``Kopecki``, ``Kopecký``)."""
    bare = "".join(c for c in unicodedata.normalize("NFD", name.lower()) if not unicodedata.combining(c))
    return bare.replace("ł", "l").replace("y", "i")
