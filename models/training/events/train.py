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

from models.training.events.examples import Example, learn_rows, read_press, write_weights
from models.training.events.fit import Features, fit_classes, fit_ranking, folds
from pipeline.extract.events.decision import Decision
from pipeline.extract.events.kinds import NONE, given_event, score, softmax, type_features
from pipeline.extract.events.others import possible_others
from pipeline.extract.events.time_features import sentence_features, time_features

STRENGTH = {"type": 0.1, "time": 0.3, "other": 0.1}
LIMITS = {"none": 2.0, "main": 0.2, "other": 0.12}


# ---------------------------------------------------------------- types


def learn_types(examples: Sequence[Example], timed: bool) -> dict[str, dict[str, float]]:
    """Weights of the types; leaves in each example the probabilities that a model without it gives.

    Args:
        examples: with the probabilities of their times if these are to help.
        timed: whether the sentence of the likeliest time tells too.
    """
    rows: list[Features] = [
        {**type_features(e.scene), **(sentence_features(e.scene, e.time) if timed and e.time else {})} for e in examples
    ]
    outcomes = [example.kind for example in examples]
    right = 0
    for train, test in folds(len(examples)):
        weights = fit_classes([rows[i] for i in train], [outcomes[i] for i in train], STRENGTH["type"])
        for i in test:
            examples[i].types = softmax({name: score(rows[i], table) for name, table in weights.items()})
            right += max(examples[i].types, key=examples[i].types.__getitem__) == outcomes[i]
    print(f"{'timed type' if timed else 'type'}: {100 * right / len(examples):.1f} % right of {len(examples)}")
    return fit_classes(rows, outcomes, STRENGTH["type"])


# ---------------------------------------------------------------- times


def learn_times(examples: Sequence[Example]) -> dict[str, float]:
    """Weights of the times; leaves in each example the probabilities that a model without it gives."""
    features = [time_features(e.scene, e.times, given_event(e.types)) for e in examples]
    right = [
        next((n for n, time in enumerate(e.times) if any(time.edtf == m.edtf for m in e.mains)), None) for e in examples
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


# ---------------------------------------------------------------- further events


def learn_others(examples: Sequence[Example]) -> dict[str, float]:
    """Weights of further events, beside the main event that the models of types and times give."""
    rows: list[list[Features]] = []
    right: list[list[bool]] = []
    wanted = 0
    for example in examples:
        types = given_event(example.types)
        if example.types.get(NONE, 0.0) > 0.6:
            rows.append([])
            right.append([])
            continue
        kind = max(types, key=types.__getitem__)
        time = example.time
        chance = example.types[kind] * max(example.time_chances, default=0.5)
        main = Decision(kind, time, True, 0, chance)
        options = possible_others(example.scene, main, types, example.seen_times)
        truth = [event for event in example.release.events if (event.type, event.edtf) != (kind, time and time.edtf)]
        wanted += len(truth)
        rows.append([option.features for option in options])
        right.append([any((o.type, o.time.edtf) == (t.type, t.edtf) for t in truth) for o in options])
    return learn_rows("further events", rows, right, wanted, STRENGTH["other"])


def learn_confidence(examples: Sequence[Example]) -> dict[str, float]:
    """How often a main event of each raw probability is right, by isotonic regression: points of a curve."""
    raw: list[float] = []
    right: list[bool] = []
    for example in examples:
        types = given_event(example.types)
        kind = max(types, key=types.__getitem__)
        time = example.time
        if time is not None and example.types[NONE] <= LIMITS["none"] * example.types[kind]:
            raw.append(example.types[kind] * max(example.time_chances))
            right.append(any((e.type, e.edtf) == (kind, time.edtf) for e in example.release.events))
    curve = IsotonicRegression(y_min=0.02, y_max=0.98, out_of_bounds="clip").fit(raw, right)
    points = [n / 10 for n in range(11)]
    return {f"{point:.1f}": float(value) for point, value in zip(points, curve.predict(points), strict=True)}


def main() -> None:
    """Learn and write everything."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("press", type=Path, help="the press corpus' train folder")
    examples = read_press(parser.parse_args().press)
    types = learn_types(examples, timed=False)
    times = learn_times(examples)
    timed_types = learn_types(examples, timed=True)
    single = {"time": times, "other": learn_others(examples), "confidence": learn_confidence(examples)}
    single["limits"] = LIMITS
    write_weights(
        "event_weights.csv",
        {"type": types, "timed type": timed_types} | {name: {"": weights} for name, weights in single.items()},
    )


if __name__ == "__main__":
    main()
