"""WARC/1.0 and 1.1: every response and resource record as a capture, every broken one as a problem.

Records are framed here and not by a library: fastwarc ends with an error at the first broken record and gives one
offset for all records of a gzip member, and the rest of a file must go on. Content-Length is tried, not trusted: where
no record begins after the block it names, the block is searched for the next record head.

warcinfo, request and metadata records are no documents and are passed over, and so are DNS answers and the logs, texts
and pictures that crawlers add under addresses of their own (`metadata:`, `urn:`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from broadsheet.errors import BadRecordError, CorruptionError
from broadsheet.ingest.http_messages import decode_response, parse_head, parse_headers
from broadsheet.ingest.origins import MAX_RECORD_BYTES, Draft, Origin, build_capture, clean_url, split_content_type
from broadsheet.ingest.problems import Problem
from broadsheet.ingest.streams import CHUNK_BYTES, ByteReader
from broadsheet.ingest.times import parse_captured_at
from broadsheet.records import Capture

_RECORD_HEAD = re.compile(rb"WARC/\d\.\d[ \t]*\r?\n")
_MAX_LINE_BYTES = 1 << 16
_MAX_HEAD_BYTES = 1 << 20
# Blocks of wrong length are searched for records only so far: else a file of false lengths takes quadratic time.
_MAX_RESCANNED_BYTES = 16 * MAX_RECORD_BYTES
_NO_DOCUMENT = frozenset({"warcinfo", "request", "metadata"})
_NO_PAGES = ("dns:", "metadata:", "urn:")


@dataclass(frozen=True, slots=True)
class RecordHead:
    """Named fields of one record (names in small letters, the first of each) and where it begins."""

    offset: int
    fields: dict[str, str]
    length: int

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
        return self.type not in _NO_DOCUMENT and not self.url.lower().startswith(_NO_PAGES)


def read_warc(reader: ByteReader, origin: Origin) -> Iterator[Capture | Problem]:
    """Every response and resource record as a capture or a problem, notes before their capture."""
    while True:
        offset = reader.position
        try:
            line = reader.read_line(_MAX_LINE_BYTES)
            if not line:
                return
            if not line.strip():
                continue
            if not _RECORD_HEAD.fullmatch(line):
                _seek_record(reader, line)
                yield Problem(offset, "bad_warc_record", f"no record head but {line[:40]!r}")
                continue
            yield from _read_record(reader, offset, origin)
        except BadRecordError as error:
            yield Problem(offset, error.reason, error.detail)
        except CorruptionError as damage:
            yield Problem(offset, damage.reason, damage.detail)


def _read_record(reader: ByteReader, offset: int, origin: Origin) -> Iterator[Capture | Problem]:
    head = _read_head(reader, offset)
    if head.length > MAX_RECORD_BYTES:
        _skip_block(reader, head.length)
        if head.is_document:
            yield Problem(offset, "too_large", f"record of {head.length} bytes; the cap is {MAX_RECORD_BYTES}")
        return
    block = _read_block(reader, head)
    if not head.is_document:
        return
    if head.type == "revisit":
        yield Problem(offset, "revisit", head.url[:200])
        return
    if head.type not in {"response", "resource"}:
        yield Problem(offset, "unsupported_warc_record", f"WARC-Type {head.type[:40]!r}")
        return
    draft = _draft_capture(head, block)
    yield from draft.notes
    yield build_capture(draft, origin)


def _read_head(reader: ByteReader, offset: int) -> RecordHead:
    """Read the fields up to the empty line. Raises BadRecordError and stands at the next record head."""
    lines: list[bytes] = []
    size = 0
    while (line := reader.read_line(_MAX_LINE_BYTES)).strip():
        size += len(line)
        if _RECORD_HEAD.fullmatch(line):
            reader.push_back(line)
            raise BadRecordError("another record begins within the head", "bad_warc_record")
        if size > _MAX_HEAD_BYTES:
            _seek_record(reader, line)
            raise BadRecordError(f"head of more than {_MAX_HEAD_BYTES} bytes", "bad_warc_record")
        lines.append(line)
    if not line:
        raise BadRecordError("the file ends within the head", "truncated_warc_record")
    fields: dict[str, str] = {}
    for name, value in parse_headers(lines):
        fields.setdefault(name.lower(), value)
    length = fields.get("content-length", "")
    if not re.fullmatch(r"[0-9]{1,15}", length):
        _seek_record(reader, line)
        raise BadRecordError(f"Content-Length is {length[:40]!r}", "bad_warc_record")
    return RecordHead(offset, fields, int(length))


def _read_block(reader: ByteReader, head: RecordHead) -> bytes:
    """The block, with the reader after it. Raises BadRecordError and stands at the next record head."""
    block = reader.read(head.length)
    is_short = len(block) < head.length
    if not is_short and _is_at_record_end(reader):
        return block
    if reader.pushed_back_bytes < _MAX_RESCANNED_BYTES:
        reader.push_back(block)
    _seek_record(reader, b"\n")
    if is_short:
        detail = f"{len(block)} of {head.length} bytes are there"
        raise BadRecordError(detail, "truncated_warc_record")
    raise BadRecordError(f"no record ends {head.length} bytes after the head", "bad_warc_record")


def _is_at_record_end(reader: ByteReader) -> bool:
    """Whether two line ends follow, or at once another record or the end of the file: some writers forget line ends."""
    following = reader.peek(16)
    rest = following.lstrip(b"\r\n")
    return following.startswith((b"\r\n\r\n", b"\n\n")) or not rest or rest.startswith(b"WARC/"[: len(rest)])


def _skip_block(reader: ByteReader, length: int) -> None:
    """Pass over a block too large to hold, but stop at a record head: a wrong length must not eat the file."""
    end = reader.position + length
    is_line_start = True
    while reader.position < end and (line := reader.read_line(min(CHUNK_BYTES, end - reader.position))):
        if is_line_start and _RECORD_HEAD.fullmatch(line):
            reader.push_back(line)
            return
        is_line_start = line.endswith(b"\n")


def _seek_record(reader: ByteReader, line: bytes) -> None:
    """Go to the next line that begins a record, or to the end of the file; `line` was read before."""
    is_line_start = line.endswith(b"\n")
    while line := reader.read_line(_MAX_LINE_BYTES):
        if is_line_start and _RECORD_HEAD.fullmatch(line):
            reader.push_back(line)
            return
        is_line_start = line.endswith(b"\n")


def _draft_capture(head: RecordHead, block: bytes) -> Draft:
    draft = Draft(block, head.offset)
    draft.url = clean_url(head.url)
    written = head.fields.get("warc-date")
    draft.captured_at = parse_captured_at(written)
    if draft.captured_at is None:
        reason = "bad_captured_at" if written else "no_captured_at"
        draft.note(reason, f"WARC-Date is {written[:80]!r}" if written else "the record has no WARC-Date")
    if "warc-truncated" in head.fields:
        draft.note("cut_body", f"WARC-Truncated: {head.fields['warc-truncated'][:40]}")
    declared = head.fields.get("content-type")
    if head.type == "response":
        response = parse_head(block)
        if response is None:
            draft.note("no_http_head", "the block does not begin with an HTTP status line")
            declared = None
        else:
            draft.http_status, draft.http_headers = response.status, response.headers
            declared = next(iter(response.values("content-type")), None)
            draft.body = decode_response(response, block[response.body_start :], draft)
    draft.content_type, draft.declared_charset = split_content_type(declared)
    return draft
