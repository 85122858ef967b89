"""Topics of labelled releases, beside two baselines: the commonest topics, and the lexicon with nothing learned.

    python benchmarks/topics.py PRESS_TRAIN_FOLDER PRESS_DEV_FOLDER

The folders hold one folder of marked-up releases per language (the format of ``models/training``); the commonest
topics are counted on the first. Prints F1 over (release, topic) in percent, per language.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from models.training.press.press_corpus import Release, read_releases
from models.training.topics.train import as_document
from pipeline import Extractor
from pipeline.extract.topics import find_topics
from pipeline.language import LanguagePack
from pipeline.language.terms import TermIndex
from pipeline.language.topics import SurroundingWeights, TopicLexicon, load_topic_ids, read_topic_terms
from pipeline.settings import Settings

USUAL = 3  # topics of a typical release
Predict = Callable[[Release], set[str]]


def f1(releases: Sequence[Release], predict: Predict) -> float:
    """F1 over topics in percent."""
    found = [(predict(release), set(release.topics)) for release in releases]
    right = sum(len(mine & wanted) for mine, wanted in found)
    return 200 * right / sum(len(mine) + len(wanted) for mine, wanted in found)


def product(extractor: Extractor) -> Predict:
    """What the product finds."""
    return lambda release: {
        row.topic for row in extractor.extract(release.text, source=release.id, language=release.language).topics
    }


def lexicon_alone(folder: Path, settings: Settings) -> Predict:
    """What the terms with their hand-made weights find."""
    pack = LanguagePack(folder)
    topics = load_topic_ids(pack.shared)
    terms = read_topic_terms(folder / "topics.csv", frozenset(topics))
    made = (replace(term, learned=0.0) for term in terms if term.weight)
    untouched = replace(pack.topics.model, surroundings=dict.fromkeys(topics, SurroundingWeights(1.0, 0.0, {})))
    pack.__dict__["topics"] = TopicLexicon(TermIndex((term.term, term) for term in made), untouched)
    return lambda release: {row.topic for row in find_topics(as_document(release), (), (), (), pack, settings)}


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("train", type=Path)
    parser.add_argument("dev", type=Path)
    arguments = parser.parse_args()
    settings = Settings()
    extractor = Extractor(settings)
    print("language   releases   commonest   hand-made   product")
    for folder in sorted(arguments.dev.iterdir()):
        releases = read_releases(folder)
        counts = Counter(t for release in read_releases(arguments.train / folder.name) for t in release.topics)
        usual = {topic for topic, _ in counts.most_common(USUAL)}
        commonest = f1(releases, lambda _, usual=usual: usual)  # type: ignore[misc]
        bare = f1(releases, lexicon_alone(settings.models / folder.name, settings))
        whole = f1(releases, product(extractor))
        print(f"{folder.name:<8} {len(releases):10} {commonest:11.1f} {bare:11.1f} {whole:9.1f}")


if __name__ == "__main__":
    main()
