"""The nouns: frozen records that pass between the steps, and one record type per output table.

A record marked as a table row *is* the table's schema: :mod:`pipeline.tables` derives the Arrow type of a
column from the field's type and its description from the field's metadata, so a column is named in one place.
Offsets are code points, half-open, into ``documents.text``; ``text[start_char:end_char]`` is the surface always.
``start``/``end`` are always calendar dates.
"""

from __future__ import annotations

from pipeline.records.corrections import Correction
from pipeline.records.documents import (
    AnnotatedDocument,
    Findings,
    Name,
    RawDocument,
)
from pipeline.records.resolved import (
    Agreement,
    NameInLanguage,
    Office,
    Organisation,
    Person,
    Visit,
)
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
from pipeline.records.values import (
    Anchor,
    CorrectionAction,
    DateKind,
    EventStatus,
    NameFrom,
    NameLabel,
    ParticipantKind,
    PlaceKind,
    Precision,
    PublishedFrom,
    SegmentKind,
    SentenceUse,
    Side,
    SourceFormat,
    Status,
    column,
)

__all__ = [
    "Agreement",
    "Anchor",
    "AnnotatedDocument",
    "CalendarDate",
    "Correction",
    "CorrectionAction",
    "DateKind",
    "Document",
    "Event",
    "EventStatus",
    "Findings",
    "Institution",
    "Name",
    "NameFrom",
    "NameInLanguage",
    "NameLabel",
    "Office",
    "Official",
    "Organisation",
    "Participant",
    "ParticipantKind",
    "Person",
    "Place",
    "PlaceKind",
    "Precision",
    "Problem",
    "PublishedFrom",
    "RawDocument",
    "Segment",
    "SegmentKind",
    "Sentence",
    "SentenceUse",
    "Side",
    "SourceFormat",
    "Status",
    "Topic",
    "Visit",
    "column",
]
