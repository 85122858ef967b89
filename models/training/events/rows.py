"""Run the finders before events over releases whose names are marked: what event training learns from."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import cast, get_args

from models.training.press.press_corpus import Release
from pipeline.extract.dates import find_dates
from pipeline.extract.institutions import find_institutions
from pipeline.extract.officials import find_officials
from pipeline.extract.places import find_places
from pipeline.gazetteer import Gazetteer
from pipeline.language import LanguagePack
from pipeline.records import AnnotatedDocument, CalendarDate, Institution, Name, NameLabel, Official, Place
from pipeline.settings import Settings
from pipeline.split import split


@dataclass(frozen=True)
class Rows:
    """A release with the rows that the finders before events give."""

    release: Release
    document: AnnotatedDocument
    dates: tuple[CalendarDate, ...]
    places: tuple[Place, ...]
    institutions: tuple[Institution, ...]
    officials: tuple[Official, ...]


def find_rows(release: Release, pack: LanguagePack, gazetteer: Gazetteer, settings: Settings) -> Rows:
    """The rows of a release, its names taken from the markup."""
    document = as_document(release, pack)
    dates = find_dates(document, pack, settings)
    places = find_places(document, dates, pack, gazetteer, settings)
    institutions = find_institutions(document, dates, places, pack, settings)
    officials = find_officials(document, dates, places, institutions, pack, settings)
    return Rows(release, document, dates, places, institutions, officials)


def as_document(release: Release, pack: LanguagePack) -> AnnotatedDocument:
    """The release, split as the product would split it, with its marked names."""
    segments, sentences = split(release.id, release.text, None, pack)
    published = date.fromisoformat(release.published) if release.published else None
    names = tuple(
        Name(span.text, span.start, span.end, cast(NameLabel, span.label))
        for span in release.spans
        if span.label in get_args(NameLabel)
    )
    bare = AnnotatedDocument(release.id, release.text, pack.code, None, published, segments, sentences, ())
    return replace(bare, names=names)
