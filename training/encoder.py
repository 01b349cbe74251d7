"""The network: a cut MiniLM encoder with case and whitespace embeddings, and heads for names, tags, starts and trees.

The last layer exists twice, for names and for syntax, and runs only on the first piece of each word.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import torch
from safetensors.torch import load_file
from torch import Tensor, nn
from torch.nn import functional as F  # noqa: N812

from broadsheet.language.labels import TAGS, UPOS
from broadsheet.language.pieces import CASE_CLASSES

WIDTH, ATTENTION_HEADS = 384, 12


@dataclass(frozen=True)
class Shape:
    """What of the network can vary. `shared_layers` come first, then one private layer for names, one for syntax."""

    shared_layers: int = 2
    inner: int = 1536
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

    def __init__(self, inner: int, dropout: float) -> None:
        super().__init__()
        self.q, self.k, self.v = (nn.Linear(WIDTH, WIDTH) for _ in range(3))
        self.out = nn.Linear(WIDTH, WIDTH)
        self.norm1 = nn.LayerNorm(WIDTH, eps=1e-12)
        self.inner = nn.Linear(WIDTH, inner)
        self.outer = nn.Linear(inner, WIDTH)
        self.norm2 = nn.LayerNorm(WIDTH, eps=1e-12)
        self.drop = Dropout(dropout)
        self.scale = (WIDTH // ATTENTION_HEADS) ** -0.5

    def forward(self, x: Tensor, context: Tensor, bias: Tensor) -> Tensor:
        q, k, v = self._heads(self.q(x)), self._heads(self.k(context)), self._heads(self.v(context))
        scores = torch.matmul(q, k.transpose(-1, -2))
        weights = ((scores * self.scale if self.scale != 1 else scores) + bias).softmax(-1)
        mixed = torch.matmul(weights, v).transpose(1, 2).reshape(x.shape[0], x.shape[1], WIDTH)
        x = self.norm1(x + self.drop(self.out(mixed)))
        return self.norm2(x + self.drop(self.outer(F.gelu(self.inner(x)))))

    @staticmethod
    def _heads(x: Tensor) -> Tensor:
        return x.view(x.shape[0], x.shape[1], ATTENTION_HEADS, WIDTH // ATTENTION_HEADS).transpose(1, 2)

    @torch.no_grad()
    def fold_scale(self) -> None:
        """Move the attention scale into q, once, before export: one pass over the scores less."""
        self.q.weight.mul_(self.scale)
        self.q.bias.mul_(self.scale)
        self.scale = 1.0

    def load(self, weights: dict[str, Tensor], prefix: str) -> None:
        """Copy one layer of a BERT checkpoint."""
        names = {"attention.self.query": self.q, "attention.self.key": self.k, "attention.self.value": self.v}
        names |= {"attention.output.dense": self.out, "attention.output.LayerNorm": self.norm1}
        names |= {"intermediate.dense": self.inner, "output.dense": self.outer, "output.LayerNorm": self.norm2}
        for name, module in names.items():
            module.weight.copy_(weights[f"{prefix}{name}.weight"])
            module.bias.copy_(weights[f"{prefix}{name}.bias"])


class Encoder(nn.Module):
    """Embeddings and shared layers."""

    def __init__(self, shape: Shape, vocabulary_size: int = 30522) -> None:
        super().__init__()
        self.words = nn.Embedding(vocabulary_size, WIDTH)
        self.positions = nn.Embedding(512, WIDTH)
        self.cases = nn.Embedding(CASE_CLASSES * CASE_CLASSES, WIDTH)
        self.spaces = nn.Embedding(4, WIDTH)
        self.norm = nn.LayerNorm(WIDTH, eps=1e-12)
        self.layers = nn.ModuleList(Layer(shape.inner, shape.dropout) for _ in range(shape.shared_layers))
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
        self.name_layer, self.syntax_layer = (Layer(shape.inner, shape.dropout) for _ in range(2))
        self.drop = Dropout(shape.dropout)
        arc, rel = shape.arc_width, shape.rel_width
        self.ner = nn.Linear(WIDTH, len(TAGS))
        self.pos = nn.Linear(WIDTH, len(UPOS))
        self.start = nn.Linear(WIDTH, 2)
        self.arc_dep, self.arc_head = nn.Linear(WIDTH, arc), nn.Linear(WIDTH, arc)
        self.arc_mix = nn.Linear(arc, arc, bias=False)
        self.arc_bias, self.arc_root = nn.Linear(arc, 1), nn.Linear(arc, 1)
        self.rel_dep, self.rel_head = nn.Linear(WIDTH, rel), nn.Linear(WIDTH, rel)
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
        bias = (1.0 - mask)[:, None, None, :] * -1e4
        x = self.encoder(ids, case, space, bias)
        words = torch.gather(x, 1, first.unsqueeze(-1).expand(-1, -1, WIDTH))
        ner = self.ner(self.drop(self.name_layer(words, x, bias)))
        if names_only:
            return {"ner": ner}
        syntax = self.drop(self.syntax_layer(words, x, bias))
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


@torch.no_grad()
def load_base(tagger: Tagger, path: Path) -> None:
    """Fill encoder and private layers from a MiniLM checkpoint (safetensors)."""
    weights = load_file(path)
    encoder = tagger.encoder
    encoder.words.weight.copy_(weights["embeddings.word_embeddings.weight"])
    encoder.positions.weight.copy_(
        weights["embeddings.position_embeddings.weight"] + weights["embeddings.token_type_embeddings.weight"][0]
    )
    encoder.norm.weight.copy_(weights["embeddings.LayerNorm.weight"])
    encoder.norm.bias.copy_(weights["embeddings.LayerNorm.bias"])
    count = len(encoder.layers)
    for index, layer in enumerate([*encoder.layers, tagger.name_layer]):
        layer.load(weights, f"encoder.layer.{index}.")
    tagger.syntax_layer.load(weights, f"encoder.layer.{count}.")
