from __future__ import annotations

import time
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings, strategies

from pipeline.clean import clean
from pipeline.language import PackError, load_pack
from pipeline.language.split import load_splitting
from pipeline.settings import default_models_folder
from pipeline.split import split

CASES = Path(__file__).parent / "cases"
MODELS = default_models_folder()


@dataclass(frozen=True)
class Case:
    language: str
    line: int
    text: str
    sentences: tuple[str, ...]
    segments: tuple[tuple[str, str | None, str], ...]


def read_cases(path: Path) -> list[Case]:
    cases, block, begin = [], [], 1
    for number, line in enumerate([*path.read_text("utf-8").splitlines(), "===="], 1):
        if line == "====":
            cases.append(read_case(path.parent.name, begin, block))
            block, begin = [], number + 1
        elif not line.startswith("#"):
            block.append(line)
    return cases


def read_case(language: str, number: int, block: list[str]) -> Case:
    segments: list[tuple[str, str | None, list[str]]] = []
    for line in block:
        if line.startswith("@"):
            kind, _, heading = line[1:].partition(" ")
            segments.append((kind, heading or None, []))
        else:
            segments[-1][2].append(line)
    marked = "\n".join(line for _, _, lines in segments for line in lines).strip("\n")
    text = unmark(marked)
    pieces = marked.replace(" ~\n", "\0").replace("‖", "\n").split("\n")
    sentences = tuple(piece.replace("\0", "\n").strip() for piece in pieces if piece.strip())
    parts = tuple((kind, heading, unmark("\n".join(lines)).strip("\n")) for kind, heading, lines in segments)
    return Case(language, number, text, sentences, parts)


def unmark(text: str) -> str:
    return text.replace(" ‖ ", " ").replace("‖", "").replace(" ~\n", "\n")


ALL = [case for path in sorted(CASES.glob("*/split.txt")) for case in read_cases(path)]


@pytest.mark.parametrize("case", ALL, ids=lambda case: f"{case.language}:{case.line}")
def test_cases(case: Case) -> None:
    assert clean(case.text) == case.text
    segments, sentences = split("d", case.text, None, load_pack(MODELS, case.language))
    assert tuple(case.text[s.start_char : s.end_char] for s in sentences) == case.sentences
    found = tuple((s.kind, s.heading, case.text[s.start_char : s.end_char]) for s in segments)
    assert found == case.segments


def test_every_language_has_cases() -> None:
    packs = {path.parent.name for path in MODELS.glob("*/language.toml")}
    assert packs == {case.language for case in ALL}


def check_offsets(text: str, language: str) -> None:
    segments, sentences = split("d", text, None, load_pack(MODELS, language))
    held = bytearray(len(text))
    end = 0
    for number, sentence in enumerate(sentences):
        assert sentence.sentence == number
        assert end <= sentence.start_char < sentence.end_char
        surface = text[sentence.start_char : sentence.end_char]
        assert surface == surface.strip()
        assert "\n\n" not in surface
        segment = segments[sentence.segment]
        assert segment.start_char <= sentence.start_char and sentence.end_char <= segment.end_char
        end = sentence.end_char
        held[sentence.start_char : end] = b"\1" * (end - sentence.start_char)
    assert all(held[n] or char.isspace() for n, char in enumerate(text))
    assert [segment.segment for segment in segments] == list(range(len(segments)))
    assert all(a.end_char <= b.start_char for a, b in pairwise(segments))


@given(strategies.text(max_size=300), strategies.sampled_from(["de", "pl", "ru", "lt"]))
@settings(max_examples=300, deadline=None)
def test_sentences_hold_every_character(text: str, language: str) -> None:
    check_offsets(clean(text), language)


PIECES = [
    "Am 3. Mai",
    "Dr. A.",
    "\n",
    "\n\n",
    "\n\n\n",
    "• ",
    "1. ",
    "z.B. ",
    "Drucken",
    "12.05.2019",
    "Wort",
    ". ",
    "! ",
    "„",
    "“ ",
]


@given(strategies.lists(strategies.sampled_from(PIECES), max_size=60).map("".join))
@settings(max_examples=300, deadline=None)
def test_sentences_hold_every_character_of_texts_like_ours(text: str) -> None:
    check_offsets(clean(text), "de")


def test_title_from_outside_is_the_heading_of_a_text_without_one() -> None:
    text = "Am 3. Mai 2018 kam eine Gruppe aus Riga in das Rathaus."
    segments, _ = split("d", text, "Gäste aus Riga", load_pack(MODELS, "de"))
    assert [segment.heading for segment in segments] == ["Gäste aus Riga"]


def test_furniture_within_an_article_is_marked() -> None:
    text = "Gäste aus Riga\nFoto: Ilse Thoms\nAm 3. Mai 2018 kam eine Gruppe aus Riga in das Rathaus."
    _, sentences = split("d", text, None, load_pack(MODELS, "de"))
    assert [sentence.use for sentence in sentences] == ["unexplained", "boilerplate", "unexplained"]
    assert sentences[1].why == "page furniture"


def test_empty_text_has_no_parts() -> None:
    assert split("d", "", None, load_pack(MODELS, "de")) == ((), ())


@pytest.mark.parametrize(
    "piece", ["a", ".", "1. ", "(", "Dr. A. ", "A. ", "- ", "\n", "x\n\n\n", "r. A ", "„", "wort "]
)
def test_long_texts_take_linear_time(piece: str) -> None:
    pack = load_pack(MODELS, "pl")
    text = piece * (300_000 // len(piece))
    began = time.process_time()
    split("d", text, None, pack)
    assert time.process_time() - began < 8


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ('abbreviations = ["Dr"]', "lower case"),
        ("abbreviations = [1]", "no text"),
        ("abbreviations = 1", "must be a list"),
        ("abbreviations =", "Invalid value"),
    ],
)
def test_faults_of_a_pack_are_named(tmp_path: Path, content: str, message: str) -> None:
    (tmp_path / "split.toml").write_text(f"{content}\n[boilerplate]\n", "utf-8")
    with pytest.raises(PackError, match=message):
        load_splitting(tmp_path, MODELS / "shared")
