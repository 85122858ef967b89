"""A place of the gazetteer, and how names are compared."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from math import asin, cos, radians, sin, sqrt

from pipeline.records import PlaceKind

_APOSTROPHES_AND_DASHES = str.maketrans({"’": "'", "ʼ": "'", "`": "'", "–": "-", "—": "-", "‑": "-", "\u00a0": " "})


@lru_cache(maxsize=50_000)  # names come again and again, and every look-up begins here
def fold(name: str) -> str:
    """The form under which names are compared: composed, without case, one kind of apostrophe and dash."""
    return " ".join(unicodedata.normalize("NFC", name).casefold().translate(_APOSTROPHES_AND_DASHES).split())


@dataclass(frozen=True, slots=True)
class Entry:
    """One place of the gazetteer.

    Attributes:
        number: row of the place, bigger places first; negative for a place of a local overlay.
        name: GeoNames' main name.
        kind: city, district, region or country.
        country: ISO 3166-1 alpha-2, None for what lies in several states.
        geonames_id: None for villages of the postal list and for historical regions.
        latitude: degrees north, None where no source tells.
        longitude: degrees east.
        population: inhabitants, 0 if unknown.
    """

    number: int
    name: str
    kind: PlaceKind
    country: str | None
    geonames_id: int | None
    latitude: float | None
    longitude: float | None
    population: int


def likelihood(entry: Entry, countries: frozenset[str], near: tuple[Entry, ...]) -> float:
    """Orders of magnitude of the population, plus what the context adds.

    A state outranks a town of its name; a country that the document speaks of is worth a hundredfold population, a
    place within 300 km of the document's other places a twentyfold one.
    """
    score = 8.0 if entry.kind == "country" else len(str(entry.population)) if entry.population else 0.5
    if entry.kind in ("region", "district"):
        score += 2.5 if entry.kind == "region" else 1.0
    if entry.country in countries:
        score += 2.0
    if (
        near
        and entry.latitude is not None
        and any(distance(entry, other) < 300 for other in near if other is not entry)
    ):
        score += 1.3
    return score


def distance(one: Entry, other: Entry) -> float:
    """Kilometres between two places on the great circle; infinite if a place has no coordinates."""
    if one.latitude is None or other.latitude is None or one.longitude is None or other.longitude is None:
        return float("inf")
    north, south = radians(one.latitude), radians(other.latitude)
    east = radians(other.longitude - one.longitude)
    chord = sin((south - north) / 2) ** 2 + cos(north) * cos(south) * sin(east / 2) ** 2
    return 12_742.0 * asin(sqrt(chord))
