"""Answers as bytes: JSON, JSON lines, csv, Parquet, Arrow.

Belongs here: the formats, under a limit of rows and one of bytes. Runs in the process of the query.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import pyarrow
import pyarrow.parquet

from broadsheet.serving.problems import ProblemError
from broadsheet.shell.values import guard_formula, plain_value, write_text

# By name, the media type of the answer.
FORMS = {
    "json": "application/json",
    "jsonl": "application/x-ndjson",
    "csv": "text/csv; charset=utf-8",
    "safe_csv": "text/csv; charset=utf-8",
    "parquet": "application/vnd.apache.parquet",
    "arrow": "application/vnd.apache.arrow.stream",
}
BINARY_FORMS = frozenset({"parquet", "arrow"})
Row = tuple[Any, ...]


class Body(io.BytesIO):
    """Bytes of an answer. Raises ProblemError where they become more than they may be."""

    def __init__(self, most_bytes: int) -> None:
        super().__init__()
        self._most = most_bytes

    def write(self, piece: Any) -> int:
        if self.tell() + len(piece) > self._most:
            raise ProblemError(
                "over_size",
                f"The answer is larger than {self._most:,} bytes. Ask for fewer rows or columns, or parts of texts.",
            )
        return super().write(piece)


def number_doubles(names: Sequence[str]) -> list[str]:
    """Names of columns that differ: the second `a` is `a_2`, unless there is one already.

    >>> number_doubles(["a", "b", "a", "a_2"])
    ['a', 'b', 'a_3', 'a_2']
    """
    given = set(names)
    found: list[str] = []
    seen: set[str] = set()
    for name in names:
        number, new = 2, name
        while new in seen or (new != name and new in given):
            new, number = f"{name}_{number}", number + 1
        seen.add(new)
        found.append(new)
    return found


class Cut:
    """The rows of pieces, at most so many. is_cut: there are more; known once all are read."""

    def __init__(self, pieces: Iterable[Sequence[Row]], most: int) -> None:
        self._pieces, self._most = pieces, most
        self.is_cut = False

    def __iter__(self) -> Iterator[Row]:
        left = self._most
        for piece in self._pieces:
            yield from piece[:left]
            if len(piece) > left:
                self.is_cut = True
                return
            left -= len(piece)


def write_rows(form: str, body: Body, names: list[str], types: list[str], rows: Iterable[Row]) -> int:
    """Write rows as text; returns how many. JSON is left open for what is known at the end: `close_json`."""
    if form == "json":
        return _write_json(body, names, types, rows)
    return _write_lines(body, names, rows) if form == "jsonl" else _write_csv(body, names, rows, form == "safe_csv")


def _write_json(body: Body, names: list[str], types: list[str], rows: Iterable[Row]) -> int:
    columns = [{"name": name, "type": kind} for name, kind in zip(names, types, strict=True)]
    body.write(b'{"columns": ' + _dump(columns) + b', "rows": [')
    count = 0
    for count, row in enumerate(rows, start=1):
        body.write((b"\n" if count == 1 else b",\n") + _dump([plain_value(value) for value in row]))
    body.write(b"]")
    return count


def close_json(body: Body, more: dict[str, Any]) -> None:
    """Write what stands after the rows, and the end."""
    for name, value in more.items():
        body.write(b", " + _dump(name) + b": " + _dump(value))
    body.write(b"}\n")


def _write_lines(body: Body, names: list[str], rows: Iterable[Row]) -> int:
    count = 0
    for count, row in enumerate(rows, start=1):  # noqa: B007  the count is what is returned
        body.write(_dump(dict(zip(names, map(plain_value, row), strict=True))) + b"\n")
    return count


def _write_csv(body: Body, names: list[str], rows: Iterable[Row], is_safe: bool) -> int:
    line = io.StringIO()
    writer = csv.writer(line, lineterminator="\n")
    count = -1
    for count, row in enumerate(_with_header(names, rows)):  # noqa: B007
        writer.writerow([guard_formula(cell) for cell in row] if is_safe else row)
        body.write(line.getvalue().encode())
        line.seek(0)
        line.truncate()
    return count


def _with_header(names: list[str], rows: Iterable[Row]) -> Iterator[list[str]]:
    yield names
    for row in rows:
        yield [write_text(value) for value in row]


def write_batches(form: str, body: Body, reader: pyarrow.RecordBatchReader, most: int) -> tuple[int, bool]:
    """Write Arrow batches as Parquet or as an Arrow stream; returns how many rows, and whether there were more."""
    names = number_doubles(reader.schema.names)
    schema = pyarrow.schema([field.with_name(name) for field, name in zip(reader.schema, names, strict=True)])
    count, is_cut = 0, False
    with _open_writer(form, body, schema) as writer:
        for batch in reader:
            is_cut = count + batch.num_rows > most
            kept = batch.slice(0, most - count)
            writer.write_batch(pyarrow.RecordBatch.from_arrays(kept.columns, schema=schema))
            count += kept.num_rows
            if is_cut:
                break
    return count, is_cut


def _open_writer(form: str, body: Body, schema: pyarrow.Schema) -> Any:
    if form == "parquet":
        return pyarrow.parquet.ParquetWriter(body, schema, compression="zstd")
    return pyarrow.ipc.new_stream(body, schema)


def _dump(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False).encode()
