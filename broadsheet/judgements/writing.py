"""Adding judgements to judgements.csv: whole lines, one writer at a time, the file as it was or as it will be.

Belongs here: the file. What a judgement says, and that its sides exist, is the caller's to know.
"""

from __future__ import annotations

import csv
import fcntl
import io
import os
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from broadsheet.errors import JudgementFileError
from broadsheet.judgements.csv_files import clean_cell, find_separator, guard_cell, read_lines
from broadsheet.judgements.reading import COLUMNS, NAME, VERDICTS
from broadsheet.judgements.references import parse_reference
from broadsheet.private_files import write_beside

LONGEST_WHO = 80
LONGEST_WHY = 500


@dataclass(frozen=True, slots=True)
class Judgement:
    """One line of judgements.csv. left_key, right_key: keys beside ids, by which they are found again."""

    left: str
    right: str
    verdict: str
    who: str = ""
    why: str = ""
    when: str = ""
    left_key: str = ""
    right_key: str = ""

    def cells(self) -> list[str]:
        return [self.left, self.right, self.verdict, self.who, self.why, self.when, self.left_key, self.right_key]

    @property
    def content(self) -> tuple[str, ...]:
        """What it says; the keys beside ids are no part of that."""
        return tuple(self.cells()[:6])


def find_fault(judgement: Judgement) -> str | None:
    """Why a judgement may not be written, in words; None for a good one."""
    try:
        left, right = parse_reference(judgement.left), parse_reference(judgement.right)
    except ValueError as error:
        return str(error)
    if left == right:
        return "left and right are the same; name two"
    if judgement.verdict not in VERDICTS:
        return f"verdict is {judgement.verdict!r}; write same, different or unsure"
    if len(judgement.who) > LONGEST_WHO:
        return f"who is longer than {LONGEST_WHO} characters"
    return f"why is longer than {LONGEST_WHY} characters" if len(judgement.why) > LONGEST_WHY else None


def write_moment(now: datetime) -> str:
    """The time as a cell holds it."""
    return now.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def read_lines_of(sources_path: Path) -> list[Judgement]:
    """The lines of judgements.csv as written, none without the file. Raises JudgementFileError."""
    path = sources_path.with_name(NAME)
    if not path.exists():
        return []
    return [Judgement(*(cells[name] for name in COLUMNS)) for _, cells in read_lines(path, COLUMNS, COLUMNS[:3])]


def append_judgements(sources_path: Path, judgements: Sequence[Judgement]) -> int:
    """Add those that are not there yet; returns how many. The file keeps its separator, line ends and mode.

    Raises JudgementFileError where one may not be written or the file is damaged; nothing is written then.
    """
    for judgement in judgements:
        fault = find_fault(judgement)
        if fault is not None:
            raise JudgementFileError(f"{judgement.left} and {judgement.right}: {fault}.")
    path = sources_path.with_name(NAME)
    with _lock(path):
        known = {judgement.content for judgement in read_lines_of(sources_path)}
        new = [judgement for judgement in judgements if _plain(judgement) not in known]
        new = list({judgement.content: judgement for judgement in new}.values())
        if new:
            _replace(path, _add_lines(path, new))
    return len(new)


def replace_judgements(sources_path: Path, judgements: Iterable[Judgement]) -> None:
    """Write the file anew with exactly these lines."""
    path = sources_path.with_name(NAME)
    with _lock(path):
        _replace(path, format_judgements(judgements).encode())


def format_judgements(judgements: Iterable[Judgement], separator: str = ",", line_end: str = "\n") -> str:
    """The judgements as CSV with its line of columns on top."""
    return _format([list(COLUMNS), *(judgement.cells() for judgement in judgements)], separator, line_end)


def _plain(judgement: Judgement) -> tuple[str, ...]:
    """What the judgement says once it was written and read."""
    return tuple(clean_cell(guard_cell(cell)) for cell in judgement.content)


def _add_lines(path: Path, judgements: Sequence[Judgement]) -> bytes:
    """The bytes of the file with these lines at its end."""
    before = path.read_bytes() if path.exists() else b""
    if not before.strip():
        return format_judgements(judgements).encode()
    header = before.decode("utf-8-sig").splitlines()[0]
    separator = find_separator(header)
    names = [name.strip().strip('"').casefold() for name in header.split(separator)]
    line_end = "\r\n" if b"\r\n" in before else "\n"
    rows = [dict(zip(COLUMNS, judgement.cells(), strict=True)) for judgement in judgements]
    lines = _format([[row[name] for name in names] for row in rows], separator, line_end)
    gap = b"" if before.endswith((b"\n", b"\r")) else line_end.encode()
    return before + gap + lines.encode()


def _format(rows: Iterable[Sequence[str]], separator: str, line_end: str) -> str:
    written = io.StringIO()
    writer = csv.writer(written, delimiter=separator, lineterminator=line_end)
    writer.writerows([guard_cell(cell) for cell in row] for row in rows)
    return written.getvalue()


def _replace(path: Path, content: bytes) -> None:
    try:
        with write_beside(path.resolve()) as partial, partial.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        raise JudgementFileError(f"{path} cannot be written: {error.strerror}. Make its folder writable.") from error


@contextmanager
def _lock(path: Path) -> Iterator[None]:
    """Hold the one lock of writers; it goes with its process."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        file = path.with_name(f".{path.name}.lock").open("w")
    except OSError as error:
        raise JudgementFileError(f"{path} cannot be written: {error.strerror}. Make its folder writable.") from error
    with file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
