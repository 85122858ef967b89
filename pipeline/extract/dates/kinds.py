"""What role a date plays in a release."""

from __future__ import annotations

from datetime import timedelta

from pipeline.extract.dates import edtf
from pipeline.extract.dates.expressions import Calendar
from pipeline.extract.dates.ranges import Open
from pipeline.extract.dates.recognise import Recognised
from pipeline.language import LanguagePack
from pipeline.records import AnnotatedDocument, DateKind

AROUND = 60
"""Characters before and after a date in which a word for its role is looked for."""
OLD = timedelta(days=400)
"""What ended longer ago than this before the publication is background."""


#: Characters of a line that is a stamp; lines of running text are longer.
LONGEST_STAMP = 120


class Kinds:
    """Tells the kind of the dates of one document."""

    def __init__(self, document: AnnotatedDocument, pack: LanguagePack) -> None:
        self.document = document
        self.lexicon = pack.dates

    def of(self, item: Recognised) -> DateKind:
        """Publication, page clock, deadline, agreement, background, else event."""
        text = self.document.text
        before = text[max(item.start_char - AROUND, 0) : item.start_char].rpartition("\n")[2]
        after = text[item.end_char : item.end_char + AROUND].partition("\n")[0]
        if self._is_stamp(item, before, after):
            return "page_clock"
        if self._is_publication(item):
            return "publication"
        if self._is_page_clock(item):
            return "page_clock"
        if self.lexicon.deadline.search(before):
            return "deadline"
        if self.lexicon.agreement.search(before) or self.lexicon.agreement.search(after):
            return "agreement"
        return "background" if self._is_background(item) else "event"

    def _is_stamp(self, item: Recognised, before: str, after: str) -> bool:
        """Beside a word for changes of the page, in a line of its own: running text uses the same words as verbs."""
        text = self.document.text
        end = text.find("\n", item.end_char)
        length = (end if end >= 0 else len(text)) - text.rfind("\n", 0, item.start_char) - 1
        if length > LONGEST_STAMP:
            return False
        return bool(self.lexicon.update.search(before) or self.lexicon.update.match(after.lstrip(" ,;|")))

    def _is_publication(self, item: Recognised) -> bool:
        """The publication date itself, told in full outside running text."""
        published = self.document.published
        explicit = isinstance(item.expression, Calendar) and item.expression.year and item.expression.day
        told = item.value.edtf if item.value and explicit else None
        return published is not None and told == published.isoformat()

    def _is_page_clock(self, item: Recognised) -> bool:
        """A weekday and date without a year in a line of boilerplate."""
        sentence = self.document.sentence_at(item.start_char)
        if sentence is None or not self.document.segments:
            return False
        return self.document.segment_of(sentence).kind == "boilerplate"

    def _is_background(self, item: Recognised) -> bool:
        """Years, decades, open spans, and what lies well before everything the release is about."""
        value = item.value
        if value is None:
            return False
        if isinstance(item.expression, Open) and item.expression.since:
            return True
        if edtf.precision(value.point) in ("year", "decade", "century"):
            return True
        last = edtf.last_day(value.high)
        return bool(last and self.document.published and self.document.published - last > OLD)
