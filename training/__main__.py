"""`python -m training --corpora FOLDER --base FOLDER --out FOLDER`: corpora and encoder in, checkpoint out."""

from __future__ import annotations

import argparse
import dataclasses
import logging
import random
from collections import Counter
from pathlib import Path

import torch
from torch import Tensor

from broadsheet.language.pieces import WordPieces
from training.batches import Augmentation, Encoder, collate, pack
from training.corpora import read_training_corpora
from training.encoder import Shape, Tagger, load_base
from training.fit import Recipe, fit, load_checkpoint
from training.prune import prune
from training.sentences import Document

_MIN_REL_COUNT = 30


def index_relations(corpora: dict[str, list[Document]]) -> dict[str, int]:
    """Relation to output row; rare subtypes share the row of their type, rare types that of `dep`."""
    counts = Counter(rel for documents in corpora.values() for d in documents for s in d for rel in s.rels)
    kept = sorted(rel for rel, count in counts.items() if count >= _MIN_REL_COUNT or rel == "dep")
    index = {rel: row for row, rel in enumerate(kept)}
    for rel in counts:
        if rel not in index:
            index[rel] = index.get(rel.split(":")[0], index["dep"])
    return index


def count_pieces(corpora: dict[str, list[Document]], pieces: WordPieces) -> None:
    """Set `piece_count` of every sentence."""
    for documents in corpora.values():
        for document in documents:
            for sentence in document:
                sentence.piece_count = sum(len(pieces(word)[0]) for word in sentence.words)


def read_vocabulary(path: Path) -> WordPieces:
    """Word pieces of a `vocab.txt`, one a line."""
    lines = path.read_text(encoding="utf-8").split("\n")
    return WordPieces({piece: row for row, piece in enumerate(lines) if piece})


def draw_batches(corpora: dict[str, list[Document]], encoder: Encoder, count: int = 24) -> list[dict[str, Tensor]]:
    """Some batches of text with trees, words as they are."""
    rng = random.Random(0)
    windows = [w for name in ("ewt", "gum") for w in pack(corpora[name], rng, [48, 96, 126], 126)]
    rng.shuffle(windows)
    chosen = [windows[start : start + 8] for start in range(0, 8 * count, 8)]
    return [collate([encoder.encode(w, None, Augmentation()) for w in batch])[0] for batch in chosen]


def main() -> None:
    """Run one training."""
    parser = argparse.ArgumentParser(prog="python -m training", description=__doc__)
    parser.add_argument("--corpora", type=Path, required=True)
    parser.add_argument("--base", type=Path, required=True, help="folder with model.safetensors and vocab.txt")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--resume", type=Path, help="checkpoint to go on from, optimizer and all")
    parser.add_argument("--prune", type=Path, help="checkpoint to prune and train further from step 0")
    parser.add_argument("--inner", type=int, default=1024, help="units kept per feed-forward part by --prune")
    parser.add_argument("--warmup", type=float, default=Recipe.warmup)
    parser.add_argument("--steps", type=int, default=Recipe.steps)
    parser.add_argument("--seed", type=int, default=Recipe.seed)
    parser.add_argument("--cooldown", type=float, default=Recipe.cooldown)
    arguments = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    torch.set_num_threads(1)
    torch.manual_seed(arguments.seed)
    corpora = read_training_corpora(arguments.corpora)
    pieces = read_vocabulary(arguments.base / "vocab.txt")
    count_pieces(corpora, pieces)
    encoder = Encoder(pieces, index_relations(corpora))
    options = {name: getattr(arguments, name) for name in ("steps", "seed", "cooldown", "warmup")}
    recipe = dataclasses.replace(Recipe(), **options)
    if arguments.prune:
        full, _ = load_checkpoint(arguments.prune)
        tagger = prune(full, draw_batches(corpora, encoder), arguments.inner)
    elif arguments.resume:
        tagger, _ = load_checkpoint(arguments.resume)
    else:
        tagger = Tagger(Shape(rel_count=max(encoder.rel_index.values()) + 1))
        load_base(tagger, arguments.base / "model.safetensors")
    arguments.out.mkdir(parents=True, exist_ok=True)
    fit(tagger, corpora, encoder, recipe, arguments.out, arguments.resume)


if __name__ == "__main__":
    main()
