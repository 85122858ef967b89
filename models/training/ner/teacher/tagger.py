"""The encoder with a layer that marks names on it: cutting texts to its length, learning, marking."""

import random
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
import torch.nn.functional as F
from spacy.tokens import Doc
from torch import nn

from models.training.ner.sentences import LABELS
from models.training.ner.teacher.encoder import Pieces, read

TAGS = ("O", *(f"{mark}-{label}" for label in LABELS for mark in "BI"))
NUMBER = {tag: number for number, tag in enumerate(TAGS)}
FORBIDDEN = np.array([[-1e4 * (b[0] == "I" and a[2:] != b[2:]) for b in TAGS] for a in TAGS])
AT_START = np.array([-1e4 * (tag[0] == "I") for tag in TAGS])
IGNORED = -100
MOST_PIECES = 500
LEARNING_RATE = 2.5e-4
HEAD_LEARNING_RATE = 2e-3


@dataclass(frozen=True, slots=True)
class Chunk:
    """Some words of a text, as pieces; `places` holds the first piece of each word, 0 for one without pieces."""

    doc: Doc
    first: int
    pieces: list[int]
    places: list[int]


class Tagger(nn.Module):  # type: ignore[misc]
    """Marks names word by word."""

    def __init__(self) -> None:
        """Start from the pretrained encoder."""
        super().__init__()
        self.encoder, self.pieces = read()
        self.head = nn.Linear(self.encoder.width, len(TAGS))
        self.drop = nn.Dropout(0.1)

    def forward(self, pieces: Any, lengths: Any) -> Any:
        """Return a score for each tag of each piece."""
        with torch.autocast("cpu", dtype=torch.bfloat16):
            vectors = self.encoder(pieces, lengths)
        return self.head(self.drop(vectors.float()))


def load(file: Path) -> Tagger:
    """Read what tune.py wrote."""
    tagger = Tagger()
    tagger.load_state_dict(torch.load(file))
    tagger.eval()
    return tagger


def chunks(doc: Doc, pieces: Pieces, size: int, rng: random.Random | None = None) -> Iterator[Chunk]:
    """Cut a text into chunks of at most `size` pieces, at ends of lines or sentences if there are any."""
    cut = [pieces(w.text, w.i == 0 or doc.text[w.idx - 1].isspace()) if not w.is_space else [] for w in doc]
    first = 0
    while first < len(doc):
        limit = rng.choice((size, size, size // 2, size // 4)) if rng else size
        end = _end(doc, cut, first, limit)
        found, places = [pieces.begin], []
        for word in cut[first:end]:
            places.append(len(found) if word and len(found) < MOST_PIECES else 0)
            found += word
        yield Chunk(doc, first, [*found[:MOST_PIECES], pieces.end], places)
        first = end


def _end(doc: Doc, cut: Sequence[Sequence[int]], first: int, limit: int) -> int:
    total, end, good = 0, first, first
    while end < len(doc) and total + len(cut[end]) <= limit:
        total += len(cut[end])
        end += 1
        if "\n" in doc[end - 1].text or (doc[end - 1].text in ".!?" and total > limit // 2):
            good = end
    if end == len(doc):
        return end
    while end > first + 1 and good == first and doc[end].ent_iob_ == "I":
        end -= 1
    return max(good if good > first else end, first + 1)


def batches(found: Iterable[Chunk], budget: int, rng: random.Random | None = None) -> list[list[Chunk]]:
    """Put chunks of like length together, `budget` pieces to a batch."""
    every = list(found)
    if rng:
        rng.shuffle(every)
    group = 400 if rng else len(every) or 1
    made: list[list[Chunk]] = []
    for start in range(0, len(every), group):
        batch: list[Chunk] = []
        for chunk in sorted(every[start : start + group], key=lambda c: len(c.pieces)):
            if batch and (len(batch) + 1) * len(chunk.pieces) > budget:
                made.append(batch)
                batch = []
            batch.append(chunk)
        made.append(batch)
    if rng:
        rng.shuffle(made)
    return made


def padded(rows: Sequence[Sequence[int]], padding: int) -> tuple[Any, Any]:
    """Return rows of pieces as one array and their lengths."""
    filled = torch.full((len(rows), max(map(len, rows))), padding)
    for number, row in enumerate(rows):
        filled[number, : len(row)] = torch.tensor(row)
    return filled, torch.tensor([len(row) for row in rows])


def learn(tagger: Tagger, docs: Sequence[Doc], epochs: float, seed: int) -> Iterator[tuple[int, float]]:
    """Fine-tune all layers; yield step and loss. Words that are masked do not count."""
    rng = random.Random(seed)

    def epoch() -> list[list[Chunk]]:
        return batches((c for doc in docs for c in chunks(doc, tagger.pieces, 160, rng)), 1300, rng)

    total, step = int(epochs * len(epoch())), 0
    head = list(tagger.head.parameters())
    layers = [p for p in tagger.parameters() if p.requires_grad and not any(p is h for h in head)]
    optimizer = torch.optim.AdamW([{"params": layers}, {"params": head, "lr": HEAD_LEARNING_RATE}], LEARNING_RATE)
    slope = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda s: min((s + 1) / (0.1 * total), max(0.0, (total - s) / (0.9 * total)))
    )
    tagger.train()
    while step < total:
        for batch in epoch()[: total - step]:
            pieces, lengths = padded([c.pieces for c in batch], tagger.pieces.padding)
            scores = tagger(pieces, lengths)
            loss = F.cross_entropy(scores.flatten(0, 1), _wanted(batch, pieces.shape).flatten(), ignore_index=IGNORED)
            loss.backward()
            nn.utils.clip_grad_norm_(tagger.parameters(), 1.0)
            optimizer.step()
            optimizer.zero_grad(set_to_none=True)
            slope.step()
            step += 1
            yield step, loss.item()
    tagger.eval()


def _wanted(batch: Sequence[Chunk], shape: Any) -> Any:
    wanted = torch.full(shape, IGNORED)
    for row, chunk in enumerate(batch):
        for word, place in zip(chunk.doc[chunk.first :], chunk.places, strict=False):
            if place and word.ent_iob_:
                wanted[row, place] = NUMBER[f"{word.ent_iob_}-{word.ent_type_}" if word.ent_type_ else "O"]
    return wanted


def mark(tagger: Tagger, docs: Sequence[Doc]) -> list[list[tuple[str, float]]]:
    """Return the tag of each word and how sure the net is of it; words without pieces are O."""
    found = [[("O", 1.0)] * len(doc) for doc in docs]
    at = {id(doc): number for number, doc in enumerate(docs)}
    with torch.no_grad():
        for batch in batches((c for doc in docs for c in chunks(doc, tagger.pieces, 240)), 6000):
            scores = tagger(*padded([c.pieces for c in batch], tagger.pieces.padding)).log_softmax(-1).numpy()
            for chunk, row in zip(batch, scores, strict=True):
                words = [(chunk.first + n, place) for n, place in enumerate(chunk.places) if place]
                for (word, place), tag in zip(words, best_tags(row[[place for _, place in words]]), strict=True):
                    found[at[id(chunk.doc)]][word] = (TAGS[tag], float(np.exp(row[place, tag])))
    return found


def best_tags(scores: Any) -> list[int]:
    """Return the likeliest sequence in which no name goes on that has not begun."""
    if not len(scores):
        return []
    best, back = scores[0] + AT_START, []
    for row in scores[1:]:
        ways = best[:, None] + FORBIDDEN
        back.append(ways.argmax(0))
        best = ways.max(0) + row
    path = [int(best.argmax())]
    for before in reversed(back):
        path.append(int(before[path[-1]]))
    return path[::-1]
