"""Write models/<code>/names/places.txt: what names of places look like in base form, for languages that decline them.

    python models/training/place_names.py MODELS CODE:STATE...      (cs:CZ sk:SK lt:LT)

A name that no gazetteer has is put into the nominative by paradigms; of the base forms that they allow, the one is
taken that ends as known names do. The list holds the biggest towns of the state, what the language calls places
abroad, and, unless its names from abroad take endings of their own, towns of Europe that no language gives another
name. Source: GeoNames (CC BY 4.0), by way of models/shared/gazetteer.
"""

from __future__ import annotations

import sys
from pathlib import Path

from pyarrow import feather

from pipeline.language import load_pack

HOME, ABROAD = 1_500, 400
KNOWN = 1_000  # the biggest towns abroad have names in other languages
EUROPE = frozenset(
    ("AT", "BE", "BG", "CH", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GB", "HR", "HU", "IT", "LT", "LV", "NL", "PL",
     "RO", "RS", "SE", "SI", "SK", "UA")
)  # fmt: skip
HEADER = "# Names of places in base form, for their endings (training/place_names.py). Source: GeoNames (CC BY 4.0).\n"
WIDTH = 118


def main() -> None:
    """Write the lists."""
    models = Path(sys.argv[1])
    for argument in sys.argv[2:]:
        code, _, state = argument.partition(":")
        names = collect(models, code, state)
        (models / code / "names" / "places.txt").write_text(HEADER + wrap(names), "utf-8")
        print(f"{code}: {len(names)} names")


def collect(models: Path, code: str, state: str) -> list[str]:
    """The last words of names of a state's towns, of the language's names of places, and of towns abroad."""
    folder = models / "shared" / "gazetteer"
    table = feather.read_table(folder / "places.arrow").to_pylist()
    towns = sorted(
        (row for row in table if row["kind"] == "city" and row["population"]),
        key=lambda row: (-row["population"], row["name"]),
    )
    home = [row["name"] for row in towns if row["country"] == state][:HOME]
    called = [
        row["name"] for row in feather.read_table(folder / "exonyms.arrow").to_pylist() if row["language"] == code
    ]
    abroad = [row["name"] for row in towns if row["country"] in EUROPE - {state}][KNOWN : KNOWN + ABROAD]
    own = bool(load_pack(models, code).places.endings_of_foreign_names)
    found = {name.split()[-1] for name in home + called + ([] if own else abroad)}
    return sorted(word for word in found if len(word) > 2 and word[0].isupper() and word.isalpha())


def wrap(words: list[str]) -> str:
    """Words in lines."""
    lines, line = [], ""
    for word in words:
        if len(line) + len(word) >= WIDTH:
            lines.append(line)
            line = ""
        line = f"{line} {word}".strip()
    return "\n".join([*lines, line]) + "\n"


if __name__ == "__main__":
    main()
