"""The rows of `judgements`: every line of judgements.csv, aliases.csv and entities.csv that says who is who.

A line that cannot be read is a row too, with its fault; it costs that line only. An alias says that whoever bears a
name is one entity, an own entity that whoever bears one of its names is that entity: each becomes a row of the same
form, so that what contradicts is found across all three files.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import polars as pl

from broadsheet.folding import fold_name
from broadsheet.ids import hash_id
from broadsheet.judgements.csv_files import read_lines
from broadsheet.judgements.own_entities import NAME as OWN_NAME
from broadsheet.judgements.own_entities import list_own_entities
from broadsheet.judgements.references import TYPES, Reference, parse_reference
from broadsheet.lake import frame_of
from broadsheet.tables import get_table

NAME = "judgements.csv"
ALIASES_NAME = "aliases.csv"
COLUMNS = ("left", "right", "verdict", "who", "why", "when", "left_key", "right_key")
ALIAS_COLUMNS = ("name", "entity", "type", "who", "why", "when")
VERDICTS = ("same", "different", "unsure")
_NOTHING = Reference()


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a judgement: what was written, what it refers to, or the name that it gives."""

    text: str
    reference: Reference = _NOTHING
    anchor: Reference = _NOTHING
    name: str | None = None

    def row(self, side: str) -> dict[str, Any]:
        """Its columns of `judgements`; side: left or right."""
        key = self.reference.entity_key or self.anchor.entity_key
        version = self.reference.article_version_id or self.anchor.article_version_id
        return {
            f"{side}_text": self.text,
            f"{side}_id": self.reference.entity_id,
            f"{side}_key": key,
            f"{side}_version_id": version,
            f"{side}_name_norm": self.name,
            f"is_{side}_one_article": self.reference.article_version_id is not None,
        }


def read_judgements(sources_path: Path) -> pl.DataFrame:
    """The rows of `judgements`, none without the files; the order of lines decides nothing but line_no.

    Raises JudgementFileError for a file that cannot be read as a whole.
    """
    rows: dict[str, dict[str, Any]] = {}
    found = [*_read_own(sources_path), *_read_aliases(sources_path), *_read_verdicts(sources_path)]
    for row in found:
        rows.setdefault(row["judgement_id"], row)
    return frame_of(get_table("judgements"), [rows[judgement_id] for judgement_id in sorted(rows)])


def _read_verdicts(sources_path: Path) -> Iterator[dict[str, Any]]:
    path = sources_path.with_name(NAME)
    if not path.exists():
        return
    for line, cells in read_lines(path, COLUMNS, COLUMNS[:3]):
        verdict, when = cells["verdict"].casefold(), cells["when"]
        left, right = Side(cells["left"]), Side(cells["right"])
        judged_at, fault = None, None
        try:
            left, right = (_read_side(cells[side], cells[f"{side}_key"]) for side in ("left", "right"))
            judged_at = read_moment(when)
            fault = _find_fault(left, right, verdict, cells[""])
        except ValueError as error:
            fault = str(error)
        judgement_id = hash_id(left.text, right.text, verdict, cells["who"], cells["why"], when)
        yield _make_row(judgement_id, NAME, line, left, right, verdict, cells, judged_at, fault)


def _read_aliases(sources_path: Path) -> Iterator[dict[str, Any]]:
    path = sources_path.with_name(ALIASES_NAME)
    if not path.exists():
        return
    for line, cells in read_lines(path, ALIAS_COLUMNS, ALIAS_COLUMNS[:2]):
        name, kind = fold_name(cells["name"]), cells["type"].upper()
        left, right = Side(cells["name"]), Side(cells["entity"])
        judged_at, fault = None, None
        try:
            left, right = name_side(cells["name"], name, kind), _read_side(cells["entity"], "")
            judged_at = read_moment(cells["when"])
            fault = "more cells than columns" if cells[""] else None
        except ValueError as error:
            fault = str(error)
        judgement_id = hash_id(ALIASES_NAME, name, right.text, kind, cells["who"], cells["why"], cells["when"])
        yield _make_row(judgement_id, ALIASES_NAME, line, left, right, "same", cells, judged_at, fault)


def _read_own(sources_path: Path) -> Iterator[dict[str, Any]]:
    for own in list_own_entities(sources_path):
        right = Side(own.entity_id, Reference(entity_id=own.entity_id))
        if own.fault is not None:
            judgement_id = hash_id(OWN_NAME, own.entity_id, own.names[0], own.fault)
            yield _make_row(
                judgement_id, OWN_NAME, own.line, Side(own.names[0]), Side(own.entity_id), "same", {}, None, own.fault
            )
            continue
        for name in own.names:
            left = name_side(name, fold_name(name), own.entity_type or "")
            judgement_id = hash_id(OWN_NAME, own.entity_id, left.text, own.entity_type)
            yield _make_row(judgement_id, OWN_NAME, own.line, left, right, "same", {}, None, own.fault)


def name_side(text: str, name: str, kind: str) -> Side:
    """A side that is a name: of that type, or of whichever it has where no type is given. Raises ValueError."""
    if kind and kind not in TYPES:
        raise ValueError(f"type is {kind!r}; write one of {', '.join(TYPES)}, or leave it empty")
    if not name:
        raise ValueError("there is no name; write one, or remove the line")
    return Side(text, Reference(entity_key=f"{kind}|{name}")) if kind else Side(text, name=name)


def read_moment(written: str) -> datetime | None:
    """The time in UTC, midnight for a day alone, None for an empty text. Raises ValueError for what is no time."""
    if not written:
        return None
    try:
        found = datetime.fromisoformat(written)
    except ValueError:
        raise ValueError(f"when is {written!r}; write it as 2024-01-31 or 2024-01-31T09:30Z") from None
    return found.replace(tzinfo=UTC) if found.tzinfo is None else found.astimezone(UTC)


def _read_side(text: str, anchor: str) -> Side:
    if not text:
        raise ValueError("left or right is empty; write an entity's id or its key")
    return Side(text, parse_reference(text), parse_reference(anchor) if "|" in anchor else Reference())


def _find_fault(left: Side, right: Side, verdict: str, surplus: str) -> str | None:
    if verdict not in VERDICTS:
        return f"verdict is {verdict!r}; write same, different or unsure"
    if left.reference == right.reference:
        return "left and right are the same; name two"
    return "more cells than columns; put texts with separators between quotation marks" if surplus else None


def _make_row(
    judgement_id: str, file: str, line: int, left: Side, right: Side, verdict: str, cells: dict[str, str],
    judged_at: datetime | None, fault: str | None,
) -> dict[str, Any]:  # fmt: skip
    return {
        "judgement_id": judgement_id,
        "declared_in": file,
        "line_no": line,
        **left.row("left"),
        **right.row("right"),
        "verdict": verdict,
        "who": cells.get("who") or None,
        "why": cells.get("why") or None,
        "judged_at": judged_at,
        "fault": fault,
    }
