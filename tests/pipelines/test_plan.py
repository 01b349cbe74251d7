"""What is new or stale, and why: the plan of a run, over a lake written by hand."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from broadsheet.errors import SettingsError
from broadsheet.lake import Lake, frame_of
from broadsheet.run.acceptance import accept_derivations
from broadsheet.run.late_arrivals import find_invalidated_days
from broadsheet.run.plan import Cause, Plan, PlannedDay, make_plan
from broadsheet.settings import load_settings
from broadsheet.stages.context import StageContext
from broadsheet.stages.derivations import store_derivation
from broadsheet.stages.ingest import index_inbox
from broadsheet.stages.notes import fingerprint_inputs, read_notes
from broadsheet.stages.registry import DAY_STAGE_NAMES, DAY_STAGES
from broadsheet.tables import get_table
from tests.pipelines.inbox_pages import write_pages
from tests.pipelines.lake_rows import note, put

DAY = date(2024, 3, 5)
NEXT = DAY + timedelta(days=1)
NOW = datetime(2026, 3, 30, tzinfo=UTC)


@pytest.fixture
def context(tmp_path: Path) -> StageContext:
    return StageContext.of(load_settings({"BROADSHEET_HOME": str(tmp_path)}))


@pytest.fixture
def lake(context: StageContext) -> Lake:
    return context.lake


def find_code(context: StageContext) -> dict[str, str]:
    return {stage.name: stage.load().describe(context).derivation_id for stage in DAY_STAGES}


def note_all(context: StageContext, day: date, code: dict[str, str] | None = None) -> None:
    """Say that all stages are done for a day, from the input that is there now."""
    made = find_code(context) | (code or {})
    for stage in DAY_STAGE_NAMES:
        version = "files" if stage == "ingest" else fingerprint_inputs(context.lake, stage)(day)
        note(context.lake, stage, day, made[stage], version)


def list_causes(plan: Plan) -> list[tuple[date, str, Cause]]:
    return [(item.day, item.stage, item.cause) for item in plan.list_items()]


def test_a_new_file_plans_all_stages_of_its_day(context: StageContext) -> None:
    write_pages(context.settings.inbox / "a.jsonl", [("https://post.example/a", f"{DAY}T09:00:00Z", "<p>text</p>")])
    index_inbox(context)
    assert list_causes(make_plan(context)) == [
        (DAY, "ingest", Cause.NEW_FILES),
        (DAY, "extract", Cause.NEVER_RUN),
        (DAY, "derive", Cause.NEVER_RUN),
    ]


def test_a_changed_file_says_so(context: StageContext) -> None:
    write_pages(context.settings.inbox / "a.jsonl", [("https://post.example/a", f"{DAY}T09:00:00Z", "<p>text</p>")])
    index_inbox(context)
    put(context.lake, "captures", DAY, {"capture_id": "a"})
    note_all(context, DAY)
    assert list_causes(make_plan(context)) == [
        (DAY, "ingest", Cause.CHANGED_FILES),
        (DAY, "extract", Cause.FOLLOWS),
        (DAY, "derive", Cause.FOLLOWS),
    ]


def test_a_day_that_is_done_and_whose_files_are_gone_is_not_planned(context: StageContext) -> None:
    put(context.lake, "captures", DAY, {"capture_id": "a"})
    note_all(context, DAY)
    assert make_plan(context).items == {}


def test_new_captures_begin_with_extract(context: StageContext) -> None:
    note_all(context, DAY)
    put(context.lake, "captures", DAY, {"capture_id": "a"})
    assert list_causes(make_plan(context)) == [(DAY, "extract", Cause.CHANGED_INPUT), (DAY, "derive", Cause.FOLLOWS)]


def test_new_derive_code_touches_derive_only_and_names_what_changed(context: StageContext) -> None:
    put(context.lake, "captures", DAY, {"capture_id": "a"})
    derive = DAY_STAGES[2].load().describe(context)
    modules = json.loads(derive.modules) | {"broadsheet.claims.assemble": "other"}
    older = {**{name: getattr(derive, name) for name in derive.__slots__}, "derivation_id": "old"}
    row = older | {"modules": json.dumps(modules), "first_used_at": NOW}
    context.lake.upsert("derivations", frame_of(get_table("derivations"), [row]))
    note_all(context, DAY, {"derive": "old"})
    (item,) = make_plan(context).list_items()
    assert (item.stage, item.reason) == ("derive", "changed code: broadsheet.claims.assemble")
    assert make_plan(context, keep_old=True).items == {}


def test_accepted_rows_stay_until_code_changes_again(context: StageContext, monkeypatch: pytest.MonkeyPatch) -> None:
    put(context.lake, "captures", DAY, {"capture_id": "a"})
    note_all(context, DAY, {"extract": "old-e", "derive": "old-d"})
    assert [item.cause for item in make_plan(context).list_items()] == [Cause.CHANGED_CODE] * 2
    with pytest.raises(SettingsError, match="few words"):
        accept_derivations(context, " ", NOW)
    accepted = accept_derivations(context, "no row changes", NOW)
    assert [(row.stage, row.accepted_id, row.day_count) for row in accepted] == [
        ("derive", "old-d", 1),
        ("extract", "old-e", 1),
    ]
    assert make_plan(context).items == {}
    assert accept_derivations(context, "again", NOW) == []
    monkeypatch.setattr("broadsheet.stages.derivations.read_stage_code", lambda stage: FakeCode(f"{stage}-next"))
    assert {item.stage for item in make_plan(context).list_items()} == set(DAY_STAGE_NAMES)


class FakeCode:
    """Code of a stage with a version of its own."""

    def __init__(self, version: str) -> None:
        self.version = version
        self.parts: dict[str, str] = {"broadsheet.claims": version}
        self.libraries: dict[str, str] = {}


def test_forced_days_do_all_stages_for_that_reason(context: StageContext) -> None:
    for day in (DAY, NEXT):
        put(context.lake, "captures", day, {"capture_id": str(day)})
        note_all(context, day)
    plan = make_plan(context, [NEXT], force=True)
    assert list_causes(plan) == [(NEXT, "extract", Cause.FORCED), (NEXT, "derive", Cause.FORCED)]


def test_days_before_the_first_partition_are_left_out_and_named(context: StageContext) -> None:
    write_pages(context.settings.inbox / "a.jsonl", [("https://post.example/a", "1999-01-01T09:00:00Z", "<p>x</p>")])
    index_inbox(context)
    plan = make_plan(context)
    assert plan.items == {} and plan.days_outside == [date(1999, 1, 1)]


def test_a_stage_that_only_follows_is_dropped_where_its_input_stays(context: StageContext) -> None:
    put(context.lake, "captures", DAY, {"capture_id": "a"})
    note_all(context, DAY)
    plan = Plan()
    plan.add(PlannedDay(DAY, "ingest", Cause.CHANGED_FILES))
    plan.finish("ingest", DAY)
    plan.refresh(context, "ingest", [DAY])
    assert plan.items == {}
    plan.add(PlannedDay(DAY, "ingest", Cause.CHANGED_FILES))
    put(context.lake, "captures", DAY, {"capture_id": "b"})
    plan.finish("ingest", DAY)
    plan.refresh(context, "ingest", [DAY])
    assert sorted(plan.items) == [("derive", DAY), ("extract", DAY)]


def test_a_cause_of_its_own_outlasts_an_earlier_stage() -> None:
    plan = Plan()
    for stage, cause in (("ingest", Cause.CHANGED_FILES), ("extract", Cause.CHANGED_CODE)):
        plan.add(PlannedDay(DAY, stage, cause, "x"))
    assert [item.cause for item in plan.list_items()] == [Cause.CHANGED_FILES, Cause.CHANGED_CODE, Cause.FOLLOWS]


@pytest.mark.parametrize("cause", Cause)
def test_a_reason_is_read_back(cause: Cause) -> None:
    for detail in ("", "broadsheet.claims, library spacy"):
        item = PlannedDay(DAY, "derive", cause, detail)
        assert PlannedDay.parse(DAY, "derive", item.reason) == item
    assert PlannedDay.parse(DAY, "derive", "because I say so").cause is Cause.FORCED


def test_the_estimate_takes_what_days_took(context: StageContext) -> None:
    plan = make_plan(context)
    assert plan.estimate_seconds() is None
    note(context.lake, "extract", DAY, "x", "y")
    plan = Plan(notes=read_notes(context.lake))
    for day in (DAY, NEXT):
        plan.add(PlannedDay(day, "extract", Cause.FORCED))
    assert plan.estimate_seconds() == 4.0


def test_a_day_that_was_empty_takes_what_others_took(context: StageContext) -> None:
    note(context.lake, "extract", DAY, "x", "y")
    notes = read_notes(context.lake)
    notes["extract", NEXT] = replace(notes["extract", DAY], seconds=0.0, is_empty=True)
    plan = Plan(notes=notes)
    plan.add(PlannedDay(NEXT, "extract", Cause.NEW_FILES))
    assert plan.estimate_seconds() == 2.0


def test_version_that_an_earlier_day_brought_invalidates_the_later_day(lake: Lake) -> None:
    put(lake, "articles", NEXT, {"article_version_id": "v"})
    assert find_invalidated_days(lake, {}) == set()
    put(lake, "articles", DAY, {"article_version_id": "v"})
    assert find_invalidated_days(lake, {}) == {NEXT}


def test_duplicate_without_its_original_is_invalidated(lake: Lake) -> None:
    version = "0" * 32
    put(lake, "captures", NEXT, {"capture_id": "b", "body_sha256": "x"}, {"capture_id": "c", "body_sha256": "y"})
    repeated = {"capture_id": "b", "reason": "unchanged_text", "repeats_version_id": version}
    put(lake, "skipped", NEXT, repeated)
    assert find_invalidated_days(lake, {}) == {NEXT}
    put(lake, "articles", DAY, {"article_version_id": version})
    assert find_invalidated_days(lake, {}) == set()
    put(lake, "skipped", NEXT, {"capture_id": "c", "reason": "duplicate_capture", "repeats_version_id": None})
    assert find_invalidated_days(lake, {}) == {NEXT}


def test_a_derivation_is_noted_once(context: StageContext) -> None:
    derivation = DAY_STAGES[1].load().describe(context)
    for _ in range(2):
        store_derivation(context.lake, derivation, NOW)
    stored = context.lake.read("derivations")
    assert stored.height == 1 and "trafilatura" in json.loads(stored["libraries"][0])
