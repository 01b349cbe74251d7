"""The signature of a text: hashes of its words and opening, and 64 minima over its five-word shingles.

MinHash after Broder 1997 ("On the resemblance and containment of documents"): two texts share a minimum with the
probability of their Jaccard similarity. Words are hashed with BLAKE2b, so a signature is the same on every machine.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from broadsheet.records import ArticleText

MINIMA = 64
SHINGLE_WORDS = 5
OPENING_WORDS = 40
# Shingles hashed at once: 64 rows of this length fit the processor's cache.
_BLOCK = 512

_WORD = re.compile(r"\w+(?:['’]\w+)*")
_Hashes = NDArray[np.uint64]


@dataclass(frozen=True, slots=True)
class Signature:
    """A row of `signatures`. `minhash` is empty for a text without words."""

    article_version_id: str
    story_text_sha256: str
    opening_sha256: str
    shingle_count: int
    minhash: tuple[int, ...]


def make_signature(article: ArticleText) -> Signature:
    """The signature of an article's text outside boilerplate. Case, spacing and punctuation do not count.

    >>> spaced = make_signature(ArticleText("v1", "the  HARBOUR is closed"))
    >>> spaced == make_signature(ArticleText("v1", "The harbour is closed."))
    True
    """
    words = [word.replace("’", "'") for word in _WORD.findall(_join_story_text(article).casefold())]
    shingles = np.unique(_hash_shingles(_hash_words(words)))
    return Signature(
        article_version_id=article.article_version_id,
        story_text_sha256=_sha256(words),
        opening_sha256=_sha256(words[:OPENING_WORDS]),
        shingle_count=len(shingles),
        minhash=_find_minima(shingles),
    )


def estimate_similarity(one: Signature, other: Signature) -> float:
    """Estimated Jaccard similarity (0 to 1) of the shingles of two texts; its standard error is about .06."""
    if not one.minhash or not other.minhash:
        return float(one.story_text_sha256 == other.story_text_sha256)
    return sum(a == b for a, b in zip(one.minhash, other.minhash, strict=True)) / MINIMA


def _join_story_text(article: ArticleText) -> str:
    """The text outside boilerplate; all of it if the article has no paragraphs."""
    if not article.paragraphs:
        return article.text
    return "\n".join(paragraph.surface for paragraph in article.paragraphs if not paragraph.is_boilerplate)


def _sha256(words: list[str]) -> str:
    return hashlib.sha256(" ".join(words).encode("utf-8", "surrogatepass")).hexdigest()


def _hash_words(words: list[str]) -> _Hashes:
    known: dict[str, int] = {}
    for word in words:
        if word not in known:
            digest = hashlib.blake2b(word.encode("utf-8", "surrogatepass"), digest_size=8).digest()
            known[word] = int.from_bytes(digest, "little")
    return np.fromiter((known[word] for word in words), dtype=np.uint64, count=len(words))


def _hash_shingles(words: _Hashes) -> _Hashes:
    """One hash for each window of five words; a shorter text is one shingle."""
    width = min(SHINGLE_WORDS, len(words))
    if width == 0:
        return np.empty(0, dtype=np.uint64)
    count = len(words) - width + 1
    shingles = np.zeros(count, dtype=np.uint64)
    for offset in range(width):
        shingles = _mix(shingles + words[offset : offset + count])
    return shingles


def _find_minima(shingles: _Hashes) -> tuple[int, ...]:
    """Minima of 64 permutations of the hashes, without their lowest bit so that they fit int64."""
    if not len(shingles):
        return ()
    seeds = _mix(np.arange(1, MINIMA + 1, dtype=np.uint64))[:, None]
    minima = np.full(MINIMA, np.iinfo(np.uint64).max, dtype=np.uint64)
    for start in range(0, len(shingles), _BLOCK):
        np.minimum(minima, _mix(shingles[start : start + _BLOCK] ^ seeds).min(axis=1), out=minima)
    return tuple(int(value) for value in minima >> np.uint64(1))


def _mix(values: _Hashes) -> _Hashes:
    """The finaliser of SplitMix64 (Steele and others 2014): every bit depends on every other; arithmetic wraps."""
    values = values + np.uint64(0x9E3779B97F4A7C15)
    values = (values ^ (values >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    values = (values ^ (values >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return values ^ (values >> np.uint64(31))
