"""Find what there is to read under a path."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from pipeline.read.faults import InputError
from pipeline.records import Problem, SourceFormat

FORMATS: dict[str, SourceFormat] = {
    ".txt": "text",
    ".text": "text",
    ".md": "markdown",
    ".markdown": "markdown",
    ".html": "html",
    ".htm": "html",
    ".xhtml": "html",
    ".json": "json",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".csv": "csv",
    ".parquet": "parquet",
}


@dataclass(frozen=True, slots=True)
class Source:
    """Something to read: a file, or standard input.

    Attributes:
        path: where it lies; ``-`` is standard input.
        doc_id: path relative to the input root, with ``/``; the key of its document, or the stem of its records' keys.
        source_format: how to read it.
        size: bytes, 0 if unknown; tells how to share out the work.
    """

    path: str
    doc_id: str
    source_format: SourceFormat
    size: int = 0


def list_sources(path: Path | str, problems: Callable[[Problem], None]) -> tuple[Source, ...]:
    """The sources under a path, sorted by name; names that begin with a dot are left out.

    Raises:
        InputError: the path does not exist, may not be read, or is neither a file nor a folder.
    """
    root = os.fspath(path)
    if root == "-":
        return (Source("-", "stdin", "text"),)
    try:
        status = os.stat(root)
        if stat.S_ISDIR(status.st_mode):
            os.listdir(root)
    except OSError as error:
        raise InputError(f"{printable(root)}: {error.strerror}") from error
    if stat.S_ISREG(status.st_mode):
        name = os.path.basename(root)
        return (Source(root, printable(name), FORMATS.get(_suffix(name), "text"), status.st_size),)
    if not stat.S_ISDIR(status.st_mode):
        raise InputError(f"{printable(root)}: neither a file nor a folder")
    return tuple(_walk(root, "", frozenset({(status.st_dev, status.st_ino)}), problems))


def _walk(
    root: str, folder: str, above: frozenset[tuple[int, int]], problems: Callable[[Problem], None]
) -> Iterator[Source]:
    """Sources of a folder; ``above`` are the folders that hold it, so that a link back to one is seen."""
    try:
        names = sorted(os.listdir(os.path.join(root, folder)))
    except OSError as error:
        problems(_problem(folder, "unreadable", error.strerror or str(error)))
        return
    for name in names:
        if name.startswith("."):
            continue
        inner = f"{folder}/{name}" if folder else name
        try:
            status = os.stat(os.path.join(root, inner))
        except OSError as error:
            problems(_problem(inner, "unreadable", error.strerror or str(error)))
            continue
        identity = (status.st_dev, status.st_ino)
        if not stat.S_ISDIR(status.st_mode):
            yield from _source(root, inner, status, problems)
        elif identity in above:
            problems(_problem(inner, "link_loop", "a link back to a folder that holds it"))
        else:
            yield from _walk(root, inner, above | {identity}, problems)


def _source(root: str, inner: str, status: os.stat_result, problems: Callable[[Problem], None]) -> Iterator[Source]:
    source_format = FORMATS.get(_suffix(inner))
    if not stat.S_ISREG(status.st_mode):
        problems(_problem(inner, "not_a_file", "neither a file nor a folder"))
    elif source_format is None:
        problems(_problem(inner, "unknown_format", f"{_suffix(inner) or 'no suffix'}: not one of {', '.join(FORMATS)}"))
    else:
        yield Source(os.path.join(root, inner), printable(inner), source_format, status.st_size)


def sniff_format(data: bytes) -> SourceFormat:
    """The format of what comes without a name, from how it begins: JSON Lines, a page, or plain text."""
    start = data[:512].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if start.startswith((b"<!doctype html", b"<html")):
        return "html"
    return "jsonl" if start.startswith(b'{"') else "text"


def printable(name: str) -> str:
    """A file name as a key: one line, valid Unicode; bytes that are none are escaped."""
    text = os.fsencode(name).decode("utf-8", "backslashreplace")
    return "".join(char if char.isprintable() else f"\\x{ord(char):02x}" for char in text)


def _suffix(name: str) -> str:
    return os.path.splitext(name)[1].lower()


def _problem(inner: str, error: str, message: str) -> Problem:
    return Problem(printable(inner), None, "read", error, message)
