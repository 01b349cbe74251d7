"""The registry of stages agrees with the definitions, the folders and the asset graph."""

from __future__ import annotations

from pathlib import Path

import dagster as dg

from broadsheet.model import load_queries
from broadsheet.stages.registry import DAY_STAGES, SQL_STAGE_NAMES, STAGE_NAMES, STAGES, find_stage_of, get_stage
from broadsheet.tables import load_tables
from pipelines.definitions import defs

GRAPH = defs.resolve_asset_graph()


def test_each_table_of_a_stage_is_defined_in_its_folder_and_the_other_way_round() -> None:
    for stage in DAY_STAGES:
        defined = {table.name for table in load_tables().values() if table.stage == stage.name}
        assert set(stage.tables) == defined, stage.name
        assert all(load_tables()[table].partition for table in stage.writes)
        assert not any(load_tables()[table].partition for table in stage.whole)


def test_a_stage_reads_tables_of_earlier_stages_only() -> None:
    for place, stage in enumerate(STAGES):
        earlier = {table for before in STAGES[:place] for table in before.tables}
        assert set(stage.reads) <= earlier, stage.name


def test_each_stage_of_a_day_has_a_module_that_does_it() -> None:
    for stage in DAY_STAGES:
        module = stage.load()
        assert callable(module.run_days) and callable(module.describe)
        assert stage.module in stage.roots


def test_folders_of_assets_and_of_sql_are_the_stages() -> None:
    folders = {path.name for path in Path("assets").iterdir() if path.is_dir() and path.name != "__pycache__"}
    assert folders == set(STAGE_NAMES)
    assert all((Path("sql") / name).is_dir() for name in SQL_STAGE_NAMES)


def test_each_asset_stands_in_the_group_of_its_stage() -> None:
    sql = {query.name: stage for stage in SQL_STAGE_NAMES for query in load_queries(stage)}
    read: dict[str, set[str]] = {}
    for key in GRAPH.get_all_asset_keys():
        name = key.to_user_string()
        assert GRAPH.get(key).group_name == sql.get(name, find_stage_of(name).name), name
        parents = {parent.to_user_string() for parent in GRAPH.get(key).parent_keys}
        if name not in sql:
            read.setdefault(GRAPH.get(key).group_name, set()).update(parents)
    # One line from the main table of the stage before stands for those that are made with it.
    assert all(set(get_stage(stage).reads[:1]) <= parents for stage, parents in read.items()), read
    assert {key.to_user_string() for key in GRAPH.get_all_asset_keys()} == {
        *sql, *(table for stage in STAGES for table in stage.tables)
    }  # fmt: skip


def test_day_assets_are_partitioned_and_others_are_not() -> None:
    daily = {table for stage in DAY_STAGES for table in stage.writes}
    for key in GRAPH.get_all_asset_keys():
        is_daily = isinstance(GRAPH.get(key).partitions_def, dg.DailyPartitionsDefinition)
        assert is_daily == (key.to_user_string() in daily), key
