"""Spans of institutions: what the name recogniser marked, with its edges repaired by the grammar of names.

Who wins: a marked span is kept, because the recogniser reads the sentence, unless the lexicon knows its head as
something else (a programme, a championship) or it is a person's name. Grammar lengthens it where a name visibly goes
on (a quoted name, a patron, a number, a legal form, the place that belongs to it, a department's mother) and cuts what
cannot belong to a name. Lexicon and grammar add names where the recogniser is silent
(:mod:`pipeline.organisations.silent`).
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from functools import lru_cache

from pipeline.language import LanguagePack
from pipeline.language.institutions import InstitutionLexicon
from pipeline.organisations.edges import cut, end_at_head, skip, trim
from pipeline.organisations.extension import extend
from pipeline.organisations.listed import are_listed, are_parted, are_plain, begins_with_article
from pipeline.organisations.offices import after_office, after_outer_office
from pipeline.organisations.patrons import patron_spans
from pipeline.organisations.phrases import end_by_grammar, phrase_spans
from pipeline.organisations.places import (
    end_before_occasion,
    end_before_result,
    end_before_seat,
    end_before_town,
    end_of_unit,
    is_place_here,
    open_with_adjective,
    unglue,
)
from pipeline.organisations.plausible import is_organisation
from pipeline.organisations.silent import silent_spans
from pipeline.organisations.tails import before_joiner, lengthen
from pipeline.organisations.title_case import title_spans
from pipeline.organisations.units import is_place_by_neighbours
from pipeline.records import AnnotatedDocument, Name

_GOES_ON = re.compile(r"[^\d,;:]+")
_CLOSING = '“”»"'
_COMMA = re.compile(r",[ \u00a0]")
_LIST_COMMA = re.compile(r",[ \u00a0]|[ \u00a0][–-][ \u00a0]")
_LONGEST_ARTICLE = 5


@dataclass(frozen=True, slots=True)
class OrganisationSpan:
    """A stretch of text that names an institution; ``marked`` tells whether the name recogniser said so."""

    start: int
    end: int
    marked: bool


@lru_cache(maxsize=4)  # several finders ask for those of one document
def organisation_spans(document: AnnotatedDocument, pack: LanguagePack) -> tuple[OrganisationSpan, ...]:
    """Spans of institutions in order of the text, none overlapping another."""
    lexicon = pack.institutions
    spans = _join(document, [span for name in document.names if (span := _marked(document, name, pack))], lexicon)
    spans = [part for span in spans for part in _split(document.text, span, pack)]
    spans = [span for span in spans if is_organisation(document.text[span.start : span.end], pack)]
    built = sorted((*phrase_spans(document, pack), *patron_spans(document, pack), *title_spans(document, pack)))
    built = [(start, end_before_town(document.text, start, end, pack)) for start, end in built]
    spans = _with_phrases(document.text, spans, built, lexicon)
    for start, end in silent_spans(document, pack):
        end = end_before_seat(document.text, start, end, pack)
        found = _touching(spans, start, end)
        heads = [span for span in spans[found] if span.start <= start < span.end < end]
        if any(name.label == "PER" for name in document.names_in(start, end)) or spans[found] != heads:
            continue
        if after_office(document.text, start, end, pack) == end:
            continue  # "Erster Kreisrat"
        opening = document.text[heads[0].start : start] if heads else ""
        if not heads or (opening.count(" ") < 2 and _is_plain(document.text[start : heads[0].end], lexicon)):
            spans[found] = [OrganisationSpan(heads[0].start if heads else start, end, bool(heads))]
    return tuple(spans)


def _touching(spans: list[OrganisationSpan], start: int, end: int) -> slice:
    """Which of the spans, in order and none overlapping another, share a character with ``start`` to ``end``."""
    first = bisect_right(spans, start, key=lambda span: span.end)
    return slice(first, bisect_left(spans, end, lo=first, key=lambda span: span.start))


def _is_plain(name: str, lexicon: InstitutionLexicon) -> bool:
    """Whether a marked name is but a head with common words, which a name may follow: ``IES | Santiago Apóstol``."""
    own = (word for word in name.split() if word[0].isupper())
    known = lexicon.tail_words
    return all(lexicon.is_kind(word) or word.casefold() in known or lexicon.is_headed(word) for word in own)


def _marked(document: AnnotatedDocument, name: Name, pack: LanguagePack) -> OrganisationSpan | None:
    if name.label != "ORG":
        return None
    start, end = trim(document.text, name.start_char, name.end_char)
    start = after_office(document.text, after_outer_office(document.text, start, end, pack), end, pack)
    if start == end:
        return None
    begin = skip(document.text, start, end, pack.institutions)
    if begin > start and not pack.institutions.is_headed(document.text[begin:end]):
        return None  # a function and its place ("Konsul Generalny Słowacji") name a person's office, no body
    start = unglue(document.text, begin, end, pack)
    end = before_joiner(document.text, start, end_before_result(document.text, start, end), pack.institutions)
    end = lengthen(document, start, end, pack.institutions, pack.morphology.opens_person)
    start, end = extend(document, start, end, pack.institutions)
    end = end_by_grammar(document, start, end, pack)
    end = cut(document.text, start, end, pack.institutions, pack.morphology.opens_person)
    end = end_at_head(document.text, start, end, pack.institutions)
    end = end_before_seat(document.text, start, end_before_occasion(document.text, start, end, pack), pack)
    end = end_of_unit(document.text, start, end_before_town(document.text, start, end, pack), pack)
    start = open_with_adjective(document.text, start, end, pack)
    if is_place_here(document.text, start, end, pack) or is_place_by_neighbours(document.text, start, end, pack):
        return None
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
    if between.strip() in lexicon.genitive_articles:
        return len(between) <= _LONGEST_ARTICLE
    head = next(lexicon.heads(text[one.start : one.end]), None)
    if head is None:
        return False
    if (
        between.strip() in lexicon.conjunctions
        and len(between) <= 6
        and not lexicon.place_preposition.search(text, one.start, one.end)
    ):
        begins_anew = second.split()[0].isupper() or second.casefold() in lexicon.names or _is_whole(one, text, lexicon)
        return not lexicon.is_headed(second) and not begins_anew and " " in second
    return between in (" ", "\u00a0") and lexicon.takes_genitive_place and first_word not in lexicon.names


def _is_whole(one: OrganisationSpan, text: str, lexicon: InstitutionLexicon) -> bool:
    """Whether a name in title case is complete: its last word is its head (``Plymouth City Council``)."""
    words = text[one.start : one.end].split()
    return lexicon.table["capitals_make_names"] and lexicon.is_headed(words[-1])


def _with_phrases(
    text: str, spans: list[OrganisationSpan], phrases: list[tuple[int, int]], lexicon: InstitutionLexicon
) -> list[OrganisationSpan]:
    """The grammar's names beside the marked ones, in place of those that it lengthens or starts alike."""
    whole: list[tuple[int, int]] = []
    for start, end in phrases:
        if whole and start < whole[-1][1]:
            whole[-1] = (whole[-1][0], max(end, whole[-1][1]))
        else:
            whole.append((start, end))
    for start, end in whole:
        found = _touching(spans, start, end)
        touching = spans[found]
        if any(span.start == start and span.end > end and _GOES_ON.fullmatch(text, end, span.end) for span in touching):
            continue
        before = [span for span in touching if span.start < start]
        if before and not (parted := _ends_parted(text, before[0].start, start, lexicon)):
            continue
        apart = [OrganisationSpan(before[0].start, parted, True)] if before and parted else []
        spans[found] = [*apart, OrganisationSpan(start, end, bool(touching))]
    return spans


def _ends_parted(text: str, start: int, end: int, lexicon: InstitutionLexicon) -> int:
    """The end of a name that a comma or a conjunction parts from the next at ``end``; 0 if nothing does."""
    one = text[start:end].rstrip()
    if one.endswith(","):
        return start + len(one) - 1
    first, _, last = one.rpartition(" ")
    return start + len(first) if first and last in lexicon.conjunctions else 0


def _is_firm_apart(left: list[str], right: str, lexicon: InstitutionLexicon) -> bool:
    """Whether a firm follows another body: ``Verein Kölner Kaufleute und Nagel & Co. KG``."""
    if not lexicon.purpose.isdisjoint(left) or not lexicon.is_headed(" ".join(left)):
        return False
    kinds = [head.kind for head in lexicon.heads(right)]
    return "legal" in kinds and "head" not in kinds and len(right.split()) > 2


def _are_two(left: list[str], right: list[str], lexicon: InstitutionLexicon) -> bool:
    """Whether two names in title case are complete beside a conjunction: ``Rep Theatre and Friends Association``."""
    if not lexicon.table["capitals_make_names"] or len(left) < 2 or len(right) < 2:
        return False
    head = next(lexicon.heads(" ".join(right)), None)
    if head is None:  # "Berkshire Foundation and General Dynamics", but "Department of Youth and Social Affairs"
        tied = not lexicon.joiners.isdisjoint(left)
        return not tied and lexicon.is_headed(left[-1]) and all(word[0].isupper() for word in right)
    whole = lexicon.is_headed(right[-1]) or head.position + head.length == len(right)
    return head.position > 0 and lexicon.is_headed(left[-1]) and whole


def _are_named(left: list[str], right: list[str], lexicon: InstitutionLexicon) -> bool:
    """Whether a name before a conjunction has its proper part and another begins behind it.

    ``chór „Echo” i zespół „Kalina”``; where heads stand first also ``Hornické muzeum Krásno a Galerie Lípa``.
    """
    words = lexicon.phrases
    if len(left) < 2 or len(right) < 2 or words is None or not lexicon.is_headed(" ".join(left)):
        return False
    quoted = left[-1][-1] in _CLOSING
    proper = not words.heads_last and left[-1][:1].isupper() and not lexicon.is_headed(left[-1])
    head = next(lexicon.heads(" ".join(right)), None)
    begins = head is not None and all(map(words.is_adjective, right[: head.position]))
    return (quoted and (right[-1][-1] in _CLOSING or head is not None)) or (proper and begins)


def _is_acronym(words: list[str], lexicon: InstitutionLexicon) -> bool:
    """Whether a name is an acronym or one that needs no context, complete beside a conjunction: ``ACV en Agalev``."""
    word = words[0]
    return len(words) == 1 and (
        word.casefold() in lexicon.names or (len(word) > 2 and word.isalpha() and word.isupper())
    )


def _split(text: str, span: OrganisationSpan, pack: LanguagePack) -> tuple[OrganisationSpan, ...]:
    """Names in a row apart: behind a comma with an article, a firm, two with one head that a conjunction joins."""
    lexicon = pack.institutions
    match = lexicon.list_break.search(text, span.start, span.end)
    if match and match.start() > span.start and not lexicon.branch.match(text, match.start()):
        rest = _split(text, OrganisationSpan(match.end(), span.end, span.marked), pack)
        return OrganisationSpan(span.start, match.start(), span.marked), *rest
    for match in _COMMA.finditer(text, span.start, span.end):
        one, other = text[span.start : match.start()], text[match.end() : span.end]
        listed = are_listed(one, other, lexicon) or are_parted(one.split(), other.split(), pack)
        if listed and not lexicon.branch.match(text, match.start()):
            rest = _split(text, OrganisationSpan(match.end(), span.end, span.marked), pack)
            return OrganisationSpan(span.start, match.start(), span.marked), *rest
    for match in lexicon.coordination.finditer(text, span.start, span.end):
        if begin := begins_with_article(text, match, span.end, lexicon):
            rest = _split(text, OrganisationSpan(begin, span.end, span.marked), pack)
            return OrganisationSpan(span.start, match.start(), span.marked), *rest
        left, right = text[span.start : match.start()].split(), text[match.start(2) : span.end].split()
        same = len(left) > 1 and len(right) > 1 and left[-1] == right[-1] and lexicon.is_headed(left[-1])
        named = _are_named(left, right, lexicon) or _is_acronym(left, lexicon)
        if (
            same
            or named
            or _are_two(left, right, lexicon)
            or are_plain(left, right, lexicon)
            or are_parted(left, right, pack)
            or _is_firm_apart(left, text[match.start(2) : span.end], lexicon)
        ):
            first = OrganisationSpan(span.start, match.start(), span.marked)
            return first, OrganisationSpan(match.start(2), span.end, span.marked)
    return (span,)
