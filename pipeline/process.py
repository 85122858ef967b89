"""The whole way of one document, on one screen.

``prepare`` takes a document up to where names are needed, spaCy then marks the names of a whole batch at once, and
``complete`` takes each document the rest of the way. The publication date comes first of all findings: relative
dates need it. Institutions come before officials, because a function belongs to an institution.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from itertools import islice
from typing import ParamSpec, TypeVar

from pipeline.annotate import Annotator
from pipeline.clean import clean
from pipeline.detect import Detection, detect, detect_segment
from pipeline.extract.dates import find_dates, find_published
from pipeline.extract.events import find_events
from pipeline.extract.institutions import find_institutions
from pipeline.extract.officials import find_officials
from pipeline.extract.places import find_places
from pipeline.extract.topics import find_topics
from pipeline.gazetteer import Gazetteer, load_gazetteer
from pipeline.language import LanguagePack, PartialPack, list_languages, load_pack, load_partial
from pipeline.privacy import mask_private
from pipeline.records import (
    AnnotatedDocument,
    CalendarDate,
    Document,
    Findings,
    Institution,
    Name,
    Place,
    Problem,
    PublishedFrom,
    RawDocument,
    Segment,
    Status,
)
from pipeline.settings import Settings
from pipeline.split import split

P = ParamSpec("P")
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Prepared:
    """A document that waits for its names."""

    raw: RawDocument
    row: Document
    annotated: AnnotatedDocument
    pack: LanguagePack


class Extractor:
    """Finds dates, places, institutions, officials, topics and events in press releases.

    Language packs, weights and gazetteer load when they are first needed.

    Args:
        settings: what a run may be told; the defaults serve.
    """

    def __init__(self, settings: Settings | None = None) -> None:
        self.settings = settings or Settings()
        self._annotator = Annotator(self.settings)

    def extract(
        self, text: str, source: str = "text", language: str | None = None, published: date | None = None
    ) -> Findings:
        """Everything found in one text.

        Args:
            text: the release.
            source: what the rows name as their document.
            language: ISO 639-1 code, if known; detected otherwise.
            published: publication date, if known; looked for in the text otherwise.
        """
        digest = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
        raw = RawDocument(source, source, "api", text, digest, published=published, language=language)
        return next(iter(self.extract_many([raw])))

    def extract_many(self, documents: Iterable[RawDocument]) -> Iterator[Findings]:
        """Findings of each document, in order; the same as one by one, but batched."""
        stream = iter(documents)
        while batch := list(islice(stream, self.settings.batch_size)):
            yield from self._extract_batch(batch)

    def _extract_batch(self, batch: list[RawDocument]) -> Iterator[Findings]:
        prepared = [self._guard(raw, None, "prepare", self.prepare, raw) for raw in batch]
        names = self._annotate(item for item in prepared if isinstance(item, Prepared))
        for raw, item in zip(batch, prepared, strict=True):
            named = names.get(raw.doc_id)
            marked = None if isinstance(named, Findings) else named
            if isinstance(item, Findings):
                findings = item
            elif isinstance(named, Findings):
                findings = named
            else:
                findings = self._guard(raw, item.row, "extract", self.complete, item, marked or ())
            yield mask_private(findings, marked) if self.settings.officials_only else findings

    # ------------------------------------------------------------ the way of one document

    def prepare(self, raw: RawDocument) -> Prepared | Findings:
        """Repair, identify, split and date a document; one that has no text or no pack ends here."""
        if len(raw.text) > self.settings.max_chars:
            raise ValueError(f"{len(raw.text)} characters, more than the limit of {self.settings.max_chars}")
        text = clean(raw.text)
        if not text.strip():
            return _end(raw, text, Detection(None, None), "empty")
        found = self._language(raw, text)
        pack = self._pack(found.language)
        if pack is None:
            return _end(raw, text, found, "unsupported_language")
        segments, sentences = split(raw.doc_id, text, raw.title, pack)
        if len(segments) > 1:
            segments = tuple(replace(s, language=self._segment_language(s, text, pack.code)) for s in segments)
        published, published_from = _publication(raw, text, pack)
        title = raw.title or next((s.heading for s in segments if s.heading), None)
        row = _document_row(raw, text, found, "partial_language" if isinstance(pack, PartialPack) else "ok")
        row = replace(
            row,
            title=title,
            published=published,
            published_from=published_from,
            n_segments=len(segments),
            n_sentences=len(sentences),
        )
        annotated = AnnotatedDocument(raw.doc_id, text, pack.code, title, published, segments, sentences, ())
        return Prepared(raw, row, annotated, pack)

    def complete(self, item: Prepared, names: tuple[Name, ...]) -> Findings:
        """Find everything in a document whose names are marked."""
        pack, settings, gazetteer = item.pack, self.settings, self._gazetteer
        document = replace(item.annotated, names=names)
        dates = find_dates(document, pack, settings)
        places = find_places(document, dates, pack, gazetteer, settings)
        institutions = find_institutions(document, dates, places, pack, settings)
        if isinstance(pack, PartialPack):
            return _partly(document, item, dates, places, institutions)
        officials = find_officials(document, dates, places, institutions, pack, settings)
        topics = find_topics(document, places, institutions, officials, pack, settings)
        events, participants, sentences = find_events(
            document, dates, places, institutions, officials, topics, pack, gazetteer, settings
        )
        return Findings(
            document=item.row,
            segments=document.segments,
            sentences=sentences,
            dates=dates,
            places=places,
            institutions=institutions,
            officials=officials,
            topics=topics,
            events=events,
            participants=participants,
        )

    # ------------------------------------------------------------ what serves it

    @cached_property
    def _languages(self) -> frozenset[str]:
        packs = list_languages(self.settings.models)
        return frozenset(self.settings.languages or packs) & frozenset(packs)

    @cached_property
    def _gazetteer(self) -> Gazetteer:
        return load_gazetteer(self.settings.models, self.settings.local)

    def _pack(self, language: str | None) -> LanguagePack | None:
        """The pack of a language, or the little that is known of every language; None if a run leaves it out."""
        models = self.settings.models
        if language in self._languages:
            return load_pack(models, language)
        return None if language is None or language in list_languages(models) else load_partial(models, language)

    def _language(self, raw: RawDocument, text: str) -> Detection:
        """The language that the source tells, else the detected one; a page's own word is but a hint."""
        if raw.language in self._languages and raw.source_format != "html":
            return Detection(raw.language, 1.0)
        return detect(text, self.settings, raw.language)

    def _segment_language(self, segment: Segment, text: str, document_language: str) -> str | None:
        return detect_segment(text[segment.start_char : segment.end_char], document_language, self.settings)

    def _annotate(self, items: Iterable[Prepared]) -> dict[str, tuple[Name, ...] | Findings]:
        """Names per doc_id, language by language so that each pipeline gets one batch; a problem where there are none.

        If a batch fails, its documents are taken one by one, so that what one does costs no other.
        """
        by_language: dict[str, list[Prepared]] = {}
        for item in items:
            by_language.setdefault(item.annotated.language, []).append(item)
        names: dict[str, tuple[Name, ...] | Findings] = {}
        for group in by_language.values():
            found = self._guard(group[0].raw, group[0].row, "annotate", self._names, group)
            if isinstance(found, Findings):
                for item in group:
                    one = self._guard(item.raw, item.row, "annotate", self._names, [item])
                    names[item.raw.doc_id] = one if isinstance(one, Findings) else one[0]
            else:
                names |= {item.raw.doc_id: each for item, each in zip(group, found, strict=True)}
        return names

    def _names(self, group: Sequence[Prepared]) -> list[tuple[Name, ...]]:
        """The names of documents of one language."""
        texts = (item.annotated.text for item in group)
        return list(self._annotator.annotate(texts, group[0].annotated.language))

    def _guard(
        self,
        raw: RawDocument,
        row: Document | None,
        stage: str,
        step: Callable[P, T],
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> T | Findings:
        """Run a step of one document; what goes wrong becomes a row of ``problems``, unless the run is strict.

        The document keeps its row, with status ``failed``; its text is in it if it got so far.
        """
        try:
            return step(*args, **kwargs)
        except Exception as error:
            if self.settings.strict:
                raise
            problem = Problem(raw.source, raw.doc_id, stage, type(error).__name__, str(error) or repr(error))
            row = row or _document_row(raw, "", Detection(None, None), "failed")
            return Findings(replace(row, status="failed"), problems=(problem,))


def _publication(raw: RawDocument, text: str, pack: LanguagePack) -> tuple[date | None, PublishedFrom]:
    """The day that a record, front matter or caller names; a page's metadata are often wrong, so its text is asked."""
    if raw.published and raw.source_format != "html":
        return raw.published, "metadata"
    return find_published(text, raw.published, pack)


def _partly(
    document: AnnotatedDocument,
    item: Prepared,
    dates: tuple[CalendarDate, ...],
    places: tuple[Place, ...],
    institutions: tuple[Institution, ...],
) -> Findings:
    """What is found without a pack: roles, topics and events need words of the language."""
    reason = f"no language pack for {document.language}: dates, places and institutions only"
    return Findings(
        document=item.row,
        segments=document.segments,
        sentences=document.sentences,
        dates=dates,
        places=places,
        institutions=institutions,
        problems=(Problem(item.raw.source, item.raw.doc_id, "detect", "partial_language", reason),),
    )


def _end(raw: RawDocument, text: str, found: Detection, status: Status) -> Findings:
    """A document that goes no further, with the reason among its problems."""
    reason = {
        "empty": "no text after cleaning",
        "unsupported_language": f"no language pack for {found.language or 'an unknown language'}",
    }[status]
    problem = Problem(raw.source, raw.doc_id, "detect" if text else "clean", status, reason)
    return Findings(_document_row(raw, text, found, status), problems=(problem,))


def _document_row(raw: RawDocument, text: str, found: Detection, status: Status) -> Document:
    return Document(
        doc_id=raw.doc_id,
        source=raw.source,
        source_format=raw.source_format,
        title=raw.title,
        language=found.language,
        language_score=found.score,
        published=raw.published,
        published_from="metadata" if raw.published else "none",
        text=text,
        sha256=raw.sha256,
        duplicate_of=None,
        n_segments=0,
        n_sentences=0,
        status=status,
    )
