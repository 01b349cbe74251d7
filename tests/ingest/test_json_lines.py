"""JSON lines: every field in every form, and every way a line can be broken."""

from __future__ import annotations

import base64
import gzip
import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from ingest_samples import FILE_TIME, PAGE, reasons, scan_one

from broadsheet.errors import BadRecordError
from broadsheet.ingest.json_records import capture_from_record
from broadsheet.ingest.json_text import parse_json_line
from broadsheet.records import Capture

NOW = datetime(2024, 6, 1, tzinfo=UTC)
AT = {"captured_at": "2024-05-06"}


def line(**fields: Any) -> bytes:
    return json.dumps(fields).encode() + b"\n"


def read_one(tmp_path: Path, **fields: Any) -> tuple[Capture, list[str]]:
    row, (capture,) = scan_one(tmp_path, "a.jsonl", line(**(AT | fields)))
    return capture, reasons(row)


RAW = b"\xff\xfe<p>\x00\xfb\xff"
B64 = base64.b64encode(RAW).decode()
META = "<meta charset=cp1252>é"
BODIES = {
    "html": ({"html": "<p>é"}, "<p>é".encode(), "text/html", "utf-8"),
    "html_with_another_meta": ({"html": META}, META.encode(), "text/html", "utf-8"),
    "html_empty": ({"html": ""}, b"", "text/html", "utf-8"),
    "html_with_type": (
        {"html": "x", "content_type": "Application/XHTML+xml; charset=latin-1"},
        b"x",
        "application/xhtml+xml",
        "utf-8",
    ),
    "text": ({"text": "a\r\nb\x00"}, b"a\r\nb\x00", "text/plain", "utf-8"),
    "text_is_plain_whatever_is_said": ({"text": "x", "content_type": "text/html"}, b"x", "text/plain", "utf-8"),
    "b64": ({"html_b64": B64}, RAW, None, None),
    "b64_with_type": ({"html_b64": B64, "content_type": "text/html;charset=x"}, RAW, "text/html", "x"),
    "b64_type_of_headers": (
        {"html_b64": "eA==", "headers": {"content-TYPE": "text/html; charset='big5'"}},
        b"x",
        "text/html",
        "big5",
    ),
    "b64_in_lines_without_padding": ({"html_b64": B64[:5] + "\n " + B64[5:].rstrip("=")}, RAW, None, None),
    "b64_of_urls": ({"html_b64": B64.replace("+", "-").replace("/", "_")}, RAW, None, None),
    "b64_first": ({"text": "t", "html": "h", "html_b64": "eA=="}, b"x", None, None),
    "html_before_text": ({"text": "t", "html": "h"}, b"h", "text/html", "utf-8"),
    "null_is_absent": ({"text": "t", "html": None, "html_b64": None}, b"t", "text/plain", "utf-8"),
}  # fmt: skip


@pytest.mark.parametrize("case", BODIES)
def test_bodies(tmp_path: Path, case: str) -> None:
    fields, body, media, charset = BODIES[case]
    capture, notes = read_one(tmp_path, **fields)
    assert (capture.body, capture.content_type, capture.declared_charset, notes) == (body, media, charset, [])


def test_a_body_still_packed_is_unpacked_when_the_headers_say_so(tmp_path: Path) -> None:
    packed = base64.b64encode(gzip.compress(PAGE)).decode()
    capture, notes = read_one(tmp_path, html_b64=packed, headers={"Content-Encoding": "gzip"})
    assert (capture.body, notes) == (PAGE, [])
    capture, notes = read_one(tmp_path, html_b64=packed)
    assert (capture.body, notes) == (gzip.compress(PAGE), [])


FIELDS = {
    "url": ({"url": " https://www.bbc.co.uk/a b\n"}, "url", "https://www.bbc.co.uk/ab", []),
    "url_blank": ({"url": " "}, "url", None, []),
    "url_is_a_number": ({"url": 7}, "url", None, ["bad_field"]),
    "url_with_surrogate": ({"url": "https://a.example/\ud800"}, "url", "https://a.example/\ufffd", []),
    "requested_url": ({"requested_url": "https://t.example/1"}, "requested_url", "https://t.example/1", []),
    "status": ({"http_status": 404}, "http_status", 404, []),
    "status_as_text": ({"http_status": "200"}, "http_status", 200, []),
    "status_true": ({"http_status": True}, "http_status", None, ["bad_field"]),
    "status_of_many_digits": ({"http_status": 20_000}, "http_status", None, ["bad_field"]),
    "status_a_fraction": ({"http_status": 200.5}, "http_status", None, ["bad_field"]),
    "headers_object": ({"headers": {"A": "b", "C": ["d"]}}, "http_headers", (("A", "b"), ("C", "d")), []),
    "headers_pairs": ({"headers": [["A", "b"], ["A", 1]]}, "http_headers", (("A", "b"), ("A", "1")), []),
    "headers_a_text": ({"headers": "A: b"}, "http_headers", (), ["bad_field"]),
    "headers_in_part": ({"headers": [["A", "b"], ["c"], [1, 2]]}, "http_headers", (("A", "b"),), ["bad_field"]),
    "headers_nested": ({"headers": {"A": {"b": 1}, "C": "d"}}, "http_headers", (("C", "d"),), ["bad_field"]),
    "time_missing": ({"captured_at": None}, "captured_at", FILE_TIME, ["no_captured_at"]),
    "time_empty": ({"captured_at": ""}, "captured_at", FILE_TIME, ["no_captured_at"]),
    "time_unreadable": ({"captured_at": "Tuesday"}, "captured_at", FILE_TIME, ["bad_captured_at"]),
    "time_an_object": ({"captured_at": {"a": "\ud800"}}, "captured_at", FILE_TIME, ["bad_captured_at"]),
    "unknown_fields": ({"licence": "x", "id": 3}, "url", None, []),
}  # fmt: skip


@pytest.mark.parametrize("case", FIELDS)
def test_fields(tmp_path: Path, case: str) -> None:
    fields, name, expected, notes = FIELDS[case]
    capture, found = read_one(tmp_path, **({"text": "x"} | fields))
    assert (getattr(capture, name), found) == (expected, notes)


def test_halves_of_surrogate_pairs_become_replacement_characters(tmp_path: Path) -> None:
    row, captures = scan_one(tmp_path, "a.jsonl", b'{"html":"a\\ud800b\\ud83d\\ude00","captured_at":"2024-05-06"}\n')
    assert [capture.body.decode() for capture in captures] == ["a\ufffdb😀"]
    assert reasons(row) == ["lone_surrogate"]


LOST = {
    "no_json": (b"<html>\n", "bad_json"),
    "cut_off": (b'{"html": "<p>\n', "bad_json"),
    "nul_bytes": (b"\x00" * 5000 + b"\n", "bad_json"),
    "too_deep": (b'{"text":' + b"[" * 100_000 + b"\n", "bad_json"),
    "too_many_digits": (b'{"text":"x","n":' + b"9" * 10_000 + b"}\n", "bad_json"),
    "array": (b'[{"text":"a"}]\n', "not_an_object"),
    "string": (b'"text"\n', "not_an_object"),
    "null": (b"null\n", "not_an_object"),
    "no_body": (b'{"url":"https://a.example/"}\n', "no_body"),
    "body_is_a_list": (b'{"html":["<p>"]}\n', "bad_body"),
    "not_base64": (b'{"html_b64":"<p>"}\n', "bad_body"),
    "base64_of_odd_length": (b'{"html_b64":"abcde"}\n', "bad_body"),
    "base64_of_other_letters": ('{"html_b64":"éééé"}\n'.encode(), "bad_body"),
    "b64_is_there_but_bad": (b'{"html_b64":1,"html":"<p>"}\n', "bad_body"),
}
GOOD = line(text="good", **AT)


@pytest.mark.parametrize("case", LOST)
def test_a_broken_line_is_one_problem_and_the_rest_goes_on(tmp_path: Path, case: str) -> None:
    broken, reason = LOST[case]
    row, captures = scan_one(tmp_path, "a.jsonl", GOOD + broken + GOOD)
    assert [capture.origin_offset for capture in captures] == [0, len(GOOD) + len(broken)]
    assert (reasons(row), row.problem_count, row.problems[0].record_offset) == ([reason], 1, len(GOOD))
    assert captures[0].capture_id != captures[1].capture_id


def test_bytes_that_are_not_utf8_do_not_lose_the_line(tmp_path: Path) -> None:
    row, captures = scan_one(tmp_path, "a.jsonl", b'{"text":"caf\xe9 na\xc3\xafve","captured_at":"2024-05-06"}\n')
    assert captures[0].body.decode() == "caf\ufffd naïve"
    assert (reasons(row), row.problem_count) == (["bad_utf8"], 0)


LAYOUTS = {
    "byte_order_mark": (b"\xef\xbb\xbf" + GOOD, 1, []),
    "no_last_line_end": (GOOD + GOOD.rstrip(), 2, []),
    "windows_line_ends": (GOOD.replace(b"\n", b"\r\n") * 2, 2, []),
    "empty_lines": (b"\n \t\n" + GOOD + b"\r\n\n", 1, []),
    "only_empty_lines": (b"\n\n \n", 0, ["empty_file"]),
    "nothing": (b"", 0, ["empty_file"]),
    "utf_16": (GOOD.decode().encode("utf-16"), 0, ["bad_encoding"]),
    "packed_by_another_name": (gzip.compress(GOOD), 1, []),
}


@pytest.mark.parametrize("case", LAYOUTS)
def test_layouts(tmp_path: Path, case: str) -> None:
    content, count, problems = LAYOUTS[case]
    row, captures = scan_one(tmp_path, "a.jsonl", content)
    assert (len(captures), reasons(row)) == (count, problems)


@pytest.mark.parametrize("name", ["a.jsonl", "a.ndjson", "a.json", "A.JSONL", "a.jsonl.gz"])
def test_endings(tmp_path: Path, name: str) -> None:
    row, captures = scan_one(tmp_path, name, gzip.compress(GOOD) if name.endswith(".gz") else GOOD)
    assert (row.reader, len(captures), captures[0].origin_kind) == ("jsonl", 1, "jsonl")


def test_gzip_cut_short_keeps_the_whole_lines(tmp_path: Path) -> None:
    lines = b"".join(line(text=f"line {number} {number * 7919}", **AT) for number in range(2000))
    row, captures = scan_one(tmp_path, "a.jsonl.gz", gzip.compress(lines)[:-500])
    assert 1000 < len(captures) < 2000
    assert (reasons(row), row.problem_count) == (["truncated_gzip"], 1)
    assert captures[-1].body == f"line {len(captures) - 1} {(len(captures) - 1) * 7919}".encode()


def test_gz_that_is_not_packed_is_read_with_a_note(tmp_path: Path) -> None:
    row, captures = scan_one(tmp_path, "a.jsonl.gz", GOOD)
    assert (len(captures), reasons(row), row.problem_count) == (1, ["not_gzip"], 0)


def test_a_line_beyond_the_cap_is_a_problem(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("broadsheet.ingest.json_records.MAX_RECORD_BYTES", 1000)
    long = line(text="x" * 300_000)
    row, captures = scan_one(tmp_path, "a.jsonl", GOOD + long + GOOD)
    assert [capture.origin_offset for capture in captures] == [0, len(GOOD) + len(long)]
    assert (reasons(row), str(len(long)) in row.problems[0].detail) == (["too_large"], True)


def test_only_the_first_hundred_problems_are_listed_and_all_counted(tmp_path: Path) -> None:
    unreadable = line(text="x", captured_at="Tuesday")
    row, captures = scan_one(tmp_path, "a.jsonl", b"{\n" * 250 + unreadable * 3)
    assert (len(captures), row.record_count, row.problem_count, len(row.problems)) == (3, 3, 250, 100)
    assert row.problems[0].reason == "bad_captured_at"
    assert row.problems[0].detail.endswith("(first of 3)")


def test_a_record_of_a_filter_takes_the_same_fields() -> None:
    record, is_utf8 = parse_json_line(b'{"id": 5, "url": "https://www.bbc.co.uk/x", "text": "y"}')
    capture = capture_from_record(record, default_time=NOW)
    assert (is_utf8, capture.source_id, capture.captured_at, capture.body) == (True, "bbc.co.uk", NOW, b"y")
    assert (capture.origin_path, capture.origin_kind) == ("-", "jsonl")
    assert capture_from_record({"html": "x"}, default_time=NOW).source_id == "stdin"
    other = capture_from_record(record, default_time=NOW, origin_offset=2)
    assert other.capture_id != capture.capture_id


@pytest.mark.parametrize(
    ("record", "reason"), [({}, "no_body"), ({"text": 1}, "bad_body"), ({"html_b64": "?"}, "bad_body")]
)
def test_a_record_of_a_filter_without_body_says_why(record: dict[str, Any], reason: str) -> None:
    with pytest.raises(BadRecordError) as caught:
        capture_from_record(record, default_time=NOW)
    assert caught.value.reason == reason


SECRET = "https://post.example/a?id=2&token=af31"


def test_secrets_of_addresses_are_not_stored(tmp_path: Path) -> None:
    capture, _ = read_one(tmp_path, html="<p>x", url=SECRET, requested_url="https://post.example/?api_key=af31")
    assert capture.url == "https://post.example/a?id=2&token=***"
    assert capture.requested_url == "https://post.example/?api_key=***"
    assert "af31" not in repr(capture)


def test_addresses_without_secrets_keep_the_ids_that_they_had(tmp_path: Path) -> None:
    ids = {
        "https://post.example/a?id=2&key=harbour-2024": "b5957f43a4c85d3a1aa6e4c5fbc5c271",
        "https://post.example/news/1": "6c2ba538290cb8dfcf59bcab8b0c2d30",
    }
    for url, capture_id in ids.items():
        assert read_one(tmp_path, html="<p>x</p>", url=url)[0].capture_id == capture_id
