"""`python -m training --corpora FOLDER --base FOLDER --out FOLDER`: corpora and encoder in, shipped model out.

Three stages: the whole network, the pruned one with a falling rate, then what both taught it; export with 8 bit
weights; scores of the language gates. Checkpoints, log and the `reader` folder land in --out; README.md beside this
file says more.
"""

from __future__ import annotations

import argparse
import json
import logging
import random
from collections import Counter
from pathlib import Path
from typing import Any

import torch
from torch import Tensor

from broadsheet.language.pieces import WordPieces
from broadsheet.language.version import find_shipped_folder
from training.batches import Augmentation, Encoder, collate, pack
from training.card import write_scores
from training.checkpoints import load_checkpoint, mix
from training.corpora import read_training_corpora
from training.distill import Teachers, compare
from training.encoder import Shape, Tagger, load_base
from training.export import copy_vocabulary, export_float, make_calibration, quantize, write_labels
from training.fit import Recipe, fit
from training.prune import prune
from training.sentences import Document, Sentence

log = logging.getLogger(__name__)

WHOLE = Recipe(steps=2000, seed=11, cooldown=0.0)
PRUNED = Recipe(steps=12000, seed=12, cooldown=0.87, warmup=0.03, middle=6300)
TAUGHT = Recipe(
    steps=3600,
    seed=21,
    rate=1.2e-4,
    head_rate=5e-4,
    case_rate=1e-3,
    warmup=0.03,
    cooldown=0.9,
    losses=(("ner", 0.5), ("start", 0.5), ("pos", 0.5), ("arc", 1.0), ("rel", 0.6)),
)
INNER = 1024
"""Units kept in each feed-forward part."""

_MIN_REL_COUNT = 30
_CALIBRATION_WINDOWS = 320


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


def draw_windows(corpora: dict[str, list[Document]], count: int) -> list[list[Sentence]]:
    """Windows of running text, for importance of units and ranges of activations."""
    rng = random.Random(0)
    windows = [w for name in ("ewt", "gum") for w in pack(corpora[name], rng, [48, 96, 126], 126)]
    rng.shuffle(windows)
    return windows[:count]


def make_plain_batches(windows: list[list[Sentence]], encoder: Encoder) -> list[dict[str, Tensor]]:
    """Inputs of windows, words as they are."""
    rows = [[encoder.encode(w, None, Augmentation()) for w in windows[i : i + 8]] for i in range(0, len(windows), 8)]
    return [collate(batch)[0] for batch in rows]


def train(arguments: argparse.Namespace, corpora: dict[str, list[Document]], encoder: Encoder) -> Path:
    """All stages, or what is left of them; returns the last checkpoint."""
    whole, pruned = arguments.out / "whole", arguments.out / "pruned"
    for folder in (whole, pruned):
        folder.mkdir(parents=True, exist_ok=True)
    if arguments.resume is None:
        if not (whole / "final.pt").exists():
            tagger = Tagger(Shape(rel_count=max(encoder.rel_index.values()) + 1))
            load_base(tagger, arguments.base / "model.safetensors")
            fit(tagger, corpora, encoder, WHOLE, whole)
        tagger, _ = load_checkpoint(whole / "final.pt")
        tagger = prune(tagger, make_plain_batches(draw_windows(corpora, 192), encoder), INNER)
    else:
        tagger, _ = load_checkpoint(arguments.resume)
    if not (pruned / "final.pt").exists():
        fit(tagger, corpora, encoder, PRUNED, pruned, arguments.resume)
    return teach(pruned, arguments.also, arguments.out / "taught", corpora, encoder)


def teach(pruned: Path, also: list[Path], out: Path, corpora: dict[str, list[Document]], encoder: Encoder) -> Path:
    """Third stage: the mean of the second stage's middle and end learns from both; names from the middle and `also`."""
    out.mkdir(parents=True, exist_ok=True)
    middle, end = pruned / "middle.pt", pruned / "final.pt"
    teachers = Teachers.load([middle, *also], [middle, end])

    def find_loss(
        outputs: dict[str, Tensor], windows: list[list[Sentence]], state: tuple[Any, ...], mask: Tensor
    ) -> Tensor:
        rng = random.Random()
        rng.setstate(state)
        return compare(outputs, teachers.ask(windows, encoder, rng, TAUGHT.augmentation), mask)

    tagger, _ = mix([middle, end])
    fit(tagger.train(), corpora, encoder, TAUGHT, out, teach=find_loss)
    return out / "final.pt"


def export(checkpoint: Path, windows: list[list[Sentence]], pieces: WordPieces, base: Path, out: Path) -> Path:
    """Write the folder of the spaCy component; returns it."""
    reader = out / "reader"
    reader.mkdir(parents=True, exist_ok=True)
    tagger, rels = load_checkpoint(checkpoint)
    export_float(tagger, out / "float.onnx")
    quantize(out / "float.onnx", reader / "model.onnx", make_calibration(windows, Encoder(pieces, rels)))
    write_labels(reader / "labels.json", rels)
    copy_vocabulary(base, reader)
    return reader


def score(out: Path) -> None:
    """Log the language gates of the model in models/en and write them into its card."""
    from tests.gates.framework import load_gates, run_gate

    results = [run_gate(gate) for gate in load_gates() if gate.name == "language"]
    figures = {result.gate.corpus: result.scores for result in results if not result.skipped}
    (out / "scores.json").write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")
    write_scores(find_shipped_folder() / "README.md", figures)
    for corpus, scores in figures.items():
        log.info("%s %s", corpus, {name: round(value, 1) for name, value in scores.items()})


def main() -> None:
    """Train, export, score."""
    parser = argparse.ArgumentParser(prog="python -m training", description=__doc__)
    parser.add_argument("--corpora", type=Path, required=True, help="folder laid out as README.md says")
    parser.add_argument("--base", type=Path, required=True, help="folder with model.safetensors and vocab.txt")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--resume", type=Path, help="checkpoint of the second stage to go on from")
    parser.add_argument("--also", type=Path, nargs="*", default=[], help="more checkpoints that teach names")
    parser.add_argument("--export", type=Path, help="checkpoint to export, without training")
    parser.add_argument("--score", action="store_true", help="score models/en and stop")
    arguments = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    torch.set_num_threads(1)
    torch.manual_seed(WHOLE.seed)
    arguments.out.mkdir(parents=True, exist_ok=True)
    if arguments.score:
        score(arguments.out)
        return
    corpora = read_training_corpora(arguments.corpora)
    pieces = read_vocabulary(arguments.base / "vocab.txt")
    count_pieces(corpora, pieces)
    encoder = Encoder(pieces, index_relations(corpora))
    checkpoint = arguments.export or train(arguments, corpora, encoder)
    reader = export(checkpoint, draw_windows(corpora, _CALIBRATION_WINDOWS), pieces, arguments.base, arguments.out)
    log.info("wrote %s; copy it to models/en/reader, then run with --score", reader)


if __name__ == "__main__":
    main()
