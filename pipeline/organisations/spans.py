"""Spans of institutions: what the name recogniser marked, with its edges repaired by the grammar of names.

Who wins: a marked span is kept, because the recogniser reads the sentence, unless the lexicon knows its head as
something else (a programme, a championship) or it is a person's name. Grammar lengthens it where a name visibly goes
on (a quoted name, a patron, a number, a legal form, the place that belongs to it, a department's mother) and cuts what
cannot belong to a name. Lexicon and grammar add names where the recogniser is silent: acronyms that need no context
(EU, UNESCO), compounds of a name and a head (Ruhrtal-Gymnasium), a head with a place (Hochschule Bremen).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from functools import lru_cache

from pipeline.gazetteer import load_gazetteer
from pipeline.language import LanguagePack
from pipeline.language.institutions import InstitutionLexicon
from pipeline.organisations.edges import cut, extend, skip, trim
from pipeline.records import AnnotatedDocument, Name

_CAPITALS = re.compile(r"(?<![\w.@/-])[^\W\d_a-zß-öø-ÿ][^\W_]{1,11}(?![\w@/-])")
# A marked institution that is called as a town of this size is the town.
_TOWN = 5_000
_LIST_COMMA = re.compile(r",[ \u00a0]")


@dataclass(frozen=True, slots=True)
class OrganisationSpan:
    """A stretch of text that names an institution; ``marked`` tells whether the name recogniser said so."""

    start: int
    end: int
    marked: bool


@lru_cache(maxsize=4)  # several finders ask for those of one document
# Both finders ask for the same document in a row.
@lru_cache(maxsize=2)
def organisation_spans(document: AnnotatedDocument, pack: LanguagePack) -> tuple[OrganisationSpan, ...]:
    """Spans of institutions in order of the text, none overlapping another."""
    lexicon = pack.institutions
    spans = _join(document, [span for name in document.names if (span := _marked(document, name, pack))], lexicon)
    spans = [part for span in spans for part in _split(document.text, span, lexicon)]
    spans = [span for span in spans if _is_organisation(document.text[span.start : span.end], pack)]
    taken = [(span.start, span.end) for span in spans]
    taken += [(name.start_char, name.end_char) for name in document.names if name.label == "PER"]
    for start, end in (*_headed_places(document, lexicon), *_known_names(document, lexicon)):
        if all(end <= a or b <= start for a, b in taken):
            taken.append((start, end))
            spans.append(OrganisationSpan(start, end, False))
    return tuple(sorted(spans, key=lambda span: span.start))


def _marked(document: AnnotatedDocument, name: Name, pack: LanguagePack) -> OrganisationSpan | None:
    if name.label != "ORG":
        return None
    start, end = trim(document.text, name.start_char, name.end_char)
    begin = skip(document.text, start, end, pack.institutions)
    if begin > start and next(pack.institutions.heads(document.text[begin:end]), None) is None:
        return None  # a function and its place ("Konsul Generalny Słowacji") name a person's office, no body
    start = begin
    start, end = extend(document, start, end, pack.institutions)
    end = cut(document.text, start, end, pack.institutions, pack.morphology.is_given_name)
    if end - start < 2 or not any(letter.isalpha() for letter in document.text[start:end]):
        return None
    return OrganisationSpan(start, end, True)


def _join(
    document: AnnotatedDocument, spans: list[OrganisationSpan], lexicon: InstitutionLexicon
) -> list[OrganisationSpan]:
    """Make one of spans that overlap, or that a comma, a conjunction or nothing joins to one name."""
    joined: list[OrganisationSpan] = []
    for span in spans:
        if joined and (span.start < joined[-1].end or _one_name(document.text, joined[-1], span, lexicon)):
            before = joined.pop()
            span = OrganisationSpan(before.start, max(before.end, span.end), True)
        joined.append(span)
    return joined


def _one_name(text: str, one: OrganisationSpan, other: OrganisationSpan, lexicon: InstitutionLexicon) -> bool:
    """Whether two spans are one name: a branch after a comma, or the second half of what a head rules."""
    between, second = text[one.end : other.start], text[other.start : other.end]
    first_word = second.split()[0].casefold()
    if _LIST_COMMA.fullmatch(between):
        return first_word in lexicon.subunits
    head = next(lexicon.heads(text[one.start : one.end]), None)
    if head is None:
        return False
    if (
        between.strip() in lexicon.conjunctions
        and len(between) <= 6
        and not lexicon.place_preposition.search(text, one.start, one.end)
    ):
        return next(lexicon.heads(second), None) is None and second.casefold() not in lexicon.names and " " in second
    return between in (" ", "\u00a0") and lexicon.takes_genitive_place and first_word not in lexicon.names


def _split(text: str, span: OrganisationSpan, lexicon: InstitutionLexicon) -> tuple[OrganisationSpan, ...]:
    """Two names with the same head that a conjunction joins are two: ``Kent University and Hull University``."""
    for match in lexicon.coordination.finditer(text, span.start, span.end):
        left, right = text[span.start : match.start()].split(), text[match.start(2) : span.end].split()
        if len(left) > 1 and len(right) > 1 and left[-1] == right[-1] and next(lexicon.heads(left[-1]), None):
            one = OrganisationSpan(span.start, match.start(), span.marked)
            return one, OrganisationSpan(match.start(2), span.end, span.marked)
    return (span,)


def _is_organisation(surface: str, pack: LanguagePack) -> bool:
    """False for programmes, championships and the like, for places and persons, and for plain nouns.

    What the recogniser marks without a head that we know must look like a name: several words, quotation marks, an
    acronym, or (where nouns have small letters) a capital.
    """
    lexicon = pack.institutions
    head = next(lexicon.heads(surface), None)
    if head is not None:
        return head.kind != "none"
    if surface.casefold() in lexicon.names:
        return True
    words = surface.split()
    capitals = sum(map(str.isupper, surface))
    if len(words) == 1 and surface[0].isalpha():
        acronym = capitals >= 2 and capitals >= len(surface) / 2
        if not acronym and lexicon.table["nouns_have_capitals"]:
            return False
        return not acronym or (len(surface) <= 6 and surface.isalpha())
    if surface.isupper() and len(words) > 1:
        return False
    if _is_place(surface, pack):
        return False
    return not (2 <= len(words) <= 3 and pack.morphology.is_given_name(words[0]) and words[-1][0].isupper())


def _is_place(surface: str, pack: LanguagePack) -> bool:
    """Whether a marked institution is but a town or region."""
    gazetteer = load_gazetteer(pack.folder.parent)
    entry = gazetteer.best(surface, countries=pack.places.home)
    return entry is not None and (entry.kind != "city" or entry.population >= _TOWN)


def _headed_places(document: AnnotatedDocument, lexicon: InstitutionLexicon) -> Iterator[tuple[int, int]]:
    """A head right before a marked place, where the language names institutions so (``Hochschule Bremen``)."""
    if not lexicon.heads_before_places:
        return
    for name in document.names:
        if name.label != "LOC":
            continue
        before = re.search(
            r"([^\W\d_][\w-]{3,})[ \u00a0]$", document.text[max(0, name.start_char - 45) : name.start_char]
        )
        if before and before[1][0].isupper() and lexicon.is_head_before_place(before[1]):
            yield name.start_char - len(before[0]), name.end_char


def _known_names(document: AnnotatedDocument, lexicon: InstitutionLexicon) -> Iterator[tuple[int, int]]:
    """Acronyms of the lexicon, written in capitals, outside headlines in capitals; compounds of name and head."""
    text = document.text
    places = [(name.start_char, name.end_char) for name in document.names if name.label == "LOC"]
    for match in _CAPITALS.finditer(text):
        word, start, end = match[0], match.start(), match.end()
        if sum(map(str.isupper, word)) < 2 or word.casefold() not in lexicon.names:
            continue
        if not _in_capitals(text, start, end) and all(end <= a or b <= start for a, b in places):
            yield start, end
    for match in lexicon.name_compound.finditer(text):
        yield match.start(), match.end()


def _in_capitals(text: str, start: int, end: int) -> bool:
    around = text[max(0, start - 12) : start] + text[end : end + 12]
    letters = [letter for letter in around if letter.isalpha()]
    return len(letters) >= 6 and all(letter.isupper() for letter in letters)
