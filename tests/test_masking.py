"""Secrets in addresses: what is masked before it is kept, and what stays sign by sign."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from broadsheet.masking import mask_address, mask_header, strip_secrets

MADE = "3f9aB2c7Qx81LmZp55Tr"
HEX = "0123456789abcdef01234567"
SITE = "https://post.example/a"
MASKED = {
    "a token": (f"{SITE}?token=af31", f"{SITE}?token=***"),
    "among others": (f"{SITE}?id=2&access_token=af31&page=3#top", f"{SITE}?id=2&access_token=***&page=3#top"),
    "any case and spelling": (f"{SITE}?accessToken=a&API-KEY=b", f"{SITE}?accessToken=***&API-KEY=***"),
    "an escaped name": (f"{SITE}?api%5Fkey=af31", f"{SITE}?api%5Fkey=***"),
    "a signature": (f"{SITE}?signature=Zk%2B9%3D&expires=9", f"{SITE}?signature=***&expires=9"),
    "a signed address of a store": (
        f"{SITE}?X-Amz-Credential=AK%2Fs3&X-Amz-Date=20240506&X-Amz-Signature=0f",
        f"{SITE}?X-Amz-Credential=***&X-Amz-Date=20240506&X-Amz-Signature=***",
    ),
    "a key that nobody would choose": (f"{SITE}?key={MADE}", f"{SITE}?key=***"),
    "a key in hex": (f"{SITE}?key={HEX}", f"{SITE}?key=***"),
    "in the fragment": (f"{SITE}#access_token=af31&state=1", f"{SITE}#access_token=***&state=1"),
    "escaped for HTML": (f"{SITE}?id=1&amp;token=af31", f"{SITE}?id=1&amp;token=***"),
    "twice": (f"{SITE}?token=a&token=b", f"{SITE}?token=***&token=***"),
    "beside user and password": ("https://me:word@post.example/?token=a", "https://post.example/?token=***"),
    "masked before": (f"{SITE}?token=***", f"{SITE}?token=***"),
}
KEPT = [
    f"{SITE}?key=harbour-2024",
    f"{SITE}?key=48213",
    f"{SITE}?key=the-3-longest-bridges-of-the-county",
    f"{SITE}?code=ST-2024-118",
    f"{SITE}?auth=lee",
    f"{SITE}?pageToken=CAUQAA&next_page_token=abc",
    f"{SITE}?tokens=9&signatures=300",
    f"{SITE}/token=af31",
    f"{SITE}?token=",
    f"{SITE}?q=token",
    f"{SITE}?id=%C3%A9&b=ü&c=a+b&&=;",
    "post.example",
    "",
]


@pytest.mark.parametrize("name", MASKED)
def test_the_value_of_a_secret_is_masked(name: str) -> None:
    address, kept = MASKED[name]
    assert strip_secrets(address) == kept
    assert strip_secrets(kept) == kept


@pytest.mark.parametrize("address", KEPT)
def test_what_is_no_secret_stays(address: str) -> None:
    assert strip_secrets(address) == address


@given(st.text(max_size=60), st.sampled_from(["", "?", "&token", "?key=", "#token="]))
def test_any_text_can_be_masked_once_and_for_all(text: str, piece: str) -> None:
    once = strip_secrets(text + piece + text)
    assert strip_secrets(once) == once


def test_what_is_shown_and_what_headers_say_is_masked_too() -> None:
    assert (
        mask_address(f"s3://me:word@lake?token=af31 and {SITE}?sig=0f") == f"s3://***@lake?token=*** and {SITE}?sig=***"
    )
    assert mask_header("Location", f"{SITE}?token=af31") == f"{SITE}?token=***"
    assert mask_header("X-Note", f"{SITE}?token=af31") == f"{SITE}?token=af31"
