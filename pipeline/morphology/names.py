"""Take a person's name apart: titles, given name, family name, in whichever order they stand."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from pipeline.language.morphology import MorphologyPart

Role = Literal["given", "family", "fixed"]

_NICKNAME = re.compile(r"""\s*(?:\([^()]*\)|„[^„”“"]*[”“"]|"[^"]*"|«[^«»]*»|“[^“”]*”)""")
_INITIAL = re.compile(r"(?:[^\W\d_]{1,2}\.-?)+")
_APOSTROPHE_CASE = re.compile(r"['’](?=[a-z]{1,4}$)")


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a name that declines on its own: a word, or one half of a hyphenated word.

    Attributes:
        text: the piece in normal case.
        role: what it is in the name; fixed pieces (particles, initials, numbers) never decline.
        glue: what joins it to the piece before: a blank, a hyphen, or nothing at the front.
    """

    text: str
    role: Role
    glue: str


def normal_case(word: str, particles: frozenset[str] = frozenset()) -> str:
    """A word in capitals as it is normally written: ``KOS-RICHERT`` → ``Kos-Richert``, ``VON`` → ``von``."""
    if len(word) < 2 or not word.isupper() or _INITIAL.fullmatch(word):
        return word
    if word.lower() in particles:
        return word.lower()
    return re.sub(r"[^\W\d_]+", lambda match: match[0].capitalize(), word)


def take_apart(surface: str, part: MorphologyPart, is_given: Callable[[str], bool]) -> tuple[Part, ...]:
    """The pieces of a person's name, given name first, titles and nicknames left out.

    Args:
        surface: the name as it stands in the text.
        part: what the pack knows.
        is_given: whether a word in normal case is a form of a given name.
    """
    words, family = _words(surface, part)
    plain = [normal_case(word, part.particles) for word in words]
    if family is None:
        family = _family_words(words, plain, part, is_given)
    start, end = family
    given = plain[:start] + plain[end:]
    suffix = [word for word in given if start == 0 and word.islower()]
    given = [word for word in given if word not in suffix]
    pieces = [
        *_pieces(given, "given", part),
        *_pieces(plain[start:end], "family", part),
        *_pieces(suffix, "fixed", part),
    ]
    return tuple(Part(p.text, p.role, p.glue if i else "") for i, p in enumerate(pieces))


def _words(surface: str, part: MorphologyPart) -> tuple[list[str], tuple[int, int] | None]:
    """Words without titles and nicknames; and where the family name stands if a comma tells."""
    text = _NICKNAME.sub("", surface) if any(mark in surface for mark in '("„«“') else surface
    head, comma, tail = text.partition(",")
    words = _without_titles(head.split(), part)
    if not comma:
        return words, None
    given = _without_titles(tail.replace(",", " ").split(), part)
    return (given + words, (len(given), len(given) + len(words))) if given else (words, None)


def _without_titles(words: list[str], part: MorphologyPart) -> list[str]:
    kept = [word for word in words if word.lower().rstrip(".") not in part.titles]
    return kept or words


def _family_words(
    words: list[str], plain: list[str], part: MorphologyPart, is_given: Callable[[str], bool]
) -> tuple[int, int]:
    """Where the family name stands, as a half-open range of words."""
    last = len(words)
    while last > 1 and _is_suffix(words[last - 1]):
        last -= 1
    if last < 2:
        return (0, last)
    particle = next((i for i in range(1, last) if plain[i].lower() in part.particles), None)
    if particle is not None and particle < last - 1:
        return (particle, last)
    if _stands_last(words[:last], plain, is_given):
        reach = 1
        while reach < last - 1 and not is_given(plain[reach]) and not _INITIAL.fullmatch(words[reach]):
            reach += 1
        return (0, reach)
    start = last - 1
    if part.two_surnames and last > 2 and not is_given(plain[last - 2]):
        start = last - 2
    return (start, last)


def _stands_last(words: list[str], plain: list[str], is_given: Callable[[str], bool]) -> bool:
    """Whether the given name stands behind the family name: ``NOWAK Jan``, ``Varga Zsolt``, ``Curtet A.``."""
    capitals = [len(word) > 2 and word.isupper() and not _INITIAL.fullmatch(word) for word in words]
    if capitals[0] and not any(capitals[1:]):
        return True
    if _INITIAL.fullmatch(words[0]) or plain[0].lower() in ("",):
        return False
    if _INITIAL.fullmatch(words[-1]):
        return True
    if capitals[-1] and not capitals[0]:
        return False
    return is_given(plain[len(words) - 1]) and not is_given(plain[0]) and not is_given(plain[0].split("-")[0])


def _is_suffix(word: str) -> bool:
    """What may follow a family name: ``ml.``, ``jr.``, ``III``."""
    return (word[:1].islower() and word.endswith(".")) or word in ("II", "III", "IV", "Jr.", "Jr", "Sr.")


def _pieces(words: list[str], role: Role, part: MorphologyPart) -> list[Part]:
    pieces = []
    for word in words:
        if word.lower() in part.particles or _INITIAL.fullmatch(word) or not word[:1].isupper():
            pieces.append(Part(word, "fixed", " "))
            continue
        for number, half in enumerate(word.split("-")):
            text = _APOSTROPHE_CASE.split(half)[0] if _is_case_ending(half) else half
            pieces.append(Part(text, role, "-" if number else " "))
    return pieces


def _is_case_ending(word: str) -> bool:
    """Whether an apostrophe parts a short case ending from a name: ``Mike'a``, ``Tiemann's``, not ``D'Este``."""
    match = _APOSTROPHE_CASE.search(word)
    return match is not None and match.start() > 1
