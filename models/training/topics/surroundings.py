"""Learn how the rest of a document moves the logit of each topic: ``models/shared/topic_surroundings.csv``.

One logistic regression per topic, all languages together, strongly held back: over the logit that the lexicon gives
(of models that did not see the release) and over what the product itself finds beside it.
"""

from __future__ import annotations

import csv
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import KFold

from models.training.press.press_corpus import Release
from pipeline import Extractor
from pipeline.extract.topics import article_words, count_concepts, describe_surroundings, gather_evidence
from pipeline.language import load_pack
from pipeline.records import AnnotatedDocument, Findings

Array = NDArray[np.float64]
PENALTY = 0.01  # chosen by cross-validation among 0.01, 0.03, 0.1, 0.3
OWN_SCALE = 3.0  # the lexicon's logit is held back less than the surroundings
LEAST_RELEASES = 10  # a feature of fewer releases teaches nothing
LEAST_WEIGHT = 0.005


def surroundings_of(releases: Sequence[Release]) -> list[dict[str, float]]:
    """What the product finds around the topics of each release."""
    extractor = Extractor()
    return [_describe(release, extractor) for release in releases]


def _describe(release: Release, extractor: Extractor) -> dict[str, float]:
    found: Findings = extractor.extract(release.text, source=release.id, language=release.language)
    row = found.document
    document = AnnotatedDocument(row.doc_id, row.text, release.language, None, None, found.segments, (), ())
    pack = load_pack(extractor.settings.models, release.language)
    words = article_words(document)
    evidence = gather_evidence(document, words, pack.topics)
    concepts = count_concepts(words, pack.events)
    return describe_surroundings(evidence, concepts, found.places, found.institutions, found.officials)


def name_features(around: Sequence[dict[str, float]]) -> list[str]:
    """Features that enough releases have, in order."""
    seen: dict[str, int] = {}
    for features in around:
        for name, value in features.items():
            seen[name] = seen.get(name, 0) + (value != 0)
    return sorted(name for name, count in seen.items() if count >= LEAST_RELEASES)


def tabulate(around: Sequence[dict[str, float]], names: Sequence[str]) -> Array:
    """One row per release, one column per feature."""
    return np.array([[features.get(name, 0.0) for name in names] for features in around])


def fit_surroundings(logits: Array, table: Array, gold: Array) -> Array:
    """A row per topic: weight of its own logit, constant, weights of the features."""
    spread = table.std(0) + 1e-6
    weights = np.zeros((gold.shape[1], 2 + table.shape[1]))
    for topic in range(gold.shape[1]):
        columns = np.hstack([logits[:, [topic]] * OWN_SCALE, table / spread])
        model = LogisticRegression(C=PENALTY, max_iter=500).fit(columns, gold[:, topic])
        weights[topic] = [model.coef_[0, 0] * OWN_SCALE, model.intercept_[0], *(model.coef_[0, 1:] / spread)]
    return weights


def apply_surroundings(logits: Array, table: Array, weights: Array) -> Array:
    """The logits that the product will see."""
    return np.asarray(logits * weights[:, 0] + weights[:, 1] + table @ weights[:, 2:].T)


def cross_apply(logits: Array, table: Array, gold: Array) -> Array:
    """Logits of each release by weights that did not see it."""
    moved = np.zeros_like(logits)
    for train, test in KFold(5, shuffle=True, random_state=0).split(logits):
        weights = fit_surroundings(logits[train], table[train], gold[train])
        moved[test] = apply_surroundings(logits[test], table[test], weights)
    return moved


def write_surroundings(path: Path, topics: Sequence[str], names: Sequence[str], weights: Array) -> None:
    """Write the table; weights next to nought are left empty."""
    with path.open("w", encoding="utf-8", newline="") as file:
        file.write("# How the rest of a document moves the logit of a topic, alike in all languages.\n")
        file.write("# Written by models/training/topics/train.py from the press corpus (train series).\n")
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(("feature", *topics))
        for name, column in zip(("own", "constant"), weights.T, strict=False):
            writer.writerow((name, *(f"{value:.3f}" for value in column)))
        for name, column in zip(names, weights.T[2:], strict=True):
            writer.writerow((name, *(f"{value:.3f}" if abs(value) >= LEAST_WEIGHT else "" for value in column)))
