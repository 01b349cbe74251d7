"""Records as rows: nested evidence and spans become the columns of the table."""

from __future__ import annotations

import dataclasses
from datetime import date, datetime
from typing import Any

from broadsheet.records import Evidence, PlaceLink, Span

# dataclasses.fields is slow for something asked a million times a day.
_field_names_of: dict[type, tuple[str, ...]] = {}


def _field_names(kind: type) -> tuple[str, ...]:
    if kind not in _field_names_of:
        _field_names_of[kind] = tuple(field.name for field in dataclasses.fields(kind))
    return _field_names_of[kind]


def to_row(record: Any) -> dict[str, Any]:
    """A record's fields by column name: evidence laid flat, spans as {start_char, end_char}, tuples as lists.

    >>> to_row(Span(1, 4))
    {'start_char': 1, 'end_char': 4}
    """
    row: dict[str, Any] = {}
    for name in _field_names(type(record)):
        value = getattr(record, name)
        if isinstance(value, Evidence):
            for key in _field_names(Evidence):
                row[key] = getattr(value, key)
        else:
            row[name] = _plain(value)
    return row


def _plain(value: Any) -> Any:
    if isinstance(value, Span):
        return {"start_char": value.start_char, "end_char": value.end_char}
    if isinstance(value, PlaceLink):
        return value._asdict()
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    return value


def to_json(value: Any) -> Any:
    """`default` for json.dumps: dates and times in ISO 8601, UTC as Z."""
    if isinstance(value, datetime):
        return value.isoformat().replace("+00:00", "Z")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, bytes):
        return value.decode("latin-1")
    raise TypeError(f"{type(value).__name__} has no JSON form here")
