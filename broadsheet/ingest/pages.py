"""Saved pages and texts: one file is one document, received at the file's time.

The bytes are kept whatever they are: a PNG named .html becomes a capture that extract skips with a reason. Only the
address is looked for, in the mark that browsers and SingleFile write at the top of a page they save.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from broadsheet.errors import CorruptionError
from broadsheet.ingest.origins import MAX_RECORD_BYTES, Draft, Origin, build_capture, clean_url
from broadsheet.ingest.problems import Problem
from broadsheet.ingest.streams import ByteReader
from broadsheet.records import Capture

CONTENT_TYPES = {
    ".html": "text/html",
    ".htm": "text/html",
    ".xhtml": "application/xhtml+xml",
    ".txt": "text/plain",
    ".md": "text/markdown",
}
_MARK = re.compile(
    rb"<!--\s*(?:saved from url=\(\d{4,}\)|Page saved with SingleFile\s+url:\s*)(https?://[^\s<>\"]{4,2000})", re.I
)
_MARK_BYTES = 8192


def read_page(reader: ByteReader, origin: Origin, ending: str) -> Iterator[Capture | Problem]:
    """The file as one capture, or one problem where it is too large or cannot be unpacked to its end."""
    try:
        body = reader.read(MAX_RECORD_BYTES + 1)
    except CorruptionError as damage:
        yield Problem(0, damage.reason, damage.detail)
        return
    if len(body) > MAX_RECORD_BYTES:
        yield Problem(0, "too_large", f"more than {MAX_RECORD_BYTES} bytes")
        return
    mark = _MARK.search(body, 0, _MARK_BYTES) if "htm" in ending else None
    url = clean_url(mark[1].decode("utf-8", "replace")) if mark else None
    draft = Draft(body, url=url, content_type=CONTENT_TYPES.get(ending))
    if origin.has_folder_day:
        origin.note_time(draft, "no_captured_at", "a page has no capture time")
    yield from draft.notes
    yield build_capture(draft, origin)
