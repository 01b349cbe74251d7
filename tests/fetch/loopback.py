"""A web server of our own on 127.0.0.1, for tests: several host names on one port, HTTP or HTTPS.

    site = Site()
    site.add("http://news.example/", Answer(body=b"<p>Hello</p>"))
    with LoopbackServer(site) as server:
        client = Client("test", backend=GuardedBackend(allowed=[server.place], resolver=server.resolve))
        client.fetch(server.url("news.example", "/"))
        server.log  # every request, with its time

What it answers is scripted: an `Answer`, a list of them (one after the other, the last again and again), or a function
of the request. For what no honest server sends there is `Answer(raw=...)`: bytes, or pieces with pauses between them.
"""

from __future__ import annotations

import socket
import ssl
import struct
import threading
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import trustme

_ADDRESS = "127.0.0.1"
Headers = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Request:
    """One request as the server got it. at: seconds of the monotonic clock; connection: counts from 1."""

    at: float
    scheme: str
    host: str
    target: str
    headers: Headers
    connection: int

    def header(self, name: str) -> str | None:
        return next((value for key, value in self.headers if key.lower() == name.lower()), None)


@dataclass(frozen=True)
class Answer:
    """What the server sends. A body gets a Content-Length, unless `headers` give one or Transfer-Encoding.

    raw: sent instead of all else, the connection is closed after it; a number among the pieces is a pause in seconds.
    delay_s: before the first byte. is_reset: the connection is broken off, not closed.
    """

    status: int = 200
    headers: Headers = (("Content-Type", "text/html"),)
    body: bytes = b""
    raw: bytes | Iterable[bytes | float] | None = None
    delay_s: float = 0.0
    is_reset: bool = False


Script = Answer | Sequence[Answer] | Callable[[Request], Answer]


@dataclass
class Site:
    """Answers by host and path; hosts without their port, "" stands for any other path of that host."""

    scripts: dict[tuple[str, str], Script] = field(default_factory=dict)
    asked: dict[tuple[str, str], int] = field(default_factory=dict)

    def add(self, host: str, path: str, script: Script) -> None:
        self.scripts[host, path] = script

    def answer(self, request: Request) -> Answer:
        host = request.host.rsplit(":", 1)[0] if not request.host.endswith("]") else request.host
        key = (host, request.target)
        if key not in self.scripts:
            key = (host, "")
        script = self.scripts.get(key)
        count = self.asked[key] = self.asked.get(key, 0) + 1
        if script is None:
            return Answer(404, body=b"no such page")
        if isinstance(script, Answer):
            return script
        return script(request) if callable(script) else script[min(count, len(script)) - 1]


class LoopbackServer:
    """Serves a site on a free port until it is closed; one thread for each connection.

    tls: a context of `make_tls`; without it the server speaks plain HTTP. log: requests in the order of their heads.
    """

    def __init__(self, site: Site, tls: ssl.SSLContext | None = None) -> None:
        self.site = site
        self.log: list[Request] = []
        self.connections = 0
        self.scheme = "https" if tls else "http"
        self._tls = tls
        self._closing = threading.Event()
        self._open: set[socket.socket] = set()
        self._listener = socket.create_server((_ADDRESS, 0), backlog=128)
        self.port: int = self._listener.getsockname()[1]
        self._acceptor = threading.Thread(target=self._accept, name="loopback", daemon=True)
        self._acceptor.start()

    def __enter__(self) -> LoopbackServer:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def place(self) -> tuple[str, int]:
        """Address and port, for the allow list of the fetcher."""
        return _ADDRESS, self.port

    def resolve(self, name: str) -> list[str]:
        """A resolver that knows every name at this machine."""
        return [_ADDRESS]

    def url(self, host: str, target: str = "/") -> str:
        return f"{self.scheme}://{host}:{self.port}{target}"

    def requests(self, host: str | None = None) -> list[Request]:
        """Requests to a host, or all."""
        return [request for request in self.log if host is None or request.host.split(":")[0] == host]

    def close(self) -> None:
        self._closing.set()
        # Wakes the thread that waits for a connection.
        socket.create_connection((_ADDRESS, self.port), timeout=5).close()
        self._acceptor.join(timeout=5)
        self._listener.close()
        for connection in list(self._open):
            connection.close()

    def _accept(self) -> None:
        while True:
            connection, _ = self._listener.accept()
            if self._closing.is_set():
                connection.close()
                return
            self.connections += 1
            threading.Thread(target=self._serve, args=(connection, self.connections), daemon=True).start()

    def _serve(self, connection: socket.socket, number: int) -> None:
        self._open.add(connection)
        try:
            connection.settimeout(30)
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            stream = self._tls.wrap_socket(connection, server_side=True) if self._tls else connection
            with stream:
                while self._answer_one(stream, number):
                    pass
        except OSError:
            pass  # the client went away, as many tests want it to
        finally:
            self._open.discard(connection)
            connection.close()

    def _answer_one(self, stream: socket.socket, number: int) -> bool:
        """Read one request and answer it; whether the connection stays."""
        head = _read_head(stream)
        if head is None:
            return False
        request = _parse_request(head, self.scheme, number)
        self.log.append(request)
        answer = self.site.answer(request)
        if answer.delay_s:
            self._closing.wait(answer.delay_s)
        if answer.raw is None:
            stream.sendall(_write_answer(answer))
            return dict(answer.headers).get("Connection") != "close"
        for piece in [answer.raw] if isinstance(answer.raw, bytes) else answer.raw:
            if isinstance(piece, bytes):
                stream.sendall(piece)
            elif self._closing.wait(piece):
                break
        if answer.is_reset:
            stream.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        return False


def _read_head(stream: socket.socket) -> bytes | None:
    received = b""
    while b"\r\n\r\n" not in received:
        piece = stream.recv(65536)
        if not piece:
            return None
        received += piece
    return received


def _parse_request(head: bytes, scheme: str, number: int) -> Request:
    lines = head.decode("latin-1").split("\r\n\r\n")[0].split("\r\n")
    pairs = tuple((name, value.strip()) for name, _, value in (line.partition(":") for line in lines[1:]))
    host = next((value for name, value in pairs if name.lower() == "host"), "")
    return Request(time.monotonic(), scheme, host, lines[0].split(" ")[1], pairs, number)


def _write_answer(answer: Answer) -> bytes:
    names = {name.lower() for name, _ in answer.headers}
    framing = "" if names & {"content-length", "transfer-encoding"} else f"Content-Length: {len(answer.body)}\r\n"
    headers = "".join(f"{name}: {value}\r\n" for name, value in answer.headers)
    return f"HTTP/1.1 {answer.status} Test\r\n{headers}{framing}\r\n".encode("latin-1") + answer.body


class Authority:
    """A certificate authority of the test's own; `path` is the file that a client trusts."""

    def __init__(self, folder: Path) -> None:
        self._authority = trustme.CA()
        self.path = folder / "authority.pem"
        self._authority.cert_pem.write_to_path(self.path)

    def make_tls(self, *names: str, **options: object) -> ssl.SSLContext:
        """The context of a server with a certificate for `names`; options of trustme's issue_cert."""
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self._authority.issue_cert(*names, **options).configure_cert(context)  # type: ignore[arg-type]
        return context

    def make_self_signed(self, *names: str) -> ssl.SSLContext:
        """The context of a server that shows the certificate of an authority as its own."""
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        folder = self.path.parent
        own = trustme.CA(organization_name=names[0])
        own.cert_pem.write_to_path(folder / "self.pem")
        own.private_key_pem.write_to_path(folder / "self.key")
        context.load_cert_chain(folder / "self.pem", folder / "self.key")
        return context


def chunk(*pieces: bytes) -> bytes:
    """A body in chunked transfer coding."""
    return b"".join(b"%x\r\n%b\r\n" % (len(piece), piece) for piece in (*pieces, b""))
