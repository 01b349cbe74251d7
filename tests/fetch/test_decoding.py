"""Content codings are undone one after the other, and a bomb is refused before it goes off."""

from __future__ import annotations

import gzip
import io
import os
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from fastwarc.stream_io import BrotliWriter, ZstdWriter

from broadsheet.errors import FetchError
from broadsheet.fetch.decoding import ACCEPT_ENCODING, decode_body
from broadsheet.fetch.limits import Limits

PAGE = b"<p>High water at the old quay: 4.20 m.</p>" * 300
SAMPLES = Path(os.environ.get("BROADSHEET_SHARED") or Path(__file__).parents[3] / "shared") / "wire/feeds/compressed"


def pack_raw(content: bytes) -> bytes:
    packer = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    return packer.compress(content) + packer.flush()


def pack_with(writer_class: Any, content: bytes) -> bytes:
    packed = io.BytesIO()
    with writer_class(packed) as writer:
        writer.write(content)
    return packed.getvalue()


def pack_brotli(content: bytes) -> bytes:
    return pack_with(BrotliWriter, content)


def pack_zstd(content: bytes) -> bytes:
    return pack_with(ZstdWriter, content)


PACKERS: dict[str, Callable[[bytes], bytes]] = {
    "gzip": gzip.compress,
    "x-gzip": gzip.compress,
    "deflate": zlib.compress,
    "br": pack_brotli,
    "zstd": pack_zstd,
}


@pytest.mark.parametrize("name", PACKERS)
@pytest.mark.parametrize("content", [b"", b"x", PAGE, os.urandom(200_000)], ids=["empty", "one", "page", "random"])
def test_each_coding_is_undone(name: str, content: bytes) -> None:
    assert decode_body(PACKERS[name](content), [name], Limits()) == content


def test_every_coding_that_is_asked_for_is_undone() -> None:
    assert set(ACCEPT_ENCODING.split(", ")) <= set(PACKERS)


@pytest.mark.parametrize("names", ["gzip, deflate", "br, gzip", "zstd, br", "deflate, gzip, zstd", "gzip,gzip,gzip"])
def test_codings_one_over_the_other_are_undone_last_first(names: str) -> None:
    body = PAGE
    for name in names.split(","):
        body = PACKERS[name.strip()](body)
    assert decode_body(body, [names], Limits()) == PAGE
    assert decode_body(body, names.split(","), Limits()) == PAGE


def test_bare_deflate_and_members_and_what_follows_them_are_read() -> None:
    assert decode_body(pack_raw(PAGE), ["deflate"], Limits()) == PAGE
    assert decode_body(gzip.compress(b"one ") + gzip.compress(b"two"), ["gzip"], Limits()) == b"one two"
    assert decode_body(gzip.compress(PAGE) + b"\0\0\n<!-- cached -->", ["gzip"], Limits()) == PAGE


@pytest.mark.parametrize("value", ["", "identity", "Identity, none", "UTF-8", " , "])
def test_values_that_name_no_coding_change_nothing(value: str) -> None:
    assert decode_body(PAGE, [value], Limits()) == PAGE


def test_an_empty_body_needs_no_decoder() -> None:
    assert decode_body(b"", ["unheard-of"], Limits()) == b""


BROKEN = [
    (PAGE, "gzip"),
    (PAGE, "deflate"),
    (PAGE, "br"),
    (PAGE, "zstd"),
    (PAGE, "compress"),
    (PAGE, "gzip; q=1"),
    (gzip.compress(PAGE, mtime=0)[:-1], "gzip"),
    (gzip.compress(PAGE, mtime=0)[:50], "gzip"),
    (gzip.compress(PAGE, mtime=0)[:5], "gzip"),
    (gzip.compress(PAGE, mtime=0)[:-8] + b"\0" * 8, "gzip"),
    (zlib.compress(PAGE)[:-4], "deflate"),
    (pack_raw(PAGE)[:-2], "deflate"),
    (pack_brotli(PAGE)[:-3], "br"),
    (pack_zstd(PAGE)[:-3], "zstd"),
    (gzip.compress(PAGE, mtime=0), "gzip, gzip"),
    (PAGE, "gzip, br"),
    (PAGE, "br, deflate"),
    (PAGE, "zstd, gzip"),
    (gzip.compress(PAGE, mtime=0)[:50], "deflate, gzip"),
    (gzip.compress(gzip.compress(gzip.compress(gzip.compress(PAGE, mtime=0)))), "gzip, gzip, gzip, gzip"),
    (b"\x28\xb5\x2f\xfd\x00" + bytes([(24 - 10) << 3]) + b"\x01\x00\x00", "zstd"),
]


@pytest.mark.parametrize(("body", "name"), BROKEN)
def test_a_coding_that_is_broken_cut_unknown_or_too_deep_is_refused(body: bytes, name: str) -> None:
    with pytest.raises(FetchError) as caught:
        decode_body(body, [name], Limits())
    assert caught.value.outcome == "bad_encoding"


@pytest.mark.parametrize("name", PACKERS)
def test_a_bomb_of_each_coding_is_refused(name: str) -> None:
    bomb = PACKERS[name](bytes(30_000_000))
    with pytest.raises(FetchError, match="unpack to more than"):
        decode_body(bomb, [name], Limits())


def test_both_caps_hold_and_the_ratio_only_for_large_bodies() -> None:
    small = gzip.compress(bytes(900_000))
    assert len(decode_body(small, ["gzip"], Limits(ratio=2))) == 900_000
    with pytest.raises(FetchError):
        decode_body(small, ["gzip"], Limits(ratio=2, ratio_from_bytes=1000))
    large = gzip.compress(os.urandom(50_000))
    with pytest.raises(FetchError):
        decode_body(large, ["gzip"], Limits(decoded_bytes=40_000))


@pytest.mark.skipif(not SAMPLES.exists(), reason="the shared samples are not here")
def test_the_shared_samples_come_out() -> None:
    def decode(file: str, names: str) -> bytes:
        return decode_body((SAMPLES / file).read_bytes(), [names], Limits())

    page = decode("html-gzip.bin", "gzip")
    assert b"<" in page and len(page) > 10_000
    assert decode("html-gzip-deflate-gzip.bin", "gzip, deflate, gzip") == page
    assert decode("html-zstd-streaming-no-content-size.bin", "zstd") == page
    for file, name in [("bomb-gzip.bin", "gzip"), ("bomb-deflate.bin", "deflate"), ("bomb-br.bin", "br")]:
        with pytest.raises(FetchError):
            decode(file, name)
    with pytest.raises(FetchError, match="ends early"):
        decode("unexpected-eof.gz", "gzip")
