"""Other languages: right or nothing. German with its short list, others by their signs alone."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from broadsheet.basics import load_basics
from broadsheet.coverage import describe_coverage
from broadsheet.derive import analyse_articles, derive_rows
from broadsheet.errors import FaultError, LanguageModelError
from broadsheet.language.pipeline import load_language_model
from broadsheet.language.version import choose_model, describe_models
from broadsheet.records import ArticleRows, ArticleText
from broadsheet.rows import to_row
from broadsheet.word_lists import load_word_list

GOLDEN = Path(__file__).parents[1] / "golden" / "languages"
# Pieces that meet in odd ways: marks without figures, figures without marks, cues without sources.
PIECES = (
    "1.234,5", "12", "3.", "März", "2026", "-", "–", "%", "Mio.", "Euro", "EUR", "$", "10:30", "Uhr", "zwei", "bis",
    "zwischen", "und", "minus", "laut", "sagte", "Anna Berg", "„", "“", "»", "dass", ",", ":", "zufolge", "der", "1万",
    "円", "٣", "km", "\n", "Sagte", "teilte", "mit", "1e5", "²", "½",
)  # fmt: skip
PUBLISHED = date(2026, 3, 11)
Case = dict[str, Any]


def read_cases() -> list[Any]:
    lines = [line for file in sorted(GOLDEN.glob("*.jsonl")) for line in file.read_text("utf-8").splitlines()]
    return [pytest.param(case, id=f"{case['language']}: {case['id']}") for case in map(json.loads, lines)]


def derive(text: str, language: str, country_code: str | None = None) -> ArticleRows:
    article = ArticleText("v", text, language=language, published_on=PUBLISHED, country_code=country_code)
    return derive_rows(next(analyse_articles([article], load_language_model("", language))))


@pytest.mark.parametrize("case", read_cases())
def test_a_text_gives_the_rows_that_are_right_and_no_others(case: Case) -> None:
    rows = derive(case["text"], case["language"], case.get("country_code"))
    assert rows.unanalysed == ()
    for table in ("numbers", "dates", "claims"):
        found = [json.loads(json.dumps(to_row(row), default=str)) for row in getattr(rows, table)]
        wanted = case.get(table, [])
        for want in wanted:
            assert any(want.items() <= row.items() for row in map(hashable, found)), (want, found)
        if table in case.get("only", ()):
            assert len(found) == len(wanted), found
    assert rows.mentions == ()


def hashable(row: Case) -> Case:
    return {name: value for name, value in row.items() if not isinstance(value, list | dict)}


@settings(max_examples=150, deadline=None)
@given(
    st.sampled_from(["de", "fr", "ja", "ar", "hi", "qq"]),
    st.lists(st.sampled_from(PIECES), max_size=14).map(" ".join) | st.text(max_size=60),
)
def test_evidence_stands_in_any_text(language: str, text: str) -> None:
    rows = derive(text, language)
    assert rows.unanalysed == ()
    for row in (*rows.numbers, *rows.dates, *rows.claims):
        assert text[row.evidence.start_char : row.evidence.end_char] == row.evidence.surface
    assert rows == derive(text, language)


@pytest.mark.parametrize("language", ["de", "fr", "ja", "ar", "qq"])
def test_every_table_of_a_language_has_a_method_and_what_is_missing_has_a_reason(language: str) -> None:
    entries = describe_coverage(language, has_model=False)
    assert [entry.table_name for entry in entries] == ["sentences", "mentions", "dates", "numbers", "claims"]
    assert all(entry.reason for entry in entries)
    assert (entries[-1].method == "none") == (language != "de")


def test_a_model_of_the_language_finds_names_and_tells_speakers(tmp_path: Path) -> None:
    import spacy

    nlp = spacy.blank("fr")
    nlp.add_pipe("entity_ruler").add_patterns([{"label": "PER", "pattern": "Anne Vidal"}])  # type: ignore[attr-defined]
    nlp.to_disk(tmp_path / "fr")
    setting = f"fr={tmp_path / 'fr'};de=nosuch"
    model = load_language_model(choose_model(setting, "fr"), "fr")
    rows = derive_rows(next(analyse_articles([ArticleText("v", "Anne Vidal habite à Orme.", language="fr")], model)))
    assert [(row.evidence.surface, row.mention_type) for row in rows.mentions] == [("Anne Vidal", "PERSON")]
    assert choose_model(setting, "en") == ""
    assert choose_model("one_for_all", "de") == "one_for_all"


@pytest.mark.parametrize("setting", ["fr=", "fr=a;fr=b"])
def test_a_model_map_that_cannot_be_read_says_how_to_write_it(setting: str) -> None:
    with pytest.raises(LanguageModelError, match="language=pipeline"):
        describe_models(setting)


def test_a_wrong_entry_of_a_list_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("broadsheet.basics.load_word_list", lambda name, language: {"numbers": {"bonds": {}}})
    load_basics.cache_clear()
    try:
        with pytest.raises(FaultError, match=r"lang/de/basics.toml: numbers.bonds"):
            load_basics("de")
    finally:
        load_basics.cache_clear()


def test_a_missing_list_says_so() -> None:
    with pytest.raises(FaultError, match=r"lang/de/cues\.toml"):
        load_word_list("cues", "de")
