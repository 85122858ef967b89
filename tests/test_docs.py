"""The documentation: the site builds without a warning, links lead somewhere, and what it shows works."""

import os
import re
import subprocess
import sys
from pathlib import Path
from urllib.parse import unquote

import pytest

from pipeline.corrections import read_corrections
from pipeline.settings import Settings

ROOT = Path(__file__).parent.parent
DOCS = ROOT / "docs"
FENCE = re.compile(r"^```(console|python)\n(.*?)^```", re.S | re.M)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("site")
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet", "--site-dir", str(folder)]
    done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT)
    assert done.returncode == 0, done.stderr
    return folder


def test_every_link_of_the_site_leads_somewhere(site: Path) -> None:
    """Also those of the theme, and anchors; mkdocs itself checks only what stands in the Markdown."""
    pages = {page: page.read_text("utf-8") for page in site.rglob("*.html") if page.name != "404.html"}
    assert len(pages) == len(list(DOCS.rglob("*.md")))
    for page, html in pages.items():
        for target in re.findall(r'(?:href|src)="([^"]+)"', html):
            if re.match(r"https?:|mailto:|data:", target):
                continue
            path, _, anchor = unquote(target).partition("#")
            found = (page.parent / path).resolve() if path else page
            found = found / "index.html" if found.is_dir() else found
            assert found.is_file(), f"{page}: {target}"
            assert not anchor or found.suffix != ".html" or f'id="{anchor}"' in found.read_text("utf-8"), target


def test_nothing_is_loaded_from_elsewhere(site: Path) -> None:
    for page in site.rglob("*.html"):
        loaded = re.findall(r'<(?:script|img|iframe)[^>]+src="(https?:[^"]+)"', page.read_text("utf-8"))
        loaded += re.findall(r'<link[^>]+rel="(?:stylesheet|preconnect)"[^>]+href="(https?:[^"]+)"', page.read_text())
        assert loaded == [], page


@pytest.mark.parametrize(
    "page", ["tutorial.md", "how-to/spacy.md", "explanation/dates.md", "explanation/confidence.md"]
)
def test_what_a_page_shows_works(page: str, extracted_samples: Path, tmp_path: Path) -> None:
    """Every console line and every piece of Python, in order, in a folder beside the samples."""
    for name in ("raw", "models", "run_pipeline.py"):
        (tmp_path / name).symlink_to(ROOT / name)
    if page != "tutorial.md":
        (tmp_path / "extracted").symlink_to(extracted_samples)
    blocks = FENCE.findall((DOCS / page).read_text("utf-8"))
    script = "\n".join(_as_python(kind, block) for kind, block in blocks)
    assert script
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, cwd=tmp_path, env=environment, timeout=300
    )
    assert done.returncode == 0, done.stderr
    if page == "tutorial.md":
        assert "<svg" in (tmp_path / "visits.svg").read_text("utf-8")
        assert (tmp_path / "dossier.html").stat().st_size > 100_000


def _as_python(kind: str, block: str) -> str:
    if kind == "python":
        return block
    commands = [line.removeprefix("$ ").split() for line in block.splitlines() if line.startswith("$ ")]
    calls = (f"subprocess.run([sys.executable, *{command[1:]!r}], check=True)" for command in commands)
    return "\n".join(["import subprocess, sys", *calls])


def test_the_overlay_that_is_shown_is_one(tmp_path: Path) -> None:
    (block,) = re.findall(r"^```csv\n(.*?)^```", (DOCS / "how-to" / "corrections.md").read_text("utf-8"), re.S | re.M)
    (tmp_path / "c.csv").write_text(block, "utf-8")
    shown = read_corrections(tmp_path / "c.csv", Settings().models)
    assert len(shown.of("goettingen-2022.txt")) == 2
    assert len(shown.mergers) == 1
