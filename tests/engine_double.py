"""A small extractor for tests of the engine: fast, and it dies, hangs, raises or eats memory when a text says so."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Iterable, Iterator

from pipeline.records import Document, Findings, Official, Problem, RawDocument, Sentence
from pipeline.settings import Settings


class Extractor:
    """Each line of a text is a sentence; the words DIE, HANG, RAISE, BREAK, SLOW and EAT do what they say."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        if "unknown" in settings.languages:
            raise ValueError("no pack for unknown")

    def extract_many(self, documents: Iterable[RawDocument]) -> Iterator[Findings]:
        for raw in list(documents):
            yield self._extract(raw)

    def _extract(self, raw: RawDocument) -> Findings:
        if "DIE" in raw.text:
            os.kill(os.getpid(), signal.SIGKILL)
        if "HANG" in raw.text:
            time.sleep(3600)
        if "BREAK" in raw.text:
            raise RuntimeError("the whole batch broke")
        if "SLOW" in raw.text:
            time.sleep(0.02)
        if "EAT" in raw.text:
            bytearray(1 << 34)
        status, problems = "ok", ()
        if "RAISE" in raw.text:
            status, problems = "failed", (Problem(raw.source, raw.doc_id, "extract", "ValueError", "asked to"),)
        sentences, start = [], 0
        for number, line in enumerate(raw.text.splitlines(keepends=True)):
            sentences.append(Sentence(raw.doc_id, 0, number, start, start + len(line), "context", None))
            start += len(line)
        officials = tuple(
            Official(
                doc_id=raw.doc_id, segment=0, sentence=0, text=name, start_char=6, end_char=6 + len(name), name=name,
                titles=(), given_name=None, family_name=name.split()[-1], name_from="surface", role="mayor",
                role_text="MAYOR", role_start_char=0, role_end_char=5, place="Neustadt", organisation=None,
                person_id=f"{raw.doc_id}/{name}", confidence=0.5,
            )
            for name in (line.removeprefix("MAYOR ") for line in raw.text.splitlines() if line.startswith("MAYOR "))
        )  # fmt: skip
        row = Document(
            raw.doc_id, raw.source, raw.source_format, raw.title, "de", 0.5, None, "none", raw.text, raw.sha256, None,
            1, len(sentences), status,
        )  # fmt: skip
        return Findings(row, sentences=tuple(sentences), officials=officials, problems=problems)


class OtherExtractor(Extractor):
    """The same under another name."""
