"""Dossiers: what they choose, that nothing of a page breaks out, and that the script finds each change."""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import duckdb
import pytest

from broadsheet.dossier.selection import Selection, select_rows
from broadsheet.dossier.writing import write_dossier
from broadsheet.errors import QueryError, SettingsError

TEXT = "Bo Lind said the <b>dam</b> was safe. Nobody else did. 🌊 About 40 homes were wet, the fire service said."
CLAIM, FIGURE, OTHER = (letter * 32 for letter in "abc")
VERSION = "d" * 32


@pytest.fixture
def release() -> Iterator[duckdb.DuckDBPyConnection]:
    """A release of one article with two claims, one figure, and the tables that a dossier reads."""
    connection = duckdb.connect()
    evidence = "article_version_id text, sentence_id text, in_headline bool, start_char int, end_char int, surface text"
    rest = "is_boilerplate bool, rule text, derivation_id text"
    connection.execute(f"""
        create schema ops;
        create table _release (release_id text);
        insert into _release values ('000001');
        create table sentences ({evidence});
        create table claims (
            claim_id text, content_text text, speaker_kind text, speaker_name text, source_text text, cue_text text,
            checkworthiness double, {evidence}, {rest});
        create table numbers (number_id text, kind text, measure_key text, said_by text, said_by_claim_id text,
            {evidence}, {rest});
        create table mentions (mention_id text, {evidence}, {rest});
        create table dates (date_id text, {evidence}, {rest});
        create table articles (
            article_version_id text, article_id text, capture_id text, source_id text, headline text, url text,
            published_on date, published_confidence text, captured_at timestamptz, text_sha256 text, text text,
            syndication_credit text);
        create table articles_current (article_version_id text, is_origin bool);
        create table sources (source_id text, name text);
        create table ops.captures (
            capture_id text, body_sha256 text, origin_kind text, origin_path text, origin_offset bigint);
    """)
    start = TEXT.index("About")
    sentence = TEXT[start:]
    connection.execute("insert into sentences values (?, 's', false, ?, ?, ?)", [VERSION, start, len(TEXT), sentence])
    place = [VERSION, "s", False, 0, TEXT.index("."), TEXT[: TEXT.index(".")], False, "said", "x"]
    wet = [VERSION, "s", False, start, len(TEXT), sentence, False, "said", "x"]
    claims = [
        [CLAIM, "the dam was safe", "person", "Bo Lind", "Bo Lind", "said", 0.9, *place],
        [OTHER, "About 40 homes were wet", "unnamed", None, "the fire service", "said", 0.8, *wet],
    ]
    connection.executemany(f"insert into claims values ({', '.join('?' * 16)})", claims)
    figure = [
        FIGURE,
        "count",
        "wet|home",
        None,
        OTHER,
        VERSION,
        "s",
        False,
        start + 6,
        start + 8,
        "40",
        False,
        "n",
        "x",
    ]
    connection.execute(f"insert into numbers values ({', '.join('?' * 14)})", figure)
    article = [VERSION, "e" * 32, "f" * 32, "post", "Dam <script>alert(1)</script> | _holds_", "https://post.example/a"]
    article += [date(2026, 3, 3), "guessed", datetime(2026, 3, 3, 12, tzinfo=UTC)]
    article += [hashlib.sha256(TEXT.encode()).hexdigest(), TEXT, None]
    connection.execute(f"insert into articles values ({', '.join('?' * 12)})", article)
    connection.execute("insert into articles_current values (?, true)", [VERSION])
    connection.execute("insert into sources values ('post', 'The Post')")
    connection.execute("insert into ops.captures values (?, ?, 'warc', 'post/a.warc.gz', 7)", ["f" * 32, "0" * 64])
    yield connection
    connection.close()


@pytest.mark.parametrize(
    ("asked", "cited"),
    [
        (["dam"], [(CLAIM, "Bo Lind")]),
        (["homes wet"], [(OTHER, "the fire service"), (FIGURE, "the fire service")]),
        (["HOMES", "about"], [(OTHER, "the fire service"), (FIGURE, "the fire service")]),
        ([FIGURE], [(FIGURE, "the fire service")]),
        ([FIGURE, "dam"], [(CLAIM, "Bo Lind"), (FIGURE, "the fire service")]),
    ],
)
def test_words_and_ids_choose_rows_with_who_says_them(
    release: duckdb.DuckDBPyConnection, asked: list[str], cited: list[tuple[str, str]]
) -> None:
    selection = select_rows(release, asked, 10)
    assert [(row["row_id"], row["speaker_text"]) for row in selection.rows] == cited
    assert [row["citation"] for row in selection.rows] == list(range(1, len(cited) + 1))


@pytest.mark.parametrize(("asked", "told"), [(["unicorn"], "unicorn"), (["9" * 32], "9" * 32)])
def test_what_finds_nothing_is_told(release: duckdb.DuckDBPyConnection, asked: list[str], told: str) -> None:
    with pytest.raises(QueryError, match=told):
        select_rows(release, asked, 10)


def test_the_most_check_worthy_rows_come_in_where_there_are_more(release: duckdb.DuckDBPyConnection) -> None:
    assert [row["row_id"] for row in select_rows(release, ["o"], 1).rows] == [OTHER]


@pytest.fixture
def dossier(release: duckdb.DuckDBPyConnection, tmp_path: Path) -> Path:
    write_dossier(select_rows(release, ["dam", CLAIM, OTHER, FIGURE], 10), tmp_path / "dam")
    return tmp_path / "dam"


def verify(folder: Path) -> subprocess.CompletedProcess[str]:
    script = [sys.executable, "-I", str(folder / "verify.py"), str(folder)]
    return subprocess.run(script, capture_output=True, text=True, timeout=60)


def test_the_script_proves_an_untouched_dossier_without_broadsheet(dossier: Path) -> None:
    done = verify(dossier)
    assert (done.returncode, done.stdout) == (0, "3 citations in 1 articles hold\n")
    assert len((dossier / "verify.py").read_text(encoding="utf-8").splitlines()) <= 60


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (lambda folder: change_text(folder), "not the one that was cited"),
        (lambda folder: change_row(folder, "start_char", 3), "does not stand at its place"),
        (lambda folder: change_row(folder, "surface", "the dam was unsafe"), "does not stand at its place"),
    ],
)
def test_the_script_finds_each_change(dossier: Path, change, told: str) -> None:
    change(dossier)
    done = verify(dossier)
    assert done.returncode == 1
    assert told in done.stdout


def change_text(folder: Path) -> None:
    path = next((folder / "texts").iterdir())
    path.write_text(path.read_text(encoding="utf-8").replace("safe", "firm"), encoding="utf-8")


def change_row(folder: Path, name: str, value: object) -> None:
    path = folder / "evidence.json"
    evidence = json.loads(path.read_text(encoding="utf-8"))
    evidence["rows"][0][name] = value
    path.write_text(json.dumps(evidence), encoding="utf-8")


def test_nothing_of_a_page_is_markup_in_the_dossier(dossier: Path) -> None:
    html = (dossier / "dossier.html").read_text(encoding="utf-8")
    assert "<script" not in html and "<b>" not in html and "&lt;script&gt;" in html
    markdown = (dossier / "dossier.md").read_text(encoding="utf-8")
    assert "<script" not in markdown and r"\|" in markdown and r"\_holds\_" in markdown
    assert "a guess" in html and "a guess" in markdown


def test_a_folder_of_something_else_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "letters.txt").write_text("mine")
    with pytest.raises(SettingsError, match="no dossier"):
        write_dossier(Selection("x", "1", (), ()), tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["letters.txt"]
