"""Spans of institutions."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.language import LanguagePack
from pipeline.records import AnnotatedDocument


@dataclass(frozen=True, slots=True)
class OrganisationSpan:
    """A stretch of text that names an institution."""

    start: int
    end: int
    marked: bool


def organisation_spans(document: AnnotatedDocument, pack: LanguagePack) -> tuple[OrganisationSpan, ...]:
    """Spans of institutions in order of the text."""
    return tuple(OrganisationSpan(n.start_char, n.end_char, True) for n in document.names if n.label == "ORG")
