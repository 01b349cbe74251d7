"""Addresses that lead where no fetcher may go: refused on a backend that records and opens no socket.

The last tests use a server of our own that is not on the allow list: it must not see a single request.
"""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterator

import httpcore2
import pytest

from broadsheet.fetch import backend as backend_module
from broadsheet.fetch.backend import GuardedBackend, connect_by_socket, resolve_by_system
from broadsheet.fetch.client import Client
from tests.fetch.loopback import Answer, LoopbackServer, Site

PUBLIC = "93.184.216.34"
# What the name server says; a name that is not here has no address.
NAMES = {
    "news.example": [PUBLIC],
    "localhost": ["127.0.0.1", "::1"],
    "inside.example": ["10.0.0.7"],
    "mixed.example": [PUBLIC, "192.168.1.1"],
    "mixed-late.example": ["2606:4700::1111", PUBLIC, "fd00::1"],
    "metadata.example": ["169.254.169.254"],
    "mapped.example": ["::ffff:127.0.0.1"],
    "translated.example": ["64:ff9b::a00:1"],
    "tunnel.example": ["2002:7f00:1::"],
    "zone.example": ["fe80::1%lo"],
    "garbage.example": ["not an address"],
    "intranet": ["172.16.4.4"],
    "xn--wgv71a.example": ["127.0.0.53"],
}

FORBIDDEN = [
    "http://127.0.0.1/",
    "http://127.0.0.1:8080/admin",
    "https://127.0.0.1/",
    "http://127.255.255.254/",
    "http://0.0.0.0/",
    "http://0/",
    "http://10.0.0.1/",
    "http://10.255.255.255/",
    "http://100.64.0.1/",
    "http://100.100.100.200/latest/meta-data/",
    "http://168.63.129.16/metadata",
    "http://169.254.169.254/latest/meta-data/iam/security-credentials/",
    "http://169.254.170.2/v2/credentials",
    "http://172.16.0.1/",
    "http://172.31.255.255/",
    "http://192.0.0.8/",
    "http://192.0.2.1/",
    "http://192.88.99.1/",
    "http://192.168.0.1/",
    "http://192.168.257/",
    "http://198.18.0.1/",
    "http://198.51.100.1/",
    "http://203.0.113.1/",
    "http://224.0.0.1/",
    "http://239.255.255.250:1900/",
    "http://240.0.0.1/",
    "http://255.255.255.255/",
    "http://[::]/",
    "http://[::1]/",
    "http://[0:0:0:0:0:0:0:1]:8000/",
    "http://[::127.0.0.1]/",
    "http://[::ffff:127.0.0.1]/",
    "http://[::ffff:7f00:1]/",
    "http://[::ffff:169.254.169.254]/",
    "http://[::ffff:0:127.0.0.1]/",
    "http://[64:ff9b::127.0.0.1]/",
    "http://[64:ff9b:1::10.0.0.1]/",
    "http://[100::1]/",
    "http://[2001::1]/",
    "http://[2001:0:53aa:64c:0:5efe:80ff:fffe]/",
    "http://[2001:20::1]/",
    "http://[2001:db8::1]/",
    "http://[2002:7f00:1::]/",
    "http://[2a00:1450:4001::5efe:7f00:1]/",
    "http://[3fff::1]/",
    "http://[5f00::1]/",
    "http://[fc00::1]/",
    "http://[fd00:ec2::254]/latest/meta-data/",
    "http://[fe80::1]/",
    "http://[fec0::1]/",
    "http://[ff02::1]/",
    "http://2130706433/",
    "http://0x7f000001/",
    "http://0x7f.0x0.0x0.0x1/",
    "http://017700000001/",
    "http://0177.0.0.1/",
    "http://127.1/",
    "http://127.0.1/",
    "http://127.0.0.1./",
    "http://0xa9fea9fe/",
    "http://2852039166/",
    "http://１２７.0.0.1/",
    "http://①⑥⑨。②⑤④。①⑥⑨。②⑤④/",
    "http://%31%32%37.0.0.1/",
    "http://127%2e0%2e0%2e1/",
    "http://news.example@127.0.0.1/",
    "http://news.example:80@[::1]/",
    "http://me:secret@10.0.0.1/",
    "http:\\\\127.0.0.1\\admin",
    "http:127.0.0.1/",
    "http:/127.0.0.1/",
    "http:////127.0.0.1/",
    "\thttp://127.0.0.1/",
    "ht\ntp://12\t7.0.0.1/",
    "http://127.0.0.1#@news.example/",
    "http://127.0.0.1?@news.example/",
    "http://127.0.0.1\\@news.example/",
    "http://localhost/",
    "http://LOCALHOST:631/",
    "http://localhost./",
    "http://ⓛⓞⓒⓐⓛⓗⓞⓢⓣ/",
    "http://loc\u00adalhost/",
    "http://inside.example/",
    "http://mixed.example/",
    "http://mixed-late.example/",
    "http://metadata.example/",
    "http://mapped.example/",
    "http://translated.example/",
    "http://tunnel.example/",
    "http://zone.example/",
    "http://garbage.example/",
    "http://intranet/",
    "http://日本.example/",
]
BAD_URLS = [
    "file:///etc/passwd",
    "file://127.0.0.1/etc/passwd",
    "gopher://127.0.0.1:70/_GET",
    "dict://127.0.0.1:11211/stats",
    "ftp://127.0.0.1/",
    "ldap://127.0.0.1/",
    "jar:http://127.0.0.1!/x",
    "javascript:fetch('http://127.0.0.1')",
    "data:text/html,x",
    "about:blank",
    "//127.0.0.1/",
    "127.0.0.1/",
    "http://",
    "http:///",
    "http://[::1",
    "http://::1/",
    "http://[fe80::1%25lo]/",
    "http://127.0.0.1:22/",
    "http://127.0.0.1:6667/",
    "http://127.0.0.1:0/",
    "http://127.0.0.1:99999/",
    "http://256.0.0.1/",
    "http://1.2.3.4.5/",
    "http://0x7f.0x0.0x0.0x1g/",
    "http://127.0.0.1%00.news.example/",
    "http://news.example%2f@127.0.0.1:x/",
    "http://127.0.0.1 .news.example/",
    "http://a\u2044b.example%/",
]


class Recorder:
    """A connector that opens no socket: it notes where a connection was wanted, and answers from `answers`."""

    def __init__(self) -> None:
        self.wanted: list[tuple[str, int]] = []
        self.answers: list[bytes] = []

    def __call__(self, address: str, port: int, seconds: float) -> httpcore2.NetworkStream:
        self.wanted.append((address, port))
        if not self.answers:
            raise httpcore2.ConnectError("nothing answers here")
        return httpcore2.MockStream([self.answers.pop(0)])


def look_up(name: str) -> list[str]:
    name = name.removesuffix(".")
    if name not in NAMES:
        raise OSError("no such name")
    return NAMES[name]


@pytest.fixture(scope="module")
def shared_recorder() -> Recorder:
    return Recorder()


@pytest.fixture(scope="module")
def client(shared_recorder: Recorder) -> Iterator[Client]:
    with Client("test", backend=GuardedBackend(resolver=look_up, connector=shared_recorder)) as client:
        yield client


@pytest.fixture
def recorder(shared_recorder: Recorder, monkeypatch: pytest.MonkeyPatch) -> Recorder:
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("a socket was opened")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    monkeypatch.setattr(backend_module, "getaddrinfo", refuse)
    shared_recorder.wanted.clear()
    shared_recorder.answers.clear()
    return shared_recorder


def test_a_public_name_is_connected_to_by_its_address(client: Client, recorder: Recorder) -> None:
    assert client.fetch("http://news.example/").outcome == "connect_failed"
    assert recorder.wanted == [(PUBLIC, 80)]


@pytest.mark.parametrize("url", FORBIDDEN)
def test_a_forbidden_address_is_never_connected_to(client: Client, recorder: Recorder, url: str) -> None:
    exchange = client.fetch(url)
    assert (exchange.outcome, recorder.wanted) == ("forbidden_address", [])
    assert "secret" not in repr(exchange)


@pytest.mark.parametrize("url", BAD_URLS)
def test_what_is_no_address_of_the_web_is_never_connected_to(client: Client, recorder: Recorder, url: str) -> None:
    assert (client.fetch(url).outcome, recorder.wanted) == ("bad_url", [])


@pytest.mark.parametrize("url", FORBIDDEN)
def test_a_redirect_to_a_forbidden_address_is_not_followed(client: Client, recorder: Recorder, url: str) -> None:
    url = url.strip().replace("\n", "").replace("\t", "")
    location = url.encode("utf-8")
    recorder.answers = [b"HTTP/1.1 302 Found\r\nLocation: " + location + b"\r\nContent-Length: 0\r\n\r\n"]
    exchange = client.fetch("http://news.example/start")
    # Read from an http base, a scheme before one slash or none is relative.
    is_relative = url.startswith(("http:127", "http:/127"))
    assert exchange.outcome == ("connect_failed" if is_relative else "forbidden_address")
    assert set(recorder.wanted) == {(PUBLIC, 80)}
    assert "secret" not in repr(exchange)


@pytest.mark.parametrize("url", BAD_URLS)
def test_a_redirect_to_no_address_of_the_web_ends_there(client: Client, recorder: Recorder, url: str) -> None:
    location = url.encode("utf-8")
    recorder.answers = [b"HTTP/1.1 302 Found\r\nLocation: " + location + b"\r\nContent-Length: 0\r\n\r\n"]
    exchange = client.fetch("http://news.example/start")
    if url == "//127.0.0.1/":
        assert exchange.outcome == "forbidden_address"
    elif url == "127.0.0.1/":
        assert exchange.url == "http://news.example/127.0.0.1/"
    else:
        assert exchange.outcome == "bad_redirect"
    assert set(recorder.wanted) == {(PUBLIC, 80)}


def test_the_environment_names_no_proxy(client: Client, recorder: Recorder, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "https_proxy", "all_proxy", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:3128")
    client.fetch("http://news.example/")
    client.fetch("https://news.example/")
    assert recorder.wanted == [(PUBLIC, 80), (PUBLIC, 443)]


def test_a_name_without_an_address_is_unresolved(client: Client, recorder: Recorder) -> None:
    assert client.fetch("http://nowhere.example/").outcome == "unresolved"
    assert recorder.wanted == []


def test_the_system_is_asked_for_all_addresses_once() -> None:
    assert resolve_by_system("127.0.0.1") == ["127.0.0.1"]
    with pytest.raises(OSError):
        resolve_by_system("a..b")


def test_only_the_allowed_pair_of_address_and_port_is_reached(recorder: Recorder) -> None:
    backend = GuardedBackend(allowed=[("127.0.0.1", 8000)], resolver=look_up, connector=recorder)
    with Client("test", backend=backend) as client:
        outcomes = [client.fetch(f"http://127.0.0.1:{port}/").outcome for port in (8000, 8001)]
        outcomes.append(client.fetch("http://[::ffff:127.0.0.1]:8000/").outcome)
    assert outcomes == ["connect_failed", "forbidden_address", "forbidden_address"]
    assert recorder.wanted == [("127.0.0.1", 8000)]


class Rebinder:
    """A name server that says a public address first and this machine ever after."""

    def __init__(self) -> None:
        self.asked = 0

    def __call__(self, name: str) -> list[str]:
        self.asked += 1
        return [PUBLIC] if self.asked == 1 else ["127.0.0.1"]


def only_here(wanted: list[str]) -> Callable[[str, int, float], httpcore2.NetworkStream]:
    """A connector that opens sockets to this machine only, and notes what else was wanted."""

    def connect(address: str, port: int, seconds: float) -> httpcore2.NetworkStream:
        wanted.append(address)
        if address != "127.0.0.1":
            raise httpcore2.ConnectError("nothing leaves this machine")
        return connect_by_socket(address, port, seconds)

    return connect


def test_a_name_that_changes_its_address_reaches_this_machine_at_no_time() -> None:
    wanted: list[str] = []
    rebinder = Rebinder()
    with LoopbackServer(Site()) as server:
        backend = GuardedBackend(resolver=rebinder, connector=only_here(wanted))
        with Client("test", backend=backend) as client:
            outcomes = [client.fetch(server.url("rebind.example")).outcome for _ in range(5)]
        assert server.connections == 0
    assert outcomes == ["connect_failed"] + ["forbidden_address"] * 4
    assert (wanted, rebinder.asked) == ([PUBLIC], 5)


def test_redirects_to_this_machine_never_reach_it() -> None:
    site, inner = Site(), Site()
    with LoopbackServer(site) as server, LoopbackServer(inner) as secret:
        targets = [
            secret.url(host)
            for host in ("127.0.0.1", "localhost", "inside.example", "2130706433", "0x7f.1", "[::1]", "me:pw@127.1")
        ]
        for number, target in enumerate(targets):
            site.add("news.example", f"/{number}", Answer(302, (("Location", target),)))
        backend = GuardedBackend(allowed=[server.place], resolver=server.resolve)
        with Client("test", backend=backend) as client:
            outcomes = {client.fetch(server.url("news.example", f"/{n}")).outcome for n in range(len(targets))}
        assert outcomes == {"forbidden_address"}
        assert secret.connections == 0
        assert len(server.requests()) == len(targets)
