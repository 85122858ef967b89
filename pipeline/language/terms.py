"""Find the terms of a lexicon in a text: whole words, stems, compounds and phrases.

A term is one word or several; ``*`` at an end of a word stands for any letters, and alone for any word, so that data
alone covers inflection (``wizyt*``) and compounds (``*hilfe``, ``*pflege*``). Case does not count. A hyphenated word
is looked up whole and by its parts.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate
from typing import Generic, NamedTuple, TypeVar

V = TypeVar("V")
_WORD = re.compile(r"(\w+(?:[-‐‑]\w+)*\+?)")
_GAP = re.compile(r"[\s'’]{1,9}(?=.)")  # an apostrophe parts words in a term as it does in a text
_HYPHEN = re.compile("[-‐‑]")
_CACHED_WORDS = 200_000


class Words(NamedTuple):
    """The words of a text, one column each: a record per word would cost more than all that is asked of it.

    Attributes:
        texts: the words in lower case.
        starts: first character of each.
        ends: one past the last character of each.
    """

    texts: tuple[str, ...]
    starts: tuple[int, ...]
    ends: tuple[int, ...]


@lru_cache(maxsize=16)  # topics and events ask for the same segments of a document
def words_of(text: str, start_char: int = 0, end_char: int | None = None) -> Words:
    """The words of a text between two offsets; hyphenated words stay whole."""
    pieces = _WORD.split(text[start_char:end_char])  # what lies between words, a word, what lies between, …
    bounds = tuple(accumulate(map(len, pieces), initial=start_char))
    return Words(tuple([word.lower() for word in pieces[1::2]]), bounds[1:-1:2], bounds[2::2])


@dataclass(frozen=True, slots=True)
class _Pattern:
    """One word of a term."""

    core: str
    open_left: bool
    open_right: bool

    def fits(self, word: str) -> bool:
        if self.open_left:
            return self.core in word if self.open_right else word.endswith(self.core)
        return word.startswith(self.core) if self.open_right else word == self.core


def _pattern(text: str) -> _Pattern:
    core = text.strip("*").lower()
    if "*" in core or not text.strip():
        raise ValueError(f"not a term: {text!r}")
    return _Pattern(core, text.startswith("*"), text.endswith("*"))


class TermIndex(Generic[V]):
    """Terms and what each stands for, indexed by first word.

    Args:
        terms: (term, value) pairs; a term may occur more than once with different values.

    Raises:
        ValueError: a term is empty or has a ``*`` elsewhere than at the ends of its words.
    """

    def __init__(self, terms: Iterable[tuple[str, V]]) -> None:
        self._heads: dict[tuple[str, bool, bool], list[tuple[tuple[_Pattern, ...], V]]] = {}
        for term, value in terms:
            head, *tail = (_pattern(part) for part in _GAP.split(term))
            if not head.core:
                raise ValueError(f"a term must begin with letters: {term!r}")
            key = (head.core, head.open_left, head.open_right)
            self._heads.setdefault(key, []).append((tuple(tail), value))
        self._prefixes = {key[0]: key for key in self._heads if key[1:] == (False, True)}
        self._suffixes = {key[0]: key for key in self._heads if key[1:] == (True, False)}
        self._prefix_lengths = sorted(set(map(len, self._prefixes)))
        self._suffix_lengths = sorted(set(map(len, self._suffixes)))
        self._infixes = [core for core, left, right in self._heads if left and right]
        self._seen: dict[str, tuple[tuple[tuple[_Pattern, ...], V], ...]] = {}

    def find(self, words: Sequence[str]) -> Iterator[tuple[int, int, V]]:
        """Yield (first word, one past the last word, value) of every term in the words, in their order."""
        seen, look_up = self._seen, self._starting_with
        for first, word in enumerate(words):
            known = seen.get(word)
            if known is None:
                known = look_up(word)
            for tail, value in known:
                if not tail:
                    yield first, first + 1, value
                elif self._follows(tail, words, first + 1):
                    yield first, first + 1 + len(tail), value

    @staticmethod
    def _follows(tail: tuple[_Pattern, ...], words: Sequence[str], start: int) -> bool:
        end = start + len(tail)
        return end <= len(words) and all(p.fits(word) for p, word in zip(tail, words[start:end], strict=True))

    def _starting_with(self, word: str) -> tuple[tuple[tuple[_Pattern, ...], V], ...]:
        if len(self._seen) >= _CACHED_WORDS:  # bounds the memory of a long run; words repeat, so this is rare
            self._seen.clear()
        known = self._seen[word] = tuple(self._look_up(word))
        return known

    def _look_up(self, word: str) -> Iterator[tuple[tuple[_Pattern, ...], V]]:
        if word.isalnum():
            keys: Iterable[tuple[str, bool, bool]] = self._keys(word)
        else:
            parts = dict.fromkeys([word, *_HYPHEN.split(word)])
            keys = dict.fromkeys(key for part in parts if part for key in self._keys(part))
        for key in keys:
            yield from self._heads[key]

    def _keys(self, word: str) -> list[tuple[str, bool, bool]]:
        """The heads that fit a word."""
        prefixes, suffixes, size = self._prefixes, self._suffixes, len(word)
        found = [(word, False, False)] if (word, False, False) in self._heads else []
        for length in self._prefix_lengths:
            if length > size:
                break
            if (start := word[:length]) in prefixes:
                found.append(prefixes[start])
        for length in self._suffix_lengths:
            if length > size:
                break
            if (end := word[-length:]) in suffixes:
                found.append(suffixes[end])
        return found + [(core, True, True) for core in self._infixes if core in word]
