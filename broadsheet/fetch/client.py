"""The fetcher: one address in, one exchange out, whatever the other side does.

Belongs here: one GET with its redirects, the caps on what comes back, and how each fault ends. Addresses and
connections belong to `backend.py`, content codings to `decoding.py`, when to ask to `broadsheet.crawl`.

Nothing is remembered between two fetches but open connections: no cookies, no credentials, no cache.
"""

from __future__ import annotations

import ssl
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType

import certifi
import httpcore2

from broadsheet.errors import BadUrlError, FetchError, SettingsError
from broadsheet.fetch.backend import GuardedBackend
from broadsheet.fetch.decoding import decode_body
from broadsheet.fetch.exchange import Exchange, Gate, Headers, Hop
from broadsheet.fetch.limits import Limits
from broadsheet.fetch.redirects import REDIRECT_STATUSES, find_target
from broadsheet.fetch.requester import Requester, is_sendable, write_request_headers
from broadsheet.fetch.urls import FetchUrl, parse_url, strip_userinfo
from broadsheet.settings import Settings

_CONNECTIONS = 64
_KEPT_CONNECTIONS = 32
_KEEP_ALIVE_S = 30.0
_STATUS_OUTCOMES = {
    401: "refused",
    402: "refused",
    403: "refused",
    404: "gone",
    407: "refused",
    410: "gone",
    429: "throttled",
    451: "refused",
    503: "throttled",
}


class Client:
    """Fetches addresses; safe to be used by several threads at once. Close it, or use it as a context manager.

    user_agent: sent as it is; it says who asks and how to reach them. ca_file: certificate authorities in PEM that are
    trusted instead of the web's (certifi). now: the clock of `Hop.started_at`.
    """

    def __init__(
        self,
        user_agent: str,
        *,
        limits: Limits | None = None,
        backend: GuardedBackend | None = None,
        ca_file: Path | None = None,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        if not is_sendable(user_agent):
            raise SettingsError(f"The User-Agent {user_agent!r} cannot be sent. Write it in Latin letters on one line.")
        self._user_agent = user_agent
        self._limits = limits or Limits()
        self._backend = backend or GuardedBackend()
        self._pool = httpcore2.ConnectionPool(
            ssl_context=make_ssl_context(ca_file),
            max_connections=_CONNECTIONS,
            max_keepalive_connections=_KEPT_CONNECTIONS,
            keepalive_expiry=_KEEP_ALIVE_S,
            network_backend=self._backend,
        )
        self._requester = Requester(self._pool, self._backend, self._limits, now)

    def __enter__(self) -> Client:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close all connections."""
        self._pool.close()
        self._backend.close()

    def fetch(self, url: str, *, headers: Headers = (), gate: Gate | None = None) -> Exchange:
        """One GET, redirects followed by hand. Raises nothing for whatever the other side does.

        headers: of the caller, such as If-None-Match; `requester.SENDABLE` lists which. Raises FaultError for others.
        """
        request_headers = write_request_headers(self._user_agent, headers)
        requested = strip_userinfo(url)
        try:
            target = parse_url(url).without_fragment()
        except BadUrlError as error:
            return Exchange(requested, "bad_url", str(error), ())
        fault = target.find_fault()
        if fault:
            return Exchange(requested, "bad_url", fault, ())
        return self._follow(requested, target, request_headers, gate)

    def _follow(self, requested: str, url: FetchUrl, headers: Headers, gate: Gate | None) -> Exchange:
        """Ask, and ask where each answer leads, until one is the last."""
        hops: list[Hop] = []
        deadline = time.monotonic() + self._limits.total_s
        try:
            while True:
                deadline += _ask_gate(gate, url)
                hop, fault = self._requester.ask(url, headers, deadline)
                hops.append(hop)
                if fault is not None:
                    raise fault
                if hop.status not in REDIRECT_STATUSES:
                    return self._conclude(requested, tuple(hops))
                url = find_target(url, hops, self._limits.redirects)
        except FetchError as error:
            return Exchange(requested, error.outcome, error.detail, tuple(hops))

    def _conclude(self, requested: str, hops: tuple[Hop, ...]) -> Exchange:
        """The exchange of a last answer that came whole. Raises FetchError bad_encoding."""
        last = hops[-1]
        assert last.status is not None  # no fault without a head
        outcome = _name_outcome(last)
        detail = f"{last.status} {last.reason}".strip()
        if outcome != "fetched":
            return Exchange(requested, outcome, detail, hops)
        encodings = [value for name, value in last.headers if name.lower() == "content-encoding"]
        return Exchange(requested, outcome, detail, hops, decode_body(last.body, encodings, self._limits))


def open_client(settings: Settings, user_agent: str, limits: Limits | None = None) -> Client:
    """A client that reaches what the settings allow and trusts whom they name."""
    backend = GuardedBackend(allowed=settings.fetch_allow)
    return Client(user_agent, limits=limits, backend=backend, ca_file=settings.fetch_ca)


def make_ssl_context(ca_file: Path | None = None) -> ssl.SSLContext:
    """TLS 1.2 or newer, certificates and names verified, against certifi's authorities or those of a file.

    Raises SettingsError for a file that cannot be read or holds no certificate.
    """
    # Not by ssl.create_default_context, which writes session keys where the environment asks it to.
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    try:
        context.load_verify_locations(cafile=str(ca_file or certifi.where()))
    except OSError as error:
        raise SettingsError(
            f"{ca_file} holds no certificates that can be read: {error}. Give a file in PEM."
        ) from error
    return context


def _ask_gate(gate: Gate | None, url: FetchUrl) -> float:
    """Seconds that the gate waited. Raises FetchError with its outcome where it does not open."""
    if gate is None:
        return 0.0
    started = time.monotonic()
    refusal = gate(str(url))
    if refusal is not None:
        raise FetchError(*refusal)
    return time.monotonic() - started


def _name_outcome(hop: Hop) -> str:
    """What the status of a last hop means."""
    status = hop.status or 0
    if 200 <= status < 300:
        return "fetched"
    conditions = {"if-none-match", "if-modified-since"}
    if status == 304 and any(name.lower() in conditions for name, _ in hop.request_headers):
        return "not_modified"
    return _STATUS_OUTCOMES.get(status, "http_error")
