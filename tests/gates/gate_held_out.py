"""Extraction on sites that nothing was fitted on: every page is judged by weights fitted without its site's fold.

Each gate cv_X gives, on the pages of X, what can be told of: articles that pass and others that are turned away, labels
of boilerplate against the gold (see gate_extract for what the golds leave out), the text without labelled blocks, and
pieces of text that the story holds or does not hold, counted as trafilatura's evaluation counts them. Wordings of rules
are no fitted weights: they were written once for all sites and are the same in every fold.
"""

from __future__ import annotations

import statistics
from collections.abc import Callable, Sequence
from typing import Any

from broadsheet.extract.page_classifier import LIKELY
from broadsheet.records import Paragraph
from tests.gates.extract_metrics import measure_word_f1, share
from tests.gates.framework import gate
from tests.gates.held_out import PageReading, has_story, judge_blocks, load_held_out, read_pages


@gate(name="extract", corpus="cv_fundus", path="pages/fundus.jsonl.gz")
def measure_fundus(records: list[dict[str, Any]]) -> dict[str, float]:
    """News pages of 41 countries."""
    readings = read_pages(records, "fundus")
    return {"passed": share(_passes(reading) for reading in readings), **_measure_texts(readings)}


@gate(name="extract", corpus="cv_scrapinghub", path="pages/scrapinghub.jsonl.gz")
def measure_scrapinghub(records: list[dict[str, Any]]) -> dict[str, float]:
    """Articles of all kinds with bodies marked by hand."""
    readings = read_pages(records, "scrapinghub")
    return {"passed": share(_passes(reading) for reading in readings), **_measure_texts(readings)}


@gate(name="extract", corpus="cv_newspaper4k", path="pages/newspaper4k.jsonl.gz")
def measure_newspaper(records: list[dict[str, Any]]) -> dict[str, float]:
    """News pages in many scripts."""
    readings = read_pages(records, "newspaper4k")
    return {"passed": share(_passes(reading) for reading in readings), **_measure_texts(readings)}


@gate(name="extract", corpus="cv_wcxb_mixed", path="pages/wcxb_mixed.jsonl.gz")
def measure_mixed(records: list[dict[str, Any]]) -> dict[str, float]:
    """Articles among shops, threads, lists, services and documentation."""
    return _measure_mixed(read_pages(records, "wcxb_mixed"))


@gate(name="extract", corpus="cv_wcxb_more", path="pages/wcxb_more.jsonl.gz")
def measure_more(records: list[dict[str, Any]]) -> dict[str, float]:
    """As wcxb_mixed, from 290 other sites; few of its articles are news."""
    return _measure_mixed(read_pages(records, "wcxb_more"))


@gate(name="extract", corpus="cv_trafilatura_eval", path="pages/trafilatura_eval.jsonl.gz")
def measure_pieces(records: list[dict[str, Any]]) -> dict[str, float]:
    """Pages of 626 mostly German sites with pieces of text that the story holds or does not hold."""
    readings = read_pages(records, "trafilatura_eval")
    told = [reading for reading in readings if reading.record["gold"].get("with")]
    passed = [reading for reading in told if _passes(reading)]
    return {
        "passed": share(_passes(reading) for reading in readings),
        "news_passed": share(_passes(reading) for reading in readings if reading.record["news"]),
        "piece_f1": _measure_pieces(told, lambda reading: _join(_label(reading)) if _passes(reading) else ""),
        "piece_f1_all_text": _measure_pieces(
            told, lambda reading: _join(reading.paragraphs, is_all=True) if _passes(reading) else ""
        ),
        "piece_f1_of_passed": _measure_pieces(passed, lambda reading: _join(_label(reading))),
        "piece_f1_without_gate": _measure_pieces(told, lambda reading: _join(_label(reading))),
    }


def _passes(reading: PageReading) -> bool:
    return reading.rate(load_held_out("pages")[reading.fold]) >= LIKELY


def _label(reading: PageReading) -> list[Paragraph]:
    return reading.label(load_held_out("blocks")[reading.fold])


def _join(paragraphs: Sequence[Paragraph], is_all: bool = False) -> str:
    return "\n".join(block.surface for block in paragraphs if is_all or not block.is_boilerplate)


def _measure_mixed(readings: list[PageReading]) -> dict[str, float]:
    decisions = [(reading.record["page_type"] == "article", _passes(reading)) for reading in readings]
    return {
        "articles_passed": share(passed for is_one, passed in decisions if is_one),
        "others_turned_away": share(not passed for is_one, passed in decisions if not is_one),
        "passed_f1": 100 * _measure_f1(decisions),
        "turned_away_f1": 100 * _measure_f1([(not is_one, not passed) for is_one, passed in decisions]),
        **_measure_texts(readings),
    }


def _measure_texts(readings: list[PageReading]) -> dict[str, float]:
    """Precision and recall of labels, and word F1 of all text and of the text without labelled blocks."""
    stories = [reading for reading in readings if has_story(reading) and reading.record["gold"].get("text")]
    outside = labelled = right = 0
    all_text, story = [], []
    for reading in stories:
        blocks = _label(reading)
        for number, is_outside in judge_blocks(reading):
            outside += is_outside
            labelled += blocks[number].is_boilerplate
            right += is_outside and blocks[number].is_boilerplate
        gold = reading.record["gold"]["text"]
        all_text.append(measure_word_f1(_join(blocks, is_all=True), gold))
        story.append(measure_word_f1(_join(blocks), gold))
    return {
        "boilerplate_precision": 100 * right / max(1, labelled),
        "boilerplate_recall": 100 * right / max(1, outside),
        "body_word_f1": 100 * statistics.mean(all_text),
        "story_word_f1": 100 * statistics.mean(story),
    }


def _measure_pieces(readings: Sequence[PageReading], read: Callable[[PageReading], str]) -> float:
    """F1 in percent of the pieces that a text should hold against those that it should not hold."""
    found = missed = wrong = 0
    for reading in readings:
        text, gold = _squeeze(read(reading)), reading.record["gold"]
        wanted = [_squeeze(piece) in text for piece in gold["with"] if piece.strip()]
        found, missed = found + sum(wanted), missed + wanted.count(False)
        wrong += sum(_squeeze(piece) in text for piece in gold.get("without") or () if piece.strip())
    return 100 * 2 * found / max(1, 2 * found + missed + wrong)


def _squeeze(text: str) -> str:
    return " ".join(text.split())


def _measure_f1(decisions: list[tuple[bool, bool]]) -> float:
    right = sum(wanted and did for wanted, did in decisions)
    return 2 * right / max(1, sum(wanted for wanted, _ in decisions) + sum(did for _, did in decisions))
