"""The same names that spaCy marks, several times faster, for the one architecture that our weights have.

spaCy computes each word's vector anew wherever the word stands, and takes its decisions one token after the other.
Both can be saved without changing a result. The vector of a word before its context counts depends on the word
alone, so it is computed once and kept. A decision depends on the position and on where the open name
began, so all positions outside of names are decided in one matrix product, and names are followed in rounds, all
of a batch at once.

Whether that holds for given weights is not believed but tested: :func:`compile_names` compares with spaCy on a
probe and declines if the pipeline is of another kind or the results differ.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, chain
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np

from pipeline.fast_names.embedding import Embedding, is_known
from pipeline.fast_names.letters import spare_letters
from pipeline.fast_names.network import Decoder, Floats, read_layer
from pipeline.fast_names.rows import WordRows

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

Spans: TypeAlias = "list[tuple[int, int, str]]"

#: What spaCy's tokenizer looks at on its own: a run without blanks, which takes one blank with it, or a run of blanks.
_PIECE = re.compile(r"\S+ ?|\s+")
#: Words whose vectors are kept; 384 bytes each, with the pieces that hold them about 25 MB.
_MAX_WORDS = 40_000
#: Words for which the tables have room at first, and get more whenever they are full.
_ROOM = 4_096
#: Tokens that are computed together: their arrays should stay in the processor's cache.
_BLOCK_TOKENS = 1_500
_PROBE = (
    "Am 12. März 2015 besuchte Frau Dr. Anna Kowalska, Bürgermeisterin von Neustadt,  die Universität (UAM) in Poznań."
    "\n\nW piątek Jan Nowak i Karel Dvořák z Urzędu Miasta podpisali umowę; Київ, Москва, A.-M. O'Neill & Co. KG!\t "
)


@dataclass(frozen=True, slots=True)
class _Piece:
    """What the tokenizer makes of a piece of text: rows of the word table, and where each token begins and ends."""

    rows: tuple[int, ...]
    starts: tuple[int, ...]
    ends: tuple[int, ...]


class FastNames:
    """Marks names as the pipeline that it was made of.

    Args:
        nlp: a pipeline that :func:`compile_names` found to be of the right kind.
    """

    def __init__(self, nlp: Language) -> None:
        self._nlp = nlp
        encoder: Any = nlp.get_pipe("tok2vec").model  # type: ignore[attr-defined]
        self._embed = Embedding(encoder.get_ref("embed"))
        stack = encoder.get_ref("encode").layers[0]
        self._layers = [read_layer(layer) for layer in stack.layers]
        self._pad = len(self._layers)
        self._decoder = Decoder(nlp.get_pipe("ner"))
        self._forget()

    def __call__(self, texts: Sequence[str]) -> list[Spans]:
        """The names of each text: first character, one past the last, label."""
        pieces = [_PIECE.findall(text) for text in texts]
        self._learn(chain.from_iterable(pieces))
        found: list[Spans] = []
        for block in _blocks(pieces, self._known):
            found += self._mark(block)
        return found

    def _mark(self, documents: list[list[str]]) -> Iterator[Spans]:
        known = self._known
        entries = [[known[piece] for piece in document] for document in documents]
        rows = [list(chain.from_iterable(entry.rows for entry in document)) for document in entries]
        gap = [0] * self._pad
        flat = np.array(list(chain(gap, *(chain(document, gap) for document in rows))), np.intp)
        vectors = self._words[flat]
        for layer in self._layers:
            vectors = layer(vectors)
        starts = list(accumulate((len(document) + self._pad for document in rows), initial=self._pad))
        keep = np.concatenate([np.arange(s, s + len(d)) for s, d in zip(starts, rows, strict=False)] or [flat[:0]])
        lengths = [len(document) for document in rows]
        spans = self._decoder(vectors[keep], self._blank[flat[keep]], lengths)
        for document, pieces, names in zip(documents, entries, spans, strict=True):
            yield _locate(document, pieces, names)

    # ------------------------------------------------------------ words

    def _forget(self) -> None:
        width = self._layers[0].maxout.scale.size
        self._known: dict[str, _Piece] = {}
        self._rows: dict[tuple[int, ...], int] = {}
        # Both tables have room for more words than they hold: to enlarge them is to copy them.
        self._words: Floats = np.zeros((_ROOM, width), np.float32)  # row 0 is the gap between documents
        self._blank = np.zeros(_ROOM, np.bool_)

    def _learn(self, pieces: Iterable[str]) -> None:
        """Tokenize and embed, with spaCy, the pieces that were never met."""
        wanted = set(pieces)
        if len(self._rows) > _MAX_WORDS:
            self._forget()
        new = [piece for piece in wanted if piece not in self._known]
        if not new:
            return
        with self._nlp.memory_zone():  # without it, spaCy's vocabulary would grow with every new word
            solid = [piece for piece in new if not piece.isspace()]
            self._learn_text([piece.removesuffix(" ") for piece in solid], solid)
            for piece in new:
                if piece.isspace():
                    self._learn_text([piece], [piece])

    def _learn_text(self, words: list[str], pieces: list[str]) -> None:
        """Learn pieces from one text of theirs, each without the blank that it takes with it."""
        if not words:
            return
        doc = self._nlp.tokenizer(" ".join(words))
        bounds = [(token.idx, token.idx + len(token), token.is_space) for token in doc]
        tokens = self._rows_of(doc, [blank for _, _, blank in bounds])
        first, offset = 0, 0
        for word, piece in zip(words, pieces, strict=True):
            end = first
            while end < len(bounds) and bounds[end][0] < offset + len(word):
                end += 1
            starts, ends = zip(*((start - offset, stop - offset) for start, stop, _ in bounds[first:end]), strict=True)
            self._known[piece] = _Piece(tuple(tokens[first:end]), starts, ends)
            first, offset = end, offset + len(word) + 1

    def _rows_of(self, doc: Doc, blank: list[bool]) -> list[int]:
        """The row of each token in the table of words; words that it lacks are embedded."""
        fresh: list[int] = []
        tokens = []
        for number, values in enumerate(doc.to_array(["ORTH", "NORM"]).tolist()):
            key = tuple(values)  # the tokenizer may give a word another norm; all else follows from its letters
            row = self._rows.get(key)
            if row is None:
                row = self._rows[key] = len(self._rows) + 1
                fresh.append(number)
            tokens.append(row)
        if fresh:
            self._make_room()
            new = slice(len(self._rows) + 1 - len(fresh), len(self._rows) + 1)
            self._words[new] = self._embed_tokens(doc, fresh)
            self._blank[new] = [blank[number] for number in fresh]
        return tokens

    def _embed_tokens(self, doc: Doc, numbers: list[int]) -> Floats:
        """The vectors of some tokens of a text: most of the others are commas and the like, which are long known."""
        chosen = type(doc)(doc.vocab, [doc[number].text for number in numbers])
        norms: Any = doc.to_array(["NORM"])
        chosen.from_array(["NORM"], norms[numbers, None])
        return self._embed(chosen)

    def _make_room(self) -> None:
        """Enlarge the tables where they are full: by steps, as doubled ones would hold memory that is never used."""
        while len(self._rows) >= len(self._words):
            self._words = np.concatenate([self._words, np.zeros_like(self._words[:_ROOM])])
            self._blank = np.concatenate([self._blank, np.zeros_like(self._blank[:_ROOM])])


def _blocks(documents: Iterable[list[str]], known: dict[str, _Piece]) -> Iterator[list[list[str]]]:
    """Documents in groups of about the same number of pieces."""
    block: list[list[str]] = []
    size = 0
    for document in documents:
        block.append(document)
        size += len(document)
        if size >= _BLOCK_TOKENS:
            yield block
            block, size = [], 0
    if block:
        yield block


def _locate(document: list[str], pieces: list[_Piece], names: list[tuple[int, int, str]]) -> Spans:
    """Spans of tokens as spans of characters."""
    if not names:
        return []
    tokens = list(accumulate((len(piece.rows) for piece in pieces), initial=0))
    chars = list(accumulate(map(len, document), initial=0))
    found = []
    for first, end, label in names:
        head, tail = bisect_right(tokens, first) - 1, bisect_right(tokens, end - 1) - 1
        start_char = chars[head] + pieces[head].starts[first - tokens[head]]
        found.append((start_char, chars[tail] + pieces[tail].ends[end - 1 - tokens[tail]], label))
    return found


# ---------------------------------------------------------------- may it be used


def compile_names(nlp: Language) -> FastNames | None:
    """A fast twin of a pipeline; None if the pipeline is of another kind or its twin does not mark the same names."""
    if not _is_known_kind(nlp):
        return None
    texts = [_PROBE, "", " ", _PROBE[::-1]]
    expected = [[(ent.start_char, ent.end_char, ent.label_) for ent in doc.ents] for doc in nlp.pipe(texts)]
    vocab: Any = nlp.vocab
    getters, rows = vocab.lex_attr_getters, vocab.vectors.key2row
    vocab.lex_attr_getters, vocab.vectors.key2row = _needed(nlp), WordRows(rows)
    spare_letters(nlp.tokenizer, _PROBE.split())
    fast = FastNames(nlp)
    if fast(texts) == expected:
        return fast
    vocab.lex_attr_getters, vocab.vectors.key2row = getters, rows
    return None


def _needed(nlp: Language) -> dict[int, Any]:
    """Those of spaCy's two dozen functions on a new word whose results the weights, or we, read."""
    embed: Any = nlp.get_pipe("tok2vec").model.get_ref("embed")  # type: ignore[attr-defined]
    columns = {name for node in embed.walk() for name in node.attrs.get("columns", ())}
    vocab: Any = nlp.vocab
    needed = {vocab.strings[name] for name in (*columns, "IS_SPACE")}  # names of attributes are known strings
    return {name: getter for name, getter in vocab.lex_attr_getters.items() if name in needed}


def _is_known_kind(nlp: Language) -> bool:
    if nlp.pipe_names != ["tok2vec", "ner"] or not hasattr(nlp, "memory_zone"):
        return False
    rules = getattr(nlp.tokenizer, "rules", None)
    if rules is None or any(re.search(r"\s", rule.strip()) for rule in rules):
        return False
    encoder: Any = nlp.get_pipe("tok2vec").model  # type: ignore[attr-defined]
    ner: Any = nlp.get_pipe("ner")
    if not (encoder.has_ref("embed") and is_known(encoder.get_ref("embed")) and encoder.has_ref("encode")):
        return False
    if ner.model.name != "parser_model":
        return False
    kinds = [[node.name for node in layer.walk()] for layer in encoder.get_ref("encode").layers[0].layers]
    lower = ner.model.layers[1]
    return (
        all(any("expand_window" in name for name in kind) and "maxout" in kind for kind in kinds)
        and ner.model.attrs["has_upper"]
        and lower.get_dim("nF") == 3
        and not ner.model.attrs["unseen_classes"]
    )
