"""A query names word lists of `broadsheet/lang`; what is read has their words in it."""

from __future__ import annotations

import duckdb
import pytest

from broadsheet.errors import FaultError
from broadsheet.model.queries import list_names, read_sql
from broadsheet.model.words import put_words
from broadsheet.word_lists import load_word_list


def test_a_pattern_is_a_constant_of_alternatives() -> None:
    found = put_words("select regexp_matches(a, '^(?:' || word_pattern('en', 'revised_figures', 'earlier') || ')$')")
    assert found == "select regexp_matches(a, '^(?:' || 'earlier|previous|original|first|initial' || ')$')"


def test_a_list_is_a_list() -> None:
    text = put_words("select list_contains(word_list('en', 'teams', 'sports'), 'cricket')")
    assert duckdb.sql(text).fetchall() == [(True,)]


def test_rows_carry_their_language_and_the_name_of_their_list() -> None:
    text = put_words(
        "select language, word, stem from word_rows('statements', 'forms') as forms (language, word, stem)"
    )
    assert ("en", "sold", "sell") in duckdb.sql(text).fetchall()


def test_rows_of_one_list_have_no_meaning() -> None:
    rows = duckdb.sql(
        put_words("select language, word, m from word_rows('search', 'function_words') as f (language, word, m)")
    )
    words = load_word_list("search", "en")["function_words"]
    assert rows.fetchall() == [("en", word, None) for word in words]


@pytest.mark.parametrize(
    "text",
    [
        "select word_pattern('en', 'revised_figures', 'nothing')",
        "select word_list('en', 'nothing', 'sports')",
        "select * from word_rows('nothing', 'forms')",
        "select word_pattern('en', 'figures')",
        "select word_list('en', 'teams', name) from names",
        "select word_pattern('en', 'statements', 'forms')",
    ],
)
def test_a_list_that_is_not_there_is_named(text: str) -> None:
    with pytest.raises(FaultError, match=r"word list|name a word list"):
        put_words(text)


@pytest.mark.parametrize("folder", ["model", "view", "checks", "search", "browse", "judgements", "queries"])
def test_no_query_is_left_with_a_call(folder: str) -> None:
    assert not [name for name in list_names(folder) if "word_pattern(" in read_sql(f"{folder}/{name}.sql")]


def test_turns_and_forms_name_each_word_once() -> None:
    lists = load_word_list("statements", "en")
    for name in ("turns", "forms"):
        words = [word for listed in lists[name].values() for word in listed]
        assert len(words) == len(set(words)), name


def test_the_sides_of_a_turn_come_in_pairs() -> None:
    numbers = {int(number) for number in load_word_list("statements", "en")["turns"]}
    assert numbers == {-number for number in numbers}
