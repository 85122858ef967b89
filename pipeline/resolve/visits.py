"""One row per visit, from the releases that tell it; where they differ, all values are kept."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from pipeline.records import EventStatus, Visit
from pipeline.resolve.context import Context, RowSource
from pipeline.resolve.groups import Groups, most_frequent

COLUMNS = (
    "doc_id",
    "event_id",
    "type",
    "status",
    "edtf",
    "start",
    "end",
    "precision",
    "host_place",
    "host_geonames_id",
    "guest_places",
)
_EXACT = ("day", "week", "month", "season", "year", "decade", "century")


@dataclass(frozen=True, slots=True)
class _Telling:
    """One release's account of a visit."""

    doc_id: str
    event_id: str
    status: EventStatus
    edtf: str | None
    start: date | None
    end: date | None
    precision: str | None
    host: str | None
    host_id: int | None
    guests: tuple[str, ...]
    host_key: str | None
    guest_keys: frozenset[str]
    people: frozenset[str]


def resolve_visits(rows: RowSource, context: Context, person_ids: Mapping[str, str]) -> tuple[Visit, ...]:
    """Visits over all documents.

    Two releases tell one visit if their times overlap and they agree on host and a guest, or on one of these and a
    person who took part. Releases without a day are joined only with those of the same value.

    Args:
        rows: the tables ``events`` and ``participants``.
        context: names of places.
        person_ids: resolved id of each ``person_id``.
    """
    people = _people(rows, person_ids)
    tellings = sorted(_tellings(rows, context, people), key=lambda t: (t.start or date.max, t.doc_id, t.event_id))
    groups = Groups(len(tellings))
    by_key: dict[Hashable, list[int]] = {}
    for number, telling in enumerate(tellings):
        for key in _keys(telling):
            for other in by_key.get(key, ()):
                if _is_same(tellings[other], telling):
                    groups.join(other, number)
            by_key.setdefault(key, []).append(number)
    visits = (_visit([tellings[n] for n in members]) for members in groups.members().values())
    return tuple(sorted(visits, key=lambda visit: visit.visit_id))


def _people(rows: RowSource, person_ids: Mapping[str, str]) -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for row in rows("participants", ("event_id", "person_id")):
        if row["person_id"]:
            found.setdefault(row["event_id"], set()).add(person_ids.get(row["person_id"], row["person_id"]))
    return {event: frozenset(people) for event, people in found.items()}


def _tellings(rows: RowSource, context: Context, people: Mapping[str, frozenset[str]]) -> Iterator[_Telling]:
    for row in rows("events", COLUMNS):
        if row["type"] != "visit":
            continue
        host_id = row["host_geonames_id"]
        guests = (context.place_key(guest) for guest in row["guest_places"])
        yield _Telling(
            doc_id=row["doc_id"],
            event_id=row["event_id"],
            status=row["status"],
            edtf=row["edtf"],
            start=row["start"],
            end=row["end"],
            precision=row["precision"],
            host=row["host_place"],
            host_id=host_id,
            guests=tuple(row["guest_places"]),
            host_key=f"geonames:{host_id}" if host_id is not None else context.place_key(row["host_place"]),
            guest_keys=frozenset(guest for guest in guests if guest),
            people=people.get(row["event_id"], frozenset()),
        )


def _keys(telling: _Telling) -> list[Hashable]:
    """Places with the months of the visit: tellings of one visit share at least one of them."""
    when: Iterable[Any]
    if telling.start and telling.end:
        first, last = telling.start.year * 12 + telling.start.month, telling.end.year * 12 + telling.end.month
        when = range(first, min(last, first + 24) + 1)
    else:
        when = (telling.edtf,)
    places = sorted({*telling.guest_keys, *([telling.host_key] if telling.host_key else [])})
    return [(place, month) for place in places for month in when if month is not None]


def _is_same(one: _Telling, other: _Telling) -> bool:
    if one.doc_id == other.doc_id or not _overlap(one, other):
        return False
    hosts = one.host_key is not None and one.host_key == other.host_key
    guests = bool(one.guest_keys & other.guest_keys)
    return (hosts and guests) or ((hosts or guests) and bool(one.people & other.people))


def _overlap(one: _Telling, other: _Telling) -> bool:
    if one.start and one.end and other.start and other.end:
        return one.start <= other.end and other.start <= one.end
    return one.edtf is not None and one.edtf == other.edtf


def _visit(tellings: Sequence[_Telling]) -> Visit:
    best = min(tellings, key=lambda t: (_exactness(t), -_support(t, tellings), t.doc_id, t.event_id))
    host = min(tellings, key=lambda t: (t.host is None, -sum(t.host_key == o.host_key for o in tellings), t.doc_id))
    agreed, disagreed = _compare(tellings)
    guests = {key: name for t in reversed(tellings) for key, name in _guests(t).items()}
    people: set[str] = set()
    people.update(*(t.people for t in tellings))
    return Visit(
        visit_id="v" + tellings[0].event_id.removeprefix("e"),
        edtf=best.edtf,
        start=best.start,
        end=best.end,
        host_place=host.host,
        host_geonames_id=host.host_id,
        guest_places=tuple(guests[key] for key in sorted(guests)),
        status=most_frequent(t.status for t in tellings) or "held",
        events=tuple(sorted(t.event_id for t in tellings)),
        sources=tuple(sorted({t.doc_id for t in tellings})),
        people=tuple(sorted(people)),
        agreed=agreed,
        disagreed=disagreed,
    )


def _compare(tellings: Sequence[_Telling]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """(fields that all tellings give alike, field=value for each value of those that differ); nothing for one alone."""
    agreed: list[str] = []
    disagreed: list[str] = []
    for name, values in _fields(tellings).items():
        keys = {key for key, _ in values if key}
        if len(keys) > 1:
            disagreed += sorted({f"{name}={shown}" for key, shown in values if key})
        elif len(tellings) > 1 and keys and all(key for key, _ in values):
            agreed.append(name)
    return tuple(agreed), tuple(disagreed)


def _fields(tellings: Sequence[_Telling]) -> dict[str, list[tuple[str, str]]]:
    """(what is compared, what is shown) of each telling, field by field; empty where a telling is silent."""
    return {
        "edtf": [(t.edtf or "", t.edtf or "") for t in tellings],
        "host_place": [(t.host_key or "", t.host or "") for t in tellings],
        "guest_places": [("|".join(sorted(t.guest_keys)), ", ".join(t.guests)) for t in tellings],
        "status": [(t.status, t.status) for t in tellings],
    }


def _guests(telling: _Telling) -> dict[str, str]:
    """Name per key of a guest's place, in the telling's own words."""
    by_folded = {guest.casefold(): guest for guest in telling.guests}
    keys = sorted(telling.guest_keys)
    named = {key: by_folded[key] for key in keys if key in by_folded}
    rest = [guest for folded, guest in by_folded.items() if folded not in named]
    return {**named, **dict(zip((key for key in keys if key not in named), rest, strict=False))}


def _exactness(telling: _Telling) -> int:
    return _EXACT.index(telling.precision) if telling.precision in _EXACT else len(_EXACT)


def _support(telling: _Telling, tellings: Sequence[_Telling]) -> int:
    return sum(other.edtf == telling.edtf for other in tellings)
