"""``export``: the tables in formats that other programs read."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from pipeline.cli.errors import told


def export(
    extracted: Annotated[Path, typer.Argument(help="folder of the run's tables")],
    target: Annotated[Path, typer.Argument(help="file to write; a folder for csv and jsonl")],
    kind: Annotated[str, typer.Option("--format", help="csv, xlsx, jsonl, geojson, ics or followthemoney")] = "csv",
    force: Annotated[bool, typer.Option("--force", help="replace what is there")] = False,
) -> None:
    """Write a run's tables as CSV, XLSX, JSON lines, GeoJSON (places), iCalendar (visits) or FollowTheMoney."""
    from pipeline.report.export import ExportError
    from pipeline.report.export import export as write

    with told(ExportError, OSError, ValueError, extra="export"):
        write(extracted, target, kind, force)
