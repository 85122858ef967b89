"""Officials: persons who hold a function, where the text says so, with the function and what it belongs to.

Functions are found by the lexicon, persons by NER and, next to a function, by grammar; the arrangement of both
decides who holds what. A person with a function anywhere in the document has a row for every mention; a person
without one has none. Who holds several functions is shown in the main office.
"""

from __future__ import annotations

from collections.abc import Container, Mapping, Sequence
from dataclasses import replace

from pipeline.extract.officials.belonging import BelongingFinder
from pipeline.extract.officials.evidence import Evidence
from pipeline.extract.officials.identity import known_person, person_id
from pipeline.extract.officials.links import DIRECT, Link, Linker
from pipeline.extract.officials.offices import Office, main_offices
from pipeline.extract.officials.people import Mention, People
from pipeline.extract.officials.phrases import PhraseFinder
from pipeline.extract.officials.surroundings import Surroundings
from pipeline.extract.officials.tokens import Tokens, tokenise
from pipeline.language.origins import load_origins
from pipeline.language.pack import LanguagePack
from pipeline.language.people import KnownPerson, folded, load_people
from pipeline.language.roles import RoleLexicon, load_roles
from pipeline.morphology import Attestations, PersonBase
from pipeline.records import AnnotatedDocument, CalendarDate, Institution, Official, Place
from pipeline.settings import Settings

__all__ = ["find_officials"]

_LONGEST_MODIFIER = 4  # tokens, full stops counted


def find_officials(
    document: AnnotatedDocument,
    dates: Sequence[CalendarDate],
    places: Sequence[Place],
    institutions: Sequence[Institution],
    pack: LanguagePack,
    settings: Settings,
) -> tuple[Official, ...]:
    """One row per mention of a person who holds a function, in order of the text.

    Args:
        document: the annotated document.
        dates: dates found in the document: no function stands inside one (``28 maja br.``, no brother).
        places: places found in the document: what offices may belong to.
        institutions: institutions found in the document: likewise.
        pack: the language's pack: functions, titles, morphology.
        settings: the run's settings.
    """
    local = settings.local or pack.local
    lexicon = load_roles(pack.folder, pack.shared, local)
    tokens = tokenise(document, places, institutions, lexicon.words.elisions, pack.morphology.is_given_name)
    _free_functions(tokens, lexicon)
    people = People(tokens, lexicon, pack.morphology.is_given_name, pack.morphology.may_be_genitive)
    dated = frozenset(i for date in dates for i in range(*tokens.span_of(date.start_char, date.end_char)))
    phrases = PhraseFinder(tokens, people, lexicon, dated).find()
    links = Linker(tokens, people, lexicon).link(phrases)
    if not links:
        return ()
    surfaces = {m: tokens.text(m.start, m.end) for m in people.mentions}
    heads = _heads_before(links, tokens, lexicon, pack.morphology.offices)
    attestations = replace(Attestations.of(document), persons=tuple(surfaces.values()), offices=heads)
    bases = {m: pack.morphology.base_person(surface, attestations) for m, surface in surfaces.items()}
    evidence = Evidence(
        tokens, people, places, institutions, pack.places, pack.morphology, attestations, pack.institutions.is_headed
    )
    acronyms = {row.acronym: row.name for row in institutions if row.acronym}
    around = Surroundings(tokens, evidence, lexicon.words, load_origins(pack.shared), bases, pack.events.directions)
    belonging = BelongingFinder(tokens, evidence, lexicon.words, pack.morphology, attestations, acronyms, around)
    offices = main_offices(links, {m: base.name for m, base in bases.items()}, lexicon, belonging)
    rows = []
    for mention, base in bases.items():
        office = offices.get(base.name)
        if office is not None:
            identity = _identify(base, office, load_people(local, pack.shared), pack)
            rows.append(_row(document, tokens, mention, base, office, identity))
    return tuple(rows)


def _free_functions(tokens: Tokens, lexicon: RoleLexicon) -> None:
    """Let go of marked names that no finder kept and that a function opens or ends, or where one begins.

    ``Zastępca Burmistrza Miasta``, ``Oakham Town Clerk``, ``Вінницький міський | голова``.
    """
    for i, cover in enumerate(tokens.covers):
        if cover is not None and cover.row is None and cover.label == "ORG":
            match = lexicon.match(tokens.words, i)
            if match is None or match.role == "-":
                continue
            if cover.start == i or cover.end <= i + match.length:
                tokens.covers[cover.start : cover.end] = [None] * cover.size


def _heads_before(links: Sequence[Link], tokens: Tokens, lexicon: RoleLexicon, known: Container[str]) -> dict[int, str]:
    """The word that heads the function right before a person, whose case the name shares, by its first character.

    ``Gespräch mit dem Stellvertreter des Direktors``: the deputy's case tells, not the director's. Nor does that
    of a function which a modifier of several words governs: ``исполняющая обязанности главы``.
    """
    heads: dict[int, str] = {}
    for link in links:
        if link.before and link.weight == DIRECT:
            if _is_governed(link.phrase.head, tokens, lexicon):
                continue
            words = tokens.lows[link.phrase.head : link.phrase.after]
            if head := next((word for word in words if word in known), None):
                heads[tokens.starts[link.mention.start]] = head
    return heads


def _is_governed(head: int, tokens: Tokens, lexicon: RoleLexicon) -> bool:
    """Whether a modifier of several words (``и. о.``) ends right before a function."""
    for start in tokens.back(head, _LONGEST_MODIFIER):
        match = lexicon.match(tokens.words, start)
        if match is not None and match.role == "+modifier" and 1 < match.length == head - start:
            return True
    return False


def _identify(
    base: PersonBase, office: Office, people: Mapping[str, tuple[KnownPerson, ...]], pack: LanguagePack
) -> tuple[str, str | None]:
    """(id of the person, place of the office): the user's overlay wins, and fills in a place that nothing states."""
    name, belongs = folded(base.name, pack.shared), office.belonging
    known = known_person(people, name, office.role, belongs.place if belongs.stated else None)
    if known is not None:
        return known.person_id, belongs.place if belongs.stated else known.place or belongs.place
    where = belongs.geonames_id or belongs.place or belongs.organisation
    return person_id(name, office.role, where), belongs.place


def _row(
    document: AnnotatedDocument,
    tokens: Tokens,
    mention: Mention,
    base: PersonBase,
    office: Office,
    identity: tuple[str, str | None],
) -> Official:
    start_char, end_char = tokens.starts[mention.start], tokens.ends[mention.end - 1]
    segment, sentence = document.locate(start_char)
    phrase = office.phrase_at(mention)
    text = tokens.text(phrase.start, phrase.end)
    return Official(
        doc_id=document.doc_id,
        segment=segment,
        sentence=sentence,
        text=document.text[start_char:end_char],
        start_char=start_char,
        end_char=end_char,
        name=base.name,
        name_from=base.name_from,
        titles=mention.titles,
        given_name=base.given_name,
        family_name=base.family_name,
        role=office.role,
        role_text=" ".join(text.split()),
        role_start_char=tokens.starts[phrase.start],
        role_end_char=tokens.ends[phrase.end - 1],
        place=identity[1],
        organisation=office.belonging.organisation,
        person_id=identity[0],
        confidence=office.confidence_at(mention),
    )
