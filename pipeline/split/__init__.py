"""Divide a text into articles, lists and boilerplate, and those into sentences."""

from __future__ import annotations

from pipeline.language import LanguagePack
from pipeline.records import Segment, Sentence, SentenceUse
from pipeline.split.lines import read_lines
from pipeline.split.segments import divide
from pipeline.split.sentences import find_sentences

__all__ = ["split"]

FURNITURE = "page furniture"


def split(
    doc_id: str, text: str, title: str | None, pack: LanguagePack
) -> tuple[tuple[Segment, ...], tuple[Sentence, ...]]:
    """Segments and sentences of a cleaned text.

    Segments follow one another without overlap, sentences lie within segments, and together the sentences hold every
    character that is not blank. No sentence goes over a blank line; a headline is a sentence of its own. Sentences of
    boilerplate, of lists and of furniture within an article have ``use="boilerplate"``.

    Args:
        doc_id: key of the document.
        text: what :func:`pipeline.clean.clean` gave.
        title: headline that the source gave apart from the text.
        pack: the document's language, which is put down as that of every segment.
    """
    knowledge = pack.splitting
    lines = read_lines(text, knowledge.furniture)
    segments: list[Segment] = []
    sentences: list[Sentence] = []
    for number, part in enumerate(divide(lines, title)):
        start, end = part.lines[0].start, part.lines[-1].end
        segments.append(Segment(doc_id, number, part.heading, part.kind, pack.code, start, end))
        for start, end, furniture in find_sentences(text, part.lines, knowledge):
            idle = furniture or part.kind != "article"
            why = FURNITURE if furniture else part.kind if idle else None
            use: SentenceUse = "boilerplate" if idle else "unexplained"
            sentences.append(Sentence(doc_id, number, len(sentences), start, end, use, why))
    return tuple(segments), tuple(sentences)
