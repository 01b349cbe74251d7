"""Learning from kept opinions: the likeliest answers of teachers as targets for a network.

The network sees words masked and letter case changed; the teachers saw the text as written.
"""

from __future__ import annotations

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional as F  # noqa: N812

from training.opinions import PARTS
from training.sentences import Sentence

WEIGHTS = {"ner": 4.0, "start": 0.5, "pos": 0.5, "arc": 1.0, "rel": 0.6}


def learn_opinions(outputs: dict[str, Tensor], windows: list[list[Sentence]]) -> Tensor:
    """Weighted sum of the cross entropies between kept answers and the outputs, of words that have an opinion."""
    places, columns, shares, starts = _gather(windows)
    losses = [outputs["ner"].sum() * 0.0]
    for part in PARTS:
        if part not in outputs or not len(places[part]):
            continue
        rows, words = torch.from_numpy(places[part]).T
        logs = F.log_softmax(outputs[part][rows, words], -1)
        wanted = torch.from_numpy(shares[part])
        losses.append(WEIGHTS[part] * -(wanted * logs.gather(1, torch.from_numpy(columns[part]))).sum(-1).mean())
    if "start" in outputs and len(places["start"]):
        rows, words = torch.from_numpy(places["start"]).T
        share = torch.from_numpy(starts)
        wanted = torch.stack([1 - share, share], -1)
        losses.append(WEIGHTS["start"] * -(wanted * F.log_softmax(outputs["start"][rows, words], -1)).sum(-1).mean())
    return torch.stack(losses).sum()


def _gather(
    windows: list[list[Sentence]],
) -> tuple[dict[str, np.ndarray], dict[str, np.ndarray], dict[str, np.ndarray], np.ndarray]:
    """Per part: window and word of every answer, its columns and their probabilities; and those of sentence starts."""
    places: dict[str, list[np.ndarray]] = {part: [np.zeros((0, 2), np.int64)] for part in (*PARTS, "start")}
    columns = {part: [np.zeros((0, kept), np.int64)] for part, kept in PARTS.items()}
    shares = {part: [np.zeros((0, kept), np.float32)] for part, kept in PARTS.items()}
    starts = [np.zeros(0, np.float32)]
    for row, window in enumerate(windows):
        first = 0
        for sentence in window:
            count = len(sentence.words)
            if sentence.taught is not None:
                own = sentence.taught.read()
                place = np.stack([np.full(count, row), np.arange(first, first + count)], 1)
                for part in sentence.taught.parts:
                    places[part].append(place)
                    columns[part].append(own.index[part].astype(np.int64) + (first if part == "arc" else 0))
                    shares[part].append(own.share[part].astype(np.float32))
                if sentence.taught.has_tree:
                    is_known = ~np.isnan(own.starts)
                    places["start"].append(place[is_known])
                    starts.append(own.starts[is_known].astype(np.float32))
            first += count
    return (
        {part: np.concatenate(parts) for part, parts in places.items()},
        {part: np.concatenate(parts) for part, parts in columns.items()},
        {part: np.concatenate(parts) for part, parts in shares.items()},
        np.concatenate(starts),
    )
