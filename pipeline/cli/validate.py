"""``validate``: score a run against gold documents."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pipeline.cli.errors import told

if TYPE_CHECKING:
    from pipeline.validate import Validation


def validate(
    gold: Annotated[Path, typer.Argument(help="folder of gold documents, <id>.json each")],
    extracted: Annotated[Path, typer.Argument(help="folder of the run's tables")],
    thresholds: Annotated[
        Path | None, typer.Option(help="TOML of least F1 values: tables per language, field = 0.9")
    ] = None,
    misses: Annotated[bool, typer.Option("--misses", help="list every wrong or missing claim")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="print scores as JSON")] = False,
) -> None:
    """Score a run's tables against gold; exit 1 where a score is below its threshold."""
    from pipeline.language.files import PackError, read_toml
    from pipeline.validate import shortfalls
    from pipeline.validate import validate as score

    with told(FileNotFoundError, ValueError, PackError):
        result = score(gold, extracted)
        least = read_toml(thresholds) if thresholds else {}
    if misses and not as_json:
        for miss in result.misses:
            typer.echo(f"{miss.document}\t{miss.field}\t{miss.what}")
    _print_json(result) if as_json else _print_table(result)
    below = shortfalls(result.scores, least)
    for line in below:
        typer.echo(f"below threshold: {line}", err=True)
    raise typer.Exit(1 if below else 0)


def _print_table(result: Validation) -> None:
    from rich.console import Console
    from rich.table import Table

    languages = ["all", *sorted(set(result.scores) - {"all"})]
    table = Table("F1 in %", *languages, "gold")
    for field, score in result.scores["all"].items():
        cells = [result.scores[language].get(field) for language in languages]
        table.add_row(field, *(f"{100 * cell.f1:.1f}" if cell else "" for cell in cells), str(score.gold))
    Console().print(table)


def _print_json(result: Validation) -> None:
    scores = {
        language: {
            field: {"f1": round(score.f1, 4), "right": score.right, "found": score.found, "gold": score.gold}
            for field, score in fields.items()
        }
        for language, fields in result.scores.items()
    }
    typer.echo(json.dumps(scores, indent=1, ensure_ascii=False))
