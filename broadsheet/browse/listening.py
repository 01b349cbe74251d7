"""Listening on an address until Ctrl-C, for both servers: pages and SQL."""

from __future__ import annotations

import socket
from collections.abc import Callable
from typing import Any

import uvicorn
from rich.console import Console
from starlette.types import ASGIApp

from broadsheet.browse.patience import WriteRefusal, make_protocol
from broadsheet.errors import SettingsError

# More connections than a newsroom has readers; each further request gets status 503.
_MOST_CONNECTIONS = 64


def listen(
    app: ASGIApp,
    host: str,
    port: int,
    describe: Callable[[str], str],
    *,
    patience_s: float = 10.0,
    refuse: WriteRefusal = lambda status, told: ("text/plain", told),
    **more: Any,
) -> None:
    """Serve the application until Ctrl-C. describe: what is printed once the address is bound, given that address.

    patience_s: how long a connection may take for a request, or leave an answer unread. refuse: writes the answer to
    what is no request. more: further settings of uvicorn. Raises SettingsError where the port is taken.
    """
    config = uvicorn.Config(
        app, host=host, port=port, log_level="warning", server_header=False, date_header=False, proxy_headers=False,
        http=make_protocol(patience_s, refuse), ws="none", lifespan="off", limit_concurrency=_MOST_CONNECTIONS, **more,
    )  # fmt: skip
    server = uvicorn.Server(config)
    bound = _bind(host, port)
    shown = f"[{host}]" if ":" in host else host
    address = f"http://{shown}:{bound.getsockname()[1]}/"
    Console().print(describe(address), markup=False, highlight=False, soft_wrap=True)
    with bound:
        server.run([bound])


def _bind(host: str, port: int) -> socket.socket:
    try:
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        bound = socket.socket(family, socket.SOCK_STREAM)
        bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        bound.bind((host, port))
        bound.listen()  # whoever reads the address may ask at once
    except OSError as error:
        raise SettingsError(
            f"Port {port} of {host} cannot be used: {error.strerror}. Choose another with --port."
        ) from error
    return bound
