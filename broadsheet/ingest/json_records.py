"""JSON: one object a line; in `.json` also an array of objects, or objects printed over lines. Each is a document.

The fields, the one place that documents them:

    url           address of the document after redirects
    requested_url address that was asked for, where it differs
    html_b64      body: base64 of the bytes as received
    html          body: the page as decoded text; stored as UTF-8 with charset utf-8, whatever its <meta> says
    text          body: plain text; stored as UTF-8 and text/plain
    captured_at   time of receipt (broadsheet.ingest.times says in which forms); default: the file's time
    headers       response headers: object of strings (or lists of strings), or list of [name, value]
    http_status   status code
    content_type  Content-Type; default: that of the headers, else text/html for html
    redirect_urls, language_hint, robots_rule, ai_training_opt_out, listed_in_url, listed_title, listed_published_at,
    listed_modified_at, listed_publisher_name, listed_publisher_url
                  as the columns of `captures`; times in ISO 8601 with a zone
    id            of use to the command line only: answers carry it

One of html_b64, html and text must be there; of several the first in this order counts. Other fields are passed over.
A file is UTF-8. Bytes that are not and halves of surrogate pairs (`\\ud800`) become U+FFFD, with a note.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, TypeGuard

from broadsheet.errors import BadRecordError, CorruptionError
from broadsheet.ingest.content_codings import decode_body
from broadsheet.ingest.gzip_members import GZIP_MAGIC
from broadsheet.ingest.json_text import DECODER, check_object, decode_line, explain_error, find_value
from broadsheet.ingest.json_values import holds_lines, split_values
from broadsheet.ingest.origins import (
    MAX_RECORD_BYTES,
    Draft,
    Origin,
    build_capture,
    clean_text,
    clean_url,
    split_content_type,
)
from broadsheet.ingest.problems import Problem
from broadsheet.ingest.sources import Source
from broadsheet.ingest.streams import CHUNK_BYTES, ByteReader
from broadsheet.ingest.times import parse_captured_at
from broadsheet.ingest.warc_metadata import choose_metadata
from broadsheet.records import Capture

_NOT_METADATA = frozenset({"source_id", "requested_url"})
_BLANKS = b" \t\r\n\x0b\x0c"


def read_json(reader: ByteReader, origin: Origin, *, is_lines: bool) -> Iterator[Capture | Problem]:
    """Every object as a capture or a problem, notes before their capture; empty lines are none.

    is_lines: whatever it looks like, the file holds one object a line.
    """
    if reader.peek(2) in (b"\xff\xfe", b"\xfe\xff"):
        yield Problem(0, "bad_encoding", "the file is UTF-16; save it as UTF-8")
        return
    if reader.peek(3) == b"\xef\xbb\xbf":
        reader.read(3)
    is_lines = is_lines or holds_lines(reader.peek(CHUNK_BYTES))
    yield from (_read_lines if is_lines else _read_values)(reader, origin)


def _read_values(reader: ByteReader, origin: Origin) -> Iterator[Capture | Problem]:
    try:
        for element in split_values(reader):
            if element.size > MAX_RECORD_BYTES:
                told = f"element of {element.size} bytes; the cap is {MAX_RECORD_BYTES}"
                yield Problem(element.offset, "too_large", told)
            else:
                yield from _read_object(element.data, element.offset, origin)
    except CorruptionError as damage:
        yield Problem(reader.position, damage.reason, damage.detail)


def _read_lines(reader: ByteReader, origin: Origin) -> Iterator[Capture | Problem]:
    while True:
        offset = reader.position
        try:
            line = reader.read_line(MAX_RECORD_BYTES)
            if not line:
                return
            if len(line) == MAX_RECORD_BYTES and not line.endswith(b"\n"):
                size = len(line) + reader.skip_line()
                yield Problem(offset, "too_large", f"line of {size} bytes; the cap is {MAX_RECORD_BYTES}")
                continue
        except CorruptionError as damage:
            yield Problem(offset, damage.reason, damage.detail)
            continue
        if line.strip(_BLANKS):
            yield from _read_object(line, offset, origin)


def capture_from_record(
    record: Mapping[str, Any],
    *,
    source_id: str = "stdin",
    origin_path: str = "-",
    origin_offset: int = 0,
    default_time: datetime,
) -> Capture:
    """The capture of one object with the fields above that came in by no file of a source.

    origin_offset: tells equal records of one input apart (their line number will do). default_time: stands in for a
    captured_at that is absent or unreadable. Raises BadRecordError where there is no body to keep; fields that cannot
    be read are left empty.
    """
    return read_record(record, Origin(Source(source_id, None), origin_path, default_time, "jsonl"), origin_offset, [])


def read_record(record: Mapping[str, Any], origin: Origin, offset: int, notes: list[Problem]) -> Capture:
    """The capture of one object with the fields above; what had to be left out is appended to `notes`.

    Raises BadRecordError with reason no_body, bad_body or too_large where there is no body to keep.
    """
    draft = Draft(b"", offset, notes=notes)
    draft.url = _read_url(record, "url", draft)
    draft.requested_url = _read_url(record, "requested_url", draft)
    draft.http_headers = _read_headers(record.get("headers"), draft)
    # Whose page it is, is told from its address: other people's records have a source_id of other meaning.
    draft.metadata = choose_metadata({key: value for key, value in record.items() if key not in _NOT_METADATA})
    draft.http_status = _read_status(record.get("http_status"), draft)
    _read_body(record, draft)
    _read_time(record.get("captured_at"), draft, origin)
    return build_capture(draft, origin)


def _read_object(line: bytes, offset: int, origin: Origin) -> Iterator[Capture | Problem]:
    """The object of a line, and those that stand behind it on the same line, where a line end was lost."""
    text, is_utf8 = decode_line(line)
    place, end = offset, 0
    while True:
        start = find_value(text, end)
        if start == len(text):
            return
        place += len(text[end:start].encode("utf-8", "replace")) if end else 0
        notes = [] if is_utf8 or end else [Problem(offset, "bad_utf8", "bytes replaced by U+FFFD")]
        try:
            record, stop = DECODER.raw_decode(text, start)
            capture = read_record(check_object(record), origin, place, notes)
        except BadRecordError as error:
            yield Problem(place, error.reason, error.detail)
            if error.reason == "not_an_object":
                return
        except (ValueError, RecursionError) as error:
            yield Problem(place, "bad_json", explain_error(error))
            return
        else:
            yield from notes
            yield capture
        place += len(text[start:stop].encode("utf-8", "replace"))
        end = stop


def _read_body(record: Mapping[str, Any], draft: Draft) -> None:
    declared = record.get("content_type")
    if not isinstance(declared, str):
        declared = next((value for name, value in draft.http_headers if name.lower() == "content-type"), None)
    media, charset = split_content_type(clean_text(declared) if declared else None)
    key = next((key for key in ("html_b64", "html", "text") if record.get(key) is not None), None)
    if key is None:
        raise BadRecordError("none of html_b64, html and text is there", "no_body")
    value = record[key]
    if not isinstance(value, str):
        raise BadRecordError(f"{key} is no string", "bad_body")
    if key == "html_b64":
        draft.body = _decode_base64(value)
        _unpack_body(draft)
        draft.content_type, draft.declared_charset = media, charset
        return
    try:
        draft.body = value.encode("utf-8")
    except UnicodeEncodeError:
        draft.body = clean_text(value).encode("utf-8")
        draft.note("lone_surrogate", f"in {key}, replaced by U+FFFD")
    draft.declared_charset = "utf-8"
    draft.content_type = "text/plain" if key == "text" else media or "text/html"


def _decode_base64(value: str) -> bytes:
    packed = "".join(value.split()).translate(str.maketrans("-_", "+/")).rstrip("=")
    try:
        return base64.b64decode(packed + "=" * (-len(packed) % 4), validate=True)
    except (binascii.Error, ValueError) as error:  # ValueError: characters that are not ASCII
        raise BadRecordError(f"html_b64 is not base64: {error}", "bad_body") from error


def _unpack_body(draft: Draft) -> None:
    """Undo a gzip coding that the headers name, where a crawler kept the bytes packed."""
    codings = [value for name, value in draft.http_headers if name.lower() == "content-encoding"]
    if codings and draft.body.startswith(GZIP_MAGIC):
        draft.body = decode_body(draft.body, codings, draft)


def _read_url(record: Mapping[str, Any], key: str, draft: Draft) -> str | None:
    value = record.get(key)
    if value is None:
        return None
    if not isinstance(value, str):
        draft.note("bad_field", f"{key} is no string")
        return None
    return clean_url(value)


def _read_headers(value: object, draft: Draft) -> tuple[tuple[str, str], ...]:
    if value is None:
        return ()
    pairs: list[tuple[str, str]] = []
    is_whole = isinstance(value, dict | list)
    items = list(value.items()) if isinstance(value, dict) else value if isinstance(value, list) else []
    for item in items:
        if not _is_header(item):
            is_whole = False
            continue
        for single in item[1] if isinstance(item[1], list) else [item[1]]:
            if isinstance(single, str | int | float):
                pairs.append((clean_text(item[0]), clean_text(str(single))))
            else:
                is_whole = False
    if not is_whole:
        draft.note("bad_field", "headers is no object of strings nor a list of [name, value]")
    return tuple(pairs)


def _is_header(item: object) -> TypeGuard[Sequence[Any]]:
    return isinstance(item, list | tuple) and len(item) == 2 and isinstance(item[0], str)


def _read_status(value: object, draft: Draft) -> int | None:
    if value is None:
        return None
    text = str(value)
    if not isinstance(value, bool) and text.isascii() and text.isdigit() and 100 <= int(text[:4]) <= 999:
        return int(text[:4])
    draft.note("bad_field", f"http_status is {text[:40]!r}")
    return None


def _read_time(value: object, draft: Draft, origin: Origin) -> None:
    if value is None or value == "":
        origin.note_time(draft, "no_captured_at", "the file's time stands in")
        return
    draft.captured_at = parse_captured_at(value)
    if draft.captured_at is None:
        origin.note_time(draft, "bad_captured_at", f"captured_at is {clean_text(str(value))[:80]!r}")
