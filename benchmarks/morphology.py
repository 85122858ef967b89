"""Base forms on a folder of the press corpus: how often the right one comes out, given the right span.

    python benchmarks/morphology.py CORPUS [LANGUAGE…] [--misses N] [--kind PER]

CORPUS holds ``<language>/*.txt`` in the press corpus' markup (models/training/press). A place is known if any file of
the corpus has it as a base form, which stands in for the gazetteer. Institutions are also given without acronyms that
stand alone, whose base form is an expansion that no morphology can make.
"""

from __future__ import annotations

import argparse
import re
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from models.training.press.press_corpus import read_release
from pipeline.language.morphology import load_morphology
from pipeline.morphology import Attestations, Morphology
from pipeline.settings import Settings


class Case(NamedTuple):
    """One name: label, surface and the base form that the corpus gives."""

    label: str
    surface: str
    base: str


def read(path: Path) -> tuple[list[Case], Attestations]:
    """The names of a file and what its document attests."""
    release = read_release(path)
    cases = [Case(span.label, span.text, span.base) for span in release.spans if span.label in ("PER", "ORG", "LOC")]
    surfaces = {label: tuple(c.surface for c in cases if c.label == label) for label in ("PER", "ORG", "LOC")}
    return cases, Attestations(surfaces["PER"], surfaces["ORG"], surfaces["LOC"], release.text)


def base(morphology: Morphology, case: Case, attestations: Attestations, places: frozenset[str]) -> tuple[str, str]:
    """The base form that the product gives, and what it rests on."""
    if case.label == "PER":
        person = morphology.base_person(case.surface, attestations)
        return person.name, person.name_from
    if case.label == "ORG":
        return morphology.base_institution(case.surface, attestations)
    return morphology.base_place(case.surface, attestations, places.__contains__)


def is_acronym(case: Case) -> bool:
    """Whether an institution's surface is an acronym whose base form is longer."""
    return (
        case.label == "ORG"
        and " " not in case.surface
        and len(re.findall(r"[^\W\d_a-z]", case.surface)) > 1
        and " " in case.base
    )


def measure(language: str, files: list[Path], places: frozenset[str], misses: int, kind: str | None) -> Iterator[str]:
    """Print lines for one language."""
    morphology = Morphology(load_morphology(Settings().models / language))
    right: Counter[str] = Counter()
    total: Counter[str] = Counter()
    wrong: Counter[tuple[str, str, str, str, str]] = Counter()
    seconds = 0.0
    for path in files:
        cases, attestations = read(path)
        for case in cases:
            begin = time.process_time()
            found, source = base(morphology, case, attestations, places)
            seconds += time.process_time() - begin
            for key in (case.label, *(["ORG*"] if case.label == "ORG" and not is_acronym(case) else [])):
                total[key] += 1
                right[key] += found == case.base
            if found != case.base and kind in (None, case.label):
                wrong[case.label, case.surface, case.base, found, source] += 1
    scores = "  ".join(
        f"{k} {100 * right[k] / total[k]:5.1f} ({total[k]})" for k in ("PER", "ORG", "ORG*", "LOC") if total[k]
    )
    names = total["PER"] + total["ORG"] + total["LOC"]
    yield f"{language}  {scores}  {1000 * seconds / max(names, 1):.3f} ms a name"
    for (label, surface, expected, found, source), count in sorted(wrong.most_common(misses)):
        yield f"    {label} {surface} | {expected} ≠ {found} ({source}) × {count}"


def main() -> None:
    """Read the arguments and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("languages", nargs="*")
    parser.add_argument("--misses", type=int, default=0)
    parser.add_argument("--kind", choices=("PER", "ORG", "LOC"))
    arguments = parser.parse_args()
    folders = sorted(f for f in arguments.corpus.iterdir() if f.is_dir())
    for folder in folders:
        if arguments.languages and folder.name not in arguments.languages:
            continue
        files = sorted(folder.glob("*.txt"))
        places = frozenset(case.base for path in files for case in read(path)[0] if case.label == "LOC")
        for line in measure(folder.name, files, places, arguments.misses, arguments.kind):
            print(line)


if __name__ == "__main__":
    main()
