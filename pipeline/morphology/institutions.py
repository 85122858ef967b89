"""Base forms of institutions: only the head and what agrees with it changes."""

from __future__ import annotations

import re

from pipeline.morphology.attestations import Attestations
from pipeline.morphology.lexicon import Lexicon
from pipeline.morphology.names import normal_case
from pipeline.morphology.phrases import Phrase, Phrases
from pipeline.records import NameFrom

ATTESTED = 3.0
"""Bonus of a base form that stands as such elsewhere in the document."""

UNCHANGED = -4.0
"""Log-weight of a surface that no reading explains."""

QUOTED = -0.9
"""The same where the whole name is quoted, which mostly keeps it in the nominative."""

LONGEST_HEAD = 5
"""Words that a head phrase reaches at most."""

_QUOTES = "„“”\"«»‚‘’'"
_EDGE = f"{_QUOTES},"
_ACRONYM = re.compile(
    r"([a-z\d_]{0,30}[^\W\d_a-z][a-zà-öø-ÿ\d_]{0,30}[^\W\d_a-zà-öø-ÿ]\w{0,30})(?:[-’'][a-zà-öø-ÿ]{1,4})?"
)
_WORD = re.compile(r"[^\W\d_]+")
_TAIL_OF_NAME = re.compile(r"\s[„“\"«(]")
_TAIL = re.compile(r"[„“\"«]|\(|\d{1,9}(?!\d|-\w)")


class Institutions:
    """Puts institutions into the nominative.

    Args:
        lexicon: readings of words.
    """

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        self._phrases = Phrases(lexicon, frozenset({"noun"}), halves=False, plural=-2.0)

    def resolve(self, surface: str, attestations: Attestations) -> tuple[str, NameFrom]:
        """The base form of an institution and what it rests on."""
        acronym = _ACRONYM.fullmatch(surface)
        if acronym:
            full = self._expansion(acronym[1], attestations)
            return (self.resolve(full, attestations)[0], "attested") if full else (acronym[1], "surface")
        words = self._words(surface)
        plain = " ".join(words)
        if words[:1] and words[0][:1].isupper() and self._is_article(words[0].lower()):
            return plain, "surface"  # an article with a capital opens a title, which keeps its form: ``Die Zeit``
        opening, closing = self._quotes(words)
        core = [word.strip(_EDGE) for word in words[opening:closing]]
        ways = [way for tail in self._tails(words[opening:closing]) for way in self._phrases.ways(core, tail)]
        named = [(self._rebuild(words, opening, way), way) for way in ways]
        quoted = words[:1] != [] and words[0][:1] in _QUOTES and (opening, closing) == (0, len(words))
        named.append((plain, Phrase((), False, QUOTED if quoted else UNCHANGED)))
        name, best = max(named, key=lambda pair: pair[1].weight + self._evidence(pair[0], plain, attestations))
        if name != plain and self._evidence(name, plain, attestations):
            return name, "attested"
        if best.known:
            return name, "dictionary"
        return name, "surface" if name == plain else "rule"

    @staticmethod
    def _expansion(acronym: str, attestations: Attestations) -> str | None:
        """The document's first institution that an acronym stands for: by its initials, or before it in brackets."""
        letters = acronym.lower()
        for name in attestations.organisations:
            if " " in name and (letters in _initials(name) or f"{name} ({acronym})" in attestations.text):
                return name
        return None

    def _words(self, surface: str) -> list[str]:
        words = surface.split()
        if len(words) > 1 and surface.isupper() and any(self._is_word(word.strip(_QUOTES)) for word in words):
            words = [self._normal(word) if index else normal_case(word) for index, word in enumerate(words)]
        while len(words) > 1 and words[0] in self._lexicon.part.articles:
            words = words[1:]
        return words

    def _is_word(self, capitals: str) -> bool:
        """Whether a word in capitals is a common word, which tells a headline from a row of acronyms."""
        if len(capitals) < 4:
            return False
        lower = self._lexicon.words(capitals.lower())
        return any(reading.known and reading.kind in ("noun", "adjective") for reading in lower)

    def _normal(self, word: str) -> str:
        small = len(word) == 1 or word.lower() in self._lexicon.part.small_words
        return word.lower() if small else normal_case(word)

    def _tails(self, words: list[str]) -> set[int]:
        """Where the head phrase may end: the first word that can be no part of it, a comma, or the end of the name."""
        longest = len(words) if self._lexicon.part.head_last else min(len(words), LONGEST_HEAD)
        first = next((i for i, word in enumerate(words[:longest]) if i and _TAIL.match(word)), longest)
        if not self._lexicon.part.head_last:
            comma = next((i for i, word in enumerate(words[:first], 1) if word.endswith(",")), 0)
            return {first, comma} - {0}
        place = longest > 1 and words[longest - 2].islower() and self._is_seat(words[longest - 1])
        return {first, longest, longest - 1 if place else first} - {0}

    def _is_seat(self, word: str) -> bool:
        """Whether a word may be a place in the locative, behind a head: ``Indijos ambasados | Varšuvoje``."""
        names = self._lexicon.part.case_names
        locative = 1 << names.index("loc") if "loc" in names else 0
        readings = self._lexicon.words(word) if word[:1].isupper() else ()
        return any(r.kind == "place" and r.cases & locative for r in readings)

    def _is_article(self, word: str) -> bool:
        """Whether a word stands before names and is none that heads them."""
        if word not in self._lexicon.part.articles:
            return False
        return not any(self._lexicon.is_listed(reading) for reading in self._lexicon.words(word))

    def _quotes(self, words: list[str]) -> tuple[int, int]:
        """The range of words to read: what is quoted, if that opens the name: ``„Polskich Zakładów” Sp. z o.o.``.

        Where heads stand last, what follows the quotation: ``„Tulpės“ sanatoriją``.
        """
        if words and words[0][:1] in _QUOTES and words[0]:
            closing = next((i for i, word in enumerate(words) if word[-1:] in _QUOTES), len(words) - 1)
            if self._lexicon.part.head_last and closing + 1 < len(words):
                return (closing + 1, len(words))
            return (0, closing + 1)
        return (0, len(words))

    @staticmethod
    def _rebuild(words: list[str], opening: int, way: Phrase) -> str:
        """The surface with the head phrase in base form, punctuation kept."""
        out = list(words)
        for index, base in enumerate(way.words, opening):
            out[index] = words[index].replace(words[index].strip(_EDGE), base) if base else words[index]
        return " ".join(out)

    @staticmethod
    def _evidence(name: str, plain: str, attestations: Attestations) -> float:
        if name == plain or name not in attestations.text:
            return 0.0
        return ATTESTED if re.search(rf"(?<!\w){re.escape(name)}(?!\w)", attestations.text) else 0.0


def _initials(name: str) -> set[str]:
    """First letters of a name's words in lower case: of all, without one-letter words, and cut before a preposition."""
    words = _WORD.findall(_TAIL_OF_NAME.split(name)[0])
    cuts = [index for index, word in enumerate(words) if index > 1 and word.islower()] + [len(words)]
    runs = [words[:cut] for cut in cuts]
    whole = {"".join(word[0] for word in run).lower() for run in runs}
    return whole | {"".join(word[0] for word in run if len(word) > 1).lower() for run in runs}
