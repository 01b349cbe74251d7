"""The measure of pages asks for a page of every kind, and says which of its queries takes longest."""

from __future__ import annotations

import pytest

from bench.bench_pages import list_pages, time_page, time_queries
from broadsheet.browse.links import KINDS
from broadsheet.browse.server import LOCAL_HOSTS, make_app
from broadsheet.browse.store import Warehouse
from broadsheet.model.inputs import find_table
from broadsheet.settings import load_settings
from tests.browse.conftest import publish_rows
from tests.sql.conftest import fill_row

SHARED = {
    "article_version_id": "v1", "article_id": "a1", "claim_id": "c1", "entity_id": "e1", "figure_id": "f1",
    "story_id": "a1", "source_id": "s1", "headline": "Harbour gate stuck", "text": "The harbour gate is stuck again.",
    "content_text": "the gate is stuck", "measure_key": "mk", "claim_group_id": "g1", "mention_id": "m1",
}  # fmt: skip
TABLES = [
    "articles", "articles_current", "mentions", "claims", "claim_group_members", "entities", "number_series",
    "story_members", "publishers", "sources", "article_versions",
]  # fmt: skip


@pytest.fixture(scope="module")
def warehouse(tmp_path_factory: pytest.TempPathFactory) -> Warehouse:
    """A release in which every kind of page has one row."""
    settings = load_settings({"BROADSHEET_HOME": str(tmp_path_factory.mktemp("pages"))})
    rows = {}
    for name in TABLES:
        table = find_table(name)
        own = {column.name for column in table.columns}
        rows[name] = [fill_row(table, {key: value for key, value in SHARED.items() if key in own})]
    person = {"entity_id": "e2", "entity_type": "PERSON", "canonical_name": "Ada Holm"}
    rows["entities"].append(fill_row(find_table("entities"), person))
    rows["article_versions"][0]["previous_version_id"] = "v1"
    publish_rows(settings, 1, rows)
    return Warehouse(settings)


def test_a_page_of_every_kind_is_asked_for_and_shown(warehouse: Warehouse) -> None:
    pages = dict(list_pages(warehouse))
    assert {path.split("/")[1].partition("?")[0] for path in pages.values()} >= {"", "sources", "map", "search", *KINDS}
    assert pages["entity, person, largest"] == "/entity/e2" and pages["search, rare word"].startswith("/search?q=")
    app = make_app(warehouse, LOCAL_HOSTS)
    for name in ("start", "article, largest, a span", "search, very frequent word", "change, largest"):
        timing = time_page(app, name, pages[name])
        assert timing.chars > 1000 and 0 < timing.cpu_s < 10


def test_a_page_that_is_not_shown_is_no_measure(warehouse: Warehouse) -> None:
    with pytest.raises(AssertionError, match="404"):
        time_page(make_app(warehouse, LOCAL_HOSTS), "entity", "/entity/gone")


def test_the_queries_of_a_page_are_timed_one_by_one(warehouse: Warehouse) -> None:
    for path, name in {
        "/entity/e1": "entity_company",
        "/search?q=gate": "search_articles",
        "/": "start_counts",
    }.items():
        timed = time_queries(warehouse, path)
        assert name in {answer.name for _, answer in timed}
        assert [cpu for cpu, _ in timed] == sorted((cpu for cpu, _ in timed), reverse=True)
