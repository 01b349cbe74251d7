"""`broadsheet serve-sql`: the application and its endpoints.

Belongs here: which requests are answered and how an answer looks as HTTP. Names of the server and headers belong to
`broadsheet.browse.guard`.
"""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any, TypeVar

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp

from broadsheet.browse.guard import LOCAL_HOSTS, Guard
from broadsheet.browse.listening import listen
from broadsheet.browse.render import make_sql_policy, render_sql_page
from broadsheet.errors import ReleaseError, SettingsError
from broadsheet.serving.asked import Asked, read_asked
from broadsheet.serving.forms import FORMS
from broadsheet.serving.options import ServingOptions
from broadsheet.serving.problems import Problem, ProblemError
from broadsheet.serving.processes import Answered, Nursery
from broadsheet.serving.queue import Queue
from broadsheet.serving.request_log import Noted, RequestLog
from broadsheet.serving.task import Task
from broadsheet.serving.token import is_token
from broadsheet.settings import Settings
from broadsheet.warehouse import find_release_file

DEFAULT_PORT = 8518
PATHS = frozenset({"/", "/sql", "/tables"})
_RETRY_STATUSES = (429, 503)
_TABLES = """
    select table_name as "table", comment as about, estimated_size as row_count,
        (
            select list({"name": column_name, "type": data_type, "about": comment} order by column_index)
            from duckdb_columns() as columns where columns.table_oid = tables.table_oid
        ) as columns
    from (
        select table_oid, table_name, comment, estimated_size from duckdb_tables()
        where not internal and schema_name = 'main'
        union all
        select view_oid, view_name, comment, null from duckdb_views() where not internal and schema_name = 'main'
    ) as tables
    order by table_name
"""
_MOST_TABLES = 5_000
Got = TypeVar("Got")


@dataclass(frozen=True, slots=True)
class Access:
    """Who is answered. names: further names of the server. token: what requests must bring along, if anything."""

    host: str = "127.0.0.1"
    port: int = DEFAULT_PORT
    names: tuple[str, ...] = ()
    token: str | None = field(default=None, repr=False)

    def __post_init__(self) -> None:
        """Raises SettingsError where the server would be open to the network without a token."""
        if self.token is None and self.host not in ("127.0.0.1", "localhost", "::1"):
            raise SettingsError(f"Beyond this machine ({self.host}) requests need a token: add --token-file FILE.")


def serve(settings: Settings, access: Access, options: ServingOptions, describe: Callable[[str], str]) -> None:
    """Serve SQL until Ctrl-C. describe: what is printed once the address is bound, given that address.

    Raises ReleaseError where nothing is published, SettingsError where the port is taken.
    """
    find_release_file(settings)
    with Nursery() as nursery:
        app = make_app(settings, access, options, nursery, lambda line: print(line, file=sys.stderr, flush=True))
        listen(
            app, access.host, access.port, describe, patience_s=options.patience_s, refuse=_write_refusal,
            loop="asyncio", access_log=False, timeout_graceful_shutdown=2,
        )  # fmt: skip


def make_app(
    settings: Settings, access: Access, options: ServingOptions, nursery: Nursery, log: Callable[[str], None]
) -> ASGIApp:
    """The application: the page, SQL, and what tables there are."""
    ends = _Endpoints(settings, access, options, nursery)
    routes = [
        Route("/", ends.show_page, methods=["GET"]),
        Route("/sql", ends.ask, methods=["GET", "POST"]),
        Route("/tables", ends.list_tables, methods=["GET"]),
        Route("/favicon.ico", lambda _: Response(status_code=204), methods=["GET"]),
    ]
    app = Starlette(routes=routes, exception_handlers={HTTPException: _explain_status, ProblemError: _explain})
    app.router.redirect_slashes = False
    hosts = LOCAL_HOSTS | {name.lower() for name in access.names}
    guard = Guard(app, hosts, make_sql_policy(), lambda kind, told: _write_problem(Problem(kind, told)))
    return RequestLog(guard, PATHS, log)


class _Endpoints:
    def __init__(self, settings: Settings, access: Access, options: ServingOptions, nursery: Nursery) -> None:
        self._settings, self._token, self._options, self._nursery = settings, access.token, options, nursery
        self._queue = Queue(options.queries, options.waiting, options.patience_s)
        self._page = render_sql_page(
            needs_token=access.token is not None, most_rows=options.most_rows, seconds=options.seconds
        )

    def show_page(self, request: Request) -> Response:
        """The page on which one types a query; it holds nothing of the release."""
        return HTMLResponse(self._page)

    async def ask(self, request: Request) -> Response:
        """The answer to a request's SQL."""
        self._admit(request)
        asked = await read_asked(request, self._options)
        noted: Noted = request.scope["noted"]
        noted.mark, noted.form = request.scope["mark"](asked.sql), asked.form
        return await self._answer(request, asked)

    async def list_tables(self, request: Request) -> Response:
        """The tables of the release with their columns, as JSON."""
        self._admit(request)
        return await self._answer(request, Asked(_TABLES, None, "json", _MOST_TABLES))

    def _admit(self, request: Request) -> None:
        """Raise ProblemError for a request from a page of another site, where the browser says so, or without token."""
        headers = request.headers
        if headers.get("sec-fetch-site", "none") not in ("none", "same-origin"):
            raise ProblemError("foreign_origin", "The request came from a page of another site.")
        if self._token is not None and not is_token(headers.get("authorization", ""), self._token):
            raise ProblemError("token_needed", "Send the token of this server: Authorization: Bearer TOKEN.")

    async def _answer(self, request: Request, asked: Asked) -> Response:
        noted: Noted = request.scope["noted"]
        answered = await _until_gone(request, self._run(asked))
        if answered is None:
            noted.is_gone = True
            return Response(status_code=204)
        head = answered.head
        noted.row_count, noted.release_id = head.row_count, head.release_id
        headers = {
            "broadsheet-rows": str(head.row_count),
            "broadsheet-cut": "true" if head.is_cut else "false",
            "broadsheet-release": head.release_id or "",
            "server-timing": f"query;dur={head.elapsed_s * 1000:.1f}",
        }
        if asked.form not in ("json", "jsonl"):
            ending = asked.form.removeprefix("safe_")
            headers["content-disposition"] = f'attachment; filename="answer.{ending}"'
        return Response(answered.content, media_type=FORMS[asked.form], headers=headers)

    async def _run(self, asked: Asked) -> Answered:
        options = self._options
        async with self._queue.place():
            try:
                file = find_release_file(self._settings)
            except ReleaseError as error:
                raise ProblemError("no_release", "No release can be read at this moment.") from error
            task = Task(
                str(file), asked.sql, asked.parameters, asked.form, asked.most_rows, options.most_bytes,
                options.memory_mb, options.threads, options.seconds,
            )  # fmt: skip
            return await self._nursery.fork(task).hear()


async def _until_gone(request: Request, work: Awaitable[Got]) -> Got | None:
    """What the work gives; None where the client went away first, and then the work is cancelled."""
    working = asyncio.ensure_future(work)
    gone = asyncio.ensure_future(_wait_until_gone(request))
    try:
        await asyncio.wait({working, gone}, return_when=asyncio.FIRST_COMPLETED)
        return working.result() if working.done() else None
    finally:
        for task in (working, gone):
            task.cancel()
        await asyncio.gather(working, gone, return_exceptions=True)


async def _wait_until_gone(request: Request) -> None:
    while (await request.receive())["type"] != "http.disconnect":
        pass


async def _explain(request: Request, error: Exception) -> Response:
    assert isinstance(error, ProblemError)
    request.scope["noted"].kind = error.problem.kind
    return _write_problem(error.problem)


async def _explain_status(request: Request, error: Exception) -> Response:
    """The problem behind a status that Starlette gives: an address or a method that there is not."""
    assert isinstance(error, HTTPException)
    if error.status_code == 405:
        problem = Problem("wrong_method", "This address does not take this method. /sql takes GET and POST.")
    else:
        problem = Problem("not_found", "There is nothing at this address. SQL is asked at /sql, tables at /tables.")
    request.scope["noted"].kind = problem.kind
    return _write_problem(problem, dict(error.headers or {}))


def _write_problem(problem: Problem, headers: dict[str, str] | None = None) -> Response:
    more: dict[str, Any] = dict(headers or {})
    if problem.status in _RETRY_STATUSES:
        more["retry-after"] = "1"
    if problem.status == 401:
        more["www-authenticate"] = "Bearer"
    return JSONResponse({"error": problem.as_row()}, problem.status, headers=more)


def _write_refusal(status: int, told: str) -> tuple[str, str]:
    """The type and body of an answer to what is no whole request."""
    kind = "slow_request" if status == 408 else "bad_request"
    return "application/json", json.dumps({"error": Problem(kind, told).as_row()}) + "\n"
