"""Releases told twice: the same text, or nearly the same."""

from __future__ import annotations

import re
from array import array
from collections.abc import Iterable, Mapping
from hashlib import blake2b
from operator import eq
from zlib import crc32

from datasketch import MinHash, MinHashLSH

_WORD = re.compile(r"\w+")
_SHINGLE = 4  # words
_LEAST_WORDS = 30  # shorter texts resemble each other by chance
_PERMUTATIONS = 64
_BANDS, _ROWS = 10, 6  # finds 95 % of pairs of likeness 0.8 and all above 0.9, with two kilobytes per document
_EMPTY = MinHash(num_perm=_PERMUTATIONS, seed=1, hashfunc=crc32)  # drawing permutations and SHA-1 take most of the time
LIKENESS = 0.8
"""Estimated share of common word sequences from which two texts count as one."""


def find_duplicates(texts: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Which documents repeat an earlier one.

    Args:
        texts: (doc_id, text) pairs; the first of several like texts is the original.

    Returns:
        The ``doc_id`` of the first one for each repeating document.
    """
    exact: dict[bytes, str] = {}
    index = MinHashLSH(num_perm=_PERMUTATIONS, params=(_BANDS, _ROWS))
    signatures: dict[str, array[int]] = {}
    found: dict[str, str] = {}
    for doc_id, text in texts:
        words = _WORD.findall(text.casefold())
        if not words:
            continue
        original = exact.setdefault(blake2b(" ".join(words).encode(), digest_size=16).digest(), doc_id)
        if original != doc_id:
            found[doc_id] = found.get(original, original)
            continue
        if len(words) < _LEAST_WORDS:
            continue
        signature = _sign(words)
        if near := _nearest(signature, index, signatures):
            found[doc_id] = near
            continue
        index.insert(doc_id, signature)
        signatures[doc_id] = _digest(signature)
    return found


def _sign(words: list[str]) -> MinHash:
    shingles = {" ".join(words[n : n + _SHINGLE]) for n in range(len(words) - _SHINGLE + 1)}
    signature = _EMPTY.copy()
    signature.update_batch([shingle.encode() for shingle in shingles])
    return signature


def _digest(signature: MinHash) -> array[int]:
    """The hash values alone: a third of the memory."""
    return array("L", signature.hashvalues.tolist())


def _nearest(signature: MinHash, index: MinHashLSH, signatures: Mapping[str, array[int]]) -> str | None:
    own = _digest(signature)
    likeness = {key: sum(map(eq, own, signatures[key])) / len(own) for key in index.query(signature)}
    near = [key for key, value in likeness.items() if value >= LIKENESS]
    return min(near, key=lambda key: (-likeness[key], key), default=None)
