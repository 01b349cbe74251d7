"""The posts of a live blog, each with its time: from JSON-LD's liveBlogUpdate, else from time-stamped blocks.

Belongs here: finding the posts and their spans in the article's text. A live blog stays one article: what one capture
shows is one version of it, its posts are rows of `live_posts`, and a later capture with more posts is a new version.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Any

from broadsheet.extract.addresses import resolve_url
from broadsheet.extract.clock_posts import read_clock_posts
from broadsheet.extract.elements import tidy
from broadsheet.extract.json_ld import ARTICLE_TYPES, is_type, listed, text_of
from broadsheet.extract.page import Page
from broadsheet.extract.records import LivePost
from broadsheet.extract.stamps import parse_stamp

_POST_WORDS = re.compile(
    r"live-?_*(?:blog)?-?_*(?:post|entry|item|update|event|block)|liveblog|ticker-?_*(?:post|entry|item|event)"
    r"|timeline-?_*(?:post|entry|item)|minute-?by-?minute|\blive\b",
    re.IGNORECASE,
)
_HEADINGS = ("h2", "h3", "h4", "h5", "strong")
_TAG = re.compile(r"<[^<>]{1,300}>")
# Fewer blocks with a time are a list of teasers or comments as often as a live blog.
_FEWEST_POSTS, _MOST_POSTS = 3, 1_000
_FEWEST_CHARS = 30
_MOST_CHARS = 20_000
_LEVELS = 8
_PROBE_CHARS = 48
# Characters that may stand between a headline and its post, and beside the words of a post.
_MOST_BETWEEN = 200


def find_posts(page: Page) -> list[LivePost]:
    """The posts in the page's order, without spans yet; empty for pages that are not live blogs."""
    return list(_read_marked(page)) or list(_read_blocks(page)) or read_clock_posts(page)


def _read_marked(page: Page) -> Iterator[LivePost]:
    """Posts that JSON-LD lists under the live blog."""
    blogs = [node for node in page.nodes if is_type(node, frozenset(("LiveBlogPosting",)))]
    for item in (item for blog in blogs[:1] for item in listed(blog.get("liveBlogUpdate"))[:_MOST_POSTS]):
        if isinstance(item, dict) and is_type(item, ARTICLE_TYPES):
            body = item.get("articleBody") if isinstance(item.get("articleBody"), str) else text_of(item.get("text"))
            yield _make(
                page,
                headline=text_of(item.get("headline")),
                body=tidy(_TAG.sub(" ", body or "")),
                stamp=text_of(item.get("datePublished")) or text_of(item.get("dateModified")) or "",
                url=text_of(item.get("url")) or text_of(item.get("@id")),
                method="json_ld",
            )


def _read_blocks(page: Page) -> Iterator[LivePost]:
    """Blocks of the page that are marked as posts and contain a time."""
    if len(page.times) < _FEWEST_POSTS:
        return
    blocks: dict[Any, str] = {}
    for element in page.tree.iter("time"):
        block = _find_block(element)
        if block is not None and len(blocks) < _MOST_POSTS:
            blocks.setdefault(block, element.get("datetime") or tidy(element.text_content())[:60])
    around = {outer for block in blocks for outer in islice(block.iterancestors(), 4 * _LEVELS)}
    innermost = [(block, stamp) for block, stamp in blocks.items() if block not in around]
    if len(innermost) >= _FEWEST_POSTS:
        for block, stamp in innermost:
            yield _read_block(page, block, stamp)


def _find_block(element: Any) -> Any | None:
    """The innermost post that contains a time, a few levels up; None if there is none."""
    for level, outer in enumerate(element.iterancestors()):
        if level > _LEVELS or outer.tag in ("body", "main", "html"):
            break
        words = f"{outer.get('class') or ''} {outer.get('id') or ''} {outer.get('data-testid') or ''}"
        if outer.get("itemprop") == "liveBlogUpdate":
            return outer
        if outer.tag in ("article", "li", "div", "section") and _POST_WORDS.search(words):
            return outer
    return None


def _read_block(page: Page, block: Any, stamp: str) -> LivePost:
    heading = next((tidy(element.text_content()) for element in block.iter(*_HEADINGS)), "")[:300]
    lines = [tidy(element.text_content()) for element in block.iter("p", "li", "blockquote")] or [
        tidy(block.text_content()).removeprefix(heading)
    ]
    link = next((element.get("href") for element in block.iter("a") if element.find("time") is not None), None)
    body = " ".join(line for line in lines if line and line != heading)
    return _make(page, headline=heading or None, body=body, stamp=stamp, url=link or block.get("id"), method="page")


def _make(page: Page, *, headline: str | None, body: str, stamp: str, url: str | None, method: str) -> LivePost:
    read = parse_stamp(stamp, language=page.html_language)
    address = None if not url else resolve_url(page.url, url if "/" in url or "#" in url else f"#{url}")
    return LivePost(
        position=0,
        posted_at=read.value_at if read and read.precision == "time" else None,
        headline=headline,
        text=body[:_MOST_CHARS],
        url=address,
        method=method,
    )


def place_posts(posts: Sequence[LivePost], text: str) -> Iterator[LivePost]:
    """Yield the posts with text, numbered, each with its span in the article's text where that is found."""
    kept = [post for post in posts if len(post.text) >= _FEWEST_CHARS or post.headline]
    cursor = 0
    for position, post in enumerate(kept):
        start, end = _locate(post, text, cursor)
        cursor = end if end is not None else cursor
        yield LivePost(position, post.posted_at, post.headline, post.text, post.url, post.method, start, end)


def _locate(post: LivePost, text: str, cursor: int) -> tuple[int | None, int | None]:
    """Start and end of a post in the text: from its headline or first words to its last words."""
    first = post.text[:_PROBE_CHARS]
    body = text.find(first, cursor) if first else -1
    if first and body < 0:
        body, cursor = text.find(first), 0
    heading = text.find(post.headline, cursor, body if body >= 0 else len(text)) if post.headline else -1
    if body < 0:
        return (heading, _find_line_end(text, heading)) if heading >= 0 else (None, None)
    is_above = heading >= 0 and body - heading < len(post.headline or "") + _MOST_BETWEEN
    return heading if is_above else body, _find_end(post, text, body)


def _find_end(post: LivePost, text: str, begun: int) -> int:
    """The end of a post's last words, else of the line in which it begins."""
    last = post.text[-_PROBE_CHARS:]
    ended = text.find(last, begun, begun + 2 * len(post.text) + _MOST_BETWEEN) if last else -1
    return ended + len(last) if ended >= 0 else _find_line_end(text, begun)


def _find_line_end(text: str, begun: int) -> int:
    ended = text.find("\n", begun)
    return ended if ended >= 0 else len(text)
