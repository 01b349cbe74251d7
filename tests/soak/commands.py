"""Commands as processes of their own: started, ended at a random moment or not, and what they leave running."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

# How a command is ended: signal, and whether its whole group gets it (as by a terminal) or its first process alone.
ENDINGS = {
    "kill": (signal.SIGKILL, True),
    "kill parent": (signal.SIGKILL, False),
    "ctrl-c": (signal.SIGINT, True),
    "terminate": (signal.SIGTERM, False),
}
INTERRUPTED = 130
# What has not ended by itself then hangs.
PATIENCE_S = 900.0
# An ended command takes no longer, however busy the machine.
ENDING_S = 60.0
# Workers end with their parent, within so many seconds.
LEFT_S = 10.0
_TOKEN = "SOAK_COMMAND"
_ARGUMENTS = {
    "poll": ("tests.soak.poll", "poll"),
    "poll --now": ("tests.soak.poll", "poll", "--now"),
    "run": ("pipelines", "run"),
    "run --whole-release": ("pipelines", "run", "--whole-release"),
    "upkeep": ("tests.soak.upkeep",),
}


@dataclass(frozen=True, slots=True)
class Done:
    """A command that has ended. ending: how it was ended, empty where it ended by itself."""

    name: str
    ending: str
    status: int
    seconds: float
    cpu_s: float
    peak_mb: float
    told: str
    left_running: int
    is_heard: bool

    @property
    def fault(self) -> str:
        """What is wrong with how it ended; empty where nothing is."""
        if self.left_running:
            return f"{self.left_running} processes outlive {self.name} ({self.ending or 'not ended'})"
        if self.is_heard and "Traceback" in self.told:
            return f"a traceback of {self.name} ({self.ending or 'not ended'}): {self.told[-1500:]}"
        if self.status in self._allowed():
            return ""
        return f"status {self.status} of {self.name} ({self.ending or 'not ended'}): {self.told[-1500:]}"

    def _allowed(self) -> set[int]:
        if not self.ending:
            # A second poll is refused, a second run waits for the first.
            is_busy = self.name.startswith("poll") and "poll" in self.told and "at this moment" in self.told
            return {1} if is_busy else {0}
        number, _ = ENDINGS[self.ending]
        if number is signal.SIGKILL:
            return {-number}
        # Before our handlers are in place, and in a poll or the upkeep, SIGTERM ends as ever.
        return {0, INTERRUPTED, *(() if self.is_heard and self.name.startswith("run") else (-number,))}


def run_command(name: str, environment: Mapping[str, str], ending: str, after_s: float) -> Done:
    """Run a command to its end, or end it after so many seconds where it still runs then."""
    token = f"{os.getpid()}-{time.monotonic_ns()}"
    with tempfile.TemporaryFile("w+") as told:
        begun = time.monotonic()
        process = subprocess.Popen(
            [sys.executable, "-m", *_ARGUMENTS[name]],
            env={**os.environ, **environment, _TOKEN: token, "PYTHONPATH": str(Path.cwd())},
            stdout=subprocess.DEVNULL,
            stderr=told,
            start_new_session=True,
        )
        is_ended, is_heard, given = False, True, ""
        if ending:
            is_ended = not _wait(process.pid, after_s)
            if is_ended:
                given, is_heard = ending, _hears(process.pid)
                _send(process.pid, *ENDINGS[ending])
        status, usage = _reap(process, ENDING_S if is_ended else PATIENCE_S)
        seconds = time.monotonic() - begun
        left = _count_left(token)
        told.seek(0)
        text = told.read()
    return Done(
        name, given, status, seconds, usage[0], usage[1] / 1024, text, left, is_heard
    )  # fmt: skip


def _wait(pid: int, seconds: float) -> bool:
    """Whether the process ends within so many seconds; it is not reaped."""
    last = time.monotonic() + seconds
    while time.monotonic() < last:
        if os.waitid(os.P_PID, pid, os.WEXITED | os.WNOHANG | os.WNOWAIT) is not None:
            return True
        time.sleep(0.05)
    return False


def _send(pid: int, number: signal.Signals, is_group: bool) -> None:
    with suppress(ProcessLookupError):
        (os.killpg if is_group else os.kill)(pid, number)


def _reap(process: subprocess.Popen[bytes], patience_s: float) -> tuple[int, tuple[float, float]]:
    """Exit status, seconds of processor time and the largest memory of a process; what hangs is killed."""
    if not _wait(process.pid, patience_s):
        _send(process.pid, signal.SIGABRT, True)
        if not _wait(process.pid, 10):
            _send(process.pid, signal.SIGKILL, True)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    return process.returncode, (usage.ru_utime + usage.ru_stime, usage.ru_maxrss)


def _hears(pid: int) -> bool:
    """Whether our handlers are in place: Python itself does not catch SIGTERM."""
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("SigCgt"):
            return bool(int(line.split()[1], 16) >> (signal.SIGTERM - 1) & 1)
    return False


def _count_left(token: str) -> int:
    """Processes of a command that still run some seconds after it has ended; they are killed then."""
    last = time.monotonic() + LEFT_S
    while left := _list_by_token(token):
        if time.monotonic() > last:
            break
        time.sleep(0.2)
    for pid in left:
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
    return len(left)


def _list_by_token(token: str) -> list[int]:
    found = []
    wanted = f"{_TOKEN}={token}".encode()
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit():
            with suppress(OSError):
                if wanted in (folder / "environ").read_bytes():
                    found.append(int(folder.name))
    return found
