"""The tables across documents, from the tables of documents."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pipeline.records import Agreement, Organisation, Person, Visit
from pipeline.resolve.agreements import resolve_agreements
from pipeline.resolve.context import RowSource, read_context
from pipeline.resolve.duplicates import find_duplicates
from pipeline.resolve.organisations import resolve_organisations
from pipeline.resolve.people import resolve_people
from pipeline.resolve.tellings import read_people
from pipeline.resolve.visits import resolve_visits


@dataclass(frozen=True)
class Resolved:
    """What belongs together across documents.

    Attributes:
        people: one row per person.
        organisations: one row per institution.
        visits: one row per visit.
        agreements: one row per agreement.
        duplicates: for each document that repeats an earlier one, the ``doc_id`` of that.
        person_ids: id in ``people`` for each ``person_id`` of officials.
        institution_ids: id in ``organisations`` for each ``institution_id`` of institutions.
    """

    people: tuple[Person, ...]
    organisations: tuple[Organisation, ...]
    visits: tuple[Visit, ...]
    agreements: tuple[Agreement, ...]
    duplicates: Mapping[str, str]
    person_ids: Mapping[str, str]
    institution_ids: Mapping[str, str]


def resolve(rows: RowSource, mergers: Mapping[str, Sequence[tuple[str, str]]] | None = None) -> Resolved:
    """Resolve what the documents' tables hold.

    Args:
        rows: gives the rows of a table, with the columns asked for, as mappings in the order of their documents.
            Each table is read once or twice from beginning to end, so it may stream.
        mergers: for ``people`` and ``organisations``, pairs of ids that a person says are one.

    Returns:
        The same whatever the order in which documents were processed, apart from which of several like texts
        counts as the first.
    """
    context = read_context(rows)
    same = mergers or {}
    people, person_ids = resolve_people(rows, context, same.get("people", ()))
    organisations, institution_ids = resolve_organisations(rows, context, same.get("organisations", ()))
    took_part = read_people(rows, person_ids)
    visits = resolve_visits(rows, context, took_part)
    agreements = resolve_agreements(rows, context, took_part)
    texts = ((row["doc_id"], row["text"]) for row in rows("documents", ("doc_id", "text")))
    duplicates = find_duplicates(texts)
    return Resolved(people, organisations, visits, agreements, duplicates, person_ids, institution_ids)
