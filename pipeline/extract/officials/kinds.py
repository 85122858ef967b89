"""What kinds of things offices belong to, and the record of what one belongs to."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.extract.officials.links import Link

MUNICIPAL = frozenset({"mayor", "deputy_mayor", "city_councillor", "city_councillor_executive", "council_chair"})
NATIONAL = frozenset({"minister", "deputy_minister", "head_of_state", "head_of_government", "member_of_parliament"})
# Kinds of places that an office may belong to, best first; an office not listed belongs to a body rather.
KINDS: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(MUNICIPAL, ("city", "district", "region")),
    **dict.fromkeys(NATIONAL, ("country", "region")),
    "head_of_region": ("district", "region", "city"),
    "ambassador": ("country",),
}
# Offices of which a place has one.
UNIQUE = frozenset({"mayor", "head_of_region", "head_of_state", "head_of_government"})
# Offices of a place even where the phrase names a body of it.
OF_PLACES = frozenset(KINDS) - {"ambassador"}
# Offices that are not of the body whose head was named just before.
OF_THEIR_OWN = frozenset(KINDS) | {"clergy"}
# Offices at the head of a body, which the phrase then names.
HEADS = frozenset({"director", "deputy_director", "chair", "school_head", "rector", "business", "spokesperson"})
# Offices that are mostly of the town that the release is about, if nothing tells otherwise.
LOCAL = frozenset({"director", "deputy_director", "spokesperson"})


@dataclass(frozen=True, slots=True)
class Belonging:
    """What an office belongs to.

    Attributes:
        place: base form of the place, None if nothing tells.
        organisation: base form of the institution, None if nothing tells.
        geonames_id: of the place, where the gazetteer has it.
        stated: whether the phrase itself says it, or the document only suggests it.
    """

    place: str | None
    organisation: str | None
    geonames_id: int | None
    stated: bool


NOTHING = Belonging(None, None, None, False)


def governed(link: Link, role: str) -> str:
    """The role that tells the kind of place: that of which a deputy is the deputy, or another person's.

    What a form is in its context wins over the bare form: a chair of a town's council belongs to the town.
    """
    found = link.phrase.governed
    return role if found.startswith("+") or (found not in KINDS and role in KINDS) else found
