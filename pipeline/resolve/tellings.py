"""What single releases tell of an event that several may tell: the common ground of visits and agreements."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from pipeline.records import EventStatus
from pipeline.resolve.context import Context, Row, RowSource
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
    "main",
    "host_place",
    "host_geonames_id",
    "guest_places",
)
_EXACT = ("day", "week", "month", "season", "year", "decade", "century")
_LONGEST = 24  # months of a telling that are looked up one by one


@dataclass(frozen=True, slots=True)
class Telling:
    """One release's account of an event.

    Attributes:
        doc_id: the release.
        event_id: the event.
        status: held, planned or cancelled.
        edtf: when.
        start: first day.
        end: last day.
        precision: of the time.
        host: where it took place.
        host_id: GeoNames id of that place.
        guests: where guests came from.
        host_key: key that all names of the host share.
        guest_keys: the same of the guests.
        people: resolved ids of those who took part.
    """

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

    @property
    def place_keys(self) -> frozenset[str]:
        """Keys of all its places."""
        return self.guest_keys | {self.host_key} if self.host_key else self.guest_keys


def read_people(rows: RowSource, person_ids: Mapping[str, str]) -> dict[str, frozenset[str]]:
    """Resolved ids of the people who took part in each event."""
    found: dict[str, set[str]] = {}
    for row in rows("participants", ("event_id", "person_id")):
        if row["person_id"]:
            found.setdefault(row["event_id"], set()).add(person_ids.get(row["person_id"], row["person_id"]))
    return {event: frozenset(people) for event, people in found.items()}


def as_telling(row: Row, context: Context, people: Mapping[str, frozenset[str]]) -> Telling:
    """A row of ``events`` with the keys of its places."""
    host_id = row["host_geonames_id"]
    guests = (context.place_key(guest) for guest in row["guest_places"])
    return Telling(
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


def join_tellings(
    tellings: Iterable[Telling], places: Callable[[Telling], Iterable[str]], is_same: Callable[[Telling, Telling], bool]
) -> list[list[Telling]]:
    """Tellings of one event together; only those that share a place and a month are compared.

    Args:
        tellings: in any order.
        places: keys of the places by which a telling is looked up.
        is_same: whether two tellings that share a place and a month are of one event.
    """
    ordered = sorted(tellings, key=lambda t: (t.start or date.max, t.doc_id, t.event_id))
    groups = Groups(len(ordered))
    by_key: dict[Hashable, list[int]] = {}
    for number, telling in enumerate(ordered):
        for key in [(place, month) for place in sorted(places(telling)) for month in _months(telling)]:
            for other in by_key.get(key, ()):
                if is_same(ordered[other], telling):
                    groups.join(other, number)
            by_key.setdefault(key, []).append(number)
    return [[ordered[n] for n in members] for members in groups.members().values()]


def _months(telling: Telling) -> Iterable[Any]:
    """The months that a telling covers, counted from year 0; its value if it has no days."""
    if telling.start and telling.end:
        first, last = telling.start.year * 12 + telling.start.month, telling.end.year * 12 + telling.end.month
        return range(first, min(last, first + _LONGEST) + 1)
    return () if telling.edtf is None else (telling.edtf,)


def overlap(one: Telling, other: Telling) -> bool:
    """True if both may have been at the same time; values without days must be equal."""
    if one.start and one.end and other.start and other.end:
        return one.start <= other.end and other.start <= one.end
    return one.edtf is not None and one.edtf == other.edtf


def best_time(tellings: Sequence[Telling]) -> Telling:
    """The telling whose time counts: the most precise one, of several the one that most others confirm."""
    return min(tellings, key=lambda t: (_exactness(t), -_support(t, tellings), t.doc_id, t.event_id))


def best_host(tellings: Sequence[Telling]) -> Telling:
    """The telling whose host counts: the one that most others confirm."""
    return min(tellings, key=lambda t: (t.host is None, -sum(t.host_key == o.host_key for o in tellings), t.doc_id))


def compare(tellings: Sequence[Telling]) -> tuple[tuple[str, ...], tuple[str, ...]]:
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


def joined(tellings: Sequence[Telling]) -> dict[str, Any]:
    """The columns that a visit and an agreement have in common, from all that tell it."""
    best, host = best_time(tellings), best_host(tellings)
    agreed, disagreed = compare(tellings)
    return {
        "edtf": best.edtf,
        "start": best.start,
        "end": best.end,
        "host_place": host.host,
        "host_geonames_id": host.host_id,
        "status": most_frequent(t.status for t in tellings) or "held",
        "events": tuple(sorted(t.event_id for t in tellings)),
        "sources": tuple(sorted({t.doc_id for t in tellings})),
        "people": tuple(sorted({person for t in tellings for person in t.people})),
        "agreed": agreed,
        "disagreed": disagreed,
    }


def _fields(tellings: Sequence[Telling]) -> dict[str, list[tuple[str, str]]]:
    """(what is compared, what is shown) of each telling, field by field; empty where a telling is silent."""
    return {
        "edtf": [(t.edtf or "", t.edtf or "") for t in tellings],
        "host_place": [(t.host_key or "", t.host or "") for t in tellings],
        "guest_places": [("|".join(sorted(t.guest_keys)), ", ".join(t.guests)) for t in tellings],
        "status": [(t.status, t.status) for t in tellings],
    }


def guests_of(telling: Telling, context: Context) -> Iterator[tuple[str, str]]:
    """(key, name) of each guest's place, in the telling's own words."""
    for guest in telling.guests:
        key = context.place_key(guest)
        if key:
            yield key, guest


def _exactness(telling: Telling) -> int:
    return _EXACT.index(telling.precision) if telling.precision in _EXACT else len(_EXACT)


def _support(telling: Telling, tellings: Sequence[Telling]) -> int:
    return sum(other.edtf == telling.edtf for other in tellings)
