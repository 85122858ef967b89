"""What a language says of institutions: ``institutions.csv`` and ``institutions.toml``.

``institutions.csv`` has the columns form, type, kind, note. A *form* is one or more words in base form; ``x*`` stands
for any word that begins with x, ``*x`` for any that ends with it, ``*x*`` for any that holds it; up to three words may
stand between two words of a form. *kind* is

- ``head``: the noun that tells what an institution is. The head that stands first in a name decides, of two at the
  same place the one with more words and letters.
- ``legal``: a legal form; it decides where no head does, or where the head is of a type that a firm may bear too.
- ``none``: looks like a head, is none: programmes, championships, plans (the type is then ``-``);
- ``name``: a whole name or acronym that tells an institution without any other word.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from pathlib import Path

from pipeline.language.files import PackError, read_csv, read_toml
from pipeline.language.institution_words import InstitutionWords

_QUOTE = re.compile(r'[„“«"]')
_WORD = re.compile(r"[^\W_]+(?:[-.&+'’/][^\W_]+)*-?\.?")
_GAP = 3
_KEPT = 20_000  # names and words that are looked up but once
KINDS = frozenset({"head", "legal", "name", "none"})
# What is registered as an association and has a type of its own all the same.
_ASSOCIATIONS = frozenset({"chamber_association", "sport"})


def words_of(name: str) -> list[str]:
    """The words of a name in folded case, for the lexicon."""
    return [word.casefold() for word in _WORD.findall(name)]


@dataclass(frozen=True, slots=True)
class HeadMatch:
    """A head found in a name: the number of its first word, its type and kind, how many words it has."""

    position: int
    type: str
    kind: str
    length: int


@dataclass(frozen=True, slots=True)
class _Form:
    words: tuple[str, ...]
    type: str
    kind: str

    def weight(self) -> tuple[int, int]:
        return len(self.words), sum(len(word.strip("*")) for word in self.words)

    def match(self, words: Sequence[str], start: int) -> bool:
        """Whether the form's words follow from ``start`` with small gaps; its first word is known to fit."""
        position = start
        for form in self.words[1:]:
            stop = min(len(words), position + 2 + _GAP)
            position = next((i for i in range(position + 1, stop) if fits(form, words[i])), -1)
            if position < 0:
                return False
        return True


def fits(form: str, word: str) -> bool:
    """Whether a word of a form, with its stars, fits a word."""
    if form[0] == "*":
        return form[1:-1] in word if form[-1] == "*" else word.endswith(form[1:])
    return word.startswith(form[:-1]) if form[-1] == "*" else word == form


@dataclass(frozen=True, eq=False)
class InstitutionLexicon(InstitutionWords):
    """Heads, legal forms and names of institutions in one language, and the words that join parts of a name.

    Attributes:
        names: whole names and acronyms with their types.
    """

    names: Mapping[str, str] = field(default_factory=dict)
    _exact: Mapping[str, list[_Form]] = field(default_factory=dict)
    _starts: Mapping[str, list[_Form]] = field(default_factory=dict)
    _ends: Mapping[str, list[_Form]] = field(default_factory=dict)
    _holds: Sequence[_Form] = ()

    def is_function(self, word: str) -> bool:
        """Whether a word is a person's function, which no name of an institution begins with."""
        return self._is_function(word)

    @cached_property
    def _is_function(self) -> Callable[[str], bool]:
        @lru_cache(maxsize=_KEPT)
        def find(word: str) -> bool:
            folded = word.casefold()
            return any(fits(form, folded) for form in self.table["functions"])

        return find

    def is_head_before_place(self, word: str) -> bool:
        """Whether a word is a head that makes a name with the place after it."""
        folded = word.casefold()
        if folded in self.not_before_places:
            return False
        head = next(self.heads(word), None)
        return head is not None and head.kind == "head" and head.type in self.heads_before_places

    def is_headed(self, name: str) -> bool:
        """Whether a name holds a head."""
        return next(self.heads(name), None) is not None

    def is_generic(self, name: str) -> bool:
        """Whether every word of a name says only of what kind the body is."""
        words = name.casefold().split()
        return all(word in self.generic_words or word in self.joiners or word.isdigit() for word in words)

    def heads(self, name: str) -> Iterator[HeadMatch]:
        """Heads of a name from left to right, the most telling of each position."""
        return iter(self._heads_of(name))

    @cached_property
    def _heads_of(self) -> Callable[[str], tuple[HeadMatch, ...]]:
        # A name is asked for by several finders, and the same bodies return in every release of a place.
        return lru_cache(maxsize=_KEPT)(self._find_heads)

    @cached_property
    def _forms_of(self) -> Callable[[str], tuple[_Form, ...]]:
        """The forms whose first word fits a word, as it stands or without an ending of its case."""

        @lru_cache(maxsize=_KEPT)
        def find(word: str) -> tuple[_Form, ...]:
            bases = (word.removesuffix(ending) for ending in self.case_endings if word.endswith(ending))
            return next(filter(None, (tuple(self._candidates(base)) for base in (word, *bases))), ())

        return find

    def _find_heads(self, name: str) -> tuple[HeadMatch, ...]:
        words = words_of(name)
        found = []
        for position, word in enumerate(words):
            forms = [form for form in self._forms_of(word) if form.match(words, position)]
            if forms:
                best = max(forms, key=_Form.weight)
                found.append(HeadMatch(position, best.type, best.kind, len(best.words)))
        return tuple(found)

    def type_of(self, name: str) -> str | None:
        """The type that a name tells, None if it tells none."""
        if known := self.names.get(name.casefold()):
            return known
        legal = None
        for match in self._ruling(name):
            if match.kind == "none":
                continue
            if match.kind == "legal":
                legal = legal or match.type
            elif match.type in self.table["types_of_firms"] and (form := self._legal_form(name)) is not None:
                return match.type if form == "ngo" and match.type in _ASSOCIATIONS else form
            else:
                return match.type
        return legal

    def _ruling(self, name: str) -> tuple[HeadMatch, ...]:
        """The heads of a name, the one that rules first: in title case the last before a small word that ties.

        ``Kusatsu Academy Choir``, ``Press Office of the City Council``; where heads stand last the last before a
        quotation (``Taurų apskrities ligoninė „Beržas“``); elsewhere the first.
        """
        found = self._heads_of(name)
        if self.phrases is not None and self.phrases.heads_last:
            quoted = len(words_of(_QUOTE.split(name, maxsplit=1)[0])) or len(name)
            plain = [head for head in found if head.kind == "head" and head.position < quoted]
            last = max(plain, key=lambda head: (head.position + head.length, head.length), default=None)
            return found if last is None else (last, *found)
        if not self.table["capitals_make_names"] or len(found) < 2:
            return found
        tied = next((i for i, word in enumerate(words_of(name)) if i and word in self.joiners), len(name))
        last = found[0]
        for head in found[1:]:
            if head.position < tied and head.position >= last.position + last.length:
                last = head
        return (last, *found)

    def _legal_form(self, name: str) -> str | None:
        """The type that the first legal form in a name tells, None if it has none."""
        return next((match.type for match in self.heads(name) if match.kind == "legal"), None)

    def _candidates(self, word: str) -> Iterator[_Form]:
        yield from self._exact.get(word, ())
        for length in range(1, len(word) + 1):
            yield from self._starts.get(word[:length], ())
            yield from self._ends.get(word[-length:], ())
        for form in self._holds:
            if form.words[0].strip("*") in word:
                yield form


def load_institutions(folder: Path) -> InstitutionLexicon:
    """The institutions of a language pack.

    Raises:
        PackError: a file is missing or faulty, or a type is not in ``models/shared/institution_types.csv``.
    """
    types = {row["id"] for _, row in read_csv(folder.parent / "shared" / "institution_types.csv", ("id", "note"))}
    path = folder / "institutions.csv"
    exact: dict[str, list[_Form]] = defaultdict(list)
    starts: dict[str, list[_Form]] = defaultdict(list)
    ends: dict[str, list[_Form]] = defaultdict(list)
    holds: list[_Form] = []
    names: dict[str, str] = {}
    for line, row in read_csv(path, ("form", "type", "kind", "note")):
        if row["type"] not in types and (row["type"], row["kind"]) != ("-", "none"):
            raise PackError(path, line, f"{row['type']!r} is no institution type")
        if row["kind"] not in KINDS:
            raise PackError(path, line, f"{row['kind']!r} is none of {', '.join(sorted(KINDS))}")
        form = _Form(tuple(row["form"].casefold().split()), row["type"], row["kind"])
        if not form.words or any(not word.strip("*") for word in form.words):
            raise PackError(path, line, f"{row['form']!r} is no form")
        first = form.words[0]
        if form.kind == "name":
            names[" ".join(form.words)] = form.type
            continue
        if first[0] == "*" and first[-1] == "*":
            holds.append(form)
        elif first[0] == "*":
            ends[first[1:]].append(form)
        elif first[-1] == "*":
            starts[first[:-1]].append(form)
        else:
            exact[first].append(form)
    table = read_toml(folder / "institutions.toml")
    return InstitutionLexicon(table, names, dict(exact), dict(starts), dict(ends), holds)
