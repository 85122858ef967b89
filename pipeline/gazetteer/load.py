"""The gazetteer with what packs and the user add to it."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import get_args

from pipeline.gazetteer.entries import Entry
from pipeline.gazetteer.gazetteer import Gazetteer
from pipeline.language.files import PackError, read_csv
from pipeline.records import PlaceKind


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
