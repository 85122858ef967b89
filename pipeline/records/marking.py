"""A text with its findings marked as HTML, for notebooks; everything of the text is escaped."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from html import escape
from typing import Any

from pipeline.records.layers import LAYERS, Piece, lay_out

#: Kind → background; translucent, so that it serves light and dark pages.
_COLOURS = {
    "place": "#e0b00055",
    "institution": "#3070f055",
    "role": "#c040c033",
    "official": "#c040c077",
    "date": "#20a04055",
}
#: Kind → what is shown on hover.
_TOLD = {
    "event": ("type", "status", "edtf", "event_id"),
    "place": ("name", "kind", "geonames_id"),
    "institution": ("name", "type", "institution_id"),
    "role": ("role", "name"),
    "official": ("name", "role", "person_id"),
    "date": ("edtf", "kind"),
}


def mark(text: str, rows: Callable[[str], Sequence[Any]]) -> str:
    """The text with each finding coloured; what it is shows on hover.

    Args:
        text: any text.
        rows: gives the records of a table.
    """
    pieces = (_mark(text, piece, rows) for piece in lay_out(len(text), rows))
    return f'<div style="white-space:pre-wrap">{"".join(pieces)}</div>'


def _mark(text: str, piece: Piece, rows: Callable[[str], Sequence[Any]]) -> str:
    surface = escape(text[piece.start : piece.end])
    if piece.kind is None:
        return surface
    told = escape("\n".join(_told(kind, rows(LAYERS[kind][0])[number]) for kind, number in piece.over), quote=True)
    return f'<mark style="color:inherit;background:{_COLOURS[piece.kind]}" title="{told}">{surface}</mark>'


def _told(kind: str, row: Any) -> str:
    values = (getattr(row, column) for column in _TOLD[kind])
    return f"{kind}: " + " · ".join(str(value) for value in values if value is not None)
