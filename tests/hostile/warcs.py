"""WARC records that hurt: wrong lengths, heads without end, odd dates and addresses, broken HTTP, junk between them.

Each file holds sound records too, so that a reader has something to keep or to lose, and to name.
"""

from __future__ import annotations

import gzip
import io
import random
from collections.abc import Callable
from typing import Any, BinaryIO

from fastwarc.stream_io import BrotliWriter

from tests.hostile.making import count, good_page

# A draw and a size -> ending of the file's name and its bytes.
ArchiveMaker = Callable[[random.Random, float], tuple[str, bytes]]


def record(number: int, *, kind: str = "response", body: bytes | None = None, **heads: str) -> bytes:
    """A WARC record; heads replace or add lines of its head, `http` the HTTP head, `length` the stated length."""
    http = heads.pop("http", "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n")
    block = http.encode("utf-8", "surrogatepass") + (good_page(number) if body is None else body)
    lines = {
        "WARC-Type": kind,
        "WARC-Record-ID": f"<urn:uuid:00000000-0000-0000-0000-{number:012d}>",
        "WARC-Target-URI": f"https://orme.example/hostile/{number}",
        "WARC-Date": "2026-03-04T10:00:00Z",
        "Content-Type": f"application/http; msgtype={kind}",
        "Content-Length": heads.pop("length", str(len(block))),
    } | {name.replace("_", "-"): value for name, value in heads.items()}
    head = "WARC/1.0\r\n" + "".join(f"{name}: {value}\r\n" for name, value in lines.items()) + "\r\n"
    return head.encode("utf-8", "surrogatepass") + block + b"\r\n\r\n"


def pack(writer: Callable[[BinaryIO], Any], content: bytes) -> bytes:
    """The bytes that a writer of a packing makes of the content."""
    stream = io.BytesIO()
    packer = writer(stream)
    packer.write(content)
    packer.close()
    return stream.getvalue()


def between(middle: bytes) -> bytes:
    """A bad record between sound ones."""
    return record(1) + middle + record(2)


def wrong_lengths(chance: random.Random, size: float) -> tuple[str, bytes]:
    lengths = ("0", "-1", "9" * 30, "1e3", "", " 12 ", "0x10", "12,5", "99999999", "7\r\n folded: 9")
    return ".warc", between(b"".join(record(number, length=chance.choice(lengths)) for number in range(3, 9)))


def cut_record(chance: random.Random, size: float) -> tuple[str, bytes]:
    whole = record(1) + record(2)
    return ".warc", whole[: chance.randrange(1, len(whole))]


def folded_heads(chance: random.Random, size: float) -> tuple[str, bytes]:
    fold = "a\r\n " * count(size, 200_000)
    return ".warc", between(record(3, X_Long=fold)) if chance.random() < 0.5 else between(
        record(3, http=f"HTTP/1.1 200 OK\r\nX: {fold}\r\n\r\n")
    )


def many_heads(chance: random.Random, size: float) -> tuple[str, bytes]:
    heads = {f"X-{number}": "v" for number in range(count(size, 60_000))}
    return ".warc", between(record(3, **heads))


def endless_head(chance: random.Random, size: float) -> tuple[str, bytes]:
    return ".warc", record(1) + b"WARC/1.0\r\nWARC-Type: response\r\n" + b"X: " + b"y" * count(size, 20_000_000)


def bad_dates(chance: random.Random, size: float) -> tuple[str, bytes]:
    dates = (
        "0000-00-00T00:00:00Z",
        "9999-99-99",
        "2026-03-04",
        "yesterday",
        "",
        "-1",
        "2026-03-04T10:00:00.9999999999Z",
    )
    return ".warc", between(b"".join(record(number, WARC_Date=date) for number, date in enumerate(dates, 3)))


def bad_addresses(chance: random.Random, size: float) -> tuple[str, bytes]:
    urls = (
        "",
        "http://[",
        "x" * 90_000,
        "javascript:1",
        "\ud800",
        "http://a\x00b/",
        "<http://a/>",
        "file:///etc/passwd",
    )
    return ".warc", between(b"".join(record(number, WARC_Target_URI=url) for number, url in enumerate(urls, 3)))


def bad_kinds(chance: random.Random, size: float) -> tuple[str, bytes]:
    kinds = ("continuation", "conversion", "revisit", "warcinfo", "metadata", "request", "", "RESPONSE", "x" * 9000)
    return ".warc", between(b"".join(record(number, kind=kind) for number, kind in enumerate(kinds, 3)))


def bad_versions(chance: random.Random, size: float) -> tuple[str, bytes]:
    versions = (b"WARC/0.17", b"WARC/9.9", b"WARC/", b"warc/1.0", b"WARC/1.0\r", b"ARC/1", b"\xffWARC/1.0")
    return ".warc", between(
        b"".join(record(number).replace(b"WARC/1.0", version, 1) for number, version in enumerate(versions, 3))
    )


def bad_chunks(chance: random.Random, size: float) -> tuple[str, bytes]:
    body = good_page(3)
    pieces = (b"%x\r\n%s\r\n0\r\n\r\n" % (len(body), body), b"ffffffff\r\n" + body, b"zz\r\n" + body, b"-5\r\n" + body,
              b"1;" + b"x" * 100_000 + b"\r\na\r\n", b"1\r\na\r\n" * count(size, 300_000), b"0\r\n" + body,
                       b"")  # fmt: skip
    http = "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\n\r\n"
    return ".warc", between(b"".join(record(number, http=http, body=piece) for number, piece in enumerate(pieces, 3)))


def bad_codings(chance: random.Random, size: float) -> tuple[str, bytes]:
    bomb = gzip.compress(b"\x00" * count(size, 400_000_000), 1)
    bodies = (
        bomb,
        gzip.compress(bomb),
        good_page(3),
        b"\x1f\x8b",
        b"",
        pack(BrotliWriter, b" " * count(size, 90_000_000)),
    )
    codings = ("gzip", "gzip, gzip", "br", "zstd", "deflate", "x-unknown", "gzip, br, deflate, zstd")
    made = [
        record(
            number, body=body, http=f"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Encoding: {coding}\r\n\r\n"
        )
        for number, (body, coding) in enumerate([(chance.choice(bodies), coding) for coding in codings], 3)
    ]
    return ".warc", between(b"".join(made))


def bad_http(chance: random.Random, size: float) -> tuple[str, bytes]:
    heads = ("HTTP/1.1 999999 \r\n\r\n", "HTTP/2 200", "HTTP/1.1\r\n\r\n", "\r\n\r\n", "GET / HTTP/1.1\r\n\r\n", "",
             "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=" + "x" * 90_000 + "\r\n\r\n",
             "HTTP/1.1 200 OK\r\n: x\r\nno colon\r\n\x00: y\r\n\r\n", "HTTP/1.1 200 OK\n\n",
             "ICY 200 OK\r\n\r\n")  # fmt: skip
    return ".warc", between(b"".join(record(number, http=http) for number, http in enumerate(heads, 3)))


def huge_record(chance: random.Random, size: float) -> tuple[str, bytes]:
    return ".warc", between(record(3, body=b"<p>a</p>" * count(size, 20_000_000)))


def many_records(chance: random.Random, size: float) -> tuple[str, bytes]:
    return ".warc", b"".join(record(1, body=b"<p>a%d</p>" % number) for number in range(count(size, 20_000)))


def junk_between(chance: random.Random, size: float) -> tuple[str, bytes]:
    return ".warc", record(1) + chance.randbytes(count(size, 10_000_000)) + record(2)


def blank_lines(chance: random.Random, size: float) -> tuple[str, bytes]:
    return ".warc", record(1) + chance.choice([b"\r\n", b"\n", b"\x00", b"WARC"]) * count(size, 5_000_000) + record(2)


WARCS: dict[str, ArchiveMaker] = {
    made.__name__: made
    for made in (
        wrong_lengths, cut_record, folded_heads, many_heads, endless_head, bad_dates, bad_addresses, bad_kinds,
        bad_versions, bad_chunks, bad_codings, bad_http, huge_record, many_records, junk_between, blank_lines,
    )
}  # fmt: skip
