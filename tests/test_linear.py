"""Every compiled pattern of what meets raw texts takes time that grows with the text, not with its square.

A pattern meets texts that are made to mislead it: long runs of one piece, with and without an end that does not fit.
Four times the text may take about four times the time; a quadratic pattern takes sixteen times.
"""

from __future__ import annotations

import importlib
import pkgutil
import re
import time
from collections.abc import Iterator

import pytest

import pipeline

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
PACKAGES = ("pipeline.read", "pipeline.clean", "pipeline.detect", "pipeline.split", "pipeline.annotate")


def find_patterns() -> Iterator[tuple[str, re.Pattern[str]]]:
    for module in pkgutil.walk_packages(pipeline.__path__, "pipeline."):
        if not module.name.startswith(PACKAGES):
            continue
        loaded = importlib.import_module(module.name)
        for name, value in sorted(vars(loaded).items()):
            if isinstance(value, re.Pattern) and isinstance(value.pattern, str):
                yield f"{module.name}.{name}", value


PATTERNS = {pattern.pattern: (name, pattern) for name, pattern in find_patterns()}
TEXTS = [
    tuple(piece * (size // len(piece)) + end for size in (SIZE, GROWTH * SIZE)) for piece in PIECES for end in ENDS
]


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


@pytest.mark.parametrize(("name", "pattern"), [pytest.param(*found, id=found[0]) for found in PATTERNS.values()])
def test_pattern_is_linear(name: str, pattern: re.Pattern[str]) -> None:
    assert next((short[:20] for short, long in TEXTS if grows_too_fast(pattern, short, long)), None) is None


def test_the_test_sees_a_quadratic_pattern() -> None:
    assert grows_too_fast(re.compile(r"a+b"), "a" * SIZE * 5, "a" * SIZE * GROWTH * 5)
    assert not grows_too_fast(re.compile(r"a{1,20}b"), "a" * SIZE * 5, "a" * SIZE * GROWTH * 5)
