"""`broadsheet sources` and `broadsheet poll` on sites that stand in a dictionary."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
import tomlkit
from click.testing import Result
from made_up_sites import MadeUpSites, write_rss, write_sitemap
from typer.testing import CliRunner

from broadsheet.errors import BroadsheetError, SettingsError
from broadsheet.ingest.sources import load_sources
from broadsheet.settings import load_settings
from broadsheet.stages.polls import check_poll_day, choose_live_sources, describe_past_days, fetching_locally
from pipelines.cli import app

HOME = "https://post.example/"
FEED = (
    '[[source]]\nid = "post"\nkind = "feed"\nurl = "https://post.example/rss"\ndomain = "post.example"\ndelay_s = 0\n'
)
PAGE = ("text/html", "<html><body><p>The ferry to Lund Island sails again.</p></body></html>")
STORIES = (HOME + "news/a", HOME + "news/b")
SITE = {
    HOME: ("text/html", '<html><head><link rel="alternate" type="application/rss+xml" href="/rss"></head></html>'),
    HOME + "robots.txt": ("text/plain", f"User-agent: *\nDisallow: /news/b\nSitemap: {HOME}map.xml\n"),
    HOME + "rss": write_rss(*STORIES),
    HOME + "map.xml": write_sitemap(*STORIES, news=True),
    STORIES[0]: PAGE,
    STORIES[1]: PAGE,
}

Run = Callable[..., Result]


@pytest.fixture
def sites() -> MadeUpSites:
    return MadeUpSites(dict(SITE))


@pytest.fixture
def run(tmp_path: Path, sites: MadeUpSites, monkeypatch: pytest.MonkeyPatch) -> Run:
    """The command line, with a home of its own and the made-up sites for the web."""
    monkeypatch.setenv("BROADSHEET_HOME", str(tmp_path))
    monkeypatch.setenv("COLUMNS", "200")

    def invoke(*arguments: str, typed: str = "") -> Result:
        with fetching_locally(sites):
            return CliRunner().invoke(app, arguments, input=typed, terminal_width=200)

    return invoke


def write_sources(home: Path, text: str) -> None:
    (home / "sources.toml").write_text(text, encoding="utf-8")


def test_check_tries_each_source_and_says_what_came(tmp_path: Path, run: Run) -> None:
    write_sources(tmp_path, FEED)
    result = run("sources", "check")
    assert result.exit_code == 0
    assert [
        word
        for word in ("post", "feed", "ok", "2 items", "2026-03-04 10:00", "inbox", "0 files")
        if word not in result.output
    ] == []


def test_check_fails_where_a_source_fails_and_names_it(tmp_path: Path, run: Run) -> None:
    write_sources(
        tmp_path, FEED + FEED.replace('"post"', '"gone"').replace("/rss", "/gone").replace("domain", "# domain")
    )
    result = run("sources", "check")
    assert isinstance(result.exception, SettingsError) and "1 source of 3 failed" in str(result.exception)
    assert "gone: 404" in result.output


def test_list_of_a_new_warehouse_is_empty_of_news(tmp_path: Path, run: Run) -> None:
    write_sources(tmp_path, FEED)
    result = run("sources", "list")
    assert result.exit_code == 0 and "new" in result.output and "inbox" in result.output


def test_check_offline_asks_nobody(tmp_path: Path, run: Run, sites: MadeUpSites) -> None:
    write_sources(tmp_path, FEED)
    assert "2 sources, no mistake" in run("sources", "check", "--offline").output
    assert sites.asked == []


@pytest.mark.parametrize("command", [("sources", "check"), ("sources", "add", HOME), ("poll",), ("sources", "list")])
def test_a_mistake_in_the_file_ends_every_command(
    tmp_path: Path, run: Run, sites: MadeUpSites, command: tuple[str, ...]
) -> None:
    write_sources(tmp_path, FEED + "dely_s = 3\n")
    result = run(*command)
    assert isinstance(result.exception, SettingsError) and "line 7" in str(result.exception)
    assert sites.asked == []


def test_add_finds_the_feed_writes_it_and_keeps_every_comment(tmp_path: Path, run: Run) -> None:
    before = '# our papers\n\n[[source]]\nid = "echo"  # the other one\ndomain = "echo.example"\n'
    write_sources(tmp_path, before)
    result = run("sources", "add", "post.example/", "--yes")
    assert result.exit_code == 0, result.output
    text = (tmp_path / "sources.toml").read_text()
    added = '\n[[source]]\nid = "post"\nkind = "feed"\nurl = "https://post.example/rss"\ndomain = "post.example"\n'
    assert text == before + added
    assert added.strip() in result.output and "broadsheet poll --source post" in result.output
    assert "map.xml" in result.output


def test_add_takes_the_kind_and_id_that_are_asked_for(tmp_path: Path, run: Run) -> None:
    assert run("sources", "add", HOME, "--kind", "news_sitemap", "--id", "post-map", "--yes").exit_code == 0
    (entry,) = tomlkit.parse((tmp_path / "sources.toml").read_text())["source"]
    assert dict(entry) == {"id": "post-map", "kind": "news_sitemap", "url": HOME + "map.xml", "domain": "post.example"}


def test_a_second_list_of_a_publisher_leaves_the_domain_to_the_first(tmp_path: Path, run: Run) -> None:
    assert run("sources", "add", HOME, "--yes").exit_code == 0
    assert run("sources", "add", HOME + "map.xml", "--yes").exit_code == 0
    first, second = load_sources(load_settings({"BROADSHEET_HOME": str(tmp_path)}))[1:]
    assert (first.domain, second.domain, second.id) == ("post.example", None, "post-2")


def test_add_asks_first_and_writes_nothing_after_a_no(tmp_path: Path, run: Run) -> None:
    result = run("sources", "add", HOME, typed="n\n")
    assert result.exit_code == 1 and "Add https://post.example/rss as post?" in result.output
    assert not (tmp_path / "sources.toml").exists()


REFUSED = {
    "user_and_password": ("https://ada:secret@post.example/", "never sent"),
    "no_web_address": ("file:///etc/passwd", "no http or https address"),
    "nothing_there": ("https://post.example/nothing", "404"),
    "no_list": ("https://bare.example/", "No feed or sitemap"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_add_refuses_in_words(run: Run, sites: MadeUpSites, case: str) -> None:
    url, told = REFUSED[case]
    sites.pages["https://bare.example/"] = PAGE
    result = run("sources", "add", url, "--yes")
    assert isinstance(result.exception, BroadsheetError)
    assert told in str(result.exception) and "secret" not in str(result.exception)


def test_the_same_list_is_not_added_twice(run: Run) -> None:
    assert run("sources", "add", HOME, "--yes").exit_code == 0
    result = run("sources", "add", HOME, "--yes", "--id", "again")
    assert isinstance(result.exception, SettingsError) and "twice" in str(result.exception)


def test_a_poll_fetches_what_may_be_fetched_and_list_shows_it(tmp_path: Path, run: Run, sites: MadeUpSites) -> None:
    write_sources(tmp_path, FEED)
    result = run("poll")
    assert result.exit_code == 0, result.output
    assert "broadsheet run" in result.output
    assert STORIES[0] in sites.asked and STORIES[1] not in sites.asked
    assert list((tmp_path / "fetched/post/pages").glob("**/*.warc.gz"))
    listed = run("sources", "list").output
    (line,) = (line for line in listed.splitlines() if " post " in line)
    assert [cell.strip() for cell in line.strip("│").split("│")][:3] == ["post", "feed", "ok"]
    assert line.rstrip(" │").endswith("1") and " 2 " in line
    asked = len(sites.asked)
    assert "not due" in run("poll").output and len(sites.asked) == asked
    assert run("poll", "--now", "--source", "post").exit_code == 0 and len(sites.asked) > asked


def test_an_interrupted_poll_says_how_it_goes_on(
    tmp_path: Path, run: Run, sites: MadeUpSites, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_sources(tmp_path, FEED)
    monkeypatch.setattr("pipelines.sources.StopRequest.__call__", lambda request: True)
    result = run("poll")
    assert (result.exit_code, sites.asked) == (130, []) and "goes on from here" in result.output
    monkeypatch.undo()
    monkeypatch.setenv("BROADSHEET_HOME", str(tmp_path))
    assert run("poll").exit_code == 0 and STORIES[0] in sites.asked


CHOICES = {
    "none_live": ("", None, "sources add URL"),
    "unknown": (FEED, "psot", "Live sources are: post"),
    "not_live": (FEED, "inbox", "is not live"),
}


@pytest.mark.parametrize("case", CHOICES)
def test_what_cannot_be_polled_is_told(tmp_path: Path, case: str) -> None:
    text, wanted, told = CHOICES[case]
    write_sources(tmp_path, text)
    sources = load_sources(load_settings({"BROADSHEET_HOME": str(tmp_path)}))
    with pytest.raises(SettingsError, match=told):
        choose_live_sources(sources, wanted)


def test_live_sources_are_polled_for_today_only(tmp_path: Path) -> None:
    from datetime import date

    today = date(2026, 3, 5)
    check_poll_day("", today)
    check_poll_day("2026-03-05", today)
    for day in ("2026-03-04", "2026-03-06", "yesterday"):
        with pytest.raises(SettingsError, match=r"today \(2026-03-05\) only"):
            check_poll_day(day, today)
    write_sources(tmp_path, FEED)
    sources = load_sources(load_settings({"BROADSHEET_HOME": str(tmp_path)}))
    assert (
        describe_past_days(sources, [today], today) == describe_past_days(sources[:1], [date(2026, 3, 1)], today) == ""
    )
    assert "2026-03-01 to 2026-03-04" in describe_past_days(sources, [date(2026, 3, 1), date(2026, 3, 4), today], today)
