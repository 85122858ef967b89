"""Places and institutions against press releases with known answers.

    python benchmarks/places_institutions.py FOLDER… [--markup] [--language de] [--misses] [--limit N]

A FOLDER holds press-corpus files (inline markup) or releases `<id>.txt` with `<id>.json` beside them or in `gold/`.
Names come from the language's own weights; with --markup (press corpus only) from the markup, which tells how much
is lost after the name recogniser. Rows are compared as sets of names per document, as users group them: exact means
equal but for case and quotation marks, close allows one word in another case. Baseline: the names that the recogniser
marks, as they stand.
"""

from __future__ import annotations

import argparse
import difflib
import json
import re
import time
import unicodedata
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from models.training.press import press_corpus
from pipeline.annotate import Annotator
from pipeline.extract.dates import find_dates
from pipeline.extract.institutions import find_institutions
from pipeline.extract.places import find_places
from pipeline.gazetteer import load_gazetteer
from pipeline.language import load_pack
from pipeline.records import AnnotatedDocument, Name
from pipeline.settings import Settings
from pipeline.split import split


@dataclass
class Release:
    """A text with its known places and institutions."""

    name: str
    language: str
    text: str
    names: tuple[Name, ...] = ()
    places: list[str] = field(default_factory=list)
    institutions: list[dict[str, Any]] = field(default_factory=list)


def read_press(path: Path) -> Release:
    """A file of the press corpus."""
    press = press_corpus.read_release(path)
    labelled = [span for span in press.spans if span.label in ("PER", "ORG", "LOC")]
    names = tuple(Name(s.text, s.start, s.end, s.label) for s in labelled)  # type: ignore[arg-type]
    places = list(dict.fromkeys(span.base for span in press.spans if span.label == "LOC"))
    institutions: dict[str, dict[str, Any]] = {}
    for span in press.spans:
        if span.label == "ORG":
            name, kind, *acronym = span.values
            row = {"name": name, "type": kind, "acronym": acronym[0] if acronym else None}
            institutions.setdefault(name.casefold(), row)
    return Release(path.stem, press.language, press.text, names, places, list(institutions.values()))


def read_gold(path: Path) -> Release | None:
    """A release with its answers in JSON."""
    for answers in (path.with_suffix(".json"), path.parent / "gold" / f"{path.stem}.json"):
        if answers.exists():
            gold = json.loads(answers.read_text("utf-8"))
            return Release(
                path.stem, gold["language"], path.read_text("utf-8"), (), gold["places"], gold["institutions"]
            )
    return None


def releases(folders: list[Path], language: str | None) -> Iterator[Release]:
    """Every release under the folders."""
    for folder in folders:
        for path in sorted(folder.rglob("*.txt")) if folder.is_dir() else [folder]:
            press = "\n---\n" in path.read_text("utf-8")[:3000] and path.read_text("utf-8").startswith("id:")
            release = read_press(path) if press else read_gold(path)
            if release and (language is None or release.language in language.split(",")):
                yield release


def norm(name: str | None) -> str:
    """Case, quotation marks and outer punctuation do not count."""
    name = unicodedata.normalize("NFC", name or "").casefold()
    name = re.sub(r"[„”“\"'’‘«»‚]", "", name).replace("–", "-").replace("—", "-")
    return re.sub(r"\s+", " ", name).strip(" .,;:")


def close(one: str | None, other: str | None) -> bool:
    """Equal, or nearly so: one word in another case."""
    a, b = norm(one), norm(other)
    if not a or not b:
        return False
    return a == b or (len(a) > 8 and difflib.SequenceMatcher(None, a, b).ratio() >= 0.9)


def exact(one: str | None, other: str | None) -> bool:
    """Equal after normalisation."""
    return norm(one) == norm(other) != ""


def score_institutions(release: Release, found: dict[str, Any], tally: Counter[tuple[str, str]], show: bool) -> None:
    """Count hits as the release scorer of the project does."""
    sure = [g for g in release.institutions if not (g.get("borderline") or g.get("optional"))]
    soft = [g for g in release.institutions if g.get("borderline") or g.get("optional")]
    rows = list(found.values())
    for key, equal in (("institution exact", exact), ("institution", close)):

        def same(gold: dict[str, Any], row: Any, equal: Any = equal) -> bool:
            names = [n for n in (gold["name"], gold.get("acronym"), *(gold.get("name_alt") or [])) if n]
            return any(equal(n, row.name) for n in names) or bool(
                gold.get("acronym") and norm(gold["acronym"]) == norm(row.acronym)
            )

        used: dict[int, int] = {}
        for i, gold in enumerate(sure):
            for j, row in enumerate(rows):
                if j not in used.values() and same(gold, row):
                    used[i] = j
                    break
        extra = [r for j, r in enumerate(rows) if j not in used.values() and not any(same(g, r) for g in soft + sure)]
        tally[key, "tp"] += len(used)
        tally[key, "p"] += len(used) + len(extra)
        tally[key, "g"] += len(sure)
        if show and key == "institution exact":
            for i, gold in enumerate(sure):
                if i not in used:
                    near = [r.name for r in rows if close(gold["name"], r.name)]
                    print(f"{release.name}\tINST-MISSED\t{gold['name']} [{gold.get('acronym')}]\t{near}")
            for row in extra:
                print(f"{release.name}\tINST-EXTRA\t{row.name} [{row.acronym}] <- {row.text!r}")
    for i, j in used.items():
        right = rows[j].type in [sure[i]["type"], *(sure[i].get("type_alt") or [])]
        tally["institution type", "tp"] += right
        tally["institution type", "p"] += 1
        tally["institution type", "g"] += 1
        if show and not right:
            print(f"{release.name}\tTYPE\t{sure[i]['name']}\t{rows[j].type} not {sure[i]['type']}")


def score_places(release: Release, found: Any, tally: Counter[tuple[str, str]], show: bool) -> None:
    """Places as sets of names."""
    gold, rows = {norm(p) for p in release.places}, {norm(p.name): p for p in found}
    tally["places", "tp"] += len(gold & rows.keys())
    tally["places", "p"] += len(rows)
    tally["places", "g"] += len(gold)
    tally["places with id", "tp"] += sum(1 for p in rows.values() if p.geonames_id)
    tally["places with id", "p"] += len(rows)
    tally["places with id", "g"] += len(rows)
    if show:
        for name in sorted(gold - rows.keys()):
            print(f"{release.name}\tPLACE-MISSED\t{name}")
        for name in sorted(rows.keys() - gold):
            print(f"{release.name}\tPLACE-EXTRA\t{name}\t<- {rows[name].text!r}")


def score_baseline(release: Release, names: tuple[Name, ...], tally: Counter[tuple[str, str]]) -> None:
    """What the recogniser's surfaces alone would give."""
    for key, label, gold in (
        ("(recogniser, places)", "LOC", {norm(p) for p in release.places}),
        ("(recogniser, institutions)", "ORG", {norm(i["name"]) for i in release.institutions}),
    ):
        found = {norm(name.text) for name in names if name.label == label}
        tally[key, "tp"] += len(gold & found)
        tally[key, "p"] += len(found)
        tally[key, "g"] += len(gold)


def main() -> None:
    """Run and print one table per language."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("folders", nargs="+", type=Path)
    arguments.add_argument("--markup", action="store_true")
    arguments.add_argument("--misses", action="store_true")
    arguments.add_argument("--language")
    arguments.add_argument("--limit", type=int)
    given = arguments.parse_args()
    settings = Settings()
    annotator, gazetteer = Annotator(settings), load_gazetteer(settings.models)
    tallies: dict[str, Counter[tuple[str, str]]] = {}
    seconds = {"places": 0.0, "institutions": 0.0}
    count = 0
    for release in list(releases(given.folders, given.language))[: given.limit]:
        if given.markup and not release.names:
            continue
        pack = load_pack(settings.models, release.language)
        segments, sentences = split(release.name, release.text, None, pack)
        names = release.names if given.markup else next(annotator.annotate([release.text], release.language))
        document = AnnotatedDocument(
            release.name, release.text, release.language, None, None, segments, sentences, names
        )
        dates = find_dates(replace(document, names=()), pack, settings)
        began = time.perf_counter()
        places = find_places(document, dates, pack, gazetteer, settings)
        then = time.perf_counter()
        institutions = find_institutions(document, dates, places, pack, settings)
        seconds["places"] += then - began
        seconds["institutions"] += time.perf_counter() - then
        count += 1
        tally = tallies.setdefault(release.language, Counter())
        score_places(release, places, tally, given.misses)
        rows: dict[str, Any] = {}
        for row in institutions:
            rows.setdefault(norm(row.name), row)
        score_institutions(release, rows, tally, given.misses)
        score_baseline(release, names, tally)
    for language, tally in tallies.items():
        print(f"\n{language:28}{'precision':>10}{'recall':>8}{'F1':>8}{'gold':>7}")
        for key in dict.fromkeys(k for k, _ in tally):
            tp, p, g = (tally[key, kind] for kind in ("tp", "p", "g"))
            precision, recall = tp / p if p else 1.0, tp / g if g else 1.0
            f1 = 2 * precision * recall / (precision + recall) if precision + recall else 0.0
            print(f"{key:28}{precision * 100:10.1f}{recall * 100:8.1f}{f1 * 100:8.1f}{g:7}")
    print(
        f"\n{count} releases; ms per release: "
        + ", ".join(f"{k} {v / max(count, 1) * 1000:.2f}" for k, v in seconds.items())
    )


if __name__ == "__main__":
    main()
