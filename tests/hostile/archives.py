"""Archives that hurt in other ways: packings that explode, end early or lie; ARC, WACZ, MHTML, JSON lines."""

from __future__ import annotations

import base64
import gzip
import io
import json
import random
import zipfile
from dataclasses import dataclass

from fastwarc.stream_io import Lz4Writer, ZstdWriter

from tests.hostile.making import count, good_page
from tests.hostile.warcs import WARCS, ArchiveMaker, pack, record


@dataclass(frozen=True, slots=True)
class MadeArchive:
    """A hostile file. name: its kind and number, with its ending."""

    name: str
    body: bytes


def gzip_members(chance: random.Random, size: float) -> tuple[str, bytes]:
    members = [gzip.compress(record(number), mtime=0) for number in range(1, 6)]
    place = chance.randrange(5)
    bad = bytearray(members[place])
    bad[chance.randrange(2, len(bad))] ^= 0xFF
    members[place] = bytes(bad) if chance.random() < 0.6 else members[place][: len(members[place]) // 2]
    return ".warc.gz", b"".join(members)


def gzip_bomb(chance: random.Random, size: float) -> tuple[str, bytes]:
    bomb = gzip.compress(b"\x00" * count(size, 1_000_000_000), 1)
    return ".warc.gz", gzip.compress(record(1)) + (
        gzip.compress(bomb) if chance.random() < 0.3 else bomb
    ) + gzip.compress(record(2))


def gzip_names(chance: random.Random, size: float) -> tuple[str, bytes]:
    head = b"\x1f\x8b\x08\x1c\x00\x00\x00\x00\x00\xff" + b"\xff\xff" + b"x" * 0xFFFF
    return ".warc.gz", gzip.compress(record(1)) + head + b"n" * count(size, 5_000_000) + gzip.compress(record(2))


def empty_members(chance: random.Random, size: float) -> tuple[str, bytes]:
    return ".warc.gz", gzip.compress(record(1)) + gzip.compress(b"") * count(size, 200_000) + gzip.compress(record(2))


def zstd_frames(chance: random.Random, size: float) -> tuple[str, bytes]:
    frame = pack(ZstdWriter, record(1) + record(2))
    skippable = b"\x5d\x2a\x4d\x18" + chance.choice([b"\xff\xff\xff\xff", b"\x04\x00\x00\x00dict", b"\x00\x00\x00\x00"])
    wounds = (
        frame[: len(frame) // 2],
        skippable + frame,
        frame + b"\x28\xb5\x2f\xfd" + b"\xff" * 9,
        frame[:9] + frame[12:],
    )
    return ".warc.zst", chance.choice(wounds)


def zstd_bomb(chance: random.Random, size: float) -> tuple[str, bytes]:
    zeros = b"\x00" * count(size, 60_000_000)
    return ".warc.zst", pack(ZstdWriter, zeros) * 12 + pack(ZstdWriter, record(1))


def lz4_frames(chance: random.Random, size: float) -> tuple[str, bytes]:
    frame = pack(Lz4Writer, record(1) + record(2))
    bomb = pack(Lz4Writer, b"\x00" * count(size, 60_000_000)) * 10
    return ".warc.lz4", chance.choice(
        [frame[: len(frame) // 2], frame[:7] + b"\xff" * 4 + frame[11:], bomb, frame + frame[:9]]
    )


def lies(chance: random.Random, size: float) -> tuple[str, bytes]:
    ending = chance.choice(
        [".warc.gz", ".warc.zst", ".warc.lz4", ".wacz", ".arc.gz", ".mhtml", ".jsonl", ".html.gz", ".zip"]
    )
    body = chance.choice([record(1), gzip.compress(record(1)), pack(ZstdWriter, record(1)), b"PK\x05\x06", b"\x1f\x8b"])
    return ending, body


def arc_records(chance: random.Random, size: float) -> tuple[str, bytes]:
    block = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n" + good_page(1)
    length = chance.choice([str(len(block)), "-1", "9" * 25, "x", "", str(len(block) * 9)])
    head = b"1 0 A test\nURL IP-address Archive-date Content-type Archive-length\n"
    start = f"filedesc://a.arc 0.0.0.0 20260304000000 text/plain {len(head)}\n".encode() + head + b"\n"
    url, at = chance.choice(["1", " 2 3", "x" * 9000]), chance.choice(["20260304070809", "99999999999999", "1"])
    entry = f"http://orme.example/{url} 192.0.2.1 {at} text/html {length}\n"
    return ".arc", (start + entry.encode() + block + b"\n") * count(size, 200)


def wacz(chance: random.Random, size: float) -> tuple[str, bytes]:
    digest = {
        "resources": [
            {"name": "data.warc", "path": "archive/data.warc", "hash": f"sha256:{chance.choice(['0' * 64, 'x', ''])}"}
        ]
    }
    listing = chance.choice(
        [json.dumps(digest), "[" * 90_000, "{}", "null", '{"resources": [1, null, {"path": 3}]}', "\x00"]
    )
    return ".wacz", _zip({"archive/data.warc": record(1) + record(2), "datapackage.json": listing.encode()})


def zip_bomb(chance: random.Random, size: float) -> tuple[str, bytes]:
    zeros = b"\x00" * count(size, 300_000_000)
    return ".wacz", _zip({"archive/a.warc": record(1), "archive/bomb.warc": zeros, "archive/b.warc": record(2)})


def zip_paths(chance: random.Random, size: float) -> tuple[str, bytes]:
    names = (
        "../../etc/a.warc",
        "/etc/a.warc",
        "a\\b.warc",
        "x" * 9000 + ".warc",
        "archive/" * 200 + "a.warc",
        "\ud800.warc"[1:],
    )
    return ".wacz", _zip(
        {f"{number}{name}" if chance.random() < 0.5 else name: record(number) for number, name in enumerate(names, 1)}
    )


def zip_entries(chance: random.Random, size: float) -> tuple[str, bytes]:
    return ".zip", _zip({f"archive/{number}.warc": record(number) for number in range(count(size, 5_000))})


def zip_wounds(chance: random.Random, size: float) -> tuple[str, bytes]:
    body = bytearray(_zip({"archive/a.warc": record(1), "archive/b.warc.gz": gzip.compress(record(2))}))
    for _ in range(chance.randint(1, 6)):
        body[chance.randrange(len(body))] = chance.randrange(256)
    return ".wacz", bytes(body[: chance.choice([len(body), len(body) // 2, len(body) - 9])])


def mhtml(chance: random.Random, size: float) -> tuple[str, bytes]:
    edge = chance.choice(["edge", "", "e" * 9000, "a b", "--"])
    depth = count(size, 500)
    nested = "".join(
        f"Content-Type: multipart/mixed; boundary=b{level}\r\n\r\n--b{level}\r\n" for level in range(depth)
    )
    part = "Content-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n"
    body = base64.b64encode(good_page(1)).decode() if chance.random() < 0.5 else "=" * count(size, 2_000_000)
    head = f'From: <Saved>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related; boundary="{edge}"\r\n\r\n'
    return (
        ".mhtml",
        f"{head}--{edge}\r\n{nested if chance.random() < 0.4 else ''}{part}{body}\r\n--{edge}--\r\n".encode(),
    )


def mhtml_heads(chance: random.Random, size: float) -> tuple[str, bytes]:
    heads = "".join(f"X-{number}: =?utf-8?B?{'QQ' * 40}?=\r\n folded\r\n" for number in range(count(size, 30_000)))
    page = good_page(1).decode()
    return ".mhtml", f"{heads}Content-Type: text/html\r\n\r\n{page}".encode()


def json_lines(chance: random.Random, size: float) -> tuple[str, bytes]:
    good = json.dumps(
        {"url": "https://orme.example/1", "captured_at": "2026-03-04T10:00:00Z", "html": good_page(1).decode()}
    )
    odd = (
        "[" * count(size, 200_000), '{"a":' * count(size, 100_000), "9" * count(size, 2_000_000), "\x00", "null",
        '{"url": 1e999}', "{}{}", '{"html": "' + "x" * count(size, 3_000_000), '{"url": "\\ud800", "html": "<p>x</p>"}',
        '{"html_b64": "===="}', '{"html": "<p>a</p>", "captured_at": "99999-01-01"}',
        '{"html": "<p>a</p>", "headers": [[[["x"]]]]}',
    )  # fmt: skip
    return ".jsonl", "\n".join([good, *chance.sample(odd, 8), good]).encode("utf-8", "surrogatepass")


def json_array(chance: random.Random, size: float) -> tuple[str, bytes]:
    entry = json.dumps({"url": "https://orme.example/1", "captured_at": "2026-03-04T10:00:00Z", "html": "<p>a</p>"})
    blanks = chance.choice([" ", "\n", ",", "\ufeff"]) * count(size, 1_000_000)
    return ".json", f"[{entry},{blanks}{entry}{chance.choice([']', '', ']]', ',', '}'])}".encode()


def packed_pages(chance: random.Random, size: float) -> tuple[str, bytes]:
    body = good_page(1)
    for _ in range(chance.randint(1, 4)):
        body = chance.choice([gzip.compress, lambda raw: pack(ZstdWriter, raw)])(body)
    return chance.choice([".html.gz", ".html.zst", ".html.lz4", ".txt.gz"]), body[
        : chance.choice([len(body), len(body) - 5])
    ]


ARCHIVES: dict[str, ArchiveMaker] = WARCS | {
    made.__name__: made
    for made in (
        gzip_members, gzip_bomb, gzip_names, empty_members, zstd_frames, zstd_bomb, lz4_frames, lies, arc_records, wacz,
        zip_bomb, zip_paths, zip_entries, zip_wounds, mhtml, mhtml_heads, json_lines, json_array, packed_pages,
    )
}  # fmt: skip


def make_archives(seed: int, variants: int, size: float) -> list[MadeArchive]:
    """Each kind in so many variants; the same seed gives the same bytes."""
    made = []
    for kind, make in ARCHIVES.items():
        for variant in range(variants):
            ending, body = make(random.Random(f"{seed}/{kind}/{variant}"), size)
            made.append(MadeArchive(f"{kind}-{variant}{ending}", body))
    return made


def _zip(entries: dict[str, bytes]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as container:
        for name, body in entries.items():
            container.writestr(name, body)
    return file.getvalue()
