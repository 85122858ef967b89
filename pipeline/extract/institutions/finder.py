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
from collections.abc import Sequence
from dataclasses import dataclass, replace

from pipeline.extract.institutions.acronyms import in_brackets, is_acronym, plain, tie
from pipeline.extract.institutions.types import type_of
from pipeline.language import LanguagePack
from pipeline.language.institutions import words_of
from pipeline.morphology import Attestations
from pipeline.organisations import OrganisationSpan, organisation_spans
from pipeline.records import AnnotatedDocument, CalendarDate, Institution, NameFrom, Place
from pipeline.settings import Settings

_QUOTE_MARKS = re.compile(r"[„“”«»\"‚‘]")
_NEXT_PLACE = 14


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
    mentions = _base_forms(document, organisation_spans(document, pack), pack)
    mentions = _spell_out(_with_acronyms(document, mentions))
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
    return tuple(_row(document, mention, types[mention.name], places) for mention in mentions)


def _base_forms(document: AnnotatedDocument, spans: Sequence[OrganisationSpan], pack: LanguagePack) -> list[_Mention]:
    attestations = Attestations.of(document)
    found: dict[str, tuple[str, NameFrom]] = {}
    mentions = []
    for span in spans:
        surface = " ".join(document.text[span.start : span.end].split())
        if surface not in found:
            found[surface] = pack.morphology.base_institution(surface, attestations)
            if is_acronym(surface):
                found[surface] = (plain(surface), "surface")
        mentions.append(_Mention(span, surface, *found[surface]))
    return mentions


def _with_acronyms(document: AnnotatedDocument, mentions: list[_Mention]) -> list[_Mention]:
    """Give every mention the acronym that the document ties to its name, and acronyms their full names."""
    told: dict[str, str] = {}
    for mention in mentions:
        acronym = in_brackets(document.text, mention.span.end)
        if acronym and not is_acronym(mention.name):
            told.setdefault(plain(acronym), mention.name)
    for one, other in zip(mentions, mentions[1:], strict=False):
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


def _row(document: AnnotatedDocument, mention: _Mention, type_: str, places: tuple[Place, ...]) -> Institution:
    segment, sentence = document.locate(mention.span.start)
    place = _place(document, mention, places)
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
        place=place.name if place else None,
        institution_id=_identity(mention, place),
        confidence=0.85 if mention.span.marked else 0.7,
    )


def _place(document: AnnotatedDocument, mention: _Mention, places: tuple[Place, ...]) -> Place | None:
    """The place that the name itself tells, else the one that follows the name at once."""
    words = set(words_of(mention.name)) | set(words_of(mention.surface))
    for place in places:
        if set(words_of(place.text)) <= words or set(words_of(place.name)) <= words:
            return place
    end = mention.span.end
    for place in places:
        if end < place.start_char <= end + _NEXT_PLACE:
            between = document.text[end : place.start_char]
            if re.fullmatch(r"\s?\(|\s\w{1,3}\s|\s", between):
                return place
    return None


def _identity(mention: _Mention, place: Place | None) -> str:
    """The same id in every run; acronym and place make it the same in every language."""
    if mention.acronym and place and place.geonames_id:
        key = f"{mention.acronym.casefold()}|{place.geonames_id}"
    else:
        key = " ".join(words_of(_QUOTE_MARKS.sub("", mention.name)))
    return "org-" + hashlib.sha256(key.encode()).hexdigest()[:12]
