"""Tables whose log is damaged: set aside and planned again, or explained where nothing makes them again."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from broadsheet.errors import DamagedLogError
from broadsheet.run.corruption import set_aside_damaged_tables
from broadsheet.run.plan import make_plan
from broadsheet.settings import load_settings
from broadsheet.stages.context import StageContext
from broadsheet.stages.notes import fingerprint_inputs, read_notes
from broadsheet.stages.registry import DAY_STAGES
from tests.pipelines.lake_rows import note, put

DAYS = [date(2024, 3, 5), date(2024, 3, 6)]
NOW = datetime(2026, 3, 1, tzinfo=UTC)


@pytest.fixture
def context(tmp_path: Path) -> StageContext:
    """Two days of which everything is done."""
    context = StageContext.of(load_settings({"BROADSHEET_HOME": str(tmp_path)}))
    for day in DAYS:
        put(context.lake, "captures", day, {"capture_id": f"c{day}"})
        put(context.lake, "articles", day, {"capture_id": f"c{day}", "article_version_id": f"v{day}"})
        put(context.lake, "claims", day, {"claim_id": f"k{day}"})
    for stage in DAY_STAGES:
        for day in DAYS:
            version = fingerprint_inputs(context.lake, stage.name)(day) if stage.reads else "files"
            note(context.lake, stage.name, day, stage.load().describe(context).derivation_id, version, NOW)
    assert not make_plan(context).items
    return context


def break_log(context: StageContext, table: str) -> Path:
    path = max((Path(context.lake.table_uri(table)) / "_delta_log").glob("*.json"))
    path.write_bytes(path.read_bytes()[:-9])
    return path


@pytest.mark.parametrize(("table", "stages"), [("claims", ["derive"]), ("articles", ["extract", "derive"])])
def test_a_derived_table_is_set_aside_and_its_stage_planned_for_all_days(
    context: StageContext, table: str, stages: list[str]
) -> None:
    break_log(context, table)
    with pytest.raises(DamagedLogError):
        context.lake.read(table)
    (moved,) = set_aside_damaged_tables(context.lake, NOW).items()
    assert moved[0] == table and moved[1].is_dir()
    plan = make_plan(context)
    assert {
        stage: plan.days_of(stage) for stage in ("ingest", "extract", "derive") if plan.days_of(stage)
    } == dict.fromkeys(stages, DAYS)
    assert set_aside_damaged_tables(context.lake, NOW) == {}


def test_damaged_notes_make_all_days_run_again(context: StageContext) -> None:
    break_log(context, "runs")
    assert list(set_aside_damaged_tables(context.lake, NOW)) == ["runs"]
    assert read_notes(context.lake) == {} and make_plan(context).days_of("extract") == DAYS


@pytest.mark.parametrize("table", ["captures", "derivations"])
def test_what_no_stage_makes_again_stays_and_is_explained(context: StageContext, table: str) -> None:
    if table == "derivations":
        context.lake.replace("derivations", context.lake.read("derivations"))
    path = break_log(context, table)
    with pytest.raises(DamagedLogError, match=f"{path} is damaged.*back from a copy.*move .*{table} away"):
        set_aside_damaged_tables(context.lake, NOW)
    assert path.exists()
