"""Addresses without the secrets that may stand in them, for whatever is shown or logged."""

from __future__ import annotations

import re

_USER = re.compile(r"(?<=://)[^/@]+@")


def mask_address(text: str) -> str:
    """An address without the user and password in it; any other text as it is.

    >>> mask_address("https://me:word@store.example/lake")
    'https://***@store.example/lake'
    """
    return _USER.sub("***@", text)
