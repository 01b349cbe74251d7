"""Which addresses are refused, by range and by what they hold; nothing here opens a socket."""

from __future__ import annotations

from ipaddress import IPv6Network, ip_network

import pytest

from broadsheet.fetch.addresses import FORBIDDEN_RANGES, judge_address

# Addresses that ipaddress's is_global lets pass, or that hide another one.
TREACHEROUS = [
    "64:ff9b::7f00:1",
    "64:ff9b::a9fe:a9fe",
    "64:ff9b::808:808",
    "64:ff9b:1::a00:1",
    "2002:7f00:1::1",
    "2002:a9fe:a9fe::",
    "168.63.129.16",
    "::127.0.0.1",
    "::7f00:1",
    "::ffff:127.0.0.1",
    "::ffff:10.0.0.1",
    "::ffff:8.8.8.8",
    "::ffff:0:10.0.0.1",
    "3fff::1",
    "3ffe::1",
    "5f00::1",
    "192.88.99.1",
    "fec0::1",
    "2001:0:4136:e378:8000:63bf:3fff:fdd2",
    "2001:20::1",
    "2001:db8::1",
    "2a00:1450:4001::5efe:c0a8:101",
    "2a00:1450:4001::200:5efe:7f00:1",
    "fe80::1%eth0",
    "fe80::1%25eth0",
    "ff02::1",
    "fd00:ec2::254",
    "169.254.169.254",
    "169.254.170.2",
    "100.100.100.200",
    "255.255.255.255",
    "4000::1",
    "::",
    "",
    "news.example",
    "0x7f.1",
    "127.1",
    "1.2.3.4:80",
    "[2a00::1]",
]
PUBLIC = ["1.1.1.1", "8.8.8.8", "93.184.216.34", "172.32.0.1", "100.128.0.1", "2606:4700::1111", "2a00:1450:4001::200e"]


@pytest.mark.parametrize("address", TREACHEROUS)
def test_a_treacherous_address_is_refused_with_a_reason(address: str) -> None:
    assert judge_address(address)


@pytest.mark.parametrize("address", PUBLIC)
def test_a_public_address_passes(address: str) -> None:
    assert judge_address(address) is None


@pytest.mark.parametrize("entry", FORBIDDEN_RANGES, ids=lambda entry: str(entry.network))
def test_both_ends_of_every_range_are_refused_and_name_it_or_a_range_within(entry: object) -> None:
    network = entry.network  # type: ignore[attr-defined]
    for address in (network[0], network[-1]):
        verdict = judge_address(str(address))
        assert verdict is not None and ("RFC" in verdict or "Azure" in verdict)


@pytest.mark.parametrize("address", ["9.255.255.255", "11.0.0.0", "172.15.255.255", "192.167.255.255", "198.20.0.0"])
def test_the_neighbours_of_private_ranges_are_public(address: str) -> None:
    assert judge_address(address) is None


def test_all_that_is_outside_of_the_public_ipv6_range_is_refused() -> None:
    for number in range(0, 1 << 16, 0x400):
        inside = ip_network(f"{number:x}::/16").subnet_of(IPv6Network("2000::/3"))
        assert (judge_address(f"{number:x}:1234:5678::1") is None) <= inside
