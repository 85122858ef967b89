"""What tells events in a language, and the weights that all languages share.

``models/<code>/events.csv`` names the words of each *concept* (a visit, a delegation, signing, plans, …). Concepts
are the same in all languages, so one set of weights (``models/shared/event_weights.csv`` and ``place_weights.csv``,
learned by ``models/training/events``) turns them into event types, times and places. ``models/<code>/events.toml``
holds the expressions that tell the size of a delegation.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipeline.language.files import PackError, read_csv, read_toml, require
from pipeline.language.patterns import compile_pattern
from pipeline.language.terms import TermIndex

Weights = Mapping[str, float]
DIRECTIONS = ("from", "at", "to")
"""Concepts that say what a place is to an event; their words count only right before a place."""
DAYS = "days"
"""Concept of words that, with a number, state how long something lasted."""


@dataclass(frozen=True, slots=True)
class Outcomes:
    """Weights of the features of several outcomes, by feature: a document shows few of the thousands there are.

    Attributes:
        names: the outcomes.
        weights: for each feature, numbers of the outcomes that it has a weight for, with the weight.
    """

    names: tuple[str, ...]
    weights: Mapping[str, tuple[tuple[int, float], ...]]

    @classmethod
    def of(cls, tables: Mapping[str, Weights]) -> Outcomes:
        """From the weights of each outcome."""
        by_feature: dict[str, list[tuple[int, float]]] = {}
        for number, table in enumerate(tables.values()):
            for feature, weight in table.items():
                by_feature.setdefault(feature, []).append((number, weight))
        return cls(tuple(tables), {feature: tuple(found) for feature, found in by_feature.items()})

    def scores(self, features: Mapping[str, float]) -> dict[str, float]:
        """For each outcome the weighted sum of the features that have a weight."""
        totals = [0.0] * len(self.names)
        for feature, value in features.items():
            for number, weight in self.weights.get(feature, ()):
                totals[number] += weight * value
        return dict(zip(self.names, totals, strict=True))


@dataclass(frozen=True, slots=True)
class Plover:
    """PLOVER (event, mode) of an event type that was held, and of one that is only planned."""

    held: tuple[str | None, str | None]
    planned: tuple[str | None, str | None]

    def of(self, status: str) -> tuple[str | None, str | None]:
        """Codes of an event of this status; a cancelled one has none."""
        return {"held": self.held, "planned": self.planned}.get(status, (None, None))


@dataclass(frozen=True, slots=True)
class EventLexicon:
    """What :func:`pipeline.extract.events.find_events` needs of a language pack.

    Attributes:
        concepts: words of each concept.
        directions: words before a place that make it an origin (``from``), a venue (``at``) or a goal (``to``).
        types: for each event type, and for ``none``, weights of the features of a segment.
        timed_types: the same once a time is chosen, with the features of the sentence that gives it.
        other_types: weights of what tells the type of an event at another time than the main one's.
        models: weights of the features that rank times, places and further events.
        plover: codes per event type.
        sizes: expressions with a group ``n``, the number of members of a delegation, the surest first.
        numbers: number words.
        seat_first: whether a body's name may begin with the town of its seat (``Belfast Health Trust``).
    """

    concepts: TermIndex[str]
    directions: Mapping[str, str]
    types: Outcomes
    timed_types: Outcomes
    other_types: Outcomes
    models: Mapping[str, Weights]
    plover: Mapping[str, Plover]
    sizes: tuple[re.Pattern[str], ...]
    numbers: Mapping[str, int]
    seat_first: bool


def load_concept_ids(shared: Path) -> frozenset[str]:
    """The concepts that a pack may name."""
    return frozenset(row["id"] for _, row in read_csv(shared / "event_concepts.csv", ("id", "note")))


def load_plover(shared: Path) -> dict[str, Plover]:
    """PLOVER codes per controlled event type."""
    columns = ("id", "plover_event", "plover_mode", "planned_event", "planned_mode")
    return {
        row["id"]: Plover(
            (row["plover_event"] or None, row["plover_mode"] or None),
            (row["planned_event"] or None, row["planned_mode"] or None),
        )
        for _, row in read_csv(shared / "event_types.csv", columns)
    }


def read_sizes(table: Mapping[str, Any], path: Path) -> tuple[tuple[re.Pattern[str], ...], dict[str, int]]:
    """(expressions of the size of a delegation, number words) of the table that an ``events.toml`` holds.

    Raises:
        PackError: a part is missing, or an expression is faulty or has no group ``n``.
    """
    numbers = {word: int(value) for word, value in require(table, "numbers", dict, path).items()}
    number = "|".join([r"\d{1,3}", *sorted(map(re.escape, numbers), key=len, reverse=True)])
    parts = {"n": rf"(?<![\w.,])(?P<n>{number})", "words": r"(?:[^\W\d_]{1,30} ){0,3}"}
    patterns = []
    for source in require(table, "delegation_sizes", list, path):
        pattern = compile_pattern(source, path, parts, re.IGNORECASE)
        if "n" not in pattern.groupindex:
            raise PackError(path, None, f"{source!r} has no {{n}}")
        patterns.append(pattern)
    return tuple(patterns), numbers


def _number(path: Path, line: int, text: str) -> float:
    try:
        return float(text)
    except ValueError as error:
        raise PackError(path, line, str(error)) from error


@dataclass(frozen=True, slots=True)
class LearnedWeights:
    """The weights of events and places: three models with an outcome for each event type, and those without."""

    types: Mapping[str, Weights]
    timed_types: Mapping[str, Weights]
    other_types: Mapping[str, Weights]
    models: Mapping[str, Weights]


def load_weights(shared: Path) -> LearnedWeights:
    """The weights that all languages share.

    Raises:
        PackError: a file is missing, a weight is no number or given twice.
    """
    tables: dict[str, dict[str, dict[str, float]]] = {}
    for path in (shared / "event_weights.csv", shared / "place_weights.csv"):
        for line, row in read_csv(path, ("model", "outcome", "feature", "weight")):
            table = tables.setdefault(row["model"], {}).setdefault(row["outcome"], {})
            if row["feature"] in table:
                raise PackError(path, line, f"{row['feature']!r} occurs twice")
            table[row["feature"]] = _number(path, line, row["weight"])
    models = {name: found[""] for name, found in tables.items() if "" in found}
    return LearnedWeights(tables.get("type", {}), tables.get("timed type", {}), tables.get("other type", {}), models)


def read_concepts(path: Path, known: frozenset[str]) -> list[tuple[str, str]]:
    """(term, concept) pairs of an ``events.csv``.

    Raises:
        PackError: an unknown concept, or a term given twice for one.
    """
    pairs: dict[tuple[str, str], None] = {}
    for line, row in read_csv(path, ("concept", "term", "note")):
        if row["concept"] not in known:
            raise PackError(path, line, f"unknown concept {row['concept']!r}")
        if (row["term"], row["concept"]) in pairs:
            raise PackError(path, line, f"{row['term']!r} occurs twice for {row['concept']}")
        pairs[row["term"], row["concept"]] = None
    return list(pairs)


def load_concepts(folder: Path, shared: Path) -> EventLexicon:
    """The lexicon without any weights: what training starts from."""
    return _lexicon(folder, shared, LearnedWeights({}, {}, {}, {}))


def load_events(folder: Path, shared: Path) -> EventLexicon:
    """The event lexicon of a pack.

    Raises:
        PackError: a file is missing or faulty.
    """
    return _lexicon(folder, shared, load_weights(shared))


def _lexicon(folder: Path, shared: Path, weights: LearnedWeights) -> EventLexicon:
    pairs = read_concepts(folder / "events.csv", load_concept_ids(shared))
    path = folder / "events.toml"
    table = read_toml(path)
    sizes, numbers = read_sizes(table, path)
    try:
        return EventLexicon(
            concepts=TermIndex(pair for pair in pairs if pair[1] not in DIRECTIONS),
            directions={term.rstrip("'’"): concept for term, concept in pairs if concept in DIRECTIONS},
            types=Outcomes.of(weights.types),
            timed_types=Outcomes.of(weights.timed_types),
            other_types=Outcomes.of(weights.other_types),
            models=weights.models,
            plover=load_plover(shared),
            sizes=sizes,
            numbers=numbers,
            seat_first=bool(table.get("seat_first", False)),
        )
    except ValueError as error:
        raise error if isinstance(error, PackError) else PackError(folder / "events.csv", None, str(error)) from error
