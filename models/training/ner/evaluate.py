"""Score a pack on held-out corpora: precision, recall and F1 per label.

python -m models.training.ner.evaluate PACK CORPORA [--only NAME ...] [--misses N] [--json FILE]

A name counts when its edges and its label are right. Names under a `?` of the label map are left out
on both sides, since the corpus does not say what they would be here.
"""

import argparse
import json
import random
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import spacy
from spacy.language import Language

from models.training.ner.build import PRESS, corpus
from models.training.ner.corpora import press
from models.training.ner.sentences import LABELS, UNKNOWN, LabelMap, Name, Sentence

PUBLIC = {
    "de": ("germeval:dev", "smartdata:dev"),
    "pl": ("kpwr:test", "nkjp:test"),
    "xx": ("germeval:dev", "smartdata:dev", "kpwr:test", "ewt:dev"),
}


@dataclass(slots=True)
class Tally:
    """Right, missed and superfluous names of one corpus, and what the wrong ones look like."""

    right: Counter[str] = field(default_factory=Counter)
    missed: Counter[str] = field(default_factory=Counter)
    spare: Counter[str] = field(default_factory=Counter)
    examples: list[str] = field(default_factory=list)

    def add(self, text: str, gold: Iterable[Name], found: Iterable[Name]) -> None:
        """Compare the names of one text."""
        gold = list(gold)
        masked = [name for name in gold if name.label == UNKNOWN]
        wanted = {name for name in gold if name.label != UNKNOWN}
        got = {n for n in found if not any(n.start < m.end and m.start < n.end for m in masked)}
        self.right.update(name.label for name in wanted & got)
        self.missed.update(name.label for name in wanted - got)
        self.spare.update(name.label for name in got - wanted)
        self.examples.extend(_shown("missed", name, text) for name in sorted(wanted - got, key=lambda n: n.start))
        self.examples.extend(_shown("spare", name, text) for name in sorted(got - wanted, key=lambda n: n.start))

    def scores(self) -> dict[str, dict[str, float]]:
        """Return precision, recall and F1 in % and the number of names, per label and for `all`."""
        rows = {label: (self.right[label], self.missed[label], self.spare[label]) for label in LABELS}
        rows["all"] = (self.right.total(), self.missed.total(), self.spare.total())
        return {label: _scores(*row) for label, row in rows.items()}


def _scores(right: int, missed: int, spare: int) -> dict[str, float]:
    precision = 100 * right / (right + spare) if right + spare else 0.0
    recall = 100 * right / (right + missed) if right + missed else 0.0
    f1 = 2 * precision * recall / (precision + recall) if right else 0.0
    return {"p": round(precision, 2), "r": round(recall, 2), "f": round(f1, 2), "names": right + missed}


def _shown(kind: str, name: Name, text: str) -> str:
    before, after = text[max(0, name.start - 50) : name.start], text[name.end : name.end + 30]
    return f"{kind} {name.label}: {before}[{text[name.start : name.end]}]{after}".replace("\n", "/")


def score(nlp: Language, sentences: Iterable[Sentence]) -> Tally:
    """Run the pack over texts and tally its names against theirs."""
    tally = Tally()
    pairs = ((sentence.text, sentence) for sentence in sentences)
    for doc, gold in nlp.pipe(pairs, as_tuples=True):
        found = (Name(e.start_char, e.end_char, e.label_) for e in doc.ents if e.label_ in LABELS)
        tally.add(doc.text, gold.names, found)
    return tally


def held_out(code: str, corpora: Path, folder: Path) -> Iterator[tuple[str, list[Sentence]]]:
    """Yield the names and texts of the parts kept out of training."""
    languages = sorted(p.name for p in (folder / "dev").iterdir()) if code == "xx" else [code]
    releases = {lang: list(LabelMap("press").apply(press.read(folder, "dev", lang))) for lang in languages}
    yield from ((f"press:{language}", texts) for language, texts in releases.items())
    if code == "xx":
        yield "press:all", [text for texts in releases.values() for text in texts]
    for name in PUBLIC[code]:
        yield name, list(corpus(corpora, name))


def main() -> None:
    """Print a table; the wrong names too, if asked."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("pack", type=Path)
    parser.add_argument("corpora", type=Path)
    parser.add_argument("--press", type=Path, default=PRESS)
    parser.add_argument("--only", nargs="*", help="parts whose name begins so")
    parser.add_argument("--misses", type=int, default=0, help="print so many wrong names per part")
    parser.add_argument("--json", type=Path)
    asked = parser.parse_args()
    nlp = spacy.load(asked.pack)
    result = {}
    for name, sentences in held_out(str(nlp.lang), asked.corpora, asked.press):
        if asked.only and not name.startswith(tuple(asked.only)):
            continue
        tally = score(nlp, sentences)
        result[name] = tally.scores()
        for label, row in result[name].items():
            print(f"{name:16} {label:4} P {row['p']:6.2f} R {row['r']:6.2f} F {row['f']:6.2f} of {row['names']:.0f}")
        shown = random.Random(1).sample(tally.examples, min(asked.misses, len(tally.examples)))
        print("\n".join(shown), end="\n" if shown else "")
    if asked.json:
        asked.json.write_text(json.dumps(result, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main()
