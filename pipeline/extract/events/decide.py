"""Which events an article reports: its main event, and others that have a time or a kind of their own."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pipeline.extract.events.kinds import (
    NONE,
    TRIGGERS,
    given_event,
    score,
    type_features,
    type_probabilities,
)
from pipeline.extract.events.scene import Scene
from pipeline.extract.events.times import Time, possible_times, sentence_features, time_probabilities
from pipeline.language.events import EventLexicon

_TELLING = frozenset().union(*TRIGGERS.values())
_UNDATED = 0.5  # share of undated main events that are right; no release of the training series has one
_CLAUSE = 80  # characters between the word for signing and the word for what is signed
_SIGNED = 0.6  # share of such signings that readers count as an event beside the main one
_BESIDE = 60  # characters between a time and a word that belongs to it
_TENSES = ("future", "basis", "since", "past", "cancel", "return_visit")
_LONG = frozenset({"agreement", "project", "other", "exhibition_performance"})


@dataclass(frozen=True)
class Decision:
    """An event before its places and people are known.

    Attributes:
        type: controlled event type.
        time: when, None if the article does not say.
        main: whether the article is about it.
        sentence: number of the sentence that tells it.
        probability: that there is such an event at that time.
    """

    type: str
    time: Time | None
    main: bool
    sentence: int
    probability: float


def decide(scene: Scene, lexicon: EventLexicon) -> tuple[Decision, ...]:
    """The events of an article, the main one first; none for an article that reports no event.

    The words of the article suggest the type, the type helps to choose the time, and the sentence of the time
    settles the type.
    """
    if not any(hit.concept in _TELLING for hit in scene.hits):
        return ()
    limits = lexicon.models["limits"]
    features = type_features(scene)
    types = type_probabilities(features, lexicon.types)
    times = possible_times(scene)
    chances = time_probabilities(scene, times, given_event(types), lexicon.models["time"])
    best = max(range(len(times)), key=chances.__getitem__, default=None)
    if best is not None:
        types = type_probabilities({**features, **sentence_features(scene, times[best])}, lexicon.timed_types)
    given = given_event(types)
    kind = max(given, key=lambda name: given[name])
    time = times[best] if best is not None and not _is_vague(scene, kind, times[best]) else None
    chance = types[kind] * (chances[best] if best is not None else _UNDATED)
    if types[NONE] > limits["none"] * types[kind] or chance < limits["main"]:
        return ()
    main = Decision(kind, time, True, _sentence(scene, kind, time), chance)
    others = _others(scene, main, given, times, chances, lexicon)
    return (main, *others, *_signing(scene, main, others))


def _is_vague(scene: Scene, kind: str, time: Time) -> bool:
    """A year is no time of a meeting but background, and a month that the text looks forward to is another event's.

    Agreements and projects are told by the year, meetings and visits by the day.
    """
    if kind in _LONG or scene.zone(time.rows[0].start_char) == "title":
        return False
    if time.opened or time.precision in ("year", "decade", "century"):
        return True
    return time.precision in ("month", "season") and "future" in scene.concepts_of_sentence(time.rows[0].sentence)


def _sentence(scene: Scene, kind: str, time: Time | None) -> int:
    """The sentence that tells an event: the one with its time, else the first that names its kind."""
    wanted = TRIGGERS[kind]
    told = [hit.sentence for hit in scene.hits if hit.concept in wanted and scene.zone(hit.start_char) != "title"]
    if time is not None:
        sentences = [row.sentence for row in time.rows]
        return next((sentence for sentence in sentences if sentence in told), sentences[0])
    return (
        told[0] if told else next((hit.sentence for hit in scene.hits if hit.concept in wanted), scene.first_sentence)
    )


@dataclass(frozen=True)
class Option:
    """A possible further event: a type at a time."""

    type: str
    time: Time
    features: Mapping[str, float]


def _signing(scene: Scene, main: Decision, others: Sequence[Decision]) -> list[Decision]:
    """An agreement signed during the main event: told in a sentence without a date, it inherits the event's time."""
    told = any(other.type == "agreement" and other.main for other in others)
    if main.type == "agreement" or told:
        return []
    dated = {row.sentence for row in scene.dates}
    for sentence, hits in scene.hits_of_sentence.items():
        signed = [hit.start_char for hit in hits if hit.concept == "sign"]
        agreed = [hit.start_char for hit in hits if hit.concept == "agreement"]
        close = any(abs(one - other) < _CLAUSE for one in signed for other in agreed)
        if sentence not in dated and close and not scene.concepts_of_sentence(sentence) & {"future", "basis"}:
            return [Decision("agreement", main.time, True, sentence, main.probability * _SIGNED)]
    return []


def _others(
    scene: Scene,
    main: Decision,
    types: Mapping[str, float],
    times: Sequence[Time],
    chances: Sequence[float],
    lexicon: EventLexicon,
) -> list[Decision]:
    weights, least = lexicon.models["other"], lexicon.models["limits"]["other"]
    found: dict[str, Decision] = {}
    for option in possible_others(scene, main, types, times, chances):
        chance = 1 / (1 + math.exp(-score(option.features, weights)))
        known = found.get(option.time.edtf)
        if chance >= least and (known is None or known.probability < chance):
            is_main = main.time is not None and option.time.edtf == main.time.edtf
            sentence = _sentence(scene, option.type, option.time)
            found[option.time.edtf] = Decision(option.type, option.time, is_main, sentence, chance)
    return sorted(found.values(), key=lambda decision: -decision.probability)


def possible_others(
    scene: Scene, main: Decision, types: Mapping[str, float], times: Sequence[Time], chances: Sequence[float]
) -> list[Option]:
    """Every type named in the sentence of a time, at that time, apart from the main event."""
    options = []
    elsewhere = _told_without_date(scene)
    for time, chance in zip(times, chances, strict=True):
        if time.joined and (main.time is None or time.edtf != main.time.edtf):
            continue
        sentences = {row.sentence for row in time.rows}
        concepts = [hit for s in sentences for hit in scene.hits_of_sentence.get(s, ())]
        named = {hit.concept for hit in concepts}
        for kind, wanted in TRIGGERS.items():
            same = main.time is not None and time.edtf == main.time.edtf
            if (kind == main.type and same) or not (
                named & wanted or (same and (types.get(kind, 0) > 0.1 or elsewhere[kind]))
            ):
                continue
            features = _option_features(scene, main, types, kind, time, chance, same, named)
            if same and elsewhere[kind]:
                features |= {f"{kind} told elsewhere": math.log1p(elsewhere[kind]), "told elsewhere": 1.0}
            options.append(Option(kind, time, features))
    return options


def _told_without_date(scene: Scene) -> Counter[str]:
    """Sentences without a date of their own that tell of each type by two concepts: ``they signed an agreement``."""
    dated = {row.sentence for row in scene.dates}
    counts: Counter[str] = Counter()
    for sentence in scene.hits_of_sentence:
        if sentence not in dated:
            concepts = scene.concepts_of_sentence(sentence)
            counts.update(kind for kind, wanted in TRIGGERS.items() if len(concepts & wanted) > 1)
    return counts


def _option_features(
    scene: Scene,
    main: Decision,
    types: Mapping[str, float],
    kind: str,
    time: Time,
    chance: float,
    same: bool,
    named: set[str],
) -> dict[str, float]:
    row = time.rows[0]
    place = "same" if same else "opened" if time.opened else time.precision
    features = {
        "bias": 1.0,
        f"{kind}": 1.0,
        f"{kind}@{place}": 1.0,
        f"main {main.type} & {kind}@{'same' if same else 'other'}": 1.0,
        "type probability": types.get(kind, 0.0),
        f"{'same' if same else 'other'} & type probability": types.get(kind, 0.0),
        "time probability": chance,
        f"zone:{scene.zone(row.start_char)}": 1.0,
        f"kind:{row.kind}@{'same' if same else 'other'}": 1.0,
        "main probability": main.probability,
        "triggers": float(len(named & TRIGGERS[kind])),
    }
    _add_words(features, scene, kind, time, named, "same" if same else "other")
    _add_order(features, kind, time, main.time)
    return features


def _add_words(features: dict[str, float], scene: Scene, kind: str, time: Time, named: set[str], where: str) -> None:
    """Concepts in the sentence of the time, and those right beside it."""
    for concept in named:
        features[f"{kind}&{concept}"] = 1.0
        if concept in _TENSES:
            features[f"{concept}@{where}"] = 1.0
    row = time.rows[0]
    hits = scene.hits_of_sentence.get(row.sentence, ())
    near = {hit.concept for hit in hits if abs(hit.start_char - row.start_char) < _BESIDE}
    for concept in near & TRIGGERS[kind]:
        features[f"{kind} near {concept}"] = 1.0


def _add_order(features: dict[str, float], kind: str, time: Time, main: Time | None) -> None:
    """Whether the time lies after or before the main event's."""
    if main is None or None in (main.low, main.high, time.low, time.high):
        return
    name = "later" if time.low > main.high else "earlier" if time.high < main.low else None  # type: ignore[operator]
    if name:
        features[name] = features[f"{kind}&{name}"] = 1.0
