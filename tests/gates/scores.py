"""Gate figures into the table `gold_scores` of the lake."""

from __future__ import annotations

from datetime import UTC, datetime

from broadsheet.lake import Lake, frame_of
from broadsheet.settings import load_settings
from broadsheet.stages.code_version import compute_code_version
from tests.gates.framework import Result


def store_scores(results: list[Result]) -> None:
    """Write the figures of these results; the same code measured again replaces its figures."""
    settings = load_settings()
    now = datetime.now(UTC)
    code_version = f"{compute_code_version('extract')}-{compute_code_version('derive')}"
    rows = [
        {
            "gate": result.gate.name,
            "corpus": result.gate.corpus,
            "corpus_sha256": result.corpus_sha256,
            "metric": metric,
            "score": float(score),
            "code_version": code_version,
            "measured_at": now,
        }
        for result in results
        for metric, score in result.scores.items()
    ]
    if rows:
        Lake(settings.lake_uri, dict(settings.storage_options)).upsert("gold_scores", frame_of("gold_scores", rows))
