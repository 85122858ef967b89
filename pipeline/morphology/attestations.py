"""What a document itself attests: the surfaces of its names."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from pipeline.records import AnnotatedDocument

MENTIONS = 3
"""Mentions of a surface that are looked at."""

REACH = 40
"""Characters before a mention in which the word before it is sought."""


@dataclass(frozen=True, eq=False)
class Attestations:
    """The surfaces of a document's names; build it once per document.

    Attributes:
        persons: surfaces of persons, in order of mention.
        organisations: surfaces of organisations.
        places: surfaces of places.
        text: the document's text.
        offices: the word that heads the function before a person, by the person's first character.
    """

    persons: tuple[str, ...] = ()
    organisations: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    text: str = ""
    offices: Mapping[int, str] = field(default_factory=dict)

    @classmethod
    def of(cls, document: AnnotatedDocument, persons: Iterable[str] = ()) -> Attestations:
        """The attestations of a document.

        Args:
            document: the document with its marked names.
            persons: surfaces of persons that the names miss and the caller found.
        """
        marked: dict[str, list[str]] = {"PER": [], "ORG": [], "LOC": []}
        for name in document.names:
            marked[name.label].append(name.text)
        return cls((*marked["PER"], *persons), tuple(marked["ORG"]), tuple(marked["LOC"]), document.text)

    def before(self, surface: str) -> tuple[str, ...]:
        """The words that tell the case of the first few mentions of a surface, empty strings where a line begins."""
        words: list[str] = []
        start = self.text.find(surface)
        while start >= 0 and len(words) < MENTIONS:
            head = self.text[max(0, start - REACH) : start]
            office = self.offices.get(start)
            words.append(office or (head.split()[-1] if head.strip() and head[-1:] == " " else ""))
            start = self.text.find(surface, start + len(surface))
        return tuple(words)
