"""Worker processes on this machine: a dead one is replaced, its batch is retried one by one, its killer set aside."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass
from itertools import islice
from typing import Any, Generic, Protocol, TypeVar

from pipeline.engines.child import Child, ChildDied, Limits, TaskError


@dataclass(frozen=True, slots=True)
class Fault:
    """Why a single document could not be done.

    Attributes:
        kind: class of the error; ``worker_died`` and ``time_limit`` if the process ended.
        message: what happened, in words.
        note: the last thing that the worker announced about the document.
    """

    kind: str
    message: str
    note: Any


class Task(Protocol):
    """Something to do that can be taken apart."""

    def split(self) -> Sequence[Task]:
        """The same work as tasks of one document each; a task of one document gives itself."""

    def bury(self, fault: Fault) -> Any:
        """The result for a single document that cannot be done."""


T = TypeVar("T", bound=Task)

#: A worker may die through no fault of the document it holds (the system ran out of memory, an operator killed
#: it), so a document must meet this many deaths, alone in its worker, before it is set aside.
_DEATHS = 2


class Pool(Generic[T]):
    """A fixed number of worker processes, started when first needed.

    Args:
        target: ``module:name`` of a callable that builds a worker from ``arguments``; the worker is called with
            (task, announce).
        arguments: what it is built from; must pickle.
        workers: number of processes.
        limits: what each may take.
        strict: raise the first TaskError instead of setting the document aside.
    """

    def __init__(
        self, target: str, arguments: tuple[Any, ...], workers: int, limits: Limits, strict: bool = False
    ) -> None:
        self._target = target
        self._arguments = arguments
        self._limits = limits
        self._strict = strict
        self._workers = workers
        self._local = threading.local()
        self._children: set[Child] = set()
        self._closing = False
        self._lock = threading.Lock()
        self._threads = ThreadPoolExecutor(workers, "worker")

    def __enter__(self) -> Pool[T]:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def map(self, tasks: Iterable[T]) -> Iterator[tuple[T, list[Any]]]:
        """Each task with its results, as they are done; one result, or one per document if it had to be split.

        Raises:
            StartError: a worker process could not be set up.
            TaskError: a worker raised, and the pool is strict.
        """
        stream = iter(tasks)
        waiting: dict[Future[list[Any]], T] = {}
        while True:
            for task in islice(stream, 2 * self._workers - len(waiting)):
                waiting[self._threads.submit(self._do, task)] = task
            if not waiting:
                return
            done, _ = wait(waiting, return_when=FIRST_COMPLETED)
            for future in done:
                yield waiting.pop(future), future.result()

    def close(self) -> None:
        """End every worker process; tasks that are under way are lost."""
        self._closing = True
        with self._lock:
            for child in self._children:
                child.kill()
        self._threads.shutdown(cancel_futures=True)
        for child in self._children:
            child.close()
        self._children.clear()

    def _do(self, task: T) -> list[Any]:
        parts = task.split()
        if len(parts) != 1:
            try:
                return [self._child()(task, 2 * self._limits.seconds)]
            except (ChildDied, TaskError):
                if self._closing:
                    raise
        return [self._do_one(part) for part in parts]

    def _do_one(self, task: Task) -> Any:
        for attempt in range(1, _DEATHS + 1):
            try:
                return self._child()(task, self._limits.seconds)
            except TaskError as error:
                if self._strict:
                    raise
                return task.bury(Fault(error.kind, str(error), error.note))
            except ChildDied as death:
                if self._closing:
                    raise
                if attempt == _DEATHS or death.timed_out:
                    kind = "time_limit" if death.timed_out else "worker_died"
                    return task.bury(Fault(kind, str(death), death.note))
        raise AssertionError("unreachable")

    def _child(self) -> Child:
        """This thread's worker process, a new one if the last is gone or has grown too large."""
        child: Child | None = getattr(self._local, "child", None)
        if child is not None and child.usable:
            return child
        if child is not None:
            with self._lock:
                self._children.discard(child)
            child.close()
        self._local.child = None
        fresh = Child(self._target, self._arguments, self._limits)
        with self._lock:
            self._children.add(fresh)
        if self._closing:
            fresh.kill()
        self._local.child = fresh
        return fresh
