"""The small syntax in which ``roles.csv`` writes inflected words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import accumulate

# The tokens of running text: a line break, dotted abbreviations ("p.o."), words with inner hyphens or apostrophes
# (and the colon or star of gender forms), any other sign.
# A hyphen that opens a gap stays with its word ("Sozial- und Kommunalpolitik").
TOKEN = re.compile(r"(\n|(?:[^\W\d_]\.){2,}|[^\W_]+(?:(?:[-‑’'`]|[:*](?=[a-z]))[^\W_]+)*(?:-(?=\s\w))?|[^\w\s])")
_PARADIGM = re.compile(r"<([^<>]*)>")


@dataclass(frozen=True, slots=True)
class WordForms:
    """The forms of one word.

    Attributes:
        forms: form in lower case → whether it is a plural; None where it may be either.
        compound: whether it may be the last part of a compound.
        capital: whether it must start with a capital.
        exact: the one spelling allowed, for acronyms.
    """

    forms: Mapping[str, bool | None]
    compound: bool
    capital: bool
    exact: str | None

    def fits(self, word: str) -> bool:
        """Whether a word of the text is one of the forms."""
        if self.exact is not None:
            return word == self.exact
        return word.casefold() in self.forms and (not self.capital or word[0].isupper())

    def fits_compound(self, word: str) -> bool:
        """Whether the case of a compound's first letter is right."""
        return self.compound and (not self.capital or word[0].isupper())

    def plural(self, low: str) -> bool | None:
        """Whether a form is a plural; None where it may be either."""
        return self.forms.get(low, False)

    def found_in(self, word: str) -> bool:
        """Whether a word is one of the forms, an acronym as it is written, or ends in one if compounds are allowed."""
        if self.exact is not None and not self.compound:
            return word == self.exact
        low = word.casefold()
        return low in self.forms or (self.compound and any(low.endswith(form) for form in self.forms))


def split_form(form: str) -> list[str]:
    """The words of a form, cut as running text is cut."""
    words: list[str] = []
    for chunk in form.split():
        bare = _PARADIGM.sub("", chunk).strip("*")
        if chunk.endswith("'"):
            words.append(chunk)  # an elided word is a word of its own, as in running text
            continue
        pieces = TOKEN.findall(bare)
        words.extend([chunk] if len(pieces) <= 1 or "<" in chunk else pieces)
    return words


def cut(text: str, elisions: frozenset[str]) -> tuple[list[str], list[int], list[int]]:
    """Words of a text, first character of each, one past its last; an elided word ends in a straight apostrophe."""
    pieces = TOKEN.split(text)  # what lies between words, a word, what lies between, …
    bounds = list(accumulate(map(len, pieces)))
    words, starts, ends = pieces[1::2], bounds[0:-1:2], bounds[1::2]
    if not elisions or not ("'" in text or "’" in text):
        return words, starts, ends
    found = [part for word, start in zip(words, starts, strict=True) for part in _elided(word, start, elisions)]
    return [word for word, _, _ in found], [start for _, start, _ in found], [end for _, _, end in found]


def _elided(word: str, start: int, elisions: frozenset[str]) -> Iterator[tuple[str, int, int]]:
    """A word with the elided words at its front apart."""
    end = start + len(word)
    for mark in "'’":
        at = word.find(mark)
        if 0 < at < len(word) - 1 and word[:at].casefold() in elisions:
            yield word[:at] + "'", start, start + at + 1
            word, start = word[at + 1 :], start + at + 1
    yield word, start, end


def expand_word(word: str, paradigms: Mapping[str, tuple[str, ...]]) -> WordForms:
    """The forms of a word written ``stem<paradigm>``.

    Raises:
        KeyError: the paradigm is not defined, or more letters follow it.
    """
    compound = word.startswith("*")
    stem, *names = _PARADIGM.split(word.strip("*"))
    if any(names[1:]):
        raise KeyError(word)
    endings = paradigms[names[0]] if names else ("",)
    forms: dict[str, bool | None] = {}
    for ending in endings:
        form = (stem + ending.lstrip("+")).casefold()
        plural = ending.startswith("+")
        forms[form] = plural if forms.get(form, plural) == plural else None
    exact = stem if not names and sum(c.isupper() for c in stem) > 1 else None
    return WordForms(forms, compound, stem[:1].isupper(), exact)
