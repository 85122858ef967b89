"""Long names where a language writes every word of a name with a capital: ``Department of Youth, Sport and Culture``.

Words with capitals make parts, together with small words that tell what a body is for (``of``, ``for the``). Commas and
conjunctions stand inside names and between them. They join what has no head to the purpose before it (``Ministry of
Labour | and Social Policy``), and a first name to the head behind it where an article or the kind of body shows it
(``the Child | and Youth Association``, ``Argyll | and Bute Council``). Else they part.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.language import LanguagePack
from pipeline.language.institutions import InstitutionLexicon
from pipeline.organisations.plausible import is_organisation
from pipeline.records import AnnotatedDocument

_QUOTED = re.compile(r"[ \u00a0](?:“[^”\n]{2,50}”|„[^“”\n]{2,50}[“”]|\"[^\s\",.;][^\"\n,.;]{0,48}[^\s\",.;]\")")
_QUOTED_BEFORE = re.compile(r"(?:“[^”\n]{2,40}”|„[^“”\n]{2,40}[“”]|\"[^\s\",.;][^\"\n,.;]{0,38}[^\s\",.;]\")[ \u00a0]$")
_MARKS = ("“", "”", "„", '"')
_WORD_BEFORE = re.compile(r"(?<!\w)([^\W\d_]{1,40})[ \u00a0]$")
_BACK = 44
_INSIDE = re.compile(r"[\w,;(][ \u00a0]$")
_OWNER = re.compile(r"['’]s(?:[ \u00a0]|$)|(?<=s)['’][ \u00a0]")
# Bodies that govern two places are called by both; those of other kinds rarely are.
_GOVERNING = frozenset({"authority", "parliament_council"})
_FEW = 3
"""Words of what shares a head with the name behind a conjunction."""


@dataclass(frozen=True, slots=True)
class _Part:
    """What stands between commas and conjunctions; ``sign`` is what joins it to the part before."""

    start: int
    end: int
    sign: str


def title_spans(document: AnnotatedDocument, pack: LanguagePack) -> Iterator[tuple[int, int]]:
    """(start, end) of names that small words, conjunctions or a quoted part make long, in order of the text."""
    lexicon = pack.institutions
    if not lexicon.table["capitals_make_names"]:
        return
    reader = _Reader(document.text, lexicon)
    marked = {name.end_char: name.start_char for name in document.names if name.label == "ORG"}
    for match in lexicon.title_run.finditer(document.text):
        if match.end() not in marked and reader.is_short(match):
            continue
        inside = [(n.start_char, n.end_char) for n in document.names_in(*match.span()) if n.label == "PER"]
        rows = reader.rows(match, inside)
        cut = [part for row in rows for part in row if reader.is_cut(part, marked.get(part.end, part.start))]
        for start, end in (*reader.names(rows), *((part.start, part.end) for part in cut)):
            surface = document.text[start:end]
            if not surface.isupper() and is_organisation(surface, pack) and not _is_town(document, start, end, pack):
                yield start, end


def _is_town(document: AnnotatedDocument, start: int, end: int, pack: LanguagePack) -> bool:
    """Whether a name is the noun of a unit with what the recogniser took for a place: ``Mayor of the City of Kladno``.

    A city that acts it marks as a body, with its noun; one that stands by itself signs ("Press office, City of …"), and
    one that opens the sentence acts.
    """
    tie = pack.institutions.title_tie.search(document.text, start, end)
    if tie is None or document.text[start : tie.start()].casefold() not in pack.places.unit_openers:
        return False
    before = _WORD_BEFORE.search(document.text, max(0, start - _BACK), start)
    if before is None or not before[1].islower():
        return False
    name = document.name_at(tie.end())
    return name is not None and name.label == "LOC" and name.end_char >= end


@dataclass(frozen=True, slots=True)
class _Reader:
    """Reads the runs of one document."""

    text: str
    lexicon: InstitutionLexicon

    def rows(self, run: re.Match[str], people: list[tuple[int, int]]) -> list[list[_Part]]:
        """The parts of a run, in rows that no person interrupts, without functions before the names."""
        rows: list[list[_Part]] = [[]]
        position, sign = run.start(), ""
        glue = [(m.start(), m.end(), m[0].strip()) for m in self.lexicon.title_glue.finditer(self.text, *run.span())]
        for stop, after, following in [*glue, (run.end(), run.end(), "")]:
            first = min((a for a, b in people if a < stop and position < b), default=stop)
            start = self._without_opening(position, first)
            end = len(self.text[:first].rstrip()) if first < stop else first
            if start > position:
                rows.append([])
            if start < end:
                rows[-1].append(_Part(start, end, sign if rows[-1] else ""))
            if first < stop:
                rows.append([])
            position, sign = after, following
        return [row for row in rows if row]

    def names(self, rows: list[list[_Part]]) -> Iterator[tuple[int, int]]:
        """The long names of rows of parts."""
        for row in rows:
            i = 0
            while i < len(row):
                last = self._last_of_name(row, i)
                start, end = self._with_quoted(row[i].start, row[last].end)
                long = last > i or (start, end) != (row[i].start, row[i].end) or self._tie(start, end) is not None
                if long and self._has_head(start, end):
                    yield from self._owners(start, end)
                i = last + 1

    def is_short(self, run: re.Match[str]) -> bool:
        """Whether nothing makes a run long: no tie, no comma or conjunction, no quotation mark beside it."""
        start, end = run.span()
        if self.text[end + 1 : end + 2] in _MARKS or self.text[max(0, start - 2) : start - 1] in _MARKS:
            return False
        return self._tie(start, end) is None and self.lexicon.title_glue.search(self.text, start, end) is None

    def is_cut(self, part: _Part, marked: int) -> bool:
        """Whether the recogniser marked but the end of a part inside a sentence: ``the Silent | Valley Band``."""
        inside = _INSIDE.search(self.text, max(0, part.start - 3), part.start) is not None
        return inside and part.start < marked and self._tie(part.start, marked) is None

    def _has_head(self, start: int, end: int) -> bool:
        return any(head.kind != "none" for head in self.lexicon.heads(self.text[start:end]))

    def _tie(self, start: int, end: int) -> re.Match[str] | None:
        return self.lexicon.title_tie.search(self.text, start, end)

    def _without_opening(self, start: int, end: int) -> int:
        """The start of a part without an article or a function (``Director of the …``) before the name."""
        while start < end:
            word, tie = re.split(r"[ \u00a0]", self.text[start:end], maxsplit=1)[0], self._tie(start, end)
            if word.casefold() in self.lexicon.joiners:
                start += len(word) + 1
            elif self.lexicon.is_function(word):
                start = tie.end() if tie else end
            elif tie and not self._has_head(start, tie.start()) and self._has_head(tie.end(), end):
                start = tie.end()  # "Friends of the | City Museum"
            else:
                break
        return start

    def _with_quoted(self, start: int, end: int) -> tuple[int, int]:
        """A name with the quoted part right behind or before it."""
        if self._has_head(start, end):
            after = _QUOTED.match(self.text, end)
            before = _QUOTED_BEFORE.search(self.text, max(0, start - _BACK), start)
            return before.start() if before else start, after.end() if after else end
        return start, end

    def _owners(self, start: int, end: int) -> Iterator[tuple[int, int]]:
        """A name, or two where the first owns the second: ``University of Leeds | 's Research Centre``."""
        for owned in _OWNER.finditer(self.text, start, end):
            if self._has_head(start, owned.start()) and (owned.end() >= end or self._has_head(owned.end(), end)):
                yield start, owned.start()
                start = owned.end()
        if start < end and self._has_head(start, end):
            yield start, end

    def _last_of_name(self, row: list[_Part], i: int) -> int:
        """The number of the last part of the name that begins with part ``i``."""
        last = self._shared_head(row, i)
        while (tie := self._tie(row[i].start, row[last].end)) and self._has_head(row[i].start, tie.start()):
            k = self._past_list(row, last + 1)
            if k >= len(row) or row[k].sign == "," or not self._is_bare(row[k]):
                break
            last = k
        return last

    def _past_list(self, row: list[_Part], k: int) -> int:
        """The number of the first part from ``k`` on that no comma joins, or that has a head."""
        while k < len(row) and row[k].sign == "," and self._is_bare(row[k]):
            k += 1
        return k

    def _is_bare(self, part: _Part) -> bool:
        """Whether a part may go on with a purpose: it has no head, and is no name of its own."""
        surface = self.text[part.start : part.end]
        acronym = surface.split()[0].isupper() and len(surface) > 1
        return not (acronym or self._has_head(part.start, part.end) or surface.casefold() in self.lexicon.names)

    def _shared_head(self, row: list[_Part], i: int) -> int:
        """The number of the part whose head part ``i`` shares, ``i`` itself if it shares none."""
        one, k = row[i], self._past_list(row, i + 1)
        if k >= len(row) or row[k].sign == "," or not self._is_bare(one) or self._tie(one.start, one.end):
            return i
        head = next(self.lexicon.heads(self.text[row[k].start : row[k].end]), None)
        few = len(self.text[one.start : one.end].split()) <= _FEW
        if head is None or head.kind != "head" or head.position == 0 or not few:
            return i
        before = self.text[max(0, one.start - len(self.lexicon.article) - 1) : one.start].casefold()
        shown = before.rstrip() == self.lexicon.article and before != before.rstrip()
        return k if shown or (k == i + 1 and (row[k].sign == "&" or head.type in _GOVERNING)) else i
