"""Small closed vocabularies, and the field that becomes a table column."""

from __future__ import annotations

from dataclasses import field
from typing import Any, Literal

SourceFormat = Literal["text", "markdown", "html", "json", "jsonl", "csv", "parquet", "api"]
PublishedFrom = Literal["header", "dateline", "metadata", "none"]
Status = Literal["ok", "empty", "partial_language", "unsupported_language", "failed"]
SegmentKind = Literal["article", "boilerplate", "list"]
SentenceUse = Literal["event", "context", "boilerplate", "unexplained"]
Precision = Literal["day", "week", "month", "season", "year", "decade", "century"]
DateKind = Literal["publication", "event", "agreement", "background", "deadline", "page_clock"]
Anchor = Literal["explicit", "publication", "earlier_date", "heading", "weekday", "none"]
NameLabel = Literal["PER", "ORG", "LOC"]
NameFrom = Literal["attested", "dictionary", "rule", "surface", "corrected"]
PlaceKind = Literal["city", "district", "region", "country"]
EventStatus = Literal["held", "planned", "cancelled"]
ParticipantKind = Literal["official", "institution"]
Side = Literal["host", "guest", "unknown"]
CorrectionAction = Literal["accept", "reject", "change", "add", "merge", "split"]


def column(description: str) -> Any:
    """A record field that becomes a table column with this description."""
    return field(metadata={"description": description})
