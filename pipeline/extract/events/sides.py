"""Where an event took place and where its visitors came from."""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from pipeline.extract.events.decide import Decision
from pipeline.extract.events.kinds import VISITISH, score, softmax
from pipeline.extract.events.mentions import Candidate, Mention, possible_places
from pipeline.extract.events.scene import Scene
from pipeline.extract.events.times import Time
from pipeline.gazetteer import Gazetteer
from pipeline.language import LanguagePack
from pipeline.language.events import Weights

_NEAR = 25  # characters between a place and a word that says something of it
_DATELINE = re.compile(r"[ ,/|()–—:-]*")
_MOVING = frozenset(
    {
        "travel",
        "visit",
        "guest",
        "host_verb",
        "reception",
        "delegation",
        "return_visit",
        "we",
        "exchange",
        "study_visit",
    }
)
"""Concepts that tell who goes where."""
_MOVED = (
    "dateline",
    "first",
    "share of offices",
    "share of mentions",
    "from:title",
    "at:title",
    "to:title",
    "none:title",
    "from:lead",
    "at:lead",
    "to:lead",
    "none:lead",
    "adjective:title",
    "adjective:lead",
    "institution:title",
    "institution:lead",
)
_LAST_RANK = 3  # later places are as late as any: in a list of guests, the last is a guest like the first
_CHIEFS = frozenset({"mayor", "deputy_mayor", "head_of_region", "council_chair", "ambassador", "minister"})
"""Functions whose holders stand for their place wherever they take part."""
_OF_KIND = ("from", "at", "to", "first", "dateline", "share of offices", "adjective:title", "institution:lead")
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
NOWHERE = ""
"""Name that stands for an unknown host."""


def place_features(
    scene: Scene, candidates: Sequence[Candidate], time: Time | None, types: Mapping[str, float]
) -> list[dict[str, float]]:
    """Features of each place, for both questions: is it the host, is it a guest."""
    visitish = sum(types.get(name, 0.0) for name in VISITISH)
    sentences = frozenset(row.sentence for row in time.rows) if time else frozenset()
    dateline = next((c.country for c in candidates if any(_is_dateline(scene, m) for m in c.mentions)), None)
    cities = {candidate.country for candidate in candidates if candidate.kind == "city"}
    spoken = frozenset(hit.concept for hit in scene.hits if scene.zone(hit.start_char) != "body") & _MOVING
    chiefs = {row.start_char for row in scene.officials if row.role in _CHIEFS}
    offices = sum(mention.source == "office" for c in candidates for mention in c.mentions) or 1
    mentions = sum(len(candidate.mentions) for candidate in candidates)
    features = []
    for rank, candidate in enumerate(candidates):
        found = _features(scene, candidate, sentences, visitish)
        found["share of offices"] = sum(mention.source == "office" for mention in candidate.mentions) / offices
        found["share of mentions"] = len(candidate.mentions) / mentions
        found["first"] = float(rank == 0)
        found["part of a name"] = float(any(_is_within(candidate.name, o.name) for o in candidates))
        found["holds a name"] = float(any(_is_within(o.name, candidate.name) for o in candidates))
        found["rank"] = math.log1p(min(rank, _LAST_RANK))
        found["chief"] = math.log1p(sum(m.source == "office" and m.start_char in chiefs for m in candidate.mentions))
        found["only"] = float(len(candidates) == 1)
        found["dateline country"] = float(dateline is not None and candidate.country == dateline)
        found["other country"] = float(
            dateline is not None and candidate.country is not None and candidate.country != dateline
        )
        found["country of a city"] = float(candidate.kind == "country" and candidate.country in cities)
        for name in _MOVED:
            if found.get(name):
                found |= {f"{name} & {concept}": found[name] for concept in spoken}
        for name in _OF_KIND:
            if found.get(name):
                found |= {f"{kind}&{name}": found[name] * share for kind, share in types.items()}
        features.append(dict(found))
    _add_rivals(features)
    return features


def _is_within(name: str, longer: str) -> bool:
    """True for ``Cham`` in ``Landkreis Cham``."""
    return name != longer and f" {name.casefold()} " in f" {longer.casefold()} "


def _add_rivals(features: Sequence[dict[str, float]]) -> None:
    """What the other places show: a dateline tells the host only where no other place is plainly a venue."""
    for name in (
        "at:title",
        "at:lead",
        "to:title",
        "to:lead",
        "with time:place:at",
        "from:title",
        "from:lead",
        "dateline",
    ):
        holders = {n for n, found in enumerate(features) if found.get(name)}
        for n, found in enumerate(features):
            if holders - {n}:
                found[f"rival {name}"] = 1.0
                for own in (
                    "dateline",
                    "at:title",
                    "at:lead",
                    "to:lead",
                    "adjective:title",
                    "from:title",
                    "from:lead",
                    "institution:title",
                ):
                    if found.get(own):
                        found[f"{own} & rival {name}"] = 1.0


def _features(scene: Scene, candidate: Candidate, sentences: frozenset[int], visitish: float) -> dict[str, float]:
    features: defaultdict[str, float] = defaultdict(float)
    features[f"kind:{candidate.kind}"] = 1
    features["mentions"] = len(candidate.mentions) - 1
    for mention in candidate.mentions:
        zone = scene.zone(mention.start_char)
        features[f"{mention.source}:{zone}"] += 1
        if mention.source == "place":
            features[f"{mention.direction}:{zone}"] += 1
            features[mention.direction] += 1
            features["listed"] = max(features["listed"], mention.listed)
            features["dateline"] += _is_dateline(scene, mention)
        elif mention.source == "institution":
            features[f"institution {mention.direction}"] += 1
        if mention.sentence in sentences:
            features[f"with time:{mention.source}:{mention.direction}"] += 1
        _add_surroundings(features, scene, mention)
    for name in list(features):
        features[name] = math.log1p(features[name])
    for name in ("from", "at", "to", "dateline", "from:title", "at:title", "to:title"):
        features[f"visitish&{name}"] = visitish * features[name]
    return features


def _add_surroundings(features: defaultdict[str, float], scene: Scene, mention: Mention) -> None:
    """Concepts right before and after a mention, and in its sentence together with its direction."""
    near: set[str] = set()
    for hit in scene.hits_of_sentence.get(mention.sentence, ()):
        after = hit.start_char - mention.end_char
        before = mention.opening - hit.end_char
        if 0 <= after < _NEAR:
            features[f"{mention.source} before:{hit.concept}"] += 1
        elif 0 <= before < _NEAR:
            features[f"{mention.source} after:{hit.concept}"] += 1
            features[f"after:{hit.concept}:{mention.direction}"] += 1
        near.add(hit.concept)
    for concept in near:
        features[f"with:{concept}:{mention.direction if mention.source == 'place' else mention.source}"] += 1


def _is_dateline(scene: Scene, mention: Mention) -> bool:
    """True for a place that opens a line, or stands right before a date in one of the first or last lines."""
    text = scene.document.text
    line = text.rfind("\n", 0, mention.start_char) + 1
    if not text[line : mention.start_char].strip(" (–-*•"):
        rest = text[mention.end_char : mention.end_char + 3]
        if rest[:1] in (",", ".", ":", "/", " ") and (rest[1:2] in ("\n", "–", "-", "(") or rest[:1] != " "):
            return True
    for row in scene.dates:
        if 0 < row.start_char - mention.end_char < 8:
            return _DATELINE.fullmatch(text, mention.end_char, row.start_char) is not None
    return False


def host_probabilities(features: Sequence[Mapping[str, float]], weights: Weights) -> list[float]:
    """Probability of each candidate being the host; what is missing to 1 says that the host is not named."""
    logits = {str(n): score(found, weights) for n, found in enumerate(features)}
    chances = softmax({**logits, NOWHERE: weights.get("nowhere", 0.0)})
    return [chances[str(n)] for n in range(len(features))]


def guest_features(
    features: Sequence[Mapping[str, float]], candidates: Sequence[Candidate], host: Sequence[float]
) -> list[dict[str, float]]:
    """The features of places with what the host tells, and how many other places are spoken of in the same way."""
    best = max(range(len(host)), key=host.__getitem__, default=None)
    country = candidates[best].country if best is not None else None
    alike = {name: sum(bool(found.get(name)) for found in features) for name in _PARALLEL}
    result = []
    for n, found in enumerate(features):
        own = dict(found)
        own["bias"] = 1.0
        own["host"] = host[n]
        own["is host"] = float(n == best)
        other = candidates[n].country
        own["country of host"] = float(other is not None and other == country)
        own["abroad"] = float(other is not None and country is not None and other != country)
        for name in _SOURCES:
            own[f"abroad&{name}"] = own["abroad"] * own.get(name, 0.0)
        for name, count in alike.items():
            if own.get(name) and count > 1:
                own[f"parallel {name}"] = math.log(count)
        result.append(own)
    return result


def guest_probabilities(features: Sequence[Mapping[str, float]], weights: Weights) -> list[float]:
    """Probability of each candidate being a place that guests came from."""
    return [1 / (1 + math.exp(-score(found, weights))) for found in features]


@dataclass(frozen=True)
class Sides:
    """Where an event took place, and where its guests came from."""

    host: Candidate | None
    guests: tuple[Candidate, ...]


def find_sides(scene: Scene, decision: Decision, pack: LanguagePack, gazetteer: Gazetteer) -> Sides:
    """Host and guests of an event; a further event takes only places that its own sentence names."""
    lexicon = pack.events
    candidates = possible_places(scene, pack, gazetteer)
    if not decision.main:
        candidates = _of_sentence(candidates, decision.sentence)
    if not candidates:
        return Sides(None, ())
    features = place_features(scene, candidates, decision.time, {decision.type: 1.0})
    host_chances = host_probabilities(features, lexicon.models["host"])
    best = max(range(len(candidates)), key=host_chances.__getitem__)
    host = candidates[best] if host_chances[best] >= lexicon.models["limits"]["host"] else None
    chances = guest_probabilities(guest_features(features, candidates, host_chances), lexicon.models["guest"])
    least = lexicon.models["limits"]["guest"]
    guests = [c for c, chance in zip(candidates, chances, strict=True) if chance >= least and c is not host]
    return Sides(host, tuple(_distinct(guests)))


def share_host(sides: Sides, main: Sides, decision: Decision) -> Sides:
    """A further visit or meeting whose sentence names guests but no host was where the main event was."""
    guests = {guest.name for guest in sides.guests}
    if decision.type in VISITISH and sides.host is None and main.host is not None and main.host.name not in guests:
        return Sides(main.host, sides.guests)
    return sides


def _distinct(guests: Sequence[Candidate]) -> Iterator[Candidate]:
    """Guests without the country of one of their towns, and without the short form of another's name."""
    towns = {guest.country for guest in guests if guest.kind != "country" and guest.country}
    for guest in guests:
        short = any(other.name.startswith(guest.name + " ") for other in guests)
        if not short and not (guest.kind == "country" and guest.country in towns):
            yield guest


def _of_sentence(candidates: Sequence[Candidate], sentence: int) -> list[Candidate]:
    mentions = ((c.name, tuple(m for m in c.mentions if m.sentence == sentence)) for c in candidates)
    return [Candidate(name, found) for name, found in mentions if found]
