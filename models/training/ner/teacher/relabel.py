"""Mark the names of public corpora as the press corpus would: where the teacher is sure it has the last word.

python -m models.training.ner.teacher.relabel TEACHER PACK CORPORA OUT     PACK: a table of recipes.toml

A name on which the corpus and the teacher agree stays. Of the rest, names that the teacher is sure of are taken,
names that it is sure are none are dropped, and all others are masked. `build --relabelled OUT` reads the files.
"""

import argparse
import json
from collections.abc import Iterator, Sequence
from pathlib import Path

import tomllib
from spacy.tokens import Doc

from models.training.ner import tokens
from models.training.ner.build import HERE, corpus, relabelled_file
from models.training.ner.sentences import UNKNOWN, Name, to_doc
from models.training.ner.teacher.tagger import load, mark
from models.training.ner.teacher.tune import names

SURE = 0.85
SURE_OF_NONE = 0.95


def judged(doc: Doc, tags: Sequence[tuple[str, float]], listed: set[Name]) -> Iterator[Name]:
    """Yield the names of a sentence after both have been heard."""
    marked = names(doc, tags)
    for name in marked:
        sure = name in listed or _least(doc, tags, name) > SURE
        yield name if sure else Name(name.start, name.end, UNKNOWN)
    taken = {place for name in marked for place in range(name.start, name.end)}
    for name in listed.difference(marked):
        words = [word for word in doc if name.start <= word.idx < name.end and word.idx not in taken]
        if any(tags[word.i][1] <= SURE_OF_NONE for word in words):
            yield from (Name(word.idx, word.idx + len(word), UNKNOWN) for word in words)


def _least(doc: Doc, tags: Sequence[tuple[str, float]], name: Name) -> float:
    return min(tags[word.i][1] for word in doc if name.start <= word.idx < name.end)


def main() -> None:
    """Write OUT/<corpus>-<part>.jsonl for each corpus of a recipe."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("teacher", type=Path)
    parser.add_argument("pack")
    parser.add_argument("corpora", type=Path)
    parser.add_argument("out", type=Path)
    asked = parser.parse_args()
    tagger, nlp = load(asked.teacher), tokens.blank(asked.pack.partition("-")[0])
    asked.out.mkdir(parents=True, exist_ok=True)
    recipe = tomllib.loads((HERE / "recipes.toml").read_text("utf-8"))[asked.pack]
    for name in sorted(set(recipe["corpora"])):
        docs = [to_doc(nlp, sentence) for sentence in corpus(asked.corpora, name)]
        with relabelled_file(asked.out, name).open("w", encoding="utf-8") as file:
            for doc, tags in zip(docs, mark(tagger, docs), strict=True):
                listed = {Name(ent.start_char, ent.end_char, ent.label_) for ent in doc.ents}
                found = sorted(judged(doc, tags, listed), key=lambda n: n.start)
                row = {"text": doc.text, "names": [[n.start, n.end, n.label] for n in found]}
                file.write(json.dumps(row, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
