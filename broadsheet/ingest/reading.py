"""Reading one file to captures and problems: what its bytes are, and the border at which readers may fail.

Whatever lies in an inbox, nothing here raises for it. Readers turn what they foresee into problems at its place. What
they do not foresee ends at `read_records`: the file gets a problem `reader_failed`, and the rest of the inbox goes on.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import partial

from broadsheet.errors import CorruptionError
from broadsheet.ingest.archives import read_archive, unpack
from broadsheet.ingest.files import SourceFile, choose_reader, find_folder_day
from broadsheet.ingest.json_records import read_json
from broadsheet.ingest.mhtml import read_mhtml
from broadsheet.ingest.origins import Origin
from broadsheet.ingest.pages import read_page
from broadsheet.ingest.problems import Problem
from broadsheet.ingest.publishers import Publishers
from broadsheet.ingest.streams import ByteReader, RawSource
from broadsheet.ingest.wacz import ZIP_MAGIC, read_wacz
from broadsheet.records import Capture

# A file of 1.3 MB can hold 150 million lines that are no JSON; a hundred thousand of them take a second.
MAX_LOST_IN_A_ROW = 100_000
_ORIGIN_KINDS = {"html": "file", "mhtml": "file", "text": "file", "sniffed": "file", "jsonl": "jsonl", "warc": "warc"}
# Kind of a live source -> what its pages came by; they lie in the fetcher's archives.
_LIVE_ORIGINS = {"feed": "feed", "news_sitemap": "sitemap", "html_index": "url", "url_list": "url"}
_HEAD_BYTES = 4096
_HTML = re.compile(
    rb"\s{0,500}(?:<\?xml[^>]{0,200}>\s{0,100})?(?:<!--[^>]{0,1000}-->\s{0,100}){0,5}"
    rb"<(?:!doctype\s+html|html|head|body|meta|title)\b",
    re.IGNORECASE,
)
_MAIL = re.compile(rb"(?:\A|\n)(?:from:\s*<saved by|mime-version:|content-type:\s*multipart/related)", re.IGNORECASE)


def read_records(item: SourceFile, raw: RawSource, publishers: Publishers) -> Iterator[Capture | Problem]:
    """Everything the reader of `item` finds in `raw`, in the order of the file. Raises nothing, whatever the bytes."""
    place = lost_in_a_row = 0
    records = _read(item, raw, publishers)
    while True:
        try:
            found = next(records)
        except StopIteration:
            return
        except CorruptionError as damage:
            yield Problem(place, damage.reason, damage.detail)
            return
        # The one border, as the worker pool has one: a fault of a reader costs the rest of this file and no more.
        except Exception as error:  # noqa: BLE001
            yield Problem(place, "reader_failed", f"{type(error).__name__}: {error}"[:200])
            return
        yield found
        if isinstance(found, Capture):
            place, lost_in_a_row = found.origin_offset, 0
            continue
        place = found.record_offset
        lost_in_a_row += found.is_lost
        if lost_in_a_row >= MAX_LOST_IN_A_ROW:
            yield Problem(place, "given_up", f"{lost_in_a_row} broken records in a row")
            return


def _read(item: SourceFile, raw: RawSource, publishers: Publishers) -> Iterator[Capture | Problem]:
    reader, ending = choose_reader(item.file.name, item.source.kind)
    day = find_folder_day(item.path) if item.source.day_folders else None
    origin = Origin(
        item.source, f"{item.source.id}/{item.path}", day or item.modified_at,
        _LIVE_ORIGINS.get(item.source.kind, _ORIGIN_KINDS[reader]), publishers,
        has_folder_day=day is not None,
    )  # fmt: skip
    start = ByteReader(raw)
    if reader == "warc" and start.peek(len(ZIP_MAGIC)) == ZIP_MAGIC:
        with raw.lend() as file:
            yield from read_wacz(file, origin)
        return
    stream, note = unpack(start, item.path, has_records=reader in {"jsonl", "warc", "sniffed"})
    if note is not None:
        yield note
    if reader == "sniffed":
        reader = _sniff(stream)
        ending = ".html" if reader == "html" else ending
    yield from _choose(reader, ending)(stream, origin)


def _choose(reader: str, ending: str) -> Callable[[ByteReader, Origin], Iterator[Capture | Problem]]:
    if reader == "jsonl":
        return partial(read_json, is_lines=ending not in {".json", ""})
    others = {"warc": read_archive, "mhtml": read_mhtml, "none": _refuse}
    return others.get(reader) or partial(read_page, ending=ending)


def _refuse(stream: ByteReader, origin: Origin) -> Iterator[Capture | Problem]:
    if stream.peek(1):
        yield Problem(0, "unknown_kind", "its name says nothing, and it begins as no page or archive does")


def _sniff(stream: ByteReader) -> str:
    """The reader of a file whose name does not say it, `none` where its first bytes do not either."""
    head = stream.peek(_HEAD_BYTES).removeprefix(b"\xef\xbb\xbf")
    if head.startswith((b"WARC/", b"filedesc://")):
        return "warc"
    if _HTML.match(head):
        return "html"
    if _MAIL.search(head):
        return "mhtml"
    return "jsonl" if head.lstrip()[:1] == b"{" and b'"' in head else "none"
