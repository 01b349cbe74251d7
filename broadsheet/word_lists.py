"""Word lists of languages: TOML files in `broadsheet/lang/<language>/`.

Belongs here: finding and reading them, for every package. What the words mean is in the files and in their readers.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from broadsheet.errors import FaultError


@cache
def has_word_list(name: str, language: str) -> bool:
    """Whether a language has a list of that name."""
    return files("broadsheet").joinpath("lang", language, f"{name}.toml").is_file()


@cache
def load_word_list(name: str, language: str) -> Mapping[str, Any]:
    """The content of a word list. Raises FaultError where the file is missing or unreadable."""
    entry = files("broadsheet").joinpath("lang", language, f"{name}.toml")
    try:
        return tomllib.loads(entry.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise FaultError(f"The word list lang/{language}/{name}.toml cannot be read: {error}. Restore it.") from error
