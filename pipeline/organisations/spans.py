"""Spans of institutions: what the name recogniser marked, with its edges repaired by the grammar of names.

Who wins: a marked span is kept, because the recogniser reads the sentence. Grammar lengthens it where a name visibly
goes on (a quoted name, a patron, a number, a legal form, the place that belongs to it) and cuts what cannot belong to
a name (line ends, single quotation marks). The lexicon adds names that need no context (EU, UNESCO) where the
recogniser is silent.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.language import LanguagePack
from pipeline.language.institutions import InstitutionLexicon
from pipeline.records import AnnotatedDocument, Name

_EDGE = " \t\n\u00a0.,;:!?*•·|–-/()[]"
_QUOTES = {"„": '“”"', "“": "”", "«": "»", "»": "«", '"': '"', "‚": "‘", "'": "'"}
_QUOTED = re.compile(
    r"[ \u00a0](?:„[^“”\"\n]{2,60}[“”\"]|“[^”\n]{2,60}”|«[^»\n]{2,60}»|»[^«\n]{2,60}«|\"[^\"\n]{2,60}\")"
)
_CAPITALS = re.compile(r"(?<![\w.@/-])[^\W\d_a-zß-öø-ÿ][^\W_]{1,11}(?![\w@/])")


@dataclass(frozen=True, slots=True)
class OrganisationSpan:
    """A stretch of text that names an institution; ``marked`` tells whether the name recogniser said so."""

    start: int
    end: int
    marked: bool


def organisation_spans(document: AnnotatedDocument, pack: LanguagePack) -> tuple[OrganisationSpan, ...]:
    """Spans of institutions in order of the text, none overlapping another."""
    lexicon = pack.institutions
    spans: list[OrganisationSpan] = []
    for name in document.names:
        if name.label == "ORG" and (span := _repair(document, name, lexicon)):
            if spans and span.start < spans[-1].end:
                span = OrganisationSpan(spans.pop().start, max(span.end, spans[-1].end if spans else 0), True)
            spans.append(span)
    taken = [(span.start, span.end) for span in spans]
    taken += [(name.start_char, name.end_char) for name in document.names if name.label != "ORG"]
    for start, end in _known_names(document.text, lexicon):
        if all(end <= a or b <= start for a, b in taken):
            spans.append(OrganisationSpan(start, end, False))
    return tuple(sorted(spans, key=lambda span: span.start))


def _repair(document: AnnotatedDocument, name: Name, lexicon: InstitutionLexicon) -> OrganisationSpan | None:
    text, start, end = document.text, name.start_char, name.end_char
    if (line := text.find("\n", start, end)) >= 0:
        start, end = (start, line) if line - start >= 3 else (line + 1, end)
    while start < end and text[start] in _EDGE:
        start += 1
    while start < end and text[end - 1] in _EDGE and not _is_abbreviation(text, start, end):
        end -= 1
    start, end = _balance(text, start, end)
    if end - start < 2 or not any(letter.isalpha() for letter in text[start:end]):
        return None
    end = _extend(document, start, end, lexicon)
    return OrganisationSpan(start, end, True)


def _is_abbreviation(text: str, start: int, end: int) -> bool:
    """A full stop that belongs to the name (``e. V.``, ``S.A.``) or a closing bracket with its opening one."""
    last = text[end - 1]
    if last == ".":
        return bool(re.search(r"(?<!\w)\w{1,2}\.$", text[max(start, end - 4) : end]))
    return last == ")" and "(" in text[start:end]


def _balance(text: str, start: int, end: int) -> tuple[int, int]:
    """Quotation marks in pairs: take in the missing partner next to the span, else drop the single one."""
    for opening, closings in _QUOTES.items():
        inside = text[start:end]
        if inside.startswith(opening) and not any(closing in inside[1:] for closing in closings):
            if end < len(text) and text[end] in closings:
                end += 1
            else:
                start += 1
        elif inside[-1:] in closings and opening not in inside[:-1]:
            if start > 0 and text[start - 1] == opening:
                start -= 1
            else:
                end -= 1
    return start, end


def _extend(document: AnnotatedDocument, start: int, end: int, lexicon: InstitutionLexicon) -> int:
    """Lengthen a name to the right, part by part, as long as something fits."""
    text = document.text
    for _ in range(4):
        head = next(lexicon.heads(text[start:end]), None)
        stop = end
        if head and (match := _QUOTED.match(text, end)) and '"' not in text[start:end] and "„" not in text[start:end]:
            stop = match.end()
        elif match := lexicon.continuation.match(text, end):
            stop = match.end()
            follower = _name_at(document, stop, ("PER", "LOC")) if match.lastgroup == "patron" else None
            stop = follower.end_char if follower else stop
        elif head and (match := lexicon.place_preposition.match(text, end)):
            place = _name_at(document, match.end(), ("LOC",))
            stop = place.end_char if place else end
        elif head and lexicon.takes_genitive_place and text[end : end + 1] in (" ", "\u00a0"):
            place = _name_at(document, end + 1, ("LOC",))
            stop = place.end_char if place else end
        if stop == end:
            break
        end = stop
    return end


def _name_at(document: AnnotatedDocument, start: int, labels: tuple[str, ...]) -> Name | None:
    return next((n for n in document.names if n.label in labels and n.start_char == start), None)


def _known_names(text: str, lexicon: InstitutionLexicon) -> Iterator[tuple[int, int]]:
    """Acronyms of the lexicon, written in capitals, outside headlines in capitals."""
    for match in _CAPITALS.finditer(text):
        word = match[0]
        if word.isupper() and word.casefold() in lexicon.names and not _in_capitals(text, match.start(), match.end()):
            yield match.start(), match.end()


def _in_capitals(text: str, start: int, end: int) -> bool:
    around = text[max(0, start - 12) : start] + text[end : end + 12]
    letters = [letter for letter in around if letter.isalpha()]
    return len(letters) >= 6 and all(letter.isupper() for letter in letters)
