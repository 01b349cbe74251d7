"""The process from which each query's own process is forked: it has imports, one thread, no release and no secret.

A fresh interpreter would take a third of a second for each query; a process that serves one query after another would
carry over what one of them left. Only this module runs on both sides of the fork.
"""

from __future__ import annotations

import gc
import math
import os
import resource
import signal
from collections.abc import Iterator
from contextlib import suppress
from multiprocessing.connection import Connection
from multiprocessing.reduction import recv_handle
from pathlib import Path
from typing import NoReturn

from broadsheet.pool.worker import READY, end_with
from broadsheet.serving.answering import answer, open_release
from broadsheet.serving.problems import Problem, ProblemError
from broadsheet.serving.task import HANDING_OVER_S, OPENED, Task, pack_problem

# Address space beside what DuckDB may hold: threads' stacks and arenas, Python's rows, the answer.
_MARGIN_MB = 384
# The server stops a query first, and knows why; the kernel stops one whose server hangs.
_GRACE_S = 10.0
_OPEN_FILES = 64


def serve(fd: int, lifeline: int) -> None:
    """Fork a process for each task that comes over the connection, until it closes.

    lifeline: a pipe whose other end only the server holds: the kernel ends this process with it.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the server decides when to stop
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # the kernel reaps: nobody waits for a query's process
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    end_with(lifeline)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    connection = Connection(fd)
    gc.collect()
    gc.freeze()
    connection.send(READY)
    with suppress(EOFError, ConnectionResetError):
        while True:
            packed = connection.recv_bytes()
            out, line = recv_handle(connection), recv_handle(connection)
            if os.fork() == 0:
                connection.close()
                os.close(lifeline)
                _run(packed, out, line)
            os.close(out)
            os.close(line)


def _run(packed: bytes, out: int, line: int) -> NoReturn:
    """Be the process of one query: run it, hand its answer over, end."""
    status = 1
    try:
        end_with(line)
        task = Task.unpack(packed)
        _limit(task)
        _silence()
        for piece in _answer(task):
            _write(out, piece)
        status = 0
    finally:
        os._exit(status)  # nothing of the parent is tidied up a second time


def _answer(task: Task) -> Iterator[bytes]:
    """The word that the release is open, from which on the query's time counts; then its answer or the problem."""
    try:
        opened = open_release(task)
        yield OPENED
        signal.setitimer(signal.ITIMER_REAL, task.seconds + _GRACE_S)
        head, content = answer(opened, task)
        pieces = [head.pack(), content]
    except ProblemError as error:
        pieces = [pack_problem(error.problem)]
    except MemoryError:
        pieces = [pack_problem(Problem("over_memory", "The answer needs more memory than this server gives one."))]
    except Exception as error:  # noqa: BLE001  whoever asked gets an answer, whatever the query provoked
        pieces = [pack_problem(Problem("fault", f"The query could not be answered: {type(error).__name__}."))]
    signal.setitimer(signal.ITIMER_REAL, HANDING_OVER_S)
    yield from pieces


def _write(out: int, piece: bytes) -> None:
    rest = memoryview(piece)
    while rest:
        rest = rest[os.write(out, rest) :]


def _limit(task: Task) -> None:
    """Clock, processor time, memory, files: each held by the kernel, which needs no thread of ours to run."""
    signal.setitimer(signal.ITIMER_REAL, HANDING_OVER_S)
    _bound(resource.RLIMIT_CPU, math.ceil((task.seconds + _GRACE_S) * task.threads))
    _bound(resource.RLIMIT_FSIZE, 0)
    _bound(resource.RLIMIT_NOFILE, _OPEN_FILES)
    mapped = _measure_mapped()
    if mapped:
        _bound(resource.RLIMIT_AS, mapped + (task.memory_mb + _MARGIN_MB) * 2**20 + task.most_bytes)


def _bound(kind: int, most: int) -> None:
    """Set a limit that cannot be raised again; a stricter one of whoever started the server stays."""
    _, hard = resource.getrlimit(kind)
    least = most if hard == resource.RLIM_INFINITY else min(most, hard)
    with suppress(ValueError, OSError):  # where the system has no such limit
        resource.setrlimit(kind, (least, least))


def _measure_mapped() -> int:
    """Address space of this process in bytes; 0 where the system does not tell."""
    try:
        return int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0]) * resource.getpagesize()
    except (OSError, ValueError):
        return 0


def _silence() -> None:
    """What a library prints while it breaks goes nowhere: it may hold SQL."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    for stream in (1, 2):
        os.dup2(nowhere, stream)
    os.close(nowhere)
