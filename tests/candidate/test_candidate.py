"""A candidate derivation: nothing in place changes until it is promoted, and every row that differs is told."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from broadsheet.candidate.differences import compare
from broadsheet.candidate.lake import CandidateLake, derive_candidate, list_candidate_days, promote
from broadsheet.candidate.report import count_by, write_html
from broadsheet.errors import TableError
from broadsheet.lake import Lake, frame_of
from broadsheet.settings import load_settings
from broadsheet.stages.context import StageContext
from broadsheet.stages.notes import fingerprint_inputs, read_notes
from broadsheet.stages.registry import get_stage
from broadsheet.tables import get_table
from tests.pipelines.lake_rows import note, put
from tests.sql.conftest import fill_row

DAY, VERSION = date(2026, 3, 3), "a" * 32
TEXT = "At least 200 homes <b>were</b> flooded, and 1,150 people were moved."


@pytest.fixture
def lake(tmp_path: Path) -> Lake:
    """One article, with two numbers in place and two of a candidate: one is changed, one lost, one gained."""
    lake = Lake(str(tmp_path / "lake"))
    put(lake, "articles", DAY, {"article_version_id": VERSION, "text": TEXT, "source_id": "post", "headline": None})
    for name in get_stage("derive").writes:
        if name != "numbers":
            put(lake, name, DAY)
            put(CandidateLake(lake), name, DAY)
    put(lake, "numbers", DAY, number("200", unit="homes"), number("1,150", kind="money"))
    put(CandidateLake(lake), "numbers", DAY, number("200", unit="home"), number("200 homes"))
    note(CandidateLake(lake), "derive", DAY, "new", fingerprint_inputs(lake, "derive")(DAY))
    return lake


def number(surface: str, **values: object) -> dict[str, object]:
    start = TEXT.index(surface)
    place = {"article_version_id": VERSION, "in_headline": False, "start_char": start, "end_char": start + len(surface)}
    return place | {"surface": surface, "rule": "number", "number_id": f"{surface}{values}"} | values


def test_each_row_that_differs_is_gained_lost_or_changed(lake: Lake) -> None:
    found = compare(lake, [DAY])
    assert {kind: found.count("numbers", kind) for kind in ("gained", "lost", "changed")} == {
        "gained": 1, "lost": 1, "changed": 1,
    }  # fmt: skip
    assert found.examples["numbers", "changed"][0].changes == {"unit": ("homes", "home")}
    assert found.examples["numbers", "lost"][0].surface == "1,150"
    assert count_by(found, 3) == [("numbers", "number", [1, 1, 1])]
    assert count_by(found, 2) == [("numbers", "post", [1, 1, 1])]


def test_other_ids_alone_are_no_difference(lake: Lake) -> None:
    same = [number("200", unit="homes") | {"number_id": "other"}, number("1,150", kind="money") | {"number_id": "x"}]
    put(CandidateLake(lake), "numbers", DAY, *same)
    found = compare(lake, [DAY])
    assert not found.counts
    assert found.equal["numbers"] == 2


def test_the_page_shows_examples_in_their_text_and_no_markup_of_it(lake: Lake) -> None:
    page = write_html(compare(lake, [DAY]))
    assert "<mark>1,150</mark>" in page
    assert "<b>" not in page and "&lt;b&gt;" in page


def test_nothing_in_place_changes_until_it_is_promoted(lake: Lake) -> None:
    assert sorted(lake.read("numbers")["surface"]) == ["1,150", "200"]
    assert [report.day for report in promote(lake)] == [DAY]
    assert sorted(lake.read("numbers")["surface"]) == ["200", "200 homes"]
    assert read_notes(lake)["derive", DAY].code_version == "new"
    assert not compare(lake, [DAY]).counts


def test_a_candidate_of_articles_that_have_changed_is_refused(lake: Lake) -> None:
    put(lake, "articles", DAY, {"article_version_id": "b" * 32, "text": "Another."})
    with pytest.raises(TableError, match="have changed"):
        list(promote(lake))
    assert sorted(lake.read("numbers")["surface"]) == ["1,150", "200"]


def test_a_day_without_a_candidate_is_refused(lake: Lake) -> None:
    with pytest.raises(TableError, match="no candidate of 2026-03-04"):
        list(promote(lake, [date(2026, 3, 4)]))


@pytest.mark.slow
def test_a_candidate_is_derived_beside_the_rows_in_place(tmp_path: Path) -> None:
    context = StageContext.of(load_settings({"BROADSHEET_HOME": str(tmp_path), "BROADSHEET_WORKERS": "1"}))
    article = fill_row(get_table("articles"), {"captured_on": DAY, "text": TEXT, "headline": None, "language": "en"})
    context.lake.replace_partition("articles", DAY, frame_of(get_table("articles"), [article]))
    put(context.lake, "paragraphs", DAY)
    assert [report.day for report in derive_candidate(context, [DAY])] == [DAY]
    assert context.lake.days("numbers") == []
    assert "200" in " ".join(CandidateLake(context.lake).read("numbers")["surface"])
    assert list(list_candidate_days(context.lake)) == [DAY]
    list(promote(context.lake))
    assert compare(context.lake, [DAY]).equal["numbers"] > 1
