"""A published encoder as the first weights of the teacher: MPNet's checkpoint in a safetensors file.

Only the first layers are taken: the shared ones, then the next one twice, for names and for syntax.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

import torch
from safetensors.torch import load_file
from torch import Tensor

from broadsheet.errors import LanguageModelError
from broadsheet.language.pieces import END_ID, MASK_ID, PAD_ID, START_ID
from training.encoder import Layer, Shape, Tagger

MPNET_SHA256 = "78c0197b6159d92658e319bc1d72e4c73a9a03dd03815e70e555c5ef05615658"

TEACHER_SHAPE = Shape(shared_layers=5, inner=3072, width=768, heads=12, distances=True)
"""The first six layers of MPNet."""

_NAMES = {
    "q": "attention.attn.q",
    "k": "attention.attn.k",
    "v": "attention.attn.v",
    "out": "attention.attn.o",
    "norm1": "attention.LayerNorm",
    "inner": "intermediate.dense",
    "outer": "output.dense",
    "norm2": "output.LayerNorm",
}
_MPNET_SHIFT = 4
"""MPNet's vocabulary is BERT's behind four rows of its own."""

_MPNET_ROWS = {START_ID: 0, PAD_ID: 1, END_ID: 2, MASK_ID: 30526}
_MPNET_FIRST_POSITION = 2


def check_base(path: Path, wanted: str) -> Path:
    """The path, where its SHA-256 is the wanted one. Raises LanguageModelError for another file."""
    found = hashlib.sha256(path.read_bytes()).hexdigest()
    if found != wanted:
        raise LanguageModelError(f"{path} has SHA-256 {found}; {wanted} is needed. Take the file that README.md names.")
    return path


@torch.no_grad()
def load_mpnet(tagger: Tagger, path: Path) -> None:
    """Fill a network of MPNet's width; its word pieces get the numbers that ours have."""
    weights = load_file(path)
    encoder, table = tagger.encoder, weights["embeddings.word_embeddings.weight"]
    count = encoder.words.weight.shape[0]
    encoder.words.weight.copy_(table[_MPNET_SHIFT : _MPNET_SHIFT + count])
    for ours, theirs in _MPNET_ROWS.items():
        encoder.words.weight[ours] = table[theirs]
    positions = weights["embeddings.position_embeddings.weight"]
    encoder.positions.weight.copy_(positions[_MPNET_FIRST_POSITION : _MPNET_FIRST_POSITION + 512])
    if encoder.distances is not None:
        encoder.distances.values.weight.copy_(weights["encoder.relative_attention_bias.weight"])
    encoder.norm.weight.copy_(weights["embeddings.LayerNorm.weight"])
    encoder.norm.bias.copy_(weights["embeddings.LayerNorm.bias"])
    for index, layer in enumerate([*encoder.layers, tagger.name_layer]):
        _load_layer(layer, weights, f"encoder.layer.{index}.")
    _load_layer(tagger.syntax_layer, weights, f"encoder.layer.{len(encoder.layers)}.")


def _load_layer(layer: Layer, weights: dict[str, Tensor], prefix: str) -> None:
    for ours, theirs in _NAMES.items():
        module = getattr(layer, ours)
        module.weight.copy_(weights[f"{prefix}{theirs}.weight"])
        module.bias.copy_(weights[f"{prefix}{theirs}.bias"])
