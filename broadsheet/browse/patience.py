"""Connections that keep the server waiting are closed: uvicorn itself waits for ever.

Belongs here: clients that send no whole request, or read no answer.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

from uvicorn.protocols.http.h11_impl import H11Protocol

# Given a status and a sentence, the media type and the body of the answer.
WriteRefusal = Callable[[int, str], tuple[str, str]]


def make_protocol(patience_s: float, write_refusal: WriteRefusal) -> type[H11Protocol]:
    """The protocol of connections that may be without work, or unread, for so many seconds."""

    class PatientProtocol(H11Protocol):
        _idle: asyncio.TimerHandle | None = None
        _unread: asyncio.TimerHandle | None = None

        def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
            super().connection_made(transport)
            self._watch()

        def data_received(self, data: bytes) -> None:
            super().data_received(data)
            self._watch()

        def on_response_complete(self) -> None:
            super().on_response_complete()
            self._watch()

        def connection_lost(self, exc: Exception | None) -> None:
            super().connection_lost(exc)
            _stop(self._idle)
            _stop(self._unread)

        def pause_writing(self) -> None:
            super().pause_writing()
            self._unread = self.loop.call_later(patience_s, self.transport.abort)

        def resume_writing(self) -> None:
            super().resume_writing()
            self._unread = _stop(self._unread)

        def send_400_response(self, msg: str) -> None:
            self._refuse(400, "This is no request of HTTP, or its head is too long.")

        def _watch(self) -> None:
            """A request that is being answered has the limits of its query; until then bytes that trickle in buy no
            time."""
            if self.cycle is not None and not self.cycle.response_complete:
                self._idle = _stop(self._idle)
            elif self._idle is None or self._idle.cancelled():
                self._idle = self.loop.call_later(patience_s, self._give_up)

        def _give_up(self) -> None:
            self._idle = None
            if self.cycle is None and not self.transport.is_closing():
                self._refuse(408, f"No request arrived whole within {patience_s:g} s.")
            else:
                self.transport.close()

        def _refuse(self, status: int, told: str) -> None:
            media_type, body = write_refusal(status, told)
            head = (
                f"HTTP/1.1 {status} Refused\r\ncontent-type: {media_type}\r\n"
                f"content-length: {len(body.encode())}\r\nconnection: close\r\n\r\n"
            )
            self.transport.write((head + body).encode())
            self.transport.close()

    return PatientProtocol


def _stop(timer: asyncio.TimerHandle | None) -> Any:
    if timer is not None:
        timer.cancel()
