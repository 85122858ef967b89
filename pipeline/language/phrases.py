"""How a language builds a name around the head of an institution: the table ``[phrases]`` of ``institutions.toml``."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any


@dataclass(frozen=True, eq=False)
class PhraseWords:
    """The words that stand around heads.

    Attributes:
        heads_last: whether what belongs to a head stands before it (``Utenos verslo informacijos centras``).
        types: types of institutions whose heads make names.
        small_types: types whose heads, in small letters, make a name with an adjective with a capital behind them
            (``администрация Советского округа``).
        plain_heads: heads that are too common to make one (``město``, ``kraj``), in folded case.
        adjectives: endings of the adjectives before a head; where heads stand last, also of the genitives.
        genitives: endings of the adjectives behind a first head.
        heads: words that head a name without telling its type (``centrum``), in folded case.
        known: whole names of several words, in every case.
        inside: words in small letters that stand inside names; ``x*`` is any word that begins with x.
        opening: first words that make a name even where a capital only opens the sentence.
        kinds: beginnings of adjectives in small letters that tell of what kind a body is: they belong to a name that a
            quoted part or a number makes (``камерний хор «Ліра»``, but ``чеський хор «Ліра»``).
        places: endings of the case in which a town says where something is: it is no part of the name before or behind
            it (``muziejus | Biržuose``).
        seated: beginnings of heads that keep the place behind them (``ambasada Vilniuje``).
    """

    heads_last: bool
    types: frozenset[str]
    small_types: frozenset[str]
    plain_heads: frozenset[str]
    adjectives: tuple[str, ...]
    genitives: tuple[str, ...]
    heads: frozenset[str]
    known: re.Pattern[str]
    inside: Mapping[str, tuple[str, ...]]
    opening: tuple[str, ...]
    kinds: tuple[str, ...]
    places: tuple[str, ...]
    seated: tuple[str, ...]

    def is_adjective(self, word: str) -> bool:
        """Whether a word can be an adjective (or genitive) that belongs to a head."""
        return len(word) > 3 and word.casefold().endswith(self.adjectives)

    def is_place(self, word: str) -> bool:
        """Whether a word with a capital stands in the case of places: there something is."""
        return word[0].isupper() and word.endswith(self.places)

    def is_genitive(self, word: str) -> bool:
        """Whether a word can be an adjective in the genitive, behind a head."""
        return len(word) > 3 and word.casefold().endswith(self.genitives)

    def is_kind(self, word: str) -> bool:
        """Whether an adjective in small letters tells of what kind a body is."""
        return word.startswith(self.kinds) and self.is_adjective(word)

    def is_inside(self, word: str) -> bool:
        """Whether a word stands inside names of institutions."""
        return _is_inside(self, word.casefold())

    def opens(self, word: str) -> bool:
        """Whether a first word makes a name by itself."""
        return word.casefold().startswith(self.opening)


@lru_cache(maxsize=20_000)
def _is_inside(words: PhraseWords, folded: str) -> bool:
    return any(
        folded.startswith(form[:-1]) if form[-1] == "*" else folded == form for form in words.inside.get(folded[:2], ())
    )


def _pattern(names: Sequence[str]) -> re.Pattern[str]:
    written = sorted((re.escape(name).replace(r"\*", r"\w*").replace(r"\ ", r"[ \u00a0]") for name in names), key=len)
    return re.compile(rf"(?<!\w)(?:{'|'.join(reversed(written)) or '(?!)'})(?!\w)")


def read_phrases(table: Mapping[str, Any]) -> PhraseWords:
    """The table ``[phrases]``; its lists may be strings of words with blanks between."""
    inside: dict[str, tuple[str, ...]] = {}
    for form in table["inside"].split():
        inside[form[:2]] = (*inside.get(form[:2], ()), form)
    return PhraseWords(
        heads_last=table["heads_last"],
        types=frozenset(table["types"].split()),
        genitives=tuple(table["genitives"].split()),
        heads=frozenset(table["heads"].split()),
        known=_pattern(table["known"]),
        small_types=frozenset(table["small_types"].split()),
        plain_heads=frozenset(table["plain_heads"].split()),
        adjectives=tuple(table["adjectives"].split()),
        inside=inside,
        opening=tuple(table["opening"].split()) or ("\0",),
        kinds=tuple(table.get("kinds", "").split()) or ("\0",),
        places=tuple(table.get("places", "").split()) or ("\0",),
        seated=tuple(table.get("seated", "").split()) or ("\0",),
    )
