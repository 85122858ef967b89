"""Write models/<code>/names/foreign.txt of the packs in Cyrillic letters: other packs' given names in their spelling.

    python models/training/transcribed_names.py MODELS

The rules of writing are `transcription.csv`, the names are the lists of the packs in Latin letters (their sources are
told there) and the names below, which no list has. Names that the pack's own list holds are left out.
"""

from __future__ import annotations

import csv
import re
import sys
from collections import defaultdict
from itertools import islice, product
from pathlib import Path

SOURCES = {
    "pl": "pl", "de": "de", "nl": "de", "lt": "lt", "cs": "cs", "sk": "cs",
    "it": "it", "es": "es", "ro": "ro", "fr": "fr",
}  # fmt: skip
"""Packs whose lists are read, each with the rules that fit its names."""
SPELLINGS = 4
"""Spellings that are kept of one name."""

SHORTEST = 4
"""Letters that a transcribed name has at least: shorter ones are too often other words."""

WORD = re.compile(r"[^\W\d_]+")


def load_rules(path: Path, target: str) -> dict[str, dict[str, list[str]]]:
    """For each source language, letters → ways to write them."""
    rules: dict[str, dict[str, list[str]]] = defaultdict(dict)
    with path.open(encoding="utf-8") as lines:
        for row in csv.DictReader(line for line in lines if not line.startswith("#")):
            rules[row["source"]][row["letters"]] = row[target].split("/")
    return rules


def transcribe(name: str, own: dict[str, list[str]], common: dict[str, list[str]]) -> list[str]:
    """The ways to write a name, the usual one first; none if it has a letter that no rule tells."""
    marked, ways, i = f"^{name.lower()}$", list[list[str]](), 0
    while i < len(marked):
        if marked[i] in "^$" and not any(marked.startswith(key, i) for key in own if key[0] == marked[i]):
            i += 1
            continue
        for table in (own, common):
            found = max((key for key in table if marked.startswith(key, i)), key=len, default=None)
            if found is not None:
                ways.append(table[found])
                i += len(found)
                break
        else:
            return []
    spellings = ("".join(parts).capitalize() for parts in islice(product(*ways), SPELLINGS))
    return [spelling for spelling in spellings if len(spelling) >= SHORTEST]


def read_list(path: Path) -> dict[str, set[str]]:
    """Names of a list with the genders of their bearers."""
    names: dict[str, set[str]] = defaultdict(set)
    for line in path.read_text("utf-8").splitlines() if path.exists() else ():
        gender, colon, words = line.partition(": ")
        if colon and gender in "fm":
            for word in words.split():
                names[word].add(gender)
    return names


def inflections(name: str) -> set[str]:
    """What a name of the language may look like in other cases: `Ivana` is Ivan's before it is a foreign woman."""
    stems = {"й": "я ю ем єм", "ь": "я ю ем", "а": "и і у ой ою е", "я": "и і ї ю ей ею єю е", "о": "а у ом ові"}
    if name[-1] in stems:
        return {name[:-1] + ending for ending in stems[name[-1]].split()}
    return {name + ending for ending in ("а", "у", "ом", "ем", "е", "і", "ові", "еві")}


def write_pack(models: Path, target: str) -> None:
    """The list of one pack."""
    rules = load_rules(Path(__file__).with_name("transcription.csv"), target)
    own = read_list(models / target / "names/given.txt")
    found: dict[str, set[str]] = defaultdict(set)
    for source, table in SOURCES.items():
        for name, genders in read_list(models / source / "names/given.txt").items():
            if WORD.fullmatch(name):
                for spelling in transcribe(name, rules[table], rules["*"]):
                    found[spelling] |= genders
    words = {w.lower() for w in WORD.findall(_pack_words(models / target))}
    inflected = {form for name in own for form in inflections(name)}
    for name in [name for name in found if name in own or name in inflected or name.lower() in words]:
        del found[name]
    for name, genders in read_list(Path(__file__).with_name(f"given_{target}.txt")).items():
        if name not in own:
            found[name] |= genders
    lines = [f"{g}: " + " ".join(sorted(n for n, s in found.items() if g in s and n[0] == initial))
             for g in "fm" for initial in sorted({n[0] for n, s in found.items() if g in s})]  # fmt: skip
    note = (
        "# Given names of other languages. Sources: lists of the other packs by "
        "training/transcribed_names.py; own (CC0-1.0)."
    )
    (models / target / "names/foreign.txt").write_text("\n".join([note, *lines]) + "\n", "utf-8")


def _pack_words(folder: Path) -> str:
    """All common words that a pack lists: none of them is taken for a name."""
    return " ".join(
        path.read_text("utf-8")
        for name in ("roles.csv", "institutions.csv", "topics.csv", "events.csv", "dates.toml", "institutions.toml")
        for path in [folder / name]
    )


if __name__ == "__main__":
    for code in ("uk", "ru"):
        write_pack(Path(sys.argv[1]), code)
