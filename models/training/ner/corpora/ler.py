"""German legal decisions (LER, CC BY 4.0): sampled, since they are far from press releases."""

import gzip
import random
from collections.abc import Iterator
from pathlib import Path

from models.training.ner import columns
from models.training.ner.sentences import Sentence

FILE = Path("ner/de/ler/ler_dev.conll.gz")
SEED = 4
SHARE_WITHOUT_NAMES = 0.1
WORTH_READING = {"PER", "RR", "AN", "ORG", "UN", "INN", "GRT", "LD", "ST", "LDS"}


def read(corpora: Path, split: str = "train") -> Iterator[Sentence]:
    """Yield sentences that name a person, institution or place, and a tenth of the others."""
    del split
    rng = random.Random(SEED)
    with gzip.open(corpora / FILE, "rt", encoding="utf-8") as lines:
        for block in columns.blocks(lines):
            found = columns.sentence([columns.Word(f[0], f[-1]) for f in block], "ler")
            lucky = rng.random() < SHARE_WITHOUT_NAMES
            if lucky or any(name.label in WORTH_READING for name in found.names):
                yield found
