"""Events of labelled releases: F1, hosts and guests, and whether the confidence means what it says.

    python benchmarks/events.py PRESS_DEV_FOLDER [--language de …] [--baseline]

``PRESS_DEV_FOLDER`` holds one folder of marked-up releases per language (the format of ``models/training``). The whole
product runs over the texts without markup. Prints per language

- event: F1 over (type, time) of all events, main: main events found with their time (visit, meeting and conference
  count as one type), visit dates: F1 over the times of these three,
- host: share of right host places, and guests: F1 of guest places, of the main events found,
- topics: F1 over topics.

Then the calibration table: for events of each confidence, how many are right. ``--baseline`` prints beside it what one
gets by calling every release a visit on its first date that is not its publication date.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path

from models.training.press.press_corpus import HeaderEvent, Release, read_releases
from pipeline.process import Extractor
from pipeline.records import Findings, RawDocument

VISITISH = frozenset({"visit", "meeting", "conference"})
MEASURES = ("event", "main", "visit dates", "host", "guests", "topics")
Answer = tuple[str, str | None]


class Tally:
    """Right, found and wanted things by measure."""

    def __init__(self) -> None:
        self.counts: Counter[tuple[str, str]] = Counter()

    def add(self, measure: str, right: int, found: int, wanted: int) -> None:
        """Count what was found of what was wanted."""
        self.counts[measure, "right"] += right
        self.counts[measure, "all"] += found + wanted

    def f1(self, measure: str) -> float:
        """F1 in percent."""
        return 200 * self.counts[measure, "right"] / max(self.counts[measure, "all"], 1)


def score_events(tally: Tally, answers: Sequence[Answer], release: Release) -> list[tuple[int, HeaderEvent]]:
    """Count the events of a release; returns which answer found which main event."""
    wanted = [(event.type, event.edtf) for event in release.events]
    tally.add("event", sum((Counter(answers) & Counter(wanted)).values()), len(answers), len(wanted))
    found: list[tuple[int, HeaderEvent]] = []
    for main in (event for event in release.events if event.main):
        for number, (kind, edtf) in enumerate(answers):
            alike = kind == main.type or {kind, main.type} <= VISITISH
            if alike and edtf == main.edtf and number not in {n for n, _ in found}:
                found.append((number, main))
                break
    mains = sum(event.main for event in release.events)
    tally.add("main", len(found), mains, mains)
    times = {edtf for kind, edtf in answers if kind in VISITISH and edtf}
    visits = {event.edtf for event in release.events if event.type in VISITISH}
    tally.add("visit dates", len(times & visits), len(times), len(visits))
    return found


def score_sides(tally: Tally, findings: Findings, found: Iterable[tuple[int, HeaderEvent]]) -> None:
    """Count hosts and guests of the main events found."""
    for number, main in found:
        event = findings.events[number]
        if main.host:
            tally.add("host", int((event.host_place or "").casefold() == main.host.casefold()), 1, 1)
        guests = {guest.casefold() for guest in event.guest_places}
        wanted = {guest.casefold() for guest in main.guests}
        tally.add("guests", len(guests & wanted), len(guests), len(wanted))


def first_date_baseline(findings: Findings) -> list[Answer]:
    """A visit on the first date that is not the publication date."""
    published = findings.document.published
    for row in findings.dates:
        if row.kind != "publication" and row.start != published and not row.edtf.endswith(".."):
            return [("visit", row.edtf)]
    return []


def calibration_table(pairs: Sequence[tuple[float, bool]]) -> list[str]:
    """Lines of the calibration table: confidence, events, share that is right."""
    lines = ["", "confidence   events   mean confidence   right"]
    for low in (0.0, 0.2, 0.4, 0.6, 0.8):
        inside = [(value, right) for value, right in pairs if low <= value < low + 0.2 or (low == 0.8 and value == 1)]
        if inside:
            mean = sum(value for value, _ in inside) / len(inside)
            share = sum(right for _, right in inside) / len(inside)
            lines.append(
                f"{low:.1f} to {low + 0.2:.1f}   {len(inside):6}   {100 * mean:14.1f} %   {100 * share:4.1f} %"
            )
    return lines


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("press", type=Path)
    parser.add_argument("--language", action="append", default=[])
    parser.add_argument("--baseline", action="store_true")
    arguments = parser.parse_args()
    extractor = Extractor()
    pairs: list[tuple[float, bool]] = []
    print("language " + "".join(f"{measure:>13}" for measure in MEASURES))
    for folder in sorted(arguments.press.iterdir()):
        if arguments.language and folder.name not in arguments.language:
            continue
        ours, baseline, releases = Tally(), Tally(), read_releases(folder)
        raw = [RawDocument(r.id, r.id, "text", r.text, "", language=r.language) for r in releases]
        for release, findings in zip(releases, extractor.extract_many(raw), strict=True):
            answers = [(event.type, event.edtf) for event in findings.events]
            score_sides(ours, findings, score_events(ours, answers, release))
            topics = {row.topic for row in findings.topics}
            ours.add("topics", len(topics & set(release.topics)), len(topics), len(release.topics))
            score_events(baseline, first_date_baseline(findings), release)
            wanted = {(event.type, event.edtf) for event in release.events}
            pairs += [(event.confidence, (event.type, event.edtf) in wanted) for event in findings.events]
        print(f"{folder.name:<9}" + "".join(f"{ours.f1(measure):13.1f}" for measure in MEASURES))
        if arguments.baseline:
            print("  baseline " + "".join(f"{baseline.f1(measure):11.1f}  " for measure in MEASURES[:3]))
    print("\n".join(calibration_table(pairs)))


if __name__ == "__main__":
    main()
