"""`python -m tests.gates.measured`: write the block "Measured" of the PAGE from the pins and from `by_eye.toml`.

Belongs here: which figures the block shows, in which order. Cross-validated and kept-apart figures come first, then
those of splits that were looked at while rules were written. A test compares the block with the pins.
"""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

from tests.gates.framework import HERE, read_pins

PAGE = HERE.parents[1] / "docs" / "quality.md"
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


def main() -> None:
    """Write the PAGE."""
    PAGE.write_text(replace_block(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
    print(f"wrote {Path(PAGE).name}")


if __name__ == "__main__":
    main()
