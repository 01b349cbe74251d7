"""One request and its response, within the caps; every fault becomes an outcome here.

Belongs here: what is sent, what of the answer is read, and the table of faults. Redirects and the meaning of a status
belong to `client.py`.
"""

from __future__ import annotations

import re
import ssl
import time
from collections.abc import Callable
from datetime import datetime

import httpcore2

from broadsheet.errors import FaultError, FetchError
from broadsheet.fetch.backend import GuardedBackend, Watch
from broadsheet.fetch.decoding import ACCEPT_ENCODING
from broadsheet.fetch.exchange import Headers, Hop
from broadsheet.fetch.limits import Limits
from broadsheet.fetch.redirects import REDIRECT_STATUSES
from broadsheet.fetch.urls import FetchUrl, strip_userinfo

ACCEPT = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
# What callers may send; never Authorization, Cookie or anything else that says who they are.
SENDABLE = frozenset({"accept", "accept-language", "if-modified-since", "if-none-match"})
_SENDABLE_VALUE = re.compile(r"[\x21-\x7e\xa0-\xff](?:[\t\x20-\x7e\xa0-\xff]*[\x21-\x7e\xa0-\xff])?")
# Headers whose value is an address, which may hold a user and password.
_ADDRESS_HEADERS = frozenset({"location", "content-location"})
_USERINFO = re.compile(r"//[^/\s]*@")
# The text of a redirect is kept for the archive, but not waited for.
_REDIRECT_BODY_BYTES = 16 << 10
_REDIRECT_BODY_S = 2.0
# A kept connection may have been closed by its server as we send: the request is made again on another.
_MAX_STALE = 4

# The first class that fits names the outcome. ValueError is what readers of numbers and texts raise where a library
# forgot one of theirs.
_FAULTS: tuple[tuple[type[Exception], str], ...] = (
    (httpcore2.TimeoutException, "timed_out"),
    (httpcore2.ConnectError, "connect_failed"),
    (httpcore2.NetworkError, "protocol_error"),
    (httpcore2.ProtocolError, "protocol_error"),
    (ssl.SSLError, "tls_failed"),
    (OSError, "protocol_error"),
    (ValueError, "protocol_error"),
)
_CAUGHT: tuple[type[Exception], ...] = tuple(fault for fault, _ in _FAULTS)
_ANY_FAULT: tuple[type[Exception], ...] = (FetchError, *_CAUGHT)


def write_request_headers(user_agent: str, extra: Headers) -> Headers:
    """All headers of a request but Host, those of the caller last.

    A value of the caller's that no header can hold is left out: it came from a server once, and the answer to a
    request without it is as good. Raises FaultError for a header that is not SENDABLE.
    """
    for name, _ in extra:
        if name.lower() not in SENDABLE:
            raise FaultError(f"The header {name!r} is never sent; only {', '.join(sorted(SENDABLE))} may be.")
    extra = tuple((name, value) for name, value in extra if is_sendable(value))
    named = {name.lower() for name, _ in extra}
    own = (("User-Agent", user_agent), ("Accept", ACCEPT), ("Accept-Encoding", ACCEPT_ENCODING))
    return tuple(pair for pair in own if pair[0].lower() not in named) + extra


def is_sendable(value: str) -> bool:
    """Whether a header can hold it: Latin-1 without controls, and no blanks at its ends."""
    return _SENDABLE_VALUE.fullmatch(value) is not None


class Requester:
    """Makes single requests over a pool."""

    def __init__(
        self,
        pool: httpcore2.ConnectionPool,
        backend: GuardedBackend,
        limits: Limits,
        now: Callable[[], datetime],
    ) -> None:
        self._pool = pool
        self._backend = backend
        self._limits = limits
        self._now = now

    def ask(self, url: FetchUrl, headers: Headers, deadline: float) -> tuple[Hop, FetchError | None]:
        """The hop, and the fault that ended it, if one did: then the hop holds what came before it."""
        draft = _HopDraft(url, (("Host", url.authority), *headers), self._now())
        fault = None
        for attempt in range(_MAX_STALE):
            watch = draft.watch = Watch(self._limits, deadline)
            self._backend.watch(watch)
            try:
                self._exchange(draft)
            except FetchError as error:
                fault = error
            except _CAUGHT as error:
                if attempt + 1 < _MAX_STALE and _is_stale(watch, error):
                    continue
                fault = _name_fault(error)
            break
        return draft.finish(is_cut=fault is not None and draft.status is not None), fault

    def _exchange(self, draft: _HopDraft) -> None:
        """Send the request and read the answer into `draft`. Raises what goes wrong."""
        url = draft.url
        request = httpcore2.Request(
            "GET",
            httpcore2.URL(scheme=url.scheme, host=url.connect_host, port=url.port, target=url.target),
            headers=[(name.encode("ascii"), value.encode("latin-1")) for name, value in draft.request_headers],
            # A certificate names the host without the dot at its end.
            extensions={"sni_hostname": url.connect_host.rstrip("."), "timeout": {"pool": self._limits.total_s}},
        )
        response = self._pool.handle_request(request)
        try:
            if not draft.watch.received_bytes:
                # Bytes after the end of the last page on a kept connection are no answer to this request.
                raise httpcore2.RemoteProtocolError("an answer came before its request")
            draft.watch.is_head_read = True
            draft.read_head(response, self._limits)
            self._read_body(draft, response)
        finally:
            response.close()

    def _read_body(self, draft: _HopDraft, response: httpcore2.Response) -> None:
        if draft.status in REDIRECT_STATUSES:
            self._read_redirect_body(draft, response)
            return
        most = self._limits.body_bytes
        announced = draft.read_length()
        if announced is not None and announced > most:
            raise FetchError("body_too_large", f"{announced} bytes are announced; the cap is {most}")
        for piece in response.iter_stream():
            draft.body += piece
            if len(draft.body) > most:
                del draft.body[most:]
                raise FetchError("body_too_large", f"the body is over {most} bytes")
            draft.watch.left(1.0)

    def _read_redirect_body(self, draft: _HopDraft, response: httpcore2.Response) -> None:
        """What of it comes at once; nothing about it is a fault."""
        watch = draft.watch
        watch.deadline = min(watch.deadline, time.monotonic() + _REDIRECT_BODY_S)
        try:
            for piece in response.iter_stream():
                draft.body += piece
                if len(draft.body) > _REDIRECT_BODY_BYTES:
                    del draft.body[_REDIRECT_BODY_BYTES:]
                    draft.is_body_cut = True
                    return
                watch.left(1.0)
        except _ANY_FAULT:
            draft.is_body_cut = True


class _HopDraft:
    """A hop while it comes in."""

    def __init__(self, url: FetchUrl, request_headers: Headers, started_at: datetime) -> None:
        self.url = url
        self.request_headers = request_headers
        self.started_at = started_at
        self.started = time.monotonic()
        self.watch: Watch
        self.status: int | None = None
        self.reason = ""
        self.headers: Headers = ()
        self.body = bytearray()
        self.is_body_cut = False

    def read_head(self, response: httpcore2.Response, limits: Limits) -> None:
        """Take over status and headers. Raises FetchError head_too_large or protocol_error."""
        pairs = [(name.decode("latin-1"), value.decode("latin-1")) for name, value in response.headers]
        size = sum(len(name) + len(value) + 4 for name, value in pairs)
        if size > limits.head_bytes or len(pairs) > limits.header_count:
            raise FetchError("head_too_large", f"{len(pairs)} headers of {size} bytes")
        if response.status < 200:
            raise FetchError("protocol_error", f"status {response.status} as an answer")
        self.status = response.status
        reason: bytes = response.extensions.get("reason_phrase", b"")
        self.reason = reason.decode("latin-1")
        self.headers = tuple((name, _strip_address(name, value)) for name, value in pairs)

    def read_length(self) -> int | None:
        """The length that the head announces, None where it does not or where the body has its own framing."""
        named = {name.lower(): value for name, value in self.headers}
        length = named.get("content-length", "")
        if "transfer-encoding" in named or not re.fullmatch(r"[0-9]{1,18}", length):
            return None
        return int(length)

    def finish(self, is_cut: bool) -> Hop:
        """The hop as it is now."""
        return Hop(
            url=str(self.url),
            started_at=self.started_at,
            seconds=time.monotonic() - self.started,
            address=self.watch.address,
            status=self.status,
            reason=self.reason,
            request_headers=self.request_headers,
            headers=self.headers,
            body=bytes(self.body),
            is_body_cut=is_cut or self.is_body_cut,
        )


def _strip_address(name: str, value: str) -> str:
    return strip_userinfo(value) if name.lower() in _ADDRESS_HEADERS else value


def _is_stale(watch: Watch, error: Exception) -> bool:
    """Whether a kept connection ended before anything came over it."""
    is_kept = watch.address is not None and not watch.has_connected
    return is_kept and not watch.received_bytes and not isinstance(error, httpcore2.TimeoutException)


def _name_fault(error: Exception) -> FetchError:
    """The outcome of an exception; what TLS did lies below the exception that httpcore2 makes of it."""
    inner = error.__cause__ or error.__context__
    if isinstance(inner, ssl.SSLError):
        return FetchError("tls_failed", _describe(inner))
    outcome = next(outcome for fault, outcome in _FAULTS if isinstance(error, fault))
    return FetchError(outcome, _describe(error))


def _describe(error: Exception) -> str:
    """Its text on one line; h11 quotes what it could not read, which may be an address with a password."""
    text = _USERINFO.sub("//", str(error) or type(error).__name__)
    return " ".join(text.split())[:200]
