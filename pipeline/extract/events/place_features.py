"""What speaks for each place of an article being where an event took place, or where its guests came from."""

from __future__ import annotations

import math
import re
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from pipeline.extract.events.kinds import VISITISH
from pipeline.extract.events.mentions import Candidate, Mention
from pipeline.extract.events.scene import Scene
from pipeline.extract.events.tellings import MOVING, telling_features
from pipeline.extract.events.times import Time

_NEAR_DATE = 8  # characters between the place and the date of a dateline
_NEAR = 25  # characters between a place and a word that says something of it
_DATELINE = re.compile(r"[ ,/|()–—:-]*")
_MOVED = (
    "home",
    "foreign",
    "chief",
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
_BODIES = frozenset({"authority", "parliament_council"})
"""Types of institutions that act for a place."""
LAST_RANK = 3
"""Later places are as late as any: in a list of guests, the last is a guest like the first."""
_CHIEFS = frozenset({"mayor", "deputy_mayor", "head_of_region", "council_chair", "ambassador", "minister"})
"""Functions whose holders stand for their place wherever they take part."""
_OF_KIND = ("from", "at", "to", "first", "dateline", "share of offices", "adjective:title", "institution:lead")


@dataclass(frozen=True)
class _Frame:
    """What all places of an article are seen against.

    Attributes:
        visitish: probability that the event is a visit, a meeting or a conference.
        sentences: numbers of the sentences that give its time.
        home: countries of the language.
        dateline: country of the dateline.
        cities: countries of the towns named.
        spoken: concepts of coming and going in title and lead.
        chiefs: where officials stand who stand for their place.
        bodies: where institutions stand that act for a place.
        offices: how many officials belong to a place.
        mentions: how many mentions of places there are.
        lists: how many places the list has that begins at a character.
        abroad: whether a place abroad is named.
    """

    visitish: float
    sentences: frozenset[int]
    home: Collection[str]
    dateline: str | None
    cities: frozenset[str | None]
    spoken: frozenset[str]
    chiefs: frozenset[int]
    bodies: frozenset[int]
    offices: int
    mentions: int
    lists: Mapping[int, int]
    abroad: bool


def place_features(
    scene: Scene, candidates: Sequence[Candidate], time: Time | None, types: Mapping[str, float], home: Collection[str]
) -> list[dict[str, float]]:
    """Features of each place, for both questions: is it the host, is it a guest.

    Args:
        scene: the article.
        candidates: its places, by first mention.
        time: of the event.
        types: probabilities of its types.
        home: countries of the language.
    """
    frame = _frame(scene, candidates, time, types, home)
    padded = [f" {candidate.name.casefold()} " for candidate in candidates]
    telling = telling_features(scene, candidates, time)
    features = []
    for rank, candidate in enumerate(candidates):
        found = _features(scene, candidate, frame.sentences, frame.visitish)
        _add_country(found, candidate, frame)
        _add_share(found, candidate, frame)
        found["first"] = float(rank == 0)
        found["rank"] = math.log1p(min(rank, LAST_RANK))
        found["only"] = float(len(candidates) == 1)
        own = padded[rank]
        found["part of a name"] = float(any(own in name for name in padded if name != own))
        found["holds a name"] = float(any(name in own for name in padded if name != own))
        for name in _MOVED:
            if found.get(name):
                found |= {f"{name} & {concept}": found[name] for concept in frame.spoken}
        for name in _OF_KIND:
            if found.get(name):
                found |= {f"{kind}&{name}": found[name] * share for kind, share in types.items()}
        features.append({**found, **telling[rank]})
    _add_rivals(features)
    return features


def _frame(
    scene: Scene, candidates: Sequence[Candidate], time: Time | None, types: Mapping[str, float], home: Collection[str]
) -> _Frame:
    named = [mention for candidate in candidates for mention in candidate.mentions]
    return _Frame(
        visitish=sum(types.get(name, 0.0) for name in VISITISH),
        sentences=frozenset(row.sentence for row in time.rows) if time else frozenset(),
        home=home,
        dateline=next((c.country for c in candidates if any(_is_dateline(scene, m) for m in c.mentions)), None),
        cities=frozenset(candidate.country for candidate in candidates if candidate.kind == "city"),
        spoken=frozenset(hit.concept for hit in scene.hits if scene.zone(hit.start_char) != "body") & MOVING,
        chiefs=frozenset(row.start_char for row in scene.officials if row.role in _CHIEFS),
        bodies=frozenset(row.start_char for row in scene.institutions if row.type in _BODIES),
        offices=sum(mention.source == "office" for mention in named) or 1,
        mentions=len(named),
        lists=Counter(mention.opening for mention in named if mention.source == "place"),
        abroad=any(c.country is not None and c.country not in home for c in candidates),
    )


def _add_country(found: dict[str, float], candidate: Candidate, frame: _Frame) -> None:
    """Whether a place lies where the language is at home, and beside the place of the dateline."""
    country = candidate.country
    found["visitish"] = frame.visitish
    found["dateline country"] = float(frame.dateline is not None and country == frame.dateline)
    found["other country"] = float(None not in (frame.dateline, country) and country != frame.dateline)
    found["country of a city"] = float(candidate.kind == "country" and country in frame.cities)
    if country is not None:
        side = "home" if country in frame.home else "foreign"
        found[side] = found[f"{side}&{'some abroad' if frame.abroad else 'none abroad'}"] = 1.0
        found[f"{side}&visitish"] = frame.visitish
        found[f"{candidate.kind}&{side}"] = 1.0


def _add_share(found: dict[str, float], candidate: Candidate, frame: _Frame) -> None:
    """How much of the article is about a place, and who acts for it."""
    offices = [mention for mention in candidate.mentions if mention.source == "office"]
    found["share of offices"] = len(offices) / frame.offices
    found["share of mentions"] = len(candidate.mentions) / frame.mentions
    found["chief"] = math.log1p(sum(mention.start_char in frame.chiefs for mention in offices))
    found["bodies"] = math.log1p(sum(mention.start_char in frame.bodies for mention in candidate.mentions))
    found["list size"] = math.log(max(1, *(frame.lists.get(mention.opening, 1) for mention in candidate.mentions)))


def is_within(name: str, longer: str) -> bool:
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
        if hit.concept in MOVING and mention.source != "office":
            order = "left of" if after >= 0 else "right of"
            features[f"{order}:{hit.concept}:{scene.zone(mention.start_char)}"] += 1
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
    behind = bisect_right(scene.dates, mention.end_char, key=lambda row: row.start_char)
    if behind == len(scene.dates):
        return False
    start = scene.dates[behind].start_char
    return start - mention.end_char < _NEAR_DATE and _DATELINE.fullmatch(text, mention.end_char, start) is not None
