"""``docs/licences.md`` names every package and every weight with its licence, and none is forgotten."""

import json
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PAGE = (ROOT / "docs" / "licences.md").read_text("utf-8")
# What may not come in: these bind who uses the product, or forbid a use.
REFUSED = re.compile(r"AGPL|Affero|non-?commercial|-NC-|proprietary|not told", re.IGNORECASE)


def test_every_pinned_package_has_a_row() -> None:
    pinned = re.findall(r"^([\w.-]+)==", (ROOT / "constraints.txt").read_text("utf-8"), re.MULTILINE)
    assert set(re.findall(r"^\| ([\w.-]+) \| [\d.]\S* \|", PAGE, re.MULTILINE)) == set(pinned)


@pytest.mark.parametrize("path", sorted((ROOT / "models").glob("*/ner/meta.json")), ids=lambda path: path.parts[-3])
def test_weights_are_named_with_their_licence(path: Path) -> None:
    meta = json.loads(path.read_text("utf-8"))
    assert f"| `models/{path.parts[-3]}/ner` {meta['version']} | {meta['license']} |" in PAGE


def test_no_licence_binds_the_user() -> None:
    assert [line for line in PAGE.splitlines() if REFUSED.search(line)] == []
