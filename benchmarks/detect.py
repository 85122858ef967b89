"""Languages of whole documents and of segments of 100 characters, beside langdetect and py3langid alone.

    python benchmarks/detect.py CORPUS [SEGMENTS_PER_LANGUAGE]

CORPUS holds one folder per language with releases in the press corpus's form: a header, a line ``---``, and the text
with tags ``{{LABEL:surface|…}}``.
"""

from __future__ import annotations

import random
import re
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from pipeline.clean import clean
from pipeline.detect import detect
from pipeline.settings import Settings

TAG = re.compile(r"\{\{[A-Z]+:([^{}|\n]+)\|[^{}\n]*\}\}")
SEGMENT = 100
SETTINGS = Settings()


def read_corpus(folder: Path) -> Iterator[tuple[str, str]]:
    for path in sorted(folder.glob("*/*.txt")):
        yield path.parent.name, clean(TAG.sub(r"\1", path.read_text("utf-8").split("\n---\n", 1)[-1]))


def cut_segments(text: str) -> Iterator[str]:
    """Pieces of 100 characters that begin at a word."""
    flat = " ".join(text.split())
    start = 0
    while start + SEGMENT <= len(flat):
        yield flat[start : start + SEGMENT]
        start = flat.find(" ", start + SEGMENT) + 1 or len(flat)


def ours(text: str) -> str | None:
    return detect(text, SETTINGS).language


def langdetect_alone(text: str) -> str | None:
    from langdetect import DetectorFactory, LangDetectException
    from langdetect import detect as guess

    DetectorFactory.seed = 0
    try:
        return str(guess(text))
    except LangDetectException:
        return None


def langid_alone(text: str) -> str | None:
    from py3langid import classify

    return str(classify(text)[0])


def report(name: str, texts: list[tuple[str, str]], find: Callable[[str], str | None]) -> None:
    for language in {language for language, _ in texts}:  # profiles load
        find(next(text for code, text in texts if code == language))
    began = time.process_time()
    wrong = Counter((language, found) for language, text in texts if (found := find(text)) != language)
    took = (time.process_time() - began) / len(texts) * 1000
    total = Counter(language for language, _ in texts)
    missed = Counter(language for (language, _), count in wrong.items() for _ in range(count))
    print(f"  {name:<18} {1 - wrong.total() / len(texts):.2%}  {took:.2f} ms each", end="  ")
    print(" ".join(f"{code} {1 - missed[code] / total[code]:.1%}" for code in sorted(total)))
    if name == "ours":
        print("    wrong:", ", ".join(f"{a}>{b} {count}" for (a, b), count in wrong.most_common(12)))


def main(folder: Path, per_language: int) -> None:
    documents = list(read_corpus(folder))
    segments = [(language, piece) for language, text in documents for piece in cut_segments(text)]
    random.Random(1).shuffle(segments)
    taken: Counter[str] = Counter()
    sample = [pair for pair in segments if taken.update([pair[0]]) is None and taken[pair[0]] <= per_language]
    for title, texts in (("documents", documents), (f"segments of {SEGMENT} characters", sample)):
        print(f"{title}: {len(texts)}")
        for name, find in (("ours", ours), ("langdetect alone", langdetect_alone), ("py3langid alone", langid_alone)):
            report(name, texts, find)


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 400)
