"""Write ``models/shared/names/origins.csv``: how often names end so in the languages that have a pack.

    python models/training/name_origins.py MODELS

Made of the packs' own lists of names (Faker, MIT; press corpus, train, CC0-1.0), which hold some guests' names too:
that is no harm, since shares are compared, and an ending of Poland's remains much more frequent in the Polish list.
Languages that are not written in Latin letters are left out; there names of guests are spelled as one's own.
"""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path

from pipeline.language import list_languages, load_pack

LONGEST = 4  # letters of an ending
OPENS = "^"  # stands before a whole name
SELDOM = 5  # names of all lists together that an ending must have
SMALLEST = 100  # names of a list, or shares mean nothing
PER = 10_000  # the shares' unit
HEADER = f"""Of {PER} names, how many end so where a language is at home (its states head the column).
# Made by models/training/name_origins.py. Sources: Faker (MIT); press corpus, train (CC0-1.0)."""


def endings(names: set[str]) -> Counter[str]:
    """How many names have each ending."""
    found: Counter[str] = Counter()
    for name in names:
        word = OPENS + name.casefold()
        found.update(word[-length:] for length in range(1, min(LONGEST, len(word)) + 1))
    return found


def main(models: Path) -> None:
    """Write the table."""
    lists: dict[str, dict[str, set[str]]] = {"given": {}, "family": {}}
    for code in list_languages(models):
        pack = load_pack(models, code)
        given = read_words(pack.folder / "names" / "given.txt")
        family = read_words(pack.folder / "names" / "family.txt")
        if min(len(given), len(family)) >= SMALLEST and max(given) < "Ͱ":
            states = " ".join(sorted(pack.places.home))
            lists["given"][states], lists["family"][states] = given, family
    columns = sorted(lists["given"])
    with (models / "shared/names/origins.csv").open("w", encoding="utf-8") as file:
        print(f"# {HEADER}", file=file)
        print("kind", "ending", *columns, "note", sep=",", file=file)
        for kind, by_states in lists.items():
            counts = {states: endings(names) for states, names in by_states.items()}
            total = sum(counts.values(), Counter[str]())
            for ending in sorted(e for e, count in total.items() if count >= SELDOM):
                shares = (round(PER * counts[s][ending] / len(by_states[s])) for s in columns)
                print(kind, ending, *shares, "", sep=",", file=file)


def read_words(path: Path) -> set[str]:
    """The names of a list."""
    lines = (line for line in path.read_text("utf-8").splitlines() if not line.startswith("#"))
    return {word for line in lines for word in line.split() if not word.endswith(":")}


if __name__ == "__main__":
    main(Path(sys.argv[1]))
