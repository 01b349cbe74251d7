"""Hosts as browsers read them: names of any script as ASCII, IPv4 in all its odd forms, IPv6.

Belongs here: the host parser of WHATWG's URL standard. Names of other scripts are mapped after Unicode's UTS #46 with
the tables that Python has (casefold, NFKC, categories), which agree with it for names in use; the registries' finer
rules (joiners, direction) are left to DNS, which knows no such name.
"""

from __future__ import annotations

import re
import unicodedata
from ipaddress import AddressValueError, IPv4Address, IPv6Address
from urllib.parse import unquote_to_bytes

from broadsheet.errors import BadUrlError

_FORBIDDEN = re.compile(r"[\x00-\x20#%/:<>?@\[\\\]^|\x7f]")
_NUMBER = re.compile(r"0[xX][0-9A-Fa-f]*|[0-9]+")
_IPV6 = re.compile(r"[0-9A-Fa-f:.]+")
_DOTS = re.compile("[.\u3002\uff0e\uff61]")
# Kept as they are though casefolding would change them (UTS #46 without transitional processing).
_DEVIATIONS = re.compile("([\u00df\u03c2\u200c\u200d])")
# Characters that UTS #46 drops, beside the variation selectors.
_IGNORED = re.compile("[\u00ad\u034f\u180b-\u180f\u200b\u2060\u2064\ufe00-\ufe0f\ufeff\U000e0100-\U000e01ef]")
# Punycode is never shorter than what it stands for, and takes quadratic time.
_MAX_LABEL_CHARS = 63
# Controls, formats, private use, surrogates, unassigned, separators: in no name.
_BAD_CATEGORIES = frozenset({"Cc", "Cf", "Co", "Cs", "Cn", "Zs", "Zl", "Zp"})
_REPLACEMENTS = frozenset("\ufffc\ufffd")


def parse_host(text: str) -> str:
    """The host of an address in its normal form, IPv6 in brackets. Raises BadUrlError.

    >>> parse_host("0x7f.1"), parse_host("[::127.0.0.1]"), parse_host("M%C3%BCnchen.example")
    ('127.0.0.1', '[::7f00:1]', 'xn--mnchen-3ya.example')
    """
    if text.startswith("["):
        if not text.endswith("]"):
            raise BadUrlError("a bracket of the host is not closed")
        return f"[{_parse_ipv6(text[1:-1])}]"
    name = _to_ascii(unquote_to_bytes(text.encode("utf-8", "replace")).decode("utf-8", "replace"))
    if not name or _FORBIDDEN.search(name):
        raise BadUrlError("the host holds a character that no host may hold")
    return _parse_ipv4(name) if _ends_in_number(name) else name


def _to_ascii(name: str) -> str:
    """The name in small ASCII letters, labels of other scripts in Punycode."""
    if name.isascii():
        return name.lower()
    return ".".join(_label_to_ascii(label) for label in _DOTS.split(_map(name)))


def _map(text: str) -> str:
    """Compatibility forms and capitals undone, as UTS #46 maps them."""
    kept = _IGNORED.sub("", text).replace("\u1e9e", "\u00df")
    parts = (part if _DEVIATIONS.fullmatch(part) else _fold(part) for part in _DEVIATIONS.split(kept))
    return unicodedata.normalize("NFC", "".join(parts))


def _fold(text: str) -> str:
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())


def _label_to_ascii(label: str) -> str:
    is_punycode = label.startswith("xn--")
    if label.isascii() and not is_punycode:
        return label
    if len(label) > _MAX_LABEL_CHARS:
        raise BadUrlError("a label of the host is longer than DNS allows")
    if is_punycode:
        _check_punycode(label)
        return label
    _check_label(label)
    return "xn--" + label.encode("punycode").decode("ascii")


def _check_punycode(label: str) -> None:
    try:
        decoded = label[4:].encode("ascii").decode("punycode")
    except (UnicodeError, ValueError, OverflowError) as error:
        raise BadUrlError("a label of the host is no Punycode") from error
    if not decoded or decoded.isascii() or _map(decoded) != decoded:
        raise BadUrlError("a label of the host is no Punycode")
    _check_label(decoded)


def _check_label(label: str) -> None:
    if unicodedata.category(label[0]).startswith("M"):
        raise BadUrlError("a label of the host begins with a mark")
    for letter in label:
        if letter in _REPLACEMENTS or (
            unicodedata.category(letter) in _BAD_CATEGORIES and not _DEVIATIONS.match(letter)
        ):
            raise BadUrlError("the host holds a character that no host may hold")


def _ends_in_number(name: str) -> bool:
    parts = name.split(".")
    if not parts[-1] and len(parts) > 1:
        parts.pop()
    last = parts[-1]
    return (last.isascii() and last.isdigit()) or _NUMBER.fullmatch(last) is not None


def _parse_ipv4(name: str) -> str:
    """The address that up to four decimal, octal or hexadecimal numbers mean; the last one fills all bytes left."""
    parts = name.removesuffix(".").split(".")
    if len(parts) > 4:
        raise BadUrlError("an IPv4 address of more than four numbers")
    *front, last = [_read_number(part) for part in parts]
    if any(number > 255 for number in front) or last >= 256 ** (5 - len(parts)):
        raise BadUrlError("a number of an IPv4 address is too large")
    value = last + sum(number << 8 * (3 - place) for place, number in enumerate(front))
    return str(IPv4Address(value))


def _read_number(text: str) -> int:
    if not _NUMBER.fullmatch(text) or len(text) > 256:
        raise BadUrlError("a part of an IPv4 address is no number")
    if text[:2] in ("0x", "0X"):
        return int(text[2:] or "0", 16)
    base = 8 if text.startswith("0") and len(text) > 1 else 10
    try:
        return int(text, base)
    except ValueError as error:
        raise BadUrlError("a part of an IPv4 address is no number") from error


def _parse_ipv6(text: str) -> str:
    if not _IPV6.fullmatch(text):
        raise BadUrlError("the host in brackets is no IPv6 address")
    try:
        packed = IPv6Address(text).packed
    except AddressValueError as error:
        raise BadUrlError("the host in brackets is no IPv6 address") from error
    groups = [int.from_bytes(packed[place : place + 2], "big") for place in range(0, 16, 2)]
    return _write_ipv6(groups)


def _write_ipv6(groups: list[int]) -> str:
    """RFC 5952 without its exception for IPv4 at the end; the first of the longest runs of zeros becomes `::`."""
    bits = "".join("0" if group == 0 else "1" for group in groups)
    runs = re.findall(r"0{2,}", bits)
    written = [f"{group:x}" for group in groups]
    if not runs:
        return ":".join(written)
    longest = max(runs, key=len)
    start = bits.index(longest)
    return ":".join(written[:start]) + "::" + ":".join(written[start + len(longest) :])
