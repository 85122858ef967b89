"""The document as a row of tokens, each knowing which name, institution or place covers it."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from pipeline.language.role_forms import cut
from pipeline.records import AnnotatedDocument, Institution, Name, Place


@dataclass(frozen=True, slots=True)
class Span:
    """Tokens ``start`` to ``end`` (half-open) of something named.

    Attributes:
        start: first token.
        end: one past the last token.
        label: PER, ORG or LOC.
        row: the institution or place found there, if there is one.
    """

    start: int
    end: int
    label: str
    row: Institution | Place | None = None

    @property
    def size(self) -> int:
        """How many tokens it has."""
        return self.end - self.start


@dataclass(frozen=True, eq=False)
class Tokens:
    """A document's tokens and the spans over them.

    Attributes:
        words: the tokens as they stand.
        lows: the same without case.
        starts: first character of each token.
        ends: one past the last character of each token.
        covers: per token the institution, place or marked name over it, persons excepted.
        persons: tokens of the names marked as persons.
        document: the document.
    """

    words: list[str]
    lows: list[str]
    starts: list[int]
    ends: list[int]
    covers: list[Span | None]
    persons: list[Span]
    document: AnnotatedDocument

    def __len__(self) -> int:
        return len(self.words)

    def word(self, i: int) -> str:
        """The token at ``i``; empty before the first and behind the last."""
        return self.words[i] if 0 <= i < len(self.words) else ""

    def low(self, i: int) -> str:
        """The same without case."""
        return self.lows[i] if 0 <= i < len(self.lows) else ""

    def cover(self, i: int) -> Span | None:
        """What covers the token at ``i``, persons excepted."""
        return self.covers[i] if 0 <= i < len(self.covers) else None

    def is_capital(self, i: int) -> bool:
        """Whether a token with a capital stands at ``i``."""
        return self.word(i)[:1].isupper()

    def ahead(self, i: int, reach: int) -> range:
        """The next tokens from ``i`` on, so many at most."""
        return range(i, min(i + reach, len(self.words)))

    def back(self, i: int, reach: int) -> range:
        """The tokens before ``i``, nearest first, so many at most."""
        return range(i - 1, max(i - reach, 0) - 1, -1)

    def text(self, start: int, end: int) -> str:
        """The surface of tokens ``start`` to ``end``."""
        return self.document.text[self.starts[start] : self.ends[end - 1]] if end > start else ""

    def span_of(self, start_char: int, end_char: int) -> tuple[int, int]:
        """The tokens that a character range touches."""
        first = bisect_left(self.ends, start_char + 1)
        return first, max(bisect_left(self.starts, end_char), first + 1)


def tokenise(
    document: AnnotatedDocument,
    places: Sequence[Place],
    institutions: Sequence[Institution],
    elisions: frozenset[str],
    is_given_name: Callable[[str], bool],
) -> Tokens:
    """Cut a document into tokens and lay institutions, places and marked names over them.

    Institutions win over places, both over names that NER marked but no finder kept. Of those, one that holds a given
    name behind other words and a surname behind it is a person with a function: ``Wiceprzewodniczącą Anną Lis``.
    """
    words, starts, ends = cut(document.text, elisions)
    _part_dashes(words, starts, ends, document.names)
    lows = [word.casefold() for word in words]
    tokens = Tokens(words, lows, starts, ends, [None] * len(words), [], document)
    for institution in institutions:
        _cover(tokens, institution, "ORG", institution)
    for place in places:
        _cover(tokens, place, "LOC", place)
    for name in document.names:
        start, end = tokens.span_of(name.start_char, name.end_char)
        if name.label == "PER":
            if start < len(tokens):
                tokens.persons.append(Span(start, end, "PER"))
        elif (person := _person_in(tokens, start, end, is_given_name)) is not None:
            tokens.persons.append(person)
        else:
            _cover(tokens, name, name.label, None)
    return tokens


def _part_dashes(words: list[str], starts: list[int], ends: list[int], names: Sequence[Name]) -> None:
    """A dash that is glued to a person's name becomes a word of its own: ``Jan Kral- Bürgermeister``."""
    for name in names:
        i = bisect_left(ends, name.end_char + 1)
        glued = i < len(ends) and ends[i] == name.end_char + 1 and words[i].endswith("-") and len(words[i]) > 1
        if glued and name.label == "PER":
            words[i : i + 1] = [words[i][:-1], "-"]
            starts[i : i + 1] = [starts[i], name.end_char]
            ends[i : i + 1] = [name.end_char, ends[i]]


def _person_in(tokens: Tokens, start: int, end: int, is_given_name: Callable[[str], bool]) -> Span | None:
    """The person at the end of a marked name that no finder kept as a place or an institution."""
    if end - start < 3 or any(cover is not None for cover in tokens.covers[start:end]):
        return None
    first = next((i for i in range(start + 1, end - 1) if is_given_name(tokens.words[i])), None)
    return Span(first, end, "PER") if first is not None and tokens.is_capital(first + 1) else None


def _cover(tokens: Tokens, row: Institution | Place | Name, label: str, found: Institution | Place | None) -> None:
    start, end = tokens.span_of(row.start_char, row.end_char)
    if end - start > 1 and tokens.ends[end - 1] > row.end_char and "-" in tokens.words[end - 1]:
        end -= 1  # the name is the first part of a compound, "IG Metall-Chef": the compound stays free
    span = Span(start, end, label, found)
    if start < len(tokens) and all(tokens.covers[i] is None for i in range(start, end)):
        tokens.covers[start:end] = [span] * (end - start)
