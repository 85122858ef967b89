"""Whether what the name recogniser marked as an institution can be one."""

from __future__ import annotations

import re

from pipeline.gazetteer import load_gazetteer
from pipeline.language import LanguagePack
from pipeline.language.institutions import HeadMatch

_NUMERAL = re.compile(r"[IVX]{1,4}")
# A marked institution that is called as a town of this size is the town.
_TOWN = 5_000
# Words of a unit's name before its noun, at most.
_FEW = 2


def is_organisation(surface: str, pack: LanguagePack) -> bool:
    """False for programmes, championships and the like, for places and persons, and for plain nouns.

    What the recogniser marks without a head that we know must look like a name: several words, quotation marks, an
    acronym, or (where nouns have small letters) a capital.
    """
    lexicon = pack.institutions
    if lexicon.legal_alone.fullmatch(surface):
        return False
    person, dash, rest = surface.partition(" – ")
    if dash and lexicon.is_function(rest.split()[0]) and pack.morphology.is_given_name(person.split()[0]):
        return False  # "Anna Lis – Wiceminister …"
    heads = tuple(lexicon.heads(surface))
    if heads:
        return heads[0].kind != "none" and not _is_none_at_last(surface, heads[-1], pack)
    if lexicon.tail_words and _is_portfolio(surface.split(), pack):
        return False
    if surface.casefold() in lexicon.names or surface in lexicon.table.get("base_forms", ()):
        return True
    if not (lexicon.table["nouns_have_capitals"] or any(sign.isupper() or sign.isdigit() for sign in surface)):
        return False
    return _looks_named(surface, pack)


def _looks_named(surface: str, pack: LanguagePack) -> bool:
    """Whether words without a known head look like an institution's name, not like a person, a place or a function."""
    lexicon = pack.institutions
    words = surface.split()
    if len(words) > 2 and all(len(word) == 1 and word.isupper() for word in words[:2]):
        return False  # "B S Surname": a person
    capitals = sum(map(str.isupper, surface))
    if len(words) == 1 and (lexicon.is_function(surface) or _NUMERAL.fullmatch(surface)):
        return False  # "CEO", "VI" before the name of a school
    if len(words) == 1 and surface[0].isalpha():
        if capitals >= 2 and capitals >= len(surface) / 2:
            return len(surface) <= 6 and surface.isalpha()  # an acronym
        return not lexicon.table["nouns_have_capitals"] and not _is_place(surface, pack)
    if surface.isupper() and len(words) > 1:
        return False
    phrases = lexicon.phrases
    if phrases is not None and words[-1].islower() and all(map(phrases.is_adjective, words)):
        return False  # "Вінницький міський" (голова): an office follows
    if _is_place(surface, pack) or _runs_on(words, pack):
        return False
    if pack.places.place_of_listed(words[0].casefold()) and _is_place(" ".join(words[1:]), pack):
        return False  # "Duitse Halle", "Czech Kladno"
    if any(word.endswith(("'s", "’s")) and _is_place(word[:-2], pack) for word in words[:-1]):
        return False  # "Kladno's Nordic" (friends)
    first = words[1:2] if len(words) == 3 and pack.morphology.is_given_name(words[1]) else words[:1]
    return not (2 <= len(words) <= 3 and pack.morphology.is_given_name(first[0]) and words[-1][0].isupper())


def _is_none_at_last(surface: str, last: HeadMatch, pack: LanguagePack) -> bool:
    """Whether the noun behind adjectives of states is none of an institution: ``Deutsch-Tschechische Filmnacht``."""
    *before, _ = surface.split()
    if last.kind != "none" or last.position != len(before) or not pack.places.adjective_capital:
        return False
    return all(pack.places.place_of_listed(word.casefold().rpartition("-")[2]) for word in before)


def _is_portfolio(words: list[str], pack: LanguagePack) -> bool:
    """Whether a name without a head is but what an office is in charge of: ``Asuntos Sociales``, ``Pace Rosa Blu``."""
    known = pack.institutions
    inside = [word.casefold() in known.tail_words or word in known.joiners for word in words]
    return all(inside) or (inside[0] and len(words) == 3 and pack.morphology.is_given_name(words[1]))


def _runs_on(words: list[str], pack: LanguagePack) -> bool:
    """Whether a name without a head holds words that no name holds, where the language tells which ones it may.

    Adjectives made from names of places always may (``Centro aguedense``).
    """
    lexicon, phrases = pack.institutions, pack.institutions.phrases
    if phrases is None or not phrases.inside or not words[0][0].isalpha():
        return False
    if any(word.casefold() in phrases.heads for word in words):
        return False
    small = [word for word in words[1:] if word[0].islower() and word not in lexicon.joiners]
    return any(not (phrases.is_inside(word) or pack.places.stripped(word)) for word in small)


def _is_place(surface: str, pack: LanguagePack) -> bool:
    """Whether a marked institution is but a town or region: known, or a ``County`` where every word has a capital.

    Elsewhere the unit that acts is called so too (``Jihomoravský kraj``), and bodies end in the unit that they serve.
    """
    gazetteer = load_gazetteer(pack.folder.parent)
    first, _, unit = surface.rpartition(" ")
    titled = pack.institutions.table["capitals_make_names"] and first.count(" ") < _FEW
    if titled and first[:1].isupper() and unit.casefold() in pack.places.units_after:
        return True
    state = pack.places.state_opening.match(surface)
    if state and any(entry.kind == "country" for entry in gazetteer.lookup(surface[state.end() :])):
        return True  # "République de Pologne"
    entry = gazetteer.best(surface, countries=pack.places.home)
    return entry is not None and (entry.kind != "city" or entry.population >= _TOWN)
