"""Which process does a run: the tags by which a later one knows whether it is still there."""

from __future__ import annotations

import os
import socket

PROCESS_TAG, HOST_TAG = "broadsheet/process", "broadsheet/host"


def describe_process() -> dict[str, str]:
    """Tags of a run of this process."""
    return {PROCESS_TAG: str(os.getpid()), HOST_TAG: socket.gethostname()}
