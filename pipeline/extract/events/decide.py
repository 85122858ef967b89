"""Which events an article reports: its main event, and others that have a time or a kind of their own."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace

from pipeline.extract.events.decision import Decision
from pipeline.extract.events.kinds import (
    NONE,
    TRIGGERS,
    VISITISH,
    given_event,
    likeliest,
    score,
    type_features,
    type_probabilities,
)
from pipeline.extract.events.others import Times, possible_others
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
from pipeline.language.events import EventLexicon

_TELLING = frozenset().union(*TRIGGERS.values())
_UNDATED = 0.5  # share of undated main events that are right; no release of the training series has one
_NEARLY = 0.5  # of the probability of the likeliest pair
_CLAUSE = 80  # characters between the word for signing and the word for what is signed
_SIGNED = 0.6  # share of such signings that readers count as an event beside the main one
_LONG = frozenset({"agreement", "project", "other", "exhibition_performance"})


def decide(scene: Scene, lexicon: EventLexicon) -> tuple[Decision, ...]:
    """The events of an article, the main one first; none for an article that reports no event.

    The words of the article suggest types, the types suggest times, and of all likely pairs of both the best is taken.
    """
    if not any(hit.concept in _TELLING for hit in scene.hits):
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
    given, chance = given_event(settled), main.probability
    others = _others(scene, main, given, Times(times, chances, shown), lexicon)
    main = replace(main, probability=_calibrated(chance, lexicon.models["confidence"]))
    if main.probability < limits["main"]:
        return tuple(others)
    return (main, *others, *_signing(scene, main, others))


def choose_main(
    scene: Scene,
    features: Mapping[str, float],
    types: Mapping[str, float],
    times: Sequence[Time],
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
    if not pairs:
        kind = likeliest(given_event(types))
        return Decision(kind, None, True, _sentence(scene, kind, None), types[kind] * _UNDATED), dict(types)
    found = pair_probabilities(pairs, lexicon.models["pair"])
    best = _best(pairs, found, times)
    kind, number = pairs[best].type, pairs[best].time
    settled = timed[number]
    time = None if _is_vague(scene, kind, times[number]) else times[number]
    return Decision(kind, time, True, _sentence(scene, kind, time), event_probability(found[best], settled)), settled


def _best(pairs: Sequence[Pair], chances: Sequence[float], times: Sequence[Time]) -> int:
    """Number of the best pair; a visit is told by the day, so that a day wins over a month hardly likelier."""
    order = sorted(range(len(pairs)), key=chances.__getitem__, reverse=True)
    if pairs[order[0]].type not in VISITISH:
        return order[0]
    near = [n for n in order if chances[n] >= _NEARLY * chances[order[0]] and times[pairs[n].time].precision == "day"]
    return (near or order)[0]


def _calibrated(probability: float, curve: Mapping[str, float]) -> float:
    """How often main events of this raw probability are right, between the points of the learned curve."""
    low = min(int(probability * 10), 9)
    one, other = curve[f"{low / 10:.1f}"], curve[f"{(low + 1) / 10:.1f}"]
    return one + (other - one) * (probability * 10 - low)


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
    times: Times,
    lexicon: EventLexicon,
) -> list[Decision]:
    weights, least = lexicon.models["other"], lexicon.models["limits"]["other"]
    found: dict[str, Decision] = {}
    for option in possible_others(scene, main, types, times):
        chance = 1 / (1 + math.exp(-score(option.features, weights)))
        if option.type == main.type and _is_end(option.time, main.time):
            continue  # an end of the main event is not a second one of its kind
        known = found.get(option.time.edtf)
        if chance >= least and (known is None or known.probability < chance):
            is_main = main.time is not None and option.time.edtf == main.time.edtf
            sentence = _sentence(scene, option.type, option.time)
            found[option.time.edtf] = Decision(option.type, option.time, is_main, sentence, chance)
    return sorted(found.values(), key=lambda decision: -decision.probability)


def _is_end(time: Time, main: Time | None) -> bool:
    """Whether a time is given by an expression that gives an end of the main event's time."""
    return main is not None and (main.joined or bool(main.counted)) and all(row in main.rows for row in time.rows)
