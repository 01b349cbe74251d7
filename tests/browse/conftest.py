"""A release in which every text of every table is hostile, and the application on it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from broadsheet.browse.guard import LOCAL_HOSTS
from broadsheet.browse.judging import Desk
from broadsheet.browse.server import make_app
from broadsheet.browse.store import Warehouse
from broadsheet.lake import frame_of
from broadsheet.model.inputs import find_table
from broadsheet.model.queries import list_names, load_query
from broadsheet.release.build import RELEASE_TABLE, attach, create_macros, create_tables, insert_frame
from broadsheet.release.macros import load_macros
from broadsheet.release.search import fill_search, list_search_tables
from broadsheet.settings import Settings, load_settings
from broadsheet.tables import Table, load_tables
from tests.sql.conftest import fill_row

HOSTILE = (
    "</script><script>alert(1)</script><img src=x onerror=alert(2)> \x1b[31mred \u202elortnoc 'q\" & "
    "javascript:alert(3)"
)
URL = "javascript:alert(4)"
SHARED: dict[str, Any] = {
    "article_version_id": "v1", "article_id": "a1", "claim_id": "c1", "number_id": "n1", "mention_id": "m1",
    "date_id": "d1", "entity_id": "e1", "entity_key": "k1", "speaker_entity_key": "k1", "figure_id": "f1",
    "example_number_id": "n1", "story_id": "a1", "source_id": "s1", "origin_source_id": "s1", "copying_source_id": "s1",
    "said_by_claim_id": "c1", "one_claim_id": "c1", "other_claim_id": "c2", "measure_key": "mk", "place_id": "p1",
    "url": URL, "normalized_url": URL, "canonical_url": URL, "conflict_id": "x1", "relayed_by_claim_id": None,
    "first_mention_id": "m1",
    "start_char": 5, "end_char": 40, "is_boilerplate": False, "in_headline": False, "language": "en",
    "published_precision": "time", "lag_precision": "time", "bound": "exact", "kind": "count",
    "count": 1, "low_value": 4.0, "high_value": 9.0, "value": 4.0, "article_count": 2, "origin_count": 1,
    "family_count": 1, "version_no": 2, "version_count": 2, "story_article_count": 2, "checkworthiness": 0.5,
}  # fmt: skip


_TYPES: dict[type, tuple[str, ...]] = {
    str: ("string",), bool: ("bool",), int: ("int32", "int64"), float: ("float64",),
}  # fmt: skip


def hostile_row(table: Table, **more: Any) -> dict[str, Any]:
    """A row of the table that is hostile wherever a text may stand."""
    row: dict[str, Any] = {}
    for column in table.columns:
        if column.type in _TYPES.get(type(SHARED.get(column.name)), ()) or column.name == "relayed_by_claim_id":
            row[column.name] = SHARED.get(column.name)
        elif column.type == "string":
            row[column.name] = HOSTILE
        elif column.type == "list<string>":
            row[column.name] = [HOSTILE, HOSTILE]
        elif column.type == "timestamp":
            row[column.name] = datetime(2024, 3, 5, 9, 30, tzinfo=UTC)
    return fill_row(table, row | more)


def publish_rows(settings: Settings, number: int = 1, rows: dict[str, list[dict[str, Any]]] | None = None) -> None:
    """Publish a release of all tables: those rows, else one hostile row a table."""
    settings.releases.mkdir(parents=True, exist_ok=True)
    path = settings.releases / f"warehouse-{number:06d}-20240305T120000Z.duckdb"
    queries = [load_query(stage, name).table for stage in ("model", "view") for name in list_names(stage)]
    tables = [*load_tables().values(), *queries]
    with attach(path) as connection:
        create_tables(connection, [*tables, RELEASE_TABLE, *list_search_tables()])
        for table in tables:
            given = [hostile_row(table)] if rows is None else rows.get(table.name, [])
            if given:
                insert_frame(connection, table, frame_of(table, given))
        release = {"release_id": f"{number:06d}", "released_at": datetime(2024, 3, 5, tzinfo=UTC)}
        insert_frame(connection, RELEASE_TABLE, frame_of(RELEASE_TABLE, [fill_row(RELEASE_TABLE, release)]))
        create_macros(connection, load_macros(), tables)
        fill_search(connection, {table.name for table in tables})
    link = settings.warehouse.with_suffix(".new")
    link.symlink_to(path)
    link.replace(settings.warehouse)


@pytest.fixture(scope="session")
def hostile_settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Settings of a home whose release is hostile throughout; made once."""
    made = load_settings({"BROADSHEET_HOME": str(tmp_path_factory.mktemp("hostile") / "home")})
    second = hostile_row(find_table("claims"), claim_id="c2", relayed_by_claim_id="c1")
    queries = [load_query(stage, name).table for stage in ("model", "view") for name in list_names(stage)]
    rows = {table.name: [hostile_row(table)] for table in [*load_tables().values(), *queries]}
    rows["claims"].append(second)
    versions = find_table("article_versions")
    rows["articles"].append(hostile_row(find_table("articles"), article_version_id="v0", text="Before. " + HOSTILE))
    rows["article_versions"] = [hostile_row(versions, previous_version_id="v0")]
    publish_rows(made, 1, rows)
    return made


@dataclass(frozen=True)
class Reply:
    """An answer of the application."""

    status: int
    headers: dict[str, str]
    text: str


Get = Callable[..., Reply]


def make_get(
    settings: Settings,
    hosts: frozenset[str] = LOCAL_HOSTS,
    *,
    takes_judgements: bool = False,
    warehouse: Warehouse | None = None,
) -> Get:
    """A function that sends one request to the application, without a network."""
    warehouse = warehouse or Warehouse(settings)
    desk = Desk.open(warehouse, settings.sources_path) if takes_judgements else None
    app = make_app(warehouse, hosts, desk)

    def get(
        path: str,
        method: str = "GET",
        host: str = "127.0.0.1:8517",
        headers: tuple[tuple[str, str], ...] = (),
        body: bytes = b"",
    ) -> Reply:
        place, _, query = path.partition("?")
        named = [(b"host", host.encode())] if host else []
        scope = {
            "type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "method": method, "scheme": "http",
            "path": place, "raw_path": place.encode(), "query_string": query.encode(), "root_path": "",
            "headers": named + [(name.encode(), value.encode()) for name, value in headers],
            "client": ("127.0.0.1", 1), "server": ("127.0.0.1", 8517),
        }  # fmt: skip
        sent: list[Any] = []

        async def run() -> None:
            async def receive() -> dict[str, Any]:
                return {"type": "http.request", "body": body, "more_body": False}

            async def send(message: Any) -> None:
                sent.append(message)

            await app(scope, receive, send)

        asyncio.run(run())
        body = b"".join(message.get("body", b"") for message in sent)
        found = {name.decode(): value.decode() for name, value in sent[0]["headers"]}
        return Reply(sent[0]["status"], found, body.decode())

    return get


@pytest.fixture(scope="session")
def get(hostile_settings: Settings) -> Get:
    """Requests to the application on the hostile release."""
    return make_get(hostile_settings)


@pytest.fixture
def home(tmp_path: Path) -> Settings:
    """Settings of an empty home."""
    return load_settings({"BROADSHEET_HOME": str(tmp_path / "home")})
