"""Addresses of the web as browsers read them: WHATWG's URL standard, as far as http and https need it.

Belongs here: text to `FetchUrl`, with an optional base, and what can be asked of one. Which address is the same page
as another belongs to `broadsheet.discovery`, which host may be reached to `addresses.py`. Nothing here opens the
network. User and password are read and dropped: a `FetchUrl` cannot hold them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from broadsheet.errors import BadUrlError
from broadsheet.fetch.hosts import parse_host

DEFAULT_PORTS = {"http": 80, "https": 443}
# Ports that browsers refuse for http, "bad ports" of WHATWG's Fetch standard: a server of another protocol there would
# read the request as commands of its own.
_BAD_PORTS = (
    "0 1 7 9 11 13 15 17 19 20 21 22 23 25 37 42 43 53 69 77 79 87 95 101 102 103 104 109 110 111 113 115 117 "
    "119 123 135 137 139 143 161 179 389 427 465 512 513 514 515 526 530 531 532 540 548 554 556 563 587 601 "
    "636 989 990 993 995 1719 1720 1723 2049 3659 4045 4190 5060 5061 6000 6566 6665 6666 6667 6668 6669 6679 "
    "6697 10080"
)
BAD_PORTS = frozenset(map(int, _BAD_PORTS.split()))
MAX_URL_CHARS = 8192
_EDGES = "".join(map(chr, range(0x21)))
_TAB_OR_LINE_END = re.compile(r"[\t\n\r]")
_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.\-]*):")
_AUTHORITY = re.compile(r"[^/\\?#]*")
_PORT = re.compile(r"(.*?):([0-9]*)", re.DOTALL)
_SLASHES = re.compile(r"[/\\]")
_SINGLE_DOT = re.compile(r"\.|%2e", re.IGNORECASE)
_DOUBLE_DOT = re.compile(r"(?:\.|%2e){2}", re.IGNORECASE)
_PATH_ESCAPED = re.compile(r"[^!$-;=@-\]_a-z|~]")
_QUERY_ESCAPED = re.compile(r"[^!$-&(-;=?-~]")
_FRAGMENT_ESCAPED = re.compile(r"[^!#-;=?-_a-~]")
# A name that DNS can hold; underscores are in use. No top-level domain begins with a digit: what does and is no
# address here may be one for some resolver.
_DNS_NAME = re.compile(r"(?=.{1,254}$)(?:[a-z0-9_][a-z0-9_\-]{0,62}\.)*[a-z_][a-z0-9_\-]{0,62}\.?")
_IPV4 = re.compile(r"[0-9]+(?:\.[0-9]+){3}")
_PATH = re.compile(r"[^?#]*")
# A scheme, or the two slashes that stand for that of the base.
_ABSOLUTE_START = re.compile(r"[\x00-\x20]*(?:[A-Za-z][A-Za-z0-9+.\-]*:[/\\]*|[/\\]{2,})")


@dataclass(frozen=True, slots=True)
class FetchUrl:
    """An http or https address in its normal form.

    host: a name in ASCII, an IPv4 address, or an IPv6 address in brackets. port: None where it is the scheme's own.
    path: begins with a slash. query and fragment: without their mark, None where there is none.
    """

    scheme: str
    host: str
    port: int | None
    path: str
    query: str | None = None
    fragment: str | None = None

    @property
    def target(self) -> str:
        """What stands in the request line: path and query."""
        return self.path if self.query is None else f"{self.path}?{self.query}"

    @property
    def authority(self) -> str:
        """What the Host header says: the host, and the port where it is not the scheme's own."""
        return self.host if self.port is None else f"{self.host}:{self.port}"

    @property
    def origin(self) -> str:
        return f"{self.scheme}://{self.authority}"

    @property
    def connect_host(self) -> str:
        """The name or address to connect to, without brackets."""
        return self.host.strip("[]")

    @property
    def connect_port(self) -> int:
        return DEFAULT_PORTS[self.scheme] if self.port is None else self.port

    @property
    def is_address(self) -> bool:
        """Whether the host is an IP address and no name."""
        return self.host.startswith("[") or _IPV4.fullmatch(self.host) is not None

    def without_fragment(self) -> FetchUrl:
        return replace(self, fragment=None)

    def find_fault(self) -> str | None:
        """Why no request is made although the form is good: a port of another protocol, a name that DNS cannot hold."""
        if self.connect_port in BAD_PORTS:
            return f"port {self.connect_port} is that of another protocol (WHATWG Fetch, bad ports)"
        if not (self.is_address or _DNS_NAME.fullmatch(self.host)):
            return "the host is no name that DNS can hold"
        return None

    def __str__(self) -> str:
        fragment = "" if self.fragment is None else f"#{self.fragment}"
        return f"{self.origin}{self.target}{fragment}"


def parse_url(text: str, base: FetchUrl | str | None = None) -> FetchUrl:
    """The address that `text` means, seen from `base`. Raises BadUrlError, whose text holds nothing of the address.

    >>> str(parse_url("HTTP://User:secret@EXAMPLE.org:80/a/../b c?q=ü#top"))
    'http://example.org/b%20c?q=%C3%BC#top'
    >>> str(parse_url("http://0x7f.1/"))
    'http://127.0.0.1/'
    >>> str(parse_url("../next", "https://example.org/news/today"))
    'https://example.org/next'
    """
    if len(text) > MAX_URL_CHARS:
        raise BadUrlError(f"an address of more than {MAX_URL_CHARS} characters")
    text = _TAB_OR_LINE_END.sub("", text.strip(_EDGES))
    start = _SCHEME.match(text)
    if start is None:
        return _resolve(text, _read_base(base))
    scheme = start[1].lower()
    if scheme not in DEFAULT_PORTS:
        raise BadUrlError("the scheme is neither http nor https")
    rest = text[start.end() :]
    parsed_base = _try_base(base)
    if parsed_base is not None and parsed_base.scheme == scheme:
        return _resolve(rest, parsed_base)
    return _parse_authority(scheme, rest.lstrip("/\\"))


def strip_userinfo(text: str) -> str:
    """The address without user and password, else as written, also where it cannot be read.

    Of a text that is no address more is cut than may be needed: all between its scheme and the last @ before ? and #.

    >>> strip_userinfo("http://me:secret@example.org/@b"), strip_userinfo("/news/@me")
    ('http://example.org/@b', '/news/@me')
    >>> strip_userinfo("http://me:se/cret@[example/")
    'http://[example/'
    """
    if "@" not in text:
        return text
    clean = _TAB_OR_LINE_END.sub("", text)
    start = _ABSOLUTE_START.match(clean)
    if start is None:
        return text
    rest = clean[start.end() :]
    end = _AUTHORITY.match(rest) if _is_readable(clean) else _PATH.match(rest)
    assert end is not None  # both may be empty
    return start[0] + end[0].rpartition("@")[2] + rest[end.end() :]


def _is_readable(text: str) -> bool:
    try:
        parse_url(text, "http://example.org/")
    except BadUrlError:
        return False
    return True


def _try_base(base: FetchUrl | str | None) -> FetchUrl | None:
    if base is None or isinstance(base, FetchUrl):
        return base
    try:
        return parse_url(base)
    except BadUrlError:
        return None


def _read_base(base: FetchUrl | str | None) -> FetchUrl:
    if base is None:
        raise BadUrlError("a relative address without a base")
    return base if isinstance(base, FetchUrl) else parse_url(base)


def _resolve(text: str, base: FetchUrl) -> FetchUrl:
    """A relative address seen from its base."""
    if _SLASHES.match(text[:1]) and _SLASHES.match(text[1:2]):
        return _parse_authority(base.scheme, text.lstrip("/\\"))
    path, query, fragment = _split(text)
    if not path:
        kept = base.query if query is None else query
        return replace(base, query=kept, fragment=fragment)
    folder = "" if _SLASHES.match(path) else base.path.rpartition("/")[0]
    joined = path[1:] if _SLASHES.match(path) else path
    return replace(base, path=_normalize_path(f"{folder}/{joined}"), query=query, fragment=fragment)


def _parse_authority(scheme: str, rest: str) -> FetchUrl:
    authority = _AUTHORITY.match(rest)
    assert authority is not None  # it may be empty
    path, query, fragment = _split(rest[authority.end() :])
    host_and_port = authority[0].rpartition("@")[2]
    host, port = _split_port(host_and_port)
    if not host:
        raise BadUrlError("the host is empty")
    own_port = None if port == DEFAULT_PORTS[scheme] else port
    return FetchUrl(scheme, parse_host(host), own_port, _normalize_path(path or "/"), query, fragment)


def _split_port(text: str) -> tuple[str, int | None]:
    """Host and port; colons within brackets belong to the host."""
    bracket = text.rfind("]") + 1 if text.startswith("[") else 0
    if ":" not in text[bracket:]:
        return text, None
    found = _PORT.fullmatch(text[bracket:])
    if found is None:
        raise BadUrlError("the port is no number")
    digits = found[2].lstrip("0") or found[2][:1]
    if len(digits) > 5 or int(digits or 0) > 65535:
        raise BadUrlError("the port is over 65535")
    return text[:bracket] + found[1], int(digits) if digits else None


def _split(text: str) -> tuple[str, str | None, str | None]:
    """Path as written, query and fragment escaped."""
    text, mark, fragment = text.partition("#")
    path, question, query = text.partition("?")
    return (
        path,
        _escape(_QUERY_ESCAPED, query) if question else None,
        _escape(_FRAGMENT_ESCAPED, fragment) if mark else None,
    )


def _normalize_path(path: str) -> str:
    """The path without steps of dots, escaped; it begins with a slash."""
    segments: list[str] = []
    steps = _SLASHES.split(path[1:])
    for step in steps:
        if _DOUBLE_DOT.fullmatch(step):
            del segments[-1:]
        elif not _SINGLE_DOT.fullmatch(step):
            segments.append(_escape(_PATH_ESCAPED, step))
    if _DOUBLE_DOT.fullmatch(steps[-1]) or _SINGLE_DOT.fullmatch(steps[-1]):
        segments.append("")
    return "/" + "/".join(segments)


def _escape(wanted: re.Pattern[str], text: str) -> str:
    """Every character that `wanted` finds as percent signs of its UTF-8 bytes."""
    return wanted.sub(lambda found: "".join(f"%{byte:02X}" for byte in _encode(found[0])), text)


def _encode(text: str) -> bytes:
    """One character as UTF-8; half of a surrogate pair becomes the sign for what cannot be read."""
    return b"\xef\xbf\xbd" if "\ud800" <= text <= "\udfff" else text.encode("utf-8")
