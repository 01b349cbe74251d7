"""JSON as people and programs write it: one object a line or several, with bytes and signs that do not belong."""

from __future__ import annotations

import json
import re
from typing import Any

from broadsheet.errors import BadRecordError

_BETWEEN = re.compile(r"[\s,]*")
# Control characters within strings, as a raw tab, harm nobody.
DECODER = json.JSONDecoder(strict=False)


def parse_json_line(line: bytes) -> tuple[dict[str, Any], bool]:
    """The object of one line, and whether bytes that are not UTF-8 had to be replaced.

    Raises BadRecordError for anything that is no JSON object.
    """
    text, is_utf8 = decode_line(line)
    try:
        record = json.loads(text, strict=False)
    except (ValueError, RecursionError) as error:
        raise BadRecordError(explain_error(error), "bad_json") from error
    return check_object(record), is_utf8


def find_value(text: str, place: int) -> int:
    """Where the next value begins: blanks and commas between values are passed over."""
    between = _BETWEEN.match(text, place)
    return between.end() if between else place


def check_object(record: object) -> dict[str, Any]:
    """The value, which is an object. Raises BadRecordError not_an_object for any other."""
    if not isinstance(record, dict):
        raise BadRecordError(f"a line holds one object, not a {type(record).__name__}", "not_an_object")
    return record


def decode_line(line: bytes) -> tuple[str, bool]:
    """The text, and whether all of it was UTF-8."""
    try:
        return line.decode("utf-8"), True
    except UnicodeDecodeError:
        return line.decode("utf-8", "replace"), False


def explain_error(error: ValueError | RecursionError) -> str:
    """Why a text is no JSON, in words."""
    if isinstance(error, json.JSONDecodeError):
        return f"{error.msg} at character {error.pos}"
    # A ValueError of another kind: a number of more digits than Python takes.
    return "nested too deeply" if isinstance(error, RecursionError) else str(error)
