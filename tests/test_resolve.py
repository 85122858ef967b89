"""Rows of several documents become people, organisations, visits, and repeated releases are recognised."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import Any

import pytest

from pipeline.resolve import Resolved, resolve

Rows = Mapping[str, list[dict[str, Any]]]
EMPTY: Rows = {
    name: [] for name in ("documents", "places", "officials", "institutions", "events", "participants", "topics")
}


def source(tables: Rows) -> Callable[[str, Sequence[str]], Iterable[Mapping[str, Any]]]:
    """Rows with only the columns asked for, as a Parquet reader would give them."""
    whole = {**EMPTY, **tables}
    return lambda table, columns: ({column: row[column] for column in columns} for row in whole[table])


def document(doc_id: str, language: str, published: date | None = None, text: str = "") -> dict[str, Any]:
    """A row of documents."""
    return {"doc_id": doc_id, "language": language, "published": published, "text": text}


def official(doc_id: str, name: str, role: str, place: str | None, number: str, **more: Any) -> dict[str, Any]:
    """A row of officials."""
    folded = "-".join(sorted(name.lower().split()))
    row = {"doc_id": doc_id, "name": name, "role": role, "role_text": None, "place": place, "organisation": None}
    return {**row, "person_id": f"{folded}-{number}", **more}


def place(doc_id: str, name: str, number: int | None) -> dict[str, Any]:
    """A row of places."""
    return {"doc_id": doc_id, "name": name, "geonames_id": number}


def visit(doc_id: str, event_id: str, start: date | None, end: date | None, **more: Any) -> dict[str, Any]:
    """A row of events."""
    row = {
        "doc_id": doc_id,
        "event_id": event_id,
        "type": "visit",
        "status": "held",
        "main": True,
        "edtf": f"{start}/{end}" if start and start != end else str(start) if start else None,
        "start": start,
        "end": end,
        "precision": "day" if start else None,
        "host_place": None,
        "host_geonames_id": None,
        "guest_places": [],
    }
    return {**row, **more}


PLACES = [place("de1", "Krakau", 3094802), place("pl1", "Kraków", 3094802), place("de1", "Jena", 2895044)]


def test_one_person_in_two_languages() -> None:
    found = resolve(
        source(
            {
                "documents": [document("de1", "de", date(2019, 5, 3)), document("pl1", "pl", date(2016, 2, 1))],
                "places": PLACES,
                "officials": [
                    official("de1", "Olga Wrona", "deputy_mayor", "Krakau", "aa", role_text="Vizepräsidentin"),
                    official("pl1", "Olga Wrona", "director", "Kraków", "bb", role_text="dyrektorka"),
                ],
            }
        )
    )
    (person,) = found.people
    assert [(name.language, name.name) for name in person.names] == [("de", "Olga Wrona"), ("pl", "Olga Wrona")]
    assert [(office.role, office.first) for office in person.offices] == [
        ("director", date(2016, 2, 1)),
        ("deputy_mayor", date(2019, 5, 3)),
    ]
    assert set(found.person_ids.values()) == {person.person_id}


def test_namesakes_in_two_towns_stay_two() -> None:
    rows = [official("a", "Jan Rataj", "mayor", "Kladno", "01"), official("b", "Jan Rataj", "mayor", "Most", "02")]
    found = resolve(source({"documents": [document("a", "cs"), document("b", "cs")], "officials": rows}))
    assert len(found.people) == 2


def test_namesakes_in_office_whose_releases_speak_of_both_towns_are_one() -> None:
    rows = [official("a", "Jan Rataj", "mayor", "Kladno", "01"), official("b", "Jan Rataj", "mayor", "Most", "02")]
    places = [place(doc, name, None) for doc in "ab" for name in ("Kladno", "Most")]
    documents = [document("a", "cs"), document("b", "cs")]
    found = resolve(source({"documents": documents, "officials": rows, "places": places}))
    assert [len(person.offices) for person in found.people] == [2]


def test_a_mention_without_place_joins_the_only_bearer_of_the_office() -> None:
    rows = [
        official("a", "Jan Rataj", "mayor", "Kladno", "01"),
        official("b", "Jan Rataj", "mayor", None, "02"),
        official("c", "Jan Rataj", "clergy", None, "03"),
    ]
    found = resolve(source({"documents": [document(key, "cs") for key in "abc"], "officials": rows}))
    assert sorted(person.n_documents for person in found.people) == [1, 2]


def test_organisations_share_acronym_type_and_place() -> None:
    def institution(doc_id: str, name: str, acronym: str | None, home: str, number: str) -> dict[str, Any]:
        return {
            "doc_id": doc_id,
            "name": name,
            "acronym": acronym,
            "type": "social_service",
            "place": home,
            "institution_id": number,
        }

    found = resolve(
        source(
            {
                "documents": [document("de1", "de"), document("pl1", "pl")],
                "places": PLACES,
                "institutions": [
                    institution("de1", "Zentrum für Nachbarschaft", "ZSN", "Krakau", "i1"),
                    institution("pl1", "Zespół Spraw Nieodległych", "ZSN", "Kraków", "i2"),
                    institution("pl1", "Zakład Spokojnej Nocy", "ZSN", "Jena", "i3"),
                ],
            }
        )
    )
    assert [len(organisation.names) for organisation in found.organisations] == [2, 1]


def told_twice(second: dict[str, Any]) -> Resolved:
    """A visit from Jena to Kraków in German, and a second account in Polish."""
    return resolve(
        source(
            {
                "documents": [document("de1", "de"), document("pl1", "pl")],
                "places": PLACES,
                "events": [
                    visit(
                        "de1",
                        "e1",
                        date(2019, 5, 6),
                        date(2019, 5, 9),
                        host_place="Krakau",
                        host_geonames_id=3094802,
                        guest_places=["Jena"],
                    ),
                    second,
                ],
                "participants": [
                    {"event_id": "e1", "person_id": "p"},
                    {"event_id": "e2", "person_id": "p"},
                ],
            }
        )
    )


def test_a_visit_told_twice_is_one_and_differences_stay() -> None:
    other = visit(
        "pl1", "e2", date(2019, 5, 7), date(2019, 5, 9), host_place="Kraków", host_geonames_id=3094802,
        guest_places=["Jena"],
    )  # fmt: skip
    (found,) = told_twice(other).visits
    assert found.sources == ("de1", "pl1")
    assert found.agreed == ("host_place", "guest_places", "status")
    assert found.disagreed == ("edtf=2019-05-06/2019-05-09", "edtf=2019-05-07/2019-05-09")
    assert found.people == ("p",)


@pytest.mark.parametrize(
    "other",
    [
        visit("pl1", "e2", date(2019, 6, 7), date(2019, 6, 9), host_place="Kraków", guest_places=["Jena"]),
        visit("pl1", "e2", date(2019, 5, 7), date(2019, 5, 9), host_place="Gera", guest_places=["Tartu"]),
        visit("de1", "e2", date(2019, 5, 7), date(2019, 5, 7), host_place="Krakau", guest_places=["Jena"]),
    ],
    ids=["another time", "other places", "same release"],
)
def test_what_is_not_one_visit(other: dict[str, Any]) -> None:
    assert len(told_twice(other).visits) == 2


def test_unknown_years_join_on_the_same_value_only() -> None:
    def undated(doc_id: str, event_id: str, edtf: str) -> dict[str, Any]:
        return visit(doc_id, event_id, None, None, edtf=edtf, host_place="Jena", guest_places=["Tartu"])

    rows = [undated("a", "e1", "XXXX-05-06"), undated("b", "e2", "XXXX-05-06"), undated("c", "e3", "XXXX-05-07")]
    found = resolve(source({"documents": [document(key, "de") for key in "abc"], "events": rows}))
    assert sorted(len(v.sources) for v in found.visits) == [1, 2]


def agreement(doc_id: str, event_id: str, start: date, **more: Any) -> dict[str, Any]:
    """A row of events that a release recalls."""
    return visit(doc_id, event_id, start, start, type="agreement", **{"main": False, **more})


def recalled(*rows: dict[str, Any]) -> Resolved:
    """Two releases about visits between Jena and Porto, each of which recalls an agreement."""
    visits = [
        visit("de1", "e1", date(2019, 5, 6), date(2019, 5, 9), host_place="Jena", guest_places=["Porto"]),
        visit("pt1", "e2", date(2021, 9, 1), date(2021, 9, 2), host_place="Porto", guest_places=["Iéna"]),
    ]
    return resolve(
        source(
            {
                "documents": [document("de1", "de"), document("pt1", "pt")],
                "places": [place("de1", "Jena", 1), place("pt1", "Iéna", 1), place("pt1", "Porto", 2)],
                "events": [*visits, *rows],
            }
        )
    )


def test_an_agreement_that_two_releases_recall_is_one() -> None:
    (found,) = recalled(
        agreement("de1", "e3", date(2001, 4, 19), host_place="Porto"), agreement("pt1", "e4", date(2001, 4, 19))
    ).agreements
    assert found.events == ("e3", "e4")
    assert found.sources == ("de1", "pt1")
    assert sorted(found.partner_places) == ["Jena", "Porto"]
    assert (found.edtf, found.host_place) == ("2001-04-19", "Porto")


@pytest.mark.parametrize(
    "other",
    [
        agreement("pt1", "e4", date(2001, 5, 20)),
        agreement("pt1", "e4", date(2001, 4, 19), host_place="Gera", guest_places=["Tartu"]),
        agreement("de1", "e4", date(2001, 4, 19)),
    ],
    ids=["another day", "other partners", "same release"],
)
def test_what_is_not_one_agreement(other: dict[str, Any]) -> None:
    assert len(recalled(agreement("de1", "e3", date(2001, 4, 19)), other).agreements) == 2


def test_repeated_releases() -> None:
    draw = random.Random(7)
    words = [f"wort{draw.randrange(10)}" for _ in range(200)]
    text = " ".join(words)
    near = " ".join([*words[:100], "neu", *words[100:]])
    rows = [
        document("a", "de", text=text),
        document("b", "de", text=text.upper() + " !"),
        document("c", "de", text=near),
        document("d", "de", text=" ".join(draw.sample(words, 200))),
        document("e", "de", text=""),
    ]
    assert resolve(source({"documents": rows})).duplicates == {"b": "a", "c": "a"}


def test_the_order_of_documents_does_not_matter() -> None:
    rows = [official(f"d{n}", "Eva Ott", "mayor" if n % 2 else "chair", f"Ort {n % 3}", f"{n % 4}") for n in range(12)]
    documents = [document(f"d{n}", "de", date(2020, 1, n + 1)) for n in range(12)]
    one = resolve(source({"documents": documents, "officials": rows}))
    other = resolve(source({"documents": documents[::-1], "officials": rows[::-1]}))
    assert one.people == other.people
