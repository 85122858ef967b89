"""What stands around an office whose phrase names no place: what it may belong to all the same.

Inside the sentence counts what stands nearest before it: a place, an adjective, the office named before ("jego
zastępca"), or a person whose office is known; last the place that the document is about. Places in states whose names
end otherwise than the person's are passed over, if the document names others: of two partner towns, one is theirs.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import replace

from pipeline.extract.officials.evidence import Clue, Evidence
from pipeline.extract.officials.kinds import KINDS, LOCAL, NATIONAL, NOTHING, Belonging, governed
from pipeline.extract.officials.links import Link
from pipeline.extract.officials.people import Mention
from pipeline.extract.officials.tokens import Tokens
from pipeline.language.origins import NameOrigins
from pipeline.language.role_words import RoleWords
from pipeline.morphology import PersonBase

# Mentions that a place at the start of a line counts for.
OPENING = 2
# Mentions that make a town the one that a document is about.
OFTEN = 3


class Surroundings:
    """Looks around the offices of one document; they must come in order of the text.

    Args:
        tokens: the document.
        evidence: its places.
        words: words around functions.
        origins: where names are usual.
        people: base forms of all mentions, in order of the text.
        directions: words right before a place that make it an origin (``from``), a venue (``at``) or a goal (``to``).
    """

    def __init__(
        self,
        tokens: Tokens,
        evidence: Evidence,
        words: RoleWords,
        origins: NameOrigins,
        people: Mapping[Mention, PersonBase],
        directions: Mapping[str, str],
    ) -> None:
        self.tokens = tokens
        self.evidence = evidence
        self.words = words
        self.origins = origins
        self.directions = directions
        self._people = {base.name: base for base in people.values()}
        self._mentions = [(mention.start, base.name) for mention, base in people.items()]
        self._strangers: dict[str, frozenset[str]] = {}
        self._last: tuple[int, Belonging] | None = None
        self._known: dict[str, Belonging] = {}
        self._homes: dict[tuple[object, ...], Clue | None] = {}

    def note(self, link: Link, person: str, found: Belonging) -> None:
        """Keep what the office of a link belongs to, for those named after it."""
        told = replace(found, stated=False)
        self._last = (max(link.phrase.end, link.mention.end), told)
        self.know(person, found)

    def know(self, person: str, found: Belonging) -> None:
        """Keep where a person holds an office; what a phrase states wins over what is suggested."""
        if found.place is not None and (found.stated or person not in self._known):
            self._known[person] = replace(found, organisation=None, stated=False)

    def suggest(self, link: Link, role: str, person: str) -> Belonging:
        """What the office may belong to."""
        kinds = self.kinds(link, role)
        start = self.evidence.sentence_start(link.phrase.start)
        if link.phrase.role == "+same":
            return self.counterpart(kinds, {self._last[1].place} if self._last is not None else set(), person)
        strange = self._strange_states(person)
        clues = [
            c
            for c in self.evidence.before(link.phrase.start, start)
            if c.kind in kinds and (c.country is None or c.country not in strange) and not self._is_aside(c)
        ]
        last = self._named_before(link, start, person, strange)
        if last is not None and (not clues or clues[-1].token < last[0]):
            return last[1]
        if clues:
            return _of(clues[-1])
        if role in NATIONAL and self.words.country is not None:
            return Belonging(self.words.country, None, None, False)
        home = self._before_sentence(kinds, start) or self._home(kinds, strange=strange)
        return _of(home) if home is not None else NOTHING

    def _is_aside(self, clue: Clue) -> bool:
        """Whether a place is too little in this document to have the office.

        It is named but once, and either it is a word that no gazetteer knows, or it only tells where something
        happened, while another town is named three times.
        """
        count = self.evidence.counts
        if clue.kind != "city" or count[clue.name] > 1 or not count:
            return False
        if clue.country is None and clue.geonames_id is None and " " not in clue.name:
            return any(other != clue.name for other in count)
        setting = self.directions.get(self.tokens.low(clue.token - 1)) == "at"
        return setting and max(count.values()) >= OFTEN

    def _named_before(
        self, link: Link, start: int, person: str, strange: frozenset[str]
    ) -> tuple[int, Belonging] | None:
        """The office or the office holder named last in the sentence, with the token where it ends."""
        found = self._last if self._last is not None and self._last[0] >= start else None
        for k in range(bisect_left(self._mentions, (link.phrase.start, "")) - 1, -1, -1):
            token, name = self._mentions[k]
            if token < start or (found is not None and token < found[0]):
                break
            if name != person and name in self._known:
                found = token, self._known[name]
                break
        if found is not None and self.evidence.country_of(found[1].place) in strange:
            return None
        return found

    def _strange_states(self, person: str) -> frozenset[str]:
        """The states of this document that a person's name speaks against."""
        if person not in self._strangers:
            base = self._people[person]
            given, family = (base.given_name or "").split(), (base.family_name or "").split()
            states = self.evidence.states
            told = self.origins.strangers(given[0], family[-1], states) if given and family else frozenset()
            self._strangers[person] = told
        return self._strangers[person]

    def _before_sentence(self, kinds: tuple[str, ...], start: int) -> Clue | None:
        """The last unit of the sentence before: governments of regions are told of in a row."""
        if not start or kinds[:1] != ("district",):
            return None
        before = self.evidence.before(start, self.evidence.sentence_start(start - 1))
        return next((clue for clue in reversed(before) if clue.kind in ("district", "region")), None)

    def kinds(self, link: Link, role: str) -> tuple[str, ...]:
        """Kinds of places for an office; the noun of a unit in the phrase tells it (``Sekretarz Powiatu``)."""
        for word in self.tokens.words[link.phrase.head : link.phrase.end]:
            kind = self.evidence.kind_of_unit(word)
            if kind is not None:
                return (kind, *(k for k in KINDS.get(governed(link, role), ()) if k != kind))
        return KINDS.get(governed(link, role), ("city", "district") if role in LOCAL else ())

    def counterpart(self, kinds: tuple[str, ...], taken: Collection[str | None], person: str) -> Belonging:
        """Another place than those taken: a colleague is of the other side."""
        home = self._home(kinds, taken, self._strange_states(person))
        return _of(home) if home is not None else NOTHING

    def _home(
        self,
        kinds: tuple[str, ...],
        taken: Collection[str | None] = (),
        strange: frozenset[str] = frozenset(),
    ) -> Clue | None:
        """The place that the document is about: the most frequent one of the best kind there is.

        A place that opens a line, as datelines and letterheads do, counts several times; of places named as often, one
        at home is likelier.
        """
        asked = kinds, frozenset(taken), strange
        if asked not in self._homes:  # hundreds of officials may ask the same
            self._homes[asked] = self._most_told(*asked)
        return self._homes[asked]

    def _most_told(self, kinds: tuple[str, ...], taken: frozenset[str | None], strange: frozenset[str]) -> Clue | None:
        clues = [c for c in self.evidence.clues if c.name not in taken]
        near = [c for c in clues if c.country not in strange]
        for fitting in ([c for c in near if not self._is_aside(c)], near, clues):
            for kind in kinds:
                found = [c for c in fitting if c.kind == kind]
                if found:
                    return self._most_named(found)
        return None

    def _most_named(self, clues: list[Clue]) -> Clue:
        count: Counter[str] = Counter()
        for clue in clues:
            count[clue.name] += OPENING if self.evidence.opens_line(clue.token) else 1
        native = {clue.name for clue in clues if clue.country in self.evidence.words.home}
        name = max(count, key=lambda name: (count[name], name in native))
        return next(c for c in clues if c.name == name)


def _of(clue: Clue) -> Belonging:
    return Belonging(clue.name, None, clue.geonames_id, False)
