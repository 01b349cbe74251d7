"""What sites say about the use of their pages: 64 robots.txt of our own, headers, pages and tdmrep.json."""

from __future__ import annotations

import json
import os
import time
from pathlib import Path
from typing import Any

import pytest

from broadsheet.crawl.opt_out import find_opt_out
from broadsheet.crawl.page_preferences import read_header_preferences, read_html_preferences, read_tdmrep
from broadsheet.crawl.preferences import CARRIERS, PREFERENCES, Preference, load_ai_crawlers, read_robots_preferences
from broadsheet.crawl.robots import ROBOT, Robots

SITE = "https://mill.example"
GOLDEN = Path(__file__).parents[1] / "golden" / "crawl" / "robots_preferences.jsonl"
CASES: list[dict[str, Any]] = [json.loads(line) for line in GOLDEN.read_text(encoding="utf-8").splitlines()]
SHARED = Path(os.environ.get("BROADSHEET_SHARED") or Path(__file__).parents[3] / "shared") / "wire" / "robots"


def shorten(said: Preference) -> list[str | None]:
    return [said.path, said.category, said.preference, said.carrier, said.agent]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
def test_robots_texts_say_what_they_say(case: dict[str, Any]) -> None:
    robots = Robots.of(case["robots"].encode())
    said = read_robots_preferences(robots.text, ROBOT)
    assert [shorten(preference) for preference in said] == case["says"]
    assert {path: find_opt_out(SITE + path, said) for path in case["opt_out"]} == case["opt_out"]
    assert {path: robots.decide(SITE + path).is_allowed for path in case["allowed"]} == case["allowed"]
    assert all(said.carrier in CARRIERS and said.preference in PREFERENCES for said in said)


def test_there_are_enough_of_them() -> None:
    assert len({case["robots"] for case in CASES}) >= 60


@pytest.mark.skipif(not SHARED.exists(), reason="needs ../shared")
@pytest.mark.parametrize(
    ("name", "robot", "answers"),
    [
        ("aipref-example-1.txt", ROBOT, {"/": True, "/x": True}),
        ("aipref-example-2.txt", ROBOT, {"/": True, "/ai-ok/x": False}),
        ("aipref-example-2.txt", "ExampleBot", {"/": False, "/ai-ok/x": False}),
    ],
)
def test_the_examples_of_the_draft(name: str, robot: str, answers: dict[str, bool]) -> None:
    robots = Robots.of((SHARED / "files" / name).read_bytes())
    # Read as that robot would: what is said to it by name is said to the reader.
    said = [
        Preference(said.path, said.category, said.preference, said.carrier, said.line)
        for said in read_robots_preferences(robots.text, robot)
    ]
    assert {path: find_opt_out(SITE + path, said) for path in answers} == answers


@pytest.mark.skipif(not SHARED.exists(), reason="needs ../shared")
def test_known_crawlers_of_ai_are_found_in_a_long_list() -> None:
    robots = Robots.of((SHARED / "ai" / "robots.txt").read_bytes())
    found = {said.agent for said in read_robots_preferences(robots.text, ROBOT)}
    assert len(found) >= 25 and found <= load_ai_crawlers().all
    assert robots.decide(f"{SITE}/a").is_allowed


HEADERS: dict[str, tuple[tuple[str, str], list[tuple[str, str, str | None]]]] = {
    "content usage": (("Content-Usage", "train-ai=n"), [("train-ai", "disallow", None)]),
    "content usage allows": (
        ("content-usage", "train-ai=y, search=n"),
        [("train-ai", "allow", None), ("search", "disallow", None)],
    ),
    "content signal": (("Content-Signal", "ai-train=no"), [("train-ai", "disallow", None)]),
    "tdm reserved": (("tdm-reservation", "1"), [("tdm", "disallow", None)]),
    "tdm free": (("TDM-Reservation", "0"), [("tdm", "allow", None)]),
    "tdm unclear": (("tdm-reservation", "yes"), [("tdm", "unclear", None)]),
    "robots tag": (
        ("X-Robots-Tag", "noai, noimageai"),
        [("train-ai", "disallow", None), ("train-ai-images", "disallow", None)],
    ),
    "robots tag for one": (("X-Robots-Tag", "gptbot: noai"), [("train-ai", "disallow", "gptbot")]),
    "robots tag without a word of AI": (("X-Robots-Tag", "noindex, unavailable_after: 25 Jun 2030 15:00:00 GMT"), []),
    "licence": (
        ("Link", '<https://rights.example/rsl.xml>; rel="license"; type="application/rsl+xml"'),
        [("any", "terms", None)],
    ),
    "another licence": (("Link", '<https://rights.example/cc>; rel="license"'), []),
    "another link": (("Link", '<https://mill.example/next>; rel="next"'), []),
}


@pytest.mark.parametrize("name", HEADERS)
def test_headers_say_what_they_say(name: str) -> None:
    header, expected = HEADERS[name]
    said = read_header_preferences(f"{SITE}/a?b=1", (("Content-Type", "text/html"), header))
    assert [(said.category, said.preference, said.agent) for said in said] == expected
    assert {said.path for said in said} <= {"/a?b=1$"}


PAGES: dict[str, tuple[str, list[tuple[str, str, str | None]]]] = {
    "meta robots": ('<meta name="robots" content="index, noai">', [("train-ai", "disallow", None)]),
    "attributes turned round, no quotes": ("<META content=noai name=Robots>", [("train-ai", "disallow", None)]),
    "for one crawler": ("<meta name='gptbot' content='noai'>", [("train-ai", "disallow", "gptbot")]),
    "tdm": ('<meta name="tdm-reservation" content="1">', [("tdm", "disallow", None)]),
    "licence": ('<link rel="license" type="application/rsl+xml" href="/rsl.xml">', [("any", "terms", None)]),
    "in a comment": ('<!-- <meta name="robots" content="noai"> -->', []),
    "in the text": ('<p>Write &lt;meta name="robots" content="noai"&gt;</p>', []),
    "silent": ('<meta name="robots" content="noindex"><meta name="author" content="A. Reed">', []),
}


@pytest.mark.parametrize("name", PAGES)
def test_pages_say_what_they_say(name: str) -> None:
    html, expected = PAGES[name]
    said = read_html_preferences(f"{SITE}/a", f"<html><head>{html}</head></html>".encode())
    assert [(said.category, said.preference, said.agent) for said in said] == expected


def test_a_policy_of_tdmrep_stands_in_the_line() -> None:
    headers = (("tdm-reservation", "1"), ("tdm-policy", "https://mill.example/policy.json"))
    (said,) = read_header_preferences(f"{SITE}/a", headers)
    assert "https://mill.example/policy.json" in said.line


def test_tdmrep_json_is_read_rule_by_rule() -> None:
    rules = [
        {"location": "/", "tdm-reservation": 0},
        {"location": "/archive/*", "tdm-reservation": 1, "tdm-policy": "https://mill.example/p.json"},
        {"location": "/odd"},
        "no rule",
    ]
    said = read_tdmrep(json.dumps(rules).encode())
    assert [(said.path, said.preference) for said in said] == [("/", "allow"), ("/archive/*", "disallow")]
    assert find_opt_out(f"{SITE}/archive/1", said) is True
    assert find_opt_out(f"{SITE}/a", said) is False


@pytest.mark.parametrize("body", [b"", b"<html>", b"[" * 100_000, b'{"tdm-reservation": []}', b"\xff\xfe"])
def test_what_is_no_tdmrep_json_costs_nothing(body: bytes) -> None:
    assert all(said.preference == "unclear" for said in read_tdmrep(body))


def test_a_no_of_the_page_counts_more_than_a_yes_of_the_site() -> None:
    site = read_robots_preferences(Robots.of(b"User-agent: *\nContent-Usage: train-ai=y\n").text, ROBOT)
    page = read_html_preferences(f"{SITE}/a", b'<meta name="robots" content="noai">')
    assert find_opt_out(f"{SITE}/a", site) is False
    assert find_opt_out(f"{SITE}/a", (*site, *page)) is True
    assert find_opt_out(f"{SITE}/b", (*site, *page)) is False


@pytest.mark.parametrize("piece", [b"<meta ", b'<meta name="', b"<!--", b"<link rel='license' ", b"\"'<"])
def test_a_page_of_broken_tags_is_read_in_no_time(piece: bytes) -> None:
    started = time.process_time()
    read_html_preferences(f"{SITE}/a", piece * 30_000)
    assert time.process_time() - started < 2
