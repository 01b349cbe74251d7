"""Files of the sources: which there are, which reader takes each, and reading one to captures and problems."""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from broadsheet.ingest.gzip_members import GZIP_MAGIC, MEMBER_HEAD, GzipSource
from broadsheet.ingest.json_records import read_json
from broadsheet.ingest.mhtml import read_mhtml
from broadsheet.ingest.origins import Origin
from broadsheet.ingest.pages import read_page
from broadsheet.ingest.problems import Problem
from broadsheet.ingest.publishers import Publishers
from broadsheet.ingest.sources import LIVE_KINDS, Source
from broadsheet.ingest.streams import CHUNK_BYTES, ByteReader, RawSource
from broadsheet.ingest.times import from_file_time
from broadsheet.ingest.warc import read_warc
from broadsheet.ingest.zstd import ZSTD_MAGIC, ZstdSource, is_zstd
from broadsheet.records import Capture

# Ending -> reader; each also with .gz or .zst after it.
READERS = {
    ".html": "html", ".htm": "html", ".xhtml": "html", ".txt": "text", ".md": "text",
    ".jsonl": "jsonl", ".ndjson": "jsonl", ".json": "jsonl", ".warc": "warc",
    ".mhtml": "mhtml", ".mht": "mhtml",
}  # fmt: skip
_ORIGIN_KINDS = {"html": "file", "mhtml": "file", "text": "file", "jsonl": "jsonl", "warc": "warc"}
# Hidden files, and what editors, browsers, downloads and systems leave while or after they work.
_PASSED_OVER = re.compile(
    r"\..*|.*~|#.*#|~\$.*|.*\.(tmp|temp|part|partial|crdownload|download|swp|swo|lock|open)|thumbs\.db|desktop\.ini|__macosx",
    re.IGNORECASE,
)
_PAGE_ENDINGS = (".html", ".htm", ".xhtml")


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A file of a source. `path` is relative to the source's folder, with /; `reader` as in `inbox_files`.

    fault: why it cannot be read, where that is known before opening it.
    """

    source: Source
    path: str
    file: Path
    reader: str
    file_bytes: int
    modified_at: datetime
    fault: str | None = None


def list_files(sources: Sequence[Source]) -> tuple[SourceFile, ...]:
    """All files of `sources` by source, then path; a folder that cannot be listed is one entry with its fault.

    A folder that another source names belongs to that one, and links to folders are followed once, so loops end. The
    folder `x_files` beside `x.html` holds the parts of a saved page and is passed over.
    """
    roots = {source.id: _stat(source.path) for source in sources if source.path is not None}
    seen = {_identify(status) for status in roots.values() if status is not None}
    found: list[SourceFile] = []
    for source in sources:
        status = roots.get(source.id)
        if source.path is None or status is None:
            continue
        if stat.S_ISREG(status.st_mode):
            found.append(_describe(source, printable_path(source.path.name), source.path))
            continue
        for file, fault in _walk(source.path, set(seen)):
            path = printable_path(file.relative_to(source.path).as_posix())
            found.append(_describe(source, path, file, fault))
    order = {source.id: number for number, source in enumerate(sources)}
    return tuple(sorted(found, key=lambda item: (order[item.source.id], item.path)))


def find_file(source: Source, path: str) -> SourceFile | None:
    """The file that list_files gave this path, without listing; None where it is gone."""
    if source.path is None:
        return None
    status = _stat(source.path)
    if status is None:
        return None
    root = source.path.parent if stat.S_ISREG(status.st_mode) else source.path
    unescaped = re.sub(rb"\\x([0-9a-f]{2})", lambda match: bytes([int(match[1], 16)]), path.encode())
    for name in (path, os.fsdecode(unescaped)):
        found = _stat(root / name)
        if found is not None and stat.S_ISREG(found.st_mode):
            return _describe(source, path, root / name)
    return None


def choose_reader(name: str, kind: str = "files") -> tuple[str, str]:
    """Reader of a file by its name and its source's kind, and the ending without .gz or .zst that chose it.

    >>> choose_reader("a.HTML.gz"), choose_reader("a.pdf"), choose_reader("dump.data", "warc")
    (('html', '.html'), ('none', '.pdf'), ('warc', '.data'))
    """
    ending = Path(name.lower().removesuffix(".gz").removesuffix(".zst")).suffix
    if kind in LIVE_KINDS:
        return "warc", ending
    if kind != "files":
        return kind, ending
    return READERS.get(ending, "none"), ending


def read_records(item: SourceFile, raw: RawSource, publishers: Publishers) -> Iterator[Capture | Problem]:
    """Everything the reader of `item` finds in `raw`, in the order of the file."""
    reader, ending = choose_reader(item.file.name, item.source.kind)
    origin = Origin(item.source, f"{item.source.id}/{item.path}", item.modified_at, _ORIGIN_KINDS[reader], publishers)
    start = ByteReader(raw)
    is_named_packed = item.path.lower().endswith(".gz")
    has_members = reader in {"jsonl", "warc"}
    is_packed = start.peek(len(GZIP_MAGIC)) == GZIP_MAGIC
    if is_named_packed and has_members and not is_packed:
        is_packed = MEMBER_HEAD.search(start.peek(CHUNK_BYTES)) is not None  # only the first member is broken
    if is_named_packed and not is_packed and start.peek(1):
        yield Problem(0, "not_gzip", "read as it is")
    # A page named .html that is gzip stays as it is: what it is, extract says.
    stream = ByteReader(GzipSource(start)) if is_packed and (is_named_packed or has_members) else start
    if item.path.lower().endswith(".zst"):
        if is_zstd(start.peek(len(ZSTD_MAGIC))):
            stream = ByteReader(ZstdSource(start))
        elif start.peek(1):
            yield Problem(0, "not_zstd", "read as it is")
    if reader == "jsonl":
        yield from read_json(stream, origin, is_lines=ending != ".json")
    elif reader == "warc":
        yield from read_warc(stream, origin)
    elif reader == "mhtml":
        yield from read_mhtml(stream, origin)
    else:
        yield from read_page(stream, origin, ending)


def _describe(source: Source, path: str, file: Path, fault: str | None = None) -> SourceFile:
    reader, _ = choose_reader(file.name, source.kind)
    size = changed_ns = 0
    try:
        status = file.stat()
        size, changed_ns = status.st_size, status.st_mtime_ns
    except OSError as error:
        fault = fault or error.strerror or str(error)
    return SourceFile(source, path, file, "none" if fault else reader, size, from_file_time(changed_ns), fault)


def printable_path(path: str) -> str:
    """`path` as text that can be stored: bytes of a file name that are not UTF-8 are written \\xNN."""
    return os.fsencode(path).decode("utf-8", "backslashreplace")


def _walk(root: Path, seen: set[tuple[int, int]]) -> Iterator[tuple[Path, str | None]]:
    """Files below `root`, and what cannot be listed or read with the fault.

    seen: identities of folders and files that are passed over: those of sources, and from here on folders found.
    """
    waiting = [root]
    while waiting:
        folder = waiting.pop()
        try:
            entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
        except OSError as error:
            yield folder, f"folder: {error.strerror or error}"
            continue
        pages = {Path(entry.name).stem for entry in entries if entry.name.lower().endswith(_PAGE_ENDINGS)}
        below: list[Path] = []
        for entry in entries:
            path = Path(entry.path)
            if _PASSED_OVER.fullmatch(entry.name):
                continue
            try:
                status = path.stat()
            except OSError as error:  # a link to nothing or in a loop, or a folder that may not be entered
                yield path, error.strerror or str(error)
                continue
            if _identify(status) in seen:
                continue
            is_page_part = entry.name.endswith("_files") and entry.name.removesuffix("_files") in pages
            if stat.S_ISREG(status.st_mode):
                yield path, None
            elif stat.S_ISDIR(status.st_mode) and not is_page_part:
                seen.add(_identify(status))
                below.append(path)
        waiting.extend(reversed(below))


def _stat(path: Path) -> os.stat_result | None:
    try:
        return path.stat()
    except OSError:
        return None


def _identify(status: os.stat_result) -> tuple[int, int]:
    """What is the same for all paths and links to a file or folder."""
    return status.st_dev, status.st_ino
