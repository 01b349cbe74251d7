"""Each check finds the rows that break its law, and those only."""

from __future__ import annotations

from datetime import date

import pytest

from broadsheet.model import find_wrong_rows, load_checks

DAY = date(2024, 3, 5)
VALUES = {"first_day": DAY, "last_day": DAY, "extract_version": "new", "derive_version": "new"}
CHECKS = {check.name: check for check in load_checks()}
ARTICLE = {
    "article_version_id": "v",
    "capture_id": "a",
    "text": "Für 14 Boote 😀 ist Platz.",
    "headline": "Hafen",
    "word_count": 5,
}
SPAN = {"start_char": 4, "end_char": 14}


def evidence(**more):
    return {"article_version_id": "v", "surface": "14 Boote 😀"} | SPAN | more


TABLES = ("sentences", "mentions", "claims", "numbers", "dates")
CASES = [
    ("captures_accounted_for", {"captures": [{"capture_id": "a"}], "articles": [ARTICLE]}, 0),
    ("captures_accounted_for", {"captures": [{"capture_id": "b"}], "articles": [ARTICLE]}, 1),
    (
        "captures_accounted_for",
        {"captures": [{"capture_id": "a"}], "articles": [ARTICLE], "skipped": [{"capture_id": "a"}]},
        1,
    ),
    ("evidence_matches_text", {"articles": [ARTICLE], "numbers": [evidence()]}, 0),
    ("evidence_matches_text", {"articles": [ARTICLE], "numbers": [evidence(surface="14 Boot")]}, 1),
    ("evidence_matches_text", {"articles": [ARTICLE], "dates": [evidence(in_headline=True)]}, 1),
    (
        "evidence_matches_text",
        {"articles": [ARTICLE], "mentions": [evidence(in_headline=True, start_char=0, end_char=5, surface="Hafen")]},
        0,
    ),
    (
        "claim_texts_match_spans",
        {"articles": [ARTICLE], "claims": [evidence(content=[SPAN, SPAN], content_text="14 Boote 😀\n14 Boote 😀")]},
        0,
    ),
    ("claim_texts_match_spans", {"articles": [ARTICLE], "claims": [evidence(content=[SPAN], content_text="14")]}, 1),
    ("articles_analysed", {"articles": [ARTICLE], "sentences": [evidence()]}, 0),
    ("articles_analysed", {"articles": [ARTICLE]}, 1),
    (
        "articles_analysed",
        {"articles": [ARTICLE], "unanalysed": [{"article_version_id": "v", "table_name": name} for name in TABLES]},
        0,
    ),
    ("articles_analysed", {"articles": [ARTICLE], "unanalysed": [{"article_version_id": "v"}]}, 1),
    (
        "articles_analysed",
        {
            "articles": [ARTICLE],
            "sentences": [evidence()],
            "unanalysed": [{"article_version_id": "v", "table_name": "claims"}],
        },
        0,
    ),
    ("derived_rows_have_article", {"articles": [ARTICLE], "mentions": [evidence()]}, 0),
    ("derived_rows_have_article", {"articles": [ARTICLE], "mentions": [evidence(article_version_id="w")]}, 1),
    ("one_chosen_date", {"article_dates": [{"is_chosen": True}, {"is_chosen": False}]}, 0),
    ("one_chosen_date", {"article_dates": [{"is_chosen": True}, {"is_chosen": True}]}, 1),
    ("old_derivations", {"runs": [{"stage": "extract", "code_version": "new"}]}, 0),
    ("old_derivations", {"runs": [{"stage": "derive", "code_version": "old"}]}, 1),
    ("days_settled", {"articles": [ARTICLE]}, 0),
    ("days_settled", {"articles": [ARTICLE, ARTICLE | {"captured_on": date(2024, 3, 6)}]}, 1),
]


@pytest.mark.parametrize(("name", "tables", "wrong"), CASES, ids=lambda value: value if isinstance(value, str) else "")
def test_check_counts_the_wrong_rows(name: str, tables, wrong: int, connection, put_rows) -> None:
    check = CHECKS[name]
    put_rows(**{table: tables.get(table, []) for table in check.inputs})
    count, examples = find_wrong_rows(connection, check, VALUES)
    assert (count, examples.height) == (wrong, wrong)


def test_every_check_is_proved_to_fail() -> None:
    assert {name for name, _, wrong in CASES if wrong} == set(CHECKS)
