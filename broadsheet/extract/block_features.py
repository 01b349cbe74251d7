"""Features of the blocks of a text from 0 to 1, for the weights in block_weights.toml: is a block part of the story?

Belongs here: measuring. None of the features knows a site: form, place in the text, links, neighbours, the share of
words that the rest of the text has too, and the words of broadsheet/lang/boilerplate_words.toml. What they weigh
belongs to broadsheet.extract.block_scorer.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence

from broadsheet.extract.block_cues import count_cues
from broadsheet.extract.block_list import Block, BlockList, list_blocks
from broadsheet.records import Paragraph

_YEAR = re.compile(r"(?:19|20)\d\d")
_CLOCK = re.compile(r"\b\d{1,2}[:.h]\d\d\b")
_QUOTE = re.compile('["“”„«»「]')
_SEPARATOR = re.compile(r"[|•·/›»>→▶►]|\s[–—-]\s")
_MARK = re.compile(r"©|\(c\)|https?:|www\.|@|#\w|\.(?:com|org|net)\b")
_KINDS = ("heading", "list_item", "table_row", "quote")
_SHORT_WORDS, _LINE_WORDS, _LABEL_WORDS = 12, 25, 8
# A longer block is prose whatever words it has.
_CUED_WORDS = 60
_CUED_CHARS = 500
_NEAR = 3


def measure_blocks(
    paragraphs: Sequence[Paragraph], link_shares: Sequence[float], ruled: Sequence[bool]
) -> list[dict[str, float]]:
    """The features of each block by name. ruled: whether a rule for wording calls the block boilerplate."""
    text = list_blocks(paragraphs, link_shares, ruled)
    return [
        {
            **_measure_length(block),
            **_measure_links(block),
            **_measure_signs(block),
            **_measure_place(text, place),
            **_measure_outside(text, place),
            **_measure_words(text, place),
            **_measure_neighbours(text, place),
            **_measure_around(text, place),
            **_measure_cues(text, place),
        }
        for place, block in enumerate(text.blocks)
    ]


def _measure_length(block: Block) -> dict[str, float]:
    words = len(block.words)
    is_line = words <= _SHORT_WORDS
    return {
        "words_0_3": words <= 3,
        "words_4_9": 4 <= words <= 9,
        "words_10_19": 10 <= words <= 19,
        "words_20_39": 20 <= words <= 39,
        "words_40": words >= 40,
        "sentence": block.is_sentence,
        "short_line": block.is_short,
        "long_line": not is_line and not block.is_sentence,
        "short_sentence": is_line and block.is_sentence,
        "ruled": block.is_ruled,
        "ruled_sentence": block.is_ruled and block.is_sentence and words >= _LABEL_WORDS,
        **{f"kind_{kind}": block.kind == kind for kind in _KINDS},
        "sentence_item": block.kind == "list_item" and block.is_sentence,
    }


def _measure_links(block: Block) -> dict[str, float]:
    return {
        "linked": block.linked,
        "fully_linked": block.linked >= 0.85,
        "partly_linked": 0.05 < block.linked < 0.85,
        "linked_line": block.is_linked and not block.is_sentence,
        "linked_sentence": block.is_linked and block.is_sentence,
        **{f"linked_{kind}": block.is_linked and block.kind == kind for kind in _KINDS[:3]},
    }


def _measure_signs(block: Block) -> dict[str, float]:
    """Features of capitals, figures and marks; most of them for lines only."""
    surface, words = block.surface, len(block.words)
    parts = surface.split() if words <= _LINE_WORDS else []
    line = surface if words <= _SHORT_WORDS else ""
    capitals = sum(part[0].isupper() for part in parts) / max(1, len(parts))
    return {
        "colon": surface.endswith((":", "：")),
        "question": surface.endswith(("?", "？")),
        "capitals": capitals,
        "capital_line": 2 <= words <= _SHORT_WORDS and capitals > 0.8,
        "all_capitals": surface.isupper(),
        "small_beginning": surface[:1].islower(),
        "digits": sum(map(str.isdigit, surface)) / len(surface),
        "year": bool(_YEAR.search(line)),
        "clock": bool(_CLOCK.search(line)),
        "separators": min(1.0, len(_SEPARATOR.findall(surface)) / 3) if parts else 0.0,
        "marks": bool(_MARK.search(surface)),
        "quotation_marks": bool(_QUOTE.search(surface)),
    }


def _measure_place(text: BlockList, place: int) -> dict[str, float]:
    block = text.blocks[place]
    before, inside = place < text.first, text.first < place < text.last
    is_label = len(block.words) <= _LABEL_WORDS and not block.is_sentence
    return {
        "before": before,
        "before_label": before and is_label,
        "before_long": before and len(block.words) > _LABEL_WORDS,
        "inside_short": inside and block.is_short,
        "inside_item": inside and block.kind == "list_item",
        "first_block": place == 0,
        "last_block": place == len(text.blocks) - 1,
        "near_end": math.exp((place + 1 - len(text.blocks)) / 3),
        "near_start": math.exp(-place / 2),
        "repeated": block.surface in text.repeated,
        "prose_share": text.prose_share,
        "linked_share": text.linked_share,
        "long_page": min(1.0, len(text.blocks) / 150),
    }


def _measure_outside(text: BlockList, place: int) -> dict[str, float]:
    """Features of a block behind the prose, and of a linked one among prose or links."""
    block, after = text.blocks[place], place > text.last
    return {
        "after": after,
        "after_short": after and block.is_short,
        "after_item": after and block.kind == "list_item",
        "after_sentence": after and block.is_sentence,
        "after_heading": after and block.kind == "heading",
        "after_linked": after and block.is_linked,
        "linked_among_linked": text.linked_share * block.is_linked,
        "linked_among_prose": text.prose_share * block.is_linked,
        "linked_item_among_prose": text.prose_share * (block.is_linked and block.kind == "list_item"),
    }


def _measure_words(text: BlockList, place: int) -> dict[str, float]:
    """How many of a block's long words no other block has."""
    block = text.blocks[place]
    long = block.long_words
    foreign = 1 - sum(text.common[word] > 1 for word in long) / len(long) if long else 0.5
    return {
        "foreign": foreign,
        "foreign_after": foreign * (place > text.last),
        "foreign_short": foreign * block.is_short,
        "foreign_linked": foreign * block.is_linked,
    }


def _measure_around(text: BlockList, place: int) -> dict[str, float]:
    blocks = text.blocks
    around = [*blocks[max(0, place - _NEAR) : place], *blocks[place + 1 : place + 1 + _NEAR]]
    outside = [other.is_ruled or other.is_linked for other in around]
    lead = min(_NEAR, place)
    return {
        "ruled_near": sum(other.is_ruled for other in around) / (2 * _NEAR),
        "linked_near": sum(other.is_linked for other in around) / (2 * _NEAR),
        "outside_above": sum(outside[:lead]) / _NEAR,
        "outside_below": sum(outside[lead:]) / _NEAR,
    }


def _measure_neighbours(text: BlockList, place: int) -> dict[str, float]:
    blocks, block = text.blocks, text.blocks[place]
    above, below = _block_at(blocks, place - 1), _block_at(blocks, place + 1)
    is_between = above is not None and below is not None and above.is_prose and below.is_prose
    heads = below if block.kind == "heading" else None
    return {
        **_measure_neighbour("above", above),
        **_measure_neighbour("below", below),
        "between_prose": is_between,
        "between_prose_short": is_between and block.is_short,
        "between_prose_linked": is_between and block.is_linked,
        "heading_of_outside": bool(heads and (heads.is_linked or heads.is_ruled)),
        "heading_of_prose": bool(heads and heads.is_prose),
    }


def _block_at(blocks: Sequence[Block], place: int) -> Block | None:
    return blocks[place] if 0 <= place < len(blocks) else None


def _measure_neighbour(side: str, other: Block | None) -> dict[str, float]:
    return {
        f"{side}_none": other is None,
        f"{side}_short": bool(other and other.is_short),
        f"{side}_linked": bool(other and other.is_linked),
        f"{side}_ruled": bool(other and other.is_ruled),
        f"{side}_prose": bool(other and other.is_prose),
        f"{side}_heading": bool(other and other.kind == "heading"),
    }


def _measure_cues(text: BlockList, place: int) -> dict[str, float]:
    """Features of the words; none for a long block. `dense_*`: their share, `lead_*`: in the first two words."""
    block, words = text.blocks[place], text.blocks[place].words
    if len(words) > _CUED_WORDS:
        return {}
    after = place > text.last
    is_between = text.first < place < text.last
    counts = count_cues(words, block.surface[:_CUED_CHARS])
    if not any(counts.values()):
        return {}
    lead = count_cues(words[:2], block.surface[:4])
    number = max(3, len(words))
    found = [(kind, count) for kind, count in counts.items() if count]
    cued = min(1.0, 1.5 * sum(count for kind, count in found if kind != "reader") / number)
    reader = min(1.0, 5 * counts["reader"] / number)
    return {
        **{f"cue_{kind}": min(1.0, count / 2) for kind, count in found},
        **{f"dense_{kind}": min(1.0, 2 * count / number) for kind, count in found},
        **{f"lead_{kind}": min(1, count) for kind, count in lead.items() if count},
        "cue_kinds": min(1.0, len(found) / 4),
        "cued": cued,
        "cued_short": cued * block.is_short,
        "cued_sentence": cued * block.is_sentence,
        "cued_before": cued * (place < text.first),
        "cued_after": cued * after,
        "cued_between": cued * is_between,
        "cued_linked": cued * (block.linked > 0.3),
        "cued_reader": cued * reader,
        "reader_after": reader * after,
        "reader_question": reader * block.surface.endswith(("?", "？")),
    }
