"""Ray itself: imported, joined or started, and what it says in one line. Belongs here: whatever is true of any job."""

from __future__ import annotations

import logging
import os
import signal
import socket
import threading
from typing import Any

from broadsheet.errors import SettingsError, SourceError

_KNOCK_S = 5.0
# What a Ray of our own may hold of batches on their way; they are small.
_STORE_BYTES = 256 * 2**20


def import_ray() -> Any:
    """The package Ray. What it reads from the environment when it is imported is set before.

    Raises SettingsError where it is not installed.
    """
    os.environ["RAY_USAGE_STATS_ENABLED"] = "0"  # else it tells its makers over the network
    if not os.environ.get("RAY_ADDRESS"):
        os.environ["RAY_ENABLE_WINDOWS_OR_OSX_CLUSTER"] = "0"  # one of our own listens on loopback alone
    try:
        import ray
    except ImportError as error:
        raise SettingsError(
            "BROADSHEET_ENGINE is 'ray', but Ray is not installed. Install it with pip install 'broadsheet[ray]', or "
            "set BROADSHEET_ENGINE=local."
        ) from error
    return ray


def connect(ray: Any, workers: int) -> None:
    """Join the cluster that `RAY_ADDRESS` names, else start one of this process's own; once.

    Raises SourceError where it cannot be reached.
    """
    if ray.is_initialized():
        return
    address = os.environ.get("RAY_ADDRESS")
    own = {"num_cpus": workers or None, "include_dashboard": False, "object_store_memory": _STORE_BYTES}
    with _KeptSignals():
        try:
            _knock(address)
            ray.init(address or "local", log_to_driver=False, logging_level=logging.ERROR, **({} if address else own))
        except (ray.exceptions.RayError, OSError, RuntimeError, ValueError) as error:
            raise SourceError(
                f"The Ray cluster at {address or 'this machine'} does not answer: {shorten(error)} Start it (`ray "
                "start --head`), set RAY_ADDRESS to it, or set BROADSHEET_ENGINE=local."
            ) from error


def _knock(address: str | None) -> None:
    """Raises OSError where nobody listens at `host:port`; Ray itself would ask again for minutes."""
    host, _, port = (address or "").removeprefix("ray://").rpartition(":")
    if host and port.isdigit():
        socket.create_connection((host, int(port)), timeout=_KNOCK_S).close()


class _KeptSignals:
    """Ray sets handlers of its own when it starts; who hears Ctrl-C and SIGTERM is the caller's to say."""

    def __enter__(self) -> None:
        is_main = threading.current_thread() is threading.main_thread()
        self._kept = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM) if is_main}

    def __exit__(self, *raised: object) -> None:
        for number, handler in self._kept.items():
            signal.signal(number, handler)


def shorten(error: BaseException) -> str:
    """The first line of what Ray says, which goes on for a page."""
    line = (str(error).strip().splitlines() or [""])[0]
    return f"{type(error).__name__}: {line[:200]}".rstrip(". ") + "."
