"""GermEval 2014 (CC BY 4.0): `n, token, outer label, inner label`; the outer layer is read."""

from collections.abc import Iterator
from pathlib import Path

import columns
from sentences import Sentence

FOLDER = Path("ner/de/germeval2014_dev_test")


def read(corpora: Path, split: str) -> Iterator[Sentence]:
    """Yield sentences of `dev` or `test` (the large train file is not to be had)."""
    with (corpora / FOLDER / f"{split}.tsv").open(encoding="utf-8") as lines:
        for block in columns.blocks(lines, comment="#"):
            yield columns.sentence([columns.Word(f[1], f[2]) for f in block], "germeval")
