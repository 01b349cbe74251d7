"""Rows for storage tests: small tables that agree with each other, and children to kill.

`fill_day` writes one day of every table that a release checks against another; the texts hold characters that are
one code point or several, one column or two, so that a wrong idea of length shows.
"""

from __future__ import annotations

import subprocess
import sys
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import polars as pl

from broadsheet.lake import Lake, frame_of
from broadsheet.tables import Table, get_table

ROOT = Path(__file__).resolve().parents[2]
DAY = date(2024, 3, 1)
NEXT_DAY = date(2024, 3, 2)
NOON = datetime(2024, 3, 2, 12, tzinfo=UTC)
HEADLINE = "👩‍🚀 Zwölf boats sink off Møn"
TEXT = "🇺🇦🇩🇰 Captain Ida Søgård’s crew 👍🏽 counted 12 boats e\u0301tat.\nAll\tsank,\x00 she said."
TABLE_NAMES = ("captures", "articles", "paragraphs", "sentences", "claims", "numbers", "derivations", "runs")
TABLES = tuple(get_table(name) for name in TABLE_NAMES)
_EXAMPLES: dict[str, Any] = {
    "string": "-",
    "bool": False,
    "int32": 0,
    "int64": 0,
    "float64": 0.0,
    "date": DAY,
    "timestamp": NOON,
    "binary": b"",
}


def row_of(table: str | Table, **values: Any) -> dict[str, Any]:
    """A row with the given values, nulls where they are allowed and dull values elsewhere."""
    definition = get_table(table) if isinstance(table, str) else table
    return {
        column.name: values.pop(column.name, None if column.nullable else _EXAMPLES.get(column.type, []))
        for column in definition.columns
    } | values


def make_day(day: date, derivation_id: str = "d1", article_count: int = 2) -> dict[str, pl.DataFrame]:
    """Frames of one day by table; they pass every check of a release."""
    rows: dict[str, list[dict[str, Any]]] = {name: [] for name in TABLE_NAMES}
    for number in range(article_count):
        version = f"{day}-{number}"
        shared = {"article_version_id": version, "captured_on": day}
        rows["captures"].append(row_of("captures", capture_id=f"c{version}", captured_on=day, body=b"<p>" * 9))
        rows["articles"].append(
            row_of("articles", **shared, capture_id=f"c{version}", headline=HEADLINE, text=TEXT, derivation_id="x1")
        )
        rows["paragraphs"].append(row_of("paragraphs", **shared, **_evidence(0, len(TEXT)), derivation_id="x1"))
        facts = shared | {"derivation_id": derivation_id, "sentence_id": f"s{version}"}
        rows["sentences"].append(row_of("sentences", **facts, **_evidence(0, TEXT.index("\n"))))
        said = TEXT.index("said")
        rows["claims"].append(
            row_of(
                "claims", **facts, **_evidence(TEXT.index("All"), said + 4), claim_id=f"k{version}",
                cue={"start_char": said, "end_char": said + 4}, cue_text="said",
                content=[_span("All"), _span("sank")], content_text="All\nsank",
            )
        )  # fmt: skip
        rows["numbers"].append(
            row_of("numbers", **facts, **_evidence(TEXT.index("12"), TEXT.index("12") + 2), number_id=f"n{version}",
                   value=12.0, said_by_claim_id=f"k{version}", counted_text="boats", counted=_span("boats"),
                   as_of=day)
        )  # fmt: skip
        rows["numbers"].append(
            row_of("numbers", **facts, number_id=f"h{version}", in_headline=True, surface="Zwölf",
                   start_char=HEADLINE.index("Z"), end_char=HEADLINE.index("Z") + 5)
        )  # fmt: skip
    for name, stage in ((derivation_id, "derive"), ("x1", "extract")):
        rows["derivations"].append(row_of("derivations", derivation_id=name, stage=stage))
        rows["runs"].append(row_of("runs", stage=stage, captured_on=day, code_version=name))
    return {name: frame_of(name, rows[name]) for name in TABLE_NAMES}


def fill_day(lake: Lake, day: date, derivation_id: str = "d1", article_count: int = 2) -> None:
    """Write one day of every table."""
    for name, frame in make_day(day, derivation_id, article_count).items():
        if get_table(name).partition:
            lake.replace_partition(name, day, frame)
        else:
            lake.upsert(name, frame)


def sentence_frame(day: date, count: int, mark: str = "") -> pl.DataFrame:
    """`count` sentences of that day whose ids and surfaces begin with `mark`."""
    base = frame_of("sentences", [row_of("sentences", captured_on=day)])
    numbers = pl.Series("number", range(count), dtype=pl.Int64)
    return pl.select(numbers).join(base, how="cross").select(
        pl.format("{}{}", pl.lit(mark), "number").alias(name) if name in ("sentence_id", "surface") else pl.col(name)
        for name in base.columns
    )  # fmt: skip


def start_child(code: str, *arguments: object) -> subprocess.Popen[str]:
    """A Python process that runs `code` from the root of the project, with `arguments` in sys.argv[1:]."""
    command = [sys.executable, "-c", code, *map(str, arguments)]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def run_child(code: str, *arguments: object) -> subprocess.CompletedProcess[str]:
    """Run such a process to its end."""
    child = start_child(code, *arguments)
    output, errors = child.communicate(timeout=120)
    return subprocess.CompletedProcess(child.args, child.returncode, output, errors)


def _span(words: str) -> dict[str, int]:
    return {"start_char": TEXT.index(words), "end_char": TEXT.index(words) + len(words)}


def _evidence(start: int, end: int) -> dict[str, Any]:
    return {"start_char": start, "end_char": end, "surface": TEXT[start:end]}
