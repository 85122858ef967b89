"""Named cities, districts, regions and countries, and the places that adjectives hint at."""

from __future__ import annotations

from pipeline.extract.places.adjectives import AdjectiveHint, places_of_adjectives
from pipeline.extract.places.finder import find_places

__all__ = ["AdjectiveHint", "find_places", "places_of_adjectives"]
