"""List the input: every file once, files of records in blocks, each with a hash of its content."""

from __future__ import annotations

import hashlib
import os
import shutil
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from pipeline.read import InputError, Source, list_sources, read_source
from pipeline.read.sources import sniff_format
from pipeline.records import Problem
from pipeline.settings import Settings
from pipeline.shards.fetch import fetched, is_remote, list_remote_sources
from pipeline.shards.plan import SINGLE_FORMATS, Slice, Unit, reading_order
from pipeline.shards.report import RunError

_CHUNK = 1 << 20


def list_units(raw: str | Path, settings: Settings, spool: Path) -> list[Unit]:
    """The units of an input, in the order of their paths.

    Args:
        raw: file, folder, or ``-`` for standard input.
        settings: limits of reading.
        spool: an empty folder of this run, for what comes on standard input.

    Raises:
        RunError: the input does not exist or cannot be read at all.
    """
    problems: list[Problem] = []
    units: list[Unit] = []
    for source, version in _sources(str(raw), spool, problems):
        if source.source_format in SINGLE_FORMATS:
            units.append(Unit(source.doc_id, version or _hash_file(source), Slice(source, 0, None, 1)))
        else:
            units += _blocks(source, settings)
    units += [Unit(f"{p.source}\0{p.error}", _hash_text(repr(p)), problem=p) for p in problems]
    return sorted(units, key=reading_order)


def _sources(raw: str, spool: Path, problems: list[Problem]) -> Iterator[tuple[Source, str | None]]:
    """The sources, with their versions where the store knows them; where it does not, content is hashed."""
    if is_remote(raw):
        yield from list_remote_sources(raw, problems.append)
        return
    try:
        for source in list_sources(raw if raw == "-" else os.path.abspath(raw), problems.append):
            yield _spooled(source, spool) if source.path == "-" else source, None
    except InputError as error:
        raise RunError(str(error)) from error


def _blocks(source: Source, settings: Settings) -> Iterator[Unit]:
    """Blocks of records; a problem belongs to the block of the document that follows it, or to the last one."""
    size = max(settings.shard_documents // 2, 1)  # two blocks fill a shard
    problems: list[Problem] = []
    digest, start, count = hashlib.sha256(), 0, 0
    with fetched(source) as local:
        for document in read_source(local, settings, problems.append):
            if count == size:
                yield _block(source, digest.hexdigest(), start, start + count, count)
                digest, start, count = hashlib.sha256(), start + count, 0
            content = (problems, document.doc_id, document.sha256, document.encoding)
            digest.update(repr(content).encode("utf-8", "replace"))
            problems.clear()
            count += 1
    digest.update(repr(problems).encode("utf-8", "replace"))
    yield _block(source, digest.hexdigest(), start, None, count)


def _block(source: Source, digest: str, start: int, stop: int | None, count: int) -> Unit:
    # Whether a block is the last is part of its content: only the last one reports what is behind it.
    return Unit(f"{source.doc_id}#{start}", f"{digest}:{stop is None}", Slice(source, start, stop, count))


def _hash_file(source: Source) -> str:
    """Hash of a file's bytes and format; of the error, if it cannot be read: reading it again will report that."""
    digest = hashlib.sha256(source.source_format.encode())
    try:
        descriptor = os.open(source.path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
        with open(descriptor, "rb", 0) as file:
            while chunk := file.read(_CHUNK):
                digest.update(chunk)
    except OSError as error:
        return f"unreadable: {error.strerror}"
    return digest.hexdigest()


def _hash_text(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _spooled(source: Source, spool: Path) -> Source:
    """Standard input as a file that worker processes can read."""
    path = spool / "stdin"
    with open(path, "wb") as file:
        shutil.copyfileobj(sys.stdin.buffer, file)
    with open(path, "rb") as file:
        found = sniff_format(file.read(512))
    return replace(source, path=str(path), source_format=found, size=path.stat().st_size)
