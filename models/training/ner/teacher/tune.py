"""Tune the teacher on the press corpus, all languages together, and score it on `dev`.

python -m models.training.ner.teacher.tune OUT [--epochs 2.5] [--press PRESS]
"""

import argparse
from collections.abc import Sequence
from pathlib import Path

import torch
from spacy.tokens import Doc

from models.training.ner import tokens
from models.training.ner.build import PRESS, SEED
from models.training.ner.corpora import press
from models.training.ner.evaluate import Tally
from models.training.ner.sentences import LabelMap, Name, Sentence, to_doc
from models.training.ner.teacher.tagger import Tagger, learn, mark


def texts(folder: Path, part: str) -> dict[str, list[Sentence]]:
    """Return the releases of each language."""
    languages = sorted(path.name for path in (folder / part).iterdir() if path.is_dir())
    return {code: list(LabelMap("press").apply(press.read(folder, part, code))) for code in languages}


def names(doc: Doc, tags: Sequence[tuple[str, float]]) -> list[Name]:
    """Read names off the tags; a blank word, which has no tag of its own, does not end a name."""
    found: list[Name] = []
    label = ""
    for word, (tag, _) in zip(doc, tags, strict=True):
        if word.is_space:
            continue
        if tag[0] == "I" and tag[2:] == label:
            found[-1] = Name(found[-1].start, word.idx + len(word), label)
        elif tag[0] == "B":
            found.append(Name(word.idx, word.idx + len(word), tag[2:]))
        label = tag[2:]
    return found


def main() -> None:
    """Write the tuned weights to OUT."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out", type=Path)
    parser.add_argument("--epochs", type=float, default=2.5)
    parser.add_argument("--press", type=Path, default=PRESS)
    asked = parser.parse_args()
    torch.manual_seed(SEED)
    nlp, tagger = tokens.blank("xx"), Tagger()
    train = [to_doc(nlp, text) for found in texts(asked.press, "train").values() for text in found]
    for step, loss in learn(tagger, train, asked.epochs, SEED):
        if step % 50 == 0:
            print(step, f"{loss:.4f}", flush=True)
    torch.save(tagger.state_dict(), asked.out)
    for code, held_out in texts(asked.press, "dev").items():
        tally = Tally()
        docs = [nlp.make_doc(text.text) for text in held_out]
        for doc, text, tags in zip(docs, held_out, mark(tagger, docs), strict=True):
            tally.add(doc.text, text.names, names(doc, tags))
        print(code, {label: row["f"] for label, row in tally.scores().items()}, flush=True)


if __name__ == "__main__":
    main()
