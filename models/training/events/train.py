"""Learn the weights of ``models/shared/event_weights.csv``: kinds and times of events.

    python -m models.training.events.train PRESS_TRAIN_FOLDER

The releases' marked names go through the product's own finders, so that the weights fit what these give. Prints
what five-fold cross-validation gives. Needs scikit-learn and scipy, which the product does not.
"""

from __future__ import annotations

import argparse
from collections.abc import Mapping, Sequence
from pathlib import Path

from sklearn.isotonic import IsotonicRegression

from models.training.events.examples import Example, Table, edtf_of, learn_rows, read_press, write_weights
from models.training.events.fit import Features, fit_classes, fit_ranking, folds
from pipeline.extract.events.beside import Option, possible_beside
from pipeline.extract.events.decision import Decision
from pipeline.extract.events.kinds import NONE, given_event, likeliest, score, softmax, type_features
from pipeline.extract.events.others import OtherTime, kind_features, other_times
from pipeline.extract.events.pairs import (
    Pair,
    event_probability,
    pair_probabilities,
    possible_pairs,
    timed_probabilities,
)
from pipeline.extract.events.time_features import sentence_features, time_features
from pipeline.language.events import Outcomes

STRENGTH = {"type": 0.1, "time": 0.3, "pair": 0.1, "other": 0.1, "other type": 0.1, "beside": 0.1}
LIMITS = {"none": 2.0, "main": 0.2, "other": 0.15, "beside": 0.2, "undated": 0.3}
MOST_NONE = 0.6  # probability of no event up to which a release teaches further ones


# ---------------------------------------------------------------- types


def learn_types(examples: Sequence[Example], timed: bool) -> dict[str, dict[str, float]]:
    """Weights of the types; leaves in each example the probabilities that a model without it gives.

    Args:
        examples: with the probabilities of their times if these are to help.
        timed: whether the sentence of the likeliest time tells too.
    """
    rows: list[Features] = [
        {**type_features(e.scene), **(sentence_features(e.scene, e.time) if timed else {})} for e in examples
    ]
    outcomes = [example.kind for example in examples]
    right = 0
    for train, test in folds(len(examples)):
        weights = Outcomes.of(fit_classes([rows[i] for i in train], [outcomes[i] for i in train], STRENGTH["type"]))
        for i in test:
            found = softmax(weights.scores(rows[i]))
            right += likeliest(found) == outcomes[i]
            if timed:
                shown = type_features(examples[i].scene), examples[i].times, examples[i].time_chances
                examples[i].timed = timed_probabilities(examples[i].scene, *shown, weights)
            else:
                examples[i].types = found
    print(f"{'timed type' if timed else 'type'}: {100 * right / len(examples):.1f} % right of {len(examples)}")
    return fit_classes(rows, outcomes, STRENGTH["type"])


# ---------------------------------------------------------------- times


def learn_times(examples: Sequence[Example]) -> dict[str, float]:
    """Weights of the times; leaves in each example the probabilities that a model without it gives."""
    features = [time_features(e.scene, e.times, given_event(e.types)) for e in examples]
    right = [
        next((n for n, time in enumerate(e.times) if any(edtf_of(time) == m.edtf for m in e.story)), None)
        for e in examples
    ]
    usable = [i for i, index in enumerate(right) if index is not None]

    def fit(chosen: Sequence[int]) -> dict[str, float]:
        groups = [(features[i], index) for i in chosen if (index := right[i]) is not None]
        return fit_ranking(groups, STRENGTH["time"])

    hits = 0
    for train, test in folds(len(examples)):
        inside = frozenset(train)
        weights = fit([i for i in usable if i in inside])
        for i in test:
            examples[i].time_chances = rank(features[i], weights)
            if examples[i].mains and examples[i].times:
                hits += max(range(len(features[i])), key=examples[i].time_chances.__getitem__) == right[i]
    print(f"time: {100 * hits / sum(bool(e.mains) for e in examples):.1f} % of main events")
    return fit(usable)


def rank(features: Sequence[Features], weights: Mapping[str, float]) -> list[float]:
    """Probabilities of candidates."""
    if not features:
        return []
    chances = softmax({str(n): score(found, weights) for n, found in enumerate(features)})
    return [chances[str(n)] for n in range(len(features))]


# ---------------------------------------------------------------- types at times


def learn_pairs(examples: Sequence[Example]) -> dict[str, float]:
    """Weights of types at times; leaves in each example the main event that models without it give."""
    pairs = [possible_pairs(e.scene, e.types, e.times, e.time_chances, e.timed) for e in examples]
    right = [
        next((n for n, pair in enumerate(found) if e.story and e.is_main(pair.type, e.times[pair.time])), None)
        for e, found in zip(examples, pairs, strict=True)
    ]

    def fit(chosen: Sequence[int]) -> dict[str, float]:
        groups = [([pair.features for pair in pairs[i]], n) for i in chosen if (n := right[i]) is not None]
        return fit_ranking(groups, STRENGTH["pair"])

    hits = 0
    for train, test in folds(len(examples)):
        weights = fit(train)
        for i in test:
            set_main(examples[i], pairs[i], weights)
            main = examples[i].main
            hits += main is not None and examples[i].is_main(main.type, main.time)
    print(f"type and time: {100 * hits / sum(bool(e.mains) for e in examples):.1f} % of main events")
    return fit(range(len(examples)))


def set_main(example: Example, pairs: Sequence[Pair], weights: Mapping[str, float]) -> None:
    """Leave the main event that weights give in an example."""
    chances = pair_probabilities(pairs, weights)
    best = max(range(len(pairs)), key=chances.__getitem__, default=None)
    if best is None:
        return
    example.settled = example.timed[pairs[best].time]
    chance = event_probability(chances[best], example.settled)
    example.main = Decision(pairs[best].type, example.times[pairs[best].time], True, 0, chance)


# ---------------------------------------------------------------- further events


def learn_others(examples: Sequence[Example]) -> tuple[dict[str, dict[str, float]], dict[str, float]]:
    """(weights of the types, weights of the times) of events at other times than the main one's."""
    found = [_other_times(example) for example in examples]
    rows: list[list[Features]] = [[option.features for option, _ in options] for options in found]
    right = [[bool(kinds) for _, kinds in options] for options in found]
    wanted = sum(when not in (None, edtf_of(e.main.time)) for e in examples if e.main for _, when in _truth(e))
    told = [
        (e, option, kinds[0]) for e, options in zip(examples, found, strict=True) for option, kinds in options if kinds
    ]
    shown = [kind_features(e.scene, given_event(e.settled), option) for e, option, _ in told]
    types = fit_classes(shown, [kind for _, _, kind in told], STRENGTH["other type"])
    return types, learn_rows("events at other times", rows, right, wanted, STRENGTH["other"])


def _truth(example: Example) -> set[tuple[str, str | None]]:
    """Types and times of the release's events but the main one that the models give."""
    main = example.main
    return {(e.type, e.edtf) for e in example.release.events} - ({(main.type, edtf_of(main.time))} if main else set())


def _tells(example: Example) -> bool:
    """Whether the models find an event in an example at all."""
    return example.main is not None and example.settled.get(NONE, 0.0) <= MOST_NONE


def _other_times(example: Example) -> list[tuple[OtherTime, list[str]]]:
    """Other times, each with the types of the release's events then."""
    if example.main is None or not _tells(example):
        return []
    truth = sorted((kind, when or "") for kind, when in _truth(example))
    options = other_times(example.scene, example.main, given_event(example.settled), example.seen_times)
    return [(option, [kind for kind, when in truth if when == option.time.edtf]) for option in options]


def learn_beside(examples: Sequence[Example]) -> dict[str, float]:
    """Weights of other types at the main event's time and of events without a date."""
    rows: list[list[Features]] = []
    right: list[list[bool]] = []
    wanted = 0
    for example in examples:
        options: list[Option] = []
        truth = _truth(example)
        if example.main is not None and _tells(example):
            given, undated = given_event(example.settled), example.time_chances[-1]
            options = possible_beside(example.scene, example.main, given, undated)
            wanted += sum(when in (None, edtf_of(example.main.time)) for _, when in truth)
        rows.append([option.features for option in options])
        right.append([(option.type, edtf_of(option.time)) in truth for option in options])
    return learn_rows("beside the main event", rows, right, wanted, STRENGTH["beside"])


def learn_confidence(examples: Sequence[Example]) -> dict[str, float]:
    """How often a main event of each raw probability is right, by isotonic regression: points of a curve."""
    raw: list[float] = []
    right: list[bool] = []
    for example in examples:
        main = example.main
        if main is not None and example.settled[NONE] <= LIMITS["none"] * example.settled[main.type]:
            raw.append(main.probability)
            right.append(any((e.type, e.edtf) == (main.type, edtf_of(main.time)) for e in example.release.events))
    curve = IsotonicRegression(y_min=0.02, y_max=0.98, out_of_bounds="clip").fit(raw, right)
    points = [n / 10 for n in range(11)]
    return {f"{point:.1f}": float(value) for point, value in zip(points, curve.predict(points), strict=True)}


def learn(examples: Sequence[Example]) -> Mapping[str, Table]:
    """All models of kinds and times, each learned with what the ones before say of releases that they did not see."""
    types = learn_types(examples, timed=False)
    times = learn_times(examples)
    timed = learn_types(examples, timed=True)
    single = {"time": times, "pair": learn_pairs(examples)}
    kinds, others = learn_others(examples)
    single |= {"other": others, "beside": learn_beside(examples)}
    single |= {"confidence": learn_confidence(examples), "limits": LIMITS}
    return {"type": types, "timed type": timed, "other type": kinds} | {
        name: {"": weights} for name, weights in single.items()
    }


def main() -> None:
    """Learn and write everything."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("press", type=Path, help="the press corpus' train folder")
    write_weights("event_weights.csv", learn(read_press(parser.parse_args().press)))


if __name__ == "__main__":
    main()
