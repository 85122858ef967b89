"""Adjectives made from names of places: no places themselves, but a hint where something belongs."""

from __future__ import annotations

import re
from dataclasses import dataclass

from pipeline.gazetteer import Entry, Gazetteer, fold
from pipeline.language import LanguagePack
from pipeline.language.places import PlaceWords
from pipeline.records import AnnotatedDocument

_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
# A village's name is too weak to make an adjective of any word that ends like one.
_LEAST_POPULATION = 5_000


@dataclass(frozen=True, slots=True)
class AdjectiveHint:
    """An adjective and the place it tells of.

    Attributes:
        text: the adjective as it stands.
        start_char: first character, code points into the document's text.
        end_char: one past the last.
        place: base form of the place in the document's language.
        entry: the place in the gazetteer, None if it is not there.
    """

    text: str
    start_char: int
    end_char: int
    place: str
    entry: Entry | None


def places_of_adjectives(
    document: AnnotatedDocument, pack: LanguagePack, gazetteer: Gazetteer
) -> tuple[AdjectiveHint, ...]:
    """Every adjective of the document that tells a place (``Krakauer``, ``krakowski``, ``ukrainische``), in order."""
    words = pack.places
    hints = []
    for match in _WORD.finditer(document.text):
        place = place_of_adjective(match[0], words, gazetteer)
        if place:
            entry = gazetteer.best(place, countries=words.home)
            hints.append(AdjectiveHint(match[0], match.start(), match.end(), place, entry))
    return tuple(hints)


def place_of_adjective(word: str, words: PlaceWords, gazetteer: Gazetteer) -> str | None:
    """The place that an adjective tells: from the list of adjectives, else by the endings of the language."""
    folded = word.casefold()
    for length in range(words.longest_inflection + 1):
        stem, ending = folded[: len(folded) - length], folded[len(folded) - length :]
        if ending in words.adjective_inflections and (place := words.adjectives.get(stem)):
            return place
    if words.adjective_capital and not word[0].isupper():
        return None
    for ending, instead in words.adjective_endings:
        if folded.endswith(ending) and len(folded) - len(ending) >= 3:
            name = word[: len(word) - len(ending)] + instead
            if fold(name) in words.not_places:
                continue
            entry = gazetteer.best(name, countries=words.home)
            if entry is not None and entry.population >= _LEAST_POPULATION and entry.kind == "city":
                return name
    return None
