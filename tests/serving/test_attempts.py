"""Whatever is tried, it is refused or stopped with its kind of problem, the server goes on, and no file has changed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pytest

from broadsheet.serving.problems import STATUSES
from broadsheet.settings import load_settings
from tests.serving.attempts import REQUESTS, SQL, fill
from tests.serving.served import TIGHT, Server, count_queries, hash_tree, serving
from tests.shell.conftest import publish_small

pytestmark = pytest.mark.slow

# What needs time to reach its limit is tried in test_serving, where there is time.
CASES = [(kind, sql) for kind, tried in SQL.items() for sql in tried if kind not in ("over_memory", "over_size")]


@dataclass(frozen=True)
class Besieged:
    """A server with what it must not touch."""

    server: Server
    folder: Path
    places: dict[str, str]
    before: dict[str, str]


@pytest.fixture(scope="module")
def besieged(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Besieged]:
    folder = tmp_path_factory.mktemp("besieged")
    settings = load_settings({"BROADSHEET_HOME": str(folder / "home")})
    file = publish_small(settings, 1)
    canary = folder / "elsewhere"
    canary.mkdir()
    (canary / "canary.txt").write_text("hush")
    (canary / "canary.csv").write_text("secret\nhush\n")
    with duckdb.connect(str(canary / "other.duckdb")) as other:
        other.execute(f"copy (select 'hush' as secret) to '{canary / 'canary.parquet'}'")
    places = {"dir": str(canary), "file": str(file), "link": str(settings.warehouse)}
    log = tmp_path_factory.mktemp("log") / "log"
    with serving(settings.home, log, *TIGHT) as server:
        yield Besieged(server, folder, places, hash_tree(folder))


def stand(besieged: Besieged, *, asks: bool = True) -> None:
    """Prove that no file has changed, and that the server answers: starting a query is dear, so not after each word."""
    assert hash_tree(besieged.folder) == besieged.before
    if asks:
        reply = besieged.server.ask_surely("select count(*) from articles")
        assert reply.json["rows"] == [[3]], reply.body


@pytest.mark.parametrize(("kind", "sql"), CASES, ids=[f"{kind}: {sql[:50]}" for kind, sql in CASES])
def test_sql_that_is_tried_ends_in_its_problem(besieged: Besieged, kind: str, sql: str) -> None:
    ask = besieged.server.ask if "over_" in kind else besieged.server.ask_surely
    reply = ask(fill(sql, **besieged.places))
    assert reply.kind in kind.split("|") and reply.status == STATUSES[reply.kind], reply.body[:500]
    assert b"hush" not in reply.body
    stand(besieged, asks="over_" in kind)


@pytest.mark.parametrize("name", REQUESTS)
def test_a_request_that_is_tried_ends_in_its_problem(besieged: Besieged, name: str) -> None:
    sent, kind = REQUESTS[name]
    reply = besieged.server.send_raw(sent)
    assert (reply.kind, reply.status) == (kind, STATUSES[kind]), reply.body[:500]
    stand(besieged, asks=False)


def test_after_all_of_it_the_server_answers_and_no_process_is_left(besieged: Besieged) -> None:
    stand(besieged)
    assert besieged.server.process.poll() is None
    assert count_queries(besieged.server.process) == 0
    assert len(CASES) + len(REQUESTS) >= 60
