"""Universal NER over the English Web Treebank (CC BY-SA 4.0): weblogs, mail, reviews, answers."""

from collections.abc import Iterator
from pathlib import Path

from models.training.ner import columns
from models.training.ner.sentences import Sentence

FOLDER = Path("ner/other/ewt")


def read(corpora: Path, split: str) -> Iterator[Sentence]:
    """Yield `train` (the published test part, the train part not being at hand) or `dev`."""
    part = {"train": "test", "dev": "dev"}[split]
    with (corpora / FOLDER / f"en_ewt-ud-{part}.iob2").open(encoding="utf-8") as lines:
        for block in columns.blocks(lines, comment="#"):
            words = [columns.Word(f[1], f[2]) for f in block if len(f) > 2]
            yield columns.sentence(words, "ewt")
