"""Docs that list things are compared with the code."""

from __future__ import annotations

import re
from pathlib import Path

from typer.testing import CliRunner

from broadsheet.docs import TARGET, write_table_docs
from broadsheet.docs_rules import TARGET as RULES_TARGET
from broadsheet.docs_rules import write_rule_docs
from broadsheet.release.search import list_search_tables
from pipelines.cli import app
from tests.gates.measured import PAGE, SCORES, read_day, replace_block, write_scores

ROOT = Path(__file__).parents[2]


def test_the_page_of_tables_is_up_to_date() -> None:
    assert TARGET.read_text(encoding="utf-8") == write_table_docs(), "run: python -m broadsheet.docs"


def test_the_page_of_tables_holds_what_a_search_reads() -> None:
    page = write_table_docs()
    assert all(f"\n## {table.name}\n" in page for table in list_search_tables())


def test_the_page_of_rules_is_up_to_date() -> None:
    assert RULES_TARGET.read_text(encoding="utf-8") == write_rule_docs(), "run: python -m broadsheet.docs_rules"


def test_every_command_stands_in_the_page_of_commands() -> None:
    commands = {command.name or command.callback.__name__ for command in app.registered_commands}
    page = (ROOT / "docs" / "commands.md").read_text(encoding="utf-8")
    assert commands <= set(re.findall(r"broadsheet ([\w-]+)", page))


def test_every_make_target_stands_in_contributing_or_the_readme() -> None:
    targets = set(re.findall(r"^(\w+):.*##", (ROOT / "Makefile").read_text(encoding="utf-8"), flags=re.M))
    written = (ROOT / "README.md").read_text(encoding="utf-8") + (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    assert targets <= set(re.findall(r"make (\w+)", written))


def test_every_setting_stands_in_the_page_of_settings() -> None:
    source = (ROOT / "broadsheet" / "settings.py").read_text(encoding="utf-8")
    page = (ROOT / "docs" / "settings.md").read_text(encoding="utf-8")
    names = {
        name
        for name in re.findall(r"BROADSHEET_[A-Z]+(?:_[A-Z]+)*", source)
        if not name.startswith("BROADSHEET_STORAGE")
    }
    assert names <= set(re.findall(r"BROADSHEET_[A-Z]+(?:_[A-Z]+)*", page))


def test_help_of_every_command_says_what_it_does() -> None:
    for command in app.registered_commands:
        result = CliRunner().invoke(app, [command.name or command.callback.__name__, "--help"])
        assert result.exit_code == 0
        assert len(result.output.splitlines()) > 4


def test_the_measured_figures_are_those_of_the_pins() -> None:
    text = PAGE.read_text(encoding="utf-8")
    assert replace_block(text) == text, "run: python -m tests.gates.measured"


def test_a_release_carries_the_pins_of_the_gates() -> None:
    assert SCORES.read_text(encoding="utf-8") == write_scores(read_day()), "run: python -m tests.gates.measured"
