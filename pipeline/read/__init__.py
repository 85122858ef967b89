"""Read press releases from files, folders and standard input.

Formats: plain text, Markdown, HTML, and files of records (JSON, JSON Lines, CSV, Parquet) that are streamed, so a
file larger than memory is no obstacle. Whatever cannot be read is reported and the rest is read.
"""

from __future__ import annotations

import hashlib
import os
import stat
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from io import BufferedReader, FileIO
from pathlib import Path

from pipeline.read.encodings import SAMPLE_BYTES, declared_encoding, decode
from pipeline.read.faults import InputError, ReadError
from pipeline.read.front_matter import split_front_matter
from pipeline.read.pages import read_page
from pipeline.read.record_files import read_records
from pipeline.read.sources import Source, list_sources, sniff_format
from pipeline.records import Problem, RawDocument
from pipeline.settings import Settings

__all__ = ["InputError", "Source", "list_sources", "read_documents", "read_source"]

BYTES_PER_CHARACTER = 4  # of UTF-8 and UTF-32 at most
MARKUP_FACTOR = 5  # pages carry several times the markup that they carry text


def read_documents(path: Path | str, settings: Settings, problems: Callable[[Problem], None]) -> Iterator[RawDocument]:
    """Every document under a path, in the order of the sorted paths, streamed.

    Args:
        path: a file, a folder (read recursively), or ``-`` for standard input.
        settings: ``max_chars`` bounds what is read of one document.
        problems: called with a row for each thing that could not be read.

    Raises:
        InputError: the path itself does not exist or may not be read.
    """
    for source in list_sources(path, problems):
        yield from read_source(source, settings, problems)


def read_source(source: Source, settings: Settings, problems: Callable[[Problem], None]) -> Iterator[RawDocument]:
    """The documents of one source: one of a text or page, any number of a file of records."""
    try:
        with _open(source) as stream:
            if source.path == "-":
                source = replace(source, source_format=sniff_format(stream.peek(512)))
            if source.source_format in ("text", "markdown", "html"):
                yield _read_file(source, stream, settings.max_chars)
            else:
                yield from read_records(source, stream, settings.max_chars, problems)
    except ReadError as error:
        problems(Problem(source.doc_id, source.doc_id, "read", error.error, error.message))
    except OSError as error:
        problems(Problem(source.doc_id, source.doc_id, "read", "unreadable", error.strerror or str(error)))


def _open(source: Source) -> BufferedReader:
    if source.path == "-":
        return BufferedReader(FileIO(os.dup(sys.stdin.fileno())), SAMPLE_BYTES)
    # O_NONBLOCK: a pipe put in the file's place since it was listed must not make us wait for a writer.
    descriptor = os.open(source.path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):
        os.close(descriptor)
        raise ReadError("not_a_file", "neither a file nor a folder")
    return BufferedReader(FileIO(descriptor), SAMPLE_BYTES)


def _read_file(source: Source, stream: BufferedReader, max_chars: int) -> RawDocument:
    limit = max_chars * BYTES_PER_CHARACTER * (MARKUP_FACTOR if source.source_format == "html" else 1)
    data = stream.read(limit + 1)
    if len(data) > limit:
        raise ReadError("too_long", f"more than {limit} bytes, the limit for {max_chars} characters")
    digest = hashlib.sha256(data).hexdigest()
    text, encoding = decode(data, declared_encoding(data) if source.source_format == "html" else None)
    title = url = language = published = None
    if source.source_format == "html":
        text, title, url, language, published = read_page(text)
    elif source.source_format == "markdown":
        text, title, url, language, published = split_front_matter(text)
    return RawDocument(
        doc_id=source.doc_id,
        source=source.doc_id,
        source_format=source.source_format,
        text=text,
        sha256=digest,
        encoding=encoding,
        title=title,
        url=url,
        published=published,
        language=language,
    )
