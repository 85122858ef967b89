"""Officials: sentences with expected rows in ``cases/<code>/officials.txt``, and what cases cannot say.

A case is a sentence, then a line per person expected: ``= name | role | phrase | place or organisation``; the last
two may be left out, ``-`` means none. A sentence without such lines holds no official. Names are marked as NER would:
``[P Jan Kral]``, ``[O Urzędu Miasta Kłodzka=Urząd Miasta Kłodzka=authority]``, ``[L Kladno=Kladno=city]``, a place that
the gazetteer knows with its state: ``[L Kladno=Kladno=city CZ]``; unmarked names are those that NER missed, a body
and a place that NER marks and no finder keeps are ``[o Name]`` and ``[l Name]``, a date ``[D 3 maja br.]``. ``⏎`` is
a line break.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from itertools import pairwise
from pathlib import Path

import pytest

from pipeline.extract.officials import find_officials
from pipeline.extract.officials.identity import person_id
from pipeline.language import PackError, load_pack
from pipeline.language.people import fold_name
from pipeline.language.roles import load_roles
from pipeline.records import AnnotatedDocument, CalendarDate, Institution, Name, Official, Place
from pipeline.settings import Settings, default_models_folder
from pipeline.split import split

CASES = Path(__file__).parent / "cases"
MODELS = default_models_folder()
MARK = re.compile(r"\[([DPOLol]) ([^\]=]+)(?:=([^\]=]*)(?:=([^\]]*))?)?\]")
LABELS = {"P": "PER", "O": "ORG", "L": "LOC", "o": "ORG", "l": "LOC"}


@dataclass(frozen=True)
class Case:
    language: str
    line: int
    marked: str
    expected: tuple[tuple[str, ...], ...]


def read_cases(path: Path) -> list[Case]:
    cases: list[Case] = []
    for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
        if not line.strip() or line.startswith("#"):
            continue
        if line.startswith("="):
            last = cases.pop()
            row = tuple(cell.strip() for cell in line[1:].split("|"))
            cases.append(Case(last.language, last.line, last.marked, (*last.expected, row)))
        else:
            cases.append(Case(path.parent.name, number, line.replace("⏎", "\n"), ()))
    return cases


@cache
def find(language: str, marked: str, settings: Settings | None = None) -> tuple[Official, ...]:
    text, names, dates, places, institutions, last = "", [], [], [], [], 0
    for mark in MARK.finditer(marked):
        text += marked[last : mark.start()]
        start, end = len(text), len(text) + len(mark[2])
        text += mark[2]
        last = mark.end()
        if mark[1] == "D":
            day = CalendarDate("d", 0, 0, mark[2], start, end, "", None, None, "day", "event", "explicit", (), "")
            dates.append(day)
            continue
        names.append(Name(mark[2], start, end, LABELS[mark[1]]))  # type: ignore[arg-type]
        base = mark[3] or mark[2]
        if mark[1] == "L":
            kind, _, state = (mark[4] or "city").partition(" ")
            places.append(Place("d", 0, 0, mark[2], start, end, base, kind, None, state or None, None, None))
        elif mark[1] == "O":
            kind = mark[4] or "other"
            institutions.append(
                Institution("d", 0, 0, mark[2], start, end, base, "attested", None, kind, None, "i", 1.0)
            )
    text += marked[last:]
    pack = load_pack(MODELS, language)
    segments, sentences = split("d", text, None, pack)
    document = AnnotatedDocument("d", text, language, None, None, segments, sentences, tuple(names))
    return find_officials(document, dates, places, institutions, pack, settings or Settings())


ALL = [case for path in sorted(CASES.glob("*/officials.txt")) for case in read_cases(path)]
LANGUAGES = sorted({case.language for case in ALL})


@pytest.mark.parametrize("case", ALL, ids=lambda case: f"{case.language}:{case.line}")
def test_cases(case: Case) -> None:
    rows = find(case.language, case.marked)
    first: dict[str, Official] = {}
    for row in rows:
        first.setdefault(row.name, row)
    assert sorted(first) == sorted(expected[0] for expected in case.expected)
    for name, role, *rest in case.expected:
        row = first[name]
        assert row.role == role
        if rest:
            assert row.role_text == rest[0]
        if len(rest) > 1:
            assert rest[1] in ("-" if not (row.place or row.organisation) else row.place, row.organisation)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("before", "after"), [("Xyz.\n", ""), ("Xyz xyz, xyz xyz.\n" * 50, "\n\nXyz xyz.")])
def test_lines_around_a_sentence_change_nothing_in_it(language: str, before: str, after: str) -> None:
    for case in (case for case in ALL if case.language == language):
        alone, within = find(language, case.marked), find(language, before + case.marked + after)
        moved = len(before)
        assert [replace(row, sentence=0, segment=0) for row in within] == [
            replace(
                row,
                sentence=0,
                segment=0,
                start_char=row.start_char + moved,
                end_char=row.end_char + moved,
                role_start_char=(row.role_start_char or 0) + moved,
                role_end_char=(row.role_end_char or 0) + moved,
            )
            for row in alone
        ]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_full_stop_at_the_end_may_be_missing(language: str) -> None:
    for case in (case for case in ALL if case.language == language and case.marked.endswith(".")):
        assert find(language, case.marked[:-1]) == find(language, case.marked), case


@pytest.mark.parametrize("language", LANGUAGES)
def test_paragraphs_about_others_change_no_name_and_no_function(language: str) -> None:
    for one, other in pairwise(case for case in ALL if case.language == language):
        if _opening_words(one) & _opening_words(other):
            continue  # a short name stands for the full one of another paragraph
        apart = [*find(language, one.marked), *find(language, other.marked)]
        together = find(language, f"{one.marked}\n\n{other.marked}")
        assert list(map(_said, together)) == list(map(_said, apart))


def _opening_words(case: Case) -> set[str]:
    """How the words of a case's names begin: their endings change with case and gender."""
    names = [*(row[0] for row in case.expected), *(mark[2] for mark in MARK.finditer(case.marked) if mark[1] == "P")]
    return {word[:3] for name in names for word in re.split(r"\W+", name) if word}


def _said(row: Official) -> tuple[str | None, ...]:
    return row.text, row.name, row.role, row.role_text


# What NER does to a name of two words in a sentence, and forms in which the name itself may come.
DAMAGES = {
    "cut in two": "[P {0}] [P {1}]",
    "the surname alone": "{0} [P {1}]",
    "the given name alone": "[P {0}] {1}",
    "the surname first": "[P {1}, {0}]",
    "a title with it": "[P Dr. {0} {1}]",
    "a title and the surname": "Dr. {0} [P {1}]",
}


@pytest.mark.parametrize("damage", DAMAGES)
@pytest.mark.parametrize("language", ["de", "en", "es", "pl"])
def test_a_name_is_whole_again(language: str, damage: str) -> None:
    """However a recogniser marks a given name and a surname, the same rows come out."""
    for case, mark in whole_names(language):
        marked = case.marked[: mark.start()] + DAMAGES[damage].format(*mark[2].split()) + case.marked[mark.end() :]
        assert set(map(_held, find(language, marked))) == set(map(_held, find(language, case.marked))), marked


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_name_right_behind_a_function_needs_no_mark(language: str) -> None:
    for case, mark in whole_names(language):
        rows = find(language, case.marked)
        start = len(MARK.sub(lambda found: found[2], case.marked[: mark.start()]))
        if any(row.start_char == start and row.role_end_char == start - 1 for row in rows):
            marked = case.marked[: mark.start()] + mark[2] + case.marked[mark.end() :]
            assert set(map(_held, find(language, marked))) == set(map(_held, rows)), marked


@pytest.mark.parametrize("language", LANGUAGES)
def test_signs_around_a_name_belong_to_nobody(language: str) -> None:
    for case, mark in whole_names(language):
        before, after = case.marked[: mark.start()], case.marked[mark.end() :]
        left = re.search(r"[,–(-] ?$", before)
        right = re.match(r"[,.;:)]", after)
        wider = (left[0] if left else "") + mark[2] + (right[0] if right else "")
        marked = f"{before[: left.start()] if left else before}[P {wider}]{after[1:] if right else after}"
        assert set(map(_held, find(language, marked))) == set(map(_held, find(language, case.marked))), marked


def whole_names(language: str) -> Iterator[tuple[Case, re.Match[str]]]:
    """Marks of a given name and a surname that is nothing else, in cases whose names are marked as they should be."""
    pack, lexicon = load_pack(MODELS, language), load_roles(MODELS / language, MODELS / "shared")
    given = pack.morphology.is_given_name
    for case in (case for case in ALL if case.language == language):
        names = {row[0] for row in case.expected}
        marks = [mark for mark in MARK.finditer(case.marked) if mark[1] == "P"]
        if "fot" in case.marked.casefold():
            continue  # a credit names nobody
        for mark in marks if all(mark[2] in names for mark in marks) else ():
            first, _, last = mark[2].partition(" ")
            if last.isalpha() and given(first) and not given(last) and lexicon.match([last], 0) is None:
                yield case, mark


def _held(row: Official) -> tuple[str | None, ...]:
    return row.name, row.role, row.role_text, row.place, row.organisation


@pytest.mark.parametrize("language", LANGUAGES)
def test_rows_of_one_person_agree(language: str) -> None:
    letters = load_pack(MODELS, language).letters
    for case in (case for case in ALL if case.language == language):
        people = {}
        for row in find(language, case.marked):
            told = (row.person_id, row.role, row.place, row.organisation, row.given_name, row.family_name)
            assert people.setdefault(row.name, told) == told
            assert row.person_id.startswith(fold_name(row.name, letters).replace(" ", "-") + "-")


@pytest.mark.parametrize("language", LANGUAGES)
def test_offsets_hold(language: str) -> None:
    for case in (case for case in ALL if case.language == language):
        text = MARK.sub(lambda mark: mark[2], case.marked)
        for row in find(case.language, case.marked):
            assert text[row.start_char : row.end_char] == row.text
            assert row.role_start_char is not None and row.role_text is not None
            assert " ".join(text[row.role_start_char : row.role_end_char].split()) == row.role_text
            assert 0 < row.confidence <= 1


def test_every_mention_has_a_row() -> None:
    rows = find("de", "Bürgermeisterin [P Dora Halm] sprach. Später dankte [P Halm] den Gästen.")
    assert [row.text for row in rows] == ["Dora Halm", "Halm"]
    assert {row.name for row in rows} == {"Dora Halm"}
    assert {row.person_id for row in rows} == {rows[0].person_id}


def test_titles_stand_apart() -> None:
    (row,) = find("de", "Es sprach Rektor Prof. Dr. [P Jan Kral].")
    assert (row.titles, row.given_name, row.family_name) == (("Prof.", "Dr."), "Jan", "Kral")


def test_one_person_across_languages() -> None:
    (german,) = find("de", "Der Stadtpräsident von [L Krakau=3094802], [P Jan Wróbel], kam.")
    (polish,) = find("pl", "Prezydent [L Krakowa=3094802] [P Jan Wróbel] przyjechał.")
    assert german.person_id == polish.person_id


def test_two_of_one_name_stay_two() -> None:
    first, second = (
        find("de", f"Bürgermeister [P Jan Kral] aus [L {place}] kam.")[0].person_id for place in ("Kladno", "Beroun")
    )
    assert first != second


def test_a_career_in_one_town_is_one_person() -> None:
    assert person_id("jan kral", "city_councillor", "Kladno") == person_id("jan kral", "mayor", "Kladno")
    assert person_id("jan kral", "clergy", "Kladno") != person_id("jan kral", "mayor", "Kladno")


def test_names_fold_over_script_marks_and_order() -> None:
    letters = load_pack(MODELS, "pl").letters
    assert fold_name("Łoś Paulina", letters) == fold_name("Paulina Los", letters)
    assert fold_name("Олена Савчук", letters) == "olena savchuk"


def test_overlay_of_roles_wins(tmp_path: Path) -> None:
    (tmp_path / "roles.csv").write_text("language,form,of,role,note\nde,Feldscherin,,expert,\n", "utf-8")
    text = "Die Feldscherin [P Oksana Bilyk] half."
    assert find("de", text) == ()
    (row,) = find("de", text, Settings(local=tmp_path))
    assert row.role == "expert"


def test_overlay_of_people_names_the_person(tmp_path: Path) -> None:
    row = "Olena Savchuk,Олена Савчук|Olena Sawtschuk,savchuk-lviv,mayor,Lviv,"
    (tmp_path / "people.csv").write_text(f"name,aliases,person_id,role,place,note\n{row}\n", "utf-8")
    settings = Settings(local=tmp_path)
    (row,) = find("de", "Bürgermeisterin [P Olena Sawtschuk] sprach.", settings)
    assert (row.person_id, row.place) == ("savchuk-lviv", "Lviv")
    (other,) = find("de", "Bürgermeisterin [P Olena Sawtschuk] aus [L Kladno] sprach.", settings)
    assert other.person_id != "savchuk-lviv"


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ("Feldscherin,,medic,", "unknown role 'medic'"),
        ("Feldscher<zz>,,expert,", "unknown paradigm 'zz'"),
        ("Feldscherin,Klinik,expert,", "is no form"),
    ],
)
def test_faults_are_named(tmp_path: Path, row: str, message: str) -> None:
    folder = MODELS / "de"
    pack = tmp_path / "de"
    pack.mkdir()
    for name in ("roles.toml", "titles.csv"):
        (pack / name).write_text((folder / name).read_text("utf-8"), "utf-8")
    (pack / "roles.csv").write_text(f"form,of,role,note\n{row}\n", "utf-8")
    with pytest.raises(PackError, match=message):
        load_roles(pack, MODELS / "shared")


def test_linear_time() -> None:
    import time

    pack = load_pack(MODELS, "pl")
    assert pack.roles and pack.places and pack.morphology
    sentence = "Burmistrz Kłodzka Jan Nowak i dyrektor szkoły Anna Wrona, radna miasta, podpisali umowę. "
    spent = []
    for n in (50, 200):
        begun = time.process_time()
        find("pl", sentence * n)
        spent.append(time.process_time() - begun)
    assert spent[1] < 10 * spent[0] + 0.5


@pytest.mark.parametrize(
    "text", ["", "\n", "…", "(", "Bürgermeister", "Bürgermeister (", "[P A.]", "[P Kral], ", ", [P Kral]"]
)
def test_scraps_do_no_harm(text: str) -> None:
    for row in find("de", text):
        assert row.role == "mayor"
