"""The soak counts rightly and can fail: versions lost or doubled, wrong evidence, worse releases, growth, endings."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import duckdb
import pytest

from tests.soak import commands
from tests.soak.accounts import audit
from tests.soak.commands import INTERRUPTED, Done, run_command
from tests.soak.course import Soak
from tests.soak.disk import list_left_files
from tests.soak.report import Gathered, find_faults
from tests.soak.site import SoakSite, Version
from tests.soak.watchers import Looks, read_looks

AT = datetime(2026, 3, 4, 9, tzinfo=UTC)
TEXT = "The quay has 14 cracks. Quote BX-000001-1."


def make_version(number: int, version: int = 1, kind: str = "story") -> Version:
    return Version(number, version, "harbour.example", f"/{number}", kind, AT, AT)


@pytest.fixture
def warehouse() -> Iterator[duckdb.DuckDBPyConnection]:
    """One article whose text holds the first version of page 1 and its one figure."""
    with duckdb.connect() as connection:
        connection.execute("create schema ops")
        for statement in (
            "articles (article_version_id text, capture_id text, url text, headline text, text text)",
            "pipeline_funnel (unaccounted_count int)",
            "ops.urls (url text, state text)",
            "ops.skipped (capture_id text, url text, reason text)",
            "ops.unanalysed (article_version_id text)",
            *(
                f"{name} (article_version_id text, in_headline bool, start_char int, end_char int, surface text)"
                for name in ("claims", "numbers", "dates", "mentions")
            ),
        ):
            connection.execute(f"create table {statement}")
        connection.execute("insert into articles values ('a', 'c', 'http://harbour.example/1', 'Quay', ?)", [TEXT])
        connection.execute("insert into numbers values ('a', false, 13, 15, '14')")
        yield connection


def test_a_version_is_there_once_or_has_its_reason(warehouse: duckdb.DuckDBPyConnection) -> None:
    warehouse.execute("insert into ops.urls values ('http://harbour.example/2', 'gone')")
    warehouse.execute("insert into ops.skipped values ('d', 'http://harbour.example/3', 'too_short')")
    done = audit(warehouse, [make_version(1), make_version(2, kind="gone"), make_version(3, kind="gallery")])
    assert (done.once, done.with_reason) == (1, {"urls: gone": 1, "skipped: too_short": 1})
    assert not done.lost and not done.doubled and not done.faults and done.evidence_rows == 1


def test_a_version_that_is_missing_is_lost(warehouse: duckdb.DuckDBPyConnection) -> None:
    warehouse.execute("insert into ops.urls values ('http://harbour.example/1', 'unchanged')")
    done = audit(warehouse, [make_version(1), make_version(1, 2), make_version(4, kind="gone")])
    assert [told.partition(" ")[0] for told in done.lost] == ["BX-000001-2", "BX-000004-1"]


def test_a_story_is_no_page_with_a_reason(warehouse: duckdb.DuckDBPyConnection) -> None:
    warehouse.execute("insert into ops.skipped values ('d', 'http://harbour.example/5', 'failed')")
    assert len(audit(warehouse, [make_version(1), make_version(5)]).lost) == 1


def test_a_version_that_is_there_twice_is_doubled(warehouse: duckdb.DuckDBPyConnection) -> None:
    warehouse.execute("insert into articles values ('b', 'e', 'http://harbour.example/1', 'Quay', ?)", [TEXT])
    assert "2 times" in audit(warehouse, [make_version(1)]).doubled[0]
    assert "never published" in audit(warehouse, []).doubled[0]


def test_evidence_that_is_not_the_text_is_counted(warehouse: duckdb.DuckDBPyConnection) -> None:
    warehouse.execute("insert into numbers values ('a', false, 14, 16, '14')")
    assert audit(warehouse, [make_version(1)]).faults == ["1 of 2 rows of numbers are not what their text says"]


WORSE_LOOKS = {
    "an older release": ([["000002", 5, 0], ["000001", 5, 0]], False, "000001: 5 articles after"),
    "fewer articles": ([["000001", 5, 0], ["000002", 4, 0]], False, "000002: 4 articles after"),
    "a lost capture": ([["000001", 5, 1]], False, "1 unaccounted"),
    "an open release that changes": ([["000001", 5, 0], ["000001", 6, 0]], True, "changed"),
}


@pytest.mark.parametrize("case", WORSE_LOOKS)
def test_a_watcher_meets_what_is_worse(tmp_path: Path, case: str) -> None:
    answers, is_one_release, told = WORSE_LOOKS[case]
    lines = [json.dumps({"answer": answer, "seconds": 0.1, "rss_mb": 90.0}) for answer in answers]
    (tmp_path / "looks").write_text("\n".join(lines))
    (fault,) = read_looks(tmp_path / "looks", is_one_release=is_one_release).faults
    assert told in fault


def test_a_failed_open_is_a_broken_law(tmp_path: Path) -> None:
    line = json.dumps({"fault": "IOException: locked", "seconds": 0.1, "rss_mb": 90.0})
    (tmp_path / "looks").write_text(line)
    looks = read_looks(tmp_path / "looks", is_one_release=False)
    assert find_faults(Gathered(looks={"reader": looks})) == ["reader: look 1: IOException: locked"]
    assert find_faults(Gathered(looks={"reader": Looks()})) == ["the reader never looked"]


def test_growth_is_a_broken_law() -> None:
    flat = Gathered(looks={"reader": Looks(8, rss_mb=[90.0] * 8)}, disk=[(n, {"lake": n * 1000}) for n in range(1, 9)])
    assert find_faults(flat) == []
    grown = Gathered(
        looks={"reader": Looks(8, rss_mb=[90.0, 90.0, 90.0, 90.0, 150.0, 180.0, 210.0, 240.0])},
        disk=[(n, {"lake": n * n * 1000}) for n in range(1, 9)],
    )
    assert [told.partition(" grew")[0] for told in find_faults(grown)] == [
        "memory of reader",
        "bytes of lake per article",
    ]


ENDINGS = {
    "a run that fails": (("run", "", 1), "status 1 of run"),
    "a run that ends by Ctrl-C": (("run", "ctrl-c", INTERRUPTED), ""),
    "a run that hears no SIGTERM": (("run", "terminate", -15), "status -15"),
    "a poll that dies of SIGTERM": (("poll", "terminate", -15), ""),
    "a run that hung": (("run", "ctrl-c", -6), "status -6"),
    "a run that was killed": (("run", "kill", -9), ""),
}


@pytest.mark.parametrize("case", ENDINGS)
def test_an_ending_is_judged_by_its_status(case: str) -> None:
    (name, ending, status), told = ENDINGS[case]
    fault = Done(name, ending, status, 1.0, 1.0, 100.0, "", 0, is_heard=True).fault
    assert fault.startswith(told) and bool(fault) == bool(told)
    assert "outlive" in Done(name, ending, status, 1.0, 1.0, 100.0, "", 2, is_heard=True).fault


def test_what_a_command_leaves_running_is_found_and_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    child = "import subprocess, sys; subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(60)'])"
    monkeypatch.setitem(commands._ARGUMENTS, "run", ("timeit", "-n1", "-r1", child))
    monkeypatch.setattr(commands, "LEFT_S", 0.5)
    done = run_command("run", {}, "", 0.0)
    assert (done.status, done.left_running) == (0, 1)


def test_files_of_something_half_made_are_found(tmp_path: Path) -> None:
    from broadsheet.settings import load_settings

    settings = load_settings({"BROADSHEET_HOME": str(tmp_path / "home")})
    settings.releases.mkdir(parents=True)
    (tmp_path / "tmp").mkdir()
    assert list_left_files(settings, tmp_path / "tmp") == []
    (settings.releases / "building-000003.duckdb").touch()
    (tmp_path / "tmp" / "spill").touch()
    assert list_left_files(settings, tmp_path / "tmp") == ["spill", "releases/building-000003.duckdb"]


def test_the_same_seed_publishes_the_same_pages() -> None:
    sites = [SoakSite(7, lambda: AT) for _ in range(2)]
    for site in sites:
        site.grow(30)
        site.change(3, {version.mark for version in site.versions})
    assert sites[0].versions == sites[1].versions
    assert [version.version for version in sites[0].versions].count(2) == 3
    version = sites[0].versions[-1]
    answers = [site.answer(version.host, version.path) for site in sites]
    assert answers[0] == answers[1] and version.mark.encode() in answers[0][2]


@pytest.mark.slow
def test_a_short_soak_breaks_no_law_and_misses_what_was_never_served(tmp_path: Path) -> None:
    soak = Soak(tmp_path / "soak", minutes=0.5, seed=5, share=2.0, quiet_rounds=2)
    gathered = soak.run()
    assert find_faults(gathered) == []
    told = gathered.audit
    assert told.published >= 12 and told.once + sum(told.with_reason.values()) == told.published
    assert gathered.looks["reader"].count > 5 and gathered.looks["analyst"].count
    assert {done.name for done in gathered.done} >= {"poll --now", "run", "run --whole-release", "upkeep"}
    gathered.audit.lost.append("a page")
    assert find_faults(gathered) == ["lost: a page"]
