"""Features of the blocks of a text from 0 to 1, for the weights in block_weights.toml: is a block part of the story?

Belongs here: measuring. None of the features knows a site: form, place in the text, links, neighbours, the share of
words that the rest of the text has too, and the words of broadsheet/lang/boilerplate_words.toml. What they weigh
belongs to broadsheet.extract.block_scorer.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from broadsheet.extract.block_cues import count_cues, split_words
from broadsheet.records import Paragraph

SENTENCE_END = re.compile(r"[.!?…。！？।؟][\"'”’»)\]」』]*$")
_YEAR = re.compile(r"(?:19|20)\d\d")
_CLOCK = re.compile(r"\b\d{1,2}[:.h]\d\d\b")
_QUOTE = re.compile('["“”„«»「]')
_SEPARATOR = re.compile(r"[|•·/›»>→▶►]|\s[–—-]\s")
_MARK = re.compile(r"©|\(c\)|https?:|www\.|@|#\w|\.(?:com|org|net)\b")
_KINDS = ("heading", "list_item", "table_row", "quote")
_PROSE_CHARS = 80
_SHORT_WORDS, _LINE_WORDS, _LABEL_WORDS = 12, 25, 8
_LONG_WORD = 5
# A longer block is prose whatever words it has.
_CUED_WORDS = 60
_CUED_CHARS = 500
_LINKED = 0.5
_NEAR = 3


@dataclass(frozen=True, slots=True)
class _Block:
    """What is known of one block before its neighbours are looked at."""

    surface: str
    kind: str
    words: list[str]
    long_words: frozenset[str]
    linked: float
    is_ruled: bool
    is_sentence: bool
    is_prose: bool

    @property
    def is_short(self) -> bool:
        return len(self.words) <= _SHORT_WORDS and not self.is_sentence

    @property
    def is_linked(self) -> bool:
        return self.linked >= _LINKED


@dataclass(frozen=True, slots=True)
class _Text:
    """The blocks of a text. first, last: of its prose; common: long words by the number of blocks that have them."""

    blocks: list[_Block]
    first: int
    last: int
    prose_share: float
    linked_share: float
    common: Counter[str]
    repeated: frozenset[str]


def measure_blocks(
    paragraphs: Sequence[Paragraph], link_shares: Sequence[float], ruled: Sequence[bool]
) -> list[dict[str, float]]:
    """The features of each block by name. ruled: whether a rule for wording calls the block boilerplate."""
    text = _read_text(paragraphs, link_shares, ruled)
    return [
        {
            **_measure_form(block),
            **_measure_place(text, place),
            **_measure_near(text, place),
            **_measure_cues(text, place),
        }
        for place, block in enumerate(text.blocks)
    ]


def _read_text(paragraphs: Sequence[Paragraph], shares: Sequence[float], ruled: Sequence[bool]) -> _Text:
    blocks = []
    for paragraph, share, is_ruled in zip(paragraphs, shares, ruled, strict=True):
        surface = paragraph.surface
        is_sentence = bool(SENTENCE_END.search(surface))
        is_long = len(surface) >= _PROSE_CHARS and paragraph.kind in ("paragraph", "quote")
        is_prose = is_long and is_sentence and share < _LINKED and not is_ruled
        words = split_words(surface)
        long = frozenset(word for word in words if len(word) >= _LONG_WORD)
        blocks.append(_Block(surface, paragraph.kind, words, long, share, is_ruled, is_sentence, is_prose))
    prose = [place for place, block in enumerate(blocks) if block.is_prose]
    count = len(blocks) or 1
    surfaces = Counter(block.surface for block in blocks)
    return _Text(
        blocks,
        prose[0] if prose else 0,
        prose[-1] if prose else len(blocks) - 1,
        len(prose) / count,
        sum(block.is_linked for block in blocks) / count,
        Counter(word for block in blocks for word in block.long_words),
        frozenset(surface for surface, number in surfaces.items() if number > 1),
    )


def _measure_form(block: _Block) -> dict[str, float]:
    surface, words = block.surface, len(block.words)
    parts = surface.split() if words <= _LINE_WORDS else []
    capitals = sum(part[0].isupper() for part in parts) / max(1, len(parts))
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
        "colon": surface.endswith((":", "：")),
        "question": surface.endswith(("?", "？")),
        "linked": block.linked,
        "fully_linked": block.linked >= 0.85,
        "partly_linked": 0.05 < block.linked < 0.85,
        "linked_line": block.is_linked and not block.is_sentence,
        "linked_sentence": block.is_linked and block.is_sentence,
        **{f"kind_{kind}": block.kind == kind for kind in _KINDS},
        **{f"linked_{kind}": block.is_linked and block.kind == kind for kind in _KINDS[:3]},
        "sentence_item": block.kind == "list_item" and block.is_sentence,
        "capitals": capitals,
        "capital_line": 2 <= words <= _SHORT_WORDS and capitals > 0.8,
        "all_capitals": surface.isupper(),
        "small_beginning": surface[:1].islower(),
        "digits": sum(char.isdigit() for char in surface) / len(surface),
        "year": is_line and bool(_YEAR.search(surface)),
        "clock": is_line and bool(_CLOCK.search(surface)),
        "separators": min(1.0, len(_SEPARATOR.findall(surface)) / 3) if words <= _LINE_WORDS else 0.0,
        "marks": bool(_MARK.search(surface)),
        "quotation_marks": bool(_QUOTE.search(surface)),
        "ruled": block.is_ruled,
        "ruled_sentence": block.is_ruled and block.is_sentence and words >= _LABEL_WORDS,
    }


def _measure_place(text: _Text, place: int) -> dict[str, float]:
    block, words = text.blocks[place], len(text.blocks[place].words)
    before, after = place < text.first, place > text.last
    is_label = words <= _LABEL_WORDS and not block.is_sentence
    long = block.long_words
    foreign = 1 - sum(text.common[word] > 1 for word in long) / len(long) if long else 0.5
    return {
        "before": before,
        "after": after,
        "before_label": before and is_label,
        "before_long": before and words > _LABEL_WORDS,
        "after_short": after and block.is_short,
        "after_item": after and block.kind == "list_item",
        "after_sentence": after and block.is_sentence,
        "after_heading": after and block.kind == "heading",
        "after_linked": after and block.is_linked,
        "inside_short": text.first < place < text.last and block.is_short,
        "inside_item": text.first < place < text.last and block.kind == "list_item",
        "first_block": place == 0,
        "last_block": place == len(text.blocks) - 1,
        "near_end": math.exp((place + 1 - len(text.blocks)) / 3),
        "near_start": math.exp(-place / 2),
        "foreign": foreign,
        "foreign_after": foreign * after,
        "foreign_short": foreign * block.is_short,
        "foreign_linked": foreign * block.is_linked,
        "repeated": block.surface in text.repeated,
        "prose_share": text.prose_share,
        "linked_share": text.linked_share,
        "linked_among_linked": text.linked_share * block.is_linked,
        "linked_among_prose": text.prose_share * block.is_linked,
        "linked_item_among_prose": text.prose_share * (block.is_linked and block.kind == "list_item"),
        "long_page": min(1.0, len(text.blocks) / 150),
    }


def _measure_near(text: _Text, place: int) -> dict[str, float]:
    blocks, block = text.blocks, text.blocks[place]
    above = blocks[place - 1] if place else None
    below = blocks[place + 1] if place + 1 < len(blocks) else None
    around = [*blocks[max(0, place - _NEAR) : place], *blocks[place + 1 : place + 1 + _NEAR]]
    outside = [other.is_ruled or other.is_linked for other in around]
    lead = min(_NEAR, place)
    is_between = bool(above and below and above.is_prose and below.is_prose)
    return {
        **_measure_neighbour("above", above),
        **_measure_neighbour("below", below),
        "between_prose": is_between,
        "between_prose_short": is_between and block.is_short,
        "between_prose_linked": is_between and block.is_linked,
        "ruled_near": sum(other.is_ruled for other in around) / (2 * _NEAR),
        "linked_near": sum(other.is_linked for other in around) / (2 * _NEAR),
        "outside_above": sum(outside[:lead]) / _NEAR,
        "outside_below": sum(outside[lead:]) / _NEAR,
        "heading_of_outside": block.kind == "heading" and bool(below and (below.is_linked or below.is_ruled)),
        "heading_of_prose": block.kind == "heading" and bool(below and below.is_prose),
    }


def _measure_neighbour(side: str, other: _Block | None) -> dict[str, float]:
    return {
        f"{side}_none": other is None,
        f"{side}_short": bool(other and other.is_short),
        f"{side}_linked": bool(other and other.is_linked),
        f"{side}_ruled": bool(other and other.is_ruled),
        f"{side}_prose": bool(other and other.is_prose),
        f"{side}_heading": bool(other and other.kind == "heading"),
    }


def _measure_cues(text: _Text, place: int) -> dict[str, float]:
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
