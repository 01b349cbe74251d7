"""Whatever a server does wrong, a fetch ends with its outcome, within its caps of bytes and seconds."""

from __future__ import annotations

import gzip
import itertools
import random
import socket
import ssl
import threading
import time
import tracemalloc
import zlib
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpcore2
import pytest

from broadsheet.errors import SettingsError
from broadsheet.fetch.backend import GuardedBackend
from broadsheet.fetch.client import Client, make_ssl_context
from broadsheet.fetch.exchange import Exchange, Gate
from broadsheet.fetch.limits import Limits
from broadsheet.fetch.outcomes import OUTCOMES
from tests.fetch.loopback import Answer, Authority, LoopbackServer, Site, chunk

LIMITS = Limits(
    head_bytes=4096,
    header_count=20,
    body_bytes=50_000,
    decoded_bytes=200_000,
    ratio_from_bytes=10_000,
    connect_s=0.5,
    first_byte_s=0.3,
    read_s=0.3,
    total_s=0.6,
)
# Seconds over `total_s` that a fetch may take on a busy machine.
SLACK = 1.5
HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"
CHUNKED = HEAD + b"Transfer-Encoding: chunked\r\n\r\n"


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return Authority(tmp_path_factory.mktemp("authority"))


@pytest.fixture(scope="module")
def server() -> Iterator[LoopbackServer]:
    with LoopbackServer(Site()) as server:
        yield server


@pytest.fixture(scope="module")
def client(server: LoopbackServer, authority: Authority) -> Iterator[Client]:
    with make_client(authority, server) as client:
        yield client


def make_client(authority: Authority, server: LoopbackServer) -> Client:
    backend = GuardedBackend(allowed=[server.place], resolver=server.resolve)
    return Client("test", limits=LIMITS, backend=backend, ca_file=authority.path)


def fetch(client: Client, server: LoopbackServer, answer: Answer) -> Exchange:
    """The exchange of one answer, which may take only so long."""
    server.site.add("news.example", "/", answer)
    started = time.monotonic()
    exchange = client.fetch(server.url("news.example"))
    assert time.monotonic() - started < LIMITS.total_s + SLACK
    return exchange


def drip(start: bytes, piece: bytes, pause: float = 0.05) -> Iterator[bytes | float]:
    yield start
    for _ in range(1000):
        yield piece
        yield pause


def endless(start: bytes, piece: bytes) -> Iterator[bytes]:
    return itertools.chain([start], itertools.repeat(piece))


FAULTS: dict[str, tuple[Answer, str]] = {
    "silence": (Answer(delay_s=5), "timed_out"),
    "head in drops": (Answer(raw=drip(b"HTTP/1.1 200 OK\r\n", b"X: y\r\n")), "timed_out"),
    "status line in drops": (Answer(raw=drip(b"HTTP/1.1 2", b"0")), "timed_out"),
    "body in drops": (Answer(raw=drip(HEAD + b"Content-Length: 9999\r\n\r\n", b"x")), "timed_out"),
    "chunks in drops": (Answer(raw=drip(CHUNKED, b"1\r\nx\r\n")), "timed_out"),
    "silence in the body": (Answer(raw=[HEAD + b"Content-Length: 99\r\n\r\nabc", 5.0]), "timed_out"),
    "silence after half a head": (Answer(raw=[HEAD, 5.0]), "timed_out"),
    "endless body": (Answer(raw=endless(HEAD + b"\r\n", b"x" * 5000)), "body_too_large"),
    "endless chunks": (Answer(raw=endless(CHUNKED, chunk(b"x" * 5000)[:-5])), "body_too_large"),
    "tiny chunks with long comments": (
        Answer(raw=endless(CHUNKED, b"1;" + b"c" * 3000 + b"\r\nx\r\n")),
        "body_too_large",
    ),
    "a length over the cap": (Answer(raw=[HEAD + b"Content-Length: 50001\r\n\r\n", 5.0]), "body_too_large"),
    "endless head": (Answer(raw=endless(HEAD, b"X-More: and more\r\n")), "head_too_large"),
    "endless header": (Answer(raw=endless(HEAD + b"X: ", b"y" * 1000)), "head_too_large"),
    "endless hints": (Answer(raw=itertools.repeat(b"HTTP/1.1 103 Early\r\n\r\n")), "head_too_large"),
    "many headers": (Answer(raw=HEAD + b"X: y\r\n" * 30 + b"Content-Length: 0\r\n\r\n"), "head_too_large"),
    "endless trailers": (Answer(raw=endless(CHUNKED + b"0\r\n", b"X: y\r\n" * 500)), "protocol_error"),
    "no number of a chunk": (Answer(raw=CHUNKED + b"five\r\nhello\r\n0\r\n\r\n"), "protocol_error"),
    "a chunk without its end": (Answer(raw=CHUNKED + b"5\r\nhelloo\r\n0\r\n\r\n"), "protocol_error"),
    "closed within a chunk": (Answer(raw=CHUNKED + b"ff\r\nhello"), "protocol_error"),
    "closed before the last chunk": (Answer(raw=CHUNKED + b"5\r\nhello\r\n"), "protocol_error"),
    "closed within the body": (Answer(raw=HEAD + b"Content-Length: 99\r\n\r\nhello"), "protocol_error"),
    "closed within the head": (Answer(raw=HEAD), "protocol_error"),
    "closed at once": (Answer(raw=b""), "protocol_error"),
    "broken off at once": (Answer(raw=b"", is_reset=True), "protocol_error"),
    "broken off in the head": (Answer(raw=[HEAD, 0.05], is_reset=True), "protocol_error"),
    "broken off in the body": (
        Answer(raw=[HEAD + b"Content-Length: 99\r\n\r\nhello", 0.05], is_reset=True),
        "protocol_error",
    ),
    "another protocol": (Answer(raw=b"SSH-2.0-OpenSSH_9.9\r\n"), "protocol_error"),
    "TLS on a plain port": (Answer(raw=b"\x15\x03\x01\x00\x02\x02\x16"), "protocol_error"),
    "HTTP/0.9": (Answer(raw=b"<html>no head</html>"), "protocol_error"),
    "a status of two digits": (Answer(raw=b"HTTP/1.1 20 OK\r\n\r\n"), "protocol_error"),
    "switching protocols": (Answer(raw=b"HTTP/1.1 101 Switch\r\nUpgrade: x\r\n\r\n"), "protocol_error"),
    "a length that is no number": (Answer(raw=HEAD + b"Content-Length: many\r\n\r\n"), "protocol_error"),
    "a negative length": (Answer(raw=HEAD + b"Content-Length: -1\r\n\r\n"), "protocol_error"),
    "a length that is no size": (Answer(raw=HEAD + b"Content-Length: 9" + b"9" * 3900 + b"\r\n\r\n"), "protocol_error"),
    "two lengths": (Answer(raw=HEAD + b"Content-Length: 1\r\nContent-Length: 2\r\n\r\nab"), "protocol_error"),
    "an unknown transfer coding": (Answer(raw=HEAD + b"Transfer-Encoding: gzip\r\n\r\n"), "protocol_error"),
    "a header without a colon": (Answer(raw=HEAD + b"nonsense\r\n\r\n"), "protocol_error"),
    "a null in a header": (Answer(raw=HEAD + b"X: a\0b\r\nContent-Length: 0\r\n\r\n"), "protocol_error"),
    "a bomb": (Answer(headers=(("Content-Encoding", "gzip"),), body=gzip.compress(bytes(5_000_000))), "bad_encoding"),
    "a bomb in a bomb": (
        Answer(headers=(("Content-Encoding", "gzip, deflate"),), body=zlib.compress(gzip.compress(bytes(9_000_000)))),
        "bad_encoding",
    ),
}


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_ends_with_its_outcome(client: Client, server: LoopbackServer, name: str) -> None:
    answer, outcome = FAULTS[name]
    exchange = fetch(client, server, answer)
    assert exchange.outcome == outcome, exchange.detail
    assert exchange.detail
    assert exchange.decoded == b""
    assert len(exchange.hops) == 1 and len(exchange.hops[0].body) <= LIMITS.body_bytes


def test_what_came_before_a_fault_is_kept_and_marked(client: Client, server: LoopbackServer) -> None:
    exchange = fetch(client, server, FAULTS["closed within the body"][0])
    (hop,) = exchange.hops
    assert (hop.status, hop.body, hop.is_body_cut) == (200, b"hello", True)
    silent = fetch(client, server, FAULTS["closed at once"][0])
    assert (silent.status, silent.hops[0].is_body_cut, silent.hops[0].address) == (None, False, "127.0.0.1")


def test_the_words_for_a_fault_hold_no_password(client: Client, server: LoopbackServer) -> None:
    exchange = fetch(client, server, Answer(raw=HEAD + b"Location http://me:secret@other.example/\r\n\r\n"))
    assert exchange.outcome == "protocol_error"
    assert "Location" in exchange.detail and "secret" not in repr(exchange)


def test_after_every_fault_the_next_page_comes(client: Client, server: LoopbackServer) -> None:
    for name in ("endless body", "another protocol", "broken off in the body"):
        fetch(client, server, FAULTS[name][0])
        assert fetch(client, server, Answer(body=b"fine")).decoded == b"fine"


def test_the_whole_ends_in_time_though_each_wait_may_be_long(server: LoopbackServer, authority: Authority) -> None:
    limits = Limits(total_s=0.4)
    backend = GuardedBackend(allowed=[server.place], resolver=server.resolve)
    with Client("test", limits=limits, backend=backend, ca_file=authority.path) as client:
        assert fetch(client, server, Answer(delay_s=10)).outcome == "timed_out"
        assert fetch(client, server, Answer(raw=[HEAD + b"\r\nabc", 10.0])).outcome == "timed_out"


def test_a_length_of_thousands_of_digits_is_no_exception(server: LoopbackServer, authority: Authority) -> None:
    backend = GuardedBackend(allowed=[server.place], resolver=server.resolve)
    with Client("test", backend=backend, ca_file=authority.path) as client:
        answer = Answer(raw=HEAD + b"Content-Length: " + b"9" * 5000 + b"\r\n\r\n")
        assert fetch(client, server, answer).outcome == "protocol_error"


def test_a_bomb_costs_little_memory(client: Client, server: LoopbackServer) -> None:
    bomb = gzip.compress(bytes(40_000_000))
    tracemalloc.start()
    exchange = fetch(client, server, Answer(headers=(("Content-Encoding", "gzip"),), body=bomb))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert exchange.outcome == "bad_encoding"
    assert peak < 4_000_000


def test_a_closed_port_is_a_failed_connection(authority: Authority) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        place = listener.getsockname()
    with Client("test", backend=GuardedBackend(allowed=[place]), ca_file=authority.path) as client:
        exchange = client.fetch(f"http://127.0.0.1:{place[1]}/")
    assert exchange.outcome == "connect_failed"


def test_the_next_address_of_a_name_is_tried(authority: Authority) -> None:
    site = Site()
    site.add("news.example", "/", Answer(body=b"fine"))
    with LoopbackServer(site) as server:
        addresses = ["127.0.0.2", "127.0.0.1"]
        backend = GuardedBackend(
            allowed=[(address, server.port) for address in addresses], resolver=lambda name: addresses
        )
        with Client("test", backend=backend, ca_file=authority.path) as client:
            exchange = client.fetch(server.url("news.example"))
    assert (exchange.outcome, exchange.hops[0].address) == ("fetched", "127.0.0.1")


def test_an_address_that_does_not_answer_leaves_time_for_the_others(authority: Authority) -> None:
    waited: list[float] = []

    def connect(address: str, port: int, seconds: float) -> httpcore2.NetworkStream:
        waited.append(seconds)
        raise httpcore2.ConnectTimeout("no answer")

    addresses = [f"93.184.216.{number}" for number in range(9)]
    backend = GuardedBackend(resolver=lambda name: addresses, connector=connect)
    with Client("test", limits=LIMITS, backend=backend, ca_file=authority.path) as client:
        assert client.fetch("http://news.example/").outcome == "timed_out"
    assert len(waited) == 4
    assert waited[0] <= LIMITS.connect_s / 4


def test_tls_is_new_enough_and_verified() -> None:
    context = make_ssl_context()
    assert context.minimum_version == ssl.TLSVersion.TLSv1_2
    assert (context.verify_mode, context.check_hostname) == (ssl.CERT_REQUIRED, True)


def test_a_file_without_certificates_is_named(tmp_path: Path) -> None:
    for content in (None, "no certificate"):
        if content:
            (tmp_path / "ca.pem").write_text(content)
        with pytest.raises(SettingsError, match=r"ca\.pem"):
            make_ssl_context(tmp_path / "ca.pem")


def test_a_slow_name_server_is_not_waited_for(authority: Authority) -> None:
    done = threading.Event()

    def resolve(name: str) -> list[str]:
        done.wait(5)
        return ["127.0.0.1"]

    with Client("test", limits=LIMITS, backend=GuardedBackend(resolver=resolve), ca_file=authority.path) as client:
        started = time.monotonic()
        exchange = client.fetch("http://news.example/")
        done.set()
    assert exchange.outcome == "timed_out"
    assert time.monotonic() - started < LIMITS.connect_s + SLACK


def make_contexts(authority: Authority, folder: Path) -> dict[str, ssl.SSLContext]:
    stranger = Authority(folder)
    weak = authority.make_tls("news.example")
    weak.minimum_version = ssl.TLSVersion.MINIMUM_SUPPORTED
    weak.maximum_version = ssl.TLSVersion.TLSv1_1
    return {
        "another name": authority.make_tls("other.example"),
        "expired": authority.make_tls("news.example", not_after=datetime.now(UTC) - timedelta(days=1)),
        "of a strange authority": stranger.make_tls("news.example"),
        "self-signed": stranger.make_self_signed("news.example"),
        "old TLS": weak,
    }


@pytest.mark.filterwarnings("ignore:ssl.TLSVersion.TLSv1_1")
@pytest.mark.parametrize("name", ["another name", "expired", "of a strange authority", "self-signed", "old TLS"])
def test_a_certificate_that_is_not_good_ends_before_the_request(
    authority: Authority, tmp_path: Path, name: str
) -> None:
    with LoopbackServer(Site(), make_contexts(authority, tmp_path)[name]) as server:
        with make_client(authority, server) as client:
            exchange = client.fetch(server.url("news.example"))
        assert exchange.outcome == "tls_failed", exchange.detail
        assert server.log == []


def test_a_plain_server_at_an_https_address_fails_in_tls(client: Client, server: LoopbackServer) -> None:
    exchange = client.fetch(server.url("news.example").replace("http://", "https://"))
    assert exchange.outcome in ("tls_failed", "timed_out")


def test_a_handshake_that_hangs_is_not_waited_for(authority: Authority) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        place = listener.getsockname()
        backend = GuardedBackend(allowed=[place], resolver=lambda name: ["127.0.0.1"])
        with Client("test", limits=LIMITS, backend=backend, ca_file=authority.path) as client:
            started = time.monotonic()
            exchange = client.fetch(f"https://news.example:{place[1]}/")
    assert exchange.outcome == "timed_out"
    assert time.monotonic() - started < LIMITS.connect_s + SLACK


WELL_FORMED = [
    HEAD + b"Content-Length: 5\r\n\r\nhello",
    CHUNKED + b"A;x=y\r\nhellohello\r\n0\r\nX: 1\r\n\r\n",
    b"HTTP/1.1 302 Found\r\nLocation: http://a.example/x?y=1#z\r\nContent-Length: 0\r\n\r\n",
    HEAD + b"Content-Encoding: gzip\r\n\r\n" + gzip.compress(b"high water " * 50),
    HEAD + b"Content-Encoding: gzip, deflate\r\n\r\n" + zlib.compress(gzip.compress(b"low water")),
    b'HTTP/1.1 103 Early\r\nLink: <x>\r\n\r\nHTTP/1.0 304 Not\r\nETag: "1"\r\n\r\n',
]
STRAYS = [
    b"\r\n", b"\n", b"\0", b" ", b":", b"0", b"-1", b"9" * 30, b"\xff", b"101", b"\x1f\x8b", b"Content-Length: 3\r\n",
    b"Transfer-Encoding: chunked\r\n", b"Location: http://[::1\r\n", b"Location: //\xff\xfe\r\n", b"br, ", b"zstd, ",
]  # fmt: skip


def spoil(answer: bytes, chance: random.Random) -> bytes:
    """The answer with up to four bytes or stretches of it changed."""
    spoilt = bytearray(answer)
    for _ in range(chance.randint(1, 4)):
        place = chance.randrange(len(spoilt) + 1)
        match chance.randrange(3):
            case 0:
                spoilt[place:place] = chance.choice(STRAYS)
            case 1:
                del spoilt[place : place + chance.randint(1, 8)]
            case _:
                spoilt[place : place + 1] = bytes([chance.randrange(256)])
    return bytes(spoilt)


@pytest.mark.parametrize("seed", range(6))
def test_no_spoilt_answer_is_an_exception(authority: Authority, seed: int) -> None:
    chance = random.Random(seed)
    answers = [spoil(chance.choice(WELL_FORMED), chance) for _ in range(150)]

    def connect(address: str, port: int, seconds: float) -> httpcore2.NetworkStream:
        return httpcore2.MockStream([answers[port - 8000]])

    backend = GuardedBackend(resolver=lambda name: ["93.184.216.34"], connector=connect)
    with Client("test", limits=LIMITS, backend=backend, ca_file=authority.path) as client:
        for number, answer in enumerate(answers):
            exchange = client.fetch(f"http://news.example:{8000 + number}/", gate=stay_at(f":{8000 + number}/"))
            assert exchange.outcome in OUTCOMES, answer


def stay_at(place: str) -> Gate:
    """A gate that lets no redirect leave a server."""
    return lambda url: None if place in url else ("robots_denied", "elsewhere")


def test_what_a_library_forgot_to_catch_is_no_exception(authority: Authority) -> None:
    class Odd(httpcore2.MockStream):
        def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
            raise ValueError("invalid literal for int()")

    backend = GuardedBackend(resolver=lambda name: ["93.184.216.34"], connector=lambda *_: Odd([]))
    with Client("test", limits=LIMITS, backend=backend, ca_file=authority.path) as client:
        assert client.fetch("http://news.example/").outcome == "protocol_error"
