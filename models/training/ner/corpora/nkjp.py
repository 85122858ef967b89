"""The one-million-word NKJP (GPL-3.0): nested names, automatic lemmas and tags.

A fixed random twentieth of the sentences is the test part and never trained on. Nested labels are
joined by `#`: the first is the outermost.
"""

import gzip
import random
import re
from collections.abc import Iterator
from pathlib import Path

from models.training.ner import columns
from models.training.ner.sentences import Sentence

FILE = Path("ner/pl/nkjp/nkjp-nested-simplified-v2.iob.gz")
SEED = 4
ONE_IN = 20
SHARE_WITHOUT_NAMES = 0.35
_ADJECTIVE = re.compile(r"[scz]k(?:i|ie|iego|iej|iemu|im|ich|imi)$|[sc]cy$")


def read(corpora: Path, split: str) -> Iterator[Sentence]:
    """Yield `test` (every sentence of the twentieth) or `train` (a third of those without a name)."""
    rng = random.Random(SEED)
    thin = random.Random(SEED + 1)
    with gzip.open(corpora / FILE, "rt", encoding="utf-8") as lines:
        for block in columns.blocks(lines):
            part = "test" if rng.randrange(ONE_IN) == 0 else "train"
            words = [_word(f) for f in block if len(f) > 3]
            if part != split or not words:
                continue
            has_names = any(word.label != "O" for word in words)
            if split == "test" or has_names or thin.random() < SHARE_WITHOUT_NAMES:
                yield columns.sentence(words, "nkjp")


def _word(fields: list[str]) -> columns.Word:
    """Take the outer label; movable endings ("zrobił" + "em") cling to their verb."""
    text, lemma, tag, label = fields[0], fields[1], fields[2], fields[3].split("#")[0]
    if label.startswith("B-placeName") and _is_no_place(text, lemma, tag):
        label = "O"
    return columns.Word(text, label, glued=tag.startswith("aglt"))


def _is_no_place(text: str, lemma: str, tag: str) -> bool:
    """NKJP marks "polski" and "Polak" as derived from places; those are no places to us.

    Adjectives are written small but at the start of a sentence, where their ending tells (not "Polski", which
    is mostly the country's genitive); inhabitants are the only place words of the masculine personal gender.
    """
    adjective = tag.startswith("adj") and _ADJECTIVE.search(text) and lemma != "polski"
    return text[0].islower() or bool(adjective) or (tag.startswith("subst") and tag.endswith(":m1"))
