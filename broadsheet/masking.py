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
# A parameter of a query or fragment.
_PARAMETER = re.compile(r"(?<=[?&;#])([\w.%-]{1,80})=([^&;#\s\"'<>]+)")
# Parameters that open something, whatever their value: tokens, API keys, and the signatures of addresses that a store
# hands out (AWS, Google, Azure, Akamai). A token that names a page of a list ("pageToken") is none of them.
_SECRET_NAME = re.compile(
    r"(?:(?:access|api|app|auth|bearer|client|csrf|xsrf|id|oauth|preview|refresh|security|session|share|user)[_-]?)?token"
    r"|(?:client|api|app)[_-]?secret|secret|pass(?:word|wd)|pwd|jwt|sig(?:nature)?|hdnea|hdnts"
    r"|(?:x[_-])?api[_-]?key|(?:aws)?access[_-]?key(?:[_-]?id)?|subscription[_-]key|key[_-]pair[_-]id"
    r"|x-(?:amz|goog)-(?:security-token|signature|credential)",
    re.IGNORECASE,
)
# These may as well say which page it is ("?key=news"): only a value that nobody would choose is a secret.
_LOOSE_NAME = re.compile(r"key|auth|code|pass", re.IGNORECASE)
_MADE_VALUE = re.compile(
    r"(?=[\w-]*\d)(?=[\w-]*[a-z])(?=[\w-]*[A-Z])[\w-]{20,}|(?=\w*\d)[0-9a-f]{24,}|(?=\w*\d)[0-9A-F]{24,}"
    r"|[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}"
)
_COOKIES = frozenset({"set-cookie", "set-cookie2"})
_CREDENTIALS = frozenset({"authorization", "cookie", "cookie2", "proxy-authorization"})
_ADDRESS_HEADERS = frozenset({"location", "content-location", "link", "refresh"})
_COOKIE_VALUE = re.compile(r"=[^;]*")
# Shorter ones are words: masking each place where they stand would say more than it hides.
_SHORTEST_SECRET = 4


def mask_address(text: str) -> str:
    """An address without the user, password and secret parameters in it; any other text as it is.

    >>> mask_address("https://me:word@store.example/lake"), mask_address("https://me:a/b@c@store.example/lake")
    ('https://***@store.example/lake', 'https://***@store.example/lake')
    >>> mask_address("http://store.example:80/@me")
    'http://store.example:80/@me'
    """
    return mask_parameters(_USER.sub(f"{MASK}@", text))


def strip_user(address: str) -> str:
    """An address without its user and password, as it may be kept and fetched again.

    >>> strip_user("https://me:word@post.example/a?b"), strip_user("https://post.example/@me:1@b")
    ('https://post.example/a?b', 'https://post.example/@me:1@b')
    """
    return _KEPT_USER.sub("", address, count=1) if "@" in address else address


def is_secret(name: str, value: str) -> bool:
    """Whether a parameter of a query opens something: a token, a key, a signature.

    >>> is_secret("access_token", "af31"), is_secret("key", "3f9aB2c7Qx81LmZp55Tr"), is_secret("key", "harbour-2024")
    (True, True, False)
    """
    if not value:
        return False
    is_loose = bool(_LOOSE_NAME.fullmatch(name)) and (value == MASK or bool(_MADE_VALUE.fullmatch(value)))
    return is_loose or bool(_SECRET_NAME.fullmatch(name))


def mask_parameters(text: str) -> str:
    """A text without the values of secret parameters in the addresses of it.

    >>> mask_parameters("https://post.example/a?id=2&token=af31#top"), mask_parameters("https://post.example/?key=war")
    ('https://post.example/a?id=2&token=***#top', 'https://post.example/?key=war')
    """
    return _PARAMETER.sub(_mask_parameter, text) if "=" in text else text


def _mask_parameter(found: re.Match[str]) -> str:
    name = found[1]
    return f"{name}={MASK}" if is_secret(unquote(name), unquote(found[2])) else found[0]


def strip_secrets(address: str) -> str:
    """An address without its user and password and the values of secret parameters, as rows and releases keep it.

    One without secrets is kept sign by sign, so that ids made of it stay. It is no address to fetch with: what is to
    be fetched again, and what came over the wire, stays as it is in the private folder of the polls.

    >>> strip_secrets("https://me:word@post.example/a?token=af31")
    'https://post.example/a?token=***'
    """
    return mask_parameters(strip_user(address))


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
    """The value of a header of HTTP without what opens something: a cookie's value, credentials, secrets of addresses.

    >>> mask_header("Set-Cookie", "session=af31; Path=/; Secure"), mask_header("ETag", '"af31"')
    ('session=***; Path=/; Secure', '"af31"')
    """
    lowered = name.lower()
    if lowered in _CREDENTIALS:
        return MASK
    if lowered in _ADDRESS_HEADERS:
        return strip_secrets(value)
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
