"""One row per person, from the mentions of officials in all documents."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations

from pipeline.records import NameInLanguage, Office, Person
from pipeline.resolve.context import Context, Row, RowSource
from pipeline.resolve.groups import Groups, merge, most_frequent

_MOST_NAMESAKES = 30  # of a commoner name, two bearers in one function are no coincidence
COLUMNS = ("doc_id", "name", "role", "role_text", "place", "organisation", "person_id")


@dataclass(frozen=True, slots=True)
class _Mention:
    """What one document says of a person in one function."""

    doc_id: str
    name: str
    role: str
    role_text: str | None
    place: str | None
    organisation: str | None
    person_id: str


def resolve_people(
    rows: RowSource, context: Context, mergers: Sequence[tuple[str, str]] = ()
) -> tuple[tuple[Person, ...], dict[str, str]]:
    """People over all documents.

    Mentions of one name are one person if they stand in one document, or share a place or an organisation in
    whatever language, or hold one function in releases that speak of both their places; a mention without either
    joins the only person of its name in the same function. Two people of one name in different places stay two.
    ``mergers`` are pairs of ids that a person says are one, whatever their names.

    Returns:
        The people by id, and the id of the person for every ``person_id`` of the mentions.
    """
    blocks: dict[str, dict[_Mention, None]] = {}
    for row in rows("officials", COLUMNS):
        blocks.setdefault(_name_key(row), {})[_Mention(*(row[column] for column in COLUMNS))] = None
    split = {key: list(_split(sorted(blocks[key], key=_order), context)) for key in sorted(blocks)}
    speaks_of = _places_of_documents(rows, context, split.values())
    people: list[Person] = []
    ids: dict[str, str] = {}
    found = [mentions for groups in split.values() for mentions in _join_partners(groups, context, speaks_of)]
    for mentions in merge(found, lambda mention: mention.person_id, mergers):
        person = _person(sorted(mentions, key=_order), context)
        people.append(person)
        ids.update(dict.fromkeys((mention.person_id for mention in mentions), person.person_id))
    return tuple(sorted(people, key=lambda person: person.person_id)), ids


def _places_of_documents(
    rows: RowSource, context: Context, blocks: Iterable[Sequence[Sequence[_Mention]]]
) -> dict[str, set[str]]:
    """The places that each document with a namesake in another speaks of."""
    found: dict[str, set[str]] = {
        mention.doc_id: set() for groups in blocks if len(groups) > 1 for group in groups for mention in group
    }
    for row in rows("places", ("doc_id", "name")):
        key = context.place_key(row["name"])
        if key is not None and row["doc_id"] in found:
            found[row["doc_id"]].add(key)
    return found


def _join_partners(
    groups: list[list[_Mention]], context: Context, speaks_of: Mapping[str, set[str]]
) -> Iterator[list[_Mention]]:
    """Join namesakes of one function whose documents speak of each other's places.

    Releases of partner towns tell of both, and which of the two a guest belongs to is easily mistaken.
    """
    if not 1 < len(groups) <= _MOST_NAMESAKES:
        yield from groups
        return
    joined = Groups(len(groups))
    for one, other in combinations(range(len(groups)), 2):
        if any(_are_partners(m, n, context, speaks_of) for m in groups[one] for n in groups[other]):
            joined.join(one, other)
    for members in joined.members().values():
        yield sorted((mention for n in members for mention in groups[n]), key=_order)


def _are_partners(one: _Mention, other: _Mention, context: Context, speaks_of: Mapping[str, set[str]]) -> bool:
    here, there = context.place_key(one.place), context.place_key(other.place)
    return (
        one.role == other.role
        and here is not None
        and there is not None
        and {here, there} <= speaks_of[one.doc_id] & speaks_of[other.doc_id]
    )


def _name_key(row: Row) -> str:
    """The folded name, which is how a ``person_id`` begins: without marks, script and order of words."""
    name, _, _ = str(row["person_id"]).rpartition("-")
    return name or str(row["name"]).casefold()


def _order(mention: _Mention) -> tuple[str, ...]:
    return tuple(str(getattr(mention, name) or "") for name in ("person_id", *COLUMNS))


def _split(mentions: Sequence[_Mention], context: Context) -> Iterator[list[_Mention]]:
    """The persons among mentions of one name."""
    groups = Groups(len(mentions))
    groups.join_by(_keys(mention, context) for mention in mentions)
    members = list(groups.members().values())
    settled = [group for group in members if any(_is_placed(mentions[n]) for n in group)]
    loose = [group for group in members if group not in settled]
    for group in loose:
        roles = {mentions[n].role for n in group}
        homes = [other for other in settled if roles & {mentions[n].role for n in other}]
        if len(homes) == 1:
            homes[0].extend(group)
        else:
            settled.append(group)
    for group in settled:
        yield [mentions[n] for n in sorted(group)]


def _is_placed(mention: _Mention) -> bool:
    return bool(mention.place or mention.organisation)


def _keys(mention: _Mention, context: Context) -> Iterator[Hashable]:
    yield "document", mention.doc_id
    yield "id", mention.person_id
    if mention.place:
        yield "place", context.place_key(mention.place)
    if mention.organisation:
        yield "organisation", mention.organisation.casefold()


def _person(mentions: Sequence[_Mention], context: Context) -> Person:
    names = {(context.languages.get(m.doc_id, "und"), m.name) for m in mentions}
    return Person(
        person_id=min(mention.person_id for mention in mentions),
        name=most_frequent(mention.name for mention in mentions) or "",
        names=tuple(NameInLanguage(language, name) for language, name in sorted(names)),
        offices=tuple(_offices(mentions, context)),
        n_documents=len({mention.doc_id for mention in mentions}),
    )


def _offices(mentions: Iterable[_Mention], context: Context) -> list[Office]:
    """Functions with the span of days at which documents show them, earliest first."""
    by_office: dict[tuple[str, str | None, str | None], list[_Mention]] = {}
    for mention in mentions:
        organisation = mention.organisation.casefold() if mention.organisation else None
        by_office.setdefault((mention.role, context.place_key(mention.place), organisation), []).append(mention)
    offices = [_office(found, context) for found in by_office.values()]
    return sorted(offices, key=lambda o: (o.first or date.max, o.role, o.place or "", o.organisation or ""))


def _office(mentions: Sequence[_Mention], context: Context) -> Office:
    days = sorted(context.days[m.doc_id] for m in mentions if m.doc_id in context.days)
    return Office(
        role=mentions[0].role,
        role_text=most_frequent(mention.role_text for mention in mentions),
        place=most_frequent(mention.place for mention in mentions),
        organisation=most_frequent(mention.organisation for mention in mentions),
        first=days[0] if days else None,
        last=days[-1] if days else None,
        documents=tuple(sorted({mention.doc_id for mention in mentions})),
    )
