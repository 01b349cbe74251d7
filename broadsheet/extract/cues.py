"""Cues of pages that are not articles: broadsheet/lang/page_cues.toml, read once."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files
from typing import Any

from broadsheet.errors import FaultError


@cache
def load_address_cues() -> dict[str, re.Pattern[str]]:
    """Pattern by kind of page for the words of an address."""
    words = load_cues()["address"]
    return {
        kind: re.compile(rf"(?:^|[/._-])(?:{'|'.join(listing)})(?=$|[/._-])", re.IGNORECASE)
        for kind, listing in words.items()
    }


@cache
def load_generators() -> dict[str, re.Pattern[str]]:
    """Pattern by kind of page for the program that made it."""
    return {kind: re.compile("|".join(names), re.IGNORECASE) for kind, names in load_cues()["generator"].items()}


@cache
def load_cues() -> dict[str, Any]:
    """broadsheet/lang/page_cues.toml as it is. Raises FaultError where it cannot be read."""
    try:
        return tomllib.loads(files("broadsheet").joinpath("lang", "page_cues.toml").read_text(encoding="utf-8"))
    except (OSError, tomllib.TOMLDecodeError) as error:
        raise FaultError(f"The word list lang/page_cues.toml cannot be read: {error!r}.") from error


@cache
def load_layout_cues() -> dict[str, re.Pattern[str]]:
    """Pattern by name for classes and links of a page."""
    return {name: re.compile(pattern, re.IGNORECASE) for name, pattern in load_cues()["layout"].items()}


@cache
def load_forum_address() -> re.Pattern[str]:
    """Pattern for addresses of threads and questions."""
    return re.compile("|".join(load_cues()["forum_address"]["patterns"]), re.IGNORECASE)


@cache
def load_forum_name() -> re.Pattern[str]:
    """Pattern for what sites of threads call themselves."""
    return re.compile("|".join(load_cues()["forum_name"]["patterns"]), re.IGNORECASE)
