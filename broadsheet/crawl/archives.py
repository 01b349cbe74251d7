"""The WARC files of a poll: those of each source's pages, and those of all else, with what of them is committed.

Belongs here: which writer an exchange goes to, and the promise that a file holds what the state says and nothing after.
Files and their recovery belong to `broadsheet.fetch`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path, PurePosixPath
from types import TracebackType

from broadsheet.crawl.state import State
from broadsheet.fetch.exchange import Exchange
from broadsheet.fetch.warc_recovery import recover
from broadsheet.fetch.warc_writer import OPEN_ENDING, WarcWriter
from broadsheet.ingest.warc_metadata import CaptureMetadata

# Pages, which are read as captures; and lists, robots.txt, redirects and refusals, which are kept and not read.
PAGES, LISTS = "pages", "lists"

# Path of a file below the folder, and the offset there.
Place = tuple[str, int]


class Archives:
    """Files below `folder`, one writer for each part of a source. Finish it, or use it as a context manager."""

    def __init__(self, state: State, folder: Path, clock: Callable[[], datetime], contact: str = "") -> None:
        self._state = state
        self._folder = folder
        self._clock = clock
        self._about = (("operator", contact),) if contact else ()
        self._writers: dict[str, WarcWriter] = {}

    def __enter__(self) -> Archives:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for writer in self._writers.values():
            writer.finish()

    def recover(self) -> int:
        """Put right what a killed poll left: cut what was written and not committed; returns how many bytes."""
        committed: dict[str, dict[str, int]] = defaultdict(dict)
        for row in self._state.rows("select path, committed_bytes from archives where is_finished = 0"):
            path = PurePosixPath(row["path"])
            committed[str(path.parent)][path.name] = int(row["committed_bytes"])
        cut_bytes = 0
        for place in sorted({*committed, *self._list_folders()}):
            cut_bytes += sum(file.dropped_bytes for file in recover(self._folder / place, committed[place]))
        if committed:
            self._state.execute("update archives set is_finished = 1 where is_finished = 0", {})
        return cut_bytes

    def append(self, source_id: str, part: str, exchange: Exchange, metadata: CaptureMetadata | None) -> Place | None:
        """Write an exchange; the path of the file below the folder and the place of its last response there.

        Call it within a transaction: the bytes are on disk before it is committed. Redirects on the way to a page are
        no pages and go to the lists.
        """
        if part == PAGES and len(exchange.hops) > 1:
            self.append(source_id, LISTS, replace(exchange, hops=exchange.hops[:-1]), None)
            exchange = replace(exchange, hops=exchange.hops[-1:])
        folder = f"{source_id}/{part}"
        if folder not in self._writers:
            path = self._folder / folder
            self._writers[folder] = WarcWriter(path, prefix=source_id, about=self._about, now=self._clock)
        place = self._writers[folder].write(exchange, metadata)
        if place is None:
            return None
        name = f"{folder}/{place.file}"
        self._state.put("archives", {"path": name, "committed_bytes": place.end, "is_finished": 0})
        return name, place.offset

    def _list_folders(self) -> set[str]:
        """Folders that hold a file that was begun and not finished, which may never have been committed."""
        found = (path for part in (PAGES, LISTS) for path in self._folder.glob(f"*/{part}/*{OPEN_ENDING}"))
        return {path.parent.relative_to(self._folder).as_posix() for path in found}
