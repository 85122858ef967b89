"""Where a run's output lies: a folder of this machine, or anything that fsspec can reach."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, Protocol

from pipeline.shards.report import RunError

_TEMPORARY = ".tmp"


class Storage(Protocol):
    """A folder of small files in folders one level deep, written whole or not at all."""

    location: str

    def read(self, name: str) -> bytes:
        """Bytes of a file; FileNotFoundError if there is none."""

    def write(self, name: str, data: bytes) -> None:
        """Write a file; readers see the old one or the new one, never a part."""

    def remove(self, name: str) -> None:
        """Remove a file, if it is there."""

    def names(self, folder: str = "") -> list[str]:
        """Names in a folder, sorted; those that begin with a dot are left out."""

    def size(self, name: str) -> int | None:
        """Size of a file in bytes, None if there is none."""

    def clean(self, folder: str) -> None:
        """Remove what writers that were killed left behind."""

    def lock(self) -> Any:
        """A context in which no other run may write here; RunError if one does already."""


def open_storage(location: str | Path) -> Storage:
    """The storage at a path or URL; nothing is created before the first write."""
    if "://" in str(location):
        return RemoteStorage(str(location).rstrip("/"))
    return LocalStorage(Path(location))


class LocalStorage:
    """A folder of this machine, or one that is mounted."""

    def __init__(self, root: Path) -> None:
        self.root = root.absolute()
        self.location = str(self.root)

    def read(self, name: str) -> bytes:
        """Bytes of a file."""
        return (self.root / name).read_bytes()

    def write(self, name: str, data: bytes) -> None:
        """Write to a temporary name, to the disk, then rename."""
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        partial = path.with_name(f".{path.name}.{os.getpid()}{_TEMPORARY}")
        try:
            with open(partial, "wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            os.replace(partial, path)
        finally:
            partial.unlink(missing_ok=True)

    def remove(self, name: str) -> None:
        """Remove a file, if it is there."""
        (self.root / name).unlink(missing_ok=True)

    def names(self, folder: str = "") -> list[str]:
        """Names in a folder, sorted."""
        with suppress(FileNotFoundError, NotADirectoryError):
            return sorted(name for name in os.listdir(self.root / folder) if not name.startswith("."))
        return []

    def size(self, name: str) -> int | None:
        """Size of a file in bytes, None if there is none."""
        with suppress(OSError):
            return (self.root / name).stat().st_size
        return None

    def clean(self, folder: str) -> None:
        """Remove what writers that were killed left behind."""
        for path in (self.root / folder).glob(f".*{_TEMPORARY}"):
            path.unlink(missing_ok=True)

    @contextmanager
    def lock(self) -> Iterator[None]:
        """Hold a lock of the operating system, which ends with the process, however that ends."""
        self.root.mkdir(parents=True, exist_ok=True)
        with open(self.root / ".lock", "a+b") as file:
            if not _lock_file(file):
                raise RunError(f"another run is writing to {self.location}; wait for it or choose another folder")
            yield


def _lock_file(file: Any) -> bool:
    """Lock an open file for this process alone; False if another holds it."""
    try:
        if os.name == "nt":
            import msvcrt

            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined,unused-ignore]
        else:
            import fcntl

            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


class RemoteStorage:
    """A folder of an object store, by its URL; such stores show a file only once it is written whole.

    Raises:
        RunError: the package for this kind of store is not installed, or the store cannot be reached.
    """

    def __init__(self, url: str) -> None:
        self.location = url
        self._fs, self._root = open_filesystem(url)

    def read(self, name: str) -> bytes:
        """Bytes of a file."""
        data: bytes = self._fs.cat_file(self._path(name))
        return data

    def write(self, name: str, data: bytes) -> None:
        """Put a file in one request."""
        path = self._path(name)
        if not self._keeps_no_folders():
            self._fs.makedirs(path.rpartition("/")[0], exist_ok=True)
        self._fs.pipe_file(path, data)

    def remove(self, name: str) -> None:
        """Remove a file, if it is there."""
        with suppress(FileNotFoundError):
            self._fs.rm_file(self._path(name))

    def names(self, folder: str = "") -> list[str]:
        """Names in a folder, sorted."""
        self._fs.invalidate_cache()
        with suppress(FileNotFoundError):
            found = (path.rstrip("/").rpartition("/")[2] for path in self._fs.ls(self._path(folder), detail=False))
            return sorted(name for name in found if name and not name.startswith("."))
        return []

    def size(self, name: str) -> int | None:
        """Size of a file in bytes, None if there is none."""
        with suppress(FileNotFoundError):
            size: int = self._fs.size(self._path(name))
            return size
        return None

    def clean(self, folder: str) -> None:
        """Nothing to do: an upload that was cut short leaves no file."""

    @contextmanager
    def lock(self) -> Iterator[None]:
        """Leave a file that names this run; stores have no locks that end with a process.

        A run that was killed leaves its file behind: the error names it, so that its owner can remove it.
        """
        owner = f"{os.uname().nodename if hasattr(os, 'uname') else 'host'} process {os.getpid()}"
        name = "run.lock"
        if self.size(name) is not None:
            held = self.read(name).decode("utf-8", "replace")
            if held != owner:
                raise RunError(f"{self.location}/{name}: {held} is writing here; if that run is dead, remove this file")
        self.write(name, owner.encode())
        try:
            yield
        finally:
            self.remove(name)

    def _keeps_no_folders(self) -> bool:
        protocol = self._fs.protocol if isinstance(self._fs.protocol, str) else self._fs.protocol[0]
        return protocol in ("s3", "gs", "gcs", "abfs", "az")

    def _path(self, name: str) -> str:
        return f"{self._root}/{name}".rstrip("/")


def open_filesystem(url: str) -> tuple[Any, str]:
    """The fsspec file system of a URL and the path on it.

    Raises:
        RunError: fsspec, or its package for this kind of store, is not installed, or refuses the URL.
    """
    try:
        from fsspec.core import url_to_fs

        fs, path = url_to_fs(url)
    except ImportError as error:
        raise RunError(f"{url}: {error}; install the extra [dask] and the store's fsspec package") from error
    except Exception as error:  # every store has errors of its own
        raise RunError(f"{url}: {error}") from error
    return fs, str(path).rstrip("/")
