"""The words around a function of a person: the scalars of ``roles.toml``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipeline.language.files import PackError

_OPTIONAL = ("lowercase_nouns", "nouns_before", "double_surnames", "country", "company")


@dataclass(frozen=True, slots=True)
class RoleWords:
    """The words around a function, from ``roles.toml``; all in lower case.

    Attributes:
        articles: articles and possessives, which may stand before a function and inside its complement.
        definite: articles that point back to someone named.
        genitives: those of them that may follow a noun that governs them.
        plural_articles: articles that make an ambiguous form a plural.
        links: prepositions that a complement may hold.
        conjunctions: what joins names or functions.
        copulas: verbs and particles that say a function of a person.
        appointments: words that lead to a function someone is given (``zum``).
        address: forms of address before a name.
        stops: words that end a complement.
        adverbs: words that may stand between a name and the function said of it.
        origin: prepositions before the place that a person comes from.
        units: nouns of administrative units, which NER takes for parts of names.
        not_names: words that look like given names and mostly are none (``Rada``).
        namesake: words after which a person's name only names something.
        verb_endings: endings of verb forms, which end a complement of lower-case words.
        nominal: words with such an ending that are no verbs.
        adjective_endings: endings of adjectives.
        demonym_endings: endings of adjectives from places that are written with a capital.
        elisions: words that an apostrophe joins to the next (``l'ambassadeur``).
        lowercase_nouns: whether common nouns are written small.
        nouns_before: whether common nouns may stand before a function to tell its kind (``youth pastor``).
        particles: small words inside family names.
        double_surnames: endings of family names two of which, with a spaced dash between them, are one person's
            (``Kováčová - Malá``); none where that is not usual.
        company: prepositions before another person's function (``prezydent z konsulem Janem Lisem``); none where such
            a word also ties a complement to its function.
        country: the country of national offices where the text names none; None if the language has several.
    """

    articles: frozenset[str]
    definite: frozenset[str]
    genitives: frozenset[str]
    plural_articles: frozenset[str]
    links: frozenset[str]
    conjunctions: frozenset[str]
    copulas: frozenset[str]
    appointments: frozenset[str]
    address: frozenset[str]
    stops: frozenset[str]
    adverbs: frozenset[str]
    origin: frozenset[str]
    units: frozenset[str]
    not_names: frozenset[str]
    namesake: frozenset[str]
    verb_endings: tuple[str, ...]
    nominal: frozenset[str]
    adjective_endings: tuple[str, ...]
    demonym_endings: tuple[str, ...]
    particles: frozenset[str]
    elisions: frozenset[str]
    lowercase_nouns: bool
    nouns_before: bool
    double_surnames: tuple[str, ...]
    country: str | None
    company: frozenset[str]


def read_role_words(table: Mapping[str, Any], path: Path) -> RoleWords:
    """The table ``words`` of a ``roles.toml``.

    Raises:
        PackError: a list of words is missing or is no string.
    """
    words = table.get("words", {})
    names = [name for name in RoleWords.__dataclass_fields__ if name not in _OPTIONAL]
    missing = [name for name in names if not isinstance(words.get(name), str)]
    if missing:
        raise PackError(path, None, f"words.{missing[0]} must be a string of words")
    lists = {name: words[name].casefold().split() for name in names}
    endings = ("verb_endings", "adjective_endings", "demonym_endings")
    values: dict[str, Any] = {n: tuple(lists[n]) if n in endings else frozenset(lists[n]) for n in names}
    return RoleWords(
        **values,
        lowercase_nouns=bool(words.get("lowercase_nouns", True)),
        nouns_before=bool(words.get("nouns_before", False)),
        double_surnames=tuple(words.get("double_surnames", "").casefold().split()),
        country=words.get("country"),
        company=frozenset(words.get("company", "").casefold().split()),
    )
