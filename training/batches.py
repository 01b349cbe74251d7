"""Sentences to tensors: packing into windows, augmentation, batches of similar length."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass

import torch
from torch import Tensor

from broadsheet.language.labels import TAGS, UPOS
from broadsheet.language.pieces import END_ID, MASK_ID, START_ID, WordPieces
from training.sentences import EDGE, NEWLINE, SPACE, Document, Sentence

IGNORE = -1
_UPOS_INDEX = {tag: index for index, tag in enumerate(UPOS)}


@dataclass(frozen=True)
class Augmentation:
    """Shares of words masked and of sentences put in another letter case; `newline_kept` of packed ones keep theirs.

    swapped, exchanged: shares of sentences in which a person or place, and organisations, are others.
    """

    masked: float = 0.06
    upper: float = 0.04
    lower: float = 0.02
    title: float = 0.03
    newline_kept: float = 0.25
    swapped: float = 0.08
    exchanged: float = 0.25


class Encoder:
    """Windows of sentences as rows of numbers."""

    def __init__(self, pieces: WordPieces, rel_index: dict[str, int]) -> None:
        self.pieces = pieces
        self.rel_index = rel_index
        self.mask_rows: dict[int, int] = {}

    def mask_table(self) -> Tensor:
        """Allowed tags by row number; grows as masks are met."""
        rows = [[(mask >> tag) & 1 for tag in range(len(TAGS))] for mask in self.mask_rows]
        return torch.tensor(rows, dtype=torch.bool)

    def encode(
        self, window: list[Sentence], rng: random.Random | None, augmentation: Augmentation
    ) -> dict[str, list[int]]:
        """Rows of one window. rng: None leaves the words as they are."""
        row: dict[str, list[int]] = {"ids": [START_ID], "case": [0], "space": [EDGE]}
        row |= {name: [] for name in ("first", "ner", "pos", "start", "arc", "rel")}
        for sentence in window:
            self._add(row, sentence, rng, augmentation)
        row["ids"].append(END_ID)
        row["case"].append(0)
        row["space"].append(EDGE)
        return row

    def _add(self, row: dict[str, list[int]], s: Sentence, rng: random.Random | None, a: Augmentation) -> None:
        self._add_targets(row, s)
        words = _vary_case(s.words, rng, a) if rng else s.words
        before = _draw_space_before(s, rng, a) if row["first"] else s.spaces[0]
        for index, word in enumerate(words):
            ids, cases = self.pieces(word)
            if rng and rng.random() < a.masked:
                ids = (MASK_ID,) * min(len(ids), 2)
                cases = cases[: len(ids)]
            row["first"].append(len(row["ids"]))
            row["ids"].extend(ids)
            row["case"].extend(cases)
            row["space"].extend([s.spaces[index] if index else before] * len(ids))

    def _add_targets(self, row: dict[str, list[int]], s: Sentence) -> None:
        """What is to be found for each word of a sentence; IGNORE where its corpus does not say."""
        offset, count = len(row["first"]), len(s.words)
        masks = s.masks or [(1 << len(TAGS)) - 1] * count
        row["ner"].extend(self.mask_rows.setdefault(mask, len(self.mask_rows)) for mask in masks)
        first, rest = (IGNORE if s.continues else 1), (0 if s.starts_sentence and not s.continues else IGNORE)
        row["start"].extend([first] + [rest] * (count - 1))
        row["pos"].extend([_UPOS_INDEX.get(tag, IGNORE) for tag in s.upos] or [IGNORE] * count)
        row["arc"].extend([offset + head for head in s.heads] or [IGNORE] * count)
        row["rel"].extend([self.rel_index.get(rel, IGNORE) for rel in s.rels] or [IGNORE] * count)


def _draw_space_before(s: Sentence, rng: random.Random | None, a: Augmentation) -> int:
    """What stands before a sentence that is not the first of its window: lone ones must not give theirs away."""
    is_lone = s.spaces[0] == NEWLINE and s.starts_sentence
    return SPACE if rng and is_lone and rng.random() >= a.newline_kept else s.spaces[0]


def _vary_case(words: list[str], rng: random.Random, a: Augmentation) -> list[str]:
    draw = rng.random()
    if draw < a.upper:
        return [word.upper() for word in words]
    if draw < a.upper + a.lower:
        return [word.lower() for word in words]
    if draw < a.upper + a.lower + a.title:
        return [word[:1].upper() + word[1:] for word in words]
    return words


def collate(rows: list[dict[str, list[int]]]) -> tuple[dict[str, Tensor], dict[str, Tensor]]:
    """Inputs and targets of a batch."""
    inputs = {name: _pad(rows, name, EDGE if name == "space" else 0) for name in ("ids", "case", "space", "first")}
    inputs["mask"] = _pad([{"mask": [1] * len(row["ids"])} for row in rows], "mask", 0).float()
    inputs["word_mask"] = _pad([{"mask": [1] * len(row["first"])} for row in rows], "mask", 0).float()
    return inputs, {name: _pad(rows, name, IGNORE) for name in ("ner", "pos", "start", "arc", "rel")}


def _pad(rows: list[dict[str, list[int]]], name: str, filler: int) -> Tensor:
    width = max(len(row[name]) for row in rows)
    return torch.tensor([row[name] + [filler] * (width - len(row[name])) for row in rows])


def pack(
    documents: list[Document], rng: random.Random, limits: list[int], longest: int = 160
) -> Iterator[list[Sentence]]:
    """Consecutive sentences of a document in windows; a window's limit in pieces is drawn from `limits`."""
    for document in documents:
        window: list[Sentence] = []
        count, limit = 0, min(rng.choice(limits), longest)
        for sentence in document:
            if window and count + sentence.piece_count > limit:
                yield window
                window, count, limit = [], 0, min(rng.choice(limits), longest)
            window.append(sentence)
            count += sentence.piece_count
        if window:
            yield window


def group(documents: list[Document], rng: random.Random, size: int = 8) -> list[Document]:
    """Lone sentences shuffled into made-up documents of `size`."""
    shuffled = documents[:]
    rng.shuffle(shuffled)
    return [[s for d in shuffled[i : i + size] for s in d] for i in range(0, len(shuffled), size)]


def make_batches(windows: list[list[Sentence]], budget: int, rng: random.Random) -> list[list[list[Sentence]]]:
    """Windows of similar length together, at most `budget` padded pieces a batch, batches shuffled."""
    sized = sorted((sum(s.piece_count for s in w) + 2 + rng.random() * 8, i) for i, w in enumerate(windows))
    batches: list[list[list[Sentence]]] = []
    for size, index in sized:
        if not batches or size * (len(batches[-1]) + 1) > budget:
            batches.append([])
        batches[-1].append(windows[index])
    rng.shuffle(batches)
    return batches
