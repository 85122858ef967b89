"""The same names that spaCy marks, several times faster, for the one architecture that our weights have.

spaCy computes each word's vector anew wherever the word stands, and takes its decisions one token after the other.
Both can be saved without changing a result. The vector of a word before its context counts depends on the word
alone, so it is computed once (by spaCy) and kept. A decision depends on the position and on where the open name
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

if TYPE_CHECKING:
    from spacy.language import Language

Floats: TypeAlias = "np.ndarray[Any, np.dtype[np.float32]]"
Ints: TypeAlias = "np.ndarray[Any, np.dtype[np.intp]]"
Spans: TypeAlias = "list[tuple[int, int, str]]"

#: What spaCy's tokenizer looks at on its own: a run without blanks, which takes one blank with it, or a run of blanks.
_PIECE = re.compile(r"\S+ ?|\s+")
#: Words whose vectors are kept; 384 bytes each, with the pieces that hold them about 25 MB.
_MAX_WORDS = 40_000
#: Tokens that are computed together: their arrays should stay in the processor's cache.
_BLOCK_TOKENS = 1_500
_PROBE = (
    "Am 12. März 2015 besuchte Frau Dr. Anna Kowalska, Bürgermeisterin von Neustadt,  die Universität (UAM) in Poznań."
    "\n\nW piątek Jan Nowak i Karel Dvořák z Urzędu Miasta podpisali umowę; Київ, Москва, A.-M. O'Neill & Co. KG!\t "
)
_TOLERANCE = 1e-3


@dataclass(frozen=True, slots=True)
class _Piece:
    """What the tokenizer makes of a piece of text: rows of the word table, and where each token begins and ends."""

    rows: tuple[int, ...]
    starts: tuple[int, ...]
    ends: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class _Layer:
    """A convolution: weights by piece and output, bias, and the scale and shift of its normalisation."""

    weights: Floats
    bias: Floats
    scale: Floats
    shift: Floats

    def __call__(self, vectors: Floats) -> Floats:
        length, width = vectors.shape
        window = np.zeros((length, 3 * width), np.float32)
        window[1:, :width] = vectors[:-1]
        window[:, width : 2 * width] = vectors
        window[:-1, 2 * width :] = vectors[1:]
        pieces = window @ self.weights
        pieces += self.bias
        found = _maxout(pieces, width)
        found -= found.mean(axis=1, keepdims=True)
        variance = np.einsum("ij,ij->i", found, found) / np.float32(width) + np.float32(1e-8)
        found *= (1.0 / np.sqrt(variance))[:, None]
        found *= self.scale
        found += self.shift
        found += vectors
        return found


class FastNames:
    """Marks names as the pipeline that it was made of.

    Args:
        nlp: a pipeline that :func:`compile_names` found to be of the right kind.
    """

    def __init__(self, nlp: Language) -> None:
        self._nlp = nlp
        encoder: Any = nlp.get_pipe("tok2vec").model  # type: ignore[attr-defined]
        self._embed = encoder.get_ref("embed")
        stack = encoder.get_ref("encode").layers[0]
        self._layers = [_read_layer(layer) for layer in stack.layers]
        self._pad = len(self._layers)
        self._decoder = _Decoder(nlp.get_pipe("ner"))
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
        width = self._layers[0].scale.size
        self._known: dict[str, _Piece] = {}
        self._rows: dict[tuple[int, ...], int] = {}
        self._words: Floats = np.zeros((1, width), np.float32)  # row 0 is the gap between documents
        self._blank = np.zeros(1, np.bool_)

    def _learn(self, pieces: Iterable[str]) -> None:
        """Tokenize and embed, with spaCy, the pieces that were never met."""
        wanted = set(pieces)
        if len(self._words) > _MAX_WORDS:
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
        fresh: list[int] = []
        tokens = []
        for number, values in enumerate(doc.to_array(["ORTH", "NORM"]).tolist()):
            key = tuple(values)  # the tokenizer may give a word another norm; all else follows from its letters
            if key not in self._rows:
                self._rows[key] = len(self._words) + len(fresh)
                fresh.append(number)
            tokens.append(self._rows[key])
        if fresh:
            self._words = np.concatenate([self._words, self._embed.predict([doc])[0][fresh]])
            self._blank = np.concatenate([self._blank, np.array([bounds[number][2] for number in fresh], np.bool_)])
        first, offset = 0, 0
        for word, piece in zip(words, pieces, strict=True):
            end = first
            while end < len(bounds) and bounds[end][0] < offset + len(word):
                end += 1
            starts, ends = zip(*((start - offset, stop - offset) for start, stop, _ in bounds[first:end]), strict=True)
            self._known[piece] = _Piece(tuple(tokens[first:end]), starts, ends)
            first, offset = end, offset + len(word) + 1


class _Decoder:
    """The transitions of spaCy's recogniser: begin, inside, last, unit, outside.

    Of the rules that spaCy sets (``pipeline/_parser_internals/ner.pyx``) those count here that need no annotation
    made before: no name begins on white space, none begins on the last token, and one that is open goes on with its own
    label until its last token.
    """

    def __init__(self, ner: Any) -> None:
        linear, lower, upper = ner.model.layers[0].layers[-1], ner.model.layers[1], ner.model.layers[2]
        self._width = lower.get_dim("nO")
        self._linear, self._linear_bias = linear.get_param("W").T.copy(), linear.get_param("b")
        weights = lower.get_param("W")  # feature, output, piece, input
        self._features = [_by_piece(feature) for feature in weights]
        bias = _by_piece(lower.get_param("b")[..., None])[0]
        pad = [_by_piece(feature[..., None])[0] for feature in lower.get_param("pad")[0]]
        self._bias, self._outside = bias, (pad[1], pad[2])
        self._upper, self._upper_bias = upper.get_param("W").T.copy(), upper.get_param("b")
        names = [ner.moves.get_class_name(number) for number in range(ner.moves.n_moves)]
        self._moves = [name.partition("-")[::2] for name in names]
        self._outer = np.array([number for number, (move, label) in enumerate(self._moves) if _outer(move, label)])
        self._begins = np.array([self._moves[number][0] == "B" for number in self._outer])
        self._names = np.array([self._moves[number][0] != "O" for number in self._outer])

    def __call__(self, vectors: Floats, blank: Any, lengths: Sequence[int]) -> list[list[tuple[int, int, str]]]:
        """Spans of tokens of each document, counted from its first."""
        ends = np.cumsum(np.array(lengths, np.intp))
        hidden = vectors @ self._linear
        hidden += self._linear_bias
        here = hidden @ self._features[0]
        moves = self._decide_outside(here, blank, ends)
        last_of = self._follow(hidden, here, moves, ends)
        found: list[list[tuple[int, int, str]]] = []
        candidates = np.flatnonzero(self._names[moves]).tolist()
        position = 0
        for first, end in zip((ends - lengths).tolist() if lengths else [], ends.tolist(), strict=True):
            spans, free = [], first
            while position < len(candidates) and candidates[position] < end:
                start = candidates[position]
                position += 1
                if start >= free:
                    last = last_of.get(start, start)
                    spans.append((start - first, last + 1 - first, self._moves[self._outer[moves[start]]][1]))
                    free = last + 1
            found.append(spans)
        return found

    def _decide_outside(self, here: Floats, blank: Any, ends: Ints) -> Any:
        """For every token, what spaCy would do there if no name were open; index into the outer moves."""
        states = here + self._outside[0]
        states += self._outside[1]
        states += self._bias
        scores = self._score(states)[:, self._outer]
        scores[np.ix_(blank, self._names)] = -np.inf
        filled = ends[ends > 0] - 1
        scores[np.ix_(filled, self._begins)] = -np.inf
        return scores.argmax(axis=1)

    def _follow(self, hidden: Floats, here: Floats, moves: Any, ends: Ints) -> dict[int, int]:
        """First → last token of every name that would begin at a token."""
        starts = np.flatnonzero(self._begins[moves])
        labels = [self._moves[self._outer[move]][1] for move in moves[starts]]
        inside = np.array([self._moves.index(("I", label)) for label in labels], np.intp)
        last = np.array([self._moves.index(("L", label)) for label in labels], np.intp)
        final = ends[np.searchsorted(ends, starts, side="right")] - 1
        at_start = hidden[starts] @ self._features[1]
        found: dict[int, int] = {}
        now = starts + 1
        while len(starts):
            states = here[now] + at_start
            states += hidden[now - 1] @ self._features[2]
            states += self._bias
            scores = self._score(states)
            each = np.arange(len(starts))
            go, stop = scores[each, inside], scores[each, last]
            # Of equal scores spaCy takes the move with the lower number.
            on = np.where(inside < last, go >= stop, go > stop) & (now < final)
            found.update(zip(starts[~on].tolist(), now[~on].tolist(), strict=True))
            starts, inside, last, final = starts[on], inside[on], last[on], final[on]
            at_start, now = at_start[on], now[on] + 1
        return found

    def _score(self, states: Floats) -> Floats:
        scores: Floats = _maxout(states, self._width) @ self._upper
        scores += self._upper_bias
        return scores


def _outer(move: str, label: str) -> bool:
    return move == "O" or (move in "BU" and bool(label))


def _maxout(pieces: Floats, width: int) -> Floats:
    found = pieces[:, :width]
    for start in range(width, pieces.shape[1], width):
        found = np.maximum(found, pieces[:, start : start + width])
    return found


def _by_piece(weights: Floats) -> Floats:
    """(output, piece, input) → (input, piece x output): pieces that compete lie in blocks."""
    outputs, pieces, inputs = weights.shape
    return np.ascontiguousarray(weights.transpose(2, 1, 0).reshape(inputs, pieces * outputs))


def _read_layer(layer: Any) -> _Layer:
    """A layer of spaCy's encoder: residual(window, maxout, normalisation)."""
    maxout = next(node for node in layer.walk() if node.name == "maxout")
    norm = next(node for node in layer.walk() if node.name == "layernorm")
    bias = _by_piece(maxout.get_param("b")[..., None])[0]
    return _Layer(_by_piece(maxout.get_param("W")), bias, norm.get_param("G"), norm.get_param("b"))


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
    fast = FastNames(nlp)
    texts = [_PROBE, "", " ", _PROBE[::-1]]
    expected = [[(ent.start_char, ent.end_char, ent.label_) for ent in doc.ents] for doc in nlp.pipe(texts)]
    return fast if fast(texts) == expected else None


def _is_known_kind(nlp: Language) -> bool:
    if nlp.pipe_names != ["tok2vec", "ner"] or not hasattr(nlp, "memory_zone"):
        return False
    rules = getattr(nlp.tokenizer, "rules", None)
    if rules is None or any(re.search(r"\s", rule.strip()) for rule in rules):
        return False
    encoder: Any = nlp.get_pipe("tok2vec").model  # type: ignore[attr-defined]
    ner: Any = nlp.get_pipe("ner")
    if not (encoder.has_ref("embed") and encoder.has_ref("encode") and ner.model.name == "parser_model"):
        return False
    kinds = [[node.name for node in layer.walk()] for layer in encoder.get_ref("encode").layers[0].layers]
    lower = ner.model.layers[1]
    return (
        all(any("expand_window" in name for name in kind) and "maxout" in kind for kind in kinds)
        and ner.model.attrs["has_upper"]
        and lower.get_dim("nF") == 3
        and not ner.model.attrs["unseen_classes"]
    )
