"""The words that join parts of an institution's name, and those that end one: ``institutions.toml``."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from pipeline.language.capitals import CAPITAL, SMALL
from pipeline.language.patterns import any_of
from pipeline.language.phrases import PhraseWords, read_phrases
from pipeline.language.title_case import TitleCaseWords


def _spaced(words: str) -> str:
    """A pattern for words that may or may not have blanks after their full stops (``e. V.``, ``e.V.``)."""
    return re.escape(words).replace(r"\ ", r"[ \u00a0]?")


@dataclass(frozen=True, eq=False)
class InstitutionWords(TitleCaseWords):
    """How names of institutions go on and end in one language.

    Attributes:
        table: the scalars and lists of ``institutions.toml``.
    """

    table: Mapping[str, Any]

    @cached_property
    def continuation(self) -> re.Pattern[str]:
        """What carries a name on: numbers, legal forms, and (group ``patron``) the words before a patron's name."""
        legal = any_of(self.table["legal_forms"], _spaced)
        patron = any_of(self.table["patrons"])
        number = any_of(self.table["numbers"])
        return re.compile(
            rf",?[ \u00a0](?:(?:{number})[ \u00a0]?\d{{1,4}}\b|(?:{legal})(?!\w)|(?P<patron>(?:{patron})[ \u00a0]))"
        )

    @cached_property
    def pointed_forms(self) -> tuple[str, ...]:
        """Legal forms of several letters with points, which may end a sentence as well: ``o.p.s.``."""
        return tuple(form for form in self.table["legal_forms"] if form.endswith(".") and form.count(".") > 1)

    @cached_property
    def firm(self) -> re.Pattern[str]:
        """Words with capitals and the legal form behind them, where nouns have small letters: ``Lípa, o. p. s.``."""
        if self.table["nouns_have_capitals"] or self.table["capitals_make_names"]:
            return re.compile("(?!)")
        legal = any_of(self.table["legal_forms"], _spaced)
        word = rf"{CAPITAL}[\w'’-]{{1,24}}"
        return re.compile(rf"(?<![\w'’.-]){word}(?:[ \u00a0]{word}){{0,3}},?[ \u00a0](?:{legal})(?!\w)")

    @cached_property
    def legal_alone(self) -> re.Pattern[str]:
        """Nothing but legal forms: what is left of a firm when its name is marked as something else."""
        legal = any_of(self.table["legal_forms"], _spaced)
        return re.compile(rf"(?:{legal})(?:[ \u00a0&]{{1,3}}(?:{legal}))?")

    @cached_property
    def place_preposition(self) -> re.Pattern[str]:
        """The words that join an institution to the place that belongs to its name."""
        words = any_of(self.table["place_prepositions"])
        return re.compile(rf"[ \u00a0](?:{words})(?:[ \u00a0]|(?<=['’]))")

    @cached_property
    def seat_preposition(self) -> re.Pattern[str]:
        """The words that join a place to a name of nothing but generic words: ``Social Welfare Centre in Gdynia``."""
        words = any_of(self.table.get("seat_prepositions", ()))
        return re.compile(rf"[ \u00a0](?:{words})[ \u00a0]")

    @cached_property
    def generic_words(self) -> frozenset[str]:
        """Words that say of what kind a body is, not which one."""
        return frozenset(self.table.get("generic_words", "").split())

    @cached_property
    def coordination(self) -> re.Pattern[str]:
        """A conjunction with the next word: ``und Dienste``; groups are the conjunction and the word."""
        words = any_of(self.table["conjunctions"])
        return re.compile(rf"[ \u00a0]({words})[ \u00a0]([^\W\d_][\w-]+)")

    @cached_property
    def compound_left(self) -> re.Pattern[str]:
        """The first half of a compound with a shared second part, at the end of a string: ``Jugend- und ``."""
        words = any_of(self.table["conjunctions"])
        return re.compile(rf"(?:[^\W\d_][\w-]{{2,30}}-,[ \u00a0])?[^\W\d_][\w-]{{2,30}}-[ \u00a0](?:{words})[ \u00a0]$")

    @cached_property
    def name_compound(self) -> re.Pattern[str]:
        """A compound of a name and a head that names an institution by itself: ``Rudi-Stephan-Gymnasium``."""
        heads = any_of(self.table["compound_heads"])
        return re.compile(rf"(?<![\w-]){CAPITAL}\w{{2,20}}(?:-\w{{2,20}}){{0,3}}-(?:{heads})(?![\w-])")

    @cached_property
    def capitals_run(self) -> re.Pattern[str]:
        """A run of words with capitals, joined by small joiners."""
        joiner = any_of(sorted(self.joiners, key=len, reverse=True))
        word = rf"{CAPITAL}[\w'’&-]*"
        return re.compile(rf"(?<![\w'’-]){word}(?:[ \u00a0](?:(?:{joiner})[ \u00a0]){{0,2}}{word}){{1,7}}")

    @cached_property
    def lone_words(self) -> frozenset[str]:
        """Forms of common heads that name nobody by themselves: ``Ośrodek``, which only opens a sentence here."""
        return frozenset(self.table.get("lone_words", "").split())

    def is_lone(self, name: str) -> bool:
        """Whether a name is nothing but a common head."""
        return name.casefold() in self.lone_words

    @cached_property
    def lone_behind_functions(self) -> frozenset[str]:
        """Bodies that each town has, which behind a function name none: ``przewodniczący | Rady Miejskiej``."""
        return frozenset(self.table.get("lone_behind_functions", ()))

    def is_numbered(self, word: str) -> bool:
        """Whether a word heads names that a number opens (``pułk``)."""
        return word.casefold().startswith(tuple(self.table.get("numbered_heads", ())))

    @cached_property
    def foreign_heads(self) -> frozenset[str]:
        """Heads out of other languages: what they name lies in the place behind, which is no part of the name."""
        return frozenset(self.table.get("foreign_heads", "").split())

    @cached_property
    def written_out(self) -> Mapping[str, str]:
        """Abbreviations inside names in full: ``r.`` is ``rajono``."""
        return dict(self.table.get("written_out", {}))

    @property
    def office_endings(self) -> tuple[str, ...]:
        """Endings of adjectives that belong to the function before them: ``Komendant | Powiatowy``."""
        return tuple(self.table.get("endings_of_office_adjectives", ()))

    @cached_property
    def after_head(self) -> re.Pattern[str]:
        """What makes a name of the head before it: up to three small words, then words with capitals."""
        joiner = any_of(sorted(self.joiners, key=len, reverse=True))
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

    def is_kind(self, word: str) -> bool:
        """Whether a word tells but of what kind a body is, where the language lists such words: ``Koninklijke``."""
        return self.phrases is not None and self.phrases.is_kind(word.casefold())

    @property
    def case_endings(self) -> tuple[str, ...]:
        """Endings of cases that heads may have beyond the forms of the lexicon, the longest first (``Amtes``)."""
        return tuple(self.table.get("case_endings", ()))

    @cached_property
    def before_places(self) -> frozenset[str]:
        """Prepositions after which a district or town with the noun of its kind is a place, no body (``aus dem``)."""
        return frozenset(self.table.get("before_places", ()))

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
        endings = any_of(self.table.get("compound_endings", ()))
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
    def tail_breaks(self) -> frozenset[str]:
        """Small words behind a head after which no name of it follows but a place (``hogeschool in Arnhem``)."""
        return frozenset(self.table.get("tail_breaks", ()))

    @cached_property
    def seat_break(self) -> re.Pattern[str]:
        """A word (group 1), a small word or none (group 2) and a preposition that parts a name from a place."""
        words = any_of(sorted(self.tail_breaks))
        small = any_of(sorted(self.joiners - self.tail_breaks))
        between = rf"[ \u00a0](?:({small})[ \u00a0])?(?:{words})[ \u00a0]"
        return re.compile(rf"(?<![\w'’-])([\w'’-]{{1,40}}){between}(?={CAPITAL})")

    @cached_property
    def town_break(self) -> re.Pattern[str] | None:
        """A word with a capital (group 1) and a preposition that parts a proper name from its town, if any does."""
        words = any_of(sorted(self.table.get("town_breaks", ())))
        between = rf"[ \u00a0](?:{words})(?:[ \u00a0]|(?<=['’]))"
        return re.compile(rf"(?<=[ \u00a0])({CAPITAL}[\w'’-]{{1,40}}){between}(?={CAPITAL})") if words else None

    @cached_property
    def patrons(self) -> frozenset[str]:
        """Words before a patron's name."""
        return frozenset(self.table["patrons"])

    @cached_property
    def saints(self) -> frozenset[str]:
        """Words before a saint, after whom an institution is called (``San``)."""
        return frozenset(self.table.get("saints", ()))

    @cached_property
    def articles(self) -> frozenset[str]:
        """Articles, which behind a comma or a conjunction begin another name."""
        return frozenset(self.table.get("articles_in_lists", ()))

    @cached_property
    def list_break(self) -> re.Pattern[str]:
        """What parts two names in a row: a comma with an article, or with a long word that is a head of a ministry."""
        articles = any_of(sorted(self.articles))
        endings = any_of(self.table.get("heads_in_lists", ()))
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
    def branch(self) -> re.Pattern[str]:
        """A branch behind its mother's name, after a comma or a dash; group 1 is the name of its place or portfolio."""
        words = any_of(sorted(self.table["subunits"], key=len, reverse=True))
        ties = any_of((*self.table["place_prepositions"], *self.table.get("seat_prepositions", ())))
        return re.compile(
            rf"(?:,[ \u00a0]|[ \u00a0][–-][ \u00a0])(?:{words})(?:[ \u00a0](?:{ties}))?[ \u00a0]({CAPITAL}[\w'’-]+)"
        )

    @cached_property
    def founding_year(self) -> re.Pattern[str]:
        """The year of foundation behind a club's name, if the language has any such names."""
        if not self.table.get("types_with_years"):
            return re.compile("(?!)")
        words = any_of(self.table["words_before_years"])
        return re.compile(rf"[ \u00a0](?:(?:{words})[ \u00a0])?1[6-9]\d\d(?![\w.–/-]*\d)")

    @cached_property
    def genitive_articles(self) -> frozenset[str]:
        """Articles that tie a part of a body to the body: ``Chor | der | Philharmonie``."""
        return frozenset(self.table.get("genitive_articles", ()))

    @cached_property
    def plain_words(self) -> frozenset[str]:
        """Words that make no name of a head: ``the``, ``city``, ``local``."""
        return frozenset(word.casefold() for word in self.table["plain_words"])

    @cached_property
    def not_before_places(self) -> frozenset[str]:
        """Heads that only tell the kind of the place after them (``Stadt``)."""
        return frozenset(word.casefold() for word in self.table["not_before_places"])
