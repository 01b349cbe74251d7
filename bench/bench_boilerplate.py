"""Fit the weights of the block scorer and print precision and recall on sites that they were not fitted on.

    python -m bench.bench_boilerplate            prints the table by cross-validation over registered domains
    python -m bench.bench_boilerplate --write    writes broadsheet/extract/block_weights.toml and those of the folds

Logistic regression with an L2 penalty over blocks of articles. Gold: a block is outside the story where the gold body
does not hold it, or where it holds a piece that the gold says the story has not (trafilatura_eval); blocks that a gold
of pieces says nothing about are left out. A page counts as 40 blocks at most, and pages of wcxb as less, since their
bodies leave out much that others keep.

Headlines of these pages, captions, fact boxes and lists of figures count as outside where a gold leaves them out, so a
recall of 1 is neither possible nor wanted: of the blocks of fundus outside the gold about half are boilerplate to the
eye.

Measured on 28 November 2026, precision and recall by threshold, on sites that the weights were not fitted on; plain
sentences, which the score may not label, are still counted here (tests/gates/gate_held_out.py has them left out):

    fundus             641 of  4937 blocks | 0.40: 0.898 0.548 | 0.47: 0.927 0.513 | 0.60: 0.944 0.474
    scrapinghub        202 of  3302 blocks | 0.40: 0.608 0.698 | 0.47: 0.705 0.673 | 0.60: 0.773 0.589
    newspaper4k         75 of   665 blocks | 0.40: 0.667 0.373 | 0.47: 0.711 0.360 | 0.60: 0.690 0.267
    wcxb_mixed         237 of  3203 blocks | 0.40: 0.794 0.422 | 0.47: 0.811 0.380 | 0.60: 0.867 0.329
    wcxb_more          178 of  5817 blocks | 0.40: 0.318 0.354 | 0.47: 0.382 0.309 | 0.60: 0.543 0.287
    trafilatura_eval   230 of  2125 blocks | 0.40: 0.619 0.339 | 0.47: 0.667 0.322 | 0.60: 0.700 0.243

Tried and left out: the shares in bold, the site's name, authors, sections and headline in a block (no gain); a network
of twelve hidden units (recall of fundus .525 against .512 at the same precision).
"""

from __future__ import annotations

import argparse
from collections import Counter
from pathlib import Path

import numpy as np

from bench.bench_page_classifier import fit
from broadsheet.extract.block_scorer import THRESHOLD
from tests.gates.framework import read_records, shared_folder
from tests.gates.held_out import FOLDS, PageReading, has_story, judge_blocks, read_pages, write_held_out

CORPORA = ("fundus", "scrapinghub", "newspaper4k", "wcxb_mixed", "wcxb_more", "trafilatura_eval")
WEIGHTS = Path(__file__).parent.parent / "broadsheet" / "extract" / "block_weights.toml"
PENALTY = 2.0
MOST_BLOCKS = 40
WCXB_WEIGHT = 0.7


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--write", action="store_true", help="write the weights")
    is_writing = parser.parse_args().write
    readings = [
        reading
        for corpus in CORPORA
        for reading in read_pages(read_records(shared_folder() / "pages" / f"{corpus}.jsonl.gz"), corpus)
        if has_story(reading)
    ]
    fit_blocks(readings, is_writing)


def fit_blocks(readings: list[PageReading], is_writing: bool) -> None:
    """Fit on all sites and without each fold, print the table, write both where asked."""
    examples = [
        (reading, reading.block_features[place], outside)
        for reading in readings
        for place, outside in judge_blocks(reading)
    ]
    names = sorted({name for _, features, _ in examples for name in features})
    inputs = np.array([[float(features.get(name, 0.0)) for name in names] for _, features, _ in examples])
    outside = np.array([wanted for _, _, wanted in examples], dtype=float)
    sizes = Counter(reading.record["id"] for reading, _, _ in examples)
    weight = np.array([_weigh(reading, sizes[reading.record["id"]]) for reading, _, _ in examples])
    folds = np.array([reading.fold for reading, _, _ in examples])
    held_out = []
    likely = np.zeros(len(examples))
    for number in range(FOLDS):
        inside = folds != number
        found = fit(inputs[inside], outside[inside], weight[inside], PENALTY)
        likely[~inside] = 1 / (1 + np.exp(-(np.c_[inputs[~inside], np.ones((~inside).sum())] @ found)))
        held_out.append(_name(names, found))
    print_table(np.array([reading.corpus for reading, _, _ in examples]), outside, likely)
    if is_writing:
        write_held_out("blocks", held_out)
        found = _name(names, fit(inputs, outside, weight, PENALTY))
        head = "# Weights of the block scorer, fitted by bench/bench_boilerplate.py on "
        head += f"{len(examples)} blocks of\n# {', '.join(CORPORA)}.\n# Positive speaks for boilerplate.\n\n[weights]\n"
        lines = [f"{name} = {value:.3f}" for name, value in sorted(found.items())]
        WEIGHTS.write_text(head + "\n".join(lines) + "\n", encoding="utf-8")


def print_table(corpora: np.ndarray, outside: np.ndarray, likely: np.ndarray) -> None:
    """Precision and recall by corpus at several thresholds, before the sentences that no score may label."""
    for corpus in CORPORA:
        chosen = corpora == corpus
        cells = []
        for threshold in (0.4, THRESHOLD, 0.5, 0.6, 0.7):
            found = chosen & (likely >= threshold)
            right = outside[found].sum()
            precision, recall = right / max(1, found.sum()), right / max(1, outside[chosen].sum())
            cells.append(f"{threshold:.2f}: {precision:.3f} {recall:.3f}")
        print(f"    {corpus:16s} {int(outside[chosen].sum()):5d} of {chosen.sum():5d} blocks | {' | '.join(cells)}")


def _weigh(reading: PageReading, blocks: int) -> float:
    return min(1.0, MOST_BLOCKS / blocks) * (WCXB_WEIGHT if reading.corpus.startswith("wcxb") else 1.0)


def _name(names: list[str], found: np.ndarray) -> dict[str, float]:
    return {name: float(value) for name, value in zip([*names, "bias"], found, strict=True)}


if __name__ == "__main__":
    main()
