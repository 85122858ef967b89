"""What every corpus is turned into, and how it becomes a spaCy DocBin.

A corpus reader yields `Sentence`s: plain text with labelled character spans. The label map
(`labels.csv`) says what a corpus label means here: a label of ours, `O` (no name), or `?` (unknown:
the corpora disagree, so the words under it are masked and neither teach nor count).
"""

import csv
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from spacy.language import Language
from spacy.tokens import Doc, DocBin, Span

LABELS = ("PER", "ORG", "LOC")
UNKNOWN = "?"
OUTSIDE = "O"
LABEL_MAP_FILE = Path(__file__).with_name("labels.csv")


@dataclass(frozen=True, slots=True)
class Name:
    """A labelled stretch of text, half-open in code points."""

    start: int
    end: int
    label: str


@dataclass(frozen=True, slots=True)
class Sentence:
    """A text (a sentence, a line, a whole release) and the names in it."""

    text: str
    names: tuple[Name, ...]
    origin: str = ""


class LabelMap:
    """Corpus labels to ours, as `labels.csv` has it."""

    def __init__(self, corpus: str, file: Path = LABEL_MAP_FILE) -> None:
        """Read the rows of one corpus; a `*` row speaks for every label without a row."""
        with file.open(encoding="utf-8", newline="") as rows:
            self._ours = {row["label"]: row["ours"] for row in csv.DictReader(rows) if row["corpus"] == corpus}
        if not self._ours:
            raise ValueError(f"{file}: no rows for corpus {corpus!r}")

    def __call__(self, label: str) -> str:
        """Return PER, ORG, LOC, `?` or `O`."""
        if label in self._ours:
            return self._ours[label]
        if "*" in self._ours:
            return self._ours["*"]
        return OUTSIDE

    def apply(self, sentences: Iterable[Sentence]) -> Iterator[Sentence]:
        """Yield the sentences with our labels; names that are none of ours are gone."""
        for sentence in sentences:
            names = (Name(n.start, n.end, self(n.label)) for n in sentence.names)
            kept = tuple(n for n in names if n.label != OUTSIDE)
            yield Sentence(sentence.text, kept, sentence.origin)


def to_doc(nlp: Language, sentence: Sentence) -> Doc:
    """Tokenise a sentence and set its names; what does not fit whole tokens is masked.

    Masking is for compounds ("EZB-Präsident"): the tokeniser keeps them whole, the name is a part.
    """
    doc = nlp.make_doc(sentence.text)
    names: list[Span] = []
    unknown: list[Span] = []
    for name in sentence.names:
        exact = doc.char_span(name.start, name.end, label=name.label)
        span = exact or doc.char_span(name.start, name.end, label=name.label, alignment_mode="expand")
        if span is None:
            continue
        fits = exact is not None or not _has_letters(sentence.text, span, name)
        (names if fits and name.label != UNKNOWN else unknown).append(span)
    doc.set_ents(_apart(names), missing=_apart(unknown, names), default="outside")
    return doc


def _has_letters(text: str, span: Span, name: Name) -> bool:
    outside = text[span.start_char : name.start] + text[name.end : span.end_char]
    return any(character.isalnum() for character in outside)


def _apart(spans: list[Span], taken: list[Span] | None = None) -> list[Span]:
    """Drop spans that overlap an earlier one: spaCy refuses overlaps."""
    used = {i for span in taken or [] for i in range(span.start, span.end)}
    kept: list[Span] = []
    for span in sorted(spans, key=lambda s: (s.start, -s.end)):
        if used.isdisjoint(range(span.start, span.end)):
            kept.append(span)
            used.update(range(span.start, span.end))
    return kept


def write(nlp: Language, sentences: Iterable[Sentence], file: Path) -> int:
    """Write sentences as a DocBin; return how many words (tokens) it holds."""
    store = DocBin(attrs=["ENT_IOB", "ENT_TYPE", "SPACY"])
    words = 0
    for sentence in sentences:
        doc = to_doc(nlp, sentence)
        if len(doc):
            store.add(doc)
            words += len(doc)
    file.parent.mkdir(parents=True, exist_ok=True)
    store.to_disk(file)
    return words
