"""Sources of an object store, copied to this machine while they are read."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

from pipeline.read import Source
from pipeline.shards.storage import open_filesystem


@contextmanager
def fetched(source: Source) -> Iterator[Source]:
    """The source as one that can be opened here."""
    if "://" not in source.path:
        yield source
        return
    fs, path = open_filesystem(source.path)
    with tempfile.NamedTemporaryFile(prefix="press-events-") as copy:
        fs.get_file(path, copy.name)
        yield replace(source, path=copy.name)
