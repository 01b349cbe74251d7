"""What the search page asks for, and what it leaves."""

from __future__ import annotations

import pytest

from broadsheet.browse.pages import make_search
from broadsheet.browse.store import Warehouse
from broadsheet.model.inputs import find_table
from broadsheet.model.queries import load_query
from broadsheet.settings import Settings
from tests.browse.conftest import hostile_row, publish_rows


@pytest.mark.parametrize(
    ("words", "count", "asks_for_statements"), [("rain", 2, True), ("rain snow", 1, True), ("snow hail", 0, False)]
)
def test_statements_are_looked_for_only_where_an_article_holds_all_words(
    home: Settings, words: str, count: int, asks_for_statements: bool
) -> None:
    texts = {"a": "Rain fell.", "b": "Rain and snow fell.", "c": "Hail fell."}
    names = [{"article_version_id": name, "article_id": name, "headline": "News"} for name in texts]
    rows = {
        "articles": [hostile_row(find_table("articles"), **name, text=texts[name["article_id"]]) for name in names],
        "articles_current": [hostile_row(load_query("model", "articles_current").table, **name) for name in names],
        "paragraphs": [
            hostile_row(
                find_table("paragraphs"), article_version_id=name, surface=text, start_char=0, end_char=len(text),
                is_boilerplate=False,
            )
            for name, text in texts.items()
        ],
    }  # fmt: skip
    publish_rows(home, 1, rows)
    asker = Warehouse(home).open_asker()
    page = make_search(asker, words)
    assert page.shown["article_count"] == count
    assert ("search_claims" in {answer.name for answer in asker.answers}) is asks_for_statements
