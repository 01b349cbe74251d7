"""The same pages as files, in a terminal, and by the macro that names their address."""

from __future__ import annotations

import re
from datetime import date
from urllib.parse import unquote

import duckdb
import pytest
from rich.console import Console

from broadsheet.browse import Warehouse, make_page
from broadsheet.browse.site import write_site
from broadsheet.browse.terminal import print_page, show_row
from broadsheet.errors import SettingsError
from broadsheet.release import load_macros

DAY = date(2024, 3, 5)


def test_every_link_of_a_site_leads_to_a_file_and_a_place_in_it(hostile_settings, tmp_path) -> None:
    count = write_site(hostile_settings, tmp_path / "site", DAY, DAY)
    pages = {path.resolve(): path.read_text(encoding="utf-8") for path in (tmp_path / "site").rglob("*.html")}
    assert len(pages) == count >= 8
    for path, text in pages.items():
        for target in re.findall(r'href="([^"]+)"', text):
            place, _, anchor = target.partition("#")
            named = (path.parent / unquote(place)).resolve() if place else path
            assert named in pages, (path.name, target)
            assert not anchor or f'id="{unquote(anchor)}"' in pages[named], (path.name, target)
        assert "Content-Security-Policy" in text and "/search" not in text


def test_an_older_site_is_replaced_and_other_folders_are_refused(hostile_settings, tmp_path) -> None:
    folder = tmp_path / "site"
    write_site(hostile_settings, folder, DAY, DAY)
    (folder / "old.html").write_text("old")
    write_site(hostile_settings, folder, DAY, DAY)
    assert not (folder / "old.html").exists()
    other = tmp_path / "mine"
    other.mkdir()
    (other / "letter.txt").write_text("dear")
    with pytest.raises(SettingsError, match="other files"):
        write_site(hostile_settings, other, DAY, DAY)
    assert sorted(path.name for path in tmp_path.iterdir() if path.name.startswith(".")) == []


def test_a_range_without_articles_is_named(hostile_settings, tmp_path) -> None:
    with pytest.raises(SettingsError, match="No article was reported"):
        write_site(hostile_settings, tmp_path / "site", date(1999, 1, 1), date(1999, 1, 2))


@pytest.mark.parametrize("kind", ["article", "claim", "entity", "series", "story", "source"])
def test_nothing_on_a_page_steers_a_terminal(hostile_settings, kind: str) -> None:
    asker = Warehouse(hostile_settings).open_asker()
    ids = {"article": "v1", "claim": "c1", "entity": "e1", "series": "f1", "story": "a1", "source": "s1"}
    page = make_page(asker, kind, ids[kind])
    console = Console(width=100, record=True, force_terminal=False)
    assert page is not None
    print_page(console, page, asker.answers, "n1")
    said = console.export_text()
    assert "alert(1)" in said and not set(said) & set("\x1b\x07\u202e")


def test_show_names_an_id_that_is_not_there(hostile_settings) -> None:
    with pytest.raises(SettingsError, match="has the id nothing"):
        show_row(hostile_settings, "nothing")


def test_the_macro_names_the_address_of_any_row() -> None:
    (macro,) = [macro for macro in load_macros() if macro.name == "evidence_url"]
    with duckdb.connect() as connection:
        connection.execute(macro.statement)
        assert connection.sql("select evidence_url('c1')").fetchall() == [("http://127.0.0.1:8517/id/c1",)]
        connection.execute("set variable evidence_base = 'https://desk.example/b'")
        assert connection.sql("select evidence_url('c1')").fetchall() == [("https://desk.example/b/id/c1",)]
