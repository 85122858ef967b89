"""The place that an adjective tells of (``Krakauer``, ``krakowski``)."""

from __future__ import annotations

from functools import lru_cache

from pipeline.gazetteer import Gazetteer, fold
from pipeline.language.places import PlaceWords

# A village's name is too weak to make an adjective of any word that ends like one.
_LEAST_POPULATION = 5_000


@lru_cache(maxsize=20_000)
def place_of_adjective(word: str, words: PlaceWords, gazetteer: Gazetteer) -> str | None:
    """The place that an adjective tells: from the list of adjectives, else by the endings of the language."""
    if place := words.place_of_listed(word.casefold()):
        return place
    if words.adjective_capital and not word[0].isupper():
        return None
    for name in words.stripped(word):
        if fold(name) in words.not_places:
            continue
        entry = gazetteer.best(name, countries=words.home)
        if entry is not None and entry.population >= _LEAST_POPULATION and entry.kind == "city":
            return name
    return None
