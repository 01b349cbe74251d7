"""Archives of whatever form, packed or not: WARC and ARC, in gzip, Zstandard or LZ4, told by their first bytes."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from broadsheet.ingest.arc import ARC_MAGIC, read_arc
from broadsheet.ingest.gzip_members import GZIP_MAGIC, MEMBER_HEAD, GzipSource
from broadsheet.ingest.origins import Origin
from broadsheet.ingest.problems import Problem
from broadsheet.ingest.streams import CHUNK_BYTES, ByteReader, ChunkSource
from broadsheet.ingest.warc import read_warc
from broadsheet.ingest.zstd import LZ4_MAGIC, is_zstd, lz4_source, zstd_source
from broadsheet.records import Capture

_UNPACKERS: dict[str, Callable[[ByteReader], ChunkSource]] = {
    ".gz": GzipSource,
    ".zst": zstd_source,
    ".lz4": lz4_source,
}
# Ending of a packed file -> what is said where its bytes are not packed so.
PACKED_ENDINGS = {".gz": "not_gzip", ".zst": "not_zstd", ".lz4": "not_lz4"}


def read_archive(stream: ByteReader, origin: Origin) -> Iterator[Capture | Problem]:
    """Every record of a WARC or ARC whose bytes are unpacked already."""
    yield from (read_arc if stream.peek(len(ARC_MAGIC)) == ARC_MAGIC else read_warc)(stream, origin)


def unpack(start: ByteReader, name: str, *, has_records: bool) -> tuple[ByteReader, Problem | None]:
    """The bytes of a file of that name unpacked, and a note where its ending promises what its bytes do not hold.

    has_records: the file holds many records, so packed bytes are unpacked whatever the name says. Others are unpacked
    only where their name says so: a page named .html that is gzip stays as it is; what it is, extract says.
    """
    ending = name[name.rfind(".") :].lower() if "." in name else ""
    packing = _tell_packing(start, is_named_gzip=ending == ".gz" and has_records)
    if packing and (packing == ending or has_records):
        return ByteReader(_UNPACKERS[packing](start), start.position), None
    reason = PACKED_ENDINGS.get(ending)
    return start, Problem(0, reason, "read as it is") if reason and start.peek(1) else None


def _tell_packing(start: ByteReader, *, is_named_gzip: bool) -> str:
    head = start.peek(4)
    if head.startswith(GZIP_MAGIC):
        return ".gz"
    if is_zstd(head):
        return ".zst"
    if head == LZ4_MAGIC:
        return ".lz4"
    # Only the first member may be broken.
    return ".gz" if is_named_gzip and MEMBER_HEAD.search(start.peek(CHUNK_BYTES)) is not None else ""
