"""WACZ: a zip with archives in it and a list of their digests; and any other zip that holds archives.

The archives are read one after the other by name, as streams, from one meter: entries that overlap, the trick of zip
bombs, come to more bytes than the file has. Nothing is written anywhere, so names that lead out of a folder do nothing.
"""

from __future__ import annotations

import hashlib
import json
import os
import struct
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from typing import IO, BinaryIO

from broadsheet.errors import CorruptionError
from broadsheet.ingest.archives import read_archive, unpack
from broadsheet.ingest.origins import Origin
from broadsheet.ingest.problems import Problem
from broadsheet.ingest.streams import CHUNK_BYTES, ByteReader
from broadsheet.ingest.unpacking import Meter
from broadsheet.records import Capture

ZIP_MAGIC = b"PK\x03\x04"
_ARCHIVES = tuple(f"{kind}{packing}" for kind in (".warc", ".arc") for packing in ("", ".gz", ".zst", ".lz4"))
# The directory is read whole: some 100,000 entries; a WACZ has ten.
_MAX_DIRECTORY_BYTES = 16 << 20
_MAX_LIST_BYTES = 16 << 20
# What zipfile raises for broken and odd entries: wrong checksums and heads, unknown packings, passwords.
_ZIP_ERRORS = (
    zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError, ValueError, struct.error,
)  # fmt: skip


def read_wacz(file: BinaryIO, origin: Origin) -> Iterator[Capture | Problem]:
    """Every record of every archive in the zip; offsets count the unpacked bytes of the archives before as well."""
    try:
        _check_directory(file)
        container = zipfile.ZipFile(file)
    except _ZIP_ERRORS as error:
        yield Problem(0, "bad_zip", str(error)[:200])
        return
    with container:
        digests = _read_digests(container)
        meter = Meter(packed=file.seek(0, os.SEEK_END))
        place = 0
        for entry in sorted(container.infolist(), key=lambda entry: entry.filename):
            name = entry.filename.lower()
            if name.endswith((".wacz", ".zip")):
                yield Problem(place, "unknown_kind", f"a zip within the zip: {entry.filename[:80]!r}")
            if not name.endswith(_ARCHIVES):
                continue
            source = _EntrySource(container, entry, meter)
            stream, note = unpack(ByteReader(source, place), name, has_records=True)
            if note is not None:
                yield Problem(place, note.reason, f"{entry.filename[:80]!r}: {note.detail}")
            yield from read_archive(stream, origin)
            place = max(stream.position, place + 1)
            expected = digests.get(entry.filename)
            if expected and source.has_ended and source.digest.hexdigest() != expected:
                yield Problem(place, "digest_mismatch", entry.filename[:80])


def _check_directory(file: BinaryIO) -> None:
    """Raise BadZipFile where the zip's directory, which is read whole, is larger than the cap."""
    size = file.seek(0, os.SEEK_END)
    tail_start = max(size - (1 << 16) - 22, 0)
    file.seek(tail_start)
    tail = file.read(size - tail_start)
    end = tail.rfind(b"PK\x05\x06")
    if end < 0 or len(tail) < end + 22:
        raise zipfile.BadZipFile("the zip has no end: it was cut, or is no zip")
    (length,) = struct.unpack_from("<I", tail, end + 12)
    wide = tail.rfind(b"PK\x06\x06", 0, end)
    if length == 0xFFFFFFFF and wide >= 0 and len(tail) >= wide + 48:
        (length,) = struct.unpack_from("<Q", tail, wide + 40)
    if length > _MAX_DIRECTORY_BYTES:
        raise zipfile.BadZipFile(f"a directory of {length} bytes")
    file.seek(0)


def _read_digests(container: zipfile.ZipFile) -> Mapping[str, str]:
    """SHA-256 by path, as `datapackage.json` lists them, in the form of WACZ 1.1 and of the versions before."""
    try:
        with container.open("datapackage.json") as listed:
            parsed = json.loads(listed.read(_MAX_LIST_BYTES))
        resources = parsed.get("resources")
    except (*_ZIP_ERRORS, KeyError, AttributeError, RecursionError):
        return {}
    entries = resources if isinstance(resources, list) else []
    return dict(filter(None, (_read_digest(entry) for entry in entries if isinstance(entry, dict))))


def _read_digest(resource: Mapping[str, object]) -> tuple[str, str] | None:
    """Path and SHA-256 of one entry of the list; None where it names no path or another digest."""
    path, stats = resource.get("path"), resource.get("stats")
    written = resource.get("hash") or (stats.get("hash") if isinstance(stats, dict) else None)
    kind, _, digest = str(written).rpartition(":")
    is_known = (kind or resource.get("hashing") or "sha256") == "sha256" and len(digest) == 64
    return (path, digest.lower()) if isinstance(path, str) and is_known else None


class _EntrySource:
    """The bytes of an entry of a zip, with their SHA-256. Raises CorruptionError once, and has then ended."""

    def __init__(self, container: zipfile.ZipFile, entry: zipfile.ZipInfo, meter: Meter) -> None:
        self._container = container
        self._entry = entry
        self._meter = meter
        self._file: IO[bytes] | None = None
        self._is_broken = False
        self.digest = hashlib.sha256()
        self.has_ended = False

    def next_chunk(self) -> bytes:
        if self._is_broken:
            return b""
        self._is_broken = True  # unless the piece comes whole
        try:
            self._file = self._file or self._container.open(self._entry)
            chunk = self._file.read(CHUNK_BYTES)
        except _ZIP_ERRORS as error:
            raise CorruptionError("bad_zip", f"{self._entry.filename[:80]!r}: {error}"[:200]) from error
        self._meter.count(len(chunk))
        self._is_broken = False
        self.has_ended = not chunk
        self.digest.update(chunk)
        return chunk
