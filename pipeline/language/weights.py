"""Trained weights are the files that their list of checksums names, bit by bit; anything else is an error at load.

A pack's ``ner/SHA256SUMS`` has the format of ``sha256sum``, whose ``-c`` checks it too. It tells damaged, half-updated
or exchanged files from those that were trained and measured; it is no signature.
"""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

from pipeline.language.files import PackError

SUMS = "SHA256SUMS"
_LINE = re.compile(r"([0-9a-f]{64})  (\S.*)")


def check_weights(folder: Path) -> None:
    """Compare the files of a folder with its list.

    Raises:
        PackError: there is no list, it is no list, or a file is missing, changed or not on it.
    """
    listed = _read_sums(folder / SUMS)
    there = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()} - {SUMS}
    for name in sorted(listed.keys() | there):
        if name not in there:
            raise PackError(folder / name, None, f"file of the weights is missing ({SUMS} lists it)")
        if name not in listed:
            raise PackError(folder / name, None, f"file is not listed in {SUMS}: the weights were trained without it")
        if _sum(folder / name) != listed[name]:
            raise PackError(folder / name, None, f"file is not the one that {SUMS} lists: damaged, or of other weights")


def write_sums(folder: Path) -> None:
    """Write the list for the files that a folder of weights holds now."""
    files = sorted(path for path in folder.rglob("*") if path.is_file() and path.name != SUMS)
    lines = (f"{_sum(path)}  {path.relative_to(folder).as_posix()}\n" for path in files)
    (folder / SUMS).write_text("".join(lines), "utf-8")


def _read_sums(path: Path) -> dict[str, str]:
    try:
        lines = path.read_text("utf-8").splitlines()
    except FileNotFoundError:
        raise PackError(path, None, "file is missing: weights come with the checksums of their files") from None
    listed = {}
    for number, line in enumerate(lines, 1):
        if (found := _LINE.fullmatch(line)) is None:
            raise PackError(path, number, "not a checksum, two blanks and a file name")
        listed[found[2]] = found[1]
    return listed


def _sum(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
