"""Learn how topic evidence adds up (all languages together) and corrections of single terms (per language).

    python -m models.training.topics.train PRESS_TRAIN_FOLDER [--learn de --learn pl]

Reads the hand-made rows of ``models/<code>/topics.csv``, fits logistic regressions on the labelled releases, and
writes ``models/shared/topics.toml``, the ``learned`` columns and ``models/shared/topic_surroundings.csv``. Prints F1
by five-fold cross-validation. Needs scikit-learn, which the product does not.
"""

from __future__ import annotations

import argparse
import csv
import json
import math
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import chain
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import KFold

from models.training.press.press_corpus import Release, read_releases
from models.training.topics import surroundings
from pipeline.extract.topics import article_words, gather_evidence
from pipeline.language.terms import TermIndex, words_of
from pipeline.language.topics import TopicLexicon, TopicModel, TopicTerm, load_topic_ids, read_topic_terms
from pipeline.records import AnnotatedDocument, Segment

MODELS = Path(__file__).resolve().parents[2]
TOPICS = load_topic_ids(MODELS / "shared")
STEM = 6  # letters of a learned stem
HAND_SCALE = 10.0  # keeps the penalty off the hand-made part, so that corrections stay corrections
TERM_SCALE = 0.35
LEAST_UNNAMED = 20  # releases from which a topic that no term names counts as told by its surroundings,
UNNAMED_SHARE = 0.4  # and share of them that must be right; a wrong one costs less than a topic found gains
LEARNED_NOTE = "learned from the press corpus"
Array = NDArray[np.float64]


def start_model() -> TopicModel:
    """The model before training: lengths, bonus and limits, which cross-validation chose."""
    return TopicModel(dict.fromkeys(TOPICS, 0.0), 1, 0, 0, 1.0, 3, 200, 60, 0.27, 5, {})


def as_document(release: Release) -> AnnotatedDocument:
    """A release as one article, as the product would see it."""
    whole = Segment(release.id, 0, None, "article", release.language, 0, len(release.text))
    return AnnotatedDocument(release.id, release.text, release.language, None, None, (whole,), (), ())


def amounts(
    releases: Sequence[Release], terms: Iterable[TopicTerm], columns: Sequence[str], model: TopicModel
) -> Array:
    """Evidence per release and column, the topics that the terms speak for."""
    lexicon = TopicLexicon(TermIndex((term.term, term) for term in terms), model)
    column = {name: position for position, name in enumerate(columns)}
    table = np.zeros((len(releases), len(columns)))
    for row, release in enumerate(releases):
        document = as_document(release)
        for found in gather_evidence(document, article_words(document), lexicon):
            table[row, column[found.topic]] = found.amount
    return table


def shared_features(amount: Array) -> Array:
    """Logarithm, share and relative strength of each topic's evidence: (releases, topics, 3)."""
    total = np.maximum(amount.sum(1, keepdims=True), 1e-9)
    strongest = np.maximum(amount.max(1, keepdims=True), 1e-9)
    return np.stack([np.log1p(amount), amount / total, amount / strongest], axis=2)


def labels(releases: Sequence[Release]) -> Array:
    """1 where a release has a topic."""
    return np.array([[float(topic in release.topics) for topic in TOPICS] for release in releases])


def fit_shared(features: Array, gold: Array) -> tuple[Array, Array]:
    """(weights of the three features, bias per topic), one model for all topics."""
    n = len(features)
    stacked = np.hstack([features.reshape(-1, 3), np.tile(np.eye(len(TOPICS)), (n, 1))])
    model = LogisticRegression(C=1.0, max_iter=1000, fit_intercept=False).fit(stacked, gold.ravel())
    return model.coef_[0, :3], model.coef_[0, 3:]


def candidate_stems(releases: Sequence[Release], least: int = 4) -> list[str]:
    """Stems of words outside names, in at least so many releases."""
    seen: Counter[str] = Counter()
    for release in releases:
        named = [(s.start, s.end) for s in release.spans if s.label in {"PER", "LOC", "DATE"}]
        words = words_of(release.text)
        stems = {
            word[:STEM] + "*" if len(word) > STEM else word
            for word, char in zip(words.texts, words.starts, strict=True)
            if len(word) > 3 and word.isalpha() and not any(start <= char < end for start, end in named)
        }
        seen.update(stems)
    return sorted(stem for stem, count in seen.items() if count >= least)


def term_strengths(releases: Sequence[Release], terms: Sequence[str], model: TopicModel) -> Array:
    """How strongly each term occurs in each release: what ``learned`` is multiplied with."""
    return amounts(releases, (TopicTerm(term, term, 1.0, 0.0) for term in terms), terms, model)


def fit_terms(hand: Array, strengths: Array, gold: Array, most: int) -> Array:
    """Corrections per topic and term: only the terms that tell the topic apart best, the others nought."""
    learned = np.zeros((len(TOPICS), strengths.shape[1]))
    rarity = np.log(len(hand) / np.maximum((strengths > 0).sum(0), 1))
    for topic in range(len(TOPICS)):
        wanted = gold[:, topic] > 0
        if wanted.sum() < 4:
            continue
        present = strengths > 0
        inside, outside = present[wanted].mean(0), present[~wanted].mean(0)
        telling = np.argsort(-np.abs(np.sqrt(inside) - np.sqrt(outside)))[:most]
        scale = TERM_SCALE * rarity[telling] / 3
        columns = np.hstack([hand[:, [topic]] * HAND_SCALE, strengths[:, telling] * scale])
        model = LogisticRegression(C=0.3, max_iter=1000).fit(columns, wanted)
        learned[topic, telling] = model.coef_[0, 1:] * scale
    return learned


def choose(logits: Array, threshold: float, most: int) -> list[set[str]]:
    """Topics of each release: the strongest, and the others above the threshold."""
    chosen = []
    for row in logits:
        order = np.argsort(-row)[:most]
        cut = math.log(threshold / (1 - threshold))
        chosen.append({TOPICS[j] for n, j in enumerate(order) if n == 0 or row[j] >= cut})
    return chosen


def f1(chosen: Sequence[set[str]], releases: Sequence[Release]) -> float:
    """Micro-averaged F1 in percent."""
    hits = sum(len(topics & set(release.topics)) for topics, release in zip(chosen, releases, strict=True))
    return 200 * hits / sum(len(topics) + len(release.topics) for topics, release in zip(chosen, releases, strict=True))


def hand_terms(language: str) -> tuple[TopicTerm, ...]:
    """The hand-made rows of a language."""
    rows = read_topic_terms(MODELS / language / "topics.csv", frozenset(TOPICS))
    return tuple(replace(row, learned=0.0) for row in rows if row.weight)


def hand_logits(amount: Array, weights: Array, bias: Array) -> Array:
    """What the shared model says."""
    return np.asarray(shared_features(amount) @ weights + bias)


def write_shared(weights: Array, bias: Array, model: TopicModel) -> None:
    """Write ``models/shared/topics.toml``."""
    lines = [
        "# How the evidence for a topic becomes a probability, alike in all languages.",
        "# Written by models/training/topics/train.py from the press corpus (train series).",
        *(f"{name} = {value:.3f}" for name, value in zip(("evidence", "share", "relative"), weights, strict=True)),
        f"title_bonus = {model.title_bonus:.1f}",
        f"opening_lines = {model.opening_lines}",
        f"words = {model.words}",
        f"least_words = {model.least_words}",
        f"threshold = {model.threshold:.2f}",
        f"most = {model.most}",
        f"unnamed = {json.dumps(model.unnamed)}",
        "",
        "[bias]",
        *(f"{topic} = {value:.3f}" for topic, value in zip(TOPICS, bias, strict=True)),
    ]
    (MODELS / "shared" / "topics.toml").write_text("\n".join(lines) + "\n", "utf-8")


def write_terms(language: str, terms: Sequence[str], learned: Array, least: float = 0.04) -> None:
    """Write the ``learned`` column of a language's ``topics.csv``, hand-made rows first."""
    path = MODELS / language / "topics.csv"
    with path.open(encoding="utf-8", newline="") as file:
        notes = {(row["topic"], row["term"]): row for row in csv.DictReader(file) if row["weight"]}
    value = {(TOPICS[t], terms[j]): learned[t, j] for t, j in zip(*np.nonzero(np.abs(learned) >= least), strict=True)}
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(("topic", "term", "weight", "learned", "note"))
        for key, row in notes.items():
            found = value.pop(key, None)
            writer.writerow((*key, row["weight"], "" if found is None else f"{found:.2f}", row["note"]))
        for key in sorted(value):
            writer.writerow((*key, "", f"{value[key]:.2f}", LEARNED_NOTE))


def cross_logits(releases: Sequence[Release], hand: Array, strengths: Array, most_terms: int) -> Array:
    """Logits of each release with corrections that were learned from other releases; the hand part is given."""
    gold, logits = labels(releases), np.zeros_like(hand)
    for train, test in KFold(5, shuffle=True, random_state=0).split(releases):
        learned = fit_terms(hand[train], strengths[train], gold[train], most_terms)
        logits[test] = hand[test] + strengths[test] @ learned.T
    return logits


def best_cut(logits: Array, releases: Sequence[Release], most: int) -> tuple[float, float]:
    """(F1, threshold) of the best threshold."""
    return max((f1(choose(logits, float(cut), most), releases), float(cut)) for cut in np.arange(0.15, 0.6, 0.03))


def main() -> None:
    """Train and write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("press", type=Path, help="the press corpus' train folder")
    parser.add_argument("--learn", action="append", default=[], help="language whose terms get corrections")
    parser.add_argument("--most-terms", type=int, default=60, help="terms per topic that may get a correction")
    arguments = parser.parse_args()
    model = start_model()
    releases = {
        folder.name: read_releases(folder)
        for folder in sorted(arguments.press.iterdir())
        if (MODELS / folder.name / "topics.csv").is_file()
    }
    amount = {code: amounts(some, hand_terms(code), TOPICS, model) for code, some in releases.items()}
    features = np.concatenate([shared_features(table) for table in amount.values()])
    weights, bias = fit_shared(features, np.concatenate([labels(some) for some in releases.values()]))
    logits = {}
    for code, some in releases.items():
        logits[code] = hand = hand_logits(amount[code], weights, bias)
        print("{}: hand-made {:.1f} at {:.2f}".format(code, *best_cut(hand, some, model.most)))
        if code in arguments.learn:
            terms = sorted({*(t.term for t in hand_terms(code)), *candidate_stems(some)})
            strengths = term_strengths(some, terms, model)
            logits[code] = cross_logits(some, hand, strengths, arguments.most_terms)
            print("{}: learned {:.1f} at {:.2f}".format(code, *best_cut(logits[code], some, model.most)))
            write_terms(code, terms, fit_terms(hand, strengths, labels(some), arguments.most_terms))
    threshold, unnamed = learn_surroundings(releases, logits, amount, model)
    write_shared(weights, bias, replace(model, threshold=threshold, unnamed=unnamed))


def learn_surroundings(
    releases: dict[str, list[Release]], logits: dict[str, Array], amount: dict[str, Array], model: TopicModel
) -> tuple[float, tuple[str, ...]]:
    """Write what surrounds a topic.

    Returns:
        The threshold that served best in cross-validation, and the topics that may be told without a term.
    """
    together, stacked = list(chain.from_iterable(releases.values())), np.concatenate(list(logits.values()))
    around = surroundings.surroundings_of(together)
    names = surroundings.name_features(around)
    table, gold = surroundings.tabulate(around, names), labels(together)
    moved = surroundings.cross_apply(stacked, table, gold)
    score, cut = best_cut(moved, together, model.most)
    print(f"with surroundings {score:.1f} at {cut:.2f}")
    fitted = surroundings.fit_surroundings(stacked, table, gold)
    surroundings.write_surroundings(MODELS / "shared" / "topic_surroundings.csv", TOPICS, names, fitted)
    return cut, topics_without_terms(moved, np.concatenate(list(amount.values())), gold, cut)


def topics_without_terms(moved: Array, amount: Array, gold: Array, threshold: float) -> tuple[str, ...]:
    """Topics that cross-validation tells often enough, and rightly enough, where no term names them."""
    told = (moved >= math.log(threshold / (1 - threshold))) & (amount == 0)
    right = (told * gold).sum(0)
    return tuple(
        topic
        for n, topic in enumerate(TOPICS)
        if right[n] >= LEAST_UNNAMED and right[n] >= UNNAMED_SHARE * told[:, n].sum()
    )


if __name__ == "__main__":
    main()
