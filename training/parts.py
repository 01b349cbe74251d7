"""Which records of the corpora train and which only measure: one rule for the readers and for the gates. No torch."""

from __future__ import annotations

from collections.abc import Callable

from training.sentences import Record

MEASURED_ONLY = ("worldwide_measure", "geowebnews", "polnear_measure", "aida_b_measure")
"""Packs that no reader opens for training; their text is looked for in training text, and what is found leaves it."""

_WIKIGOLD_SHARE = 4
_REDOCRED_SHARE = 2


def _is_measured_wikigold(record: Record) -> bool:
    """Every fourth document."""
    return int(record["meta"]["document"]) % _WIKIGOLD_SHARE == 0


def _is_measured_redocred(record: Record) -> bool:
    """Of split `test`, the documents whose title has an even number of letters."""
    return record["split"] == "test" and len(record["meta"]["title"]) % _REDOCRED_SHARE == 0


def _is_measured_crossner(record: Record) -> bool:
    """Split `test` of music and literature; the other fields train whole."""
    return record["split"] == "test" and record["meta"]["domain"] in {"music", "literature"}


def _is_split_test(record: Record) -> bool:
    return bool(record["split"] == "test")


def _is_split_dev(record: Record) -> bool:
    return bool(record["split"] == "dev")


MEASURED: dict[str, Callable[[Record], bool]] = {
    "wikigold": _is_measured_wikigold,
    "redocred": _is_measured_redocred,
    "crossner_other": _is_measured_crossner,
    "core_companies_partial": _is_split_test,
    "crossner_politics": _is_split_test,
    "wnut17": _is_split_test,
    "uner_ewt": _is_split_dev,
    "gum_ner": _is_split_dev,
    "gum_extra": _is_split_dev,
}
"""Pack to the records of it that are kept out of training. Every fifth document of re3d is kept out by its number."""


def is_measured(pack: str, record: Record) -> bool:
    """Whether a record of a training pack belongs to the part that is kept for measuring."""
    return pack in MEASURED and MEASURED[pack](record)
