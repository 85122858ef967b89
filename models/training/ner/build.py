"""Make the training and development DocBins of a pack.

python -m models.training.ner.build PACK CORPORA OUT [--relabelled FOLDER]     PACK: a table of recipes.toml
"""

import argparse
import importlib
import json
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import tomllib

from models.training.ner import augment, tokens
from models.training.ner.corpora import press
from models.training.ner.sentences import LabelMap, Name, Sentence, write
from models.training.press.press_corpus import read_releases

HERE = Path(__file__).parent
PRESS = HERE.parent / "press"
SEED = 20261121


def corpus(corpora: Path, name: str) -> Iterator[Sentence]:
    """Yield the sentences of "corpus:part" with our labels."""
    module, _, part = name.partition(":")
    yield from LabelMap(module).apply(
        importlib.import_module(f"models.training.ner.corpora.{module}").read(corpora, part)
    )


def relabelled_file(folder: Path, name: str) -> Path:
    """Where teacher/relabel.py writes "corpus:part"."""
    return folder / f"{name.replace(':', '-')}.jsonl"


def relabelled(folder: Path, name: str) -> Iterator[Sentence]:
    """Yield the sentences of "corpus:part" with the names that the teacher left or put there."""
    with relabelled_file(folder, name).open(encoding="utf-8") as lines:
        for row in map(json.loads, lines):
            yield Sentence(row["text"], tuple(Name(*name) for name in row["names"]), name)


def press_copies(
    corpora: Path, folder: Path, language: str, as_written: int, swapped: int, rng: random.Random
) -> Iterator[Sentence]:
    """Yield the releases of a language several times over, cut and changed in a new way each time."""
    to_ours = LabelMap("press")
    written = read_releases(folder / "train" / language)
    swapper = augment.Swapper(corpora, language, rng)
    swapper.learn(written)
    for copy in range(as_written + swapped):
        for release in written:
            text = press.whole(release) if copy < as_written else augment.noisy(swapper.swap(release), rng)
            yield from to_ours.apply(press.cut(text, rng))


def training_data(
    recipe: dict[str, Any], corpora: Path, folder: Path, by_teacher: Path | None = None
) -> Iterator[Sentence]:
    """Yield all of a recipe: public corpora first (as the teacher marked them, if it did), then the press corpus."""
    rng = random.Random(SEED)
    for name in recipe["corpora"]:
        yield from relabelled(by_teacher, name) if by_teacher else corpus(corpora, name)
    for language in recipe["mixed"]:
        yield from press_copies(corpora, folder, language, recipe["as_written"], recipe["swapped"], rng)
    for language in recipe.get("fewer", ()):
        copies = (recipe["fewer_as_written"], recipe["fewer_swapped"])
        yield from press_copies(corpora, folder, language, *copies, rng)


def development_data(recipe: dict[str, Any], folder: Path) -> Iterator[Sentence]:
    """Yield the development releases of the recipe's languages."""
    for language in [*recipe["mixed"], *recipe.get("fewer", ())]:
        yield from LabelMap("press").apply(press.read(folder, "dev", language))


def main() -> None:
    """Write OUT/train.spacy and OUT/dev.spacy."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("pack")
    parser.add_argument("corpora", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--press", type=Path, default=PRESS)
    parser.add_argument("--relabelled", type=Path, help="what teacher/relabel.py wrote")
    asked = parser.parse_args()
    recipe = tomllib.loads((HERE / "recipes.toml").read_text("utf-8"))[asked.pack]
    nlp = tokens.blank(asked.pack.partition("-")[0])
    data = list(training_data(recipe, asked.corpora, asked.press, asked.relabelled))
    random.Random(SEED).shuffle(data)
    print("train words", write(nlp, data, asked.out / "train.spacy"))
    print("dev words", write(nlp, development_data(recipe, asked.press), asked.out / "dev.spacy"))


if __name__ == "__main__":
    main()
