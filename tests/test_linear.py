"""Every compiled pattern of the code and of the packs takes time that grows with the text, not with its square.

A pattern meets texts that are made to mislead it: long runs of one piece, with and without an end that does not fit.
The pieces are the same for all, and the pattern's own words. Four times the text may take about four times the time; a
quadratic pattern takes sixteen times.
"""

from __future__ import annotations

import importlib
import pkgutil
import re
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

import pipeline
from models.training.press.press_corpus import read_release
from pipeline.language import PackError, list_languages
from pipeline.language.patterns import compile_pattern
from pipeline.process import Extractor
from pipeline.settings import Settings

CASES = Path(__file__).parent / "cases"
MODELS = Path(__file__).parent.parent / "models"

SIZE, GROWTH = 1_000, 4
ALLOWED = 9.0  # times the time for four times the text: linear, with the noise of a busy machine
UNMEASURABLE = 0.01  # seconds within which the noise is greater than the time
LETTERS = ["a", "A", "aA", "é", "и", "ß", "a b ", "A b ", "a a", "Aa Bb ", "a-", "a-\n", "a\n", "\u0301"]
DIGITS = ["1", "12.", "1.1.", "1 ", "1. ", "2020-", "12.05.", "1–", "1:"]
MARKS = [*".!()[]*_#>-–—/|,:@<&='\"„“»\\ \n\t", "...", "- ", "– ", "( ", "* ", "# ", "> > ", ", ", " | ", "» ", " = "]
MIXTURES = ["[a](", "*a", "_a", "a.", "a. ", "A. ", "a.A", "a@", "a@a.", "a/", "http://", "www.", "http://a ", "<html "]
BROKEN = ["Ã¼", "РС", "Ã", "\u200b", "\u00ad", "-\n", " \n", "\n \n"]
PIECES = [*LETTERS, *DIGITS, *MARKS, *MIXTURES, *BROKEN]
ENDS = ["", " !x"]
OWN_WORDS = 4
NOT_ON_TEXTS = ("pipeline.shards.", "pipeline.language.patterns.")  # patterns that meet file names and patterns


def find_patterns() -> Iterator[tuple[str, re.Pattern[str]]]:
    for module in pkgutil.walk_packages(pipeline.__path__, "pipeline."):
        loaded = importlib.import_module(module.name)
        for name, value in sorted(vars(loaded).items()):
            if isinstance(value, re.Pattern) and isinstance(value.pattern, str):
                yield f"{module.name}.{name}", value


PATTERNS = {pattern.pattern: (name, pattern) for name, pattern in find_patterns() if not name.startswith(NOT_ON_TEXTS)}


def write_texts(pieces: list[str]) -> list[tuple[str, str]]:
    """Short and long runs of each piece."""
    return [(run(piece, SIZE) + end, run(piece, GROWTH * SIZE) + end) for piece in pieces for end in ENDS]


def run(piece: str, size: int) -> str:
    return piece * (size // len(piece))


TEXTS = write_texts(PIECES)


def own_pieces(pattern: re.Pattern[str]) -> list[str]:
    """Pieces with the words of a pattern, of which it may have thousands."""
    words = re.findall(r"[^\W\d_]{2,}", re.sub(r"\\.|\[[^\]]*\]|\(\?P<\w+>", " ", pattern.pattern))
    some = words[:: max(1, len(words) // OWN_WORDS)]
    return [piece for word in some for piece in (word, f"{word} ", f"{word}-", f"{word} Aa ", f"Aa {word} a ")]


def seconds(pattern: re.Pattern[str], text: str) -> float:
    began = time.process_time()
    for _ in pattern.finditer(text):
        pass
    pattern.fullmatch(text)
    return time.process_time() - began


def grows_too_fast(pattern: re.Pattern[str], short: str, long: str) -> bool:
    for _ in range(3):  # a busy machine may spoil one measurement, not three
        taken = seconds(pattern, long)
        if taken < UNMEASURABLE or taken < ALLOWED * max(seconds(pattern, short), UNMEASURABLE / GROWTH**2):
            return False
    return True


def find_slow_text(pattern: re.Pattern[str]) -> str | None:
    """The beginning of a text on which a pattern's time grows too fast."""
    texts = TEXTS + write_texts(own_pieces(pattern))
    return next((short[:30] for short, long in texts if grows_too_fast(pattern, short, long)), None)


@pytest.mark.parametrize(("name", "pattern"), [pytest.param(*found, id=found[0]) for found in PATTERNS.values()])
def test_pattern_is_linear(name: str, pattern: re.Pattern[str]) -> None:
    assert find_slow_text(pattern) is None


@pytest.mark.parametrize("code", list_languages(MODELS))
def test_patterns_of_packs_are_linear(code: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Packs make patterns of their words when a document first needs them."""
    compiled: dict[str, re.Pattern[str]] = {}

    def compile_and_note(source: str, flags: int = 0) -> re.Pattern[str]:
        pattern = make(source, flags)
        if sys._getframe(1).f_globals["__name__"].startswith("pipeline.") and isinstance(pattern.pattern, str):
            compiled[pattern.pattern] = pattern
        return pattern

    make = re.compile
    (tmp_path / "models").symlink_to(MODELS)  # a pack that no other test has loaded
    extractor = Extractor(Settings(models=tmp_path / "models"))
    with monkeypatch.context() as patched:
        patched.setattr(re, "compile", compile_and_note)
        releases = sorted((MODELS / "training" / "press" / "dev" / code).glob("*.txt"))[:3]
        texts = [read_release(path).text for path in releases]
        for text in texts or [path.read_text("utf-8") for path in sorted((CASES / code).glob("*.txt"))]:
            extractor.extract(text, language=code)
    fresh = [pattern for source, pattern in compiled.items() if source not in PATTERNS]
    assert fresh
    slow = {pattern.pattern[:80]: find_slow_text(pattern) for pattern in fresh}
    assert {source: text for source, text in slow.items() if text is not None} == {}


def test_the_test_sees_a_quadratic_pattern() -> None:
    assert grows_too_fast(re.compile(r"a+b"), "a" * SIZE * 5, "a" * SIZE * GROWTH * 5)
    assert not grows_too_fast(re.compile(r"a{1,20}b"), "a" * SIZE * 5, "a" * SIZE * GROWTH * 5)


@pytest.mark.parametrize(
    ("source", "fault"),
    [
        ("{n} (?:Gäste|Besucher)[a-z]{0,9}", ""),
        (r"(?:im )?[^.\n]{0,40} {n}", ""),
        ("{n} {words}Gäste", ""),
        (r"[*+](?P<x>a)\+ {n}", ""),
        ("Gäste+ {n}", "no upper bound"),
        (r"[a-z]*? {n}", "no upper bound"),
        ("a{3,} {n}", "no upper bound"),
        ("(?:[a-z]{1,9} ){0,3}{n}", "holds a repeat"),
        ("((?:a|b{2}){3}){n}", "holds a repeat"),
        (r"\w{0,30}\w{0,30}\w{0,30}{n}", "29791 ways"),
        ("(Gäste {n}", r"unterminated|missing \)"),
    ],
)
def test_patterns_out_of_packs_are_checked(source: str, fault: str) -> None:
    parts = {"n": r"\d+", "words": r"(?:\w{1,30} ){0,3}"}
    if not fault:
        assert compile_pattern(source, Path("events.toml"), parts)
    else:
        with pytest.raises(PackError, match=fault):
            compile_pattern(source, Path("events.toml"), parts)
