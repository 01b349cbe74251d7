"""What networks think of sentences, kept in files: the few likeliest answers per word, so that labelling is done once.

Belongs here: the rows, their files, and what becomes of them where a name is exchanged. Asking is in label.py, learning
from them in distill.py. Needs numpy, not torch.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from broadsheet.errors import LanguageModelError
from training.sentences import TAG_INDEX, Sentence

PARTS = {"ner": 4, "pos": 3, "arc": 3, "rel": 3}
"""Answers kept per word. Those of `arc` are words of the same sentence, counted from its first."""

Answers = NDArray[np.int16]
Shares = NDArray[np.float16]


@dataclass(slots=True)
class Rows:
    """One row per word. index, share: by part, the likeliest answers and their probabilities; starts: that a sentence
    starts at the word."""

    index: dict[str, Answers]
    share: dict[str, Shares]
    starts: Shares

    def cut(self, start: int, end: int) -> Rows:
        """Rows start:end."""
        return Rows(
            {part: rows[start:end] for part, rows in self.index.items()},
            {part: rows[start:end] for part, rows in self.share.items()},
            self.starts[start:end],
        )

    @classmethod
    def empty(cls, count: int) -> Rows:
        """Rows of so many words on which there is no opinion: probabilities of 0, and no number for `starts`."""
        index = {part: np.zeros((count, kept), np.int16) for part, kept in PARTS.items()}
        share = {part: np.zeros((count, kept), np.float16) for part, kept in PARTS.items()}
        return cls(index, share, np.full(count, np.nan, np.float16))

    @classmethod
    def join(cls, rows: Sequence[Rows]) -> Rows:
        """Rows one after the other."""
        return cls(
            {part: np.concatenate([one.index[part] for one in rows]) for part in PARTS},
            {part: np.concatenate([one.share[part] for one in rows]) for part in PARTS},
            np.concatenate([one.starts for one in rows]),
        )


@dataclass(frozen=True, slots=True)
class Opinion:
    """The rows of one sentence, start:end of a file's.

    has_tree, has_names: whether what it says of trees and of names counts.
    """

    rows: Rows
    start: int
    end: int
    has_tree: bool = True
    has_names: bool = True

    @property
    def parts(self) -> tuple[str, ...]:
        """Those of `PARTS` that count."""
        return tuple(part for part in PARTS if (self.has_names if part == "ner" else self.has_tree))

    def read(self) -> Rows:
        """The sentence's own rows."""
        return self.rows.cut(self.start, self.end)

    def exchange(self, start: int, end: int, count: int, label: str) -> Opinion:
        """The opinion after the words start:end became a name of `count` words: sure of it, silent on trees."""
        own = self.read()
        name = _be_sure(count, label)
        rows = Rows.join([own.cut(0, start), name, own.cut(end, len(own.starts))])
        return Opinion(rows, 0, len(rows.starts), has_tree=False, has_names=self.has_names)


def _be_sure(count: int, label: str) -> Rows:
    rows = Rows.empty(count)
    rows.index["ner"][:, 0] = [TAG_INDEX[("I-" if place else "B-") + label] for place in range(count)]
    rows.share["ner"][:, 0] = 1
    return rows


def save_rows(path: Path, rows: Rows, counts: Iterable[int]) -> None:
    """Write rows, whole or not at all. counts: words of each sentence."""
    arrays = {"starts": rows.starts, "counts": np.array(list(counts), np.int32)}
    arrays |= {f"{part}_index": values for part, values in rows.index.items()}
    arrays |= {f"{part}_share": values for part, values in rows.share.items()}
    part = path.with_suffix(".part.npz")
    np.savez(part, **arrays)  # type: ignore[arg-type]
    part.replace(path)


def attach(sentences: Sequence[Sentence], names: Path | None, trees: Path | None) -> None:
    """Give sentences the opinions of a file on names, and of another on trees; without one they have none on these.

    Raises LanguageModelError where a file was made for other sentences.
    """
    if names is None and trees is None:
        return
    empty = Rows.empty(sum(len(sentence.words) for sentence in sentences))
    named = _read_rows(names, sentences) if names else empty
    parsed = _read_rows(trees, sentences) if trees else empty
    index, share = parsed.index | {"ner": named.index["ner"]}, parsed.share | {"ner": named.share["ner"]}
    rows, start = Rows(index, share, parsed.starts), 0
    for sentence in sentences:
        end = start + len(sentence.words)
        sentence.taught = Opinion(rows, start, end, has_tree=trees is not None, has_names=names is not None)
        start = end


def _read_rows(path: Path, sentences: Sequence[Sentence]) -> Rows:
    with np.load(path) as arrays:
        rows = Rows(
            {part: arrays[f"{part}_index"] for part in PARTS},
            {part: arrays[f"{part}_share"] for part in PARTS},
            arrays["starts"],
        )
        counts = arrays["counts"].tolist()
    if counts != [len(sentence.words) for sentence in sentences]:
        raise LanguageModelError(
            f"{path} was made for other sentences. Delete it and run the stage that wrote it again."
        )
    return rows
