"""Texts without the secrets that may stand in them, for whatever is shown, logged or kept.

Belongs here: addresses, headers, and messages of others that may repeat a secret. Which settings are secret is known
where they are shown (`pipelines.settings_shown`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from urllib.parse import unquote, urlsplit

MASK = "***"
# A password may hold any sign, slashes and @ too, so with a colon all up to the last @ counts (of 300
# signs, lest many colons cost much); a port is none.
_USER = re.compile(r"(?<=://)(?:[^/?#\s@:\[]*:(?!\d+(?:[/?#]|$))\S{0,300}@|[^/?#\s]*@)")
# What is kept must stay the address that it is: user and password end with what a browser takes for them.
_KEPT_USER = re.compile(r"(?<=://)[^/?#\s]*@")
_COOKIES = frozenset({"set-cookie", "set-cookie2"})
_CREDENTIALS = frozenset({"authorization", "cookie", "cookie2", "proxy-authorization"})
_COOKIE_VALUE = re.compile(r"=[^;]*")
# Shorter ones are words: masking each place where they stand would say more than it hides.
_SHORTEST_SECRET = 4


def mask_address(text: str) -> str:
    """An address without the user and password in it; any other text as it is.

    >>> mask_address("https://me:word@store.example/lake"), mask_address("https://me:a/b@c@store.example/lake")
    ('https://***@store.example/lake', 'https://***@store.example/lake')
    >>> mask_address("http://store.example:80/@me")
    'http://store.example:80/@me'
    """
    return _USER.sub(f"{MASK}@", text)


def strip_user(address: str) -> str:
    """An address without its user and password, as it may be kept and fetched again.

    >>> strip_user("https://me:word@post.example/a?b"), strip_user("https://post.example/@me:1@b")
    ('https://post.example/a?b', 'https://post.example/@me:1@b')
    """
    return _KEPT_USER.sub("", address, count=1) if "@" in address else address


def mask_parts(text: str, addresses: Iterable[str]) -> str:
    """A message without what these addresses hold beside scheme and host: user, password, path and query.

    For messages of libraries and servers, which may repeat what they were given.

    >>> mask_parts("URL can't contain a space: /T01/key a", ["https://hooks.example/T01/key a"])
    "URL can't contain a space: ***"
    """
    for secret in sorted({part for address in addresses for part in _find_secrets(address)}, key=len, reverse=True):
        text = text.replace(secret, MASK)
    return mask_address(text)


def mask_header(name: str, value: str) -> str:
    """The value of a header of HTTP without what opens something: a cookie's value, credentials.

    >>> mask_header("Set-Cookie", "session=af31; Path=/; Secure"), mask_header("ETag", '"af31"')
    ('session=***; Path=/; Secure', '"af31"')
    """
    lowered = name.lower()
    if lowered in _CREDENTIALS:
        return MASK
    return _COOKIE_VALUE.sub(f"={MASK}", value, count=1) if lowered in _COOKIES else value


def _find_secrets(address: str) -> list[str]:
    rest = address.partition("://")[2]
    user, _, place = rest.rpartition("@")
    path = place.partition("/")[2] if "/" in place else ""
    try:
        password = urlsplit(address).password or ""
    except ValueError:
        password = ""
    found = [user, *user.split(":", 1), password, unquote(password), f"/{path}", path, *re.split(r"[/?&=]", path)]
    return [part for part in found if len(part) >= _SHORTEST_SECRET]
