"""WARC/0.17 to 1.1: every response and resource record as a capture, every broken one as a problem.

Records are framed here and not by a library: fastwarc ends with an error at the first broken record and gives one
offset for all records of a gzip member, and the rest of a file must go on. Content-Length is tried, not trusted: where
no record begins after the block it names, the block ends where the next record head stands, with a note. Only where
no record follows either is the record lost: its writer was stopped within it.

warcinfo, request and metadata records are no documents and are passed over, and so are DNS answers, the logs, texts
and pictures that crawlers add under addresses of their own (`metadata:`, `urn:`), and revisits that say a server
answered 304: nothing is lost with them. What a record becomes: broadsheet.ingest.warc_captures.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from broadsheet.errors import BadRecordError, CorruptionError
from broadsheet.ingest.framing import HeadForm, skip_to, take_to
from broadsheet.ingest.http_messages import is_whole, parse_headers
from broadsheet.ingest.origins import MAX_RECORD_BYTES, Origin, build_capture
from broadsheet.ingest.problems import Problem
from broadsheet.ingest.streams import CHUNK_BYTES, ByteReader
from broadsheet.ingest.warc_captures import RecordHead, draft_record
from broadsheet.records import Capture

# A tool that translated line ends on its way left CR CR LF behind.
_RECORD_HEAD = re.compile(rb"WARC/\d\.\d{1,2}[ \t]*\r*\n")
# The same within other bytes: at a line's start, or with a field of WARC after it.
_NEXT_RECORD = HeadForm(
    b"WARC/",
    0,
    re.compile(
        rb"(?<=\n)WARC/\d\.\d{1,2}[ \t]*\r*\n(?=[A-Za-z])|WARC/\d\.\d{1,2}\r*\n(?=(?:WARC|Content)-[A-Za-z-]+:)"
    ),
)
_LINE_ENDS = re.compile(rb"(?:\r*\n){1,2}\Z")
_MAX_LINE_BYTES = 1 << 16
_MAX_HEAD_BYTES = 1 << 20
# Blocks of wrong length are searched for records only so far: else a file of false lengths takes quadratic time.
_MAX_RESCANNED_BYTES = 16 * MAX_RECORD_BYTES


def read_warc(reader: ByteReader, origin: Origin) -> Iterator[Capture | Problem]:
    """Every response and resource record as a capture or a problem, notes before their capture."""
    while True:
        offset = reader.position
        try:
            line = reader.read_line(_MAX_LINE_BYTES)
            if not line:
                return
            if not line.strip():
                reader.skip_empty_lines()
                continue
            if not _RECORD_HEAD.fullmatch(line):
                skip_to(reader, _NEXT_RECORD, line)
                yield Problem(offset, "bad_warc_record", f"no record head but {line[:40]!r}")
                continue
            yield from _read_record(reader, offset, origin)
        except BadRecordError as error:
            yield Problem(offset, error.reason, error.detail)
        except CorruptionError as damage:
            yield Problem(offset, damage.reason, damage.detail)


def _read_record(reader: ByteReader, offset: int, origin: Origin) -> Iterator[Capture | Problem]:
    head = _read_head(reader, offset)
    if head.length is not None and head.length > MAX_RECORD_BYTES:
        _skip_block(reader, head.length)
        if head.is_document:
            yield Problem(offset, "too_large", f"record of {head.length} bytes; the cap is {MAX_RECORD_BYTES}")
        return
    block, note = _read_block(reader, head)
    if not head.is_document:
        return
    if head.type == "revisit":
        yield Problem(offset, "revisit", head.url[:200])
        return
    if head.type not in {"response", "resource"}:
        yield Problem(offset, "unsupported_warc_record", f"WARC-Type {head.type[:40]!r}")
        return
    draft = draft_record(head, block, origin)
    if note:
        draft.note("wrong_length", note)
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
            skip_to(reader, _NEXT_RECORD, line)
            raise BadRecordError(f"head of more than {_MAX_HEAD_BYTES} bytes", "bad_warc_record")
        lines.append(line)
    if not line:
        raise BadRecordError("the file ends within the head", "truncated_warc_record")
    fields: dict[str, str] = {}
    for name, value in parse_headers(lines):
        fields.setdefault(name.lower(), value)
    length = fields.get("content-length", "")
    return RecordHead(offset, fields, int(length) if re.fullmatch(r"[0-9]{1,15}", length) else None)


def _read_block(reader: ByteReader, head: RecordHead) -> tuple[bytes, str]:
    """The block and what is wrong with its length, "" where nothing is; the reader stands after it.

    Raises BadRecordError and stands at the next record head, or at the end of the file.
    """
    length = head.length
    if length is None:
        told = f"Content-Length is {head.fields.get('content-length', '')[:40]!r}"
        return _take_block(reader, told, told)
    block = reader.read(length)
    is_short = len(block) < length
    if not is_short and _is_at_record_end(reader):
        return block, ""
    if reader.rescanned_bytes >= _MAX_RESCANNED_BYTES:
        skip_to(reader, _NEXT_RECORD, b"\n")
        raise BadRecordError(f"no record ends {length} bytes after the head", "bad_warc_record")
    reader.push_back(block)
    reader.rescanned_bytes += len(block)
    told = f"no record ends {length} bytes after the head"
    return _take_block(reader, told, f"{len(block)} of {length} bytes are there" if is_short else "")


def _take_block(reader: ByteReader, told: str, lost: str) -> tuple[bytes, str]:
    """The bytes up to the next record head. lost: why the record is lost where the file ends before one."""
    block, is_followed = take_to(reader, _NEXT_RECORD, MAX_RECORD_BYTES)
    if block is None:
        raise BadRecordError(told, "bad_warc_record")
    if lost and not is_followed and not is_whole(block):
        raise BadRecordError(lost, "truncated_warc_record")
    ends = _LINE_ENDS.search(block, max(len(block) - 16, 0))
    return block[: ends.start()] if ends else block, f"{told}; it has {len(block)}"


def _is_at_record_end(reader: ByteReader) -> bool:
    """Whether two line ends follow, or at once another record or the end of the file: some writers forget line ends."""
    following = reader.peek(16)
    rest = following.lstrip(b"\r\n")
    has_ends = following.startswith((b"\r\n\r\n", b"\n\n", b"\r\r\n\r\r\n"))
    return has_ends or not rest or rest.startswith(b"WARC/"[: len(rest)])


def _skip_block(reader: ByteReader, length: int) -> None:
    """Pass over a block too large to hold, but stop at a record head: a wrong length must not eat the file."""
    end = reader.position + length
    is_line_start = True
    while reader.position < end and (line := reader.read_line(min(CHUNK_BYTES, end - reader.position))):
        if is_line_start and _RECORD_HEAD.fullmatch(line):
            reader.push_back(line)
            return
        is_line_start = line.endswith(b"\n")
