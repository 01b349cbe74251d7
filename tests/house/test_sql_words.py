"""SQL holds no word lists: words belong in `broadsheet/lang`, and a query names the list."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

FILES = sorted(Path("sql").rglob("*.sql"))
MOST = 8
"""So many words in one place are still a choice of values, not a list of a language."""
_TEXT = r"'(?:[^']|'')*'"
_COMMENT = re.compile(r"(?m)^\s*--.*$|--[^'\n]*$")
_JOINED = re.compile(r"'\s*\|\|\s*'")
_LISTED = re.compile(rf"(?:\bin \(|\[|\(?\bvalues\b)(?:[\s(),]|{_TEXT}|\b\d+\b|\bnull\b)*")
_ESCAPE = re.compile(r"\\[A-Za-z]|\[[^\]]*\]|\(\?[a-z]*:")
_ALTERNATIVE = re.compile(r"\b[a-z][a-z -]{2,}")


def count_words(text: str) -> int:
    """The words of the longest list that stands in the text of a query."""
    plain = _JOINED.sub("", _COMMENT.sub("", text))
    counts = [len(re.findall(_TEXT, listed)) for listed in _LISTED.findall(plain)]
    for written in re.findall(_TEXT, plain):
        parts = _ESCAPE.sub("", written.strip("'")).split("|")
        counts.append(sum(_ALTERNATIVE.search(part) is not None for part in parts) if len(parts) > 1 else 0)
        # A sentence for a reader has capitals or stops.
        counts.append(len(written.split()) if re.fullmatch(r"'[a-z -]+'", written) else 0)
    return max(counts, default=0)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to("sql").as_posix())
def test_query_holds_no_word_list(path: Path) -> None:
    count = count_words(path.read_text(encoding="utf-8"))
    assert count <= MOST, f"{count} words in {path}: move them to broadsheet/lang (see broadsheet/model/words.py)"


CASES = {
    "alternatives of a pattern": (r"select regexp_matches(a, '\b(?:one|two|three|four|fives?)\b')", 5),
    "alternatives on two lines": ("select regexp_matches(a, '(?:one|two'\n    || '|three|four)')", 4),
    "values of a choice": ("select 1 where a in (\n    'one', 'two',\n    'three'\n)", 3),
    "a list": ("select list_contains(['one', 'two'], a)", 2),
    "rows": ("with forms (stem, written) as (values ('pay', 'paid'), ('go', 'went gone'))", 4),
    "words in one text": ("select string_split('one two three four five', ' ')", 5),
    "a sentence is no list": ("select 'The name stands for several; give an id.' as reason", 0),
    "a comment is none": ("-- in ('one', 'two', 'three')\nselect 1", 0),
    "signs of a pattern are none": (r"select regexp_matches(a, '^\d+[.:]? |\d |,|;')", 0),
}


@pytest.mark.parametrize("case", CASES)
def test_words_are_counted(case: str) -> None:
    text, count = CASES[case]
    assert count_words(text) == count
