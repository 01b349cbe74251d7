"""Bytes in: files and folders of pages, texts, JSON lines and WARCs become captures. Nothing of a page is parsed here.

    sources = load_sources(settings)
    index = update_index(sources, previous)           # reads new and changed files only
    for day in list_days(index):
        captures_frame(read_day(day, index, sources))

Whatever lies in an inbox, nothing here raises for it: a record is a capture or a counted problem of its file.
"""

from __future__ import annotations

from broadsheet.errors import BadRecordError
from broadsheet.ingest.days import captures_frame, keep_vanished, read_day, read_days
from broadsheet.ingest.inbox_rows import InboxFile, index_frame, index_rows
from broadsheet.ingest.index import (
    fingerprint_day,
    fingerprint_listing,
    is_index_current,
    list_days,
    update_index,
)
from broadsheet.ingest.json_records import capture_from_record
from broadsheet.ingest.json_text import parse_json_line
from broadsheet.ingest.origins import Origin
from broadsheet.ingest.problems import LOST_REASONS, NOTE_REASONS, Problem
from broadsheet.ingest.sources import Source, load_sources

__all__ = [
    "LOST_REASONS",
    "NOTE_REASONS",
    "BadRecordError",
    "InboxFile",
    "Origin",
    "Problem",
    "Source",
    "capture_from_record",
    "captures_frame",
    "fingerprint_day",
    "fingerprint_listing",
    "index_frame",
    "index_rows",
    "is_index_current",
    "keep_vanished",
    "list_days",
    "load_sources",
    "parse_json_line",
    "read_day",
    "read_days",
    "update_index",
]
