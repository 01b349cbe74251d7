"""Pages saved by browsers as one file, `.mhtml` or `.mht` (RFC 2557): the HTML part is the document."""

from __future__ import annotations

from collections.abc import Iterator

from broadsheet.errors import CorruptionError
from broadsheet.ingest.mime_parts import find_html, read_part
from broadsheet.ingest.origins import MAX_RECORD_BYTES, Draft, Origin, build_capture, clean_text, clean_url
from broadsheet.ingest.problems import Problem
from broadsheet.ingest.streams import ByteReader
from broadsheet.ingest.times import parse_captured_at
from broadsheet.records import Capture


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
    message = read_part(content.lstrip())
    page = find_html(message)
    body = page.decode() if page is not None else b""
    if page is None or not body.strip():
        yield Problem(0, "no_body", "no part is text/html")
        return
    charset = page.parameter("charset")
    draft = Draft(body, content_type=page.media_type, declared_charset=clean_text(charset).lower() if charset else None)
    draft.url = _find_address(page.first("content-location"), message.first("snapshot-content-location"))
    written = message.first("date")
    draft.captured_at = parse_captured_at(written)
    if draft.captured_at is None:
        told = "it has no Date" if written is None else f"Date: {written[:80]}"
        origin.note_time(draft, "no_captured_at" if written is None else "bad_captured_at", told)
    yield from draft.notes
    yield build_capture(draft, origin)


def _find_address(*given: str | None) -> str | None:
    """The first address on the web; parts of pages made by scripts have `cid:` addresses."""
    found = (clean_url(value) for value in given if value is not None)
    return next((url for url in found if url and url.lower().startswith(("http://", "https://"))), None)
