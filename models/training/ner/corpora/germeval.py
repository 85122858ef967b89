"""GermEval 2014 (CC BY 4.0): `n, token, outer label, inner label`; the outer layer is read.

Its LOC covers streets, churches and stations too, which press releases name without their being places to
us: those that their ending gives away get the label `LOCvenue`.
"""

import re
from collections.abc import Iterator
from pathlib import Path

from models.training.ner import columns
from models.training.ner.sentences import Name, Sentence

FOLDER = Path("ner/de/germeval2014_dev_test")
_VENUE = re.compile(
    r"(?:stra(?:ß|ss)e|str\.|gasse|allee|platz|ring|weg|brücke|kirche|kapelle|dom|münster|kloster|schloss|burg|"
    r"bahnhof|flughafen|stadion|halle|museum|theater|turm|tor|park|hof|palast|friedhof|tempel)(?: \d+\w?)?\Z",
    re.IGNORECASE,
)
_TOWN_ENDINGS = re.compile(r"\w+(?:burg|hof|tor|halle|münster|ring|weg)\Z")


def read(corpora: Path, split: str) -> Iterator[Sentence]:
    """Yield sentences of `dev` or `test` (the large train file is not to be had)."""
    with (corpora / FOLDER / f"{split}.tsv").open(encoding="utf-8") as lines:
        for block in columns.blocks(lines, comment="#"):
            found = columns.sentence([columns.Word(f[1], f[2]) for f in block], "germeval")
            yield Sentence(found.text, tuple(_finer(found.text, name) for name in found.names), found.origin)


def _finer(text: str, name: Name) -> Name:
    surface = text[name.start : name.end]
    if name.label == "LOC" and _VENUE.search(surface) and not _TOWN_ENDINGS.fullmatch(surface):
        return Name(name.start, name.end, "LOCvenue")
    return name
