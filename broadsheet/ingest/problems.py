"""What can go wrong with a file or a record, as a closed list, and the object that says so.

A *lost* problem stands for a record (or a stretch of a file) that became no capture; a *note* tells of a record that
became one although something in it could not be read. Readers yield both among the captures and never raise.
"""

from __future__ import annotations

from dataclasses import dataclass

# Reason -> what it means. A record with such a problem is no capture.
LOST_REASONS: dict[str, str] = {
    "unknown_kind": "No reader takes a file of this ending",
    "unreadable_file": "The file could not be opened or read to its end",
    "empty_file": "The file holds no records",
    "too_large": "The record is larger than the cap",
    "truncated_gzip": "The gzip data ends early",
    "bad_gzip": "A stretch of gzip data cannot be unpacked",
    "unpacks_too_far": "Packed bytes that unpack beyond the cap, or to more times their size than any page does",
    "bad_lz4": "The LZ4 data ends early or cannot be unpacked",
    "bad_zip": "The archive's zip container cannot be read",
    "bad_arc_record": "The ARC record is broken: its head or its length",
    "outside_source": "A link that leads out of the source's folder; it is not followed",
    "no_regular_file": "A pipe, socket or device; it is never opened",
    "no_day_in_name": "A name in a list of archives that says no day, so that it is never opened",
    "reader_failed": "The reader failed at this place; what stands before it was read",
    "given_up": "Nothing but broken records for too long; the rest of the file was not read",
    "bad_zstd": "The Zstandard data ends early or cannot be unpacked",
    "bad_encoding": "The file is not UTF-8",
    "bad_json": "The line or element is not JSON",
    "not_an_object": "The line or element is JSON but no object",
    "no_body": "The record has none of html, html_b64 and text",
    "bad_body": "The body is no string, or not base64",
    "bad_warc_record": "The WARC record is broken: its head or its length",
    "truncated_warc_record": "The file ends within the WARC record",
    "revisit": "A WARC revisit record: the body was stored with an earlier capture",
    "unsupported_warc_record": "A WARC record of a type that is not read: conversion or continuation",
}
# Reason -> what it means. The record is a capture all the same.
NOTE_REASONS: dict[str, str] = {
    "no_captured_at": "No capture time; the file's time stands in",
    "bad_captured_at": "A capture time that cannot be read; the file's time stands in",
    "day_of_folder": "No capture time that can be read; noon UTC of the day its folder is named after stands in",
    "wrong_length": "The record's length is wrong; it ends where the next record begins",
    "digest_mismatch": "The bytes are not those that the archive's own list of digests names",
    "not_gzip": "Named .gz but not packed; read as it is",
    "not_zstd": "Named .zst but not packed; read as it is",
    "not_lz4": "Named .lz4 but not packed; read as it is",
    "bad_utf8": "Bytes that are not UTF-8, each replaced by U+FFFD",
    "lone_surrogate": "Half of a surrogate pair, replaced by U+FFFD",
    "bad_field": "A field that cannot be read, left empty",
    "no_http_head": "A response without an HTTP head; the whole block is the body",
    "undecoded_body": "The body is not in the encoding its headers name; kept as received",
    "cut_body": "The body was cut by the writer or ends early",
}
# Notes whose captures carry the file's time: a touched file then holds other captures.
FILE_TIME_REASONS = frozenset({"no_captured_at", "bad_captured_at"})


@dataclass(frozen=True, slots=True)
class Problem:
    """One problem. `record_offset` is the place of the record in the (unpacked) bytes of its file."""

    record_offset: int
    reason: str
    detail: str

    @property
    def is_lost(self) -> bool:
        """Whether a record was lost, not only read with a remark."""
        return self.reason in LOST_REASONS
