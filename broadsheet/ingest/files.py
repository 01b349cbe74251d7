"""Files of the sources: which there are, and which reader takes each by its name. No file is opened here.

A link is followed where it leads to a file or folder below the source's own folder. One that leads out of it is told
and not followed: a file unpacked into an inbox must not turn /etc/passwd into an article. To read from elsewhere,
declare that folder as a source. Pipes, sockets and devices are told and never opened.
"""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from broadsheet.ingest.archive_lists import find_days, is_within, join_address, read_names
from broadsheet.ingest.problems import Problem
from broadsheet.ingest.sources import LIVE_KINDS, Source
from broadsheet.ingest.times import FIRST_YEAR, LAST_YEAR, from_file_time

# Ending -> reader; each also with .gz, .zst or .lz4 after it.
READERS = {
    ".html": "html", ".htm": "html", ".xhtml": "html", ".txt": "text", ".md": "text",
    ".jsonl": "jsonl", ".ndjson": "jsonl", ".json": "jsonl", ".warc": "warc", ".arc": "warc", ".wacz": "warc",
    ".mhtml": "mhtml", ".mht": "mhtml",
}  # fmt: skip
# Endings of pages that a program made: what was saved under them is told by its first bytes. So is a file whose name
# has no ending, or one that is none (`news?id=3`, `the-lock.2026`).
_SNIFFED = re.compile(
    r"|\.(?:php\d?|phtml|aspx?|jspx?|cfm|cgi|do|action|shtml?|xht|ece|dll|pl)|\.(?![a-z][a-z0-9]{0,5}$).*"
)
_FOLDER_DAY = re.compile(r"(\d{4})-(\d{2})-(\d{2})")
# Hidden files, and what editors, browsers, downloads and systems leave while or after they work.
_PASSED_OVER = re.compile(
    r"\..*|.*~|#.*#|~\$.*|.*\.(tmp|temp|part|partial|crdownload|download|swp|swo|lock|open)|thumbs\.db|desktop\.ini|__macosx",
    re.IGNORECASE,
)
_PAGE_ENDINGS = (".html", ".htm", ".xhtml")


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A file of a source. `path` is relative to the source's folder, with /; `reader` as in `inbox_files`.

    fault: why it is not read, where that is known before opening it. A file that a list names (address) has the days
    that its name says.
    """

    source: Source
    path: str
    file: Path
    reader: str
    file_bytes: int
    modified_at: datetime
    fault: Problem | None = None
    listed_days: tuple[date, ...] = ()
    address: str | None = None


def list_files(sources: Sequence[Source]) -> tuple[SourceFile, ...]:
    """All files of `sources` by source, then path; a folder that cannot be listed is one entry with its fault.

    A folder that another source names belongs to that one, and links to folders are followed once, so loops end. The
    folder `x_files` beside `x.html` holds the parts of a saved page and is passed over.
    """
    roots = {source.id: _stat(source.path) for source in sources if source.path is not None}
    seen = {_identify(status) for status in roots.values() if status is not None}
    found: list[SourceFile] = []
    for source in sources:
        if source.paths:
            found += [_describe_listed(source, name, fault) for name, fault in read_names(source)]
            continue
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
    if source.paths:
        return _describe_listed(source, path, None if is_within(path) else "")
    if source.path is None:
        return None
    status = _stat(source.path)
    if status is None:
        return None
    root = source.path.parent if stat.S_ISREG(status.st_mode) else source.path
    unescaped = re.sub(rb"\\x([0-9a-f]{2})", lambda match: bytes([int(match[1], 16)]), path.encode())
    home = os.path.realpath(root)
    for name in (path, os.fsdecode(unescaped)):
        found = _stat(root / name)
        if (
            found is not None
            and stat.S_ISREG(found.st_mode)
            and (root == source.path.parent or is_below(root / name, home))
        ):
            return _describe(source, path, root / name)
    return None


def choose_reader(name: str, kind: str = "files") -> tuple[str, str]:
    """Reader of a file by its name and its source's kind, and the ending without .gz or .zst that chose it.

    >>> choose_reader("a.HTML.gz"), choose_reader("a.pdf"), choose_reader("dump.data", "warc"), choose_reader("a.php")
    (('html', '.html'), ('none', '.pdf'), ('warc', '.data'), ('sniffed', '.php'))
    """
    name = name.lower()
    for packed in (".gz", ".zst", ".lz4"):
        name = name.removesuffix(packed)
    ending = Path(name).suffix
    if kind in LIVE_KINDS:
        return "warc", ending  # the fetcher's own archives
    if kind != "files":
        return kind, ending
    if _SNIFFED.fullmatch(ending):
        return "sniffed", ending
    return READERS.get(ending, "none"), ending


def find_folder_day(path: str) -> datetime | None:
    """Noon UTC of the day that the nearest folder above a file is named after, if one is.

    >>> find_folder_day("saved/2026-03-05/page.html").isoformat()
    '2026-03-05T12:00:00+00:00'
    >>> find_folder_day("2026-03-05.html") is None
    True
    """
    for folder in reversed(path.split("/")[:-1]):
        found = _FOLDER_DAY.fullmatch(folder)
        if found is None or not FIRST_YEAR <= int(found[1]) <= LAST_YEAR:
            continue
        try:
            return datetime(int(found[1]), int(found[2]), int(found[3]), 12, tzinfo=UTC)
        except ValueError:
            continue
    return None


def _describe(source: Source, path: str, file: Path, fault: Problem | None = None) -> SourceFile:
    reader, _ = choose_reader(file.name, source.kind)
    size = changed_ns = 0
    try:
        status = file.stat()
        size, changed_ns = status.st_size, status.st_mtime_ns
    except OSError as error:
        fault = fault or Problem(0, "unreadable_file", error.strerror or str(error))
    return SourceFile(source, path, file, "none" if fault else reader, size, from_file_time(changed_ns), fault)


def _describe_listed(source: Source, name: str, fault: str | None) -> SourceFile:
    """A file that a list names; one that lies here is looked at, and may come later than its list."""
    path = printable_path(name)
    if fault is not None:
        reason = "unreadable_file" if name in source.paths else "outside_source"
        return SourceFile(source, path, Path(name), "none", 0, from_file_time(0), Problem(0, reason, fault))
    address = join_address(source, name)
    status = None if "://" in address else _stat(Path(address))
    size, changed_ns = (status.st_size, status.st_mtime_ns) if status else (0, 0)
    days = tuple(find_days(name))
    return SourceFile(
        source, path, Path(address), "warc", size, from_file_time(changed_ns), None, listed_days=days, address=address
    )


def printable_path(path: str) -> str:
    """`path` as text that can be stored: bytes of a file name that are not UTF-8 are written \\xNN."""
    return os.fsencode(path).decode("utf-8", "backslashreplace")


def _walk(root: Path, seen: set[tuple[int, int]]) -> Iterator[tuple[Path, Problem | None]]:
    """Files below `root`, and what cannot be listed or is not read with the reason.

    seen: identities of folders and files that are passed over: those of sources, and from here on folders found.
    """
    home = os.path.realpath(root)
    waiting = [root]
    while waiting:
        folder = waiting.pop()
        try:
            entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
        except OSError as error:
            yield folder, Problem(0, "unreadable_file", f"folder: {error.strerror or error}")
            continue
        page_parts = _name_page_parts(entries)
        below: list[Path] = []
        for entry in entries:
            if _PASSED_OVER.fullmatch(entry.name):
                continue
            status, fault = _look_at(entry, home)
            if _is_seen(status, seen):
                continue
            if fault is not None or status is None or stat.S_ISREG(status.st_mode):
                yield Path(entry.path), fault
            elif entry.name not in page_parts:
                seen.add(_identify(status))
                below.append(Path(entry.path))
        waiting.extend(reversed(below))


def _is_seen(status: os.stat_result | None, seen: set[tuple[int, int]]) -> bool:
    return status is not None and _identify(status) in seen


def _name_page_parts(entries: list[os.DirEntry[str]]) -> set[str]:
    """Folders in which a browser keeps the parts of saved pages: "a_files" beside "a.html"."""
    return {f"{Path(entry.name).stem}_files" for entry in entries if entry.name.lower().endswith(_PAGE_ENDINGS)}


def _look_at(entry: os.DirEntry[str], home: str) -> tuple[os.stat_result | None, Problem | None]:
    """What an entry of a folder is, and why it is not read or followed, if so."""
    try:
        status = entry.stat()
    except OSError as error:  # a link to nothing or in a loop, or a folder that may not be entered
        return None, Problem(0, "unreadable_file", error.strerror or str(error))
    if entry.is_symlink() and not is_below(Path(entry.path), home):
        return status, Problem(0, "outside_source", "a link that leads out of the source's folder")
    if not stat.S_ISREG(status.st_mode) and not stat.S_ISDIR(status.st_mode):
        return status, Problem(0, "no_regular_file", _name_kind(status.st_mode))
    return status, None


def is_below(path: Path, home: str) -> bool:
    """Whether a path, with all its links followed, lies below the folder `home`, whose own links are followed too."""
    return os.path.realpath(path).startswith(home.rstrip("/") + "/")


def _name_kind(mode: int) -> str:
    kinds = {
        stat.S_IFIFO: "a named pipe",
        stat.S_IFSOCK: "a socket",
        stat.S_IFCHR: "a device",
        stat.S_IFBLK: "a device",
    }
    return kinds.get(stat.S_IFMT(mode), "no regular file")


def _stat(path: Path) -> os.stat_result | None:
    try:
        return path.stat()
    except OSError:
        return None


def _identify(status: os.stat_result) -> tuple[int, int]:
    """What is the same for all paths and links to a file or folder."""
    return status.st_dev, status.st_ino
