"""Bodies that one compound with the definite article names: ``das | Sozialamt``, ``im | Verfassungsgericht``.

The reader of a county's release knows which office is meant, and so do those who mark one by hand. The ends of such
compounds are listed by the pack, with the compounds that are none (``Hochamt``); languages without a list have none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from pipeline.language.capitals import CAPITAL
from pipeline.language.institutions import InstitutionLexicon
from pipeline.language.patterns import any_of
from pipeline.records import AnnotatedDocument

_NEXT = re.compile(rf"[ \u00a0](?:{CAPITAL}|[„“«»\"])")


def sole_spans(document: AnnotatedDocument, lexicon: InstitutionLexicon) -> Iterator[tuple[int, int]]:
    """Compounds of the list behind an article, which no name follows."""
    ends = tuple(lexicon.table.get("sole_heads", ()))
    others = lexicon.table.get("not_sole", ())
    for match in _after_article(lexicon).finditer(document.text) if ends else ():
        word = match[1].casefold()
        if word.endswith(ends) and word not in others and not _NEXT.match(document.text, match.end()):
            yield match.span(1)


@lru_cache(maxsize=16)
def _after_article(lexicon: InstitutionLexicon) -> re.Pattern[str]:
    """A long word with a capital behind one of the articles."""
    articles = sorted(lexicon.table["sole_articles"])
    return re.compile(rf"(?<!\w)(?i:{any_of(articles)})[ \u00a0]({CAPITAL}[^\W\d_]{{6,40}})(?![\w-])")
