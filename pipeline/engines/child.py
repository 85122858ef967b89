"""One worker process, as the run sees it: start it, give it a task, notice its death."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

from pipeline.engines.frames import receive, send

#: Tasks between two replacements: starting takes seconds, and a worker of many languages may need what it keeps.
_LEAST_TASKS = 100
_PACKAGE_ROOT = Path(__file__).resolve().parents[2]
#: One process is one core: the numeric libraries' own threads would only fight over it. The hash seed is fixed
#: so that no order of a set can differ between workers, nor between runs.
_ENVIRONMENT = {
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
    "BLIS_NUM_THREADS": "1",
    "ARROW_DEFAULT_MEMORY_POOL": "system",
    "PYTHONHASHSEED": "0",
}


@dataclass(frozen=True, slots=True)
class Limits:
    """What one worker process may take.

    Attributes:
        seconds: wall time that a single document may take; a batch may take twice that, then goes one by one.
        memory: bytes of private memory; None is unlimited. A worker that keeps more than half is replaced now and then.
    """

    seconds: float = 60.0
    memory: int | None = None


class StartError(RuntimeError):
    """A worker process could not be set up; no task can be done."""


class ChildDied(RuntimeError):
    """The worker process ended in the middle of a task.

    Attributes:
        note: the last thing it announced about the task, None if nothing.
        timed_out: it was ended because it took too long.
    """

    def __init__(self, note: Any, timed_out: bool, message: str) -> None:
        super().__init__(message)
        self.note = note
        self.timed_out = timed_out


class TaskError(RuntimeError):
    """The worker raised while it did a task.

    Attributes:
        kind: class of its error.
        note: the last thing it announced about the task, None if nothing.
        trace: its traceback.
    """

    def __init__(self, kind: str, message: str, trace: str, note: Any) -> None:
        super().__init__(kind, message, trace, note)  # all of it, so that it can travel from a cluster
        self.kind = kind
        self.trace = trace
        self.note = note

    def __str__(self) -> str:
        return str(self.args[1])


class Child:
    """A worker process.

    Args:
        target: ``module:name`` of a callable that builds the worker from ``arguments``.
        arguments: what it is built from; must pickle.
        limits: what it may take.

    Raises:
        StartError: the worker could not be built.
    """

    def __init__(self, target: str, arguments: tuple[Any, ...], limits: Limits) -> None:
        self._limits = limits
        self._bloated = False
        self._tasks = 0
        path = [str(_PACKAGE_ROOT), *(entry for entry in sys.path if entry != str(_PACKAGE_ROOT))]
        environment = {**os.environ, **_ENVIRONMENT, "PYTHONPATH": os.pathsep.join(path)}
        self._process = subprocess.Popen(
            [sys.executable, "-m", "pipeline.engines.serve"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env=environment,
        )
        self._requests, self._answers = self._streams()
        setup = {"target": target, "arguments": arguments, "memory": limits.memory, "path": path}
        try:
            send(self._requests, setup)
            kind, detail = receive(self._answers)
        except (EOFError, OSError):
            raise StartError(f"a worker process ended while it started: {self._fate()}") from None
        if kind == "unready":
            self.kill()
            raise StartError(f"a worker process could not be set up: {detail[0]}: {detail[1]}")

    def __call__(self, task: Any, seconds: float) -> Any:
        """What the worker makes of a task.

        Raises:
            ChildDied: the process ended, by itself or because it took longer than ``seconds``.
            TaskError: the worker raised; the process lives on.
        """
        note: Any = None
        late = threading.Event()
        alarm = threading.Timer(seconds, self._time_out, (late,))
        alarm.daemon = True
        alarm.start()
        try:
            send(self._requests, task)
            while True:
                kind, *rest = receive(self._answers)
                if kind != "note":
                    break
                note = rest[0]
        except (EOFError, OSError):
            why = f"no answer in {seconds:g} s" if late.is_set() else self._fate()
            raise ChildDied(note, late.is_set(), why) from None
        finally:
            alarm.cancel()
        self._tasks += 1
        grown = self._limits.memory is not None and rest[1] > self._limits.memory / 2
        self._bloated = grown and self._tasks >= _LEAST_TASKS
        if kind == "error":
            kind, message, trace = rest[0]
            raise TaskError(kind, message, trace, note)
        return rest[0]

    @property
    def usable(self) -> bool:
        """Whether it lives and has not grown beyond half of its memory."""
        return not self._bloated and self._process.poll() is None

    @property
    def pid(self) -> int:
        """Its process id."""
        return self._process.pid

    def kill(self) -> None:
        """End it at once."""
        self._process.kill()

    def close(self) -> None:
        """End it and free what it held here."""
        self.kill()
        self._process.wait()
        for stream in self._streams():
            with suppress(OSError):  # a task that the dead process never read is still in the buffer
                stream.close()

    def _time_out(self, late: threading.Event) -> None:
        late.set()
        self.kill()

    def _streams(self) -> tuple[Any, Any]:
        return cast(Any, self._process.stdin), cast(Any, self._process.stdout)

    def _fate(self) -> str:
        code = self._process.wait()
        return f"the worker process ended by signal {-code}" if code < 0 else f"the worker process exited with {code}"
