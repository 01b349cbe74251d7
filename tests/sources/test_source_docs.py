"""docs/sources.md agrees with the code: every example is read, every kind, key, state and command stands there."""

from __future__ import annotations

import re
from pathlib import Path

import duckdb
import pytest

from broadsheet.ingest.source_kinds import list_keys
from broadsheet.ingest.sources import KINDS, LIVE_KINDS, Source
from broadsheet.ingest.sources_file import examine_text
from broadsheet.model import load_query
from pipelines.definitions import defs
from pipelines.sources import sources_app

PAGE = Path(__file__).parents[2] / "docs" / "sources.md"
TEXT = PAGE.read_text(encoding="utf-8")
BLOCKS = re.findall(r"```toml\n(.*?)```", TEXT, flags=re.DOTALL)


def read_block(home: Path, block: str) -> tuple[Source, ...]:
    """The sources of an example, in a folder in which the files it names are there."""
    for name in re.findall(r'^path = "(.*)"|^paths = \["(.*)"\]', block, flags=re.MULTILINE):
        place = home / "".join(name)
        place.parent.mkdir(parents=True, exist_ok=True)
        place.touch()
    sources, mistakes = examine_text(home / "sources.toml", block, home / "fetched")
    assert mistakes == []
    return sources


@pytest.mark.parametrize("number", range(len(BLOCKS)))
def test_every_example_is_read(tmp_path: Path, number: int) -> None:
    assert read_block(tmp_path, BLOCKS[number])


def test_there_is_an_example_of_every_kind_and_every_kind_has_its_heading(tmp_path: Path) -> None:
    shown = {source.kind for number, block in enumerate(BLOCKS) for source in read_block(tmp_path / str(number), block)}
    assert shown >= {*LIVE_KINDS, "files", "jsonl", "warc"}
    headings = set(re.findall(r"`(\w+)`", " ".join(re.findall(r"^###.*", TEXT, flags=re.MULTILINE))))
    assert headings == {*KINDS, *LIVE_KINDS}


def test_every_key_and_command_stands_there() -> None:
    words = set(re.findall(r"\w+", TEXT))
    assert {key for kind in (*KINDS, *LIVE_KINDS) for key in list_keys(kind)} <= words
    commands = {command.name or command.callback.__name__ for command in sources_app.registered_commands}
    assert commands <= set(re.findall(r"broadsheet sources (\w+)", TEXT))
    assert {schedule.name for schedule in defs.schedules} & words >= {"every_hour", "every_day"}


def test_every_state_of_a_source_stands_there() -> None:
    states = set(re.findall(r"(?:then|else) '(\w+)'", load_query("view", "source_health").text))
    assert {f"`{state}`" for state in states} <= set(re.findall(r"`\w+`", TEXT)) and len(states) == 7


def test_the_sql_of_the_page_runs() -> None:
    (query,) = re.findall(r"```sql\n(.*?)```", TEXT, flags=re.DOTALL)
    with duckdb.connect() as connection:
        connection.execute(
            "create table source_health (source_id text, state text, state_since_on date, reported_on date)"
        )
        connection.execute("insert into source_health values ('a', 'dead', '2026-03-04', '2026-03-05')")
        assert [row[0] for row in connection.execute(query).fetchall()] == ["a"]
