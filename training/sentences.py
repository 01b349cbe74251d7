"""One shape for training sentences from every corpus: words, spacing, allowed tags, tree.

Allowed tags are bit masks over `broadsheet.language.labels.TAGS`: corpora annotate different types, so a token often
allows several tags, and the loss asks only that the model picks among them.
"""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

from broadsheet.language.labels import TAGS

if TYPE_CHECKING:
    from training.opinions import Opinion

TAG_INDEX = {tag: index for index, tag in enumerate(TAGS)}
ANY_TAG = (1 << len(TAGS)) - 1
INSIDE_TAGS = sum(1 << index for tag, index in TAG_INDEX.items() if tag.startswith("I-"))
NO_SPACE, SPACE, NEWLINE, EDGE = 0, 1, 2, 3
"""What stands before a word; EDGE is for the marks around a window."""

FUNCTION_WORDS = frozenset(
    """the a an he she it they we you i in on at of for from by with and but or if when while after before as this that
    these those there his her its their our my your not no so what who how why where is are was were do did does has
    have had can will would may one all some many most more also then now here to than about into over under""".split()  # noqa: SIM905
)
"""Words that are no name of their own, however they are written at the start of a sentence."""

Span = tuple[int, int, str]
Record = dict[str, Any]


@dataclass(slots=True)
class Sentence:
    """Words of one sentence. `masks` is None without names, `heads` empty without a tree (head of the root: itself)."""

    words: list[str]
    spaces: list[int]
    masks: list[int] | None = None
    gold: list[Span] = field(default_factory=list)
    upos: list[str] = field(default_factory=list)
    heads: list[int] = field(default_factory=list)
    rels: list[str] = field(default_factory=list)
    piece_count: int = 0
    starts_sentence: bool = True
    continues: bool = False
    """Whether it is a later part of a long one, or of unknown bounds: then no sentence start in it is known."""
    taught: Opinion | None = None
    """What teachers think of it."""


Document = list[Sentence]


def read_records(folder: Path, corpus: str) -> Iterator[Record]:
    """Records of `<corpus>.jsonl.gz`, in file order."""
    with gzip.open(folder / f"{corpus}.jsonl.gz", "rt", encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)


def mask_of(labels: Iterable[str], *, is_first: bool, or_none: bool = False) -> int:
    """Mask that allows a name of any of these labels at its first or a later token, and O where `or_none`."""
    mask = sum(1 << TAG_INDEX[("B-" if is_first else "I-") + label] for label in labels)
    return mask | 1 if or_none else mask


def mask_outside(unannotated: Iterable[str], word: str) -> int:
    """Mask of a token outside every span: O, and any tag of types the corpus does not annotate.

    Only words with a capital or a digit may be such a name; the rest is O for sure.
    """
    mask = 1
    if word.capitalize() == word and word.lower() in FUNCTION_WORDS:
        return mask
    if any(char.isupper() or char.isdigit() for char in word):
        for label in unannotated:
            mask |= mask_of([label], is_first=True) | mask_of([label], is_first=False)
    return mask


def align_spans(tokens: list[list[int]], spans: Iterable[tuple[int, int, Any]]) -> list[tuple[int, int, Any]]:
    """Character spans as token spans, the longest of overlapping ones, in order; misaligned ones are left out."""
    starts = {start: index for index, (start, _) in enumerate(tokens)}
    ends = {end: index for index, (_, end) in enumerate(tokens)}
    aligned = [(starts[a], ends[b] + 1, label) for a, b, label in spans if a in starts and b in ends and a < b]
    aligned.sort(key=lambda span: (span[0] - span[1], span[0]))
    used: set[int] = set()
    kept = []
    for start, end, label in aligned:
        if start < end and not used.intersection(range(start, end)):
            used.update(range(start, end))
            kept.append((start, end, label))
    return sorted(kept, key=lambda span: span[0])


def cut_sentence(record: Record, start: int, end: int, masks: list[int] | None, gold: list[Span]) -> Sentence:
    """Tokens start:end of a record as a sentence."""
    text, tokens = record["text"], record["tokens"]
    words, spaces = [], []
    for index in range(start, end):
        gap = text[tokens[index - 1][1] : tokens[index][0]] if index else "\n"
        words.append(text[tokens[index][0] : tokens[index][1]])
        spaces.append(NEWLINE if "\n" in gap else SPACE if gap else NO_SPACE)
    inside = [(a - start, b - start, label) for a, b, label in gold if start <= a and b <= end]
    return Sentence(words, spaces, masks[start:end] if masks else None, inside)


def cut_long(sentence: Sentence, longest: int) -> list[Sentence]:
    """A sentence without a tree in parts of at most `longest` words; no part begins inside a name."""
    if sentence.heads or len(sentence.words) <= longest:
        return [sentence]
    masks = sentence.masks or []
    parts, start = [], 0
    while start < len(sentence.words):
        end = min(start + longest, len(sentence.words))
        while start + 1 < end < len(masks) and not masks[end] & ~INSIDE_TAGS:
            end -= 1
        parts.append(
            Sentence(
                sentence.words[start:end],
                sentence.spaces[start:end],
                masks[start:end] or None,
                starts_sentence=sentence.starts_sentence,
                continues=start > 0,
            )
        )
        start = end
    return parts


_HYPHEN = re.compile(r"(?<=[^\W\d_])([-–/])(?=[^\W\d_])")


def split_hyphens(sentence: Sentence, places: frozenset[str]) -> Sentence:
    """A sentence without a tree, its words split at hyphens between letters as spaCy's tokenizer does.

    The parts of a name stay in it, except lower-case ones after a place or nationality (the last part of
    "Israeli-occupied"). places: names that are LOC wherever they are such a part ("China-US talks").
    """
    if not any("-" in word or "/" in word or "–" in word for word in sentence.words):
        return sentence
    split_masks: list[int] = []
    split = Sentence([], [], starts_sentence=sentence.starts_sentence)
    masks = sentence.masks or [ANY_TAG] * len(sentence.words)
    for word, space, mask in zip(sentence.words, sentence.spaces, masks, strict=True):
        parts = _HYPHEN.split(word) if "://" not in word else [word]
        for index, part in enumerate(parts):
            split_masks.append(_mask_part(mask, parts, index, places))
            split.words.append(part)
            split.spaces.append(space if index == 0 else NO_SPACE)
    split.masks = split_masks if sentence.masks else None
    return split


def _mask_part(mask: int, parts: list[str], index: int, places: frozenset[str]) -> int:
    """Allowed tags of a part. Taggers leave whole words such as "Nairobi-based" out: their capitals say nothing."""
    if len(parts) == 1:
        return mask
    if mask & 1:
        if parts[index] in places:
            return 1 << TAG_INDEX["B-LOC"]
        return ANY_TAG if parts[index][:1].isupper() else 1
    if index == 0:
        return mask
    return 1 if mask in _PLACES and parts[-1][:1].islower() else _continue(mask)


_PLACES = {1 << TAG_INDEX["B-LOC"], 1 << TAG_INDEX["B-NORP"], 1 << TAG_INDEX["I-LOC"], 1 << TAG_INDEX["I-NORP"]}


def _continue(mask: int) -> int:
    """The mask of a later token of the same name: every B becomes its I."""
    continued = mask & 1
    for index in range(1, len(TAGS), 2):
        if mask & (3 << index):
            continued |= 2 << index
    return continued


def find_bounds(record: Record) -> list[tuple[int, int]]:
    """Token bounds of the record's sentences, else of its lines."""
    tokens = record["tokens"]
    if record.get("sents"):
        bounds = []
        for start, end in record["sents"]:
            inside = [index for index, (a, _) in enumerate(tokens) if start <= a < end]
            if inside:
                bounds.append((inside[0], inside[-1] + 1))
        return bounds
    cuts = [i for i in range(1, len(tokens)) if "\n" in record["text"][tokens[i - 1][1] : tokens[i][0]]]
    edges = [0, *cuts, len(tokens)]
    return [(a, b) for a, b in pairwise(edges) if a < b]
