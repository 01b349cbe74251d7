"""Country codes, and the country that a web address belongs to by its top-level domain.

Belongs here: what the codes are; the list is lang/countries.toml. Which country an article is from is decided in
extract and derive.
"""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files
from typing import Any

_HOST = re.compile(r"^https?://(?:[^/?#@]*@)?(?P<host>[^/?#:]+)", re.IGNORECASE)


@cache
def _load() -> dict[str, Any]:
    return tomllib.loads(files("broadsheet").joinpath("lang", "countries.toml").read_text(encoding="utf-8"))


@cache
def _codes() -> frozenset[str]:
    return frozenset(_load()["codes"])


def is_country(code: str) -> bool:
    """Whether letters are the code of a country (ISO 3166-1 alpha-2)."""
    return code in _codes()


def find_domain_country(url: str | None) -> str | None:
    """The country of a web address by its top-level domain; None for those that anyone may have.

    >>> find_domain_country("https://www.example.com.au/news"), find_domain_country("https://example.io/")
    ('AU', None)
    """
    match = _HOST.match(url or "")
    last = match["host"].rstrip(".").rpartition(".")[2].lower() if match else ""
    if last in _load()["sold_domains"]:
        return None
    code = _load()["other_domains"].get(last, last.upper())
    return code if is_country(code) else None
