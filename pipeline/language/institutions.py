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
from typing import Any

from pipeline.language.capitals import CAPITAL, SMALL
from pipeline.language.files import PackError, read_csv, read_toml
from pipeline.language.phrases import PhraseWords, read_phrases

_WORD = re.compile(r"[^\W_]+(?:[-.&+'’/][^\W_]+)*-?\.?")
_GAP = 3
_KEPT = 20_000  # names and words that are looked up but once
KINDS = frozenset({"head", "legal", "name", "none"})


def words_of(name: str) -> list[str]:
    """The words of a name in folded case, for the lexicon."""
    return [word.casefold() for word in _WORD.findall(name)]


@dataclass(frozen=True, slots=True)
class HeadMatch:
    """A head found in a name: the number of its first word, its type and kind."""

    position: int
    type: str
    kind: str


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


def _spaced(words: str) -> str:
    """A pattern for words that may or may not have blanks after their full stops (``e. V.``, ``e.V.``)."""
    return re.escape(words).replace(r"\ ", r"[ \u00a0]?")


def fits(form: str, word: str) -> bool:
    """Whether a word of a form, with its stars, fits a word."""
    if form[0] == "*":
        return form[1:-1] in word if form[-1] == "*" else word.endswith(form[1:])
    return word.startswith(form[:-1]) if form[-1] == "*" else word == form


@dataclass(frozen=True, eq=False)
class InstitutionLexicon:
    """Heads, legal forms and names of institutions in one language, and the words that join parts of a name.

    Attributes:
        table: the scalars and lists of ``institutions.toml``.
        names: whole names and acronyms with their types.
    """

    table: Mapping[str, Any]
    names: Mapping[str, str] = field(default_factory=dict)
    _exact: Mapping[str, list[_Form]] = field(default_factory=dict)
    _starts: Mapping[str, list[_Form]] = field(default_factory=dict)
    _ends: Mapping[str, list[_Form]] = field(default_factory=dict)
    _holds: Sequence[_Form] = ()

    @cached_property
    def continuation(self) -> re.Pattern[str]:
        """What carries a name on: numbers, legal forms, and (group ``patron``) the words before a patron's name."""
        legal = "|".join(map(_spaced, self.table["legal_forms"])) or "(?!)"
        patron = "|".join(map(re.escape, self.table["patrons"])) or "(?!)"
        number = "|".join(map(re.escape, self.table["numbers"])) or "(?!)"
        return re.compile(
            rf",?[ \u00a0](?:(?:{number})[ \u00a0]?\d{{1,4}}\b|(?:{legal})(?!\w)|(?P<patron>(?:{patron})[ \u00a0]))"
        )

    @cached_property
    def legal_alone(self) -> re.Pattern[str]:
        """Nothing but legal forms: what is left of a firm when its name is marked as something else."""
        legal = "|".join(map(_spaced, self.table["legal_forms"])) or "(?!)"
        return re.compile(rf"(?:{legal})(?:[ \u00a0&]{{1,3}}(?:{legal}))?")

    @cached_property
    def place_preposition(self) -> re.Pattern[str]:
        """The words that join an institution to the place that belongs to its name."""
        words = "|".join(map(re.escape, self.table["place_prepositions"])) or "(?!)"
        return re.compile(rf"[ \u00a0](?:{words})[ \u00a0]")

    @cached_property
    def coordination(self) -> re.Pattern[str]:
        """A conjunction with the next word: ``und Dienste``; groups are the conjunction and the word."""
        words = "|".join(map(re.escape, self.table["conjunctions"])) or "(?!)"
        return re.compile(rf"[ \u00a0]({words})[ \u00a0]([^\W\d_][\w-]+)")

    @cached_property
    def compound_left(self) -> re.Pattern[str]:
        """The first half of a compound with a shared second part, at the end of a string: ``Jugend- und ``."""
        words = "|".join(map(re.escape, self.table["conjunctions"])) or "(?!)"
        return re.compile(rf"(?:[^\W\d_][\w-]{{2,30}}-,[ \u00a0])?[^\W\d_][\w-]{{2,30}}-[ \u00a0](?:{words})[ \u00a0]$")

    @cached_property
    def name_compound(self) -> re.Pattern[str]:
        """A compound of a name and a head that names an institution by itself: ``Rudi-Stephan-Gymnasium``."""
        heads = "|".join(map(re.escape, self.table["compound_heads"])) or "(?!)"
        return re.compile(rf"(?<![\w-]){CAPITAL}\w{{2,20}}(?:-\w{{2,20}}){{0,3}}-(?:{heads})(?![\w-])")

    @cached_property
    def capitals_run(self) -> re.Pattern[str]:
        """A run of words with capitals, joined by small joiners."""
        joiner = "|".join(map(re.escape, sorted(self.joiners, key=len, reverse=True))) or "(?!)"
        word = rf"{CAPITAL}[\w'’&-]*"
        return re.compile(rf"(?<![\w'’-]){word}(?:[ \u00a0](?:(?:{joiner})[ \u00a0]){{0,2}}{word}){{1,7}}")

    @cached_property
    def after_head(self) -> re.Pattern[str]:
        """What makes a name of the head before it: up to three small words, then words with capitals."""
        joiner = "|".join(map(re.escape, sorted(self.joiners, key=len, reverse=True))) or "(?!)"
        word = rf"{CAPITAL}[\w'’-]*"
        small = rf"(?:{SMALL}[\w-]*['’]?)"
        return re.compile(
            rf"(?:[ \u00a0]{small}){{0,2}}(?:[ \u00a0](?:{joiner}))?(?:[ \u00a0]|(?<=['’])){word}"
            rf"(?:[ \u00a0](?:(?:{joiner})[ \u00a0]){{0,2}}{word}){{0,4}}"
        )

    @cached_property
    def phrases(self) -> PhraseWords | None:
        """The words around heads, None where a language lets the name recogniser alone tell names."""
        return read_phrases(self.table["phrases"]) if "phrases" in self.table else None

    @property
    def takes_genitive_place(self) -> bool:
        """Whether a place that follows without a preposition belongs to the name."""
        return bool(self.table["genitive_place"])

    @property
    def heads_before_places(self) -> frozenset[str]:
        """Types whose heads make a name with the place after them."""
        return frozenset(self.table["types_before_places"])

    @cached_property
    def joiners(self) -> frozenset[str]:
        """Words in small letters that stand inside names, but not at their end."""
        return frozenset((*self.table["joiners"], *self.table["conjunctions"]))

    @cached_property
    def enders(self) -> frozenset[str]:
        """Words that cannot stand inside a name: it ends before them."""
        return frozenset(self.table["enders"])

    @cached_property
    def conjunctions(self) -> frozenset[str]:
        """Words that join equals inside a name."""
        return frozenset(self.table["conjunctions"])

    @cached_property
    def capital_compound(self) -> re.Pattern[str]:
        """A word with a capital that ends in a head, in languages whose nouns have small letters: ``Carmelcollege``."""
        endings = "|".join(map(re.escape, self.table.get("compound_endings", ()))) or "(?!)"
        return re.compile(rf"(?<![\w-]){CAPITAL}[\w-]{{2,30}}?(?:{endings})(?![\w-])")

    @cached_property
    def heads_before_names(self) -> frozenset[str]:
        """Heads that make a name with a proper name right behind them, however common they are (``association``)."""
        return frozenset(self.table.get("heads_before_names", "").split())

    @cached_property
    def tail_words(self) -> frozenset[str]:
        """Words in small letters by which a name that begins with its head goes on (``action``, ``sociale``)."""
        return frozenset(self.table.get("tail_words", "").split())

    @cached_property
    def patrons(self) -> frozenset[str]:
        """Words before a patron's name."""
        return frozenset(self.table["patrons"])

    @cached_property
    def list_break(self) -> re.Pattern[str]:
        """What parts two names in a row: a comma with an article, or with a long word that is a head of a ministry."""
        articles = "|".join(map(re.escape, self.table.get("articles_in_lists", ()))) or "(?!)"
        endings = "|".join(map(re.escape, self.table.get("heads_in_lists", ()))) or "(?!)"
        return re.compile(rf",[ \u00a0](?:(?:{articles})[ \u00a0]|(?={CAPITAL}\w{{3,30}}(?:{endings})(?!\w)))")

    @cached_property
    def purpose(self) -> frozenset[str]:
        """Prepositions of what an institution is there for (``für``)."""
        return frozenset(self.table["purpose"])

    @cached_property
    def patron_name(self) -> re.Pattern[str]:
        """A patron's name as far as capitals tell it, with abbreviated titles: ``kard. Jana Nowaka``."""
        most = self.table.get("longest_patron", 0)
        word = rf"{CAPITAL}[\w'’-]*"
        name = rf"(?:[^\W\d_]{{1,6}}\.[ \u00a0]){{0,3}}{word}(?:[ \u00a0]{word}){{0,{most - 1}}}" if most else "(?!)"
        return re.compile(name)

    @cached_property
    def subunits(self) -> frozenset[str]:
        """First words of branches that a comma joins to the mother's name."""
        return frozenset(word.casefold() for word in self.table["subunits"])

    @cached_property
    def plain_words(self) -> frozenset[str]:
        """Words that make no name of a head: ``the``, ``city``, ``local``."""
        return frozenset(word.casefold() for word in self.table["plain_words"])

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

    @cached_property
    def not_before_places(self) -> frozenset[str]:
        """Heads that only tell the kind of the place after them (``Stadt``)."""
        return frozenset(word.casefold() for word in self.table["not_before_places"])

    def heads(self, name: str) -> Iterator[HeadMatch]:
        """Heads of a name from left to right, the most telling of each position."""
        return iter(self._heads_of(name))

    @cached_property
    def _heads_of(self) -> Callable[[str], tuple[HeadMatch, ...]]:
        # A name is asked for by several finders, and the same bodies return in every release of a place.
        return lru_cache(maxsize=_KEPT)(self._find_heads)

    @cached_property
    def _forms_of(self) -> Callable[[str], tuple[_Form, ...]]:
        """The forms whose first word fits a word."""
        return lru_cache(maxsize=_KEPT)(lambda word: tuple(self._candidates(word)))

    def _find_heads(self, name: str) -> tuple[HeadMatch, ...]:
        words = words_of(name)
        found = []
        for position, word in enumerate(words):
            forms = [form for form in self._forms_of(word) if form.match(words, position)]
            if forms:
                best = max(forms, key=_Form.weight)
                found.append(HeadMatch(position, best.type, best.kind))
        return tuple(found)

    def type_of(self, name: str) -> str | None:
        """The type that a name tells, None if it tells none."""
        if known := self.names.get(name.casefold()):
            return known
        legal = None
        for match in self.heads(name):
            if match.kind == "none":
                continue
            if match.kind == "legal":
                legal = legal or match.type
            elif match.type in self.table["types_of_firms"] and self._has_legal(name):
                return next(m.type for m in self.heads(name) if m.kind == "legal")
            else:
                return match.type
        return legal

    def _has_legal(self, name: str) -> bool:
        return any(match.kind == "legal" for match in self.heads(name))

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
