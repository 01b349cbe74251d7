"""One worker process as its parent sees it: started, warmed, given a batch, asked for the answer, ended.

Workers are started as plain subprocesses that import only this package and what their job names: nothing of the
caller's main module is imported again and no thread is forked, so they work the same in Dagster, in the command line
and in tests. A fork per page would cost 1.9 times the serial time, two long-lived workers do 1.98 times its pages.
"""

from __future__ import annotations

import os
import pickle
import signal
import subprocess
import sys
from collections.abc import Sequence
from contextlib import suppress
from multiprocessing.connection import Pipe
from typing import Any

from broadsheet.errors import FaultError
from broadsheet.failures import Failure
from broadsheet.pool.job import Job, Limits
from broadsheet.pool.worker import READY

_BOOT = "import sys; sys.path[:] = {path!r}; from broadsheet.pool.worker import serve; serve({fd}, {lifeline})"


class Worker:
    """A worker process. is_fresh: it has had no batch before the present one. is_idle: it waits for a batch."""

    def __init__(self, job: Job[Any, Any]) -> None:
        """Start it; `send` waits until it is ready."""
        self._work = job.work
        self._limits = Limits(0, 0.0, 0)
        self._is_ready = False
        self._batch_count = 0
        self.is_idle = True
        self.connection, theirs = Pipe()
        lifeline, self._lifeline = os.pipe()
        with theirs:
            boot = _BOOT.format(path=sys.path, fd=theirs.fileno(), lifeline=lifeline)
            self.process = subprocess.Popen(
                [sys.executable, "-c", boot],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                pass_fds=[theirs.fileno(), lifeline],
                # Ctrl-C goes to the group of the terminal; the parent alone decides when its workers end.
                process_group=0,
            )
        os.close(lifeline)
        with suppress(BrokenPipeError, ConnectionResetError):  # a dead worker shows when it should be ready
            self.connection.send((job.work, job.arguments))

    @property
    def is_fresh(self) -> bool:
        return self._batch_count <= 1

    def send(self, batch: Sequence[Any], limits: Limits) -> None:
        """Give it a batch. Raises FaultError where it cannot be started, and what its warm-up raises of that kind."""
        if not self._is_ready:
            self._await_ready()
        self._batch_count += 1
        self._limits = limits
        self.is_idle = False
        message = pickle.dumps((list(batch), limits), pickle.HIGHEST_PROTOCOL)
        with suppress(BrokenPipeError, ConnectionResetError):  # a dead worker shows when its answer is read
            self.connection.send_bytes(message)

    def receive(self) -> Any:
        """Its answer: a list of outcomes, a Failure (also where it has ended), or a FaultError."""
        try:
            answer = self.connection.recv()
        except (EOFError, OSError):
            return self._explain_end()
        self.is_idle = True
        return answer

    def end(self, *, at_once: bool = False) -> None:
        """End it. An idle one leaves by itself when its pipe closes, unless it shall at once; any other is killed."""
        self.connection.close()
        if at_once or not (self.is_idle and self._is_ready):
            self.process.kill()
        self.process.wait()
        os.close(self._lifeline)

    def _await_ready(self) -> None:
        try:
            answer = self.connection.recv()
        except (EOFError, OSError) as error:
            code = self.process.wait()
            raise FaultError(
                f"A worker for {self._work} could not start: exit status {code}. Its error is above."
            ) from error
        if isinstance(answer, FaultError):
            raise answer
        self._is_ready = answer == READY

    def _explain_end(self) -> Failure:
        code = self.process.wait()
        if code == -signal.SIGXCPU:
            return Failure("timeout", f"More than {self._limits.cpu_seconds} s of processor time.")
        if code == -signal.SIGALRM:
            return Failure("timeout", f"No answer after {self._limits.wall_seconds:g} s.")
        name = signal.Signals(-code).name if code < 0 else f"exit status {code}"
        return Failure("crash", f"The worker process ended with {name}.")
