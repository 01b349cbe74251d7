"""The harness of endings sees what it is there to see: a table that differs, and a release that is worse."""

from __future__ import annotations

from pathlib import Path

import pytest

from broadsheet.model.inputs import find_table
from broadsheet.settings import Settings
from tests.browse.conftest import publish_rows
from tests.endings import backfills
from tests.endings.harness import Reader, compare, open_home
from tests.sql.conftest import fill_row

FEWER = "000002: 1 articles after ('000001', 2), 0 unaccounted for"


def publish_articles(settings: Settings, number: int, headlines: list[str], unaccounted: int = 0) -> None:
    rows = {
        "articles": [{"article_version_id": f"v{place}", "headline": text} for place, text in enumerate(headlines)],
        "pipeline_funnel": [{"unaccounted_count": unaccounted}],
        "runs": [{"row_count": number, "seconds": float(number)}],
    }
    publish_rows(
        settings, number, {name: [fill_row(find_table(name), row) for row in given] for name, given in rows.items()}
    )


def test_a_differing_table_is_named_with_its_columns(tmp_path: Path) -> None:
    homes = [open_home(tmp_path / name) for name in ("one", "other", "third")]
    publish_articles(homes[0], 1, ["Harbour closes", "Ferry back"])
    publish_articles(homes[1], 1, ["Harbour closes", "Ferry returns"], unaccounted=3)
    publish_articles(homes[2], 1, ["Harbour closes", "Ferry back"])
    alike, differing = compare(homes[0], homes[1])
    assert {name.partition(".")[2]: columns for name, columns in differing.items()} == {
        "articles": ["headline"],
        "pipeline_funnel": ["unaccounted_count"],
    }
    assert compare(homes[0], homes[2]) == (alike + 2, {})


@pytest.mark.slow
def test_a_reader_meets_a_worse_release(tmp_path: Path) -> None:
    settings = open_home(tmp_path)
    publish_articles(settings, 1, ["Harbour closes", "Ferry back"])
    reader = Reader(settings)
    reader.wait_for_looks(2)
    publish_articles(settings, 2, ["Ferry back"])
    reader.wait_for_looks(2)
    reading = reader.stop()
    assert reading.releases == [("000001", 2), ("000002", 1)] and set(reading.faults) == {FEWER}


def test_a_launch_is_asked_for_again_while_the_graph_is_empty(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    node = {"groupName": "ingest", "isPartitioned": True, "assetKey": {"path": ["captures"]}}
    answers: list[dict[str, object]] = [{"assetNodes": []}, {"assetNodes": [node]}, {"launch": "LaunchBackfillSuccess"}]
    monkeypatch.setattr(backfills, "ask_dagster", lambda *_, **__: answers.pop(0))
    waited: list[float] = []
    backfills.launch_backfill(open_home(tmp_path), 2, waited.append)
    assert waited == [20.0] and not answers
    assert "again in 20 s: the graph is empty" in capsys.readouterr().out
    monkeypatch.setattr(backfills, "ask_dagster", lambda *_, **__: {"assetNodes": []})
    with pytest.raises(AssertionError, match="the graph is empty"):
        backfills.launch_backfill(open_home(tmp_path / "other"), 2, waited.append)
    assert waited == [20.0, 20.0, 60.0, 120.0]
