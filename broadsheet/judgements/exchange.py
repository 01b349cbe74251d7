"""Judgements out and in: with the keys beside ids that keep them valid, and lines of others checked one by one.

Belongs here: what export and import do to lines. The file itself belongs to `writing`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path

import duckdb

from broadsheet.judgements.csv_files import read_lines
from broadsheet.judgements.queries import ask
from broadsheet.judgements.reading import COLUMNS
from broadsheet.judgements.references import parse_reference
from broadsheet.judgements.writing import Judgement, find_fault


def fill_keys(connection: duckdb.DuckDBPyConnection, judgements: Iterable[Judgement]) -> list[Judgement]:
    """The judgements with a key and an article beside each id that the release knows; others stay as they are."""
    lines = list(judgements)
    ids = {side for line in lines for side in (line.left, line.right) if _is_id(side)}
    anchors: dict[str, str] = {}
    for row in ask(connection, "keys_of", ids=sorted(ids)):
        anchors.setdefault(row["entity_id"], f"{row['entity_key']}@{row['article_version_id']}")
    return [
        replace(
            line,
            left_key=line.left_key or anchors.get(line.left, ""),
            right_key=line.right_key or anchors.get(line.right, ""),
        )
        for line in lines
    ]


def read_answers(path: Path) -> tuple[list[Judgement], list[str], int]:
    """The lines of a file that can be taken, the faults of others with their line, and how many have no verdict yet.

    Raises JudgementFileError where the file cannot be read as a whole.
    """
    taken: list[Judgement] = []
    faults: list[str] = []
    open_count = 0
    for number, cells in read_lines(path, COLUMNS, COLUMNS[:3]):
        line = Judgement(*(cells[name] for name in COLUMNS))
        line = replace(line, verdict=line.verdict.casefold())
        if not line.verdict:
            open_count += 1
        elif (fault := find_fault(line)) is not None:
            faults.append(f"{path}, line {number}: {fault}")
        else:
            taken.append(line)
    return taken, faults, open_count


def stamp(judgements: Sequence[Judgement], who: str, when: str) -> list[Judgement]:
    """The judgements with who and when, where these are not said."""
    return [replace(line, who=line.who or who, when=line.when or when) for line in judgements]


def _is_id(written: str) -> bool:
    try:
        return parse_reference(written).entity_id is not None
    except ValueError:
        return False
