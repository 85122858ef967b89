"""Join findings across documents: people, organisations, visits, agreements, and releases told twice.

Everything is deterministic and linear in the number of rows: rows that may belong together share a key (a folded
name, a place and month, a band of a text's signature), and only rows under one key are compared.
"""

from __future__ import annotations

from pipeline.resolve.context import RowSource
from pipeline.resolve.resolve import Resolved, resolve

__all__ = ["Resolved", "RowSource", "resolve"]
