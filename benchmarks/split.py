"""Sentence boundaries on treebanks in CoNLL-U form: precision, recall and F1 beside a plain rule.

    python benchmarks/split.py LANGUAGE FILE.conllu [FILE.conllu …]

Consecutive sentences are joined by blanks into paragraphs of ten; a boundary is right if a sentence of the treebank
ends there. The plain rule cuts after every ``.``, ``!`` or ``?`` before a blank and a capital or a digit.
"""

from __future__ import annotations

import re
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from pipeline.clean import clean
from pipeline.language import load_pack
from pipeline.settings import Settings
from pipeline.split import split

PARAGRAPH = 10
PLAIN = re.compile(r"[.!?][\"”“’»)\]']*(?=\s+[\"„“«(]*[^\W_a-zß-öø-ÿ])")


def read_paragraphs(path: Path) -> Iterator[tuple[str, set[int]]]:
    """Text and ends of its sentences, ten sentences at a time."""
    sentences = [line[9:].strip() for line in path.read_text("utf-8").splitlines() if line.startswith("# text = ")]
    for first in range(0, len(sentences), PARAGRAPH):
        text, ends = "", set()
        for sentence in sentences[first : first + PARAGRAPH]:
            text = f"{text} {clean(sentence)}".strip()
            ends.add(len(text))
        if clean(text) == text:  # cleaning would move the offsets
            yield text, ends - {len(text)}


def report(name: str, find: Callable[[str], set[int]], paragraphs: list[tuple[str, set[int]]]) -> None:
    right = found = wanted = 0
    began = time.perf_counter()
    for text, ends in paragraphs:
        cuts = find(text)
        right, found, wanted = right + len(cuts & ends), found + len(cuts), wanted + len(ends)
    took = (time.perf_counter() - began) / max(1, sum(len(text) for text, _ in paragraphs)) * 3_000_000
    precision, recall = right / max(1, found), right / max(1, wanted)
    score = 2 * right / max(1, found + wanted)
    print(f"  {name:<10} P {precision:.2%}  R {recall:.2%}  F1 {score:.2%}  {took:.2f} ms per 3,000 characters")


def main(language: str, files: list[str]) -> None:
    pack = load_pack(Settings().models, language)

    def ours(text: str) -> set[int]:
        return {sentence.end_char for sentence in split("x", text, None, pack)[1]} - {len(text)}

    for file in files:
        paragraphs = list(read_paragraphs(Path(file)))
        print(f"{file}: {sum(len(ends) for _, ends in paragraphs)} boundaries")
        report("ours", ours, paragraphs)
        report("plain", lambda text: {found.end() for found in PLAIN.finditer(text)}, paragraphs)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2:])
