"""Corrections: what analysts say about single rows, in an overlay of CSV or XLSX that every run applies again."""

from __future__ import annotations

from pipeline.corrections.apply import correct
from pipeline.corrections.overlay import Corrections, CorrectionsError, read_corrections

__all__ = ["Corrections", "CorrectionsError", "correct", "read_corrections"]
