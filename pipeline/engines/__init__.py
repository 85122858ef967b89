"""Engines run a function over batches in processes that may die: on this machine, or on a Dask cluster.

An engine knows nothing of documents. It is given tasks that can be split into single documents and that know what
to answer for a document that no process survives; everything else is the business of :mod:`pipeline.shards`.
"""

from __future__ import annotations

from pipeline.engines.child import Child, ChildDied, Limits, StartError, TaskError
from pipeline.engines.pool import Fault, Pool, Task

__all__ = ["Child", "ChildDied", "Fault", "Limits", "Pool", "StartError", "Task", "TaskError"]
