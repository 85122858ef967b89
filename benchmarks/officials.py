"""Officials found against gold: names, names with roles, places; by the rules of ``score_releases``.

    python benchmarks/officials.py [--ner] [--misses] [--language de] FOLDER…

A folder holds press releases with inline markup (``press_corpus``), or plain releases with gold JSON beside them or
in ``gold/``. Names, places and institutions come from the markup, so that the finder's own errors show; with
``--ner``, and for plain releases always, from the pipeline's own earlier steps.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
import time
import unicodedata
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from models.training.press import press_corpus
from pipeline.extract.officials import find_officials
from pipeline.language import load_pack
from pipeline.records import AnnotatedDocument, Institution, Name, Official, Place, Segment, Sentence
from pipeline.settings import Settings

SENTENCE_END = re.compile(r"(?<=[.!?])\s+(?=[A-ZÄÖÜŁŚŻ])|\n+")


@dataclass
class Release:
    """A release with what its officials should be."""

    name: str
    language: str
    text: str
    officials: dict[str, dict[str, Any]]
    marked: list[tuple[int, int, str, list[str]]] = field(default_factory=list)


def read_press(path: Path) -> Release:
    """A release with inline markup."""
    press = press_corpus.read_release(path)
    marked = [(span.start, span.end, span.label, list(span.values)) for span in press.spans]
    people = {rest[0] for _, _, label, rest in marked if label == "PER"}
    officials: dict[str, dict[str, Any]] = {}
    for _, _, label, rest in marked:
        if label == "ROLE":
            for person in (name.strip() for name in rest[-1].split(";")):
                if person in people:
                    officials.setdefault(person, {"roles": []})["roles"].append(rest[0])
    return Release(path.stem, press.language, press.text, officials, marked)


def read_gold(path: Path) -> Release:
    """A plain release with its gold JSON."""
    gold = json.loads(path.read_text("utf-8"))
    text = next(p for p in (path.with_suffix(".txt"), path.parent.parent / f"{path.stem}.txt") if p.is_file())
    officials = {
        o["name"]: {
            "roles": [o["role"], *(o.get("role_alt") or [])],
            "names": o.get("name_alt") or [],
            "places": [o["place"], *(o.get("place_alt") or [])] if o["place"] else [],
        }
        for o in gold["officials"]
    }
    return Release(path.stem, gold["language"], text.read_text("utf-8"), officials)


def annotate_from_markup(release: Release) -> tuple[AnnotatedDocument, list[Place], list[Institution]]:
    """Names, places and institutions as the markup gives them."""
    names, places, institutions = [], [], []
    for start, end, label, rest in release.marked:
        surface = release.text[start:end]
        if label in ("PER", "ORG", "LOC"):
            names.append(Name(surface, start, end, label))  # type: ignore[arg-type]
        if label == "LOC":
            places.append(Place("", 0, 0, surface, start, end, rest[0], "city", None, None, None, None))
        if label == "ORG":
            acronym = rest[2] if len(rest) > 2 else None
            institutions.append(
                Institution("", 0, 0, surface, start, end, rest[0], "attested", acronym, rest[1], None, "", 1.0)
            )
    sentences, start = [], 0
    for n, cut in enumerate([*(m.start() for m in SENTENCE_END.finditer(release.text)), len(release.text)]):
        sentences.append(Sentence("", 0, n, start, cut, "unexplained", None))
        start = cut
    segment = Segment("", 0, None, "article", release.language, 0, len(release.text))
    document = AnnotatedDocument(
        "", release.text, release.language, None, None, (segment,), tuple(sentences), tuple(names)
    )
    return document, places, institutions


def norm(text: str | None) -> str:
    """As ``score_releases`` compares names."""
    plain = unicodedata.normalize("NFC", text or "").casefold()
    plain = re.sub(r"[„”“\"'’‘«»‚]", "", plain).replace("–", "-").replace("—", "-")
    return re.sub(r"\s+", " ", plain).strip(" .,;:")


def close(one: str, other: str | None) -> bool:
    """Equal, or one word inflected differently."""
    import difflib

    a, b = norm(one), norm(other)
    return bool(a and b) and (a == b or (len(a) > 8 and difflib.SequenceMatcher(None, a, b).ratio() >= 0.9))


def score(release: Release, rows: tuple[Official, ...], tally: Counter[str], misses: bool) -> None:
    """Count one release."""
    found: dict[str, Official] = {}
    for official in rows:
        found.setdefault(norm(official.name), official)
    rest = dict(found)
    for name, gold in release.officials.items():
        row = next((rest.pop(norm(n)) for n in (name, *gold.get("names", [])) if norm(n) in rest), None)
        tally["gold"] += 1
        if row is None:
            if misses:
                print(f"{release.name}\tmissed\t{name}\t{gold['roles'][0]}\t{context(release, name)}")
            continue
        tally["name"] += 1
        if row.role in gold["roles"]:
            tally["role"] += 1
        elif misses:
            print(f"{release.name}\trole\t{name}\t{row.role} not {gold['roles']}\t{row.role_text}")
        if gold.get("places"):
            tally["placed"] += 1
            hit = any(close(p, row.place) or close(p, row.organisation) for p in gold["places"])
            tally["place"] += hit
            if misses and not hit:
                found_at = f"{row.place} / {row.organisation} not {gold['places']}"
                print(f"{release.name}\tplace\t{name}\t{found_at}\t{row.role_text}")
    tally["found"] += len(found)
    for row in rest.values() if misses else ():
        around = release.text[max(0, row.start_char - 70) : row.end_char + 50].replace("\n", "⏎")
        print(f"{release.name}\textra\t{row.name}\t{row.role}\t{row.role_text}\t{around}")


def context(release: Release, name: str) -> str:
    """Text around the first mention of a person."""
    for start, end, label, rest in release.marked:
        if label == "PER" and rest[0] == name:
            return release.text[max(0, start - 90) : end + 60].replace("\n", "⏎")
    at = release.text.find(name.split()[-1][:5])
    return release.text[max(0, at - 90) : at + 60].replace("\n", "⏎") if at >= 0 else ""


def percent(hits: int, found: int, gold: int) -> str:
    """Precision, recall and F1 as a cell."""
    p, r = hits / max(found, 1), hits / max(gold, 1)
    return f"{200 * p * r / max(p + r, 1e-9):5.1f} (P {100 * p:.1f} R {100 * r:.1f})"


def main() -> None:
    """Print one line per language."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument("--ner", action="store_true")
    parser.add_argument("--misses", action="store_true")
    parser.add_argument("--language")
    args = parser.parse_args()
    settings = Settings()
    releases = []
    for folder in args.folders:
        releases += [read_gold(p) for p in sorted(folder.rglob("*.json"))] or [
            read_press(p) for p in sorted(folder.rglob("*.txt"))
        ]
    tallies: dict[str, Counter[str]] = {}
    spent = 0.0
    extractor: Any = None
    for release in releases:
        if args.language and release.language != args.language:
            continue
        tally = tallies.setdefault(release.language, Counter())
        if args.ner or not release.marked:
            from pipeline import Extractor

            extractor = extractor or Extractor(settings)
            rows = extractor.extract(release.text, source=release.name, language=release.language).officials
        else:
            document, places, institutions = annotate_from_markup(release)
            pack = load_pack(settings.models, release.language)
            begun = time.process_time()
            rows = find_officials(document, (), places, institutions, pack, settings)
            spent += time.process_time() - begun
        score(release, rows, tally, args.misses)
    for language, t in sorted(tallies.items()):
        print(
            f"{language}: name {percent(t['name'], t['found'], t['gold'])}  "
            f"name+role {percent(t['role'], t['found'], t['gold'])}  "
            f"place {100 * t['place'] / max(t['placed'], 1):.1f} ({t['placed']})  gold {t['gold']}"
        )
    if spent:
        print(f"{1000 * spent / max(len(releases), 1):.2f} ms a release")


if __name__ == "__main__":
    main()
