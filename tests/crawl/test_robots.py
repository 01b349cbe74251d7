"""robots.txt: who may fetch what, and which line says so (RFC 9309)."""

from __future__ import annotations

import base64
import codecs
import gzip
import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from broadsheet.crawl.robots import NONE, READ, UNREACHABLE, Robots, judge_answer
from broadsheet.crawl.robots_text import MOST_BYTES, decode_robots, match_rule
from broadsheet.fetch.exchange import Exchange, Hop
from tests.crawl.simulated import START

SITE = "https://mill.example"
SHARED = Path(os.environ.get("BROADSHEET_SHARED") or Path(__file__).parents[3] / "shared") / "wire" / "robots"

RULES: dict[str, tuple[str, str, bool, str]] = {
    "no rule": ("User-agent: *\nDisallow: /x/\n", "/a", True, "no rule"),
    "disallowed": ("User-agent: *\nDisallow: /x/\n", "/x/1", False, "Disallow: /x/"),
    "longest wins": ("User-agent: *\nDisallow: /x/\nAllow: /x/y/\n", "/x/y/1", True, "Allow: /x/y/"),
    "allow wins a draw": ("User-agent: *\nDisallow: /x\nAllow: /x\n", "/x", True, "Allow: /x"),
    "star": ("User-agent: *\nDisallow: /*.pdf$\n", "/a/b.pdf", False, "Disallow: /*.pdf$"),
    "star and end": ("User-agent: *\nDisallow: /*.pdf$\n", "/a/b.pdf?x", True, "no rule"),
    "query": ("User-agent: *\nDisallow: /*?print=\n", "/a?print=1", False, "Disallow: /*?print="),
    "dollar that may be meant": ("User-agent: *\nDisallow: /a$\n", "/a$", False, "a rule of robots.txt"),
    "escaped star": ("User-agent: *\nDisallow: /a%2Ab\n", "/a*b", False, "Disallow: /a%2Ab"),
    "escapes of both cases": ("User-agent: *\nDisallow: /caf%c3%a9\n", "/café", False, "Disallow: /caf%c3%a9"),
    "our name": ("User-agent: Broadsheet\nDisallow: /a\n\nUser-agent: *\nAllow: /\n", "/a", False, "Disallow: /a"),
    "our name elsewhere in a name": ("User-agent: NotBroadsheet\nDisallow: /\n", "/a", True, "no rule"),
    "two groups for us": (
        "User-agent: broadsheet\nDisallow: /a\n\nUser-agent: BROADSHEET\nDisallow: /b\n",
        "/b",
        False,
        "Disallow: /b",
    ),
    "agents between commas": ("User-agent: OtherBot, Broadsheet\nDisallow: /\n", "/a", False, "Disallow: /"),
    "unknown line between agents": (
        "User-agent: Broadsheet\nOwner: us\nUser-agent: *\nDisallow: /\n",
        "/a",
        False,
        "Disallow: /",
    ),
    "crawl-delay between agents": (
        "User-agent: Broadsheet\nCrawl-delay: 9\nUser-agent: x\nDisallow: /\n",
        "/a",
        False,
        "Disallow: /",
    ),
    "sitemap between rules": ("User-agent: *\nSitemap: /s.xml\nDisallow: /\n", "/a", False, "Disallow: /"),
    "a group without rules ends": (
        "User-agent: Broadsheet\n\nUser-agent: *\nDisallow: /\n",
        "/a",
        False,
        "Disallow: /",
    ),
    "empty disallow": ("User-agent: *\nDisallow:\n", "/a", True, "no rule"),
    "no colon": ("User-agent *\nDisallow /a\n", "/a", False, "Disallow /a"),
    "usual slip": ("User-agent: *\nDissallow: /a\n", "/a", False, "Dissallow: /a"),
    "robots.txt itself": ("User-agent: *\nDisallow: /\n", "/robots.txt", True, "no rule"),
    "no path": ("User-agent: *\nDisallow: /\nAllow: /$\n", "", True, "Allow: /$"),
}


@pytest.mark.parametrize("name", RULES)
def test_a_rule_decides_and_is_named(name: str) -> None:
    text, path, is_allowed, rule = RULES[name]
    verdict = Robots.of(text.encode()).decide(SITE + path)
    assert verdict.is_allowed == is_allowed
    if name != "robots.txt itself":
        assert verdict.rule == rule


@pytest.mark.parametrize(
    "body",
    [
        codecs.BOM_UTF8 + b"User-agent: *\nDisallow: /a\n",
        codecs.BOM_UTF16_LE + "User-agent: *\nDisallow: /a\n".encode("utf-16-le"),
        codecs.BOM_UTF16_BE + "User-agent: *\nDisallow: /a\n".encode("utf-16-be"),
        b"User-agent: *\r\nDisallow: /a\r\n",
        b"User-agent: *\rDisallow: /a\r",
        b"# caf\xe9\nUser-agent: *\nDisallow: /a\n",
        b"User-\0agent: *\nDisallow: /a\n",
        b"User-agent: *\nDisallow: /a\n" + b"#" * MOST_BYTES + b"\nAllow: /a\n",
    ],
)
def test_every_encoding_is_read(body: bytes) -> None:
    assert not Robots.of(body).decide(f"{SITE}/a").is_allowed
    assert Robots.of(body).decide(f"{SITE}/b").is_allowed


def test_a_line_that_the_cap_cuts_is_no_rule() -> None:
    body = b"User-agent: *\nDisallow: /x\n" + b"#" * (MOST_BYTES - 50) + b"\nDisallow: /a-long-path/that-is-cut\n"
    assert decode_robots(body).endswith("#\n")
    assert Robots.of(body).decide(f"{SITE}/a-long-path/").is_allowed


def test_delays_and_sitemaps_are_read() -> None:
    robots = Robots.of(b"User-agent: *\nCrawl-delay: 7.5\nSitemap: https://mill.example/news.xml\n")
    assert robots.crawl_delay_s() == 7.5
    assert robots.text.sitemaps == ("https://mill.example/news.xml",)
    for odd in (b"-1", b"soon", b"inf", b"nan", b""):
        assert Robots.of(b"User-agent: *\nCrawl-delay: " + odd + b"\n").crawl_delay_s() is None


ANSWERS = {
    ("fetched", 200): READ,
    ("not_modified", 304): READ,
    ("gone", 404): NONE,
    ("gone", 410): NONE,
    ("refused", 403): NONE,
    ("http_error", 400): NONE,
    ("too_many_redirects", 302): NONE,
    ("http_error", 500): UNREACHABLE,
    ("throttled", 429): UNREACHABLE,
    ("throttled", 503): UNREACHABLE,
    ("timed_out", None): UNREACHABLE,
    ("unresolved", None): UNREACHABLE,
    ("connect_failed", None): UNREACHABLE,
    ("tls_failed", None): UNREACHABLE,
    ("protocol_error", 200): UNREACHABLE,
    ("bad_encoding", 200): UNREACHABLE,
    ("bad_redirect", 301): UNREACHABLE,
    ("insecure_redirect", 301): UNREACHABLE,
    ("forbidden_address", None): UNREACHABLE,
    ("body_too_large", 200): READ,
}


@pytest.mark.parametrize(("outcome", "status"), ANSWERS)
def test_what_an_answer_means(outcome: str, status: int | None) -> None:
    body = b"User-agent: *\nDisallow: /a\n"
    hop = Hop(f"{SITE}/robots.txt", START, 0.1, status=status, body=body)
    exchange = Exchange(hop.url, outcome, "why", (hop,), body if outcome == "fetched" else b"")
    expected = ANSWERS[outcome, status]
    assert judge_answer(exchange) == expected
    robots = Robots.of(body) if expected == READ else Robots(expected)
    assert robots.decide(f"{SITE}/b").is_allowed == (expected != UNREACHABLE)
    assert robots.decide(f"{SITE}/a").is_allowed == (expected == NONE)


def read_body(case: dict[str, Any]) -> bytes:
    written = next((key for key in ("robots_txt", "text") if key in case), None)
    if written:
        return str(case[written]).encode("utf-8", "surrogatepass")
    return base64.b64decode(next(value for key, value in case.items() if "b64" in key))


def list_lines(name: str) -> Iterator[dict[str, Any]]:
    with gzip.open(SHARED / name, "rt", encoding="utf-8") as lines:
        yield from map(json.loads, lines)


# What we do where RFC 9309 leaves it open: slips of Disallow are read as far as they are common, those of User-agent
# are not, so that a file with a line "Desallow" or "useg-agent" says less to us than to some others.
CHOSEN = {"crawler-commons/testDirectiveTypos/251": True, "crawler-commons/testDirectiveTypos/254": True}


@pytest.mark.skipif(not SHARED.exists(), reason="needs ../shared")
def test_the_cases_of_other_readers() -> None:
    wrong, chosen = [], {}
    for case in list_lines("cases.jsonl.gz"):
        found = Robots.of(read_body(case)).decide(case["url"], case["agent"]).is_allowed
        if found != case["allowed"]:
            if case["strict"]:
                wrong.append(case["id"])
            else:
                chosen[case["id"]] = found
    assert wrong == []
    assert chosen == CHOSEN


@pytest.mark.slow
@pytest.mark.skipif(not SHARED.exists(), reason="needs ../shared")
def test_protego_and_our_choice_of_the_rule_agree_on_real_files() -> None:
    asked = disagreed = 0
    for case in list_lines("real.jsonl.gz"):
        robots = Robots.of(read_body(case))
        robots.crawl_delay_s()
        lines = robots.text.lines_for("Broadsheet")
        for line in lines[:: max(len(lines) // 8, 1)]:
            path = line.value.replace("*", "x").rstrip("$")
            url = f"http://{case['host']}{path if path.startswith('/') else '/'}"
            verdict, rule = robots.decide(url), match_rule(lines, url)
            asked += 1
            disagreed += (rule is None or rule.field == "allow") != verdict.is_allowed
    assert asked > 3000
    assert disagreed == 0
