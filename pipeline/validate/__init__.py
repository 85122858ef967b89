"""Score the tables of a run against gold documents, field by field and language by language.

Gold is one ``<id>.json`` per document with dates, officials, institutions, places, events and topics; a gold
document belongs to the row of ``documents`` whose source has the same stem. Every field is counted as a set of
claims: found and right, found, wanted. What a field compares is said at its function.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePath

from pipeline.tables import read_rows
from pipeline.validate.compare import (
    ENCOUNTERS,
    Row,
    close,
    either,
    equal,
    first_by_name,
    fold,
    gold_interval,
    pair,
    read_edtf,
    same_event,
    same_interval,
)

_TABLES = ("documents", "dates", "officials", "institutions", "places", "events", "topics")


@dataclass(frozen=True, slots=True)
class Score:
    """How many claims were right, made and wanted."""

    right: int = 0
    found: int = 0
    gold: int = 0

    def __add__(self, other: Score) -> Score:
        """Claims of two documents together."""
        return Score(self.right + other.right, self.found + other.found, self.gold + other.gold)

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall, 0 to 1; 1 where nothing was wanted and nothing found."""
        if not self.found and not self.gold:
            return 1.0
        return 2 * self.right / (self.found + self.gold)


@dataclass(frozen=True, slots=True)
class Miss:
    """One claim that was wrong or absent."""

    document: str
    field: str
    what: str


@dataclass(frozen=True, slots=True)
class Validation:
    """Scores per language ("all" is every language together) and field, and what was missed."""

    scores: Mapping[str, Mapping[str, Score]]
    misses: tuple[Miss, ...]


def validate(gold_folder: Path, extracted: Path) -> Validation:
    """Score a run.

    Raises:
        FileNotFoundError: no gold documents, or a table is missing.
    """
    golds = {path.stem: json.loads(path.read_text("utf-8")) for path in sorted(gold_folder.glob("*.json"))}
    if not golds:
        raise FileNotFoundError(f"no gold documents (*.json) in {gold_folder}")
    rows = _rows_by_stem(extracted)
    totals: dict[str, dict[str, Score]] = defaultdict(dict)
    misses: list[Miss] = []
    for stem, gold in golds.items():
        for field, score in _score_document(stem, gold, rows[stem], misses):
            for key in ("all", gold["language"]):
                totals[key][field] = totals[key].get(field, Score()) + score
    return Validation(totals, tuple(misses))


def shortfalls(scores: Mapping[str, Mapping[str, Score]], thresholds: Mapping[str, Mapping[str, float]]) -> list[str]:
    """Every score below its threshold (F1, 0 to 1), in words; a threshold for what was not scored is one too."""
    lines = []
    for language, fields in thresholds.items():
        for field, least in fields.items():
            score = scores.get(language, {}).get(field)
            if score is None:
                lines.append(f"{language} {field}: nothing was scored, {least:.2f} wanted")
            elif score.f1 < least:
                lines.append(f"{language} {field}: {score.f1:.3f} is below {least:.2f}")
    return lines


def _rows_by_stem(extracted: Path) -> Mapping[str, Mapping[str, list[Row]]]:
    documents = read_rows(extracted, "documents")
    stems = {row["doc_id"]: PurePath(row["source"]).stem for row in documents}
    grouped: dict[str, dict[str, list[Row]]] = defaultdict(lambda: defaultdict(list))
    for table in _TABLES:
        for row in documents if table == "documents" else read_rows(extracted, table):
            grouped[stems[row["doc_id"]]][table].append(row)
    return grouped


def _score_document(
    stem: str, gold: Row, rows: Mapping[str, list[Row]], misses: list[Miss]
) -> Iterable[tuple[str, Score]]:
    def miss(field: str, what: object) -> None:
        misses.append(Miss(stem, field, str(what)))

    document = rows["documents"][0] if rows["documents"] else {}
    yield "language", Score(int(document.get("language") == gold["language"]), 1, 1)
    yield "published", _score_published(gold, document)
    yield "dates", _score_dates(gold, rows["dates"], miss)
    yield from _score_officials(gold, rows["officials"], miss)
    yield from _score_institutions(gold, rows["institutions"], miss)
    yield (
        "places",
        _score_sets(
            {fold(name) for name in gold["places"]}, {fold(row["name"]) for row in rows["places"]}, "places", miss
        ),
    )
    yield from _score_events(gold, rows["events"], miss)
    yield "topics", _score_sets(set(gold["topics"]), {row["topic"] for row in rows["topics"]}, "topics", miss)


# ---------------------------------------------------------------- fields


def _score_published(gold: Row, document: Row) -> Score:
    """Equal day; a gold day less precise than a day is not asked for."""
    wanted = gold["published"] if gold["published"] and len(gold["published"]) == 10 else None
    found = document.get("published")
    return Score(int(found is not None and str(found) == wanted), int(found is not None), int(wanted is not None))


def _score_dates(gold: Row, rows: Sequence[Row], miss: Callable[[str, object], None]) -> Score:
    """Equal intervals, each once; repeats of a right one and optional ones are no errors."""
    wanted = [gold_interval(entry) for entry in gold["dates"] if not entry.get("optional")]
    optional = [gold_interval(entry) for entry in gold["dates"] if entry.get("optional")]
    found = [read_edtf(row["edtf"]) for row in rows]
    pairs = pair(wanted, found, same_interval)
    extra = [
        item
        for j, item in enumerate(found)
        if j not in pairs.values() and not any(same_interval(other, item) for other in wanted + optional)
    ]
    for i, entry in enumerate(wanted):
        if i not in pairs:
            miss("date missed", entry[0])
    for item in extra:
        miss("date extra", item)
    return Score(len(pairs), len(pairs) + len(extra), len(wanted))


def _score_officials(
    gold: Row, rows: Sequence[Row], miss: Callable[[str, object], None]
) -> Iterable[tuple[str, Score]]:
    """Equal names; role equal too; place or organisation close, of the named ones."""
    wanted, found = gold["officials"], first_by_name(rows)
    pairs = pair(wanted, found, lambda g, r: fold(r["name"]) in {fold(n) for n in either(g, "name")})
    for i, entry in enumerate(wanted):
        if i not in pairs:
            miss("official missed", f"{entry['name']} ({entry['role_text']})")
    for j, row in enumerate(found):
        if j not in pairs.values():
            miss("official extra", f"{row['name']} ({row['role']})")
    roles = placed = places = 0
    for i, j in pairs.items():
        if found[j]["role"] in either(wanted[i], "role"):
            roles += 1
        else:
            miss("role wrong", f"{wanted[i]['name']}: {found[j]['role']}, not {wanted[i]['role']}")
        if wanted[i]["place"]:
            placed += 1
            told = (found[j]["place"], found[j]["organisation"])
            places += any(close(a, b) for a in either(wanted[i], "place") for b in told)
    yield "official_name", Score(len(pairs), len(found), len(wanted))
    yield "official_name_role", Score(roles, len(found), len(wanted))
    yield "official_place", Score(places, placed, placed)


def _score_institutions(
    gold: Row, rows: Sequence[Row], miss: Callable[[str, object], None]
) -> Iterable[tuple[str, Score]]:
    """Equal (``institution_exact``) or close names or equal acronyms; type equal; borderline ones are no errors."""
    entries = gold["institutions"]
    wanted = [entry for entry in entries if not (entry.get("borderline") or entry.get("optional"))]
    found = first_by_name(rows)
    for field, same in (("institution_exact", equal), ("institution", close)):

        def match(entry: Row, row: Row, same: Callable[[str, str], bool] = same) -> bool:
            acronym = entry.get("acronym")
            names = [*either(entry, "name"), *([acronym] if acronym else [])]
            return any(same(name, row["name"]) for name in names) or bool(acronym and equal(acronym, row["acronym"]))

        pairs = pair(wanted, found, match)
        extra = [
            row
            for j, row in enumerate(found)
            if j not in pairs.values() and not any(match(entry, row) for entry in entries)
        ]
        yield field, Score(len(pairs), len(pairs) + len(extra), len(wanted))
    for i, entry in enumerate(wanted):
        if i not in pairs:
            miss("institution missed", entry["name"])
    for row in extra:
        miss("institution extra", row["name"])
    right = sum(found[j]["type"] in either(wanted[i], "type") for i, j in pairs.items())
    yield "institution_type", Score(right, len(pairs), len(pairs))


def _score_events(gold: Row, rows: Sequence[Row], miss: Callable[[str, object], None]) -> Iterable[tuple[str, Score]]:
    """Type and time; main ones found (any kind of encounter); their host and guests; days of encounters."""
    wanted = gold["events"]
    main = [event for event in wanted if event["main"]]
    yield "event", Score(len(pair(wanted, rows, same_event)), len(rows), len(wanted))
    pairs = pair(main, rows, lambda g, r: same_event(g, r, loosely=True))
    yield "main_event_found", Score(len(pairs), len(main), len(main))
    for i, event in enumerate(main):
        if i not in pairs:
            miss("event missed", f"{event['type']} {event['start']}..{event['end']} {event['what']}")
    days = sorted(
        {(e["start"], e["end"]) for e in wanted if e["type"] in ENCOUNTERS and (e["start"] or e["end"])}, key=str
    )
    told = list(dict.fromkeys(read_edtf(r["edtf"]) for r in rows if r["type"] in ENCOUNTERS and r["edtf"]))
    right = pair([(interval, True) for interval in days], told, same_interval)
    yield "visit_date", Score(len(right), len(told), len(days))
    hosts = guests = Score()
    for i, j in pairs.items():
        if main[i]["host_place"]:
            hosts += Score(
                int(any(close(h, rows[j]["host_place"]) for h in either(main[i], "host_place", "host_alt"))), 1, 1
            )
        a, b = {fold(x) for x in main[i]["guest_places"]}, {fold(x) for x in rows[j]["guest_places"]}
        guests += Score(len(a & b), len(b), len(a))
    yield "event_host", hosts
    yield "event_guests", guests


def _score_sets(wanted: set[str], found: set[str], field: str, miss: Callable[[str, object], None]) -> Score:
    """Equal members."""
    for item in sorted(wanted - found):
        miss(f"{field} missed", item)
    for item in sorted(found - wanted):
        miss(f"{field} extra", item)
    return Score(len(wanted & found), len(found), len(wanted))
