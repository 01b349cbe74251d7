"""`broadsheet browse`: the pages as a read-only server on this machine.

Belongs here: addresses and what a stranger may ask for. Only GET and HEAD are answered, but for the form of judgements
(`judging`); names of the server and headers belong to `guard`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp

from broadsheet.browse.guard import LOCAL_HOSTS, Guard
from broadsheet.browse.judging import Desk, RefusedError
from broadsheet.browse.links import KINDS, Links
from broadsheet.browse.listening import listen
from broadsheet.browse.maps import make_map
from broadsheet.browse.pages import (
    Page,
    find_page,
    make_article,
    make_moved,
    make_page,
    make_search,
    make_sources,
    make_start,
)
from broadsheet.browse.render import make_policy, render_page
from broadsheet.browse.store import Asker, Warehouse
from broadsheet.errors import BroadsheetError, QueryError
from broadsheet.judgements.reading import NAME
from broadsheet.settings import Settings

DEFAULT_PORT = 8517
_LONGEST_ID, _SHORTEST_ID = 200, 16
_UNKNOWN_ID = "No row of the release has this id."
Make = Callable[[Asker, Request], Page | None]
_LINKS = Links()


def serve(settings: Settings, host: str, port: int, names: tuple[str, ...] = (), *, is_read_only: bool = False) -> None:
    """Serve the pages until Ctrl-C. names: further names under which this server is reached.

    is_read_only: pages of entities have no form that writes a judgement.

    Raises ReleaseError where nothing is published, SettingsError where the port is taken.
    """
    warehouse = Warehouse(settings)
    desk = None if is_read_only else Desk.open(warehouse, settings.sources_path)
    app = make_app(warehouse, LOCAL_HOSTS | {name.lower() for name in names}, desk)
    listen(app, host, port, lambda address: f"Pages of {settings.warehouse} on {address} (Ctrl-C ends it)")


def make_app(warehouse: Warehouse, hosts: frozenset[str], desk: Desk | None = None) -> ASGIApp:
    """The application: pages by kind and id, the start page, the sources, a search, and `/id/<any id>`.

    desk: where judgements are taken; without one nothing is written.
    """
    ends = _Endpoints(warehouse, desk)
    routes = [
        Route("/", ends.show(lambda asker, _: make_start(asker))),
        Route("/sources", ends.show(lambda asker, _: make_sources(asker))),
        Route("/map", ends.show(lambda asker, _: make_map(asker))),
        Route("/search", ends.search),
        Route("/id/{row_id}", ends.find),
        Route("/favicon.ico", lambda _: Response(status_code=204)),
        Route("/entity/{page_id}/judge", ends.judge, methods=["POST"]),
        Route("/entity/{page_id}", ends.show_entity),
        *(Route(f"/{kind}/{{page_id}}", ends.show(partial(_make_by_id, kind))) for kind in KINDS),
    ]
    return Guard(Starlette(routes=routes, exception_handlers={404: _not_found}), hosts, make_policy())


class _Endpoints:
    """What answers a request, over the release that is in place at that moment."""

    def __init__(self, warehouse: Warehouse, desk: Desk | None) -> None:
        self._warehouse, self._desk = warehouse, desk

    def show(self, make: Make) -> Callable[[Request], Response]:
        """An endpoint that shows what `make` makes; not found where that is None."""
        return partial(self._answer, make)

    def show_entity(self, request: Request) -> Response:
        """The page of an entity, or the way to what it has become since."""
        page_id = _page_id(request)

        def make(asker: Asker, _: Request) -> Page | None:
            page = make_page(asker, "entity", page_id)
            return _add_form(page, self._desk, page_id, "judged" in request.query_params) if page else None

        shown = self._answer(make, request)
        if shown.status_code != 404:
            return shown
        to = _find_successor(self._warehouse, page_id)
        return RedirectResponse(to, 302) if to else self._answer(lambda asker, _: make_moved(asker, page_id), request)

    async def judge(self, request: Request) -> Response:
        """Take a judgement from the form of an entity."""
        if self._desk is None:
            return _show_problem("Nothing was written", "This server was started with --read-only.", 403)
        try:
            return await self._desk.take(request, _page_id(request))
        except RefusedError as refusal:
            return _show_problem("Nothing was written", str(refusal), refusal.status)
        except BroadsheetError as error:
            return _show_problem("Nothing was written", str(error), 503)

    def find(self, request: Request) -> Response:
        """The way to the page of any id."""
        return self._find_row(_clean(request.path_params["row_id"]))

    def search(self, request: Request) -> Response:
        """What articles hold the words; an id leads to its page."""
        words = _clean(request.query_params.get("q", ""))
        if len(words.strip()) >= _SHORTEST_ID and " " not in words.strip():
            found = self._find_row(words.strip())
            if found.status_code == 302:
                return found
        return self._answer(lambda asker, _: make_search(asker, words), request)

    def _answer(self, make: Make, request: Request) -> Response:
        try:
            asker = self._warehouse.open_asker()
            page = make(asker, request)
        except QueryError as error:
            return _show_problem("This page cannot be shown", str(error), 503)
        except BroadsheetError as error:
            return _show_problem("The warehouse cannot be read", str(error), 503)
        if page is None:
            return _show_problem("Not found", "The release in place has no such row. It may have had it before.", 404)
        release = asker.ask_one("release")
        return HTMLResponse(render_page(page, _LINKS, asker.answers[:-1], release))

    def _find_row(self, row_id: str) -> Response:
        try:
            found = find_page(self._warehouse.open_asker(), row_id)
        except BroadsheetError as error:
            return _show_problem("The warehouse cannot be read", str(error), 503)
        to = _LINKS.to(*found) if found else None
        return RedirectResponse(to, 302) if to else _show_problem("Not found", _UNKNOWN_ID, 404)


def _make_by_id(kind: str, asker: Asker, request: Request) -> Page | None:
    if kind == "article":
        return make_article(asker, _page_id(request), _clean(request.query_params.get("at", "")))
    return make_page(asker, kind, _page_id(request))


def _add_form(page: Page, desk: Desk | None, page_id: str, is_judged: bool) -> Page:
    """The page with its form, where judgements are taken."""
    if desk is None:
        return page
    form = {"token": desk.make_token(page_id), "is_judged": is_judged, "file": desk.sources_path.with_name(NAME).name}
    return replace(page, shown={**page.shown, "form": form})


def _find_successor(warehouse: Warehouse, page_id: str) -> str | None:
    """The address of the one entity that an entity of an earlier release is now; None where there are none or more."""
    try:
        places = warehouse.open_asker().ask("entity_moved", id=page_id)
    except BroadsheetError:
        return None
    return _LINKS.to("entity", places[0]["entity_id"]) if len(places) == 1 else None


def _page_id(request: Request) -> str:
    return _clean(request.path_params["page_id"])


def _clean(text: str) -> str:
    """The text as it may be asked for: no null characters, no longer than any id."""
    return str(text).replace("\x00", "")[:_LONGEST_ID]


async def _not_found(request: Request, error: Exception) -> Response:
    return _show_problem("Not found", "There is no page at this address.", 404)


def _show_problem(title: str, message: str, status: int) -> Response:
    page = Page("problem.html", title, {"message": message})
    return HTMLResponse(render_page(page, _LINKS, [], None), status)
