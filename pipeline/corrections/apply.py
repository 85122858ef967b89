"""Apply the corrections of one document to what was found in it."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from pipeline.corrections.columns import EVIDENCE
from pipeline.corrections.rows import add, change, confirm
from pipeline.records import Correction, Document, Event, Findings, Institution, Official, Participant, Problem


def correct(found: Findings, corrections: Sequence[Correction], models: Path) -> Findings:
    """The findings as a person wants them, with a row of ``corrections`` for each row that was touched.

    A correction holds while its evidence stands: the row is known by its document and its characters, wherever in the
    document they are now. One that finds no row any more changes nothing and becomes a row of ``problems``.

    Args:
        found: everything found in one document.
        corrections: what is said about it, in order; later ones see what earlier ones did.
        models: folder of the language packs.
    """
    for correction in corrections:
        found = _step(correction)(found, correction, models)
    return found


def _step(correction: Correction) -> Callable[[Findings, Correction, Path], Findings]:
    if correction.action == "split":
        return _split
    if correction.action == "add":
        return _add
    return _correct_document if correction.table == "documents" else _correct_rows


# ---------------------------------------------------------------- actions


def _correct_rows(found: Findings, correction: Correction, models: Path) -> Findings:
    """Accept, reject or change the rows that are meant."""
    rows = getattr(found, correction.table)
    meant = _meant(rows, correction, found.document)
    if not meant:
        return _without_row(found, correction)
    changed = [_corrected(row, correction, found, models) if n in meant else row for n, row in enumerate(rows)]
    kept = tuple(row for row in changed if row is not None)
    done = (_as_done(correction, rows[n], changed[n]) for n in meant)
    tables: dict[str, Any] = {correction.table: kept}
    after = replace(found, **tables, corrections=(*found.corrections, *done))
    return replace(after, participants=tuple(_participants(after, rows, changed)))


def _corrected(row: Any, correction: Correction, found: Findings, models: Path) -> Any | None:
    if correction.action == "reject":
        return None
    return confirm(row) if correction.action == "accept" else change(row, correction, found, models)


def _correct_document(found: Findings, correction: Correction, models: Path) -> Findings:
    """Change the row of ``documents``, or note that a person has read the whole document."""
    if correction.action == "reject":
        return _without_row(found, correction, "a document cannot be rejected; remove it from the input")
    row = found.document
    if correction.action == "change":
        row = change(row, correction, found, models)
    done = _as_done(correction, found.document, row)
    return replace(found, document=row, corrections=(*found.corrections, done))


def _add(found: Findings, correction: Correction, models: Path) -> Findings:
    if _meant(getattr(found, correction.table), correction, found.document):
        # By now it is found without help; its value may still be another.
        told = replace(correction, action="accept" if correction.table == "topics" else "change")
        return _correct_rows(found, told, models)
    row = add(correction, found, models)
    if row is None:
        return _without_row(found, correction)
    rows = (*getattr(found, correction.table), row)
    if hasattr(row, "start_char"):
        rows = tuple(sorted(rows, key=lambda one: one.start_char))
    tables: dict[str, Any] = {correction.table: rows}
    return replace(found, **tables, corrections=(*found.corrections, _as_done(correction, None, row)))


def _split(found: Findings, correction: Correction, _: Path) -> Findings:
    """Give the bearers of a name in this document a person of their own, one per label over all documents."""
    name = str(correction.id).rpartition("-")[0]
    label = correction.value or "2"
    digest = hashlib.sha256(f"{name}|{label}".encode()).hexdigest()[:8]
    meant = [n for n, row in enumerate(found.officials) if row.person_id.rpartition("-")[0] == name]
    if not meant:
        return _without_row(found, correction)
    # What stands before the last hyphen keeps people apart when documents are joined (pipeline.resolve.people).
    own = f"{name}~{''.join(c if c.isalnum() else '_' for c in label)}-{digest}"
    rows = [replace(row, person_id=own) if n in meant else row for n, row in enumerate(found.officials)]
    done = (replace(_as_done(correction, found.officials[n], None), found=found.officials[n].person_id) for n in meant)
    after = replace(found, officials=tuple(rows), corrections=(*found.corrections, *done))
    return replace(after, participants=tuple(_participants(after, found.officials, rows)))


# ---------------------------------------------------------------- which rows


def _meant(rows: Sequence[Any], correction: Correction, document: Document) -> list[int]:
    """Numbers of the rows with the correction's evidence: all of them, or the one at its characters.

    Where the document was edited the evidence has moved, and the row nearest to its old place is meant. Where the
    evidence still stands in its old place but nothing was found there, no other row is meant.
    """
    evidence = EVIDENCE[correction.table]
    alike = [n for n, row in enumerate(rows) if getattr(row, evidence).strip() == correction.text]
    if correction.table in ("events", "participants") and correction.id:
        own = [n for n in alike if rows[n].event_id == correction.id]
        alike = own or (alike if correction.table == "events" and len(alike) == 1 else [])
    start = correction.start_char
    if start is None or correction.table in ("topics", "participants") or not alike:
        return alike
    exact = [n for n in alike if rows[n].start_char == start]
    if exact or document.text.startswith(str(correction.text), start):
        return exact
    return [min(alike, key=lambda n: abs(rows[n].start_char - start))]


# ---------------------------------------------------------------- what hangs on a row


def _participants(found: Findings, before: Sequence[Any], after: Sequence[Any | None]) -> Iterator[Participant]:
    """The participants, without those whose event or own row is gone, and with the names that their rows have now."""
    now: dict[str, list[Any]] = {}
    for old, new in zip(before, after, strict=True):
        if isinstance(old, Official | Institution):
            now.setdefault(_id(old), []).extend([] if new is None else [new])
    kept = {event.event_id for event in found.events}
    gone = {old.event_id for old in before if isinstance(old, Event)} - kept
    for row in found.participants:
        bearers = now.get(row.person_id or row.institution_id or "")
        if row.event_id in gone or bearers == []:
            continue
        yield _renamed(row, bearers) if bearers else row


def _id(row: Official | Institution) -> str:
    return row.person_id if isinstance(row, Official) else row.institution_id


def _renamed(participant: Participant, bearers: Sequence[Official | Institution]) -> Participant:
    """The participant as its rows call it now; as before, if one of them still does."""
    key = participant.person_id or participant.institution_id
    row = next((one for one in bearers if (_id(one), one.name) == (key, participant.name)), bearers[0])
    if isinstance(row, Official):
        return replace(participant, name=row.name, person_id=row.person_id)
    return replace(participant, name=row.name, institution_id=row.institution_id)


# ---------------------------------------------------------------- what is told


def _as_done(correction: Correction, old: Any, new: Any) -> Correction:
    """The correction as a row: where its row stands in this run, and what it held; either row may be None."""
    row: Any = new if new is not None else old
    changed = correction.action == "change" and old is not None
    return replace(
        correction,
        doc_id=row.doc_id,
        id=getattr(row, "event_id", correction.id),
        start_char=getattr(row, "start_char", None),
        end_char=getattr(row, "end_char", None),
        found=_shown(getattr(old, str(correction.column))) if changed else None,
        value=_shown(getattr(row, str(correction.column))) if changed else correction.value,
    )


def _shown(value: Any) -> str | None:
    if value is None:
        return None
    return "; ".join(value) if isinstance(value, tuple) else str(value)


def _without_row(found: Findings, correction: Correction, why: str | None = None) -> Findings:
    """A problem for a correction that changes nothing."""
    if why is None:
        stands = correction.text and correction.text in found.document.text
        why = "its text still stands there, but no such row was found" if stands else "the document no longer holds it"
    said = " ".join(filter(None, (correction.action, correction.table, correction.column)))
    message = f"{said} {correction.text or correction.id or ''!r}: {why}"
    row = found.document
    problem = Problem(row.source, row.doc_id, "correct", "correction_without_row", message)
    return replace(found, problems=(*found.problems, problem))
