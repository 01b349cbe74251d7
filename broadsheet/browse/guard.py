"""What stands before every page of a server: its own names and pages only, and headers that keep answers harmless.

A request whose Host is not one of ours is refused, so that a page of the web cannot read the warehouse by a name that
it lets lead to this machine (DNS rebinding); one whose Origin is another server's as well.
"""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlsplit

from starlette.responses import PlainTextResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

Refuse = Callable[[str, str], Response]
LOCAL_HOSTS = frozenset({"127.0.0.1", "localhost", "[::1]"})
_FOREIGN_HOST = "This server answers to its own names only. Start it with --name NAME."
_FOREIGN_ORIGIN = "The request came from a page of another site."
_STATUSES = {"foreign_host": 421, "foreign_origin": 403}


class Guard:
    """Refuses foreign hosts, and gives every answer the headers that keep it harmless.

    policy: the Content-Security-Policy of its pages. refuse: makes the answer to a request that is refused, of the kind
    `foreign_host` or `foreign_origin` and a sentence.
    """

    def __init__(self, app: ASGIApp, hosts: frozenset[str], policy: str, refuse: Refuse | None = None) -> None:
        self._app, self._hosts = app, hosts
        self._refuse = refuse or (lambda kind, told: PlainTextResponse(told, _STATUSES[kind]))
        self._headers = [
            (b"content-security-policy", f"{policy}; frame-ancestors 'none'".encode()),
            (b"x-content-type-options", b"nosniff"),
            (b"x-frame-options", b"DENY"),
            # The form's Origin is named to this server alone; no other is told where a reader comes from.
            (b"referrer-policy", b"same-origin"),
            (b"cross-origin-opener-policy", b"same-origin"),
            (b"cross-origin-resource-policy", b"same-origin"),
            (b"permissions-policy", b"camera=(), microphone=(), geolocation=()"),
            (b"cache-control", b"no-cache"),
        ]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def send_guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message["headers"], *self._headers]
            await send(message)

        refusal = self._check(scope)
        await (refusal or self._app)(scope, receive, send_guarded)

    def _check(self, scope: Scope) -> Response | None:
        """The answer to a request that is refused; None for all others."""
        if find_host(scope) not in self._hosts:
            return self._refuse("foreign_host", _FOREIGN_HOST)
        origins = [value.decode("latin-1") for name, value in scope["headers"] if name == b"origin"]
        (host,) = [value.decode("latin-1") for name, value in scope["headers"] if name == b"host"]
        if not all(is_own_origin(origin, host) for origin in origins):
            return self._refuse("foreign_origin", _FOREIGN_ORIGIN)
        return None


def find_host(scope: Scope) -> str:
    """The name in the Host header without its port, in lower case; empty where there is not exactly one."""
    named = [value.decode("latin-1").lower() for name, value in scope["headers"] if name == b"host"]
    if len(named) != 1:
        return ""
    written = str(named[0])
    host, _, port = written.rpartition(":")
    return host if host and port.isdigit() and not host.endswith(":") else written


def is_own_origin(origin: str, host: str) -> bool:
    """Whether an Origin is that of a page of this server, which was reached as `host`.

    >>> is_own_origin("http://127.0.0.1:8517", "127.0.0.1:8517"), is_own_origin("null", "localhost")
    (True, False)
    """
    try:
        found = urlsplit(origin)
    except ValueError:
        return False
    return found.scheme in ("http", "https") and found.netloc.lower() == host.lower()
