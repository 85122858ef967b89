"""Words are forgotten at random in training, so that the net learns to do without them.

A word that training never saw gets hashed features that mean nothing. Unless the net meets such words while it learns,
it trusts the word and hardly looks at its ending, its shape and its neighbours. Each time a sentence is read, a word is
made unknown with the chance patience / (patience + how often it occurs): rare words often, common ones hardly ever.
"""

import random
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

from spacy.language import Language
from spacy.tokens import DocBin
from spacy.training import Example
from spacy.util import registry

Augmenter = Callable[[Language, Example], Iterator[Example]]
SEED = 20261121
STRANGERS = 20_000  # each has hashed features of its own, and none is met often enough to be learned


@registry.augmenters("press.unknown_words.v1")  # type: ignore[untyped-decorator]
def forget_words(path: Path, patience: float) -> Augmenter:
    """Return a spaCy augmenter that forgets words of what it is given.

    Args:
        path: the DocBin whose words are counted.
        patience: how often a word must occur to be known half the time; 0 forgets nothing.
    """
    rng = random.Random(SEED)
    counts: Counter[int] = Counter()

    def augment(nlp: Language, example: Example) -> Iterator[Example]:
        if not counts:
            counts.update(norm for doc in DocBin().from_disk(path).get_docs(nlp.vocab) for norm in doc.to_array("NORM"))
        for token in example.predicted:
            if rng.random() * (patience + counts[token.norm]) < patience:
                token.norm_ = f"?{rng.randrange(STRANGERS)}"
        yield example

    return augment
