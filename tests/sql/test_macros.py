"""Macros over rows written inline."""

from __future__ import annotations

import pytest

from broadsheet.release import load_macros

TEXT = "Ida Krogh said that 12 boats sank."
VERSIONS = [
    {"article_id": "a", "article_version_id": name, "headline": "Boats", "text": TEXT} for name in ("old", "new")
]


def _cite(version: str, surface: str, **more):
    start = TEXT.index(surface)
    return {
        "article_version_id": version,
        "surface": surface,
        "start_char": start,
        "end_char": start + len(surface),
    } | more


@pytest.mark.parametrize(
    ("call", "ids", "context"),
    [
        ("claims_by('krogh')", ["claim of new"], None),
        ("mentions_of('KROGH')", ["name of new"], "[Ida Krogh] said"),
        ("numbers_about('boat')", ["number of new"], "said that [12] boats"),
    ],
)
def test_a_macro_counts_the_newest_version_of_an_article_alone(connection, put_rows, call, ids, context) -> None:
    both = ("old", "new")
    put_rows(
        articles=VERSIONS,
        articles_current=[{"article_id": "a", "article_version_id": "new"}],
        claims=[
            {"claim_id": f"claim of {name}", "article_version_id": name, "speaker_name": "Ida Krogh"} for name in both
        ],
        mentions=[_cite(name, "Ida Krogh", mention_id=f"name of {name}", entity_name="Ida Krogh") for name in both],
        numbers=[_cite(name, "12", number_id=f"number of {name}", counted_text="boats", value=12.0) for name in both],
    )
    for macro in load_macros():
        if not macro.is_table or set(macro.needs) <= {"articles", "articles_current", "claims", "mentions", "numbers"}:
            connection.execute(macro.statement)
    found = connection.sql(f"from {call}").pl()
    id_column = next(name for name in ("claim_id", "mention_id", "number_id") if name in found.columns)
    assert found[id_column].to_list() == ids
    assert context is None or context in found["context_text"][0]
