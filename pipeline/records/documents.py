"""A document as it is read, annotated, and done."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from pipeline.records.corrections import Correction
from pipeline.records.marking import mark
from pipeline.records.rows import (
    CalendarDate,
    Document,
    Event,
    Institution,
    Official,
    Participant,
    Place,
    Problem,
    Segment,
    Sentence,
    Topic,
)
from pipeline.records.values import NameLabel, SourceFormat


@dataclass(frozen=True, slots=True)
class RawDocument:
    """One document as read, before any repair."""

    doc_id: str
    source: str
    source_format: SourceFormat
    text: str
    sha256: str
    encoding: str | None = None
    title: str | None = None
    url: str | None = None
    published: date | None = None
    language: str | None = None


@dataclass(frozen=True, slots=True)
class Name:
    """A named-entity mention as the language's spaCy pipeline marked it."""

    text: str
    start_char: int
    end_char: int
    label: NameLabel


@dataclass(frozen=True, eq=False)
class AnnotatedDocument:
    """A cleaned, detected, split and annotated document: what every finder works on.

    A document equals only itself, so that what several finders need of one can be cached by it.
    """

    doc_id: str
    text: str
    language: str
    title: str | None
    published: date | None
    segments: tuple[Segment, ...]
    sentences: tuple[Sentence, ...]
    names: tuple[Name, ...]
    """In the order of the text; none overlaps another."""

    @cached_property
    def _sentence_starts(self) -> list[int]:
        return [sentence.start_char for sentence in self.sentences]

    def sentence_at(self, char: int) -> Sentence | None:
        """The sentence that holds the character, or the last one before it; None before the first."""
        position = bisect_right(self._sentence_starts, char) - 1
        return self.sentences[position] if position >= 0 else None

    def locate(self, char: int) -> tuple[int, int]:
        """(segment, sentence) indices of a character: the values of the columns of the same names."""
        sentence = self.sentence_at(char)
        return (sentence.segment, sentence.sentence) if sentence else (0, 0)

    @cached_property
    def _name_starts(self) -> list[int]:
        return [name.start_char for name in self.names]

    def name_at(self, char: int) -> Name | None:
        """The marked name that holds a character."""
        position = bisect_right(self._name_starts, char) - 1
        name = self.names[position] if position >= 0 else None
        return name if name and char < name.end_char else None

    def names_in(self, start: int, end: int) -> tuple[Name, ...]:
        """The marked names that share a character with ``start`` to ``end``, in order."""
        first = bisect_right(self.names, start, key=lambda name: name.end_char)
        return self.names[first : bisect_left(self._name_starts, end, lo=first)]

    def segment_of(self, sentence: Sentence) -> Segment:
        """The segment that a sentence belongs to."""
        return self.segments[sentence.segment]


@dataclass(frozen=True, slots=True)
class Findings:
    """Everything found in one document: the rows of the per-document tables."""

    document: Document
    segments: tuple[Segment, ...] = ()
    sentences: tuple[Sentence, ...] = ()
    dates: tuple[CalendarDate, ...] = ()
    places: tuple[Place, ...] = ()
    institutions: tuple[Institution, ...] = ()
    officials: tuple[Official, ...] = ()
    topics: tuple[Topic, ...] = ()
    events: tuple[Event, ...] = ()
    participants: tuple[Participant, ...] = ()
    corrections: tuple[Correction, ...] = ()
    problems: tuple[Problem, ...] = ()

    @property
    def language(self) -> str | None:
        """ISO 639-1 code of the document's dominant language."""
        return self.document.language

    def _repr_html_(self) -> str:
        """The text with its findings coloured, for notebooks."""
        return mark(self.document.text, lambda table: getattr(self, table))
