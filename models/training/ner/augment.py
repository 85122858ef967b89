"""More releases from those we have: other people, other towns, and the noise of real web pages.

Everything is drawn from one seeded generator, so a run can be repeated.
"""

import random
import re
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from models.training.ner import lexicons
from models.training.ner.forms import Forms, PlainForms, PolishForms
from models.training.ner.sentences import Name, Sentence
from models.training.press.press_corpus import MarkedSpan, Release

SWAP_PERSON = 0.8
SWAP_TOWN = 0.4
SWAP_MENTION = {"ORG": 0.4, "LOC": 0.25}
ENOUGH_MENTIONS = 4
DOUBLE_SURNAME = 0.1
PARTICLE = 0.04
SURNAME_FIRST = 0.15
LINE_START = re.compile(r"(?:^|\n)[^\w\n]*\Z")
PARTICLES = ("von ", "von der ", "van ", "de ", "De ", "Ben ", "zu ", "El ", "di ", "d'", "O'", "Mc", "St. ")
UNACCENTED = str.maketrans("łŁøØđĐßı", "lLoOdDsi")
UMLAUTS = {"ä": "ae", "ö": "oe", "ü": "ue", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue", "ß": "ss"}


@dataclass(frozen=True, slots=True)
class Person:
    """A person to put in: given name and surname in the nominative."""

    given: str
    surname: str
    gender: str | None


class Swapper:
    """Replaces people and towns of a release, mention by mention, in the case they stand in."""

    def __init__(self, corpora: Path, code: str, rng: random.Random) -> None:
        """Load the lists of a language."""
        self._corpora, self._code, self._rng = corpora, code, rng
        self._latin = code not in lexicons.CYRILLIC_LANGUAGES
        guests = lexicons.LATIN_GUESTS if self._latin else lexicons.CYRILLIC
        home = lexicons.HOME.get(code, {})
        self._locales = {locale: guests[locale] for locale in guests if locale not in home} | home
        self._forms: Forms = PolishForms() if code == "pl" else PlainForms()
        self._towns = lexicons.towns(corpora, code)
        self._known_towns = frozenset(self._towns)
        self._mentions: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
        self._genders = self._genders_of_given_names()

    def learn(self, texts: Iterable[Release]) -> None:
        """Collect institutions and places by the word before them.

        "des" asks for a genitive and "w" for a locative, so a name that stood after the same word elsewhere
        fits in grammar too.
        """
        for release in texts:
            for span in release.spans:
                if span.label in SWAP_MENTION:
                    self._mentions[span.label, word_before(release.text, span.start)].append(span.text)

    def swap(self, release: Release) -> Sentence:
        """Return the text with other names; mentions whose case is unclear stay as they are."""
        people: dict[str, Person | None] = {}
        towns: dict[str, str] = {}
        text, last = "", 0
        names: list[Name] = []
        for span in release.spans:
            text += release.text[last : span.start]
            last = span.end
            surface = self._surface(span, people, towns) or self._stand_in(release, span) or span.text
            surface = self._as_listed(release, span, surface)
            names.append(Name(len(text), len(text) + len(surface), span.label))
            text += surface
        return Sentence(text + release.text[last:], tuple(names), "press")

    def _surface(self, span: MarkedSpan, people: dict[str, Person | None], towns: dict[str, str]) -> str | None:
        if span.label == "PER":
            if span.base not in people:
                people[span.base] = self._person(span.base) if self._rng.random() < SWAP_PERSON else None
            person = people[span.base]
            return self._mention(span, person) if person else None
        if span.label == "LOC" and span.base in self._known_towns:
            if span.base not in towns:
                towns[span.base] = self._rng.choice(self._towns) if self._rng.random() < SWAP_TOWN else span.base
            return self._inflected(span.text, span.base, towns[span.base], None)
        return None

    def _stand_in(self, release: Release, span: MarkedSpan) -> str | None:
        if self._rng.random() >= SWAP_MENTION.get(span.label, 0.0) or span.text.isupper():
            return None
        pool = self._mentions[span.label, word_before(release.text, span.start)]
        return self._rng.choice(pool) if len(pool) >= ENOUGH_MENTIONS else None

    def _as_listed(self, release: Release, span: MarkedSpan, surface: str) -> str:
        """Write the surname first, as lists of people do, of some names that begin a line."""
        words = surface.split()
        listed = span.label == "PER" and len(words) == 2 and LINE_START.search(release.text, 0, span.start)
        if not listed or self._rng.random() >= SURNAME_FIRST:
            return surface
        return f"{words[1]}{self._rng.choice((',', ''))} {words[0]}"

    def _person(self, base: str) -> Person | None:
        gender = self._genders.get(base.split()[0])
        if gender is None and self._code == "pl":
            return None
        locale = self._rng.choices(list(self._locales), list(self._locales.values()))[0]
        lists = lexicons.people(self._corpora, locale, self._latin)
        chosen = gender or self._rng.choice("mf")
        if not lists.given[chosen] or not lists.surnames[chosen]:
            return None
        surname = self._rng.choice(lists.surnames[chosen])
        if self._rng.random() < DOUBLE_SURNAME:
            surname += "-" + self._rng.choice(lists.surnames[chosen])
        if self._latin and self._rng.random() < PARTICLE:
            surname = self._rng.choice(PARTICLES) + surname
        if locale == "pl_PL" and chosen == "f":
            surname = re.sub(r"(?<=[scz]k)i\b", "a", surname)
        return Person(self._rng.choice(lists.given[chosen]), surname, gender)

    def _genders_of_given_names(self) -> dict[str, str]:
        """The languages at home speak last, so their word holds."""
        genders: dict[str, str] = {}
        for locale in self._locales:
            lists = lexicons.people(self._corpora, locale, self._latin)
            genders.update({name: gender for gender in "mf" for name in lists.given[gender]})
        return genders

    def _mention(self, span: MarkedSpan, person: Person) -> str | None:
        """Put the person in where the old one stood, with as many of the names as the mention had."""
        base, surface = span.base.split(), span.text.split()
        if len(base) < 2 or len(surface) > len(base):
            return None
        old_given, old_surname = base[0], base[-1]
        if len(surface) == 1:
            is_given = _alike(surface[0], old_given) > _alike(surface[0], old_surname)
            old, new = (old_given, person.given) if is_given else (old_surname, person.surname)
            return self._inflected(surface[0], old, new, person.gender)
        given, surname = (old_given, person.given), (old_surname, person.surname)
        if _alike(surface[0], old_surname) > _alike(surface[0], old_given):
            given, surname = surname, given
        first = self._inflected(surface[0], given[0], given[1], person.gender)
        second = self._inflected(surface[-1], surname[0], surname[1], person.gender)
        return f"{first} {second}" if first and second else None

    def _inflected(self, surface: str, base: str, new: str, gender: str | None) -> str | None:
        cases = self._forms.cases(surface, base)
        for case in sorted(cases, key=lambda c: (c not in ("nom", ""), c)):
            if form := self._forms.form(new, case, gender):
                return form
        return None


def word_before(text: str, start: int) -> str:
    """Return the word (or sign) before a place in a text, in small letters; "" at the start of a line."""
    line = text[:start].rpartition("\n")[2].split()
    return line[-1].lower() if line else ""


def _alike(a: str, b: str) -> int:
    count = 0
    for x, y in zip(a.lower(), b.lower(), strict=False):
        if x != y:
            break
        count += 1
    return count


def rewrite(text: Sentence, change: Callable[[int, str], str]) -> Sentence:
    """Replace characters one by one (given place and character) and move the names along."""
    pieces = [change(i, character) for i, character in enumerate(text.text)]
    at = [0]
    for piece in pieces:
        at.append(at[-1] + len(piece))
    names = tuple(Name(at[n.start], at[n.end], n.label) for n in text.names if at[n.end] > at[n.start])
    return Sentence("".join(pieces), names, text.origin)


def noisy(text: Sentence, rng: random.Random) -> Sentence:
    """Pass a text through the kinds of noise; each strikes seldom."""
    for chance, kind in NOISE:
        if rng.random() < chance:
            text = kind(text, rng)
    return text


def shout(text: Sentence, rng: random.Random) -> Sentence:
    """Write the headline, or some other short line, in capitals."""
    lines = [(m, n) for m, n in _lines(text.text) if 3 < n - m < 110]
    if not lines:
        return text
    start, end = lines[0] if rng.random() < 0.7 else rng.choice(lines)
    return rewrite(text, lambda i, c: c.upper() if start <= i < end else c)


def shout_surnames(text: Sentence, rng: random.Random) -> Sentence:
    """Write surnames in capitals, as in lists of participants (Jan KOWALSKI)."""
    del rng
    loud: set[int] = set()
    for name in text.names:
        if name.label == "PER":
            surname = text.text[name.start : name.end].split()[-1]
            loud.update(range(name.end - len(surname), name.end))
    return rewrite(text, lambda i, c: c.upper() if i in loud else c)


def without_accents(text: Sentence, rng: random.Random) -> Sentence:
    """Drop diacritics; German umlauts become ae, oe, ue half the time."""
    table = UMLAUTS if rng.random() < 0.5 else {}

    def plain(_: int, character: str) -> str:
        if character in table:
            return table[character]
        kept = unicodedata.normalize("NFD", character.translate(UNACCENTED))
        return "".join(c for c in kept if not unicodedata.combining(c)) if character.isalpha() else character

    return rewrite(text, plain)


def glue(text: Sentence, rng: random.Random) -> Sentence:
    """Lose line breaks, as text taken from a page does."""
    with_space = rng.random() < 0.7
    return rewrite(text, lambda i, c: (" " if with_space else "") if c == "\n" and rng.random() < 0.5 else c)


def mistype(text: Sentence, rng: random.Random) -> Sentence:
    """Drop or double a letter here and there."""

    def slip(_: int, character: str) -> str:
        if character.isalpha() and rng.random() < 0.006:
            return rng.choice(("", character * 2))
        return character

    return rewrite(text, slip)


def other_quotes(text: Sentence, rng: random.Random) -> Sentence:
    """Write straight quotes and plain dashes."""
    del rng
    table = dict.fromkeys("„“”«»", '"') | {"–": "-", "—": "-", "’": "'"}
    return rewrite(text, lambda i, c: table.get(c, c))


def marked_up(text: Sentence, rng: random.Random) -> Sentence:
    """Leave Markdown stars around some lines, as converted pages do."""
    ends = {end: "**" for start, end in _lines(text.text) if rng.random() < 0.2}
    starts = {start: "**" for start, end in _lines(text.text) if end in ends}
    return rewrite(text, lambda i, c: starts.get(i, "") + c if c != "\n" else ends.get(i, "") + c)


def _lines(text: str) -> list[tuple[int, int]]:
    found, start = [], 0
    for line in text.split("\n"):
        if line.strip():
            found.append((start, start + len(line)))
        start += len(line) + 1
    return found


NOISE: tuple[tuple[float, Callable[[Sentence, random.Random], Sentence]], ...] = (
    (0.15, shout),
    (0.05, shout_surnames),
    (0.06, without_accents),
    (0.06, glue),
    (0.08, mistype),
    (0.15, other_quotes),
    (0.05, marked_up),
)
