"""The links of an article's text, with their anchors, addresses and kinds."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

from broadsheet.extract.addresses import normalize_url, resolve_url
from broadsheet.extract.blocks import BodyText
from broadsheet.extract.records import Link
from broadsheet.ids import hash_id
from broadsheet.masking import strip_secrets
from broadsheet.records import Paragraph

_RELATED_KINDS = ("read_more", "related_links")


def make_links(body: BodyText, paragraphs: Sequence[Paragraph], url: str | None) -> tuple[Link, ...]:
    """The http(s) links of a text in order; `url` makes relative ones absolute.

    A link in a block of related articles is "related", in other boilerplate "nav", else "body".
    """
    links: list[Link] = []
    for anchor in body.anchors:
        address = resolve_url(url, anchor.url)
        if address is None:
            continue
        normalized = normalize_url(address)
        links.append(
            Link(
                position=len(links),
                url=strip_secrets(address),
                anchor_text=body.text[anchor.start_char : anchor.end_char],
                kind=_classify_kind(paragraphs, anchor.start_char),
                normalized_url=normalized,
                target_article_id=hash_id("article", normalized) if normalized else None,
                start_char=anchor.start_char,
                end_char=anchor.end_char,
            )
        )
    return tuple(links)


def _classify_kind(paragraphs: Sequence[Paragraph], start_char: int) -> str:
    index = bisect_right(paragraphs, start_char, key=lambda paragraph: paragraph.start_char) - 1
    if index < 0 or not paragraphs[index].is_boilerplate:
        return "body"
    return "related" if paragraphs[index].boilerplate_kind in _RELATED_KINDS else "nav"
