"""Learn the weights of ``models/shared/event_weights.csv``.

    python -m models.training.events.train PRESS_TRAIN_FOLDER

The releases' marked names go through the product's own finders, so that the weights fit what these give. Prints
what five-fold cross-validation gives. Needs scikit-learn and scipy, which the product does not.
"""

from __future__ import annotations

import argparse
import csv
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from sklearn.isotonic import IsotonicRegression

from models.training.events.fit import Features, fit_binary, fit_classes, fit_ranking, folds
from models.training.events.rows import Rows, find_rows
from models.training.press.press_corpus import HeaderEvent, Release, read_releases
from pipeline.extract.events.decision import Decision
from pipeline.extract.events.kinds import NONE, given_event, score, softmax, type_features
from pipeline.extract.events.mentions import Candidate, possible_places
from pipeline.extract.events.others import Times, possible_others
from pipeline.extract.events.place_features import place_features
from pipeline.extract.events.scene import Scene, set_scenes
from pipeline.extract.events.seats import seat_of
from pipeline.extract.events.sides import guest_features, host_probabilities
from pipeline.extract.events.time_features import sentence_features, time_features
from pipeline.extract.events.times import Time, possible_times
from pipeline.gazetteer import fold, load_gazetteer
from pipeline.language import LanguagePack, load_pack
from pipeline.language.events import EventLexicon, load_concepts
from pipeline.settings import Settings

MODELS = Path(__file__).resolve().parents[2]
GAZETTEER = load_gazetteer(MODELS)
STRENGTH = {"type": 0.1, "time": 0.3, "host": 0.1, "guest": 0.1, "other": 0.1}
LIMITS = {"none": 2.0, "main": 0.2, "host": 0.2, "guest": 0.4, "only guest": 0.2, "other": 0.12}


@dataclass
class Example:
    """A release's first article with what is right about it."""

    release: Release
    scene: Scene
    lexicon: EventLexicon
    pack: LanguagePack
    types: dict[str, float]
    times: list[Time]
    time_chances: list[float]

    @property
    def mains(self) -> list[HeaderEvent]:
        """The release's main events."""
        return [event for event in self.release.events if event.main]

    @property
    def time(self) -> Time | None:
        """The likeliest time."""
        best = max(range(len(self.time_chances)), key=self.time_chances.__getitem__, default=None)
        return self.times[best] if best is not None else None

    @property
    def seen_times(self) -> Times:
        """All possible times with their probabilities."""
        features = time_features(self.scene, self.times, given_event(self.types))
        return Times(self.times, self.time_chances, features)

    @property
    def kind(self) -> str:
        """Type of the first main event, or none."""
        return self.mains[0].type if self.mains else NONE


def read_examples(code: str, rows: Sequence[Rows], pack: LanguagePack) -> list[Example]:
    """The examples of a language."""
    lexicon = load_concepts(MODELS / code, MODELS / "shared")
    examples = []
    for found in rows:
        scenes = list(
            set_scenes(found.document, lexicon, found.dates, found.places, found.institutions, found.officials)
        )
        if scenes:
            times = possible_times(scenes[0])
            examples.append(Example(found.release, scenes[0], lexicon, pack, {}, times, []))
    return examples


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
    chances: list[tuple[float, bool]] = []
    for train, test in folds(len(examples)):
        weights = fit_binary(
            [row for i in train for row in rows[i]], [r for i in train for r in right[i]], STRENGTH["other"]
        )
        for i in test:
            chances += [(1 / (1 + math.exp(-score(f, weights))), r) for f, r in zip(rows[i], right[i], strict=True)]
    report("further events", chances, wanted)
    return fit_binary(
        [row for group in rows for row in group], [r for group in right for r in group], STRENGTH["other"]
    )


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


def report(what: str, chances: Sequence[tuple[float, bool]], wanted: int) -> None:
    """Print precision, recall and F1 over thresholds."""
    for limit in (0.15, 0.2, 0.3, 0.4):
        found = [right for chance, right in chances if chance >= limit]
        hits = sum(found)
        print(
            f"{what} at {limit}: precision {100 * hits / max(len(found), 1):.1f}, recall {100 * hits / wanted:.1f}, "
            f"F1 {200 * hits / (len(found) + wanted):.1f} ({wanted} wanted)"
        )


# ---------------------------------------------------------------- places


@dataclass
class Places:
    """The places of an example's main event."""

    candidates: list[Candidate]
    features: list[dict[str, float]]
    host: int | None
    guests: set[int]
    main: HeaderEvent
    chances: list[float]


def places_of(example: Example) -> Places:
    """Candidates with what is right: the index of the host, the names of the guests' places."""
    main = example.mains[0]
    candidates = possible_places(example.scene, example.pack, GAZETTEER)
    time = next((time for time in example.times if time.edtf == main.edtf), None)
    features = place_features(example.scene, candidates, time, {main.type: 1.0}, example.pack.places.home)
    hosts = [n for n, candidate in enumerate(candidates) if main.host and is_place(candidate, main.host, example)]
    guests = {n for n, c in enumerate(candidates) if any(is_place(c, guest, example) for guest in main.guests)}
    best = next((n for n in hosts if fold(candidates[n].name) == fold(main.host or "")), hosts[0] if hosts else None)
    return Places(candidates, features, best, guests, main, [])


def is_place(candidate: Candidate, wanted: str, example: Example) -> bool:
    """Whether a candidate is the place that the header names: by its name, a longer or shorter one, or another one's.

    Of an institution the header wants its seat.
    """
    one, other = fold(candidate.name), fold(wanted.partition("(")[0].strip())
    if one == other or one.startswith(other + " ") or other.startswith(one + " "):
        return True
    entry = GAZETTEER.best(wanted, countries=example.pack.places.home)
    if entry is not None:
        return entry.geonames_id == candidate.geonames_id
    seat = seat_of(wanted, example.pack, GAZETTEER)
    if seat is not None:
        return seat[1].geonames_id == candidate.geonames_id or fold(seat[0]) == one
    spans = {(s.start, s.end) for s in example.release.spans if s.label == "ORG" and s.base == wanted}
    return any((m.start_char, m.end_char) in spans for m in candidate.mentions if m.source == "institution")


def learn_hosts(places: Sequence[Places], n_hosts: int) -> dict[str, float]:
    """Weights of hosts; leaves in each example the probabilities that a model without it gives."""

    def fit(chosen: Sequence[Places]) -> dict[str, float]:
        nowhere: Features = {"nowhere": 1.0}
        groups = [([*p.features, nowhere], len(p.features) if p.host is None else p.host) for p in chosen if p.features]
        return fit_ranking(groups, STRENGTH["host"])

    hits = 0
    for train, test in folds(len(places)):
        weights = fit([places[i] for i in train])
        for i in test:
            place = places[i]
            place.chances = host_probabilities(place.features, weights)
            if place.host is not None:
                hits += max(range(len(place.chances)), key=place.chances.__getitem__) == place.host
    print(f"host: {100 * hits / n_hosts:.1f} % of {n_hosts}")
    return fit(places)


def learn_guests(places: Sequence[Places]) -> dict[str, float]:
    """Weights of guests."""
    rows = [guest_features(place.features, place.candidates, place.chances) for place in places]
    right = [[n in place.guests for n in range(len(place.candidates))] for place in places]
    chances: list[tuple[float, bool]] = []
    for train, test in folds(len(places)):
        weights = fit_binary(
            [row for i in train for row in rows[i]], [r for i in train for r in right[i]], STRENGTH["guest"]
        )
        for i in test:
            chances += [(1 / (1 + math.exp(-score(f, weights))), r) for f, r in zip(rows[i], right[i], strict=True)]
    report("guests", chances, sum(len(place.guests) for place in places))
    return fit_binary(
        [row for group in rows for row in group], [r for group in right for r in group], STRENGTH["guest"]
    )


# ---------------------------------------------------------------- writing


def write_weights(
    types: Mapping[str, Mapping[str, Mapping[str, float]]], models: Mapping[str, Mapping[str, float]]
) -> None:
    """Write what all languages share."""
    with (MODELS / "shared" / "event_weights.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(("model", "outcome", "feature", "weight"))
        for model, outcomes in types.items():
            for outcome, weights in sorted(outcomes.items()):
                for feature, weight in sorted(weights.items()):
                    if abs(weight) >= 0.005:
                        writer.writerow((model, outcome, feature, f"{weight:.3f}"))
        for model, weights in models.items():
            for feature, weight in sorted(weights.items()):
                if abs(weight) >= 0.005:
                    writer.writerow((model, "", feature, f"{weight:.3f}"))


def train(rows: Mapping[str, Sequence[Rows]]) -> None:
    """Learn and write everything."""
    settings = Settings(models=MODELS)
    examples = [e for code, some in rows.items() for e in read_examples(code, some, load_pack(settings.models, code))]
    types = learn_types(examples, timed=False)
    times = learn_times(examples)
    timed_types = learn_types(examples, timed=True)
    others = learn_others(examples)
    confidence = learn_confidence(examples)
    places = [places_of(example) for example in examples if example.mains]
    hosts = learn_hosts(places, sum(bool(e.mains and e.mains[0].host) for e in examples))
    guests = learn_guests(places)
    write_weights(
        {"type": types, "timed type": timed_types},
        {"time": times, "other": others, "host": hosts, "guest": guests, "confidence": confidence, "limits": LIMITS},
    )


def main() -> None:
    """Train on a folder of releases."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("press", type=Path, help="the press corpus' train folder")
    arguments = parser.parse_args()
    settings = Settings(models=MODELS)
    rows = {}
    for folder in sorted(arguments.press.iterdir()):
        if (MODELS / folder.name / "events.toml").is_file():
            pack = load_pack(MODELS, folder.name)
            rows[folder.name] = [find_rows(r, pack, GAZETTEER, settings) for r in read_releases(folder)]
    train(rows)


if __name__ == "__main__":
    main()
