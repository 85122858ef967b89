"""Write docs/licences.md: what the product is made of, and under which licences.

    python docs/licences.py > docs/licences.md

Packages are those of ``constraints.txt``; their licences are what their own metadata say, so run it where all are
installed (``pip install -c constraints.txt -e '.[test]'``).
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

ROOT = Path(__file__).parent.parent
PAGE = """# Licences

Written by `python docs/licences.py`; a test compares it with `constraints.txt` and the packs.

## What is ours

The code is under Apache-2.0 (`LICENSE`). The press corpus in `models/training/press` is under CC0-1.0.

## Weights and word lists

Weights bear the licence of what they were trained on (`models/<code>/LICENSE`). Word lists name their source in the
`note` of each row or at the head of the file; the gazetteer's are in `models/training/gazetteer/README.md`.

| weights | licence | trained on |
|---|---|---|
{weights}

## Packages

*Needed* packages are installed with the product, the others by the extra that is named. Indirect ones come with those.

| package | version | licence | needed for |
|---|---|---|---|
{packages}
"""


def read_pins(path: Path) -> Iterator[tuple[str, str]]:
    """(package, version) of a lock file; the first of several that depend on the version of Python."""
    seen = set()
    for line in path.read_text("utf-8").splitlines():
        if (match := re.match(r"([\w.-]+)==([^ ;]+)", line)) and match[1] not in seen:
            seen.add(match[1])
            yield match[1], match[2]


def licence_of(package: str) -> str:
    """What a package's metadata say, shortened to one line."""
    try:
        told = metadata.metadata(package)
    except metadata.PackageNotFoundError:
        return "(only on other platforms or versions of Python)"
    classifiers = [c.rpartition(" :: ")[2] for c in told.get_all("Classifier", []) if c.startswith("License ::")]
    free_text = (told.get("License") or "").strip().splitlines()
    return told.get("License-Expression") or "; ".join(classifiers) or (free_text[0][:60] if free_text else "not told")


def list_uses() -> dict[str, str]:
    """What each direct dependency is for."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    groups = {"**needed**": project["dependencies"], **project["optional-dependencies"]}
    uses: dict[str, str] = {}
    for group, requirements in groups.items():
        for requirement in requirements:
            name = re.split(r"[<>=;\[ ]", requirement)[0].lower().replace("_", "-")
            uses.setdefault(name, group)
    return uses


def describe_weights(path: Path) -> str:
    """Licence of the weights in the folder of a ``meta.json``, and of what they were trained on."""
    meta = json.loads(path.read_text("utf-8"))
    sources = "; ".join(dict.fromkeys(f"{source['name']} ({source['license']})" for source in meta["sources"]))
    return f"| `{path.parent.relative_to(ROOT)}` {meta['version']} | {meta['license']} | {sources} |"


def main() -> None:
    """Print the page."""
    uses = list_uses()
    packages = [
        f"| {name} | {version} | {licence_of(name)} | {uses.get(name, '')} |"
        for name, version in read_pins(ROOT / "constraints.txt")
    ]
    weights = [describe_weights(path) for path in sorted((ROOT / "models").glob("*/ner/meta.json"))]
    print(PAGE.format(weights="\n".join(weights), packages="\n".join(packages)), end="")


if __name__ == "__main__":
    main()
