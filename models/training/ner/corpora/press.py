"""The press corpus (CC0-1.0, `press/`): releases cut into whole texts, lines or sentences."""

import random
import re
from collections.abc import Iterator
from pathlib import Path

from models.training.ner.sentences import Name, Sentence
from models.training.press.press_corpus import Release, read_releases

_SENTENCE_END = re.compile(r"(?<=[.!?…])[”“\"»]?\s+(?=[^\Wa-zà-ž\d_]|[„“\"«»–(])")


def read(folder: Path, split: str, language: str) -> Iterator[Sentence]:
    """Yield the whole texts of one language, `train` or `dev`."""
    for release in read_releases(folder / split / language):
        yield whole(release)


def whole(release: Release) -> Sentence:
    """The release as one text with its names."""
    names = tuple(Name(s.start, s.end, s.label) for s in release.spans)
    return Sentence(release.text, names, "press")


def cut(text: Sentence, rng: random.Random) -> Iterator[Sentence]:
    """Cut a text as readers of documents may: not at all, at lines, or at sentence ends."""
    way = rng.choice(("whole", "lines", "sentences"))
    if way == "whole":
        yield text
    else:
        for line in pieces(text, re.compile(r"\n+")):
            yield from pieces(line, _SENTENCE_END) if way == "sentences" else (line,)


def pieces(text: Sentence, border: re.Pattern[str]) -> Iterator[Sentence]:
    """Split where the pattern matches, unless a name lies across."""
    borders = [m.span() for m in border.finditer(text.text)]
    crossed = [(s, e) for s, e in borders if not any(n.start < e and s < n.end for n in text.names)]
    start = 0
    for stop, following in [*crossed, (len(text.text), len(text.text))]:
        names = (n for n in text.names if start <= n.start and n.end <= stop)
        if text.text[start:stop].strip():
            moved = tuple(Name(n.start - start, n.end - start, n.label) for n in names)
            yield Sentence(text.text[start:stop], moved, text.origin)
        start = following
