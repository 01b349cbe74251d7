"""Ctrl-C and SIGTERM while nothing is begun, or all is done: the process ends at once, as an interrupted run ends.

While Python imports, an interrupt would end in a traceback and in the status of the signal itself, and an import cut in
half may turn it into another error. So this module imports nothing of ours. A run at work is ended by
`pipelines.interruption`.
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any, NoReturn

# Of `broadsheet run`, by Ctrl-C, by SIGTERM and by a cancel alike: nothing is broken, and the same command goes on.
EXIT_STATUS = 130
SIGNALS = (signal.SIGINT, signal.SIGTERM)


@contextmanager
def leaving_at_once() -> Iterator[None]:
    """Inside the block Ctrl-C and SIGTERM end the process without a traceback; only for the main thread."""
    before = leave_at_signals()
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def leave_at_signals() -> dict[signal.Signals, Any]:
    """Let Ctrl-C and SIGTERM end the process from now on; returns the handlers that were there."""
    return {number: signal.signal(number, _leave) for number in SIGNALS}


def stop_leaving() -> None:
    """Give Ctrl-C and SIGTERM back to Python, for commands that hear them themselves."""
    if signal.getsignal(signal.SIGINT) is _leave:
        signal.signal(signal.SIGINT, signal.default_int_handler)
        signal.signal(signal.SIGTERM, signal.SIG_DFL)


def leave() -> NoReturn:
    """End an interrupted command that has said what there is to say.

    Under `python -m` Python would end by the signal instead of by the status, where the interrupt came in code made at
    run time, as in the midst of a dataclass.
    """
    for stream in (sys.stdout, sys.stderr):
        with suppress(OSError):
            stream.flush()
    os._exit(EXIT_STATUS)


def _leave(number: int, frame: object) -> None:
    os.write(2, b"\nInterrupted.\n")
    os._exit(EXIT_STATUS)
