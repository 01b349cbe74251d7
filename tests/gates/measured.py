"""`python -m tests.gates.measured`: write the block "Measured" of `docs/quality.md` from the pins and `by_eye.toml`.

Belongs here: which figures the block shows, in which order, and the pins that a release carries. Cross-validated and
kept-apart figures come first, then those of splits that were looked at while rules were written. Tests compare both
with the pins.
"""

from __future__ import annotations

import tomllib
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from tests.gates.framework import HERE, read_pins

PAGE = HERE.parents[1] / "docs" / "quality.md"
SCORES = HERE.parents[1] / "broadsheet" / "release" / "pinned_scores.toml"
BY_EYE = HERE / "by_eye.toml"
BLOCK = HERE / "measured.toml"
START, END = "<!-- measured -->\n", "<!-- /measured -->"


def write_block() -> str:
    """The block as Markdown, without its marks."""
    pins, block = read_pins(), tomllib.loads(BLOCK.read_text(encoding="utf-8"))
    judged = tomllib.loads(BY_EYE.read_text(encoding="utf-8"))
    lines = [block["first"], ""]
    for section in block["section"]:
        lines += [section["head"], "", "| what | corpus | score |", "|---|---|---|"]
        lines += [_write_row(row, pins) for row in section["row"]]
        lines.append("")
    lines += [judged["head"], "", "| what | rows read | right |", "|---|---|---|"]
    lines += [f"| {row['what']} | {row['rows']} | {row['right']} |" for row in judged["row"]]
    lines += ["", judged["where"], "", block["last"]]
    return "\n".join(lines).rstrip() + "\n"


def _write_row(row: dict[str, Any], pins: dict[str, Any]) -> str:
    """A row whose score is the named figures of its gates, joined by slashes."""
    figures = []
    for name in row["figures"]:
        gate, _, metric = name.rpartition(":")
        figures.append(f"{pins[gate]['scores'][metric]:.1f}")
    return f"| {row['what']} | {row['corpus']} | {' / '.join(figures)} |"


def replace_block(text: str) -> str:
    """A page with the block as it should be."""
    head, _, rest = text.partition(START)
    return head + START + write_block() + END + rest.partition(END)[2]


def write_scores(measured_on: date) -> str:
    """The pins as the release reads them, with the day on which they were measured."""
    lines = [
        "# The pins of the quality gates, written by `python -m tests.gates.measured`.",
        f"measured_on = {measured_on}",
    ]
    for name, pin in sorted(read_pins().items()):
        gate, _, corpus = name.partition(".")
        lines += [
            "",
            "[[gates]]",
            f'gate = "{gate}"',
            f'corpus = "{corpus}"',
            f'corpus_sha256 = "{pin["corpus_sha256"]}"',
        ]
        lines += ["[gates.scores]", *(f'"{metric}" = {score}' for metric, score in sorted(pin["scores"].items()))]
    return "\n".join(lines) + "\n"


def read_day() -> date:
    """The day that the written pins were measured on; today where they are new."""
    if SCORES.exists():
        written = SCORES.read_text(encoding="utf-8")
        day: date = tomllib.loads(written)["measured_on"]
        if written == write_scores(day):
            return day
    return datetime.now(UTC).date()


def main() -> None:
    """Write the page, and the pins that the release carries."""
    SCORES.write_text(write_scores(read_day()), encoding="utf-8")
    PAGE.write_text(replace_block(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
    print(f"wrote {Path(PAGE).name}")


if __name__ == "__main__":
    main()
