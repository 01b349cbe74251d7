"""What a record of an archive becomes: its fields, its HTTP head and its body as the draft of a capture.

Shared by the readers of WARC and ARC. Where records begin and end belongs to those readers.
"""

from __future__ import annotations

from dataclasses import dataclass

from broadsheet.ingest.http_messages import decode_response, parse_head
from broadsheet.ingest.origins import Draft, Origin, clean_url, split_content_type
from broadsheet.ingest.times import parse_captured_at
from broadsheet.ingest.warc_metadata import FIELD, read_metadata
from broadsheet.ingest.warc_records import RENAMED

# A body that stands decoded under the headers it came with: `broadsheet export` renames the headers that would lie.
DECODED_FIELD = "WARC-Broadsheet-Body"
RENAMED_HEADERS = ("content-encoding", "transfer-encoding", "content-length", "content-type")
# The address of an exported capture that has none.
NO_ADDRESS = "urn:broadsheet:capture:"
# The status line of an exported capture whose status is not known.
UNKNOWN_STATUS = 0
_NO_DOCUMENT = frozenset({"warcinfo", "request", "metadata"})
_NO_PAGES = ("dns:", "metadata:", "urn:", "filedesc:", "whois:")


@dataclass(frozen=True, slots=True)
class RecordHead:
    """Named fields of one record (names in small letters, the first of each) and where it begins.

    length: None where what is written is no length.
    """

    offset: int
    fields: dict[str, str]
    length: int | None

    @property
    def type(self) -> str:
        return self.fields.get("warc-type", "").lower()

    @property
    def url(self) -> str:
        """Address as written; some writers put it in angle brackets."""
        return self.fields.get("warc-target-uri", "").strip("<>")

    @property
    def is_document(self) -> bool:
        """Whether the record stands for a page, not for the archive's own bookkeeping."""
        if self.type == "revisit" and "server-not-modified" in self.fields.get("warc-profile", ""):
            return False
        if self.is_export:
            return True
        return self.type not in _NO_DOCUMENT and not self.url.lower().startswith(_NO_PAGES)

    @property
    def is_export(self) -> bool:
        """Whether the record is a capture that `broadsheet export` wrote."""
        return self.fields.get(DECODED_FIELD.lower()) == "decoded"


def draft_record(head: RecordHead, block: bytes, origin: Origin) -> Draft:
    """The draft of a response or resource record. Raises BadRecordError where its body passes the caps."""
    draft = Draft(block, head.offset)
    draft.url = clean_url(head.url)
    draft.metadata = read_metadata(head.fields.get(FIELD.lower()))
    if head.is_export and head.url.startswith(NO_ADDRESS):
        draft.url = None
    written = head.fields.get("warc-date")
    draft.captured_at = parse_captured_at(written)
    if draft.captured_at is None:
        reason = "bad_captured_at" if written else "no_captured_at"
        origin.note_time(draft, reason, f"WARC-Date is {written[:80]!r}" if written else "the record has no WARC-Date")
    if "warc-truncated" in head.fields:
        draft.note("cut_body", f"WARC-Truncated: {head.fields['warc-truncated'][:40]}")
    declared = head.fields.get("content-type")
    if head.type == "response":
        declared = _read_response(draft, block, head.is_export)
    draft.content_type, draft.declared_charset = split_content_type(declared)
    return draft


def _read_response(draft: Draft, block: bytes, is_export: bool) -> str | None:
    """Fill in status, headers and body from an HTTP message; gives its Content-Type."""
    response = parse_head(block)
    if response is None:
        draft.note("no_http_head", "the block does not begin with an HTTP status line")
        return None
    declared = next(iter(response.values("content-type")), None)
    draft.http_status, draft.http_headers = response.status, response.headers
    body = block[response.body_start :]
    if is_export:
        draft.body = body
        draft.http_status = response.status if response.status != UNKNOWN_STATUS else None
        draft.http_headers = restore_headers(response.headers)
    else:
        draft.body = decode_response(response, body, draft)
    return declared


def restore_headers(headers: tuple[tuple[str, str], ...]) -> tuple[tuple[str, str], ...]:
    """The headers of an exported capture as they were received: renamed ones have their name again.

    >>> restore_headers((("X-Crawl-Content-Length", "9"), ("X-Crawl-X-Crawl-Age", "1"), ("Content-Length", "5")))
    (('Content-Length', '9'), ('X-Crawl-Age', '1'))
    """
    kept = [(name, value) for name, value in headers if name.lower() not in RENAMED_HEADERS]
    return tuple((name.removeprefix(RENAMED), value) for name, value in kept)
