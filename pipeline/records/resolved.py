"""Table rows across documents: people, organisations, visits and agreements."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from pipeline.records.values import EventStatus, column


@dataclass(frozen=True, slots=True)
class NameInLanguage:
    """A name as releases of one language give it."""

    language: str = column("ISO 639-1 code")
    name: str = column("base form in that language")


@dataclass(frozen=True, slots=True)
class Office:
    """A function that a person held, with the span of dates at which documents show it."""

    role: str = column("controlled role id")
    role_text: str | None = column("most frequent phrase")
    place: str | None = column("place of the function")
    organisation: str | None = column("organisation of the function")
    first: date | None = column("earliest date of a document that tells it")
    last: date | None = column("latest date of a document that tells it")
    documents: tuple[str, ...] = column("keys of the documents")


@dataclass(frozen=True, slots=True)
class Person:
    """A row of ``people``: one person over all documents."""

    person_id: str = column("id of the person")
    name: str = column("most frequent base form")
    names: tuple[NameInLanguage, ...] = column("names seen, per language")
    offices: tuple[Office, ...] = column("functions with first and last date")
    n_documents: int = column("number of documents")


@dataclass(frozen=True, slots=True)
class Organisation:
    """A row of ``organisations``: one institution over all documents."""

    institution_id: str = column("id of the institution")
    name: str = column("most frequent base form")
    names: tuple[NameInLanguage, ...] = column("names seen, per language")
    acronym: str | None = column("most frequent acronym")
    type: str = column("controlled institution type")
    place: str | None = column("most frequent place")
    n_documents: int = column("number of documents")


@dataclass(frozen=True, slots=True)
class Visit:
    """A row of ``visits``: one visit merged from the releases that tell it."""

    visit_id: str = column("id of the visit")
    edtf: str | None = column("agreed time, or that of the most precise source")
    start: date | None = column("first day")
    end: date | None = column("last day")
    host_place: str | None = column("where it took place")
    host_geonames_id: int | None = column("GeoNames id of host_place")
    guest_places: tuple[str, ...] = column("where the visitors came from")
    status: EventStatus = column("held, planned or cancelled")
    events: tuple[str, ...] = column("event ids merged into this visit")
    sources: tuple[str, ...] = column("keys of the documents")
    people: tuple[str, ...] = column("ids of the people who took part")
    agreed: tuple[str, ...] = column("fields that all sources give alike")
    disagreed: tuple[str, ...] = column("field=value pairs on which sources differ")


@dataclass(frozen=True, slots=True)
class Agreement:
    """A row of ``agreements``: one agreement merged from the releases that tell it."""

    agreement_id: str = column("id of the agreement")
    edtf: str | None = column("agreed time, or that of the most precise source")
    start: date | None = column("first day")
    end: date | None = column("last day")
    host_place: str | None = column("where it was signed")
    host_geonames_id: int | None = column("GeoNames id of host_place")
    partner_places: tuple[str, ...] = column("places of those who agreed; where no source tells, of its main event")
    status: EventStatus = column("held, planned or cancelled")
    events: tuple[str, ...] = column("event ids merged into this agreement")
    sources: tuple[str, ...] = column("keys of the documents")
    people: tuple[str, ...] = column("ids of the people who took part")
    agreed: tuple[str, ...] = column("fields that all sources give alike")
    disagreed: tuple[str, ...] = column("field=value pairs on which sources differ")
