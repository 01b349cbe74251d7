"""Blocks that occur in several articles of one source: a publisher's own lines, not the story's.

Belongs here: what a count of repetitions means for a block. Counting belongs to broadsheet.stages.repeats, which
knows the earlier days.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import replace

from broadsheet.extract.boilerplate import is_sentence
from broadsheet.extract.records import Extraction, Link
from broadsheet.extract.words import count_words
from broadsheet.records import Paragraph

# How many articles must share a line, and how many a sentence or heading. Sentences need more, since running stories
# repeat their background word for word.
_FEWEST_ARTICLES = 3
_FEWEST_FOR_PROSE = 6
_PROSE_CHARS = 80
# If this much of a text repeats, it is the same article under several addresses and not a collection of notices.
_COPY_SHARE = 0.5


def label_repeats(extraction: Extraction, counts: Mapping[str, int]) -> Extraction:
    """The extraction with repeated blocks labelled, and its word count and kinds of links updated to match.

    counts: by text of a block, how many articles of the source hold it, this one included; 1 may be left out.
    """
    if extraction.article is None or not any(block.surface in counts for block in extraction.paragraphs):
        return extraction
    counted = [
        replace(block, repeats_in_source=counts[block.surface]) if block.surface in counts else block
        for block in extraction.paragraphs
    ]
    own = sum(len(block.surface) for block in counted if not block.is_boilerplate)
    repeated = sum(len(block.surface) for block in counted if _is_repeated(block))
    if repeated <= _COPY_SHARE * own:
        counted = [_mark(block) if _is_repeated(block) else block for block in counted]
    words = sum(count_words(block.surface) for block in counted if not block.is_boilerplate)
    return replace(
        extraction,
        article=replace(extraction.article, word_count=words),
        paragraphs=tuple(counted),
        links=tuple(_fit_link(link, counted) for link in extraction.links),
    )


def _is_repeated(block: Paragraph) -> bool:
    if block.is_boilerplate or block.repeats_in_source is None:
        return False
    is_prose = len(block.surface) >= _PROSE_CHARS and is_sentence(block.surface)
    fewest = _FEWEST_FOR_PROSE if is_prose or block.kind == "heading" else _FEWEST_ARTICLES
    return block.repeats_in_source >= fewest


def _mark(block: Paragraph) -> Paragraph:
    score = round(1 - 1 / (1 + (block.repeats_in_source or 0)), 2)
    return replace(
        block, is_boilerplate=True, boilerplate_kind="repeated", boilerplate_score=score, rule="repeats_in_source"
    )


def _fit_link(link: Link, blocks: Sequence[Paragraph]) -> Link:
    place = bisect_right(blocks, link.start_char, key=lambda block: block.start_char) - 1
    return replace(link, kind="nav") if place >= 0 and blocks[place].rule == "repeats_in_source" else link
