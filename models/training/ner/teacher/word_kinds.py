"""What kind of word a frequent word is, as the teacher sees it: a few hundred kinds, with a vector each.

python -m models.training.ner.teacher.word_kinds TEACHER OUT LANGUAGE ... [--words 25000] [--keep 15000] [--kinds 512]

Each word of wordfreq's lists (CC BY-SA 4.0) is read alone, in small letters and with a capital. The mean of its pieces'
vectors, reduced to the main directions, and the chances of the tags are clustered; words of one kind share a row of the
table of listed names (listed_names.py --kinds), so that a pack can hold a hundred thousand words in 2 MB.
"""

import argparse
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import numpy as np
import torch
import wordfreq
from sklearn.cluster import MiniBatchKMeans
from sklearn.decomposition import PCA

from models.training.ner.build import SEED
from models.training.ner.teacher.tagger import Tagger, load, padded

WORD = re.compile(r"[^\W\d_][^\W\d_'’\-]+")
LONGEST = 20
DIRECTIONS = 24
BUDGET = 6000


def frequent(languages: Iterable[str], count: int) -> list[str]:
    """Return the most frequent words of each language, each once."""
    words = (word for code in languages for word in wordfreq.top_n_list(code, count))
    return list(dict.fromkeys(word for word in words if len(word) > 2 and WORD.fullmatch(word)))


def seen(tagger: Tagger, words: list[str]) -> tuple[Any, Any]:
    """Return for each word the mean vector of its pieces, and the chances of the tags at its first piece."""
    pieces = tagger.pieces
    rows = [[pieces.begin, *pieces(word, True)[:LONGEST], pieces.end] for word in words]
    order = sorted(range(len(rows)), key=lambda n: len(rows[n]))
    vectors = np.zeros((len(rows), tagger.encoder.width), np.float32)
    chances = np.zeros((len(rows), tagger.head.out_features), np.float32)
    start = 0
    with torch.no_grad():
        while start < len(order):
            longest = len(rows[order[min(start + 200, len(order) - 1)]])
            batch = order[start : start + BUDGET // longest]
            start += len(batch)
            filled, lengths = padded([rows[n] for n in batch], pieces.padding)
            with torch.autocast("cpu", dtype=torch.bfloat16):
                found = tagger.encoder(filled, lengths).float()
            at = torch.arange(filled.shape[1])[None]
            inside = ((at > 0) & (at < lengths[:, None] - 1))[..., None]
            vectors[batch] = ((found * inside).sum(1) / inside.sum(1)).numpy()
            chances[batch] = tagger.head(found[:, 1]).softmax(-1).numpy()
    return vectors, chances


def main() -> None:
    """Write OUT: the words, the kind of each, the vector of each kind."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("teacher", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("languages", nargs="+")
    parser.add_argument("--words", type=int, default=25000, help="how many words a language are clustered")
    parser.add_argument("--keep", type=int, default=15000, help="how many words a language are written")
    parser.add_argument("--kinds", type=int, default=512)
    asked = parser.parse_args()
    torch.manual_seed(SEED)
    tagger, words = load(asked.teacher), frequent(asked.languages, asked.words)
    small, capital = seen(tagger, words), seen(tagger, [word.title() for word in words])
    directions = PCA(DIRECTIONS, random_state=SEED).fit_transform(np.hstack([small[0], capital[0]]))
    points = np.hstack([directions / directions[:, 0].std(), 0.5 * small[1], 0.5 * capital[1]])
    found = MiniBatchKMeans(asked.kinds, random_state=SEED, batch_size=4096, n_init=3, max_iter=60).fit(points)
    centres = found.cluster_centers_.astype(np.float32)
    kind_of = dict(zip(words, found.labels_.tolist(), strict=True))
    kept = {word: kind_of[word] for word in frequent(asked.languages, asked.keep)}
    np.savez_compressed(asked.out, words="\n".join(kept), kinds=np.array(list(kept.values())), vectors=centres)
    print(len(kept), "words of", len(centres), "kinds")


if __name__ == "__main__":
    main()
