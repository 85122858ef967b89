"""The place that an adjective tells of (``Krakauer``, ``krakowski``)."""

from __future__ import annotations

from pipeline.gazetteer import Gazetteer, fold
from pipeline.language.places import PlaceWords

# A village's name is too weak to make an adjective of any word that ends like one.
_LEAST_POPULATION = 5_000


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
