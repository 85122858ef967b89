"""The tables as FollowTheMoney entities (followthemoney.tech), for Aleph, OpenAleph and Yente.

Releases become articles, people and organisations what they are, an office a position with an occupancy, visits and
other events events. Everything names the articles that tell it as its proof.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from hashlib import sha256
from pathlib import Path
from typing import Any

from pipeline.tables import read_rows

Row = Mapping[str, Any]
Entity = dict[str, Any]

#: Types of institutions that are public bodies whoever runs them.
_PUBLIC = frozenset({"authority", "ministry", "parliament_council", "eu_body"})
#: A date of FollowTheMoney is a year, a month or a day; seasons, decades and unknown years are not.
_DATE = re.compile(r"\d{4}(?:-(?:0[1-9]|1[0-2])(?:-\d{2})?)?")


def write_entities(extracted: Path, target: Path) -> None:
    """Write one entity a line, those that others refer to first.

    Raises:
        FileNotFoundError: a table is missing.
        ValueError: a table has another schema version.
    """
    with target.open("w", encoding="utf-8") as file:
        written = set()
        for entity in _entities(extracted):
            if entity["id"] in written:  # two people held one position
                continue
            written.add(entity["id"])
            file.write(json.dumps(entity, ensure_ascii=False, sort_keys=True) + "\n")


def _entities(extracted: Path) -> Iterator[Entity]:
    organisations = read_rows(extracted, "organisations")
    by_name = {row["name"]: row["institution_id"] for row in reversed(organisations)}
    yield from (_article(row) for row in read_rows(extracted, "documents"))
    yield from (_organisation(row) for row in organisations)
    for person in read_rows(extracted, "people"):
        yield _person(person)
        for office in person["offices"]:
            yield from _occupancy(person, office, by_name)
    yield from (_visit(row) for row in read_rows(extracted, "visits"))
    yield from (_agreement(row) for row in read_rows(extracted, "agreements"))
    involved = _involved(read_rows(extracted, "participants"))
    for event in read_rows(extracted, "events"):
        if event["type"] not in ("visit", "agreement"):  # those stand in tables of their own
            yield _event(event, involved.get(event["event_id"], []))


def _entity(schema: str, key: str, properties: Mapping[str, Iterable[Any]]) -> Entity:
    """An entity; its properties are lists of texts, and those without any are left out."""
    texts = {name: [str(v) for v in values if v not in (None, "")] for name, values in properties.items()}
    filled = {name: list(dict.fromkeys(values)) for name, values in texts.items() if values}
    return {"id": _id(schema, key), "schema": schema, "properties": filled}


def _id(schema: str, key: str) -> str:
    """An id of letters, digits and hyphens, which keys of documents are not."""
    kind = "organization" if schema == "PublicBody" else schema.lower()
    return f"press-{kind}-{sha256(key.encode()).hexdigest()[:20]}"


def _proof(keys: Iterable[str]) -> list[str]:
    return [_id("Article", key) for key in keys]


def _article(row: Row) -> Entity:
    title = row["title"] or row["source"]
    published = [row["published"]]
    url = [row["source"]] if row["source"].startswith(("http://", "https://")) else []
    return _entity(
        "Article",
        row["doc_id"],
        {"name": [title], "title": [title], "fileName": [row["source"]], "publishedAt": published, "sourceUrl": url,
         "bodyText": [row["text"]]},
    )  # fmt: skip


def _organisation(row: Row) -> Entity:
    return _entity(
        "PublicBody" if row["type"] in _PUBLIC else "Organization",
        row["institution_id"],
        {"name": [row["name"]], "alias": _others(row), "weakAlias": [row["acronym"]], "classification": [row["type"]],
         "address": [row["place"]]},
    )  # fmt: skip


def _person(row: Row) -> Entity:
    offices = row["offices"]
    return _entity(
        "Person",
        row["person_id"],
        {"name": [row["name"]], "alias": _others(row), "position": [o["role_text"] or o["role"] for o in offices],
         "proof": _proof(sorted({key for office in offices for key in office["documents"]}))},
    )  # fmt: skip


def _others(row: Row) -> list[str]:
    """Names in other languages than the one that is most frequent."""
    return [name["name"] for name in row["names"] if name["name"] != row["name"]]


def _occupancy(person: Row, office: Row, by_name: Mapping[str, str]) -> Iterator[Entity]:
    """The position, and who was seen in it when: releases do not tell when an office began or ended."""
    key = "|".join(str(office[name] or "") for name in ("role", "place", "organisation"))
    body = by_name.get(office["organisation"] or "")
    yield _entity(
        "Position",
        key,
        {"name": [", ".join(filter(None, (office["role"], office["organisation"], office["place"])))],
         "subnationalArea": [office["place"]], "organization": [_id("Organization", body)] if body else []},
    )  # fmt: skip
    yield _entity(
        "Occupancy",
        f"{person['person_id']}|{key}",
        {"holder": [_id("Person", person["person_id"])], "post": [_id("Position", key)],
         "date": [office["first"], office["last"]], "summary": [office["role_text"]],
         "proof": _proof(office["documents"])},
    )  # fmt: skip


def _visit(row: Row) -> Entity:
    name = f"{', '.join(row['guest_places']) or 'guests'} → {row['host_place'] or 'unknown place'}"
    return _entity(
        "Event",
        row["visit_id"],
        {"name": [name], **_time(row["edtf"]), "location": [row["host_place"]], "keywords": ["visit", row["status"]],
         "involved": [_id("Person", person) for person in row["people"]], "proof": _proof(row["sources"])},
    )  # fmt: skip


def _agreement(row: Row) -> Entity:
    return _entity(
        "Event",
        row["agreement_id"],
        {"name": [f"agreement, {', '.join(row['partner_places']) or 'unknown partners'}"], **_time(row["edtf"]),
         "location": [row["host_place"]], "keywords": ["agreement", row["status"]],
         "involved": [_id("Person", person) for person in row["people"]], "proof": _proof(row["sources"])},
    )  # fmt: skip


def _event(row: Row, involved: list[str]) -> Entity:
    name = ", ".join(filter(None, (row["type"], row["host_place"], row["edtf"])))
    return _entity(
        "Event",
        row["event_id"],
        {"name": [name], **_time(row["edtf"]), "location": [row["host_place"]],
         "keywords": [row["type"], row["status"], *row["topics"]], "summary": [row["summary"]],
         "involved": involved, "proof": _proof([row["doc_id"]])},
    )  # fmt: skip


def _involved(participants: Iterable[Row]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for row in participants:
        schema, key = ("Person", row["person_id"]) if row["person_id"] else ("Organization", row["institution_id"])
        found.setdefault(row["event_id"], []).append(_id(schema, key))
    return found


def _time(edtf: str | None) -> dict[str, list[str]]:
    """First and last point of an EDTF value, as far as FollowTheMoney can say them."""
    low, _, high = (edtf or "").partition("/")
    ends = {"startDate": low, "endDate": high or low}
    return {name: [point] for name, point in ends.items() if _DATE.fullmatch(point)}
