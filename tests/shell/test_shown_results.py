"""What a person sees: columns that fit, nothing that steers the terminal, files that appear whole."""

from __future__ import annotations

import csv
import json
import os
import signal
import threading
from collections.abc import Callable
from pathlib import Path

import pyarrow.parquet
import pytest
from rich.console import Console

from broadsheet.errors import QueryError, SettingsError
from broadsheet.settings import Settings
from broadsheet.shell.commands import PromptState
from broadsheet.shell.options import SqlOptions
from broadsheet.shell.prompt import answer, is_complete, read_lines
from broadsheet.shell.query import run_query, run_statements
from broadsheet.shell.session import Session
from broadsheet.shell.visible import make_visible
from tests.shell.conftest import ESCAPE, publish_small


@pytest.fixture
def state(session: Session, settings: Settings) -> PromptState:
    """A prompt of 80 columns whose output is kept."""
    console = Console(width=80, record=True, force_terminal=False)
    return PromptState(session, settings, SqlOptions(uses_pager=False), console)


def _said(state: PromptState) -> str:
    return state.console.export_text()


@pytest.mark.parametrize("table", ["articles", "claims"])
def test_a_wide_table_shows_columns_with_something_in_them_at_80_columns(state: PromptState, table: str) -> None:
    answer(state, f"from {table};")
    said = _said(state)
    lines = said.splitlines()
    assert max(map(len, lines)) <= 80
    assert ("Rain falls" in said) if table == "articles" else ("the mayor" in said and "rain fell" in said)
    assert "columns: expanded mode or select shows the others" in said or "row 1" in said


def test_a_single_wide_row_is_shown_with_one_line_per_column(state: PromptState) -> None:
    answer(state, "from articles limit 1;")
    said = _said(state)
    assert "row 1" in said and "derivation_id" in said and "The mayor said that rain fell." in said


def test_expanded_mode_can_be_forced_and_left(state: PromptState) -> None:
    for line in (".expanded on", "select 1 as one;", ".expanded off", "select 2 as two;"):
        answer(state, line)
    said = _said(state)
    assert "row 1" in said.partition("Expanded is off")[0] and "row 1" not in said.partition("Expanded is off")[2]


def test_expanded_off_prints_a_wide_row_whole(state: PromptState) -> None:
    answer(state, ".expanded off")
    answer(state, "select headline, text, * from articles limit 1;")
    said = _said(state)
    assert (
        "derivation_id" in said and "The mayor said that rain fell." in said and max(map(len, said.splitlines())) > 200
    )


def test_control_characters_of_pages_never_reach_the_terminal(state: PromptState, settings: Settings, capsys) -> None:
    answer(state, 'select headline as "\x1b[31mname" from articles;')
    answer(state, "select headline::integer from articles;")
    answer(state, ".expanded on")
    answer(state, "from articles;")
    run_statements(state.session, settings, "select headline from articles", SqlOptions(form="csv"))
    said = _said(state)
    assert "␛[31mred <U+202E>gnilrats" in " ".join(said.split()) and "␛[31mname" in said
    assert not set(said) & set("\x1b\x07\u202e")
    assert ESCAPE in capsys.readouterr().out, "a pipe gets the text as it is"


def test_joiners_of_words_and_emoji_stay_visible() -> None:
    assert make_visible("می\u200cخواهم 👩\u200d🚀 é") == "می\u200cخواهم 👩\u200d🚀 é"


FORMS: list[tuple[str, Callable[[Path], object]]] = [
    ("csv", lambda path: list(csv.reader(path.open(newline="", encoding="utf-8")))[1]),
    ("json", lambda path: list(json.loads(path.read_text(encoding="utf-8"))[0].values())),
    ("jsonl", lambda path: list(json.loads(path.read_text(encoding="utf-8").splitlines()[0]).values())),
    ("parquet", lambda path: list(pyarrow.parquet.read_table(path).to_pylist()[0].values())),
]


@pytest.mark.parametrize(("ending", "read"), FORMS)
def test_the_ending_of_a_file_says_its_format(settings: Settings, tmp_path: Path, ending, read) -> None:
    output = tmp_path / f"out.{ending}"
    run_query(settings, "select headline, word_count::varchar from articles order by article_version_id", output=output)
    assert read(output) == ["Rain falls on the harbour", "6"]
    assert [path.name for path in tmp_path.iterdir() if path.is_file()] == [output.name]


def test_markdown_keeps_its_columns_whatever_a_cell_holds(settings: Settings, tmp_path: Path) -> None:
    output = tmp_path / "out.md"
    run_query(settings, "select 'a|b\nc <script>' as cell, [1, 2] as list", output=output)
    assert output.read_text() == "| cell | list |\n|---|---|\n| a\\|b c &lt;script> | [1, 2] |\n"


def test_safe_csv_disarms_formulas_and_leaves_numbers(settings: Settings, tmp_path: Path) -> None:
    output = tmp_path / "out.csv"
    query = "select '=1+1' as a, '-2.5' as b, -2.5 as c, '@sum' as d, 'rain' as e"
    run_query(settings, query, output=output, options=SqlOptions(is_safe_csv=True))
    assert output.read_text().splitlines()[1] == "'=1+1,-2.5,-2.5,'@sum,rain"


@pytest.mark.parametrize(
    "place", ["warehouse.duckdb", "releases/x.csv", "lake/derive/claims/x.csv", "inbox/x.csv", "sources.toml"]
)
def test_no_result_is_written_over_the_warehouse(settings: Settings, place: str) -> None:
    target = settings.warehouse.resolve()
    with pytest.raises(SettingsError, match="belongs to the warehouse itself"):
        run_query(settings, "select 1", output=settings.home / place)
    assert settings.warehouse.resolve() == target and settings.warehouse.is_symlink()


def test_a_link_to_the_release_is_no_way_around(settings: Settings, tmp_path: Path) -> None:
    way = tmp_path / "way.csv"
    way.symlink_to(settings.warehouse.resolve())
    with pytest.raises(SettingsError, match="belongs to the warehouse"):
        run_query(settings, "select 1", output=way)


def test_a_query_that_fails_midway_leaves_the_old_file(settings: Settings, tmp_path: Path) -> None:
    output = tmp_path / "out.csv"
    output.write_text("old")
    with pytest.raises(QueryError):
        run_query(settings, "select if(range = 5000, error('late'), 'x') from range(9000)", output=output)
    assert output.read_text() == "old" and len(list(tmp_path.glob("*.partial"))) == 0


def test_brackets_in_a_path_and_an_error_are_printed_as_they_are(state: PromptState) -> None:
    answer(state, "select 1 as [/bold;")
    answer(state, ".once /nowhere/[red]/x.csv")
    answer(state, "select 1;")
    said = _said(state)
    assert "[/bold" in said and "/nowhere/[red]/x.csv" in said.replace("\n", "")


@pytest.mark.parametrize(
    ("text", "is_whole"),
    [("select 1;", True), ("select 1", False), ("select ';", False), ("select ';';", True), ("/* a;", False),
     ("select 1 -- why;", False), ("select \"a;", False), ("select 'é';  \n", True)],
)  # fmt: skip
def test_a_statement_ends_with_a_semicolon_outside_strings_and_comments(text: str, is_whole: bool) -> None:
    assert is_complete(text) is is_whole


def test_lines_from_a_pipe_run_in_one_session_and_the_first_error_ends_it(state: PromptState) -> None:
    with pytest.raises(QueryError):
        read_lines(
            state, ["create temp table t as\n", "select 5 as five;\n", "from t;\n", "from nothing;\n", "from t;\n"]
        )
    assert _said(state).count("five") == 1


def test_the_prompt_follows_a_new_release_unless_something_would_be_lost(
    state: PromptState, settings: Settings
) -> None:
    publish_small(settings, 2)
    answer(state, "select 1;")
    assert state.session.file.name.startswith("warehouse-000002")
    answer(state, "create temp table t as select 7 as seven;")
    publish_small(settings, 3)
    answer(state, "from t;")
    assert state.session.file.name.startswith("warehouse-000002")
    answer(state, ".reopen")
    assert state.session.file.name.startswith("warehouse-000003")
    assert ".reopen reads it" in _said(state).replace("\n", " ")


@pytest.mark.parametrize(
    ("line", "told"),
    [(".tables", "claims"), (".schema claims", "content_text"), (".help", ".once FILE"),
     (".schema nothing", "no table"), (".nothing", "no command"), (".rows x", "whole number"),
     (".format x", "none of")],
)  # fmt: skip
def test_commands_answer_or_say_what_is_wrong(state: PromptState, line: str, told: str) -> None:
    answer(state, line)
    assert told in _said(state)


def test_ctrl_c_stops_a_query_and_keeps_the_session(state: PromptState) -> None:
    answer(state, "create temp table t as select 7 as seven;")
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    press = threading.Timer(0.2, lambda: os.kill(os.getpid(), signal.SIGINT))
    try:
        press.start()
        answer(state, "select count(*) from range(1000000) a, range(1000000) b where (a.range * b.range) % 7 = 3;")
    finally:
        press.join()
        signal.signal(signal.SIGINT, before)
    answer(state, "from t;")
    said = _said(state)
    assert "Stopped; the session goes on." in said and "seven" in said


def test_long_results_say_how_many_rows_there_are(state: PromptState) -> None:
    answer(state, "select range as n from range(250);")
    assert "100 of 250 rows" in _said(state)


def test_the_time_zone_is_an_option_and_a_wrong_one_is_named(settings: Settings, capsys) -> None:
    run_query(settings, "select published_at from articles limit 1", options=SqlOptions(time_zone="Asia/Tokyo"))
    assert "18:30" in capsys.readouterr().out
    with pytest.raises(SettingsError, match="Atlantis"):
        run_query(settings, "select 1", options=SqlOptions(time_zone="Atlantis"))
