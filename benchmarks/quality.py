"""Quality of a whole run: F1 in % per set, language and field, as the Markdown tables of ``RESULTS.md``.

    python benchmarks/quality.py NAME=TEXTS:GOLD [NAME=TEXTS:GOLD …]

TEXTS is a folder of ``<id>.txt``, GOLD one of ``<id>.json`` (see ``pipeline/validate``). Texts are run from scratch
into a temporary folder.
"""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Mapping
from pathlib import Path

from pipeline.settings import Settings
from pipeline.shards import run
from pipeline.validate import Score, validate


def measure(texts: Path, gold: Path) -> Mapping[str, Mapping[str, Score]]:
    """Run over the texts and score against the gold."""
    with tempfile.TemporaryDirectory() as folder:
        extracted = Path(folder) / "extracted"
        run(texts, extracted, Settings())
        return validate(gold, extracted).scores


def render(name: str, scores: Mapping[str, Mapping[str, Score]]) -> str:
    """One Markdown table: fields down, languages across."""
    languages = [*sorted(set(scores) - {"all"}), "all"]
    lines = [f"### {name}", "", f"| field | {' | '.join(languages)} | gold |", "|---|" + "---:|" * (len(languages) + 1)]
    for field, score in scores["all"].items():
        cells = [scores[language].get(field) for language in languages]
        shown = [f"{100 * cell.f1:.1f}" if cell and (cell.gold or cell.found) else "–" for cell in cells]
        lines.append(f"| {field} | {' | '.join(shown)} | {score.gold} |")
    return "\n".join([*lines, ""])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sets", nargs="+", metavar="NAME=TEXTS:GOLD")
    for entry in parser.parse_args().sets:
        name, _, folders = entry.partition("=")
        texts, _, gold = folders.partition(":")
        print(render(name, measure(Path(texts), Path(gold))))


if __name__ == "__main__":
    main()
