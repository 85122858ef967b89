"""The first layer of spaCy's recogniser in numpy: what a word is by itself, before its neighbours count."""

from __future__ import annotations

from typing import Any

import numpy as np

from pipeline.fast_names.network import Floats, read_maxout

PARTS = frozenset(
    {
        "extract_features", "list2ragged", "ints-getitem", "hashembed", "static_vectors",
        "maxout", "layernorm", "dropout", "ragged2list",
    }
)  # fmt: skip
"""What the layer may be made of (spaCy's ``MultiHashEmbed.v2``)."""


class Embedding:
    """Vectors of words from features, each hashed into the rows of a table, and from the row of a listed word.

    Args:
        model: spaCy's layer; :func:`is_known` must hold of it.
    """

    def __init__(self, model: Any) -> None:
        nodes = {node.name: node for node in model.walk()}
        self._ops = model.ops
        self._columns = nodes["extract_features"].attrs["columns"]
        hashed = [node for node in model.walk() if node.name == "hashembed"]
        self._tables = [(node.attrs["column"], node.attrs["seed"], node.get_param("E")) for node in hashed]
        listed = nodes.get("static_vectors")
        self._listed = None if listed is None else listed.get_param("W").T.copy()
        self._maxout = read_maxout(model)

    def __call__(self, doc: Any) -> Floats:
        """The vector of each token."""
        features = doc.to_array(self._columns)
        parts = [self._hashed(np.ascontiguousarray(features[:, column]), *table) for column, *table in self._tables]
        if self._listed is not None:
            parts.append(self._of_lists(doc))
        return self._maxout(np.concatenate(parts, axis=1))

    def _hashed(self, ids: Any, seed: int, table: Floats) -> Floats:
        rows: Floats = self._ops.gather_add(table, self._ops.hash(ids, seed) % len(table))
        return rows

    def _of_lists(self, doc: Any) -> Floats:
        vectors = doc.vocab.vectors
        rows = np.array([vectors.key2row.get(key, -1) for key in doc.to_array("ORTH").tolist()], np.intp)
        found: Floats = vectors.data[rows] @ self._listed
        found[rows < 0] = 0.0
        return found


def is_known(model: Any) -> bool:
    """Whether a layer is made of the parts that :class:`Embedding` knows."""
    return all(node.name in PARTS for node in model.walk() if not node.layers)
