"""A running server: answers in every format, limits, places, clients and releases that go away, its log."""

from __future__ import annotations

import io
import os
import signal
import socket
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import pyarrow.ipc
import pyarrow.parquet
import pytest

from broadsheet.settings import Settings, load_settings
from tests.serving.attempts import SQL
from tests.serving.served import PATIENCE_S, Server, count_queries, serving
from tests.shell.conftest import publish_small

pytestmark = pytest.mark.slow

# Time for a query that sleeps until its client goes away.
OPTIONS = (
    "--seconds", "60", "--memory", "64MB", "--threads", "1", "--rows", "50", "--answer", "1", "--queries", "2",
    "--waiting", "1", "--patience", "1.5",
)  # fmt: skip
SLEEP = b"GET /sql?q=select%20pg_sleep(59)%20as%20kontonummer HTTP/1.1\r\nhost: localhost\r\n\r\n"
ALL = "select headline, word_count, published_on, published_on = date '2024-03-05' as is_it from articles order by all"


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    made = load_settings({"BROADSHEET_HOME": str(tmp_path_factory.mktemp("served") / "home")})
    publish_small(made, 1)
    return made


@pytest.fixture(scope="module")
def server(settings: Settings, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with serving(settings.home, tmp_path_factory.mktemp("log") / "log", *OPTIONS) as started:
        yield started


def until(holds: Callable[[], bool]) -> bool:
    end = time.monotonic() + PATIENCE_S
    while not holds() and time.monotonic() < end:
        time.sleep(0.05)
    return holds()


@contextmanager
def sleeping(server: Server, count: int) -> Iterator[list[socket.socket]]:
    """So many queries that run until their clients go away."""
    clients = [socket.create_connection(("127.0.0.1", server.port)) for _ in range(count)]
    try:
        for client in clients:
            client.sendall(SLEEP)
        assert until(lambda: count_queries(server.process) == count)
        yield clients
    finally:
        for client in clients:
            client.close()


def test_text_formats_hold_the_same_rows(server: Server) -> None:
    told = server.ask(ALL).json
    assert [(column["name"], column["type"]) for column in told["columns"]] == [
        ("headline", "VARCHAR"), ("word_count", "INTEGER"), ("published_on", "DATE"), ("is_it", "BOOLEAN"),
    ]  # fmt: skip
    assert told["rows"][2] == ["Rain falls on the harbour", 6, "2024-03-05", True]
    assert (told["row_count"], told["is_cut"], told["release_id"]) == (3, False, None) and told["elapsed_s"] > 0
    lines = server.ask(ALL, format="jsonl").body.decode().splitlines()
    assert lines[2] == (
        '{"headline": "Rain falls on the harbour", "word_count": 6, "published_on": "2024-03-05", "is_it": true}'
    )
    written = server.ask(ALL, format="csv")
    assert written.body.decode().splitlines()[3] == "Rain falls on the harbour,6,2024-03-05,true"
    assert written.headers["content-disposition"] == 'attachment; filename="answer.csv"'
    assert b"'=1+1,6" in server.ask(ALL, format="safe_csv").body


def test_binary_formats_keep_the_types(server: Server) -> None:
    asked = "select headline, published_on, 1 as n, 2 as n from articles order by headline"
    whole = pyarrow.parquet.read_table(io.BytesIO(server.ask(asked, format="parquet").body))
    assert whole.column_names == ["headline", "published_on", "n", "n_2"] and whole.num_rows == 3
    assert str(whole.schema.field("published_on").type) == "date32[day]"
    cut = server.send("GET", "/sql?limit=2&q=" + asked.replace(" ", "%20"), None,
                      {"accept": "application/vnd.apache.arrow.stream;q=0.9, text/csv;q=0.1"})  # fmt: skip
    assert pyarrow.ipc.open_stream(cut.body).read_all().num_rows == 2
    assert (cut.headers["broadsheet-rows"], cut.headers["broadsheet-cut"]) == ("2", "true")
    refused = server.ask("select interval 1 day as i", format="parquet")
    assert refused.kind == "query"


def test_an_answer_says_where_it_was_cut(server: Server) -> None:
    whole, cut, less = (
        server.ask("from range(50)"),
        server.ask("from range(51)"),
        server.ask("from range(9)", limit=2),
    )
    assert [(reply.json["row_count"], reply.json["is_cut"]) for reply in (whole, cut, less)] == [
        (50, False), (50, True), (2, True),
    ]  # fmt: skip
    endless = server.ask("select range as n from range(1000000000000)", limit=1, format="arrow")
    assert endless.headers["broadsheet-cut"] == "true"


def test_parameters_are_values_and_never_sql(server: Server) -> None:
    attack = "x' or true; drop table articles --"
    assert server.ask("select $word as w, $n + 1 as n", parameters={"word": attack, "n": 2}).json["rows"] == [
        [attack, 3]
    ]
    assert server.ask("select len(?)", parameters=[["a", "b"]]).json["rows"] == [[2]]


def test_an_error_names_its_place_in_characters(server: Server) -> None:
    problem = server.ask("select 'é',\n  nope\nfrom articles").json["error"]
    assert (problem["kind"], problem["position"], problem["line"], problem["column"]) == ("query", 14, 2, 3)
    assert "nope" in problem["message"] and "LINE" not in problem["message"]


@pytest.mark.parametrize(
    ("kind", "sql"),
    [(kind, sql) for kind in ("over_memory", "over_size") for sql in SQL[kind]],
    ids=lambda text: text[:40],
)
def test_what_wants_too_much_memory_or_too_large_an_answer_is_stopped(server: Server, kind: str, sql: str) -> None:
    assert server.ask(sql).kind == kind
    assert server.ask("select count(*) from articles").json["rows"] == [[3]]


def test_tables_are_listed_with_what_they_mean(server: Server) -> None:
    rows = {row[0]: row for row in server.send("GET", "/tables").json["rows"]}
    assert set(rows) == {"articles", "claims"} and rows["articles"][2] == 3
    assert {"name", "type", "about"} == set(rows["articles"][3][0])


def test_places_and_the_line_are_bounded_and_a_client_that_goes_ends_its_query(server: Server) -> None:
    with sleeping(server, 2), ThreadPoolExecutor(3) as pool:
        replies = list(pool.map(server.ask, ["select 1"] * 9))
        assert {(reply.kind, reply.status) for reply in replies} == {("busy", 429), ("waited_too_long", 503)}
        assert {reply.headers["retry-after"] for reply in replies} == {"1"}
        assert count_queries(server.process) == 2
    assert until(lambda: count_queries(server.process) == 0)
    assert server.ask("select 1").json["rows"] == [[1]]


def test_requests_that_trickle_in_and_answers_that_nobody_reads_are_given_up(server: Server) -> None:
    head, host = b"POST /sql HTTP/1.1\r\n", b"host: localhost\r\ncontent-type: text/plain\r\n"
    slow_head = (head, *[b"x: y\r\n"] * 20)
    slow_body = (head + host + b"content-length: 900\r\n\r\n", *[b"s"] * 20)
    with ThreadPoolExecutor(3) as pool:
        unread = pool.submit(_leave_unread, server)
        replies = [pool.submit(server.send_raw, *pieces, pause_s=0.2) for pieces in (slow_head, slow_body)]
        assert [reply.result().kind for reply in replies] == ["slow_request", "slow_request"]
        assert unread.result() < 10_000_000, "of 20 answers of 1 MB that were asked for"
    assert server.ask("select 1").status == 200


def _leave_unread(server: Server) -> int:
    """Bytes of an answer that arrive where the client reads nothing for longer than the server's patience."""
    with socket.socket() as client:
        client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4_096)
        client.settimeout(PATIENCE_S)
        client.connect(("127.0.0.1", server.port))
        for _ in range(20):
            client.sendall(b"GET /sql?q=select%20repeat('x',1000000) HTTP/1.1\r\nhost: localhost\r\n\r\n")
        _wait_for_a_halt(server)
        received = 0
        try:
            while piece := client.recv(65_536):
                received += len(piece)
        except ConnectionError:
            pass
        return received


def _wait_for_a_halt(server: Server) -> None:
    """Wait until no further answer of that size was made for longer than the server's patience."""
    before, since = 0, time.monotonic()
    while time.monotonic() - since < 2.5:
        count = server.log.read_text().count("bytes=1000")
        if count > before or count == 0:
            before, since = count, time.monotonic()
        time.sleep(0.05)


def test_a_new_release_answers_the_next_query_and_a_missing_one_is_said(server: Server, settings: Settings) -> None:
    publish_small(settings, 2)
    assert server.ask("select current_database()").json["rows"][0][0].startswith("warehouse-000002")
    link, away = settings.warehouse, settings.warehouse.with_suffix(".away")
    link.rename(away)
    assert (server.ask("select 1").kind, server.ask("select 1").status) == ("no_release", 503)
    broken = settings.releases / "warehouse-000003-20240305T120000Z.duckdb"
    broken.write_bytes(b"no release" * 1_000)
    link.symlink_to(broken)
    assert server.ask("select 1").kind == "no_release"
    link.unlink()
    away.rename(link)
    assert server.ask("select 1").status == 200


def test_the_process_that_starts_queries_may_die(server: Server) -> None:
    (nursery,) = [int(pid) for pid in _list_children(server.process.pid)]
    os.kill(nursery, signal.SIGKILL)
    assert until(lambda: server.ask("select 1").status == 200)


def _list_children(pid: int) -> list[str]:
    return Path(f"/proc/{pid}/task/{pid}/children").read_text().split()


def test_the_log_names_options_with_their_origin_and_holds_no_sql(server: Server) -> None:
    for _ in range(2):
        server.ask("select 'kontonummer' as secret_word")
    server.send("GET", "/sql/kontonummer")
    log = server.log.read_text()
    assert "--seconds     option   60" in log and "--host        default  127.0.0.1" in log
    assert "kontonummer" not in log and "secret_word" not in log
    marks = [line.partition(" sql=")[2].split()[0] for line in log.splitlines() if " POST /sql 200 " in line]
    assert marks[-1] == marks[-2] and len(marks[-1]) == 8, "the same SQL has the same mark"


def test_no_query_outlives_a_server_that_is_killed(settings: Settings, tmp_path: Path) -> None:
    with serving(settings.home, tmp_path / "log", *OPTIONS) as started, sleeping(started, 1):
        family = [pid for child in _list_children(started.process.pid) for pid in [child, *_list_children(int(child))]]
        started.process.kill()
        assert until(lambda: not any(_is_running(pid) for pid in family))
        assert len(family) == 2


def _is_running(pid: str) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False
