"""A text with marked spans as HTML, for notebooks; everything of the text is escaped."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape
from itertools import pairwise

#: Kind → background; translucent, so that it serves light and dark pages.
_COLOURS = {
    "place": "#e0b00055",
    "institution": "#3070f055",
    "role": "#c040c033",
    "official": "#c040c077",
    "date": "#20a04055",
}


def mark(text: str, spans: Iterable[tuple[int, int, str, str]]) -> str:
    """The text with each span coloured.

    Args:
        text: any text.
        spans: (start, end, kind, what to show on hover); where they overlap, the kind listed later wins.
    """
    order = list(_COLOURS)
    ranked = sorted(spans, key=lambda span: order.index(span[2]))
    edges = sorted({0, len(text), *(edge for start, end, _, _ in ranked for edge in (start, end))})
    pieces = []
    for start, end in pairwise(edges):
        over = [span for span in ranked if span[0] <= start and end <= span[1]]
        surface = escape(text[start:end])
        if over:
            told = escape("\n\n".join(span[3] for span in reversed(over)), quote=True)
            surface = f'<mark style="color:inherit;background:{_COLOURS[over[-1][2]]}" title="{told}">{surface}</mark>'
        pieces.append(surface)
    return f'<div style="white-space:pre-wrap">{"".join(pieces)}</div>'
