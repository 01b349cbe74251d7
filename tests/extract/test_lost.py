"""Containers of a body that the extractor leaves out, and containers that only look like them."""

from __future__ import annotations

import json

import pytest

from broadsheet.extract import Extraction
from tests.extract.test_extract_capture import extract

URL = "https://mail.example/news/bridge-closed"
FIRST = (
    "The council of Oakham voted on Monday to close the old bridge for two years, after an engineer found a crack.",
    "Drivers will be sent over the northern road instead, which adds about four kilometres to the way into the town.",
    "Shopkeepers by the river fear for their trade and want the county to pay for a ferry until the work is done.",
    "The bridge was built by a miller, who took a penny from every cart that crossed it, and was widened twice since.",
    "A second report, on the piers of the railway bridge, is to be shown to the council before summer.",
)
SECOND = (
    "The head of the fire service, Ann Lee, asked for a second engine on the far bank while the road is closed.",
    "Farmers of the upper valley, who bring their milk over the bridge, reckon with a loss of three crowns on a churn.",
    "Two shops at the foot of the bridge have told their staff that they will not open again before the work is over.",
)
THIRD = (
    "The county, which owns the road on both banks, will hear the council on Thursday and decide about a ferry in May.",
    "It has set aside four million crowns for roads this year, of which a third has gone to the slip below the quarry.",
)


def write(paragraphs: tuple[str, ...]) -> str:
    return "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)


A, B, C = write(FIRST), write(SECOND), write(THIRD)
HEAD = "<h1>Old bridge of Oakham to close for two years</h1>"
SPLIT = {
    "same_class": f"<div class='story-text'>{HEAD}{A}</div><div class='ad'><a href='/x'>Subscribe</a></div>"
    f"<div class='story-text'>{B}</div>",
    "behind_the_article": f"<article>{HEAD}{A}</article><div class='ad'>Advertisement</div>"
    f"<div class='rest'><div class='part-two'>{B}</div></div>",
    "other_class": f"<main>{HEAD}<div class='lead-part'>{A}</div><aside><p>Get our mail.</p></aside>"
    f"<div class='further-part'>{B}</div></main>",
    "sections": f"<article>{HEAD}<section>{A}</section><section>{B}</section></article>",
    "sections_with_headings": f"<article>{HEAD}<section class='part'>{A}</section><section class='part'>"
    f"<h2>On the far bank</h2>{B}</section></article>",
    "advert_inside": f"<div class='content-main'>{HEAD}<div class='text'>{A}</div><div class='ad-slot'></div>"
    f"<div class='text'>{B}</div></div>",
    "heading_with_common_words": f"<article>{HEAD}<section class='part'>{A}</section><section class='part'>"
    f"<h2>What is known about the price of a ferry</h2>{B}</section></article>",
    "three_adverts": f"<main>{HEAD}<div class='text'>{A}</div><div class='ad'>Ad</div><p class='note'>Ad</p>"
    f"<div class='ad'>Ad</div><div class='text'>{B}</div></main>",
    "one_paragraph_each": f"<article>{HEAD}<div class='col'>{A}</div>"
    + "".join(f"<div class='ad'></div><div class='col'><p>{paragraph}</p></div>" for paragraph in SECOND)
    + "</article>",
    "no_class": f"<div>{HEAD}<div>{A}</div><div><a href='/x'>Our offers</a></div><div>{B}</div></div>",
    "behind_a_form": f"<article>{HEAD}<div class='body'>{A}</div><form><input name='mail'></form>"
    f"<div class='body'>{B}</div></article>",
}


def read(html: str) -> Extraction:
    return extract(
        f"<html lang='en'><head><title>Old bridge to close</title></head><body>{html}</body></html>", url=URL
    )


def text_of(extraction: Extraction) -> str:
    assert extraction.article is not None, extraction.skipped
    return extraction.article.text


@pytest.mark.parametrize("html", SPLIT.values(), ids=SPLIT)
def test_the_second_container_of_a_body_is_part_of_the_text(html: str) -> None:
    found = read(html)
    assert [paragraph for paragraph in (*FIRST, *SECOND) if paragraph not in text_of(found)] == []
    surfaces = [block.surface for block in found.paragraphs]
    assert [surfaces.index(paragraph) for paragraph in (*FIRST, *SECOND)] == sorted(
        surfaces.index(paragraph) for paragraph in (*FIRST, *SECOND)
    )


@pytest.mark.parametrize("name", ["same_class", "advert_inside"])
def test_a_third_container_follows_the_second(name: str) -> None:
    tag = "story-text" if name == "same_class" else "text"
    html = SPLIT[name].replace(
        f"<div class='{tag}'>{B}</div>", f"<div class='{tag}'>{B}</div><div class='{tag}'>{C}</div>"
    )
    text = text_of(read(html))
    assert text.index(SECOND[-1]) < text.index(THIRD[0]) < text.index(THIRD[1])


def test_blocks_of_a_text_put_together_stand_where_they_say() -> None:
    found = read(SPLIT["behind_the_article"])
    text = text_of(found)
    assert all(text[block.start_char : block.end_char] == block.surface for block in found.paragraphs)
    assert [block.paragraph_index for block in found.paragraphs] == list(range(len(found.paragraphs)))


OTHER = {
    "comments": f"<div class='comments'>{B}</div>",
    "related": f"<div class='related-stories'>{B}</div>",
    "author": f"<div class='author-bio'>{B}</div>",
    "newsletter": f"<div class='newsletter-box'>{B}</div>",
    "footer": f"<footer><div>{B}</div></footer>",
    "aside": f"<aside><div>{B}</div></aside>",
    "hidden": f"<div style='display: none'>{B}</div>",
    "article": f"<article><h2><a href='/y'>Fire service asks for an engine</a></h2>{B}</article>",
    "teaser": f"<div class='block'><h3><a href='/y'>Fire service asks for an engine</a></h3>{B}</div>",
    "cards": "".join(f"<div class='row-of-it'><p>{paragraph}</p></div>" for paragraph in SECOND),
    "questions": f"<div class='story'><h2>Bridge FAQs</h2>{B}</div>",
    "about": f"<div class='block'><h2>About the Mail</h2>{B}</div>",
    "cookies": f"<div id='cookie-notice'>{B}</div>",
}


@pytest.mark.parametrize("html", OTHER.values(), ids=OTHER)
def test_a_container_of_something_else_stays_out(html: str) -> None:
    text = text_of(read(f"<article class='story'>{HEAD}{A}</article>{html}"))
    assert [paragraph for paragraph in SECOND if paragraph in text] == []


def add_body(body: str) -> Extraction:
    marked = json.dumps({"@type": "NewsArticle", "headline": "Old bridge to close", "articleBody": body})
    return read(f"<script type='application/ld+json'>{marked}</script><article>{HEAD}{A}</article>")


@pytest.mark.parametrize(
    "body",
    [
        " ".join((*FIRST, *SECOND, *THIRD)),
        "\n".join((*FIRST, *FIRST, *SECOND)),
        "\n".join((*FIRST, *SECOND, *THIRD) * 2),
    ],
    ids=["one_block", "twice", "much_longer"],
)
def test_a_marked_body_does_not_replace_a_good_one(body: str) -> None:
    found = add_body(body)
    assert found.article is not None and not found.article.extraction_method.startswith("json_ld")
    assert [block.surface for block in found.paragraphs if block.kind == "paragraph"] == list(FIRST)


def test_a_marked_body_with_blocks_and_more_text_is_used() -> None:
    found = add_body("\n\n".join((*FIRST, *SECOND, THIRD[0])))
    assert found.article is not None and found.article.extraction_method == "json_ld articleBody"
    assert [block.surface for block in found.paragraphs] == [*FIRST, *SECOND, THIRD[0]]
