"""Names of a list that the recogniser marked as one: ``MPI Oosterlo, vzw Krakeel``.

Where all nouns have capitals, nothing tells such names from the purposes of one.
"""

from __future__ import annotations

import re

from pipeline.language import LanguagePack
from pipeline.language.institutions import InstitutionLexicon

_QUOTES = '„“”«»"'
_LATEST_HEAD = 3
"""Words of the next name in which its head stands: two adjectives may precede it."""

_WITH_PURPOSES = frozenset({"authority", "ministry", "parliament_council", "education"})
"""Types of bodies that govern or teach: a list behind their head tells what they are for."""


def are_listed(one: str, other: str, lexicon: InstitutionLexicon) -> bool:
    """Whether a comma parts two names, not the purposes of one: ``MPI Oosterlo, vzw Krakeel``.

    What governs or teaches has lists of purposes (``Afdeling Werk, Inkomen en Zorg``) and parts before a head only.
    """
    first = other.split()[0]
    if lexicon.table["nouns_have_capitals"] or lexicon.coordination.search(other):
        return False
    head = next(lexicon.heads(first), None)
    if head is not None:
        return (head.kind == "head" or " " in other) and first.casefold() not in lexicon.subunits
    if not first[0].isupper() or lexicon.is_headed(other):
        return False
    ruling = next(lexicon.heads(one), None)
    return lexicon.joiners.isdisjoint(one.split()) and (ruling is None or ruling.type not in _WITH_PURPOSES)


def are_plain(left: list[str], right: list[str], lexicon: InstitutionLexicon) -> bool:
    """Whether two names of several words with capitals stand side by side: ``KVK Westhoek en Sportfreunde Siegen``."""
    if lexicon.table["nouns_have_capitals"] or lexicon.table["capitals_make_names"] or min(len(left), len(right)) < 2:
        return False
    if lexicon.takes_genitive_place:
        return False  # there purposes follow in the genitive, with capitals: "Dom Muzyki i Tańca Młodych"
    ruling = next(lexicon.heads(" ".join(left)), None)
    named = all(word[0].isupper() and word.casefold() not in lexicon.tail_words for word in (*left, *right))
    return named and (ruling is None or ruling.type not in _WITH_PURPOSES)


def begins_with_article(text: str, joint: re.Match[str], end: int, lexicon: InstitutionLexicon) -> int:
    """Where a name begins behind a conjunction and an article; 0 if none does: ``Ministerium und der | Stadtrat``.

    Where all nouns have capitals, 220 pairs of the press corpus stand so, and no single name does.
    """
    if not lexicon.table["nouns_have_capitals"] or joint[2] not in lexicon.articles:
        return 0
    start = joint.end() + 1
    word = text[start:end].split(" ")[0]
    return start if word[:1].isupper() and lexicon.is_headed(word) else 0


def are_parted(left: list[str], right: list[str], pack: LanguagePack) -> bool:
    """Whether a body of its own begins behind a comma or a conjunction: ``Euroregion Nysa i Towarzystwo Miłośników``.

    Where what a head rules stands in the genitive, a word that cannot be one opens the next name.
    """
    lexicon, one = pack.institutions, " ".join(left)
    if not lexicon.takes_genitive_place or min(len(left), len(right)) < 2 or not right[0][0].isupper():
        return False
    if not lexicon.is_headed(one) or one.count("„") > one.count("”") + one.count("“"):
        return False
    head = next(lexicon.heads(" ".join(right)), None)
    begins = head is not None and head.kind == "head" and head.position < _LATEST_HEAD
    ended = left[-1][-1].isdigit() or left[-1][-1] in _QUOTES  # "Szkoły nr 4, Miejskiego Centrum Kultury"
    return begins and (ended or not pack.morphology.may_be_purpose(right[0].strip(_QUOTES)))
