"""Which events an article reports: its main event, and others that have a time or a kind of their own."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace

from pipeline.extract.events.beside import possible_beside
from pipeline.extract.events.decision import Decision
from pipeline.extract.events.kinds import (
    NONE,
    TELLING,
    TRIGGERS,
    VISITISH,
    given_event,
    likeliest,
    score,
    softmax,
    type_features,
    type_probabilities,
)
from pipeline.extract.events.others import Times, kind_features, other_times
from pipeline.extract.events.pairs import (
    Pair,
    event_probability,
    pair_probabilities,
    possible_pairs,
    timed_probabilities,
)
from pipeline.extract.events.scene import Scene
from pipeline.extract.events.time_features import time_features, time_probabilities
from pipeline.extract.events.times import Time, possible_times
from pipeline.extract.events.undated import strongest, told_without_date
from pipeline.language.events import EventLexicon, Weights

_NEARLY = 0.5  # of the probability of the likeliest pair
_CLAUSE = 80  # characters between the word for signing and the word for what is signed
_SIGNED = 0.3  # share of such signings that readers count as an event at the time of the main one


def decide(scene: Scene, lexicon: EventLexicon) -> tuple[Decision, ...]:
    """The events of an article, the main one first; none for an article that reports no event.

    The words of the article suggest types, the types suggest times, and of all likely pairs of both the best is taken.
    """
    if not any(hit.concept in TELLING for hit in scene.hits):
        return ()
    limits = lexicon.models["limits"]
    features = type_features(scene)
    types = type_probabilities(features, lexicon.types)
    times = possible_times(scene)
    shown = time_features(scene, times, given_event(types))
    chances = time_probabilities(shown, lexicon.models["time"])
    main, settled = choose_main(scene, features, types, times, chances, lexicon)
    if settled[NONE] > limits["none"] * settled[main.type]:
        return ()
    given = given_event(settled)
    others = _at_other_times(scene, main, given, Times(times, chances, shown), lexicon)
    beside = _beside(scene, main, given, chances[-1], lexicon)
    main = replace(main, probability=_calibrated(main.probability, lexicon.models["confidence"]))
    if main.probability < limits["main"]:
        return (*others, *beside)
    return (main, *others, *_with_signing(scene, main, beside))


def choose_main(
    scene: Scene,
    features: Mapping[str, float],
    types: Mapping[str, float],
    times: Sequence[Time | None],
    chances: Sequence[float],
    lexicon: EventLexicon,
) -> tuple[Decision, dict[str, float]]:
    """The main event with its raw probability, and the probabilities of the types that its time settles.

    Args:
        scene: the article.
        features: what it shows of its kind.
        types: their probabilities before a time is chosen.
        times: the possible times.
        chances: of the times.
        lexicon: of the language.
    """
    timed = timed_probabilities(scene, features, times, chances, lexicon.timed_types)
    pairs = possible_pairs(scene, types, times, chances, timed)
    found = pair_probabilities(pairs, lexicon.models["pair"])
    best = _best(pairs, found, times)
    kind, time, settled = pairs[best].type, times[pairs[best].time], timed[pairs[best].time]
    return Decision(kind, time, True, _sentence(scene, kind, time), event_probability(found[best], settled)), settled


def _best(pairs: Sequence[Pair], chances: Sequence[float], times: Sequence[Time | None]) -> int:
    """Number of the best pair; a visit is told by the day, so that a day wins over a month hardly likelier."""
    order = sorted(range(len(pairs)), key=chances.__getitem__, reverse=True)
    if pairs[order[0]].type not in VISITISH or times[pairs[order[0]].time] is None:
        return order[0]
    near = [n for n in order if chances[n] >= _NEARLY * chances[order[0]] and _is_day(times[pairs[n].time])]
    return (near or order)[0]


def _is_day(time: Time | None) -> bool:
    return time is not None and time.precision == "day"


def _calibrated(probability: float, curve: Mapping[str, float]) -> float:
    """How often main events of this raw probability are right, between the points of the learned curve."""
    low = min(int(probability * 10), 9)
    one, other = curve[f"{low / 10:.1f}"], curve[f"{(low + 1) / 10:.1f}"]
    return one + (other - one) * (probability * 10 - low)


def _sentence(scene: Scene, kind: str, time: Time | None) -> int:
    """The sentence that tells an event: the one with its time, else the one that names most of its kind."""
    if time is None:
        tellings = told_without_date(scene).get(kind)
        return strongest(tellings).sentence if tellings else scene.first_sentence
    wanted, sentences = TRIGGERS[kind], [row.sentence for row in time.rows]
    told = {hit.sentence for hit in scene.hits if hit.concept in wanted and scene.zone(hit.start_char) != "title"}
    return next((sentence for sentence in sentences if sentence in told), sentences[0])


def _with_signing(scene: Scene, main: Decision, beside: Sequence[Decision]) -> list[Decision]:
    """What is told beside the main event, with an agreement that was signed then.

    Told in a sentence without a date, it inherits the main event's time, so that it is not told without one.
    """
    if main.type == "agreement" or any(other.type == "agreement" and other.main for other in beside):
        return list(beside)
    dated = {row.sentence for row in scene.dates}
    for sentence, hits in scene.hits_of_sentence.items():
        signed = [hit.start_char for hit in hits if hit.concept == "sign"]
        agreed = [hit.start_char for hit in hits if hit.concept == "agreement"]
        close = any(abs(one - other) < _CLAUSE for one in signed for other in agreed)
        if sentence not in dated and close and not scene.concepts_of_sentence(sentence) & {"future", "basis"}:
            rest = (other for other in beside if other.type != "agreement")
            return [*rest, Decision("agreement", main.time, True, sentence, main.probability * _SIGNED)]
    return list(beside)


def _at_other_times(
    scene: Scene, main: Decision, types: Mapping[str, float], times: Times, lexicon: EventLexicon
) -> list[Decision]:
    """Events at other times than the main one's, one for each."""
    weights, least = lexicon.models["other"], lexicon.models["limits"]["other"]
    found = []
    for option in other_times(scene, main, types, times):
        chance = _logistic(option.features, weights)
        if chance < least:
            continue
        kinds = softmax(lexicon.other_types.scores(kind_features(scene, types, option)))
        kind = likeliest(kinds)
        is_end = kind == main.type and _is_end(option.time, main.time)  # which is no second event of its kind
        if chance * kinds[kind] >= least and not is_end:
            sentence = _sentence(scene, kind, option.time)
            found.append(Decision(kind, option.time, False, sentence, chance * kinds[kind]))
    return sorted(found, key=lambda decision: -decision.probability)


def _beside(
    scene: Scene, main: Decision, types: Mapping[str, float], undated: float, lexicon: EventLexicon
) -> list[Decision]:
    """Other types at the time of the main event, and events told without a date; of each type the likelier."""
    weights, limits = lexicon.models["beside"], lexicon.models["limits"]
    found: dict[str, Decision] = {}
    for option in possible_beside(scene, main, types, undated):
        chance, dated = _logistic(option.features, weights), option.time is not None
        known = found.get(option.type)
        if chance >= limits["beside" if dated else "undated"] and (known is None or known.probability < chance):
            sentence = _sentence(scene, option.type, option.time) if option.sentence is None else option.sentence
            found[option.type] = Decision(option.type, option.time, dated, sentence, chance)
    return sorted(found.values(), key=lambda decision: -decision.probability)


def _logistic(features: Mapping[str, float], weights: Weights) -> float:
    return 1 / (1 + math.exp(-score(features, weights)))


def _is_end(time: Time, main: Time | None) -> bool:
    """Whether a time is given by an expression that gives an end of the main event's time."""
    return main is not None and (main.joined or bool(main.counted)) and all(row in main.rows for row in time.rows)
