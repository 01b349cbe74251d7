"""What leaves the house holds no long stretch of any text, and nothing of those who say no."""

from __future__ import annotations

import re
from pathlib import Path

import duckdb
import pytest

from broadsheet.errors import SettingsError
from broadsheet.model.inputs import find_table
from broadsheet.release import find_release_file
from broadsheet.settings import Settings, load_settings
from broadsheet.sharing import write_share_safe
from tests.browse.conftest import publish_rows
from tests.sql.conftest import fill_row

TEXT = (
    "The night ferry to Saltreach was held for two hours while a crane lifted the broken ramp. Nobody was hurt, said "
    "the harbour master, and the next boat would sail at dawn with all who had waited. A second ramp was ordered."
)
WITHOUT_BLANKS = "県知事は今朝、記者団に対して、壊れた傾斜路は来週までに交換されると述べ、乗客に謝罪した。"
QUOTE_WORDS = 6


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return load_settings({"BROADSHEET_HOME": str(tmp_path / "home")})


def _read_files(folder: Path) -> dict[str, list[str]]:
    """Every row of every table in both forms, as text."""
    rows: dict[str, list[str]] = {}
    with duckdb.connect(str(folder / "shared.duckdb"), read_only=True) as connection:
        connection.execute("set timezone = 'UTC'")
        names = "select schema_name || '.' || table_name from duckdb_tables() where not internal"
        for (name,) in connection.execute(names).fetchall():
            rows[name] = [str(row) for row in connection.execute(f"from {name}").fetchall()]
            file = folder / "tables" / f"{name.partition('.')[2]}.parquet"
            rows[file.name] = [str(row) for row in connection.execute(f"from '{file}'").fetchall()]
    return rows


def _find_runs(written: str, length: int) -> list[str]:
    words = re.findall(r"\w+", TEXT)
    runs = [" ".join(words[start : start + length]) for start in range(len(words) - length + 1)]
    shown = " ".join(re.findall(r"\w+", written.replace("\\n", " ")))
    return [run for run in runs if f" {run} " in f" {shown} "]


@pytest.mark.parametrize("text", [TEXT, WITHOUT_BLANKS], ids=["with blanks", "without blanks"])
def test_no_run_of_more_than_so_many_words_is_in_any_file(settings, tmp_path, monkeypatch, text: str) -> None:
    monkeypatch.setattr("tests.browse.conftest.HOSTILE", text)
    publish_rows(settings)
    folder = tmp_path / "shared"
    report = write_share_safe(find_release_file(settings), folder, quote_words=QUOTE_WORDS, obeys_preferences=False)
    rows = _read_files(folder)
    assert len(rows) == 2 * report.table_count > 100
    longest = text[: 2 * QUOTE_WORDS] if text == WITHOUT_BLANKS else " ".join(text.split()[:QUOTE_WORDS])
    assert any(longest in row for row in rows["main.claims"])
    for name, given in rows.items():
        for row in given:
            assert not _find_runs(row, QUOTE_WORDS + 1), name
            assert text[2 * QUOTE_WORDS + 1 :][:14] not in row or text == TEXT, name


def test_rows_keep_their_place_and_a_hash_of_their_words(settings, tmp_path) -> None:
    mention = {"mention_id": "m", "article_version_id": "v", "surface": "Saltreach", "start_char": 19, "end_char": 28}
    articles = [{"article_version_id": "v", "text": TEXT, "text_sha256": "hash of the text"}]
    _publish(settings, mentions=[mention], articles=articles, watches=[{"watch_id": "w"}])
    write_share_safe(find_release_file(settings), tmp_path / "out", quote_words=6, obeys_preferences=False)
    with duckdb.connect(str(tmp_path / "out" / "shared.duckdb"), read_only=True) as connection:
        kept = connection.execute(
            "select surface, start_char, end_char, surface_sha256 = sha256('Saltreach') from mentions"
        )
        assert kept.fetchall() == [("Saltreach", 19, 28, True)]
        columns = {row[0] for row in connection.execute("describe articles").fetchall()}
        assert "text" not in columns and "text_sha256" in columns
        docs = "select count(*) from duckdb_columns() where not internal and coalesce(comment, '') = ''"
        assert connection.execute(docs).fetchall() == [(0,)]
        names = {row[0] for row in connection.execute("select table_name from duckdb_tables()").fetchall()}
    assert not names & {"watches", "watch_hits", "search_postings", "recipes"}


@pytest.mark.parametrize(
    ("preference", "is_left_out"),
    [
        ({"category": "train-ai", "preference": "disallow", "path": "/"}, True),
        ({"category": "tdm", "preference": "disallow", "path": "/*"}, True),
        ({"category": "search", "preference": "disallow", "path": "/"}, False),
        ({"category": "train-ai", "preference": "allow", "path": "/"}, False),
        ({"category": "train-ai", "preference": "disallow", "path": "/", "agent": "OneBot"}, False),
        ({"category": "train-ai", "preference": "disallow", "path": "/private/"}, False),
    ],
    ids=["training", "mining", "search only", "allowed", "one crawler", "one folder"],
)
def test_sources_that_say_no_are_left_out_on_request(settings, tmp_path, preference, is_left_out) -> None:
    _publish_two_sources(settings, usage_preferences=[{"source_id": "closed"} | preference])
    report = write_share_safe(find_release_file(settings), tmp_path / "out", quote_words=6, obeys_preferences=True)
    assert report.left_out_sources == (("closed",) if is_left_out else ())
    rows = _read_files(tmp_path / "out")
    assert any("closed" in row for given in rows.values() for row in given) is not is_left_out
    assert any("open" in row for row in rows["main.mentions"])
    assert ("main.entities" in rows) is not is_left_out


def test_a_page_that_says_no_is_left_out_in_all_its_versions(settings, tmp_path) -> None:
    _publish_two_sources(settings, ai_training_opt_out=True)
    report = write_share_safe(find_release_file(settings), tmp_path / "out", quote_words=6, obeys_preferences=True)
    assert report.left_out_sources == () and "entities" in report.left_out_tables
    assert not any("closed" in row for row in _read_files(tmp_path / "out")["main.mentions"])


def test_a_folder_that_holds_something_stays_as_it_is(settings, tmp_path) -> None:
    _publish(settings)
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "mine").touch()
    with pytest.raises(SettingsError, match="new or empty"):
        write_share_safe(find_release_file(settings), tmp_path / "out", quote_words=6, obeys_preferences=False)
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["mine"]


def _publish(settings: Settings, **tables: list[dict]) -> None:
    publish_rows(
        settings, 1, {name: [fill_row(find_table(name), row) for row in rows] for name, rows in tables.items()}
    )


def _publish_two_sources(settings: Settings, ai_training_opt_out: bool = False, **tables: list[dict]) -> None:
    names = ("open", "closed")
    _publish(
        settings,
        captures=[
            {
                "capture_id": f"c {name}",
                "source_id": name,
                "ai_training_opt_out": ai_training_opt_out and name == "closed",
            }
            for name in names
        ],
        articles=[
            {"article_version_id": f"v {name}", "article_id": f"a {name}", "capture_id": f"c {name}", "source_id": name}
            for name in names
        ],
        mentions=[
            {"mention_id": f"m {name}", "article_version_id": f"v {name}", "surface": f"Name in {name}"}
            for name in names
        ],
        entities=[{"entity_id": "e", "canonical_name": "Name in closed"}],
        **tables,
    )
