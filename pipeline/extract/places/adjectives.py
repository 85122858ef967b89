"""Adjectives made from names of places: no places themselves, but a hint where something belongs."""

from __future__ import annotations

import re
from dataclasses import dataclass

from pipeline.gazetteer import Entry, Gazetteer
from pipeline.language import LanguagePack
from pipeline.organisations import place_of_adjective
from pipeline.records import AnnotatedDocument

_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")


@dataclass(frozen=True, slots=True)
class AdjectiveHint:
    """An adjective and the place it tells of.

    Attributes:
        text: the adjective as it stands.
        start_char: first character, code points into the document's text.
        end_char: one past the last.
        place: base form of the place in the document's language.
        entry: the place in the gazetteer, None if it is not there.
    """

    text: str
    start_char: int
    end_char: int
    place: str
    entry: Entry | None


def places_of_adjectives(
    document: AnnotatedDocument, pack: LanguagePack, gazetteer: Gazetteer
) -> tuple[AdjectiveHint, ...]:
    """Every adjective of the document that tells a place (``Krakauer``, ``krakowski``, ``ukrainische``), in order."""
    words = pack.places
    hints = []
    for match in _WORD.finditer(document.text):
        place = place_of_adjective(match[0], words, gazetteer)
        if place:
            entry = gazetteer.best(place, countries=words.home)
            hints.append(AdjectiveHint(match[0], match.start(), match.end(), place, entry))
    return tuple(hints)
