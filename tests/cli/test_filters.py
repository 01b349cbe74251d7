"""The filters as their users run them: one answer per line, order kept, whatever comes in."""

from __future__ import annotations

import base64
import gzip
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from broadsheet.rows import to_row
from broadsheet.tables import get_table

PAGE = """<html lang="en"><head><title>Ferry strike ends</title>
<meta property="article:published_time" content="2024-03-02T10:15:00+01:00"></head><body><article>
<h1>Ferry strike ends</h1><p>The strike on the northern ferries ended on Friday after nine days, the union said.</p>
<p>"We have an agreement that our members can live with," said Mara Lindqvist, who leads the union.</p>
<p>About 4,200 passengers had been stranded on the islands, and the company put its losses at 3.5 million euros.</p>
<p>The boats will sail again from Saturday morning, with extra departures through the weekend.</p>
</article></body></html>"""
TEXT = (
    "Ferry strike ends\n\nThe strike on the northern ferries ended on Friday, the union said.\n\n"
    '"We have an agreement," said Mara Lindqvist.\n\nAbout 4,200 passengers had been stranded.'
)


def run_filter(name: str, records: list[Any], *options: str, timeout: float = 120) -> list[dict[str, Any]]:
    lines = [record if isinstance(record, bytes) else json.dumps(record).encode() for record in records]
    command = [sys.executable, "-m", "pipelines", name, *options]
    done = subprocess.run(command, input=b"\n".join(lines), capture_output=True, timeout=timeout, check=False)
    assert done.returncode == 0, done.stderr.decode()
    return [json.loads(line) for line in done.stdout.splitlines()]


@pytest.fixture(scope="module")
def analysed() -> list[dict[str, Any]]:
    records = [
        {"id": "a", "text": TEXT, "published_at": "2024-03-02T12:00:00Z"},
        b"no json at all",
        {"id": "c"},
        {"id": "d", "text": ""},
        {"id": "e", "text": "x" * 300_000},
        {"id": "f", "text": "Lone \ud800 half, \x00 zero, \U0001f1e9\U0001f1ea flag. The mayor said 12 boats left."},
        {"id": "g", "text": TEXT, "published_at": "yesterday"},
        {"id": "h", "text": TEXT.partition("\n\n")[2], "headline": "Ferry strike ends, union says", "language": "xx"},
        ["i"],
        {"id": 10, "text": 5},
        {"id": "k", "text": "x y " * 800_000},
    ]
    return run_filter("analyse", records, "--workers", "2")


def test_every_line_has_one_answer_in_its_place(analysed: list[dict[str, Any]]) -> None:
    assert [answer["id"] for answer in analysed] == ["a", None, "c", "d", "e", "f", "g", "h", None, 10, "k"]
    assert [("error" in answer) for answer in analysed] == [
        False,
        True,
        True,
        False,
        False,
        False,
        True,
        False,
        True,
        True,
        False,
    ]


@pytest.mark.parametrize("table", ["sentences", "mentions", "claims", "numbers", "dates"])
def test_rows_have_the_columns_of_their_table(analysed: list[dict[str, Any]], table: str) -> None:
    rows = analysed[0][table]
    assert rows
    columns = {column.name for column in get_table(table).columns} - {"captured_on", "derivation_id"}
    assert set(rows[0]) == columns


def test_surfaces_stand_where_they_say(analysed: list[dict[str, Any]]) -> None:
    texts = {"a": TEXT, "f": "Lone \ud800 half, \x00 zero, \U0001f1e9\U0001f1ea flag. The mayor said 12 boats left."}
    for answer in analysed:
        if answer["id"] in texts:
            rows = [row for table in ("sentences", "mentions", "claims", "numbers", "dates") for row in answer[table]]
            assert rows
            for row in rows:
                assert texts[answer["id"]][row["start_char"] : row["end_char"]] == row["surface"]


def test_tables_that_are_missing_are_named_with_the_reason(analysed: list[dict[str, Any]]) -> None:
    assert analysed[0]["unanalysed"] == []
    missing = [(row["table_name"], row["reason"]) for row in analysed[10]["unanalysed"]]
    assert missing == [(table, "too_long") for table in ("sentences", "mentions", "claims", "numbers", "dates")]
    assert analysed[10]["claims"] == []


def test_a_separate_headline_is_analysed_with_offsets_of_its_own(analysed: list[dict[str, Any]]) -> None:
    found = [sentence for sentence in analysed[7]["sentences"] if sentence["in_headline"]]
    assert [sentence["surface"] for sentence in found] == ["Ferry strike ends, union says"]


@pytest.mark.slow
def test_the_number_of_workers_changes_nothing() -> None:
    records = [{"id": n, "text": f"{TEXT} Story {n}.", "published_at": "2024-03-02"} for n in range(40)]
    assert run_filter("analyse", records, "--workers", "1") == run_filter("analyse", records, "--workers", "2")


@pytest.mark.slow
def test_extract_answers_with_an_article_or_a_reason(tmp_path: Path) -> None:
    records = [
        {"id": 1, "url": "https://news.example/ferry", "html": PAGE, "captured_at": "2024-03-02T11:00:00Z"},
        {"id": 2, "html_b64": base64.b64encode(b"\x89PNG\r\n\x1a\n" + bytes(400)).decode()},
        {"id": 3, "text": TEXT},
        {"id": 4, "url": "https://news.example/nothing"},
        {"id": 5, "html": ""},
        {"id": 6, "html": "<html>" + "<div>" * 3000 + "deep"},
    ]
    source = tmp_path / "in.jsonl.gz"
    source.write_bytes(gzip.compress("\n".join(json.dumps(record) for record in records).encode()))
    target = tmp_path / "out.jsonl"
    assert run_filter("extract", [], str(source), "--output", str(target), "--workers", "2") == []
    answers = [json.loads(line) for line in target.read_text(encoding="utf-8").splitlines()]
    assert [answer["id"] for answer in answers] == [1, 2, 3, 4, 5, 6]
    article = answers[0]["article"]
    assert article["headline"] == "Ferry strike ends"
    assert article["published_at"] == "2024-03-02T09:15:00Z"
    assert {column.name for column in get_table("articles").columns} - {"captured_on", "derivation_id"} <= set(article)
    assert all(article["text"][p["start_char"] : p["end_char"]] == p["surface"] for p in article["paragraphs"])
    assert answers[2]["article"]["text"] == TEXT
    assert answers[1]["skipped"]["reason"] == "not_text"
    assert "error" in answers[3] or "skipped" in answers[3]
    assert {"reason", "detail"} == set(answers[4]["skipped"])


def test_a_file_that_is_not_there_is_one_line_of_error() -> None:
    command = [sys.executable, "-m", "pipelines", "analyse", "/nowhere/at/all.jsonl"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 1
    assert len(done.stderr.strip().splitlines()) == 1
    assert "Name a JSON lines file that exists" in done.stderr


def test_to_row_lays_evidence_flat(analysed: list[dict[str, Any]]) -> None:
    from broadsheet.records import Evidence, Sentence

    row = to_row(Sentence(Evidence("v", "s", False, 0, 4, "Rain", False), "s", 0, False, 1, "rule"))
    assert row["surface"] == "Rain"
    assert "evidence" not in row
