"""Input that lies in an object store: listed by its names, copied to this machine while it is read."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from posixpath import splitext

from pipeline.read import Source
from pipeline.read.sources import FORMATS
from pipeline.records import Problem
from pipeline.shards.report import RunError
from pipeline.shards.storage import open_filesystem


def is_remote(location: str) -> bool:
    """Whether this is a URL and not a path."""
    return "://" in location


def list_remote_sources(url: str, problems: Callable[[Problem], None]) -> Iterator[tuple[Source, str]]:
    """The sources under a URL, each with what the store says of its version, sorted by name.

    Raises:
        RunError: the store cannot be reached or refuses.
    """
    fs, root = open_filesystem(url)
    try:
        found: dict[str, dict[str, object]] = fs.find(root, detail=True)
        found = found or ({root: fs.info(root)} if fs.isfile(root) else {})
        versions = {path: str(fs.ukey(path)) for path in found}
    except Exception as error:  # every store has errors of its own
        raise RunError(f"{url}: {error or type(error).__name__}") from error
    if not found and not fs.exists(root):
        raise RunError(f"{url}: there is nothing there")
    for path in sorted(found):
        name = path.removeprefix(root).lstrip("/") or path.rpartition("/")[2]
        if any(part.startswith(".") for part in name.split("/")):
            continue
        suffix = splitext(name)[1].lower()
        if suffix in FORMATS:
            size = found[path].get("size")
            yield Source(fs.unstrip_protocol(path), name, FORMATS[suffix], int(str(size or 0))), versions[path]
        else:
            message = f"{suffix or 'no suffix'}: not one of {', '.join(FORMATS)}"
            problems(Problem(name, None, "read", "unknown_format", message))


@contextmanager
def fetched(source: Source) -> Iterator[Source]:
    """The source as one that can be opened here."""
    if not is_remote(source.path):
        yield source
        return
    fs, path = open_filesystem(source.path)
    with tempfile.NamedTemporaryFile(prefix="press-events-") as copy:
        fs.get_file(path, copy.name)
        yield replace(source, path=copy.name)
