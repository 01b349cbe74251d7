"""The hostile set in small: each kind once, its laws, and that a broken law is seen. The whole is `make hostile`."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from broadsheet.ingest.index import update_index
from tests.hostile import cost
from tests.hostile.__main__ import PAGES
from tests.hostile.archives import ARCHIVES, make_archives
from tests.hostile.cost import Cost, measure_archives, measure_pages
from tests.hostile.course import Lived, compare, count_neighbours, live
from tests.hostile.making import Made, make_all
from tests.hostile.markup import MARKUP

SMALL = 0.004


def test_there_are_enough_kinds_and_a_seed_gives_the_same_bytes() -> None:
    assert len(PAGES) * 5 >= 300 and len(ARCHIVES) * 3 >= 100
    assert list(make_all(PAGES, 4, 1, SMALL)) == list(make_all(PAGES, 4, 1, SMALL))
    assert list(make_all(PAGES, 4, 1, SMALL)) != list(make_all(PAGES, 5, 1, SMALL))


@pytest.mark.slow
def test_every_kind_ends_as_a_row_or_a_reason_and_its_neighbours_are_as_ever(tmp_path: Path) -> None:
    pages, archives = list(make_all(PAGES, 2, 1, SMALL)), make_archives(2, 1, SMALL)
    assert [told.fault for told in measure_archives(archives, tmp_path / "alone") if told.fault] == []
    with_them = live(tmp_path / "with", pages, archives, count_neighbours(pages), 1)
    without = live(tmp_path / "without", [], [], count_neighbours(pages), 1)
    assert (with_them.faults, without.faults, compare(with_them, without)) == ([], [], [])
    assert with_them.capture_count > len(pages) and without.article_count == count_neighbours(pages)
    assert all(without.rows[table] for table in ("articles", "claims", "numbers", "dates", "mentions"))


@pytest.mark.slow
def test_a_page_s_processor_time_is_its_own() -> None:
    dear, cheap = measure_pages([*make_all({"table": MARKUP["big_table"]}, 1, 1, 0.2), Made("short", b"<p>One.</p>")])
    assert 0 <= cheap.cpu_s < dear.cpu_s < cost.CPU_S and dear.memory_mb > 20 and dear.outcome


def test_an_archive_that_kills_its_reader_or_takes_too_long_breaks_the_law(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cost, "CPU_S", 0.2)
    archives = make_archives(2, 1, SMALL)[:2]
    monkeypatch.setattr(cost, "update_index", lambda sources: _burn(0.3) or update_index(sources))
    (dear, _) = measure_archives(archives, tmp_path / "dear")
    assert "s of processor time" in dear.fault
    monkeypatch.setattr(cost, "update_index", lambda sources: 1 // 0)
    (killed, _) = measure_archives(archives, tmp_path / "killed")
    assert killed.fault == f"{archives[0].name}: neither a row nor a reason"


def test_costs_and_rows_beyond_the_law_are_told() -> None:
    assert Cost("a", 1.0, 2_000.0, "article").fault == "a: 2000 MB, article"
    assert Cost("a", 16.0, 20.0, "article").fault == "a: 16.0 s of processor time, article"
    assert Cost("a", 1.0, 20.0, "article").fault == ""
    assert compare(Lived({"claims": ["x"]}), Lived({"claims": ["y"]})) == ["claims: the good pages have other rows"]


def _burn(seconds: float) -> None:
    started = time.process_time()
    while time.process_time() - started < seconds:
        pass
