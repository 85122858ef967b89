"""Findings laid over their text: the one order in which notebooks, the terminal and the dossier show them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

#: Kind → (table, column of the first character, column of the end); what is named later lies on top.
LAYERS: Mapping[str, tuple[str, str, str]] = {
    "event": ("events", "start_char", "end_char"),
    "place": ("places", "start_char", "end_char"),
    "institution": ("institutions", "start_char", "end_char"),
    "role": ("officials", "role_start_char", "role_end_char"),
    "official": ("officials", "start_char", "end_char"),
    "date": ("dates", "start_char", "end_char"),
}


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text that the same findings cover.

    Attributes:
        start: first character.
        end: one past the last.
        over: (kind, number of the row in its table) of each finding, the topmost first.
    """

    start: int
    end: int
    over: tuple[tuple[str, int], ...]

    @property
    def kind(self) -> str | None:
        """The topmost kind of finding; None if there is none but the sentence of an event."""
        kind = self.over[0][0] if self.over else None
        return None if kind == "event" else kind


def lay_out(
    length: int,
    rows: Callable[[str], Sequence[Any]],
    value: Callable[[Any, str], Any] = getattr,
) -> Iterator[Piece]:
    """The pieces of a text, from its first character to its last, without a gap.

    Args:
        length: characters of the text.
        rows: gives the rows of a table.
        value: gives a column of a row; ``getattr`` serves records, ``operator.getitem`` dictionaries.
    """
    begin: dict[int, list[tuple[int, str, int]]] = defaultdict(list)
    end: dict[int, list[tuple[int, str, int]]] = defaultdict(list)
    for layer, (kind, (table, first, last)) in enumerate(LAYERS.items()):
        for number, row in enumerate(rows(table)):
            start, stop = value(row, first), value(row, last)
            if start is not None and stop is not None and start < stop:
                begin[start].append((-layer, kind, number))
                end[stop].append((-layer, kind, number))
    over: set[tuple[int, str, int]] = set()
    for start, stop in pairwise(sorted({0, length, *begin, *end})):
        over.difference_update(end[start])
        over.update(begin[start])
        yield Piece(start, stop, tuple((kind, number) for _, kind, number in sorted(over)))
