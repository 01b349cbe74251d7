"""The queries of pages have a time and a memory, and pages of other sites get nothing."""

from __future__ import annotations

import pytest

from broadsheet.browse import store
from broadsheet.browse.store import Warehouse
from broadsheet.errors import QueryError
from broadsheet.settings import Settings
from tests.browse.conftest import Get, make_get, publish_rows

ENDLESS = "-- Endless.\nselect count(*) from range(1000000) a, range(1000000) b where (a.range * b.range) % 7 = 3"
HUGE = "-- Huge.\nselect list(range) as numbers from range(100000000)"


@pytest.mark.slow
def test_a_query_that_is_stopped_costs_its_page_and_no_other(home: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    publish_rows(home, 1, {})
    for sql, longest_s, told in ((ENDLESS, 0.5, "took more than 0.5 s"), (HUGE, 120.0, "needs more memory")):
        get = make_get(home, warehouse=Warehouse(home, memory_mb=64, longest_s=longest_s))
        with monkeypatch.context() as patched:
            patched.setattr(store, "read_query", lambda name, sql=sql: sql)
            reply = get("/sources")
            assert reply.status == 503 and told in reply.text
    assert make_get(home, warehouse=Warehouse(home, memory_mb=64))("/sources").status == 200


def test_queries_asked_together_keep_their_names_and_order(home: Settings) -> None:
    publish_rows(home, 1)
    asker = Warehouse(home).open_asker()
    names = {"all": "sources", "counts": "start_counts", "stories": "start_stories", "changes": "start_changes"}
    alone = Warehouse(home).open_asker()
    assert asker.ask_all(names) == {key: alone.ask(name) for key, name in names.items()}
    assert asker.answers == alone.answers


@pytest.mark.slow
def test_one_endless_query_of_several_is_stopped_alone(home: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    publish_rows(home, 1)
    asker = Warehouse(home, longest_s=0.5).open_asker()
    queries = {"long": ENDLESS, "short": "-- One.\nselect 1 as one"}
    with monkeypatch.context() as patched:
        patched.setattr(store, "read_query", queries.__getitem__)
        with pytest.raises(QueryError, match=r"took more than 0\.5 s"):
            asker.ask_all({"a": "long", "b": "short"})
        assert asker.ask_all({"b": "short"}) == {"b": [{"one": 1}]}


@pytest.mark.parametrize("origin", ["http://evil.example", "null", "http://127.0.0.1:1", "http://[", ""])
def test_a_page_of_another_site_reads_nothing(get: Get, origin: str) -> None:
    reply = get("/sources", headers=(("origin", origin),))
    assert reply.status == 403 and "another site" in reply.text


def test_a_page_of_this_server_reads(get: Get) -> None:
    assert get("/sources", headers=(("origin", "http://127.0.0.1:8517"),)).status == 200
