"""Rows and frames against their table's definition: built exactly, or refused with the column and the value.

Belongs here: everything that is checked before a row is written. Nothing here touches a disk.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import date, datetime
from itertools import chain
from numbers import Integral, Real
from typing import Any

import polars as pl

from broadsheet.errors import SchemaMismatchError
from broadsheet.tables import Column, Table, get_table
from broadsheet.tables.types import parse_type

_EXAMPLE_CHARS = 80


def resolve(table: str | Table) -> Table:
    """The definition itself, or that of the name."""
    return get_table(table) if isinstance(table, str) else table


def empty_frame(table: str | Table, columns: Sequence[str] | None = None) -> pl.DataFrame:
    """A frame without rows that has the columns and types of `table` (or those of `columns`, in that order)."""
    definition = resolve(table)
    chosen = definition.columns if columns is None else [definition.column(name) for name in columns]
    return pl.DataFrame(schema={column.name: parse_type(column.type).polars for column in chosen})


def frame_of(table: str | Table, rows: Iterable[Mapping[str, Any]]) -> pl.DataFrame:
    """A frame with exactly the columns and types of `table`, its rows in the given order.

    A nullable column may be left out of a row. Lists may be tuples, structs are dicts with every field; times carry
    their zone. Raises SchemaMismatchError that names table, column, row and value for anything else: nothing is
    converted on the quiet, so text for a date, a datetime for a date or a bool for a number is refused.
    """
    definition, listed = resolve(table), list(rows)
    _check_names(definition, {name for row in listed for name in row}, needed=False)
    series = [
        _build_series(definition, column, [row.get(column.name) for row in listed]) for column in definition.columns
    ]
    frame = pl.DataFrame(series)
    _check_nulls(definition, frame)
    return frame


def check_frame(table: Table, frame: pl.DataFrame, day: date | None = None) -> pl.DataFrame:
    """The frame with its columns in the order of the table, once it is known to fit.

    Checked: no column missing, extra or of another type, no null where none is allowed, every row in partition `day`
    (where given), no key twice. Raises SchemaMismatchError for the first that fails, with an example.
    """
    _check_names(table, frame.columns, needed=True)
    for column in table.columns:
        expected, found = parse_type(column.type).polars, frame.schema[column.name]
        if expected != found:
            example = _show(frame[column.name].drop_nulls().head(1).to_list())
            raise _mismatch(table, column.name, f"{column.type} ({expected})", f"{found}", example)
    ordered = frame.select([column.name for column in table.columns])
    _check_nulls(table, ordered)
    if day is not None:
        _check_day(table, ordered, day)
    _check_key(table, ordered)
    return ordered


def _check_names(table: Table, found: Collection[str], needed: bool) -> None:
    known = {column.name for column in table.columns}
    extra = [name for name in found if name not in known]
    if extra:
        raise SchemaMismatchError(
            f"Table {table.name} has no column {sorted(extra)[0]}. It has: {', '.join(sorted(known))}."
        )
    missing = [column for column in table.columns if column.name not in found]
    if needed and missing:
        raise SchemaMismatchError(
            f"Column {missing[0].name} ({missing[0].type}) of table {table.name} is missing. "
            f"Found: {', '.join(found) or 'no column at all'}."
        )


def _check_nulls(table: Table, frame: pl.DataFrame) -> None:
    for column in table.columns:
        if not column.nullable and frame[column.name].null_count():
            row = frame.filter(pl.col(column.name).is_null()).row(0, named=True)
            raise _mismatch(table, column.name, f"{column.type}, never null", "null", _show_key(table, row))


def _check_day(table: Table, frame: pl.DataFrame, day: date) -> None:
    name = table.partition
    if name is None:
        raise SchemaMismatchError(f"Table {table.name} has no partitions: use replace, not replace_partition.")
    wrong = frame.filter(pl.col(name) != day)
    if wrong.height:
        row = wrong.row(0, named=True)
        raise _mismatch(table, name, f"{day} in every row", f"{row[name]}", _show_key(table, row))


def _check_key(table: Table, frame: pl.DataFrame) -> None:
    if not table.key:
        return
    twice = frame.filter(pl.struct(table.key).is_duplicated())
    if twice.height:
        found = f"{twice.height} rows that share theirs with another"
        example = _show_key(table, twice.row(0, named=True))
        raise _mismatch(table, ", ".join(table.key), "a key of its own in every row", found, example)


def _build_series(table: Table, column: Column, values: list[Any]) -> pl.Series:
    dtype = parse_type(column.type).polars
    if not _fits(dtype, values):
        raise _find_misfit(table, column, dtype, values)
    try:
        return pl.Series(column.name, values, dtype=dtype, strict=True)
    except (TypeError, ValueError, OverflowError, pl.exceptions.PolarsError) as error:
        raise _find_misfit(table, column, dtype, values) from error


def _find_misfit(table: Table, column: Column, dtype: pl.DataType, values: list[Any]) -> SchemaMismatchError:
    for position, value in enumerate(values):
        if not _builds(dtype, value):
            found = f"{_describe(dtype, value)} in row {position}"
            return _mismatch(table, column.name, column.type, found, _show(value))
    return _mismatch(table, column.name, column.type, "values that do not go together", _show(values[:3]))


def _builds(dtype: pl.DataType, value: Any) -> bool:
    if not _fits(dtype, [value]):
        return False
    try:
        pl.Series([value], dtype=dtype, strict=True)
    except (TypeError, ValueError, OverflowError, pl.exceptions.PolarsError):
        return False
    return True


def _describe(dtype: pl.DataType, value: Any) -> str:
    if isinstance(value, datetime) and value.tzinfo is None and dtype == pl.Datetime("us", "UTC"):
        return "datetime without a zone"
    if isinstance(value, str) and any("\ud800" <= char <= "\udfff" for char in value):
        return "str with a lone surrogate, which is no character (put U+FFFD in its place)"
    return type(value).__name__


def _fits(dtype: pl.DataType, values: Sequence[Any]) -> bool:
    """Whether every value is None or of the Python type that belongs to `dtype`, at all depths."""
    kinds = set(map(type, values)) - {type(None)}
    if isinstance(dtype, pl.List):
        return kinds <= {list, tuple} and _fit_items(dtype.inner, values)
    if isinstance(dtype, pl.Struct):
        return kinds <= {dict} and _fit_fields(dtype, [value for value in values if value is not None])
    if isinstance(dtype, pl.Datetime):
        aware = all(value.tzinfo is not None for value in values if isinstance(value, datetime))
        return aware and all(issubclass(kind, datetime) for kind in kinds)
    accepts = _ACCEPTS[type(dtype)]
    return all(accepts(kind) for kind in kinds)


def _fit_items(inner: object, values: Sequence[Sequence[Any] | None]) -> bool:
    flat = list(chain.from_iterable(value for value in values if value is not None))
    return isinstance(inner, pl.DataType) and _fits(inner, flat)


def _fit_fields(dtype: pl.Struct, values: Sequence[dict[str, Any]]) -> bool:
    names = {field.name for field in dtype.fields}
    if any(value.keys() != names for value in values):
        return False
    return all(
        isinstance(field.dtype, pl.DataType) and _fits(field.dtype, [value[field.name] for value in values])
        for field in dtype.fields
    )


def _is_whole(kind: type) -> bool:
    return issubclass(kind, Integral) and not issubclass(kind, bool)


_ACCEPTS: dict[type[pl.DataType], Callable[[type], bool]] = {
    pl.String: lambda kind: issubclass(kind, str),
    pl.Binary: lambda kind: issubclass(kind, bytes),
    pl.Boolean: lambda kind: kind.__name__ in ("bool", "bool_"),
    pl.Int32: _is_whole,
    pl.Int64: _is_whole,
    pl.Float64: lambda kind: issubclass(kind, Real) and not issubclass(kind, bool),
    pl.Date: lambda kind: issubclass(kind, date) and not issubclass(kind, datetime),
}


def _mismatch(table: Table, column: str, expected: str, found: str, example: str) -> SchemaMismatchError:
    return SchemaMismatchError(
        f"Column {column} of table {table.name} does not fit: "
        f"expected {expected}, found {found}, for example {example}."
    )


def _show(value: Any) -> str:
    text = ascii(value) if isinstance(value, str) else repr(value)
    return text if len(text) <= _EXAMPLE_CHARS else text[:_EXAMPLE_CHARS] + "…"


def _show_key(table: Table, row: Mapping[str, Any]) -> str:
    return "the row with " + ", ".join(f"{name} = {_show(row[name])}" for name in table.key or tuple(row)[:1])
