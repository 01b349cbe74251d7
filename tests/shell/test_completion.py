"""Completion offers what fits the place."""

from __future__ import annotations

import pytest
from prompt_toolkit.completion import CompleteEvent
from prompt_toolkit.document import Document

from broadsheet.shell.completion import SqlCompleter
from broadsheet.shell.session import Session


@pytest.mark.parametrize(
    ("text", "at", "expected"),
    [
        ("from art", 8, "articles"),
        ("select speaker_n from claims", 16, "speaker_name"),
        ("select claims.speaker_n", 23, "claims.speaker_name"),
        (".sch", 4, ".schema"),
        (".schema cla", 11, "claims"),
        ("sele", 4, "select"),
    ],
)
def test_a_name_is_completed_at_its_place(session: Session, text: str, at: int, expected: str) -> None:
    found = SqlCompleter(session).get_completions(Document(text, at), CompleteEvent())
    assert next(iter(found)).text == expected


def test_temporary_tables_are_offered_once_they_are_there(session: Session) -> None:
    completer = SqlCompleter(session)
    offer = lambda: [found.text for found in completer.get_completions(Document("from watch", 10), CompleteEvent())]  # noqa: E731
    assert offer() == []
    list(session.run("create temp table watched as select 1 as n"))
    assert offer() == ["watched"]
