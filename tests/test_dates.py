"""Runs the marked-up sentences of tests/cases/<code>/dates.txt through the recogniser.

Format of a case file, all sentences our own:

    # comment
    @ 2019-05-03            the publication date of the sentences that follow; ``@ none`` for unknown
    @ 2019-05-03 diary      notes as one types them into a diary: what is to come goes first, "next two weeks" are days
    Text with {{surface|EDTF}} for every expression that must be found; anything found beside is a fault.
    !  …                    a sentence that is known to fail (strict: it must go on failing)
    > …                     a text of several lines, the line ends written as ⏎
"""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from pipeline.extract.dates import recognise
from pipeline.extract.dates.normalise import Normaliser
from pipeline.language import list_languages, load_pack
from pipeline.settings import Settings

CASES = Path(__file__).parent / "cases"
MODELS = Settings().models
TAG = re.compile(r"\{\{([^{}|]+)\|([^{}]+)\}\}")


def _cases() -> list[object]:
    cases: list[object] = []
    for path in sorted(CASES.glob("*/dates.txt")):
        reference, diary = None, False
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
            if line.startswith("@"):
                told, _, mode = line[1:].strip().partition(" ")
                reference, diary = None if told == "none" else date.fromisoformat(told), mode == "diary"
            elif line.strip() and not line.startswith("#"):
                marks = [pytest.mark.xfail(strict=True)] if line.startswith("!") else []
                name = f"{path.parent.name}:{number}"
                text = line.lstrip("!> ")
                cases.append(pytest.param(path.parent.name, reference, diary, text, id=name, marks=marks))
    return cases


@pytest.mark.parametrize(("code", "reference", "diary", "line"), _cases())
def test_sentence(code: str, reference: date | None, diary: bool, line: str) -> None:
    marked = line.replace("⏎", "\n")
    text = TAG.sub(r"\1", marked)
    wanted = [(found[1], found[2]) for found in TAG.finditer(marked)]
    pack, prefer = load_pack(MODELS, code), "future" if diary else "nearest"
    found = [item for item in recognise(text, reference, pack, prefer, spells=diary) if item.value]
    assert [(text[item.start_char : item.end_char].strip(" .,"), item.value.edtf) for item in found if item.value] == [
        (surface.strip(" .,"), value) for surface, value in wanted
    ]


@pytest.mark.parametrize("before", ["Xyz.\n", "Xyz xyz!\n\n", "Xyz xyz, xyz xyz.\n" * 50])
def test_lines_before_a_sentence_change_nothing_in_it(before: str) -> None:
    for code, reference, diary, line in (case.values for case in _cases() if not case.marks):  # type: ignore[attr-defined]
        if not diary:  # a note is all of a text
            test_sentence(code, reference, diary, before.replace("\n", "⏎") + line)


PHRASES = [
    ("en", "beginning of January", "2020-01-01/2020-01-10"),
    ("en", "end of this week", "2019-05-03/2019-05-05"),
    ("en", "march 9 2018", "2018-03-09"),
    ("en", "upcoming two weeks", "2019-05-06/2019-05-19"),
    ("en", "upcoming two week", "2019-05-13/2019-05-19"),
    ("en", "the third last week of 2018", "2018-12-10/2018-12-16"),
    ("en", "three weeks hence", "2019-05-24"),
    ("fr", "fin mars", "2020-03-21/2020-03-31"),
    ("fr", "lundi en huit", "2019-05-13"),
    ("fr", "10 juin au 1er juillet", "2019-06-10/2019-07-01"),
    ("fr", "le 24 12", "2019-12-24"),
    ("fr", "2 derniers mois", "2019-03-01/2019-04-30"),
]
"""Phrases as one types them into a diary on 3 May 2019, a Friday: what is to come goes first, parts are days."""


@pytest.mark.parametrize(("code", "text", "value"), PHRASES)
def test_phrase(code: str, text: str, value: str) -> None:
    found = recognise(text, date(2019, 5, 3), load_pack(MODELS, code), "future", spells=True)
    assert [item.value and item.value.edtf for item in found] == [value]


@pytest.mark.parametrize("code", sorted({path.parent.name for path in CASES.glob("*/dates.txt")}))
def test_dateparser_reads_months_as_the_lexicon_does(code: str) -> None:
    """The lexicon says what a month is called, dateparser which day a cleaned date is: they must not disagree."""
    lexicon = load_pack(MODELS, code).dates
    normaliser = Normaliser(code, lexicon)
    months = {word: means["month"] for word, means in lexicon.words.items() if "month" in means}
    wrong = {word: normaliser.day(17, word, month) for word, month in months.items()}
    assert {word: read for word, read in wrong.items() if read != (months[word], 17)} == {}


def test_every_language_has_cases() -> None:
    assert {path.parent.name for path in CASES.glob("*/dates.txt")} >= set(list_languages(MODELS))
