"""Pages saved by browsers as one file, `.mhtml` or `.mht` (RFC 2557): the HTML part is the document."""

from __future__ import annotations

import email.policy
from collections.abc import Iterator
from datetime import UTC, datetime
from email.errors import HeaderParseError
from email.message import Message
from email.parser import BytesParser
from email.utils import parsedate_to_datetime

from broadsheet.errors import CorruptionError
from broadsheet.ingest.origins import MAX_RECORD_BYTES, Draft, Origin, build_capture, clean_url
from broadsheet.ingest.problems import Problem
from broadsheet.ingest.streams import ByteReader
from broadsheet.ingest.times import FIRST_YEAR, LAST_YEAR
from broadsheet.records import Capture

_HTML = ("text/html", "application/xhtml+xml")
# `compat32` keeps headers as bytes wrote them: broken ones are no errors.
_PARSER = BytesParser(policy=email.policy.compat32)


def read_mhtml(reader: ByteReader, origin: Origin) -> Iterator[Capture | Problem]:
    """The page as one capture with its address and the time it was saved, or one problem."""
    try:
        content = reader.read(MAX_RECORD_BYTES + 1)
    except CorruptionError as damage:
        yield Problem(0, damage.reason, damage.detail)
        return
    if not content.strip():
        return
    if len(content) > MAX_RECORD_BYTES:
        yield Problem(0, "too_large", f"more than {MAX_RECORD_BYTES} bytes")
        return
    message = _PARSER.parsebytes(content)
    page = _find_page(message)
    body = page.get_payload(decode=True) if page is not None else None
    if page is None or not isinstance(body, bytes) or not body.strip():
        yield Problem(0, "no_body", "no part is text/html")
        return
    draft = Draft(body, content_type=page.get_content_type(), declared_charset=page.get_content_charset())
    draft.url = _find_address(page.get("Content-Location"), message.get("Snapshot-Content-Location"))
    draft.captured_at = _read_time(message.get("Date"))
    if draft.captured_at is None:
        reason = "no_captured_at" if message.get("Date") is None else "bad_captured_at"
        draft.note(reason, f"Date: {message.get('Date')}")
    yield from draft.notes
    yield build_capture(draft, origin)


def _find_page(message: Message) -> Message | None:
    """The first HTML part, which is the root: frames and pictures follow it."""
    return next((part for part in message.walk() if part.get_content_type() in _HTML), None)


def _find_address(*given: object) -> str | None:
    """The first address on the web; parts of pages made by scripts have `cid:` addresses."""
    found = (clean_url(str(value)) for value in given if value is not None)
    return next((url for url in found if url and url.lower().startswith(("http://", "https://"))), None)


def _read_time(value: object) -> datetime | None:
    if value is None:
        return None
    try:
        found = parsedate_to_datetime(str(value))
        found = found.replace(tzinfo=UTC) if found.tzinfo is None else found.astimezone(UTC)
    except (ValueError, TypeError, OverflowError, HeaderParseError):
        return None
    return found if FIRST_YEAR <= found.year <= LAST_YEAR else None
