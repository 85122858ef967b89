"""``run``: a folder of releases becomes the tables."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from contextlib import AbstractContextManager

    from pipeline.settings import Settings
    from pipeline.shards import Progress, RunReport


def run(
    raw: Annotated[str, typer.Argument(help="folder, file or URL of releases, or - for standard input")] = "raw",
    extracted: Annotated[str, typer.Argument(help="folder or URL for the tables")] = "extracted",
    limit: Annotated[int | None, typer.Option(min=1, help="stop after this many documents")] = None,
    languages: Annotated[str, typer.Option(help="only these languages, ISO 639-1 codes with commas between")] = "",
    workers: Annotated[int, typer.Option(min=1, help="worker processes")] = 1,
    engine: Annotated[Literal["local", "dask"], typer.Option(help="where the work is done")] = "local",
    scheduler: Annotated[str | None, typer.Option(help="address of a Dask scheduler, tcp://…")] = None,
    corrections: Annotated[Path | None, typer.Option(help="overlay of corrections to apply, .csv or .xlsx")] = None,
    fresh: Annotated[bool, typer.Option("--fresh", help="forget what earlier runs made")] = False,
    strict: Annotated[bool, typer.Option("--strict", help="stop at the first error")] = False,
    quiet: Annotated[bool, typer.Option("--quiet", help="print nothing but errors")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="print the run report as JSON")] = False,
) -> None:
    """Extract everything from RAW into Parquet tables in EXTRACTED."""
    from pipeline.language import PackError
    from pipeline.read import InputError
    from pipeline.shards import RunError
    from pipeline.shards import run as run_shards

    try:
        settings = _settings(languages, strict)
        with _progress(quiet or as_json) as show:
            report = run_shards(
                raw, extracted, settings, workers=workers, engine=engine, scheduler=scheduler,
                limit=limit, fresh=fresh, corrections=corrections, progress=show,
            )  # fmt: skip
    except (InputError, RunError, PackError) as error:
        typer.echo(f"error: {error}", err=True)
        raise typer.Exit(2) from error
    if as_json:
        typer.echo(json.dumps(asdict(report), indent=1, ensure_ascii=False, default=str))
    elif not quiet:
        _print_summary(report, extracted)
    raise typer.Exit(1 if report.failed else 0)


def _settings(languages: str, strict: bool) -> Settings:
    """The settings that the options ask for.

    Raises:
        PackError: a language has no pack.
    """
    from pipeline.language import PackError, list_languages
    from pipeline.settings import Settings

    chosen = tuple(code.strip() for code in languages.split(",") if code.strip())
    settings = Settings(languages=chosen, strict=strict)
    packs = list_languages(settings.models)
    for code in chosen:
        if code not in packs:
            raise PackError(settings.models / code, None, f"no such language pack; there are {', '.join(packs)}")
    return settings


def _progress(silent: bool) -> AbstractContextManager[Callable[[Progress], None] | None]:
    """A progress bar with documents a second and time left; nothing where nobody watches."""
    from contextlib import contextmanager, nullcontext

    if silent or not sys.stderr.isatty():
        return nullcontext()
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
    from rich.progress import Progress as Bar

    @contextmanager
    def shown() -> Iterator[Callable[[Progress], None]]:
        columns = (BarColumn(), MofNCompleteColumn(), TextColumn("{task.fields[rate]:.0f} documents/s"))
        with Bar(*columns, TimeRemainingColumn(), console=Console(stderr=True), transient=True) as bar:
            task = bar.add_task("documents", total=None, rate=0.0)
            yield lambda state: bar.update(task, completed=state.done, total=state.total, rate=state.rate)

    return shown()


def _print_summary(report: RunReport, extracted: str) -> None:
    from rich.console import Console
    from rich.table import Table

    console = Console()
    table = Table("table", "rows", title=f"{report.documents} documents → {extracted}", title_justify="left")
    table.columns[1].justify = "right"
    for name, rows in report.rows.items():
        table.add_row(name, f"{rows:,}")
    console.print(table)
    spoken = ", ".join(f"{code} {count}" for code, count in sorted(report.languages.items()))
    console.print(f"languages: {spoken or 'none'}", highlight=False)
    console.print(
        f"{report.documents - report.skipped} documents processed, {report.skipped} unchanged, {report.failed} failed, "
        f"{report.problems} problems, {report.seconds:.1f} s",
        highlight=False,
    )
    if report.corrections or report.corrections_idle:
        idle = f", {report.corrections_idle} no longer apply" if report.corrections_idle else ""
        console.print(f"{report.corrections} corrections applied{idle}", highlight=False)
    if report.problems:
        console.print(f"see {extracted}/problems for what went wrong", highlight=False)
