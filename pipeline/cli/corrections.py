"""``corrections``: templates of overlays, and gold documents from what was reviewed."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from pipeline.cli.errors import told

app = typer.Typer(
    help="Overlays of corrections that `run --corrections FILE` applies.",
    no_args_is_help=True,
    context_settings={"help_option_names": ["-h", "--help"]},
)


@app.command("template")
def template(
    extracted: Annotated[Path, typer.Argument(help="folder of the run's tables")],
    target: Annotated[Path, typer.Argument(help="overlay to write, .csv or .xlsx")],
    force: Annotated[bool, typer.Option("--force", help="replace the file if it exists")] = False,
) -> None:
    """Write every row that can be corrected as a line; fill in the action, delete or leave the other lines.

    Actions: accept, reject, change (column and value), add (text, column and value), merge (id and value, the other
    id), split (id and doc_id).
    """
    from pipeline.report.export import ExportError, export_corrections

    with told(ExportError, OSError, ValueError, extra="export"):
        lines = export_corrections(extracted, target, force)
    typer.echo(f"wrote {target} ({lines} lines)")


@app.command("to-gold")
def to_gold(
    extracted: Annotated[Path, typer.Argument(help="folder of tables that were made with the corrections")],
    folder: Annotated[Path, typer.Argument(help="folder for the gold documents")],
    force: Annotated[bool, typer.Option("--force", help="replace files that exist")] = False,
) -> None:
    """Turn documents that corrections accept as a whole into gold documents for `validate`."""
    from pipeline.validate.gold import GoldError, write_gold

    with told(GoldError, OSError, ValueError):
        written = write_gold(extracted, folder, force)
    typer.echo(f"wrote {len(written)} gold documents to {folder}")
