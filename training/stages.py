"""The stages of making the model, in the order of `STAGES`; what they are for is in README.md."""

from __future__ import annotations

import dataclasses
import logging
import random
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import torch

from broadsheet.language.network import LABELS_FILE, VOCABULARY_FILE
from broadsheet.language.pieces import WordPieces
from broadsheet.language.version import MODEL_FILE, write_hashes
from training.bases import MPNET_SHA256, TEACHER_SHAPE, check_base, load_mpnet
from training.batches import Encoder, pack
from training.before import load_edition
from training.checkpoints import blend, load_checkpoint, mix, save_network
from training.corpora import read_training_corpora
from training.distill import learn_opinions
from training.encoder import Shape, Tagger
from training.export import copy_vocabulary, export_float, make_calibration, quantize, write_labels
from training.fit import Recipe, Teach, fit
from training.label import LONGEST, Reader, Teachers, attach_all, label
from training.organisations import Organisations, read_organisations
from training.overlap import drop_overlaps, read_measured_runs, write_report
from training.recipes import KEPT, TAUGHT, TEACHER, shift_seed
from training.sentences import Document, Sentence
from training.unlabelled import read_unlabelled

log = logging.getLogger(__name__)

STAGES = ("teacher", "label", "parse", "taught", "mean", "export")
_MIN_REL_COUNT = 30
_CALIBRATION_WINDOWS = 320

Corpora = dict[str, list[Document]]


@dataclass(frozen=True)
class Text:
    """All that is trained on: sentences by corpus, text without labels, organisations to exchange names with."""

    corpora: Corpora
    unlabelled: Corpora
    organisations: Organisations


def prepare(folder: Path, edition: Path, out: Path, *, with_unlabelled: bool) -> tuple[Text, WordPieces]:
    """Read the corpora, take out what measures, count pieces."""
    corpora = read_training_corpora(folder)
    unlabelled = read_unlabelled(folder) if with_unlabelled else {}
    write_report(drop_overlaps(corpora | unlabelled, read_measured_runs(folder)), out / "overlaps.json")
    pieces = read_vocabulary(edition / VOCABULARY_FILE)
    count_pieces(corpora | unlabelled, pieces)
    return Text(corpora, unlabelled, read_organisations(folder / "lists")), pieces


def index_relations(corpora: Corpora) -> dict[str, int]:
    """Relation to output row; rare subtypes share the row of their type, rare types that of `dep`."""
    counts = Counter(rel for documents in corpora.values() for d in documents for s in d for rel in s.rels)
    kept = sorted(rel for rel, count in counts.items() if count >= _MIN_REL_COUNT or rel == "dep")
    index = {rel: row for row, rel in enumerate(kept)}
    for rel in counts:
        if rel not in index:
            index[rel] = index.get(rel.split(":")[0], index["dep"])
    return index


def count_pieces(corpora: Corpora, pieces: WordPieces) -> None:
    """Set `piece_count` of every sentence."""
    for documents in corpora.values():
        for document in documents:
            for sentence in document:
                sentence.piece_count = sum(len(pieces(word)[0]) for word in sentence.words)


def drop_silver(corpora: Corpora) -> None:
    """Leave out the labels of silver text, for which the teacher's stand, and text of whose names nobody thinks."""
    for document in corpora["gmb"]:
        for sentence in document:
            sentence.masks = None
    for name, documents in corpora.items():
        corpora[name] = [document for document in documents if all(map(_is_known, document))]


def _is_known(sentence: Sentence) -> bool:
    return sentence.masks is not None or (sentence.taught is not None and sentence.taught.has_names)


def read_vocabulary(path: Path) -> WordPieces:
    """Word pieces of a `vocab.txt`, one a line."""
    lines = path.read_text(encoding="utf-8").split("\n")
    return WordPieces({piece: row for row, piece in enumerate(lines) if piece})


def draw_windows(corpora: Corpora, count: int) -> list[list[Sentence]]:
    """Windows of running text, for ranges of activations."""
    rng = random.Random(0)
    windows = [w for name in ("ewt", "gum") for w in pack(corpora[name], rng, [48, 96, 126], 126)]
    rng.shuffle(windows)
    return windows[:count]


class Workshop:
    """Runs stages; each reads what earlier ones left in `out`."""

    def __init__(self, text: Text, pieces: WordPieces, edition: Path, teacher_base: Path, out: Path, seed: int) -> None:
        self.text, self.pieces = text, pieces
        self.edition, self.teacher_base = edition, teacher_base
        self.out, self.seed = out, seed
        self.encoder = Encoder(pieces, index_relations(text.corpora))

    def teacher(self) -> None:
        """Half of MPNet, fine-tuned on names."""
        tagger = Tagger(self._widen(TEACHER_SHAPE))
        load_mpnet(tagger, check_base(self.teacher_base / "model.safetensors", MPNET_SHA256))
        self._fit(tagger, TEACHER, "teacher", self.text.corpora)

    def label(self) -> None:
        """What the teacher thinks of all text, once."""
        teachers = Teachers.load([self.out / "teacher" / "final.pt"])
        label(self.text.corpora | self.text.unlabelled, teachers, self.encoder, self.out / "labels")

    def parse(self) -> None:
        """What the edition before thinks of all trees, once: it is better at them than the teacher."""
        reader = Reader(self.edition, self.encoder.rel_index)
        teachers = Teachers((), (reader,), longest=LONGEST)
        label(self.text.corpora | self.text.unlabelled, teachers, self.encoder, self.out / "trees")

    def taught(self) -> None:
        """The edition before goes on: names from the teacher's labels and from gold a little, trees from its own."""
        corpora = self.text.corpora | self.text.unlabelled
        attach_all(corpora, self.out / "labels", self.out / "trees")
        drop_silver(corpora)
        tagger = load_edition(self.edition, self.encoder.rel_index)
        self._fit(tagger.train(), TAUGHT, self._name("taught"), corpora, learn_opinions)

    def _name(self, stage: str) -> str:
        return f"{stage}-{self.seed}" if self.seed else stage

    def mean(self) -> None:
        """The mean of the weights that all seeds of the stage before ended with, and a part of the edition before."""
        paths = sorted(self.out.glob("taught*/final.pt"))
        tagger, rels = mix(paths)
        blend(tagger, load_edition(self.edition, rels), KEPT)
        (self.out / "mean").mkdir(exist_ok=True)
        save_network(self.out / "mean" / "final.pt", tagger, rels)
        log.info("mean of %s, %.2f of the edition before", ", ".join(path.parent.name for path in paths), KEPT)

    def export(self) -> None:
        """Write the folder of the spaCy component."""
        reader = self.out / "reader"
        reader.mkdir(parents=True, exist_ok=True)
        tagger, rels = load_checkpoint(self.out / "mean" / "final.pt")
        export_float(tagger, self.out / "float.onnx")
        windows = draw_windows(self.text.corpora, _CALIBRATION_WINDOWS)
        calibration = make_calibration(windows, Encoder(self.pieces, rels))
        quantize(self.out / "float.onnx", reader / "model.onnx", calibration)
        write_labels(reader / "labels.json", rels)
        copy_vocabulary(self.edition, reader)
        write_hashes(reader, (MODEL_FILE, VOCABULARY_FILE, LABELS_FILE))
        log.info("wrote %s; copy it to models/en/reader, then run with --score", reader)

    def _widen(self, shape: Shape) -> Shape:
        return dataclasses.replace(shape, rel_count=max(self.encoder.rel_index.values()) + 1)

    def _fit(self, tagger: Tagger, recipe: Recipe, name: str, corpora: Corpora, teach: Teach | None = None) -> None:
        folder = self.out / name
        folder.mkdir(parents=True, exist_ok=True)
        if (folder / "final.pt").exists():
            log.info("%s is done", folder)
            return
        torch.manual_seed(recipe.seed + self.seed)
        recipe = shift_seed(recipe, self.seed)
        fit(tagger, corpora, self.encoder, recipe, folder, self.text.organisations, teach)
