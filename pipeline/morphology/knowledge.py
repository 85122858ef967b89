"""What a pack knows about the forms of names; pipeline.language.morphology reads it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, NamedTuple

Kind = Literal["given", "family", "place", "noun", "adjective"]
Gender = Literal["m", "f", "n"]


class Paradigm(NamedTuple):
    """One declension: which endings a word of a kind has in which case.

    Attributes:
        kinds: sorts of words that decline so.
        gender: gender of the words.
        plural: whether these are plural forms.
        endings: per case the endings that alternate; the first of the first case makes the base form.
        after: characters of which one must precede the ending; empty for any.
        stem: what the end of the stem must match beyond that, in lower case.
        weight: log-weight of the paradigm beside others.
    """

    kinds: tuple[Kind, ...]
    gender: Gender
    plural: bool
    endings: tuple[tuple[str, ...], ...]
    after: str
    stem: re.Pattern[str] | None
    weight: float


@dataclass(frozen=True)
class MorphologyPart:
    """What a pack knows about the forms of names.

    Attributes:
        folder: the pack's folder, for messages.
        engine: library behind the readings: ``paradigms`` for none.
        case_weights: log-weight of each case for a name in running text, nominative first.
        case_names: the engine's own names of the cases, in the same order.
        paradigms: declensions.
        nouns: heads of institutions' names, lower case, with gender and number.
        compounds: letters from which on a noun also counts as the end of a longer word; 0 for never.
        adjectives_follow: whether adjectives that agree with the head may stand behind it.
        head_last: whether the head of an institution's name stands last, with genitives before it.
        last_only: whether only the last word of a person's name takes a case ending.
        two_surnames: whether people bear two family names side by side.
        indeclinable: log-weight of a name left in its base form where the sentence asks for another case.
        oblique_endings: endings that a base form hardly ever has, as they are some case's own.
        oblique_places: the same for places: what a gazetteer holds with such an ending is a unit called by its genitive
            (``Marcinkonių`` seniūnija) or a name from abroad in another language, and no guess ends so.
        articles: words before an institution's name that are no part of it.
        prepositions: prepositions with the bit set of the cases that they ask for.
        offices: forms of offices, lower case, with the bit set of the cases that they stand in.
        conjunctions: words that join two adjectives before one head.
        small_words: words written small within a name that a headline has in capitals.
        particles: words that open a family name.
        titles: words and abbreviations before or after a person's name that are no part of it.
        given_names: given names of this language, with the genders of their bearers.
        foreign_given_names: given names of other languages.
        family_names: family names in base form.
        foreign_family_names: family names of other languages, a sample that shows how names may end.
        place_names: last words of names of places, a sample that shows how they end.
    """

    folder: Path
    engine: str = "paradigms"
    case_weights: tuple[float, ...] = (0.0,)
    case_names: tuple[str, ...] = ("nom",)
    paradigms: tuple[Paradigm, ...] = ()
    nouns: Mapping[str, tuple[tuple[Gender, bool], ...]] = field(default_factory=dict)
    compounds: int = 0
    adjectives_follow: bool = False
    head_last: bool = False
    last_only: bool = False
    two_surnames: bool = False
    indeclinable: float = -4.0
    oblique_endings: tuple[str, ...] = ()
    oblique_places: tuple[str, ...] = ()
    articles: frozenset[str] = frozenset()
    prepositions: Mapping[str, int] = field(default_factory=dict)
    offices: Mapping[str, int] = field(default_factory=dict)
    conjunctions: frozenset[str] = frozenset()
    small_words: frozenset[str] = frozenset()
    particles: frozenset[str] = frozenset()
    titles: frozenset[str] = frozenset()
    given_names: Mapping[str, str] = field(default_factory=dict)
    foreign_given_names: Mapping[str, str] = field(default_factory=dict)
    family_names: frozenset[str] = frozenset()
    foreign_family_names: frozenset[str] = frozenset()
    place_names: frozenset[str] = frozenset()
