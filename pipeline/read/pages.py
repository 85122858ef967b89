"""Main text and metadata of HTML pages."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from pipeline.read.faults import ReadError
from pipeline.read.values import parse_language, parse_published

LANGUAGE_ATTRIBUTE = re.compile(r"""<html\b[^>]{0,300}?\blang\s{0,4}=\s{0,4}["']?([\w-]{2,20})""", re.I)
HEAD_CHARS = 4096
# What the page says of itself, not what htmldate could guess from the text: our own finder reads the text.
DATE_SEARCH = {"extensive_search": False, "original_date": True, "outputformat": "%Y-%m-%d"}
SITE_NAME = re.compile(r"(?<=\S)\s[|»·–—-]\s")


def read_page(markup: str) -> tuple[str, str | None, str | None, str | None, date | None]:
    """Main text, title, URL, declared language and publication date of a page; no network is used.

    The text begins with the page's headline, whether or not the page repeats it in its main part.

    Raises:
        ReadError: the markup cannot be parsed, or holds no text.
    """
    from trafilatura import bare_extraction, html2txt  # heavy, and only pages need it
    from trafilatura.utils import load_html

    markup = markup.replace("\0", "")
    try:
        tree = load_html(markup)
        if tree is None:
            raise ReadError("not_html", "no page could be parsed")
        found: Any = bare_extraction(
            markup, favor_recall=True, include_comments=False, with_metadata=True, date_extraction_params=DATE_SEARCH
        )
        text = (found.text if found else None) or html2txt(markup) or ""
    except (ValueError, RecursionError, AssertionError) as error:
        raise ReadError("not_html", f"the page cannot be parsed: {error}") from error
    title = _headline(tree, found.title if found else None)
    declared = LANGUAGE_ATTRIBUTE.search(markup, 0, HEAD_CHARS)
    if title and title.casefold() not in " ".join(text[:1000].split()).casefold():
        text = f"{title}\n\n{text}"
    return (
        text,
        title,
        found.url if found else None,
        parse_language(declared[1]) if declared else None,
        parse_published(found.date) if found else None,
    )


def _headline(tree: Any, title: str | None) -> str | None:
    """The page's one ``h1``; else its title without the name of the site."""
    headings = [" ".join(heading.text_content().split()) for heading in tree.iterfind(".//h1")]
    headings = [heading for heading in headings if heading]
    if len(headings) == 1:
        return headings[0]
    return SITE_NAME.split(title.strip())[0] or None if title else None
