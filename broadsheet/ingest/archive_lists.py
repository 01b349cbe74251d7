"""Archives that a list names, as crawls publish them (`warc.paths.gz` of CC-NEWS): years of files, opened by day.

    [[source]]
    id = "cc-news"
    kind = "warc"
    paths = ["lists/2026-03/warc.paths.gz"]   # relative names, one a line; packed or not
    base = "s3://commoncrawl"                 # what they are relative to: a folder or an object store

Without `base` it is the source's `path`, else the folder of the first list. Only the list is read to know what there
is: a file is opened when a day is asked for that its name says it holds. A crawl goes on past midnight in the file it
began, so a file that was begun in the last hours of a day is opened for the next day too.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import BinaryIO, cast

from pyarrow import ArrowException
from pyarrow.fs import FileSystem

from broadsheet.errors import CorruptionError
from broadsheet.ingest.gzip_members import GZIP_MAGIC, GzipSource
from broadsheet.ingest.sources import Source
from broadsheet.ingest.streams import ByteReader, RawSource
from broadsheet.ingest.times import FIRST_YEAR, LAST_YEAR

MAX_NAMES = 1_000_000
_MAX_NAME_BYTES = 4096
# CC-NEWS begins a file some 20 times a day; slower crawls keep one open for hours.
_LATE_HOUR = 18
_NAME_TIME = re.compile(r"(?<!\d)((?:19|20)\d\d)-?(\d\d)-?(\d\d)(?:[T_-]?(\d\d)\d{2,4})?")


def read_names(source: Source) -> Iterator[tuple[str, str | None]]:
    """The names in the lists of a source, each with None, and what is wrong with a list or a name instead of that."""
    count = 0
    for address in source.paths:
        try:
            with RawSource(open_address(address)) as raw:
                for name in _read_lines(raw):
                    count += 1
                    if count > MAX_NAMES:
                        yield address, f"more than {MAX_NAMES} names"
                        return
                    yield name, None if is_within(name) else "a name that leads out of the base"
        except (OSError, CorruptionError, zlib.error) as error:
            yield address, str(error)[:200]


def is_within(name: str) -> bool:
    """Whether a name stays below its base: it is relative, climbs nowhere and names no place of its own."""
    parts = name.split("/")
    return "://" not in name and "\\" not in name and not name.startswith("/") and ".." not in parts


def find_days(name: str) -> list[date]:
    """The days that an archive of this name may hold pages of; none where the name does not say it.

    >>> find_days("2026/03/CC-NEWS-20260305231500-00017.warc.gz")
    [datetime.date(2026, 3, 5), datetime.date(2026, 3, 6)]
    >>> find_days("CC-NEWS-20260305031500-00002.warc.gz")
    [datetime.date(2026, 3, 5)]
    """
    for found in _NAME_TIME.finditer(name.rpartition("/")[2]):
        year, month, day = int(found[1]), int(found[2]), int(found[3])
        try:
            first = datetime(year, month, day, int(found[4] or _LATE_HOUR))
        except ValueError:
            continue
        if FIRST_YEAR <= year <= LAST_YEAR:
            more = [first.date() + timedelta(days=1)] if first.hour >= _LATE_HOUR else []
            return [first.date(), *more]
    return []


def join_address(source: Source, name: str) -> str:
    """The address of a listed name: a path here, or one of an object store."""
    base = source.base or (str(source.path) if source.path else source.paths[0].rpartition("/")[0])
    return f"{base.rstrip('/')}/{name}"


def open_address(address: str) -> BinaryIO:
    """A file here or in an object store (`s3://`, `gs://`, `file://`), to be read anywhere in it. Raises OSError."""
    if "://" not in address:
        return Path(address).open("rb")
    try:
        system, path = FileSystem.from_uri(address)
        return cast(BinaryIO, system.open_input_file(path))
    except ArrowException as error:
        raise OSError(f"{address.partition('://')[0]}:// is no place that can be read: {error}"[:200]) from error


def _read_lines(raw: RawSource) -> Iterator[str]:
    reader = ByteReader(raw)
    if reader.peek(len(GZIP_MAGIC)) == GZIP_MAGIC:
        reader = ByteReader(GzipSource(reader))
    while line := reader.read_line(_MAX_NAME_BYTES):
        name = line.decode("utf-8", "replace").strip().removeprefix("./")
        if name and not name.startswith("#"):
            yield name
