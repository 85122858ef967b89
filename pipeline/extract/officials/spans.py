"""Repair of the spans that NER marked as persons: cut too long, too short, or no persons at all."""

from __future__ import annotations

from collections.abc import Callable

from pipeline.extract.officials.names import NameGrammar
from pipeline.extract.officials.titles import Titles
from pipeline.extract.officials.tokens import Span, Tokens
from pipeline.language.roles import RoleLexicon
from pipeline.records import Place

# Signs that part two persons marked as one.
_CUTTING = frozenset(";\n()–—-")


class SpanRepair:
    """Repairs the marked persons of one document; places among them become places."""

    def __init__(
        self,
        tokens: Tokens,
        lexicon: RoleLexicon,
        titles: Titles,
        grammar: NameGrammar,
        may_be_genitive: Callable[[str], bool],
    ) -> None:
        self.tokens = tokens
        self.lexicon = lexicon
        self.titles = titles
        self.grammar = grammar
        self.is_given_name = grammar.is_given_name
        self.may_be_genitive = may_be_genitive
        self._cutters = lexicon.words.conjunctions.union(lexicon.words.units)
        marked = [tokens.words[span.start : span.end] for span in tokens.persons]
        self._surnames = {words[-1] for words in marked if len(words) > 1 and all(w[0].isalnum() for w in words)}
        self._place_words = {c.row.text for c in tokens.covers if c is not None and isinstance(c.row, Place)}

    def repaired(self) -> list[Span]:
        """The spans of persons, in order."""
        spans: list[Span] = []
        for span in sorted(self.tokens.persons, key=lambda s: s.start):
            for part in self._split(span):
                if self._follows_unit(part) or self.is_namesake(part.start) or self._is_no_name(part):
                    continue
                previous = spans[-1] if spans else None
                if previous and previous.end > part.start:
                    continue
                if previous and previous.end == part.start and self._is_place_before(previous, part):
                    spans[-1] = part
                    continue
                if previous and self._is_one_name(previous, part):
                    part = Span(spans.pop().start, part.end, "PER")
                spans.append(part)
        return [self._extended(span) for span in spans]

    def _is_one_name(self, one: Span, other: Span) -> bool:
        """Whether two marked parts are one person: ``Jan | Kral``, ``Jordi Puig i | Roca``."""
        if one.end == other.start:
            return self._is_half(one) or self.grammar.lacks_surname(other) or self.grammar.lacks_surname(one)
        joins = self.tokens.text(one.end, other.start).casefold() in self.lexicon.words.particles
        return joins and other.size == 1 and not self.is_given_name(self.tokens.words[other.start])

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
        words, low, particles = self.tokens.words, self.tokens.low, self.lexicon.words.particles
        if words[i] == ",":
            turned = i + 2 == span.end and self.is_given_name(words[i + 1]) and not self.is_given_name(words[i - 1])
            return not turned
        if low(i - 1) in particles and low(i + 1) in particles:
            return False
        return words[i] in _CUTTING or (low(i) in self._cutters and not self._is_initial(i))

    def _trimmed(self, start: int, end: int) -> Span:
        """A part without functions, places and signs at its edges; empty if nothing is left of a person."""
        words = self.tokens.words
        first = start = min(self._after_function(self.titles.skip(self._within_title(start)), end), end)
        if self._place_opens(start, end):
            start += 1
        start = self._after_complement(start, end)
        if self.tokens.low(start) in self.lexicon.words.definite and self._past_function(start + 1) > start + 1:
            start = min(start + 1, end)
        while start < end and not self.is_given_name(words[start]):
            after = self._past_function(start)
            if after == start or (start + 1 == end and words[start] in self._surnames):
                break
            start = min(self.titles.skip(after), end)
        if start > first and self._goes_on(start, end):
            start = end
        if start > first and end - start == 1 and words[start] in self._place_words:
            start = end
        if self._is_function(start, end):
            start = end
        if start < end and self._is_place(start, end):
            cover = self.tokens.covers[start]
            start = cover.end if cover is not None else end
        end = self.grammar.before_function(start, self._without_home(start, end)) if start < end else end
        while start < end and not words[start][0].isalpha():
            start += 1
        while end > start and not (words[end - 1][0].isalpha() or self._is_initial(end - 2)):
            end -= 1
        return Span(start, end, "PER")

    def _without_home(self, start: int, end: int) -> int:
        """The end of a surname told before without the place behind it: ``burgemeester Kral | van Kladno``."""
        words, low = self.tokens.words, self.tokens.low
        home = end - start == 3 and low(start + 1) in self.lexicon.words.links and words[end - 1] in self._place_words
        return start + 1 if home and words[start] in self._surnames else end

    def _is_initial(self, i: int) -> bool:
        """Whether a token and the sign behind it are an initial: ``J. Kral`` cut short, ``Savčuk M. I.``, ``Ch.``."""
        return self.tokens.is_capital(i) and self.tokens.word(i + 1) == "." and len(self.tokens.word(i)) < 3

    def _goes_on(self, start: int, end: int) -> bool:
        """Whether what follows a function is its place, no name: ``El alcalde | de Lorca`` marked as a whole."""
        known, lows = self.lexicon.words, self.tokens.lows
        if not known.lowercase_nouns or start >= end or lows[start] not in known.links:
            return False
        return not any(self.is_given_name(word) for word in self.tokens.words[start:end])

    def _is_half(self, span: Span) -> bool:
        """Whether a span is a given name or an initial alone."""
        first, *others = self.tokens.words[span.start : span.end]
        return len(first) == 1 if others == ["."] else not others and self.is_given_name(first)

    def _extended(self, span: Span) -> Span:
        """A span with the given names before it and, if it ends in a given name or a particle, the surname after it."""
        start, end, words = span.start, span.end, self.tokens.words
        given = span.size == 1 and self.is_given_name(words[start])
        if given or self.tokens.lows[end - 1] in self.lexicon.words.particles:
            if self.tokens.word(start - 1) == "," and self._heads_line(start - 2):
                return Span(self._with_particles(start - 2), end, "PER")
            end = self.grammar.end_of(end - 1)
        if self.grammar.lacks_surname(span) and self.grammar.opens_entry(start - 1, end):
            return Span(start - 1, end, "PER")
        while start > 0 and self.grammar.opens(start - 1, start):
            if self.lexicon.match(words, start - 1) is not None or self.titles.length(start - 1):
                break
            start -= 1
        if start == span.start and not (start and self.titles.length(start - 1)) and self._lost_first(span):
            start -= 1
        return Span(self._with_initials(start), self._past_second_surname(max(end, span.end)), "PER")

    def _past_second_surname(self, end: int) -> int:
        """The end of a name with the second surname that a spaced dash joins: ``Anna Kováčová - Malá``."""
        endings, word = self.lexicon.words.double_surnames, self.tokens.word
        if word(end) not in ("-", "–") or not word(end - 1).endswith(endings):
            return end
        second = word(end + 1)
        joined = self.tokens.is_capital(end + 1) and second.endswith(endings) and not self.is_given_name(second)
        return end + 2 if joined else end

    def _with_initials(self, start: int) -> int:
        """The start of a name with the initials before it, and the given name before those: ``Sunita K Rao``."""
        if self.titles.before(start)[0] < start or self._ends_function(start):
            return start  # "S. E." is no row of initials, nor is the end of "Ministerin a. D."
        first = self.grammar.with_initials(start)
        if first == start or not self.grammar.is_free(first - 1):
            return first
        own = self.is_given_name(self.tokens.words[first - 1]) or self.tokens.word(first - 2)[:1].islower()
        function = self.lexicon.match(self.tokens.words, first - 1) is not None or self.titles.length(first - 1)
        return first - 1 if own and not function else first

    def _ends_function(self, end: int) -> bool:
        """Whether a function of several words ends before a token; ``O.`` alone may be an initial."""
        return any(self._past_function(i) == end for i in self.tokens.back(end - 2, 2))

    def _lost_first(self, span: Span) -> bool:
        """Whether NER cut a rare given name off: a capital before a name without one, where nouns are written small."""
        words, known, start = self.tokens.words, self.lexicon.words, span.start
        if not known.lowercase_nouns or any(map(self.is_given_name, words[start : span.end])):
            return False
        if not self.tokens.word(start - 2)[:1].islower() or not self.grammar.is_free(start - 1):
            return False
        return self.lexicon.match(words, start - 1) is None

    def _heads_line(self, i: int) -> bool:
        """Whether a free capitalised word opens a line: the surname of an alphabetical list."""
        return self.grammar.is_free(i) and self.grammar.opens_line(self._with_particles(i))

    def _with_particles(self, i: int) -> int:
        """The first of the particles before a surname: ``ten Hagen``."""
        while self.tokens.low(i - 1) in self.lexicon.words.particles:
            i -= 1
        return i

    def is_namesake(self, start: int) -> bool:
        """Whether a name only names something or is a credit: ``im. ks. Adama Lisa``, ``Foto: Jan Kral``."""
        words, known = self.tokens.words, self.lexicon.words.namesake
        for i in self.tokens.back(start, 5):
            if self.tokens.lows[i] in known or (self.tokens.lows[i] + ".") in known:
                return self.tokens.lows[i] in known or words[i + 1] == "."
            title = self.titles.length(i) or words[i] in ".:" or self.lexicon.match(words, i) is not None
            if not title:
                return False
        return False

    def _is_no_name(self, span: Span) -> bool:
        """Whether a marked name is a function's adjective, or an acronym in brackets: ``Handelskammer (HKI)``."""
        word = self.tokens.word
        alone = span.size == 1 and word(span.start).isupper() and len(word(span.start)) > 1
        acronym = alone and word(span.start - 1) == "(" and word(span.end) == ")"
        return acronym or self.grammar.is_legal_form(span) or self.grammar.is_office_adjective(span)

    def _follows_unit(self, span: Span) -> bool:
        """Whether a marked name is the place after the noun of a unit: ``Burmistrz Miasta Dolny Kubin``."""
        words, start = self.tokens.words, span.start
        if self.tokens.low(start - 1) not in self.lexicon.words.units:
            return False
        if any(self.is_given_name(word) for word in words[start : span.end]):
            return False
        for i in range(start, span.end):
            self.tokens.covers[i] = self.tokens.covers[i] or Span(start, span.end, "LOC")
        return True

    def _is_place_before(self, span: Span, other: Span) -> bool:
        """Whether a span is a place marked as a person, before a whole name: ``prezydent Kłodzka Jan Nowak``."""
        words = self.tokens.words
        if span.size > 1 or self.is_given_name(words[span.start]) or other.size < 2:
            return False
        if not self.is_given_name(words[other.start]) or self.grammar.lacks_surname(other):
            return False
        self.tokens.covers[span.start] = self.tokens.covers[span.start] or Span(span.start, span.end, "LOC")
        return True

    def _within_title(self, start: int) -> int:
        """The token after a title that a span cuts into: ``S. E. Jan Kral`` marked from ``E.`` on."""
        ends = (i + self.titles.length(i) for i in self.tokens.back(start, 3))
        return next((end for end in ends if end > start), start)

    def _after_function(self, start: int, end: int) -> int:
        """The token after a function inside a span that a given name follows: ``Grazer Landesrat Jan Kral``."""
        words = self.tokens.words
        for i in range(start, end):
            after = self._past_function(i)
            if i < after < end:
                return after if self.is_given_name(words[after]) else start
        return start

    def _past_function(self, i: int) -> int:
        """One past the function that a word opens; the word itself if it opens none."""
        match = self.lexicon.match(self.tokens.words, i) if self.tokens.word(i)[:1].isalpha() else None
        return i + match.length if match is not None and match.role != "-" else i

    def _is_function(self, start: int, end: int) -> bool:
        """Whether a part is a function with capitals, before the name that it belongs to: ``Sądecki Starosta``."""
        if not self.tokens.is_capital(end) or self._past_function(end - 1) != end:
            return False
        return not any(map(self.is_given_name, self.tokens.words[start:end]))

    def _place_opens(self, start: int, end: int) -> bool:
        """Whether a part runs on from a unit's name to a person's: ``starosta města Vsetín Jiří Jura``."""
        words = self.tokens.words
        if start + 2 >= end or self.tokens.low(start - 1) not in self.lexicon.words.units:
            return False
        opens = not self.is_given_name(words[start]) and self.is_given_name(words[start + 1])
        if opens:
            self.tokens.covers[start] = self.tokens.covers[start] or Span(start, start + 1, "LOC")
        return opens

    def _after_complement(self, start: int, end: int) -> int:
        """The token after a genitive between a function and a whole name: ``burmistrz | Kłodzka Jan Nowak``."""
        words = self.tokens.words
        first = next((i for i in range(start, end) if self.is_given_name(words[i])), start)
        if self.is_given_name(words[end - 1]) or not all(map(self.may_be_genitive, words[start:first])):
            return start
        if first == start or not self._within_function(start):
            return start
        self.tokens.covers[start:first] = [
            cover or Span(start, first, "LOC") for cover in self.tokens.covers[start:first]
        ]
        return first

    def _within_function(self, start: int) -> bool:
        """Whether a function stands before a token, with nothing but its complement between them."""
        words = self.tokens.words
        for i in self.tokens.back(start, 8):
            if not words[i][0].isalpha():
                return False
            if i < self._past_function(i) <= start:
                return True
        return False

    def _is_place(self, start: int, end: int) -> bool:
        """Whether a part starts with a place of the gazetteer and is nothing else, or a given name follows it."""
        cover = self.tokens.covers[start]
        if cover is None or getattr(cover.row, "geonames_id", None) is None or cover.start != start:
            return False
        if cover.end >= end:
            return not self.is_given_name(self.tokens.words[start])
        return self.is_given_name(self.tokens.words[cover.end])
