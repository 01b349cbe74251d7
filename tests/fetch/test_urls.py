"""Addresses are read as browsers read them, and never hold a user or password."""

from __future__ import annotations

import gzip
import json
import os
import re
from pathlib import Path
from typing import Any

import pytest

from broadsheet.errors import BadUrlError
from broadsheet.fetch.urls import BAD_PORTS, parse_url, strip_userinfo

SHARED = Path(os.environ.get("BROADSHEET_SHARED") or Path(__file__).parents[3] / "shared")
CASES = SHARED / "wire" / "urls" / "cases.jsonl.gz"
STANDARDS = {"whatwg-parse", "resolve", "urlcanon-funky_ipv4"}


def read_cases() -> list[dict[str, Any]]:
    if not CASES.exists():
        return []
    with gzip.open(CASES, "rt", encoding="utf-8") as lines:
        return [case for case in map(json.loads, lines) if case["rule"] in STANDARDS]


def expect(case: dict[str, Any]) -> str | None:
    """The address without user and password; None where it must be refused or is not of the web."""
    expected = case["expected"]
    if expected is not None and case["rule"] == "urlcanon-funky_ipv4":
        expected = f"http://{expected}/"
    if expected is None or not expected.startswith(("http:", "https:")):
        return None
    return re.sub(r"^(https?://)[^/?#]*@", r"\1", expected)


def read(text: str, base: str | None) -> str | None:
    try:
        url = parse_url(text, base)
    except BadUrlError:
        return None
    return str(url)


@pytest.mark.skipif(not CASES.exists(), reason="the shared cases are not here")
def test_the_standards_cases_come_out_as_they_say() -> None:
    cases = read_cases()
    assert len(cases) > 400
    wrong = []
    for case in cases:
        is_host = case["rule"] == "urlcanon-funky_ipv4"
        text = f"http://{case['input']}/" if is_host else case["input"]
        found = read(text, case.get("base"))
        # "0000xa" is no address: browsers read a name, which is then refused because no name ends so.
        if is_host and found is not None and parse_url(found).find_fault():
            found = None
        if found != expect(case):
            wrong.append((case["input"], case.get("base"), expect(case), found))
    assert wrong == []


ODD_HOSTS = [
    ("2130706433", "127.0.0.1"),
    ("0x7f000001", "127.0.0.1"),
    ("017700000001", "127.0.0.1"),
    ("127.1", "127.0.0.1"),
    ("0177.0.0.0x1", "127.0.0.1"),
    ("127.0.0.1.", "127.0.0.1"),
    ("１２７．０．０．１", "127.0.0.1"),
    ("①②⑦.⓪.⓪.①", "127.0.0.1"),
    ("127。0。0。1", "127.0.0.1"),
    ("%31%32%37.0.0.1", "127.0.0.1"),
    ("0xa9fea9fe", "169.254.169.254"),
    ("[::ffff:7f00:1]", "[::ffff:7f00:1]"),
    ("[::FFFF:127.0.0.1]", "[::ffff:7f00:1]"),
    ("[0:0:0:0:0:0:0:1]", "[::1]"),
    ("LOCALHOST", "localhost"),
    ("ⓛocalhost", "localhost"),
    ("loc\u00adalhost", "localhost"),
    ("news.example.", "news.example."),
    ("Straße.example", "xn--strae-oqa.example"),
    ("münchen.example", "xn--mnchen-3ya.example"),
]


@pytest.mark.parametrize(("host", "meant"), ODD_HOSTS)
def test_an_odd_host_becomes_what_it_means(host: str, meant: str) -> None:
    assert parse_url(f"http://{host}/").host == meant


REFUSED = [
    "",
    "news.example/a",
    "//news.example/a",
    "ftp://news.example/",
    "file:///etc/passwd",
    "gopher://127.0.0.1:70/_",
    "javascript:alert(1)",
    "data:text/html,x",
    "http://",
    "http:///",
    "http://:80/",
    "http://me:pw@/",
    "http://[::1",
    "http://[::1]x/",
    "http://[fe80::1%25eth0]/",
    "http://[1.2.3.4]/",
    "http://1.2.3.4.5/",
    "http://256.1.1.1/",
    "http://0x100000000/",
    "http://news.example:65536/",
    "http://news.example:8o/",
    "http://news.example:-1/",
    "http://new s.example/",
    "http://news%00.example/",
    "http://news%2f.example/",
    "http://a%40b/",
    "http://ü.xn--/",
    "http://\u0301x.example/",
    "http://\ufffd.example/",
    "http://%ff%fe.example/",
    "http://a<b/",
    "http://" + "a" * 9000 + "/",
    "http://" + "".join(map(chr, range(0x4E00, 0x4E00 + 8000))) + "/",
    "http://ü.xn--" + "a" * 4000 + "z9" * 1900 + "/",
    "http://xn--ü.example/",
]


@pytest.mark.parametrize("text", REFUSED)
def test_what_is_no_address_of_the_web_is_refused(text: str) -> None:
    with pytest.raises(BadUrlError) as caught:
        parse_url(text)
    assert "news" not in str(caught.value)


@pytest.mark.parametrize(
    ("text", "stripped"),
    [
        ("http://me:secret@news.example/a@b?c@d#e@f", "http://news.example/a@b?c@d#e@f"),
        ("HTTP:\\\\me:secret@news.example/", "HTTP:\\\\news.example/"),
        ("http:me:secret@news.example/", "http:news.example/"),
        ("http://me:se@cret@news.example/", "http://news.example/"),
        ("http://me:secret@[::1", "http://[::1"),
        ("http://me:sec/ret@[bad?x@y", "http://[bad?x@y"),
        ("ht\ntp://me:se\tcret@news.example/", "http://news.example/"),
        ("ftp://me:secret@news.example/", "ftp://news.example/"),
        ("//me:secret@news.example/", "//news.example/"),
        ("/@me/story", "/@me/story"),
        ("https://news.example/@me/story", "https://news.example/@me/story"),
    ],
)
def test_user_and_password_go_and_nothing_else(text: str, stripped: str) -> None:
    assert strip_userinfo(text) == stripped


def test_a_parsed_address_holds_no_user_or_password() -> None:
    assert "secret" not in repr(parse_url("https://me:secret@news.example/"))


@pytest.mark.parametrize("port", sorted(BAD_PORTS))
def test_ports_of_other_protocols_are_a_fault(port: int) -> None:
    assert parse_url(f"http://news.example:{port}/").find_fault()


@pytest.mark.parametrize(
    "host", ["news.example", "a_b.example", "x", "news.example.", "1.2.3.4", "[::1]", "1a.example"]
)
def test_hosts_of_the_web_have_no_fault(host: str) -> None:
    assert parse_url(f"https://{host}:8443/").find_fault() is None


@pytest.mark.parametrize("host", ["..", "a..b", "!$&", "a" * 64 + ".example", ".".join(["a" * 60] * 5), "0000xa", "~"])
def test_hosts_that_dns_cannot_hold_are_a_fault(host: str) -> None:
    assert parse_url(f"https://{host}/").find_fault()


@pytest.mark.parametrize(
    "text",
    [
        "http://a.example",
        "http://a.example/?",
        "http://a.example/#",
        "http://[2a00::1]:81/%zz?ä#ö",
        "https://ü.example/x y",
    ],
)
def test_reading_the_normal_form_again_changes_nothing(text: str) -> None:
    once = parse_url(text)
    assert parse_url(str(once)) == once
