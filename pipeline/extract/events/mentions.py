"""The places that an article names: themselves, by adjectives, and as seats of institutions and offices."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from pipeline.extract.events.scene import Scene
from pipeline.extract.events.seats import seat_of
from pipeline.gazetteer import Gazetteer
from pipeline.language import LanguagePack
from pipeline.language.places import PlaceWords
from pipeline.records import PlaceKind

_WORD_BEFORE = re.compile(r"[\w'’]{1,40}\W{0,40}$")
_WORD = re.compile(r"[^\W\d_]{4,}")
_JOINED = re.compile(r"(?: ?\([^()\n]{1,30}\))?(?:, | [^\W\d_]{1,5} | & |/)(?:[^\W\d_]{1,14} )?")
_EVERYWHERE = frozenset({"eu_body", "international_organisation", "ministry", "media"})  # not named after a seat
_LOOK_BACK = 4  # words before a place among which its preposition is looked for


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
    place = words.place_of_listed(word)
    if place is not None:
        return known.get(place.casefold(), place)
    return next((known[name] for name in words.stripped(word) if known.get(name)), None)


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
