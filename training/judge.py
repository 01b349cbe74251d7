"""`python -m training.judge CHECKPOINT [GATE ...] [--every N]`: the language gates of a checkpoint, before any export.

Puts a network of training in the place of the shipped one, for this process. Used to choose between checkpoints; what
is pinned is measured on the exported model by `make gate`.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray

from broadsheet.language.component import Reader
from broadsheet.language.network import BATCH_PIECES, Network
from broadsheet.language.pipeline import load_language_model
from tests.gates.framework import load_gates, read_records, shared_folder
from training.checkpoints import load_checkpoint
from training.encoder import Tagger
from training.export import OUTPUTS, name_relations


class _Session:
    """A network of training behind the interface of the exported one."""

    def __init__(self, tagger: Tagger) -> None:
        self._tagger = tagger

    @torch.no_grad()
    def run(self, names: Sequence[str], inputs: dict[str, NDArray[np.generic]]) -> list[NDArray[np.generic]]:
        """Outputs in the order of `names`."""
        outputs = self._tagger(**{name: torch.from_numpy(values) for name, values in inputs.items()})
        return [outputs[name].numpy() for name in names]


class CheckpointNetwork(Network):
    """The shipped network's reading of words, with the weights of a checkpoint."""

    def __init__(self, path: Path, shipped: Network) -> None:
        tagger, rels = load_checkpoint(path)
        self._session: Any = _Session(tagger)
        self._outputs = list(OUTPUTS)
        self.pieces = shipped.pieces
        self.rels = name_relations(rels)
        self._root = self.rels.index("root")
        self.batch_pieces = BATCH_PIECES


def judge(path: Path, gates: Sequence[str], every: int = 1) -> dict[str, dict[str, float]]:
    """Figures by corpus.

    gates: only those whose id begins with one of these. every: of each pack only every so many records.
    """
    reader = load_language_model().nlp.get_pipe("reader")
    assert isinstance(reader, Reader) and reader.network is not None
    reader.network = CheckpointNetwork(path, reader.network)
    figures = {}
    for gate in load_gates():
        if gate.name == "language" and gate.id.startswith(tuple(gates)):
            records = list(read_records(shared_folder() / gate.path))
            figures[gate.corpus] = gate.measure(records[::every])
    return figures


def main() -> None:
    """Print one line of figures per gate."""
    parser = argparse.ArgumentParser(prog="python -m training.judge", description=__doc__)
    parser.add_argument("checkpoint", type=Path)
    parser.add_argument("gates", nargs="*", default=["language."])
    parser.add_argument("--every", type=int, default=1)
    options = parser.parse_args()
    torch.set_num_threads(1)
    for corpus, scores in judge(options.checkpoint, options.gates, options.every).items():
        print(corpus, json.dumps({name: round(value, 1) for name, value in scores.items()}), flush=True)


if __name__ == "__main__":
    main()
