"""Parts of the server that need no query: its page, its token, its queue, its options."""

from __future__ import annotations

import asyncio
import base64
import hashlib
import re
from pathlib import Path
from typing import Any, cast

import pytest

from broadsheet.errors import SettingsError
from broadsheet.serving.options import ServingOptions
from broadsheet.serving.problems import Problem, ProblemError
from broadsheet.serving.processes import Nursery
from broadsheet.serving.queue import Queue
from broadsheet.serving.server import Access, make_app
from broadsheet.serving.task import Head, unpack_head
from broadsheet.serving.token import load_token
from broadsheet.settings import load_settings

TOKEN = "a-token-of-many-letters"


def get(path: str, *, token: str | None = None, **headers: str) -> tuple[int, dict[str, str], str, list[str]]:
    """Status, headers, body and log of one request to an application that can run no query."""
    log: list[str] = []
    settings = load_settings({"BROADSHEET_HOME": "/nonexistent"})
    app = make_app(settings, Access(token=token), ServingOptions(), cast(Nursery, None), log.append)
    place, _, query = path.partition("?")
    named = {"host": "localhost:8518"} | {name.replace("_", "-"): value for name, value in headers.items()}
    scope = {
        "type": "http", "http_version": "1.1", "method": "GET", "scheme": "http", "path": place, "root_path": "",
        "query_string": query.encode(), "headers": [(name.encode(), value.encode()) for name, value in named.items()],
        "client": ("127.0.0.1", 1), "server": ("127.0.0.1", 8518),
    }  # fmt: skip
    sent: list[Any] = []

    async def receive() -> dict[str, Any]:
        await asyncio.sleep(0.01)
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: Any) -> None:
        sent.append(message)

    asyncio.run(cast(Any, app(scope, receive, send)))
    body = b"".join(message.get("body", b"") for message in sent).decode()
    return sent[0]["status"], {name.decode(): value.decode() for name, value in sent[0]["headers"]}, body, log


def test_the_page_runs_its_own_script_alone_and_asks_nobody_else() -> None:
    status, headers, body, _ = get("/")
    script, style = (re.search(f"<{name}>(.*?)</{name}>", body, re.S) for name in ("script", "style"))
    assert status == 200 and script and style
    policy = headers["content-security-policy"]
    for text in (script[1], style[1]):
        assert base64.b64encode(hashlib.sha256(text.encode()).digest()).decode() in policy
    assert policy.startswith("default-src 'none'; ") and "connect-src 'self'" in policy and "unsafe" not in policy
    assert not re.search(r"(?:src|href|action)=\"(?!#|/\")", body) and "innerHTML" not in body
    assert not any(name.startswith("access-control") or name == "set-cookie" for name in headers)


@pytest.mark.parametrize("path", ["/sql?q=select%201", "/tables"])
def test_nothing_of_a_release_is_told_without_the_token(path: str) -> None:
    for header in ({}, {"authorization": "Bearer another-token-of-letters"}, {"authorization": TOKEN}):
        status, headers, body, log = get(path, token=TOKEN, **header)
        assert (status, headers["www-authenticate"]) == (401, "Bearer") and TOKEN not in body + "".join(log)
    status, *_ = get(path, token=TOKEN, authorization=f"bearer {TOKEN}")
    assert status == 503, "there is no release"
    assert 'id="token"' in get("/", token=TOKEN)[2] and TOKEN not in get("/", token=TOKEN)[2]


def test_a_token_file_is_made_for_its_owner_and_refused_where_others_read_it(tmp_path: Path) -> None:
    place = tmp_path / "token"
    made = load_token(place)
    assert place.stat().st_mode & 0o777 == 0o600 and len(made) > 30 and load_token(place) == made
    place.chmod(0o640)
    with pytest.raises(SettingsError, match="chmod 600"):
        load_token(place)
    short = tmp_path / "short"
    short.write_text("abc")
    short.chmod(0o600)
    with pytest.raises(SettingsError, match="16 or more"):
        load_token(short)


def test_beyond_this_machine_a_token_is_needed() -> None:
    with pytest.raises(SettingsError, match="--token-file"):
        Access(host="0.0.0.0")
    assert Access(host="0.0.0.0", token=TOKEN).token == TOKEN and TOKEN not in repr(Access(token=TOKEN))


@pytest.mark.parametrize("option", [{"seconds": 0}, {"memory_mb": 1}, {"queries": 0}, {"most_rows": 0}])
def test_limits_under_which_nothing_is_answered_are_refused(option: dict[str, Any]) -> None:
    with pytest.raises(SettingsError):
        ServingOptions(**option)


def test_who_waits_runs_in_turn_and_who_finds_the_line_full_comes_back() -> None:
    ran: list[str] = []
    kinds: list[str] = []

    async def work(queue: Queue, name: str, gate: asyncio.Event) -> None:
        try:
            async with queue.place():
                ran.append(name)
                await gate.wait()
        except ProblemError as error:
            kinds.append(f"{name} {error.problem.kind}")

    async def run() -> None:
        queue, gate = Queue(1, 2, 30.0), asyncio.Event()
        tasks = [asyncio.create_task(work(queue, name, gate)) for name in "abcd"]
        while len(kinds) < 1:
            await asyncio.sleep(0)
        tasks[1].cancel()
        gate.set()
        await asyncio.gather(*tasks, return_exceptions=True)
        impatient, shut = Queue(1, 1, 0.01), asyncio.Event()
        first = asyncio.create_task(work(impatient, "e", shut))
        await asyncio.gather(work(impatient, "f", shut))
        shut.set()
        await first

    asyncio.run(run())
    assert ran == ["a", "c", "e"], "b gave up its place in the line"
    assert kinds == ["d busy", "f waited_too_long"]


@pytest.mark.parametrize(
    "line",
    [
        b"",
        b"{}\n",
        b"[1]\n",
        b'{"problem": 1}\n',
        b"[" * 50_000,
        b'{"byte_count": 1, "more": 2}\n',
        b"\xff\n",
        b'{"byte_count": -1, "row_count": 1, "is_cut": false, "elapsed_s": 1.0, "release_id": null}\n',
    ],
)
def test_a_head_from_a_process_that_was_taken_over_is_no_head(line: bytes) -> None:
    with pytest.raises(ValueError):
        unpack_head(line)


def test_heads_and_problems_come_back_as_they_were() -> None:
    head = Head(5, 1, True, 0.5, None)
    assert unpack_head(head.pack()) == head
    strange = unpack_head(b'{"problem": {"kind": "strange", "message": "x"}}\n')
    assert isinstance(strange, Problem) and strange.kind == "fault"
