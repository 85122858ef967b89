"""Where an event took place and where its visitors came from."""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from pipeline.extract.events.decision import Decision
from pipeline.extract.events.direction import Journey, journey_of
from pipeline.extract.events.kinds import VISITISH, score, softmax
from pipeline.extract.events.mentions import Candidate, Mention
from pipeline.extract.events.place_features import LAST_RANK, is_within, place_features
from pipeline.extract.events.scene import Scene
from pipeline.extract.events.times import Time
from pipeline.language import LanguagePack
from pipeline.language.events import Weights

_SOURCES = (
    *("from", "at", "to", "none", "share of offices", "chief"),
    *(
        "institution from",
        "institution:title",
        "institution:lead",
        "institution:body",
        "adjective:title",
        "adjective:lead",
    ),
)
_PARALLEL = (
    "chief",
    "from",
    "from:lead",
    "none:lead",
    "listed",
    "share of offices",
    "institution:lead",
    "institution:body",
)
_A_WEEK = timedelta(days=7)
NOWHERE = ""
"""Name that stands for an unknown host."""


def host_probabilities(features: Sequence[Mapping[str, float]], journey: Journey, weights: Weights) -> list[float]:
    """Probability of each candidate being the host; what is missing to 1 says that the host is not named."""
    away = score(journey.features, weights)
    shown = zip(features, journey.abroad, strict=True)
    logits = {str(n): score(found, weights) + (away if abroad else 0.0) for n, (found, abroad) in enumerate(shown)}
    chances = softmax({**logits, NOWHERE: weights.get("nowhere", 0.0)})
    return [chances[str(n)] for n in range(len(features))]


def guest_features(
    features: Sequence[Mapping[str, float]], candidates: Sequence[Candidate], host: Sequence[float]
) -> list[dict[str, float]]:
    """The features of places with what the host tells, and how many other places are spoken of in the same way."""
    best = max(range(len(host)), key=host.__getitem__, default=None)
    country = candidates[best].country if best is not None else None
    alike = {name: sum(bool(found.get(name)) for found in features) for name in _PARALLEL}
    towns_abroad = sum(c.kind == "city" and c.country is not None and c.country != country for c in candidates)
    result = []
    for n, found in enumerate(features):
        own = {**found, "bias": 1.0, "host": host[n], "is host": float(n == best)}
        other = candidates[n].country
        relation = "unknown" if None in (other, country) else "inland" if other == country else "abroad"
        own["country of host"] = float(other is not None and other == country)
        own["abroad"] = float(relation == "abroad")
        own |= {f"abroad&{name}": own["abroad"] * own.get(name, 0.0) for name in _SOURCES}
        own |= {f"parallel {name}": math.log(count) for name, count in alike.items() if own.get(name) and count > 1}
        _add_relation(own, candidates[n], relation, n, towns_abroad)
        result.append(own)
    return result


def _add_relation(own: dict[str, float], candidate: Candidate, relation: str, rank: int, towns_abroad: int) -> None:
    """What kind of place it is and how it lies to the host; a state is named as guest where none of its towns is."""
    name = f"{candidate.kind}&{relation}"
    own[name] = 1.0
    own[f"{name}&{'early' if rank < LAST_RANK else 'late'}"] = 1.0
    own[f"{name}&visitish"] = own["visitish"]
    if own["chief"]:
        own[f"{name}&chief"] = 1.0
    if not towns_abroad:
        own[f"{name}&no town abroad"] = 1.0


def guest_probabilities(features: Sequence[Mapping[str, float]], weights: Weights) -> list[float]:
    """Probability of each candidate being a place that guests came from."""
    return [1 / (1 + math.exp(-score(found, weights))) for found in features]


@dataclass(frozen=True)
class Sides:
    """Where an event took place, and where its guests came from."""

    host: Candidate | None
    guests: tuple[Candidate, ...]


def find_sides(
    scene: Scene, decision: Decision, candidates: Sequence[Candidate], told: Collection[int], pack: LanguagePack
) -> Sides:
    """Host and guests of an event among an article's places.

    A further event takes only those of its own sentence (:func:`share_sides` adds what it has of the main one), and
    leaves them to itself.

    Args:
        scene: the article.
        decision: the event.
        candidates: the article's places.
        told: numbers of the sentences that tell further visits.
        pack: of the language.
    """
    lexicon = pack.events
    if decision.main:
        candidates = _within(candidates, lambda mention: mention.sentence not in told) or candidates
    else:
        candidates = _within(candidates, lambda mention: mention.sentence == decision.sentence)
    if not candidates:
        return Sides(None, ())
    features = place_features(scene, candidates, decision.time, {decision.type: 1.0}, pack.places.home)
    journey = journey_of(scene, candidates, features, decision.time, decision.type, pack.places.home)
    host_chances = host_probabilities(features, journey, lexicon.models["host"])
    best = max(range(len(candidates)), key=host_chances.__getitem__)
    host = candidates[best] if host_chances[best] >= lexicon.models["place limits"]["host"] else None
    chances = guest_probabilities(guest_features(features, candidates, host_chances), lexicon.models["guest"])
    likely = sorted(zip(chances, range(len(candidates)), strict=True), reverse=True)
    possible = [(chance, candidates[n]) for chance, n in likely if not _is_host(candidates[n], host)]
    least = lexicon.models["place limits"]["guest"]
    guests = [candidate for chance, candidate in possible if chance >= least]
    if (
        not guests
        and decision.type == "visit"
        and possible
        and possible[0][0] >= lexicon.models["place limits"]["only guest"]
    ):
        guests = [possible[0][1]]
    order = {id(candidate): n for n, candidate in enumerate(candidates)}
    return Sides(host, tuple(sorted(_distinct(guests), key=lambda guest: order[id(guest)])))


def _is_host(candidate: Candidate, host: Candidate | None) -> bool:
    """True for the host itself, its county and a part of it: ``Kreis Cham`` does not visit ``Cham``."""
    if host is None or candidate is host:
        return candidate is host
    return is_within(candidate.name, host.name) or is_within(host.name, candidate.name)


def is_part(decision: Decision, first: Decision) -> bool:
    """Whether an event happens during the main one: in the training series 86 % of such events have its host."""
    return decision.main or _gap(decision.time, first.time) <= timedelta()


def share_sides(own: Sides, decision: Decision, main: Sides, first: Decision) -> Sides:
    """What a further event at another time has of the main one's sides; ``own`` is what its sentence tells.

    Within a week of the main event it is rather a part of it. A visit at another time is rather the return visit, with
    host and guest changed.

    Args:
        own: the sides that the event's own sentence tells.
        decision: the further event.
        main: the sides of the main event.
        first: the main event.
    """
    if _gap(decision.time, first.time) <= _A_WEEK:
        return own if own.host and own.guests else main
    if main.host is None or (own.guests and (own.host or decision.type not in VISITISH)):
        return own
    guests = {guest.name for guest in main.guests}
    if own.host is None:
        return _visited_again(own, main) if decision.type in VISITISH else own
    if own.host.name == main.host.name:
        return main
    return Sides(own.host, (main.host,)) if own.host.name in guests else own


def _visited_again(own: Sides, main: Sides) -> Sides:
    """The sides of a visit at another time whose sentence tells no host."""
    if len(main.guests) != 1 or (own.guests and main.host not in own.guests):
        return Sides(main.host, own.guests)
    return Sides(main.guests[0], (main.host,) if main.host else ())


def _gap(one: Time | None, other: Time | None) -> timedelta:
    """What lies between two times, nought or less where they overlap; as long as can be where one is unknown."""
    if not (one and one.low and one.high and other and other.low and other.high):
        return timedelta.max
    return max(one.low - other.high, other.low - one.high)


def _distinct(guests: Sequence[Candidate]) -> Iterator[Candidate]:
    """Guests, the likeliest first, without the state of one of their towns.

    Of two names of which one holds the other (``Cham``, ``Landkreis Cham``) the likelier one stays.
    """
    towns = {guest.country for guest in guests if guest.kind != "country" and guest.country}
    kept: list[Candidate] = []
    for guest in guests:
        double = any(is_within(guest.name, other.name) or is_within(other.name, guest.name) for other in kept)
        if not double and not (guest.kind == "country" and guest.country in towns):
            kept.append(guest)
            yield guest


def _within(candidates: Sequence[Candidate], belongs: Callable[[Mention], bool]) -> list[Candidate]:
    """The places with those of their mentions that belong to an event."""
    mentions = ((c.name, tuple(m for m in c.mentions if belongs(m))) for c in candidates)
    return [Candidate(name, found) for name, found in mentions if found]
