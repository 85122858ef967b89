"""The values of metadata fields."""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import Any

ISO_DATE = re.compile(r"\s{0,9}(\d{4})-(\d\d)-(\d\d)(?!\d)")
LANGUAGE = re.compile(r"([a-z]{2})(?:[-_][a-z0-9]{2,8}){0,3}", re.I)


def parse_published(value: Any) -> date | None:
    """A publication date given as a date, a timestamp or text that begins with an ISO date; None if it is none."""
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    found = ISO_DATE.match(value) if isinstance(value, str) else None
    try:
        return date(*map(int, found.groups())) if found else None
    except ValueError:
        return None


def parse_language(value: Any) -> str | None:
    """The ISO 639-1 code of a language tag such as ``de`` or ``pl-PL``; None if it is none."""
    found = LANGUAGE.fullmatch(value.strip()) if isinstance(value, str) else None
    return found[1].lower() if found else None
