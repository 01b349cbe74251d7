"""The commands `broadsheet export share-safe` and `broadsheet export ftm`: what may leave, and a word on it."""

from __future__ import annotations

import contextlib
from pathlib import Path

from rich.console import Console

from broadsheet.release import find_release_file, open_warehouse
from broadsheet.settings import Settings
from broadsheet.sharing import write_entities, write_share_safe


def export_share_safe(settings: Settings, folder: Path, quote_words: int, *, obeys_preferences: bool) -> None:
    """Write the release without texts and say what was left out."""
    report = write_share_safe(
        find_release_file(settings), folder, quote_words=quote_words, obeys_preferences=obeys_preferences
    )
    console = Console(stderr=True, soft_wrap=True, highlight=False, markup=False)
    console.print(
        f"{report.row_count} rows in {report.table_count} tables written to {folder}; no text of an article is longer"
        f" than {quote_words} words."
    )
    if report.left_out_sources:
        console.print(f"Left out, because they say no: {', '.join(report.left_out_sources)}.")
    if report.left_out_tables:
        console.print(f"Left out, because their rows mix sources: {', '.join(report.left_out_tables)}.")


def export_entities(settings: Settings, output: Path) -> None:
    """Write articles, persons, organisations and mentions for FollowTheMoney and say how many there are."""
    with contextlib.closing(open_warehouse(settings)) as connection:
        counts = write_entities(connection, output)
    console = Console(stderr=True, soft_wrap=True, highlight=False, markup=False)
    shown = ", ".join(f"{count} {schema}" for schema, count in sorted(counts.items()))
    console.print(f"{shown or 'No entities'} written to {output}")
