"""Archives that a list names: only those of asked days are opened, here and in an object store."""

from __future__ import annotations

import gzip
from datetime import date
from pathlib import Path

import pytest
from ingest_samples import PAGE, gzip_members, reasons, warc_record, write_file

from broadsheet.ingest.archive_lists import find_days
from broadsheet.ingest.days import read_day
from broadsheet.ingest.inbox_rows import index_frame, index_rows
from broadsheet.ingest.index import fingerprint_day, is_index_current, list_days, update_index
from broadsheet.ingest.sources import Source

NAMES = [
    "2024/05/CC-NEWS-20240505231000-00001.warc.gz",
    "2024/05/CC-NEWS-20240506081000-00002.warc.gz",
    "2024/05/CC-NEWS-20240507081000-00003.warc.gz",
]
DAY = date(2024, 5, 6)


def lay_out(folder: Path, *, base: str | None = None, names: tuple[str, ...] = ()) -> tuple[Source, ...]:
    """Three archives with pages of 6 and 7 May, and a packed list of their names."""
    for number, name in enumerate(NAMES, start=6):
        records = [warc_record(number, at=f"2024-05-0{min(number, 7)}T09:00:00Z") for _ in range(2)]
        write_file(folder, f"store/{name}", gzip_members(*records))
    listed = "".join(f"{name}\n" for name in (*NAMES, *names))
    path = write_file(folder, "lists/warc.paths.gz", gzip.compress(listed.encode()))
    return (Source("news", None, kind="warc", paths=(str(path),), base=base or str(folder / "store")),)


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Names of the archives that are opened."""
    from broadsheet.ingest import days

    names: list[str] = []
    true_open = days.open_item

    def spy(item):  # type: ignore[no-untyped-def]
        names.append(item.path)
        return true_open(item)

    monkeypatch.setattr("broadsheet.ingest.days.open_item", spy)
    return names


@pytest.mark.parametrize("is_store", [False, True])
def test_only_the_archives_of_an_asked_day_are_opened(tmp_path: Path, opened: list[str], is_store: bool) -> None:
    sources = lay_out(tmp_path, base=f"file://{tmp_path}/store" if is_store else None)
    index = update_index(sources)
    assert (opened, list(list_days(index))) == ([], [date(2024, 5, 5), DAY, date(2024, 5, 7)])
    captures = list(read_day(DAY, index, sources))
    assert opened == NAMES[:2]  # the first was begun in the last hour of the day before
    assert [(capture.url, capture.body) for capture in captures] == [
        ("https://news.harbourpost.example.com/6", PAGE),
    ] * 2
    assert {capture.origin_path for capture in captures} == {f"news/{NAMES[0]}"}
    assert index_rows(index_frame(index)) == index
    assert is_index_current(sources, index)


def test_an_archive_that_is_not_there_yet_is_a_problem_of_the_day_and_stale_when_it_comes(tmp_path: Path) -> None:
    sources = lay_out(tmp_path)
    missing = tmp_path / "store" / NAMES[2]
    content = missing.read_bytes()
    missing.unlink()
    index = update_index(sources)
    told: list[str] = []
    day = date(2024, 5, 7)
    assert len(list(read_day(day, index, sources, lambda file, problem: told.append(problem.reason)))) == 0
    assert told == ["unreadable_file"]
    missing.write_bytes(content)
    assert not is_index_current(sources, index)
    renewed = update_index(sources, index)
    assert fingerprint_day(day, renewed) != fingerprint_day(day, index)
    assert len(list(read_day(day, renewed, sources))) == 2


@pytest.mark.parametrize("name", ["../secret-20240506.warc", "/etc/20240506.warc", "s3://else/20240506.warc"])
def test_a_name_that_leads_out_of_the_base_is_refused(tmp_path: Path, opened: list[str], name: str) -> None:
    sources = lay_out(tmp_path, names=(name,))
    write_file(tmp_path, "secret-20240506.warc", warc_record(6))
    index = update_index(sources)
    assert [reasons(row) for row in index if row.path == name] == [["outside_source"]]
    assert len(list(read_day(DAY, index, sources))) == 2
    assert name not in opened


@pytest.mark.parametrize(
    ("content", "reason"), [(None, "unreadable_file"), (gzip.compress(b"a\n" * 500, mtime=0)[:-4], "unreadable_file")]
)
def test_a_list_that_cannot_be_read_is_a_row(tmp_path: Path, content: bytes | None, reason: str) -> None:
    sources = lay_out(tmp_path)
    path = Path(sources[0].paths[0])
    path.unlink()
    if content is not None:
        path.write_bytes(content)
    rows = [row for row in update_index(sources) if row.path == str(path)]
    assert [reasons(row) for row in rows] == [[reason]]


def test_places_that_only_the_fetcher_may_ask_are_refused(tmp_path: Path) -> None:
    (row,) = update_index((Source("news", None, kind="warc", paths=("https://crawl.example/warc.paths.gz",)),))
    assert reasons(row) == ["unreadable_file"]


@pytest.mark.parametrize(
    ("name", "days"),
    [
        ("CC-NEWS-20240506081000-00002.warc.gz", [DAY]),
        ("20230101/crawl-2024-05-06T19-30.warc", [DAY, date(2024, 5, 7)]),
        ("news_20240506.arc.gz", [DAY, date(2024, 5, 7)]),
        ("part-00020240506.warc.gz", []),
        ("news.warc.gz", []),
    ],
)
def test_days_of_names(name: str, days: list[date]) -> None:
    assert find_days(name) == days
