"""Tasks on a Dask cluster: one that runs already, or one of this machine. The only module that knows Dask."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from importlib import import_module
from typing import Any, TypeVar

from pipeline.engines.child import StartError

Item = TypeVar("Item")
Result = TypeVar("Result")

#: Seconds to wait for a scheduler: one that is up answers at once.
_CONNECT_SECONDS = 15
#: A task that raised is tried again so many times: stores of objects fail now and then. (A task whose worker was
#: lost is given to another worker by Dask itself.)
_RETRIES = 2
#: Tasks that wait on the cluster for each core: none may idle, and a graph of a million tasks would drown it.
_TASKS_PER_CORE = 3


@contextmanager
def open_cluster(workers: int, scheduler: str | None) -> Iterator[Any]:
    """A client of the cluster.

    Args:
        workers: processes of a cluster on this machine, if no scheduler is named.
        scheduler: address of a running scheduler, as in ``tcp://10.0.0.1:8786``.

    Raises:
        StartError: the extra [dask] is not installed, or the scheduler does not answer.
    """
    distributed = _import_distributed()
    if scheduler:
        try:
            client = distributed.Client(scheduler, timeout=_CONNECT_SECONDS)
        except (OSError, ValueError) as error:
            raise StartError(f"no Dask scheduler answers at {scheduler}: {error}") from error
        with client:
            yield client
        return
    with (
        distributed.LocalCluster(workers, threads_per_worker=1, processes=True, dashboard_address=None) as cluster,
        distributed.Client(cluster) as client,
    ):
        yield client


def map_on_cluster(client: Any, function: Callable[[Item], Result], items: Iterable[Item]) -> Iterator[Result]:
    """The function's result for each item, as they are done.

    Raises:
        StartError: the cluster has no worker, or lost one item's workers again and again.
    """
    distributed = _import_distributed()
    try:
        client.wait_for_workers(1, timeout=_CONNECT_SECONDS)
    except distributed.TimeoutError as error:
        raise StartError("the cluster has no worker") from error
    waiting = iter(items)
    done = distributed.as_completed()

    def submit() -> None:
        room = _TASKS_PER_CORE * max(sum(client.ncores().values()), 1)
        while done.count() < room and (item := next(waiting, None)) is not None:
            done.add(client.submit(function, item, retries=_RETRIES, pure=False))

    submit()
    for future in done:
        try:
            result = future.result()
        except distributed.scheduler.KilledWorker as error:
            raise StartError(f"the cluster lost every worker that took a shard: {error}") from error
        future.release()
        yield result
        submit()


def _import_distributed() -> Any:
    try:
        return import_module("distributed")
    except ImportError as error:
        raise StartError(f"{error}; the dask engine needs the extra [dask]") from error
