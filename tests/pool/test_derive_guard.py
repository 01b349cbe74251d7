"""A finder that fails costs its own table; texts that once made one fail keep all of theirs."""

from __future__ import annotations

from time import process_time

import pytest

from broadsheet import derive
from broadsheet.analysed import TextPart
from broadsheet.derive import analyse_articles, derive_rows
from broadsheet.errors import EvidenceError, FaultError
from broadsheet.language.pipeline import load_language_model
from broadsheet.records import DERIVED_TABLES, ArticleRows, ArticleText

# A numeral with an apostrophe before another one was taken for a year in words; "that" as last word was looked past.
ONCE_FATAL = [
    "Formula One's ten teams met on Monday.",
    "One's twenty boats and ten of First's nine crews met.",
    "The first's quarter ended. It was one's ten past nine.",
    "The mayor said that",
    "The mayor said on Monday that",
    "He told reporters that.",
    "“We won,” said",
]


def derive_text(text: str) -> ArticleRows:
    return derive_rows(next(analyse_articles([ArticleText("v", text)], load_language_model())))


@pytest.mark.parametrize("text", ONCE_FATAL)
def test_texts_that_made_a_finder_fail_keep_all_tables(text: str) -> None:
    rows = derive_text(text)
    assert rows.unanalysed == ()
    assert rows.sentences


def test_words_cut_anywhere_make_no_finder_fail() -> None:
    text = "“Ten boats,” said One's mayor, who leads 20 of the first crews, “sank,” adding that half were lost ."
    words = [*text.split(" ")]
    texts = [" ".join(words[start:end]) for start in range(len(words)) for end in range(start + 1, len(words) + 1)]
    articles = [ArticleText(f"v{number}", text) for number, text in enumerate(texts)]
    for article, analysed in zip(articles, analyse_articles(articles, load_language_model()), strict=True):
        assert derive_rows(analysed).unanalysed == (), article.text


@pytest.mark.parametrize("error", [ValueError("no such day"), RecursionError("too deep"), EvidenceError("outside")])
def test_an_error_in_a_finder_is_named_and_the_rest_stays(monkeypatch: pytest.MonkeyPatch, error: Exception) -> None:
    def fail(*_: object) -> list[object]:
        raise error

    monkeypatch.setattr(derive, "find_dates", fail)
    rows = derive_text("The mayor said on Monday that 12 boats left.")
    [missing] = rows.unanalysed
    assert (missing.table_name, missing.reason, missing.detail) == ("dates", "analysis_error", str(error))
    assert (missing.error_type, missing.function_name) == (type(error).__name__, "fail")
    assert all(getattr(rows, table) for table in set(DERIVED_TABLES) - {"dates", "mentions"})


@pytest.mark.parametrize("error", [FaultError("a word list is missing"), MemoryError()])
def test_our_fault_and_lack_of_memory_are_no_rows(monkeypatch: pytest.MonkeyPatch, error: Exception) -> None:
    def fail(*_: object) -> list[object]:
        raise error

    monkeypatch.setattr(derive, "find_numbers", fail)
    with pytest.raises(type(error)):
        derive_text("The mayor said on Monday that 12 boats left.")


def test_a_stretch_outside_the_text_is_refused() -> None:
    [analysed] = analyse_articles([ArticleText("v", "Rain.")], load_language_model())
    assert isinstance(analysed.body, TextPart)
    with pytest.raises(EvidenceError, match="Cannot cite 2:9 of a text of 5 code points"):
        analysed.body.cite(2, 9)


@pytest.mark.slow
def test_time_for_capitals_without_a_full_stop_grows_with_their_length() -> None:
    def measure(words: int) -> float:
        text = "HARBOUR BOATS SAIL NORTHERN ISLANDS " * words
        [analysed] = analyse_articles([ArticleText("v", text)], load_language_model())
        started = process_time()
        derive_rows(analysed)
        return process_time() - started

    measure(100)
    # Other work on the machine makes a measure longer, never shorter.
    long, short = (min(measure(words) for _ in range(3)) for words in (2_400, 1_200))
    assert long < 3.2 * short + 0.1
