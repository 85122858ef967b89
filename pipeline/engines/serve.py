"""What a worker process runs: build the worker once, then answer tasks until the run that started it is gone."""

from __future__ import annotations

import ctypes
import gc
import os
import queue
import signal
import sys
import threading
import traceback
from collections.abc import Callable
from importlib import import_module
from itertools import count
from typing import Any, BinaryIO

from pipeline.engines.frames import receive, send

_PAGE = 4096
_TASKS_BETWEEN = 10  # giving memory back takes some milliseconds


def main() -> None:
    """Serve the process that holds the other ends of standard input and output."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches the whole group; the run decides what ends when
    requests, answers = _claim_streams()
    setup = receive(requests)
    _limit_memory(setup["memory"])
    sys.path[:] = setup["path"]
    kind, work = _attempt(lambda: _open(setup["target"])(*setup["arguments"]))
    if kind == "error":
        send(answers, ("unready", work))
        return
    # Records hold no cycles: looking for some among everything that the packs loaded takes a twentieth of the time.
    gc.freeze()
    gc.set_threshold(100_000, 20, 100)
    send(answers, ("ready", os.getpid()))
    _serve(work, _inbox(requests), answers)


def _serve(work: Callable[..., Any], inbox: queue.Queue[Any], answers: BinaryIO) -> None:
    def announce(note: Any) -> None:
        send(answers, ("note", note))

    for task in count():
        kind, result = _attempt(work, inbox.get(), announce)
        if task % _TASKS_BETWEEN == 0:
            _give_back_memory()
        send(answers, (kind, result, resident_bytes()))


def _attempt(step: Callable[..., Any], *arguments: Any) -> tuple[str, Any]:
    """``done`` and the result, or ``error`` and a description of it.

    Here a process ends: whatever goes wrong in it has to be told to the run, which decides what becomes of it.
    """
    try:
        return "done", step(*arguments)
    except Exception as error:
        return "error", _describe(error)


def _claim_streams() -> tuple[BinaryIO, BinaryIO]:
    """Take standard input and output for messages; what a library prints goes to standard error."""
    requests, answers = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    null = os.open(os.devnull, os.O_RDONLY)
    os.dup2(null, 0)
    os.dup2(2, 1)
    os.close(null)
    return requests, answers


def _inbox(requests: BinaryIO) -> queue.Queue[Any]:
    """A queue that a thread fills, so that a worker whose run was killed ends at once, not after its batch."""
    inbox: queue.Queue[Any] = queue.Queue()

    def read() -> None:
        try:
            while True:
                inbox.put(receive(requests))
        except (EOFError, OSError):
            os._exit(0)

    threading.Thread(target=read, daemon=True).start()
    return inbox


def _open(target: str) -> Callable[..., Any]:
    """The callable that ``module:name`` names."""
    module, _, name = target.partition(":")
    found: Callable[..., Any] = getattr(import_module(module), name)
    return found


def _limit_memory(limit: int | None) -> None:
    """Bound the memory of this process, so that one document cannot take the machine down."""
    if limit is None or sys.platform == "win32":
        return
    import resource

    resource.setrlimit(resource.RLIMIT_DATA, (limit, limit))


def _give_back_memory() -> None:
    """Hand freed memory to the system, where the C library can (glibc): loading packs leaves 30 MB of holes."""
    if sys.platform == "linux":
        trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
        if trim is not None:
            trim(0)


def resident_bytes() -> int:
    """Memory of this process that is in use now; 0 where the system does not tell."""
    try:
        with open("/proc/self/statm", encoding="ascii") as file:
            return int(file.read().split()[1]) * _PAGE
    except OSError:
        return 0


def _describe(error: BaseException) -> tuple[str, str, str]:
    """Class, message and traceback of an error: the error itself may not survive pickling."""
    return type(error).__name__, str(error) or repr(error), "".join(traceback.format_exception(error))


if __name__ == "__main__":
    main()
