"""Names of institutions that grammar and lexicon tell where the name recogniser is silent.

Acronyms that need no context (EU, UNESCO), compounds of a name and a head (Ruhrtal-Gymnasium), a head with a place
(Hochschule Bremen); and, where the language writes or orders names so, runs of capitals around a head (Kent College)
and a head with what follows it (liceo Raffaello). Precision goes first: a plain head makes no name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain, takewhile

from pipeline.gazetteer import load_gazetteer
from pipeline.language import LanguagePack
from pipeline.language.capitals import CAPITAL, SMALL
from pipeline.language.institutions import InstitutionLexicon
from pipeline.organisations.adjectives import place_of_adjective
from pipeline.organisations.extension import start_with_kind
from pipeline.organisations.holders import end_before_holder
from pipeline.organisations.plausible import is_organisation
from pipeline.organisations.sole import sole_spans
from pipeline.records import AnnotatedDocument

_CAPITALS = re.compile(rf"(?<![\w.@/-]){CAPITAL}[^\W_]{{1,11}}(?![\w@/-])")
_TWO_CAPITALS = re.compile(rf"(?<![\w-])(?=({CAPITAL}\w{{3,}})[ \u00a0]({CAPITAL}[\w-]{{4,}}))\w+[ \u00a0][\w-]+")
_CAPITAL_THEN_SMALL = re.compile(rf"(?<![\w-]){CAPITAL}[\w’'-]{{2,}}(?:[ \u00a0]{SMALL}[\w’'-]*){{1,5}}")
_TWO_STATES = re.compile(rf"(?<![\w-])([^\W\d_]{{4,}})-([^\W\d_]{{4,}})[ \u00a0]({CAPITAL}[\w-]{{4,}})")
_INSIDE = re.compile(r"[\w,;(][ \u00a0]$")
_WORDS = re.compile(r"[^\W\d_][\w-]{2,}")
_CALLED_AFTER = "education"
"""Type of bodies that may be called after two people."""


def silent_spans(document: AnnotatedDocument, pack: LanguagePack) -> Iterator[tuple[int, int]]:
    """(start, end) of names, the surest grammar first; they may overlap each other and marked names."""
    lexicon = pack.institutions
    found = (
        _runs(document, pack),
        _headed(document, pack),
        _headed_places(document, lexicon),
        _after_adjectives(document, pack),
        _last_heads(document, pack),
        _capital_compounds(document, lexicon),
        _firms(document, lexicon),
        sole_spans(document, lexicon),
    )
    return chain(chain.from_iterable(found), _known_names(document, lexicon))


def _runs(document: AnnotatedDocument, pack: LanguagePack) -> Iterator[tuple[int, int]]:
    """Runs of capitals with a head and a word that is none, where the language writes names so: ``Kent College``."""
    lexicon = pack.institutions
    if not lexicon.table["capitals_make_names"]:
        return
    for match in lexicon.capitals_run.finditer(document.text):
        words = match[0].split()
        own = [word for word in words if word[0].isupper() and word.casefold() not in lexicon.plain_words]
        heads = [head for head in lexicon.heads(match[0]) if head.kind == "head"]
        named = len(own) > 1 or (own and words[0] == own[0] and any(head.length > 1 for head in heads))
        opening = words[1] if words[0].casefold() in lexicon.plain_words and len(words) > 1 else words[0]
        if not heads or not named or match[0].isupper() or lexicon.is_function(opening):
            continue
        if is_organisation(match[0], pack) and any(not list(lexicon.heads(word)) for word in own):
            start = match.start() + (len(words[0]) + 1 if words[0].casefold() in lexicon.plain_words else 0)
            yield start, match.end()


def _headed(document: AnnotatedDocument, pack: LanguagePack) -> Iterator[tuple[int, int]]:
    """A head with what follows it, where the language puts heads first: ``musée d'Arras``, ``liceo Raffaello``."""
    lexicon = pack.institutions
    types = lexicon.table["types_of_headed_names"]
    if not types and not lexicon.heads_before_names:
        return
    for match in _WORDS.finditer(document.text):
        word = match[0]
        folded = word.casefold()
        head = next(lexicon.heads(word), None)
        common = folded in lexicon.plain_words or not types
        named = folded in lexicon.heads_before_names
        if not named and (common or head is None or head.kind != "head" or head.type not in types):
            continue
        tail = lexicon.after_head.match(document.text, match.end())
        if not tail or lexicon.enders & set(tail[0].split()):
            continue
        small = takewhile(str.islower, tail[0].split())
        if (not common and lexicon.tail_breaks.isdisjoint(small)) or _names_at_once(tail[0], lexicon):
            called_after = head is not None and head.type == _CALLED_AFTER
            start = start_with_kind(document.text, match.start(), lexicon)
            whole = called_after or (named and _is_pair(document, *tail.span(), lexicon))
            end = tail.end() if whole else _before_equal(document.text, *tail.span(), lexicon)
            yield start, end_before_holder(document.text, start, end, lexicon, pack.morphology.opens_person)


def _is_pair(document: AnnotatedDocument, start: int, end: int, lexicon: InstitutionLexicon) -> bool:
    """Whether two single words that nothing else claims make one proper name: ``turnkring Kracht en Vlugheid``."""
    words = document.text[start:end].split()
    if len(words) != 3 or words[1] not in lexicon.conjunctions or lexicon.is_headed(words[2]):
        return False
    last = end - len(words[2])
    return document.name_at(last) is None and not document.text[end : end + 2].strip(" \u00a0")[:1].isupper()


def _before_equal(text: str, start: int, end: int, lexicon: InstitutionLexicon) -> int:
    """The end of a proper name behind a head, before the name that a conjunction adds: ``Museum Ter Aa | en Dow``.

    A saint is followed by no more than a place where it stands: ``chiesa di San Filippo | di Orvello``.
    """
    first = lexicon.coordination.search(text, start, end)
    proper = text[start:end].split()[0]
    saint = next((word for word in text[start:end].split() if word in lexicon.saints), None)
    if saint and (place := lexicon.place_preposition.search(text, text.index(saint, start), end)):
        return place.start()
    return first.start() if first and proper[0].isupper() and first[2][0].isupper() else end


def _names_at_once(tail: str, lexicon: InstitutionLexicon) -> bool:
    """Whether a proper name follows a common head at once, or behind adjectives: ``centre social Saint-Éloy``."""
    words = tail.split()
    small = list(takewhile(str.islower, words))
    saint = len(words) > len(small) + 1 and words[len(small)] in lexicon.saints  # "chiesa di San Filippo"
    return all(word in lexicon.tail_words or (saint and word in lexicon.joiners) for word in small)


def _capital_compounds(document: AnnotatedDocument, lexicon: InstitutionLexicon) -> Iterator[tuple[int, int]]:
    """Compounds with a capital inside a sentence, where nouns have small letters: ``Carmelcollege``."""
    for match in lexicon.capital_compound.finditer(document.text):
        if _INSIDE.search(document.text, max(0, match.start() - 3), match.start()):
            yield match.start(), match.end()


def _firms(document: AnnotatedDocument, lexicon: InstitutionLexicon) -> Iterator[tuple[int, int]]:
    """Names before a legal form, without the word whose capital only opens the sentence."""
    for match in lexicon.firm.finditer(document.text):
        first, _, rest = match[0].partition(" ")
        adjective = lexicon.phrases is not None and lexicon.phrases.is_adjective(first)
        inside = _INSIDE.search(document.text, max(0, match.start() - 3), match.start())
        if inside or adjective or lexicon.is_headed(first) or first[-1] == "," or not rest[0].isupper():
            yield match.span()
        else:
            yield match.end() - len(rest), match.end()


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


def _after_adjectives(document: AnnotatedDocument, pack: LanguagePack) -> Iterator[tuple[int, int]]:
    """A head after an adjective of a place, or of two states: ``Leipziger Volkszeitung``, ``deutsch-polnisches …``."""
    lexicon, gazetteer = pack.institutions, load_gazetteer(pack.folder.parent)
    types = lexicon.table["types_after_adjectives"]
    for match in _TWO_CAPITALS.finditer(document.text) if types else ():
        head = next(lexicon.heads(match[2]), None)
        if head is None or head.kind != "head" or head.type not in types or match[2].casefold() in lexicon.plain_words:
            continue
        if lexicon.is_function(match[2]):
            continue  # "Straßburger Bürgermeister"
        if place_of_adjective(match[1], pack.places, gazetteer):
            yield match.start(), match.end()
    for match in _TWO_STATES.finditer(document.text) if lexicon.table["nouns_have_capitals"] else ():
        first, second = match[1].casefold(), match[2].casefold()
        states = first in pack.places.adjectives and pack.places.place_of_listed(second)
        if states and _is_proper(match[3], lexicon):
            yield match.start(), match.end()


def _is_proper(word: str, lexicon: InstitutionLexicon) -> bool:
    """Whether a word heads bodies and is not too common to make a name."""
    head = next(lexicon.heads(word), None)
    return head is not None and head.kind == "head" and word.casefold() not in lexicon.plain_words


def _last_heads(document: AnnotatedDocument, pack: LanguagePack) -> Iterator[tuple[int, int]]:
    """A head in small letters after a word with a capital, in the middle of a sentence: ``Talsų savivaldybė``."""
    lexicon = pack.institutions
    types = lexicon.table["types_of_last_heads"]
    for match in _CAPITAL_THEN_SMALL.finditer(document.text) if types else ():
        stop = 0
        for word in _WORDS.finditer(document.text, match.start(), match.end()):
            if word[0] in lexicon.enders or lexicon.is_function(word[0]):
                break
            head = next(lexicon.heads(word[0]), None)
            if word.start() > match.start() and head and head.kind == "head" and head.type in types:
                stop = word.end()
        first = match[0].split()[0]
        if stop and first.casefold() not in lexicon.plain_words and not lexicon.is_function(first):
            yield match.start(), stop


def _known_names(document: AnnotatedDocument, lexicon: InstitutionLexicon) -> Iterator[tuple[int, int]]:
    """Acronyms of the lexicon, written in capitals, outside headlines in capitals; compounds of name and head."""
    text = document.text
    for match in _CAPITALS.finditer(text):
        word, start, end = match[0], match.start(), match.end()
        if sum(map(str.isupper, word)) < 2 or word.casefold() not in lexicon.names:
            continue
        if not _in_capitals(text, start, end) and all(name.label != "LOC" for name in document.names_in(start, end)):
            yield start, end
    for match in lexicon.name_compound.finditer(text):
        yield match.start(), match.end()


def _in_capitals(text: str, start: int, end: int) -> bool:
    around = text[max(0, start - 12) : start] + text[end : end + 12]
    letters = [letter for letter in around if letter.isalpha()]
    return len(letters) >= 6 and all(letter.isupper() for letter in letters)
