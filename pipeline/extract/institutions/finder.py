"""Names of institutions → rows: base form, acronym, type, place, id.

Three sources are composed. The spans come from :mod:`pipeline.organisations` (name recogniser first, grammar for its
edges, lexicon where it is silent). The name is the morphology's base form, unless the document itself gives a fuller
one: an acronym takes the name that brackets or initials tie to it, a short mention the one longer name that holds it.
The type is the lexicon's word on the name, else on the acronym, else another language's lexicon's (foreign names stand
untranslated), else that of the words around, else the default of the language.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from pipeline.extract.institutions.acronyms import in_brackets, is_acronym, leading_acronym, plain, tie
from pipeline.extract.institutions.seats import Seat, Seats
from pipeline.extract.institutions.types import is_foreign, type_of
from pipeline.gazetteer import load_gazetteer
from pipeline.language import LanguagePack
from pipeline.language.bodies import KnownBody, fold_body, load_bodies
from pipeline.language.institutions import words_of
from pipeline.morphology import Attestations
from pipeline.organisations import OrganisationSpan, organisation_spans
from pipeline.organisations.holders import follows_office
from pipeline.records import AnnotatedDocument, CalendarDate, Institution, NameFrom, Place
from pipeline.settings import Settings

# Types of bodies of which each town has its own.
_LOCAL = frozenset({"authority", "social_service", "education", "culture", "health", "emergency", "church", "sport"})
_QUOTE_MARKS = re.compile(r"[„“”«»\"‚‘]")


@dataclass(frozen=True, slots=True)
class _Mention:
    """A span with what is known of it so far."""

    span: OrganisationSpan
    surface: str
    name: str
    name_from: NameFrom
    acronym: str | None = None


def find_institutions(
    document: AnnotatedDocument,
    dates: tuple[CalendarDate, ...],
    places: tuple[Place, ...],
    pack: LanguagePack,
    settings: Settings,
) -> tuple[Institution, ...]:
    """Every mention of a named institution, in order of the text.

    A generic noun without a name is none. Mentions of one institution in one document have one name and one id.
    """
    bodies = load_bodies(settings.local or pack.local, pack.shared, pack.code)
    spans = (*organisation_spans(document, pack), *_told_spans(document, pack, bodies))
    mentions = _base_forms(document, sorted(spans, key=lambda span: span.start), pack, settings)
    mentions = _spell_out(_with_acronyms(document, mentions))
    mentions = [mention for mention in mentions if not _is_generic(document.text, mention, pack)]
    named: dict[str, list[_Mention]] = {}
    for mention in mentions:
        named.setdefault(mention.name, []).append(mention)
    types = {
        name: type_of(
            [name, *(mention.acronym or mention.surface for mention in group)],
            [(mention.span.start, mention.span.end) for mention in group],
            document.text,
            pack,
            settings,
        )
        for name, group in named.items()
    }
    seats = Seats(document, places, pack, load_gazetteer(settings.models, settings.local))
    seated = _seated(mentions, seats)
    rows = (_row(document, one, types[one.name], seat, pack) for one, seat in zip(mentions, seated, strict=True))
    return tuple(_as_told(row, bodies) for row in rows)


def _base_forms(
    document: AnnotatedDocument, spans: Sequence[OrganisationSpan], pack: LanguagePack, settings: Settings
) -> list[_Mention]:
    attestations = Attestations.of(document)
    whole = pack.institutions.written_out
    found: dict[str, tuple[str, NameFrom]] = {}
    mentions = []
    for span in spans:
        surface = " ".join(whole.get(word, word) for word in document.text[span.start : span.end].split())
        if surface not in found:
            if written := pack.institutions.table.get("base_forms", {}).get(surface):
                found[surface] = (written, "dictionary")
            elif is_acronym(surface):
                found[surface] = (plain(surface), "surface")
            else:
                base = pack.morphology.base_institution(surface, attestations)
                foreign = base[0] != surface and is_foreign((base[0], surface), pack, settings)
                found[surface] = (surface, "surface") if foreign else base
        mentions.append(_Mention(span, surface, *found[surface]))
    return mentions


def _with_acronyms(document: AnnotatedDocument, mentions: list[_Mention]) -> list[_Mention]:
    """Give every mention the acronym that the document ties to its name, and acronyms their full names."""
    told: dict[str, str] = {}
    for mention in mentions:
        acronym = in_brackets(document.text, mention.span.end)
        if acronym and not is_acronym(mention.name):
            told.setdefault(plain(acronym), mention.name)
    for one, other in pairwise(mentions):
        # "MOPS (Miejski Ośrodek Pomocy Społecznej)", "MOPS – Miejski Ośrodek …"
        between = document.text[one.span.end : other.span.start].strip()
        if is_acronym(one.name) and not is_acronym(other.name) and between in ("(", "–", "-", "—", ", czyli", "="):
            told.setdefault(one.name, other.name)
    names = [mention.name for mention in mentions]
    full = tie((name for name in names if is_acronym(name)), names, told)
    short = {name: acronym for acronym, name in full.items()}
    expanded = []
    for mention in mentions:
        if mention.name in full:
            mention = replace(mention, name=full[mention.name], name_from="attested", acronym=mention.name)
        elif mention.name in short:
            mention = replace(mention, acronym=short[mention.name])
        elif is_acronym(mention.name):
            mention = replace(mention, acronym=mention.name)
        elif acronym := leading_acronym(mention.name):
            fuller = full.get(acronym) if len(mention.name.split()) - len(acronym.split()) <= 2 else None
            mention = replace(mention, name=fuller or mention.name, acronym=acronym)
        expanded.append(mention)
    return expanded


def _spell_out(mentions: list[_Mention]) -> list[_Mention]:
    """Give a short mention the one longer name of the document that begins or ends with all its words."""
    names = list(dict.fromkeys(mention.name for mention in mentions))
    words = {name: words_of(_QUOTE_MARKS.sub("", name)) for name in names}
    longer: dict[str, str] = {}
    for name in names:
        if not words[name] or is_acronym(name):
            continue
        size = len(words[name])
        holding = [
            other
            for other in names
            if len(words[other]) > size and (words[other][:size] == words[name] or words[other][-size:] == words[name])
        ]
        if len(holding) == 1:
            longer[name] = holding[0]
    acronyms = {mention.name: mention.acronym for mention in mentions if mention.acronym}
    return [
        replace(
            mention,
            name=(name := longer.get(mention.name, mention.name)),
            name_from="attested" if mention.name in longer else mention.name_from,
            acronym=mention.acronym or acronyms.get(name),
        )
        for mention in mentions
    ]


def _is_generic(text: str, mention: _Mention, pack: LanguagePack) -> bool:
    """Whether nothing tells which body a mention means: a common head, or the council that an office belongs to."""
    lexicon = pack.institutions
    if lexicon.is_lone(mention.name):
        return True
    return mention.name in lexicon.lone_behind_functions and follows_office(text, mention.span.start, lexicon)


def _told_spans(
    document: AnnotatedDocument, pack: LanguagePack, bodies: Mapping[str, KnownBody]
) -> Iterator[OrganisationSpan]:
    """Names of the overlay where neither recogniser nor grammar saw one."""
    taken = [(span.start, span.end) for span in organisation_spans(document, pack)] if bodies else []
    for body in bodies.values():
        start = document.text.find(body.name)
        while start >= 0:
            end = start + len(body.name)
            if all(end <= a or b <= start for a, b in taken):
                taken.append((start, end))
                yield OrganisationSpan(start, end, False)
            start = document.text.find(body.name, end)


def _as_told(row: Institution, bodies: Mapping[str, KnownBody]) -> Institution:
    """The row as the overlay knows the institution."""
    body = bodies.get(fold_body(row.name)) or bodies.get(fold_body(row.text))
    if body is None:
        return row
    return replace(
        row,
        name=body.name,
        name_from="attested",
        acronym=body.acronym or row.acronym,
        type=body.type,
        place=body.place or row.place,
        institution_id=body.institution_id,
        confidence=1.0,
    )


def _seated(mentions: Sequence[_Mention], seats: Seats) -> list[Seat | None]:
    """The seat of each mention; one that tells none has that of its namesakes, if they agree on one."""
    found = [seats.of(mention.surface, mention.name, mention.span.end) for mention in mentions]
    told: dict[str, set[Seat]] = {}
    for mention, seat in zip(mentions, found, strict=True):
        if seat is not None:
            told.setdefault(mention.name, set()).add(seat)
    only = {name: next(iter(group)) for name, group in told.items() if len(group) == 1}
    return [seat or only.get(mention.name) for mention, seat in zip(mentions, found, strict=True)]


def _row(
    document: AnnotatedDocument, mention: _Mention, type_: str, seat: Seat | None, pack: LanguagePack
) -> Institution:
    segment, sentence = document.locate(mention.span.start)
    return Institution(
        doc_id=document.doc_id,
        segment=segment,
        sentence=sentence,
        text=document.text[mention.span.start : mention.span.end],
        start_char=mention.span.start,
        end_char=mention.span.end,
        name=mention.name,
        name_from=mention.name_from,
        acronym=mention.acronym,
        type=type_,
        place=seat.name if seat else None,
        institution_id=_identity(mention, type_, seat, pack),
        confidence=0.85 if mention.span.marked else 0.7,
    )


def _identity(mention: _Mention, type_: str, seat: Seat | None, pack: LanguagePack) -> str:
    """The same id in every run; what is told by its place is the same in every language.

    That is a town or district that acts (Stadt Krakau, Miasto Kraków), and an acronym with its place. A bare noun of
    which each town has one (``Jugendamt``) is another body in another town.
    """
    name, words = words_of(_QUOTE_MARKS.sub("", mention.name)), pack.places
    key = " ".join(name)
    if seat and seat.geonames_id:
        if name[:1] and (name[0] in words.unit_hints or name[0] in words.units) and name[1:] == words_of(seat.name):
            key = f"authority|{seat.geonames_id}"
        elif mention.acronym:
            key = f"{mention.acronym.casefold()}|{seat.geonames_id}"
        elif type_ in _LOCAL and len(name) == 1 and "-" not in key and pack.institutions.is_headed(key):
            key = f"{key}|{seat.geonames_id}"
    return _digest(key)


def institution_id(name: str) -> str:
    """The id of an institution that nothing but its name tells."""
    return _digest(" ".join(words_of(_QUOTE_MARKS.sub("", name))))


def _digest(key: str) -> str:
    return "org-" + hashlib.sha256(key.encode()).hexdigest()[:12]
