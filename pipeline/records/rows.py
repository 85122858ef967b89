"""Table rows of one document: one record type per table, its fields the columns."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from pipeline.records.values import (
    Anchor,
    DateKind,
    EventStatus,
    NameFrom,
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


@dataclass(frozen=True, slots=True)
class Document:
    """A row of ``documents``."""

    doc_id: str = column("stable key: path relative to the input root, record id, or URL")
    source: str = column("path, file#record or URL that the text came from")
    source_format: SourceFormat = column("text, markdown, html, json, jsonl, csv, parquet or api")
    title: str | None = column("headline, from metadata or the first line")
    language: str | None = column("ISO 639-1 code of the dominant language")
    language_score: float | None = column("confidence of the language, 0 to 1")
    published: date | None = column("publication date that the source itself states")
    published_from: PublishedFrom = column("where the publication date was found")
    text: str = column("cleaned text that all offsets index")
    sha256: str = column("hash of the raw bytes")
    duplicate_of: str | None = column("doc_id of the first document with the same or nearly the same text")
    n_segments: int = column("number of segments")
    n_sentences: int = column("number of sentences")
    status: Status = column(
        "ok; empty (no text); partial_language (no pack for the language: dates, places and institutions only); "
        "unsupported_language (not known, or left out by the run); failed"
    )


@dataclass(frozen=True, slots=True)
class Segment:
    """A row of ``segments``: one article, list or piece of boilerplate within a document."""

    doc_id: str = column("key of the document")
    segment: int = column("number of the segment within the document, from 0")
    heading: str | None = column("the segment's headline")
    kind: SegmentKind = column("article, boilerplate or list")
    language: str | None = column("ISO 639-1 code of the segment's language")
    start_char: int = column("first character, code points into documents.text")
    end_char: int = column("one past the last character")


@dataclass(frozen=True, slots=True)
class Sentence:
    """A row of ``sentences``: the coverage account, what each sentence was used for."""

    doc_id: str = column("key of the document")
    segment: int = column("number of the segment")
    sentence: int = column("number of the sentence within the document, from 0")
    start_char: int = column("first character, code points into documents.text")
    end_char: int = column("one past the last character")
    use: SentenceUse = column("event, context, boilerplate or unexplained")
    why: str | None = column("the reason for the use, in words")


@dataclass(frozen=True, slots=True)
class CalendarDate:
    """A row of ``dates``: one calendar expression, a range being one."""

    doc_id: str = column("key of the document")
    segment: int = column("number of the segment")
    sentence: int = column("number of the sentence")
    text: str = column("surface, exactly as in documents.text")
    start_char: int = column("first character, code points into documents.text")
    end_char: int = column("one past the last character")
    edtf: str = column("value in ISO 8601-2 / EDTF; X where a digit is unknown")
    start: date | None = column("first day; null if open or the year is unknown")
    end: date | None = column("last day; null if open or the year is unknown")
    precision: Precision = column("day, week, month, season, year, decade or century")
    kind: DateKind = column("publication, event, agreement, background, deadline or page_clock")
    anchor: Anchor = column("what fixed the value: explicit, publication, earlier_date, heading, weekday, none")
    inferred: tuple[str, ...] = column("parts that context gave: year, month, day")
    timex: str = column("TIMEX3 value")


@dataclass(frozen=True, slots=True)
class Official:
    """A row of ``officials``: one mention of a person who holds a function."""

    doc_id: str = column("key of the document")
    segment: int = column("number of the segment")
    sentence: int = column("number of the sentence")
    text: str = column("the name's surface, exactly as in documents.text")
    start_char: int = column("first character, code points into documents.text")
    end_char: int = column("one past the last character")
    name: str = column("base form: nominative, given name first, without titles")
    name_from: NameFrom = column("what the base form rests on: attested, dictionary, rule, surface or corrected")
    titles: tuple[str, ...] = column("academic titles and forms of address as they stand")
    given_name: str | None = column("given name or names, base form")
    family_name: str | None = column("family name, base form")
    role: str = column("controlled role id (models/shared/roles.csv)")
    role_text: str | None = column("the whole phrase of the function, as in the text")
    role_start_char: int | None = column("first character of the phrase")
    role_end_char: int | None = column("one past the phrase's last character")
    place: str | None = column("place that the function belongs to, base form")
    organisation: str | None = column("organisation that the function belongs to, base form")
    person_id: str = column("id of the person, stable over runs and languages")
    confidence: float = column("0 to 1, calibrated on development releases; 1 where a person confirmed the row")


@dataclass(frozen=True, slots=True)
class Institution:
    """A row of ``institutions``: one mention of a named institution."""

    doc_id: str = column("key of the document")
    segment: int = column("number of the segment")
    sentence: int = column("number of the sentence")
    text: str = column("surface, exactly as in documents.text")
    start_char: int = column("first character, code points into documents.text")
    end_char: int = column("one past the last character")
    name: str = column("base form (nominative) in the document's language")
    name_from: NameFrom = column("what the base form rests on: attested, dictionary, rule, surface or corrected")
    acronym: str | None = column("acronym that the text or the lexicon ties to the name")
    type: str = column("controlled institution type (models/shared/institution_types.csv)")
    place: str | None = column("place of the institution, base form")
    institution_id: str = column("id of the institution, stable over runs and languages")
    confidence: float = column("0 to 1, calibrated on development releases; 1 where a person confirmed the row")


@dataclass(frozen=True, slots=True)
class Place:
    """A row of ``places``: one mention of a named city, district, region or country."""

    doc_id: str = column("key of the document")
    segment: int = column("number of the segment")
    sentence: int = column("number of the sentence")
    text: str = column("surface, exactly as in documents.text")
    start_char: int = column("first character, code points into documents.text")
    end_char: int = column("one past the last character")
    name: str = column("base form in the document's language")
    kind: PlaceKind = column("city, district, region or country")
    geonames_id: int | None = column("GeoNames id, null if not in the gazetteer")
    country: str | None = column("ISO 3166-1 alpha-2 code")
    latitude: float | None = column("degrees north, WGS 84")
    longitude: float | None = column("degrees east, WGS 84")


@dataclass(frozen=True, slots=True)
class Topic:
    """A row of ``topics``."""

    doc_id: str = column("key of the document")
    topic: str = column("controlled topic id (models/shared/topics.csv)")
    score: float = column("strength, 0 to 1")
    evidence: tuple[str, ...] = column("matched surfaces, most telling first; none if what surrounds them tells it")


@dataclass(frozen=True, slots=True)
class Event:
    """A row of ``events``."""

    doc_id: str = column("key of the document")
    segment: int = column("number of the segment")
    sentence: int = column("number of the sentence")
    event_id: str = column("id of the event, stable over runs")
    type: str = column("controlled event type (models/shared/event_types.csv)")
    status: EventStatus = column("held, planned or cancelled")
    edtf: str | None = column("time in EDTF; null if not fixed")
    start: date | None = column("first day; null if open or unknown")
    end: date | None = column("last day; null if open or unknown")
    precision: Precision | None = column("precision of the time")
    date_from: str | None = column("surface of the calendar expression that gave the time")
    host_place: str | None = column("where it takes place, base form in the document's language")
    host_geonames_id: int | None = column("GeoNames id of host_place")
    guest_places: tuple[str, ...] = column("where visitors come from, base forms")
    delegation_size: int | None = column("number of visitors that the text states")
    main: bool = column("true for what the release is about")
    summary: str = column("the source sentence")
    start_char: int = column("first character of the source sentence")
    end_char: int = column("one past its last character")
    topics: tuple[str, ...] = column("topic ids of the event's segment")
    plover_event: str | None = column("PLOVER event code")
    plover_mode: str | None = column("PLOVER mode")
    confidence: float = column("0 to 1, calibrated on development releases; 1 where a person confirmed the row")


@dataclass(frozen=True, slots=True)
class Participant:
    """A row of ``participants``: who took part in an event."""

    doc_id: str = column("key of the document")
    event_id: str = column("key of the event")
    kind: ParticipantKind = column("official or institution")
    name: str = column("base form")
    person_id: str | None = column("key of the person, for officials")
    institution_id: str | None = column("key of the institution, for institutions")
    side: Side = column("host, guest or unknown")
    lead: bool = column("true for the head of the delegation")


@dataclass(frozen=True, slots=True)
class Problem:
    """A row of ``problems``: nothing is ever dropped silently."""

    source: str = column("path, file#record or URL")
    doc_id: str | None = column("key of the document, if it got one")
    stage: str = column("step that met the problem: read, clean, detect, annotate, extract, correct, write")
    error: str = column("short class of the problem")
    message: str = column("what happened, in words")
