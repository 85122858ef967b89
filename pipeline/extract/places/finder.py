"""Names of places → rows: base form, kind, GeoNames id, country, coordinates."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace

from pipeline.extract.places.base_forms import BaseForms
from pipeline.extract.places.neighbours import is_word_of_place, word_before
from pipeline.extract.places.persons import without_false_persons
from pipeline.extract.places.spans import PlaceSpan, SpanFinder
from pipeline.gazetteer import Entry, Gazetteer, fold
from pipeline.language import LanguagePack
from pipeline.language.places import PlaceWords
from pipeline.morphology import Attestations
from pipeline.organisations import organisation_spans, place_of_adjective
from pipeline.records import AnnotatedDocument, CalendarDate, Place, PlaceKind
from pipeline.settings import Settings

_HAMLET = 1_000


def find_places(
    document: AnnotatedDocument,
    dates: tuple[CalendarDate, ...],
    pack: LanguagePack,
    gazetteer: Gazetteer,
    settings: Settings,
) -> tuple[Place, ...]:
    """Every mention of a named city, district, region or country, in order of the text.

    Streets, buildings, rivers and adjectives are no places, nor is what stands inside an institution's name
    (annotation conventions of the project). A place that the gazetteer does not know keeps its name and has no id.
    """
    words = pack.places
    attestations = Attestations.of(document)
    base = BaseForms(pack, gazetteer, attestations).of
    taken = [
        (span.start, span.end)
        for span in organisation_spans(document, pack)
        # A district that acts ("Landkreis Gotha lädt ein") is an institution, and a place all the same.
        if not _is_unit(document.text[span.start : span.end], words)
    ]
    taken += [(date.start_char, date.end_char) for date in dates]
    believed = without_false_persons(document, pack, gazetteer, base)
    spans = SpanFinder(believed, words, gazetteer, base, taken).find()
    named = [(span, base(document.text[span.start : span.end])) for span in spans]
    given = pack.morphology.is_given_name
    named = [
        (span, name)
        for span, name in named
        if _is_place(span, document.text, name, words, gazetteer, given)
        and not (pack.institutions.is_function(name) and not gazetteer.knows(name))
    ]
    longer = _longer_names([name for _, name in named], words)
    named = [(span, longer.get(name, name)) for span, name in named]
    entries = _resolve([name for _, name in named], words, gazetteer, pack.code)
    rows = (_row(document, span, name, entry, words) for (span, name), entry in zip(named, entries, strict=True))
    return tuple(_with_endings(rows, pack, gazetteer, attestations) if words.endings_of_foreign_names else rows)


def _with_endings(
    rows: Iterable[Place], pack: LanguagePack, gazetteer: Gazetteer, attestations: Attestations
) -> Iterator[Place]:
    """Rows with the language's own endings on names that the gazetteer knows from abroad only.

    The name before served to find the place: ``Lundo`` is a form of Lund, which texts of the language call Lundas.
    """
    home = pack.places.home

    def is_own(name: str) -> bool:
        return any(
            fold(gazetteer.name_of(entry, pack.code)) == fold(name)
            and (entry.country in home or fold(entry.name) != fold(name))
            for entry in gazetteer.lookup(name)[:5]
        )

    for row in rows:
        if row.geonames_id is None or row.text == row.name or is_own(row.name):
            yield row
            continue
        nominatives = frozenset(row.name + ending for ending in pack.places.endings_of_foreign_names)
        name = pack.morphology.base_place(row.text, attestations, nominatives.__contains__)[0]
        yield replace(row, name=name) if name in nominatives else row


def _is_unit(name: str, words: PlaceWords) -> bool:
    first, _, rest = fold(name).partition(" ")
    return first in words.units or (rest in words.units_after and name[0].isupper())


def _is_place(
    span: PlaceSpan,
    text: str,
    name: str,
    words: PlaceWords,
    gazetteer: Gazetteer,
    given: Callable[[str], bool],
) -> bool:
    """False for adjectives and given names that the recogniser took for places, and for scraps."""
    surface = text[span.start : span.end]
    if surface in words.people and words.people[surface].match(text, span.end):
        return False  # "Niemcy zwiedzili": the people
    found = gazetteer.lookup(name)
    if found:
        if surface != name and given(surface):
            told = is_word_of_place(word_before(text, span.start), words)
            return span.marked and told  # "z ruského Vladimiru", but "s Vladimirem"
        return found[0].kind != "city" or found[0].population > _HAMLET or not given(name)
    if not (span.marked or _is_unit(surface, words)) or len(name) < 3:
        return False
    if not any(letter.isupper() for letter in name):
        return words.named_units.fullmatch(surface) is not None  # "powiat wołowski"
    return place_of_adjective(name, words, gazetteer) is None


def _longer_names(names: Sequence[str], words: PlaceWords) -> dict[str, str]:
    """The full name that the document gives elsewhere for a short one: Frankfurt → Frankfurt am Main.

    The unit that is called after a town (Kladno region) is no longer name of it.
    """
    known = set(names)
    longer: dict[str, str] = {}
    for name in known:
        longer_ones = sorted(other for other in known if other.startswith((f"{name} ", f"{name}/")))
        fuller = [other for other in longer_ones if fold(other[len(name) + 1 :]) not in words.units_after]
        if len(fuller) == 1:
            longer[name] = fuller[0]
    return longer


def _resolve(names: Sequence[str], words: PlaceWords, gazetteer: Gazetteer, language: str) -> list[Entry | None]:
    """The entry of each name; first what can mean one thing only, then the rest in its light."""
    sure = [found[0] for name in dict.fromkeys(names) if (found := _sure(name, words, gazetteer))]
    countries = words.home | {entry.country for entry in sure if entry.country and entry.kind == "country"}
    near = [entry for entry in sure if entry.kind == "city"]
    chosen = {
        name: gazetteer.best(name, countries=countries, near=near, kinds=_kinds_of_unit(name, words), language=language)
        or _without_unit(name, words, gazetteer)
        for name in dict.fromkeys(names)
    }
    return [chosen[name] for name in names]


def _sure(name: str, words: PlaceWords, gazetteer: Gazetteer) -> tuple[Entry, ...]:
    found = gazetteer.lookup(name)
    return found if len(found) == 1 or (found and found[0].kind == "country") else ()


def _kinds_of_unit(name: str, words: PlaceWords) -> tuple[PlaceKind, ...]:
    kind = _unit(name, words)
    return (kind,) if kind else ()


def _unit(name: str, words: PlaceWords) -> PlaceKind | None:
    first, _, rest = name.partition(" ")
    if not rest:
        return None
    return words.units.get(fold(first)) or words.units_after.get(fold(rest.rpartition(" ")[2]))


def _without_unit(name: str, words: PlaceWords, gazetteer: Gazetteer) -> Entry | None:
    """``Freistaat Sachsen`` is Sachsen; a district or region must be one, not the town it is called after."""
    if state := words.state_opening.match(name):  # "République de Pologne"
        return next((entry for entry in gazetteer.lookup(name[state.end() :]) if entry.kind == "country"), None)
    kind, (first, _, rest) = _unit(name, words), name.partition(" ")
    if kind is None or not rest:
        return None
    if kind == "country":  # "Italská republika"
        rest = words.place_of_listed(fold(first)) or rest
    return next((entry for entry in gazetteer.lookup(rest) if entry.kind == kind), None)


def _row(document: AnnotatedDocument, span: PlaceSpan, name: str, entry: Entry | None, words: PlaceWords) -> Place:
    segment, sentence = document.locate(span.start)
    return Place(
        doc_id=document.doc_id,
        segment=segment,
        sentence=sentence,
        text=document.text[span.start : span.end],
        start_char=span.start,
        end_char=span.end,
        name=name,
        kind=entry.kind if entry else _unit(name, words) or "city",
        geonames_id=entry.geonames_id if entry else None,
        country=entry.country if entry else None,
        latitude=_degrees(entry.latitude) if entry else None,
        longitude=_degrees(entry.longitude) if entry else None,
    )


def _degrees(value: float | None) -> float | None:
    """Five decimals are a metre; the tables keep no more of a single-precision number."""
    return None if value is None else round(value, 5)
