"""What earlier networks think of a batch, as targets for the next one: their mean is better than each of them.

The student reads words masked and letter case changed, the teachers the same windows as written.
"""

from __future__ import annotations

import dataclasses
import random
from dataclasses import dataclass
from pathlib import Path

import torch
from torch import Tensor
from torch.nn import functional as F  # noqa: N812

from training.batches import Augmentation, Encoder, collate
from training.checkpoints import load_checkpoint
from training.encoder import Tagger
from training.sentences import Sentence

WEIGHTS = {"ner": 4.0, "start": 0.5, "pos": 0.5, "arc": 1.0, "rel": 0.6}
_SYNTAX = ("start", "pos", "arc", "rel")


@dataclass(frozen=True)
class Teachers:
    """Networks asked for names and networks asked for syntax. Names are learnt by heart first, trees last: the two
    lists are often different checkpoints of one run."""

    names: tuple[Tagger, ...]
    syntax: tuple[Tagger, ...]

    @classmethod
    def load(cls, names: list[Path], syntax: list[Path]) -> Teachers:
        """Read checkpoints; one named in both lists is read once."""
        taggers = {path: load_checkpoint(path)[0] for path in {*names, *syntax}}
        return cls(tuple(taggers[path] for path in names), tuple(taggers[path] for path in syntax))

    @torch.no_grad()
    def ask(
        self, windows: list[list[Sentence]], encoder: Encoder, rng: random.Random, augmentation: Augmentation
    ) -> dict[str, Tensor]:
        """Mean probabilities per word. rng: as it stood when the student's rows were encoded, so newlines agree."""
        plain = dataclasses.replace(augmentation, masked=0.0, upper=0.0, lower=0.0, title=0.0)
        inputs, _ = collate([encoder.encode(window, rng, plain) for window in windows])
        sums: dict[str, list[Tensor]] = {"ner": [], **{name: [] for name in _SYNTAX}}
        for tagger in {*self.names, *self.syntax}:
            outputs = tagger(**inputs, names_only=tagger not in self.syntax)
            for name in _SYNTAX if tagger in self.syntax else ():
                sums[name].append(outputs[name].softmax(-1))
            if tagger in self.names:
                sums["ner"].append(outputs["ner"].softmax(-1))
        return {name: torch.stack(parts).mean(0) for name, parts in sums.items()}


def compare(outputs: dict[str, Tensor], wanted: dict[str, Tensor], word_mask: Tensor) -> Tensor:
    """Weighted sum of the cross entropies between the teachers' probabilities and the student's."""
    words = word_mask.bool()
    losses = [
        WEIGHTS[name] * -(probabilities[words] * F.log_softmax(outputs[name][words], -1)).sum(-1).mean()
        for name, probabilities in wanted.items()
    ]
    return torch.stack(losses).sum()
