"""Blocks within paragraphs: what browsers part is parted, and no words become one."""

from __future__ import annotations

import pytest

from broadsheet.extract.body import extract_text
from broadsheet.extract.nesting import part_blocks
from broadsheet.extract.trafilatura_adapter import parse_page

FIRST = (
    "The council of Orme met on Tuesday and spoke for three hours about the roof of the old mill, which nobody wants "
    "to pay for and nobody wants to see fall."
)
SECOND = (
    "The hamlet of Tarn is not the only place where a mill stands empty, the chair of the council said, and others "
    "have found money for theirs in the end."
)
TEASER = "How the mill of Salto lost its wheel"


def read(body: str) -> list[str]:
    page = (
        f"<html lang=en><head><title>A mill</title></head><body><article><h1>A mill</h1>{body}</article></body></html>"
    )
    return [paragraph.surface for paragraph in extract_text(parse_page(page), None).paragraphs]


@pytest.mark.parametrize(
    "block",
    [
        f"<article class=related><a href=/z><p>{TEASER}</p></a></article>",
        f"<aside><a href=/z>{TEASER}</a></aside>",
        f"<figure><img src=/z.jpg><figcaption>{TEASER}</figcaption></figure>",
        "<section></section>",
    ],
    ids=["article", "aside", "figure", "empty"],
)
def test_text_behind_a_block_is_a_paragraph_of_its_own(block: str) -> None:
    assert {FIRST, SECOND} <= set(read(f"<p>{FIRST}</p><p>{block}{SECOND}</p><p>{FIRST[:-1]} too.</p>"))


def test_text_on_both_sides_of_a_block_stays_in_order() -> None:
    found = read(f"<p>{FIRST}<aside>{TEASER}</aside>{SECOND} <b>Nobody</b> clapped.</p><p>{FIRST[:-1]} too.</p>")
    assert found.index(FIRST) < found.index(f"{SECOND} Nobody clapped.")


def test_words_on_both_sides_of_a_block_are_not_one() -> None:
    tree = parse_page(f"<html><body><div>{FIRST}<div class=break></div>{SECOND}</div></body></html>")
    assert f"{FIRST} {SECOND}" in tree.text_content()


def test_paragraphs_without_such_blocks_stay_as_they_are() -> None:
    page = f"<html><body><p>{FIRST} <em>Then</em> {SECOND}</p><figure>x</figure> <p>{SECOND}</p></body></html>"
    tree = parse_page(page)
    before = tree.text_content()
    part_blocks(tree)
    assert tree.text_content() == before
