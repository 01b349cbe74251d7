"""JSON files that are no lines: arrays and printed objects give the same documents as lines do."""

from __future__ import annotations

import gzip
import io
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from ingest_samples import reasons, scan_one

from broadsheet.ingest import json_values
from broadsheet.ingest.json_values import holds_lines, split_values
from broadsheet.ingest.streams import ByteReader, RawSource

RECORDS = [
    {"url": "https://a.example/1", "text": 'one "quoted" \\ { [ ] }', "captured_at": "2024-05-06"},
    {"url": "https://a.example/2", "text": "two, é", "headers": {"a": ["b", "c"]}, "captured_at": "2024-05-07"},
    {"url": "https://a.example/3", "text": "", "captured_at": "2024-05-07"},
]
FORMS = {
    "array": json.dumps(RECORDS),
    "array_printed": json.dumps(RECORDS, indent=2, ensure_ascii=False),
    "array_one_a_line": "[\n" + ",\n".join(map(json.dumps, RECORDS)) + "\n]\n",
    "array_after_blanks": "\ufeff \n [" + ",".join(map(json.dumps, RECORDS)) + ",]",
    "printed_behind_each_other": "\n".join(json.dumps(record, indent=4) for record in RECORDS),
}


def read_bodies(tmp_path: Path, name: str, content: bytes) -> list[tuple[str | None, bytes]]:
    row, captures = scan_one(tmp_path, name, content)
    assert not reasons(row)
    return [(capture.url, capture.body) for capture in captures]


@pytest.mark.parametrize("form", FORMS)
def test_same_documents_as_lines(tmp_path: Path, form: str) -> None:
    expected = [(record["url"], str(record["text"]).encode()) for record in RECORDS]
    assert read_bodies(tmp_path, "a.json", FORMS[form].encode()) == expected
    assert read_bodies(tmp_path, "b.json.gz", gzip.compress(FORMS[form].encode())) == expected


def test_one_printed_object_is_a_document(tmp_path: Path) -> None:
    content = json.dumps(RECORDS[0], indent=1).encode()
    assert read_bodies(tmp_path, "a.json", content) == [("https://a.example/1", str(RECORDS[0]["text"]).encode())]


GOOD = '{"text": "t", "captured_at": "2024-05-06"}'
BROKEN = {
    "number_between": (f"[{GOOD}, 7, {GOOD}]", 2, ["not_an_object"]),
    "list_inside": (f"[{GOOD}, [1], {GOOD}]", 2, ["not_an_object"]),
    "element_with_bad_inside": ('[{"text": }, ' + GOOD + "]", 1, ["bad_json"]),
    "array_cut_short": (f'[{GOOD}, {{"text": "u", "capt', 1, ["bad_json"]),
    "behind_the_array": (f"[{GOOD}] what", 1, ["bad_json"]),
    "empty_array": ("[]", 0, ["empty_file"]),
    "no_body": ('[{"url": "https://a.example"}]', 0, ["no_body"]),
    "broken_first_line_of_lines": ('{"text": "a,\n' + GOOD + "\n" + GOOD, 2, ["bad_json"]),
}


@pytest.mark.parametrize(("content", "count", "problems"), BROKEN.values(), ids=BROKEN)
def test_broken_element_costs_no_other(tmp_path: Path, content: str, count: int, problems: list[str]) -> None:
    row, captures = scan_one(tmp_path, "a.json", content.encode())
    assert len(captures) == count
    assert reasons(row) == problems


def test_damaged_gzip_is_told(tmp_path: Path) -> None:
    packed = gzip.compress(FORMS["array"].encode())
    row, _ = scan_one(tmp_path, "a.json.gz", packed[: len(packed) // 2])
    assert "truncated_gzip" in reasons(row)


def test_too_large_element_is_told_and_the_next_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(json_values, "MAX_RECORD_BYTES", 100)
    monkeypatch.setattr("broadsheet.ingest.json_records.MAX_RECORD_BYTES", 100)
    row, captures = scan_one(tmp_path, "a.json", ('[{"text": "' + "x" * 500 + '"}, ' + GOOD + "]").encode())
    assert (len(captures), reasons(row)) == (1, ["too_large"])


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3),
    max_leaves=8,
)


@given(
    st.lists(st.dictionaries(st.text(max_size=4), VALUES, max_size=4), max_size=5),
    st.integers(1, 9),
    st.sampled_from([None, 0, 2]),
)
def test_elements_are_cut_alike_for_any_chunks(values: list[dict[str, object]], size: int, indent: int | None) -> None:
    """Law: the elements of an array are its values, at their offsets, however the bytes arrive."""
    content = json.dumps(values, indent=indent, ensure_ascii=False).encode()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(json_values, "CHUNK_BYTES", size)
        found = list(split_values(ByteReader(RawSource(io.BytesIO(content)))))
    assert [json.loads(element.data) for element in found] == values
    assert all(content[e.offset : e.offset + e.size] == e.data and e.is_whole for e in found)


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        (b"", True),
        (b'{"a": 1}', True),
        (b'\n{"a": [\n{"b": 2}', True),
        (b'{"a":\n 1}', True),
        (b'{"a": 1,\n"b": 2}', False),
    ],
)
def test_first_lines_tell_the_form(head: bytes, expected: bool) -> None:
    assert holds_lines(head) is expected
