"""Captures written out as WARC/1.1, so that they come out of their archive as they went in.

Belongs here: which record a capture becomes. A capture with an HTTP head is a response, any other a resource. Bodies
are stored decoded, so headers that would lie about them (coding, length, type) are renamed `X-Crawl-...`, as Common
Crawl does, and true ones are put behind; a field of ours says so, and our reader gives the old names back. What HTTP
does not carry stands in `WARC-JSON-Metadata`. How bytes are written: broadsheet.ingest.warc_records.
"""

from __future__ import annotations

from collections.abc import Iterator
from http import HTTPStatus

from broadsheet.ingest.warc_captures import DECODED_FIELD, NO_ADDRESS, RENAMED_HEADERS, UNKNOWN_STATUS
from broadsheet.ingest.warc_metadata import FIELD, CaptureMetadata, write_metadata
from broadsheet.ingest.warc_records import RENAMED, RESPONSE_TYPE, Headers, make_record_id, write_message, write_record
from broadsheet.records import Capture


def write_capture(capture: Capture) -> bytes:
    """The record of one capture, not packed; the same bytes for the same capture."""
    fields = [(DECODED_FIELD, "decoded"), (FIELD, write_metadata(_describe(capture)))]
    url = capture.url or f"{NO_ADDRESS}{capture.capture_id}"
    record_id = make_record_id("capture", capture.capture_id)
    if capture.http_status is None and not capture.http_headers:
        media = _join_type(capture)
        return write_record(
            "resource", capture.captured_at, record_id, capture.body, url=url, media_type=media, fields=fields
        )
    status = UNKNOWN_STATUS if capture.http_status is None else capture.http_status
    block = write_message(f"HTTP/1.1 {status:03d} {_name_status(status)}", list(_write_headers(capture)), capture.body)
    return write_record(
        "response", capture.captured_at, record_id, block, url=url, media_type=RESPONSE_TYPE, payload=capture.body,
        fields=fields,
    )  # fmt: skip


def _describe(capture: Capture) -> CaptureMetadata:
    return CaptureMetadata(
        source_id=capture.source_id,
        requested_url=capture.requested_url,
        redirect_urls=capture.redirect_urls,
        language_hint=capture.language_hint,
        robots_rule=capture.robots_rule,
        ai_training_opt_out=capture.ai_training_opt_out,
        listed_in_url=capture.listed_in_url,
        listed_title=capture.listed_title,
        listed_published_at=capture.listed_published_at,
        listed_modified_at=capture.listed_modified_at,
        listed_publisher_name=capture.listed_publisher_name,
        listed_publisher_url=capture.listed_publisher_url,
    )


def _write_headers(capture: Capture) -> Iterator[tuple[str, str]]:
    headers: Headers = capture.http_headers
    for name, value in headers:
        # A name that another archive gave is renamed once more, so that the reader takes off what was put on here.
        is_renamed = name.lower() in RENAMED_HEADERS or name.startswith(RENAMED)
        yield (f"{RENAMED}{name}" if is_renamed else name), value
    media = _join_type(capture)
    if media is not None:
        yield "Content-Type", media
    yield "Content-Length", str(len(capture.body))


def _join_type(capture: Capture) -> str | None:
    """Media type and charset as a Content-Type; None where neither is known."""
    if capture.declared_charset is None:
        return capture.content_type
    return f"{capture.content_type or ''}; charset={capture.declared_charset}"


def _name_status(status: int) -> str:
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return "Unknown"
