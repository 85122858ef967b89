"""Names that a head builds by the grammar of its language: ``Úřad práce``, ``Utenos verslo informacijos centras``.

Where nouns have small letters, one capital opens a name and the words that belong to it follow in small letters.
:mod:`pipeline.language.phrases` tells which words those are. A capital that only opens a sentence proves nothing: then
the name must show another sign (a second capital, a number, a quoted part, a known first word), and so must a name
without any capital at its start (``kostel sv. Jana``, ``лицей № 10``).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from pipeline.language import LanguagePack
from pipeline.language.institutions import InstitutionLexicon
from pipeline.language.phrases import PhraseWords
from pipeline.organisations.branches import past_branch
from pipeline.organisations.holders import is_holder
from pipeline.records import AnnotatedDocument

_WORD = re.compile(r"[^\W\d_][\w'’-]+")
_BEFORE = re.compile(r"(\d{1,3}\.|\d{1,2}-\w{1,4}|[^\W\d_][\w'’-]*|[^\W\d_]{1,3}\.)(,?)")
_NEXT = re.compile(r"[ \u00a0]([^\W\d_][\w'’-]*)(\.?)")
_ITEM = r"[ \u00a0][\w’']+(?:[ \u00a0][\w’']+)?"
_LIST = re.compile(
    rf"(,[ \u00a0]([\w’']+))(?:[ \u00a0][\w’']+)?(?:,{_ITEM})?(?:,{_ITEM})?[ \u00a0](\w{{1,3}})[ \u00a0]"
)
_QUOTED = re.compile(r"[ \u00a0](?:„[^“”\"\n]{2,60}[“”\"]|“[^”\n]{2,60}”|«[^»\n]{2,60}»|\"[^\"\n]{2,60}\")")
_QUOTED_BEFORE = re.compile(r"(?:„[^“”\"\n]{2,40}[“”\"]|«[^»\n]{2,40}»)[ \u00a0]$")
_SENTENCE_START = re.compile(r"(?:^|\n|[.!?…:•–][ \u00a0]\"?[„«]?|[\"„«|/>])[ \u00a0]?$")
_BLANKS = (" ", "\u00a0")
_CLOSING = ("“", "”", '"', "»")
_OPENINGS = '(„“«"/–-'
_LONGEST = 9
_WAITING = frozenset("pscuai")
_NAMED_AFTER_PEOPLE = frozenset({"education", "culture", "health", "church", "social_service", "ngo"})
_LONGEST_ACRONYM = 5
_SHORTEST_PURPOSE = 4
_BACK = 60


@dataclass(frozen=True, slots=True)
class _Head:
    """A head in the text, and the words that its language puts around one."""

    text: str
    start: int
    end: int
    lexicon: InstitutionLexicon
    words: PhraseWords
    pack: LanguagePack
    document: AnnotatedDocument
    type: str

    def opens_person(self, start: int) -> bool:
        """Whether the marked name of a person starts at ``start``."""
        name = self.document.name_at(start)
        return name is not None and name.start_char == start and name.label == "PER"

    def is_of_person(self, position: int) -> bool:
        """Whether the marked name of a person, of several words, holds a position."""
        name = self.document.name_at(position)
        return name is not None and name.label == "PER" and " " in name.text

    def opens_sentence(self, start: int) -> bool:
        """Whether a capital at ``start`` may be there for the sentence only."""
        return _SENTENCE_START.search(self.text, max(0, start - 4), start) is not None

    def is_stop(self, word: str) -> bool:
        """Whether a word cannot stand inside a name."""
        return word in self.lexicon.enders or self.lexicon.is_function(word)


def phrase_spans(document: AnnotatedDocument, pack: LanguagePack) -> Iterator[tuple[int, int]]:
    """(start, end) of names in order of the text; one may lie in another."""
    lexicon, words = pack.institutions, pack.institutions.phrases
    if words is None:
        return
    for match in words.known.finditer(document.text):
        yield match.start(), past_branch(document, match.end(), lexicon)
    for match in _WORD.finditer(document.text):
        type_ = _type_of_head(match[0], lexicon, words)
        if type_ is None:
            continue
        head = _Head(document.text, match.start(), match.end(), lexicon, words, pack, document, type_)
        if span := _with_head_last(head) if words.heads_last else _with_head_first(head):
            yield span[0], past_branch(document, span[1], lexicon)


def end_by_grammar(document: AnnotatedDocument, start: int, end: int, pack: LanguagePack) -> int:
    """The end of a marked name with what its first head goes on with: ``відділ культури | та спорту``."""
    lexicon, words = pack.institutions, pack.institutions.phrases
    if words is None or words.heads_last:
        return end
    for match in _WORD.finditer(document.text, start, end):
        type_ = _type_of_head(match[0], lexicon, words)
        if type_ is not None:
            head = _Head(document.text, match.start(), match.end(), lexicon, words, pack, document, type_)
            return max(end, _after(head)[0])
    return end


@lru_cache(maxsize=20_000)
def _type_of_head(word: str, lexicon: InstitutionLexicon, words: PhraseWords) -> str | None:
    """The type that a head tells, empty if it tells none; None if the word is no head."""
    folded = word.casefold()
    if folded in words.plain_heads or (word.isupper() and len(word) > _LONGEST_ACRONYM):
        return None
    found = next(lexicon.heads(word), None)
    if found is None:
        return "" if folded in words.heads else None
    return found.type if found.kind == "head" and found.type in words.types else None


def _with_head_first(head: _Head) -> tuple[int, int] | None:
    start = _adjectives_before(head)
    end, signs = _after(head)
    text = head.text
    if not text[start].isupper() and not text[start].isdigit():
        proper = bool(signs) and (signs[0] in "«№S" or (signs[0] == "R" and head.type in head.words.small_types))
    elif head.opens_sentence(start):
        proper = bool(signs) or (start < head.start and head.words.opens(text[start : head.start]))
    else:
        proper = start < head.start or end > head.end or text[start : head.end].isupper()
    return (start, end) if proper else None


def _adjectives_before(head: _Head) -> int:
    """Where the adjectives before a head begin: at the first one with a capital, at those of its kind, or at it."""
    text, position, start, kinds = head.text, head.start, head.start, head.start
    for _ in range(4):
        match = _word_before(text, position)
        if match is None or match[2] or head.is_stop(match[1]):
            break
        word = match[1]
        if word[0].isdigit():
            return match.start() if text[position].isupper() else min(start, kinds)
        joins = word in head.lexicon.conjunctions and position < head.start
        if not (joins or head.words.is_adjective(word)) or (start < head.start and text[start].isupper()):
            break
        kinds = match.start() if kinds == position and head.words.is_kind(word) else kinds
        position = match.start()
        if word[0].isupper():
            start = position
    return min(start, kinds)


def _word_before(text: str, position: int) -> re.Match[str] | None:
    """The word that a blank parts from what begins at ``position``; group 2 is its comma."""
    if text[position - 1 : position] not in _BLANKS:
        return None
    low = max(0, position - _BACK)
    start = 1 + max(text.rfind(" ", low, position - 1), text.rfind("\u00a0", low, position - 1))
    start = max(start, low, 1 + text.rfind("\n", low, position - 1))
    while start < position - 1 and text[start] in _OPENINGS:
        start += 1
    return _BEFORE.fullmatch(text, start, position - 1)


def _after(head: _Head) -> tuple[int, str]:
    """Where a name ends after its head, and the signs that it is one.

    ``«`` is a quoted part, ``№`` a number, ``A`` a capital, ``S`` a patron, ``R`` an adjective with a capital.
    """
    end, signs, waiting = head.end, "", ""
    position = end
    for _ in range(_LONGEST):
        step, sign = _step(head, position, waiting, signs)
        if step == position:
            break
        position = step
        if sign in _WAITING:
            waiting = sign
            continue
        end, signs, waiting = position, signs + sign.strip(), ""
        if sign == "«" or (sign == "№" and head.text.endswith(head.lexicon.pointed_forms, head.end, end)):
            break
    return end, signs


def _step(head: _Head, position: int, waiting: str, signs: str) -> tuple[int, str]:
    """One word further: its end and its sign.

    A blank is a word that belongs to the name; ``p`` a word before a place, ``s`` one before a patron, ``u`` one
    before a purpose, ``c`` another joiner, ``a`` an adjective, ``i`` initials: these belong to it if the next word
    does. ``waiting`` is the last of them.
    """
    text, lexicon = head.text, head.lexicon
    if not waiting and (match := _QUOTED.match(text, position)):
        return match.end(), "«"
    if waiting != "c" and (match := lexicon.continuation.match(text, position)):
        return (match.end() - 1, "s") if match.lastgroup == "patron" else (match.end(), "№")
    match = _NEXT.match(text, position)
    if match is None:
        return _listed(head, position)
    if head.is_stop(match[1]) or head.is_stop(f"{match[1]}."):
        return position, ""
    word = match[1]
    if word in lexicon.joiners or (f"{word}." in lexicon.joiners and match[2]):
        return _joiner(head, match, position, waiting, signs)
    if word[0].isupper():
        return _capital(head, match, position, waiting)
    if match[2] and text[match.end() : match.end() + 1].strip():
        return position, ""
    return _small(head, match, position, waiting, signs)


def _small(head: _Head, match: re.Match[str], position: int, waiting: str, signs: str) -> tuple[int, str]:
    """A word in small letters: one that stands in names, a second head, an adjective, a purpose."""
    word = match[1]
    second = waiting == "c" and not signs and _type_of_head(word, head.lexicon, head.words) is not None
    if second or head.words.is_inside(word):
        return match.end(1), " "
    if head.words.is_genitive(word) and not match[2]:
        return match.end(1), waiting or "a"
    return (match.end(1), " ") if waiting == "u" and len(word) > _SHORTEST_PURPOSE else (position, "")


def _listed(head: _Head, position: int) -> tuple[int, str]:
    """Words of a list that a conjunction closes: ``školství, mládeže a tělovýchovy``."""
    match = _LIST.match(head.text, position)
    if match is None or match[3] not in head.lexicon.conjunctions:
        return position, ""
    return (match.end(1), " ") if head.words.is_inside(match[2]) else (position, "")


def _joiner(head: _Head, match: re.Match[str], position: int, waiting: str, signs: str) -> tuple[int, str]:
    if waiting == "c":
        return position, ""
    inner = signs[-1:] in ("A", "S", "R") and match[1] in head.pack.places.joiners  # Nové Mesto nad Váhom
    place = head.lexicon.place_preposition.match(head.text, position)
    if match[1] in head.lexicon.purpose:
        return match.end(), "u"
    return match.end(), "s" if match[2] else "p" if inner or place else "c"


def _capital(head: _Head, match: re.Match[str], position: int, waiting: str) -> tuple[int, str]:
    """A word with a capital goes on, unless it is another name or a person begins with it."""
    word = match[1]
    if waiting in ("c", "a"):
        return position, ""
    if len(word) == 1:
        return (match.end(), waiting or "i") if match[2] else (position, "")
    if waiting == "s":
        return match.end(1), "S"
    named_after = position == head.end and head.type in _NAMED_AFTER_PEOPLE  # Gymnázium Jana Kepplera
    named_after = named_after and not is_holder(head.document, _adjectives_before(head), match.start(1), head.pack)
    person = head.pack.morphology.opens_person(word.split("-")[0])
    if not waiting and (person or (head.opens_person(match.start(1)) and not named_after)):
        return position, ""
    return match.end(1), "R" if position == head.end and head.words.is_adjective(word) else "A"


def _with_head_last(head: _Head) -> tuple[int, int] | None:
    """A head with the genitives and adjectives before it, from the first word with a capital."""
    start, small = _genitives_before(head)
    text = head.text
    end = found.end() if (found := _QUOTED.match(text, head.end)) else head.end
    if start == head.start and not text[start].isupper():
        return (start, end) if end > head.end else None
    if head.opens_sentence(start) and text[start] not in "„«" and end == head.end:
        proper = start < head.start and (small or head.words.opens(text[start : head.start]))
        return (start, end) if proper else None
    return (start, end) if start < head.start or end > head.end else None


def _genitives_before(head: _Head) -> tuple[int, bool]:
    """Where the words before a last head begin, and whether one of them is in small letters."""
    text, position, start, small, joined = head.text, head.start, head.start, False, False
    for _ in range(_LONGEST):
        quoted = text[position - 2 : position - 1] in _CLOSING and _QUOTED_BEFORE.search(
            text, max(0, position - _BACK), position
        )
        if quoted:
            position = start = quoted.start()
            continue
        match = _word_before(text, position)
        if match is None or (match[2] and not joined) or head.is_stop(match[1]):
            break
        word = match[1]
        joins = word in head.lexicon.conjunctions and text[position : position + 1].islower()
        short = word[-1] == "." and word[0].isupper()
        legal = next((found.kind == "legal" for found in head.lexicon.heads(word)), False)
        number = word[0].isdigit() and text[position : position + 1].islower()
        elsewhere = head.words.is_place(word) and not head.words.is_place(text[head.start : head.end].capitalize())
        if elsewhere or not (joins or short or legal or number or head.words.is_adjective(word)):
            break
        if joined and head.is_of_person(match.start()):
            break  # "Rimas Kalnaitis ir gaisrinės viršininkas"
        if word[0].isupper() and start < head.start and head.opens_sentence(match.start()) and not (short or legal):
            break  # a verb that opens the sentence
        joined, position = joined or joins, match.start()
        start = position if word[0].isupper() else start
        small = small or word[0].islower()
    return start, small
