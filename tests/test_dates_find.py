"""Dates of a whole document: kinds, anchors, the publication date, faults of a language pack, and time."""

from __future__ import annotations

import time
from datetime import date
from pathlib import Path

import pytest

from pipeline.extract.dates import find_dates, find_published
from pipeline.extract.dates.recognise import find_expressions
from pipeline.language import PackError, load_pack
from pipeline.language.dates import load_dates
from pipeline.records import AnnotatedDocument, CalendarDate, Name, Segment, Sentence
from pipeline.settings import Settings

SETTINGS = Settings()
DE = load_pack(SETTINGS.models, "de")
PL = load_pack(SETTINGS.models, "pl")


def document(
    text: str, published: date | None, language: str = "de", names: tuple[Name, ...] = ()
) -> AnnotatedDocument:
    """One segment, one sentence a line."""
    segment = Segment("a", 0, None, "article", language, 0, len(text))
    sentences, at = [], 0
    for number, line in enumerate(text.split("\n")):
        sentences.append(Sentence("a", 0, number, at, at + len(line), "context", None))
        at += len(line) + 1
    return AnnotatedDocument("a", text, language, None, published, (segment,), tuple(sentences), names)


TAIL = "\n\nSie sangen lange.\n\nAlle kamen.\n\nAlle gingen."
"""Lines after which what stands before is no foot."""
LONG_LINE = "Der Stand war am 4. Juni 2019 gut besucht, " + "und alle Gäste aus beiden Städten freuten sich sehr " * 2
"""Running text uses the same words as stamps do."""


def rows(text: str, published: date | None = None, language: str = "de") -> list[CalendarDate]:
    pack = load_pack(SETTINGS.models, language)
    return list(find_dates(document(text, published, language), pack, SETTINGS))


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Görlitz, 3. Mai 2019", "publication"),
        ("Stand: 4. Juni 2019", "page_clock"),
        ("Anmeldung bis 31. Mai 2019", "deadline"),
        ("Der Vertrag wurde am 2. Mai 2019 unterzeichnet.", "agreement"),
        ("Am 20. Mai 2019 beginnt das Fest.", "event"),
        ("Die Stadt zählt seit 1991 zum Verein.", "background"),
        ("Im Jahr 1991 trat die Stadt dem Verein bei.", "background"),
        ("Am 3. Mai 2017 trat die Stadt dem Verein bei.", "background"),
        ("Am 3. Mai 2018 trat die Stadt dem Verein bei.", "event"),
        ("Am 4. Mai 2019 hat der Rat die Partnerschaft besiegelt.", "agreement"),
        ("Am 4. Mai 2019 wurde der Vertrag gefeiert.", "agreement"),
        ("Wir nehmen Ihre Bewerbung gerne bis 31. Mai 2019 entgegen.", "deadline"),
        (LONG_LINE, "event"),
    ],
)
def test_kind(text: str, kind: str) -> None:
    assert [row.kind for row in rows(text, date(2019, 5, 3))] == [kind]


def test_anchors_and_what_was_inferred() -> None:
    found = rows("Am Montag kamen Gäste. Zwei Tage später, am 15. Mai, fuhren sie ab.", date(2019, 5, 17))
    first = found[0]
    assert (first.edtf, first.anchor, first.inferred) == ("2019-05-13", "publication", ("year", "month", "day"))
    assert found[-1].edtf == "2019-05-15"
    assert "year" in found[-1].inferred


def test_a_complete_date_is_explicit_and_keeps_its_offsets() -> None:
    text = "Das Fest war am 3. Mai 2019."
    (row,) = rows(text, None)
    assert (row.anchor, row.inferred, row.precision) == ("explicit", (), "day")
    assert text[row.start_char : row.end_char] == row.text == "3. Mai 2019"
    assert row.start == row.end == date(2019, 5, 3)


def test_what_nothing_fixes_is_left_out() -> None:
    assert rows("Gestern kamen Gäste.", None) == []


def test_an_unknown_year_stays_unknown() -> None:
    assert [row.edtf for row in rows("Das Fest beginnt am 3. Mai.", None)] == ["XXXX-05-03"]


def test_a_page_clock_tells_no_year() -> None:
    text = "Freitag, 3. Mai"
    segment = Segment("a", 0, None, "boilerplate", "de", 0, len(text))
    sentence = Sentence("a", 0, 0, 0, len(text), "boilerplate", None)
    page = AnnotatedDocument("a", text, "de", None, date(2019, 5, 17), (segment,), (sentence,), ())
    (row,) = find_dates(page, DE, SETTINGS)
    assert (row.kind, row.edtf, row.anchor, row.inferred, row.start) == ("page_clock", "XXXX-05-03", "none", (), None)


def test_each_segment_leans_on_its_own_dates() -> None:
    text = "Am 3. Mai 2018 kamen sie. Am 5. Mai gingen sie.\nAm 7. Juni 2019 kamen sie. Am 9. Juni gingen sie."
    middle = text.index("\n")
    segments = tuple(
        Segment("a", number, None, "article", "de", *ends)
        for number, ends in enumerate(((0, middle), (middle + 1, len(text))))
    )
    found = find_dates(AnnotatedDocument("a", text, "de", None, None, segments, (), ()), DE, SETTINGS)
    assert [row.edtf for row in found] == ["2018-05-03", "2018-05-05", "2019-06-07", "2019-06-09"]


def test_the_year_of_the_heading_serves_where_nothing_else_does() -> None:
    assert [row.edtf for row in rows("Jahresbericht 2018\n\nAm 3. Mai kamen Gäste.")] == ["2018", "2018-05-03"]


@pytest.mark.parametrize(
    ("text", "timex"),
    [
        ("Seit 1991 gibt es ihn.", "1991"),
        ("Er bleibt bis 3. Mai 2020.", "2020-05-03"),
        ("Vom 3. bis 5. Mai 2019 war Fest.", "2019-05-03/2019-05-05"),
        ("Im 3. Quartal 2018 stieg es.", "2018-Q3"),
        ("In der zweiten Jahreshälfte 2018 sank es.", "2018-H2"),
        ("In der KW 24 ist Ruhe.", "2019-W24"),
        ("Nächstes Wochenende ist Fest.", "2019-W18-WE"),
        ("Ende 2018 war Ruhe.", "2018"),
        ("In den 90er Jahren war es so.", "199"),
    ],
)
def test_timex(text: str, timex: str) -> None:
    assert [row.timex for row in rows(text, date(2019, 5, 3))] == [timex]


def test_a_month_in_a_name_is_no_date() -> None:
    text = "Es sprach August Weber."
    names = (Name("August Weber", 10, 22, "PER"),)
    assert find_dates(document(text, date(2019, 5, 3), names=names), DE, SETTINGS) == ()


@pytest.mark.parametrize(
    ("text", "name", "values"),
    [
        ("Der Kreis Emsdorf am Karfreitag war leer.", "Kreis Emsdorf am Karfreitag", ["2019-04-19"]),
        ("Der Klub Karfreitag Emsdorf tagte.", "Klub Karfreitag Emsdorf", []),
    ],
)
def test_a_named_day_behind_a_small_word_is_no_part_of_a_name(text: str, name: str, values: list[str]) -> None:
    names = (Name(name, text.index(name), text.index(name) + len(name), "ORG"),)
    found = find_dates(document(text, date(2019, 5, 3), names=names), DE, SETTINGS)
    assert [row.edtf for row in found] == values


def test_a_person_called_as_a_named_day_behind_a_small_word() -> None:
    text = "Das Haus gehört dem Nikolaus Lenz."
    names = (Name("Nikolaus Lenz", 20, 33, "PER"),)
    assert find_dates(document(text, date(2019, 5, 3), names=names), DE, SETTINGS) == ()


def test_a_monk_is_no_year() -> None:
    text = "Rozmawiali w br. Grzegorzem."
    names = (Name("Grzegorzem", 17, 27, "PER"),)
    assert find_dates(document(text, date(2019, 5, 3), "pl", names), PL, SETTINGS) == ()


@pytest.mark.parametrize(
    ("text", "name", "values"),
    [
        ("Na sali była Ewa Piątek-Sobota.", "Ewa Piątek-Sobota", []),
        ("Lista:\n4. Kwiecień Marek\n5. Nowak Jan", "Kwiecień Marek", []),
        ("W piątek przyjechał Jan Nowak.", "Jan Nowak", ["2019-05-03"]),
        ("Przyjechał 4 kwietnia Jan Nowak.", "Jan Nowak", ["2019-04-04"]),
    ],
)
def test_months_and_weekdays_as_family_names(text: str, name: str, values: list[str]) -> None:
    names = (Name(name, text.index(name), text.index(name) + len(name), "PER"),)
    found = find_dates(document(text, date(2019, 5, 3), "pl", names), PL, SETTINGS)
    assert [row.edtf for row in found] == values


@pytest.mark.parametrize(
    ("language", "text", "day"),
    [
        ("de", "Besuch aus Krakau\n2019-05-03\nDie Gäste kamen am 1. Mai 2019.", "2019-05-03"),
        ("de", "Besuch aus Krakau\n\nKrakau, 3. Mai 2019. Die Gäste kamen am Mittwoch.", "2019-05-03"),
        ("de", "Pressemitteilung vom 3. Mai 2019\n\nDie Gäste kamen.", "2019-05-03"),
        ("pl", "Goście z Görlitz\n\nOpublikowano: 3 maja 2019\n\nGoście przybyli.", "2019-05-03"),
        ("pl", "Goście z Görlitz\n\nWarszawa (PAP), 03.05.2019 – Goście przybyli.", "2019-05-03"),
        ("de", "Besuch\n\nLetzte Aktualisierung: 3. Mai 2019\n\nDie Gäste kamen.", None),
        ("de", "Besuch\n\nDie Gäste kamen am 3. Mai 2019 nach Krakau und blieben eine Woche.", None),
        ("de", "Besuch\n\nDie Gäste kommen.\n\nWann: 3. Mai 2019", None),
        ("de", "Besuch\n\nDie Gäste kamen am 1. Mai.\n\nStand: 3. Mai 2019", "2019-05-03"),
        ("de", "Besuch\n\nAm 3. Mai 2019\n\nDie Gäste kamen.", "2019-05-03"),
        ("de", "Besuch\n\nDie Gäste kamen.\n\nVikar Huber (+ 3.5.2019)", None),
        ("de", "Besuch\n\nAm Freitag (3. Mai 2019) teilte die Stadt mit, dass Gäste kamen.", "2019-05-03"),
        ("de", "Rathaus\n\nDie Gäste kamen mit dem Bus.\n\nDatum der Mitteilung: 3. Mai 2019", "2019-05-03"),
        ("de", "Besuch aus Krakau   3. Mai 2019\n\nDie Gäste kamen mit dem Bus.", "2019-05-03"),
        (
            "de",
            "Konzert\n\nFreitag, 3. Mai 2019, 20:00 Uhr\n\nEs singt der Chor." + TAIL,
            None,
        ),
        (
            "de",
            "Konzert\n\nKrakau, Freitag, 3. Mai 2019, 20:00 Uhr\n\nEs singt der Chor." + TAIL,
            None,
        ),
        ("de", "Die Stadt im Jahr 1850\n\nMelle, 3. Mai 1850. Der Rat tagte.", None),
        ("de", "Heute, 3. Mai 2019, kamen Gäste.\n\nSie blieben.", "2019-05-03"),
        (
            "de",
            "Montag, 29. April 2019: Anreise\nDienstag, 30. April 2019: Rathaus\nMittwoch, 1. Mai 2019: Fest" + TAIL,
            None,
        ),
        ("pl", "Wizyta\n\nOPOLE, 3 maja – Goście przybyli. Umowę z 2 maja 2019 r. podpisano.", "2019-05-03"),
        ("de", "Besuch\n\n" + "Die Gäste kamen gerne wieder. " * 150 + "\n\n(Stadt Melle, 3. Mai 2019)", "2019-05-03"),
        ("de", "Besuch\n\n" + "Die Gäste kamen. " * 300 + "Am 3. Mai 2019 sangen sie.", None),
        ("de", "Freitag, 3. Mai 2019\n\nMontag: Anreise\n\nDienstag: Rathaus", "2019-05-03"),
        ("de", "Besuch\n\nKrakau, Freitag, 3. Mai. Seit 2018 gibt es den Verein.", "2019-05-03"),
        ("de", "Besuch\n\nDie Gäste kamen im Juli 2018. Formulare liegen aus. 3. Mai 2019.", "2019-05-03"),
        ("de", "Stadt Melle :: Presse :: 3. Mai 2019\n\nDie Gäste kamen.", "2019-05-03"),
        (
            "de",
            "Mitteilung der Stadt an alle über die Reise des Chores, 3. Mai 2019\n\nEs regnet." + TAIL,
            "2019-05-03",
        ),
        ("de", "Gäste kamen, 3. Mai 2019\n\nEs regnet." + TAIL, "2019-05-03"),
        ("de", "Die Gäste und alle anderen kamen mit dem Bus, 3. Mai 2019\n\nEs regnet." + TAIL, None),
        ("pl", "Wizyta\n\nOPOLE, 28 grudnia – Goście są. Umowa z 3 stycznia 2016 r. czeka.", "2015-12-28"),
        ("pl", "Wizyta\n\nOPOLE, 3 stycznia – Goście są. Umowę z 28 grudnia 2015 r. podpisano.", "2016-01-03"),
        ("pl", "Wizyta\n\nOPOLE, 3 stycznia przyjechali goście. Umowę z 28 grudnia 2015 r. podpisano.", None),
        ("pl", "Wizyta\n\nW mieście OPOLE, 3 stycznia – Goście są. Umowę z 2 stycznia 2016 r. podpisano.", None),
        ("pl", "Wizyta\n\nOPOLE (3 stycznia) Goście są. Umowę z 2 stycznia 2016 r. podpisano.", None),
        ("pl", "Wizyta\n\nOPOLE, piątek, 3 maja – Goście są. W 2013, w 2018 i w 2019 roku też byli.", "2019-05-03"),
        ("pl", "Wizyta\n\nOPOLE, piątek, 3 maja – Goście są. W 2013, w 2014 i w 2019 roku też byli.", "2013-05-03"),
        ("pl", "Wizyta\n\nOPOLE, piątek, 3 maja – Goście są. W 2014 i w 2018 roku też byli.", "2013-05-03"),
        ("pl", "Wizyta\n\nOPOLE, piątek, 3 maja – Goście są. W 2015 i w 2016 roku też byli.", None),
        ("de", "Besuch\n\nGeändert am 3. Mai 2019, Köthen" + TAIL, None),
        ("de", "Besuch\n\nAnmeldeschluss: Köthen, 3. Mai 2019" + TAIL, None),
        ("pl", "Goście\n\n12 maja 2019 r. Rada przyjęła gości, którzy zostali do soboty.", None),
        ("en", "town.example › In English › Notices 28.3.2019\nTalks\n\nThree towns met here.", "2019-03-28"),
        ("en", "Talks\n\nThree towns met here.\n\nreleased: Thursday 10 November, 2011", "2011-11-10"),
        ("nl", "Overleg\n\nDrie steden kwamen bijeen.\n\nSluiting 22.51 uur. Publicatie 26-03-2010", "2010-03-26"),
        ("pl", "Goście\naccess_time 2011-11-07 10:12:17\n\nW mieście byli goście.", "2011-11-07"),
        ("pl", "Goście z Köthen2011-11-07 08:10:00\n\nW mieście byli goście.", "2011-11-07"),
        ("pl", "aktualizacja 2011-11-07 10:12:17\n\nW mieście byli goście.", None),
        ("pl", "Z wizytą w Köthen 2008-03-07\n\nW mieście byli goście.", "2008-03-07"),
        ("lt", "date 2021-11-05 Mieste viešėjo svečiai iš kaimynų.", "2021-11-05"),
        ("de", "Besuch\n\ngeschrieben von T. Zingel am 03.11.2009\n\nGäste waren da.", "2009-11-03"),
        ("de", "Besuch" + 9 * "\n\nMenü" + "\n\n07.10.2003\n\nGäste waren da." + 9 * "\n\nUnd mehr.", "2003-10-07"),
        (
            "de",
            "Besuch" + 9 * "\n\nEs kamen am 1.5.2002 viele Gäste." + "\n\n07.10.2003\n\nGäste." + 9 * "\n\nUnd mehr.",
            None,
        ),
        ("cs", "Hosté\n\nZLÍN 22. února 2019 - Program připravil kraj.\n\nText.", "2019-02-22"),
        ("sk", "Hostia\n\nLevoča 17. februára 2016: Mesto prijalo hostí.\n\nText.", "2016-02-17"),
        ("sk", "Hostia\n\nPublikované: 2.12.2012/ Aktualizované: 21.02.2022\n\nBoli tu hostia.", "2012-12-02"),
        ("sk", "Zrod partnerstva\n\nO rok, 26. júna 2010, sa u nás písalo na čisto." + TAIL, None),
        ("fr", "Conseil\n\nCONSEIL MUNICIPAL DU 13 MAI 2012\n\nLe conseil s'est réuni.", None),
        ("ru", "Понедельник,\n15 июля 2013\nПолитика\n\nГород посетили гости.\n\nИ ещё.", "2013-07-15"),
        ("fr", "Hommage du 14 juin\n\nLe 2013 a vu des hôtes.", None),
        ("en", "Talks\n\nThree towns met here.\n\nENDS 12 May 2022", "2022-05-12"),
    ],
)
def test_published(language: str, text: str, day: str | None) -> None:
    pack = load_pack(SETTINGS.models, language)
    found, where = find_published(text, None, pack)
    assert (str(found) if found else None) == day
    assert (where == "none") == (day is None)


def test_incomplete_dates_point_where_the_settings_say() -> None:
    text = "Am 3. Mai und am 3. Juli singt der Chor."
    for prefer, values in (("past", ["2019-05-03", "2018-07-03"]), ("future", ["2020-05-03", "2019-07-03"])):
        found = find_dates(document(text, date(2019, 5, 15)), DE, Settings(prefer=prefer))  # type: ignore[arg-type]
        assert [row.edtf for row in found] == values


def test_metadata_counts_where_the_text_says_nothing() -> None:
    told = date(2020, 1, 1)
    assert find_published("Besuch\n\nDie Gäste kamen.", told, DE) == (told, "metadata")
    assert find_published("Krakau, 3. Mai 2019. Die Gäste kamen.", told, DE)[0] == date(2019, 5, 3)


GOOD = 'order = "DMY"\n[month]\n1 = ["leden"]\n'
CUES = '[cues]\npast = []\nfuture = []\npublication = ["x"]\nupdate = ["x"]\nreport = ["x"]\n'
CUES += 'agreement = ["x"]\ndeadline = ["x"]\n'


@pytest.mark.parametrize(
    "text",
    [
        'order = "DYM"\n' + CUES,
        GOOD + '[unit]\naeon = ["věk"]\n' + CUES,
        GOOD + '[feast]\n"moon+1" = ["svátek"]\n' + CUES,
        GOOD + '[edge]\n"top year" = ["vrchol"]\n' + CUES,
        GOOD + '[weekday]\nfirst = ["pondělí"]\n' + CUES,
        GOOD,
    ],
)
def test_a_faulty_pack_is_named(tmp_path: Path, text: str) -> None:
    (tmp_path / "dates.toml").write_text(text, "utf-8")
    with pytest.raises(PackError, match=r"dates\.toml"):
        load_dates(tmp_path)


def test_a_small_pack_is_enough(tmp_path: Path) -> None:
    (tmp_path / "dates.toml").write_text(GOOD + CUES, "utf-8")
    assert load_dates(tmp_path).words["leden"]["month"] == 1


PIECES = [
    "1",
    "1.",
    "12.05.",
    "1–",
    "2020-",
    "3. Mai ",
    "3., ",
    "Mo ",
    "Mo/",
    "vom 3. bis ",
    "und ",
    "Ende ",
    "seit ",
    "vor ",
]
SIZE, GROWTH, ALLOWED, UNMEASURABLE = 4_000, 4, 9.0, 0.02


RUNS = 3


def _seconds(piece: str, size: int, run: int) -> float:
    """CPU time of one run; every run has a text of its own, since texts are cached."""
    text = piece * (size // len(piece)) + " " * run
    started = time.process_time()
    find_expressions(text, DE)
    return time.process_time() - started


@pytest.mark.parametrize("piece", PIECES)
def test_time_grows_with_the_text(piece: str) -> None:
    """Four times the text may take about four times the time; a quadratic rule takes sixteen times."""
    spent = [min(_seconds(piece, size, run) for run in range(RUNS)) for size in (SIZE, SIZE * GROWTH)]
    assert spent[1] < max(spent[0] * ALLOWED, UNMEASURABLE)


WITHOUT_HEADER = "Am 9. Februar 2023 kam der Chor an. Die Partnerschaft gilt seit 15. Mai 2014. {}"
"""The text is told from the day that comes first, not from the one told last."""


@pytest.mark.parametrize(
    ("tail", "value"),
    [
        ("Im Vorjahr kamen 14 Gäste.", "2022"),
        ("Im nächsten Jahr reist der Chor nach Opole.", "2024"),
        ("Vor drei Jahren fiel die Reise aus.", "2020"),
        ("Das Projekt endet im Juni dieses Jahres.", "2023-06"),
        ("Vor 25 Jahren begann alles.", None),
        ("Gestern sang der Chor.", None),
        ("In diesem Jahr sang er oft.", "2014"),
    ],
)
def test_years_are_counted_from_the_day_that_an_undated_text_tells_first(tail: str, value: str | None) -> None:
    assert [row.edtf for row in rows(WITHOUT_HEADER.format(tail))[2:]] == ([value] if value else [])


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Ewa Lipiec czytała. Lipiec dodała wiersz.", []),
        ("Ewa Lipiec czytała.\nLipiec: koncert.", ["Lipiec"]),
        ("Ewa Lipiec czytała w lipcu.", ["lipcu"]),
        ("Ewa Lipiec czytała. W lipcu śpiewała.", ["lipcu"]),
        ("Zagrano „Psalmy na czerwiec”.", []),
        ("Powiedział: „Wrócimy na czerwiec”.", []),
        ("Powiedział, że „będzie gotowe na czerwiec”.", ["czerwiec"]),
        ("Powiedział: „Było dobrze. Wrócimy na czerwiec”.", ["czerwiec"]),
        ("Zagrano „Psalmy na czerwiec 2014”.", ["czerwiec 2014"]),
        ("Zagrano „Psalmy” w czerwcu”.", ["czerwcu"]),
    ],
)
def test_a_month_may_be_a_surname_or_end_a_title(text: str, found: list[str]) -> None:
    name = Name("Ewa Lipiec", 0, 10, "PER") if text.startswith("Ewa") else None
    marked = document(text, date(2019, 7, 20), "pl", (name,) if name else ())
    assert [row.text for row in find_dates(marked, PL, SETTINGS)] == found


FILLER = " Es regnete, und alle blieben noch lange unter dem Dach der alten Halle am Fluss." * 4


@pytest.mark.parametrize(
    ("first", "last", "year"),
    [
        ("Am 3. Mai 2010 sang der Chor." + FILLER, "Am 4. Mai 2012 sang der Chor.", "2012"),
        (FILLER + " Am 3. Mai 2010 sang der Chor.", FILLER + "Am 4. Mai 2012 sang der Chor.", "2010"),
        ("Am 3. Mai 2004 sang der Chor.", FILLER + "Am 4. Mai 2012 sang der Chor.", "2012"),
        ("Im Mai 2010 sang der Chor.", FILLER + "Vom 4. bis 8. Mai 2012 sang der Chor.", "2010"),
        ("Seit 3. Mai 2011 singt der Chor.", FILLER + "Am 4. Mai 2012 sang der Chor.", "2011"),
        ("Im Herbst 2011 sang der Chor.", FILLER + "Am 4. Mai 2012 sang der Chor.", "2012"),
    ],
)
def test_a_segment_without_years_leans_on_the_nearest_date_of_its_neighbours(first: str, last: str, year: str) -> None:
    middle = "Probe ist am 5. Mai."
    text = "\n".join((first, middle, last))
    starts = [0, len(first) + 1, len(first) + len(middle) + 2, len(text) + 1]
    segments = tuple(Segment("a", n, None, "article", "de", starts[n], starts[n + 1] - 1) for n in range(3))
    whole = document(text, None)
    marked = AnnotatedDocument("a", text, "de", None, None, segments, whole.sentences, ())
    found = {row.text: row.edtf for row in find_dates(marked, DE, SETTINGS)}
    assert found["5. Mai"] == f"{year}-05-05"


@pytest.mark.parametrize(
    ("text", "edtf", "anchor"),
    [
        ("Am Freitag, 3. Mai, kam er.", "2019-05-03", "publication"),
        ("Am Dienstag, 3. Mai, kam er.", "2022-05-03", "weekday"),
        ("Am 3. Juni kommt er.", "2019-06-03", "publication"),
        ("Am 3. Dezember kam er.", "2018-12-03", "publication"),
        ("Im Sommer 2018 ging er, am 3. Mai 2017 kam er.", "2018-22", "explicit"),
    ],
)
def test_the_anchor_tells_what_gave_the_year(text: str, edtf: str, anchor: str) -> None:
    row = rows(text, date(2019, 5, 15))[0]
    assert (row.edtf, row.anchor) == (edtf, anchor)
