"""Small parts of the officials' finder, told by the positions that they read: titles, names, tokens, known persons.

A text has bars where something begins and ends: ``Es kam |Herr Dr. |Jan Kral.``
"""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from pipeline.extract.officials import find_officials
from pipeline.extract.officials.identity import known_person
from pipeline.extract.officials.kinds import NOTHING
from pipeline.extract.officials.links import BRACKET, COMMA_AFTER, COMMA_BEFORE, DIRECT, Link
from pipeline.extract.officials.names import NameGrammar
from pipeline.extract.officials.offices import Office
from pipeline.extract.officials.people import Mention
from pipeline.extract.officials.phrases import Phrase
from pipeline.extract.officials.spans import SpanRepair
from pipeline.extract.officials.titles import Titles
from pipeline.extract.officials.tokens import Span, Tokens, tokenise
from pipeline.language import load_pack
from pipeline.language.people import KnownPerson
from pipeline.language.roles import RoleLexicon, RoleMatch, load_roles
from pipeline.records import AnnotatedDocument, Institution, Name, NameLabel, Place
from pipeline.settings import Settings, default_models_folder
from pipeline.split import split

MODELS = default_models_folder()


def lexicon_of(language: str) -> RoleLexicon:
    return load_roles(MODELS / language, MODELS / "shared")


def tokens_of(language: str, text: str, *names: tuple[str, NameLabel]) -> Tokens:
    """Tokens of a text with the first occurrence of each name marked."""
    pack = load_pack(MODELS, language)
    segments, sentences = split("d", text, None, pack)
    marked = tuple(Name(name, text.index(name), text.index(name) + len(name), label) for name, label in names)
    document = AnnotatedDocument("d", text, language, None, None, segments, sentences, marked)
    return tokenise(document, (), (), lexicon_of(language).words.elisions, pack.morphology.is_given_name)


def cut_at_bars(language: str, text: str, *names: tuple[str, NameLabel]) -> tuple[Tokens, list[int]]:
    """Tokens of a text without its bars, and the token that each bar stands before."""
    parts = text.split("|")
    tokens = tokens_of(language, "".join(parts), *names)
    chars = [sum(map(len, parts[: n + 1])) for n in range(len(parts) - 1)]
    return tokens, [sum(start < char for start in tokens.starts) for char in chars]


# ---------------------------------------------------------------- tokens


def test_beyond_the_text_there_is_nothing() -> None:
    tokens = tokens_of("de", "Jan kam")
    assert [tokens.word(i) for i in (-1, 0, 1, 2)] == ["", "Jan", "kam", ""]
    assert [tokens.low(i) for i in (-1, 0, 1, 2)] == ["", "jan", "kam", ""]
    assert [tokens.is_capital(i) for i in (-1, 0, 1, 2)] == [False, True, False, False]
    assert [tokens.cover(i) for i in (-1, 0, 1, 2)] == [None] * 4


def test_cover_at_either_end_of_the_text() -> None:
    tokens = tokens_of("de", "Melle grüßt Kladno", ("Melle", "LOC"), ("Kladno", "LOC"))
    assert [tokens.cover(i) for i in (-1, 0, 1, 2, 3)] == [None, Span(0, 1, "LOC"), None, Span(2, 3, "LOC"), None]


def test_reach_ends_with_the_text() -> None:
    tokens = tokens_of("de", "a b c d e f")
    assert list(tokens.ahead(1, 3)) == [1, 2, 3]
    assert list(tokens.ahead(4, 3)) == [4, 5]
    assert list(tokens.ahead(6, 3)) == []
    assert list(tokens.back(5, 3)) == [4, 3, 2]
    assert list(tokens.back(2, 3)) == [1, 0]
    assert list(tokens.back(0, 3)) == []


def test_text_of_tokens() -> None:
    tokens = tokens_of("de", "Jan  Kral kam.")
    assert [tokens.text(0, 2), tokens.text(1, 4), tokens.text(2, 2), tokens.text(3, 1)] == [
        "Jan  Kral",
        "Kral kam.",
        "",
        "",
    ]


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [(0, 3, (0, 1)), (0, 4, (0, 1)), (0, 5, (0, 2)), (3, 8, (1, 2)), (5, 6, (1, 2)), (4, 4, (1, 2)), (8, 13, (2, 4))],
)
def test_span_of_characters(start: int, end: int, expected: tuple[int, int]) -> None:
    assert tokens_of("de", "Jan Kral kam.").span_of(start, end) == expected


def _tokenised(text: str, places: tuple[Place, ...], institutions: tuple[Institution, ...], *names: Name) -> Tokens:
    document = replace(tokens_of("de", text).document, names=names)
    return tokenise(document, places, institutions, frozenset(), load_pack(MODELS, "de").morphology.is_given_name)


def test_an_institution_wins_over_the_place_inside_it() -> None:
    body = Institution("d", 0, 0, "Amt Melle", 0, 9, "Amt Melle", "attested", None, "authority", None, "i", 1.0)
    place = Place("d", 0, 0, "Melle", 4, 9, "Melle", "city", 1, "DE", None, None)
    tokens = _tokenised("Amt Melle", (place,), (body,), Name("Melle", 4, 9, "LOC"))
    assert [cover and cover.row for cover in tokens.covers] == [body, body]
    assert tokens.covers[0] == Span(0, 2, "ORG", body)


def test_a_place_wins_over_a_name_that_no_finder_kept() -> None:
    place = Place("d", 0, 0, "Melle", 4, 9, "Melle", "city", 1, "DE", None, None)
    tokens = _tokenised("Amt Melle", (place,), (), Name("Amt Melle", 0, 9, "ORG"))
    assert tokens.covers == [None, Span(1, 2, "LOC", place)]


@pytest.mark.parametrize(
    ("text", "surface", "covered"),
    [
        ("Der IG Metall-Chef kam", "IG Metall", [False, True, False, False]),  # the function stays free
        ("Der IG Metall kam", "IG Metall", [False, True, True, False]),
        ("Der Melle-Chef kam", "Melle", [False, True, False]),  # one word is one word
        ("Der IG-Metall Nord kam", "IG-Metall Nord", [False, True, True, False]),
    ],
)
def test_the_first_part_of_a_compound_leaves_the_compound_free(text: str, surface: str, covered: list[bool]) -> None:
    tokens = tokens_of("de", text, (surface, "ORG"))
    assert [cover is not None for cover in tokens.covers] == covered


@pytest.mark.parametrize(
    ("text", "surface", "person"),
    [
        ("Vizekanzlerin Anna Lis kam", "Vizekanzlerin Anna Lis", (1, 3)),
        ("Frau Vizekanzlerin Anna Lis", "Frau Vizekanzlerin Anna Lis", (2, 4)),
        ("Anna Lis kam", "Anna Lis", None),  # a given name in front: a body called after her
        ("Anna Kral Platz kam", "Anna Kral Platz", None),
        ("Platz der Anna kam", "Platz der Anna", None),  # no surname behind it
        ("Der Platz der Anna Kral", "Platz der Anna", None),
        ("Haus Anna heute kam", "Haus Anna heute", None),
    ],
)
def test_a_person_inside_a_name_that_no_finder_kept(text: str, surface: str, person: tuple[int, int] | None) -> None:
    tokens = tokens_of("de", text, (surface, "ORG"))
    assert tokens.persons == ([Span(*person, "PER")] if person else [])


# ---------------------------------------------------------------- titles

TITLED = [
    ("de", "|Herr Prof. Dr. |Jan Kral", ("Herr", "Prof.", "Dr.")),
    ("de", "Es kam |Frau Dr. h. c. |Eva Moll.", ("Frau", "Dr.", "h. c.")),
    ("de", "Es kam |S. E. |Jan Kral.", ("S. E.",)),
    ("de", "Es kam |lic. rer. pol. |Jan Kral.", ("lic. rer. pol.",)),
    ("de", "Es kam |Dr.|Jan Kral.", ("Dr.",)),
    ("de", "Es kam |Dr |Jan Kral.", ("Dr",)),
    ("de", "Der Saal von ||Jan Kral.", ()),
    ("de", "||Jan", ()),
    ("en", "It was |the Rt Hon |Ann Reed.", ("the Rt Hon",)),
    ("en", "It was |Mr. |John Birch.", ("Mr.",)),
    ("en", "It was |Cllr. Dr |John Birch.", ("Cllr.", "Dr")),
    ("en", "It was |Cllr Mrs |Ann Reed.", ("Cllr", "Mrs")),
    ("pl", "Był |pan prof. dr hab. |Jan Kos.", ("pan", "prof.", "dr", "hab.")),
]


@pytest.mark.parametrize(("language", "text", "titles"), TITLED)
def test_titles_before_a_name(language: str, text: str, titles: tuple[str, ...]) -> None:
    tokens, (first, name) = cut_at_bars(language, text)
    reader = Titles(tokens, lexicon_of(language))
    assert reader.skip(first) == name
    assert reader.before(name) == (first, titles)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("|Kral|, MBA", "Kral"),
        ("|Jan Kral|, MBA, MSc kam", "Kral"),
        ("|Jan Kral|, Landrat", ","),
        ("|Jan Kral| MBA", "Kral"),
    ],
)
def test_degrees_behind_a_name(text: str, expected: str) -> None:
    tokens, (_, end) = cut_at_bars("de", text)
    reader = Titles(tokens, lexicon_of("de"))
    last = max((i for i, low in enumerate(tokens.lows) if low in ("mba", "msc")), default=end)
    assert tokens.words[reader.without_degrees(last)] == expected


# ---------------------------------------------------------------- names that NER missed


def grammar_of(language: str, text: str, *names: tuple[str, NameLabel]) -> tuple[NameGrammar, list[int]]:
    tokens, bars = cut_at_bars(language, text, *names)
    taken = {i for span in tokens.persons for i in range(span.start, span.end)}
    given = load_pack(MODELS, language).morphology.is_given_name
    return NameGrammar(tokens, lexicon_of(language), given, taken), bars


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("de", "|Jan Kral| kam"),
        ("de", "|Jan Kral|"),
        ("de", "|Jan| kam"),
        ("de", "|Jan|"),
        ("de", "|Anna Maria Kral| Saal"),
        ("de", "|Jan van der Linden| Saal"),
        ("de", "|Jan| van der linden"),
        ("de", "|Anna Maria Eva Kral| Saal"),
        ("de", "|Jan| Bürgermeister"),  # a function is no surname
        ("de", "|Jan| K."),
        ("de", "|Jan| von"),
    ],
)
def test_how_far_a_name_goes(language: str, text: str) -> None:
    grammar, (start, end) = grammar_of(language, text)
    assert grammar.end_of(start) == end


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Es sprach |Jan Kral", True),
        ("Es sprach |Melle Kral", False),
        ("|Jan", True),
        ("|kam", False),
        ("|A Kral", False),
    ],
)
def test_what_may_be_part_of_a_name(text: str, expected: bool) -> None:
    grammar, (at,) = grammar_of("de", text, *([("Melle", "LOC")] if "Melle" in text else []))
    assert grammar.is_free(at) is expected


@pytest.mark.parametrize(
    ("text", "names", "expected"),
    [
        ("La ministra, |Guadalupe |Vivas", [("Guadalupe", "LOC"), ("Vivas", "PER")], True),
        ("La ministra |Ana |Vivas", [("Vivas", "PER")], True),
        ("La ministra |Nuestra |Vivas", [("Vivas", "PER")], False),
        ("En |Guadalupe |Vivas", [("Guadalupe", "LOC"), ("Vivas", "PER")], False),  # a place behind a preposition
        ("|Guadalupe |Ana Vivas", [("Guadalupe", "LOC"), ("Ana Vivas", "PER")], False),  # and before a given name
        ("|Guadalupe Norte |Vivas", [("Guadalupe Norte", "LOC"), ("Vivas", "PER")], False),
        ("|Guadalupe |Vivas", [("Guadalupe", "ORG"), ("Vivas", "PER")], False),
        ("|Guadalupe |Vivas", [("Guadalupe", "PER"), ("Vivas", "PER")], False),
    ],
)
def test_a_given_name_before_a_marked_surname(text: str, names: list[tuple[str, NameLabel]], expected: bool) -> None:
    grammar, (at, name) = grammar_of("es", text, *names)
    assert grammar.opens(at, name) is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("|Savčuk Petro |– ředitel", True),
        ("1. |Savčuk Petro |– ředitel", True),
        ("1) |Savčuk Petro |, ředitel", True),
        ("Přijeli:\n|Savčuk Petro |- ředitel", True),
        ("Přijeli: |Savčuk Petro |— ředitel", True),
        ("• |Savčuk Petro |— ředitel; |", True),
        ("Přijel |Savčuk Petro |– ředitel", False),  # inside a sentence
        ("Praha. |Savčuk Petro |– ředitel", False),  # behind a full stop without a number
        ("1. |Savčuk Petro |přijel", False),  # nothing that parts name and function
        ("1. |Savčuk Petro|", False),
        ("1. |starosta Petro |– ředitel", False),
        ("1. |Starosta Petro |– ředitel", False),  # a function is no surname
    ],
)
def test_the_surname_that_opens_an_entry(text: str, expected: bool) -> None:
    grammar, (at, end, *_) = grammar_of("cs", text)
    assert grammar.opens_entry(at, end) is expected


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Mayor |K N |Holm spoke"),
        ("en", "Mayor |J. R. |Holm spoke"),
        ("en", "|J. R. |Holm spoke"),
        ("en", "Mayor |K |Holm spoke"),
        ("en", "Mayor |K. |Vijayan spoke"),
        ("en", "Mayor ||Holm spoke"),
        ("en", "Mayor A ||Holm spoke"),  # a small word is no initial
        ("en", "||Holm spoke"),
        ("en", "K ||Holm spoke"),  # one letter that opens the text
        ("en", "Talks:\nK ||Holm spoke"),
        ("en", "Plan/B ||Holm spoke"),  # a letter that ends another word
        ("en", "(|B K |Holm)"),
        ("pl", "Burmistrz |J. |Kos był"),
    ],
)
def test_initials_before_a_name(language: str, text: str) -> None:
    grammar, (first, name) = grammar_of(language, text)
    assert grammar.with_initials(name) == first
    assert grammar.past_initials(first) == name


@pytest.mark.parametrize("text", ["Mayor |K N", "Mayor |K N.", "Mayor |K", "Mayor |K.", "Mayor |"])
def test_initials_without_a_name(text: str) -> None:
    grammar, (first,) = grammar_of("en", text)
    assert grammar.past_initials(first) == first


# ---------------------------------------------------------------- offices and known persons

PHRASE = Phrase(0, 0, 1, "mayor", False, (), 1, RoleMatch(1, "mayor", False, False, "Bürgermeister"), 1)


def test_confidence_falls_with_what_lies_between_name_and_function() -> None:
    beside, later = Mention(1, 3, 1, (), True), Mention(9, 11, 9, (), True)
    grammar = replace(beside, marked=False)
    sure = {}
    for weight in (DIRECT, BRACKET, COMMA_BEFORE, COMMA_AFTER):
        link = Link(beside, PHRASE, weight, True)
        office = Office("mayor", link, {beside: PHRASE}, NOTHING)
        assert 0 < office.confidence_at(later) < office.confidence_at(beside) <= 1
        by_grammar = Link(grammar, PHRASE, weight, True)
        unmarked = Office("mayor", by_grammar, {grammar: PHRASE}, NOTHING)
        assert unmarked.confidence_at(grammar) < office.confidence_at(beside)
        sure[weight] = office.confidence_at(beside)
    assert sure[DIRECT] == 0.85  # measured: see pipeline/extract/officials/offices.py


def test_a_mention_has_the_phrase_beside_it() -> None:
    first, second, later = Mention(1, 3, 1, (), True), Mention(9, 11, 9, (), True), Mention(20, 21, 20, (), True)
    other = replace(PHRASE, start=8, head=8, end=9)
    links = (Link(first, PHRASE, DIRECT, True), Link(second, other, DIRECT, True))
    office = Office("mayor", links[0], {first: PHRASE, second: other}, NOTHING)
    assert [office.phrase_at(mention) for mention in (first, second, later)] == [PHRASE, other, PHRASE]


@pytest.mark.parametrize(
    ("role", "place", "person"),
    [
        ("mayor", "Lviv", "savchuk-lviv"),
        ("mayor", None, "savchuk-lviv"),  # the text names no place
        ("mayor", "Kladno", "savchuk-anywhere"),
        ("rector", "Lviv", "savchuk-anywhere"),
        ("rector", None, "savchuk-anywhere"),
    ],
)
def test_the_first_known_person_that_fits(role: str, place: str | None, person: str) -> None:
    known = (KnownPerson("savchuk-lviv", "mayor", "Lviv"), KnownPerson("savchuk-anywhere", None, None))
    found = known_person({"olena savchuk": known}, "olena savchuk", role, place)
    assert found is not None and found.person_id == person
    assert known_person({"olena savchuk": known[:1]}, "olena savchuk", "rector", place) is None
    assert known_person({}, "olena savchuk", role, place) is None


@pytest.mark.parametrize(
    ("sentence", "confidence"),
    [
        ("Bürgermeister Jan Kral kam.", 0.85),
        ("Bürgermeister (Jan Kral) kam.", 0.7),
        ("Jan Kral (Bürgermeister) kam.", 0.8),
        ("Bürgermeister – Jan Kral", 0.7),
        ("Bürgermeister: Jan Kral", 0.7),
        ("Jan Kral – Bürgermeister", 0.7),
        ("Jan Kral ist Bürgermeister.", 0.85),
        ("Bürgermeister ist Jan Kral.", 0.85),
        ("Jan Kral, Bürgermeister, kam.", 0.85),
        ("Der Bürgermeister, Jan Kral, kam.", 0.85),
        ("Jan Kral Bürgermeister", 0.6),
        ("„Gut“, meint Jan Kral. Der Bürgermeister kam.", 0.5),
        ("Jan Kral\nBürgermeister", 0.5),
    ],
)
def test_confidence_is_what_was_measured_of_the_arrangement(sentence: str, confidence: float) -> None:
    """The shares that ``CONFIDENCE`` gives, by where the function stands; a name that NER missed is less sure."""
    pack = load_pack(MODELS, "de")
    for marked in (True, False):
        names: list[tuple[str, NameLabel]] = [("Jan Kral", "PER")] if marked else []
        document = tokens_of("de", sentence, *names).document
        rows = find_officials(document, (), (), (), pack, Settings())
        sure = confidence if marked else round(confidence * 0.9, 3)
        assert [row.confidence for row in rows] == [sure] or (not rows and not marked)


@pytest.mark.parametrize(
    ("text", "person", "place", "known", "expected"),
    [
        ("Kladno Jan Kral kam", "Kladno Jan Kral", "Kladno", True, ["Jan Kral"]),
        ("Kladno Jan Kral kam", "Kladno Jan Kral", "Kladno", False, ["Kladno Jan Kral"]),  # a name of no gazetteer
        ("In Kladno", "Kladno", "Kladno", True, []),
        ("In Kladno", "Kladno", "Kladno", False, ["Kladno"]),
        ("Herr Jan Kladno kam", "Jan Kladno", "Kladno", True, ["Jan Kladno"]),
        ("Herr Jan kam", "Jan", "Jan", True, ["Jan"]),  # a given name that is a town too
        ("Frau Kladno Kral kam", "Kladno Kral", "Kladno", True, ["Kladno Kral"]),
        ("Aus Bad Kladno Jan Kral", "Kladno Jan Kral", "Bad Kladno", True, ["Kladno Jan Kral"]),
        ("Jan Kral Bad Kladno", "Jan Kral Bad", "Bad Kladno", True, ["Jan Kral Bad"]),
    ],
)
def test_places_marked_with_a_person(text: str, person: str, place: str, known: bool, expected: list[str]) -> None:
    at = text.index(place)
    row = Place("d", 0, 0, place, at, at + len(place), place, "city", 1 if known else None, "CZ", None, None)
    assert _repaired(tokens_of("de", text, (person, "PER")).document, (row,)) == expected


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("de", "[Jan Kral und Uwe Moll]", ["Jan Kral", "Uwe Moll"]),
        ("de", "[Jan Kral, Uwe Moll]", ["Jan Kral", "Uwe Moll"]),
        ("de", "[Kral, Jan]", ["Kral, Jan"]),
        ("de", "[Jan Kral;Uwe Moll]", ["Jan Kral", "Uwe Moll"]),
        ("de", "[Jan Kral (Uwe Moll)]", ["Jan Kral", "Uwe Moll"]),
        ("de", "[Jan Kral\nUwe Moll]", ["Jan Kral", "Uwe Moll"]),
        ("de", "[Jan Kral - Uwe Moll]", ["Jan Kral", "Uwe Moll"]),
        ("de", "[Karl von und zu Gut]", ["Karl von und zu Gut"]),
        ("de", "Der Ort [Jan Kral,]", ["Jan Kral"]),
        ("de", "Der Ort[, Jan Kral]", ["Jan Kral"]),
        ("de", "[Jan] [Kral]", ["Jan Kral"]),
        ("de", "Herr [J.] [Kral]", ["J. Kral"]),
        ("de", "[Jan Kral] [Uwe Moll]", ["Jan Kral", "Uwe Moll"]),
        ("de", "[Kral] [Moll]", ["Kral", "Moll"]),
        ("de", "[Jan von der] Linden kam", ["Jan von der Linden"]),
        ("es", "[Jordi Puig] i [Roca]", ["Jordi Puig i Roca"]),
        ("es", "[Jordi Puig] e [Roca]", ["Jordi Puig", "Roca"]),
        ("de", "[Der Bürgermeister Jan Kral]", ["Jan Kral"]),
        ("de", "[Grazer Landesrat Jan Kral]", ["Jan Kral"]),
        ("de", "[Landesrat] Jan Kral", []),
        ("de", "[Dr. Jan Kral]", ["Jan Kral"]),
        ("de", "Dr[. Jan Kral]", ["Jan Kral"]),
        ("de", "Der S. [E. Jan Kral]", ["Jan Kral"]),
        ("de", "[Jan Kral.]", ["Jan Kral"]),
        ("de", "[Jan Kral (]", ["Jan Kral"]),
        ("de", "[Jan K.]", ["Jan K."]),
        ("de", "[Jan K. Kral]", ["Jan K. Kral"]),
        ("de", "Foto: [Jan Kral]", []),
        ("de", "Foto: Dr. [Jan Kral]", []),
        ("de", "Foto: Bürgermeister [Jan Kral]", []),
        ("de", "Foto: der [Jan Kral]", ["Jan Kral"]),
        ("de", "Foto eins zwei: [Jan Kral]", ["Jan Kral"]),
        ("de", "Die Kammer ([HKI])", []),
        ("de", "Die Kammer [HKI]", ["HKI"]),
        ("de", "Die Kammer ([HKI] dort", ["HKI"]),
        ("de", "Die Kammer ([Kral])", ["Kral"]),
        ("de", "Die Stadt [Neudorf]", []),
        ("de", "Die Stadt [Neudorf Süd]", []),
        ("de", "Die Stadt [Jan Kral]", ["Jan Kral"]),
        ("pl", "starosta miasta [Vsetín Jan Kos] mówił", ["Jan Kos"]),
        ("pl", "burmistrz [Kłodzka Jan Kos] mówił", ["Jan Kos"]),
        ("pl", "burmistrz gminy [Kłodzka Jan Kos] mówił", ["Jan Kos"]),
        ("pl", "burmistrz [Nowego Sioła Jan Kos] mówił", ["Jan Kos"]),
        ("pl", "Kłodzko [Kłodzka Jan Kos] mówił", ["Kłodzka Jan Kos"]),
        ("pl", "burmistrz [Kłodzka] [Jan Kos] mówił", ["Jan Kos"]),
        ("pl", "burmistrz [Kłodzka] [Jan] mówił", ["Kłodzka", "Jan"]),
        ("pl", "[Sądecki Starosta] Jan Kos", []),
        ("pl", "[Sądecki Starosta] mówił", ["Sądecki Starosta"]),
        ("pl", "Mówił Jan Adam [Kos]", ["Jan Adam Kos"]),
        ("pl", "Mówił pan [Kos]", ["Kos"]),
        ("pl", "Mówił J. [Kral]", ["J. Kral"]),
        ("pl", "Mówił starosta Quirlo [Kral]", ["Quirlo Kral"]),
        ("pl", "Mówił starosta. Quirlo [Kral]", ["Kral"]),
        ("pl", "Mówił starosta quirlo [Kral]", ["Kral"]),
        ("pl", "Mówi starosta Quirlo J. [Kral]", ["Quirlo J. Kral"]),
        ("pl", "Mówi Starosta J. [Kral]", ["J. Kral"]),
        ("pl", "Mówi pan J. [Kral]", ["J. Kral"]),
        ("pl", "Mówi. Quirlo J. [Kral]", ["J. Kral"]),
        ("pl", "Dziś wita Pani [Kral]", ["Kral"]),
        ("pl", "Dziś wita Pan [Wang Lei]", ["Wang Lei"]),
        ("pl", "Dziś wita Starosta [Kral]", ["Kral"]),
        ("pl", "Dziś wita Pan J. [Kral]", ["J. Kral"]),
        ("pl", "Dziś wita Starosta J. [Kral]", ["J. Kral"]),
        ("de", "Herr [Kral.] kam", ["Kral"]),
        ("de", "Herr [Ch.] kam", ["Ch."]),
        ("de", "[Karl von und] zu Gut", ["Karl von und"]),
        ("de", "[Der] Bürgermeister Jan Kral", []),
        ("de", "[Landrat und Bürgermeister Jan Kral]", ["Jan Kral"]),
        ("en", "It was Dean [Vijayan]", ["Vijayan"]),
        ("cs", "Mluvila [Anna Kosová] - Malová", ["Anna Kosová - Malová"]),
        ("cs", "Mluvila [Anna Kosová] – Malová", ["Anna Kosová – Malová"]),
        ("cs", "Mluvila [Anna Kosová] – malá", ["Anna Kosová"]),
        ("cs", "Mluvila [Anna Kosová] – Malý", ["Anna Kosová"]),
        ("cs", "Mluvila [Anna Kosová] – Jana", ["Anna Kosová"]),
        ("cs", "Mluvila [Anna Kosová] –", ["Anna Kosová"]),
        ("cs", "Mluvil [Petr Kos] – Malová", ["Petr Kos"]),
        ("de", "Kral, [Jan]", ["Kral, Jan"]),
        ("de", "Landrat: Kral, [Jan]", ["Kral, Jan"]),
        ("de", "1. Kral, [Jan]", ["Kral, Jan"]),
        ("de", "Landrat Kral, [Jan]", ["Jan"]),
        ("de", "ten Hagen, [Jan]", ["ten Hagen, Jan"]),
        ("de", "[Anna Richter] kam. [Richter] sprach.", ["Anna Richter", "Richter"]),
        ("de", "[Eva Anna Richter] kam. [Richter] sprach.", ["Eva Anna Richter", "Richter"]),
        ("de", "Es kam [Richter Moll]", ["Moll"]),
        ("de", "Es kam [Richter]", []),
    ],
)
def test_what_a_marked_name_is(language: str, text: str, expected: list[str]) -> None:
    """Marks are in brackets: cut where persons, functions, titles, places are in one, joined where one is in two."""
    parts, names, at = re.split(r"[\[\]]", text), list[Name](), 0
    for number, part in enumerate(parts):
        if number % 2:
            names.append(Name(part, at, at + len(part), "PER"))
        at += len(part)
    document = replace(tokens_of(language, "".join(parts)).document, names=tuple(names))
    assert _repaired(document, ()) == expected


def _repaired(document: AnnotatedDocument, places: tuple[Place, ...]) -> list[str]:
    morphology, lexicon = load_pack(MODELS, document.language).morphology, lexicon_of(document.language)
    tokens = tokenise(document, places, (), frozenset(), morphology.is_given_name)
    titles, grammar = Titles(tokens, lexicon), NameGrammar(tokens, lexicon, morphology.is_given_name, set())
    spans = SpanRepair(tokens, lexicon, titles, grammar, morphology.may_be_genitive).repaired()
    return [tokens.text(span.start, span.end) for span in spans]
