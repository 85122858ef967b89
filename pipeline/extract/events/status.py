"""Whether an event was held, is planned or was cancelled, and how many visitors came."""

from __future__ import annotations

import re

from pipeline.extract.events.decision import Decision
from pipeline.extract.events.kinds import TRIGGERS
from pipeline.extract.events.scene import Scene
from pipeline.language import LanguagePack
from pipeline.records import EventStatus

_NEAR = 80  # characters between a word for calling off and the word for the event
_LARGEST_DELEGATION = 500
_DIGITS = re.compile(r"\d+")


def find_status(scene: Scene, decision: Decision) -> EventStatus:
    """Cancelled or planned if the event's sentence says so, or if it lies after the publication; else held."""
    hits = scene.hits_of_sentence.get(decision.sentence, ())
    triggers = [hit for hit in hits if hit.concept in TRIGGERS[decision.type]]
    for off in hits:
        if off.concept == "cancel" and any(abs(hit.start_char - off.start_char) < _NEAR for hit in triggers):
            return "cancelled"
    concepts = {hit.concept for hit in hits}
    published, time = scene.document.published, decision.time
    if published is None or time is None or time.low is None or time.edtf.startswith("XXXX"):
        return "planned" if "future" in concepts and "past" not in concepts else "held"
    return "planned" if time.low > published else "held"


def find_size(scene: Scene, pack: LanguagePack) -> int | None:
    """The number of visitors that the article states: beside a word for delegation, in the order of the text."""
    text = scene.document.text
    for pattern in pack.events.sizes:
        for match in pattern.finditer(text, scene.segment.start_char, scene.segment.end_char):
            number = _number(match["n"], pack)
            if number is not None and 1 < number <= _LARGEST_DELEGATION:
                return number
    return None


def _number(text: str, pack: LanguagePack) -> int | None:
    if _DIGITS.fullmatch(text):
        return int(text)
    return pack.events.numbers.get(text.lower())
