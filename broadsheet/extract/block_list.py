"""The blocks of a text as the score of a block needs them: their words, their links, and where the prose is.

Belongs here: reading. What is measured of it belongs to broadsheet.extract.block_features.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from broadsheet.extract.block_cues import split_words
from broadsheet.records import Paragraph

SENTENCE_END = re.compile(r"[.!?…。！？।؟][\"'”’»)\]」』]*$")
_PROSE_CHARS = 80
_SHORT_WORDS = 12
_LONG_WORD = 5
_LINKED = 0.5


@dataclass(frozen=True, slots=True)
class Block:
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
class BlockList:
    """The blocks of a text. first, last: of its prose; common: long words by the number of blocks that have them."""

    blocks: list[Block]
    first: int
    last: int
    prose_share: float
    linked_share: float
    common: Counter[str]
    repeated: frozenset[str]


def list_blocks(paragraphs: Sequence[Paragraph], shares: Sequence[float], ruled: Sequence[bool]) -> BlockList:
    """The blocks of a text. shares: of linked characters; ruled: whether a rule calls the block boilerplate."""
    blocks = [_read_block(*each) for each in zip(paragraphs, shares, ruled, strict=True)]
    prose = [place for place, block in enumerate(blocks) if block.is_prose] or [0, len(blocks) - 1]
    count = len(blocks) or 1
    surfaces = Counter(block.surface for block in blocks)
    return BlockList(
        blocks,
        prose[0],
        prose[-1],
        sum(block.is_prose for block in blocks) / count,
        sum(block.is_linked for block in blocks) / count,
        Counter(word for block in blocks for word in block.long_words),
        frozenset(surface for surface, number in surfaces.items() if number > 1),
    )


def _read_block(paragraph: Paragraph, share: float, is_ruled: bool) -> Block:
    surface, words = paragraph.surface, split_words(paragraph.surface)
    is_sentence = bool(SENTENCE_END.search(surface))
    is_long = len(surface) >= _PROSE_CHARS and paragraph.kind in ("paragraph", "quote")
    is_prose = is_long and is_sentence and share < _LINKED and not is_ruled
    long = frozenset(word for word in words if len(word) >= _LONG_WORD)
    return Block(surface, paragraph.kind, words, long, share, is_ruled, is_sentence, is_prose)
