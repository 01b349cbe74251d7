"""Versions of one article: from two captures of a page, through extraction and derivation, to what changed."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest

from broadsheet.derive import analyse_articles, derive_rows
from broadsheet.extract.article import extract_capture
from broadsheet.language.pipeline import load_language_model
from broadsheet.records import ArticleText, Capture
from broadsheet.rows import to_row

Rows = list[dict[str, Any]]
FIRST = (
    "The river at Oakham rose by 212 centimetres on Tuesday, the highest mark since the gauge was built.",
    "“We had no warning at all,” said Ingrid Solheim, who leads the fire service of the county.",
    "The council will meet on Thursday to decide whether the old mill has to be closed.",
)
AD = "<p>Sign up for our newsletter and get the news delivered to your inbox.</p>"


def capture(
    hour: int, paragraphs: tuple[str, ...], headline: str = "River rises in Oakham", extra: str = ""
) -> Capture:
    body = f"""<html lang="en"><head><title>{headline}</title>
<meta property="article:published_time" content="2024-03-05T05:00:00Z"></head><body><article><h1>{headline}</h1>
{"".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)}{extra}</article></body></html>""".encode()
    return Capture(
        capture_id=str(hour),
        captured_at=datetime(2024, 3, 5, hour, tzinfo=UTC),
        source_id="post",
        body=body,
        body_sha256=hashlib.sha256(body).hexdigest(),
        origin_kind="file",
        origin_path="page.html",
        url="https://post.example/river",
    )


@pytest.fixture
def compare(ask: Callable[..., Rows]) -> Callable[..., dict[str, Any]]:
    """The row of `article_versions` of the second of two captures."""

    def compare_captures(first: Capture, second: Capture) -> dict[str, Any]:
        tables: dict[str, Rows] = {name: [] for name in ("articles", "sentences", "numbers", "claims", "mentions")}
        model = load_language_model("")
        for given in (first, second):
            extraction = extract_capture(given)
            article = extraction.article
            assert article is not None, extraction.skipped
            tables["articles"].append(to_row(article) | {"captured_on": date(2024, 3, 5), "derivation_id": "x"})
            text = ArticleText(
                article.article_version_id, article.text, article.headline, paragraphs=extraction.paragraphs
            )
            rows = derive_rows(next(iter(analyse_articles([text], model))))
            for name in ("sentences", "numbers", "claims", "mentions"):
                found = (to_row(row) for row in getattr(rows, name))
                tables[name] += [row | {"captured_on": date(2024, 3, 5), "derivation_id": "x"} for row in found]
        facts = {name: tables[name] for name in ("articles", "sentences", "numbers", "claims", "mentions")}
        differences = ask("model", "version_differences", **facts)
        versions = ask(
            "model", "article_versions",
            articles=tables["articles"], sentences=tables["sentences"], version_differences=differences,
        )  # fmt: skip
        assert [row["version_no"] for row in sorted(versions, key=lambda row: row["valid_from"])] == [1, 2]
        return next(row for row in versions if row["version_no"] == 2)

    return compare_captures


def replaced(old: str, new: str) -> tuple[str, ...]:
    changed = tuple(paragraph.replace(old, new) for paragraph in FIRST)
    assert changed != FIRST
    return changed


def test_a_corrected_figure_is_a_silent_material_change(compare) -> None:
    row = compare(capture(6, FIRST), capture(9, replaced("212", "241")))
    assert (row["change_kind"], row["is_material"], row["is_silent"]) == ("text", True, True)
    assert any("241" in figure for figure in row["numbers_added"])
    assert any("212" in figure for figure in row["numbers_removed"])
    assert [len(row["sentences_added"]), len(row["sentences_removed"])] == [1, 1]
    assert 0.9 < row["text_similarity"] < 1


def test_a_stated_correction_is_not_silent(compare) -> None:
    note = "This article was amended on 5 March 2024: the river rose by 241 centimetres, not 212."
    row = compare(capture(6, FIRST), capture(9, (*replaced("212", "241"), note)))
    assert (row["is_material"], row["is_silent"], row["correction_kind"]) == (True, False, "correction")
    assert row["correction_text"] == note


def test_an_old_note_does_not_excuse_a_new_change(compare) -> None:
    note = "This article was amended on 5 March 2024 to add the name of the river."
    row = compare(capture(6, (*FIRST, note)), capture(9, (*replaced("Thursday", "Friday"), note)))
    assert (row["is_material"], row["is_silent"], row["correction_text"]) == (True, True, None)


def test_a_new_name_and_a_dropped_statement_are_listed(compare) -> None:
    row = compare(capture(6, FIRST), capture(9, (FIRST[0], "Anna Berg gave no comment to the paper.", FIRST[2])))
    assert "anna berg" in row["names_added"] and "ingrid solheim" in row["names_removed"]
    assert any("no warning" in statement for statement in row["claims_removed"])
    assert row["is_material"]


def test_a_new_headline_is_a_change_of_its_own(compare) -> None:
    row = compare(capture(6, FIRST), capture(9, FIRST, headline="Mill in Oakham may close"))
    assert (row["change_kind"], row["headline_before"]) == ("headline", "River rises in Oakham")
    assert row["is_material"] and row["is_silent"] and row["text_similarity"] == 1


@pytest.mark.parametrize(
    ("second", "extra"),
    [
        (FIRST, AD),
        (FIRST, "<p>Advertisement</p>"),
        (tuple(paragraph.replace(" ", "  ") for paragraph in FIRST), "<p>Read more: Five walks near Oakham</p>"),
    ],
    ids=["newsletter", "advertisement", "blanks"],
)
def test_surroundings_are_no_material_change(compare, second: tuple[str, ...], extra: str) -> None:
    row = compare(capture(6, FIRST), capture(9, second, extra=extra))
    assert (row["change_kind"], row["is_material"], row["is_silent"]) == ("surroundings", False, False)
    assert row["sentences_added"] == row["numbers_added"] == row["claims_added"] == row["names_added"] == []


@pytest.mark.parametrize(
    ("old", "new", "is_material"),
    [
        ("warning at all,”", "warnings at all,”", False),  # one letter more
        ("whether", "wether", False),
        ("highest mark since", "highest mark, since", False),
        ("will meet", "will not meet", True),
        ("has to be closed", "has to be rebuilt", True),
        ("The council will meet on Thursday", "On Thursday the council will meet", True),  # another order
    ],
)
def test_spelling_and_marks_are_not_material_and_words_are(compare, old: str, new: str, is_material: bool) -> None:
    row = compare(capture(6, FIRST), capture(9, replaced(old, new)))
    assert row["is_material"] is is_material
