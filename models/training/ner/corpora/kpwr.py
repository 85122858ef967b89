"""KPWr n82 (CC BY 3.0): Polish texts with 82 classes of names."""

from collections.abc import Iterator
from pathlib import Path

from models.training.ner import columns
from models.training.ner.sentences import Sentence

FILES = {"train": Path("ner/pl/kpwr/train.txt"), "test": Path("ner/pl/kpwr/test.iob")}


def read(corpora: Path, split: str) -> Iterator[Sentence]:
    """Yield the sentences of `train` or `test`."""
    with (corpora / FILES[split]).open(encoding="utf-8") as lines:
        for block in columns.blocks(lines):
            words = [columns.Word(f[0], f[-1]) for f in block if len(f) > 1]
            if words:
                yield columns.sentence(words, "kpwr")
