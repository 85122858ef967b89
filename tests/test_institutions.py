"""Sentences with marked institutions; the format is told at the top of the case files."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from pipeline.extract.institutions import find_institutions
from pipeline.extract.institutions.acronyms import stands_for
from pipeline.extract.places import find_places
from pipeline.gazetteer import load_gazetteer
from pipeline.language import load_pack
from pipeline.language.files import PackError
from pipeline.language.institutions import load_institutions
from pipeline.records import AnnotatedDocument, Institution, Name, Segment, Sentence
from pipeline.settings import Settings, default_models_folder

CASES = Path(__file__).parent / "cases"
MODELS = default_models_folder()
MARK = re.compile(r"\{(PER|ORG|LOC):([^{}]+)\}")


def document_of(marked: str, language: str) -> AnnotatedDocument:
    """A one-sentence document with the marks of a recogniser."""
    text, names, last = "", [], 0
    for match in MARK.finditer(marked):
        text += marked[last : match.start()]
        names.append(Name(match[2], len(text), len(text) + len(match[2]), match[1]))  # type: ignore[arg-type]
        text += match[2]
        last = match.end()
    text += marked[last:]
    segments = (Segment("d", 0, None, "article", language, 0, len(text)),)
    sentences = (Sentence("d", 0, 0, 0, len(text), "unexplained", None),)
    return AnnotatedDocument("d", text, language, None, None, segments, sentences, tuple(names))


def found_in(marked: str, language: str, settings: Settings | None = None) -> tuple[Institution, ...]:
    """The institutions of a marked sentence."""
    settings = settings or Settings()
    document, pack = document_of(marked, language), load_pack(MODELS, language)
    places = find_places(document, (), pack, load_gazetteer(MODELS), settings)
    return find_institutions(document, (), places, pack, settings)


def cases() -> list[tuple[str, str, str]]:
    """(language, sentence, expected) of every case file: pairs of lines."""
    pairs = []
    for path in sorted(CASES.glob("*/institutions.txt")):
        lines = [line for line in path.read_text("utf-8").splitlines() if line.strip() and not line.startswith("#")]
        pairs += [
            (path.parent.name, one, other[2:].strip()) for one, other in zip(lines[::2], lines[1::2], strict=True)
        ]
    return pairs


@pytest.mark.parametrize(("language", "marked", "expected"), cases())
def test_case(language: str, marked: str, expected: str) -> None:
    rows = found_in(marked, language)
    names = dict.fromkeys(
        " | ".join(filter(None, (row.name, row.type, row.acronym, row.place and f"@{row.place}"))) for row in rows
    )
    assert list(names) == [part.strip() for part in expected.split(";;") if part.strip()]
    for row in rows:
        assert 0 < row.confidence <= 1


def test_acronym_and_place_give_one_id_in_two_languages() -> None:
    polish = found_in("{ORG:Miejski Ośrodek Pomocy Społecznej w Krakowie} (MOPS) w {LOC:Krakowie}.", "pl")
    german = found_in("Das {ORG:MOPS} in {LOC:Krakau} half.", "de")
    assert polish[0].institution_id == german[0].institution_id


def test_a_city_that_acts_is_one_body_in_two_languages() -> None:
    german = found_in("Die {ORG:Stadt Krakau} lädt ein.", "de")
    polish = found_in("Zaprasza {ORG:Miasto Kraków}.", "pl")
    assert german[0].institution_id == polish[0].institution_id


def test_namesakes_elsewhere_are_others() -> None:
    one = found_in("Das {ORG:MOPS} in {LOC:Krakau} half.", "de")
    other = found_in("Das {ORG:MOPS} in {LOC:Danzig} half.", "de")
    assert one[0].institution_id != other[0].institution_id


@pytest.mark.parametrize(
    ("acronym", "name", "fits"),
    [
        ("MOPS", "Miejski Ośrodek Pomocy Społecznej w Krakowie", True),
        ("THW", "Technisches Hilfswerk", True),
        ("DRK", "Deutsches Rotes Kreuz", True),
        ("PCPR", "Powiatowe Centrum Pomocy Rodzinie", True),
        ("MOPS", "Miejski Ośrodek Kultury", False),
        ("THW", "Stadtwerke Trier", False),
    ],
)
def test_initials(acronym: str, name: str, fits: bool) -> None:
    assert stands_for(acronym, name) is fits


def test_overlay_joins_names_of_two_languages(tmp_path: Path) -> None:
    (tmp_path / "institutions.csv").write_text(
        "id,language,name,acronym,type,place,note\n"
        "house,de,Haus der Klammer,HdK,culture,Trier,\n"
        "house,pl,Dom Klamry,HdK,culture,Trewir,\n",
        "utf-8",
    )
    settings = Settings(local=tmp_path)
    german = found_in("Das Haus der Klammer lädt ein.", "de", settings)
    polish = found_in("Zaprasza {ORG:Dom Klamry}.", "pl", settings)
    assert [(row.name, row.type, row.place) for row in german] == [("Haus der Klammer", "culture", "Trier")]
    assert {row.institution_id for row in (*german, *polish)} == {"house"}


def test_faulty_overlay_names_file_and_line(tmp_path: Path) -> None:
    header = "id,language,name,acronym,type,place,note\n"
    (tmp_path / "institutions.csv").write_text(header + "house,de,Haus der Klammer,,castle,,\n", "utf-8")
    with pytest.raises(PackError, match=r"institutions\.csv:2"):
        found_in("Das {ORG:Haus der Klammer}.", "de", Settings(local=tmp_path))


def test_faulty_lexicon_names_file_and_line(tmp_path: Path) -> None:
    folder = tmp_path / "zz"
    folder.mkdir()
    (tmp_path / "shared").mkdir()
    (tmp_path / "shared" / "institution_types.csv").write_text("id,note\nculture,\n", "utf-8")
    (folder / "institutions.toml").write_text("", "utf-8")
    (folder / "institutions.csv").write_text("form,type,kind,note\n*museum,culture,head,\n*amt,office,head,\n", "utf-8")
    with pytest.raises(PackError, match=r"institutions\.csv:3"):
        load_institutions(folder)


def test_bare_nouns_of_two_towns_are_two_bodies() -> None:
    gotha, again = found_in("Das {ORG:Jugendamt} in {LOC:Gotha} half. Das {ORG:Jugendamt} dankte.", "de")
    (jena,) = found_in("Das {ORG:Jugendamt} in {LOC:Jena} half.", "de")
    assert again.place == gotha.place == "Gotha"
    assert again.institution_id == gotha.institution_id != jena.institution_id


def test_a_name_of_its_own_is_one_body_wherever_it_is_told_of() -> None:
    (told,) = found_in("Das {ORG:Händel-Gymnasium} in {LOC:Gotha} half.", "de")
    (bare,) = found_in("Das {ORG:Händel-Gymnasium} half.", "de")
    assert told.institution_id == bare.institution_id
