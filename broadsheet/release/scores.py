"""The pinned figures of quality that a release carries in `ops.gold_scores`, beside those stored in the lake.

`pinned_scores.toml` is written from the pins of the gates by `python -m tests.gates.measured`; a test compares the two.
"""

from __future__ import annotations

import tomllib
from datetime import UTC, datetime, time
from importlib.resources import files

import polars as pl

from broadsheet import __version__
from broadsheet.lake import frame_of
from broadsheet.tables import get_table

FILE = "pinned_scores.toml"
GOLD_SCORES = get_table("gold_scores")


def read_pinned_scores() -> pl.DataFrame:
    """Rows of `gold_scores`: every pinned figure, as measured on the day that the file names."""
    pinned = tomllib.loads(files("broadsheet.release").joinpath(FILE).read_text(encoding="utf-8"))
    measured_at = datetime.combine(pinned["measured_on"], time(), UTC)
    rows = [
        {
            "gate": gate["gate"],
            "corpus": gate["corpus"],
            "corpus_sha256": gate["corpus_sha256"],
            "metric": metric,
            "score": float(score),
            "code_version": f"broadsheet {__version__}, pinned",
            "measured_at": measured_at,
        }
        for gate in pinned["gates"]
        for metric, score in gate["scores"].items()
    ]
    return frame_of(GOLD_SCORES, rows)
