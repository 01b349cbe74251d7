"""Which addresses of the internet may be reached: those of the public web, and no others.

Belongs here: the ranges that are refused, each with its source, and what one address is. Names, ports and connections
belong to `backend.py`. `ipaddress` is used to read addresses only: its `is_global` lets pass translators, tunnels,
site-local addresses, segment identifiers and the platform address of a cloud.

The ranges are those of the IANA registries of special-purpose addresses (IPv4 and IPv6, read in 2026), whatever the
registries say about reachability, with addresses that are dangerous in practice. Of IPv6 only 2000::/3 is public
unicast; all else is refused, named or not. An IPv6 address that holds an IPv4 address (a tunnel, a translator) is
refused as a whole: no news site is published at one, and the translator decides what it means.
"""

from __future__ import annotations

from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network

# Range, what it is, source.
_RANGES_4 = (
    ("0.0.0.0/8", "this network", "RFC 791"),
    ("10.0.0.0/8", "private", "RFC 1918"),
    ("100.64.0.0/10", "shared by carriers, also a cloud's metadata (100.100.100.200)", "RFC 6598"),
    ("127.0.0.0/8", "loopback", "RFC 1122"),
    ("168.63.129.16/32", "platform address of a cloud", "Microsoft Azure documentation"),
    ("169.254.0.0/16", "link-local, also clouds' metadata (169.254.169.254)", "RFC 3927"),
    ("172.16.0.0/12", "private", "RFC 1918"),
    ("192.0.0.0/24", "protocol assignments", "RFC 6890"),
    ("192.0.2.0/24", "documentation", "RFC 5737"),
    ("192.31.196.0/24", "AS112 sink", "RFC 7535"),
    ("192.52.193.0/24", "multicast tunnels", "RFC 7450"),
    ("192.88.99.0/24", "6to4 relay", "RFC 7526"),
    ("192.168.0.0/16", "private", "RFC 1918"),
    ("192.175.48.0/24", "AS112 sink", "RFC 7534"),
    ("198.18.0.0/15", "benchmarking", "RFC 2544"),
    ("198.51.100.0/24", "documentation", "RFC 5737"),
    ("203.0.113.0/24", "documentation", "RFC 5737"),
    ("224.0.0.0/4", "multicast", "RFC 5771"),
    ("240.0.0.0/4", "reserved, with the broadcast address", "RFC 1112"),
)
_RANGES_6 = (
    ("::/128", "unspecified", "RFC 4291"),
    ("::1/128", "loopback", "RFC 4291"),
    ("::/96", "IPv4-compatible", "RFC 4291"),
    ("::ffff:0:0/96", "IPv4-mapped", "RFC 4291"),
    ("::ffff:0:0:0/96", "IPv4-translated", "RFC 2765"),
    ("64:ff9b::/96", "translated to IPv4", "RFC 6052"),
    ("64:ff9b:1::/48", "translated to IPv4, local", "RFC 8215"),
    ("100::/64", "discard", "RFC 6666"),
    ("100:0:0:1::/64", "dummy prefix", "RFC 9780"),
    ("2001::/32", "Teredo tunnel to IPv4", "RFC 4380"),
    ("2001:2::/48", "benchmarking", "RFC 5180"),
    ("2001::/23", "protocol assignments, such as ORCHID", "RFC 2928"),
    ("2001:db8::/32", "documentation", "RFC 3849"),
    ("2002::/16", "6to4 tunnel to IPv4", "RFC 3056"),
    ("2620:4f:8000::/48", "AS112 sink", "RFC 7534"),
    ("3ffe::/16", "the closed 6bone", "RFC 3701"),
    ("3fff::/20", "documentation", "RFC 9637"),
    ("5f00::/16", "segment identifiers", "RFC 9602"),
    ("fc00::/7", "private, also a cloud's metadata (fd00:ec2::254)", "RFC 4193"),
    ("fe80::/10", "link-local", "RFC 4291"),
    ("fec0::/10", "site-local", "RFC 3879"),
    ("ff00::/8", "multicast", "RFC 4291"),
)
_PUBLIC_6 = IPv6Network("2000::/3")  # RFC 4291 and the IANA registry "IPv6 Global Unicast Address Assignments"
# The lower half of an ISATAP address (RFC 5214): these 32 bits, then the IPv4 address.
_ISATAP = (0x00005EFE, 0x02005EFE)


@dataclass(frozen=True, slots=True)
class ForbiddenRange:
    """One range, what it is for and who says so."""

    network: IPv4Network | IPv6Network
    meaning: str
    source: str


FORBIDDEN_RANGES: tuple[ForbiddenRange, ...] = tuple(
    ForbiddenRange(ip_network(text), meaning, source) for text, meaning, source in (*_RANGES_4, *_RANGES_6)
)


def judge_address(text: str) -> str | None:
    """Why an address may not be reached, None where it may.

    >>> judge_address("10.1.2.3")
    '10.1.2.3 is private (10.0.0.0/8, RFC 1918)'
    >>> judge_address("64:ff9b::7f00:1")
    '64:ff9b::7f00:1 is translated to IPv4 (64:ff9b::/96, RFC 6052)'
    >>> judge_address("2606:4700::1111") is None
    True
    """
    if "%" in text:
        return f"{text[:60]!r} names a network card of this machine"
    try:
        address = ip_address(text)
    except ValueError:
        return f"{text[:60]!r} is no IP address"
    for entry in FORBIDDEN_RANGES:
        if address in entry.network:
            return f"{text} is {entry.meaning} ({entry.network}, {entry.source})"
    return _judge_public_6(address) if isinstance(address, IPv6Address) else None


def _judge_public_6(address: IPv6Address) -> str | None:
    if address not in _PUBLIC_6:
        return f"{address} is outside of {_PUBLIC_6}, the public addresses (RFC 4291)"
    number = int(address)
    if (number >> 32) & 0xFFFFFFFF in _ISATAP:
        inner = judge_address(str(IPv4Address(number & 0xFFFFFFFF)))
        return f"{address} is an ISATAP tunnel: {inner}" if inner else None
    return None
