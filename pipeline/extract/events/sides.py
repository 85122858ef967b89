"""Where an event took place and where its visitors came from."""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from pipeline.extract.events.decide import Decision
from pipeline.extract.events.kinds import VISITISH, score, softmax
from pipeline.extract.events.scene import Scene
from pipeline.extract.events.seats import seat_of
from pipeline.extract.events.times import Time
from pipeline.gazetteer import Gazetteer
from pipeline.language import LanguagePack
from pipeline.language.events import Weights
from pipeline.language.places import PlaceWords
from pipeline.records import PlaceKind

_WORD_BEFORE = re.compile(r"[\w'’]+\W*$")
_WORD = re.compile(r"[^\W\d_]{4,}")
_JOINED = re.compile(r"(?: ?\([^()\n]{1,30}\))?(?:, | [^\W\d_]{1,5} | & |/)(?:[^\W\d_]{1,14} )?")
_NEAR = 25  # characters between a place and a word that says something of it
_EVERYWHERE = frozenset({"eu_body", "international_organisation", "ministry", "media"})  # not named after a seat
_LOOK_BACK = 4  # words before a place among which its preposition is looked for
_DATELINE = re.compile(r"[ ,/|()–—:-]*")
NOWHERE = ""
"""Name that stands for an unknown host."""


@dataclass(frozen=True, slots=True)
class Mention:
    """A place named in a scene.

    Attributes:
        name: base form.
        kind: of place.
        country: ISO code.
        geonames_id: GeoNames id.
        start_char: first character.
        end_char: one past the last.
        sentence: number of the sentence.
        source: ``place``, ``adjective``, or ``institution`` or ``office`` if it is the seat of one.
        direction: ``from``, ``at``, ``to`` or ``none``.
    """

    name: str
    kind: PlaceKind | None
    country: str | None
    geonames_id: int | None
    start_char: int
    end_char: int
    sentence: int
    source: str
    direction: str


@dataclass(frozen=True)
class Candidate:
    """A place with all its mentions."""

    name: str
    mentions: tuple[Mention, ...]

    @property
    def kind(self) -> PlaceKind | None:
        """Kind of the place, as the first mention that knows it says."""
        return next((mention.kind for mention in self.mentions if mention.kind), None)

    @property
    def country(self) -> str | None:
        """ISO code of the country."""
        return next((mention.country for mention in self.mentions if mention.country), None)

    @property
    def geonames_id(self) -> int | None:
        """GeoNames id."""
        return next((mention.geonames_id for mention in self.mentions if mention.geonames_id), None)


def possible_places(scene: Scene, pack: LanguagePack, gazetteer: Gazetteer) -> list[Candidate]:
    """Every place that the article names, itself, by an adjective or as the seat of an institution, as mentioned.

    Names of one place (``Danzig``, ``Gdańsk``) are one candidate under the name that is used most.
    """
    directions = pack.events.directions
    named = list(_named(scene, directions))
    known = {mention.name.casefold(): mention.name for mention in named}
    mentions = [*named, *_seats(scene, pack, gazetteer), *_adjectives(scene, pack.places, known)]
    by_place: dict[str | int, list[Mention]] = {}
    ids = {m.name: m.geonames_id for m in mentions if m.geonames_id is not None}
    for mention in sorted(mentions, key=lambda m: (m.start_char, m.source)):
        by_place.setdefault(ids.get(mention.name, mention.name), []).append(mention)
    return [Candidate(_usual_name(found), tuple(found)) for found in by_place.values()]


def _usual_name(mentions: Sequence[Mention]) -> str:
    """The name used most, of several the first; names that stand in the text before names from adjectives and seats."""
    direct = [m.name for m in mentions if m.source == "place"] or [m.name for m in mentions]
    return max(dict.fromkeys(direct), key=direct.count)


def _named(scene: Scene, directions: Mapping[str, str]) -> Iterator[Mention]:
    """Places themselves; one joined to the place before it (``aus Prag, Riga und Brünn``) shares its direction."""
    text = scene.document.text
    last: Mention | None = None
    for row in sorted(scene.places, key=lambda place: place.start_char):
        floor = last.end_char if last else scene.segment.start_char
        direction = _direction(text, row.start_char, floor, directions)
        if direction == "none" and last is not None and _JOINED.fullmatch(text, last.end_char, row.start_char):
            direction = last.direction
        where = (row.start_char, row.end_char, row.sentence)
        last = Mention(row.name, row.kind, row.country, row.geonames_id, *where, "place", direction)
        yield last


def _seats(scene: Scene, pack: LanguagePack, gazetteer: Gazetteer) -> Iterator[Mention]:
    """Seats of institutions, and places that a function belongs to."""
    text = scene.document.text
    for row in scene.institutions:
        where = (row.start_char, row.end_char, row.sentence)
        direction = _direction(text, row.start_char, scene.segment.start_char, pack.events.directions)
        if row.place:
            yield Mention(row.place, None, None, None, *where, "institution", direction)
        elif row.type not in _EVERYWHERE and (seat := seat_of(row.name, pack, gazetteer)):
            name, entry = seat
            yield Mention(name, entry.kind, entry.country, entry.geonames_id, *where, "institution", direction)
    for official in scene.officials:
        if official.place:
            where = (official.start_char, official.end_char, official.sentence)
            yield Mention(official.place, None, None, None, *where, "office", "none")


def _adjectives(scene: Scene, words: PlaceWords, known: Mapping[str, str]) -> Iterator[Mention]:
    """Adjectives of places: those the pack lists, and those made by rule from places that the article names."""
    taken = {row.start_char for row in scene.places}
    for match in _WORD.finditer(scene.document.text, scene.segment.start_char, scene.segment.end_char):
        if match.start() in taken:
            continue
        place = _place_of(match.group().casefold(), words, known)
        if place:
            where = (match.start(), match.end(), scene.document.locate(match.start())[1])
            yield Mention(place, None, None, None, *where, "adjective", "none")


def _place_of(word: str, words: PlaceWords, known: Mapping[str, str]) -> str | None:
    for length in range(words.longest_inflection + 1):
        stem = word[: len(word) - length]
        if word[len(stem) :] in words.adjective_inflections and stem in words.adjectives:
            place = words.adjectives[stem]
            return known.get(place.casefold(), place)
    for ending, instead in words.adjective_endings:
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            found = known.get(word[: len(word) - len(ending)] + instead)
            if found:
                return found
    return None


def _direction(text: str, start_char: int, floor: int, directions: Mapping[str, str]) -> str:
    """The nearest preposition of place among the words before, within the line."""
    end = start_char
    for _ in range(_LOOK_BACK):
        word = _WORD_BEFORE.search(text, max(floor, end - 40), end)
        if word is None or "\n" in word.group() or "." in word.group():
            return "none"
        found = directions.get(word.group().strip(' ,„"(').rstrip("'’ ").lower())
        if found:
            return found
        end = word.start()
    return "none"


def place_features(
    scene: Scene, candidates: Sequence[Candidate], time: Time | None, types: Mapping[str, float]
) -> list[dict[str, float]]:
    """Features of each place, for both questions: is it the host, is it a guest."""
    visitish = sum(types.get(name, 0.0) for name in VISITISH)
    sentences = frozenset(row.sentence for row in time.rows) if time else frozenset()
    dateline = next((c.country for c in candidates if any(_is_dateline(scene, m) for m in c.mentions)), None)
    cities = {candidate.country for candidate in candidates if candidate.kind == "city"}
    features = []
    for rank, candidate in enumerate(candidates):
        found = _features(scene, candidate, sentences, visitish)
        found["rank"] = math.log1p(rank)
        found["only"] = float(len(candidates) == 1)
        found["dateline country"] = float(dateline is not None and candidate.country == dateline)
        found["other country"] = float(
            dateline is not None and candidate.country is not None and candidate.country != dateline
        )
        found["country of a city"] = float(candidate.kind == "country" and candidate.country in cities)
        features.append(dict(found))
    _add_rivals(features)
    return features


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
            features["dateline"] += _is_dateline(scene, mention)
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
        before = mention.start_char - hit.end_char
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
    """The features of places with what the host tells."""
    best = max(range(len(host)), key=host.__getitem__, default=None)
    country = candidates[best].country if best is not None else None
    result = []
    for n, found in enumerate(features):
        own = dict(found)
        own["bias"] = 1.0
        own["host"] = host[n]
        own["is host"] = float(n == best)
        other = candidates[n].country
        own["country of host"] = float(other is not None and other == country)
        own["abroad"] = float(other is not None and country is not None and other != country)
        for name in ("from", "at", "to", "none"):
            own[f"abroad&{name}"] = own["abroad"] * own.get(name, 0.0)
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
