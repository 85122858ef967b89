"""Hide persons without a function: what ``Settings.officials_only`` asks for."""

from __future__ import annotations

import re
from dataclasses import replace

from pipeline.records import Findings, Name

MASK = "█"
_WORD = re.compile(r"[^\W\d_]{2,}(?:[-'’][^\W\d_]{2,}){0,3}")
_ADDRESS = re.compile(r"(?<![\w.+-])[\w.+-]{1,64}(?=@[\w-]{1,63}\.)")


def mask_private(findings: Findings, names: tuple[Name, ...] | None) -> Findings:
    """The findings with private persons' names, and the names in e-mail addresses, painted over in every text.

    A person is private if the document tells no function of theirs. Each letter is replaced by a block, so that all
    offsets hold. A name is hidden wherever its words stand, and its last word alone, unless an official has that name
    or the words are part of another row. What the trained names miss stays readable: see ``docs/data-statement.md``.

    Args:
        findings: rows of one document.
        names: every name marked in it; None if nothing marked them, in which case no text is kept.
    """
    if names is None:
        return replace(findings, document=replace(findings.document, title=None, text=""))
    private = _private_names(findings, names)
    either = re.compile("|".join([*(rf"(?<!\w){re.escape(name)}(?!\w)" for name in private), _ADDRESS.pattern]))

    def paint(text: str) -> str:
        return either.sub(_blocks, text)

    def paint_some(text: str | None) -> str | None:
        return text and paint(text)

    row = replace(findings.document, title=paint_some(findings.document.title), text=_paint_around(findings, either))
    return replace(
        findings,
        document=row,
        segments=tuple(replace(segment, heading=paint_some(segment.heading)) for segment in findings.segments),
        events=tuple(replace(event, summary=paint(event.summary)) for event in findings.events),
    )


def _private_names(findings: Findings, names: tuple[Name, ...]) -> list[str]:
    """Surfaces of persons without a function, and their last words; the longest first."""
    known = {word for official in findings.officials for word in _WORD.findall(f"{official.name} {official.text}")}
    spans = [(official.start_char, official.end_char) for official in findings.officials]
    private: set[str] = set()
    for name in names:
        words = _WORD.findall(name.text)
        inside = any(start < name.end_char and name.start_char < end for start, end in spans)
        if name.label != "PER" or inside or not words or known.issuperset(words):
            continue
        private.add(name.text)
        if words[-1] not in known:
            private.add(words[-1])
    return sorted(private, key=len, reverse=True)


def _paint_around(findings: Findings, private: re.Pattern[str]) -> str:
    """The document's text, painted but where a row quotes it."""
    spans = [(row.start_char, row.end_char) for row in findings.officials]
    spans += [(row.start_char, row.end_char) for row in findings.institutions]
    spans += [(row.start_char, row.end_char) for row in findings.places]
    spans += [(row.start_char, row.end_char) for row in findings.dates]
    spans += [(row.role_start_char or 0, row.role_end_char or 0) for row in findings.officials]
    quoted = bytearray(len(findings.document.text))  # 1 where a row quotes the text
    for start, end in spans:
        quoted[start:end] = bytes((1,)) * (end - start)

    def paint(found: re.Match[str]) -> str:
        return found[0] if 1 in quoted[found.start() : found.end()] else _blocks(found)

    return private.sub(paint, findings.document.text)


def _blocks(found: re.Match[str]) -> str:
    return re.sub(r"\S", MASK, found[0])
