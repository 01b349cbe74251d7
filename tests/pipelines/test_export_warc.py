"""Captures written out as WARC: what other tools read, and that a fresh warehouse makes the same articles of it."""

from __future__ import annotations

import gzip
import json
from datetime import UTC, date, datetime
from pathlib import Path

import polars as pl
import pytest
from fastwarc.warc import ArchiveIterator as FastIterator
from typer.testing import CliRunner
from warcio.archiveiterator import ArchiveIterator as SlowIterator

from broadsheet.errors import SettingsError
from broadsheet.ingest.days import captures_frame
from broadsheet.lake import Lake
from broadsheet.records import Capture
from broadsheet.settings import Settings, load_settings
from broadsheet.stages import extract, ingest
from broadsheet.stages.context import StageContext
from pipelines.cli import app
from pipelines.export import export_warc

DAY = date(2026, 3, 5)
STORY = " ".join(f"The council of Lund counted {number} boats at the northern quay on Thursday." for number in range(9))
PAGE = f"<html lang=en><head><title>Boats counted</title></head><body><article><h1>Boats counted</h1><p>{STORY}</p>" * 1
HEADERS = {"Content-Type": "text/html; charset=utf-8", "Content-Encoding": "gzip", "Content-Length": "9", "X-A": "é",
           "X-Crawl-Content-Encoding": "br"}  # fmt: skip
WHAT_CHANGES = ["capture_id", "derivation_id", "origin_kind", "origin_path", "origin_offset"]


def fill_inbox(inbox: Path) -> None:
    """A page as a bare file, texts and pages with and without status, headers and what lists say."""
    records = [
        {"url": "https://post.example/1", "html": PAGE, "headers": HEADERS, "http_status": 200,
         "requested_url": "https://post.example/r"},
        {"url": "https://post.example/2", "html": PAGE.replace("boats", "cranes"), "headers": {"X-B": "1"}},
        {"url": "https://echo.example/3", "text": STORY, "ai_training_opt_out": True,
         "listed_title": "Listed \ud83d\ude00"},
        {"url": "https://echo.example/4", "html": "<p>gone", "http_status": 404,
         "redirect_urls": ["https://echo.example/0"]},
        {"html": PAGE.replace("Lund", "Wend"), "language_hint": "en",
         "listed_published_at": "2026-03-04T10:00:00+02:00"},
    ]  # fmt: skip
    lines = [
        json.dumps({"captured_at": f"2026-03-05T10:0{number}:00.5Z", **record}) for number, record in enumerate(records)
    ]
    (inbox / "2026-03-05").mkdir(parents=True)
    (inbox / "lines.jsonl").write_text("\n".join(lines))
    (inbox / "2026-03-05/bare.html").write_text(PAGE.replace("Lund", "Skarn"))


def run_stages(home: Path) -> tuple[Settings, Lake]:
    settings = load_settings({"BROADSHEET_HOME": str(home), "BROADSHEET_WORKERS": "1"})
    context = StageContext.of(settings)
    ingest.index_inbox(context)
    list(ingest.run_days(context, [DAY]))
    list(extract.run_days(context, [DAY]))
    return settings, context.lake


@pytest.mark.slow
def test_a_fresh_warehouse_makes_the_same_articles_of_the_export(tmp_path: Path) -> None:
    fill_inbox(tmp_path / "old/inbox")
    settings, old = run_stages(tmp_path / "old")
    (tmp_path / "new/inbox").mkdir(parents=True)
    export_warc(settings, [DAY], None, tmp_path / "new/inbox/all.warc.gz", without_opt_outs=False)
    _, new = run_stages(tmp_path / "new")
    for table, order in (
        ("captures", ["captured_at", "body_sha256"]),
        ("articles", ["article_id"]),
        ("skipped", ["url", "reason"]),
    ):
        before, after = (lake.read(table).drop(WHAT_CHANGES, strict=False).sort(order) for lake in (old, new))
        assert before.height == {"captures": 6, "articles": 5, "skipped": 1}[table]
        assert after.equals(before), table
    for table in ("paragraphs", "article_dates", "article_authors", "links"):
        before, after = (
            lake.read(table).drop("derivation_id").sort(pl.all().exclude(pl.List, pl.Struct)) for lake in (old, new)
        )
        assert after.equals(before), table


def capture(number: int, **fields: object) -> Capture:
    body = f"<p>{number}".encode()
    return Capture(
        f"{number:032d}", datetime(2026, 3, 5, 1, number, tzinfo=UTC), f"post-{number % 2}", body, "0", "warc", "a",
        **fields,  # type: ignore[arg-type]
    )  # fmt: skip


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """A warehouse of four captures, one of which says no to AI training."""
    found = load_settings({"BROADSHEET_HOME": str(tmp_path / "home")})
    captures = [
        capture(1, url="https://post.example/é 1", http_status=200, http_headers=(("Transfer-Encoding", "chunked"),)),
        capture(2, url="https://post.example/2", http_status=299, ai_training_opt_out=True),
        capture(3, content_type="text/html", declared_charset="utf-8"),
        capture(
            4, url="https://post.example/4", http_headers=(("A\r\nB", "c\r\nWARC/1.1"),), ai_training_opt_out=False
        ),
    ]
    Lake(found.lake_uri).replace_partition("captures", DAY, captures_frame(captures))
    return found


def test_other_tools_read_the_export_and_find_its_digests_right(settings: Settings, tmp_path: Path) -> None:
    output = tmp_path / "out.warc.gz"
    export_warc(settings, None, None, output, without_opt_outs=False)
    with output.open("rb") as file:
        slow = [
            (record.rec_type, record.content_stream().read()) for record in SlowIterator(file, check_digests="raise")
        ]
    assert [kind for kind, _ in slow] == ["warcinfo", "response", "response", "resource", "response"]
    assert [body for _, body in slow[1:]] == [b"<p>1", b"<p>2", b"<p>3", b"<p>4"]
    with output.open("rb") as file:
        assert all(record.verify_block_digest() for record in FastIterator(file, parse_http=False))
    with output.open("rb") as file:
        statuses = [record.http_headers.status_code for record in FastIterator(file) if record.is_http]
    assert statuses == [200, 299, 0]


@pytest.mark.parametrize(
    ("options", "count"),
    [([], 4), (["--source", "post-1"], 2), (["--without-opt-outs"], 3), (["--days", "2026-03-06..2026-03-07"], 0)],
)
def test_days_source_and_opt_outs_choose_what_is_written(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, options: list[str], count: int
) -> None:
    monkeypatch.setenv("BROADSHEET_HOME", str(tmp_path / "home"))
    output = tmp_path / "out.warc"
    answer = CliRunner().invoke(app, ["export", "warc", "-o", str(output), *options])
    assert answer.exit_code == 0, answer.output
    assert output.read_bytes().count(b"WARC-Broadsheet-Body: decoded") == count
    assert f"{count} captures" in answer.output
    assert not list(tmp_path.glob("*.part"))


def test_a_name_that_is_no_archive_or_a_place_that_is_not_there_is_refused(settings: Settings, tmp_path: Path) -> None:
    for name in ("out.zip", "nowhere/out.warc.gz"):
        with pytest.raises(SettingsError, match="out"):
            export_warc(settings, None, None, tmp_path / name, without_opt_outs=False)


def test_the_same_captures_are_the_same_records(settings: Settings, tmp_path: Path) -> None:
    contents = []
    for name in ("a.warc.gz", "b.warc.gz"):
        export_warc(settings, None, None, tmp_path / name, without_opt_outs=False)
        contents.append(gzip.decompress((tmp_path / name).read_bytes()).partition(b"WARC-Type: response")[2])
    assert contents[0] == contents[1]
