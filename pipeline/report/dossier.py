"""The dossier: one self-contained HTML page over a run's tables, to be read without server or network.

Everything that comes from texts travels as packed JSON and is put on the page with ``textContent``; nothing of it is
ever parsed as HTML. Charts are Vega-Lite, whose code is embedded.
"""

from __future__ import annotations

import base64
import gzip
import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from operator import getitem
from pathlib import Path
from typing import Any

from pipeline.corrections.columns import ADDED, EDITABLE, allowed_values
from pipeline.corrections.overlay import COLUMNS
from pipeline.records.layers import lay_out
from pipeline.settings import Settings
from pipeline.tables import read_rows

Row = Mapping[str, Any]

_PAGE = Path(__file__).parent / "page"
#: Table → the columns that the page holds of its rows; what a row says about its document is left out.
_COLUMNS: Mapping[str, tuple[str, ...]] = {
    "dates": ("start_char", "end_char", "edtf", "kind", "anchor", "inferred"),
    "officials": (
        "start_char", "end_char", "name", "name_from", "titles", "role", "role_text", "place", "organisation",
        "person_id", "confidence",
    ),
    "institutions": (
        "start_char", "end_char", "name", "name_from", "acronym", "type", "place", "institution_id", "confidence",
    ),
    "places": ("start_char", "end_char", "name", "kind", "country", "geonames_id"),
    "topics": ("topic", "score", "evidence"),
    "events": (
        "start_char", "end_char", "event_id", "type", "status", "edtf", "host_place", "host_geonames_id",
        "guest_places", "delegation_size", "main", "confidence",
    ),
    "participants": ("event_id", "kind", "name", "person_id", "institution_id", "side", "lead"),
}  # fmt: skip
_VISIT_COLUMNS = ("visit_id", "edtf", "start", "end", "host_place", "guest_places", "status", "sources", "disagreed")


_AGREEMENT_COLUMNS = ("edtf", "host_place", "partner_places", "status", "sources", "disagreed")


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
    tables = {name: _by_document(read_rows(extracted, name)) for name in _COLUMNS}
    places = [row for rows in tables["places"].values() for row in rows]
    return {
        "columns": _COLUMNS,
        "documents": [_document(row, tables) for row in read_rows(extracted, "documents")],
        "visits": [_pick(row, _VISIT_COLUMNS) for row in read_rows(extracted, "visits")],
        "agreements": [_pick(row, _AGREEMENT_COLUMNS) for row in read_rows(extracted, "agreements")],
        "people": [_person(row) for row in read_rows(extracted, "people")],
        "organisations": [
            _pick(row, ("institution_id", "name", "acronym", "type", "place", "n_documents"))
            for row in read_rows(extracted, "organisations")
        ],
        "coordinates": {
            row["name"]: [row["longitude"], row["latitude"]] for row in places if row["latitude"] is not None
        },
        "problems": len(read_rows(extracted, "problems")),
        "corrections": [
            _pick(row, ("table", "doc_id", "start_char", "text", "action", "column"))
            for row in read_rows(extracted, "corrections")
        ],
        "overlay": _overlay(),
    }


def _overlay() -> dict[str, Any]:
    """What a correction may say: columns of the overlay, columns that may change, and their controlled values."""
    models = Settings().models
    choices = {
        f"{table}.{column}": allowed_values(table, column, models)
        for table in EDITABLE
        for column in (*EDITABLE[table], *([ADDED[table]] if table in ADDED else []))
    }
    return {
        "columns": COLUMNS,
        "editable": EDITABLE,
        "added": ADDED,
        "choices": {name: values for name, values in choices.items() if values},
    }


def render(data: Mapping[str, Any]) -> str:
    """The page with everything in it."""
    import vl_convert
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    environment = Environment(loader=FileSystemLoader(_PAGE), autoescape=True, undefined=StrictUndefined)
    world = json.loads((_PAGE / "countries.json").read_text("utf-8"))
    return environment.get_template("dossier.html.j2").render(
        data=_pack(data),
        world=_pack(world),
        vega=vl_convert.javascript_bundle("window.vegaEmbed = vegaEmbed;").replace("</script", "<\\/script"),
        style=(_PAGE / "dossier.css").read_text("utf-8"),
        script="\n".join((_PAGE / name).read_text("utf-8") for name in ("dossier.js", "corrections.js")),
    )


def _pack(value: Any) -> str:
    """JSON, compressed: a fifth of the size, and nothing in it can end the script element that it stands in."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), default=str)
    return base64.b64encode(gzip.compress(text.encode("utf-8", "surrogatepass"), mtime=0)).decode()


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
        "rows": {
            name: [[row[column] for column in _COLUMNS[name]] for row in rows] for name, rows in found.items() if rows
        },
        "pieces": [
            [piece.start, piece.end, *(f"{kind}-{number}" for kind, number in piece.over)]
            for piece in lay_out(len(row["text"]), lambda table: found[table], getitem)
            if piece.over
        ],
    }


def _year(row: Row, events: list[Row]) -> int | None:
    """The year of the publication, else of the first dated main event."""
    days = [row["published"], *(event["start"] for event in events if event["main"])]
    return next((day.year for day in days if day is not None), None)


def _person(row: Row) -> dict[str, Any]:
    offices = [_pick(o, ("role", "role_text", "place", "organisation", "first", "last")) for o in row["offices"]]
    documents = sorted({document for office in row["offices"] for document in office["documents"]})
    return {**_pick(row, ("person_id", "name", "n_documents")), "offices": offices, "documents": documents}


def _pick(row: Row, columns: Iterable[str]) -> dict[str, Any]:
    return {column: row[column] for column in columns if row[column] is not None}
