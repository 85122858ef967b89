"""Corpora with one word a line: reading, decoding IOB, and putting the text together again.

The press releases are running text, so training text must look like it: the words of a sentence are
joined as a writer would have written them and tokenised anew by the pack's own tokeniser.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from models.training.ner.sentences import Name, Sentence

NO_SPACE_BEFORE = frozenset(".,;:!?)]}%…”’»") | {"...", "'s", "n't", "’s", "''"}
NO_SPACE_AFTER = frozenset("([{„«‚") | {"``"}
STRAIGHT_QUOTES = frozenset("\"'")
AS_WRITTEN = {"``": '"', "''": '"', "-LRB-": "(", "-RRB-": ")"}


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a corpus, its IOB label, and whether it clings to the word before."""

    text: str
    label: str
    glued: bool = False


def blocks(lines: Iterable[str], comment: str = "-DOCSTART") -> Iterator[list[list[str]]]:
    """Yield each sentence as its lines, split into fields; comment lines are skipped."""
    block: list[list[str]] = []
    for line in lines:
        fields = line.split()
        if fields and not line.startswith(comment):
            block.append(fields)
        elif block and not fields:
            yield block
            block = []
    if block:
        yield block


def sentence(words: Sequence[Word], origin: str) -> Sentence:
    """Join the words into running text and decode their labels (IOB1 and IOB2 alike)."""
    text, places = _join(words)
    names: list[Name] = []
    before = "O"
    for word, (start, end) in zip(words, places, strict=True):
        mark, _, label = word.label.partition("-")
        if label:
            if mark != "B" and before == label:
                names[-1] = Name(names[-1].start, end, label)
            else:
                names.append(Name(start, end, label))
        before = label or "O"
    return Sentence(text, tuple(names), origin)


def _join(words: Sequence[Word]) -> tuple[str, list[tuple[int, int]]]:
    text = ""
    places: list[tuple[int, int]] = []
    open_quotes: set[str] = set()
    clings = True
    for word in words:
        shown = AS_WRITTEN.get(word.text, word.text)
        closes = shown in open_quotes or (shown == "“" and "„" in open_quotes)
        space = not (clings or word.glued or word.text in NO_SPACE_BEFORE or closes)
        text += " " * space
        places.append((len(text), len(text) + len(shown)))
        text += shown
        clings = word.text in NO_SPACE_AFTER or (shown in STRAIGHT_QUOTES | {"“"} and not closes)
        _turn(open_quotes, shown, closes)
    return text, places


def _turn(open_quotes: set[str], shown: str, closes: bool) -> None:
    if closes:
        open_quotes.discard(shown)
        open_quotes.discard("„")
    elif shown in STRAIGHT_QUOTES or shown in ("“", "„"):
        open_quotes.add(shown)
