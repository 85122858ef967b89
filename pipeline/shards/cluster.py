"""Shards on a cluster: a task is a shard, and its worker writes its parts."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from functools import partial

from pipeline.engines.cluster import map_on_cluster, open_cluster
from pipeline.engines.pool import Pool
from pipeline.shards.batches import Batch
from pipeline.shards.manifest import Manifest
from pipeline.shards.plan import Shard
from pipeline.shards.work import Job, do_shards

#: Child processes per thread of this process, with the job that they serve.
_pools: dict[int, tuple[Job, Pool[Batch]]] = {}


def do_shards_on_cluster(
    shards: Sequence[Shard], job: Job, workers: int, scheduler: str | None
) -> Iterator[tuple[int, Manifest | None]]:
    """Do shards on a Dask cluster and write them there; as :func:`pipeline.shards.work.do_shards`."""
    with open_cluster(workers, scheduler) as client:
        try:
            yield from map_on_cluster(client, partial(_do_shard, job), shards)
        finally:
            client.run(_close_pools)


def _do_shard(job: Job, shard: Shard) -> tuple[int, Manifest | None]:
    """Runs on the cluster: documents and manifest of one shard."""
    steps = list(do_shards([shard], job, _pool(job)))
    return shard.documents, next(manifest for _, manifest in steps if manifest)


def _pool(job: Job) -> Pool[Batch]:
    """This thread's child process, kept from shard to shard of a job: loading weights takes seconds."""
    thread = threading.get_ident()
    served, pool = _pools.get(thread, (None, None))
    if pool is None or served != job:
        if pool:
            pool.close()
        pool = job.open_pool(1)
        _pools[thread] = job, pool
    return pool


def _close_pools() -> None:
    while _pools:
        _, (_, pool) = _pools.popitem()
        pool.close()
