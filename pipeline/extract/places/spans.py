"""Where a document names places: the marked names with their edges repaired, and known names after a preposition.

Who wins: a marked place that the gazetteer knows is believed unless its surroundings say street, building or river;
one that it does not know must stand as places do. The gazetteer decides how far a name reaches (``Frankfurt``
+ ``am Main``). Unmarked words are looked up only in places where places stand (after a preposition, beside another
place, in brackets, at the start of a line), because half of all nouns are villages somewhere.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from pipeline.extract.places.neighbours import stands_as_place, word_before
from pipeline.extract.places.openings import TOWN, is_whole, line_starts, where_places_stand
from pipeline.gazetteer import Entry, Gazetteer, fold
from pipeline.language.capitals import CAPITAL, SMALL
from pipeline.language.places import PlaceWords
from pipeline.records import AnnotatedDocument, Name

#: Signs inside a word for people of all genders ("Bürger:innen"), which no name of a place has.
_NO_NAME = (":", "*", "@")
_EDGE = " \t\n\u00a0.,;:!?\"'„“”‚‘’«»‹›()[]{}*•·|–-/"
_NEXT = re.compile(r"(?:\s|(?=[(/]))(\(?/?[\w'’.-]+\)?)")
_PREVIOUS = re.compile(r"([\w'’.-]{1,30})[ \u00a0\n]$")
_TOKEN = re.compile(r"\w+")
_POSSESSIVE = ("'s", "’s")
_CAPITAL = re.compile(r"[^\W\d_][\w'’-]*")
# A word with a capital after a small one, and no capital right after it.
_ALONE = re.compile(rf"(?:(?<={SMALL} )|(?<=[,;(] ))({CAPITAL}[\w'’-]{{3,}})(?![ \u00a0]{CAPITAL})")
_INSIDE = re.compile(rf"(?:{SMALL}|,)[ \u00a0]$")
_SPLIT = re.compile(r"\s{0,9}(?:/|,\s|\s[–-]\s|[–—])\s{0,9}")
_METROPOLIS = 200_000  # inhabitants of one in a state that the document does not speak of
_WORD, _SHORTEST = 3, 6  # letters of what is no article, of a municipality's name that no common word is

BaseForm = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class PlaceSpan:
    """A stretch of text that names a place; ``marked`` tells whether the language's name recogniser said so."""

    start: int
    end: int
    marked: bool


class SpanFinder:
    """Finds the spans of one document.

    Args:
        document: the document.
        words: the language's words around places.
        gazetteer: the places of the world.
        base: base form of a surface.
        taken: spans of institutions: a place inside one is not named for itself.
    """

    def __init__(
        self,
        document: AnnotatedDocument,
        words: PlaceWords,
        gazetteer: Gazetteer,
        base: BaseForm,
        taken: Iterable[tuple[int, int]],
    ) -> None:
        self._document = document
        self._text = document.text
        self._words = words
        self._gazetteer = gazetteer
        self._base = base
        self._taken = bytearray(len(self._text))  # 1 where a character belongs to a span
        for start, end in taken:
            self._take(start, end)
        self._organisations = bytes(self._taken)  # 1 where it belongs to an institution

    def find(self) -> list[PlaceSpan]:
        """Spans in order of the text, none overlapping another or an institution."""
        found: list[PlaceSpan] = []
        for spans in (self._marked(), self._unmarked(), self._beside(found), self._anywhere(), self._beside(found)):
            for span in spans:
                if self._free(span.start, span.end):
                    self._take(span.start, span.end)
                    found.append(span)
        return sorted(found, key=lambda span: span.start)

    def _free(self, start: int, end: int) -> bool:
        return self._taken.find(1, start, end) < 0

    def _take(self, start: int, end: int) -> None:
        self._taken[start:end] = bytes((1,)) * (end - start)

    def _known(self, start: int, end: int) -> bool:
        surface = self._text[start:end]
        return self._gazetteer.knows(surface) or self._gazetteer.knows(self._plain(surface))

    def _plain(self, surface: str) -> str:
        """The base form, at less cost where names take no endings but a genitive s."""
        if self._words.case_endings:
            return self._base(surface)
        if surface.endswith("s") and not self._gazetteer.knows(surface) and self._gazetteer.knows(surface[:-1]):
            return surface[:-1]
        return surface

    def _marked(self) -> Iterator[PlaceSpan]:
        for name in self._document.names:
            if name.label == "LOC" or (name.label == "ORG" and self._is_unit(name)):
                for start, end in self._parts(name.start_char, name.end_char):
                    start, end = self._extend(start, end)
                    if start < end and self._believable(start, end) and not self._is_thoroughfare(start, end):
                        yield PlaceSpan(start, end, True)

    def _is_unit(self, name: Name) -> bool:
        """A district or region that acts is an institution, and a place all the same."""
        first, _, rest = name.text.partition(" ")
        if fold(rest) in self._words.units_after and first[0].isupper():
            return True
        unit = next((unit for unit in self._words.units if fold(name.text).startswith(f"{unit} ")), "")
        rest = name.text[len(unit) + 1 :] if unit else ""
        if not unit and " " in name.text:  # "République tchèque"
            return any(entry.kind == "country" for entry in self._gazetteer.lookup(name.text))
        return rest[:1].isupper() and self._known(name.end_char - len(rest), name.end_char)

    def _parts(self, start: int, end: int) -> list[tuple[int, int]]:
        """The span without punctuation at its edges; two known places joined by a stroke or a comma are two."""
        surface = self._text[start:end]
        if (line := surface.find("\n")) > 0:
            end = start + line
            surface = surface[:line]
        start += len(surface) - len(surface.lstrip(_EDGE))
        end -= len(surface) - len(surface.rstrip(_EDGE.replace(")", "") if "(" in surface else _EDGE))
        if start >= end:
            return []
        surface = self._text[start:end]
        for stroke in (_SPLIT.search(surface), self._words.between_equals.search(surface)):
            if stroke and not self._known(start, end):
                left, right = (start, start + stroke.start()), (start + stroke.end(), end)
                if right[0] < right[1] and self._known(*left) and self._known(*right):
                    return [left, right]
        first, _, rest = surface.partition(" ")
        bare = fold(first) in self._words.unit_hints and self._known(end - len(rest), end)  # "Gminy | Lipno"
        return [(end - len(rest), end) if bare and not self._known(start, end) else (start, end)]

    def _extend(self, start: int, end: int) -> tuple[int, int]:
        """Take in the rest of a name that the recogniser cut: ``am Main``, ``(Oder)``, ``Landkreis``."""
        end = self._extend_right(start, end)
        match = _PREVIOUS.search(self._text, max(0, start - 30), start)
        opens = match and match[1][0].isupper() and (len(match[1]) < _WORD or not self._known(start, end))
        if match and opens and fold(match[1]) not in self._words.units and self._known(match.start(), end):
            start = match.start()  # "A | Coruña"
        if match := self._words.unit_pattern.search(self._text, max(0, start - 30), start):
            start = match.start()
        if (match := _NEXT.match(self._text, end)) and fold(match[1]) in self._words.units_after:
            end = match.end()
        return start, end

    def _extend_right(self, start: int, end: int) -> int:
        best = position = end
        for _ in range(4):
            match = _NEXT.match(self._text, position)
            if match is None or "\n" in match[0]:
                break
            position = match.end()
            if (name := self._document.name_at(position - 1)) and name.label == "PER":
                break
            word = match[1].strip("(/")
            if not (word[:1].isupper() or fold(word) in self._words.joiners):
                break
            stop = position - (len(match[1]) - len(match[1].rstrip(".,;:")))
            if word[:1].isupper() and self._known(start, stop):
                best = stop
        return best

    def _is_thoroughfare(self, start: int, end: int) -> bool:
        """True for streets, squares, buildings, and for names that by convention are no places."""
        surface = fold(self._text[start:end])
        if surface in self._words.not_places or fold(self._plain(self._text[start:end])) in self._words.not_places:
            return True
        if word_before(self._text, start) in self._words.thoroughfares:
            return True
        ends = surface.endswith(self._words.thoroughfare_endings) if self._words.thoroughfare_endings else False
        return ends and not any(entry.population for entry in self._gazetteer.lookup(surface))

    def _unmarked(self) -> Iterator[PlaceSpan]:
        """Known names after a preposition, in brackets, or at the start of a line."""
        for match in self._words.named_units.finditer(self._text):
            if match["small"] or (match["before"] and self._is_named(*match.span())):
                yield PlaceSpan(*match.span(), False)
        for start, population in where_places_stand(self._text, self._words):
            yield from self._name_at(start, population)
        least = self._words.opening_population
        for start in line_starts(self._text) if least else ():
            yield from (span for span in self._name_at(start, least) if is_whole(self._text, span.start, span.end))

    def _is_named(self, start: int, end: int) -> bool:
        """Whether a word with a capital and the noun of a unit are a unit's name: known, or inside a sentence."""
        if self._named.find(1, start, end) >= 0:
            return False
        inside = _INSIDE.search(self._text, max(0, start - 3), start)
        return self._known(start, end) or (inside is not None and not self._words.is_plain_state(self._text[start:end]))

    def _beside(self, found: list[PlaceSpan]) -> Iterator[PlaceSpan]:
        """Known names that a comma, a stroke or a conjunction joins to a place: ``in Plauen, Hof und Eger``."""
        for span in found:  # grows while we go: a row of places is found link by link
            match = self._words.conjunction_pattern.match(self._text, span.end)
            if match:
                yield from self._name_at(match.end(), TOWN)

    def _anywhere(self) -> Iterator[PlaceSpan]:
        """Names of bigger towns in the middle of a sentence that stand by themselves."""
        least = self._words.unmarked_population
        if not least:
            return
        for match in _ALONE.finditer(self._text):
            start, end = match.span(1)
            stem = self._text[start : max(start + 3, end - 3 if self._words.case_endings else end - 1)]
            if self._free(start, end) and self._gazetteer.begins(stem):
                yield from self._name_at(start, least)

    def _name_at(self, start: int, population: int) -> Iterator[PlaceSpan]:
        name = _CAPITAL.match(self._text, start)
        if name is None or not name[0][0].isupper() or len(name[0]) < 3:
            return
        end = name.end() - (2 if name[0].endswith(_POSSESSIVE) else 0)
        if self._named.find(1, start, end) >= 0 or self._is_written_small(name[0].lower()):
            return  # a word that the document also writes small is a word
        end = self._extend_right(start, end)
        if self._strong(start, end, population) and not self._is_thoroughfare(start, end):
            yield PlaceSpan(*self._extend(start, end), False)

    def _is_written_small(self, word: str) -> bool:
        if word in self._tokens:
            return True
        if word.isalnum() or word not in self._text:
            return False
        return re.search(rf"(?<!\w){re.escape(word)}(?!\w)", self._text) is not None

    @cached_property
    def _tokens(self) -> frozenset[str]:
        return frozenset(_TOKEN.findall(self._text))

    @cached_property
    def _named(self) -> bytearray:
        """1 in marked names, but for what is found to be none: a place may stand in ("Konsul Polens")."""
        named = bytearray(len(self._text))
        for name in (name for name in self._document.names if not self._is_rejected(name)):
            at = slice(name.start_char, name.end_char)
            named[at] = self._organisations[at] if name.label == "ORG" else bytes((1,)) * (at.stop - at.start)
        return named

    def _is_rejected(self, name: Name) -> bool:
        """An institution that is none; a person whose two names are one town's: "di Cologno Monzese"."""
        if name.label == "PER":
            return " " in name.text and any(
                entry.population >= TOWN and fold(entry.name) == fold(name.text)
                for entry in self._gazetteer.lookup(name.text)
            )
        return name.label == "ORG" and 1 not in self._organisations[name.start_char : name.end_char]

    def _strong(self, start: int, end: int, population: int) -> bool:
        base = self._plain(self._text[start:end])
        if fold(base) in self._words.not_places or (len(base) < 4 and base != self._text[start:end]):
            return False
        entry = self._gazetteer.best(base, countries=self._words.home)
        if entry is None or not (
            self._gazetteer.is_called(entry, base, self._document.language) or self._is_municipality(entry, base)
        ):
            return False
        if entry.kind != "city":
            return True
        land = self._words.place_of_listed(word_before(self._text, start))  # "z francouzského Vernonu"
        return entry.population >= (population if land or entry.country in self._countries else _METROPOLIS)

    def _is_municipality(self, entry: Entry, base: str) -> bool:
        """Whether a name without the noun of its unit is a municipality's at home: ``Westland``, Gemeente Westland."""
        own = entry.kind == "district" and entry.country in self._words.home and len(base) >= _SHORTEST
        return own and fold(entry.name).endswith(f" {fold(base)}")

    @cached_property
    def _countries(self) -> frozenset[str]:
        """Where the document plays: the language's home and the states of its marked places."""
        marked = (self._gazetteer.lookup(name.text) for name in self._document.names if name.label == "LOC")
        return self._words.home | {found[0].country for found in marked if found and found[0].country}

    def _believable(self, start: int, end: int) -> bool:
        """Whether a marked name is known, has the noun of a unit, or stands where places stand."""
        if self._known(start, end) or self._words.named_units.fullmatch(self._text, start, end):
            return True
        if any(sign in self._text[start:end] for sign in _NO_NAME):
            return False
        first, _, rest = self._text[start:end].partition(" ")
        if fold(rest) in self._words.units_after and self._known(start, start + len(first)):
            return True  # "Zarasų rajone": a unit called after a known town
        return stands_as_place(self._text, start, end, self._words, self._known, self._places)

    @cached_property
    def _places(self) -> list[tuple[int, int]]:
        return sorted((name.start_char, name.end_char) for name in self._document.names if name.label == "LOC")
