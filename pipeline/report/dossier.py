"""The dossier: one self-contained HTML page over a run's tables, to be read without server or network.

Everything that comes from texts travels as JSON and is put on the page with ``textContent``; nothing of it is ever
parsed as HTML. Charts are Vega-Lite, whose code is embedded.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from pipeline.tables import read_rows

Row = Mapping[str, Any]

_PAGE = Path(__file__).parent / "page"
#: Kind of finding → table and the columns shown on hover, in this order.
_SPANS: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "date": ("dates", ("edtf", "kind", "anchor")),
    "official": ("officials", ("name", "role", "role_text", "place", "organisation", "person_id")),
    "institution": ("institutions", ("name", "type", "acronym", "institution_id")),
    "place": ("places", ("name", "kind", "country", "geonames_id")),
}
_EVENT_COLUMNS = (
    "event_id", "type", "status", "edtf", "host_place", "guest_places", "main", "start_char", "end_char", "confidence",
)  # fmt: skip
_VISIT_COLUMNS = ("visit_id", "edtf", "start", "end", "host_place", "guest_places", "status", "sources", "disagreed")


class DossierError(ValueError):
    """The dossier cannot be written, and nothing was."""


def write_dossier(extracted: Path, target: Path, force: bool = False) -> None:
    """Write the dossier of a run.

    Args:
        extracted: folder of the run's tables.
        target: the HTML file.
        force: replace the file if it exists.

    Raises:
        DossierError: the file exists.
        FileNotFoundError: a table is missing.
        ValueError: a table has another schema version.
    """
    if target.exists() and not force:
        raise DossierError(f"{target} exists; --force replaces it")
    page = render(gather(extracted))
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(page, "utf-8")


def gather(extracted: Path) -> dict[str, Any]:
    """What the page shows, as plain values."""
    tables = {
        name: _by_document(read_rows(extracted, name))
        for name in ("dates", "officials", "institutions", "places", "topics", "events", "participants")
    }
    documents = read_rows(extracted, "documents")
    places = [row for rows in tables["places"].values() for row in rows]
    return {
        "documents": [_document(row, tables) for row in documents],
        "visits": [_pick(row, _VISIT_COLUMNS) for row in read_rows(extracted, "visits")],
        "people": [_person(row) for row in read_rows(extracted, "people")],
        "organisations": [
            _pick(row, ("institution_id", "name", "acronym", "type", "place", "n_documents"))
            for row in read_rows(extracted, "organisations")
        ],
        "coordinates": {
            row["name"]: [row["longitude"], row["latitude"]] for row in places if row["latitude"] is not None
        },
        "problems": len(read_rows(extracted, "problems")),
    }


def render(data: Mapping[str, Any]) -> str:
    """The page with everything in it."""
    import vl_convert
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    environment = Environment(loader=FileSystemLoader(_PAGE), autoescape=True, undefined=StrictUndefined)
    world = json.loads((_PAGE / "countries.json").read_text("utf-8"))
    return environment.get_template("dossier.html.j2").render(
        data=_embed(data),
        world=_embed(world),
        vega=vl_convert.javascript_bundle("window.vegaEmbed = vegaEmbed;").replace("</script", "<\\/script"),
        style=(_PAGE / "dossier.css").read_text("utf-8"),
        script=(_PAGE / "dossier.js").read_text("utf-8"),
    )


def _embed(value: Any) -> str:
    """JSON that cannot end the script element it stands in."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), default=str)
    return text.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")


def _by_document(rows: Iterable[Row]) -> dict[str, list[Row]]:
    grouped: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        grouped[row["doc_id"]].append(row)
    return grouped


def _document(row: Row, tables: Mapping[str, Mapping[str, list[Row]]]) -> dict[str, Any]:
    key = row["doc_id"]
    found = {name: rows.get(key, []) for name, rows in tables.items()}
    return {
        **_pick(row, ("doc_id", "source", "title", "language", "published", "text", "status", "duplicate_of")),
        "year": _year(row, found["events"]),
        "topics": [topic["topic"] for topic in found["topics"]],
        "people": sorted({official["name"] for official in found["officials"]}),
        "places": sorted({place["name"] for place in found["places"]}),
        "spans": [span for kind in _SPANS for span in _spans(kind, found[_SPANS[kind][0]])],
        "events": [_pick(event, _EVENT_COLUMNS) for event in found["events"]],
        "participants": [_pick(p, ("event_id", "name", "side", "lead")) for p in found["participants"]],
    }


def _year(row: Row, events: list[Row]) -> int | None:
    """The year of the publication, else of the first dated main event."""
    days = [row["published"], *(event["start"] for event in events if event["main"])]
    return next((day.year for day in days if day is not None), None)


def _spans(kind: str, rows: list[Row]) -> Iterable[list[Any]]:
    """[start, end, kind, text to show on hover] of each finding; a role is a span of its own."""
    for row in rows:
        told = [f"{column}: {row[column]}" for column in _SPANS[kind][1] if row[column] not in (None, "", [])]
        yield [row["start_char"], row["end_char"], kind, "\n".join(told)]
        if row.get("role_start_char") is not None:
            yield [row["role_start_char"], row["role_end_char"], "role", f"role: {row['role']}\nof: {row['name']}"]


def _person(row: Row) -> dict[str, Any]:
    offices = [_pick(o, ("role", "role_text", "place", "organisation", "first", "last")) for o in row["offices"]]
    documents = sorted({document for office in row["offices"] for document in office["documents"]})
    return {**_pick(row, ("person_id", "name", "n_documents")), "offices": offices, "documents": documents}


def _pick(row: Row, columns: Iterable[str]) -> dict[str, Any]:
    return {column: row[column] for column in columns if row[column] is not None}
