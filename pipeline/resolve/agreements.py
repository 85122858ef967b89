"""One row per agreement, from the releases that tell it, be it years later in a sentence on how all began."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from pipeline.records import Agreement
from pipeline.resolve.context import Context, Row, RowSource
from pipeline.resolve.tellings import (
    COLUMNS,
    Telling,
    as_telling,
    guests_of,
    join_tellings,
    joined,
    overlap,
)

_PARTNERS = 2  # places that two releases must have in common, so that the anniversary of one town joins no strangers


@dataclass(frozen=True, slots=True)
class _Release:
    """The places of what a release is about: those of an agreement that it only recalls by its day."""

    keys: frozenset[str]
    names: Mapping[str, str]


def resolve_agreements(
    rows: RowSource, context: Context, people: Mapping[str, frozenset[str]]
) -> tuple[Agreement, ...]:
    """Agreements over all documents.

    Two releases tell one agreement if their times overlap and they share two partners, or one and a person who took
    part. Partners are the event's places; a release that recalls an agreement without naming any means those of its
    main event.

    Args:
        rows: the table ``events``.
        context: names of places.
        people: resolved ids of those who took part in each event.
    """
    tellings, releases = _read(rows, context, people)

    def partners(telling: Telling) -> frozenset[str]:
        own = telling.place_keys
        return own if len(own) >= _PARTNERS else own | releases.get(telling.doc_id, _Release(frozenset(), {})).keys

    def is_same(one: Telling, other: Telling) -> bool:
        if one.doc_id == other.doc_id or not overlap(one, other):
            return False
        shared = len(partners(one) & partners(other))
        return shared >= _PARTNERS or (shared > 0 and bool(one.people & other.people))

    agreements = []
    for group in join_tellings(tellings, partners, is_same):
        names = {
            key: name for t in reversed(group) if t.doc_id in releases for key, name in releases[t.doc_id].names.items()
        }
        names |= {key: name for t in reversed(group) for key, name in _named(t, context)}
        keys = frozenset().union(*map(partners, group))
        partner_places = tuple(names[key] for key in sorted(keys) if key in names)
        agreement_id = "a" + group[0].event_id.removeprefix("e")
        agreements.append(Agreement(agreement_id=agreement_id, partner_places=partner_places, **joined(group)))
    return tuple(sorted(agreements, key=lambda agreement: agreement.agreement_id))


def _read(
    rows: RowSource, context: Context, people: Mapping[str, frozenset[str]]
) -> tuple[list[Telling], dict[str, _Release]]:
    """(the agreements that releases tell, the places of what each of these releases is about)."""
    tellings: list[Telling] = []
    about: dict[str, Row] = {}
    for row in rows("events", COLUMNS):
        if row["type"] == "agreement":
            tellings.append(as_telling(row, context, people))
        if row["main"]:
            about.setdefault(row["doc_id"], row)
    wanted = {telling.doc_id for telling in tellings}
    releases = {}
    for doc_id in sorted(wanted & set(about)):
        telling = as_telling(about[doc_id], context, people)
        releases[doc_id] = _Release(telling.place_keys, dict(_named(telling, context)))
    return tellings, releases


def _named(telling: Telling, context: Context) -> list[tuple[str, str]]:
    """(key, name) of a telling's places."""
    host = [(telling.host_key, telling.host)] if telling.host_key and telling.host else []
    return [*host, *guests_of(telling, context)]
