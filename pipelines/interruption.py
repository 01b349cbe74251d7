"""Ctrl-C, SIGTERM and a cancel in the web UI: heard wherever a run is, and the run ended within seconds.

Dagster swaps the handlers of signals several times in a run: in a step an interrupt becomes a failed run, between steps
it waits and may be dropped at the end of a job, and inside a DuckDB query it becomes another error. So it is heard here
by the descriptor that Python writes every signal to, whatever handler is in force. Belongs here: hearing it, and ending
a process that does not end by itself. What is told of the work done belongs to `pipelines.run`.
"""

from __future__ import annotations

import logging
import os
import select
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from broadsheet.pool import close_engines
from pipelines.leaving import EXIT_STATUS, SIGNALS

# What a query or a write of files may take to notice; days that are written stay whole, as after kill -9.
GRACE_S = 5.0
_LOOK_S, _MOMENT_S = 1.0, 0.001
# Written to the watched descriptor beside the numbers of signals, which begin at 1 and stay below 65.
_END = 0
_SWALLOWED = 255


class Interruption:
    """Whether the run at work is to end. Made by `interruptible`.

    is_cancelled: asked once a second, says whether somebody has cancelled the run elsewhere. tell: what a process says
    before it is ended because it did not end by itself.
    """

    def __init__(self, grace_s: float) -> None:
        self.is_requested = False
        self.is_cancelled: Callable[[], bool] = lambda: False
        self.tell: Callable[[], str] = lambda: ""
        self._grace_s = grace_s
        self._ends_at: float | None = None
        self._is_raised_again = False
        # Dagster captures descriptor 2 inside a step.
        self._terminal = os.dup(2)

    def watch(self, descriptor: int) -> None:
        """Read the numbers of signals until _END; end the process at the second one, or after the time of grace."""
        while True:
            ready, _, _ = select.select([descriptor], [], [], _LOOK_S)
            heard = os.read(descriptor, 64) if ready else b""
            asked = self._is_asked(heard)
            if self._ends_at is not None and (asked or time.monotonic() > self._ends_at):
                self._end_process()
            if asked:
                self.is_requested, self._ends_at = True, time.monotonic() + self._grace_s
            if _END in heard:
                os.close(self._terminal)
                return
            if not self.is_requested and self.is_cancelled():
                os.kill(os.getpid(), signal.SIGINT)

    def _is_asked(self, heard: bytes) -> bool:
        """Whether a signal is among what was heard; the one that is raised again was counted when it came first."""
        asked = any(number in heard for number in SIGNALS)
        if asked and self._is_raised_again:
            asked = self._is_raised_again = False
        if _SWALLOWED in heard:
            self._is_raised_again = True
            while _is_in_hook():
                time.sleep(_MOMENT_S)
            os.kill(os.getpid(), signal.SIGINT)
        return asked

    def _end_process(self) -> None:
        # A progress bar has hidden the cursor.
        shown = "\x1b[?25h\n" if os.isatty(self._terminal) else "\n"
        os.write(self._terminal, f"{shown}{self.tell()}\n".encode(errors="replace"))
        # Its workers end with it: the pipe that keeps them alive closes.
        os._exit(EXIT_STATUS)


@contextmanager
def _raising_what_was_swallowed(descriptor: int) -> Iterator[None]:
    """Inside the block an interrupt that Python met in a finaliser and only told of is raised once more, untold.

    A handler that raises may run in the callback of a weak reference or in a `__del__`, from which nothing is raised.
    """
    hook = _Hook(descriptor, sys.unraisablehook)
    sys.unraisablehook = hook
    try:
        yield
    finally:
        sys.unraisablehook = hook.before


class _Hook:
    """What Python calls with an exception that it cannot raise."""

    def __init__(self, descriptor: int, before: Callable[[sys.UnraisableHookArgs], object]) -> None:
        self.before = before
        self._descriptor = descriptor

    def __call__(self, unraisable: sys.UnraisableHookArgs) -> None:
        # Also that of Dagster, which is no KeyboardInterrupt either.
        if issubclass(unraisable.exc_type, (Exception, SystemExit, GeneratorExit)):
            self.before(unraisable)
        else:
            os.write(self._descriptor, bytes([_SWALLOWED]))


def _is_in_hook() -> bool:
    """Whether the main thread is in the hook, where an interrupt would be told of and swallowed too."""
    frame = sys._current_frames().get(threading.main_thread().ident or 0)
    return frame is not None and frame.f_code is _Hook.__call__.__code__


@contextmanager
def interruptible(grace_s: float = GRACE_S) -> Iterator[Interruption]:
    """Hear Ctrl-C and SIGTERM inside the block, where both raise KeyboardInterrupt; workers end when one was heard.

    Outside the main thread no signal is heard and nothing changes.
    """
    interruption = Interruption(grace_s)
    if threading.current_thread() is not threading.main_thread():
        yield interruption
        return
    # A connection that was just being closed tells of the interrupt with a page of its own.
    connections = logging.getLogger("sqlalchemy.pool")
    level_before = connections.level
    connections.setLevel(logging.CRITICAL + 1)
    reading, writing = os.pipe()
    os.set_blocking(writing, False)
    descriptor_before = signal.set_wakeup_fd(writing, warn_on_full_buffer=False)
    handlers_before = {number: signal.signal(number, signal.default_int_handler) for number in SIGNALS}
    watcher = threading.Thread(target=interruption.watch, args=(reading,), name="interruption", daemon=True)
    watcher.start()
    try:
        with _raising_what_was_swallowed(writing):
            yield interruption
    except KeyboardInterrupt:
        interruption.is_requested = True
        raise
    finally:
        if interruption.is_requested:
            close_engines(at_once=True)
        signal.set_wakeup_fd(descriptor_before)
        for number, handler in handlers_before.items():
            signal.signal(number, handler)
        os.write(writing, bytes([_END]))
        watcher.join()
        os.close(reading)
        os.close(writing)
        connections.setLevel(level_before)
