"""Checkpoints of training, and the running average of the weights that they carry."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import torch

from training.encoder import Shape, Tagger


class Average:
    """Running average of the trained weights, young averages shorter."""

    def __init__(self, tagger: Tagger, share: float) -> None:
        self.share, self.count = share, 0
        self.weights = {name: p.detach().clone() for name, p in tagger.named_parameters() if p.requires_grad}

    @torch.no_grad()
    def update(self, tagger: Tagger) -> None:
        self.count += 1
        share = min(self.share, self.count / (self.count + 10))
        for name, parameter in tagger.named_parameters():
            if name in self.weights:
                self.weights[name].lerp_(parameter, 1 - share)


def save(
    path: Path,
    tagger: Tagger,
    rel_index: dict[str, int],
    recipe: dict[str, Any],
    average: Average,
    optimizer: torch.optim.AdamW | None,
    step: int,
) -> None:
    """Write a checkpoint whole or not at all."""
    state = {
        "shape": asdict(tagger.shape), "recipe": recipe, "rels": rel_index, "step": step,
        "weights": tagger.state_dict(), "average": average.weights, "average_count": average.count,
        "optimizer": optimizer.state_dict() if optimizer else None,
    }  # fmt: skip
    part = path.with_suffix(".part")
    torch.save(state, part)
    part.replace(path)


def resume_from(path: Path, tagger: Tagger, optimizer: torch.optim.AdamW, average: Average) -> int:
    """Put a checkpoint's weights, average and optimizer in place; returns its step."""
    state = torch.load(path)
    tagger.load_state_dict(state["weights"])
    optimizer.load_state_dict(state["optimizer"])
    average.weights, average.count = state["average"], state["average_count"]
    return int(state["step"])


def load_checkpoint(path: Path) -> tuple[Tagger, dict[str, int]]:
    """The averaged network of a checkpoint, and its relation index."""
    state = torch.load(path)
    tagger = Tagger(Shape(**state["shape"]))
    tagger.load_state_dict(state["weights"] | state["average"])
    return tagger.eval(), state["rels"]


def save_network(path: Path, tagger: Tagger, rel_index: dict[str, int]) -> None:
    """Write a network that no training goes on from."""
    state = {"shape": asdict(tagger.shape), "rels": rel_index, "weights": tagger.state_dict(), "average": {}}
    torch.save(state, path)


def mix(paths: Sequence[Path]) -> tuple[Tagger, dict[str, int]]:
    """The mean of the averaged weights of checkpoints of one run, and their relation index."""
    networks = [load_checkpoint(path) for path in paths]
    tagger, rels = networks[0]
    parts = [network.state_dict() for network, _ in networks]
    tagger.load_state_dict({name: torch.stack([part[name] for part in parts]).mean(0) for name in parts[0]})
    return tagger, rels


@torch.no_grad()
def blend(tagger: Tagger, other: Tagger, share: float) -> None:
    """Make the weights of a network a mean with those of another one of its shape; share: of the other."""
    theirs = other.state_dict()
    tagger.load_state_dict({name: torch.lerp(own, theirs[name], share) for name, own in tagger.state_dict().items()})
