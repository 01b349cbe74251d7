"""`python -m training --corpora FOLDER --edition FOLDER --teacher-base FOLDER --out FOLDER`: text in, model out.

Stages, each in a folder of --out, skipped where it is done and taken up where it was ended: `teacher`, `label`,
`parse`, `taught`, `mean`, `export`. `--stage NAME` runs one of them. README.md beside this file says more.
"""

from __future__ import annotations

import argparse
import json
import logging
from pathlib import Path

import torch

from broadsheet.language.version import find_shipped_folder
from training.card import write_scores
from training.stages import STAGES, Workshop, prepare

log = logging.getLogger(__name__)


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
    parser.add_argument("--edition", type=Path, required=True, help="reader folder of the edition to start from")
    parser.add_argument("--teacher-base", type=Path, required=True, help="folder with MPNet's model.safetensors")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--stage", choices=STAGES, help="only this one; all in order without it")
    parser.add_argument("--seed", type=int, default=0, help="added to the seed of every stage")
    parser.add_argument("--score", action="store_true", help="score models/en and stop")
    arguments = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    torch.set_num_threads(1)
    arguments.out.mkdir(parents=True, exist_ok=True)
    if arguments.score:
        score(arguments.out)
        return
    with_unlabelled = arguments.stage in {None, "label", "parse", "taught"}
    text, pieces = prepare(arguments.corpora, arguments.edition, arguments.out, with_unlabelled=with_unlabelled)
    workshop = Workshop(text, pieces, arguments.edition, arguments.teacher_base, arguments.out, arguments.seed)
    for name in [arguments.stage] if arguments.stage else STAGES:
        log.info("stage %s", name)
        getattr(workshop, name)()


if __name__ == "__main__":
    main()
