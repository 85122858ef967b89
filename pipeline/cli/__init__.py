"""The command line: ``run_pipeline.py [RAW] [EXTRACTED]`` runs; every other verb is a subcommand.

Exit status: 0 done, 1 done but something was wrong (documents failed, scores below thresholds), 2 not done
(unusable arguments or input).
"""

from __future__ import annotations

import sys
from collections.abc import Sequence

import typer

from pipeline.cli import corrections, diff, explain, export, packs, report, run, validate

app = typer.Typer(
    help="Event extraction for press releases: raw texts in, Parquet tables out. Without a command, run is meant.",
    no_args_is_help=False,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.command("run")(run.run)
app.command("explain")(explain.explain)
app.command("validate")(validate.validate)
app.command("diff")(diff.diff)
app.command("export")(export.export)
app.command("packs")(packs.packs)
app.command("report")(report.report)
app.add_typer(corrections.app, name="corrections")


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line; without a subcommand, ``run`` is meant.

    Args:
        arguments: what follows the program's name; taken from the process if None.
    """
    given = list(sys.argv[1:] if arguments is None else arguments)
    verbs = {command.name for command in app.registered_commands} | {group.name for group in app.registered_groups}
    if not given or (given[0] not in verbs and given[0] not in ("-h", "--help")):
        given.insert(0, "run")
    app(given)
