"""Where a language's texts divide: ``models/<code>/split.toml``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipeline.language.files import PackError, read_toml, require


@dataclass(frozen=True, slots=True)
class Furniture:
    """How lines of page furniture (menus, contacts, notices, teasers) are known.

    Attributes:
        lines: whole lines, lower case.
        starts: beginnings of lines, lower case.
        contains: pieces of short lines, lower case.
    """

    lines: frozenset[str]
    starts: tuple[str, ...]
    contains: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Splitting:
    """What splitting knows of a language.

    Attributes:
        abbreviations: those that never end a sentence, of the language and of foreign names; lower case, without the
            last dot.
        end_abbreviations: those that may.
        ordinals: whether a number with a dot is an ordinal.
        capital_nouns: whether nouns have capitals, so that a capital after an ordinal says nothing.
        starters: words that begin sentences, with their capital.
        furniture: how lines of page furniture are known.
    """

    abbreviations: frozenset[str]
    end_abbreviations: frozenset[str]
    ordinals: bool
    capital_nouns: bool
    starters: frozenset[str]
    furniture: Furniture


def load_splitting(folder: Path, shared: Path) -> Splitting:
    """The ``split.toml`` of a pack, with what all languages share.

    Raises:
        PackError: the file is missing or faulty.
    """
    path = folder / "split.toml"
    table = read_toml(path)
    furniture = require(table, "boilerplate", dict, path)
    common = shared / "split.toml"
    return Splitting(
        abbreviations=frozenset(
            (*_texts(table, "abbreviations", path), *_texts(read_toml(common), "abbreviations", common))
        ),
        end_abbreviations=frozenset(_texts(table, "end_abbreviations", path)),
        ordinals=require(table, "ordinals", bool, path),
        capital_nouns=require(table, "capital_nouns", bool, path),
        starters=frozenset(_texts(table, "starters", path)),
        furniture=Furniture(
            lines=frozenset(_texts(furniture, "lines", path)),
            starts=_texts(furniture, "starts", path),
            contains=_texts(furniture, "contains", path),
        ),
    )


def _texts(table: Mapping[str, Any], key: str, path: Path) -> tuple[str, ...]:
    entries = require(table, key, list, path)
    for entry in entries:
        if not isinstance(entry, str) or not entry.strip():
            raise PackError(path, None, f"{key}: {entry!r} is no text")
        if key != "starters" and entry != entry.lower():
            raise PackError(path, None, f"{key}: {entry!r} must be lower case")
    return tuple(entries)
