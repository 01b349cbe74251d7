"""The file index: what is seen, what is read again, and what a day is made of."""

from __future__ import annotations

import gzip
import os
import socket
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import polars as pl
import pytest
from ingest_samples import FILE_TIME, PAGE, gzip_members, inbox, read_all, reasons, scan_one, warc_record, write_file

from broadsheet.ingest import days as days_module
from broadsheet.ingest import index as index_module
from broadsheet.ingest.days import captures_frame, group_days, keep_vanished, read_day, read_days
from broadsheet.ingest.files import find_file
from broadsheet.ingest.inbox_rows import InboxFile, index_frame, index_rows
from broadsheet.ingest.index import fingerprint_day, is_index_current, list_days, update_index
from broadsheet.ingest.problems import Problem
from broadsheet.ingest.sources import Source
from broadsheet.tables import get_table

DAY = FILE_TIME.date()
LINE = b'{"url":"https://post.example/1","text":"x","captured_at":"2024-05-06T10:00:00"}\n'


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Names of the files that are opened, in order."""
    names: list[str] = []
    true_open = index_module.open_raw

    def spy(file: Path) -> object:
        names.append(file.name)
        return true_open(file)

    monkeypatch.setattr("broadsheet.ingest.index.open_raw", spy)

    return names


PAGES = {
    "a.html": ("text/html", PAGE),
    "a.HTM": ("text/html", PAGE),
    "a.xhtml": ("application/xhtml+xml", PAGE),
    "a.txt": ("text/plain", b"A text."),
    "a.md": ("text/markdown", b"# A text"),
    "empty.html": ("text/html", b""),
    "picture.html": ("text/html", b"\x89PNG\r\n\x1a\n\x00\x00"),
    "packed.html": ("text/html", gzip.compress(PAGE)),
    "paper.txt": ("text/plain", b"%PDF-1.7\n%\xe2\xe3"),
    "record.html": ("text/html", b'{"html": "<p>"}'),
    "nul.html": ("text/html", b"\x00" * 1000),
}


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("packed", [False, True])
def test_a_page_is_one_capture_with_the_bytes_it_has(tmp_path: Path, name: str, packed: bool) -> None:
    media, body = PAGES[name]
    row, (capture,) = scan_one(tmp_path, name + ".gz" * packed, gzip.compress(body) if packed else body)
    assert (capture.body, capture.content_type, capture.declared_charset) == (body, media, None)
    assert (capture.captured_at, capture.url, capture.origin_kind, capture.source_id) == (
        FILE_TIME,
        None,
        "file",
        "inbox",
    )
    assert (row.record_count, row.problem_count, row.file_bytes > 0) == (1, 0, packed or bool(body))


@pytest.mark.parametrize(
    "top",
    [
        b"<!DOCTYPE html>\r\n<!-- saved from url=(0031)https://www.post.example.com/a -->\r\n",
        b"<html><!--\n Page saved with SingleFile \n url: https://www.post.example.com/a \n saved date: now\n-->",
    ],
)
def test_a_saved_page_tells_its_address(tmp_path: Path, top: bytes) -> None:
    _, (capture,) = scan_one(tmp_path, "a.html", top + PAGE)
    assert (capture.url, capture.source_id) == ("https://www.post.example.com/a", "example.com")
    _, (capture,) = scan_one(tmp_path / "text", "a.txt", top + PAGE)
    assert capture.url is None


LOST_FILES = {
    "cut.html.gz": (gzip.compress(PAGE)[:-12], "truncated_gzip"),
    "spoilt.html.gz": (gzip.compress(PAGE)[:-8] + b"\xff" * 8, "bad_gzip"),
    "report.pdf": (b"%PDF", "unknown_kind"),
    "noending": (b"x", "unknown_kind"),
    "archive.tar.gz": (b"x", "unknown_kind"),
    "empty.warc": (b"", "empty_file"),
    "empty.jsonl.gz": (b"", "empty_file"),
    "nothing_in_it.warc.gz": (gzip.compress(b""), "empty_file"),
}


@pytest.mark.parametrize("name", LOST_FILES)
def test_a_file_that_gives_nothing_says_why(tmp_path: Path, name: str) -> None:
    content, reason = LOST_FILES[name]
    row, captures = scan_one(tmp_path, name, content)
    assert (captures, reasons(row), row.problem_count, row.days) == ([], [reason], 1, ())


def test_a_page_beyond_the_cap_is_a_problem(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("broadsheet.ingest.pages.MAX_RECORD_BYTES", 100)
    assert reasons(scan_one(tmp_path, "a.html", b"x" * 101)[0]) == ["too_large"]
    assert reasons(scan_one(tmp_path, "a.html", b"x" * 100)[0]) == []


def test_hidden_temporary_and_page_part_files_are_passed_over(tmp_path: Path) -> None:
    for name in (
        ".hidden.html", ".git/a.html", "a.html~", "#a.html#", "a.html.part", "b.jsonl.tmp", "c.warc.gz.crdownload",
        "Thumbs.db", "page_files/ad.html", "page_files/deep/x.js",
    ):  # fmt: skip
        write_file(tmp_path, name, PAGE)
    for name in ("page.html", "my_files/a.html", "z.html", "B.html"):
        write_file(tmp_path, name, PAGE)
    assert [row.path for row in update_index(inbox(tmp_path))] == ["B.html", "my_files/a.html", "page.html", "z.html"]


def test_links_are_followed_once_and_loops_end(tmp_path: Path) -> None:
    write_file(tmp_path, "inbox/a/one.html", PAGE)
    write_file(tmp_path, "inbox/b/two.html", PAGE)
    write_file(tmp_path, "inbox/.parts/three.html", PAGE)
    root = tmp_path / "inbox"
    (root / "a/up").symlink_to(root)
    (root / "a/over").symlink_to(root / "b")
    (root / "b/over").symlink_to(root / "a")
    (root / "c").symlink_to("a/../.parts")
    (root / "self.html").symlink_to(root / "self.html")
    (root / "gone.html").symlink_to(tmp_path / "nothing.html")
    index = update_index(inbox(root))
    assert [(row.path, row.record_count) for row in index] == [
        ("a/one.html", 1), ("b/two.html", 1), ("c/three.html", 1), ("gone.html", 0), ("self.html", 0),
    ]  # fmt: skip
    assert [reasons(row) for row in index[3:]] == [["unreadable_file"], ["unreadable_file"]]


def test_what_is_no_regular_file_is_never_opened(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.html")
    server = socket.socket(socket.AF_UNIX)
    server.bind(str(tmp_path / "socket.html"))
    server.close()
    (tmp_path / "null.html").symlink_to("/dev/null")
    write_file(tmp_path, "page.html", PAGE)
    index = update_index(inbox(tmp_path))
    assert [(row.path, reasons(row)) for row in index] == [
        ("null.html", ["outside_source"]), ("page.html", []), ("pipe.html", ["no_regular_file"]),
        ("socket.html", ["no_regular_file"]),
    ]  # fmt: skip
    assert is_index_current(inbox(tmp_path), index)
    assert update_index(inbox(tmp_path / "no such folder")) == ()


def test_a_link_that_leads_out_of_the_folder_is_a_row_and_no_article(tmp_path: Path) -> None:
    write_file(tmp_path, "secrets/passwd", b"root:x:0:0")
    root = tmp_path / "inbox"
    write_file(tmp_path, "inbox/page.html", PAGE)
    (root / "passwd.txt").symlink_to(tmp_path / "secrets/passwd")
    (root / "up.txt").symlink_to("../secrets/passwd")
    (root / "folder").symlink_to(tmp_path / "secrets")
    (root / "twice.txt").symlink_to(root / "up.txt")
    os.link(root / "page.html", root / "same.html")
    index = update_index(inbox(root))
    out = ["outside_source"]
    assert [(row.path, reasons(row)) for row in index] == [
        ("folder", out), ("page.html", []), ("passwd.txt", out), ("same.html", []), ("twice.txt", out), ("up.txt", out),
    ]  # fmt: skip
    assert len(read_all(root, index)) == 2
    assert find_file(inbox(root)[0], "passwd.txt") is None
    assert is_index_current(inbox(root), index)


def test_a_link_that_turned_outwards_since_it_was_indexed_is_not_read(tmp_path: Path) -> None:
    root = tmp_path / "inbox"
    write_file(tmp_path, "inbox/page.html", PAGE)
    index = update_index(inbox(root))
    write_file(tmp_path, "secret.html", PAGE)
    (root / "page.html").unlink()
    (root / "page.html").symlink_to(tmp_path / "secret.html")
    told: list[str] = []
    (day,) = list_days(index)
    assert list(read_day(day, index, inbox(root), lambda _, problem: told.append(problem.reason))) == []
    assert told == ["unreadable_file"]


@pytest.mark.parametrize("name", ["Lund Straße – 'x'.html", "a\\x41.html", "a%20b.html", "new\nline.html"])
def test_odd_file_names(tmp_path: Path, name: str) -> None:
    row, captures = scan_one(tmp_path, name, PAGE)
    assert (row.path, len(captures)) == (name, 1)


def test_file_names_that_are_not_utf8(tmp_path: Path) -> None:
    row, captures = scan_one(tmp_path, os.fsdecode(b"caf\xe9.html"), PAGE)
    assert (row.path, captures[0].origin_path) == ("caf\\xe9.html", "inbox/caf\\xe9.html")
    index_frame([row])


def write_three(folder: Path) -> None:
    write_file(folder, "a.jsonl", LINE * 2)
    write_file(folder, "b.warc.gz", gzip_members(*(warc_record(number) for number in (5, 6, 7))))
    write_file(folder, "c.html", PAGE)


def test_a_second_look_opens_nothing(tmp_path: Path, opened: list[str]) -> None:
    write_three(tmp_path)
    first = update_index(inbox(tmp_path))
    assert opened == ["a.jsonl", "b.warc.gz", "c.html"]
    for path in tmp_path.iterdir():
        path.chmod(0)
    opened.clear()
    stored = index_frame(first)
    assert update_index(inbox(tmp_path), stored) == update_index(inbox(tmp_path), first) == first
    assert opened == []


def test_only_new_and_changed_files_are_opened(tmp_path: Path, opened: list[str]) -> None:
    write_three(tmp_path)
    first = update_index(inbox(tmp_path))
    opened.clear()
    write_file(tmp_path, "d.txt", b"new")
    write_file(tmp_path, "a.jsonl", LINE * 3)
    write_file(tmp_path, "c.html", PAGE, FILE_TIME + timedelta(microseconds=1))
    second = update_index(inbox(tmp_path), first)
    assert opened == ["a.jsonl", "c.html", "d.txt"]
    assert [row.record_count for row in second] == [2 + 1, 3, 1, 1]
    opened.clear()
    update_index(inbox(tmp_path), second, rescan=True)
    assert len(opened) == 4


def test_a_file_that_cannot_be_read_is_a_problem_and_tried_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_three(tmp_path)

    def refuse(file: Path) -> object:
        raise PermissionError(13, "Permission denied")

    with monkeypatch.context() as patch:
        patch.setattr("broadsheet.ingest.index.open_raw", refuse)
        refused = update_index(inbox(tmp_path))
    assert [row.problems for row in refused] == [(Problem(0, "unreadable_file", "Permission denied"),)] * 3
    assert [row.sha256 for row in index_rows(index_frame(refused))] == [None] * 3
    assert [row.problem_count for row in update_index(inbox(tmp_path), refused)] == [0, 0, 0]


def test_a_disk_that_fails_in_the_middle_keeps_what_came(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_file(tmp_path, "a.jsonl", LINE * 5000)
    true_open = index_module.open_raw

    class Failing:
        def __init__(self, file: Path) -> None:
            self._file = file.open("rb")
            self._reads = 0
            self.close = self._file.close

        def read(self, size: int) -> bytes:
            self._reads += 1
            if self._reads > 2:
                raise OSError(5, "Input/output error")
            return self._file.read(size)

    monkeypatch.setattr("broadsheet.ingest.index.open_raw", lambda file: type(true_open(file))(Failing(file)))
    (row,) = update_index(inbox(tmp_path))
    assert reasons(row) == ["unreadable_file"]
    assert row.record_count == 2 * 65536 // len(LINE)


def test_the_index_row_tells_what_the_file_holds(tmp_path: Path) -> None:
    write_three(tmp_path)
    a, b, _ = update_index(inbox(tmp_path))
    assert (a.source_id, a.path, a.reader, a.file_bytes, a.modified_at) == (
        "inbox",
        "a.jsonl",
        "jsonl",
        2 * len(LINE),
        FILE_TIME,
    )
    assert [(day.captured_on, day.record_count) for day in b.days] == [(date(2024, 5, day), 1) for day in (5, 6, 7)]
    assert a.sha256 is not None and len(a.sha256) == 64
    assert list_days([a, b]) == {date(2024, 5, 5): 1, date(2024, 5, 6): 3, date(2024, 5, 7): 1}


def test_the_frames_are_the_tables(tmp_path: Path) -> None:
    write_three(tmp_path)
    index = update_index(inbox(tmp_path))
    captures = captures_frame(read_all(tmp_path, index))
    for name, frame in (("inbox_files", index_frame(index)), ("captures", captures)):
        table = get_table(name)
        assert frame.columns == [column.name for column in table.columns]
        assert [
            column.name for column in table.columns if not column.nullable and frame[column.name].null_count()
        ] == []
        assert frame.select(table.key).is_unique().all()
    assert index_rows(index_frame(index)) == index
    assert captures_frame([]).height == index_frame([]).height == 0


def test_a_day_opens_only_its_files_and_comes_in_order(tmp_path: Path, opened: list[str]) -> None:
    write_three(tmp_path)
    late = LINE.replace(b"10:00", b"12:00")
    write_file(tmp_path, "0.jsonl", late + LINE)
    index = update_index(inbox(tmp_path))
    opened.clear()
    found = list(read_day(date(2024, 5, 6), index, inbox(tmp_path)))
    assert opened == ["0.jsonl", "a.jsonl", "b.warc.gz"]
    keys = [(capture.captured_at, capture.capture_id) for capture in found]
    assert (len(keys), keys) == (5, sorted(keys))
    assert len(set(keys)) == 5
    assert found[-1].origin_path == "inbox/0.jsonl"
    assert list(read_day(date(2024, 5, 6), index[::-1], inbox(tmp_path))) == found
    assert list(read_day(date(2023, 1, 1), index, inbox(tmp_path))) == []


def test_many_days_are_read_in_one_pass(tmp_path: Path, opened: list[str]) -> None:
    write_three(tmp_path)
    index = update_index(inbox(tmp_path))
    days = [date(2024, 5, 5), date(2024, 5, 6), date(2024, 1, 1), DAY]
    one_by_one = {day: list(read_day(day, index, inbox(tmp_path))) for day in sorted(days)}
    opened.clear()
    together = {day: list(captures) for day, captures in read_days(days, index, inbox(tmp_path))}
    assert (together, list(together)) == (one_by_one, sorted(days))
    assert opened == ["a.jsonl", "b.warc.gz", "c.html"]
    unread = [day for day, _ in read_days(days, index, inbox(tmp_path))]
    assert unread == sorted(days)


def test_bodies_of_a_day_wait_on_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("broadsheet.ingest.spool._SPOOL_BYTES", 10)
    write_three(tmp_path)
    index = update_index(inbox(tmp_path))
    assert [capture.body for capture in read_day(DAY, index, inbox(tmp_path))] == [PAGE]


def test_fingerprints_change_with_the_files_of_the_day_and_with_nothing_else(tmp_path: Path) -> None:
    write_three(tmp_path)
    first = update_index(inbox(tmp_path))
    days = (date(2024, 5, 5), date(2024, 5, 6), DAY)
    before = [fingerprint_day(day, first) for day in days]
    assert [fingerprint_day(day, first[::-1]) for day in days] == before
    write_file(tmp_path, "b.warc.gz", (tmp_path / "b.warc.gz").read_bytes(), FILE_TIME + timedelta(days=1))
    write_file(tmp_path, "a.jsonl", LINE * 3)
    second = update_index(inbox(tmp_path), first)
    assert [fingerprint_day(day, second) == old for day, old in zip(days, before, strict=True)] == [True, False, True]
    # The time of a page's file is the time of its capture.
    write_file(tmp_path, "c.html", PAGE, FILE_TIME - timedelta(seconds=1))
    third = update_index(inbox(tmp_path), second)
    assert fingerprint_day(DAY, third) != before[2]
    (tmp_path / "c.html").unlink()
    assert fingerprint_day(DAY, update_index(inbox(tmp_path), third)) not in (before[2], fingerprint_day(DAY, third))


def test_fingerprints_with_sources_change_with_what_captures_carry_of_them(tmp_path: Path) -> None:
    write_three(tmp_path)
    index = update_index(inbox(tmp_path))
    plain, named = inbox(tmp_path), (Source("inbox", tmp_path, name="Our inbox"),)
    dutch, post = (Source("inbox", tmp_path, language="nl"),), (*plain, Source("post", None, domain="post.example"))
    marks = [fingerprint_day(DAY, index, sources) for sources in (plain, named, dutch, post)]
    assert (marks[0] == marks[1], len(set(marks))) == (True, 3)


def day_frame(folder: Path, index: tuple[InboxFile, ...], day: date) -> pl.DataFrame:
    return captures_frame(read_day(day, index, inbox(folder)))


def test_captures_of_vanished_files_stay_and_of_changed_files_go(tmp_path: Path) -> None:
    day = date(2024, 5, 6)
    write_file(tmp_path, "gone.jsonl", LINE)
    write_file(tmp_path, "moved.jsonl", LINE.replace(b"/1", b"/2"))
    write_file(tmp_path, "edited.jsonl", LINE.replace(b"/1", b"/3") + LINE.replace(b"/1", b"/4"))
    write_file(tmp_path, "saved.html", PAGE, datetime(2024, 5, 6, 9, tzinfo=UTC))
    first = update_index(inbox(tmp_path))
    before = day_frame(tmp_path, first, day)
    (tmp_path / "gone.jsonl").unlink()
    (tmp_path / "moved.jsonl").rename(tmp_path / "kept.jsonl")
    (tmp_path / "saved.html").rename(tmp_path / "renamed.html")
    write_file(tmp_path, "edited.jsonl", LINE.replace(b"/1", b"/4"))
    second = update_index(inbox(tmp_path), first)
    fresh = day_frame(tmp_path, second, day)
    after = keep_vanished(before, fresh, second)
    assert sorted(after["origin_path"].to_list()) == [
        "inbox/edited.jsonl", "inbox/gone.jsonl", "inbox/kept.jsonl", "inbox/renamed.html",
    ]  # fmt: skip
    assert after.sort("captured_at", "capture_id").equals(after)
    assert keep_vanished(after, fresh, second).equals(after)
    write_file(tmp_path, "gone.jsonl", b"")
    third = update_index(inbox(tmp_path), second)
    assert keep_vanished(after, day_frame(tmp_path, third, day), third).height == 3


def test_a_file_gone_between_index_and_day_is_told(tmp_path: Path) -> None:
    write_three(tmp_path)
    index = update_index(inbox(tmp_path))
    (tmp_path / "a.jsonl").unlink()
    told: list[tuple[str, str]] = []
    day = date(2024, 5, 6)
    found = list(read_day(day, index, inbox(tmp_path), lambda row, problem: told.append((row.path, problem.reason))))
    assert ([capture.origin_path for capture in found], told) == (["inbox/b.warc.gz"], [("a.jsonl", "unreadable_file")])


def test_the_same_document_at_two_places_is_two_captures_with_ids_that_last(tmp_path: Path) -> None:
    write_file(tmp_path, "a.jsonl", LINE * 2)
    write_file(tmp_path, "b.jsonl", LINE)
    first = [capture.capture_id for capture in read_all(tmp_path, update_index(inbox(tmp_path)))]
    again = [capture.capture_id for capture in read_all(tmp_path, update_index(inbox(tmp_path)))]
    assert (len(set(first)), first) == (3, again)


def test_days_that_share_files_are_read_together_and_large_files_apart(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lines = [LINE.replace(b"05-06", f"05-{day:02d}".encode()) for day in range(1, 10)]
    for number in range(3):  # three days to a file
        write_file(tmp_path, f"{number}.jsonl", b"".join(lines[number * 3 : number * 3 + 3]))
    index = update_index(inbox(tmp_path))
    days = list(list_days(index))
    assert list(group_days(reversed(days), index)) == [days]
    monkeypatch.setattr(days_module, "_GROUP_BYTES", 1)
    assert list(group_days(days, index)) == [days[:3], days[3:6], days[6:]]
    monkeypatch.setattr(days_module, "_DAYS_AT_ONCE", 2)
    assert max(map(len, group_days(days, index))) == 2
