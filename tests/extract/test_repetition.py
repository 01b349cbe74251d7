"""What a count of repetitions does to the blocks of an article."""

from __future__ import annotations

from broadsheet.extract import Extraction, label_repeats
from tests.extract.test_extract_capture import extract

LINE = "The Oakham Mail has been printed by one family and its friends since 1871"
PAGE = f"""<html lang="en"><body><article><h1>River rises in Oakham</h1>
<p>The river rose by a metre on Wednesday, the council said in a statement that it published in the evening.</p>
<p>Around 300 people had to leave their homes near the mill, and the road to the north was closed on Thursday.</p>
<p>{LINE.replace("Mail", '<a href="/about">Mail</a>')}</p>
<p>“We have not seen this much water in forty years,” said the head of the fire service, who asked drivers to stay.</p>
</article></body></html>"""


def label(counts: dict[str, int]) -> Extraction:
    return label_repeats(extract(PAGE, url="https://oakham.example/news/river-rises-in-oakham"), counts)


def find(extraction: Extraction, start: str) -> tuple[bool, str | None, int | None]:
    block = next(block for block in extraction.paragraphs if block.surface.startswith(start))
    return block.is_boilerplate, block.boilerplate_kind, block.repeats_in_source


def test_a_line_of_three_articles_is_boilerplate_and_leaves_the_word_count() -> None:
    before, after = label({}), label({LINE: 3})
    assert find(before, "The Oakham")[1] != "repeated"
    assert find(after, "The Oakham") == (True, "repeated", 3)
    assert before.article and after.article
    assert before.article.word_count - after.article.word_count == len(LINE.split())
    assert {link.anchor_text: link.kind for link in after.links} == {"Mail": "nav"}


def test_a_line_of_two_articles_is_counted_only() -> None:
    assert find(label({LINE: 2}), "The Oakham")[2] == 2
    assert find(label({LINE: 2}), "The Oakham")[1] != "repeated"


def test_background_to_a_running_story_needs_more_articles_than_a_line() -> None:
    sentence = next(block.surface for block in label({}).paragraphs if block.surface.startswith("Around 300"))
    assert find(label({sentence: 5}), "Around 300") == (False, None, 5)
    assert find(label({sentence: 6}), "Around 300") == (True, "repeated", 6)


def test_the_same_article_under_many_addresses_keeps_its_text() -> None:
    counts = {block.surface: 9 for block in label({}).paragraphs}
    assert not any(block.rule == "repeats_in_source" for block in label(counts).paragraphs)
