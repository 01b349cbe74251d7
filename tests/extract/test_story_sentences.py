"""Sentences of a story that begin like a publisher's line stay in the story, on a page and in plain text."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from broadsheet.extract.boilerplate import label_boilerplate
from broadsheet.records import Paragraph

GOLDEN = Path(__file__).parents[1] / "golden" / "extract" / "boilerplate.jsonl"
ROWS = [json.loads(line) for line in GOLDEN.read_text(encoding="utf-8").splitlines()]
AROUND = (
    "The council of Oakham voted on Monday to close the old bridge for two years, after an engineer found a crack.",
    "Drivers will be sent over the northern road instead, which adds about four kilometres to the way into the town.",
    "Shopkeepers by the river fear for their trade and want the county to pay for a ferry until the work is done.",
    "The bridge was built by a miller, who took a penny from every cart that crossed it, and was widened twice since.",
)


def label(surface: str, place: str, kind: str) -> Paragraph:
    """The block as labelled between paragraphs of a page: as its second block, in the middle or as the last one."""
    number = {"beginning": 0, "middle": 2, "end": len(AROUND)}[place]
    surfaces = [*AROUND[:number], surface, *AROUND[number:]]
    blocks, position = [], 0
    for index, text in enumerate(surfaces):
        block_kind = kind if text == surface else "paragraph"
        blocks.append(Paragraph(index, position, position + len(text), text, kind=block_kind))
        position += len(text) + 2
    return label_boilerplate(blocks, [0.0] * len(blocks))[number]


@pytest.mark.parametrize("row", ROWS, ids=[row["surface"][:60] for row in ROWS])
def test_a_line_between_paragraphs_is_labelled_as_the_golden_row_says(row: dict[str, str]) -> None:
    block = label(row["surface"], row["place"], row.get("kind", "paragraph"))
    assert block.boilerplate_kind == row["boilerplate_kind"], (block.boilerplate_score, block.rule)


@pytest.mark.parametrize(
    "row", [row for row in ROWS if row["boilerplate_kind"] is None], ids=lambda row: row["surface"][:60]
)
def test_a_sentence_of_the_story_is_left_alone_in_plain_text(row: dict[str, str]) -> None:
    surface = row["surface"]
    assert label_boilerplate([Paragraph(0, 0, len(surface), surface)])[0].boilerplate_kind is None
