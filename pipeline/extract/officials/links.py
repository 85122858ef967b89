"""Which person holds which function: the places a phrase may take beside a name, weighed against each other."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from pipeline.extract.officials.people import Mention, People
from pipeline.extract.officials.phrases import Phrase
from pipeline.extract.officials.tokens import Tokens
from pipeline.language.roles import RoleLexicon

# How well a phrase's place beside a name tells that it is the person's: calibrated on the training releases by order
# only. A name that follows directly beats everything; a dash beats a comma, so that lists "role – name, role – name"
# and "name – role, name – role" both come out right; a comma before beats a comma after.
DIRECT, BRACKET, DASH_BEFORE, DASH_AFTER, COPULA, COMMA_BEFORE, COMMA_AFTER, LOOSE = 10, 8, 7, 7, 6, 5, 4, 3
_DASHES = frozenset("–—-−")
SIGNS_BEFORE = {",": COMMA_BEFORE, ";": LOOSE, "|": COMMA_BEFORE, "(": BRACKET, **dict.fromkeys(_DASHES, DASH_BEFORE)}
SIGNS_AFTER = {",": COMMA_AFTER, "(": BRACKET - 1, **dict.fromkeys((*_DASHES, ":"), DASH_AFTER)}
# Common nouns that may stand before a function.
_NOUNS = 2
# What stands between the names that one plural has.
_JOINING = _DASHES | {",", ";"}
# What may lie between a name and the sign behind it.
_BETWEEN = frozenset('„“”"\n')


@dataclass(frozen=True, slots=True)
class Link:
    """A person and a phrase that belong together.

    Attributes:
        mention: the person's name.
        phrase: the function.
        weight: how sure the arrangement makes it.
        before: whether the phrase stands before the name.
    """

    mention: Mention
    phrase: Phrase
    weight: int
    before: bool


class Linker:
    """Links the phrases of one document to its persons."""

    def __init__(self, tokens: Tokens, people: People, lexicon: RoleLexicon) -> None:
        self.tokens = tokens
        self.people = people
        self.known = lexicon.words

    def link(self, phrases: list[Phrase]) -> list[Link]:
        """The best link of each phrase, one per person for plurals; in order of the phrases."""
        links: list[Link] = []
        linked: set[Mention] = set()
        own = {phrase.start for phrase in phrases}  # where a function follows without a sign
        for n, phrase in enumerate(phrases):
            right, left = self._right(phrase), self._left(phrase)
            if right is not None and right.weight == COMMA_AFTER and right.mention.end in own:
                right = None  # "radny, członek zarządu, Anna Lis dyrektor szkoły"
            if right is not None and left is not None and left.mention not in linked:
                right = None if self._own_follows(right, left, phrases[n + 1 : n + 2]) else right
            if right is not None and left is not None and self._right_wins(right, left, links):
                left = None
            left = left or (self._stand_in(phrase) if right is None else None)
            best = max((x for x in (left, right) if x is not None), key=lambda x: x.weight, default=None)
            if best is None:
                continue
            others = [m for m in self._companions(best) if phrase.plural or m.end not in own]
            new = [best, *(Link(m, phrase, best.weight, best.before) for m in others)]
            linked.update(link.mention for link in new)
            links.extend(new)
        return links

    def _right_wins(self, right: Link, left: Link, links: list[Link]) -> bool:
        """Whether a tie goes to the name after: the list runs that way, or the name before has its function."""
        if right.weight == left.weight == DASH_AFTER:
            return any(link.before and link.weight == DASH_AFTER for link in links[-1:])
        taken = any(link.mention == left.mention and link.weight == DIRECT for link in links[-3:])
        if not taken and links and links[-1].mention == left.mention and links[-1].weight == COMMA_AFTER:
            # "the Voivode, Mr Jan Kral, the Marshal, Ms Ann Lee"; "il sindaco, Jan Kral, l'assessore, Ann Lee"
            taken = right.mention.lead < right.mention.start
            taken = taken or self.tokens.low(right.phrase.start - 1) in self.known.definite
        return taken and left.weight == COMMA_BEFORE and right.weight == COMMA_AFTER

    def _own_follows(self, right: Link, left: Link, following: list[Phrase]) -> bool:
        """Whether the name after has a function of its own behind it: ``A, Rätin für Soziales B, den Landrat``.

        The sign between the two persons is missing there.
        """
        if right.weight != DIRECT or left.weight < COMMA_BEFORE or right.phrase.end == right.phrase.after:
            return False
        own = self._left(following[0]) if following else None
        return own is not None and own.mention == right.mention and own.weight >= COMMA_BEFORE

    def _stand_in(self, phrase: Phrase) -> Link | None:
        """``… meint Jan Kral. Der Bürgermeister …``: a sentence that opens with a function goes on about its holder."""
        document, first = self.tokens.document, phrase.start - 1
        if self.tokens.low(first) not in self.known.definite or self.tokens.word(first - 1) == "\n":
            return None
        sentence = document.sentence_at(self.tokens.starts[phrase.head])
        if sentence is None or sentence.start_char != self.tokens.starts[first]:
            return None
        mention = next(filter(None, map(self.people.at, self.tokens.back(first, 39))), None)
        if mention is None or document.locate(self.tokens.starts[mention.start])[1] + 1 != sentence.sentence:
            return None
        return Link(mention, phrase, LOOSE - 1, False)

    # ------------------------------------------------------------ a name after the phrase

    def _right(self, phrase: Phrase) -> Link | None:
        i, sign = phrase.stop, self.tokens.word(phrase.stop)
        mention = self._name_at(i)
        if mention is not None:
            # A preposition or conjunction right before the name parts it from the function; "Bgm.in" ends in none.
            before = self.tokens.low(i - 1) if self.tokens.starts[i - 1] > self.tokens.ends[i - 2] else ""
            parted = before in self.known.links or before in self.known.conjunctions
            return None if parted else Link(mention, phrase, DIRECT, True)
        if sign not in SIGNS_AFTER:
            return self._after_copula(phrase, i) if self.tokens.low(i) in self.known.copulas else None
        mention = self._name_at(i + 1) or (self._name_at(i + 2) if sign == ":" else None)
        return Link(mention, phrase, SIGNS_AFTER[sign], True) if mention is not None else None

    def _after_copula(self, phrase: Phrase, i: int) -> Link | None:
        """``Bürgermeister ist seit 2010 Jan Kral``."""
        for k in self.tokens.ahead(i + 1, 4):
            mention = self._name_at(k)
            if mention is not None:
                return Link(mention, phrase, COPULA - 2, True)
            word = self.tokens.words[k]
            if word.casefold() not in self.known.adverbs and not word.isdigit():
                return None
        return None

    def _name_at(self, i: int) -> Mention | None:
        if i >= len(self.tokens):
            return None
        return self.people.starting(i)

    # ------------------------------------------------------------ a name before the phrase

    def _left(self, phrase: Phrase) -> Link | None:
        i = next((k for k in self.tokens.back(phrase.start, 9) if not self._passable(k)), -1)
        if i < 0:
            return None
        mention = self.people.at(i)
        if mention is not None:
            # A lone word may be an adjective or a place that NER took for a name.
            weight = BRACKET if i == phrase.head - 1 and self._is_acronym(phrase) else LOOSE
            return Link(mention, phrase, weight, False) if mention.start + 1 < mention.end else None
        i = self._before_nouns(i)
        low = self.tokens.lows[i]
        if low in self.known.copulas or low in self.known.appointments:
            return self._before_copula(phrase, i)
        weight = SIGNS_BEFORE.get(low, 0)
        if low == "\n" and self._line_of_its_own(phrase):
            weight = LOOSE - 1
        mention = self._name_ending(i) if weight else None
        return Link(mention, phrase, weight, False) if mention is not None else None

    def _is_acronym(self, phrase: Phrase) -> bool:
        """Whether a function is written as an acronym, which follows the name without a sign: ``Ann Lee MP``."""
        word = self.tokens.words[phrase.head]
        return len(word) > 1 and word.isupper()

    def _before_nouns(self, i: int) -> int:
        """The token before common nouns that tell a function's kind: ``Ann Lee, | sign language | interpreter``.

        Token ``i`` itself unless a sign behind a name is all that stands before them.
        """
        if not self.known.nouns_before:
            return i
        for k in self.tokens.back(i + 1, _NOUNS + 1):
            if self.tokens.words[k] in SIGNS_BEFORE:
                return k
            if not self._may_be_noun(k):
                break
        return i

    def _may_be_noun(self, i: int) -> bool:
        """Whether a word in small letters is none of the small words and verbs of a sentence."""
        known, low = self.known, self.tokens.lows[i]
        small = (known.stops, known.links, known.conjunctions, known.copulas, known.appointments, known.adverbs)
        return self.tokens.words[i].islower() and not (low.endswith(known.verb_endings) or any(low in w for w in small))

    def _passable(self, i: int) -> bool:
        """Whether a word may stand between a sign and the function: adverb, article, a year or a date."""
        word = self.tokens.words[i]
        if word.casefold() in self.known.adverbs or word.casefold() in self.known.articles or word.isdigit():
            return True
        if word == "*":
            return True  # the mark of a footnote
        return self.tokens.word(i - 1).isdigit() and word != ","

    def _line_of_its_own(self, phrase: Phrase) -> bool:
        """Whether the phrase fills its line, and a name begins the line before: a signature."""
        return self.tokens.word(phrase.end) in ("", "\n")

    def _before_copula(self, phrase: Phrase, i: int) -> Link | None:
        """``Jan Kral ist seit 2010 Bürgermeister``: words between name and verb are adverbs or more verbs."""
        for k in self.tokens.back(i, 5):
            mention = self._name_ending(k + 1)
            if mention is not None:
                return Link(mention, phrase, COPULA, False)
            low = self.tokens.lows[k]
            if low not in self.known.adverbs and low not in self.known.copulas and not low.isdigit():
                return None
        return None

    def _name_ending(self, i: int) -> Mention | None:
        """The name that ends before token ``i``; a bracket (age, party) or where the person is from may lie between."""
        i = self._before_bracket(i - 1)
        while self.tokens.word(i) in _BETWEEN:
            i -= 1
        i = self.people.titles.without_degrees(self._before_home(i))
        return self.people.ending(i + 1) or self._before_origin(i) or self._before_verb(i)

    def _before_home(self, i: int) -> int:
        """The token before a place that a bracket opens with: ``Jan Kral (Kladno, Bürgermeister)``."""
        cover = self.tokens.cover(i)
        if cover is None or cover.label != "LOC" or self.tokens.word(cover.start - 1) != "(":
            return i
        return cover.start - 2

    def _before_origin(self, i: int) -> Mention | None:
        """``Jan Kral vom Sozialamt``, with token ``i`` the end of what he is from."""
        cover = self.tokens.cover(i)
        if cover is None:
            return None
        k = cover.start - 1
        while self.tokens.low(k) in self.known.articles:
            k -= 1
        return self.people.at(k - 1) if self.tokens.low(k) in self.known.origin else None

    def _before_verb(self, i: int) -> Mention | None:
        """``gekommen war Jan Kral angereist, …``: the end of a verb between name and comma."""
        if self.known.lowercase_nouns or not self.tokens.word(i)[:1].islower():
            return None
        return self.people.at(i - 1) or self._before_origin(i - 1)

    def _before_bracket(self, i: int) -> int:
        """The token before a bracket that ends at ``i``; the token itself if none does."""
        words = self.tokens.words
        if self.tokens.word(i) != ")":
            return i
        return next((k - 1 for k in self.tokens.back(i, 6) if words[k] == "("), i)

    # ------------------------------------------------------------ one function, several persons

    def _companions(self, link: Link) -> list[Mention]:
        phrase = link.phrase
        if phrase.plural is False:
            return []
        # Where there are articles, one must tell an ambiguous form's number.
        if phrase.plural is None and link.weight == DIRECT and self.known.definite and not self._plural_article(phrase):
            return []
        signs = _JOINING if phrase.plural else {","}  # else a dash or a semicolon may part whole entries
        return self._names_after(link.mention, signs) if link.before else self._names_before(link.mention, signs)

    def _plural_article(self, phrase: Phrase) -> bool:
        before = (self.tokens.low(k) for k in range(phrase.start - 1, phrase.head))
        return any(low in self.known.plural_articles for low in before)

    def _names_after(self, mention: Mention, signs: Collection[str]) -> list[Mention]:
        found: list[Mention] = []
        while True:
            i = self._past_bracket(mention.end)
            if not self._joins(i, signs):
                return found
            nxt = self._name_at(i + 1)
            if nxt is None:
                return found
            found.append(nxt)
            if self.tokens.words[i] not in signs:
                return found  # a conjunction brings the last of a list
            mention = nxt

    def _names_before(self, mention: Mention, signs: Collection[str]) -> list[Mention]:
        found: list[Mention] = []
        while self._joins(mention.lead - 1, signs):
            nxt = self._name_ending(mention.lead - 1)
            if nxt is None:
                break
            found.append(nxt)
            mention = nxt
        return found

    def _joins(self, i: int, signs: Collection[str]) -> bool:
        return self.tokens.word(i) in signs or self.tokens.low(i) in self.known.conjunctions

    def _past_bracket(self, i: int) -> int:
        words = self.tokens.words
        if self.tokens.word(i) != "(":
            return i
        return next((k + 1 for k in self.tokens.ahead(i + 1, 7) if words[k] == ")"), i)
