"""The records of a JSON file one by one, without loading the file."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterator
from typing import Any

from pipeline.read.faults import ReadError

CHUNK_CHARS = 1 << 16
FILLING = re.compile(r"[\s,]*")


def read_values(text: io.TextIOBase, limit: int) -> Iterator[Any]:
    """The elements of the array that a file holds, or the one or several values that stand in it.

    Args:
        text: the file.
        limit: characters that one value may take.

    Raises:
        ReadError: what follows is no JSON, or a value is longer than the limit.
    """
    decoder = json.JSONDecoder()
    buffer = text.read(CHUNK_CHARS).lstrip("\ufeff")
    position = FILLING.match(buffer).end()  # type: ignore[union-attr]
    in_array = buffer.startswith("[", position)
    position += in_array
    while True:
        position = FILLING.match(buffer, position).end()  # type: ignore[union-attr]
        if position == len(buffer):
            buffer, position = text.read(CHUNK_CHARS), 0
            if not buffer:
                if in_array:
                    raise ReadError("broken_json", "the array does not end")
                return
            continue
        if in_array and buffer[position] == "]":
            return
        value, position, buffer = _next_value(decoder, text, buffer, position, limit)
        yield value


def _next_value(
    decoder: json.JSONDecoder, text: io.TextIOBase, buffer: str, position: int, limit: int
) -> tuple[Any, int, str]:
    """One value, where it ends, and the buffer, which doubles until it holds the value: linear in all."""
    buffer = buffer[position:]
    while True:
        try:
            value, end = decoder.raw_decode(buffer)
            if end < len(buffer) or isinstance(value, (dict, list, str)):
                return value, end, buffer
            error = ""  # a number at the buffer's edge may go on
        except RecursionError:
            raise ReadError("broken_json", "nested too deeply") from None
        except ValueError as failure:
            error = str(failure)
        more = text.read(max(len(buffer), CHUNK_CHARS))
        if not more:
            if error:
                raise ReadError("broken_json", f"the rest of the file is no JSON: {error}")
            return value, end, buffer
        buffer += more
        if len(buffer) > 2 * limit + CHUNK_CHARS:
            raise ReadError("too_long", f"a record of more than {limit} characters, or no JSON: {error}")
