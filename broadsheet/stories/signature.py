"""The signature of a text: hashes of its words, opening, figures and names, and 64 minima over its five-word shingles.

MinHash after Broder 1997 ("On the resemblance and containment of documents"): two texts share a minimum with the
probability of their Jaccard similarity. Words are hashed with BLAKE2b, so a signature is the same on every machine.
Figures and names tell a copy from the next daily report of one template: a copy keeps them, the next report does not.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from broadsheet.records import ArticleText

MINIMA = 64
SHINGLE_WORDS = 5
OPENING_WORDS = 40
# Of more figures or names than this, those with the smallest hashes stand for all (a bottom-k sketch).
MOST_HASHES = 32
# Shingles hashed at once: 64 rows of this length fit the processor's cache.
_BLOCK = 512

_WORD = re.compile(r"\w+(?:['’]\w+)*")
_FIGURE = re.compile(r"\d+(?:[.,:]\d+)*")
_WORD_BEFORE = re.compile(r"([^\W\d_]+)\W{1,3}$")
# How far back the word before a figure is looked for.
_CHARS_BEFORE = 24
# A word that begins no sentence and no line; capitalised ones are taken for names.
_INNER_WORD = re.compile(r"(?<=[\w,;)]) ([^\W\d_]\w+)")
_Hashes = NDArray[np.uint64]


@dataclass(frozen=True, slots=True)
class Signature:
    """A row of `signatures`. `minhash` is empty for a text without words."""

    article_version_id: str
    story_text_sha256: str
    opening_sha256: str
    shingle_count: int
    minhash: tuple[int, ...]
    figure_hashes: tuple[int, ...]
    name_hashes: tuple[int, ...]


def make_signature(article: ArticleText) -> Signature:
    """The signature of an article's text outside boilerplate. Case, spacing and punctuation do not count.

    >>> spaced = make_signature(ArticleText("v1", "the  HARBOUR is closed"))
    >>> spaced == make_signature(ArticleText("v1", "The harbour is closed."))
    True
    """
    text = _join_story_text(article)
    words = [word.replace("’", "'") for word in _WORD.findall(text.casefold())]
    shingles = np.unique(_hash_shingles(_hash_words(words)))
    return Signature(
        article_version_id=article.article_version_id,
        story_text_sha256=_sha256(words),
        opening_sha256=_sha256(words[:OPENING_WORDS]),
        shingle_count=len(shingles),
        minhash=_find_minima(shingles),
        figure_hashes=_sketch(_list_figures(text)),
        name_hashes=_sketch(word for word in _INNER_WORD.findall(text) if word[0].isupper()),
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


def _list_figures(text: str) -> Iterator[str]:
    """Each number with the word before it, as small numbers recur by chance; how digits are grouped does not count."""
    for found in _FIGURE.finditer(text):
        before = _WORD_BEFORE.search(text[max(0, found.start() - _CHARS_BEFORE) : found.start()])
        yield f"{before[1].casefold() if before else ''} {re.sub('[.,:]', '', found[0])}"


def _sketch(values: Iterable[str]) -> tuple[int, ...]:
    """The smallest hashes of the different values, in order, without their lowest bit so that they fit int64."""
    hashes = _hash_words(sorted(set(values)))
    return tuple(int(value) for value in np.sort(hashes)[:MOST_HASHES] >> np.uint64(1))


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
