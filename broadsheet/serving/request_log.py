"""One line for each request, without SQL: what a newsroom asks is nobody's business, its administrator's included.

A line has the time, the path where it is one of ours, the status, the kind of problem, milliseconds, rows, bytes,
format and release; and of the SQL a mark that is the same for the same SQL until the server ends. Nothing can be told
from it, since its key is thrown away then.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from starlette.types import ASGIApp, Message, Receive, Scope, Send

_MARK_CHARS = 8
_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
# The status in the log of a request whose client went away; nobody receives it.
GONE = 499


@dataclass(slots=True)
class Noted:
    """What the log says of a request beside its status; filled in by who answers it."""

    mark: str = "-"
    kind: str = "-"
    form: str = "-"
    row_count: int | None = None
    release_id: str | None = None
    is_gone: bool = False


class RequestLog:
    """Writes a line for each request."""

    def __init__(self, app: ASGIApp, paths: frozenset[str], write: Callable[[str], None]) -> None:
        self._app, self._paths, self._write = app, paths, write
        self._key = secrets.token_bytes(32)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request and note it."""
        noted, started, counted = Noted(), time.monotonic(), {"status": 0, "bytes": 0}

        async def send_counted(message: Message) -> None:
            counted["status"] = message.get("status", counted["status"])
            counted["bytes"] += len(message.get("body", b""))
            await send(message)

        scope["noted"], scope["mark"] = noted, self._mark
        try:
            await self._app(scope, receive, send_counted)
        finally:
            counted["status"] = GONE if noted.is_gone else counted["status"]
            self._write(self._line(scope, noted, counted, time.monotonic() - started))

    def _mark(self, sql: str) -> str:
        return hmac.new(self._key, sql.encode("utf-8", "surrogatepass"), hashlib.sha256).hexdigest()[:_MARK_CHARS]

    def _line(self, scope: Scope, noted: Noted, counted: dict[str, Any], elapsed_s: float) -> str:
        path = scope["path"] if scope["path"] in self._paths else "(another)"
        method = scope["method"] if scope["method"] in _METHODS else "(another)"
        rows = "-" if noted.row_count is None else noted.row_count
        now = datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
        return (
            f"{now} {method} {path} {counted['status'] or '-'} {noted.kind} {elapsed_s * 1000:.0f}ms rows={rows} "
            f"bytes={counted['bytes']} format={noted.form} sql={noted.mark} release={noted.release_id or '-'}"
        )
