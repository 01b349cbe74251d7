"""Features of a page's markup for the page classifier: classes, share links, cards, address and heading."""

from __future__ import annotations

import pytest

from broadsheet.extract.addresses import is_home_address
from broadsheet.extract.blocks import BodyText
from broadsheet.extract.features import measure_features
from broadsheet.extract.layout import measure_layout
from broadsheet.extract.page import read_page
from broadsheet.extract.page_classifier import choose_threshold
from broadsheet.extract.plain import split_paragraphs
from broadsheet.extract.trafilatura_adapter import parse_page

CARD = "<div class='card'><h3><a href='/a'>A card</a></h3></div>"


def measure(
    html: str, url: str | None = "https://x.example/news/rain-ahead-in-oakham", text: str = ""
) -> dict[str, float]:
    page = read_page(parse_page(f"<html>{html}</html>"), url)
    paragraphs = tuple(split_paragraphs(text))
    return measure_layout(page, BodyText(text, paragraphs, (), (0.0,) * len(paragraphs)))


@pytest.mark.parametrize(
    ("html", "name", "value"),
    [
        ("<body><div class='entry-content'><p>Rain.</p></div></body>", "body_marked", 1),
        ("<body>" + "<div class='entry-content'><p>Rain.</p></div>" * 12 + "</body>", "body_marked", 0),
        ("<body><p class='recontent'>Rain.</p></body>", "body_marked", 0),
        (f"<body>{CARD * 6}</body>", "alike_headings", 0.5),
        ("<body><div>" + "<h2>A part</h2><p>Rain.</p>" * 12 + "</div></body>", "alike_headings", 1 / 12),
        (f"<body>{CARD * 5}</body>", "cards_marked", 0.25),
        ("<body class='home page'><p>Rain.</p></body>", "index_page", 1),
        ("<body class='page page-id-4'><p>Rain.</p></body>", "plain_page", 1),
        ("<body class='single-post page'><p>Rain.</p></body>", "plain_page", 0),
        ("<body><a href='https://x.example/sharer.php?u=1'>Share</a></body>", "share_link", 1),
        ("<body><a href='tel:+4412'>Call</a></body>", "phone_link", 1),
        ("<body><h1>Rain ahead in Oakham</h1></body>", "address_heading", 1),
        ("<body><h1>News and more</h1></body>", "address_heading", 0),
    ],
)
def test_markup_gives_its_feature(html: str, name: str, value: float) -> None:
    assert measure(html)[name] == pytest.approx(value)


@pytest.mark.parametrize(
    ("url", "value"),
    [
        ("https://x.example/news", 1),
        ("https://x.example/rain-ahead/index.html", 0),
        ("https://x.example/12", 0),
        (None, 0),
    ],
)
def test_an_address_of_one_word_is_that_of_a_section(url: str | None, value: float) -> None:
    assert measure("<body></body>", url)["address_word"] == value


def test_lines_with_days_are_those_of_a_list() -> None:
    text = "Rain ahead, 3 May 2024\n\nSun ahead, May 4, 2024\n\nWind ahead 2024-05-05\n\nNo day in this line"
    assert measure("<body></body>", text=text)["day_lines"] == pytest.approx(2 / 5)
    assert measure("<body></body>", text="Published on 3 May 2024")["day_lines"] == 0


def test_a_shop_parameter_does_not_make_a_front_page_an_article() -> None:
    assert is_home_address("https://x.example/?srsltid=AfmBOo")


def test_microdata_and_a_meta_tag_are_two_marks_of_an_article() -> None:
    head = "<meta property='og:type' content='article'>"
    html = f"<html><head>{head}</head><body {{}}><form><select></select></form></body></html>"
    body = BodyText("", (), (), ())
    marked = measure_features(
        read_page(parse_page(html.format("itemscope itemtype='http://schema.org/BlogPosting'")), None), body
    )
    bare = measure_features(read_page(parse_page(html.format("")), None), body)
    assert choose_threshold(marked, 1.0, 400) < choose_threshold(bare, 1.0, 400)


@pytest.mark.parametrize(
    ("title", "url", "is_named"),
    [
        ("Which rod for carp? - The Anglers' Forum", "https://x.example/a-12", True),
        ("Which rod for carp?", "https://anglersforum.example/a-12", True),
        ("Forum of mayors opens in Oakham | The Mail", "https://mail.example/forum-of-mayors", False),
    ],
)
def test_a_site_that_calls_itself_a_forum_needs_more(title: str, url: str, is_named: bool) -> None:
    head = f"<title>{title}</title><meta property='og:type' content='article'><meta name='author' content='carp7'>"
    features = measure_features(
        read_page(parse_page(f"<html><head>{head}</head></html>"), url), BodyText("", (), (), ())
    )
    assert features["named_forum"] == is_named
    plain = choose_threshold(features | {"named_forum": 0.0}, 1.0, 400)
    assert (choose_threshold(features, 1.0, 400) > plain) == is_named
