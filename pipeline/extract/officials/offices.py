"""The main office of each person: links gathered over the document."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from pipeline.extract.officials.belonging import BelongingFinder
from pipeline.extract.officials.kinds import MUNICIPAL, Belonging
from pipeline.extract.officials.links import COMMA_AFTER, Link
from pipeline.extract.officials.people import Mention
from pipeline.extract.officials.phrases import Phrase
from pipeline.language.roles import RoleLexicon

# What a person is called besides an office: trades, ranks, expertise yield to a public office.
LESSER = {"other": 0, "expert": 1, "military_police_fire": 2, "clergy": 2, "business": 2}
# Share of persons found by a link of this weight whose name and function are right, on the press corpus' dev releases.
CONFIDENCE = {10: 0.85, 8: 0.8, 7: 0.7, 6: 0.85, 5: 0.85, 4: 0.85, 3: 0.6, 2: 0.5}
# Where "his deputy" stands without the one he deputises for.
LONE_DEPUTY = "deputy_director"


@dataclass(frozen=True, slots=True)
class Office:
    """The main office of a person in a document.

    Attributes:
        role: controlled role.
        link: the link that states it.
        beside: the phrase beside each mention that a link of that role joins to one.
        belonging: what it belongs to.
    """

    role: str
    link: Link
    beside: Mapping[Mention, Phrase]
    belonging: Belonging

    def phrase_at(self, mention: Mention) -> Phrase:
        """The phrase beside a mention, else that of the main link."""
        return self.beside.get(mention, self.link.phrase)

    def confidence_at(self, mention: Mention) -> float:
        """Confidence that the mention is the office holder's."""
        sure = CONFIDENCE[self.link.weight] * (1.0 if mention.marked else 0.9)
        return round(sure if mention in self.beside else sure * 0.95, 3)


def main_offices(
    links: list[Link], names: Mapping[Mention, str], lexicon: RoleLexicon, belonging: BelongingFinder
) -> dict[str, Office]:
    """Main office per base name.

    Args:
        links: links in order of the text.
        names: base name of each mention.
        lexicon: for deputies of roles named earlier.
        belonging: finds place and organisation.
    """
    roles = _resolved(links, names, lexicon)
    belonging.claim(links, roles, names)
    by_name: dict[str, list[_Held]] = {}
    for link, role in zip(links, roles, strict=True):
        name = names[link.mention]
        belongs = belonging.of(link, role, name)
        role = _role_there(link.phrase, role, belongs.place, belonging.evidence.country_of(belongs.place), lexicon)
        by_name.setdefault(name, []).append(_Held(link, role, belongs))
    offices = {}
    for name, held in by_name.items():
        main = max(held, key=lambda h: _standing(h, lexicon.words.address))
        same = [h for h in held if h.role == main.role]
        best = next((h.belonging for h in same if h.belonging.stated), main.belonging)
        beside = {h.link.mention: h.link.phrase for h in reversed(same)}  # the first of a mention counts
        offices[name] = Office(main.role, main.link, beside, best)
    return offices


@dataclass(frozen=True, slots=True)
class _Held:
    link: Link
    role: str
    belonging: Belonging


def _standing(held: _Held, address: frozenset[str]) -> tuple[int, bool, bool, bool, int]:
    """What makes an office the main one; one that is a form of address yields: ``the Mayor, Councillor Ann Ryan``.

    So does one of several that a caption joins: ``Stadträte und Vorsitzende (v. l.): …``.
    """
    phrase = held.link.phrase
    addressed = phrase.match.head.split("<")[0].rstrip(".").casefold() in address
    return LESSER.get(held.role, 3), not addressed, not phrase.mixed, held.link.weight > COMMA_AFTER, -phrase.start


def _role_there(phrase: Phrase, role: str, place: str | None, state: str | None, lexicon: RoleLexicon) -> str:
    """The role of a form that means another office in its town or state.

    A Czech ``starosta`` heads a town; a ``Stadtrat`` of Kempten sits in its council. A role that
    the complement told may mean another one there too: the chair of a council in Latvia heads the town.
    """
    bare = phrase.match.role
    told = phrase.end > phrase.after and not phrase.covers  # "Stadträtin für Soziales" has a portfolio anywhere
    named = place if place is not None and bare in MUNICIPAL and not told else ""
    town = [word for word in named.split() if word[0].isupper()]  # the small words of its name tell nothing
    states = (state,) if state is not None else ()
    there = lexicon.in_context(phrase.match, town, states)
    if there == bare:
        return lexicon.in_context(replace(phrase.match, head="", role=role), (), states)
    return {bare: there, lexicon.deputy_of(bare): lexicon.deputy_of(there)}.get(role, role)


def _vice_of_council(phrase: Phrase, before: str | None) -> bool:
    """Whether a bare "vice-chair" follows the chair of a council: ``Przewodniczący Rady A i wiceprzewodnicząca B``."""
    bare = phrase.end == phrase.after and phrase.match.deputy
    return bare and phrase.governed == "chair" and before == "council_chair"


def _resolved(links: list[Link], names: Mapping[Mention, str], lexicon: RoleLexicon) -> list[str]:
    """Roles with ``+same`` and ``+deputy`` replaced by what the person named before holds."""
    roles: list[str] = []
    last: tuple[str, str] | None = None
    for link in links:
        role, name = link.phrase.role, names[link.mention]
        before = last[1] if last is not None else None
        if role == "+same":
            role = before or "other"
        elif role == "+deputy":
            role = lexicon.deputy_of(before) if before is not None else LONE_DEPUTY
        else:
            if _vice_of_council(link.phrase, before):
                role = lexicon.deputy_of("council_chair")
            last = (name, role)
        roles.append(role)
    return roles
