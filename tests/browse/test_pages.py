"""Pages stay inert whatever the press wrote, and each shows where it comes from."""

from __future__ import annotations

import base64
import hashlib
import html
import re
from html.parser import HTMLParser
from urllib.parse import quote

import duckdb
import pytest

from broadsheet.browse.links import Links
from broadsheet.browse.render import read_asset
from tests.browse.conftest import HOSTILE, Get, make_get, publish_rows

PAGES = [
    "/", "/map", "/sources", "/search?q=script", "/article/v1", "/claim/c1", "/claim/c2", "/entity/e1", "/series/f1",
    "/story/a1", "/source/s1", "/change/v1",
]  # fmt: skip
VOID = {"meta", "link", "input", "br", "img", "line", "circle", "path", "rect"}


class Reader(HTMLParser):
    """Reads a page as a browser would: its elements, their attributes, its texts, and tags left open."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.texts: list[str] = []
        self.open: list[str] = []
        self.crossed: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in VOID:
            return
        if self.open and self.open[-1] == tag:
            self.open.pop()
        else:
            self.crossed.append(tag)

    def handle_data(self, text: str) -> None:
        self.texts.append(text)


def read(text: str) -> Reader:
    reader = Reader()
    reader.feed(text)
    reader.close()
    return reader


@pytest.mark.parametrize("path", PAGES)
def test_a_hostile_text_in_every_field_stays_text(get: Get, path: str) -> None:
    reply = get(path)
    assert reply.status == 200, reply.text
    page = read(reply.text)
    assert sum(tag == "script" for tag, _ in page.elements) == 1
    assert not [tag for tag, _ in page.elements if tag in ("img", "iframe", "object", "embed", "base")]
    for _, attributes in page.elements:
        assert not [name for name in attributes if name.startswith("on") or name == "style"]
        address = attributes.get("href") or attributes.get("action") or "/"
        assert re.match(r"/|#|https?://", address), address
    assert not set(reply.text) & set("\x1b\u202e\x07\x00"), "control characters are shown as signs"
    if path != "/sources":
        assert "alert(1)" in "".join(page.texts), "the hostile text is there, as text"


@pytest.mark.parametrize("path", PAGES)
def test_elements_are_nested_and_ids_are_unique(get: Get, path: str) -> None:
    page = read(get(path).text)
    assert (page.open, page.crossed) == ([], [])
    ids = [attributes["id"] for _, attributes in page.elements if "id" in attributes]
    assert len(ids) == len(set(ids))
    assert [tag for tag, _ in page.elements].count("h1") == 1
    assert {"header", "nav", "main", "footer"} <= {tag for tag, _ in page.elements}


@pytest.mark.parametrize("path", PAGES)
def test_every_page_shows_the_sql_that_made_it(get: Get, path: str, hostile_settings) -> None:
    page = read(get(path).text)
    statements = re.findall(r"<pre[^>]*><code>(.*?)</code></pre>", get(path).text, re.S)
    assert statements and "$" not in "".join(statements).replace("$'", "")
    with duckdb.connect(str(hostile_settings.warehouse.resolve()), read_only=True, config=_same_config()) as connection:
        for statement in statements:
            connection.execute(html.unescape(statement)).fetchall()
    assert any(attributes.get("class") == "copy" for _, attributes in page.elements)


def _same_config() -> dict[str, str]:
    """One process opens one file in one way."""
    return {
        "enable_external_access": "false", "autoinstall_known_extensions": "false",
        "autoload_known_extensions": "false", "allow_community_extensions": "false",
        "python_enable_replacements": "false", "memory_limit": "1024MiB", "temp_directory": "",
    }  # fmt: skip


@pytest.mark.parametrize("path", PAGES)
def test_the_policy_allows_the_own_style_and_script_alone(get: Get, path: str) -> None:
    reply = get(path)
    policy = reply.headers["content-security-policy"]
    assert policy.startswith("default-src 'none'; ") and "unsafe" not in policy and "http" not in policy
    for tag in ("style", "script"):
        (inside,) = re.findall(rf"<{tag}>(.*?)</{tag}>", reply.text, re.S)
        digest = base64.b64encode(hashlib.sha256(inside.encode()).digest()).decode()
        assert f"{tag}-src 'sha256-{digest}'" in policy
    assert reply.headers["x-content-type-options"] == "nosniff"
    assert reply.headers["referrer-policy"] == "same-origin"


def test_the_script_is_small() -> None:
    assert len(read_asset("script.js")) < 15_000


def test_a_fact_is_found_from_its_row_and_its_row_from_the_fact(get: Get) -> None:
    text = get("/article/v1").text
    for row_id in ("c1", "n1", "m1", "d1"):
        assert f'id="m-{row_id}"' in text and f'href="#m-{row_id}"' in text and f'id="r-{row_id}"' in text


def _hit(get: Get, at: str) -> str:
    found = re.findall(r'<(?:a|span) class="k[^"]*k-hit[^"]*"[^>]*>([^<]*)<', get(f"/article/v1?at={at}").text)
    return html.unescape("".join(found))


def test_any_span_of_a_text_has_an_address(get: Get) -> None:
    assert _hit(get, "7-20") == HOSTILE[7:20]
    assert _hit(get, "2-30") == HOSTILE[5:30], "only what is in a paragraph is shown"
    assert _hit(get, "headline-3-9") == HOSTILE[3:9]
    assert 'id="m-at-7-20"' in get("/article/v1?at=7-20").text
    assert {_hit(get, at) for at in ("", "9-7", "x", "1-2-3", "%3Cscript%3E", "99999-999999")} == {""}


@pytest.mark.parametrize(
    ("row_id", "to"),
    [("v1", "/article/v1"), ("a1", "/article/v1"), ("c1", "/claim/c1"), ("n1", "/article/v1#m-n1"),
     ("m1", "/article/v1#m-m1"), ("d1", "/article/v1#m-d1"), ("e1", "/entity/e1"), ("f1", "/series/f1"),
     ("s1", "/source/s1")],
)  # fmt: skip
def test_any_id_leads_to_its_evidence(get: Get, row_id: str, to: str) -> None:
    reply = get(f"/id/{row_id}")
    assert (reply.status, reply.headers["location"]) == (302, to)


@pytest.mark.parametrize(
    "path", ["/article/none", "/claim/'; drop table claims; --", "/id/none", "/nothing", "/static/x.css"]
)
def test_what_is_not_there_is_a_page_that_says_so(get: Get, path: str) -> None:
    reply = get(path)
    assert reply.status == 404 and "Not found" in reply.text and "content-security-policy" in reply.headers


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH"])
def test_the_server_only_reads(get: Get, method: str) -> None:
    assert get("/", method=method).status == 405


@pytest.mark.parametrize(
    ("host", "status"),
    [("127.0.0.1:8517", 200), ("localhost", 200), ("[::1]:8517", 200), ("LOCALHOST:1", 200), ("evil.example", 421),
     ("127.0.0.1.evil.example:8517", 421), ("evil.example:8517", 421), ("127.0.0.1@evil.example", 421), ("", 421)],
)  # fmt: skip
def test_a_foreign_host_is_refused(get: Get, host: str, status: int) -> None:
    assert get("/sources", host=host).status == status


def test_two_hosts_are_none(get: Get) -> None:
    assert get("/", headers=(("host", "127.0.0.1"),)).status == 421


def test_a_search_of_a_hostile_text_is_a_search(get: Get) -> None:
    reply = get("/search?q=" + quote(HOSTILE))
    assert reply.status == 200 and sum(tag == "script" for tag, _ in read(reply.text).elements) == 1
    assert get("/search?q=%00%ff").status == 200


def test_pages_follow_a_release_that_is_switched_in(home) -> None:
    publish_rows(home, 1, {})
    get = make_get(home)
    assert get("/article/v1").status == 404 and "Release 000001" in get("/sources").text
    publish_rows(home, 2)
    assert get("/article/v1").status == 200 and "Release 000002" in get("/sources").text


def test_a_release_without_rows_shows_empty_pages(home) -> None:
    publish_rows(home, 1, {})
    get = make_get(home)
    assert {get(path).status for path in ("/", "/sources", "/search?q=rain")} == {200}


def test_a_link_to_a_page_that_is_not_there_is_none() -> None:
    links = Links("..", ".html", frozenset({("claim", "a/b")}))
    assert links.to("claim", "a/b", "r 1") == "../claim/a%252Fb.html#m-r%201"
    assert links.to("claim", "other") is None
