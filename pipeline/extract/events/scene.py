"""One segment of a document with everything that was found in it: the only place an event takes its parts from."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Literal, Protocol, TypeVar

from pipeline.language.events import DAYS, EventLexicon
from pipeline.language.terms import Words, words_of
from pipeline.records import AnnotatedDocument, CalendarDate, Institution, Official, Place, Segment, Sentence

Zone = Literal["title", "lead", "body"]
_LINE = re.compile(r"(?m:^)[^\S\n]*\S[^\n]*")
_LONG_LINE = 120  # characters from which a line is a paragraph, not a headline or an entry
_TITLE_LINES = 2
_LONGEST = 15  # days of a visit; more are rather a deadline or an age
_DIGITS = 2  # of a number of days
_BESIDE = 60  # characters between a date and a word that belongs to it
_CLOSE = 3  # characters between a number and the word for days


class _Located(Protocol):
    @property
    def segment(self) -> int: ...

    @property
    def start_char(self) -> int: ...


R = TypeVar("R", bound=_Located)


@dataclass(frozen=True, slots=True)
class Hit:
    """A word or phrase of a concept in the text."""

    concept: str
    start_char: int
    end_char: int
    sentence: int

    def gap_to(self, row: CalendarDate) -> int:
        """Characters between the word and a date."""
        return max(self.start_char - row.end_char, row.start_char - self.end_char, 0)

    def is_beside(self, row: CalendarDate) -> bool:
        """Whether the word stands so close to a date that it belongs to it."""
        return self.gap_to(row) < _BESIDE


@dataclass(frozen=True, slots=True)
class Length:
    """How many days something lasted, as the text states it.

    Attributes:
        days: their number.
        text: the words that state it.
        sentence: number of the sentence.
    """

    days: int
    text: str
    sentence: int


@dataclass(frozen=True, eq=False)
class Scene:
    """A segment and the rows that lie in it; it equals only itself, so that what is asked of it twice can be kept.

    Attributes:
        document: the document.
        segment: the segment, an article.
        sentences: its sentences, page furniture included.
        hits: the concepts it names, in order of place.
        n_words: its length.
        dates: its calendar expressions, page clocks left out.
        places: its places.
        institutions: its institutions.
        officials: its officials.
        lengths: the numbers of days that it states.
    """

    document: AnnotatedDocument
    segment: Segment
    sentences: tuple[Sentence, ...]
    hits: tuple[Hit, ...]
    n_words: int
    dates: tuple[CalendarDate, ...]
    places: tuple[Place, ...]
    institutions: tuple[Institution, ...]
    officials: tuple[Official, ...]
    lengths: tuple[Length, ...] = ()

    @cached_property
    def _edges(self) -> tuple[int, int]:
        """(end of the title, end of the lead): the first lines, and the first paragraph."""
        text = self.document.text
        lines = list(_LINE.finditer(text, self.segment.start_char, self.segment.end_char))
        if not lines:
            return self.segment.end_char, self.segment.end_char
        title = lines[min(_TITLE_LINES, len(lines)) - 1].end()
        lead = next((line.end() for line in lines if line.end() - line.start() > _LONG_LINE), title)
        return title, max(title, lead)

    def zone(self, char: int) -> Zone:
        """Whether a character stands in the title, the lead or the body of the segment."""
        title, lead = self._edges
        return "title" if char < title else "lead" if char < lead else "body"

    @cached_property
    def hits_of_sentence(self) -> dict[int, tuple[Hit, ...]]:
        """The concepts named in each sentence."""
        table: dict[int, list[Hit]] = {}
        for hit in self.hits:
            table.setdefault(hit.sentence, []).append(hit)
        return {sentence: tuple(hits) for sentence, hits in table.items()}

    def concepts_of_sentence(self, sentence: int) -> frozenset[str]:
        """Concepts named in a sentence."""
        return frozenset(hit.concept for hit in self.hits_of_sentence.get(sentence, ()))

    @cached_property
    def _by_number(self) -> dict[int, Sentence]:
        return {sentence.sentence: sentence for sentence in self.sentences}

    def sentence(self, number: int) -> Sentence | None:
        """The sentence of a number, None if it lies in another segment."""
        return self._by_number.get(number)

    def is_short(self, number: int, words: int) -> bool:
        """Whether a sentence has at most so many words."""
        sentence = self.sentence(number)
        text = self.document.text[sentence.start_char : sentence.end_char] if sentence else ""
        return sentence is not None and len(text.split(None, words)) <= words

    @cached_property
    def first_sentence(self) -> int:
        """Number of the segment's first sentence within the document."""
        return self.sentences[0].sentence if self.sentences else 0


def set_scenes(
    document: AnnotatedDocument,
    lexicon: EventLexicon,
    dates: Iterable[CalendarDate],
    places: Iterable[Place],
    institutions: Iterable[Institution],
    officials: Iterable[Official],
) -> Iterator[Scene]:
    """A scene for each article of the document; boilerplate and lists tell no events."""
    dates, places, institutions, officials = tuple(dates), tuple(places), tuple(institutions), tuple(officials)
    for segment in document.segments:
        if segment.kind == "article":
            yield _set_scene(document, segment, lexicon, dates, places, institutions, officials)


def _set_scene(
    document: AnnotatedDocument,
    segment: Segment,
    lexicon: EventLexicon,
    dates: tuple[CalendarDate, ...],
    places: tuple[Place, ...],
    institutions: tuple[Institution, ...],
    officials: tuple[Official, ...],
) -> Scene:
    words = words_of(document.text, segment.start_char, segment.end_char)
    hits: list[Hit] = []
    lengths: list[Length] = []
    for first, end, concept in lexicon.concepts.find(words.texts):
        sentence = document.locate(words.starts[first])[1]
        if concept == DAYS:
            lengths += _lengths(document.text, words, first, lexicon.numbers, sentence)
        else:
            hits.append(Hit(concept, words.starts[first], words.ends[end - 1], sentence))
    return Scene(
        document=document,
        segment=segment,
        sentences=tuple(s for s in document.sentences if s.segment == segment.segment),
        hits=tuple(hits),
        n_words=len(words.texts),
        dates=tuple(row for row in _within(dates, segment) if row.kind != "page_clock"),
        places=_within(places, segment),
        institutions=_within(institutions, segment),
        officials=_within(officials, segment),
        lengths=tuple(lengths),
    )


def _lengths(text: str, words: Words, word: int, numbers: Mapping[str, int], sentence: int) -> Iterator[Length]:
    """The number of days before or within a word for days: ``three days``, ``3-day``, ``dreitägig``."""
    own = words.texts[word]
    within = next((own[:size] for size in range(len(own) - 1, 0, -1) if _number(own[:size], numbers)), None)
    before = words.texts[word - 1] if word and words.starts[word] - words.ends[word - 1] < _CLOSE else ""
    for number, first in ((_number(within or "", numbers), word), (_number(before, numbers), word - 1)):
        if number is not None:
            if 1 < number <= _LONGEST:
                yield Length(number, text[words.starts[first] : words.ends[word]], sentence)
            return


def _number(word: str, numbers: Mapping[str, int]) -> int | None:
    return int(word) if word.isdecimal() and len(word) <= _DIGITS else numbers.get(word)


def _within(rows: tuple[R, ...], segment: Segment) -> tuple[R, ...]:
    return tuple(row for row in rows if row.segment == segment.segment)
