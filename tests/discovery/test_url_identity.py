"""One article under many addresses has one form; two articles never share one."""

from __future__ import annotations

import gzip
import json
from functools import cache
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from broadsheet.discovery.url_identity import choose_identity_url, normalise_url
from tests.discovery.wire import WIRE, needs_wire

STORY = "https://paper.example/news/river-rises-in-oakham"

SAME = [
    # secrets open the page and say nothing of it
    ("https://paper.example/river?id=1&token=af31", "https://paper.example/river?id=1"),
    ("https://paper.example/river?id=1&token=***", "https://paper.example/river?id=1&token=b2c4"),
    # scheme, host, port
    (STORY, "http://paper.example/news/river-rises-in-oakham"),
    (STORY, "HTTPS://PAPER.Example/news/river-rises-in-oakham"),
    (STORY, "https://paper.example:443/news/river-rises-in-oakham"),
    (STORY, "http://paper.example:80/news/river-rises-in-oakham"),
    (STORY, "https://paper.example./news/river-rises-in-oakham"),
    (STORY, "https://www.paper.example/news/river-rises-in-oakham"),
    (STORY, "https://reader:secret@paper.example/news/river-rises-in-oakham"),
    (STORY, "  https://paper.example/news/river-rises-in-oakham\n"),
    (STORY, "https:\\\\paper.example\\news\\river-rises-in-oakham"),
    ("https://zürich.example/a", "https://xn--zrich-kva.example/a"),
    ("https://ZÜRICH.example/a", "https://xn--zrich-kva.example/a"),
    ("https://paper.example/a", "https://paper。example/a"),
    # hosts for telephones and AMP
    ("https://www.oakham-mail.co.uk/a-1", "https://m.oakham-mail.co.uk/a-1"),
    ("https://www.oakham-mail.co.uk/a-1", "https://mobile.oakham-mail.co.uk/a-1"),
    ("https://www.oakham-mail.co.uk/a-1", "https://amp.oakham-mail.co.uk/a-1"),
    ("https://www.oakham-mail.co.uk/a-1", "https://touch.oakham-mail.co.uk/a-1"),
    ("https://en.oakhampedia.org/wiki/River", "https://en.m.oakhampedia.org/wiki/River"),
    ("https://sport.oakham-mail.com/a-1", "https://m.sport.oakham-mail.com/a-1"),
    ("https://sport.oakham-mail.com/a-1", "https://www.sport.oakham-mail.com/a-1"),
    # AMP
    (STORY, f"{STORY}/amp"),
    (STORY, f"{STORY}/amp/"),
    (STORY, f"{STORY}.amp"),
    (STORY, f"{STORY}?amp"),
    (STORY, f"{STORY}?amp=1"),
    (STORY, f"{STORY}?outputType=amp"),
    (STORY, f"{STORY}?layout=amp"),
    (STORY, "https://paper.example/amp/news/river-rises-in-oakham"),
    ("https://paper.example/news/river.html", "https://paper.example/news/river.amp.html"),
    ("https://paper.example/news/river.html", "https://paper.example/news/river.html/amp"),
    ("https://oakham-mail.com/a-1", "https://www.google.com/amp/s/www.oakham-mail.com/a-1"),
    ("https://oakham-mail.com/a-1", "https://oakham--mail-com.cdn.ampproject.org/c/s/www.oakham-mail.com/a-1"),
    ("https://oakham-mail.com/a-1", "https://oakham--mail-com.cdn.ampproject.org/v/s/oakham-mail.com/a-1?amp_js_v=0.1"),
    # path
    (STORY, f"{STORY}/"),
    (STORY, f"{STORY}//"),
    (STORY, "https://paper.example//news//river-rises-in-oakham"),
    (STORY, "https://paper.example/sport/../news/./river-rises-in-oakham"),
    (STORY, "https://paper.example/news/river%2Drises%2din-oakham"),
    (STORY, f"{STORY}/index.html"),
    (STORY, f"{STORY}/index.php"),
    (STORY, f"{STORY}/default.aspx"),
    ("https://paper.example/fluß", "https://paper.example/flu%C3%9F"),
    ("https://paper.example/flu%c3%9f", "https://paper.example/flu%C3%9F"),
    ("https://paper.example/~nora/a", "https://paper.example/%7Enora/a"),
    ("https://paper.example", "https://paper.example/"),
    ("https://paper.example/a b", "https://paper.example/a%20b"),
    # tracking
    (STORY, f"{STORY}?utm_source=rss&utm_medium=feed&utm_campaign=all"),
    (STORY, f"{STORY}?gclid=Cj0KCQ"),
    (STORY, f"{STORY}?fbclid=IwAR0x"),
    (STORY, f"{STORY}?msclkid=9f&dclid=1"),
    (STORY, f"{STORY}?at_medium=RSS&at_campaign=rss"),
    (STORY, f"{STORY}?ref=homepage"),
    (STORY, f"{STORY}?source=twitter"),
    (STORY, f"{STORY}?mc_cid=1a2b&mc_eid=3c"),
    (STORY, f"{STORY}?CMP=share_btn_tw"),
    (STORY, f"{STORY}?smid=tw-share&s=20"),
    (STORY, f"{STORY}?utm_source=a#top"),
    (STORY, f"{STORY}?"),
    (STORY, f"{STORY}#"),
    (STORY, f"{STORY}#comments"),
    (STORY, f"{STORY}#:~:text=the%20river"),
    # query
    ("https://paper.example/s?id=12&lang=en", "https://paper.example/s?lang=en&id=12"),
    ("https://paper.example/s?id=12", "https://paper.example/s?utm_id=3&id=12"),
    ("https://paper.example/s?id=12", "https://paper.example/s?id=12&utm_id=3"),
    ("https://paper.example/s?q=a%20b", "https://paper.example/s?q=a+b"),
    ("https://paper.example/s/?id=12", "https://paper.example/s/index.php?id=12"),
    # sessions
    (STORY, f"{STORY};jsessionid=8A2F0C"),
    (STORY, f"{STORY}?PHPSESSID=0a1b2c3d4e5f60718293a4b5c6d7e8f9"),
    (STORY, f"{STORY}?sid=0a1b2c3d4e5f60718293a4b5c6d7e8f9"),
    ("https://paper.example/news.aspx?id=7", "https://paper.example/(S(4hqa0555fwsecu455xqckv45))/news.aspx?id=7"),
    # views
    (STORY, f"{STORY}/print"),
    (STORY, f"{STORY}/print/"),
    (STORY, f"{STORY}?print=1"),
    (STORY, f"{STORY}?print"),
    (STORY, f"{STORY}?view=print"),
    (STORY, f"{STORY}?output=print"),
    (STORY, f"{STORY}?page=all"),
    (STORY, f"{STORY}?singlePage=true"),
    (STORY, f"{STORY}?pagewanted=all"),
    (STORY, f"{STORY}?mobile=1"),
    # web archive
    (STORY, f"https://web.archive.org/web/20240503101500/{STORY}"),
    (STORY, f"https://web.archive.org/web/20240503101500if_/{STORY}?utm_source=x"),
    (STORY, "http://web.archive.org/web/2024/paper.example/news/river-rises-in-oakham"),
]

DIFFERENT = [
    # numbers in the query
    ("https://paper.example/?p=123", "https://paper.example/?p=124"),
    ("https://paper.example/?p=123", "https://paper.example/"),
    ("https://paper.example/article.php?id=123", "https://paper.example/article.php?id=124"),
    ("https://paper.example/index.php?id=123", "https://paper.example/index.php?id=124"),
    ("https://paper.example/story.asp?ref=48213", "https://paper.example/story.asp?ref=48214"),
    ("https://paper.example/story?share=48213", "https://paper.example/story?share=48214"),
    ("https://paper.example/view?s=48213", "https://paper.example/view?s=48214"),
    ("https://paper.example/view?sid=101", "https://paper.example/view?sid=102"),
    ("https://paper.example/view?cid=101", "https://paper.example/view?cid=102"),
    ("https://paper.example/news?storyid=1", "https://paper.example/news?storyid=2"),
    ("https://paper.example/news?newsId=a1", "https://paper.example/news?newsId=a2"),
    ("https://paper.example/news?idx=8576&page=1", "https://paper.example/news?idx=8723&page=1"),
    ("https://paper.example/news?date=20240503", "https://paper.example/news?date=20240504"),
    ("https://paper.example/news?20240503", "https://paper.example/news?20240504"),
    ("https://paper.example/n.aspx?a=1&b=2", "https://paper.example/n.aspx?a=2&b=1"),
    ("https://paper.example/wiki?title=River", "https://paper.example/wiki?title=Rivers"),
    ("https://paper.example/wiki?oldid=1", "https://paper.example/wiki?oldid=2"),
    # further pages and parts
    (STORY, f"{STORY}?page=2"),
    (f"{STORY}?page=1", f"{STORY}?page=2"),
    (f"{STORY}?page=2", f"{STORY}?page=3"),
    (STORY, f"{STORY}/2"),
    (STORY, f"{STORY}/page/2"),
    (STORY, f"{STORY}/comments"),
    (STORY, f"{STORY}/gallery"),
    (STORY, f"{STORY}/photos/3"),
    (STORY, f"{STORY}-2"),
    (STORY, f"{STORY}?view=gallery"),
    (STORY, f"{STORY}?part=2"),
    (STORY, f"{STORY}?start=10"),
    (STORY, f"{STORY}?tab=timeline"),
    # case, letters, escapes
    ("https://video.example/watch/aBc", "https://video.example/watch/abc"),
    ("https://video.example/watch?v=aBc", "https://video.example/watch?v=abc"),
    ("https://paper.example/a%2Fb", "https://paper.example/a/b"),
    ("https://paper.example/a+b", "https://paper.example/a%20b"),
    ("https://paper.example/a%3Fb", "https://paper.example/a?b"),
    ("https://paper.example/straße", "https://paper.example/strasse"),
    ("https://paper.example/ä", "https://paper.example/a"),
    ("https://straße.example/a", "https://strasse.example/a"),
    # keys that say which page it is
    ("https://paper.example/river?key=mill", "https://paper.example/river?key=bridge"),
    ("https://paper.example/river?pageToken=a1", "https://paper.example/river?pageToken=b2"),
    # languages and editions
    ("https://paper.example/en/river", "https://paper.example/de/river"),
    ("https://paper.example/river?lang=en", "https://paper.example/river?lang=de"),
    ("https://paper.example/river?hl=en", "https://paper.example/river?hl=fr"),
    ("https://en.paper.example/river", "https://de.paper.example/river"),
    ("https://uk.paper.example/river", "https://us.paper.example/river"),
    ("https://paper.example/uk/river", "https://paper.example/us/river"),
    ("https://en.oakhampedia.org/wiki/River", "https://de.m.oakhampedia.org/wiki/River"),
    # hosts
    ("https://oakham.example/a", "https://ashby.example/a"),
    ("https://oakham.blogs.example/a", "https://ashby.blogs.example/a"),
    ("https://oakham-mail.co.uk/a", "https://oakham-mail.com/a"),
    ("https://sport.oakham-mail.com/a", "https://oakham-mail.com/a"),
    ("https://paper.example:8080/a", "https://paper.example/a"),
    ("https://paper.example:8080/a", "https://paper.example:8081/a"),
    ("https://m.com/a", "https://mobile.com/a"),
    ("https://amp.dev/a", "https://mobile.dev/a"),
    ("https://www.gov.uk/a", "https://gov.uk/a"),
    ("https://mail.example/a", "https://example/a"),
    ("https://127.0.0.1/a", "https://127.0.0.2/a"),
    ("https://[2001:db8::1]/a", "https://[2001:db8::2]/a"),
    # paths that look like views
    ("https://guitars.example/reviews/amp", "https://guitars.example/reviews/amps"),
    ("https://paper.example/amp", "https://paper.example/"),
    ("https://paper.example/print", "https://paper.example/"),
    ("https://paper.example/how-to-choose-an-amp", "https://paper.example/how-to-choose-an"),
    ("https://paper.example/print/2024/05/03", "https://paper.example/2024/05/03"),
    ("https://paper.example/index-of-prices.html", "https://paper.example/"),
    ("https://paper.example/index/river.html", "https://paper.example/river.html"),
    ("https://paper.example/2024/05/03/river", "https://paper.example/2024/05/04/river"),
    ("https://paper.example/river.html", "https://paper.example/river.htm"),
    ("https://paper.example/river-1.2034", "https://paper.example/river-1.2035"),
    ("https://paper.example/a/river", "https://paper.example/b/river"),
    # fragments that select content
    ("https://app.example/#!/story/1", "https://app.example/#!/story/2"),
    ("https://app.example/#!story1", "https://app.example/#!story2"),
    ("https://app.example/#/story/1", "https://app.example/#/story/2"),
    ("https://app.example/#/story/1", "https://app.example/"),
    # words that select, though others of their name track
    ("https://paper.example/news?source=oakham-council", "https://paper.example/news?source=ashby-council"),
    ("https://paper.example/news?from=2024-05-03", "https://paper.example/news?from=2024-05-04"),
    ("https://paper.example/search?s=river", "https://paper.example/search?s=mill"),
    ("https://paper.example/news?type=print-ad", "https://paper.example/news?type=radio-ad"),
    # web archive: other pages, not other days
    (f"https://web.archive.org/web/2024/{STORY}", "https://web.archive.org/web/2024/https://paper.example/other"),
    ("https://web.archive.org/about/a", "https://web.archive.org/about/b"),
]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_two_addresses_of_one_article_have_one_form(one: str, other: str) -> None:
    assert normalise_url(one) is not None
    assert normalise_url(one) == normalise_url(other)


@pytest.mark.parametrize(("one", "other"), DIFFERENT)
def test_addresses_of_two_articles_have_two_forms(one: str, other: str) -> None:
    assert normalise_url(one) is not None and normalise_url(other) is not None
    assert normalise_url(one) != normalise_url(other)


def test_there_are_sixty_pairs_of_either_sort() -> None:
    assert min(len({*SAME}), len({*DIFFERENT})) >= 60


@pytest.mark.parametrize(
    "text",
    ["", "mailto:x@paper.example", "javascript:void(0)", "ftp://paper.example/a", "http://", "http://[::1", "/a", "a b",
     "https://<iframe width=/", "http://paper.example:99999/", "data:text/html,x", "tel:+44", "https://web.archive.org:x/"],
)  # fmt: skip
def test_what_is_no_web_address_has_no_form(text: str) -> None:
    assert normalise_url(text) is None


def test_a_mail_address_in_the_archive_is_not_the_front_page_of_its_host() -> None:
    form = normalise_url("https://web.archive.org/web/20230204145901/mailto:desk@paper.example")
    assert form != normalise_url("https://paper.example/")


def test_no_form_holds_a_password_or_a_session() -> None:
    form = normalise_url("https://reader:hunter2@paper.example/a;jsessionid=abc123?PHPSESSID=abc123")
    assert form == "https://paper.example/a"


def test_relative_addresses_are_resolved_against_their_page() -> None:
    assert normalise_url("../b?id=1", "http://www.paper.example/news/a") == "https://paper.example/b?id=1"


@given(
    st.sampled_from([pair[0] for pair in (*SAME, *DIFFERENT)]),
    st.lists(st.sampled_from(["utm_source=x", "fbclid=1", "page=all", "amp=1"]), max_size=3),
)
def test_the_form_of_a_form_is_itself(url: str, extra: list[str]) -> None:
    marked = url.split("#")[0]
    marked += ("&" if "?" in marked else "?") + "&".join(extra) if extra else ""
    form = normalise_url(marked)
    assert form is not None
    assert normalise_url(form) == form


@given(st.text(max_size=60))
def test_any_text_has_a_form_or_none(text: str) -> None:
    for written in (text, f"https://{text}", f"https://paper.example/{text}"):
        form = normalise_url(written)
        assert form is None or normalise_url(form) == form


def test_a_canonical_address_counts_within_one_registered_domain_only() -> None:
    own = "https://m.oakham-mail.co.uk/a-1?x=2"
    assert choose_identity_url(own, "https://www.oakham-mail.co.uk/a-1") == "https://oakham-mail.co.uk/a-1"
    assert choose_identity_url(own, "https://ashby-mail.co.uk/a-1") == "https://oakham-mail.co.uk/a-1?x=2"
    assert choose_identity_url(own, "https://www.oakham-mail.co.uk/") == "https://oakham-mail.co.uk/a-1?x=2"
    assert choose_identity_url(own, None) == "https://oakham-mail.co.uk/a-1?x=2"


@cache
def read_cases() -> list[dict[str, Any]]:
    with gzip.open(WIRE / "urls" / "cases.jsonl.gz", "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


@needs_wire
def test_what_the_standard_refuses_has_no_form_and_what_it_reads_the_form_of_its_answer() -> None:
    wrong = []
    for case in read_cases():
        if case["rule"] not in ("whatwg-parse", "resolve") or not str(case["expected"] or "http").startswith("http"):
            continue
        expected = None if case["expected"] is None else normalise_url(case["expected"])
        if normalise_url(case["input"], case.get("base")) != expected:
            wrong.append(case["input"])
    assert wrong == []


@needs_wire
def test_no_case_of_another_project_stops_the_form() -> None:
    for case in read_cases():
        form = normalise_url(case["input"], case.get("base"))
        assert form is None or form.startswith("https://")
