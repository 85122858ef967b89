"""Take a person's name apart: titles, given name, family name, in whichever order they stand."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Literal, NamedTuple

from pipeline.morphology.knowledge import MorphologyPart

Role = Literal["given", "family", "fixed"]

_NICKNAME = re.compile(r"""\s{0,9}(?:\([^()]{0,60}\)|„[^„”“"]{0,60}[”“"]|"[^"]{0,60}"|«[^«»]{0,60}»|“[^“”]{0,60}”)""")
_ELIDED = re.compile(r"([^\W\d_]{1,4}['’])(?=[^\W\d_]{3})")
_LETTERS = re.compile(r"[^\W\d_]+")
_NUMERAL = re.compile(r"(?=[IVX])X{0,3}(?:IX|IV|V?I{0,3})")
_INITIAL = re.compile(r"(?:[^\W\d_]{1,2}\.-?)+[^\W\d_]?")


class Part(NamedTuple):
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
    if len(word) < 2 or not word.isupper() or _is_initial(word) or _NUMERAL.fullmatch(word):
        return word
    if word.lower() in particles:
        return word.lower()
    halves = [half.lower() if i and half.lower() in particles else half for i, half in enumerate(word.split("-"))]
    return "-".join(
        _LETTERS.sub(lambda match: match[0].capitalize(), half) if half.isupper() else half for half in halves
    )


def take_apart(surface: str, part: MorphologyPart, is_given: Callable[[str], bool]) -> list[tuple[Part, ...]]:
    """The ways to take a person's name apart, the likeliest first, titles and nicknames left out.

    Args:
        surface: the name as it stands in the text.
        part: what the pack knows.
        is_given: whether a word in normal case is a form of a given name.

    Returns:
        Pieces with the given name first; two ways where the given name may as well stand last.
    """
    words, family = _words(surface, part)
    last = len(words)
    while last > 1 and _is_suffix(words[last - 1]):
        last -= 1
    words, suffix = words[:last], words[last:]
    plain = [normal_case(word, part.particles) for word in words]
    orders = [family] if family else _orders(words, plain, part, is_given)
    return [_ordered(plain, order, suffix, part) for order in orders]


def _ordered(plain: list[str], family: tuple[int, int], suffix: list[str], part: MorphologyPart) -> tuple[Part, ...]:
    start, end = family
    pieces = [
        *_pieces(plain[:start] + plain[end:], "given", part),
        *_pieces(plain[start:end], "family", part),
        *(Part(word, "fixed", " ") for word in suffix),
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
    kept = [word for word in words if not _is_title(word, part)]
    if len(words) > 1 and kept == words[:1] and words[-1].istitle() and words[-1].isalpha():
        return words[:1] + words[-1:]  # behind a given name alone what looks like a rank is the surname: "Ewa Maj"
    return kept or words


def _is_title(word: str, part: MorphologyPart) -> bool:
    """Whether a word is a title; a single capital is an initial."""
    plain = word.lower().rstrip(".")
    return word in part.titles or (plain in part.titles and not (len(plain) == 1 and word[:1].isupper()))


def _orders(
    words: list[str], plain: list[str], part: MorphologyPart, is_given: Callable[[str], bool]
) -> list[tuple[int, int]]:
    """Where the family name may stand, as half-open ranges of words, the usual order first."""
    last = len(words)
    if last < 2:
        return [(0, last)]
    particle = next((i for i in range(last) if plain[i].lower() in part.particles), last)
    if 0 < particle < last - 1:
        return [(particle, last)]
    if particle == 0 and last > 2:
        return [(0, last - 1)] if is_given(plain[-1]) else [(0, last)]
    usual = _usual_order(plain, part, is_given)
    reversed_order = (0, _reach(words, plain, is_given))
    capitals = [len(word) > 2 and word.isupper() and not _is_initial(word) for word in words]
    if capitals[0] and not any(capitals[1:]):
        return [reversed_order]
    if (capitals[-1] and not capitals[0]) or _is_initial(words[0]):
        return [usual]
    if _is_initial(words[-1]):
        return [usual] if is_given(plain[0]) else [reversed_order]
    if is_given(plain[0]) and last == 2:
        return [usual]  # "Kees Wolf", though Wolf is a given name too and Kees a surname elsewhere
    if is_given(plain[-1]) and (last == 2 or is_given(plain[-2]) or _is_initial(words[-2])):
        return [usual, reversed_order]
    return [usual]


def _usual_order(plain: list[str], part: MorphologyPart, is_given: Callable[[str], bool]) -> tuple[int, int]:
    last = len(plain)
    two = part.two_surnames and last > 2 and not is_given(plain[-2])
    return (last - 2 if two else last - 1, last)


def _reach(words: list[str], plain: list[str], is_given: Callable[[str], bool]) -> int:
    """How many words a family name has that stands first."""
    reach = 1
    while reach < len(words) - 1 and not is_given(plain[reach]) and not _is_initial(words[reach]):
        reach += 1
    return reach


def _is_initial(word: str) -> bool:
    """``J.``, ``J.-P.``, ``J.R``, and as in India ``K`` without a dot."""
    return bool(_INITIAL.fullmatch(word)) or (len(word) == 1 and word.isupper())


def _is_suffix(word: str) -> bool:
    """What may follow a family name: ``ml.``, ``jr.``, ``III``."""
    return (word[:1].islower() and word.endswith(".")) or word in ("II", "III", "IV", "Jr.", "Jr", "Sr.")


def _pieces(words: list[str], role: Role, part: MorphologyPart) -> list[Part]:
    pieces = []
    for word in words:
        halves = word.split("-")
        bare = _elided(Part(halves[-1], role, ""), part)[-1].text
        if word.lower() in part.particles or _is_initial(word) or not bare[:1].isupper():
            pieces.append(Part(word, "fixed", " "))
            continue
        for number, half in enumerate(halves):
            kept: Role = "fixed" if half in part.particles else role  # al-Chatíb
            pieces.extend(_elided(Part(half, kept, "-" if number else " "), part))
    return pieces


def _elided(piece: Part, part: MorphologyPart) -> list[Part]:
    """A piece with a particle that leans on it taken off: ``d'Este`` → ``d'`` and ``Este``."""
    match = _ELIDED.match(piece.text)
    if not match or match[1].replace("’", "'").lower() not in part.particles:
        return [piece]
    return [Part(match[1], "fixed", piece.glue), Part(piece.text[match.end() :], piece.role, "")]
