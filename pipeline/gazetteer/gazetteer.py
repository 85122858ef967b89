"""Look places up by any of their names."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
from pyarrow import compute, feather

from pipeline.gazetteer.entries import Entry, fold, likelihood
from pipeline.gazetteer.names import SortedNames, one_chunk
from pipeline.records import PlaceKind

_TOWN = 5_000  # inhabitants from which a town abroad has its name for itself
_BIG = 100_000  # inhabitants from which a town's name in another language is common knowledge there

# Letters that some write for others: the tables have names as GeoNames has them, mostly without these.
_ALIKE = str.maketrans("ґё", "ге")


class Gazetteer:
    """Look places up by name.

    Args:
        folder: ``models/shared/gazetteer``.

    Raises:
        FileNotFoundError: the tables are not there.
    """

    def __init__(self, folder: Path) -> None:
        self._names = SortedNames(folder / "names.arrow")
        table = feather.read_table(folder / "places.arrow")
        self._columns = {name: one_chunk(table[name]) for name in table.column_names}
        self._folder = folder
        self._entries: dict[int, Entry] = {}
        self._of_ids: dict[int, Entry | None] = {}
        self._overlay: dict[str, tuple[Entry, ...]] = {}
        self._overlay_names: dict[tuple[int, str], str] = {}
        self._exonyms: dict[str, dict[int, str]] = {}
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
            key = fold(stem)
            found = self._stems[stem] = self._names.begins(key) or self._names.begins(key.translate(_ALIKE))
        return found

    def name_of(self, entry: Entry, language: str) -> str:
        """What a language calls the place; GeoNames' main name where no other is known."""
        own = self._overlay_names.get((entry.number, language))
        return own or self._exonyms_of(language).get(entry.number) or entry.name

    def is_called(self, entry: Entry, name: str, language: str) -> bool:
        """True if this is the place's own name or the language's name of it, not some third language's."""
        key = fold(name).translate(_ALIKE)
        return any(fold(own).translate(_ALIKE) == key for own in (entry.name, self.name_of(entry, language)))

    def best(
        self,
        name: str,
        *,
        countries: Iterable[str] = (),
        near: Iterable[Entry] = (),
        kinds: Iterable[PlaceKind] = (),
        language: str | None = None,
    ) -> Entry | None:
        """The likeliest place of this name.

        Args:
            name: base form.
            countries: ISO codes that the context speaks of; a place there wins over a bigger one elsewhere.
            near: places of the context; of two in the same country the nearer wins if its rival is not far bigger.
            kinds: kinds that the wording asks for (a word such as "district" before the name).
            language: of the text; what it calls a big place abroad is as good as that place's own name.
        """
        found = self.lookup(name)
        if not found:
            return None
        wanted = tuple(kinds)
        pool = [entry for entry in found if entry.kind in wanted] or list(found)
        favoured, around = frozenset(countries), tuple(near)[:5]
        key = fold(name)
        if language and any(e.kind == "city" and e.population >= _TOWN and fold(e.name) == key for e in pool):
            pool = [e for e in pool if not self._is_strange(e, key, language)]
        return max(pool, key=lambda e: (likelihood(e, favoured, around) + self._owns(e, key, language), -e.number))

    def _is_strange(self, entry: Entry, key: str, language: str) -> bool:
        """True if only others call a town so: Guben is not Gubin across the river, which has that very name."""
        names = (fold(entry.name), fold(self.name_of(entry, language)))
        return entry.kind == "city" and not any(key in name for name in names)

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

    def _owns(self, entry: Entry, key: str, language: str | None) -> float:
        """A bonus for a place whose main name this is (it is no old name of another first of all).

        What a language calls a big town or a state (``Lipsk``) gets a little more: it wins over a village at home.
        """
        if fold(entry.name) == key:
            return 1.5
        big = entry.kind in ("city", "country") and entry.population >= _BIG
        return 1.6 if language and big and fold(self.name_of(entry, language)) == key else 0.0

    @cached_property
    def _ids(self) -> np.ndarray[Any, np.dtype[np.int64]]:
        """The GeoNames id of each row, -1 where there is none: a dictionary of them would take twenty megabytes."""
        column = self._columns["geonames_id"].to_numpy(zero_copy_only=False).astype(np.float64)
        ids: np.ndarray[Any, np.dtype[np.int64]] = np.nan_to_num(column, nan=-1).astype(np.int64)
        return ids

    def _exonyms_of(self, language: str) -> dict[int, str]:
        """What one language calls places, by their numbers; tens of thousands in some, so read for each apart."""
        if language not in self._exonyms:
            table = feather.read_table(self._folder / "exonyms.arrow")
            own = table.filter(compute.equal(table["language"], language))
            self._exonyms[language] = dict(zip(own["place"].to_pylist(), own["name"].to_pylist(), strict=True))
        return self._exonyms[language]

    def _search(self, key: str) -> tuple[Entry, ...]:
        numbers = list(self._names.places_of(key))
        if not numbers and (other := key.translate(_ALIKE)) != key:
            numbers = list(self._names.places_of(other))
        return tuple(self._entry(number) for number in numbers)

    def _entry(self, number: int) -> Entry:
        entry = self._entries.get(number)
        if entry is None:
            cells: dict[str, Any] = {name: column[number].as_py() for name, column in self._columns.items()}
            entry = self._entries[number] = Entry(number=number, **cells)
        return entry
