"""Places of the world by any of their names: GeoNames ids, kinds, countries, coordinates, names per language.

The data are three Arrow files in ``models/shared/gazetteer`` (built by ``models/training/gazetteer``; GeoNames,
CC BY 4.0). Names are kept as one sorted run of bytes and found by bisection, because a dictionary of half a million
names would cost ten times the memory and most documents ask for a few dozen. Arrow's own format loads in a fifth of
the time and memory that Parquet needs.
"""

from __future__ import annotations

import unicodedata
from array import array
from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property, lru_cache
from math import asin, cos, radians, sin, sqrt
from pathlib import Path
from typing import Any, get_args

import numpy as np
import pyarrow as pa
from pyarrow import feather

from pipeline.language.files import PackError, read_csv
from pipeline.records import PlaceKind

_MILE = 64  # names from one milestone to the next
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


class Gazetteer:
    """Look places up by name.

    Args:
        folder: ``models/shared/gazetteer``.

    Raises:
        FileNotFoundError: the tables are not there.
    """

    def __init__(self, folder: Path) -> None:
        names = feather.read_table(folder / "names.arrow")
        column = _one_chunk(names["name"])
        _, offsets, data = column.buffers()
        self._offsets = memoryview(offsets).cast("i")
        self._data = memoryview(data)
        self._keep = (names, offsets, data)
        self._places_of_names = _one_chunk(names["place"])
        self._size = len(column)
        self._table = feather.read_table(folder / "places.arrow").combine_chunks()
        self._folder = folder
        self._entries: dict[int, Entry] = {}
        self._of_ids: dict[int, Entry | None] = {}
        self._overlay: dict[str, tuple[Entry, ...]] = {}
        self._overlay_names: dict[tuple[int, str], str] = {}
        self._found: dict[str, tuple[Entry, ...]] = {}
        self._stems: dict[str, bool] = {}

    def lookup(self, name: str) -> tuple[Entry, ...]:
        """Every place of this name in any language, the biggest first; case does not matter. Empty if unknown."""
        key = fold(name)
        found = self._found.get(key)
        if found is None:
            if len(self._found) > 50_000:
                self._found.clear()
            found = self._found[key] = self._overlay.get(key) or self._search(key)
        return found

    def knows(self, name: str) -> bool:
        """True if some place has this name."""
        return bool(self.lookup(name))

    def begins(self, stem: str) -> bool:
        """True if some name begins with these letters: a cheap test before base forms are worked out."""
        found = self._stems.get(stem)
        if found is None:
            if len(self._stems) > 50_000:
                self._stems.clear()
            wanted = fold(stem).encode()
            position = self._position(wanted)
            found = self._stems[stem] = position < self._size and self._key(position).startswith(wanted)
        return found

    def name_of(self, entry: Entry, language: str) -> str:
        """What a language calls the place; GeoNames' main name where no other is known."""
        own = self._overlay_names.get((entry.number, language))
        return own or self._exonyms.get((entry.number, language)) or entry.name

    def is_called(self, entry: Entry, name: str, language: str) -> bool:
        """True if this is the place's own name or the language's name of it, not some third language's."""
        key = fold(name)
        return fold(entry.name) == key or fold(self.name_of(entry, language)) == key

    def best(
        self,
        name: str,
        *,
        countries: Iterable[str] = (),
        near: Iterable[Entry] = (),
        kinds: Iterable[PlaceKind] = (),
    ) -> Entry | None:
        """The likeliest place of this name.

        Args:
            name: base form.
            countries: ISO codes that the context speaks of; a place there wins over a bigger one elsewhere.
            near: places of the context; of two in the same country the nearer wins if its rival is not far bigger.
            kinds: kinds that the wording asks for (a word such as "district" before the name).
        """
        found = self.lookup(name)
        if not found:
            return None
        wanted = tuple(kinds)
        pool = [entry for entry in found if entry.kind in wanted] or list(found)
        favoured, around = frozenset(countries), tuple(near)[:5]
        key = fold(name)
        return max(pool, key=lambda e: (_likelihood(e, favoured, around) + self._owns(e, key), -e.number))

    def add(self, entry: Entry, names: Iterable[tuple[str | None, str]]) -> None:
        """Teach a place: its names as (language or None for all, name). It wins over what the tables hold."""
        for language, name in names:
            key = fold(name)
            self._overlay[key] = (
                entry,
                *(known for known in self._overlay.get(key, ()) if known.number != entry.number),
            )
            self._found.pop(key, None)
            if language:
                self._overlay_names[entry.number, language] = name

    def by_id(self, geonames_id: int) -> Entry | None:
        """The place with this GeoNames id."""
        if geonames_id not in self._of_ids:
            rows = np.flatnonzero(self._ids == geonames_id)
            self._of_ids[geonames_id] = self._entry(int(rows[0])) if len(rows) else None
        return self._of_ids[geonames_id]

    def _owns(self, entry: Entry, key: str) -> float:
        """A bonus for a place whose main name this is: Borisoglebsk is no old name of Daugavpils first of all."""
        return 1.5 if fold(entry.name) == key else 0.0

    @cached_property
    def _ids(self) -> np.ndarray[Any, np.dtype[np.int64]]:
        """The GeoNames id of each row, -1 where there is none: a dictionary of them would take twenty megabytes."""
        column = _one_chunk(self._table["geonames_id"]).to_numpy(zero_copy_only=False).astype(np.float64)
        ids: np.ndarray[Any, np.dtype[np.int64]] = np.nan_to_num(column, nan=-1).astype(np.int64)
        return ids

    @cached_property
    def _exonyms(self) -> dict[tuple[int, str], str]:
        table = feather.read_table(self._folder / "exonyms.arrow")
        columns = (table[name].to_pylist() for name in ("place", "language", "name"))
        return {(place, language): name for place, language, name in zip(*columns, strict=True)}

    def _position(self, wanted: bytes) -> int:
        """Where a name stands, or would stand: first among the milestones, which are compared without Python's help."""
        mile = bisect_left(self._milestones, wanted)
        low, high = max(0, (mile - 1) * _MILE), min(self._size, mile * _MILE)
        return bisect_left(range(self._size), wanted, low, high, key=self._key)

    @cached_property
    def _milestones(self) -> list[bytes]:
        return [self._key(position) for position in range(0, self._size, _MILE)]

    def _key(self, position: int) -> bytes:
        return bytes(self._data[self._offsets[position] : self._offsets[position + 1]])

    def _search(self, key: str) -> tuple[Entry, ...]:
        wanted = key.encode()
        position = self._position(wanted)
        found = array("i")
        while position < self._size and self._key(position) == wanted:
            found.append(self._places_of_names[position].as_py())
            position += 1
        return tuple(self._entry(number) for number in found)

    def _entry(self, number: int) -> Entry:
        entry = self._entries.get(number)
        if entry is None:
            cells: dict[str, Any] = {name: self._table[name][number].as_py() for name in self._table.column_names}
            entry = self._entries[number] = Entry(number=number, **cells)
        return entry


def _one_chunk(column: pa.ChunkedArray) -> pa.Array:
    array_ = column.combine_chunks()
    return array_.chunk(0) if isinstance(array_, pa.ChunkedArray) else array_


def _likelihood(entry: Entry, countries: frozenset[str], near: tuple[Entry, ...]) -> float:
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


def load_gazetteer(models: Path, local: Path | None = None) -> Gazetteer:
    """The gazetteer of a models folder, with the places of the user's overlay; loaded once per process.

    Args:
        models: the models folder.
        local: folder with the overlay ``places.csv``; ``models/local`` if not given. Its columns are name, language
            (empty for all), geonames_id, kind, country, latitude, longitude, note. A row whose geonames_id the
            gazetteer holds adds a name to that place; rows of another id, or of one name without id, are a new place.

    Raises:
        FileNotFoundError: ``shared/gazetteer`` is missing.
        PackError: the overlay is faulty.
    """
    return _load(models, local or models / "local")


@lru_cache(maxsize=4)
def _load(models: Path, local: Path) -> Gazetteer:
    gazetteer = Gazetteer(models / "shared" / "gazetteer")
    for path in sorted(models.glob("*/exonyms.csv")):
        _exonyms_of(gazetteer, path)
    if (path := local / "places.csv").is_file():
        _overlay(gazetteer, path)
    return gazetteer


def _exonyms_of(gazetteer: Gazetteer, path: Path) -> None:
    """Names of places in the language of a pack that the tables do not hold, so that a pack needs no new tables."""
    for line, row in read_csv(path, ("name", "place", "country", "note")):
        entry = gazetteer.best(row["place"], countries=(row["country"],))
        if entry is None or entry.country != row["country"]:
            raise PackError(path, line, f"the gazetteer knows no {row['place']!r} in {row['country']!r}")
        gazetteer.add(entry, [(path.parent.name, row["name"])])


def _overlay(gazetteer: Gazetteer, path: Path) -> None:
    taught: dict[str, Entry] = {}
    for line, row in read_csv(
        path, ("name", "language", "geonames_id", "kind", "country", "latitude", "longitude", "note")
    ):
        try:
            geonames_id = int(row["geonames_id"]) if row["geonames_id"] else None
            latitude, longitude = (float(row[key]) if row[key] else None for key in ("latitude", "longitude"))
        except ValueError as error:
            raise PackError(path, line, str(error)) from error
        kind = next((kind for kind in get_args(PlaceKind) if kind == row["kind"]), None)
        known = gazetteer.by_id(geonames_id) if geonames_id else None
        entry = known or taught.get(row["geonames_id"] or row["name"])
        if entry is None:
            if not row["name"] or kind is None:
                raise PackError(path, line, "a new place needs a name and a kind (city, district, region, country)")
            country = row["country"] or None
            entry = Entry(-1 - len(taught), row["name"], kind, country, geonames_id, latitude, longitude, 1_000_000)
            taught[row["geonames_id"] or row["name"]] = entry
        gazetteer.add(entry, [(row["language"] or None, row["name"])])
