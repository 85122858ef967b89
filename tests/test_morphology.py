"""Base forms of persons, institutions and places: every case file, and what holds whatever the language."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import NamedTuple

import pytest

from pipeline.language.files import PackError
from pipeline.language.morphology import load_morphology
from pipeline.morphology import Attestations, Morphology
from pipeline.settings import default_models_folder

CASES = Path(__file__).parent / "cases"


class Case(NamedTuple):
    """One line of a case file."""

    language: str
    label: str
    surface: str
    base: str
    others: tuple[str, ...]
    known: frozenset[str]
    fails: bool


def read_cases(path: Path) -> list[Case]:
    """The cases of a file; its format is told at the top of tests/cases/pl/morphology.txt."""
    known: frozenset[str] = frozenset()
    cases = []
    for line in path.read_text("utf-8").splitlines():
        if line.startswith("known:"):
            known = frozenset(place.strip() for place in line[6:].split(";"))
        elif line.strip() and not line.startswith("#"):
            fails = line.startswith("*")
            label, rest = line.lstrip("*").split(" ", 1)
            name, _, others = rest.partition(" < ")
            surface, _, base = name.partition(" = ")
            attested = tuple(other.strip() for other in others.split(";") if other.strip())
            cases.append(Case(path.parent.name, label, surface.strip(), base.strip(), attested, known, fails))
    return cases


ALL = [case for path in sorted(CASES.glob("*/morphology.txt")) for case in read_cases(path)]


@cache
def morphology(language: str) -> Morphology:
    """The morphology of a pack, loaded once."""
    return Morphology(load_morphology(default_models_folder() / language))


def base_form(case: Case) -> str:
    """What the product makes of a case."""
    names = (case.surface, *case.others)
    attestations = Attestations(
        persons=names if case.label == "PER" else (),
        organisations=names if case.label == "ORG" else (),
        places=names if case.label == "LOC" else (),
        text=". ".join(names),
    )
    read = morphology(case.language)
    if case.label == "PER":
        return read.base_person(case.surface, attestations).name
    if case.label == "ORG":
        return read.base_institution(case.surface, attestations)[0]
    return read.base_place(case.surface, attestations, case.known.__contains__)[0]


@pytest.mark.parametrize("case", ALL, ids=lambda case: f"{case.language}-{case.label}-{case.surface}")
def test_base_form(case: Case, request: pytest.FixtureRequest) -> None:
    if case.fails:
        request.applymarker(pytest.mark.xfail(strict=True))
    assert base_form(case) == case.base


def test_every_language_has_cases() -> None:
    languages = {path.parent.name for path in default_models_folder().glob("*/language.toml")}
    assert languages == {case.language for case in ALL}


def test_parts_of_a_person() -> None:
    person = morphology("pl").base_person("prof. Ewą Marią Lipińską-Mach", Attestations())
    assert (person.name, person.given_name, person.family_name) == (
        "Ewa Maria Lipińska-Mach",
        "Ewa Maria",
        "Lipińska-Mach",
    )
    assert (person.gender, person.name_from) == ("f", "dictionary")


def test_particles_belong_to_the_family_name() -> None:
    person = morphology("de").base_person("Armin von der Lohe", Attestations())
    assert (person.given_name, person.family_name) == ("Armin", "von der Lohe")


@pytest.mark.parametrize(
    ("surface", "others", "expected"),
    [
        ("Kubkiem", ("Jan Kubek",), "attested"),
        ("Annie Nowak", (), "dictionary"),
        ("Józefem Krzemilskim", (), "rule"),
        ("Xq", (), "surface"),
    ],
)
def test_what_a_base_form_rests_on(surface: str, others: tuple[str, ...], expected: str) -> None:
    assert morphology("pl").base_person(surface, Attestations((surface, *others))).name_from == expected


def test_a_family_name_joins_the_full_name_of_its_gender() -> None:
    attestations = Attestations(("Anna Kowalska", "Kowalskiej", "Kowalskiego", "Jan Kowalski"))
    names = [morphology("pl").base_person(surface, attestations).name for surface in ("Kowalskiej", "Kowalskiego")]
    assert names == ["Anna Kowalska", "Jan Kowalski"]


def test_given_names_are_known_in_any_case() -> None:
    assert morphology("pl").is_given_name("Jackiem")
    assert morphology("cs").is_given_name("Petrem")
    assert not morphology("pl").is_given_name("Urzędu")


def test_unknown_name_alone_keeps_its_form() -> None:
    for language in ("de", "en", "fr"):
        assert morphology(language).base_person("Zyrtharn", Attestations(("Zyrtharn",))).name == "Zyrtharn"


def test_empty_and_odd_surfaces_do_not_fail() -> None:
    for language in {case.language for case in ALL}:
        for surface in ("", " ", "-", "„", "A", "12", "Dr.", "a-", "…", "ST.", "-a", "–", "„a-b”", "d’", "(x)", ","):
            read = morphology(language)
            assert isinstance(read.base_person(surface, Attestations((surface,))).name, str)
            assert isinstance(read.base_institution(surface, Attestations(organisations=(surface,)))[0], str)
            assert isinstance(read.base_place(surface, Attestations(), lambda _: False)[0], str)


def write_pack(folder: Path, text: str) -> Path:
    """A pack that has a morphology only."""
    folder.mkdir()
    (folder / "morphology.toml").write_text(text, "utf-8")
    return folder


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('engine = "magic"', "engine must be one of"),
        ('case_names = ["nom"]\ncase_weights = []', "differ in length"),
        (
            'case_names = ["nom"]\ncase_weights = [0.0]\nparadigms = [{ of = "given", gender = "x", forms = "-" }]',
            "gender must be one of",
        ),
        (
            'case_names = ["nom"]\ncase_weights = [0.0]\nparadigms = [{ of = "given", gender = "m", forms = "- a" }]',
            "2 forms for 1 cases",
        ),
        ('case_names = ["nom"]\ncase_weights = [0.0]\n[nouns]\nx = "amt"', "nouns.x"),
    ],
)
def test_faults_are_told(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(PackError, match=message):
        load_morphology(write_pack(tmp_path / "xx", text))


def test_fault_in_a_name_list_names_the_line(tmp_path: Path) -> None:
    folder = write_pack(tmp_path / "xx", 'case_names = ["nom"]\ncase_weights = [0.0]')
    (folder / "names").mkdir()
    (folder / "names" / "given.txt").write_text("# ours\nf: Ada\nx: Bert\n", "utf-8")
    with pytest.raises(PackError, match=r"given\.txt:3"):
        load_morphology(folder)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Kwiaty dla Bronisława Komora.", "Bronisław Komor"),
        ("Zebranie otwarła Bronisława Komora.", "Bronisława Komora"),
        ("Zastępca dyrektora Monika Sowa-Lot.", "Monika Sowa-Lot"),
    ],
)
def test_the_word_before_a_name_tells_its_case(text: str, expected: str) -> None:
    surface = " ".join(text.rstrip(".").split()[-2:])
    assert morphology("pl").base_person(surface, Attestations((surface,), text=text)).name == expected


def test_a_preposition_with_an_unknown_case_is_a_fault(tmp_path: Path) -> None:
    text = 'case_names = ["nom"]\ncase_weights = [0.0]\n[prepositions]\ngen = "z"'
    with pytest.raises(PackError, match=r"prepositions\.gen"):
        load_morphology(write_pack(tmp_path / "xx", text))


def test_a_preposition_tells_the_case_of_an_unknown_place() -> None:
    """Without it the genitive of a town in a consonant looks like a nominative in -a."""
    morphology = Morphology(load_morphology(default_models_folder() / "ru"))
    bare, behind = Attestations(text="Ойграба"), Attestations(text="гости из Ойграба")
    assert morphology.base_place("Ойграба", bare, lambda _: False)[0] == "Ойграба"
    assert morphology.base_place("Ойграба", behind, lambda _: False)[0] == "Ойграб"
    river = Attestations(text="гости из Ойграба-на-Заале")
    assert morphology.base_place("Ойграба-на-Заале", river, lambda _: False)[0] == "Ойграб-на-Заале"


def test_letters_lost_to_a_wrong_encoding_print_nothing(capfd: pytest.CaptureFixture[str]) -> None:
    morphology = Morphology(load_morphology(default_models_folder() / "pl"))
    assert morphology.base_person("Mari\ufffd Wron\ufffd", Attestations()).name
    assert morphology.base_institution("Urz\ufffdd Miasta", Attestations())[0]
    assert capfd.readouterr().err == ""
