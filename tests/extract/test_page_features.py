"""Features of a page's markup for the page classifier: classes, share links, cards, address and heading."""

from __future__ import annotations

import pytest

from broadsheet.extract.addresses import is_home_address
from broadsheet.extract.blocks import BodyText
from broadsheet.extract.body_words import ENGLISH, WORD_PREFIX
from broadsheet.extract.layout import measure_layout
from broadsheet.extract.page import read_page
from broadsheet.extract.page_classifier import load_page_weights, measure_page, score_page
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
        ("<body><h1>Rain ahead in Oakham</h1></body>", "address_heading", 1),
        ("<body><h1>News and more</h1></body>", "address_heading", 0),
    ],
)
def test_markup_gives_its_feature(html: str, name: str, value: float) -> None:
    assert measure(html)[name] == pytest.approx(value)


def test_lines_with_days_are_those_of_a_list() -> None:
    text = "Rain ahead, 3 May 2024\n\nSun ahead, May 4, 2024\n\nWind ahead 2024-05-05\n\nNo day in this line"
    assert measure("<body></body>", text=text)["day_lines"] == pytest.approx(2 / 5)
    assert measure("<body></body>", text="Published on 3 May 2024")["day_lines"] == 0


def test_a_shop_parameter_does_not_make_a_front_page_an_article() -> None:
    assert is_home_address("https://x.example/?srsltid=AfmBOo")


def rate(head: str, body: str, url: str = "https://x.example/a-12", text: str = "") -> dict[str, float]:
    paragraphs = tuple(split_paragraphs(text))
    page = read_page(parse_page(f"<html><head>{head}</head><body>{body}</body></html>"), url)
    return measure_page(page, BodyText(text, paragraphs, (), (0.0,) * len(paragraphs)))


def score(features: dict[str, float]) -> float:
    return score_page(features, load_page_weights())


@pytest.mark.parametrize(
    ("head", "body"),
    [
        ("<meta property='og:type' content='article'>", ""),
        ("<meta property='article:published_time' content='2024-05-03'>", ""),
        ("<meta name='author' content='Ann Lee'>", ""),
        ("", "<div itemscope itemtype='http://schema.org/BlogPosting'></div>"),
        ("", "<div class='entry-content'></div>"),
        ("", "<a href='https://x.example/sharer.php?u=1'>Share</a>"),
        ("", "<h1>The river rises again in the valley</h1>"),
    ],
    ids=["og_type", "date", "author", "microdata", "class", "share_link", "headline"],
)
def test_a_mark_of_an_article_speaks_for_it(head: str, body: str) -> None:
    assert score(rate(head, body)) > score(rate("", ""))


@pytest.mark.parametrize(
    ("title", "url", "is_named"),
    [
        ("Which rod for carp? - The Anglers' Forum", "https://x.example/a-12", True),
        ("Which rod for carp?", "https://anglersforum.example/a-12", True),
        ("Forum of mayors opens in Oakham | The Mail", "https://mail.example/forum-of-mayors", False),
    ],
)
def test_a_site_that_calls_itself_a_forum_needs_more(title: str, url: str, is_named: bool) -> None:
    features = rate(f"<title>{title}</title><meta name='author' content='carp7'>", "", url)
    assert features["named_forum"] == is_named
    assert (score(features) < score(features | {"named_forum": 0.0})) == is_named


SENTENCE = "The river rose by two metres in the night, and forty houses of the lower town stand in the water."


@pytest.mark.parametrize(
    ("text", "name", "value"),
    [
        (SENTENCE, "long_prose", len(SENTENCE) / 2_500),
        (f"{SENTENCE} Nobody was hurt.", "many_sentences", 1),
        (f"{SENTENCE}\n\nHome", "short_lines", 0.5),
        (SENTENCE, "few_words", 1),
        (SENTENCE, "quotation_marks", 0),
        ("“Go,” she said.", "quotation_marks", 0.1),
        ("Wie geht es?", "questions", 1),
    ],
)
def test_prose_gives_its_feature_in_any_language(text: str, name: str, value: float) -> None:
    assert rate("", "", text=text)[name] == pytest.approx(value)


def test_what_speaks_to_the_reader_counts_in_several_languages() -> None:
    told = [
        rate("", "", text=text)["reader"]
        for text in ("Call us for your offer", "Rufen Sie uns an", "Appelez-nous, vous")
    ]
    assert all(told) and not rate("", "", text=SENTENCE)["reader"]


def test_every_weight_belongs_to_a_feature() -> None:
    words = {name for name in load_page_weights() if name == ENGLISH or name.startswith(WORD_PREFIX)}
    assert load_page_weights().keys() - words - {"bias"} <= rate("", "").keys()
