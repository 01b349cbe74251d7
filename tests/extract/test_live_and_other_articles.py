"""Live blogs split into posts, several articles on one page, and articles of several pages, through extraction."""

from __future__ import annotations

import hashlib
import json
from datetime import UTC, datetime

import pytest

from broadsheet.extract import Extraction
from broadsheet.extract.article import extract_capture
from broadsheet.records import Capture

POSTS = [
    (
        "Bridge closed",
        "2024-05-01T09:10:00+01:00",
        "The police have closed the bridge at the mill to all traffic until further notice.",
    ),
    (
        "River at two metres",
        "2024-05-01T08:30:00+01:00",
        "The gauge in the old harbour shows 2.1 metres, which is 40 centimetres more than at dawn.",
    ),
    (
        "Schools stay shut",
        "2024-05-01T07:05:00+01:00",
        "All nine schools of the town stay shut today, the council says in a short statement.",
    ),
]
STORY = (
    "The river at Oakham rose by two metres on Wednesday, and the fire service asked all people who live near the mill "
    "to leave their homes before the evening.",
    "Around 300 people spent the night in the sports hall of the school, where the council handed out blankets, soup "
    "and dry clothes that neighbours had brought.",
    "The mayor said in a statement that the dam above the town had held, and that engineers would look at it again in "
    "the morning when the water is expected to fall.",
    "Trains to the north will not run before Friday, the railway said, because the line is under water at two places.",
)
OTHER = tuple(
    sentence.replace("Oakham", "Ashby").replace("river", "museum").replace("water", "paint") for sentence in STORY
)
URL = "https://post.example/news/river"


def extract(head: str, body: str, url: str | None = URL) -> Extraction:
    page = f'<html lang="en"><head><title>Flood in Oakham</title>{head}</head><body>{body}</body></html>'.encode()
    return extract_capture(
        Capture(
            capture_id="c",
            captured_at=datetime(2024, 5, 1, 12, tzinfo=UTC),
            source_id="post",
            body=page,
            body_sha256=hashlib.sha256(page).hexdigest(),
            origin_kind="file",
            origin_path="page.html",
            url=url,
        )
    )


def paragraphs(lines: tuple[str, ...]) -> str:
    return "".join(f"<p>{line}</p>" for line in lines)


def write_blog(is_marked: bool) -> Extraction:
    updates = [
        {"@type": "BlogPosting", "headline": title, "datePublished": at, "articleBody": text, "url": f"{URL}#{place}"}
        for place, (title, at, text) in enumerate(POSTS)
    ]
    blog = {"@type": "LiveBlogPosting", "headline": "Flood in Oakham", "datePublished": "2024-05-01T07:00:00+01:00"}
    script = f'<script type="application/ld+json">{json.dumps(blog | {"liveBlogUpdate": updates})}</script>'
    blocks = "".join(
        f'<div class="liveblog-post" id="{place}"><time datetime="{at}">{at[11:16]}</time>'
        f"<h3>{title}</h3><p>{text}</p></div>"
        for place, (title, at, text) in enumerate(POSTS)
    )
    intro = f"<h1>Flood in Oakham</h1><p>{STORY[0]}</p><p>{STORY[1]}</p>"
    return extract(script if is_marked else "", f"<article>{intro}{blocks}</article>")


@pytest.mark.parametrize("is_marked", [True, False], ids=["json_ld", "page"])
def test_a_live_blog_is_one_article_with_timed_posts(is_marked: bool) -> None:
    extraction = write_blog(is_marked)
    article = extraction.article
    assert article is not None and article.article_type == "live"
    assert [post.headline for post in extraction.live_posts] == [title for title, _, _ in POSTS]
    assert [f"{post.posted_at:%H:%M}" for post in extraction.live_posts] == ["08:10", "07:30", "06:05"]
    assert {post.method for post in extraction.live_posts} == {"json_ld" if is_marked else "page"}
    assert [post.url for post in extraction.live_posts] == [f"{URL}#{place}" for place in range(3)]
    for post, (title, _, text) in zip(extraction.live_posts, POSTS, strict=True):
        stretch = article.text[post.start_char : post.end_char]
        assert text in stretch and not any(other[2] in stretch for other in POSTS if other[0] != title)


def test_a_list_of_dated_teasers_is_no_live_blog() -> None:
    teasers = "".join(
        f'<li class="teaser"><time datetime="{at}">x</time><a href="/x">{t}</a></li>' for t, at, _ in POSTS
    )
    extraction = extract("", f"<article><h1>Flood in Oakham</h1>{paragraphs(STORY)}</article><ul>{teasers}</ul>")
    assert extraction.article is not None and extraction.live_posts == ()


@pytest.mark.parametrize(
    "other",
    [
        f'<article data-url="/news/museum"><h1>Museum burns</h1>{paragraphs(OTHER)}</article>',
        f'<article><h2><a href="/news/museum">Museum burns</a></h2>{paragraphs(OTHER)}</article>',
        '<script type="application/ld+json">{"@type": "NewsArticle", "headline": "Museum burns", "url": "/news/museum"}'
        f"</script><article><h2>Museum burns</h2>{paragraphs(OTHER)}</article>",
    ],
    ids=["attribute", "heading", "json_ld"],
)
@pytest.mark.parametrize("is_first", [True, False])
def test_another_article_with_its_own_address_is_left_out(other: str, is_first: bool) -> None:
    own = f'<article data-url="/news/river"><h1>Flood in Oakham</h1>{paragraphs(STORY)}</article>'
    extraction = extract("", own + other if is_first else other + own)
    article = extraction.article
    assert article is not None and article.headline == "Flood in Oakham"
    assert "Ashby" not in article.text and "engineers would look" in article.text
    assert article.other_article_urls == ("https://post.example/news/museum",)
    assert not article.has_other_articles and not article.is_suspect_loss


def test_another_article_without_an_address_is_flagged() -> None:
    own = f"<article><h1>Flood in Oakham</h1>{paragraphs(STORY)}</article>"
    article = extract("", own + f"<article><h2>Museum burns</h2>{paragraphs(OTHER)}</article>").article
    assert article is not None and article.has_other_articles and article.other_article_urls == ()


def test_teasers_and_comments_are_no_other_articles() -> None:
    own = f"<article><h1>Flood in Oakham</h1>{paragraphs(STORY)}</article>"
    teaser = f'<article><h2><a href="/x">Museum burns</a></h2><p>{OTHER[0]}</p></article>'
    comment = f"<article><p>{OTHER[0]}</p><p>{OTHER[1]}</p><p>{OTHER[2]}</p><p>{OTHER[3]}</p></article>"
    article = extract("", own + teaser * 3 + comment).article
    assert article is not None and not article.has_other_articles and article.other_article_urls == ()


@pytest.mark.parametrize(
    ("url", "following", "expected"),
    [
        (URL, "/news/river/2", f"{URL}/2"),
        (URL, "?page=2", f"{URL}?page=2"),
        (URL + "/2", "/news/river/3", f"{URL}/3"),
        (URL + ".html", "/news/river-2.html", f"{URL}-2.html"),
        (URL, "/news/museum", None),
        (URL, "https://other.example/news/river/2", None),
        (URL, "javascript:void(0)", None),
    ],
)
def test_the_next_page_of_an_article_is_told_from_the_next_article(
    url: str, following: str, expected: str | None
) -> None:
    head = f'<link rel="next" href="{following}">'
    article = extract(head, f"<article><h1>Flood in Oakham</h1>{paragraphs(STORY)}</article>", url).article
    assert article is not None and article.next_page_url == expected
