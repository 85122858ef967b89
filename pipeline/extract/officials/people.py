"""Mentions of persons: names as NER marked them, their spans repaired, and names that only a function gives away."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from pipeline.extract.officials.tokens import Span, Tokens
from pipeline.language.roles import RoleLexicon
from pipeline.records import Place


@dataclass(frozen=True, slots=True)
class Mention:
    """A person's name in the text.

    Attributes:
        start: first token of the name, without titles.
        end: one past its last token.
        lead: first token of the titles and forms of address before it; ``start`` if there are none.
        titles: those titles as they stand.
        marked: whether NER marked it; otherwise grammar found it.
    """

    start: int
    end: int
    lead: int
    titles: tuple[str, ...]
    marked: bool


@dataclass(eq=False)
class People:
    """The mentions of persons in a document, by token."""

    tokens: Tokens
    lexicon: RoleLexicon
    is_given_name: Callable[[str], bool]

    def __post_init__(self) -> None:
        tokens = self.tokens
        self._cutters = self.lexicon.words.conjunctions | self.lexicon.words.units
        marked = [tokens.words[span.start : span.end] for span in tokens.persons]
        self._surnames = {words[-1] for words in marked if len(words) > 1 and all(w[0].isalnum() for w in words)}
        self._by_start: dict[int, Mention] = {}
        self._at: dict[int, Mention] = {}
        self._place_words = {c.row.text for c in tokens.covers if c is not None and isinstance(c.row, Place)}
        for span in self._repaired():
            self._add(span.start, span.end, marked=True)
        self._free_tails()

    def _free_tails(self) -> None:
        """Names of bodies that NER ran on into a person or a function lose their tail: ``MOPS Jan Nowak``."""
        tokens = self.tokens
        spans = {id(cover): cover for cover in tokens.covers if cover is not None and cover.label == "ORG"}.values()
        known = {tokens.text(span.start, span.end): span.row for span in spans}
        for span in spans:
            for k in range(span.start + 1, span.end):
                name = tokens.text(span.start, k)
                if name in known and self._is_tail(k, span.end):
                    head = Span(span.start, k, "ORG", known[name])
                    tokens.covers[span.start : span.end] = [head] * (k - span.start) + [None] * (span.end - k)
                    break

    def _is_tail(self, start: int, end: int) -> bool:
        match = self.lexicon.match(self.tokens.words, start)
        if match is not None and start + match.length == end:
            return True
        return end - start > 1 and self.is_given_name(self.tokens.words[start])

    @property
    def mentions(self) -> list[Mention]:
        """All mentions so far, in order."""
        return [self._by_start[start] for start in sorted(self._by_start)]

    def at(self, token: int) -> Mention | None:
        """The mention over a token."""
        return self._at.get(token)

    def starting(self, token: int) -> Mention | None:
        """The mention that starts, titles and address included, at a token; grammar may find one NER missed."""
        i = self._skip_titles(token)
        mention = self._at.get(i)
        if mention is not None:
            return mention if mention.start == i or mention.lead <= token else None
        return self._from_grammar(i)

    def _add(self, start: int, end: int, *, marked: bool) -> Mention | None:
        if end <= start or any(i in self._at for i in range(start, end)):
            return None
        lead, titles = self._titles_before(start)
        mention = Mention(start, end, lead, titles, marked)
        self._by_start[start] = mention
        for i in range(start, end):
            self._at[i] = mention
        return mention

    # ------------------------------------------------------------ repair of marked spans

    def _repaired(self) -> list[Span]:
        spans: list[Span] = []
        for span in sorted(self.tokens.persons, key=lambda s: s.start):
            for part in self._split(span):
                if self._follows_unit(part) or self._is_namesake(part.start):
                    continue
                previous = spans[-1] if spans else None
                if previous and previous.end > part.start:
                    continue
                if previous and previous.end == part.start and self._is_place_before(previous, part):
                    spans[-1] = part
                    continue
                if previous and previous.end == part.start and self._is_half(previous):
                    spans[-1] = Span(previous.start, part.end, "PER")
                else:
                    spans.append(part)
        return [self._extended(span) for span in spans]

    def _is_place_before(self, span: Span, other: Span) -> bool:
        """Whether a span is a place marked as a person, before a whole name: ``prezydent Kłodzka Jan Nowak``."""
        words = self.tokens.words
        if span.end - span.start > 1 or self.is_given_name(words[span.start]) or other.end - other.start < 2:
            return False
        if not self.is_given_name(words[other.start]):
            return False
        self.tokens.covers[span.start] = self.tokens.covers[span.start] or Span(span.start, span.end, "LOC")
        return True

    def _is_namesake(self, start: int) -> bool:
        """Whether a name only names something or is a credit: ``im. ks. Adama Lisa``, ``Foto: Jan Kral``."""
        words, known = self.tokens.words, self.lexicon.words.namesake
        for i in range(start - 1, max(start - 6, -1), -1):
            if words[i].casefold() in known or (words[i].casefold() + ".") in known:
                return words[i].casefold() in known or words[i + 1] == "."
            title = self._title_length(i) or words[i] in ".:" or self.lexicon.match(words, i) is not None
            if not title:
                return False
        return False

    def _follows_unit(self, span: Span) -> bool:
        """Whether a marked name is the place after the noun of a unit: ``Burmistrz Miasta Dolny Kubin``."""
        words, start = self.tokens.words, span.start
        if not start or words[start - 1].casefold() not in self.lexicon.words.units:
            return False
        if any(self.is_given_name(word) for word in words[start : span.end]):
            return False
        for i in range(start, span.end):
            self.tokens.covers[i] = self.tokens.covers[i] or Span(start, span.end, "LOC")
        return True

    def _split(self, span: Span) -> list[Span]:
        """A span cut at conjunctions, commas and line breaks, without titles, address, functions at its edges."""
        parts, start = list[Span](), span.start
        for i in range(span.start, span.end + 1):
            if i == span.end or self._cuts(i, span):
                parts.append(self._trimmed(start, i))
                start = i + 1
        return [part for part in parts if part.end > part.start]

    def _cuts(self, i: int, span: Span) -> bool:
        """Whether a token inside a marked span parts two persons; not so in ``Kral, Jan`` and ``von und zu``."""
        words, known = self.tokens.words, self.lexicon.words
        last = i + 1 >= span.end
        if words[i] == ",":
            return last or span.end - i > 2 or self.is_given_name(words[i - 1]) or not self.is_given_name(words[i + 1])
        if not last and words[i - 1].casefold() in known.particles and words[i + 1].casefold() in known.particles:
            return False
        return words[i] in ";\n()–—-" or words[i].casefold() in self._cutters

    def _trimmed(self, start: int, end: int) -> Span:
        """A part without functions, places and signs at its edges; empty if nothing is left of a person."""
        words = self.tokens.words
        first = start = min(self._skip_titles(start), end)
        if self._place_opens(start, end):
            start += 1
        while start < end and not self.is_given_name(words[start]):
            match = self.lexicon.match(words, start)
            if match is None or match.role == "-" or (start + 1 == end and words[start] in self._surnames):
                break
            start = min(self._skip_titles(start + match.length), end)
        if start > first and end - start == 1 and words[start] in self._place_words:
            start = end
        if start < end and self._is_place(start, end):
            cover = self.tokens.covers[start]
            start = cover.end if cover is not None else end
        while start < end and not words[start][0].isalpha():
            start += 1
        while end > start and not (words[end - 1][0].isalpha() or (words[end - 1] == "." and end - start == 2)):
            end -= 1
        return Span(start, end, "PER")

    def _place_opens(self, start: int, end: int) -> bool:
        """Whether a part runs on from a unit's name to a person's: ``starosta města Javorník Jiří Jura``."""
        words = self.tokens.words
        if not start or start + 2 >= end or words[start - 1].casefold() not in self.lexicon.words.units:
            return False
        opens = not self.is_given_name(words[start]) and self.is_given_name(words[start + 1])
        if opens:
            self.tokens.covers[start] = self.tokens.covers[start] or Span(start, start + 1, "LOC")
        return opens

    def _is_place(self, start: int, end: int) -> bool:
        """Whether a part starts with a place of the gazetteer and is nothing else, or a given name follows it."""
        cover = self.tokens.covers[start]
        if cover is None or getattr(cover.row, "geonames_id", None) is None or cover.start != start:
            return False
        if cover.end >= end:
            return not self.is_given_name(self.tokens.words[start])
        return self.is_given_name(self.tokens.words[cover.end])

    def _is_half(self, span: Span) -> bool:
        """Whether a span is a given name or an initial alone."""
        words = self.tokens.words[span.start : span.end]
        return len(words[0]) == 1 if len(words) == 2 and words[1] == "." else self._is_given(words)

    def _is_given(self, words: list[str]) -> bool:
        return len(words) == 1 and self.is_given_name(words[0])

    def _extended(self, span: Span) -> Span:
        """A span with the given names before it and, if it ends in a given name or a particle, the surname after it."""
        start, end, words = span.start, span.end, self.tokens.words
        if self._is_given(words[start:end]) or words[end - 1].casefold() in self.lexicon.words.particles:
            if self._heads_line(start - 2) and words[start - 1] == ",":
                return Span(start - 2, end, "PER")
            end = self._name_end(end - 1)
        while start > 0 and self._free_name(start - 1) and self.is_given_name(words[start - 1]):
            if self.lexicon.match(words, start - 1) is not None:
                break
            start -= 1
        return Span(start, max(end, span.end), "PER")

    def _heads_line(self, i: int) -> bool:
        """Whether a free capitalised word opens a line: the surname of an alphabetical list."""
        words = self.tokens.words
        return i >= 0 and words[i][0].isupper() and self._free_name(i) and (i == 0 or not words[i - 1][0].isalnum())

    # ------------------------------------------------------------ names NER is silent about

    def _from_grammar(self, start: int) -> Mention | None:
        words = self.tokens.words
        if start >= len(words) or not words[start][0].isupper() or not self.is_given_name(words[start]):
            return None
        cover = self.tokens.covers[start]
        if cover is not None and (cover.start != start or cover.row is not None):
            return None
        end = cover.end if cover is not None else self._name_end(start)
        if end - start < 2 or end - start > 4:
            return None
        return self._add(start, end, marked=False)

    def ending(self, end: int) -> Mention | None:
        """The mention that ends before a token; grammar may find one that NER missed."""
        if end > 0 and end - 1 in self._at:
            return self._at[end - 1]
        words, start = self.tokens.words, end - 1
        while start >= 0 and end - start <= 4 and self._free_name(start):
            if start < end - 1 and self.is_given_name(words[start]) and self._name_end(start) == end:
                return self._add(start, end, marked=False)
            start -= 1
        return None

    def _name_end(self, start: int) -> int:
        """One past a run of given names and a surname with its particles."""
        words, end = self.tokens.words, start + 1
        while end < len(words) and self._free_name(end) and self.is_given_name(words[end]) and end - start < 3:
            end += 1
        i = end
        while i < len(words) and words[i].casefold() in self.lexicon.words.particles:
            i += 1
        if i < len(words) and self._free_name(i) and self.lexicon.match(words, i) is None:
            return i + 1
        return end

    def _free_name(self, i: int) -> bool:
        word = self.tokens.words[i]
        return word[0].isupper() and len(word) > 1 and self.tokens.covers[i] is None and i not in self._at

    # ------------------------------------------------------------ titles and address

    def _skip_titles(self, i: int) -> int:
        """The token after titles and forms of address that start at ``i``."""
        words = self.tokens.words
        while i < len(words) - 1:
            n = self._title_length(i)
            if not n:
                break
            i += n
        return i

    def _title_length(self, i: int) -> int:
        """Tokens of the title or form of address at ``i``; 0 if none stands there."""
        low = [word.casefold() for word in self.tokens.words[i : i + 6]]
        for n in range(len(low), 0, -1):
            known = tuple(low[:n]) in self.lexicon.titles
            if known or (n == 1 and low[0] in self.lexicon.words.address):
                return n + 1 if low[n : n + 1] == ["."] and low[n - 1] != "." else n
        return 0

    def before_degrees(self, i: int) -> int:
        """The last token before degrees that end at ``i``: ``Kral, MBA``."""
        words = self.tokens.words
        while i > 2 and words[i - 1] == "," and (words[i].casefold(),) in self.lexicon.titles:
            i -= 2
        return i

    def _titles_before(self, start: int) -> tuple[int, tuple[str, ...]]:
        """First token of the titles before a name, and the titles in order."""
        lead, titles = start, []
        while lead > 0:
            back = next((k for k in (6, 5, 4, 3, 2, 1) if lead >= k and self._title_length(lead - k) == k), 0)
            if not back:
                break
            lead -= back
            titles.append(self.tokens.text(lead, lead + back))
        return lead, tuple(reversed(titles))
