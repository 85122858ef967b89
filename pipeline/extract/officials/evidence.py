"""Where in a document places are named or hinted at: what an office without a stated place may belong to."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from pipeline.extract.officials.tokens import Tokens
from pipeline.language.places import PlaceWords
from pipeline.records import Place


@dataclass(frozen=True, slots=True)
class Clue:
    """A place, by name or by adjective.

    Attributes:
        token: where it stands.
        name: base form.
        kind: city, district, region or country.
        geonames_id: id, where the gazetteer has it.
        adjective: whether it is an adjective made from the place's name.
    """

    token: int
    name: str
    kind: str
    geonames_id: int | None
    adjective: bool


class Evidence:
    """The clues of one document, in order."""

    def __init__(self, tokens: Tokens, places: Sequence[Place], words: PlaceWords) -> None:
        self.tokens = tokens
        self.places = places
        self.words = words

    @cached_property
    def clues(self) -> list[Clue]:
        """All clues, in order of the text."""
        named = [
            Clue(self.tokens.span_of(p.start_char, p.end_char)[0], p.name, p.kind, p.geonames_id, False)
            for p in self.places
        ]
        return sorted([*named, *self._adjectives], key=lambda clue: clue.token)

    @cached_property
    def _adjectives(self) -> list[Clue]:
        found = []
        for i, word in enumerate(self.tokens.words):
            clue = self._adjective(i, word) if len(word) > 4 and self.tokens.covers[i] is None else None
            if clue is not None:
                found.append(clue)
        return found

    def _adjective(self, i: int, word: str) -> Clue | None:
        """A listed adjective, or one that the endings of the language lead back to a place of this document."""
        low = word.casefold()
        for length in range(self.words.longest_inflection + 1):
            stem, ending = low[: len(low) - length], low[len(low) - length :]
            name = self.words.adjectives.get(stem) if ending in self.words.adjective_inflections else None
            if name is not None:
                known = self._place(name)
                return Clue(i, name, known.kind if known else "country", known.geonames_id if known else None, True)
        if self.words.adjective_capital and not word[0].isupper():
            return None
        for ending, instead in self.words.adjective_endings:
            if low.endswith(ending) and len(low) - len(ending) >= 3:
                known = self._place(word[: len(word) - len(ending)] + instead)
                if known is not None:
                    return Clue(i, known.name, known.kind, known.geonames_id, True)
        return None

    def _place(self, name: str) -> Place | None:
        """The document's place of that name, or whose name starts with it: ``Frankfurt`` am Main."""
        return self._by_name.get(name.casefold())

    @cached_property
    def _by_name(self) -> dict[str, Place]:
        known: dict[str, Place] = {}
        for place in self.places:
            known.setdefault(place.name.casefold(), place)
        for place in self.places:
            known.setdefault(place.name.casefold().split()[0], place)
        return known

    def adjectives_in(self, start: int, end: int) -> list[Clue]:
        """Adjectives among tokens ``start`` to ``end``."""
        return [clue for clue in self._adjectives if start <= clue.token < end]

    def before(self, token: int, start: int) -> list[Clue]:
        """Clues from token ``start`` up to ``token``."""
        return [clue for clue in self.clues if start <= clue.token < token]

    def sentence_start(self, token: int) -> int:
        """First token of the sentence that a token is in."""
        sentence = self.tokens.document.sentence_at(self.tokens.starts[token])
        return bisect_left(self.tokens.starts, sentence.start_char) if sentence is not None else 0

    def geonames_of(self, name: str | None) -> int | None:
        """Id of the document's place of that name."""
        place = self._by_name.get(name.casefold()) if name else None
        return place.geonames_id if place is not None else None
