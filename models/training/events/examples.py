"""The press corpus as what event training learns from: each release's first article, and what is right about it."""

from __future__ import annotations

import csv
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from models.training.events.fit import Features, fit_binary, folds
from models.training.events.rows import Rows, find_rows
from models.training.press.press_corpus import HeaderEvent, Release, read_releases
from pipeline.extract.events.decision import Decision
from pipeline.extract.events.kinds import NONE, given_event, score
from pipeline.extract.events.others import Times
from pipeline.extract.events.scene import Scene, set_scenes
from pipeline.extract.events.time_features import time_features
from pipeline.extract.events.times import Time, possible_times
from pipeline.gazetteer import load_gazetteer
from pipeline.language import LanguagePack, load_pack
from pipeline.language.events import EventLexicon, load_concepts
from pipeline.settings import Settings

_STORY = 2  # main events that one story has at most
MODELS = Path(__file__).resolve().parents[2]
GAZETTEER = load_gazetteer(MODELS)


@dataclass
class Example:
    """A release's first article with what is right about it, and what models say that did not see it.

    Attributes:
        release: the release.
        scene: its first article.
        lexicon: of its language, without weights.
        pack: of its language.
        times: its possible times.
        types: probabilities of the types before a time is chosen.
        time_chances: probabilities of the times.
        timed: for the number of each of the likeliest times probabilities of the types.
        main: the main event that these give, with its raw probability.
        settled: probabilities of the types at its time.
    """

    release: Release
    scene: Scene
    lexicon: EventLexicon
    pack: LanguagePack
    times: list[Time | None]
    types: dict[str, float] = field(default_factory=dict)
    time_chances: list[float] = field(default_factory=list)
    timed: dict[int, dict[str, float]] = field(default_factory=dict)
    main: Decision | None = None
    settled: dict[str, float] = field(default_factory=dict)

    @property
    def mains(self) -> list[HeaderEvent]:
        """The release's main events."""
        return [event for event in self.release.events if event.main]

    @property
    def story(self) -> list[HeaderEvent]:
        """The main events of a release that tells one thing, one or two; none of a chronicle, where each is as main."""
        return self.mains if len(self.mains) <= _STORY else []

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

    def is_main(self, kind: str, time: Time | None) -> bool:
        """Whether a type at a time is a main event of the release."""
        return any((event.type, event.edtf) == (kind, edtf_of(time)) for event in self.mains)


def edtf_of(time: Time | None) -> str | None:
    """Value of a time, None if an article does not tell it."""
    return time.edtf if time is not None else None


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
            examples.append(Example(found.release, scenes[0], lexicon, pack, times))
    return examples


def read_press(press: Path) -> list[Example]:
    """The examples of all languages of a folder of releases."""
    settings = Settings(models=MODELS)
    examples = []
    for folder in sorted(press.iterdir()):
        if (MODELS / folder.name / "events.toml").is_file():
            pack = load_pack(MODELS, folder.name)
            rows = [find_rows(release, pack, GAZETTEER, settings) for release in read_releases(folder)]
            examples += read_examples(folder.name, rows, pack)
    return examples


def report(what: str, chances: Sequence[tuple[float, bool]], wanted: int) -> None:
    """Print precision, recall and F1 over thresholds."""
    for limit in (0.15, 0.2, 0.3, 0.4):
        found = [right for chance, right in chances if chance >= limit]
        hits = sum(found)
        print(
            f"{what} at {limit}: precision {100 * hits / max(len(found), 1):.1f}, recall {100 * hits / wanted:.1f}, "
            f"F1 {200 * hits / (len(found) + wanted):.1f} ({wanted} wanted)"
        )


def learn_rows(
    what: str, rows: Sequence[Sequence[Features]], right: Sequence[Sequence[bool]], wanted: int, strength: float
) -> dict[str, float]:
    """Weights that tell which rows are right; prints what cross-validation gives.

    Args:
        what: the name that is printed.
        rows: features of each example's rows; an example is tested as a whole.
        right: whether each is right.
        wanted: how many the gold holds, among the rows or not.
        strength: inverse of the penalty.
    """

    def fit(chosen: Iterable[int]) -> dict[str, float]:
        examples = list(chosen)
        return fit_binary([row for i in examples for row in rows[i]], [r for i in examples for r in right[i]], strength)

    chances: list[tuple[float, bool]] = []
    for train, test in folds(len(rows)):
        weights = fit(train)
        for i in test:
            chances += [(1 / (1 + math.exp(-score(f, weights))), r) for f, r in zip(rows[i], right[i], strict=True)]
    report(what, chances, wanted)
    return fit(range(len(rows)))


Table = Mapping[str, Mapping[str, float]]


def write_weights(name: str, models: Mapping[str, Table]) -> None:
    """Write a table of weights that all languages share.

    Args:
        name: of the file.
        models: weights per model, outcome (empty where a model has but one) and feature.
    """
    with (MODELS / "shared" / name).open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(("model", "outcome", "feature", "weight"))
        for model, outcomes in models.items():
            for outcome, weights in sorted(outcomes.items()):
                for feature, weight in sorted(weights.items()):
                    if abs(weight) >= 0.005:
                        writer.writerow((model, outcome, feature, f"{weight:.3f}"))
