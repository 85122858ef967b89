"""One row per visit, from the releases that tell it; where they differ, all values are kept."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from pipeline.records import Visit
from pipeline.resolve.context import Context, RowSource
from pipeline.resolve.tellings import (
    COLUMNS,
    Telling,
    as_telling,
    guests_of,
    join_tellings,
    joined,
    overlap,
)


def resolve_visits(rows: RowSource, context: Context, people: Mapping[str, frozenset[str]]) -> tuple[Visit, ...]:
    """Visits over all documents.

    Two releases tell one visit if their times overlap and they agree on host and a guest, or on one of these and a
    person who took part. Releases without a day are joined only with those of the same value.

    Args:
        rows: the table ``events``.
        context: names of places.
        people: resolved ids of those who took part in each event.
    """
    tellings = (as_telling(row, context, people) for row in rows("events", COLUMNS) if row["type"] == "visit")
    visits = (_visit(group, context) for group in join_tellings(tellings, lambda t: t.place_keys, _is_same))
    return tuple(sorted(visits, key=lambda visit: visit.visit_id))


def _is_same(one: Telling, other: Telling) -> bool:
    if one.doc_id == other.doc_id or not overlap(one, other):
        return False
    hosts = one.host_key is not None and one.host_key == other.host_key
    guests = bool(one.guest_keys & other.guest_keys)
    return (hosts and guests) or ((hosts or guests) and bool(one.people & other.people))


def _visit(tellings: Sequence[Telling], context: Context) -> Visit:
    guests = {key: name for t in reversed(tellings) for key, name in guests_of(t, context)}
    return Visit(
        visit_id="v" + tellings[0].event_id.removeprefix("e"),
        guest_places=tuple(guests[key] for key in sorted(guests)),
        **joined(tellings),
    )
