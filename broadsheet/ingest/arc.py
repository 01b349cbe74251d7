"""ARC 1.0 and 2.0, the format before WARC: every answer of a server as a capture, every broken record as a problem.

A record is one line (address, IP, time, type, ..., length), the answer as the server sent it, and a line end. The
address may hold blanks, so fields are counted from the line's end. Lengths are tried, not trusted: where no record
begins after the block one names, it ends where the next head stands.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from broadsheet.errors import BadRecordError, CorruptionError
from broadsheet.ingest.framing import HeadForm, skip_to, take_to
from broadsheet.ingest.http_messages import is_whole
from broadsheet.ingest.origins import MAX_RECORD_BYTES, Origin, build_capture
from broadsheet.ingest.problems import Problem
from broadsheet.ingest.streams import ByteReader
from broadsheet.ingest.warc_captures import RecordHead, draft_record
from broadsheet.records import Capture

ARC_MAGIC = b"filedesc://"
_MAX_LINE_BYTES = 1 << 16
# Address, IP, time, then type and length (version 1) or type, status, checksum, location, offset, file and length.
_HEAD = re.compile(
    rb"(?P<url>[A-Za-z][A-Za-z0-9+.-]{0,20}:[^\r\n]{1,60000}?) (?P<ip>[0-9A-Fa-f.:]{1,45}|-) (?P<date>\d{8,20}) "
    rb"(?P<type>\S{1,200})(?: (?P<status>\d{3}|-) \S+ \S+ \S+ \S+)? (?P<length>\S{1,40})\r*\n"
)
_NEXT_HEAD = HeadForm(
    b"\n",
    1,
    re.compile(
        rb"[A-Za-z][A-Za-z0-9+.-]{0,20}:[^\r\n]{1,400} (?:[0-9.]{7,15}|[0-9A-Fa-f:]{2,45}|-) "
        rb"\d{8,20} \S{1,80}[^\r\n]{0,100} \S{1,20}\r*\n"
    ),
)


def read_arc(reader: ByteReader, origin: Origin) -> Iterator[Capture | Problem]:
    """Every answer as a capture or a problem, notes before their capture."""
    while True:
        offset = reader.position
        try:
            line = reader.read_line(_MAX_LINE_BYTES)
            if not line:
                return
            if not line.strip():
                continue
            fields = _HEAD.fullmatch(line if line.endswith(b"\n") else line + b"\n")
            if fields is None:
                skip_to(reader, _NEXT_HEAD, line)
                yield Problem(offset, "bad_arc_record", f"no record head but {line[:40]!r}")
                continue
            yield from _read_record(reader, _make_head(offset, fields), origin)
        except BadRecordError as error:
            yield Problem(offset, error.reason, error.detail)
        except CorruptionError as damage:
            yield Problem(offset, damage.reason, damage.detail)


def _make_head(offset: int, found: re.Match[bytes]) -> RecordHead:
    """The record's line as the fields of a WARC response."""
    length = found["length"]
    return RecordHead(
        offset,
        {
            "warc-type": "response" if found["url"].startswith((b"http:", b"https:")) else "resource",
            "warc-target-uri": found["url"].decode("utf-8", "replace"),
            "warc-date": found["date"].decode("ascii")[:14],
            "content-type": found["type"].decode("latin-1"),
        },
        int(length) if re.fullmatch(rb"[0-9]{1,15}", length) else None,
    )


def _read_record(reader: ByteReader, head: RecordHead, origin: Origin) -> Iterator[Capture | Problem]:
    if head.length is not None and head.length > MAX_RECORD_BYTES:
        skip_to(reader, _NEXT_HEAD)
        yield Problem(head.offset, "too_large", f"record of {head.length} bytes; the cap is {MAX_RECORD_BYTES}")
        return
    block, note = _read_block(reader, head)
    if not head.is_document:
        return
    if not block.strip():
        raise BadRecordError("the record is empty", "bad_arc_record")
    draft = draft_record(head, block, origin)
    if note:
        draft.note("wrong_length", note)
    yield from draft.notes
    yield build_capture(draft, origin)


def _read_block(reader: ByteReader, head: RecordHead) -> tuple[bytes, str]:
    """The block and what is wrong with its length, "" where nothing is. Raises BadRecordError past the cap."""
    told = "the head's last field is no length"
    if head.length is not None:
        block = reader.read(head.length)
        following = reader.peek(1)
        if len(block) == head.length and following in (b"", b"\n", b"\r"):
            return block, ""
        told = f"no record ends {head.length} bytes after the head"
        reader.push_back(block)
        reader.rescanned_bytes += len(block)
        if reader.rescanned_bytes > 16 * MAX_RECORD_BYTES:
            skip_to(reader, _NEXT_HEAD)
            raise BadRecordError(told, "bad_arc_record")
    taken, is_followed = take_to(reader, _NEXT_HEAD, MAX_RECORD_BYTES)
    is_cut = taken is not None and head.length is not None and len(taken) < head.length and not is_followed
    if taken is None or (is_cut and not is_whole(taken)):
        raise BadRecordError(told, "bad_arc_record")
    return taken.removesuffix(b"\n").removesuffix(b"\r"), f"{told}; it has {len(taken)}"
