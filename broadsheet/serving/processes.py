"""Queries' processes as the server sees them: started, heard, ended.

Belongs here: the server's side of `nursery`. Closing a process's lifeline ends it, in the middle of whatever it does;
that is how time limits, clients that go away and the end of the server work.
"""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection, Pipe
from multiprocessing.reduction import send_handle
from typing import Self

from broadsheet.errors import FaultError
from broadsheet.pool.worker import READY
from broadsheet.serving.problems import Problem, ProblemError
from broadsheet.serving.task import HANDING_OVER_S, LONGEST_HEAD, OPENED, Head, Task, unpack_head

_BOOT = "import sys; sys.path[:] = {path!r}; from broadsheet.serving.nursery import serve; serve({fd}, {lifeline})"
# A library that starts threads when it is imported would be forked without them. glibc maps 64 MiB of addresses for
# each thread that allocates while another does: on a busy machine they alone reached the limit of a small query.
_ENVIRONMENT = {
    "OPENBLAS_NUM_THREADS": "1", "JE_ARROW_MALLOC_CONF": "background_thread:false", "MALLOC_ARENA_MAX": "2",
    "HOME": "/nonexistent", "LANG": "C.UTF-8",
}  # fmt: skip
_KEPT_VARIABLES = ("PATH", "LD_LIBRARY_PATH")
_ENDED = "The process of this query ended before it had an answer, most likely for want of memory."


@dataclass(frozen=True, slots=True)
class Answered:
    """The answer of a query: its head and its bytes."""

    head: Head
    content: bytes


class Nursery:
    """The process from which those of queries are forked; started again should it end. Use it from one thread."""

    def __init__(self) -> None:
        """Start it and wait until it is ready. Raises FaultError where it cannot be started."""
        self._start()

    def _start(self) -> None:
        self._connection, theirs = Pipe()
        lifeline, self._lifeline = os.pipe()
        with theirs:
            boot = _BOOT.format(path=sys.path, fd=theirs.fileno(), lifeline=lifeline)
            self._process = subprocess.Popen(
                [sys.executable, "-c", boot],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                pass_fds=[theirs.fileno(), lifeline],
                process_group=0,
                cwd="/",
                env={**_ENVIRONMENT, **{name: os.environ[name] for name in _KEPT_VARIABLES if name in os.environ}},
            )
        os.close(lifeline)
        try:
            is_ready = self._connection.recv() == READY
        except (EOFError, OSError):
            is_ready = False
        if not is_ready:
            raise FaultError("The process that starts queries did not start. Its error is above.")

    def fork(self, task: Task) -> Running:
        """Start the process of a query."""
        if self._process.poll() is not None:
            self.close()
            self._start()
        out, theirs_out = os.pipe()
        theirs_line, line = os.pipe()
        try:
            _hand_over(self._connection, task.pack(), theirs_out, theirs_line)
        except OSError as error:
            os.close(out)
            os.close(line)
            raise ProblemError("process_ended", "No process could be started for this query. Ask again.") from error
        finally:
            os.close(theirs_out)
            os.close(theirs_line)
        return Running(out, line, task)

    def close(self) -> None:
        """End it, and with it every query that runs."""
        self._connection.close()
        os.close(self._lifeline)
        self._process.kill()
        self._process.wait()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        self.close()


def _hand_over(connection: Connection, packed: bytes, *handles: int) -> None:
    connection.send_bytes(packed)
    for handle in handles:
        send_handle(connection, handle, None)


class Running:
    """One query's process. It ends when `end` is called."""

    def __init__(self, out: int, line: int, task: Task) -> None:
        self._out, self._line, self._seconds, self._most_bytes = out, line, task.seconds, task.most_bytes

    async def hear(self) -> Answered:
        """Wait for the answer, then end the process; also where the wait is cancelled. Raises ProblemError."""
        reader = asyncio.StreamReader(limit=LONGEST_HEAD)
        loop = asyncio.get_running_loop()
        transport = None
        try:
            protocol = asyncio.StreamReaderProtocol(reader)
            transport, _ = await loop.connect_read_pipe(lambda: protocol, os.fdopen(self._out, "rb", buffering=0))
            async with asyncio.timeout(HANDING_OVER_S) as clock:
                line = await _read_line(reader)
                if line == OPENED:
                    clock.reschedule(loop.time() + self._seconds)
                    line = await _read_line(reader)
                    clock.reschedule(loop.time() + HANDING_OVER_S)
                return await _read(line, reader, self._most_bytes)
        except TimeoutError as error:
            told = f"The query took more than {self._seconds:g} s and was stopped. Narrow it, by days say."
            raise ProblemError("over_time", told) from error
        finally:
            with suppress(OSError):
                os.close(self._line)
            if transport is not None:
                transport.close()


async def _read_line(reader: asyncio.StreamReader) -> bytes:
    try:
        return await reader.readuntil(b"\n")
    except (asyncio.IncompleteReadError, asyncio.LimitOverrunError) as error:
        raise ProblemError("process_ended", _ENDED) from error


async def _read(line: bytes, reader: asyncio.StreamReader, most_bytes: int) -> Answered:
    try:
        head = unpack_head(line)
        if isinstance(head, Problem):
            told = ProblemError(head.kind, head.message)
            told.problem = head
            raise told
        if head.byte_count > most_bytes:
            raise ValueError("more than an answer may have")
        return Answered(head, await reader.readexactly(head.byte_count))
    except (asyncio.IncompleteReadError, ValueError) as error:
        raise ProblemError("process_ended", _ENDED) from error
