"""Functions of persons in one language: ``roles.csv`` with its paradigms, and the words around a function.

``roles.csv`` has the columns form, of, role, note. A *form* is one or more words; ``stem<name>`` stands for the stem
with every ending of the paradigm *name* in ``roles.toml`` (an ending that starts with ``+`` is a plural), a leading
``*`` for any first part of a compound, and a trailing ``*`` for any second part (``vice*``). A capital at the start of
a form asks for a capital in the text; a form with two capitals must stand exactly so.

The *role* is a controlled id or one of the marks of :data:`MARKS`. *of* narrows a row to phrases whose complement
holds one of its words (separated by ``|``, the same syntax), an institution or place of a kind (``@company``,
``@country``), or to offices in a state (``@CZ``). The form ``@chair`` means every form whose role is *chair* so far;
the first row that fits wins.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

from pipeline.language.files import PackError, read_csv, read_toml
from pipeline.language.role_forms import TOKEN, WordForms, expand_word, split_form
from pipeline.language.role_words import RoleWords, read_role_words

# deputy: turns the role that it governs into its deputy's; same: the role of the person named before;
# modifier: belongs to the phrase, changes nothing; none: looks like a role, is none.
MARKS = frozenset({"+deputy", "+same", "+modifier", "-"})
_KEPT = 20_000  # words whose forms are looked up but once


@dataclass(frozen=True, slots=True)
class RoleMatch:
    """A form of the lexicon found in a row of words.

    Attributes:
        length: number of words it takes.
        role: controlled id or mark.
        plural: whether the form is a plural, ``None`` where it may be either.
        deputy: whether a prefix or suffix makes it the deputy's.
        head: the form as the lexicon writes it: what rows with the same form and an *of* refer to.
    """

    length: int
    role: str
    plural: bool | None
    deputy: bool
    head: str


@dataclass(frozen=True, slots=True)
class _Entry:
    words: tuple[WordForms, ...]
    role: str
    head: str


@dataclass(frozen=True, slots=True)
class RoleContext:
    """A row with an *of*: what the role becomes when the complement holds one of these."""

    head: str
    words: tuple[WordForms, ...]
    kinds: frozenset[str]
    role: str


@dataclass(eq=False)
class RoleLexicon:
    """The functions of one language, ready for lookup; build it with :func:`load_roles`."""

    words: RoleWords
    titles: Mapping[str, tuple[tuple[str, ...], ...]]
    deputies: Mapping[str, str]
    contexts: tuple[RoleContext, ...] = ()
    by_word: dict[str, list[_Entry]] = field(default_factory=dict)
    suffixes: dict[str, _Entry] = field(default_factory=dict)
    prefixes: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._of_word = lru_cache(maxsize=_KEPT)(self._match_word)
        self._longer = lru_cache(maxsize=_KEPT)(self._entries_of_words)
        self._contexts_of = lru_cache(maxsize=_KEPT)(self._find_contexts)
        self._opening: dict[str, tuple[bool, RoleMatch | None]] = {}

    def _entries_of_words(self, word: str) -> tuple[_Entry, ...]:
        """The forms of several words that start with a word, longest first."""
        entries = [entry for entry in self.by_word.get(word.casefold(), ()) if len(entry.words) > 1]
        return tuple(sorted(entries, key=lambda entry: -len(entry.words)))

    def matches(self, words: list[str]) -> list[RoleMatch | None]:
        """The longest form that starts at each word, None at signs and where there is none."""
        known, look_up = self._opening, self._open
        found = []
        for start, word in enumerate(words):
            longer, match = known.get(word) or look_up(word)
            found.append(self.match(words, start) if longer else match)
        return found

    def _open(self, word: str) -> tuple[bool, RoleMatch | None]:
        """Whether longer forms may start with a word, and the form that it is by itself; nothing starts with a sign."""
        if len(self._opening) >= _KEPT:
            self._opening.clear()
        named = word[0].isalnum()
        opening = (named and bool(self._longer(word)), self._of_word(word) if named else None)
        self._opening[word] = opening
        return opening

    def match(self, words: list[str], start: int) -> RoleMatch | None:
        """The longest form that starts at a word, a whole form before a compound; None if none does."""
        for entry in self._longer(words[start]):
            n = len(entry.words)
            if start + n > len(words):
                continue
            pairs = list(zip(entry.words, words[start : start + n], strict=True))
            if all(forms.fits(word) for forms, word in pairs):
                plurals = (forms.plural(word.casefold()) for forms, word in pairs)
                plural = next((p for p in plurals if p is not False), False)
                return RoleMatch(n, entry.role, plural, False, entry.head)
        return self._of_word(words[start])

    def _match_word(self, word: str) -> RoleMatch | None:
        low = word.casefold()
        # A form of its own beats the last part of compounds: "Chef" is not "…chef".
        for entry in sorted(self.by_word.get(low, ()), key=lambda entry: entry.words[0].compound):
            if len(entry.words) == 1 and entry.words[0].fits(word):
                return RoleMatch(1, entry.role, entry.words[0].plural(low), False, entry.head)
        return self._match_prefix(word, low) or self._match_suffix(word, low)

    def _match_prefix(self, word: str, low: str) -> RoleMatch | None:
        last = low.rfind("-") + 1
        for start in {0, last}:
            for prefix, role in self.prefixes.items():
                rest = low[start + len(prefix) :].lstrip("-")
                if low.startswith(prefix, start) and len(rest) > 2:
                    found = self._of_word(rest.capitalize())
                    if found and found.role != "-":
                        return RoleMatch(1, found.role, found.plural, role == "+deputy" or found.deputy, found.head)
        return None

    def _match_suffix(self, word: str, low: str) -> RoleMatch | None:
        for start in range(1, len(low) - 1):
            entry = self.suffixes.get(low[start:])
            if entry and entry.words[0].fits_compound(word):
                plural = entry.words[0].plural(low[start:])
                if entry.role == "+deputy" and start > 3:
                    found = self._of_word(word[:start].rstrip("-"))
                    if found:
                        return RoleMatch(1, found.role, plural, True, found.head)
                return RoleMatch(1, entry.role, plural, False, entry.head)
        return None

    def deputy_of(self, role: str) -> str:
        """The controlled role of the deputy of a role."""
        return self.deputies.get(role, role)

    def in_context(self, match: RoleMatch, complement: Iterable[str], kinds: Iterable[str]) -> str:
        """The role of a form in view of its complement.

        Args:
            match: the form found.
            complement: words of the complement.
            kinds: kinds of the institutions (type ids) and places (``country``, …) that the complement names, or the
                state (ISO 3166-1) that the office is in.
        """
        contexts = self._contexts_of(match.head, match.role)
        if not contexts:
            return match.role
        words, found = tuple(complement), frozenset(kinds)
        for context in contexts:
            if context.kinds & found or any(forms.found_in(word) for forms in context.words for word in words):
                return context.role
        return match.role

    def _find_contexts(self, head: str, role: str) -> tuple[RoleContext, ...]:
        """The contexts that may change the role of a form, in their order."""
        heads = (head.lstrip("*"), "@" + role)
        return tuple(context for context in self.contexts if context.head in heads)


@lru_cache(maxsize=64)
def load_roles(folder: Path, shared: Path, local: Path | None = None) -> RoleLexicon:
    """The functions of a language: ``roles.toml``, ``roles.csv`` and ``titles.csv`` of its folder.

    Args:
        folder: the pack's folder.
        shared: the folder of what languages share: controlled roles, deputies, contexts.
        local: a folder whose ``roles.csv`` (with a column ``language``) wins over the pack's.

    Raises:
        PackError: a file is missing or faulty, or a row names an unknown role or paradigm.
    """
    table = read_toml(folder / "roles.toml")
    roles = {row["id"] for _, row in read_csv(shared / "roles.csv", ("id",))}
    deputy_rows = read_csv(shared / "role_deputies.csv", ("role", "deputy", "note"))
    deputies = {row["role"]: row["deputy"] for _, row in deputy_rows}
    rows = read_csv(folder / "titles.csv", ("title", "note"))
    titles: dict[str, tuple[tuple[str, ...], ...]] = {}
    for title in sorted({tuple(TOKEN.findall(row["title"].casefold())) for _, row in rows}, key=lambda t: (-len(t), t)):
        titles[title[0]] = (*titles.get(title[0], ()), title)
    lexicon = RoleLexicon(read_role_words(table, folder / "roles.toml"), titles, deputies)
    contexts: list[RoleContext] = []
    paradigms = _read_paradigms(table, folder / "roles.toml")
    for path, number, row in _rows(folder, shared, local):
        if row["role"] not in roles and row["role"] not in MARKS:
            raise PackError(path, number, f"unknown role {row['role']!r}")
        try:
            if row["of"]:
                contexts.append(_read_context(row, paradigms))
            else:
                _add_form(lexicon, row, paradigms)
        except KeyError as error:
            raise PackError(path, number, f"unknown paradigm {error.args[0]!r}") from None
    lexicon.contexts = tuple(contexts)
    _check_contexts(contexts, lexicon, roles, folder / "roles.csv")
    return lexicon


def _check_contexts(contexts: list[RoleContext], lexicon: RoleLexicon, roles: set[str], path: Path) -> None:
    heads = {entry.head.lstrip("*") for entries in lexicon.by_word.values() for entry in entries}
    for context in contexts:
        if context.head not in heads and context.head.lstrip("@") not in roles:
            raise PackError(path, None, f"a row with 'of' refers to {context.head!r}, which is no form")


def _rows(folder: Path, shared: Path, local: Path | None) -> Iterator[tuple[Path, int, dict[str, str]]]:
    if local is not None and (local / "roles.csv").is_file():
        for number, row in read_csv(local / "roles.csv", ("language", "form", "of", "role", "note")):
            if row["language"] in ("", folder.name):
                yield local / "roles.csv", number, row
    for path in (folder / "roles.csv", shared / "role_contexts.csv"):
        for number, row in read_csv(path, ("form", "of", "role", "note")):
            yield path, number, row


def _read_context(row: dict[str, str], paradigms: Mapping[str, tuple[str, ...]]) -> RoleContext:
    cells = [cell.strip() for cell in row["of"].split("|")]
    kinds = frozenset(cell[1:] for cell in cells if cell.startswith("@"))
    words = tuple(expand_word(cell, paradigms) for cell in cells if not cell.startswith("@"))
    return RoleContext(row["form"].lstrip("*"), words, kinds, row["role"])


def _add_form(lexicon: RoleLexicon, row: dict[str, str], paradigms: Mapping[str, tuple[str, ...]]) -> None:
    form, role = row["form"], row["role"]
    words = tuple(expand_word(word, paradigms) for word in split_form(form))
    if form.endswith("*"):
        lexicon.prefixes.setdefault(form[:-1].casefold(), role)
        return
    entry = _Entry(words, role, form)
    for surface in words[0].forms:
        lexicon.by_word.setdefault(surface, []).append(entry)
        if words[0].compound and len(words) == 1:
            lexicon.suffixes.setdefault(surface, entry)


def _read_paradigms(table: Mapping[str, Any], path: Path) -> dict[str, tuple[str, ...]]:
    paradigms = table.get("paradigms", {})
    for name, endings in paradigms.items():
        if not isinstance(endings, list) or not all(isinstance(ending, str) for ending in endings):
            raise PackError(path, None, f"paradigms.{name} must be a list of endings")
    return {name: tuple(endings) for name, endings in paradigms.items()}
