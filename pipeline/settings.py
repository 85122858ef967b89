"""One frozen Settings, every field explained."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal


def default_models_folder() -> Path:
    """Where the language packs lie: the ``models`` package that is installed beside ``pipeline``."""
    return Path(os.environ.get("PRESS_EVENTS_MODELS") or Path(__file__).resolve().parent.parent / "models")


@dataclass(frozen=True, slots=True)
class Settings:
    """What a run may be told. The fingerprint of a run covers every field that changes values.

    Attributes:
        models: folder of the language packs.
        languages: restrict detection and extraction to these ISO 639-1 codes; empty means every pack there is.
        local: folder of the user's overlays (CSV files that win over the packs); None means ``models/local``.
        prefer: where a date without a year, or a weekday, points if nothing in the text decides.
        spacy_pipelines: (language code, name or path) pairs: an installed spaCy pipeline to use instead of ours.
        detect_chars: length of the prefix that language detection reads.
        batch_size: documents that one ``nlp.pipe`` call takes.
        max_chars: longer documents are not processed but reported in ``problems``.
        shard_documents: documents that one part file of a table holds at most.
        max_seconds: a document that takes longer (wall time) is given up and reported in ``problems``.
        max_memory: megabytes of private memory that a worker process may take; a document that needs more is reported
            in ``problems``. 0 is unlimited.
        officials_only: paint over the names of persons without a function in every text of the tables.
        strict: re-raise the first error instead of turning it into a ``problems`` row.
    """

    models: Path = field(default_factory=default_models_folder)
    languages: tuple[str, ...] = ()
    local: Path | None = None
    prefer: Literal["nearest", "past", "future"] = "nearest"
    spacy_pipelines: tuple[tuple[str, str], ...] = ()
    detect_chars: int = 600
    batch_size: int = 64
    max_chars: int = 1_000_000
    shard_documents: int = 1000
    max_seconds: float = 60.0
    max_memory: int = 4000
    officials_only: bool = False
    strict: bool = False
