"""The tense around an expression: it tells on which side of now a date without a year lies."""

from __future__ import annotations

import re

from pipeline.language.dates import DateLexicon

TENSE_WINDOW = 160
"""Characters to either side in which a clause's verb is looked for."""


def tense_at(text: str, start: int, end: int, lexicon: DateLexicon, *, planned: bool = True) -> int:
    """-1 if the nearest verb of the sentence tells the past, 1 if what is to come, 2 if it is set, 0 if unknown.

    With ``planned`` what was promised or agreed before the expression lies ahead. A weekday is rather the day of the
    promise: "promised on Monday", but "promised a report in May".
    """
    if _is_planned_for(text, start, end, lexicon):
        return 2
    low, high = _sentence(text, start, end)
    past, future = _distances(lexicon, text, low, start, end, high, lexicon.plans if planned else frozenset())
    return (future < past) - (past < future)


def _sentence(text: str, start: int, end: int) -> tuple[int, int]:
    """Where the sentence around an expression begins and ends; after "10 Tsd. " it goes on with a small letter."""
    low, high = max(start - TENSE_WINDOW, 0), end + TENSE_WINDOW
    low = max(text.rfind("\n", low, start) + 1, low)
    line_end = text.find("\n", end, high)
    high = line_end if line_end >= 0 else high
    before = text.rfind(". ", low, start)
    while before >= 0 and text[before + 2].islower():
        before = text.rfind(". ", low, before)
    after = text.find(". ", end, high)
    while after >= 0 and text[after + 2 : after + 3].islower():
        after = text.find(". ", after + 1, high)
    return before + 1 or low, after if after >= 0 else high


PREPOSITION_WINDOW = 24
"""Characters before an expression in which its preposition and article are looked for."""


def _is_planned_for(text: str, start: int, end: int, lexicon: DateLexicon) -> bool:
    """True after a word such as "for": "announced a rally for Friday" lies ahead, though the verb is past."""
    if "attributive" in lexicon.words.get(text[start:end].lower(), {}):
        return False  # "na sobotnim koncercie": at the concert
    for word in reversed(text[max(start - PREPOSITION_WINDOW, 0) : start].lower().split()[-2:]):
        means = lexicon.words.get(word, {})
        if "planned" in means:
            return True
        if "link" not in means:
            break
    return False


SENTENCE_MARK = 3
"""Characters before the first word of a sentence; a capital elsewhere is a name's or, in some languages, a noun's."""
_WORD = re.compile(r"[^\W\d_]+")


def _distances(
    lexicon: DateLexicon, text: str, low: int, start: int, end: int, high: int, plans: frozenset[str]
) -> tuple[int, int]:
    """Characters from an expression to the nearest word of the past and of the future, or of ``plans`` before it."""
    past = future = TENSE_WINDOW
    for first, last, edge in ((low, start, start), (end, high, end)):
        for found in _WORD.finditer(text, first, last):
            surface = found.group()
            word, noun = surface.lower(), surface[0].isupper() and found.start() > low + SENTENCE_MARK
            away = min(abs(edge - found.end()), abs(found.start() - edge))
            ahead = word in lexicon.future.words or (not noun and word in lexicon.future)
            if ahead or (word in plans and edge == start):
                future = min(future, away)
            elif word in lexicon.past.words or (not noun and word in lexicon.past):
                past = min(past, away)
    return past, future
