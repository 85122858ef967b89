"""What names of places around and inside a marked name tell of it: its adjective, or that it is but a place."""

from __future__ import annotations

import re

from pipeline.gazetteer import load_gazetteer
from pipeline.language import LanguagePack
from pipeline.language.capitals import CAPITAL, SMALL
from pipeline.organisations.adjectives import place_of_adjective

_WORD_BEFORE = re.compile(rf"(?<![\w-])({CAPITAL}[\w’'-]{{3,40}})[ \u00a0]$")
_WORDS_BEFORE = re.compile(r"(?:(?<!\w)([^\W\d_]{1,12})[ \u00a0])?([^\W\d_]{1,12})[ \u00a0]$")
_GLUED = re.compile(rf"(?<={SMALL}{SMALL}{SMALL})(?={CAPITAL}{SMALL}{SMALL}{SMALL})")
_WORD = re.compile(r"(?<=[ \u00a0])[^\W\d_]{1,5}(?=[ \u00a0])")
_RESULT = re.compile(r"[ \u00a0](?:\d{1,2}[:–-]\d{1,2}|\d{1,2}[./]\d{1,2}[./]\d{2,4})$")
_REACH = 45
_SHORTEST, _ENDING = 3, 2  # letters of a declined name of a town, and of its ending at most
_TOWN = 500


def open_with_adjective(text: str, start: int, end: int, pack: LanguagePack) -> int:
    """The start of a name with the place's adjective before its head: ``Oppelner | Wirtschaftskammer``.

    In the press corpus 152 German names hold such an adjective, and before a single one it stands apart.
    """
    lexicon = pack.institutions
    head = next(lexicon.heads(text[start:end]), None)
    if head is None or head.position or head.type not in lexicon.table["types_after_adjectives"]:
        return start
    match = _WORD_BEFORE.search(text, max(0, start - _REACH), start)
    if match is None or lexicon.is_function(match[1]):
        return start
    found = place_of_adjective(match[1], pack.places, load_gazetteer(pack.folder.parent))
    return match.start() if found else start


def unglue(text: str, start: int, end: int, pack: LanguagePack) -> int:
    """The start of a name without the headline's word that a page glued to it: ``FestabendGrazer Stadtarchiv``."""
    first = text[start:end].partition(" ")[0]
    match = _GLUED.search(first)
    if match is None:
        return start
    rest = first[match.end() :]
    lexicon, gazetteer = pack.institutions, load_gazetteer(pack.folder.parent)
    known = lexicon.is_headed(rest) or place_of_adjective(rest, pack.places, gazetteer)
    return start + match.end() if known else start


def is_place_here(text: str, start: int, end: int, pack: LanguagePack) -> bool:
    """Whether a unit with its name is meant as a place.

    It is one behind ``aus dem`` and behind the adjective of a state ("der polnische Kreis …"), and where the noun of
    the unit heads no institution.
    """
    first, _, rest = text[start:end].partition(" ")
    low = first.casefold()
    if not rest or low not in pack.places.unit_openers or not rest[0].isupper():
        return False
    if any(head.length > 1 for head in pack.institutions.heads(text[start:end])):
        return False  # "Gmina Wyznaniowa …": a body of its own kind
    if not pack.institutions.is_headed(first) and low not in pack.places.units:
        return load_gazetteer(pack.folder.parent).knows(rest)
    match = _WORDS_BEFORE.search(text, max(0, start - _REACH), start)
    if match is None:
        return False
    before, known = pack.institutions.before_places, pack.institutions.articles
    if match[2].casefold() in before or ((match[1] or "").casefold() in before and match[2] in known):
        return True
    return low in pack.places.units and match[2][0].islower() and bool(pack.places.place_of_listed(match[2]))


def end_of_unit(text: str, start: int, end: int, pack: LanguagePack) -> int:
    """The end of a unit's name without the place that it lies in: ``Landkreis Gotha | in Thüringen``.

    A body loses the nameless unit behind it, which makes it no less common: ``Gesundheitsamt | des Kreises``.
    """
    words = text[start:end].split(" ")
    units, joiners = pack.places.unit_openers, pack.institutions.joiners
    if words[0].casefold() in pack.places.units:
        inside = next((i for i, w in enumerate(words[2:], 2) if w in pack.institutions.before_places), 0)
        return start + len(" ".join(words[:inside])) if inside else end
    if len(words) > 2 and words[-1].casefold() in units and words[-2] in joiners:
        return start + len(" ".join(words[:-2]))
    return end


def end_before_occasion(text: str, start: int, end: int, pack: LanguagePack) -> int:
    """The end of a name without the meeting that a preposition joins to it: ``Rada Europy | na Konwencji …``."""
    for match in _WORD.finditer(text, start + 1, end):
        if pack.events.directions.get(match[0]) == "at":
            head = next(pack.institutions.heads(text[match.end() : end]), None)
            if head is not None and head.kind == "none":
                return start + len(text[start : match.start()].rstrip())
    return end


def end_before_result(text: str, start: int, end: int) -> int:
    """The end of a name without the result of a match or the date that it ran on into: ``TSV Lauben | 3-1``."""
    match = _RESULT.search(text[start:end])
    return start + match.start() if match else end


def end_before_town(text: str, start: int, end: int, pack: LanguagePack) -> int:
    """The end of a head's proper name without the town where it sits: ``chœur Étoile | de Colmar``.

    For languages that tell by ``town_breaks`` which prepositions do so; the town behind a bare head is in its name.
    """
    lexicon = pack.institutions
    pattern = lexicon.town_break
    for match in pattern.finditer(text, start, end) if pattern else ():
        word, rest = match[1], text[match.end() : end]
        if match.start() <= start or word.isupper() or word.partition("-")[0] in lexicon.saints:
            continue  # "Powiat di Lodi", "Lycée n° II d'Oppeln", "paroisse Saint-Paul de Metz"
        if match[0].endswith(("'", "’")) and pack.morphology.is_given_name(word):
            continue  # "Fondazione Guido d'Arezzo": a person
        name = text[start : match.end(1)]
        headed = any(head.position + head.length == len(name.split()) for head in lexicon.heads(name))
        proper = not headed and word.casefold() not in lexicon.tail_words
        if proper and _parts_town(name, word, rest, pack):
            return match.end(1)
    return end


def _parts_town(name: str, word: str, rest: str, pack: LanguagePack) -> bool:
    """Whether what follows a name and a preposition is a town that such names do not hold.

    Where names of places take endings, a beginning tells; ``types_before_towns`` are then those whose names end there:
    ``Domov Klamka | v Porubě``, but ``Univerzita Palackého v Olomouci``.
    """
    gazetteer, table = load_gazetteer(pack.folder.parent), pack.institutions.table
    if any(entry.kind == "country" for entry in gazetteer.lookup(word)):
        return False
    if pack.places.case_endings and "types_before_towns" in table:
        head = next(pack.institutions.heads(name), None)
        free = head is None or head.type in table["types_before_towns"]
        return free and len(rest) >= _SHORTEST and gazetteer.begins(rest[:-_ENDING])
    return any(entry.kind == "city" and entry.population >= _TOWN for entry in gazetteer.lookup(rest)[:3])


def end_before_seat(text: str, start: int, end: int, pack: LanguagePack) -> int:
    """The end of a proper name without the place where it lies: ``Groep Kral | in Best``, ``Kral | of bij Wolk``.

    For languages that tell by ``tail_breaks`` which prepositions part a name from a place; elsewhere heads out of
    other languages tell it: ``Schubart-Gymnasium | w Aalen``.
    """
    lexicon = pack.institutions
    tie = lexicon.place_preposition.search(text, start, end) if lexicon.foreign_heads else None
    words = text[start : tie.start()].casefold().replace("-", " ").split() if tie else ()
    if tie and not lexicon.foreign_heads.isdisjoint(words):
        return tie.start()
    for match in lexicon.seat_break.finditer(text, start, end):
        proper = match[1][0].isupper() and not lexicon.is_headed(match[1])
        if proper and (match[2] or load_gazetteer(pack.folder.parent).knows(text[match.end() : end])):
            return match.end(1)
    return end
