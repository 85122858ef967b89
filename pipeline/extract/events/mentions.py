"""The places that an article names: themselves, by adjectives, and as seats of institutions and offices."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from pipeline.extract.events.scene import Scene
from pipeline.extract.events.seats import seat_of
from pipeline.gazetteer import Entry, Gazetteer, fold
from pipeline.language import LanguagePack
from pipeline.language.places import PlaceWords
from pipeline.records import PlaceKind

_WORDS = re.compile(r"[\w'’]+")
_WORD = re.compile(r"[^\W\d_]{4,}")
_JOINED = re.compile(r"(?: ?\([^()\n]{1,30}\))?(?:, | [^\W\d_]{1,5} | & |/)(?:[^\W\d_]{1,14} )?")
_INITIALS = 5  # capitals up to which a name that no gazetteer knows is rather an institution's
_EVERYWHERE = frozenset({"eu_body", "international_organisation", "ministry", "media"})  # not named after a seat
_OF = 6  # characters between a function and its place: ``maire de Nantes`` comes from nowhere
_LOOK_BACK = 4  # words before a place among which its preposition is looked for
_LONGEST_WORD = 40


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
        listed: how many places stand before it in a list (``aus Prag, Riga und Brünn``).
        head: where that list begins.
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
    listed: int = 0
    head: int = -1

    @property
    def opening(self) -> int:
        """First character of what the words before it speak of: the place, or the list that it stands in."""
        return self.head if self.head >= 0 else self.start_char


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
    named = [_settled(mention, pack, gazetteer) for mention in _named(scene, directions)]
    known = {mention.name.casefold(): mention.name for mention in named}
    mentions = [*named, *_seats(scene, pack, gazetteer), *_adjectives(scene, pack, gazetteer, known)]
    by_place: dict[str | int, list[Mention]] = {}
    ids = {m.name: m.geonames_id for m in mentions if m.geonames_id is not None}
    for mention in sorted(mentions, key=lambda m: (m.start_char, m.source)):
        by_place.setdefault(ids.get(mention.name, mention.name), []).append(mention)
    return [Candidate(_usual_name(found), tuple(found)) for found in by_place.values()]


def _usual_name(mentions: Sequence[Mention]) -> str:
    """The name used most, of several the first; names that stand in the text before names from adjectives and seats."""
    direct = [m.name for m in mentions if m.source == "place"] or [m.name for m in mentions]
    usual = max(dict.fromkeys(direct), key=direct.count)
    return max((name for name in dict.fromkeys(direct) if fold(name) == fold(usual)), key=_accents)


def _accents(name: str) -> int:
    """Letters beyond the plain alphabet: of ``Zary`` and ``Żary``, the latter is spelled out."""
    return sum(not letter.isascii() for letter in name)


def _named(scene: Scene, directions: Mapping[str, str]) -> Iterator[Mention]:
    """Places themselves; one joined to the place before it (``aus Prag, Riga und Brünn``) shares its direction."""
    text = scene.document.text
    last: Mention | None = None
    offices = sorted({row.role_end_char for row in scene.officials if row.role_end_char is not None})
    acronyms = {row.acronym for row in scene.institutions if row.acronym}
    for row in sorted(scene.places, key=lambda place: place.start_char):
        if row.geonames_id is None and (row.text in acronyms or (row.text.isupper() and len(row.text) <= _INITIALS)):
            continue
        floor = last.end_char if last else scene.segment.start_char
        direction = _direction(text, row.start_char, floor, directions)
        if direction == "from" and _is_of(row.start_char, offices):
            direction = "none"
        listed, head = 0, -1
        if last is not None and _JOINED.fullmatch(text, last.end_char, row.start_char):
            listed, head = last.listed + 1, last.opening
            direction = last.direction if direction == "none" else direction
        where = (row.start_char, row.end_char, row.sentence)
        last = Mention(row.name, row.kind, row.country, row.geonames_id, *where, "place", direction, listed, head)
        yield last


def _is_of(start_char: int, offices: Sequence[int]) -> bool:
    """True for a place right behind a function, given where functions end."""
    before = bisect_left(offices, start_char)
    return before > 0 and start_char - offices[before - 1] <= _OF


def _seats(scene: Scene, pack: LanguagePack, gazetteer: Gazetteer) -> Iterator[Mention]:
    """Seats of institutions, and places that a function belongs to."""
    text = scene.document.text
    for row in scene.institutions:
        where = (row.start_char, row.end_char, row.sentence)
        direction = _direction(text, row.start_char, scene.segment.start_char, pack.events.directions)
        if row.place and _is_unit(row.name, row.place, pack.places):
            yield _placed(row.place, where, "place", direction, pack, gazetteer)
        elif row.place and not (row.place.isupper() and len(row.place) <= _INITIALS):
            yield _placed(row.place, where, "institution", direction, pack, gazetteer)
        elif row.type not in _EVERYWHERE and (seat := seat_of(row.name, pack, gazetteer)):
            name, entry = seat
            yield Mention(name, entry.kind, entry.country, entry.geonames_id, *where, "institution", direction)
    for official in scene.officials:
        if official.place:
            where = (official.start_char, official.end_char, official.sentence)
            yield _placed(official.place, where, "office", "none", pack, gazetteer)


def _is_unit(name: str, place: str, words: PlaceWords) -> bool:
    """True for a town or county that acts as a body: ``Stadt Jena`` comes and goes as Jena does."""
    first, _, rest = name.partition(" ")
    return rest == place and _is_unit_word(first, words)


def _is_unit_word(word: str, words: PlaceWords) -> bool:
    return word.casefold() in words.units or word.casefold() in words.unit_hints


def _placed(
    name: str, where: tuple[int, int, int], source: str, direction: str, pack: LanguagePack, gazetteer: Gazetteer
) -> Mention:
    """A mention of a place that only a name tells of, with what the gazetteer knows of it."""
    entry = entry_of(name, pack, gazetteer)
    if entry is None:
        return _settled(Mention(name, None, None, None, *where, source, direction), pack, gazetteer)
    return Mention(name, entry.kind, entry.country, entry.geonames_id, *where, source, direction)


def _settled(mention: Mention, pack: LanguagePack, gazetteer: Gazetteer) -> Mention:
    """With the country of the town that an unknown county or quarter is called after: ``Kreis Jena``, ``Jena-Nord``."""
    if mention.country is not None:
        return mention
    first, _, rest = mention.name.partition(" ")
    town = rest if rest and _is_unit_word(first, pack.places) else mention.name.partition("-")[0]
    entry = entry_of(town, pack, gazetteer) if town != mention.name else None
    return replace(mention, country=entry.country) if entry is not None else mention


@lru_cache(maxsize=20_000)
def entry_of(name: str, pack: LanguagePack, gazetteer: Gazetteer) -> Entry | None:
    """What the gazetteer holds under a name in a text of the pack's language."""
    return gazetteer.best(name, countries=pack.places.home, language=pack.code)


def _adjectives(scene: Scene, pack: LanguagePack, gazetteer: Gazetteer, known: Mapping[str, str]) -> Iterator[Mention]:
    """Adjectives of places: those the pack lists, and those made by rule from places that the article names."""
    taken = {row.start_char for row in scene.places}
    for match in _WORD.finditer(scene.document.text, scene.segment.start_char, scene.segment.end_char):
        if match.start() in taken:
            continue
        place = _place_of(match.group().casefold(), pack.places, known)
        if place:
            where = (match.start(), match.end(), scene.document.locate(match.start())[1])
            yield _placed(place, where, "adjective", "none", pack, gazetteer)


def _place_of(word: str, words: PlaceWords, known: Mapping[str, str]) -> str | None:
    place = words.place_of_listed(word)
    if place is not None:
        return known.get(place.casefold(), place)
    for name in words.stripped(word):
        if name in known:
            return known[name]
    return None


def _direction(text: str, start_char: int, floor: int, directions: Mapping[str, str]) -> str:
    """The nearest preposition of place among the words before, within the line."""
    before = text[max(floor, start_char - _LOOK_BACK * _LONGEST_WORD) : start_char]
    before = before[max(before.rfind("\n"), before.rfind(".")) + 1 :]
    for word in reversed(_WORDS.findall(before)[-_LOOK_BACK:]):
        found = directions.get(word.rstrip("'’").lower())
        if found:
            return found
    return "none"
