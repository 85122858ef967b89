"""Find the dates of a document: segment by segment, so that each leans on its own context first."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import replace
from datetime import date

from pipeline.extract.dates import edtf
from pipeline.extract.dates.expressions import Calendar, Expression
from pipeline.extract.dates.kinds import Kinds
from pipeline.extract.dates.parts import Feast
from pipeline.extract.dates.ranges import Range
from pipeline.extract.dates.recognise import Recognised, explicit_days, find_expressions, is_history, resolve
from pipeline.extract.dates.scene import BACKGROUND_DAYS, Scene, Value
from pipeline.extract.dates.shifts import Shift
from pipeline.language import LanguagePack
from pipeline.records import AnnotatedDocument, CalendarDate
from pipeline.settings import Settings

Expressions = list[tuple[int, int, Expression]]


def find_dates(document: AnnotatedDocument, pack: LanguagePack, settings: Settings) -> tuple[CalendarDate, ...]:
    """Every calendar expression with a definite value; what nothing fixes is left out.

    Args:
        document: with its publication date, if that is known.
        pack: the document's language.
        settings: ``prefer`` says where incomplete dates point.

    Returns:
        Rows in the order of the text. Dates whose year is unknown keep it as ``XXXX``.
    """
    surnames = _surnames(document)
    found = [
        item
        for item in find_expressions(document.text, pack)
        if not (_is_name(item, document) or _is_title(item, document.text) or _is_surname(item, document, surnames))
    ]
    kinds = Kinds(document, pack)
    rows: list[CalendarDate] = []
    known, history = explicit_days(found), is_history(found, document.published)
    begins = [sentence.start_char for sentence in document.sentences]
    for start, end in _segments(document):
        inside = found[bisect_left(found, start, key=_place) : bisect_left(found, end, key=_place)]
        today = None if history else document.published
        scene = Scene(reference=today, today=document.published, prefer=settings.prefer, days=known)
        if document.published is None:
            scene.hint = _hint(found, start, end)
        starts = begins[bisect_left(begins, start) : bisect_left(begins, end)]
        rows += _rows(document, resolve(document.text, inside, scene, pack, sentence_starts=starts), kinds)
    return tuple(rows)


def _place(item: tuple[int, int, Expression]) -> int:
    return item[0]


def _segments(document: AnnotatedDocument) -> list[tuple[int, int]]:
    """Stretches of the text that share context; what lies between segments belongs to the one before."""
    starts = [segment.start_char for segment in document.segments] or [0]
    starts[0] = 0
    return list(zip(starts, [*starts[1:], len(document.text) + 1], strict=True))


def _rows(document: AnnotatedDocument, recognised: list[Recognised], kinds: Kinds) -> list[CalendarDate]:
    rows = []
    for item in recognised:
        value = item.value
        if value is None or not value.point:
            continue
        segment, sentence = document.locate(item.start_char)
        kind = kinds.of(item)
        if kind == "page_clock" and "year" in value.inferred:
            value = _without_year(value)
        rows.append(
            CalendarDate(
                doc_id=document.doc_id,
                segment=segment,
                sentence=sentence,
                text=document.text[item.start_char : item.end_char],
                start_char=item.start_char,
                end_char=item.end_char,
                edtf=value.edtf,
                start=edtf.first_day(value.low),
                end=edtf.last_day(value.high),
                precision=edtf.precision(value.point),
                kind=kind,
                anchor=value.anchor,
                inferred=value.inferred,
                timex=item.timex,
            )
        )
    return rows


def _without_year(value: Value) -> Value:
    """A page clock shows the day of the visit to the page, whose year nothing in the text gives."""
    low, high = (f"XXXX{point[4:]}" if point else None for point in (value.low, value.high))
    return replace(value, low=low, high=high, anchor="none", inferred=())


SHORT_WORD = 3
"""Characters of a preposition before a named day."""

LONGEST_TITLE = 4
"""Characters of an abbreviation that before a person's name is a title."""


def _is_name(item: tuple[int, int, Expression], document: AnnotatedDocument) -> bool:
    """True for a month, weekday or named day inside a name: Jan Maj, August Weber, Środa Śląska, Ewa Piątek-Sobota."""
    start, end, expression = item
    if document.text[end - 1] == "." and end - start <= LONGEST_TITLE and isinstance(expression, Shift):
        following = bisect_left(document.names, end, key=lambda name: name.start_char)
        near = document.names[following : following + 1]
        if near and near[0].label == "PER" and near[0].start_char <= end + 1:
            return True  # "br. Tadeusz" is a monk
    at = bisect_left(document.names, end, key=lambda name: name.start_char) - 1
    names = document.names[max(at - 1, 0) : at + 1]
    if isinstance(expression, Calendar) and expression.day and not expression.year:
        return any(name.label == "PER" and start < name.start_char < end < name.end_char for name in names)
    if isinstance(expression, Feast) and _is_led(document.text, start):  # but "bei Nikolaus Lenz" is a person
        return any(name.label == "PER" and name.start_char == start and end < name.end_char for name in names)
    return _is_bare(expression) and any(
        name.start_char <= start
        and end <= name.end_char
        and (name.label == "PER" or name.end_char - name.start_char > end - start)
        for name in names
    )


def _surnames(document: AnnotatedDocument) -> frozenset[str]:
    """The last words of the names of persons that have more than one."""
    names = (document.text[name.start_char : name.end_char].split() for name in document.names if name.label == "PER")
    return frozenset(words[-1] for words in names if len(words) > 1)


def _is_surname(item: tuple[int, int, Expression], document: AnnotatedDocument, surnames: frozenset[str]) -> bool:
    """True for the surname of a person told elsewhere where it opens a sentence: "Ewa Lipiec" and "Lipiec dodała …"."""
    start, end, expression = item
    text = document.text
    if (
        text[start:end] not in surnames
        or not _is_bare(expression)
        or text[end : end + 2].lstrip(" ")[:1] in _LABEL_MARKS
    ):
        return False
    return text[:start].rstrip(" „»–—")[-1:] in ("", ".", "!", "?", "\n")


_LABEL_MARKS = tuple(":–—-\n")
"""Signs after a weekday or month that heads a line of a programme."""

LONGEST_TITLE_CHARS = 30
"""Characters of a title in quotation marks that may hold a word of the calendar."""
_OPENING, _CLOSING = '„“«»"‚', '”“»«"’'


def _is_title(item: tuple[int, int, Expression], text: str) -> bool:
    """True for a month or weekday that ends the quoted name of a thing: „Psalmen im Mai“, „Ein Stück Mittwoch“."""
    start, end, expression = item
    if text[end : end + 1] not in _CLOSING or end == len(text):
        return False
    named = isinstance(expression, Calendar) and _is_bare(expression) and (expression.month or 0) <= 12
    opening = max(text.rfind(sign, max(start - LONGEST_TITLE_CHARS, 0), start) for sign in _OPENING)
    quoted = text[opening + 1 : end]
    return named and opening >= 0 and quoted[:1].isupper() and not any(sign in quoted for sign in "\n.?!:”»")


def _is_led(text: str, start: int) -> bool:
    """Whether a small word stands before a named day: no name goes on so, NER ran on into the day."""
    before = text[max(0, start - SHORT_WORD - 2) : start].split()
    return (
        text[start - 1 : start] in (" ", "\u00a0")
        and bool(before)
        and before[-1].islower()
        and len(before[-1]) <= SHORT_WORD
    )


def _is_bare(expression: Expression) -> bool:
    """True for a month, weekday, relative word or named day, or two of them, without a number."""
    if isinstance(expression, Range):
        return _is_bare(expression.low) and _is_bare(expression.high)
    if isinstance(expression, Calendar):
        return not (expression.day or expression.year)
    return isinstance(expression, (Feast, Shift))


HEADING_CHARS = 200
"""Characters at the top of a document within which a bare year is that of the release."""


def _hint(found: Expressions, start: int, end: int) -> date | None:
    """A complete date to lean on where there is no publication date: of this segment, else of the nearest one."""
    complete = [(_away(item[0], start, end), item[0], day) for item in found if (day := _day(item[2]))]
    headed = [item[2] for item in found if item[0] < HEADING_CHARS and isinstance(item[2], Calendar)]
    years = [told.year for told in headed if told.year and told.month is None]
    complete += [(len(found) + end, end, date(year, 7, 1)) for year in years]
    if not complete:
        return None
    newest = max(day for _, _, day in complete)
    return min(item for item in complete if (newest - item[2]).days <= BACKGROUND_DAYS)[2]


def _day(expression: Expression) -> date | None:
    """The day, or the last end of a range, if it is told with its year."""
    end = getattr(expression, "high", None) or getattr(expression, "of", None) or expression
    if isinstance(end, Calendar) and end.year and end.month and end.month <= 12:
        return edtf.first_day(edtf.day(end.year, end.month, end.day) if end.day else edtf.month(end.year, end.month))
    return None


def _away(char: int, start: int, end: int) -> int:
    return 0 if start <= char < end else min(abs(char - start), abs(char - end))
