"""What a kill left of WARC files: cut to what was said to be there, and finished."""

from __future__ import annotations

import fcntl
import os
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from broadsheet.fetch.warc_writer import ENDING, OPEN_ENDING, sync_folder

_PIECE_BYTES = 1 << 20


@dataclass(frozen=True, slots=True)
class Recovered:
    """One file that was put right. file: its name now. dropped_bytes: cut from its end, for nothing knows of them.

    missing_bytes: said to be there but lost, which only a disk that lied about syncing makes.
    """

    file: str
    kept_bytes: int
    dropped_bytes: int
    missing_bytes: int


def recover(folder: Path, committed: Mapping[str, int]) -> list[Recovered]:
    """Every file of `folder` that ends as `committed` says, open ones finished; those put right are returned.

    committed: name of the finished file -> largest `WarcPlace.end` that the ledger knows. What lies after it was
    fetched but never noted and will be fetched again, so it is cut; an open file of which nothing was noted goes
    altogether. Files that another process is writing and finished ones that the ledger does not name are left alone.
    Call it before anything of the folder's source is fetched, never meanwhile.
    """
    if not folder.is_dir():
        return []
    ends = {path.name.removesuffix(OPEN_ENDING) + ENDING: path for path in folder.glob(f"*{OPEN_ENDING}")}
    ends |= {name: folder / name for name, end in committed.items() if _has_other_size(folder / name, end)}
    found = [_put_right(path, name, committed.get(name, 0)) for name, path in sorted(ends.items())]
    sync_folder(folder)
    return [recovered for recovered in found if recovered is not None]


def _has_other_size(path: Path, size: int) -> bool:
    return path.is_file() and path.stat().st_size != size


def find_whole_end(path: Path) -> int:
    """Bytes of a file up to the end of its last whole gzip member."""
    end = place = 0
    member = zlib.decompressobj(zlib.MAX_WBITS | 16)
    with path.open("rb") as stream:
        while pending := stream.read(_PIECE_BYTES):
            place += len(pending)
            while pending:
                try:
                    unpacked = member.decompress(pending, _PIECE_BYTES)
                except zlib.error:
                    return end
                pending = member.unused_data if member.eof else member.unconsumed_tail
                if member.eof:
                    end = place - len(pending)
                    member = zlib.decompressobj(zlib.MAX_WBITS | 16)
                elif not unpacked:
                    break
    return end


def _put_right(path: Path, name: str, wanted: int) -> Recovered | None:
    """Cut one file; None where another process is writing it."""
    descriptor = os.open(path, os.O_RDWR | os.O_CLOEXEC)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        size = os.fstat(descriptor).st_size
        kept = wanted if wanted <= size else find_whole_end(path)
        os.ftruncate(descriptor, kept)
        os.fsync(descriptor)
        if kept:
            path.rename(path.with_name(name))
        else:
            path.unlink()
    except BlockingIOError:
        return None
    finally:
        os.close(descriptor)
    return Recovered(name, kept, size - kept, max(wanted - kept, 0))
