"""Words of lines that publishers print around a story, counted in a block: broadsheet/lang/boilerplate_words.toml.

Belongs here: reading the list and counting. What a count means is measured in broadsheet.extract.block_features and
weighed in broadsheet.extract.block_scorer.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache
from importlib.resources import files

from broadsheet.errors import FaultError

# Words with their apostrophes, dots and hyphens inside, without figures.
_WORD = re.compile(r"[^\W\d_]+(?:['.-][^\W\d_]+)*")
_UNSPACED = re.compile("[\u3040-\u30ff\u4e00-\u9fff\uac00-\ud7af]")


@dataclass(frozen=True, slots=True)
class BlockWords:
    """The word list. by_word, by_stem, by_pair: kinds by whole word, by beginning, by two words.

    pair_heads: the first words of pairs; unspaced: (text, kind) of scripts without spaces.
    """

    kinds: tuple[str, ...]
    by_word: dict[str, tuple[str, ...]] = field(default_factory=dict)
    by_stem: dict[str, tuple[str, ...]] = field(default_factory=dict)
    by_pair: dict[str, tuple[str, ...]] = field(default_factory=dict)
    pair_heads: frozenset[str] = frozenset()
    unspaced: tuple[tuple[str, str], ...] = ()
    stem_lengths: tuple[int, ...] = ()


def split_words(surface: str) -> list[str]:
    """The words of a text in lower case.

    >>> split_words("Don’t miss: 3 Top-Stories")
    ["don't", 'miss', 'top-stories']
    """
    return _WORD.findall(surface.lower().replace("’", "'"))


def count_cues(words: Sequence[str], surface: str) -> dict[str, int]:
    """How many words and pairs of words of each kind a block has. words: from `split_words`.

    >>> found = count_cues(split_words("Subscribe to our newsletter"), "Subscribe to our newsletter")
    >>> {kind: count for kind, count in found.items() if count}
    {'offer': 2, 'related': 1, 'reader': 1}
    """
    listing = load_block_words()
    counts = dict.fromkeys(listing.kinds, 0)
    last = ""
    for word in words:
        for kind in _find_kinds(word):
            counts[kind] += 1
        if last in listing.pair_heads:
            for kind in listing.by_pair.get(f"{last} {word}", ()):
                counts[kind] += 1
        last = word
    if not surface.isascii() and _UNSPACED.search(surface):
        for text, kind in listing.unspaced:
            counts[kind] += text in surface
    return counts


@lru_cache(maxsize=65_536)  # texts repeat their words
def _find_kinds(word: str) -> tuple[str, ...]:
    listing = load_block_words()
    kinds = list(listing.by_word.get(word, ()))
    for length in listing.stem_lengths:
        kinds.extend(listing.by_stem.get(word[:length], ()) if length <= len(word) else ())
    return tuple(kinds)


@cache
def load_block_words() -> BlockWords:
    """broadsheet/lang/boilerplate_words.toml. Raises FaultError where it cannot be read."""
    try:
        raw = tomllib.loads(files("broadsheet").joinpath("lang", "boilerplate_words.toml").read_text(encoding="utf-8"))
        words = [(word, kind) for kind, listing in raw.items() for word in listing["words"].split()]
        pairs = [(pair, kind) for kind, listing in raw.items() for pair in listing["phrases"]]
        unspaced = tuple((text, kind) for kind, listing in raw.items() for text in listing["scripts"])
    except (OSError, tomllib.TOMLDecodeError, KeyError) as error:
        raise FaultError(f"The word list lang/boilerplate_words.toml cannot be read: {error!r}.") from error
    stems = _gather([(word[:-1], kind) for word, kind in words if word.endswith("*")])
    whole = _gather([(word, kind) for word, kind in words if not word.endswith("*")])
    heads = frozenset(pair.split()[0] for pair, _ in pairs)
    lengths = tuple(sorted({len(stem) for stem in stems}))
    return BlockWords(tuple(raw), whole, stems, _gather(pairs), heads, unspaced, lengths)


def _gather(pairs: Sequence[tuple[str, str]]) -> dict[str, tuple[str, ...]]:
    gathered: dict[str, tuple[str, ...]] = {}
    for text, kind in pairs:
        gathered[text] = (*gathered.get(text, ()), kind)
    return gathered
