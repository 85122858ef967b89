"""The topic lexicon of a language, and the weights that turn matched terms into topics.

``models/<code>/topics.csv`` holds the terms: ``weight`` is how strongly a term speaks for its topic (1 weak, 3
strong, by hand), ``learned`` a correction in logits that :mod:`models.training.topics` learned from labelled
releases. ``models/shared`` holds what all languages share: ``topics.toml`` how evidence adds up to a logit, and
``topic_surroundings.csv`` how the rest of a document moves it.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipeline.language.files import PackError, read_csv, read_toml, require
from pipeline.language.terms import TermIndex


@dataclass(frozen=True, slots=True, eq=False)
class TopicTerm:
    """A term of the lexicon and what it says about one topic."""

    topic: str
    term: str
    weight: float
    learned: float


@dataclass(frozen=True, slots=True)
class SurroundingWeights:
    """How the rest of a document moves the logit of one topic.

    Attributes:
        own: what the logit of the lexicon is multiplied with.
        constant: what is added in any document.
        features: weight by name of what :func:`pipeline.extract.topics.describe_surroundings` counts.
    """

    own: float
    constant: float
    features: dict[str, float]


@dataclass(frozen=True, slots=True)
class TopicModel:
    """How evidence becomes a probability, alike in all languages.

    Attributes:
        bias: logit of each topic without evidence.
        evidence: weight of the logarithm of the evidence.
        share: weight of the topic's share of all evidence.
        relative: weight of the evidence relative to that of the strongest topic.
        title_bonus: what a term counts extra when it stands in the opening lines.
        opening_lines: how many lines make the opening.
        words: length of a document, in words, whose evidence is taken as it is.
        least_words: a shorter document counts as this long.
        threshold: least probability of a topic beside the strongest.
        most: largest number of topics of a document.
        surroundings: by topic, how the rest of the document moves its logit.
        unnamed: topics that the rest of a document may tell without any term.
    """

    bias: dict[str, float]
    evidence: float
    share: float
    relative: float
    title_bonus: float
    opening_lines: int
    words: int
    least_words: int
    threshold: float
    most: int
    surroundings: dict[str, SurroundingWeights]
    unnamed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TopicLexicon:
    """What :func:`pipeline.extract.topics.find_topics` needs of a language pack."""

    terms: TermIndex[TopicTerm]
    model: TopicModel


def load_topic_ids(shared: Path) -> tuple[str, ...]:
    """The controlled topic ids, in the order of ``models/shared/topics.csv``."""
    return tuple(row["id"] for _, row in read_csv(shared / "topics.csv", ("id",)))


def load_topic_model(shared: Path) -> TopicModel:
    """The shared weights.

    Raises:
        PackError: a value is missing or is no number, or the biases do not cover the controlled topics.
    """
    path = shared / "topics.toml"
    table: dict[str, Any] = dict(read_toml(path))
    bias = require(table, "bias", dict, path)
    if set(bias) != set(load_topic_ids(shared)):
        raise PackError(path, None, "bias must name each controlled topic once")
    unnamed = require(table, "unnamed", list, path)
    if not set(unnamed) <= set(bias):
        raise PackError(path, None, "unnamed must hold controlled topics only")
    return TopicModel(
        bias={topic: float(value) for topic, value in bias.items()},
        evidence=require(table, "evidence", float, path),
        share=require(table, "share", float, path),
        relative=require(table, "relative", float, path),
        title_bonus=require(table, "title_bonus", float, path),
        opening_lines=require(table, "opening_lines", int, path),
        words=require(table, "words", int, path),
        least_words=require(table, "least_words", int, path),
        threshold=require(table, "threshold", float, path),
        most=require(table, "most", int, path),
        surroundings=load_surroundings(shared / "topic_surroundings.csv", load_topic_ids(shared)),
        unnamed=tuple(unnamed),
    )


def load_surroundings(path: Path, topics: tuple[str, ...]) -> dict[str, SurroundingWeights]:
    """The table of weights: a row per feature, a column per topic; an empty cell is nought.

    Raises:
        PackError: the file, a topic's column, or the row ``own`` or ``constant`` is missing, or a cell is no number.
    """
    weights: dict[str, dict[str, float]] = {topic: {} for topic in topics}
    for line, row in read_csv(path, ("feature", *topics)):
        for topic in topics:
            try:
                if row[topic]:
                    weights[topic][row["feature"]] = float(row[topic])
            except ValueError as error:
                raise PackError(path, line, str(error)) from error
    try:
        return {t: SurroundingWeights(row.pop("own"), row.pop("constant"), row) for t, row in weights.items()}
    except KeyError as missing:
        raise PackError(path, None, f"row {missing} lacks a value") from None


def read_topic_terms(path: Path, topics: frozenset[str]) -> tuple[TopicTerm, ...]:
    """The rows of a ``topics.csv``.

    Raises:
        PackError: an unknown topic, a weight that is no number, or a term given twice for one topic.
    """
    terms: dict[tuple[str, str], TopicTerm] = {}
    for line, row in read_csv(path, ("topic", "term", "weight", "learned", "note")):
        key = (row["topic"], row["term"])
        if row["topic"] not in topics:
            raise PackError(path, line, f"unknown topic {row['topic']!r}")
        if key in terms:
            raise PackError(path, line, f"{row['term']!r} occurs twice for {row['topic']}")
        try:
            terms[key] = TopicTerm(*key, float(row["weight"] or 0), float(row["learned"] or 0))
        except ValueError as error:
            raise PackError(path, line, str(error)) from error
    return tuple(terms.values())


def load_topics(folder: Path, shared: Path) -> TopicLexicon:
    """The topic lexicon of a pack.

    Raises:
        PackError: a file is missing or faulty.
    """
    path = folder / "topics.csv"
    terms = read_topic_terms(path, frozenset(load_topic_ids(shared)))
    try:
        index = TermIndex((term.term, term) for term in terms)
    except ValueError as error:
        raise PackError(path, None, str(error)) from error
    return TopicLexicon(index, load_topic_model(shared))
