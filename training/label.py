"""Asks teachers once what they think of every sentence, and keeps it in files that training then reads.

The files go by corpus and number; those that are there are left, so that an ended run goes on.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import onnxruntime
import torch
from torch import Tensor

from broadsheet.language.network import LABELS_FILE
from broadsheet.language.version import MODEL_FILE
from training.batches import Augmentation, Encoder, collate
from training.checkpoints import load_checkpoint
from training.opinions import PARTS, Rows, attach, save_rows
from training.sentences import Document, Sentence

log = logging.getLogger(__name__)

SENTENCES_A_FILE = 2000
_BATCH_PIECES = 2048

Place = tuple[int, Sentence]
Ask = Callable[..., dict[str, Tensor]]
"""A network: inputs of windows to scores of names and, unless `names_only`, of syntax."""
LONGEST = 126
"""Pieces of a window; the exported network reads no more."""


class Reader:
    """The exported network of a folder, asked for what it thinks of trees."""

    def __init__(self, folder: Path, rel_index: dict[str, int]) -> None:
        self._session = onnxruntime.InferenceSession(str(folder / MODEL_FILE), providers=["CPUExecutionProvider"])
        self._names = [output.name for output in self._session.get_outputs()]
        labels = json.loads((folder / LABELS_FILE).read_text(encoding="utf-8"))["rels"]
        self._columns = [rel_index.get(rel, rel_index["dep"]) for rel in labels]
        self._rel_count = max(rel_index.values()) + 1

    def __call__(self, *, names_only: bool = False, **inputs: Tensor) -> dict[str, Tensor]:
        found = self._session.run(self._names, {name: values.numpy() for name, values in inputs.items()})
        scores = {name: torch.from_numpy(values) for name, values in zip(self._names, found, strict=True)}
        own = scores["rel"]
        scores["rel"] = torch.full((*own.shape[:2], self._rel_count), -1e9)
        scores["rel"][..., self._columns] = own
        return scores


@dataclass(frozen=True)
class Teachers:
    """Networks asked for names and networks asked for syntax; the answer is their mean, none where nobody is asked.

    longest: pieces of the longest sentence that they read; on longer ones they have no opinion.
    """

    names: tuple[Ask, ...]
    syntax: tuple[Ask, ...]
    longest: int | None = None

    @classmethod
    def load(cls, names: Sequence[Path]) -> Teachers:
        """Checkpoints that are asked for names."""
        return cls(tuple(load_checkpoint(path)[0] for path in names), ())

    @torch.no_grad()
    def ask(self, inputs: dict[str, Tensor]) -> dict[str, Tensor]:
        """Mean probabilities per word, of the parts that are asked for."""
        answers: dict[str, list[Tensor]] = {name: [] for name in ("ner", "pos", "start", "arc", "rel")}
        for tagger in {*self.names, *self.syntax}:
            outputs = tagger(**inputs, names_only=tagger not in self.syntax)
            for name, parts in answers.items():
                if tagger in (self.names if name == "ner" else self.syntax):
                    parts.append(outputs[name].softmax(-1))
        return {name: torch.stack(parts).mean(0) for name, parts in answers.items() if parts}


def label(corpora: dict[str, list[Document]], teachers: Teachers, encoder: Encoder, folder: Path) -> None:
    """Write the opinions that are not there yet."""
    folder.mkdir(parents=True, exist_ok=True)
    for path, documents in _list_files(corpora, folder):
        if path.exists():
            continue
        sentences = [sentence for document in documents for sentence in document]
        rows = _ask_all(documents, teachers, encoder)
        save_rows(path, rows, (len(sentence.words) for sentence in sentences))
        log.info("%s: %d sentences, %d words", path.name, len(sentences), len(rows.starts))


def attach_all(corpora: dict[str, list[Document]], names: Path, trees: Path | None = None) -> None:
    """Give all sentences the opinions on names of one folder, and those on trees of another; files may be missing."""
    for path, documents in _list_files(corpora, names):
        files = [file if file and file.exists() else None for file in (path, trees and trees / path.name)]
        attach([sentence for document in documents for sentence in document], *files)
        if files[0] is None:
            log.info("%s is missing: %d documents learn names from gold alone", path.name, len(documents))


def _list_files(corpora: dict[str, list[Document]], folder: Path) -> Iterator[tuple[Path, list[Document]]]:
    for name, documents in corpora.items():
        cuts, count = [0], 0
        for index, document in enumerate(documents, 1):
            count += len(document)
            if count >= SENTENCES_A_FILE or index == len(documents):
                cuts.append(index)
                count = 0
        for number, (start, end) in enumerate(pairwise(cuts)):
            yield folder / f"{name}-{number:03}.npz", documents[start:end]


def _ask_all(documents: list[Document], teachers: Teachers, encoder: Encoder) -> Rows:
    """Opinions on all sentences, in their order."""
    found: dict[int, Rows] = {}
    for batch in _group_windows(_cut_windows(documents, teachers.longest or LONGEST)):
        # A window beyond the limit is one sentence, on which there is no opinion.
        fitting = [window for window in batch if not teachers.longest or _count_pieces(window) <= teachers.longest]
        found |= _ask_batch(fitting, teachers, encoder) if fitting else {}
        found |= {place: Rows.empty(len(s.words)) for window in batch for place, s in window if place not in found}
    return Rows.join([found[place] for place in sorted(found)])


def _ask_batch(batch: list[list[Place]], teachers: Teachers, encoder: Encoder) -> dict[int, Rows]:
    inputs, _ = collate([encoder.encode([s for _, s in window], None, Augmentation()) for window in batch])
    answers, found = teachers.ask(inputs), {}
    for row, window in enumerate(batch):
        start = 0
        for place, sentence in window:
            end = start + len(sentence.words)
            found[place] = keep_likeliest({name: values[row] for name, values in answers.items()}, start, end)
            start = end
    return found


def _count_pieces(window: list[Place]) -> int:
    return sum(sentence.piece_count for _, sentence in window)


def _group_windows(cut: Iterable[list[Place]]) -> Iterator[list[list[Place]]]:
    """Windows of similar length together, the longest first."""
    windows = sorted(cut, key=_count_pieces)
    while windows:
        batch = [windows.pop()]
        widest = _count_pieces(batch[0]) + 2
        while windows and widest * (len(batch) + 1) <= _BATCH_PIECES:
            batch.append(windows.pop())
        yield batch


def _cut_windows(documents: list[Document], limit: int) -> Iterator[list[Place]]:
    """Consecutive sentences of a document, numbered among all, up to so many pieces; a longer one stands alone."""
    place = 0
    for document in documents:
        window: list[Place] = []
        for sentence in document:
            if window and sum(s.piece_count for _, s in window) + sentence.piece_count > limit:
                yield window
                window = []
            window.append((place, sentence))
            place += 1
        if window:
            yield window


def keep_likeliest(answers: dict[str, Tensor], start: int, end: int) -> Rows:
    """The rows of words start:end of a window; empty for parts without an answer. Heads outside are left out."""
    rows = Rows.empty(end - start)
    for part, kept in PARTS.items():
        if part not in answers:
            continue
        values = answers[part][start:end, start:end] if part == "arc" else answers[part][start:end]
        count = min(kept, values.shape[1])
        top = values.topk(count, dim=-1)
        total = top.values.sum(-1, keepdim=True).clamp(min=1e-6)
        rows.index[part][:, :count] = top.indices.numpy()
        rows.share[part][:, :count] = (top.values / total).numpy()
    if "start" in answers:
        rows.starts[:] = answers["start"][start:end, 1].numpy()
    return rows
