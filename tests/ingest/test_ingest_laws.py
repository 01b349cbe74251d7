"""Laws of ingest: whatever the bytes, nothing is raised, nothing is lost uncounted, and a rerun gives the same."""

from __future__ import annotations

import gzip
import json
import random
import time
import tracemalloc
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from ingest_samples import gzip_members, http_response, inbox, scan_one, warc_record, write_file

from broadsheet.ingest.days import read_day
from broadsheet.ingest.inbox_rows import index_frame
from broadsheet.ingest.index import list_days, update_index
from broadsheet.ingest.problems import LOST_REASONS, NOTE_REASONS

NAMES = ["a.warc", "a.warc.gz", "a.jsonl", "a.jsonl.gz", "a.html", "a.txt.gz"]
RECORDS = [warc_record(number, http_response(b"<p>" + bytes([64 + number]) * 50 * number)) for number in range(1, 9)]
LINES = [json.dumps({"html": "<p>é" * number, "captured_at": "2024-05-06"}).encode() + b"\n" for number in range(1, 9)]
SEEDS = {
    "a.warc": b"".join(RECORDS),
    "a.warc.gz": gzip_members(*RECORDS),
    "a.jsonl": b"".join(LINES),
    "a.jsonl.gz": gzip_members(*LINES),
}
quick = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def check(folder: Path, name: str, content: bytes) -> tuple[int, int]:
    """Scan `content`; its row must be sound. Gives the counts of captures and problems."""
    row, captures = scan_one(folder, name, content)
    assert len(captures) == row.record_count == sum(day.record_count for day in row.days)
    lost = [problem for problem in row.problems if problem.is_lost]
    assert len(lost) == min(row.problem_count, 100 - len(row.problems) + len(lost))
    assert {problem.reason for problem in row.problems} <= LOST_REASONS.keys() | NOTE_REASONS.keys()
    assert row.record_count + row.problem_count > 0
    index_frame([row])
    return row.record_count, row.problem_count


@quick
@given(name=st.sampled_from(NAMES), content=st.binary(max_size=3000))
def test_any_bytes_give_captures_or_problems(tmp_path: Path, name: str, content: bytes) -> None:
    check(tmp_path, name, content)


FIELDS = ["url", "html", "html_b64", "text", "captured_at", "headers", "http_status", "content_type"]
ANY_VALUE = st.none() | st.booleans() | st.integers() | st.floats() | st.text(st.characters(codec=None))
ANY_JSON = st.recursive(
    ANY_VALUE,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from(FIELDS), inner),
    max_leaves=12,
)


@quick
@given(content=ANY_JSON)
def test_any_json_is_a_capture_or_a_problem(tmp_path: Path, content: object) -> None:
    assert sum(check(tmp_path, "a.jsonl", json.dumps(content).encode() + b"\n")) == 1


@quick
@given(
    name=st.sampled_from(sorted(SEEDS)),
    seed=st.integers(0, 10**6),
    kind=st.sampled_from(["flip", "cut", "add", "zero"]),
)
def test_a_small_wound_costs_few_records(tmp_path: Path, name: str, seed: int, kind: str) -> None:
    content = bytearray(SEEDS[name])
    chance = random.Random(seed)
    place, length = chance.randrange(len(content)), chance.randrange(1, 60)
    if kind == "flip":
        content[place] ^= 1 << chance.randrange(8)
    elif kind == "cut":
        del content[place : place + length]
    elif kind == "add":
        content[place:place] = chance.randbytes(length)
    else:
        content[place : place + length] = bytes(len(content[place : place + length]))
    count, _ = check(tmp_path, name, bytes(content))
    assert count >= 8 - 2


def test_every_record_is_a_capture_or_a_counted_problem(tmp_path: Path) -> None:
    chance = random.Random(7)
    kinds = [chance.choice([LINES[0], b"{broken\n", b"[]\n", b'{"url":"x"}\n']) for _ in range(500)]
    assert sum(check(tmp_path, "a.jsonl", b"".join(kinds))) == 500
    records = [
        chance.choice([RECORDS[0], warc_record(2, length="x"), warc_record(3, kind="revisit")]) for _ in range(500)
    ]
    assert sum(check(tmp_path, "a.warc", b"".join(records))) == 500
    assert sum(check(tmp_path, "a.warc.gz", gzip_members(*records))) == 500


def test_the_order_of_files_and_of_the_index_does_not_matter(tmp_path: Path) -> None:
    names = [f"{number}.jsonl" for number in range(6)]
    for folder, order in ((tmp_path / "one", names), (tmp_path / "two", names[::-1])):
        for name in order:
            write_file(folder, name, b"".join(LINES))
    one, two = (update_index(inbox(tmp_path / folder)) for folder in ("one", "two"))
    assert one == two
    day = next(iter(list_days(one)))
    assert list(read_day(day, one, inbox(tmp_path / "one"))) == list(read_day(day, two[::-1], inbox(tmp_path / "two")))


@pytest.mark.parametrize(
    ("name", "unit"),
    [
        ("a.warc", b"WARC/1.0\r\n"),
        ("a.warc", b"\r\n"),
        ("a.warc", b"WARC/1.0\r\nContent-Length: 99999999\r\n\r\n"),
        ("a.warc.gz", b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\x03"),
        ("a.jsonl", b"{"),
        ("a.jsonl", b"[\n"),
        ("a.html", b"<!-- saved from url=(0"),
    ],
)
def test_pathological_files_take_linear_time(tmp_path: Path, name: str, unit: bytes) -> None:
    begin = time.perf_counter()
    check(tmp_path, name, unit * (150_000 // len(unit)))
    assert time.perf_counter() - begin < 20


@pytest.mark.slow
def test_a_large_file_is_read_in_little_memory(tmp_path: Path) -> None:
    page = "".join(f"<p>{number}" for number in range(20_000))
    path = tmp_path / "large.jsonl.gz"
    with gzip.open(path, "wb", compresslevel=1) as stream:
        for number in range(600):
            record = {
                "url": f"https://post.example/{number}",
                "html": page,
                "captured_at": f"2024-05-{number % 28 + 1:02d}",
            }
            stream.write(json.dumps(record).encode() + b"\n")
    tracemalloc.start()
    (row,) = update_index(inbox(tmp_path))
    first = sum(1 for _ in read_day(row.days[0].captured_on, [row], inbox(tmp_path)))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert (row.record_count, first) == (600, 22)
    assert len(page) * 600 > 80_000_000 > 8 * peak, peak
