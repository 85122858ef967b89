"""``report``: the dossier, one HTML page over a run."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from pipeline.cli.errors import told


def report(
    extracted: Annotated[Path, typer.Argument(help="folder of the run's tables")] = Path("extracted"),
    target: Annotated[Path, typer.Option("--out", help="HTML file to write")] = Path("dossier.html"),
    force: Annotated[bool, typer.Option("--force", help="replace the file if it exists")] = False,
) -> None:
    """Write one self-contained HTML page: visits, map, people, institutions, topics, every document marked up."""
    from pipeline.report.dossier import DossierError, write_dossier

    with told(DossierError, OSError, ValueError, extra="html"):
        write_dossier(extracted, target, force)
    typer.echo(f"wrote {target} ({target.stat().st_size / 1e6:.1f} MB)")
