"""Features of a text's prose from 0 to 1, for the page classifier: how much of it is sentences, and whom it speaks to.

Belongs here: what the blocks and words of the text show in any language. Meta tags, addresses and tags are measured in
broadsheet.extract.features, classes and headings in broadsheet.extract.layout.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from broadsheet.extract.addresses import split_address
from broadsheet.extract.block_cues import count_cues, split_words
from broadsheet.extract.block_list import SENTENCE_END
from broadsheet.extract.blocks import BodyText
from broadsheet.extract.page import Page
from broadsheet.records import Paragraph

_STOP = re.compile(r"[.!?…。！？।؟]")
_QUOTE = re.compile('["“”„«»「]')
_SAMPLE_CHARS = 8_000
_SENTENCE_CHARS, _LINE_CHARS = 60, 60
_LONG_PROSE_CHARS = 80
_FEW_WORDS = 80
# What is plenty of each.
_MUCH_PROSE, _VERY_MUCH_PROSE, _MUCH_BLOCK = 2_500, 8_000, 500
_MANY_QUOTES, _MANY_HEADING_WORDS, _MANY_HYPHENS = 20, 10, 6
# Marks that say more where there is prose.
_WITH_PROSE = ("author_marked", "ld_article", "hyphens")


def measure_prose(page: Page, body: BodyText) -> dict[str, float]:
    """Features of the text and of the headline and address that announce it, by name."""
    return {**_measure_blocks(body), **_measure_words(body.text), **_measure_announcement(page)}


def cross_prose(features: Mapping[str, float]) -> dict[str, float]:
    """Marks of an article, each by how much long prose there is."""
    return {f"{name}_prose": features[name] * features["long_prose"] for name in _WITH_PROSE}


def _measure_blocks(body: BodyText) -> dict[str, float]:
    blocks, number = body.paragraphs, len(body.paragraphs) or 1
    sentences = [block.surface for block in blocks if _is_prose(block, _SENTENCE_CHARS)]
    chars = sum(len(surface) for surface in sentences)
    long = sum(len(block.surface) for block in blocks if _is_prose(block, _LONG_PROSE_CHARS))
    return {
        "long_prose": min(1.0, long / _MUCH_PROSE),
        "much_prose": min(1.0, chars / _VERY_MUCH_PROSE),
        "many_sentences": sum(len(_STOP.findall(surface)) >= 2 for surface in sentences) / number,
        "long_blocks": min(1.0, chars / max(1, len(sentences)) / _MUCH_BLOCK),
        "short_lines": sum(len(block.surface) < _LINE_CHARS and block.kind != "heading" for block in blocks) / number,
        "items": sum(block.kind == "list_item" for block in blocks) / number,
        "rows": sum(block.kind == "table_row" for block in blocks) / number,
        "questions": min(1.0, 3 * sum(block.surface.endswith(("?", "？")) for block in blocks) / number),
    }


def _is_prose(block: Paragraph, chars: int) -> bool:
    is_text = block.kind in ("paragraph", "quote") and len(block.surface) >= chars
    return is_text and bool(SENTENCE_END.search(block.surface))


def _measure_words(text: str) -> dict[str, float]:
    sample = text[:_SAMPLE_CHARS]
    words = split_words(sample)
    counts = count_cues(words, "")
    return {
        "reader": min(1.0, 20 * counts["reader"] / (len(words) or 1)),
        "quotation_marks": min(1.0, len(_QUOTE.findall(sample)) / _MANY_QUOTES),
        "digits": min(1.0, 10 * sum(map(str.isdigit, sample)) / (len(sample) or 1)),
        "few_words": float(len(words) < _FEW_WORDS),
    }


def _measure_announcement(page: Page) -> dict[str, float]:
    heading = page.headings[0].split() if page.headings else []
    _, last = split_address(page.url)
    return {
        "one_heading": float(len(page.headings) == 1),
        "heading_words": min(1.0, len(heading) / _MANY_HEADING_WORDS),
        "heading_line": float(len(heading) >= 5),
        "heading_label": float(0 < len(heading) <= 2),
        "hyphens": min(1.0, last.count("-") / _MANY_HYPHENS),
    }
