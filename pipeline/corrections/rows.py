"""Rows as a person wants them: what hangs on a changed value is made anew, and rows that were missed are made."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import replace
from hashlib import blake2b
from pathlib import Path
from typing import Any

from pipeline.corrections.columns import read_value
from pipeline.extract.dates.edtf import first_day, last_day, precision, timex
from pipeline.extract.institutions import institution_id
from pipeline.extract.officials.identity import person_id
from pipeline.language.events import load_plover
from pipeline.language.letters import load_letters
from pipeline.language.people import fold_name
from pipeline.records import (
    CalendarDate,
    Correction,
    Document,
    Event,
    Findings,
    Institution,
    Official,
    Place,
    Segment,
    Sentence,
    Topic,
)


def confirm(row: Any) -> Any:
    """The row as one that a person has seen: its confidence is 1, if it has one."""
    return replace(row, confidence=1.0) if hasattr(row, "confidence") else row


def change(row: Any, correction: Correction, found: Findings, models: Path) -> Any:
    """The row with another value, and with what hangs on it."""
    column = str(correction.column)
    value = read_value(correction.table, column, correction.value, models)
    changed = confirm(replace(row, **{column: value}))
    if isinstance(changed, Document) and column == "published" and changed.published_from == "none":
        return replace(changed, published_from="metadata")
    if column == "edtf":
        return replace(changed, **_time(changed))
    if isinstance(changed, Official) and column == "name":
        return _renamed_official(changed, models)
    if isinstance(changed, Institution) and column == "name":
        return replace(changed, name_from="corrected", institution_id=institution_id(changed.name))
    if isinstance(changed, Event) and column in ("type", "status"):
        return replace(changed, **_plover(changed.type, changed.status, models))
    if isinstance(changed, Event) and column == "host_place":
        return replace(changed, host_geonames_id=_geonames_id(changed.host_place, found))
    return changed


def _time(row: CalendarDate | Event) -> dict[str, Any]:
    """What an EDTF value fixes: first and last day, precision, and for dates the TIMEX3 value."""
    if row.edtf is None:
        return {"start": None, "end": None, "precision": None}
    low, _, high = row.edtf.partition("/")
    ends = [None if point in ("", "..") else point for point in (low, high or low)]
    point = ends[0] or ends[1] or ""
    times = {"start": first_day(ends[0]), "end": last_day(ends[1]), "precision": precision(point)}
    if isinstance(row, CalendarDate):
        closed = ends[0] != ends[1] and all(ends)
        value = "/".join(timex(str(end)) for end in ends) if closed else timex(point)
        return {**times, "timex": value, "inferred": (), "anchor": "explicit"}
    return times


def _renamed_official(row: Official, models: Path) -> Official:
    given, _, family = row.name.rpartition(" ")
    folded = fold_name(row.name, load_letters(models / "shared"))
    return replace(
        row,
        name_from="corrected",
        given_name=given or None,
        family_name=family or None,
        person_id=person_id(folded, row.role, row.place or row.organisation),
    )


def _plover(type_: str, status: str, models: Path) -> dict[str, Any]:
    event, mode = load_plover(models / "shared")[type_].of(status)
    return {"plover_event": event, "plover_mode": mode}


def _geonames_id(name: str | None, found: Findings) -> int | None:
    """The id that the document's own places give to the name."""
    return next((place.geonames_id for place in found.places if place.name == name), None)


# ---------------------------------------------------------------- rows that were missed


def add(correction: Correction, found: Findings, models: Path) -> Any | None:
    """The row of something that was missed; None if the document does not hold its text."""
    value = read_value(correction.table, str(correction.column), correction.value, models)
    doc_id, surface = found.document.doc_id, str(correction.text)
    if correction.table == "topics":
        return Topic(doc_id, value, 1.0, ())
    start = _find(surface, found.document.text, correction.start_char)
    if start is None:
        return None
    shared: dict[str, Any] = {
        "doc_id": doc_id,
        "segment": _number(found.segments, start),
        "sentence": _number(found.sentences, start),
        "start_char": start,
        "end_char": start + len(surface),
    }
    return _MAKERS[correction.table](shared, surface, value, found, models)


def _find(surface: str, text: str, start: int | None) -> int | None:
    """Where the surface stands: at the given character, else where it stands first."""
    if start is not None and text.startswith(surface, start):
        return start
    first = text.find(surface)
    return None if first < 0 else first


def _number(pieces: tuple[Segment, ...] | tuple[Sentence, ...], start: int) -> int:
    """Number of the segment or sentence that holds a character, of the last before it if none does."""
    starts = [piece.start_char for piece in pieces]
    return max(bisect_right(starts, start) - 1, 0)


def _add_date(shared: dict[str, Any], surface: str, value: str, *_: Any) -> CalendarDate:
    row = CalendarDate(
        **shared, text=surface, edtf=value, start=None, end=None, precision="day", kind="event", anchor="explicit",
        inferred=(), timex="",
    )  # fmt: skip
    return replace(row, **_time(row))


def _add_official(shared: dict[str, Any], surface: str, value: str, _: Findings, models: Path) -> Official:
    row = Official(
        **shared, text=surface, name=surface, name_from="corrected", titles=(), given_name=None, family_name=None,
        role=value, role_text=None, role_start_char=None, role_end_char=None, place=None, organisation=None,
        person_id="", confidence=1.0,
    )  # fmt: skip
    return _renamed_official(row, models)


def _add_institution(shared: dict[str, Any], surface: str, value: str, *_: Any) -> Institution:
    return Institution(
        **shared, text=surface, name=surface, name_from="corrected", acronym=None, type=value, place=None,
        institution_id=institution_id(surface), confidence=1.0,
    )  # fmt: skip


def _add_place(shared: dict[str, Any], surface: str, value: Any, found: Findings, _: Path) -> Place:
    """A place without coordinates, unless the document names it elsewhere."""
    known = next((place for place in found.places if place.name == surface), None)
    if known:
        return replace(known, text=surface, kind=value, **shared)
    return Place(
        **shared, text=surface, name=surface, kind=value, geonames_id=None, country=None, latitude=None, longitude=None
    )


def _add_event(shared: dict[str, Any], surface: str, value: str, _: Findings, models: Path) -> Event:
    key = f"{shared['doc_id']}\nadded\n{value}\n{surface}"
    return Event(
        **shared, event_id="e" + blake2b(key.encode(), digest_size=8).hexdigest(), type=value, status="held", edtf=None,
        start=None, end=None, precision=None, date_from=None, host_place=None, host_geonames_id=None, guest_places=(),
        delegation_size=None, main=True, summary=surface, topics=(), **_plover(value, "held", models), confidence=1.0,
    )  # fmt: skip


_MAKERS: Mapping[str, Any] = {
    "dates": _add_date,
    "officials": _add_official,
    "institutions": _add_institution,
    "places": _add_place,
    "events": _add_event,
}
