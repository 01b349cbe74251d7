"""Which process does a run: the tags by which a later one knows whether it is still there."""

from __future__ import annotations

import os
import socket
from pathlib import Path

PROCESS_TAG, HOST_TAG = "broadsheet/process", "broadsheet/host"
# Of what /proc tells of a process, behind its name in brackets: when it began, in ticks since the machine did.
_START = 19


def describe_process() -> dict[str, str]:
    """Tags of a run of this process."""
    return {PROCESS_TAG: f"{os.getpid()} {_read_start(os.getpid())}".strip(), HOST_TAG: socket.gethostname()}


def is_process_alive(described: str) -> bool:
    """Whether the process of a tag of this machine still runs; another one that got its number later is another."""
    number, _, start = described.partition(" ")
    process = int(number or "0")
    if process <= 0:
        return False
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        pass
    return start in ("", _read_start(process))


def _read_start(process: int) -> str:
    """When a process began; empty on a system that does not tell."""
    try:
        told = Path(f"/proc/{process}/stat").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""
    return told.rpartition(")")[2].split()[_START]
