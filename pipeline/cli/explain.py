"""``explain``: one document with everything found in it, in colour."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from rich.console import Console
    from rich.text import Text

    from pipeline.records import Findings

_STYLES = {
    "date": "bold green",
    "official": "bold magenta",
    "role": "magenta",
    "institution": "bold blue",
    "place": "bold yellow",
    "event": "underline",
}
_SHOWN = {
    "dates": ("text", "edtf", "kind", "anchor", "inferred"),
    "officials": ("text", "name", "name_from", "role", "role_text", "place", "organisation", "confidence"),
    "institutions": ("text", "name", "acronym", "type", "place"),
    "places": ("text", "name", "kind", "country", "geonames_id"),
    "topics": ("topic", "score", "evidence"),
    "events": ("type", "status", "edtf", "host_place", "guest_places", "main", "summary", "confidence"),
    "participants": ("name", "kind", "side", "lead"),
    "sentences": ("sentence", "use", "why"),
    "problems": ("stage", "error", "message"),
}


def explain(
    file: Annotated[Path, typer.Argument(help="a release; of a file of records, each is explained", exists=True)],
    language: Annotated[str | None, typer.Option(help="ISO 639-1 code, if detection should not decide")] = None,
) -> None:
    """Print a document with everything found, in colour, and a table per kind of finding."""
    from dataclasses import replace

    from rich.console import Console

    from pipeline import Extractor
    from pipeline.read import read_documents
    from pipeline.records import Problem
    from pipeline.settings import Settings

    console = Console()
    problems: list[Problem] = []
    settings = Settings()
    documents = read_documents(file, settings, problems.append)
    if language:
        documents = (replace(document, language=language) for document in documents)
    for found in Extractor(settings).extract_many(documents):
        _print_document(console, found)
    for problem in problems:
        console.print(f"[red]{problem.source}: {problem.error}: {problem.message}", highlight=False)
    raise typer.Exit(1 if problems else 0)


def _print_document(console: Console, found: Findings) -> None:
    from rich.markup import escape

    row = found.document
    console.rule(escape(row.title or row.source))
    console.print(
        f"{escape(row.source)} · {row.language} ({row.language_score or 0:.2f}) · published {row.published} "
        f"({row.published_from}) · {row.status}",
        highlight=False,
    )
    console.print(" ".join(f"[{style}]{kind}[/]" for kind, style in _STYLES.items()))
    console.print(_colour(found))
    for table, columns in _SHOWN.items():
        _print_rows(console, table, columns, getattr(found, table))


def _colour(found: Findings) -> Text:
    """The text with its findings marked, sentences of events underlined."""
    from rich.text import Text

    from pipeline.records.layers import lay_out

    text = found.document.text
    shown = Text()
    for piece in lay_out(len(text), lambda table: getattr(found, table)):
        styles = [_STYLES[piece.kind]] if piece.kind else []
        styles += [_STYLES["event"]] if ("event" in dict(piece.over)) else []
        shown.append(text[piece.start : piece.end], " ".join(styles) or None)
    return shown


def _print_rows(console: Console, title: str, columns: tuple[str, ...], rows: tuple[object, ...]) -> None:
    """A table where the terminal is wide enough for its longest words, else a paragraph for each row."""
    if not rows:
        return
    cells = [[_cell(getattr(row, column)) for column in columns] for row in rows]
    told = [number for number in range(len(columns)) if any(row[number] for row in cells)]
    columns, cells = tuple(columns[n] for n in told), [[row[n] for n in told] for row in cells]
    longest = [max(len(word) for row in cells for word in f"{name} {row[n]}".split()) for n, name in enumerate(columns)]
    show = _print_table if sum(longest) + 3 * len(columns) < console.width else _print_paragraphs
    show(console, title, columns, cells)


def _print_table(console: Console, title: str, columns: tuple[str, ...], cells: list[list[str]]) -> None:
    from rich.table import Table
    from rich.text import Text

    table = Table(*columns, title=title, title_justify="left", title_style="bold")
    for row in cells:
        table.add_row(*map(Text, row))
    console.print(table)


def _print_paragraphs(console: Console, title: str, columns: tuple[str, ...], cells: list[list[str]]) -> None:
    from rich.padding import Padding
    from rich.text import Text

    console.print(Text(title, "bold italic"))
    for first, *others in cells:
        shown = Text(first, "bold")
        for column, cell in zip(columns[1:], others, strict=True):
            if cell:
                shown.append_text(Text.assemble(" · ", (column, "dim"), " ", cell))
        console.print(Padding(shown, (0, 0, 0, 2)))


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, tuple):
        return ", ".join(map(str, value))
    if isinstance(value, float):
        return f"{value:.2f}"
    return str(value)
