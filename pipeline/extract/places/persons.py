"""Places that the name recogniser took for persons: ``delegácia Svidníka``, ``primátor Pápy Ján Kos``.

A person's name holds a given name, or is the surname of somebody whom the document names in full. What is neither, and
is what the language calls a town, is that town.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from pipeline.extract.places.neighbours import is_word_of_place, word_before
from pipeline.gazetteer import Gazetteer
from pipeline.language import LanguagePack
from pipeline.records import AnnotatedDocument, Name

#: Inhabitants of a town for which a person may be taken.
_TOWN = 3_000
_ENDING = 3


def without_false_persons(
    document: AnnotatedDocument, pack: LanguagePack, gazetteer: Gazetteer, base: Callable[[str], str]
) -> AnnotatedDocument:
    """The document with such names marked as places.

    Args:
        document: with the names of the recogniser.
        pack: the language's.
        gazetteer: the places of the world.
        base: base form of a place.
    """
    reader = _Reader(document, pack, gazetteer, base)
    names = tuple(read for name in document.names for read in reader.read(name))
    return document if names == document.names else replace(document, names=names)


class _Reader:
    def __init__(
        self, document: AnnotatedDocument, pack: LanguagePack, gazetteer: Gazetteer, base: Callable[[str], str]
    ) -> None:
        self._text = document.text
        self._pack = pack
        self._gazetteer = gazetteer
        self._base = base
        self._is_given = pack.morphology.is_given_name
        whole = (name.text.split() for name in document.names if name.label == "PER" and " " in name.text)
        self._surnames = {word for words in whole if any(map(self._is_given, words)) for word in words[1:]}

    def read(self, name: Name) -> Iterator[Name]:
        """A name, marked as a place or parted into place and person where it is no person."""
        words = name.text.split()
        if name.label != "PER" or not words or not all(word[0].isupper() for word in (words[0], words[-1])):
            yield name
        elif not any(map(self._is_given, words)):
            yield replace(name, label="LOC") if self._is_town_here(name, words) else name
        elif len(words) > 2 and self._opens_with_town(name, words):
            end = name.start_char + len(words[0])
            yield Name(words[0], name.start_char, end, "LOC")
            start = self._text.index(words[1], end)
            yield Name(self._text[start : name.end_char], start, name.end_char, "PER")
        else:
            yield name

    def _is_town_here(self, name: Name, words: list[str]) -> bool:
        if any(_share_stem(word, other) for word in words for other in self._surnames):
            return False
        before = word_before(self._text, name.start_char)
        office = self._pack.places.case_endings and self._pack.institutions.is_function(before)
        told = len(words) > 1 or office or is_word_of_place(before, self._pack.places)
        return self._is_town(name.text, abroad=told)

    def _opens_with_town(self, name: Name, words: list[str]) -> bool:
        """Whether the town of an office stands before its holder: ``burmistr | Żnina Robert Bąk``."""
        if self._is_given(words[0]) or not self._is_given(words[1]):
            return False
        office = word_before(self._text, name.start_char)
        genitive = self._pack.morphology.may_be_genitive(words[0])
        return genitive and self._pack.institutions.is_function(office) and self._is_town(words[0], abroad=True)

    def _is_town(self, surface: str, *, abroad: bool) -> bool:
        base = self._base(surface)
        return any(
            (entry.kind != "city" or entry.population >= _TOWN)
            and (abroad or entry.country in self._pack.places.home or entry.kind == "country")
            and self._gazetteer.is_called(entry, base, self._pack.code)
            for entry in self._gazetteer.lookup(base)[:5]
        )


def _share_stem(one: str, other: str) -> bool:
    """Whether two words may be forms of one: they begin alike, but for what endings may change."""
    length = max(_ENDING, min(len(one), len(other)) - _ENDING)
    return one[:length].casefold() == other[:length].casefold()
