"""Whole fetches against a server of our own: what is sent, what each answer means, redirects, the gate."""

from __future__ import annotations

import gzip
import threading
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from broadsheet.errors import FaultError, SettingsError
from broadsheet.fetch import requester
from broadsheet.fetch.backend import GuardedBackend
from broadsheet.fetch.client import Client
from broadsheet.fetch.limits import Limits
from broadsheet.fetch.outcomes import OUTCOMES
from tests.fetch.loopback import Answer, Authority, LoopbackServer, Request, Site, chunk

AGENT = "Test/1 (+mailto:desk@news.example)"
NOW = datetime(2026, 3, 1, 23, 59, tzinfo=UTC)
PAGE = b"<p>The tide turned at noon.</p>"


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return Authority(tmp_path_factory.mktemp("authority"))


@pytest.fixture(scope="module")
def plain() -> Iterator[LoopbackServer]:
    with LoopbackServer(Site()) as server:
        yield server


@pytest.fixture(scope="module")
def secure(authority: Authority) -> Iterator[LoopbackServer]:
    with LoopbackServer(Site(), authority.make_tls("news.example", "other.example")) as server:
        yield server


@pytest.fixture(scope="module")
def client(plain: LoopbackServer, secure: LoopbackServer, authority: Authority) -> Iterator[Client]:
    backend = GuardedBackend(allowed=[plain.place, secure.place], resolver=plain.resolve)
    with Client(AGENT, backend=backend, ca_file=authority.path, now=lambda: NOW) as client:
        yield client


@pytest.fixture(autouse=True)
def site(plain: LoopbackServer, secure: LoopbackServer) -> Site:
    plain.site = secure.site = Site()
    plain.log.clear()
    secure.log.clear()
    return plain.site


def redirect(location: str, status: int = 302) -> Answer:
    return Answer(status, (("Location", location),))


def test_a_page_comes_with_its_head_its_time_and_its_address(client: Client, plain: LoopbackServer, site: Site) -> None:
    site.add("news.example", "/a?b=1", Answer(body=PAGE, headers=(("ETag", '"7"'), ("X-Odd-Case", "ü"))))
    exchange = client.fetch(plain.url("news.example", "/a?b=1#part"))
    assert (exchange.outcome, exchange.decoded, exchange.status) == ("fetched", PAGE, 200)
    assert (exchange.header("etag"), exchange.headers[1]) == ('"7"', ("X-Odd-Case", "ü"))
    (hop,) = exchange.hops
    assert (hop.address, hop.started_at, hop.body) == ("127.0.0.1", NOW, PAGE)
    assert hop.url == plain.url("news.example", "/a?b=1")
    (asked,) = plain.log
    assert asked.header("User-Agent") == AGENT
    assert asked.header("Host") == f"news.example:{plain.port}"
    assert tuple(asked.headers) == hop.request_headers


def test_a_page_comes_over_tls_under_its_name(client: Client, secure: LoopbackServer, site: Site) -> None:
    site.add("other.example.", "/", Answer(body=PAGE))
    exchange = client.fetch(secure.url("other.example."))
    assert (exchange.outcome, exchange.decoded) == ("fetched", PAGE)
    assert secure.log[0].scheme == "https"


@pytest.mark.parametrize(
    ("status", "outcome"),
    [
        (200, "fetched"), (203, "fetched"), (204, "fetched"), (304, "http_error"), (300, "http_error"),
        (305, "http_error"), (400, "http_error"), (401, "refused"), (402, "refused"), (403, "refused"),
        (404, "gone"), (407, "refused"), (410, "gone"), (418, "http_error"), (429, "throttled"), (451, "refused"),
        (500, "http_error"), (502, "http_error"), (503, "throttled"), (599, "http_error"), (999, "http_error"),
    ],
)  # fmt: skip
def test_a_status_means_its_outcome(
    client: Client, plain: LoopbackServer, site: Site, status: int, outcome: str
) -> None:
    site.add("news.example", "/", Answer(status, body=b"" if status in (204, 304) else PAGE))
    exchange = client.fetch(plain.url("news.example"))
    assert (exchange.outcome, exchange.status) == (outcome, status)
    assert outcome in OUTCOMES


def test_304_to_a_condition_is_not_modified(client: Client, plain: LoopbackServer, site: Site) -> None:
    site.add("news.example", "/", Answer(304, headers=()))
    condition = (("If-None-Match", '"7"'), ("If-Modified-Since", "Sun, 01 Mar 2026 12:00:00 GMT"))
    exchange = client.fetch(plain.url("news.example"), headers=condition)
    assert exchange.outcome == "not_modified"
    assert plain.log[0].header("If-None-Match") == '"7"'
    assert plain.log[0].header("If-Modified-Since") == condition[1][1]


@pytest.mark.parametrize("name", ["Authorization", "Cookie", "Proxy-Authorization", "Host", "Referer", "Range"])
def test_headers_that_say_who_asks_are_never_sent(client: Client, plain: LoopbackServer, name: str) -> None:
    with pytest.raises(FaultError, match=name):
        client.fetch(plain.url("news.example"), headers=((name, "x"),))
    assert plain.log == []


@pytest.mark.parametrize("value", ["a\r\nCookie: x", "a\0", "", " a", "\u20ac"])
def test_a_condition_that_no_header_can_hold_is_left_out(
    client: Client, plain: LoopbackServer, site: Site, value: str
) -> None:
    site.add("news.example", "/", Answer(body=PAGE))
    assert client.fetch(plain.url("news.example"), headers=(("If-None-Match", value),)).outcome == "fetched"
    assert plain.log[0].header("If-None-Match") is None


@pytest.mark.parametrize("agent", ["", "a\nb", "робот"])
def test_a_user_agent_that_cannot_be_sent_is_named_at_once(agent: str) -> None:
    with pytest.raises(SettingsError, match="User-Agent"):
        Client(agent)


def test_cookies_and_passwords_go_nowhere(client: Client, plain: LoopbackServer, site: Site) -> None:
    location = f"http://me:secret@other.example:{plain.port}/next"
    site.add("news.example", "/", Answer(302, (("Location", location), ("Set-Cookie", "id=1; Path=/"))))
    site.add("other.example", "/next", Answer(body=PAGE))
    exchange = client.fetch(f"http://me:secret@news.example:{plain.port}/")
    again = client.fetch(plain.url("news.example"))
    assert (exchange.outcome, again.outcome) == ("fetched", "fetched")
    assert "secret" not in repr(exchange)
    for asked in plain.log:
        assert not {name.lower() for name, _ in asked.headers} & {"cookie", "authorization", "referer"}


def test_redirects_are_hops_and_the_last_one_is_the_page(client: Client, plain: LoopbackServer, site: Site) -> None:
    site.add("news.example", "/1", redirect("2?x=1#y", 301))
    site.add("news.example", "/2?x=1", Answer(307, (("Location", f"//other.example:{plain.port}/3"),), b"moved"))
    site.add("other.example", "/3", Answer(body=PAGE))
    exchange = client.fetch(plain.url("news.example", "/1"))
    assert [(hop.status, hop.body) for hop in exchange.hops] == [(301, b""), (307, b"moved"), (200, PAGE)]
    assert exchange.url == plain.url("other.example", "/3")
    assert exchange.requested_url == plain.url("news.example", "/1")


def test_a_location_in_raw_utf8_is_followed(client: Client, plain: LoopbackServer, site: Site) -> None:
    site.add("news.example", "/", redirect("/küste".encode().decode("latin-1")))
    site.add("news.example", "/k%C3%BCste", Answer(body=PAGE))
    assert client.fetch(plain.url("news.example")).outcome == "fetched"


BAD_LOCATIONS = [
    (),
    ("",),
    (" ",),
    ("http://[::1",),
    ("http://[::1]x/",),
    ("http://",),
    ("http:///",),
    ("http://me:secret@/",),
    ("http://a.example:99999/",),
    ("http://a.example:22/",),
    ("http://a b/",),
    ("http://%00/",),
    ("http://../",),
    ("file:///etc/passwd",),
    ("gopher://a.example/",),
    ("javascript:alert(1)",),
    ("http://" + "a" * 9000 + "/",),
    ("/one", "/two"),
]


@pytest.mark.parametrize("locations", BAD_LOCATIONS)
def test_a_location_that_cannot_be_followed_is_an_outcome(
    client: Client, plain: LoopbackServer, site: Site, locations: tuple[str, ...]
) -> None:
    site.add("news.example", "/", Answer(302, tuple(("Location", location) for location in locations)))
    exchange = client.fetch(plain.url("news.example"))
    assert (exchange.outcome, len(exchange.hops)) == ("bad_redirect", 1)
    assert "secret" not in repr(exchange)


def test_a_redirect_from_https_to_http_is_refused(
    client: Client, plain: LoopbackServer, secure: LoopbackServer, site: Site
) -> None:
    site.add("news.example", "/", redirect(plain.url("news.example", "/x")))
    site.add("news.example", "/up", redirect(secure.url("news.example", "/page")))
    site.add("news.example", "/page", Answer(body=PAGE))
    assert client.fetch(secure.url("news.example")).outcome == "insecure_redirect"
    assert plain.log == []
    assert client.fetch(plain.url("news.example", "/up")).outcome == "fetched"


def test_a_hundred_redirects_end_after_five(client: Client, plain: LoopbackServer, site: Site) -> None:
    for number in range(100):
        site.add("news.example", f"/{number}", redirect(f"/{number + 1}"))
    exchange = client.fetch(plain.url("news.example", "/0"))
    assert (exchange.outcome, len(exchange.hops), len(plain.log)) == ("too_many_redirects", 6, 6)
    assert client.fetch(plain.url("news.example", "/95")).outcome == "gone"


@pytest.mark.parametrize("locations", [["/0"], ["/1", "/0"], ["/1", "/2", "/1#x"]])
def test_a_circle_of_redirects_ends_when_it_closes(
    client: Client, plain: LoopbackServer, site: Site, locations: list[str]
) -> None:
    for number, location in enumerate(locations):
        site.add("news.example", f"/{number}", redirect(location))
    assert client.fetch(plain.url("news.example", "/0")).outcome == "too_many_redirects"
    assert len(plain.log) == len(locations)


def test_an_endless_body_of_a_redirect_is_not_waited_for(client: Client, plain: LoopbackServer, site: Site) -> None:
    head = b"HTTP/1.1 302 Found\r\nLocation: /page\r\n\r\n"
    site.add("news.example", "/", Answer(raw=[head, *[b"x" * 5000] * 1000]))
    site.add("news.example", "/page", Answer(body=PAGE))
    exchange = client.fetch(plain.url("news.example"))
    assert exchange.outcome == "fetched"
    assert exchange.hops[0].is_body_cut and len(exchange.hops[0].body) == 16 << 10


def test_a_body_of_a_redirect_in_drops_is_not_waited_for(
    client: Client, plain: LoopbackServer, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(requester, "_REDIRECT_BODY_S", 0.2)
    pieces = [b"HTTP/1.1 302 Found\r\nLocation: /page\r\n\r\n", *[b"x", 0.05] * 100]
    site.add("news.example", "/", Answer(raw=pieces))
    site.add("news.example", "/page", Answer(body=PAGE))
    started = time.monotonic()
    assert client.fetch(plain.url("news.example")).outcome == "fetched"
    assert time.monotonic() - started < 2


def test_the_gate_is_asked_before_each_hop(client: Client, plain: LoopbackServer, site: Site) -> None:
    site.add("news.example", "/", redirect(f"http://me:pw@other.example:{plain.port}/x#y"))
    site.add("other.example", "/x", Answer(body=PAGE))
    asked: list[tuple[str, int]] = []

    def gate(url: str) -> None:
        asked.append((url, len(plain.log)))

    client.fetch(f"http://me:pw@news.example:{plain.port}/#top", gate=gate)
    assert asked == [(plain.url("news.example"), 0), (plain.url("other.example", "/x"), 1)]


def test_a_closed_gate_ends_the_fetch_with_its_outcome(client: Client, plain: LoopbackServer, site: Site) -> None:
    site.add("news.example", "/", redirect(plain.url("other.example", "/x")))
    exchange = client.fetch(
        plain.url("news.example"), gate=lambda url: ("robots_denied", "rule 3") if "other" in url else None
    )
    assert (exchange.outcome, exchange.detail, len(exchange.hops)) == ("robots_denied", "rule 3", 1)
    assert len(plain.log) == 1


def test_time_at_the_gate_does_not_count(plain: LoopbackServer, authority: Authority, site: Site) -> None:
    site.add("news.example", "/", Answer(body=PAGE))
    backend = GuardedBackend(allowed=[plain.place], resolver=plain.resolve)
    with Client("test", limits=Limits(total_s=0.3), backend=backend, ca_file=authority.path) as client:
        exchange = client.fetch(plain.url("news.example"), gate=lambda url: time.sleep(0.5))
    assert exchange.outcome == "fetched"


def test_connections_are_kept_for_the_next_page(client: Client, plain: LoopbackServer, site: Site) -> None:
    site.add("keep.example", "", Answer(body=PAGE))
    for number in range(5):
        client.fetch(plain.url("keep.example", f"/{number}"))
    assert len({asked.connection for asked in plain.log}) == 1


def test_a_kept_connection_that_its_server_closed_costs_nothing(
    client: Client, plain: LoopbackServer, site: Site
) -> None:
    response = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"
    site.add("drop.example", "", Answer(raw=[response, 0.05]))
    for number in range(5):
        assert client.fetch(plain.url("drop.example", f"/{number}")).decoded == b"ok"
        time.sleep(0.06 * (number % 2))


def test_what_follows_a_page_is_not_taken_for_the_next_one(client: Client, plain: LoopbackServer, site: Site) -> None:
    page = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"
    for extra in (b"HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\npoison", b"HTTP/1.1 204 No\r\n\r\n", b"and more"):
        site.add("poison.example", "/1", Answer(raw=[page + extra, 0.5]))
        site.add("poison.example", "/2", Answer(body=PAGE))
        assert client.fetch(plain.url("poison.example", "/1")).decoded == b"ok"
        assert client.fetch(plain.url("poison.example", "/2")).decoded == PAGE


def test_many_threads_share_a_client(client: Client, plain: LoopbackServer, site: Site) -> None:
    def echo(request: Request) -> Answer:
        return Answer(body=request.target.encode())

    site.add("news.example", "", echo)
    wrong: list[str] = []

    def work(worker: int) -> None:
        for number in range(20):
            target = f"/{worker}/{number}"
            if client.fetch(plain.url("news.example", target)).decoded != target.encode():
                wrong.append(target)

    threads = [threading.Thread(target=work, args=(worker,)) for worker in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    assert (wrong, len(plain.log)) == ([], 160)


def test_chunks_and_codings_are_undone(client: Client, plain: LoopbackServer, site: Site) -> None:
    packed = gzip.compress(PAGE)
    headers = (("Transfer-Encoding", "chunked"), ("Content-Encoding", "gzip"))
    site.add("news.example", "/", Answer(headers=headers, body=chunk(packed[:10], packed[10:])))
    exchange = client.fetch(plain.url("news.example"))
    assert (exchange.decoded, exchange.hops[0].body) == (PAGE, packed)


def test_a_body_without_a_length_ends_with_its_connection(client: Client, plain: LoopbackServer, site: Site) -> None:
    site.add("news.example", "/", Answer(raw=b"HTTP/1.0 200 OK\r\nContent-Type: text/html\r\n\r\n" + PAGE))
    assert client.fetch(plain.url("news.example")).decoded == PAGE


def test_an_address_with_a_fault_is_not_fetched(client: Client, tmp_path: Path) -> None:
    for url in ("http://news.example:25/", "http://a..b/", "mailto:me@news.example", "news.example"):
        exchange = client.fetch(url)
        assert (exchange.outcome, exchange.hops, exchange.status) == ("bad_url", (), None)
