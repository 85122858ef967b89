"""``packs``: which languages there are, and what each pack covers."""

from __future__ import annotations

from typing import Annotated

import typer

from pipeline.cli.errors import told


def packs(
    as_json: Annotated[bool, typer.Option("--json", help="print as JSON")] = False,
) -> None:
    """List languages, versions, licences, what each pack covers and its scores; a broken pack is an error."""
    import json

    from pipeline.language import PackError
    from pipeline.language.overview import describe_packs
    from pipeline.settings import Settings

    with told(PackError):
        overviews = describe_packs(Settings().models)
    if as_json:
        typer.echo(json.dumps(overviews, indent=1, ensure_ascii=False))
        return
    from rich.console import Console
    from rich.table import Table

    table = Table(*overviews[0].keys(), box=None, pad_edge=False)
    for overview in overviews:
        table.add_row(*(str(value) for value in overview.values()))
    Console().print(table)
