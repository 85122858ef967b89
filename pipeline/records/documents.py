"""A document as it is read, annotated, and done."""

from __future__ import annotations

from bisect import bisect_right
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
        spans = [(p.start_char, p.end_char, "place", f"{p.name} · {p.kind} · {p.geonames_id}") for p in self.places]
        spans += [(i.start_char, i.end_char, "institution", f"{i.name} · {i.type}") for i in self.institutions]
        for official in self.officials:
            if official.role_start_char is not None and official.role_end_char is not None:
                spans.append((official.role_start_char, official.role_end_char, "role", official.role))
            spans.append((official.start_char, official.end_char, "official", f"{official.name} · {official.role}"))
        spans += [(d.start_char, d.end_char, "date", f"{d.edtf} · {d.kind}") for d in self.dates]
        return mark(self.document.text, spans)
