"""The worker process: gets batches over a pipe, sends outcomes back, under limits it sets itself.

A batch that eats processor time or hangs is ended by the kernel (RLIMIT_CPU, ITIMER_REAL), since no signal handler or
thread runs while one C call does. Imports stay few, so that a replacement starts fast.
"""

from __future__ import annotations

import fcntl
import gc
import math
import os
import pickle
import resource
import select
import signal
import sys
from collections.abc import Callable
from contextlib import suppress
from importlib import import_module
from multiprocessing.connection import Connection
from typing import Any

from broadsheet.errors import FaultError
from broadsheet.failures import Failure, describe_error
from broadsheet.pool.job import Limits

READY = "ready"
Run = Callable[[list[Any]], list[Any]]


def serve(fd: int, lifeline: int) -> None:
    """Get the work's name and arguments, warm up, then answer batches until the pipe closes.

    lifeline: a pipe whose other end only the parent holds, so that it closes with the parent, however that ends.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent decides when to stop
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    end_with(lifeline)
    connection = Connection(fd)
    with suppress(EOFError, BrokenPipeError, ConnectionResetError):
        work, arguments = connection.recv()
        try:
            run = _load(work)(*arguments)
        except FaultError as error:
            connection.send(error)
            return
        gc.collect()
        gc.freeze()
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        used_bytes = _measure_memory()
        connection.send(READY)
        while True:
            message = connection.recv_bytes()
            answer = _answer(run, message, used_bytes)
            connection.send_bytes(answer)


def end_with(lifeline: int) -> None:
    """Have the kernel end this process when the pipe closes, in the middle of a C call too; on Linux only."""
    signal.signal(signal.SIGIO, signal.SIG_DFL)
    fcntl.fcntl(lifeline, fcntl.F_SETOWN, os.getpid())
    fcntl.fcntl(lifeline, fcntl.F_SETFL, fcntl.fcntl(lifeline, fcntl.F_GETFL) | os.O_ASYNC)
    if select.select([lifeline], [], [], 0)[0]:
        sys.exit(1)  # the parent has gone already


def _load(work: str) -> Callable[..., Run]:
    module, _, function = work.partition(":")
    prepare: Callable[..., Run] = getattr(import_module(module), function)
    return prepare


def _answer(run: Run, message: bytes, used_bytes: int) -> bytes:
    """The pickled outcomes of a pickled batch, or its pickled Failure or FaultError."""
    batch, limits = pickle.loads(message)
    try:
        _set_limits(limits, used_bytes)
        outcomes = run(batch)
        if len(outcomes) != len(batch):
            raise FaultError(f"{run} gave {len(outcomes)} outcomes for {len(batch)} items.")
        return pickle.dumps(outcomes, pickle.HIGHEST_PROTOCOL)
    except FaultError as error:
        return pickle.dumps(error)
    except Exception as error:  # noqa: BLE001  whatever one item provokes must not end the worker
        return pickle.dumps(_explain(error, limits))
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)


def _explain(error: Exception, limits: Limits) -> Failure:
    failure = describe_error(error)
    if failure.kind != "memory":
        return failure
    return Failure("memory", f"More than {limits.memory_bytes // 2**20} MiB.")


def _set_limits(limits: Limits, used_bytes: int) -> None:
    usage = resource.getrusage(resource.RUSAGE_SELF)
    spent = math.ceil(usage.ru_utime + usage.ru_stime)
    _lower(resource.RLIMIT_CPU, spent + limits.cpu_seconds)
    if used_bytes:
        with suppress(ValueError, OSError):  # where the system lets us
            _lower(resource.RLIMIT_AS, used_bytes + limits.memory_bytes)
    signal.setitimer(signal.ITIMER_REAL, limits.wall_seconds)


def _lower(kind: int, wanted: int) -> None:
    """Set a soft limit, never above the hard one, which stays."""
    _, hard = resource.getrlimit(kind)
    resource.setrlimit(kind, (wanted if hard == resource.RLIM_INFINITY else min(wanted, hard), hard))


def _measure_memory() -> int:
    """Address space in use, in bytes; 0 where the system does not tell, and no limit is set."""
    try:
        with open("/proc/self/statm", encoding="ascii") as statm:  # noqa: PTH123
            return int(statm.read().split()[0]) * resource.getpagesize()
    except (OSError, ValueError):
        return 0
