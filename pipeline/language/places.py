"""What a language says around names of places: ``places.toml``, and adjectives of places: ``places.csv``."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any, get_args

from pipeline.language.capitals import CAPITAL, SMALL
from pipeline.language.files import PackError, read_csv, read_toml, require
from pipeline.language.patterns import any_of, compile_pattern
from pipeline.records import PlaceKind

_KEPT = 20_000  # words whose adjectives are worked out but once
_SHORTEST_STEM = 3
_SHORTEST_OPENING = 5


@dataclass(frozen=True, eq=False)
class PlaceWords:
    """Words around names of places in one language; all in folded case.

    It equals only itself, so that what is worked out with it can be kept by it.

    Attributes:
        home: ISO codes of the states where the language is at home.
        case_endings: whether names of places take case endings beyond a genitive s.
        endings_of_foreign_names: endings that names from abroad take in the nominative too, none for most languages
            (Lithuanian ``Lundas`` for Lund).
        prepositions: words after which an unmarked name that the gazetteer knows is a place.
        conjunctions: words that join equals: a known name beside a place is one too.
        unmarked_population: inhabitants from which a name in the middle of a sentence is a place without any mark or
            word of place; 0 if never.
        opening_population: the same for a town at home that opens a line (``Loudéac reçoit …``); 0, which is left
            out, where other words with a capital open lines too.
        joiners: words that join the parts of one name (``am`` in ``Frankfurt am Main``).
        units: words that with the name after them make the name of a unit, with its kind.
        unit_hints: words that tell the kind of the place after them without being part of its name.
        units_after: as units, for words that follow the name.
        thoroughfares: words after which a name is a street's or a building's.
        thoroughfare_endings: endings of streets' and buildings' names.
        not_places: names that are no places by convention although a place is called so.
        adjective_endings: endings of adjectives with what stands there in the place's name.
        adjective_inflections: endings that the stems of ``adjectives`` take.
        adjective_capital: whether adjectives made by a rule begin with a capital.
        unit_adjectives: ends of the stems of adjectives in small letters that name a unit (``powiat wołowski``), none
            for most languages.
        plain_adjectives: stems of adjectives that end so and name no unit.
        people: names of states that also mean their people, with what stands behind them where they do.
        adjectives: stems of adjectives with the place.
        abbreviations: abbreviations with the name that they stand for.
    """

    home: frozenset[str]
    case_endings: bool
    endings_of_foreign_names: tuple[str, ...]
    prepositions: frozenset[str]
    conjunctions: frozenset[str]
    unmarked_population: int
    opening_population: int
    joiners: frozenset[str]
    units: Mapping[str, PlaceKind]
    unit_hints: Mapping[str, PlaceKind]
    units_after: Mapping[str, PlaceKind]
    thoroughfares: frozenset[str]
    thoroughfare_endings: tuple[str, ...]
    not_places: frozenset[str]
    adjective_endings: tuple[tuple[str, str], ...]
    adjective_inflections: frozenset[str]
    adjective_capital: bool
    unit_adjectives: tuple[str, ...]
    plain_adjectives: frozenset[str]
    people: Mapping[str, re.Pattern[str]]
    adjectives: Mapping[str, str]
    abbreviations: Mapping[str, str]

    @cached_property
    def unit_pattern(self) -> re.Pattern[str]:
        """A word that makes the name after it a unit's, at the end of a string."""
        words = any_of(sorted(self.units, key=len, reverse=True))
        return re.compile(rf"(?<!\w)({words})\s$", re.IGNORECASE)

    @cached_property
    def state_opening(self) -> re.Pattern[str]:
        """What opens the full name of a state: ``Königreich``, ``république de``."""
        words = any_of(sorted(unit for unit, kind in self.units.items() if kind == "country"))
        return re.compile(rf"(?:{words})(?:[ \u00a0]|(?<=['’]))(?={CAPITAL})", re.IGNORECASE)

    @cached_property
    def preposition_pattern(self) -> re.Pattern[str]:
        """A word after which a known name is a place, with the blank behind it."""
        words = any_of(sorted(self.prepositions, key=len, reverse=True)).replace("'", "['’]")
        return re.compile(rf"(?<!\w)(?:{words})(?:[ \u00a0]|(?<=['’]))(?=[^\W\d_])", re.IGNORECASE)

    @cached_property
    def conjunction_pattern(self) -> re.Pattern[str]:
        """What joins a place to the next: comma, stroke, dash or conjunction."""
        words = any_of(sorted(self.conjunctions, key=len, reverse=True))
        return re.compile(rf"(?:\s?[,/·|–-]\s?|\s(?:{words})\s)(?=[^\W\d_])", re.IGNORECASE)

    @cached_property
    def between_equals(self) -> re.Pattern[str]:
        """A conjunction between two places that are marked as one."""
        words = any_of(sorted(self.conjunctions, key=len, reverse=True))
        return re.compile(rf"\s(?:{words})\s")

    @cached_property
    def named_units(self) -> re.Pattern[str]:
        """A district or region by a name with a capital and the noun of its unit: ``Prienų rajonas``.

        Groups: ``before`` where the name comes first, ``after`` where it follows, ``small`` where an adjective in
        small letters does, in languages that list how such adjectives end (``powiat wołowski``).
        """
        last = any_of(self._nouns_of(self.units_after, "country"))
        first = any_of(self._nouns_of(self.units))
        name = rf"{CAPITAL}[\w'’-]{{2,40}}"
        return re.compile(
            rf"(?<![\w-])(?:(?P<before>{name})[ \u00a0](?:{last})(?![\w-])"
            rf"|(?:{first})[ \u00a0](?:(?P<after>{name}(?:[ \u00a0]{name}){{0,2}})"
            rf"|(?P<small>{self._small_adjective})))",
        )

    @property
    def _small_adjective(self) -> str:
        """A pattern for the adjective of a unit's name; it matches nothing where no endings are listed."""
        if not self.unit_adjectives:
            return "(?!)"
        endings = any_of(sorted(self.adjective_inflections, key=len, reverse=True))
        stems, plain = any_of(self.unit_adjectives), any_of(sorted(self.plain_adjectives))
        return rf"(?!(?:{plain})(?:{endings})(?![\w-])){SMALL}[\w-]{{2,40}}?(?:{stems})(?:{endings})(?![\w-])"

    @staticmethod
    def _nouns_of(units: Mapping[str, PlaceKind], *more: PlaceKind) -> list[str]:
        nouns = [noun for noun, kind in units.items() if kind in ("district", "region", *more)]
        return [form for noun in nouns for form in (noun, noun.capitalize())]

    def is_plain_state(self, name: str) -> bool:
        """Whether a name is the noun of a state behind what is no state's adjective: ``První republika``."""
        first, _, rest = name.casefold().partition(" ")
        return self.units_after.get(rest) == "country" and not self.place_of_listed(first)

    @cached_property
    def unit_openers(self) -> frozenset[str]:
        """Words that make or tell a unit."""
        return frozenset(self.units) | frozenset(self.unit_hints)

    @cached_property
    def kind_of_unit(self) -> Callable[[str], PlaceKind | None]:
        """The kind of a unit that a folded word names or begins with: ``powiatu``, ``kreistagsvorsitzender``."""

        @lru_cache(maxsize=_KEPT)
        def find(word: str) -> PlaceKind | None:
            fits = (kind for unit, kind in self.units.items() if word == unit or _is_opening(unit, word))
            return next(fits, None)

        return find

    @cached_property
    def place_of_listed(self) -> Callable[[str], str | None]:
        """The place that a form of a listed adjective tells, empty if none; the form in folded case."""
        longest = max(map(len, self.adjective_inflections), default=0)

        @lru_cache(maxsize=_KEPT)
        def find(adjective: str) -> str | None:
            for length in range(longest + 1):
                stem, ending = adjective[: len(adjective) - length], adjective[len(adjective) - length :]
                if ending in self.adjective_inflections and stem in self.adjectives:
                    return self.adjectives[stem]
            return None

        return find

    def without_inflection(self, adjective: str) -> str:
        """The stem of an adjective in folded case: without the longest ending that adjectives take."""
        folded = adjective.casefold()
        endings = (form for form in self.adjective_inflections if folded.endswith(form))
        return folded.removesuffix(max(endings, key=len, default=""))

    @cached_property
    def stripped(self) -> Callable[[str], tuple[str, ...]]:
        """What an adjective may be made of: without each ending that it has, with what stands there in a name.

        Nothing for an adjective that the list has: its place is known, or it has none.
        """
        by_ending: dict[str, list[tuple[int, str]]] = {}
        for number, (ending, instead) in enumerate(self.adjective_endings):
            by_ending.setdefault(ending, []).append((number, instead))
        longest = max(map(len, by_ending), default=0)

        @lru_cache(maxsize=_KEPT)
        def strip(adjective: str) -> tuple[str, ...]:
            folded = adjective.casefold()
            if self.place_of_listed(folded) is not None:
                return ()
            cuts = range(max(len(folded) - longest, _SHORTEST_STEM), len(folded))
            found = [(n, adjective[:at] + instead) for at in cuts for n, instead in by_ending.get(folded[at:], ())]
            return tuple(name for _, name in sorted(found))

        return strip


def _is_opening(unit: str, word: str) -> bool:
    """Whether a compound begins with the word of a unit; short ones begin many words."""
    return len(unit) >= _SHORTEST_OPENING and word.startswith(unit)


def load_places(folder: Path) -> PlaceWords:
    """The words around places of a language pack.

    Raises:
        PackError: a file is missing or faulty.
    """
    path = folder / "places.toml"
    table = read_toml(path)
    return PlaceWords(
        home=frozenset(_strings(table, "home", path)),
        case_endings=require(table, "case_endings", bool, path),
        endings_of_foreign_names=tuple(table.get("endings_of_foreign_names", ())),
        prepositions=_folded(table, "prepositions", path),
        conjunctions=_folded(table, "conjunctions", path),
        unmarked_population=require(table, "unmarked_population", int, path),
        opening_population=int(table.get("opening_population", 0)),
        joiners=_folded(table, "joiners", path),
        units=_kinds(table, "units", path),
        unit_hints=_kinds(table, "unit_hints", path),
        units_after=_kinds(table, "units_after", path),
        thoroughfares=_folded(table, "thoroughfares", path),
        thoroughfare_endings=tuple(_folded(table, "thoroughfare_endings", path)),
        not_places=_folded(table, "not_places", path),
        adjective_endings=_pairs(table, path),
        adjective_inflections=_folded(table, "adjective_inflections", path),
        adjective_capital=bool(table.get("adjective_capital")),
        unit_adjectives=tuple(table.get("unit_adjectives", ())),
        plain_adjectives=frozenset(table.get("plain_adjectives", ())),
        people={name: compile_pattern(verb, path, {}) for name, verb in table.get("people", {}).items()},
        adjectives=_adjectives(folder / "places.csv"),
        abbreviations=dict(table.get("abbreviations", {})),
    )


def _strings(table: Mapping[str, Any], key: str, path: Path) -> tuple[str, ...]:
    values = table.get(key)
    if not isinstance(values, list) or not all(isinstance(value, str) for value in values):
        raise PackError(path, None, f"{key} must be a list of strings")
    return tuple(values)


def _folded(table: Mapping[str, Any], key: str, path: Path) -> frozenset[str]:
    return frozenset(value.casefold() for value in _strings(table, key, path))


def _kinds(table: Mapping[str, Any], key: str, path: Path) -> Mapping[str, PlaceKind]:
    kinds: dict[str, PlaceKind] = {}
    for kind in table.get(key, {}):
        if kind not in get_args(PlaceKind):
            raise PackError(path, None, f"{key}: unknown kind {kind!r}")
        kinds |= dict.fromkeys(_folded(table[key], kind, path), kind)
    return kinds


def _pairs(table: Mapping[str, Any], path: Path) -> tuple[tuple[str, str], ...]:
    """Whole endings with what stands in the name, and stems of endings (``adjective_stems``) with every inflection."""
    pairs = table.get("adjective_endings", [])
    stems = table.get("adjective_stems", [])
    if not all(isinstance(pair, list) and len(pair) == 2 for pair in (*pairs, *stems)):
        raise PackError(path, None, "adjective_endings and adjective_stems must be pairs")
    inflected = [(stem + form, instead) for stem, instead in stems for form in table["adjective_inflections"]]
    return tuple((ending.casefold(), instead) for ending, instead in (*pairs, *inflected))


def _adjectives(path: Path) -> Mapping[str, str]:
    adjectives: dict[str, str] = {}
    for line, row in read_csv(path, ("adjective", "place", "note")):
        stem = row["adjective"].casefold()
        if not row["place"]:
            raise PackError(path, line, f"{stem} has no place")
        if stem in adjectives:
            raise PackError(path, line, f"{stem} stands twice")
        adjectives[stem] = row["place"].removesuffix("-")  # "-" is no place: ``морськ`` is not of the town of Mora
    return adjectives
