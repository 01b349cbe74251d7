"""Word lists of bylines and stamps: broadsheet/lang/byline.toml."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files

from broadsheet.errors import FaultError


@cache
def load_words(name: str) -> tuple[str, ...]:
    """A list of the file by its name. Raises FaultError where the file or the list is missing."""
    try:
        raw = tomllib.loads(files("broadsheet").joinpath("lang", "byline.toml").read_text(encoding="utf-8"))
        return tuple(raw[name])
    except (OSError, tomllib.TOMLDecodeError, KeyError) as error:
        raise FaultError(f"The word list {name} of lang/byline.toml cannot be read: {error!r}.") from error
