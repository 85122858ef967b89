"""Look for inputs that break a step: coverage-guided, with atheris (``pip install atheris``; Python 3.11 or newer).

    python benchmarks/fuzz.py read|text|pack [FOLDER OF INPUTS] -max_total_time=300 -max_len=4000

The arguments after the target are libFuzzer's. ``read`` takes any bytes as a file of any format, ``text`` as a release
that goes through every finder (capitalised words stand for marked names: the trained net has no branches to cover),
``pack`` as an expression of a language pack. An error that is not a told one, an offset that does not hold, or an
input that takes longer than 20 seconds is written to a file ``crash-…`` or ``timeout-…``; what is mended becomes a case
in ``tests/test_hostile.py``.
"""

from __future__ import annotations

import re
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import atheris

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
with atheris.instrument_imports(include=["pipeline"]):
    from pipeline.language import PackError
    from pipeline.language.patterns import compile_pattern
    from pipeline.process import Extractor, Prepared
    from pipeline.read import read_documents
    from pipeline.records import Name, RawDocument
    from pipeline.settings import Settings

SETTINGS = Settings(strict=True)
FORMATS = (".txt", ".md", ".html", ".json", ".jsonl", ".csv", ".parquet")
LANGUAGES = ("de", "pl", "uk", "fr", "lt", "cs")
NAME = re.compile(r"[^\W\d_a-z]\w{1,20}(?: [^\W\d_a-z]\w{1,20}){0,3}")
FOLDER = Path(tempfile.mkdtemp())
EXTRACTOR = Extractor(SETTINGS)


def read(data: bytes) -> None:
    """Any bytes as a file."""
    path = FOLDER / f"input{FORMATS[data[0] % len(FORMATS)] if data else '.txt'}"
    path.write_bytes(data[1:])
    told: list[object] = []
    for document in read_documents(path, SETTINGS, told.append):
        document.text.encode("utf-8")


def text(data: bytes) -> None:
    """Any bytes as a release."""
    language = LANGUAGES[data[0] % len(LANGUAGES)] if data else "de"
    raw = RawDocument("x", "x", "text", data[1:].decode("utf-8", "replace"), "0", language=language)
    item = EXTRACTOR.prepare(raw)
    if not isinstance(item, Prepared):
        return
    labels = ("PER", "ORG", "LOC")
    matches = NAME.finditer(item.annotated.text)
    names = tuple(Name(m[0], m.start(), m.end(), labels[len(m[0]) % 3]) for m in matches)  # type: ignore[arg-type]
    found = EXTRACTOR.complete(item, names)
    rows: tuple[Any, ...] = (*found.dates, *found.places, *found.institutions, *found.officials)
    for row in rows:
        assert found.document.text[row.start_char : row.end_char] == row.text


def pack(data: bytes) -> None:
    """Any text as an expression of a pack: refused, or quick on its own words said again and again."""
    source = data.decode("utf-8", "replace")
    try:
        pattern = compile_pattern(source, Path("fuzz.toml"), {})
    except PackError:
        return
    for _ in pattern.finditer(source * 20):
        pass


TARGETS: dict[str, Callable[[bytes], None]] = {"read": read, "text": text, "pack": pack}

if __name__ == "__main__":
    target = TARGETS[sys.argv.pop(1)]
    for kind in range(len(FORMATS)):  # what loads on first use must not count as slow
        target(bytes((kind,)) + b"Am 4. Mai 2019 kam Hans Wittkopp.")
    atheris.Setup([*sys.argv, "-timeout=20"], target)
    atheris.Fuzz()
