"""How every command ends on an error: one line that says what is wrong, and status 2."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import NoReturn

import typer


@contextmanager
def told(*kinds: type[Exception], extra: str | None = None) -> Iterator[None]:
    """Tell errors of these kinds and end the program; ``extra`` is the one that a missing package comes with."""
    try:
        yield
    except ModuleNotFoundError as error:
        if extra is None:
            raise
        stop(f"{error.name} is missing: pip install '.[{extra}]'")
    except kinds as error:
        stop(str(error))


def stop(message: str) -> NoReturn:
    """End the program with a message on standard error."""
    typer.echo(f"error: {message}", err=True)
    raise typer.Exit(2)
