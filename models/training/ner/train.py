"""Train a pack from the DocBins that build.py made.

python -m models.training.ner.train LANGUAGE DATA VECTORS OUT [--steps N] [--section.option VALUE ...]

OUT/model-best is the pack; averaged weights are what is evaluated and kept (Adam's `use_averages`).
"""

import argparse
import json
from pathlib import Path

from spacy.cli.train import train

from models.training.ner import tokens, unknown_words  # noqa: F401 - what the configuration names is registered there

CONFIG = Path(__file__).parent / "configs" / "ner.cfg"


def overrides(rest: list[str]) -> dict[str, object]:
    """Turn `--a.b 3` pairs into configuration overrides; what is JSON (numbers, lists) is read as such."""
    found: dict[str, object] = {}
    for key, value in zip(rest[::2], rest[1::2], strict=True):
        try:
            found[key.removeprefix("--")] = json.loads(value)
        except json.JSONDecodeError:
            found[key.removeprefix("--")] = value
    return found


def main() -> None:
    """Run spaCy's training loop."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("language", choices=("de", "pl", "xx"))
    parser.add_argument("data", type=Path)
    parser.add_argument("vectors", type=Path, help="what listed_names --forget wrote")
    parser.add_argument("out", type=Path)
    parser.add_argument("--steps", type=int, default=3500)
    asked, rest = parser.parse_known_args()
    settings: dict[str, object] = {
        "nlp.lang": asked.language,
        "paths.train": str(asked.data / "train.spacy"),
        "paths.dev": str(asked.data / "dev.spacy"),
        "paths.vectors": str(asked.vectors),
        "training.max_steps": asked.steps,
    }
    train(CONFIG, asked.out, overrides=settings | overrides(rest))


if __name__ == "__main__":
    main()
