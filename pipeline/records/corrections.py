"""What a person said about a row: a line of an overlay, and a row of the table that tells what was done."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.records.values import CorrectionAction
from pipeline.records.values import column as describe  # a field of the record is called column


@dataclass(frozen=True, slots=True)
class Correction:
    """A row of ``corrections``: what a person said about one row, and that it was done.

    The lines of an overlay (:mod:`pipeline.corrections`) are records of the same kind.
    """

    table: str = describe("table of the corrected row")
    doc_id: str | None = describe("key of the document; null for what goes across documents")
    id: str | None = describe("event_id, person_id or institution_id where the row has one")
    start_char: int | None = describe("first character of the corrected row, code points into documents.text")
    end_char: int | None = describe("one past the last character")
    text: str | None = describe("evidence: surface, topic, name of the participant, or source sentence of the event")
    action: CorrectionAction = describe("accept, reject, change, add, merge or split")
    column: str | None = describe("column that was changed or, for an added row, given")
    found: str | None = describe("what the column held before")
    value: str | None = describe("what it holds now; the other id of a merger; the label of a split")
    note: str | None = describe("the person's remark")
