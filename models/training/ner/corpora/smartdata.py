"""DFKI SmartData (CC BY 4.0): news, tweets and traffic notes with character offsets.

Version 1 is for training, without the ids kept out for other tests and without those of `v3_dev`.
"""

import gzip
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from models.training.ner.sentences import Name, Sentence

FOLDER = Path("ner/de/smartdata")
EDGES = " .,;:!?()[]\"'„“#-–\n"


def read(corpora: Path, split: str) -> Iterator[Sentence]:
    """Yield lines of the documents of `train` (version 1) or `dev` (version 3)."""
    folder = corpora / FOLDER
    if split == "dev":
        yield from (line for record in _records(folder / "v3_dev.json.gz") for line in _lines(record))
        return
    kept_out = set((folder / "HELD_OUT_IDS.txt").read_text("utf-8").split())
    kept_out |= {record["id"] for record in _records(folder / "v3_dev.json.gz")}
    for part in ("v1_train", "v1_test"):
        for record in _records(folder / f"{part}.json.gz"):
            if record["id"] not in kept_out:
                yield from _lines(record)


def _records(file: Path) -> Iterator[dict[str, Any]]:
    """The file is one JSON object after another, without commas."""
    raw = gzip.decompress(file.read_bytes()).decode("utf-8")
    decoder = json.JSONDecoder()
    at = 0
    while (at := _skip_blanks(raw, at)) < len(raw):
        record, at = decoder.raw_decode(raw, at)
        yield record


def _skip_blanks(raw: str, at: int) -> int:
    while at < len(raw) and raw[at].isspace():
        at += 1
    return at


def _lines(record: dict[str, Any]) -> Iterator[Sentence]:
    text: str = record["text"]["string"]
    names = [name for mention in record["conceptMentions"]["array"] if (name := _name(text, mention))]
    start = 0
    for line in text.split("\n"):
        end = start + len(line)
        inside = [n for n in names if start <= n.start and n.end <= end]
        if line.strip():
            yield Sentence(line, tuple(Name(n.start - start, n.end - start, n.label) for n in inside), "smartdata")
        start = end + 1


def _name(text: str, mention: dict[str, Any]) -> Name | None:
    """Trim punctuation the annotators took in; mask handles, drop adjectives and common nouns."""
    label = mention["type"].lower().replace("_", "-")
    start, end = mention["span"]["start"], mention["span"]["end"]
    while start < end and text[start] in EDGES:
        start += 1
    while end > start and text[end - 1] in EDGES:
        end -= 1
    surface = text[start:end]
    if not surface or (surface[0].islower() and "location" in label):
        return None
    if "@" in surface:
        return Name(start, end, "handle")
    return Name(start, end, label)
