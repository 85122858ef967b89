"""A person who holds an office, marked as one with the body: ``rettore dell'Università di Orvello | Anna Bruni``."""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import pairwise

from pipeline.language import LanguagePack
from pipeline.language.capitals import CAPITAL
from pipeline.language.institutions import InstitutionLexicon
from pipeline.morphology import Attestations
from pipeline.records import AnnotatedDocument

_OFFICE = re.compile(r"([^\W\d_][\w-]{1,30})[ \u00a0](?:[^\W\d_]{1,6}(?:[ \u00a0]|['’]))?$")
_WORD = re.compile(rf"(?<![\w'’-]){CAPITAL}[\w'’-]*(?=[ \u00a0]{CAPITAL})")
_BACK = 40


def follows_office(text: str, start: int, lexicon: InstitutionLexicon) -> bool:
    """Whether the word before ``start`` is a function, an article or a preposition may stand between."""
    office = _OFFICE.search(text, max(0, start - _BACK), start)
    return office is not None and lexicon.is_function(office[1])


def is_holder(document: AnnotatedDocument, begin: int, start: int, pack: LanguagePack) -> bool:
    """Whether the marked person at ``start`` holds the office told before the body that begins at ``begin``.

    The name is in the nominative: ``директор больницы | Раиса Боброва``, but ``директор гимназии Тараса Шевченко``.
    """
    name = document.name_at(start)
    if name is None or name.label != "PER" or not follows_office(document.text, begin, pack.institutions):
        return False
    surface = document.text[start : name.end_char]
    first, _, family = surface.partition(" ")
    base = pack.morphology.base_person(surface, Attestations(persons=(surface,)))
    return bool(family) and base.name == surface and bool(base.gender or not pack.morphology.is_given_name(first))


def end_before_holder(
    text: str, start: int, end: int, lexicon: InstitutionLexicon, opens_person: Callable[[str], bool]
) -> int:
    """The end of a body's name before the person who holds the office that is told right before it.

    The seat must stand between, or the body may be called after the person: ``preside del Liceo Aldo Moro``.
    """
    if not follows_office(text, start, lexicon):
        return end
    seat = lexicon.place_preposition.search(text, start, end)
    words = list(_WORD.finditer(text, seat.end(), end)) if seat else []
    for before, word in pairwise(words):
        joined = text[before.end() : word.start()] in (" ", "\u00a0")
        if joined and before[0] not in lexicon.saints and opens_person(word[0].split("-")[0]):
            return before.end()
    return end
