"""`broadsheet site`: the pages as files, for a range of days, to put on any web server or a USB stick.

Belongs here: which pages there are and where each lies. A link to a page outside the range is plain text. The folder is
written beside its place and put there whole.
"""

from __future__ import annotations

import os
import secrets
import shutil
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

from broadsheet.browse.links import Links, file_name
from broadsheet.browse.maps import make_map
from broadsheet.browse.pages import Page, make_page, make_sources, make_start
from broadsheet.browse.render import render_page
from broadsheet.browse.store import Asker, Warehouse
from broadsheet.errors import SettingsError
from broadsheet.settings import Settings

# A file in the folder that says it is ours to replace.
_MARK = ".broadsheet-site"
# The pages that are no row's own: start, map, sources.
_LISTS = 3


def write_site(
    settings: Settings,
    folder: Path,
    first: date,
    last: date,
    on_page: Callable[[int, int], None] | None = None,
) -> int:
    """Write the pages of all articles reported in the range, of what stands in them, and their lists; returns how many.

    An earlier site in the folder is replaced; any other folder that is not empty is refused with SettingsError.
    """
    target = folder.expanduser().resolve()
    _check_target(target)
    asker = Warehouse(settings).open_asker()
    rows = asker.ask("site_pages", first=first.isoformat(), last=last.isoformat())
    there = frozenset((row["kind"], row["page_id"]) for row in rows)
    if not there:
        raise SettingsError(
            f"No article was reported from {first} to {last}. `broadsheet status` shows the days there are."
        )
    partial = target.with_name(f".{target.name}.{secrets.token_hex(4)}.partial")
    partial.mkdir(parents=True)
    try:
        (partial / _MARK).touch()
        for number, (place, text) in enumerate(_render(asker, there, first, last), start=1):
            path = partial / place
            path.parent.mkdir(exist_ok=True)
            path.write_text(text, encoding="utf-8")
            if on_page:
                on_page(number, len(there) + _LISTS)
        _put_in_place(partial, target)
    finally:
        shutil.rmtree(partial, ignore_errors=True)
    return len(there) + _LISTS


def _render(asker: Asker, there: frozenset[tuple[str, str]], first: date, last: date) -> Iterator[tuple[str, str]]:
    release = asker.ask_one("release")

    def render(make: Callable[[Asker], Page | None], links: Links) -> str | None:
        asker.answers.clear()
        page = make(asker)
        return render_page(page, links, asker.answers, release) if page else None

    top = Links(".", ".html", there)
    yield "index.html", render(make_start, top) or ""
    yield "map.html", render(lambda asked: make_map(asked, first, last), top) or ""
    yield "sources.html", render(make_sources, top) or ""
    below = Links("..", ".html", there)
    for kind, page_id in sorted(there):
        text = render(lambda asked, kind=kind, page_id=page_id: make_page(asked, kind, page_id), below)  # type: ignore[misc]
        if text is not None:
            yield f"{kind}/{file_name(page_id)}.html", text


def _check_target(target: Path) -> None:
    if target.exists() and not target.is_dir():
        raise SettingsError(f"{target} is a file. Name a folder.")
    if target.is_dir() and any(target.iterdir()) and not (target / _MARK).exists():
        raise SettingsError(f"{target} holds other files. Name a new folder, or one that an earlier site lies in.")


def _put_in_place(partial: Path, target: Path) -> None:
    old = partial.with_suffix(".old")
    if target.exists():
        os.rename(target, old)  # noqa: PTH104  a folder, not a release
    partial.rename(target)
    shutil.rmtree(old, ignore_errors=True)
