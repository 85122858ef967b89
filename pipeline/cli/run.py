"""``run``: a folder of releases becomes the tables."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal, NoReturn

import typer

from pipeline.cli.errors import told

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from contextlib import AbstractContextManager

    from pipeline.settings import Settings
    from pipeline.shards import Progress, RunReport


def run(
    raw: Annotated[str, typer.Argument(help="folder, file or URL of releases, or - for standard input")] = "raw",
    extracted: Annotated[
        str | None, typer.Argument(help="folder or URL for the tables, or - for standard output; extracted by default")
    ] = None,
    limit: Annotated[int | None, typer.Option(min=1, help="stop after this many documents")] = None,
    languages: Annotated[str, typer.Option(help="only these languages, ISO 639-1 codes with commas between")] = "",
    workers: Annotated[int, typer.Option(min=1, help="worker processes")] = 1,
    engine: Annotated[Literal["local", "dask"], typer.Option(help="where the work is done")] = "local",
    scheduler: Annotated[str | None, typer.Option(help="address of a Dask scheduler, tcp://…")] = None,
    corrections: Annotated[Path | None, typer.Option(help="overlay of corrections to apply, .csv or .xlsx")] = None,
    officials_only: Annotated[
        bool, typer.Option("--officials-only", help="paint over the names of persons without a function")
    ] = False,
    watch: Annotated[bool, typer.Option("--watch", help="go on with files as they arrive, until Ctrl-C")] = False,
    fresh: Annotated[bool, typer.Option("--fresh", help="forget what earlier runs made")] = False,
    strict: Annotated[bool, typer.Option("--strict", help="stop at the first error")] = False,
    quiet: Annotated[bool, typer.Option("--quiet", help="print nothing but errors")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="print the run report as JSON")] = False,
) -> None:
    """Extract everything from RAW into Parquet tables in EXTRACTED.

    With - as RAW and no EXTRACTED, findings go to standard output, a JSON object a line and document.
    """
    from pipeline.corrections import CorrectionsError
    from pipeline.language import PackError
    from pipeline.read import InputError
    from pipeline.shards import RunError
    from pipeline.shards import run as run_shards

    target = extracted or ("-" if raw == "-" else "extracted")
    with told(InputError, RunError, PackError, CorrectionsError):
        settings = _settings(languages, officials_only, strict)
        if target == "-":
            _check_stream(raw, workers > 1 or engine != "local" or watch or fresh or as_json)
            raise typer.Exit(_stream(settings, corrections, limit))

        def once(anew: bool) -> RunReport:
            with _progress(quiet or as_json) as show:
                return run_shards(
                    raw, target, settings, workers=workers, engine=engine, scheduler=scheduler,
                    limit=limit, fresh=anew, corrections=corrections, progress=show,
                )  # fmt: skip

        show = _printer(target, quiet, as_json)
        if watch:
            _watch(raw, corrections, once, show, fresh)
        report = once(fresh)
    show(report)
    raise typer.Exit(1 if report.failed else 0)


def _printer(target: str, quiet: bool, as_json: bool) -> Callable[[RunReport], None]:
    """What tells a run's report."""

    def show(report: RunReport) -> None:
        if as_json:
            typer.echo(json.dumps(asdict(report), indent=1, ensure_ascii=False, default=str))
        elif not quiet:
            _print_summary(report, target)

    return show


def _watch(
    raw: str,
    corrections: Path | None,
    once: Callable[[bool], RunReport],
    show: Callable[[RunReport], None],
    fresh: bool,
) -> NoReturn:
    """Run at once, and again after every change; a faulty overlay or a full disk is told and waited out."""
    from pipeline.shards import RunError
    from pipeline.shards.watch import wait_for_changes

    first = True
    try:
        for _ in wait_for_changes(raw, (corrections,) if corrections else ()):
            try:
                show(once(fresh and first))
            except RunError as error:
                if first:
                    raise
                typer.echo(f"error: {error}", err=True)
            first = False
            typer.echo(f"watching {raw}; Ctrl-C ends", err=True)
    except KeyboardInterrupt:
        typer.echo("stopped", err=True)
    raise typer.Exit(0)


def _check_stream(raw: str, others: bool) -> None:
    """Raise RunError unless everything that was asked for can be done on pipes."""
    from pipeline.shards import RunError

    if raw != "-":
        raise RunError("findings go to standard output only from standard input: run - -")
    if others:
        raise RunError("--workers, --engine, --watch, --fresh and --json are for tables; name a folder for them")


def _stream(settings: Settings, corrections: Path | None, limit: int | None) -> int:
    """Pipe documents to findings; the exit status."""
    from pipeline.cli.stream import drop, stream

    try:
        return 1 if stream(settings, corrections, limit, sys.stdout) else 0
    except BrokenPipeError:  # as of head, which has read enough
        drop(sys.stdout)
        return 0


def _settings(languages: str, officials_only: bool, strict: bool) -> Settings:
    """The settings that the options ask for.

    Raises:
        PackError: a language has no pack.
    """
    from pipeline.language import PackError, list_languages
    from pipeline.settings import Settings

    chosen = tuple(code.strip() for code in languages.split(",") if code.strip())
    settings = Settings(languages=chosen, officials_only=officials_only, strict=strict)
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
        rate = TextColumn("{task.fields[rate]:.0f} documents/s")
        columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), rate)
        with Bar(*columns, TimeRemainingColumn(), console=Console(stderr=True), transient=True) as bar:
            task = bar.add_task("listing, loading", total=None, rate=0.0)
            yield lambda state: bar.update(
                task, description="documents", completed=state.done, total=state.total, rate=state.rate
            )

    return shown()


def _print_summary(report: RunReport, extracted: str) -> None:
    from rich.box import SIMPLE
    from rich.console import Console
    from rich.table import Table

    console = Console()
    console.print(f"{report.documents} documents → {extracted}", highlight=False, soft_wrap=True)
    codes = list(report.languages)
    table = Table("rows of", *(code or "?" for code in codes), "all", box=SIMPLE, padding=(0, 1, 0, 0))  # twelve fit
    for column in table.columns[1:]:
        column.justify = "right"
    for name, rows in report.rows.items():
        found = (report.languages[code].get(name, 0) for code in codes)
        table.add_row(name, *(f"{count:,}" if count else "" for count in found), f"{rows:,}")
    console.print(table)
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
