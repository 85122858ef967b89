"""Files of records, streamed: JSON Lines, JSON, CSV and Parquet.

A record holds ``text`` and may hold ``id``, ``url``, ``title``, ``published`` and ``language``.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
from collections.abc import Callable, Iterator
from io import BufferedReader
from typing import Any, BinaryIO

from pipeline.read.encodings import BYTE_ORDER_MARKS, SAMPLE_BYTES, decode
from pipeline.read.faults import ReadError
from pipeline.read.json_stream import read_values
from pipeline.read.sources import Source
from pipeline.read.values import parse_language, parse_published
from pipeline.records import Problem, RawDocument

FIELDS = ("id", "url", "title", "published", "language", "text")
RECORD_FACTOR = 8  # characters of a record's line for each character of text allowed: escapes take up to six
DELIMITERS = ",;\t|"
BATCH_RECORDS = 256
MAX_KEY_CHARS = 300

Record = dict[str, Any] | ReadError  # a record, or why there is none in its place


def read_records(
    source: Source, stream: BufferedReader, max_chars: int, problems: Callable[[Problem], None]
) -> Iterator[RawDocument]:
    """The documents of a file of records; a record that cannot be read is reported, and the next one is read.

    Raises:
        ReadError: the file, or the rest of it, cannot be read.
    """
    encoding: str | None = None
    limit = max_chars * RECORD_FACTOR
    if source.source_format == "parquet":
        records = _parquet_records(stream)
    else:
        encoding = _sniff_encoding(stream)
        # Bytes that are not in the encoding stay, to be decoded on their own; UTF-16 and UTF-32 cannot keep them.
        faults = "replace" if encoding.startswith(("utf-16", "utf-32")) else "surrogateescape"
        text = io.TextIOWrapper(stream, encoding, faults, newline="")
        records = READERS[source.source_format](text, limit)
    seen: set[int] = set()
    for number, record in enumerate(records, 1):
        try:
            if isinstance(record, ReadError):
                raise record
            document = _document(source, number, record, encoding, seen)
        except ReadError as error:
            key = f"{source.doc_id}#{number}"
            problems(Problem(key, key, "read", error.error, error.message))
        else:
            for name, value in (("published", document.published), ("language", document.language)):
                if value is None and record.get(name):
                    message = f"{name} {str(record[name])[:80]!r} cannot be read and is left out"
                    problems(Problem(document.source, document.doc_id, "read", f"bad_{name}", message))
            yield document


def _document(source: Source, number: int, record: dict[str, Any], encoding: str | None, seen: set[int]) -> RawDocument:
    text = record.get("text")
    if text is None:
        raise ReadError("no_text", "the record has no text")
    if not isinstance(text, str):
        raise ReadError("wrong_type", f"text is a {type(text).__name__}, not a string")
    doc_id = f"{source.doc_id}#{_key(record, number)}"
    if hash(doc_id) in seen:
        raise ReadError("duplicate_id", f"{doc_id} came before; only the first is read")
    seen.add(hash(doc_id))
    title, url = (_string(record.get(name)) for name in ("title", "url"))
    return RawDocument(
        doc_id=doc_id,
        source=doc_id,
        source_format=source.source_format,
        text=_decoded(text),
        sha256=_digest(record),
        encoding=encoding,
        title=title,
        url=url,
        published=parse_published(record.get("published")),
        language=parse_language(record.get("language")),
    )


def _key(record: dict[str, Any], number: int) -> str:
    """What tells a record from the others of its file: its id, its URL, or its number from 1."""
    for name in ("id", "url"):
        value = record.get(name)
        if isinstance(value, (str, int)) and not isinstance(value, bool) and str(value).strip():
            key = "".join(char if char.isprintable() else "\ufffd" for char in _decoded(str(value).strip()))
            return key if len(key) <= MAX_KEY_CHARS else f"{key[:MAX_KEY_CHARS]}…{_digest(record)[:8]}"
    return str(number)


def _digest(record: dict[str, Any]) -> str:
    """Hash of a record's six fields: stable whatever file format and field order carried them."""
    canonical = json.dumps([record.get(name) for name in FIELDS], ensure_ascii=False, default=str)
    return hashlib.sha256(canonical.encode("utf-8", "surrogatepass")).hexdigest()


def _string(value: Any) -> str | None:
    return _decoded(value).strip() or None if isinstance(value, str) else None


def _decoded(text: str) -> str:
    """Text whose bytes were not in the file's encoding (they came as lone surrogates), decoded on its own."""
    try:
        text.encode("utf-8")
        return text
    except UnicodeEncodeError:
        pass
    try:
        return decode(text.encode("utf-8", "surrogateescape"))[0]
    except (UnicodeEncodeError, ReadError):  # surrogates that JSON spelt out
        return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _sniff_encoding(stream: BufferedReader) -> str:
    sample = stream.peek(SAMPLE_BYTES)[:SAMPLE_BYTES]
    if not any(sample.startswith(mark) for mark, _ in BYTE_ORDER_MARKS):
        sample = sample[: sample.rfind(b"\n") + 1] or sample
    return decode(sample)[1]


# ---------------------------------------------------------------- one reader per format


def _json_lines(text: io.TextIOWrapper, limit: int) -> Iterator[Record]:
    for line in _lines(text, limit):
        if line is None:
            yield ReadError("too_long", f"a line of more than {limit} characters")
        elif line.strip():
            yield _checked(_parse_line(line))


def _lines(text: io.TextIOWrapper, limit: int) -> Iterator[str | None]:
    """Lines of at most ``limit`` characters; None stands for a longer one."""
    while line := text.readline(limit):
        if len(line) < limit or line.endswith("\n"):
            yield line
            continue
        while (rest := text.readline(limit)) and not rest.endswith("\n"):
            pass
        yield None


def _parse_line(line: str) -> Any:
    try:
        return json.loads(line)
    except (ValueError, RecursionError) as error:
        return ReadError("broken_json", f"the line is no JSON: {error}")


def _json_file(text: io.TextIOWrapper, limit: int) -> Iterator[Record]:
    return (_checked(value) for value in read_values(text, limit))


def _checked(value: Any) -> Record:
    if isinstance(value, (dict, ReadError)):
        return value
    return ReadError("wrong_type", f"a {type(value).__name__} where a record should be")


def _csv_records(text: io.TextIOWrapper, limit: int) -> Iterator[Record]:
    lines = _csv_lines(text, limit)
    first = next(lines, "")
    delimiter = max(DELIMITERS, key=first.count)
    csv.field_size_limit(max(limit, csv.field_size_limit()))
    header = [name.strip().lower() for name in next(csv.reader([first], delimiter=delimiter), [])]
    if "text" not in header:
        raise ReadError("no_text_column", f"the header has no column text: {', '.join(header)[:200]}")
    try:
        for cells in csv.reader(lines, delimiter=delimiter):
            if len(cells) > len(header):
                yield ReadError("broken_row", f"{len(cells)} cells where the header has {len(header)}")
            elif cells:
                yield {name: cell for name, cell in zip(header, cells, strict=False) if name in FIELDS}
    except csv.Error as error:
        raise ReadError("broken_csv", f"the rest of the file cannot be read: {error}") from error


def _csv_lines(text: io.TextIOWrapper, limit: int) -> Iterator[str]:
    for line in _lines(text, limit):
        if line is None:
            raise ReadError("too_long", f"a line of more than {limit} characters; the rest of the file is not read")
        yield line.replace("\0", "")


def _parquet_records(stream: BinaryIO) -> Iterator[Record]:
    import pyarrow
    import pyarrow.parquet

    try:
        file = pyarrow.parquet.ParquetFile(stream)
        columns = [name for name in FIELDS if name in file.schema_arrow.names]
        if "text" not in columns:
            raise ReadError("no_text_column", f"no column text: {', '.join(file.schema_arrow.names)[:200]}")
        for batch in file.iter_batches(BATCH_RECORDS, columns=columns):
            yield from batch.to_pylist()
    except (pyarrow.ArrowException, OSError) as error:
        raise ReadError("broken_parquet", f"the rest of the file cannot be read: {error}") from error


READERS: dict[str, Callable[[io.TextIOWrapper, int], Iterator[Record]]] = {
    "jsonl": _json_lines,
    "json": _json_file,
    "csv": _csv_records,
}
