"""Each check written in sql/checks finds the rows that break it, and those only."""

from __future__ import annotations

from datetime import date

import pytest

from broadsheet.checks import find_wrong_rows, load_checks

DAY = date(2024, 3, 5)
VALUES = {"first_day": DAY, "last_day": DAY, "derivation_ids": ["new"]}
CHECKS = {check.name: check for check in load_checks()}
ARTICLE = {
    "article_version_id": "v",
    "capture_id": "a",
    "text": "Für 14 Boote 😀 ist Platz.",
    "headline": "Hafen",
    "word_count": 5,
}
SENTENCE = {"article_version_id": "v"}
ACCEPTED = {"stage": "derive", "derivation_id": "new", "accepted_id": "old"}
HEALTH = {"source_id": "post", "reported_on": DAY, "state": "ok"}
LONG_GONE = {"source_id": "echo", "reported_on": date(2024, 2, 5), "state": "silent"}

TABLES = ("sentences", "mentions", "claims", "numbers", "dates")
CASES = [
    ("captures_accounted_for", {"captures": [{"capture_id": "a"}], "articles": [ARTICLE]}, 0),
    ("captures_accounted_for", {"captures": [{"capture_id": "b"}], "articles": [ARTICLE]}, 1),
    (
        "captures_accounted_for",
        {"captures": [{"capture_id": "a"}], "articles": [ARTICLE], "skipped": [{"capture_id": "a"}]},
        1,
    ),
    ("articles_analysed", {"articles": [ARTICLE], "sentences": [SENTENCE]}, 0),
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
            "sentences": [SENTENCE],
            "unanalysed": [{"article_version_id": "v", "table_name": "claims"}],
        },
        0,
    ),
    ("one_chosen_date", {"article_dates": [{"is_chosen": True}, {"is_chosen": False}]}, 0),
    ("one_chosen_date", {"article_dates": [{"is_chosen": True}, {"is_chosen": True}]}, 1),
    ("old_derivations", {"runs": [{"stage": "extract", "code_version": "new"}]}, 0),
    ("old_derivations", {"runs": [{"stage": "derive", "code_version": "old"}]}, 1),
    ("old_derivations", {"runs": [{"stage": "derive", "code_version": "old"}], "accepted_derivations": [ACCEPTED]}, 0),
    ("old_derivations", {"runs": [{"stage": "extract", "code_version": "old"}], "accepted_derivations": [ACCEPTED]}, 1),
    ("sources_healthy", {"source_health": [HEALTH, HEALTH | {"reported_on": date(2024, 3, 4), "state": "slow"}]}, 0),
    ("sources_healthy", {"source_health": [HEALTH | {"state": "dead"}]}, 1),
    ("sources_healthy", {"source_health": [HEALTH, HEALTH | LONG_GONE]}, 0),
    ("no_day_invalidated", {"articles": [ARTICLE]}, 0),
    ("no_day_invalidated", {"articles": [ARTICLE, ARTICLE | {"captured_on": date(2024, 3, 6)}]}, 1),
]


@pytest.mark.parametrize(("name", "tables", "wrong"), CASES, ids=lambda value: value if isinstance(value, str) else "")
def test_check_counts_the_wrong_rows(name: str, tables, wrong: int, connection, put_rows) -> None:
    check = CHECKS[name]
    put_rows(**{table: tables.get(table, []) for table in check.inputs})
    count, examples = find_wrong_rows(connection, check, VALUES)
    assert (count, examples.height) == (wrong, wrong)


def test_every_check_is_proved_to_fail() -> None:
    assert {name for name, _, wrong in CASES if wrong} == set(CHECKS)
