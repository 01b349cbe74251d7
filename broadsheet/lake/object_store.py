"""Options of an object store, as each of the libraries that read and write there spells them.

Belongs here: only what they spell apart. Which options there are is the crate `object_store`'s own list.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from broadsheet.errors import SettingsError

_MILLISECONDS = {"ms": 1, "s": 1000, "m": 60_000}


def convert_for_polars(options: Mapping[str, str]) -> dict[str, str | int] | None:
    """The options for Polars, which counts tries and milliseconds as numbers; None where there are none.

    >>> convert_for_polars({"max_retries": "2", "retry_timeout": "3s", "AWS_REGION": "eu-west-1"})
    {'max_retries': 2, 'retry_timeout_ms': 3000, 'AWS_REGION': 'eu-west-1'}

    Raises SettingsError where a number or a time cannot be read.
    """
    converted: dict[str, str | int] = {}
    for key, value in options.items():
        if key == "max_retries":
            if not value.isdecimal():
                raise SettingsError(f"BROADSHEET_STORAGE_MAX_RETRIES is {value!r}; it takes a number such as 3.")
            converted[key] = int(value)
        elif key == "retry_timeout":
            found = re.fullmatch(r"([0-9]+)(ms|s|m)", value)
            if found is None:
                raise SettingsError(f"BROADSHEET_STORAGE_RETRY_TIMEOUT is {value!r}; it takes a time such as 30s.")
            converted["retry_timeout_ms"] = int(found[1]) * _MILLISECONDS[found[2]]
        else:
            converted[key] = value
    return converted or None
