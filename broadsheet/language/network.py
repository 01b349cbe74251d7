"""The ONNX session: words in, tags, parts of speech, sentence starts and heads out. Knows numpy, not spaCy."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import broadsheet.no_telemetry  # noqa: F401  must come before onnxruntime

# isort: split
import numpy as np
import onnxruntime
from numpy.typing import NDArray

from broadsheet.language.decoding import decode_tags, decode_tree, find_sureness
from broadsheet.language.pieces import END_ID, START_ID, WordPieces
from broadsheet.language.sentence_starts import correct_sentence_starts
from broadsheet.language.version import MODEL_FILE
from broadsheet.language.windows import EDGE, NEWLINE, Window, Words, cut_windows, group_windows

_SLOW_FUSIONS = ["SkipLayerNormFusion", "BiasSkipLayerNormFusion"]
"""onnxruntime's fused layer norm is slow on a CPU: without the fusion a batch takes two thirds of the time."""

BATCH_PIECES = 1024
"""Padded pieces of a batch: more no longer fit the processor's cache and run slower."""

VOCABULARY_FILE, LABELS_FILE = "vocab.txt", "labels.json"


@dataclass(slots=True)
class Analysis:
    """Arrays over the words of one text. `heads` are word indices; a root is its own head.

    sureness: how likely each word's label is, see `find_sureness`.
    """

    tags: NDArray[np.int8]
    sureness: NDArray[np.float32]
    pos: NDArray[np.int8]
    starts: NDArray[np.bool_]
    heads: NDArray[np.int64]
    rels: NDArray[np.int16]

    @classmethod
    def empty(cls, count: int) -> Analysis:
        """An analysis with space for `count` words."""
        return cls(
            np.zeros(count, np.int8),
            np.ones(count, np.float32),
            np.zeros(count, np.int8),
            np.zeros(count, np.bool_),
            np.arange(count, dtype=np.int64),
            np.zeros(count, np.int16),
        )


class Network:
    """The shipped model, on one thread: workers are processes."""

    def __init__(self, folder: Path, *, batch_pieces: int = BATCH_PIECES) -> None:
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        options.log_severity_level = 3
        self._session = onnxruntime.InferenceSession(
            str(folder / MODEL_FILE),
            options,
            providers=["CPUExecutionProvider"],
            disabled_optimizers=_SLOW_FUSIONS,
        )
        lines = (folder / VOCABULARY_FILE).read_text(encoding="utf-8").split("\n")
        self.pieces = WordPieces({piece: row for row, piece in enumerate(lines) if piece})
        self.rels: list[str] = json.loads((folder / LABELS_FILE).read_text(encoding="utf-8"))["rels"]
        self._root = self.rels.index("root")
        self.batch_pieces = batch_pieces
        self._outputs = [output.name for output in self._session.get_outputs()]

    def read(self, texts: Sequence[tuple[list[str], list[int]]], *, whole: bool = False) -> list[Analysis]:
        """Analyse texts given as words and the kind of space before each. Batches run across texts.

        whole: each text is one sentence.
        """
        prepared = [Words(words, spaces, [self.pieces(word) for word in words]) for words, spaces in texts]
        windows = [window for number, words in enumerate(prepared) for window in cut_windows(words, number)]
        analyses = [Analysis.empty(len(words.texts)) for words in prepared]
        for batch in group_windows(windows, self.batch_pieces):
            self._read_batch(batch, prepared, analyses, whole)
        return analyses

    def _read_batch(self, batch: list[Window], texts: list[Words], analyses: list[Analysis], whole: bool) -> None:
        inputs = _make_inputs(batch, texts)
        scores = dict(zip(self._outputs, self._session.run(self._outputs, inputs), strict=True))
        line_starts = _mark_line_starts(batch, texts)
        tags = decode_tags(scores["ner"] * inputs["word_mask"][:, :, None], line_starts)
        sureness = find_sureness(scores["ner"], tags)
        scores["rel"][..., self._root] = -np.inf  # decided by the tree alone
        pos, rels = scores["pos"].argmax(-1), scores["rel"].argmax(-1)
        starts = (scores["start"][..., 1] > scores["start"][..., 0]) | line_starts
        if whole:
            starts[:] = False
        starts[:, 0] = True
        for row, window in enumerate(batch):
            analysis, words = analyses[window.text], texts[window.text]
            place, count = slice(window.start, window.end), window.end - window.start
            analysis.tags[place] = tags[row, :count]
            analysis.sureness[place] = sureness[row, :count]
            analysis.pos[place] = pos[row, :count]
            analysis.rels[place] = rels[row, :count]
            correct_sentence_starts(starts[row], words, window)
            analysis.starts[place] = starts[row, :count]
            bounds = [*np.flatnonzero(starts[row, :count]).tolist(), count]
            for first, end in pairwise(bounds):
                heads = decode_tree(scores["arc"][row, first:end, first:end])
                analysis.heads[window.start + first : window.start + end] = heads + (window.start + first)
                analysis.rels[window.start + first + int((heads == np.arange(end - first)).argmax())] = self._root


def _make_inputs(batch: list[Window], texts: list[Words]) -> dict[str, NDArray[np.generic]]:
    rows, width = batch[0].shape
    shape = (len(batch), rows)
    ids, case, space = np.zeros(shape, np.int64), np.zeros(shape, np.int64), np.full(shape, EDGE, np.int64)
    mask = np.zeros(shape, np.float32)
    first = np.zeros((len(batch), width), np.int64)
    word_mask = np.zeros((len(batch), width), np.float32)
    for row, window in enumerate(batch):
        words = texts[window.text]
        id_row, case_row, space_row, first_row = [START_ID], [0], [EDGE], []
        for word in range(window.start, window.end):
            piece_ids, piece_cases = words.pieces[word]
            first_row.append(len(id_row))
            id_row.extend(piece_ids)
            case_row.extend(piece_cases)
            space_row.extend([words.spaces[word]] * len(piece_ids))
        id_row.append(END_ID)
        case_row.append(0)
        space_row.append(EDGE)
        ids[row, : len(id_row)] = id_row
        case[row, : len(id_row)] = case_row
        space[row, : len(id_row)] = space_row
        mask[row, : len(id_row)] = 1
        first[row, : len(first_row)] = first_row
        word_mask[row, : len(first_row)] = 1
    return {"ids": ids, "case": case, "space": space, "mask": mask, "first": first, "word_mask": word_mask}


def _mark_line_starts(batch: list[Window], texts: list[Words]) -> NDArray[np.bool_]:
    marked = np.zeros((len(batch), batch[0].shape[1]), np.bool_)
    for row, window in enumerate(batch):
        spaces = texts[window.text].spaces[window.start : window.end]
        marked[row, : len(spaces)] = [space == NEWLINE for space in spaces]
    return marked
