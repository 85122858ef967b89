"""Read the press corpus: releases with their topics, events and marked spans (its SPEC.md describes the format)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

_TAG = re.compile(r"\{\{(PER|ROLE|ORG|LOC|DATE):([^{}|\n]+)\|([^{}\n]*)\}\}")


@dataclass(frozen=True)
class Span:
    """A marked span of a release; ``fields`` are what its tag gives beside the surface."""

    label: str
    text: str
    start_char: int
    end_char: int
    fields: tuple[str, ...]


@dataclass(frozen=True)
class Happening:
    """An ``event:`` line of a release's header."""

    type: str
    edtf: str | None
    host: str | None
    guests: tuple[str, ...]
    officials: tuple[str, ...]
    main: bool


@dataclass(frozen=True)
class Release:
    """One release of the press corpus, its text without markup."""

    id: str
    language: str
    published: str | None
    topics: tuple[str, ...]
    events: tuple[Happening, ...]
    text: str
    spans: tuple[Span, ...]


def read_release(path: Path) -> Release:
    """The release that a file holds."""
    head, body = path.read_text("utf-8").split("\n---\n", 1)
    lines = [line.partition(":") for line in head.splitlines()]
    fields = {key: value.strip() for key, _, value in lines}
    text, spans = _strip_markup(body)
    return Release(
        id=fields["id"],
        language=fields["language"],
        published=None if fields["published"] == "null" else fields["published"],
        topics=tuple(_items(fields["topics"], ",")),
        events=tuple(_happening(value) for key, _, value in lines if key == "event"),
        text=text,
        spans=spans,
    )


def read_releases(folder: Path) -> list[Release]:
    """The releases of a folder, by name of file."""
    return [read_release(path) for path in sorted(folder.glob("*.txt"))]


def _items(value: str, separator: str) -> list[str]:
    return [item.strip() for item in value.split(separator) if item.strip()]


def _happening(value: str) -> Happening:
    kind, edtf, host, guests, officials, main = (part.strip() for part in value.split("|"))
    return Happening(
        type=kind,
        edtf=edtf or None,
        host=host.partition("=")[2].strip() or None,
        guests=tuple(_items(guests.partition("=")[2], ";")),
        officials=tuple(_items(officials.partition("=")[2], ";")),
        main=main == "main",
    )


def _strip_markup(body: str) -> tuple[str, tuple[Span, ...]]:
    parts: list[str] = []
    spans: list[Span] = []
    length = last = 0
    for tag in _TAG.finditer(body):
        parts.append(body[last : tag.start()])
        length += tag.start() - last
        spans.append(Span(tag[1], tag[2], length, length + len(tag[2]), tuple(tag[3].split("|"))))
        parts.append(tag[2])
        length += len(tag[2])
        last = tag.end()
    return "".join([*parts, body[last:]]), tuple(spans)
