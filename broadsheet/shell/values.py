"""Values as text: for a screen, and for files that hold text.

Belongs here: one value at a time. Everything for a screen is made visible, everything for a file is exact.
"""

from __future__ import annotations

import json
import math
from datetime import date, datetime
from typing import Any

from broadsheet.rows import to_json
from broadsheet.shell.visible import make_visible

# What a spreadsheet takes for the beginning of a formula (OWASP, CSV injection).
_FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")


def show_value(value: Any) -> str:
    """The value for a screen, in one line; empty for null.

    >>> show_value(1234.5), show_value([1, None]), show_value("two\\nlines"), show_value(None)
    ('1,234.5', '[1, null]', 'two ⏎ lines', '')
    """
    return make_visible(show_lines(value).replace("\r\n", "\n").replace("\n", " ⏎ "))


def show_lines(value: Any) -> str:
    """The value for a screen, line ends kept; empty for null."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return _show_float(value)
    if isinstance(value, bytes):
        return f"<{len(value):,} bytes>"
    if isinstance(value, list | dict | tuple):
        return make_visible(json.dumps(plain_value(value), ensure_ascii=False, default=str))
    return make_visible(write_text(value), keep="\n")


def _show_float(value: float) -> str:
    if not math.isfinite(value) or (value and not 1e-4 <= abs(value) < 1e15):
        return f"{value:g}"
    return f"{value:,.4f}".rstrip("0").rstrip(".")


def write_text(value: Any) -> str:
    """The value for a file of text: dates in ISO 8601, UTC as Z, nested values as JSON; empty for null.

    >>> write_text(True), write_text({"a": date(2024, 1, 31)}), write_text(b"ab"), write_text(float("nan"))
    ('true', '{"a": "2024-01-31"}', '6162', '')
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list | dict | tuple):
        return json.dumps(plain_value(value), ensure_ascii=False)
    plain = plain_value(value)
    return "" if plain is None else str(plain)


def guard_formula(text: str) -> str:
    """The text with an apostrophe in front where a spreadsheet would run it; a plain number stays.

    >>> guard_formula("=cmd()"), guard_formula("-12.5"), guard_formula("rain")
    ("'=cmd()", '-12.5', 'rain')
    """
    if not text.startswith(_FORMULA_SIGNS):
        return text
    try:
        float(text)
    except ValueError:
        return "'" + text
    return text


def plain_value(value: Any) -> Any:
    """The value as JSON has it: dates as text, bytes in hex, what is no number as null."""
    if isinstance(value, dict):
        return {str(key): plain_value(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [plain_value(item) for item in value]
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, bytes):
        return value.hex()
    if isinstance(value, datetime | date):
        return to_json(value)
    return value if value is None or isinstance(value, str | int | bool) else str(value)
