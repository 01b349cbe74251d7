"""The network: a cut MiniLM or MPNet encoder with case and whitespace embeddings; heads for names, tags, starts, trees.

The last layer exists twice, for names and for syntax, and runs only on the first piece of each word. MPNet adds to its
attention a value for the distance of two pieces, the same in all layers. What is read from files is in bases.py.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import torch
from torch import Tensor, nn
from torch.nn import functional as F  # noqa: N812

from broadsheet.language.labels import TAGS, UPOS
from broadsheet.language.pieces import CASE_CLASSES


@dataclass(frozen=True)
class Shape:
    """What of the network can vary. `shared_layers` come first, then one private layer for names, one for syntax.

    distances: whether attention knows how far apart two pieces are, as in MPNet.
    """

    shared_layers: int = 2
    inner: int = 1536
    width: int = 384
    heads: int = 12
    distances: bool = False
    arc_width: int = 192
    rel_width: int = 128
    rel_count: int = 48
    dropout: float = 0.1


class Dropout(nn.Module):
    """Dropout from slices of one mask made beforehand: torch's own takes longer than a layer's attention."""

    _POOL = 1 << 23
    _masks: dict[float, Tensor] = {}  # noqa: RUF012

    def __init__(self, share: float) -> None:
        super().__init__()
        self.share = share

    def forward(self, x: Tensor) -> Tensor:
        if not self.training or self.share <= 0:
            return x
        if self.share not in self._masks:
            self._masks[self.share] = (torch.rand(self._POOL) >= self.share).float() / (1 - self.share)
        start = int(torch.randint(0, self._POOL - x.numel(), (1,)))
        return x * self._masks[self.share][start : start + x.numel()].view(x.shape)


class Layer(nn.Module):
    """One transformer layer (post-norm). `x` asks, `context` is looked at; both are the same in a full layer."""

    def __init__(self, shape: Shape) -> None:
        super().__init__()
        width = shape.width
        self.q, self.k, self.v = (nn.Linear(width, width) for _ in range(3))
        self.out = nn.Linear(width, width)
        self.norm1 = nn.LayerNorm(width, eps=find_epsilon(shape))
        self.inner = nn.Linear(width, shape.inner)
        self.outer = nn.Linear(shape.inner, width)
        self.norm2 = nn.LayerNorm(width, eps=find_epsilon(shape))
        self.drop = Dropout(shape.dropout)
        self.heads = shape.heads
        self.scale = (width // shape.heads) ** -0.5

    def forward(self, x: Tensor, context: Tensor, bias: Tensor) -> Tensor:
        q, k, v = self._split(self.q(x)), self._split(self.k(context)), self._split(self.v(context))
        scores = torch.matmul(q, k.transpose(-1, -2))
        weights = ((scores * self.scale if self.scale != 1 else scores) + bias).softmax(-1)
        mixed = torch.matmul(weights, v).transpose(1, 2).reshape(x.shape)
        x = self.norm1(x + self.drop(self.out(mixed)))
        return self.norm2(x + self.drop(self.outer(F.gelu(self.inner(x)))))

    def _split(self, x: Tensor) -> Tensor:
        return x.view(x.shape[0], x.shape[1], self.heads, x.shape[2] // self.heads).transpose(1, 2)

    @torch.no_grad()
    def fold_scale(self) -> None:
        """Move the attention scale into q, once, before export: one pass over the scores less."""
        self.q.weight.mul_(self.scale)
        self.q.bias.mul_(self.scale)
        self.scale = 1.0


def find_epsilon(shape: Shape) -> float:
    """What the base's normalisation adds to a variance."""
    return 1e-5 if shape.distances else 1e-12


class Distances(nn.Module):
    """MPNet's value per attention head for how far, and on which side, one piece is from another."""

    _BUCKETS, _FARTHEST = 32, 128

    def __init__(self, heads: int) -> None:
        super().__init__()
        self.values = nn.Embedding(self._BUCKETS, heads)

    def forward(self, count: int) -> Tensor:
        """Heads by pieces by pieces."""
        places = torch.arange(count)
        return self.values(self._find_buckets(places[None, :] - places[:, None])).permute(2, 0, 1)

    def _find_buckets(self, steps: Tensor) -> Tensor:
        half, exact = self._BUCKETS // 2, self._BUCKETS // 4
        far = steps.abs()
        ratio = torch.log(far.clamp(min=1).float() / exact) / math.log(self._FARTHEST / exact)
        wide = (exact + (ratio * (half - exact)).long()).clamp(max=half - 1)
        return (steps > 0).long() * half + torch.where(far < exact, far, wide)


class Encoder(nn.Module):
    """Embeddings and shared layers."""

    def __init__(self, shape: Shape, vocabulary_size: int = 30522) -> None:
        super().__init__()
        self.words = nn.Embedding(vocabulary_size, shape.width)
        self.positions = nn.Embedding(512, shape.width)
        self.cases = nn.Embedding(CASE_CLASSES * CASE_CLASSES, shape.width)
        self.spaces = nn.Embedding(4, shape.width)
        self.norm = nn.LayerNorm(shape.width, eps=find_epsilon(shape))
        self.layers = nn.ModuleList(Layer(shape) for _ in range(shape.shared_layers))
        self.distances = Distances(shape.heads) if shape.distances else None
        self.drop = Dropout(shape.dropout)
        nn.init.zeros_(self.cases.weight)
        nn.init.zeros_(self.spaces.weight)

    def forward(self, ids: Tensor, case: Tensor, space: Tensor, bias: Tensor) -> Tensor:
        x = self.words(ids) + self.positions.weight[: ids.shape[1]] + self.cases(case) + self.spaces(space)
        x = self.drop(self.norm(x))
        for layer in self.layers:
            x = layer(x, x, bias)
        return x


class Tagger(nn.Module):
    """The whole network. Outputs per word: ner, pos, start (2), arc (word by word, root on the diagonal), rel."""

    def __init__(self, shape: Shape) -> None:
        super().__init__()
        self.shape = shape
        self.encoder = Encoder(shape)
        self.name_layer, self.syntax_layer = (Layer(shape) for _ in range(2))
        self.drop = Dropout(shape.dropout)
        arc, rel, width = shape.arc_width, shape.rel_width, shape.width
        self.ner = nn.Linear(width, len(TAGS))
        self.pos = nn.Linear(width, len(UPOS))
        self.start = nn.Linear(width, 2)
        self.arc_dep, self.arc_head = nn.Linear(width, arc), nn.Linear(width, arc)
        self.arc_mix = nn.Linear(arc, arc, bias=False)
        self.arc_bias, self.arc_root = nn.Linear(arc, 1), nn.Linear(arc, 1)
        self.rel_dep, self.rel_head = nn.Linear(width, rel), nn.Linear(width, rel)
        self.rel = nn.Linear(3 * rel, shape.rel_count)
        nn.init.normal_(self.arc_mix.weight, std=0.02)

    def forward(
        self,
        ids: Tensor,
        case: Tensor,
        space: Tensor,
        mask: Tensor,
        first: Tensor,
        word_mask: Tensor,
        names_only: bool = False,
    ) -> dict[str, Tensor]:
        bias = word_bias = (1.0 - mask)[:, None, None, :] * -1e4
        if self.encoder.distances is not None:
            between = self.encoder.distances(ids.shape[1])
            bias, word_bias = bias + between, word_bias + between[:, first].transpose(0, 1)
        x = self.encoder(ids, case, space, bias)
        words = torch.gather(x, 1, first.unsqueeze(-1).expand(-1, -1, x.shape[-1]))
        ner = self.ner(self.drop(self.name_layer(words, x, word_bias)))
        if names_only:
            return {"ner": ner}
        syntax = self.drop(self.syntax_layer(words, x, word_bias))
        arc = self._score_arcs(syntax, first, word_mask)
        dep, head = F.gelu(self.rel_dep(syntax)), F.gelu(self.rel_head(syntax))
        expected = torch.matmul(arc.softmax(-1), head)
        return {
            "ner": ner,
            "pos": self.pos(syntax),
            "start": self.start(syntax),
            "arc": arc,
            "rel": self.rel(torch.cat([dep, expected, dep * expected], -1)),
        }

    def _score_arcs(self, x: Tensor, first: Tensor, word_mask: Tensor) -> Tensor:
        dep, head = F.gelu(self.arc_dep(x)), F.gelu(self.arc_head(x))
        arc = torch.matmul(self.arc_mix(dep), head.transpose(1, 2)) + self.arc_bias(head).transpose(1, 2)
        same = (first.unsqueeze(2) == first.unsqueeze(1)).to(arc.dtype)  # padding repeats 0, masked below
        arc = arc * (1 - same) + self.arc_root(dep) * same
        return arc + (1.0 - word_mask)[:, None, :] * -1e4
