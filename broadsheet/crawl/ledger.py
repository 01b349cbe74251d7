"""What the polls remember, as tables of the lake: `fetches` by day, `urls`, `feeds` and `usage_preferences` whole.

Belongs here: state to frames, and how they are joined with what the lake has. A rerun changes nothing. Where the state
was lost or moved away, rows of the lake that it does not know stay.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

import polars as pl

from broadsheet.crawl.state import FILE_NAME, Row, State, read_time
from broadsheet.lake import Lake, empty_frame, frame_of
from broadsheet.masking import mask_parameters
from broadsheet.settings import Settings
from broadsheet.stages.registry import get_stage
from broadsheet.tables import get_table

# Column of the lake <- column of the state, where they differ.
_RENAMED = {
    "fetches": {"duration_s": "seconds"},
    "urls": {
        "listed_title": "title",
        "listed_published_at": "published_at",
        "listed_modified_at": "modified_at",
        "listed_publisher_name": "publisher_name",
        "listed_publisher_url": "publisher_url",
    },
}

# Columns that hold addresses, or words about one.
_ADDRESSES = re.compile(r"url(?:_key)?$|^moved_to$|^moved_from$|^moved_seen_to$|^duplicate_of$|^forms$|^detail$")


def store_ledger(settings: Settings, lake: Lake) -> dict[str, int]:
    """Bring the four tables up to date with the state; rows of each table now. Without a state nothing changes."""
    if (settings.fetched / FILE_NAME).exists():
        with State(settings.fetched, is_read_only=True) as state:
            store_fetches(state, lake)
            for table, frame in read_whole_tables(state).items():
                lake.upsert(table, frame)
    return {table: lake.snapshot(table).row_count for table in get_stage("ingest").polled}


def store_fetches(state: State, lake: Lake) -> list[date]:
    """Write the days of `fetches` that the lake does not have as they are; returns those days."""
    known = set(lake.read("fetches", columns=["fetch_id"])["fetch_id"])
    rows = state.rows("select fetched_on, fetch_id from fetches")
    changed = sorted({date.fromisoformat(row["fetched_on"]) for row in rows if row["fetch_id"] not in known})
    if changed:
        lake.replace_partitions("fetches", {day: _join_day(state, lake, day) for day in changed})
    return changed


def read_fetches(state: State, day: date) -> pl.DataFrame:
    """The attempts of a day, in their order."""
    rows = state.rows(
        "select * from fetches where fetched_on = :day order by started_at, fetch_id", {"day": day.isoformat()}
    )
    return _make_frame("fetches", rows)


def read_whole_tables(state: State) -> dict[str, pl.DataFrame]:
    """`urls`, `feeds` and `usage_preferences` as the state has them, in the order of their keys."""
    return {
        "urls": _make_frame("urls", _add_forms(state, state.rows("select * from urls order by url_key"))),
        "feeds": _make_frame("feeds", state.rows("select * from feeds order by url")),
        "usage_preferences": _make_frame(
            "usage_preferences", state.rows("select * from usage_preferences order by preference_id")
        ),
    }


def _join_day(state: State, lake: Lake, day: date) -> pl.DataFrame:
    fresh = read_fetches(state, day)
    kept = lake.read("fetches", days=[day]).join(fresh.select("fetch_id"), on="fetch_id", how="anti")
    return pl.concat([kept, fresh]).sort("started_at", "fetch_id")


def _add_forms(state: State, rows: Iterable[Row]) -> list[Row]:
    """The rows of `urls` with all forms and sources of each."""
    forms: dict[str, set[str]] = {}
    sources: dict[str, set[str]] = {}
    for row in state.rows("select url_key, form, source_id from url_forms"):
        forms.setdefault(row["url_key"], set()).add(row["form"])
        sources.setdefault(row["url_key"], set()).add(row["source_id"])
    return [
        row
        | {
            "forms": sorted(forms.get(row["url_key"], set())),
            "other_source_ids": sorted(sources.get(row["url_key"], set()) - {row["source_id"]}),
            "next_try_at": row["next_try_at"] if row["state"] == "pending" else None,
        }
        for row in rows
    ]


def _make_frame(table: str, rows: Iterable[Row]) -> pl.DataFrame:
    columns = get_table(table).columns
    names = {column.name: _RENAMED.get(table, {}).get(column.name, column.name) for column in columns}
    types = {column.name: column.type for column in columns}
    made = [{name: _mask(name, _convert(types[name], row[source])) for name, source in names.items()} for row in rows]
    return frame_of(table, made) if made else empty_frame(table)


def _mask(column: str, value: Any) -> Any:
    """A value without the secrets of the addresses in it; the state keeps them, because it fetches with them."""
    if not _ADDRESSES.search(column):
        return value
    if isinstance(value, str):
        return mask_parameters(value)
    return [mask_parameters(address) for address in value] if isinstance(value, list) else value


def _convert(kind: str, value: Any) -> Any:
    """A value of SQLite as a column of that type takes it."""
    if value is None:
        return None
    return _CONVERSIONS.get(kind, lambda given: given)(value)


_CONVERSIONS: Mapping[str, Any] = {
    "timestamp": read_time,
    "date": date.fromisoformat,
    "bool": bool,
    "float64": float,
}
