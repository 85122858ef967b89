"""Read and check the press corpus (format: SPEC.md).

    python press_corpus.py FOLDER...      check every file, print faults and counts

`read_release(path)` gives the text without markup, its spans with base forms and values, and the events
of the header. Nothing but the standard library is needed.
"""

import re
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

ROLES = frozenset(
    {
        "mayor",
        "deputy_mayor",
        "city_councillor",
        "city_councillor_executive",
        "council_chair",
        "head_of_region",
        "minister",
        "deputy_minister",
        "head_of_state",
        "head_of_government",
        "member_of_parliament",
        "eu_commissioner",
        "ambassador",
        "director",
        "deputy_director",
        "chair",
        "rector",
        "school_head",
        "spokesperson",
        "expert",
        "clergy",
        "military_police_fire",
        "business",
        "other",
    }
)
INSTITUTION_TYPES = frozenset(
    {
        "authority",
        "ministry",
        "parliament_council",
        "eu_body",
        "international_organisation",
        "social_service",
        "ngo",
        "education",
        "culture",
        "health",
        "company",
        "chamber_association",
        "media",
        "church",
        "emergency",
        "sport",
        "other",
    }
)
TOPICS = frozenset(
    {
        "ageing",
        "disability",
        "family_children",
        "youth",
        "refugees_migration",
        "addiction",
        "homelessness_poverty",
        "employment",
        "social_welfare",
        "health",
        "education_science",
        "culture_heritage",
        "economy_trade",
        "tourism",
        "transport",
        "environment_climate",
        "energy",
        "digital_smart_city",
        "urban_planning_housing",
        "security_defence",
        "emergency_services",
        "sport",
        "local_government",
        "remembrance_history",
        "human_rights",
        "agriculture",
        "humanitarian_aid",
        "town_twinning",
        "religion",
        "eu_affairs",
        "justice",
    }
)
EVENT_TYPES = frozenset(
    {
        "visit",
        "meeting",
        "conference",
        "agreement",
        "ceremony",
        "exhibition_performance",
        "aid",
        "project",
        "other",
    }
)
_POINT = r"(?:[\dX]{4}(?:-[\dX]{2}(?:-[\dX]{2})?)?|\d{3}X|\d{2}XX)"
_EDTF = re.compile(rf"(?:{_POINT}|(?:{_POINT}|\.\.)/(?:{_POINT}|\.\.))")
_PUBLISHED = re.compile(r"\d{4}-\d\d-\d\d|null")
_TAG = re.compile(r"\{\{(PER|ROLE|ORG|LOC|DATE):([^{}|\n]+)\|([^{}\n]*)\}\}")
_FIELDS = {"PER": (1,), "LOC": (1,), "DATE": (1,), "ROLE": (2,), "ORG": (2, 3)}


@dataclass(frozen=True, slots=True)
class MarkedSpan:
    """One tag: half-open code points of the plain text, and what stood behind the bars.

    `values` is (base,) of PER and LOC, (edtf,) of DATE, (role, people joined by `;`) of ROLE,
    (base, type) or (base, type, acronym) of ORG.
    """

    start: int
    end: int
    label: str
    text: str
    values: tuple[str, ...]

    @property
    def base(self) -> str:
        """The base form (PER, LOC, ORG)."""
        return self.values[0]


@dataclass(frozen=True, slots=True)
class HeaderEvent:
    """An `event:` line of the header."""

    type: str
    edtf: str | None
    host: str | None
    guests: tuple[str, ...]
    officials: tuple[str, ...]
    main: bool


@dataclass(frozen=True, slots=True)
class Release:
    """One file of the corpus."""

    id: str
    language: str
    published: str | None
    topics: tuple[str, ...]
    events: tuple[HeaderEvent, ...]
    text: str
    spans: tuple[MarkedSpan, ...]
    faults: tuple[str, ...] = field(default=())


def read_releases(folder: Path) -> list[Release]:
    """Read every release below a folder, in the order of the file names."""
    return [read_release(path) for path in sorted(folder.rglob("*.txt"))]


def read_release(path: Path) -> Release:
    """Read one file; what breaks the format is listed in `faults`, not raised."""
    head, separator, body = path.read_text("utf-8").partition("\n---\n")
    faults = [] if separator else ["no line ---"]
    known, events = _read_head(head, faults)
    text, spans = _read_body(body, faults)
    _check_people(spans, events, faults)
    published = known.get("published", "null")
    return Release(
        known.get("id", path.stem),
        known.get("language", ""),
        None if published == "null" else published,
        _listed(known.get("topics", ""), ","),
        tuple(events),
        text,
        tuple(spans),
        tuple(faults),
    )


def _listed(value: str, separator: str = ";") -> tuple[str, ...]:
    return tuple(part.strip() for part in value.split(separator) if part.strip())


def _read_head(head: str, faults: list[str]) -> tuple[dict[str, str], list[HeaderEvent]]:
    known: dict[str, str] = {}
    events: list[HeaderEvent] = []
    for line in head.splitlines():
        key, _, value = line.partition(":")
        if key == "event":
            events.extend(_read_event(value.strip(), faults))
        elif key in ("id", "language", "published", "topics"):
            known[key] = value.strip()
        elif line.strip():
            faults.append(f"header line: {line}")
    faults.extend(f"no {key}" for key in ("id", "language", "published", "topics") if key not in known)
    if not _PUBLISHED.fullmatch(known.get("published", "null")):
        faults.append(f"published {known['published']}")
    unknown = set(_listed(known.get("topics", ""), ",")) - TOPICS
    faults.extend(f"topic {topic}" for topic in sorted(unknown))
    return known, events


def _read_event(value: str, faults: list[str]) -> Iterator[HeaderEvent]:
    parts = [part.strip() for part in value.split("|")]
    if len(parts) != 6:
        faults.append(f"event needs 6 fields: {value}")
        return
    for part, key in zip(parts[2:5], ("host", "guests", "officials"), strict=True):
        if not part.startswith(f"{key}="):
            faults.append(f"event field {key}: {value}")
    host, guests, officials = (part.partition("=")[2].strip() for part in parts[2:5])
    if parts[0] not in EVENT_TYPES:
        faults.append(f"event type {parts[0]}")
    if parts[1] and not _EDTF.fullmatch(parts[1]):
        faults.append(f"event edtf {parts[1]}")
    if parts[5] not in ("main", "background"):
        faults.append(f"main or background: {value}")
    yield HeaderEvent(parts[0], parts[1] or None, host or None, _listed(guests), _listed(officials), parts[5] == "main")


def _read_body(body: str, faults: list[str]) -> tuple[str, list[MarkedSpan]]:
    text, last = "", 0
    spans: list[MarkedSpan] = []
    for tag in _TAG.finditer(body):
        text += body[last : tag.start()]
        last = tag.end()
        label, surface, values = tag[1], tag[2], tuple(tag[3].split("|"))
        faults.extend(_faults_of(tag[0], label, surface, values))
        spans.append(MarkedSpan(len(text), len(text) + len(surface), label, surface, values))
        text += surface
    text += body[last:]
    if "{{" in text or "}}" in text:
        faults.append("broken tag")
    return text, spans


def _faults_of(tag: str, label: str, surface: str, values: tuple[str, ...]) -> Iterator[str]:
    if surface != surface.strip():
        yield f"blank at the edge: {tag}"
    if len(values) not in _FIELDS[label] or not values[0]:
        yield f"fields of {tag}"
    elif label == "DATE" and not _EDTF.fullmatch(values[0]):
        yield f"EDTF {tag}"
    elif label == "ROLE" and values[0] not in ROLES:
        yield f"role {tag}"
    elif label == "ORG" and values[1] not in INSTITUTION_TYPES:
        yield f"institution type {tag}"


def _check_people(spans: list[MarkedSpan], events: list[HeaderEvent], faults: list[str]) -> None:
    people = {span.base for span in spans if span.label == "PER"}
    for span in spans:
        if span.label == "ROLE" and len(span.values) == 2:
            faults.extend(f"role of unknown person {p}" for p in _listed(span.values[1]) if p not in people)
    for event in events:
        faults.extend(f"event official {p} not in text" for p in event.officials if p not in people)


def main(folders: list[str]) -> int:
    """Check the folders; return 1 if any file has a fault."""
    counts: Counter[tuple[str, str]] = Counter()
    faulty = 0
    for release in (release for folder in folders for release in read_releases(Path(folder))):
        for fault in release.faults:
            print(f"{release.id}: {fault}")
        faulty += bool(release.faults)
        counts[release.language, "releases"] += 1
        counts[release.language, "events"] += len(release.events)
        counts.update((release.language, span.label) for span in release.spans)
    for (language, what), count in sorted(counts.items()):
        print(f"{language}\t{what}\t{count}")
    print(f"files with faults: {faulty}")
    return int(faulty > 0)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
