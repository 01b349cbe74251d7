"""No worker outlives its parent, also where the parent is killed while the worker is in the middle of a C call."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

PARENT = """
import sys
from broadsheet.pool.process import Worker
from tests.pool.small_job import BusyJob
worker = Worker(BusyJob())
worker.send(["item"], BusyJob().limit(["item"]))
print(worker.process.pid, flush=True)
worker.receive()
"""
PATIENCE_S = 20.0


def test_a_busy_worker_ends_when_its_parent_is_killed() -> None:
    with subprocess.Popen([sys.executable, "-c", PARENT], stdout=subprocess.PIPE, text=True) as parent:
        assert parent.stdout is not None
        worker = int(parent.stdout.readline())
        is_alive = Path(f"/proc/{worker}").exists()
        parent.kill()
    end = time.monotonic() + PATIENCE_S
    while _is_running(worker) and time.monotonic() < end:
        time.sleep(0.02)
    assert is_alive and not _is_running(worker)


def test_ctrl_c_in_a_terminal_does_not_reach_a_worker() -> None:
    with subprocess.Popen([sys.executable, "-c", PARENT], stdout=subprocess.PIPE, text=True) as parent:
        assert parent.stdout is not None
        worker = int(parent.stdout.readline())
        assert os.getpgid(worker) != os.getpgid(parent.pid)
        os.kill(worker, signal.SIGINT)
        time.sleep(0.1)
        assert _is_running(worker)
        parent.kill()


def _is_running(process: int) -> bool:
    try:
        state = Path(f"/proc/{process}/stat").read_text(encoding="ascii").rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state != "Z"
