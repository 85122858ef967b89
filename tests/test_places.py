"""Sentences with marked places; the format is told at the top of each case file."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from pipeline.extract.places import find_places, places_of_adjectives
from pipeline.gazetteer import Gazetteer, distance, load_gazetteer
from pipeline.language import load_pack
from pipeline.language.files import PackError
from pipeline.records import AnnotatedDocument, Name, Segment, Sentence
from pipeline.settings import Settings, default_models_folder

CASES = Path(__file__).parent / "cases"
MODELS = default_models_folder()
TAG = re.compile(r"\{(PER|ORG|LOC|\?LOC|-LOC):([^{}=|]+)(?:=([^{}|]+))?(?:\|([^{}]*))?\}")


def document_of(marked: str, language: str) -> tuple[AnnotatedDocument, dict[str, str | None]]:
    """A one-sentence document, and the places that must be found (surface → id or None)."""
    text, names, expected, last = "", [], {}, 0
    for match in TAG.finditer(marked):
        text += marked[last : match.start()]
        label, surface, name, geonames_id = match.groups()
        if label != "?LOC":
            plain = label.lstrip("-")
            names.append(Name(surface, len(text), len(text) + len(surface), plain))  # type: ignore[arg-type]
        if label in ("LOC", "?LOC"):
            expected[name or surface] = geonames_id
        text += surface
        last = match.end()
    text += marked[last:]
    segments = (Segment("d", 0, None, "article", language, 0, len(text)),)
    sentences = (Sentence("d", 0, 0, 0, len(text), "unexplained", None),)
    return AnnotatedDocument("d", text, language, None, None, segments, sentences, tuple(names)), expected


def cases() -> list[tuple[str, str]]:
    """(language, sentence) of every case file."""
    return [
        (path.parent.name, line)
        for path in sorted(CASES.glob("*/places.txt"))
        for line in path.read_text("utf-8").splitlines()
        if line.strip() and not line.startswith("#")
    ]


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return load_gazetteer(MODELS)


@pytest.mark.parametrize(("language", "marked"), cases())
def test_case(language: str, marked: str, gazetteer: Gazetteer) -> None:
    document, expected = document_of(marked, language)
    found = find_places(document, (), load_pack(MODELS, language), gazetteer, Settings())
    assert {place.name for place in found} == set(expected)
    for place in found:
        assert document.text[place.start_char : place.end_char] == place.text
        if wanted := expected[place.name]:
            assert str(place.geonames_id) == wanted


@pytest.mark.parametrize("name", ["Kraków", "Krakau", "Cracow", "Краків", "Краков", "Cracovie", "Krakov", "Krokuva"])
def test_one_city_has_one_id_in_every_language(name: str, gazetteer: Gazetteer) -> None:
    entry = gazetteer.best(name)
    assert entry is not None
    assert entry.geonames_id == 3094802


def test_names_in_the_documents_language(gazetteer: Gazetteer) -> None:
    entry = gazetteer.best("Frankfurt am Main")
    assert entry is not None
    assert gazetteer.name_of(entry, "pl") == "Frankfurt nad Menem"
    assert gazetteer.name_of(entry, "de") == "Frankfurt am Main"


def test_namesakes_are_told_apart_by_context(gazetteer: Gazetteer) -> None:
    slubice = gazetteer.best("Słubice")
    assert slubice is not None
    near_the_oder = gazetteer.best("Frankfurt (Oder)")
    on_the_main = gazetteer.best("Frankfurt")
    assert near_the_oder is not None
    assert on_the_main is not None
    assert near_the_oder.geonames_id != on_the_main.geonames_id
    assert distance(near_the_oder, slubice) < 10 < distance(on_the_main, slubice)


@pytest.mark.parametrize(
    ("name", "language", "home", "country"),
    [
        ("Lipsk", "pl", "PL", "DE"),
        ("Lipsk", None, "PL", "PL"),
        ("Włochy", "pl", "PL", "IT"),
        ("Lemberg", "de", "DE", "UA"),
        ("Odessa", "de", "DE", "UA"),
        ("Cham", "de", "DE", "DE"),
        ("Damaskus", "de", "DE", "SY"),
    ],
)
def test_a_languages_name_of_a_big_town_wins_over_a_village(
    name: str, language: str | None, home: str, country: str, gazetteer: Gazetteer
) -> None:
    entry = gazetteer.best(name, countries=(home,), language=language)
    assert entry is not None
    assert entry.country == country


def test_unknown_name_is_unknown(gazetteer: Gazetteer) -> None:
    assert not gazetteer.knows("Hinterpfuideixlstadt")
    assert gazetteer.lookup("") == ()


@pytest.mark.parametrize(
    ("language", "text", "place"),
    [
        ("de", "Der Krakauer Bürgermeister kam.", "Krakau"),
        ("de", "Eine ukrainische Gruppe kam.", "Ukraine"),
        ("pl", "Gości powitał krakowski radny.", "Kraków"),
        ("pl", "Przyjechała niemiecka delegacja.", "Niemcy"),
        ("cs", "Přijela polská delegace.", "Polsko"),
        ("uk", "Приїхала польська делегація.", "Польща"),
    ],
)
def test_adjectives_hint_at_places(language: str, text: str, place: str, gazetteer: Gazetteer) -> None:
    document, _ = document_of(text, language)
    hints = places_of_adjectives(document, load_pack(MODELS, language), gazetteer)
    assert [hint.place for hint in hints] == [place]
    assert find_places(document, (), load_pack(MODELS, language), gazetteer, Settings()) == ()


def test_overlay_teaches_places(tmp_path: Path) -> None:
    header = "name,language,geonames_id,kind,country,latitude,longitude,note\n"
    rows = "Klein Krakau,de,3094802,,,,,nickname\nTraumdorf,,,city,DE,50.1,8.2,our camp\n"
    (tmp_path / "places.csv").write_text(header + rows, "utf-8")
    taught = load_gazetteer(MODELS, tmp_path)
    assert [entry.geonames_id for entry in taught.lookup("Klein Krakau")] == [3094802]
    assert taught.lookup("Traumdorf")[0].country == "DE"


def test_faulty_overlay_names_file_and_line(tmp_path: Path) -> None:
    header = "name,language,geonames_id,kind,country,latitude,longitude,note\n"
    (tmp_path / "places.csv").write_text(header + "Traumdorf,,,village,DE,,,\n", "utf-8")
    with pytest.raises(PackError, match=r"places\.csv:2"):
        load_gazetteer(MODELS, tmp_path)


@pytest.mark.parametrize(
    ("sentence", "places"),
    [
        ("Prišla delegácia {PER:Svidníka} a hudba.", {"Svidník"}),
        ("Hostí viedol primátor {PER:Pápy Tomáš Kováč} s manželkou.", {"Pápa"}),
        ("Prišla delegácia, {PER:Svidníka} s ňou, čo {PER:Ján Svidník} nečakal.", set()),
    ],
)
def test_a_town_taken_for_a_person_is_a_place(sentence: str, places: set[str], gazetteer: Gazetteer) -> None:
    document, _ = document_of(sentence, "sk")
    found = find_places(document, (), load_pack(MODELS, "sk"), gazetteer, Settings())
    assert {place.name for place in found} == places
