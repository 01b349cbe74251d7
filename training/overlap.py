"""Training text that also stands in text for measuring: ten words in a row are enough, and the sentence leaves."""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from training.parts import MEASURED, MEASURED_ONLY, is_measured
from training.sentences import Document, read_records
from training.trees import read_trees

log = logging.getLogger(__name__)

WORDS_IN_A_ROW = 10
_WORD = re.compile(r"\w+")
_TREES = ("ewt_dev", "gum_dev")


def find_runs(text: str) -> Iterator[int]:
    """Hashes of every ten words in a row, letter case and signs left out."""
    words = _WORD.findall(text.lower())
    for start in range(len(words) - WORDS_IN_A_ROW + 1):
        yield hash(tuple(words[start : start + WORDS_IN_A_ROW]))


def read_measured_runs(folder: Path) -> set[int]:
    """Runs of all text that measures: packs of their own, and the parts kept out of the others."""
    runs: set[int] = set()
    for text in _read_measured_texts(folder):
        runs.update(find_runs(text))
    return runs


def _read_measured_texts(folder: Path) -> Iterator[str]:
    for pack in MEASURED_ONLY:
        yield from (record["text"] for record in read_records(folder, pack))
    for pack in MEASURED:
        yield from (record["text"] for record in read_records(folder, pack) if is_measured(pack, record))
    yield from (record["text"] for number, record in enumerate(read_records(folder, "re3d")) if number % 5 == 0)
    for name in _TREES:
        for _, _, tree in read_trees(folder / "ud" / f"{name}.conllu.gz"):
            yield " ".join(tree.words)


def drop_overlaps(corpora: dict[str, list[Document]], runs: set[int]) -> dict[str, int]:
    """Take sentences that share a run out of the corpora, in place; returns how many left each."""
    dropped = {}
    for name, documents in corpora.items():
        before = sum(map(len, documents))
        for document in documents:
            document[:] = [sentence for sentence in document if not _overlaps(sentence.words, runs)]
        documents[:] = [document for document in documents if document]
        dropped[name] = before - sum(map(len, documents))
    return dropped


def _overlaps(words: Iterable[str], runs: set[int]) -> bool:
    return any(run in runs for run in find_runs(" ".join(words)))


def write_report(dropped: dict[str, int], path: Path) -> None:
    """Log and keep how many sentences left each corpus."""
    log.info("sentences with ten words in a row of a measuring part, left out: %s", dropped)
    path.write_text(json.dumps(dropped, indent=1) + "\n", encoding="utf-8")
