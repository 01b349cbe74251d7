"""What a WARC record of ours says beyond HTTP: the field `WARC-JSON-Metadata` of a response record.

Written by the fetcher and by `broadsheet export warc`, read back by the WARC reader, so that a capture comes out of
its archive as it went in. Other tools keep or ignore the field. Archives of others: whatever is under another key of
the object is passed over.
"""

from __future__ import annotations

import dataclasses
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

FIELD = "WARC-JSON-Metadata"
_KEY = "broadsheet"
_MAX_REDIRECTS = 50
_SOURCE_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,252}")
_TIMES = ("listed_published_at", "listed_modified_at")


@dataclass(frozen=True, slots=True)
class CaptureMetadata:
    """Columns of `captures` that HTTP does not carry; what is None or empty is not written."""

    source_id: str | None = None
    requested_url: str | None = None
    redirect_urls: tuple[str, ...] = ()
    language_hint: str | None = None
    robots_rule: str | None = None
    ai_training_opt_out: bool | None = None
    listed_in_url: str | None = None
    listed_title: str | None = None
    listed_published_at: datetime | None = None
    listed_modified_at: datetime | None = None
    listed_publisher_name: str | None = None
    listed_publisher_url: str | None = None


def write_metadata(metadata: CaptureMetadata) -> str:
    """The value of the field: one line of ASCII."""
    stated = {name: value for name, value in dataclasses.asdict(metadata).items() if value not in (None, ())}
    values = {name: value.isoformat() if isinstance(value, datetime) else value for name, value in stated.items()}
    return json.dumps({_KEY: values}, separators=(",", ":"))


def read_metadata(value: str | None) -> CaptureMetadata:
    """The metadata of a field's value; what is missing or of another type is None.

    >>> read_metadata(write_metadata(CaptureMetadata(robots_rule="allow: /news"))).robots_rule
    'allow: /news'
    >>> read_metadata("no JSON")
    CaptureMetadata(source_id=None, requested_url=None, redirect_urls=(), language_hint=None, robots_rule=None, \
ai_training_opt_out=None, listed_in_url=None, listed_title=None, listed_published_at=None, listed_modified_at=None, \
listed_publisher_name=None, listed_publisher_url=None)
    """
    try:
        parsed = json.loads(value or "{}")
    except (ValueError, RecursionError):
        return CaptureMetadata()
    stated = parsed.get(_KEY) if isinstance(parsed, dict) else None
    return choose_metadata(stated) if isinstance(stated, dict) else CaptureMetadata()


def choose_metadata(stated: Mapping[str, Any]) -> CaptureMetadata:
    """The metadata among the fields of an object; what is missing or of another type is None."""
    fields = {field.name for field in dataclasses.fields(CaptureMetadata)}
    return CaptureMetadata(**{name: _read(name, found) for name, found in stated.items() if name in fields})


def _read(name: str, value: object) -> Any:
    if name == "redirect_urls":
        urls = value if isinstance(value, list) else []
        return tuple(_clean(item) for item in urls[:_MAX_REDIRECTS] if isinstance(item, str))
    if name == "ai_training_opt_out":
        return value if isinstance(value, bool) else None
    if not isinstance(value, str):
        return None
    if name == "source_id":
        return value if _SOURCE_ID.fullmatch(value) else None
    return _read_time(value) if name in _TIMES else _clean(value)


def _read_time(value: str) -> datetime | None:
    try:
        read = datetime.fromisoformat(value)
        return read.astimezone(UTC) if read.tzinfo else None
    except (ValueError, OverflowError):
        return None


def _clean(text: str) -> str:
    """The text with each half of a surrogate pair replaced by U+FFFD, so that it can be stored as UTF-8."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
