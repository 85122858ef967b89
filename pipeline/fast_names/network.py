"""The layers of spaCy's recogniser in numpy: its encoder's convolutions and its transitions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np

Floats: TypeAlias = "np.ndarray[Any, np.dtype[np.float32]]"
Ints: TypeAlias = "np.ndarray[Any, np.dtype[np.intp]]"

_LONGEST_NAME = 40
"""Tokens for which all names are followed at once. Where more do not end a name, as in a word said a thousand times,
only names that no other covers are followed further; else such a text would take the square of its length."""


@dataclass(frozen=True, slots=True)
class Maxout:
    """Weights by piece and output, bias, and the scale and shift of the normalisation behind them."""

    weights: Floats
    bias: Floats
    scale: Floats
    shift: Floats

    def __call__(self, inputs: Floats) -> Floats:
        """The outputs of each row: the greatest of their pieces, with mean 0 and variance 1 before they are scaled."""
        pieces = inputs @ self.weights
        pieces += self.bias
        width = self.scale.size
        found = _greatest(pieces, width)
        found -= found.mean(axis=1, keepdims=True)
        variance = np.einsum("ij,ij->i", found, found) / np.float32(width) + np.float32(1e-8)
        found *= (1.0 / np.sqrt(variance))[:, None]
        found *= self.scale
        found += self.shift
        return found


@dataclass(frozen=True, slots=True)
class Layer:
    """A convolution."""

    maxout: Maxout

    def __call__(self, vectors: Floats) -> Floats:
        """The next layer's vectors: each word with its neighbours, added to what it was."""
        length, width = vectors.shape
        window = np.zeros((length, 3 * width), np.float32)
        window[1:, :width] = vectors[:-1]
        window[:, width : 2 * width] = vectors
        window[:-1, 2 * width :] = vectors[1:]
        found = self.maxout(window)
        found += vectors
        return found


class Decoder:
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
        begins = np.flatnonzero(self._begins[moves])
        last_of = self._follow(hidden, here, moves, ends, begins, _LONGEST_NAME)
        unended = set(begins.tolist()) - last_of.keys()
        found: list[list[tuple[int, int, str]]] = []
        candidates = np.flatnonzero(self._names[moves]).tolist()
        position = 0
        for first, end in zip((ends - lengths).tolist() if lengths else [], ends.tolist(), strict=True):
            spans, free = [], first
            while position < len(candidates) and candidates[position] < end:
                start = candidates[position]
                position += 1
                if start >= free:
                    if start in unended:
                        last_of |= self._follow(hidden, here, moves, ends, np.array([start]), end - start)
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

    def _follow(
        self, hidden: Floats, here: Floats, moves: Any, ends: Ints, starts: Ints, tokens: int
    ) -> dict[int, int]:
        """First → last token of the names that would begin at these tokens, unless they are longer than so many."""
        labels = [self._moves[self._outer[move]][1] for move in moves[starts]]
        inside = np.array([self._moves.index(("I", label)) for label in labels], np.intp)
        last = np.array([self._moves.index(("L", label)) for label in labels], np.intp)
        final = ends[np.searchsorted(ends, starts, side="right")] - 1
        at_start = hidden[starts] @ self._features[1]
        found: dict[int, int] = {}
        now = starts + 1
        for _ in range(tokens):
            if not len(starts):
                break
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
        scores: Floats = _greatest(states, self._width) @ self._upper
        scores += self._upper_bias
        return scores


def _outer(move: str, label: str) -> bool:
    return move == "O" or (move in "BU" and bool(label))


def _greatest(pieces: Floats, width: int) -> Floats:
    """The greatest of the pieces of each output."""
    found = pieces[:, :width]
    for start in range(width, pieces.shape[1], width):
        found = np.maximum(found, pieces[:, start : start + width])
    return found


def _by_piece(weights: Floats) -> Floats:
    """(output, piece, input) → (input, piece x output): pieces that compete lie in blocks."""
    outputs, pieces, inputs = weights.shape
    return np.ascontiguousarray(weights.transpose(2, 1, 0).reshape(inputs, pieces * outputs))


def read_layer(layer: Any) -> Layer:
    """A layer of spaCy's encoder: residual(window, maxout, normalisation)."""
    return Layer(read_maxout(layer))


def read_maxout(model: Any) -> Maxout:
    """The maxout and the normalisation in a layer of spaCy's."""
    pieces = next(node for node in model.walk() if node.name == "maxout")
    norm = next(node for node in model.walk() if node.name == "layernorm")
    bias = _by_piece(pieces.get_param("b")[..., None])[0]
    return Maxout(_by_piece(pieces.get_param("W")), bias, norm.get_param("G"), norm.get_param("b"))
