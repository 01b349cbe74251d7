"""Laws of what is read from strangers: nothing that a site sends is a fault."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from broadsheet.crawl.opt_out import find_opt_out
from broadsheet.crawl.page_preferences import read_header_preferences, read_html_preferences, read_tdmrep
from broadsheet.crawl.preferences import read_robots_preferences
from broadsheet.crawl.robots import ROBOT, Robots
from broadsheet.crawl.robots_text import RobotsText, match_rule, read_robots, write_plain

URL = "https://mill.example/news/1?a=b"
FIELDS = ["User-agent: ", "Disallow: ", "Allow: ", "Content-Usage: ", "Content-Signal: ", "License: ", "Crawl-delay: "]
VALUES = ["*", "Broadsheet", "GPTBot", "/", "/news", "$", "%2", "%ff", "train-ai=n", "ai-train=no", "1e999"]
MARKS = ["\n", "\r", ",", ";", "#", ":", " ", "\0", "\ud800", "é", "\u2028"]
WORDS = st.sampled_from([*FIELDS, *VALUES, *MARKS])
TEXTS = st.lists(WORDS, max_size=40).map("".join)


@settings(deadline=None, max_examples=150)
@given(TEXTS)
def test_any_robots_text_gives_a_verdict_and_preferences(text: str) -> None:
    robots = Robots.of(text.encode("utf-8", "surrogatepass"))
    verdict = robots.decide(URL)
    rule = match_rule(robots.text.lines_for(ROBOT), URL)
    assert verdict.rule
    assert rule is None or rule.field in ("allow", "disallow")
    assert robots.crawl_delay_s() is None or robots.crawl_delay_s() >= 0
    find_opt_out(URL, read_robots_preferences(robots.text, ROBOT))


@settings(deadline=None, max_examples=100)
@given(TEXTS)
def test_the_plain_form_says_the_same(text: str) -> None:
    once = read_robots(text)
    twice = read_robots(write_plain(once))
    for robot in (ROBOT, "GPTBot", "other"):
        assert list_rules(once, robot) == list_rules(twice, robot)


def list_rules(robots: RobotsText, robot: str) -> list[tuple[str, str]]:
    lines = robots.lines_for(robot)
    return [(line.field, line.value) for line in lines if line.field in ("allow", "disallow") and line.value]


@settings(deadline=None, max_examples=60)
@given(st.binary(max_size=200), st.text(max_size=60))
def test_any_page_header_and_tdmrep_is_read(body: bytes, value: str) -> None:
    said = [*read_html_preferences(URL, b"<meta name=robots content=" + body), *read_tdmrep(body)]
    for name in ("Content-Usage", "Content-Signal", "X-Robots-Tag", "tdm-reservation", "Link"):
        said += read_header_preferences(URL, ((name, value),))
    find_opt_out(URL, said)
