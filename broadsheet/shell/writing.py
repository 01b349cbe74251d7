"""Results in files: csv, JSON, JSON lines, Parquet, Markdown.

We write, not DuckDB, which has no file system in a session. A file appears whole or not at all, and never in place of
the warehouse's own files.
"""

from __future__ import annotations

import contextlib
import csv
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any, TextIO

import duckdb

from broadsheet.errors import SettingsError
from broadsheet.locked import explain_error
from broadsheet.private_files import write_beside
from broadsheet.settings import Settings
from broadsheet.shell.session import Result
from broadsheet.shell.values import guard_formula, plain_value, write_text
from broadsheet.shell.visible import make_visible


def write_result(result: Result, form: str, output: Path | None, settings: Settings, is_safe_csv: bool = False) -> int:
    """Write all rows as `form` to a file or standard output; returns how many there were.

    On a terminal control characters of pages are made visible. Raises SettingsError where the file cannot be written
    or belongs to the warehouse.
    """
    if form == "parquet":
        if output is None:
            raise SettingsError("Parquet is binary: name a file with --output.")
        return _write_parquet(result, output, settings)
    with _open_text(output, settings) as stream:
        if form == "json":
            return _write_json(stream, result)
        if form == "jsonl":
            return _write_lines(stream, result)
        return _write_markdown(stream, result) if form == "markdown" else _write_csv(stream, result, is_safe_csv)


@contextlib.contextmanager
def open_target(output: Path, settings: Settings) -> Iterator[Path]:
    """A path beside `output` to write to, put in its place at the end; devices and pipes are written as they are.

    Raises SettingsError for files of the warehouse and where the folder is missing or full.
    """
    target = output.expanduser().resolve()
    _refuse_own_files(target, output, settings)
    if target.exists() and not target.is_file():
        if target.is_dir():
            raise SettingsError(f"{output} is a folder. Name a file.")
        yield target
        return
    try:
        with write_beside(target) as partial:
            yield partial
    except OSError as error:
        raise SettingsError(f"Cannot write {output}: {error.strerror}. Name a file in a folder that exists.") from error


def _refuse_own_files(target: Path, output: Path, settings: Settings) -> None:
    link = settings.warehouse.parent.resolve() / settings.warehouse.name
    lake = Path(settings.lake_uri).expanduser().absolute()
    own = (settings.releases, lake, settings.dagster_home, settings.inbox)
    written = output.expanduser().absolute()
    named = written.parent.resolve() / written.name
    is_own = target == settings.sources_path.resolve() or link in (target, named)
    if is_own or any(target.is_relative_to(folder.resolve()) for folder in own):
        raise SettingsError(f"{output} belongs to the warehouse itself. Name a file elsewhere.")


@contextlib.contextmanager
def _open_text(output: Path | None, settings: Settings) -> Iterator[TextIO]:
    if output is None:
        yield VisibleStream(sys.stdout) if sys.stdout.isatty() else sys.stdout  # type: ignore[misc]
        return
    with open_target(output, settings) as path, path.open("w", encoding="utf-8", newline="") as stream:
        yield stream


class VisibleStream:
    """Standard output that is a terminal: what pages put in to steer it is written as signs."""

    def __init__(self, stream: IO[str]) -> None:
        self._stream = stream

    def write(self, text: str) -> int:
        return self._stream.write(make_visible(text.replace("\r\n", "\n"), keep="\n\t"))


def _rows(result: Result) -> Iterator[tuple[Any, ...]]:
    for piece in result.pieces:
        yield from piece


def _write_csv(stream: TextIO, result: Result, is_safe: bool) -> int:
    # Lines end as elsewhere in a shell: an id cut out of them has no carriage return.
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(result.names)
    count = 0
    for count, row in enumerate(_rows(result), start=1):  # noqa: B007  the count is what is returned
        cells = (write_text(value) for value in row)
        writer.writerow([guard_formula(cell) for cell in cells] if is_safe else list(cells))
    return count


def _write_lines(stream: TextIO, result: Result) -> int:
    count = 0
    for count, row in enumerate(_rows(result), start=1):  # noqa: B007
        stream.write(_as_object(result, row) + "\n")
    return count


def _write_json(stream: TextIO, result: Result) -> int:
    count = 0
    stream.write("[")
    for count, row in enumerate(_rows(result), start=1):
        stream.write(("\n" if count == 1 else ",\n") + _as_object(result, row))
    stream.write("\n]\n")
    return count


def _write_markdown(stream: TextIO, result: Result) -> int:
    stream.write(_as_line(list(result.names)))
    stream.write("|" + "---|" * len(result.names) + "\n")
    count = 0
    for count, row in enumerate(_rows(result), start=1):  # noqa: B007
        stream.write(_as_line([write_text(value) for value in row]))
    return count


def _write_parquet(result: Result, output: Path, settings: Settings) -> int:
    import pyarrow.parquet  # loads numpy, which no other form needs

    with open_target(output, settings) as path:
        reader = result.batches
        if reader is None:
            raise SettingsError("Only the rows of a select can be written as Parquet.")
        try:
            with pyarrow.parquet.ParquetWriter(path, reader.schema, compression="zstd") as writer:
                count = 0
                for batch in reader:
                    writer.write_batch(batch)
                    count += batch.num_rows
                return count
        except (pyarrow.ArrowException, duckdb.Error, MemoryError) as error:
            raise explain_error(error) from error


def _as_object(result: Result, row: tuple[Any, ...]) -> str:
    return json.dumps(dict(zip(result.names, map(plain_value, row), strict=True)), ensure_ascii=False)


def _as_line(cells: list[str]) -> str:
    plain = (make_visible(" ".join(cell.split())).replace("\\", "\\\\").replace("|", "\\|") for cell in cells)
    return "| " + " | ".join(cell.replace("<", "&lt;") for cell in plain) + " |\n"
