"""Notices of articles that a watch finds: each is told once."""

from __future__ import annotations

import json
from pathlib import Path

import dagster as dg
import duckdb
import pytest

from assets.resource import BroadsheetResource
from broadsheet.settings import Settings, load_settings
from pipelines.watching import tell_of_watch_hits


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return load_settings({"BROADSHEET_HOME": str(tmp_path)})


def publish(settings: Settings, name: str, *articles: str) -> None:
    """A release with these hits of the watch `flood`."""
    settings.releases.mkdir(parents=True, exist_ok=True)
    path = settings.releases / name
    with duckdb.connect(str(path)) as connection:
        connection.execute(
            "create table watch_hits as select 'flood' as watch_id, unnest(?::text[]) as article_id, 'Post' as "
            "source_name, 'Water' as headline, 'https://post.example/' as url, date '2026-03-03' as reported_on",
            [list(articles)],
        )
    link = settings.home / "new"
    link.symlink_to(path)
    link.replace(settings.warehouse)


def tick(settings: Settings, cursor: str | None) -> tuple[str | None, str]:
    resources = {"broadsheet": BroadsheetResource.from_settings(settings)}
    with dg.build_sensor_context(cursor=cursor, resources=resources) as context:
        skipped = tell_of_watch_hits(context)
        assert isinstance(skipped, dg.SkipReason)
        return context.cursor, str(skipped.skip_message)


def test_each_article_is_told_once(settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    notices = tmp_path / "notices.jsonl"
    monkeypatch.setenv("BROADSHEET_NOTIFY_FILE", str(notices))
    assert tick(settings, None)[1] == "no release that has not been looked at"
    publish(settings, "one.duckdb", "a", "b")
    cursor, told = tick(settings, None)
    assert (cursor, told) == ("one.duckdb", "told of 2 articles")
    assert tick(settings, cursor)[1] == "no release that has not been looked at"
    publish(settings, "two.duckdb", "a", "b", "c")
    assert tick(settings, cursor) == ("two.duckdb", "told of 1 articles")
    publish(settings, "three.duckdb", "a", "b", "c")
    assert tick(settings, "two.duckdb") == ("three.duckdb", "no watch finds anything new")
    sent = [json.loads(line) for line in notices.read_text(encoding="utf-8").splitlines()]
    assert [(notice["kind"], notice["count"]) for notice in sent] == [("watch_hits", 2), ("watch_hits", 1)]
    assert "flood: Post: Water https://post.example/" in sent[1]["text"]


def test_a_notice_that_does_not_get_through_is_sent_again(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "taken").mkdir()
    monkeypatch.setenv("BROADSHEET_NOTIFY_FILE", str(tmp_path / "taken"))
    publish(settings, "one.duckdb", "a")
    with pytest.raises(Exception, match="did not get through"):
        tick(settings, None)
    monkeypatch.setenv("BROADSHEET_NOTIFY_FILE", str(tmp_path / "notices.jsonl"))
    assert tick(settings, None) == ("one.duckdb", "told of 1 articles")
