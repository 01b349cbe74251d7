"""Training: joint loss, schedule, checkpoints, running average of the weights."""

from __future__ import annotations

import logging
import random
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from pathlib import Path

import torch
from torch import Tensor
from torch.nn import functional as F  # noqa: N812

from training.batches import IGNORE, Augmentation, Encoder, collate, group, make_batches, pack
from training.checkpoints import Average, resume_from, save
from training.encoder import Tagger
from training.organisations import Organisations
from training.sentences import Document, Sentence
from training.swaps import Swaps

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Recipe:
    """All that decides the weights besides the corpora. Learning rates are peaks; `decay` is per layer downwards.

    shares: corpora of which a round of all text takes a part, each time another one, or more than the whole.
    save_every: steps between two states from which an ended run goes on.
    names_only: whether trees are left out.
    """

    steps: int = 3000
    seed: int = 1
    rate: float = 2e-4
    head_rate: float = 1e-3
    case_rate: float = 2e-3
    decay: float = 0.85
    warmup: float = 0.05
    cooldown: float = 0.3
    budget: int = 1024
    average: float = 0.998
    clip: float = 2.0
    shares: tuple[tuple[str, float], ...] = ()
    save_every: int = 100
    names_only: bool = False
    augmentation: Augmentation = field(default_factory=Augmentation)
    losses: tuple[tuple[str, float], ...] = (("ner", 4.0), ("start", 0.5), ("pos", 0.5), ("arc", 1.0), ("rel", 0.6))


Teach = Callable[[dict[str, Tensor], list[list[Sentence]]], Tensor]
"""A further loss for the outputs of windows."""

_LONE = {"wnut", "crossner", "gmb", "fields", "core", "knowledgenet", "tweets", "grobid", "legal"}
_ALWAYS = {"ner", "taught"}


class Sampler:
    """Endless batches; a round is all text, of some corpora a share: no document again before all were drawn."""

    def __init__(
        self, corpora: dict[str, list[Document]], recipe: Recipe, organisations: Organisations | None = None
    ) -> None:
        self.corpora = corpora
        self.recipe = recipe
        self.rng = random.Random(recipe.seed)
        self.left: dict[str, list[Document]] = {}
        varied = recipe.augmentation
        self.swaps = Swaps(corpora, varied.swapped, organisations, varied.exchanged)

    def round(self) -> list[list[list[Sentence]]]:
        """Batches of one round."""
        windows: list[list[Sentence]] = []
        for name in self.corpora:
            drawn = self._draw(name)
            lone = group(drawn, self.rng) if name in _LONE else drawn
            windows.extend(pack(lone, self.rng, [1, 1, 48, 96, 126]))
        parsed = [window for window in windows if has_trees(window)]
        others = [window for window in windows if not has_trees(window)]
        batches = make_batches(parsed, self.recipe.budget, self.rng) + make_batches(
            others, self.recipe.budget, self.rng
        )
        self.rng.shuffle(batches)
        return batches

    def vary(self, window: list[Sentence]) -> list[Sentence]:
        """The window with some names exchanged."""
        return [self.swaps(sentence, self.rng) for sentence in window]

    def _draw(self, name: str) -> list[Document]:
        documents, share = self.corpora[name], dict(self.recipe.shares).get(name, 1.0)
        whole, part = divmod(share, 1.0)
        count = int(len(documents) * part)
        left = self.left.get(name, [])
        if len(left) < count:
            left = documents[:]
            self.rng.shuffle(left)
        self.left[name] = left[count:]
        return documents * int(whole) + left[:count]


def has_trees(window: list[Sentence]) -> bool:
    """Whether any sentence has a tree, or a teacher's; the syntax half of the network is left out for the others."""
    return any(sentence.heads or (sentence.taught is not None and sentence.taught.has_tree) for sentence in window)


def find_loss(
    outputs: dict[str, Tensor], targets: dict[str, Tensor], table: Tensor, weights: dict[str, float]
) -> tuple[Tensor, dict[str, float]]:
    """Weighted sum and its parts. Names: minus the log of the probability of all allowed tags together."""
    known = targets["ner"] != IGNORE
    logits = outputs["ner"][known]
    allowed = table[targets["ner"][known]]
    parts = {"ner": (logits.logsumexp(-1) - logits.masked_fill(~allowed, -1e9).logsumexp(-1)).mean()}
    for name in ("start", "pos", "arc", "rel"):
        target = targets[name].flatten()
        if name in outputs and bool((target != IGNORE).any()):
            parts[name] = F.cross_entropy(outputs[name].flatten(0, 1), target, ignore_index=IGNORE)
    total = torch.stack([weights[name] * part for name, part in parts.items()]).sum()
    return total, {name: float(part.detach()) for name, part in parts.items()}


def make_optimizer(tagger: Tagger, recipe: Recipe) -> torch.optim.AdamW:
    """AdamW with lower rates for lower layers; word embeddings stay as they came."""
    encoder = tagger.encoder
    encoder.words.weight.requires_grad = False
    depth = len(encoder.layers)
    first = [encoder.positions.weight, *encoder.norm.parameters()]
    first += list(encoder.distances.parameters()) if encoder.distances is not None else []
    groups = [
        {"params": first, "lr": recipe.rate * recipe.decay**depth, "weight_decay": 0.0},
        {"params": [encoder.cases.weight, encoder.spaces.weight], "lr": recipe.case_rate, "weight_decay": 0.0},
    ]
    for index, layer in enumerate(encoder.layers):
        groups.append({"params": list(layer.parameters()), "lr": recipe.rate * recipe.decay ** (depth - index)})
    for layer in (tagger.name_layer, tagger.syntax_layer):
        groups.append({"params": list(layer.parameters()), "lr": recipe.rate})
    private = ("encoder.", "name_layer.", "syntax_layer.")
    heads = [parameter for name, parameter in tagger.named_parameters() if not name.startswith(private)]
    groups.append({"params": heads, "lr": recipe.head_rate})
    optimizer = torch.optim.AdamW(groups, betas=(0.9, 0.98), weight_decay=0.01, fused=True)
    for parameters in optimizer.param_groups:
        parameters["peak"] = parameters["lr"]
    return optimizer


def find_factor(step: int, recipe: Recipe) -> float:
    """Share of the peak rate: rises, stays, falls linearly to 1 % in the cooldown."""
    rise, fall = recipe.warmup * recipe.steps, recipe.cooldown * recipe.steps
    return min(1.0, (step + 1) / max(rise, 1), max(0.01, (recipe.steps - step) / max(fall, 1)))


class _Progress:
    """Mean losses since the last line of the log, and pieces in all. Losses of syntax count batches that have it."""

    def __init__(self, steps: int) -> None:
        self._steps = steps
        self._sums = Counter[str]()
        self._batches = self._parsed = self.pieces = 0
        self._started = time.monotonic()

    def seconds(self) -> float:
        """Time since the start."""
        return time.monotonic() - self._started

    def add(self, parts: dict[str, float], pieces: int) -> None:
        """Note the losses of one batch."""
        self._sums.update(parts)
        self._batches += 1
        self._parsed += "arc" in parts
        self.pieces += pieces

    def tell(self, step: int, factor: float) -> None:
        """Log a line and begin anew."""
        counts = {name: self._batches if name in _ALWAYS else max(self._parsed, 1) for name in self._sums}
        shown = " ".join(f"{name} {value / counts[name]:.3f}" for name, value in self._sums.items())
        speed = self.pieces / self.seconds()
        log.info(
            "step %d/%d rate %.2f %s; %.0f pieces/s, %.0f s", step, self._steps, factor, shown, speed, self.seconds()
        )
        self._sums.clear()
        self._batches = self._parsed = 0


def fit(
    tagger: Tagger,
    corpora: dict[str, list[Document]],
    encoder: Encoder,
    recipe: Recipe,
    folder: Path,
    organisations: Organisations | None = None,
    teach: Teach | None = None,
) -> None:
    """Train and write checkpoints: `latest.pt` on the way, `final.pt` at the end, both with the averaged weights.

    A run that was ended goes on from `latest.pt` of its folder. organisations: what organisations are exchanged for.
    teach: a further loss, from what teachers think of the sentences.
    """
    torch.manual_seed(recipe.seed)
    sampler, latest = Sampler(corpora, recipe, organisations), folder / "latest.pt"
    optimizer, average, step = make_optimizer(tagger, recipe), Average(tagger, recipe.average), 0
    if latest.exists():
        step = resume_from(latest, tagger, optimizer, average)
        sampler.rng.seed(recipe.seed + step)
    weights, progress = dict(recipe.losses), _Progress(recipe.steps)
    tagger.train()
    while step < recipe.steps:
        for batch in sampler.round():
            varied = [sampler.vary(window) for window in batch]
            rows = [encoder.encode(window, sampler.rng, recipe.augmentation) for window in varied]
            inputs, targets = collate(rows)
            factor = find_factor(step, recipe)
            for parameters in optimizer.param_groups:
                parameters["lr"] = parameters["peak"] * factor
            outputs = tagger(**inputs, names_only=recipe.names_only or not any(map(has_trees, batch)))
            loss, parts = find_loss(outputs, targets, encoder.mask_table(), weights)
            if teach is not None:
                taught = teach(outputs, varied)
                loss, parts = loss + taught, parts | {"taught": float(taught.detach())}
            loss.backward()
            torch.nn.utils.clip_grad_norm_([p for p in tagger.parameters() if p.requires_grad], recipe.clip)
            optimizer.step()
            optimizer.zero_grad()
            average.update(tagger)
            step += 1
            progress.add(parts, int(inputs["mask"].sum()))
            if step % 25 == 0:
                progress.tell(step, factor)
            if step % recipe.save_every == 0:
                save(latest, tagger, encoder.rel_index, asdict(recipe), average, optimizer, step)
            if step >= recipe.steps:
                break
    save(folder / "final.pt", tagger, encoder.rel_index, asdict(recipe), average, None, step)
    log.info("trained %d steps, %d pieces in %.1f minutes", step, progress.pieces, progress.seconds() / 60)
