"""The head of a Markdown file: ``key: value`` lines between two lines of dashes."""

from __future__ import annotations

import re
from datetime import date

from pipeline.read.values import parse_language, parse_published

LINE = re.compile(r"([A-Za-z_]{1,40}):[ \t]*(.*)")
MAX_LINES = 100


def split_front_matter(text: str) -> tuple[str, str | None, str | None, str | None, date | None]:
    """Body, title, URL, language and publication date of a Markdown text; the text as it is if it has no head."""
    lines = text.lstrip("\ufeff").splitlines(keepends=True)
    if not lines or lines[0].strip() != "---":
        return text, None, None, None, None
    values: dict[str, str] = {}
    body = None
    for number, line in enumerate(lines[1:MAX_LINES], 2):
        if line.strip() in ("---", "..."):
            body = "".join(lines[number:])
            break
        if line.strip() and not line[0].isspace() and not line.startswith(("#", "-")):
            found = LINE.match(line)
            if not found:
                return text, None, None, None, None
            values[found[1].lower()] = found[2].strip().strip("\"'")
    if body is None or not values:
        return text, None, None, None, None
    published = parse_published(values.get("published") or values.get("date"))
    language = parse_language(values.get("language") or values.get("lang"))
    return body, values.get("title") or None, values.get("url") or None, language, published
