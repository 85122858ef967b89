"""The morphology part of a pack: paradigms, name lists and what else turns names into base forms."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from pipeline.language.files import PackError, read_toml, require
from pipeline.language.patterns import compile_pattern
from pipeline.morphology.knowledge import Gender, Kind, MorphologyPart, Paradigm

ENGINES = ("paradigms", "morfeusz2")
KINDS: tuple[Kind, ...] = ("given", "family", "place", "noun", "adjective")
GENDERS: Mapping[str, tuple[Gender, bool]] = {
    "m": ("m", False), "f": ("f", False), "n": ("n", False), "mp": ("m", True), "fp": ("f", True), "np": ("n", True),
}  # fmt: skip


def load_morphology(folder: Path) -> MorphologyPart:
    """The morphology of the pack in a folder; a pack without ``morphology.toml`` gets names lists at most.

    Raises:
        PackError: a file is faulty.
    """
    path = folder / "morphology.toml"
    if not path.exists():
        return MorphologyPart(folder, **_read_names(folder))
    table = read_toml(path)
    engine = table.get("engine", "paradigms")
    if engine not in ENGINES:
        raise PackError(path, None, f"engine must be one of {', '.join(ENGINES)}")
    names, weights = require(table, "case_names", list, path), require(table, "case_weights", list, path)
    if len(names) != len(weights):
        raise PackError(path, None, "case_names and case_weights differ in length")
    return MorphologyPart(
        folder,
        engine=engine,
        case_names=tuple(names),
        case_weights=tuple(map(float, weights)),
        paradigms=tuple(_paradigms(table, len(names), path)),
        nouns=_nouns(table.get("nouns", {}), path),
        compounds=int(table.get("compounds", 0)),
        adjectives_follow=bool(table.get("adjectives_follow", False)),
        head_last=table.get("head", "first") == "last",
        last_only=bool(table.get("last_only", False)),
        two_surnames=bool(table.get("two_surnames", False)),
        indeclinable=float(table.get("indeclinable", -4.0)),
        oblique_endings=tuple(table.get("oblique_endings", ())),
        oblique_places=tuple(table.get("oblique_places", ())),
        articles=frozenset(table.get("articles", ())),
        prepositions=_by_case(table, "prepositions", tuple(names), path),
        offices=_by_case(table, "offices", tuple(names), path),
        conjunctions=frozenset(table.get("conjunctions", ())),
        small_words=frozenset(table.get("small_words", ())),
        titles=frozenset(table.get("titles", ())),
        **_read_names(folder),
    )


def _read_names(folder: Path) -> dict[str, Any]:
    """The lists of names: the pack's own, foreign ones as the language writes them, and those that all share."""
    shared = folder.parent / "shared" / "names"
    written = _given_names(folder / "names" / "foreign.txt")
    common = _given_names(shared / "given.txt")
    return {
        "given_names": _given_names(folder / "names" / "given.txt"),
        "foreign_given_names": {**common, **written} if written else common,
        "family_names": _word_set(folder / "names" / "family.txt"),
        "foreign_family_names": _word_set(shared / "family.txt"),
        "place_names": _word_set(folder / "names" / "places.txt"),
        "particles": _word_set(shared / "particles.txt"),
    }


def _paradigms(table: Mapping[str, Any], cases: int, path: Path) -> Iterator[Paradigm]:
    """The paradigms of the table; ``forms`` holds one ending a case, ``/`` between alternatives, ``-`` for none.

    ``stem`` is an expression, or the name of one in the table ``stems``.
    """
    stems = table.get("stems", {})
    for number, row in enumerate(table.get("paradigms", ()), 1):
        where = f"paradigm {number} ({row.get('forms')})"
        kinds = tuple(str(row.get("of", "")).split())
        if not kinds or not set(kinds) <= set(KINDS):
            raise PackError(path, None, f"{where}: of must name kinds out of {', '.join(KINDS)}")
        if row.get("gender") not in GENDERS:
            raise PackError(path, None, f"{where}: gender must be one of {', '.join(GENDERS)}")
        endings = tuple(
            tuple(form for ending in cell.split("/") for form in _spellings("" if ending == "-" else ending))
            for cell in str(row.get("forms", "")).split()
        )
        if len(endings) != cases:
            raise PackError(path, None, f"{where}: {len(endings)} forms for {cases} cases")
        gender, plural = GENDERS[row["gender"]]
        after, weight = str(row.get("after", "")), float(row.get("weight", 0.0))
        stem = compile_pattern(stems.get(row["stem"], row["stem"]) + "$", path, {}) if "stem" in row else None
        yield Paradigm(kinds, gender, plural, endings, after, stem, weight)  # type: ignore[arg-type]


def _by_case(table: Mapping[str, Any], key: str, names: tuple[str, ...], path: Path) -> dict[str, int]:
    """Words with their cases: ``"gen inst" = "z ze"``."""
    found: dict[str, int] = {}
    for cases, words in table.get(key, {}).items():
        unknown = set(cases.split()) - set(names)
        if unknown or not cases:
            raise PackError(path, None, f"{key}.{cases}: the key must name cases out of {', '.join(names)}")
        for word in words.split():
            found[word] = sum(1 << names.index(case) for case in set(cases.split()))
    return found


def _spellings(ending: str) -> tuple[str, ...]:
    """An ending with either apostrophe."""
    return (ending, ending.replace("'", "’")) if "'" in ending else (ending,)


def _nouns(table: Mapping[str, str], path: Path) -> dict[str, tuple[tuple[Gender, bool], ...]]:
    nouns: dict[str, tuple[tuple[Gender, bool], ...]] = {}
    for key, words in table.items():
        if key not in GENDERS:
            raise PackError(path, None, f"nouns.{key}: the key must be one of {', '.join(GENDERS)}")
        for word in words.split():
            nouns[word] = (*nouns.get(word, ()), GENDERS[key])
    return nouns


@lru_cache(maxsize=64)  # all packs share some lists
def _given_names(path: Path) -> dict[str, str]:
    """Given names with ``f``, ``m`` or ``fm``: lines ``f: Anna Berta``."""
    names: dict[str, str] = {}
    for number, line in _lines(path):
        gender, colon, words = line.partition(":")
        if not colon or gender not in ("f", "m"):
            raise PackError(path, number, "a line must open with f: or m:")
        for word in words.split():
            names[word] = "fm" if names.get(word, gender) != gender else gender
    return names


@lru_cache(maxsize=64)
def _word_set(path: Path) -> frozenset[str]:
    return frozenset(word for _, word in _words(path))


def _words(path: Path) -> Iterator[tuple[int, str]]:
    for number, line in _lines(path):
        for word in line.split():
            yield number, word


def _lines(path: Path) -> Iterator[tuple[int, str]]:
    """Numbered lines of a list that a pack may have, without blank ones and ``#`` comments."""
    if path.exists():
        for number, line in enumerate(path.read_text("utf-8").replace("’", "'").splitlines(), 1):
            if line.strip() and not line.startswith("#"):
                yield number, line
