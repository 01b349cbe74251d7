"""Word lists in SQL: a query names a list of `lang/<language>/<file>.toml`, and reading it puts the words there.

Belongs here: the three calls by which a query asks for words, each written as a constant, so that DuckDB compiles a
pattern once and the text of a query changes with its words. What the words mean stands in the lists and in the queries.

    word_pattern('en', 'statements', 'filler')     'a|an|the|...', words and pieces of patterns of one list
    word_list('en', 'revised_figures', 'running_totals')   ['arrested', ...], one list
    word_rows('statements', 'forms')               rows (language, word, meaning) of every language that has the list;
                                                   of a table of lists the meaning is the name of the list, else null
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from typing import Any

from broadsheet.errors import FaultError
from broadsheet.word_lists import has_word_list, load_word_list

_CALL = re.compile(r"\b(word_pattern|word_list|word_rows)\(([^()]*)\)")
_ARGUMENT = re.compile(r"'(\w+)'")
_ARGUMENT_COUNTS = {"word_pattern": 3, "word_list": 3, "word_rows": 2}


def put_words(text: str) -> str:
    """The text of a query with its word lists written out. Raises FaultError for a list that is not there.

    >>> put_words("select * from words where regexp_matches(word, word_pattern('en', 'revised_figures', 'earlier'))")
    "select * from words where regexp_matches(word, 'earlier|previous|original|first|initial')"
    """
    return _CALL.sub(_write_call, text)


def _write_call(call: re.Match[str]) -> str:
    name, arguments = call[1], _ARGUMENT.findall(call[2])
    if len(arguments) != _ARGUMENT_COUNTS[name]:
        raise FaultError(f"{call[0]} does not name a word list: {name} takes {_ARGUMENT_COUNTS[name]} names in quotes.")
    if name == "word_rows":
        return _write_rows(*arguments)
    language, file, key = arguments
    words = _read_list(language, file, key)
    if not isinstance(words, list):
        raise FaultError(f"The word list {key} of lang/{language}/{file}.toml holds several lists; name one.")
    return _quote("|".join(words)) if name == "word_pattern" else f"[{', '.join(map(_quote, words))}]"


def _write_rows(file: str, key: str) -> str:
    rows = [
        f"({_quote(language)}, {_quote(word)}, {_quote(meaning) if meaning else 'null'})"
        for language in _list_languages()
        if has_word_list(file, language)
        for meaning, word in _pair(_read_list(language, file, key))
    ]
    if not rows:
        raise FaultError(f"No language has a word list {file}.toml.")
    return f"(values {', '.join(rows)})"


def _pair(listed: Any) -> Iterator[tuple[str | None, str]]:
    if isinstance(listed, list):
        yield from ((None, word) for word in listed)
    else:
        yield from ((meaning, word) for meaning, words in listed.items() for word in words)


def _read_list(language: str, file: str, key: str) -> Any:
    found = load_word_list(file, language).get(key)
    if not found:
        raise FaultError(f"The word list lang/{language}/{file}.toml has no {key}. Restore it.")
    return found


@cache
def _list_languages() -> tuple[str, ...]:
    folder = files("broadsheet").joinpath("lang")
    return tuple(sorted(entry.name for entry in folder.iterdir() if entry.is_dir()))


def _quote(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
