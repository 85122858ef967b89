"""Where a marked name goes on: takes in what the recogniser left off."""

from __future__ import annotations

import re

from pipeline.language.capitals import CAPITAL
from pipeline.language.institutions import InstitutionLexicon
from pipeline.organisations.branches import past_branch, past_year
from pipeline.organisations.edges import QUOTES
from pipeline.records import AnnotatedDocument, Name

_QUOTED = re.compile(
    r"[ \u00a0](?:„[^“”\"\n]{2,60}[“”\"]|“[^”\n]{2,60}”|«[^»\n]{2,60}»|»[^«\n]{2,60}«|\"[^\"\n]{2,60}\")"
)
_COMPOUND_TAIL = re.compile(rf"–(?={CAPITAL})[\w'’.-]+")
_NUMBER_BEFORE = re.compile(r"(?:^|[ \u00a0\n(„])(\d{1,3}\.?)[ \u00a0]$")
_LONGEST_NUMBER = 6
_EARLY_HEAD = 3  # words of a name among which its head stands
_WORD_BEFORE = re.compile(r"([^\W\d_][\w'’.-]{0,40})[ \u00a0]$")


def extend(document: AnnotatedDocument, start: int, end: int, lexicon: InstitutionLexicon) -> tuple[int, int]:
    """Lengthen a name, part by part, as long as something fits."""
    text = document.text
    if match := lexicon.compound_left.search(text[max(0, start - 40) : start]):
        start -= len(match[0])
    if text[start] in QUOTES:
        start = _with_head(text, start, lexicon)
    elif not lexicon.is_headed(text[start:end]):
        start = _with_common_head(text, start, lexicon)
    start = _with_number(text, start, end, lexicon)
    for _ in range(4):
        stop = _extend_once(document, start, end, lexicon)
        if stop == end:
            break
        end = stop
    return start, end


def _with_head(text: str, start: int, lexicon: InstitutionLexicon) -> int:
    """The start of a quoted name with the head before it: ``фонд «Маяк»``, ``Благодійний фонд «…»``."""
    first = True
    while match := _WORD_BEFORE.search(text, max(0, start - 40), start):
        word = match[1]
        if first and not lexicon.is_headed(word):
            break
        if not first and not (word[0].isupper() and word.isalpha() and _inside_sentence(text, match.start())):
            break
        first, start = False, match.start()
    return start


def _with_common_head(text: str, start: int, lexicon: InstitutionLexicon) -> int:
    """The start of a proper name with the common head right before it: ``woonzorgcentrum | Sint-Jan``."""
    match = _WORD_BEFORE.search(text, max(0, start - 40), start)
    found = match is not None and match[1] in lexicon.heads_before_names
    return start_with_kind(text, match.start(), lexicon) if match and found else start


def _with_number(text: str, start: int, end: int, lexicon: InstitutionLexicon) -> int:
    """The start of a unit of the army or of a club with the number before it: ``21. | Brygada Strzelców``."""
    match = _NUMBER_BEFORE.search(text, max(0, start - _LONGEST_NUMBER), start)
    first = text[start:end].split()[:_EARLY_HEAD]
    return match.start(1) if match and any(map(lexicon.is_numbered, first)) else start


def start_with_kind(text: str, start: int, lexicon: InstitutionLexicon) -> int:
    """The start of a head with the adjectives that tell of what kind the body is: ``mužský pěvecký | sbor Gorol``."""
    while lexicon.phrases and (match := _WORD_BEFORE.search(text, max(0, start - 40), start)):
        if not lexicon.phrases.is_kind(match[1].casefold()):
            break
        start = match.start()
    return start


def _inside_sentence(text: str, position: int) -> bool:
    before = text[:position].rstrip(" \u00a0")[-1:]
    return before.isalnum() or before in ",;("


def _extend_once(document: AnnotatedDocument, start: int, end: int, lexicon: InstitutionLexicon) -> int:
    text = document.text
    if (match := _COMPOUND_TAIL.match(text, end)) and text[start:end][-1:].isalnum():
        return match.end()
    if match := lexicon.continuation.match(text, end):
        if match.lastgroup != "patron":
            issue = match[0][-1].isdigit() and lexicon.type_of(text[start:end]) == "media"
            return end if issue else match.end()  # "Kurier Miejski nr 5" is one issue of it
        return _past_patron(document, match.end(), lexicon) or end
    further = max(past_branch(document, end, lexicon), past_year(text, start, end, lexicon))
    if further > end:
        return further
    *before, word = text[start:end].split()
    if text[end : end + 2] == ". " and f"{word.casefold()}." in lexicon.joiners:
        patron = f"{word}." in lexicon.patrons or not lexicon.patrons.isdisjoint(before)
        return (_past_patron(document, end + 2, lexicon) if patron else 0) or end  # im. ks. Jana …
    if not lexicon.is_headed(text[start:end]):
        return end
    if (match := _QUOTED.match(text, end)) and not any(mark in text[start:end] for mark in QUOTES):
        return match.end()
    place = _place_behind(text, start, end, lexicon)
    if place:
        return _past_place(document, place) or end
    if match := lexicon.coordination.match(text, end):
        inside = f" {text[start:end].casefold()} "
        purpose = any(f" {word} " in inside for word in lexicon.purpose)
        if purpose and match[2][0].isupper() and document.name_at(match.start(2)) is None:
            return match.end()
    return end


def _place_behind(text: str, start: int, end: int, lexicon: InstitutionLexicon) -> int:
    """Where the place would begin that a body of this kind is named by; 0 if the language does not put one there."""
    own = (word for word in text[start:end].split()[1:] if word.casefold() not in lexicon.tail_words)
    named = lexicon.table["place_after_plain_heads"] and any(word[0].isupper() for word in own)
    if not named and (match := lexicon.place_preposition.match(text, end)):
        return match.end()
    if (match := lexicon.seat_preposition.match(text, end)) and lexicon.is_generic(text[start:end]):
        return match.end()
    last = text[start:end].rpartition(" ")[2]
    if (lexicon.takes_genitive_place or lexicon.is_head_before_place(last)) and text[end : end + 1] in (" ", "\u00a0"):
        return end + 1
    return 0


def _past_patron(document: AnnotatedDocument, start: int, lexicon: InstitutionLexicon) -> int:
    """The end of the patron's name that starts here: a marked one, else as far as capitals go; 0 if there is none."""
    follower = _name_at(document, start, ("PER", "LOC", "ORG"))
    match = lexicon.patron_name.match(document.text, start)
    return max(follower.end_char if follower else 0, match.end() if match else 0)


def _past_place(document: AnnotatedDocument, start: int) -> int:
    """The end of the place that is marked from here on; 0 if none is."""
    place = _name_at(document, start, ("LOC",))
    return place.end_char if place else 0


def _name_at(document: AnnotatedDocument, start: int, labels: tuple[str, ...]) -> Name | None:
    """The marked name that starts here, if it has one of the labels."""
    name = document.name_at(start)
    return name if name and name.start_char == start and name.label in labels else None
