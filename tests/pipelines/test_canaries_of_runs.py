"""A poll, a run and `status` with secrets wherever there can be some: none is left anywhere below the home.

The site is on this machine; a proxy is named where nobody listens, so that a request that took it would fail.
"""

from __future__ import annotations

import gzip
import os
import sqlite3
import stat
import subprocess
import sys
import zlib
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from email.utils import format_datetime
from pathlib import Path

import duckdb
import polars as pl
import pytest

from tests.fetch.loopback import Answer, LoopbackServer, Site
from tests.pipelines.inbox_pages import PARAGRAPHS, build_page, write_pages

pytestmark = pytest.mark.slow

CANARY = "c4nary0of0a0secret"
# What the site itself writes into its feed; an archive of a feed holds the feed.
LISTED = "l1sted0secret"
HTML = (("Content-Type", "text/html"), ("Set-Cookie", f"session={CANARY}; Path=/"))
# The user's own file, which holds a secret because they wrote it there.
OWN = {"inbox/march.jsonl"}


@pytest.fixture
def server() -> Iterator[LoopbackServer]:
    site = Site()
    with LoopbackServer(site) as server:
        fill(site, server.place[1])
        yield server


def fill(site: Site, port: int) -> None:
    """A feed whose addresses hold a password, with two pages: one comes at once, one by a redirect."""
    host, now = "127.0.0.1", datetime.now(UTC)
    items = "".join(
        f"<item><title>Harbour {path}</title><link>http://ann:{LISTED}@{host}:{port}/{path}</link>"
        f"<pubDate>{format_datetime(now)}</pubDate></item>"
        for path in ("first", "moved")
    )
    feed = f'<rss version="2.0"><channel><title>Post</title>{items}</channel></rss>'.encode()
    site.add(host, "/robots.txt", Answer(headers=(("Content-Type", "text/plain"),), body=b"User-agent: *\nAllow: /\n"))
    site.add(host, "/rss", Answer(headers=(("Content-Type", "application/rss+xml"), HTML[1]), body=feed))
    away = ("Location", f"http://bob:{CANARY}@{host}:{port}/second")
    site.add(host, "/moved", Answer(302, (away, HTML[1])))
    for number, path in enumerate(("/first", "/second"), start=21):
        page = build_page(f"Harbour of {number} boats", [text.replace("14", str(number)) for text in PARAGRAPHS], now)
        site.add(host, path, Answer(headers=HTML, body=page.encode()))
    site.add(host, "", Answer(404))


def make_environment(home: Path, port: int) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("BROADSHEET_", "DAGSTER_"))}
    return kept | {
        "BROADSHEET_HOME": str(home),
        "BROADSHEET_WORKERS": "1",
        "BROADSHEET_CONTACT": "desk@news.example",
        "BROADSHEET_FETCH_ALLOW": f"127.0.0.1:{port}",
        "BROADSHEET_STORAGE_AWS_SECRET_ACCESS_KEY": CANARY,
        "BROADSHEET_STORAGE_PROXY_URL": f"http://key:{CANARY}@127.0.0.1:9",
        "BROADSHEET_NOTIFY_WEBHOOK": f"http://127.0.0.1:9/services/{CANARY}",
        "BROADSHEET_NOTIFY_EMAIL": "desk@news.example",
        "BROADSHEET_NOTIFY_SENDER": "broadsheet@news.example",
        "BROADSHEET_NOTIFY_MAIL_SERVER": f"smtp://desk:{CANARY}@127.0.0.1:9",
        "HTTP_PROXY": f"http://me:{CANARY}@127.0.0.1:9",
        "HTTPS_PROXY": f"http://me:{CANARY}@127.0.0.1:9",
    }


def call(environment: dict[str, str], *arguments: str) -> str:
    """What a command says on both streams; it must succeed."""
    done = subprocess.run(
        [sys.executable, "-m", "pipelines", *arguments], env=environment, capture_output=True, text=True, umask=0o022,
        check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout + done.stderr


def read_plain(path: Path) -> Iterator[bytes]:
    """The bytes of a file, and where it is packed what it holds."""
    content = path.read_bytes()
    yield content
    if path.name.endswith((".gz", ".gz.open")):
        yield gzip.decompress(content)
    elif path.suffix == ".parquet":
        yield repr(pl.read_parquet(path).to_dicts()).encode()
    elif content.startswith(b"SQLite format 3"):
        with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as connection:
            for (name,) in connection.execute("select name from sqlite_master where type = 'table'").fetchall():
                rows = connection.execute(f'select * from "{name}"').fetchall()
                yield repr(rows).encode()
                yield from (zlib.decompress(cell) for row in rows for cell in row if is_packed(cell))
    elif path.name.startswith("warehouse-") and path.suffix == ".duckdb":
        yield from read_release(path)


def is_packed(cell: object) -> bool:
    return isinstance(cell, bytes) and cell[:2] in (b"x\x9c", b"x\x01", b"x\xda")


def read_release(path: Path) -> Iterator[bytes]:
    with closing(duckdb.connect(str(path), read_only=True)) as connection:
        tables = connection.execute("select schema_name, table_name from duckdb_tables()").fetchall()
        assert len(tables) > 50
        for schema, name in tables:
            yield repr(connection.execute(f'from "{schema}"."{name}"').fetchall()).encode()


def test_no_secret_is_left_and_what_is_private_stays_so(server: LoopbackServer, tmp_path: Path) -> None:
    port, home = server.place[1], tmp_path / "home"
    address = f"https://me:{CANARY}@post.example/march"
    page = build_page("Harbour", PARAGRAPHS, datetime(2024, 3, 5, tzinfo=UTC).date())
    write_pages(home / "inbox" / "march.jsonl", [(address, "2024-03-05T09:00:00Z", page)])
    feed = f'[[source]]\nid = "post"\nkind = "feed"\nurl = "http://127.0.0.1:{port}/rss"\n'
    inbox = '\n[[source]]\nid = "inbox"\npath = "inbox"\n'
    (home / "sources.toml").write_text(feed + inbox, encoding="utf-8")
    environment = make_environment(home, port)
    said = "".join(call(environment, *command) for command in (("poll",), ("run",), ("status",)))
    assert CANARY not in said
    asked = [request.target for request in server.log]
    assert {"/rss", "/first", "/moved", "/second"} <= set(asked)
    for request in server.log:
        assert CANARY not in repr(request) and not {"authorization", "cookie", "proxy-authorization"} & {
            name.lower() for name, _ in request.headers
        }
    files = [path for path in home.rglob("*") if path.is_file() and not path.is_symlink()]
    names = {str(path.relative_to(home)) for path in files}
    assert any(name.startswith("logs/") for name in names) and any("pages" in name for name in names)
    found = {
        str(path.relative_to(home)) for path in files for content in read_plain(path) if CANARY.encode() in content
    }
    assert found - OWN == set()
    listed = [path for path in files for content in read_plain(path) if LISTED.encode() in content]
    assert {path.parent.name for path in listed} == {"lists"}
    check_modes(home)


def check_modes(home: Path) -> None:
    for name in ("logs", "dagster", "fetched"):
        assert stat.S_IMODE((home / name).stat().st_mode) == 0o700, name
    private = [path for name in ("logs", "fetched") for path in (home / name).rglob("*") if path.is_file()]
    assert len(private) > 4
    assert not [path for path in private if path.stat().st_mode & 0o077]
    assert stat.S_IMODE((home / "warehouse.duckdb").stat().st_mode) == 0o444
