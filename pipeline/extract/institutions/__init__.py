"""Named institutions: base form, acronym, type, place, and an id that holds across languages."""

from __future__ import annotations

from pipeline.extract.institutions.finder import find_institutions, institution_id

__all__ = ["find_institutions", "institution_id"]
