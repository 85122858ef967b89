"""WikiGold (CC BY 4.0): English Wikipedia sentences."""

from collections.abc import Iterator
from pathlib import Path

from models.training.ner import columns
from models.training.ner.sentences import Sentence

FILE = Path("ner/other/wikigold/wikigold.conll.txt")


def read(corpora: Path, split: str = "train") -> Iterator[Sentence]:
    """Yield all sentences; there is one part only."""
    del split
    with (corpora / FILE).open(encoding="utf-8") as lines:
        for block in columns.blocks(lines):
            yield columns.sentence([columns.Word(f[0], f[-1]) for f in block], "wikigold")
