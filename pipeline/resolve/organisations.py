"""One row per institution, from the mentions in all documents."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass

from pipeline.records import NameInLanguage, Organisation
from pipeline.resolve.context import Context, RowSource
from pipeline.resolve.groups import Groups, merge, most_frequent

COLUMNS = ("doc_id", "name", "acronym", "type", "place", "institution_id")


@dataclass(frozen=True, slots=True)
class _Mention:
    """What one document says of an institution."""

    doc_id: str
    name: str
    acronym: str | None
    type: str
    place: str | None
    institution_id: str


def resolve_organisations(
    rows: RowSource, context: Context, mergers: Sequence[tuple[str, str]] = ()
) -> tuple[tuple[Organisation, ...], dict[str, str]]:
    """Institutions over all documents.

    Mentions are one institution if they have one id, or one acronym, type and place, in whatever language; and those
    of which a person says so: ``mergers`` are pairs of ids.

    Returns:
        The institutions by id, and the id of the institution for every ``institution_id`` of the mentions.
    """
    distinct = {_Mention(*(row[column] for column in COLUMNS)): None for row in rows("institutions", COLUMNS)}
    mentions = sorted(
        distinct, key=lambda m: tuple(str(getattr(m, name) or "") for name in ("institution_id", *COLUMNS))
    )
    groups = Groups(len(mentions))
    groups.join_by(_keys(mention, context) for mention in mentions)
    found: list[Organisation] = []
    ids: dict[str, str] = {}
    joined = [[mentions[n] for n in members] for members in groups.members().values()]
    for own in merge(joined, lambda mention: mention.institution_id, mergers):
        organisation = _organisation(own, context)
        found.append(organisation)
        ids.update(dict.fromkeys((mention.institution_id for mention in own), organisation.institution_id))
    return tuple(sorted(found, key=lambda organisation: organisation.institution_id)), ids


def _keys(mention: _Mention, context: Context) -> Iterator[Hashable]:
    yield "id", mention.institution_id
    place = context.place_key(mention.place)
    if mention.acronym and place:
        yield "acronym", mention.acronym.casefold(), mention.type, place


def _organisation(mentions: Sequence[_Mention], context: Context) -> Organisation:
    names = {(context.languages.get(m.doc_id, "und"), m.name) for m in mentions}
    return Organisation(
        institution_id=min(mention.institution_id for mention in mentions),
        name=most_frequent(mention.name for mention in mentions) or "",
        names=tuple(NameInLanguage(language, name) for language, name in sorted(names)),
        acronym=most_frequent(mention.acronym for mention in mentions),
        type=most_frequent(mention.type for mention in mentions) or "other",
        place=most_frequent(mention.place for mention in mentions),
        n_documents=len({mention.doc_id for mention in mentions}),
    )
