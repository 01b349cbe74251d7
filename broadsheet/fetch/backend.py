"""Connections to judged addresses: resolve a name once, judge every answer, connect to one of the judged ones.

Belongs here: the network backend that httpcore2's pool uses, and the streams it gives. Which addresses are refused
stands in `addresses.py`. The connection is made to the address itself, so no second answer of DNS can change it; Host
header and TLS keep the name. Proxies are not used, whatever the environment says: a proxy resolves names itself, and
nothing could be judged.

Caps that must hold while httpcore2 reads (seconds to the first byte, the whole, bytes of the head) are kept by the
stream, which knows the request of its thread by a `Watch`.
"""

from __future__ import annotations

import ssl
import threading
import time
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from concurrent.futures import TimeoutError as FutureTimeoutError
from dataclasses import dataclass, field
from ipaddress import ip_address
from socket import IPPROTO_TCP, getaddrinfo
from typing import Any

import httpcore2

from broadsheet.errors import FetchError
from broadsheet.fetch.addresses import judge_address
from broadsheet.fetch.limits import Limits

# A name in ASCII -> all its addresses; raises OSError where it has none.
Resolver = Callable[[str], Sequence[str]]
# Address, port, seconds -> an open connection.
Connector = Callable[[str, int, float], httpcore2.NetworkStream]
# Names that take long are looked up beside the fetch, so that it can end; as many at once.
_RESOLVING_THREADS = 16
# One connection tries so many addresses of a name.
_MAX_TRIED = 4


def resolve_by_system(name: str) -> list[str]:
    """All addresses that the system knows for a name."""
    # As bytes, or Python applies rules of its own for names of other scripts.
    return list(dict.fromkeys(str(entry[4][0]) for entry in getaddrinfo(name.encode("ascii"), None, proto=IPPROTO_TCP)))


def connect_by_socket(address: str, port: int, seconds: float) -> httpcore2.NetworkStream:
    """A TCP connection."""
    return httpcore2.SyncBackend().connect_tcp(address, port, timeout=seconds, socket_options=())


@dataclass(slots=True)
class Watch:
    """One request of one thread: its deadlines on the monotonic clock, and what its streams have seen so far."""

    limits: Limits
    deadline: float
    address: str | None = None
    has_connected: bool = False
    is_head_read: bool = False
    received_bytes: int = 0
    started: float = field(default_factory=time.monotonic)
    connect_end: float = 0.0

    def left(self, most: float) -> float:
        """Seconds left, `most` at most. Raises FetchError timed_out."""
        left = self.deadline - time.monotonic()
        if left <= 0:
            raise FetchError("timed_out", f"the whole took more than {self.limits.total_s:g} s")
        return min(left, most)

    def read_seconds(self) -> float:
        """How long the next read may take."""
        if self.received_bytes:
            return self.left(self.limits.read_s)
        waited = time.monotonic() - self.started
        if waited >= self.limits.first_byte_s:
            raise FetchError("timed_out", f"no answer within {self.limits.first_byte_s:g} s")
        return self.left(self.limits.first_byte_s - waited)


class GuardedBackend(httpcore2.NetworkBackend):
    """Opens connections to judged addresses only.

    allowed: pairs of address and port that are reached though they are refused else; for servers of one's own, in
    tests and on the own machine. resolver and connector are values, so that tests look nothing up and open no socket.
    """

    def __init__(
        self,
        *,
        allowed: Iterable[tuple[str, int]] = (),
        resolver: Resolver = resolve_by_system,
        connector: Connector = connect_by_socket,
    ) -> None:
        self._allowed = frozenset(allowed)
        self._resolver = resolver
        self._connector = connector
        self._resolving = ThreadPoolExecutor(_RESOLVING_THREADS, thread_name_prefix="resolve")
        self._local = threading.local()

    def watch(self, watch: Watch) -> None:
        """Let the streams that this thread reads keep the caps of a request."""
        self._local.watch = watch

    def current_watch(self) -> Watch:
        """The request of this thread."""
        watch: Watch = self._local.watch
        return watch

    def close(self) -> None:
        self._resolving.shutdown(wait=False, cancel_futures=True)

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore2.SOCKET_OPTION] | None = None,
    ) -> httpcore2.NetworkStream:
        """A connection to the first judged address of `host` that answers. Raises FetchError."""
        watch = self.current_watch()
        watch.connect_end = time.monotonic() + watch.left(watch.limits.connect_s)
        addresses = self._judge(host, port, watch.connect_end)[:_MAX_TRIED]
        fault: Exception | None = None
        for place, address in enumerate(addresses):
            left = watch.connect_end - time.monotonic()
            if left <= 0:
                break
            try:
                # An address that does not answer leaves time for the others.
                stream = self._connector(address, port, left / (len(addresses) - place))
            except (httpcore2.ConnectError, httpcore2.ConnectTimeout) as error:
                fault = error
                continue
            watch.address = address
            watch.has_connected = True
            watch.started = time.monotonic()
            return GuardedStream(stream, address, self)
        if fault is None or isinstance(fault, httpcore2.ConnectTimeout):
            raise FetchError("timed_out", f"no connection within {watch.limits.connect_s:g} s")
        raise FetchError("connect_failed", str(fault)) from fault

    def _judge(self, host: str, port: int, end: float) -> list[str]:
        """The addresses of a name, all of them judged. Raises FetchError."""
        addresses = [host] if _is_address(host) else self._resolve(host, end)
        for address in addresses:
            verdict = None if (address, port) in self._allowed else judge_address(address)
            if verdict is not None:
                raise FetchError("forbidden_address", verdict)
        return addresses

    def _resolve(self, host: str, end: float) -> list[str]:
        try:
            answer = self._resolving.submit(self._resolver, host)
            addresses = list(dict.fromkeys(answer.result(timeout=max(end - time.monotonic(), 0))))
        except FutureTimeoutError as error:
            raise FetchError("timed_out", "no answer of the name server in time") from error
        except (OSError, UnicodeError) as error:
            raise FetchError("unresolved", f"the name has no address: {error}") from error
        if not addresses:
            raise FetchError("unresolved", "the name has no address")
        return addresses


class GuardedStream(httpcore2.NetworkStream):
    """A connection that keeps the caps of whichever request uses it."""

    def __init__(self, inner: httpcore2.NetworkStream, address: str, backend: GuardedBackend) -> None:
        self._inner = inner
        self._address = address
        self._backend = backend

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        watch = self._backend.current_watch()
        watch.address = self._address
        limits = watch.limits
        if not watch.is_head_read:
            if watch.received_bytes > limits.head_bytes:
                raise FetchError("head_too_large", f"the response head is over {limits.head_bytes} bytes")
        elif watch.received_bytes > 2 * limits.body_bytes + limits.head_bytes:
            # Chunked coding in tiny pieces, with long comments or trailers.
            raise FetchError("body_too_large", f"more than twice {limits.body_bytes} bytes were sent")
        received = self._inner.read(max_bytes, timeout=watch.read_seconds())
        watch.received_bytes += len(received)
        return received

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        watch = self._backend.current_watch()
        watch.address = self._address
        self._inner.write(buffer, timeout=watch.left(watch.limits.read_s))

    def close(self) -> None:
        self._inner.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore2.NetworkStream:
        watch = self._backend.current_watch()
        left = watch.left(max(watch.connect_end - time.monotonic(), 0.001))
        stream = self._inner.start_tls(ssl_context, server_hostname, timeout=left)
        watch.started = time.monotonic()
        return GuardedStream(stream, self._address, self._backend)

    def get_extra_info(self, info: str) -> Any:
        return self._inner.get_extra_info(info)


def _is_address(text: str) -> bool:
    try:
        ip_address(text)
    except ValueError:
        return False
    return True
