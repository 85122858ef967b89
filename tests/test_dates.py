"""Runs the marked-up sentences of tests/cases/<code>/dates.txt through the recogniser.

Format of a case file, all sentences our own:

    # comment
    @ 2019-05-03            the publication date of the sentences that follow; ``@ none`` for unknown
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
        reference: date | None = None
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
            if line.startswith("@"):
                told = line[1:].strip()
                reference = None if told == "none" else date.fromisoformat(told)
            elif line.strip() and not line.startswith("#"):
                marks = [pytest.mark.xfail(strict=True)] if line.startswith("!") else []
                name = f"{path.parent.name}:{number}"
                cases.append(pytest.param(path.parent.name, reference, line.lstrip("!> "), id=name, marks=marks))
    return cases


@pytest.mark.parametrize(("code", "reference", "line"), _cases())
def test_sentence(code: str, reference: date | None, line: str) -> None:
    marked = line.replace("⏎", "\n")
    text = TAG.sub(r"\1", marked)
    wanted = [(found[1], found[2]) for found in TAG.finditer(marked)]
    found = [item for item in recognise(text, reference, load_pack(MODELS, code)) if item.value]
    assert [(text[item.start_char : item.end_char].strip(" .,"), item.value.edtf) for item in found if item.value] == [
        (surface.strip(" .,"), value) for surface, value in wanted
    ]


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
