"""``diff``: what changed between two runs."""

from __future__ import annotations

import html
import json
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pipeline.cli.errors import stop, told

if TYPE_CHECKING:
    from pipeline.report.diff import Comparison

_PAGE = """<!doctype html><html lang="en"><meta charset="utf-8"><title>Differences between two runs</title>
<style>body{{font:1rem/1.5 system-ui;margin:2rem;color-scheme:light dark}}td,th{{padding:.2rem .6rem;text-align:left;
vertical-align:top;border-bottom:1px solid #8884}}</style>
<h1>Differences between two runs</h1><p>{count} of {rows} rows differ ({share:.2%}).</p>
<table><thead><tr><th>table<th>change<th>language<th>evidence<th>columns</thead><tbody>{body}</tbody></table></html>
"""


def diff(
    old: Annotated[Path, typer.Argument(help="tables of the earlier run")],
    new: Annotated[Path, typer.Argument(help="tables of the later run")],
    threshold: Annotated[float, typer.Option(help="share of differing rows that is still fine, 0 to 1")] = 0.0,
    as_json: Annotated[bool, typer.Option("--json", help="print as JSON")] = False,
    html_file: Annotated[Path | None, typer.Option("--html", help="write a page to this file")] = None,
    force: Annotated[bool, typer.Option("--force", help="replace the page if it exists")] = False,
) -> None:
    """Tell rows added, lost and changed with their evidence; exit 1 beyond the threshold."""
    from pipeline.report.diff import compare

    if html_file and html_file.exists() and not force:
        stop(f"{html_file} exists; --force replaces it")
    with told(OSError, ValueError):
        comparison = compare(old, new)
    if html_file:
        html_file.write_text(_page(comparison), "utf-8")
    if as_json:
        typer.echo(json.dumps([asdict(item) for item in comparison.differences], indent=1, ensure_ascii=False))
    else:
        _print_text(comparison)
    raise typer.Exit(1 if comparison.share > threshold else 0)


def _print_text(comparison: Comparison) -> None:
    for item in comparison.differences:
        columns = "; ".join(f"{name}: {old} → {new}" for name, (old, new) in item.columns.items())
        typer.echo(
            f"{item.table}\t{item.change}\t{item.language or ''}\t{' '.join(item.key)}\t{item.evidence}\t{columns}"
        )
    for (table, language), cell in comparison.counts().items():
        changes = ", ".join(f"{number} {change}" for change, number in cell.items() if number)
        typer.echo(f"{table} {language}: {changes}")
    typer.echo(f"{len(comparison.differences)} of {comparison.rows} rows differ ({comparison.share:.2%})")


def _page(comparison: Comparison) -> str:
    rows = []
    for item in comparison.differences:
        columns = "; ".join(f"{name}: {old} → {new}" for name, (old, new) in item.columns.items())
        cells = (item.table, item.change, item.language or "", item.evidence, columns)
        rows.append("<tr>" + "".join(f"<td>{html.escape(cell)}" for cell in cells))
    return _PAGE.format(
        count=len(comparison.differences), rows=comparison.rows, share=comparison.share, body="\n".join(rows)
    )
